"""The figures about whole processes: a small post, ``jxc --help``, Online Retail."""

import shutil
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from time import perf_counter

import betteroffice_xlsx

from jxc_xl.services.new import new_with
from tests.bench.measure import Figure, interleaved
from tests.real.baseline import raw_seconds
from tests.real.jxc import jxc
from tests.real.northwind import SheetRow
from tests.real.retail_run import post

_POSTED, _NEW = 2_000, 20
_BARE = """
import sys
import betteroffice_xlsx
book = betteroffice_xlsx.Workbook.open_path(sys.argv[1])
book.set(sys.argv[2], "A1", "x")
book.save_path(sys.argv[1])
"""


def small_post(scratch: Path, times: int = 7) -> Figure:
    """``jxc post`` of 20 rows in a workbook of 2,000 against opening, one cell, saving."""
    book = _book(scratch)
    turn = iter(range(1_000))

    def copy() -> Path:
        folder = scratch / f"post-{next(turn)}"
        folder.mkdir()
        for file in (book, book.with_suffix(".db")):
            shutil.copy(file, folder / file.name)
        return folder / book.name

    def whole() -> float:
        return _seconds([sys.executable, "-m", "jxc_xl", "post", str(copy())])

    def bare() -> float:
        return _seconds([sys.executable, "-c", _BARE, str(copy()), "说明"])

    checked = jxc("post", copy())
    if (checked["posted_lines"], checked["refused_lines"]) != (_NEW, 0):
        raise SystemExit(f"the rows of the benchmark are refused: {checked['problems'][:3]}")
    seconds, base = interleaved(whole, bare, times)
    return Figure(
        f"jxc post of {_NEW} rows in a workbook of {_POSTED:,}, whole process",
        "a process that opens it with betteroffice-xlsx, sets a cell and saves",
        seconds, base, 4, None, f"median of {times}",
    )  # fmt: skip


def _seconds(words: list[str]) -> float:
    start = perf_counter()
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - start


def _book(scratch: Path) -> Path:
    """A workbook with 2,000 posted rows and 20 new ones."""
    book = scratch / "small.xlsx"
    items = [f"I{n:03}" for n in range(100)]
    sales: list[SheetRow] = [
        {
            "date": date(2025, 1 + n // 200, 1 + n % 28),
            "partner": f"客户{n % 30:02}",
            "item": items[n % 100],
            "quantity": Decimal(n % 7 + 1),
            "price": Decimal("12.5"),
            "status": "草稿" if n >= _POSTED - 100 else None,
        }
        for n in range(_POSTED - 100 + _NEW)
    ]
    new_with(
        book,
        {
            "items": [
                {"code": code, "name": f"商品{code}", "unit": "个", "sale_price": Decimal("12.5")}
                for code in items
            ],
            "suppliers": [{"code": "S1", "name": "供应商一"}],
            "customers": [{"code": f"K{n:02}", "name": f"客户{n:02}"} for n in range(30)],
            "warehouses": [{"code": "W1", "name": "主仓库"}],
            "purchases": [
                {
                    "date": date(2025, 1, 1),
                    "partner": "供应商一",
                    "item": code,
                    "quantity": Decimal(1_000),
                    "price": Decimal(8),
                }
                for code in items
            ],
            "sales": sales,
        },
    )
    jxc("post", book)
    _clear_drafts(book, len(sales))
    return book


def _clear_drafts(book: Path, rows: int) -> None:
    """What a clerk does when drafts may go: empty 状态."""
    file = betteroffice_xlsx.Workbook.open_path(book)
    header = 1
    while file.value("销售", f"A{header}") != "单据日期":
        header += 1
    column = next(name for name in _columns() if file.value("销售", f"{name}{header}") == "状态")
    first = header + 1 + rows - _NEW
    file.set_many("销售", {f"{column}{row}": None for row in range(first, first + _NEW)})
    file.save_path(book)


def _columns() -> list[str]:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return [*letters, *(f"A{letter}" for letter in letters)]


def help_text(times: int = 20) -> Figure:
    """``jxc --help`` against importing click."""
    command = Path(sys.executable).with_name("jxc")
    seconds, base = interleaved(
        lambda: _seconds([str(command), "--help"]),
        lambda: _seconds([sys.executable, "-c", "import click"]),
        times,
    )
    return Figure("jxc --help", 'python -c "import click"', seconds, base, 2, None,
                  f"median of {times}")  # fmt: skip


def online_retail(data: Path, scratch: Path, times: int = 3) -> Figure:
    """From the .gz to a committed, verified ledger against csv reading and raw inserts."""
    path = data / "online_retail.csv.gz"
    turn = iter(range(1_000))
    peaks: list[int] = []

    def whole() -> float:
        result = post(path, scratch / f"retail-{next(turn)}.db")
        if result.differences:
            raise SystemExit(f"the ledger differs: {result.differences[:3]}")
        peaks.append(result.peak_mib)
        return result.seconds_posting + result.seconds_verifying

    seconds, base = interleaved(whole, lambda: raw_seconds(path, scratch), times)
    return Figure(
        "Online Retail, 541,909 lines, from the .gz to a committed, verified ledger",
        "csv reading and raw inserts of the lines",
        seconds, base, 15, 8, f"median of {times}; peak memory {max(peaks)} MiB, at most 1,024",
    )  # fmt: skip
