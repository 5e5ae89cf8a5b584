"""Which items, suppliers and customers are probably entered twice."""

from typing import Any

from jxc_xl.domain.content import canonical
from jxc_xl.domain.duplicates import Alike, likely_duplicates
from jxc_xl.domain.tables.masters import CUSTOMERS, ITEMS, SUPPLIERS
from jxc_xl.errors import UsageError
from jxc_xl.i18n import gettext as _
from jxc_xl.i18n import ngettext
from jxc_xl.services.report import Report
from jxc_xl.services.sheets import Sheet, read_sheet
from jxc_xl.workbook.book import Book

MERGED = (ITEMS, SUPPLIERS, CUSTOMERS)
"""The tables of which rows can be merged."""


def list_duplicates(book: Book) -> Report:
    """List rows that look alike, with what they have in common; changes nothing."""
    report = Report("merge")
    found: list[tuple[Sheet, Alike]] = []
    for table in MERGED:
        sheet = read_sheet(book, table)
        if isinstance(sheet, list):
            report.problems += sheet
        else:
            report.problems += sheet.problems
            found += [(sheet, alike) for alike in likely_duplicates(sheet.raw)]
    report.extra = {"duplicates": [_described(sheet, alike) for sheet, alike in found]}
    if found:
        head = (_("Sheet"), _("Row"), _("Code"), _("Name"), _("Spec"), _("Why"))
        report.table = [head, *(line for sheet, alike in found for line in _lines(sheet, alike))]
    report.ok = not report.problems
    report.summary = [_counted(len(found))]
    return report


def _described(sheet: Sheet, alike: Alike) -> dict[str, Any]:
    rows = [
        {"row": sheet.raw.numbers[row]}
        | {name: _cell(sheet, name, row) for name in ("code", "name", "spec")}
        for row in alike.rows
    ]
    return {
        "table": sheet.table.name,
        "sheet": sheet.table.sheet,
        "why": _(alike.why),
        "rows": rows,
    }


def _lines(sheet: Sheet, alike: Alike) -> list[tuple[str, ...]]:
    return [
        (
            sheet.table.sheet,
            str(sheet.raw.numbers[row]),
            *(_cell(sheet, name, row) for name in ("code", "name", "spec")),
            _(alike.why),
        )
        for row in alike.rows
    ]


def _cell(sheet: Sheet, name: str, row: int) -> str:
    return canonical(sheet.raw.column(name)[row])


def _counted(count: int) -> str:
    if not count:
        return _("Nothing looks as if it had been entered twice.")
    words = ngettext(
        "{n} group of rows looks alike. If they are one: jxc merge BOOK KEEP DUPLICATE.",
        "{n} groups of rows look alike. If they are one: jxc merge BOOK KEEP DUPLICATE.",
        count,
    )
    return words.format(n=count)


def name_two(keep: str | None, duplicate: str | None) -> tuple[str, str]:
    """Both words; ``UsageError`` if one is missing."""
    if keep is None or duplicate is None:
        raise UsageError(
            _("Two are merged, and only one is named."),
            _("Give the one to keep and its duplicate; without both, likely ones are listed."),
        )
    return keep, duplicate
