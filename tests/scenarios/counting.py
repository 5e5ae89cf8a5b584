"""The stocktakes of a story: made, counted in files, and read back."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from jxc_xl.domain.stocktaking import Scope
from jxc_xl.domain.tables.stocktake import STOCKTAKE, Moment
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.stocktakes import Stocktake, stocktake
from jxc_xl.services.counting.count import confirm, preview
from jxc_xl.services.report import Report
from jxc_xl.services.stocktake import Wanted, make_stocktake
from tests.counted import Row, returned, sheet
from tests.domain.tables import raw_cell
from tests.fake_book import FakeBook


def begin_stocktake(
    book: FakeBook, ledger: Ledger, today: date, day: str, moment: str, *words: str
) -> Report:
    """Make a stocktake of warehouses, which are named; a word like 类别=饮料 limits it."""
    limits = dict(word.split("=") for word in words if "=" in word)
    scope = Scope(category=limits.get("类别", ""), all_items="全部" in words)
    wanted = Wanted(
        day=date.fromisoformat(day),
        moment=Moment(moment),
        warehouses=tuple(word for word in words if "=" not in word and word != "全部"),
        scope=scope,
    )
    folder = ledger.path.parent / STOCKTAKE.sheet
    folder.mkdir(exist_ok=True)
    file = folder / f"{len(list(folder.iterdir()))}.xlsx"
    return make_stocktake(book, ledger, wanted, today=today, output=file)


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
