"""过账 and 校验: from the rows of the sheets to documents in the ledger, and back as marks."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jxc_xl.domain.cells import RawRows, RowState
from jxc_xl.domain.master_rows import Masters
from jxc_xl.domain.numbers import money
from jxc_xl.domain.order_rows import named_orders
from jxc_xl.domain.parsing import fold
from jxc_xl.domain.problems import Problem
from jxc_xl.i18n import gettext as _
from jxc_xl.i18n import ngettext
from jxc_xl.ledger.chain import head
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.master_changes import newest_change
from jxc_xl.ledger.masters import Masters as Known
from jxc_xl.ledger.posting import Posted
from jxc_xl.ledger.rows import PostedRow, posted_rows
from jxc_xl.services import shop
from jxc_xl.services.counting.shown import refresh_results
from jxc_xl.services.marks import (
    Marks,
    mark_new,
    mark_posted,
    problems_by_row,
    refresh_posted,
    repeated,
    words_of,
    write_marks,
)
from jxc_xl.services.posting import Outcome, judge_tables, write_documents
from jxc_xl.services.recompute.inputs import inputs_about
from jxc_xl.services.report import Report
from jxc_xl.services.sheets import (
    EntrySheet,
    carried_ids,
    settle,
)
from jxc_xl.services.showing import entry_sheets, show_ledger, showing
from jxc_xl.services.sync import settle_masters, write_synced
from jxc_xl.services.valuation import TakenUp, take_up
from jxc_xl.workbook.book import Book
from jxc_xl.workbook.layout import MASTERS_SEEN

MASTERS_MISSED = ("master_deleted", "master_used", "master_deleted_elsewhere")
"""Warnings about master rows that are no longer where they were."""

LINK_NOT_YET = "link_not_posted"
"""Refused only because it refers to a document of this very click."""


@dataclass(slots=True)
class Sheets:
    """The entry sheets of one click, and the ledger's lines behind their rows as they are now."""

    entries: list[EntrySheet]
    lines: dict[str, PostedRow] = field(default_factory=dict)


def post(book: Book, ledger: Ledger, *, today: date) -> Report:
    """Validate the rows of the entry sheets, post the good documents, mark every row.

    Everything goes into the ledger in one transaction; the sheets are marked after it.
    Clicking again does no harm.
    """
    click = Click(book, ledger, today)
    with ledger.transaction() as connection:
        sheets, outcome = click.run()
        _look_up_lines(connection, sheets, outcome)
        chain_head, newest = head(connection), newest_change(connection)
    report = _report("post", sheets, outcome, click.method)
    with showing(report):
        _mark(book, sheets, outcome)
        write_synced(book, click.rows, click.synced, newest)
        posted = [line.item.code for done in outcome.posted for line in done.document.lines]
        touched = inputs_about(ledger.connection, click.rows, click.synced.masters, today, posted)
        days = [done.document.date for done in outcome.posted]
        if days:
            since = min(days).isoformat()
            report.problems += refresh_results(book, ledger.connection, since)
        report.problems += show_ledger(book, ledger, chain_head, today, touched)
    return report


def check(book: Book, ledger: Ledger, *, today: date) -> Report:
    """Validate like :func:`post`, mark the rows, and leave the ledger as it was.

    It is a rehearsal: the documents are posted and rolled back, so that it finds exactly
    what posting would find.
    """
    click = Click(book, ledger, today)
    with ledger.rehearsal():
        sheets, outcome = click.run()
    outcome.posted, outcome.recosted = [], ()
    _look_up_lines(ledger.connection, sheets, outcome)
    _mark(book, sheets, outcome)
    book.save()
    return _report("check", sheets, outcome, click.method)


