"""更正: what the clerk has changed in posted rows goes into the books as well."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from jxc_xl.domain.catalogue import problem
from jxc_xl.domain.click import Click as Judging
from jxc_xl.domain.documents import Document
from jxc_xl.domain.judge import judge
from jxc_xl.domain.master_rows import Masters
from jxc_xl.domain.masters import Negative
from jxc_xl.domain.numbers import QUANTITY, plain
from jxc_xl.domain.parsing import fold
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.rules.prices import PROVISIONAL
from jxc_xl.i18n import gettext as _
from jxc_xl.i18n import ngettext
from jxc_xl.ledger.chain import head
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.correcting import Correction, attempt, put_instead
from jxc_xl.ledger.facts import LedgerFacts
from jxc_xl.ledger.leaning import cuts_found
from jxc_xl.ledger.masters import Masters as KnownMasters
from jxc_xl.ledger.queries import Blocked, Standing, items_of, standing
from jxc_xl.ledger.rows import PostedRow, batches_taken, lines_of, posted_rows
from jxc_xl.services.changed_counts import changed_counts
from jxc_xl.services.corrected_rows import Rewritten, rewritten
from jxc_xl.services.counting.shown import refresh_results
from jxc_xl.services.marks import (
    Marks,
    mark_posted,
    mark_refused,
    problems_by_row,
    refresh_posted,
    write_marks,
)
from jxc_xl.services.post import Click, described, note_of
from jxc_xl.services.posting import pool_label
from jxc_xl.services.recompute.inputs import inputs_about
from jxc_xl.services.report import Report
from jxc_xl.services.reverse import holding, sheet_of
from jxc_xl.services.sheets import EntrySheet
from jxc_xl.services.showing import show_ledger, showing
from jxc_xl.workbook.book import Book


@dataclass(slots=True)
class _Done:
    """A document that was corrected: its rows, what stands for them, and what is said of them."""

    rows: Rewritten
    correction: Correction
    problems: list[Problem]


@dataclass(slots=True)
class _Outcome:
    """What became of the numbers; ``refused`` are rows with the problems that hold them back."""

    done: list[_Done] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refused: list[Rewritten] = field(default_factory=list)


class _Refused(Exception):
    """A document cannot be corrected like this."""

    def __init__(self, problems: Sequence[Problem], rows: Rewritten | None = None) -> None:
        super().__init__()
        self.problems = list(problems)
        self.rows = rows


def amend(book: Book, ledger: Ledger, numbers: Iterable[str], *, today: date) -> Report:
    """Correct posted documents as their rows now say, each whole or not at all.

    Each is reversed and posted again in one transaction and keeps its place in its day; its rows
    then carry the new number.  A document whose rows say what was posted is left alone, and so
    is one that others hang on: it is refused, naming them.
    """
    click = Click(book, ledger, today)
    with ledger.transaction() as connection:
        entries, masters = click.read()
        known = KnownMasters(connection)
        known.take_over(click.source, masters.everything(), click.settings)
        amending = _Amending(book, connection, click, entries, masters, today)
        outcome = amending.run(list(dict.fromkeys(number.strip() for number in numbers)))
        lines = _lines_now(connection, entries, outcome.done)
        chain_head = head(connection)
        about = {code for done in outcome.done for code in _items_of(connection, done)}
    report = _report(outcome)
    with showing(report):
        with book.batch():
            for entry in entries:
                write_marks(book, entry, _marks_of(entry, lines, outcome))
        touched = inputs_about(ledger.connection, click.rows, masters, today, sorted(about))
        report.problems += refresh_results(book, ledger.connection)
        report.problems += show_ledger(book, ledger, chain_head, today, touched)
    return report


class _Amending:
    """One click on 更正, inside its transaction."""

    def __init__(
        self,
        book: Book,
        connection: sqlite3.Connection,
        click: Click,
        entries: Sequence[EntrySheet],
        masters: Masters,
        today: date,
    ) -> None:
        self._book = book
        self._connection = connection
        self._source = click.source
        self._entries = {entry.table.name: entry for entry in entries}
        self._masters = masters
        self._today = today

    def run(self, waiting: list[str]) -> _Outcome:
        """Correct what can be, in an order that lets most of them go."""
        outcome = _Outcome()
        refused: dict[str, _Refused] = {}
        progress = True
        while waiting and progress:
            refused = {}
            for number in waiting:
                try:
                    outcome.done.append(self._one(number))
                except _Refused as why:
                    refused[number] = why
            progress = len(refused) < len(waiting)
            waiting = list(refused)
        outcome.problems = [found for done in outcome.done for found in done.problems]
        for last in refused.values():
            outcome.problems += last.problems
            if last.rows is not None:
                outcome.refused.append(last.rows)
        return outcome

    def _one(self, number: str) -> _Done:
        original = standing(self._connection, number)
        if original is None:
            raise _Refused([problem("document_missing", sheet="", number=number)])
        facts = LedgerFacts(self._connection, KnownMasters(self._connection))
        rows = self._rows_of(original)
        if held := holding(self._connection, facts, original):
            raise _Refused(held, rows)
        if rows is None:
            found = problem("amend_no_rows", sheet=sheet_of(original), number=original.number)
            raise _Refused([found])
        if not rows.differ:
            sheet = rows.entry.table.sheet
            raise _Refused([problem("amend_same", sheet=sheet, number=original.number)], rows)
        problems = rows.lost()
        goods = items_of(self._connection, original.id)
        with changed_counts(self._connection, goods) as changed, attempt(self._connection):
            with cuts_found(self._connection, original.id) as cut_short:
                correction = put_instead(
                    self._connection,
                    original,
                    self._source,
                    lambda past: self._judged(original, rows, past, problems),
                )
            if cut_short:
                raise _Refused([_leaning(original, rows, cut_short)], rows)
            if self._masters.settings.negative_stock is Negative.FORBID and correction.blocked:
                raise _Refused([_short(original, rows, one) for one in correction.blocked], rows)
        problems += [change.problem(rows.entry.table.sheet) for change in changed]
        return _Done(rows, correction, problems)

    def _rows_of(self, original: Standing) -> Rewritten | None:
        entry = self._entries.get(original.sheet)
        if entry is None:
            return None
        return rewritten(self._book, self._connection, entry, original.number)

    def _judged(
        self, original: Standing, rows: Rewritten, past: LedgerFacts, said: list[Problem]
    ) -> list[Document]:
        """The documents that the rows now say; what is warned of is added to ``said``."""
        past.leave_out(*rows.spellings)
        masters = self._masters
        judged = judge(rows.raw, masters.directory, masters.settings, past, self._today, Judging())
        found = [one for one in judged.problems if one.code != "number_prefix"]  # it gets another
        if judged.refused_rows:
            raise _Refused(found, rows)
        said += found
        for document in judged.documents:
            _like_the_original(self._connection, document, original, rows)
        return judged.documents


def _like_the_original(
    connection: sqlite3.Connection, document: Document, original: Standing, rows: Rewritten
) -> None:
    """Take over what the rows do not say: free number, date of the paper, invoice, batches."""
    if fold(document.number) == fold(original.number):
        document.number = ""
    if original.paper_date and document.date == original.day:
        document.details = {"paper_date": original.paper_date, **document.details}
    for line in document.lines:
        line.typed = rows.fingerprints[line.row]
        if line.item.batch_managed and (row_id := rows.takes_the_same(line.row)):
            line.kept = batches_taken(connection, row_id)
        if rows.is_still_provisional(line.row):
            line.provisional = True
            line.filled.append(_(PROVISIONAL))


def _short(original: Standing, rows: Rewritten, entry: Blocked) -> Problem:
    return problem(
        "amend_short",
        sheet=rows.entry.table.sheet,
        row=rows.entry.raw.numbers[rows.rows[0]],
        number=original.number,
        item=entry.item,
        warehouse=pool_label(entry.warehouse, entry.batch),
        short=plain(entry.short_e4, QUANTITY),
        since=entry.since,
        others="、".join(entry.numbers[:5]) or original.number,
    )


def _leaning(original: Standing, rows: Rewritten, others: Iterable[str]) -> Problem:
    return problem(
        "amend_value",
        sheet=rows.entry.table.sheet,
        row=rows.entry.raw.numbers[rows.rows[0]],
        number=original.number,
        others="、".join(others),
    )


def _items_of(connection: sqlite3.Connection, done: _Done) -> Iterator[str]:
    """The codes of the items that a document was about, and is about now."""
    yield from lines_of(connection, done.rows.number).values()
    for posted in done.correction.posted:
        yield from (line.item.code for line in posted.document.lines)


def _lines_now(
    connection: sqlite3.Connection, entries: Iterable[EntrySheet], done: Iterable[_Done]
) -> dict[str, PostedRow]:
    """The ledger's lines, as they are now, of every row that stands for one."""
    ids = [line.row_id for entry in entries for line in entry.posted.values()]
    ids += [row_id for one in done for posted in one.correction.posted for row_id in posted.row_ids]
    return posted_rows(connection, ids)


