"""Imported rows below the last row of a sheet, to be looked at and posted like typed ones."""

from collections.abc import Iterable, Sequence

from jxc_xl.domain.cells import RawRows
from jxc_xl.domain.tables import table_named
from jxc_xl.errors import CannotWork
from jxc_xl.i18n import gettext as _
from jxc_xl.services.sheets import Sheet, read_sheet
from jxc_xl.workbook.book import Book

_SPARE_ROWS = 100


class SheetUnusable(CannotWork):
    """A sheet that rows are to go to is not there, or lacks columns."""

    def __init__(self, why: str) -> None:
        super().__init__(why, _("Put the workbook in order first; nothing was changed."))


def sheets_of(book: Book, names: Iterable[str]) -> dict[str, Sheet]:
    """The sheets that rows are to go to, by table name; ``SheetUnusable`` if one is not whole."""
    sheets = {}
    for name in names:
        sheet = read_sheet(book, table_named(name))
        problems = sheet if isinstance(sheet, list) else sheet.problems
        if isinstance(sheet, list) or problems:
            raise SheetUnusable(problems[0].message)
        sheets[name] = sheet
    return sheets


def append_rows(book: Book, sheet: Sheet, raw: RawRows, rows: Sequence[int]) -> None:
    """Write some rows of a file below the last row of a sheet, in one go."""
    if not rows:
        return
    table, first = sheet.table, sheet.used
    with book.batch():
        if first + len(rows) > sheet.data.table_rows - _SPARE_ROWS // 2:
            book.grow_table(table.name, first + len(rows) + _SPARE_ROWS)
        columns = {
            table.header(name): [cells[row] for row in rows]
            for name, cells in raw.cells.items()
            if any(cells[row] is not None for row in rows)
        }
        places = range(first, first + len(rows))
        book.write_columns(table.name, columns, rows=places)