class Click:
    """One click on its way from the sheets into the ledger."""

    def __init__(self, book: Book, ledger: Ledger, today: date) -> None:
        self._book = book
        self._ledger = ledger
        self._today = today
        self._workbook = shop.identify_workbook(book, ledger)
        self.source = shop.source_of(self._workbook)
        self._problems: list[Problem] = []
        self.rows = shop.master_rows(book, self._problems)
        self.settings = shop.settings_of(self.rows.get("settings"))
        self._found = entry_sheets(book, self._problems)

    def read(self) -> tuple[list[EntrySheet], Masters]:
        """What each row is, and the masters, inside an open transaction."""
        connection = self._ledger.connection
        seen = str(self._book.read_name(MASTERS_SEEN) or "")
        self.synced = settle_masters(self.rows, connection, self._today, seen)
        masters = self.synced.masters
        if self.synced.gone:
            Known(connection).delete(self.source, self.synced.gone)
        carried = carried_ids(self._found)
        entries = [
            settle(self._book, self._ledger, self._workbook, sheet, carried)
            for sheet in self._found
        ]
        return entries, masters

    def run(self) -> tuple[Sheets, Outcome]:
        """Find out which rows are new and post what can be, inside an open transaction."""
        entries, masters = self.read()
        rows = self.rows.get("settings")
        wanted = masters.settings.costing
        self.method = take_up(self._ledger.connection, wanted, self.source, rows)
        outcome = self._named_first(entries, masters)
        later = self._round(entries, masters)
        outcome.follow(later)
        while later.documents and any(p.code == LINK_NOT_YET for p in later.problems):
            self._settle_posted(entries, outcome)
            later = self._round(entries, masters)
            outcome.follow(later)
        outcome.problems[:0] = [
            *self._problems, *masters.problems, *self.synced.problems, *self.method.problems,
        ]  # fmt: skip
        outcome.recosted = self.method.items
        outcome.problems += [found for entry in entries for found in repeated(entry)]
        return Sheets(entries), outcome

    def _named_first(self, entries: Sequence[EntrySheet], masters: Masters) -> Outcome:
        """Post the orders that other rows of this click name: what comes by them is then judged
        in the order of its days together with everything else."""
        named = {entry.table.name: frozenset(named_orders(entry.raw)) for entry in entries}
        if not any(named.values()):
            return Outcome()
        outcome = self._round(entries, masters, named)
        self._settle_posted(entries, outcome)
        return outcome

    @staticmethod
    def _settle_posted(entries: Sequence[EntrySheet], outcome: Outcome) -> None:
        """Leave what is posted alone, so that rows which refer to it can be judged again."""
        by_name = {entry.table.name: entry for entry in entries}
        places = set()
        for document in outcome.documents:
            entry = by_name[document.table]
            rows = [line.row for line in document.lines]
            entry.keep_as_posted(rows)
            places |= {(entry.table.sheet, entry.raw.numbers[row]) for row in rows}
        outcome.problems = [p for p in outcome.problems if (p.sheet, p.row) in places]

    def _round(
        self,
        entries: Sequence[EntrySheet],
        masters: Masters,
        only: Mapping[str, frozenset[int]] | None = None,
    ) -> Outcome:
        """Post what is good of the new rows, or ``only`` of these rows by table."""
        raws = [entry.raw if only is None else _only(entry.raw, only) for entry in entries]
        outcome = judge_tables(self._ledger, raws, masters, self._today)
        by_name = {entry.table.name: entry for entry in entries}
        for name, rows in outcome.drafts.items():
            by_name[name].keep_as_drafts(rows)
        for document in outcome.documents:
            for line in document.lines:
                line.typed = by_name[document.table].fingerprints[line.row]
        write_documents(
            self._ledger, outcome, masters, self.source, row_ids=True, settings=self.settings
        )
        return outcome


def _only(raw: RawRows, rows: Mapping[str, frozenset[int]]) -> RawRows:
    """A table of which all rows but some count as settled."""
    wanted = rows[raw.table.name]
    return raw._replace(
        states=[state if row in wanted else RowState.POSTED for row, state in enumerate(raw.states)]
    )


def _look_up_lines(connection: sqlite3.Connection, sheets: Sheets, outcome: Outcome) -> None:
    """The ledger's lines, as they are now, of every row that stands for one.

    They were read when the click began; since then only what this click has posted is new, and
    only lines of its items may cost something else.
    """
    moved = {fold(line.item.code) for posted in outcome.posted for line in posted.document.lines}
    moved |= set(map(fold, outcome.recosted))
    known = [line for entry in sheets.entries for line in entry.posted.values()]
    anything = "" in moved  # freight over a whole receipt
    ids = [line.row_id for line in known if anything or fold(line.item) in moved]
    ids += [row_id for posted in outcome.posted for row_id in posted.row_ids]
    sheets.lines = {line.row_id: line for line in known} | posted_rows(connection, ids)


