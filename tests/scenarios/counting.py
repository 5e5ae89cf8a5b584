"""The stocktakes of a story: made, counted in files, and read back."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from jxc_xl.domain.tables.stocktake import STOCKTAKE, Method, Moment
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.stocktakes import Plan, Stocktake, stocktake
from jxc_xl.services.counting.count import confirm, preview
from jxc_xl.services.report import Report
from tests.counted import Row, begin, returned, sheet
from tests.domain.tables import raw_cell
from tests.fake_book import FakeBook


def begin_stocktake(ledger: Ledger, day: str, moment: str, *warehouses: str) -> None:
    """Make a stocktake of some warehouses, by name."""
    run = ledger.connection.execute
    codes = [
        run("SELECT code FROM warehouse WHERE name = ?", (name,)).fetchone()[0]
        for name in warehouses
    ]
    scope = {"warehouses": codes}
    begin(ledger, Plan(date.fromisoformat(day), Moment(moment), Method.OPEN, scope))


def write_files(table: list[list[str]], ledger: Ledger) -> None:
    """Write the counted lines of a table into the files of the last stocktake; else they stay."""
    if not table:
        return
    for old in _files(ledger):
        old.unlink()
    headers, *rows = table
    files: dict[str, dict[str, list[Row]]] = {}
    for cells in rows:
        typed = dict(zip(headers, cells, strict=True))
        sheets = files.setdefault(typed.pop("文件", "盘点"), {})
        lines = sheets.setdefault(typed.pop("仓库", "总仓"), [])
        lines.append({
            STOCKTAKE.by_header[header].field: raw_cell(cell) for header, cell in typed.items()
        })  # fmt: skip
    for name, sheets in files.items():
        made = _last(ledger)
        pages = [sheet(made, warehouse, lines) for warehouse, lines in sheets.items()]
        returned(ledger.path.parent / f"{name}.xlsx", *pages)


def count(book: FakeBook, ledger: Ledger, words: Sequence[str], today: date) -> Report:
    """Read the files that were written last; 确认 posts them, 跳过 leaves out what is wrong."""
    files = _files(ledger)
    if "确认" in words:
        return confirm(book, ledger, files, today=today, skip="跳过" in words)
    return preview(book, ledger, files, today=today)


def _files(ledger: Ledger) -> list[Path]:
    return sorted(ledger.path.parent.glob("*.xlsx"))


def _last(ledger: Ledger) -> Stocktake:
    (number,) = ledger.connection.execute(
        "SELECT number FROM v_stocktakes ORDER BY id DESC LIMIT 1"
    ).fetchone()
    made = stocktake(ledger.connection, number)
    assert made is not None
    return made
