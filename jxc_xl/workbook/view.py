"""What a clerk sees of an open workbook: the selection, the cell in focus, the rows that show."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from jxc_xl.hosts import choose_files as ask_for_files
from jxc_xl.hosts.choosing import FileQuestion
from jxc_xl.i18n import gettext as _
from jxc_xl.lean import lean_imports
from jxc_xl.workbook.place import place_of

if TYPE_CHECKING:
    import xlwings as xw

    from jxc_xl.workbook.place import Place

_ROWS = re.compile(r"(\d+)(?::\$?[A-Z]*\$?(\d+))?")


def calling_book() -> "xw.Book":
    """The workbook in which a button was clicked."""
    with lean_imports():
        import xlwings as xw

        from jxc_xl.hosts.excel.patience import bound_waiting
    bound_waiting()
    return xw.Book.caller()


def selected_rows(book: "xw.Book") -> tuple[str, list[range]]:
    """The sheet in front and the rows of the selection, as the sheet numbers them."""
    selection = book.app.selection
    if selection is None:  # a picture, a chart: no cells
        return str(book.sheets.active.name), []
    areas = str(selection.address).split(",")
    found = [_ROWS.search(area) for area in areas]
    rows = [range(int(area[1]), int(area[2] or area[1]) + 1) for area in found if area]
    return str(selection.sheet.name), rows


def tables_in(book: "xw.Book", sheet: str) -> "list[Place]":
    """Where the tables of a sheet lie."""
    return [place_of(table, book.sheets[sheet]) for table in book.sheets[sheet].tables]


def go_to_sheet(book: "xw.Book", name: str) -> bool:
    """Bring a sheet to the front; False if there is none of this name."""
    if name not in [sheet.name for sheet in book.sheets]:
        return False
    book.sheets[name].activate()
    return True


def go_to_cell(book: "xw.Book", sheet: str, row: int, header: str | None) -> None:
    """Put the cursor into a row of a sheet, in the column with a header if there is one."""
    if not go_to_sheet(book, sheet):
        return
    columns = [
        place.column(header)
        for place in tables_in(book, sheet)
        if header is not None and header in place.headers
    ]
    book.sheets[sheet].range((row, columns[0] if columns else 1)).select()


def toggle_filter(place: "Place", header: str, value: str) -> bool:
    """Show only the rows with a value in a column, or all rows again if they are filtered by it.

    Returns whether rows are hidden now.
    """
    field = place.column(header) - place.left + 1
    autofilter = place.table.autofilter
    if any(entry.field == field and entry.type != "none" for entry in autofilter.criteria):
        autofilter.clear(field)
        return False
    autofilter.apply_values(field, [value])
    return True


def choose_files(
    book: "xw.Book", title: str, patterns: Sequence[str], folder: Path | None, *, many: bool
) -> list[Path]:
    """Let the clerk choose files that look like ``*.csv``, beginning in a folder.

    Without a folder, or if it is not there, the workbook's own. None if it was cancelled.
    """
    there = folder if folder is not None and folder.is_dir() else Path(book.fullname).parent
    question = FileQuestion(title, tuple(patterns), _("All files"), there, many)
    return ask_for_files(book.app, question)
