"""Rows that the program adds below the last row of a sheet, like typed ones."""

from collections.abc import Iterable, Mapping, Sequence

from jxc_xl.domain.cells import Raw, RawRows
from jxc_xl.domain.tables import table_named
from jxc_xl.errors import CannotWork
from jxc_xl.i18n import gettext as _
from jxc_xl.services.sheets import Sheet, make_room, read_sheet
from jxc_xl.workbook.book import Book


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
    if rows:
        cells = {name: [column[row] for row in rows] for name, column in raw.cells.items()}
        append_cells(book, sheet, cells, len(rows))


def append_cells(book: Book, sheet: Sheet, cells: Mapping[str, Sequence[Raw]], count: int) -> range:
    """Write cells by field below the last row of a sheet, in one go; their indices in the table.

    Fields that are blank in all of the ``count`` rows are left as they are.
    """
    table = sheet.table
    places = range(sheet.used, sheet.used + count)
    columns = {
        table.header(name): list(column)
        for name, column in cells.items()
        if any(cell is not None for cell in column)
    }
    with book.batch():
        make_room(book, sheet, count)
        book.write_columns(table.name, columns, rows=places)
    return places
