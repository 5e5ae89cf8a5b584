"""Imported rows straight into the books, under the rules that a clerk's rows are under."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from jxc_xl.domain.catalogue import problem
from jxc_xl.domain.cells import RawRows, RowState
from jxc_xl.domain.content import typed_fingerprints
from jxc_xl.domain.master_rows import Masters
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.tables.columns import Role
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.source import Source, this_source
from jxc_xl.services import shop
from jxc_xl.services.post import LINK_NOT_YET, described
from jxc_xl.services.posting import Outcome, judge_tables, write_documents
from jxc_xl.workbook.book import Book

ORIGIN = "import"
"""Stands in place of a workbook's id in what was never a row of a workbook."""


def post_rows(
    book: Book,
    ledger: Ledger,
    tables: Sequence[RawRows],
    whence: str,
    today: date,
    origin: str = ORIGIN,
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Post rows inside an open transaction: each document whole or not at all.

    ``whence`` stands in each document in place of the workbook's path, ``origin`` of its id.
    Master rows among the tables are known to the documents, though no sheet has them yet.
    Returns the documents, and the problems, one at least for each row that stays out.
    """
    rows = shop.master_rows(book, [])
    entries = []
    for raw in tables:
        if raw.table.role is Role.ENTRY:
            entries.append(raw)
        else:
            rows[raw.table.name] = _with_more(rows[raw.table.name], raw)
    posting = _Posting(ledger, entries, this_source(origin, whence), today)
    masters = shop.masters_of(rows, ledger, today)
    outcome = posting.run(masters, shop.settings_of(rows.get("settings")))
    documents = [described(posted) for posted in outcome.posted]
    return documents, [*outcome.problems, *_silent(entries, outcome)]


class _Posting:
    def __init__(
        self, ledger: Ledger, entries: Sequence[RawRows], source: Source, today: date
    ) -> None:
        self._ledger = ledger
        self._entries = entries
        self._source = source
        self._today = today
        self._marks = {
            raw.table.name: typed_fingerprints(raw, range(len(raw.numbers))) for raw in entries
        }

    def run(self, masters: Masters, settings: dict[str, str]) -> Outcome:
        """Post what can be, and then what refers to it."""
        outcome = later = self._round(masters, settings)
        while later.documents and any(said.code == LINK_NOT_YET for said in later.problems):
            outcome.problems = [said for said in outcome.problems if not said.is_error]
            later = self._round(masters, settings)
            outcome.follow(later)
        return outcome

    def _round(self, masters: Masters, settings: dict[str, str]) -> Outcome:
        outcome = judge_tables(self._ledger, self._entries, masters, self._today)
        states = {raw.table.name: raw.states for raw in self._entries}
        for document in outcome.documents:
            for line in document.lines:
                line.typed = self._marks[document.table][line.row]
        write_documents(
            self._ledger, outcome, masters, self._source, row_ids=False, settings=settings
        )
        for document in outcome.documents:
            for line in document.lines:
                known = states[document.table]
                assert isinstance(known, list)
                known[line.row] = RowState.POSTED
        return outcome


def _with_more(sheet: RawRows, raw: RawRows) -> RawRows:
    """The rows of a master sheet and those that will stand below them."""
    last = max(sheet.numbers, default=1)
    numbers = [*sheet.numbers, *range(last + 1, last + 1 + len(raw.numbers))]
    cells = {
        column.field: [*sheet.column(column.field), *raw.column(column.field)]
        for column in sheet.table.columns
    }
    return RawRows(sheet.table, numbers, cells, [*sheet.states, *raw.states])


def _silent(entries: Sequence[RawRows], outcome: Outcome) -> list[Problem]:
    """A word for each refused row that has no fault of its own."""
    said = {found.row for found in outcome.problems if found.is_error}
    return [
        problem("line_of_refused", sheet=raw.table.sheet, row=raw.numbers[row])
        for raw in entries
        for row in sorted(outcome.refused.get(raw.table.name, ()))
        if raw.numbers[row] not in said
    ]