def _mark(book: Book, sheets: Sheets, outcome: Outcome) -> None:
    """Write what became of every row; one batch with one recalculation."""
    with book.batch():
        for sheet in sheets.entries:
            write_marks(book, sheet, _marks_of(sheet, sheets.lines, outcome))


def _marks_of(sheet: EntrySheet, ledger: Mapping[str, PostedRow], outcome: Outcome) -> Marks:
    marks = Marks()
    name = sheet.table.name
    mark_new(marks, sheet, outcome.problems, outcome.refused.get(name, ()))
    lines = {row: ledger[line.row_id] for row, line in sheet.posted.items()}
    before = {row: line for row, line in lines.items() if row not in sheet.adopted}
    refresh_posted(marks, sheet, before)
    now = {row: line for row, line in lines.items() if row in sheet.adopted}
    notes = {
        row: _("Was posted already as {number} on {date}; not posted again.").format(
            number=line.number, date=line.posted_at[:10]
        )
        for row, line in now.items()
    }
    by_row = problems_by_row(sheet, outcome.problems)
    for document, _number, row_ids in outcome.posted:
        if document.table == name:
            for line, row_id in zip(document.lines, row_ids, strict=True):
                now[line.row] = ledger[row_id]
                notes[line.row] = note_of(line.filled, by_row.get(line.row, ()))
    mark_posted(marks, sheet, now, notes)
    return marks


def note_of(filled: Iterable[str], warnings: Iterable[Problem]) -> str:
    """What the program filled in, and what it warns of, in one cell."""
    words = [words_of(entry) for entry in warnings]
    said = list(filled)
    if said:
        words.insert(0, _("Filled in: {what}.").format(what=_("; ").join(said)))
    return " ".join(words)


def _report(command: str, sheets: Sheets, outcome: Outcome, method: TakenUp) -> Report:
    wrong = sum(len(rows) for rows in outcome.refused.values())
    errors = [entry for entry in outcome.problems if entry.is_error]
    report = Report(command, ok=not wrong and not errors, problems=outcome.problems)
    if command == "post":
        report.documents = [described(posted) for posted in outcome.posted]
        lines = sum(len(posted.document.lines) for posted in outcome.posted)
    else:
        report.documents = [
            described(Posted(document, document.number, ())) for document in outcome.documents
        ]
        lines = sum(len(document.lines) for document in outcome.documents)
    adopted = sum(len(sheet.adopted) for sheet in sheets.entries)
    report.extra = {
        "posted_lines" if command == "post" else "good_lines": lines,
        "refused_lines": wrong,
        "draft_lines": sum(sheet.states.count(RowState.DRAFT) for sheet in sheets.entries),
        "adopted_lines": adopted,
        **method.extra,
    }
    report.summary = [*_summary(command, len(report.documents), wrong, adopted), *method.summary]
    return report


def _summary(command: str, documents: int, wrong: int, adopted: int) -> list[str]:
    if command == "post":
        said = _("Documents posted: {documents}; rows with mistakes: {wrong}.")
    else:
        said = _("Documents ready to post: {documents}; rows with mistakes: {wrong}.")
    words = [said.format(documents=documents, wrong=wrong)]
    if adopted:
        again = ngettext(
            "{n} row was posted before and got its marks back.",
            "{n} rows were posted before and got their marks back.",
            adopted,
        )
        words.append(again.format(n=adopted))
    return words


def described(posted: Posted) -> dict[str, Any]:
    """What reports say of a document that was posted."""
    document = posted.document
    return {
        "number": posted.number,
        "kind": document.kind.key,
        "type": document.kind.label,
        "date": document.date,
        "partner": document.partner.code if document.partner else "",
        "lines": len(document.lines),
        "total": money(sum(line.total_fen for line in document.lines)),
    }
