"""The documents of the rows that the clerk selected."""

from collections.abc import Iterable, Iterator, Sequence

from jxc_xl.domain.cells import Raw
from jxc_xl.domain.content import canonical
from jxc_xl.domain.tables import table_named
from jxc_xl.domain.tables.columns import Table
from jxc_xl.domain.tables.entry import ENTRY_TABLES
from jxc_xl.errors import UsageError
from jxc_xl.i18n import gettext as _
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.rows import posted_rows
from jxc_xl.macros.desk import Desk
from jxc_xl.services.duplicates import MERGED
from jxc_xl.services.marks import STANDING, UNTOUCHED
from jxc_xl.workbook import view

_ITEM = table_named("items").header("code")


def selected_documents(desk: Desk) -> list[str]:
    """The numbers of the posted documents in the selected rows, each once, in sheet order.

    :class:`UsageError` if there is none.
    """
    found = _selected_cells(desk, ("number", "status"))
    return _some(str(number) for number, status in found if number and _is_posted(status))


def documents_of_rows(desk: Desk, ledger: Ledger) -> list[str]:
    """The same by the ids of the rows: also where a number has been typed over."""
    ids = [str(row_id) for (row_id,) in _selected_cells(desk, ("row_id",)) if row_id]
    lines = posted_rows(ledger.connection, ids)
    standing = (lines[row_id] for row_id in ids if row_id in lines)
    return _some(line.number for line in standing if not line.reversed_by)


def selected_masters(desk: Desk) -> tuple[Table, dict[str, str]] | None:
    """The table of the master sheet in front, and by code, else by name, the selected rows' words.

    None if another sheet is in front.
    """
    sheet = str(desk.book.sheets.active.name)
    for table in MERGED:
        if desk.workbook.read_table(table.name).sheet == sheet:
            cells = _selected_cells(desk, ("code", "name"), (table,))
            words = [(canonical(code), canonical(name)) for code, name in cells]
            return table, {
                code or name: f"{code} {name}".strip() for code, name in words if code or name
            }
    return None


def selected_item(desk: Desk) -> str:
    """What stands under 商品编码 in the first selected row that has anything there, on any sheet.

    :class:`UsageError` if there is none.
    """
    sheet, areas = view.selected_rows(desk.book)
    for place in view.tables_in(desk.book, sheet):
        if _ITEM not in place.headers:
            continue
        data = desk.workbook.read_table(place.table.name)
        column = data.headers.index(_ITEM)
        for row, cells in enumerate(data.rows, data.first_row):
            if cells[column] is not None and any(row in area for area in areas):
                return str(cells[column])
    raise UsageError(
        _("No item is selected."),
        _("Select a row with a 商品编码, on any sheet, then press the button again."),
    )


def _selected_cells(
    desk: Desk,
    fields: Sequence[str],
    tables: Iterable[Table] = (*ENTRY_TABLES, table_named("open_orders")),
) -> Iterator[list[Raw]]:
    """These cells of every selected row of some sheets, by default the entries and 订单跟踪."""
    sheet, areas = view.selected_rows(desk.book)
    for table in tables:
        if not set(fields) <= set(table.by_field):
            continue
        data = desk.workbook.read_table(table.name)
        if data.sheet != sheet:
            continue
        places = [data.headers.index(table.header(name)) for name in fields]
        for row, cells in enumerate(data.rows, data.first_row):
            if any(row in area for area in areas):
                yield [cells[place] for place in places]


def _is_posted(status: Raw) -> bool:
    return status in (*STANDING, UNTOUCHED)


def _some(numbers: Iterable[str]) -> list[str]:
    """Each number once; :class:`UsageError` if there is none."""
    found = list(dict.fromkeys(numbers))
    if not found:
        raise UsageError(
            _("No posted document is selected."),
            _("Select one or more rows with the status 已过账, then press the button again."),
        )
    return found
