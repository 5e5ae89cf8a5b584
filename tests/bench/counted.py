"""The figures about counting: the sheets come back."""

import shutil
from copy import deepcopy
from datetime import date, datetime
from itertools import count
from pathlib import Path

from python_calamine import CalamineWorkbook

from jxc_xl.domain.tables.stocktake import Method, Moment
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.stocktakes import Plan
from jxc_xl.services.counting.count import confirm, preview
from jxc_xl.services.post import post
from tests.bench.counting import shop
from tests.bench.measure import Figure, interleaved, stopwatch
from tests.counted import begin, listed, returned, sheet
from tests.fake_book import FakeBook

_TODAY = date(2026, 11, 22)
_EVERY = 20
"""One line of so many differs from the books."""


def counts(scratch: Path, times: int = 9) -> list[Figure]:
    """Reading 4,070 counted lines back, and posting them."""
    book, ledger = shop(scratch)
    with ledger:
        made = begin(ledger, Plan(_TODAY, Moment.END, Method.OPEN, {"warehouses": ["CK01"]}))
        rows = [
            {**row, "counted": row["book"] + (n % _EVERY == 0), "reason": "漏记"}
            for n, row in enumerate(listed(ledger, made, "CK01"))
        ]
        file = returned(scratch / "盘点表.xlsx", sheet(made, "主仓库", rows))

        def seen() -> float:
            return stopwatch(lambda: preview(book, ledger, [file], today=_TODAY))

        def bare() -> float:
            def read() -> None:
                CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()

            return stopwatch(read)

        assert preview(book, ledger, [file], today=_TODAY).ok
        read = Figure(
            f"reading {len(rows):,} counted lines back and showing the differences",
            "python-calamine reading the same file",
            *interleaved(seen, bare, times), 20,
            note=f"median of {times}; the master workbook in memory",
        )  # fmt: skip
    return [read, _confirmed(scratch, book, file, len(rows), times)]


def _confirmed(scratch: Path, book: FakeBook, file: Path, lines: int, times: int) -> Figure:
    copies = count()

    def fresh() -> tuple[FakeBook, Ledger]:
        path = shutil.copyfile(scratch / "shop.db", scratch / f"copy{next(copies)}.db")
        return deepcopy(book), Ledger.open(path)

    def ordinary() -> float:
        other, ledger = fresh()
        for row in list(other.tables["items"])[:lines]:
            other.type(
                "movements", date=datetime(2026, 11, 20), number="QTCK20261120-001",
                kind="其它出库", item=row["商品编码"], quantity=1,
            )  # fmt: skip
        with ledger:
            return stopwatch(lambda: post(other, ledger, today=_TODAY))

    def counted() -> float:
        other, ledger = fresh()
        with ledger:
            return stopwatch(lambda: confirm(other, ledger, [file], today=_TODAY))

    counted()
    return Figure(
        f"posting {lines:,} counted lines, of which one in {_EVERY} differs, files and sheets too",
        "posting as many ordinary lines",
        *interleaved(counted, ordinary, times), 2,
        note=f"median of {times}; the master workbook in memory",
    )  # fmt: skip