def _marks_of(entry: EntrySheet, lines: Mapping[str, PostedRow], outcome: _Outcome) -> Marks:
    marks = Marks()
    now: dict[int, PostedRow] = {}
    notes: dict[int, str] = {}
    by_row = problems_by_row(entry, outcome.problems)
    for done in outcome.done:
        if done.rows.entry is not entry:
            continue
        for posted in done.correction.posted:
            for line, row_id in zip(posted.document.lines, posted.row_ids, strict=True):
                now[line.row] = lines[row_id]
                corrects = _("Corrects {number}.").format(number=done.rows.number)
                said = note_of(line.filled, by_row.get(line.row, ()))
                notes[line.row] = f"{corrects} {said}".strip()
    before = {
        row: lines[line.row_id]
        for row, line in entry.posted.items()
        if row not in now and row not in entry.adopted
    }
    refresh_posted(marks, entry, before)
    for rows in outcome.refused:
        if rows.entry is entry:
            mark_refused(marks, rows.rows, by_row)
    mark_posted(marks, entry, now, notes)
    return marks


def _report(outcome: _Outcome) -> Report:
    report = Report("amend", problems=outcome.problems)
    report.ok = not any(found.is_error for found in outcome.problems)
    for done in outcome.done:
        number = done.rows.number
        report.documents.append(
            {"number": done.correction.reversal, "kind": "reversal", "reverses": number}
        )
        report.documents += [
            {**described(posted), "corrects": number} for posted in done.correction.posted
        ]
    count = len(outcome.done)
    said = ngettext("{n} document corrected.", "{n} documents corrected.", count)
    report.summary = [said.format(n=count)]
    return report
