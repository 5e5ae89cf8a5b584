"""补建资料: unknown items and partners become rows of the master sheets, 待完善."""

from datetime import date

from jxc_xl.domain.cells import Raw, RawRows, RowState
from jxc_xl.domain.newcomers import Newcomer, newcomers
from jxc_xl.domain.tables.masters import CUSTOMERS, ITEMS, SUPPLIERS
from jxc_xl.i18n import gettext as _
from jxc_xl.i18n import ngettext
from jxc_xl.ledger.connection import Ledger
from jxc_xl.services import shop
from jxc_xl.services.appending import append_rows, sheets_of
from jxc_xl.services.report import Report
from jxc_xl.services.showing import settled_sheets
from jxc_xl.workbook.book import Book


def find_newcomers(book: Book, ledger: Ledger, *, today: date) -> list[Newcomer]:
    """Who is named in rows that are not posted, and stands in no master sheet; writes nothing."""
    masters = shop.masters_of(shop.master_rows(book, []), ledger, today)
    settled = [sheet.raw for sheet in settled_sheets(book, ledger, [])]
    return newcomers(map(_with_drafts, settled), masters.directory, today)


def _with_drafts(raw: RawRows) -> RawRows:
    """A draft will be posted one day: who it names is made known with the others."""
    states = [RowState.NEW if state is RowState.DRAFT else state for state in raw.states]
    return raw._replace(states=states)


def add_masters(book: Book, ledger: Ledger, *, today: date, write: bool) -> Report:
    """List the newcomers, and with ``write`` put each into its sheet, to be completed later.

    What differs from a known code by leading zeros only is never added: a spreadsheet took the
    code for a number, and the row is what must be corrected.
    """
    everybody = find_newcomers(book, ledger, today=today)
    coming = [newcomer for newcomer in everybody if not newcomer.only_zeros]
    if write and coming:
        _write(book, coming)
    report = Report("add-masters")
    report.extra = {"written": write, "new": [_as_json(newcomer) for newcomer in everybody]}
    report.table = _listed(everybody)
    report.summary = _summary(everybody, coming, write)
    return report


def _write(book: Book, coming: list[Newcomer]) -> None:
    tables = [
        table
        for table in (ITEMS, SUPPLIERS, CUSTOMERS)
        if any(newcomer.table is table for newcomer in coming)
    ]
    sheets = sheets_of(book, [table.name for table in tables])
    with book.batch():
        for table in tables:
            rows = [newcomer.cells for newcomer in coming if newcomer.table is table]
            fields = [column.field for column in table.columns]
            cells: dict[str, list[Raw]] = {name: [row.get(name) for row in rows] for name in fields}
            numbers = range(1, len(rows) + 1)
            raw = RawRows(table, numbers, cells, [RowState.NEW] * len(rows))
            append_rows(book, sheets[table.name], raw, range(len(rows)))
    book.save()


def _as_json(newcomer: Newcomer) -> dict[str, object]:
    return {
        "sheet": newcomer.table.sheet,
        **newcomer.cells,
        "text": newcomer.text,
        "rows": [{"sheet": place.sheet, "row": place.row} for place in newcomer.places],
        "alike": newcomer.alike,
        "added": not newcomer.only_zeros,
    }


def _listed(everybody: list[Newcomer]) -> list[tuple[str, ...]]:
    if not everybody:
        return []
    headers = (_("sheet"), _("typed"), _("name"), _("unit"), _("rows"), _("looks like"))
    return [headers, *map(_line, everybody)]


def _line(newcomer: Newcomer) -> tuple[str, ...]:
    first = newcomer.places[0]
    where = _("{sheet} row {row}").format(sheet=first.sheet, row=first.row)
    rest = len(newcomer.places) - 1
    if rest:
        where = _("{where} and {n} more").format(where=where, n=rest)
    cells = newcomer.cells
    unit = str(cells.get("unit") or "–") if newcomer.table is ITEMS else ""
    return newcomer.table.sheet, newcomer.text, str(cells["name"]), unit, where, newcomer.alike


def _summary(everybody: list[Newcomer], coming: list[Newcomer], written: bool) -> list[str]:
    if not everybody:
        return [_("Every item and partner is known.")]
    words = (
        ngettext(
            "{n} row was added as 待完善; fill in what is missing, 单位 first.",
            "{n} rows were added as 待完善; fill in what is missing, 单位 first.",
            len(coming),
        )
        if written
        else ngettext(
            "{n} is unknown; --yes adds it as 待完善.",
            "{n} are unknown; --yes adds them as 待完善.",
            len(coming),
        )
    )
    said = [words.format(n=len(coming))]
    if len(coming) < len(everybody):
        lost = "、".join(newcomer.text for newcomer in everybody if newcomer.only_zeros)
        said.append(
            _("{texts}: only leading zeros are missing; correct the rows.").format(texts=lost)
        )
    return said
