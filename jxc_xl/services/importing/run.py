"""Importing a file: which lines are good, which are there already, and where they go.

Every line of the file is written, or was there already, or is left out as no row, or is refused
with its number and its reason; nothing is dropped silently.  With a problem of the file as a
whole nothing is changed at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from jxc_xl.domain.cells import RawRows
from jxc_xl.domain.importing.reading import cut_codes, unreadable, with_mates
from jxc_xl.domain.master_rows import read_masters
from jxc_xl.domain.tables.columns import Role, Table
from jxc_xl.domain.tables.foreign import STOCK_LIST
from jxc_xl.errors import UsageError
from jxc_xl.i18n import gettext as _
from jxc_xl.ledger.connection import Ledger
from jxc_xl.services import shop
from jxc_xl.services.appending import append_rows, sheets_of
from jxc_xl.services.importing.into_ledger import post_rows
from jxc_xl.services.importing.known import entries_there, masters_there, openings_there
from jxc_xl.services.importing.source import Source, read_source, target
from jxc_xl.services.importing.told import Fate, told
from jxc_xl.services.report import Report
from jxc_xl.services.sheets import Sheet
from jxc_xl.services.showing import refresh, showing
from jxc_xl.workbook.book import Book


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants imported: a file, the table it is for, and how.

    ``map_file`` says what its columns are, ``sheet`` which sheet of a workbook; ``preview`` shows
    and changes nothing, ``again`` brings lines that look as if they were there already.
    """

    path: Path
    into: str
    map_file: Path | None = None
    sheet: str | None = None
    to_ledger: bool = False
    preview: bool = False
    again: bool = False


def import_file(book: Book, ledger: Ledger, wish: Wish, *, today: date) -> Report:
    """Bring the rows of a file into the sheets, or post them straight into the ledger."""
    table = target(wish.into)
    _refuse_nonsense(table, wish)
    shop.check_belongs(book, ledger)
    source = read_source(wish.path, table, wish.map_file, wish.sheet, today)
    source.to_ledger = wish.to_ledger
    if source.problems:
        return told(source, Fate(), preview=wish.preview)
    sheets = sheets_of(book, [raw.table.name for raw in source.tables])
    fate = _judged(book, ledger, source, sheets, wish.again, today)
    documents: list[dict[str, Any]] = []
    if wish.to_ledger:
        kept = [_kept(raw, fate) for raw in source.tables]
        transaction = ledger.rehearsal() if wish.preview else ledger.transaction()
        with transaction:
            documents, problems = post_rows(book, ledger, kept, str(wish.path.resolve()), today)
        fate.refuse(problems)
    fate.written = {raw.numbers[row] for raw in source.tables for row in fate.news(raw)}
    report = told(source, fate, preview=wish.preview)
    report.documents = [] if wish.preview else documents
    if fate.written and not wish.preview:
        with showing(report):
            _write(book, ledger, source, sheets, fate, today)
    return report


def _refuse_nonsense(table: Table, wish: Wish) -> None:
    if wish.to_ledger and table.role is Role.MASTER and table is not STOCK_LIST:
        raise UsageError(
            _("Master data is not posted: {table} is a sheet of the workbook.").format(
                table=table.sheet
            ),
            _("Leave out --to-ledger."),
        )


def _judged(
    book: Book,
    ledger: Ledger,
    source: Source,
    sheets: Mapping[str, Sheet],
    again: bool,
    today: date,
) -> Fate:
    """Find out what becomes of each line, short of posting it."""
    fate = Fate()
    if source.lines is not None:
        fate.refuse([*source.lines.broken, *source.made.refused])
    masters = shop.master_rows(book, [])
    for raw in source.tables:
        fate.refuse(cut_codes(raw))
        sheet = sheets[raw.table.name]
        if raw.table.role is Role.ENTRY:
            fate.refuse(unreadable(raw, today))
            wrong = [row for row, line in enumerate(raw.numbers) if line in fate.refused]
            fate.refuse(with_mates(raw, wrong)[1])
            known = openings_there if source.table is STOCK_LIST else entries_there
            there = set() if again else known(raw, sheet, ledger)
        else:
            there, differing = masters_there(raw, sheet)
            fate.refuse(differing)
            found = read_masters({**masters, raw.table.name: raw}, today).problems
            fate.refuse([said for said in found if said.sheet == raw.table.sheet])
        fate.there[raw.table.name] = {raw.numbers[row] for row in there}
    return fate


def _kept(raw: RawRows, fate: Fate) -> RawRows:
    """The rows of a table that go on."""
    rows = fate.news(raw)
    cells = {name: [column[row] for row in rows] for name, column in raw.cells.items()}
    numbers = [raw.numbers[row] for row in rows]
    return RawRows(raw.table, numbers, cells, [raw.states[row] for row in rows])


def _write(
    book: Book,
    ledger: Ledger,
    source: Source,
    sheets: Mapping[str, Sheet],
    fate: Fate,
    today: date,
) -> None:
    """Write what is to stand in sheets, and store the workbook."""
    with book.batch():
        for raw in source.tables:
            if raw.table.role is Role.MASTER or not source.to_ledger:
                append_rows(book, sheets[raw.table.name], raw, fate.news(raw))
    if source.to_ledger:
        refresh(book, ledger, today=today)
    else:
        book.save()
