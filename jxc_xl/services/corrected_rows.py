"""The rows of a posted document as the clerk has changed them, ready to be judged again."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from jxc_xl.domain.catalogue import problem
from jxc_xl.domain.cells import Raw, RawRows, RowState
from jxc_xl.domain.content import HEAD_FIELDS, canonical, typed_fingerprints
from jxc_xl.domain.numbers import FEN
from jxc_xl.domain.parsing import fold
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.tables.entry import COMPUTED
from jxc_xl.ledger.rows import PostedRow, lines_of
from jxc_xl.services.posted_cells import differing
from jxc_xl.services.sheets import EntrySheet
from jxc_xl.workbook.book import Book

_GIVES_AMOUNT = frozenset({"item", "unit", "quantity", "price", "share", "tax_rate"})
"""What an amount hangs on: where one of these was changed, the old amount is no longer meant."""

_OF_THE_ITEM = ("unit", "batch", "made", "expires")
"""What does not fit another item, unless it was typed for it."""

_ROUNDING_FEN = 6
"""Up to here an amount typed over is the paper's rounding, beyond it another price."""


@dataclass(slots=True)
class Rewritten:
    """The rows of one posted document, among them those that the clerk has added to it.

    ``raw`` has the whole table, only these rows NEW; ``changed`` are the fields in which a
    posted row differs from the book, ``missing`` the item codes of lines that no row carries.
    """

    entry: EntrySheet
    number: str
    rows: list[int]
    raw: RawRows
    changed: dict[int, list[str]]
    missing: list[str]
    fingerprints: dict[int, int]

    @property
    def differ(self) -> bool:
        """Whether the rows say anything else than the book."""
        added = len(self.rows) > len(self.changed)
        return added or bool(self.missing) or any(self.changed.values())

    @property
    def spellings(self) -> set[str]:
        """The number as the book and as the rows have it."""
        typed = {canonical(self.raw.column("number")[row]) for row in self.rows}
        return {self.number} | {text for text in typed if fold(text) == fold(self.number)}

    def takes_the_same(self, row: int) -> str:
        """The id of the posted line whose goods a row still takes, ``""`` if it takes others."""
        line = self.entry.posted.get(row)
        goods = {"item", "unit", "quantity", "warehouse", "batch", "kind", "link", "date"}
        return line.row_id if line is not None and goods.isdisjoint(self.changed[row]) else ""

    def lost(self) -> list[Problem]:
        """A warning for each line that has no row any more: it leaves the document."""
        sheet = self.entry.table.sheet
        return [
            problem("amend_line_gone", sheet=sheet, number=self.number, item=code)
            for code in self.missing
        ]

    def is_still_provisional(self, row: int) -> bool:
        """Whether a provisional price was left as it was."""
        line = self.entry.posted.get(row)
        money = {"price", "share", *COMPUTED}
        return line is not None and bool(line.provisional) and money.isdisjoint(self.changed[row])


def rewritten(
    book: Book, connection: sqlite3.Connection, entry: EntrySheet, number: str
) -> Rewritten | None:
    """The rows of a posted document; ``None`` if none of them is in this workbook."""
    posted = {row: line for row, line in entry.posted.items() if line.number == number}
    if not posted:
        return None
    rows = sorted([*posted, *_added(entry, number, set(posted))])
    carried = {line.row_id for line in posted.values()}
    lines = lines_of(connection, number)
    changed = {
        row: differing(entry.table, line, entry.sheet.cells(row)) for row, line in posted.items()
    }
    return Rewritten(
        entry,
        number,
        rows,
        _as_meant(book, entry, rows, changed),
        changed,
        [code for row_id, code in lines.items() if row_id not in carried],
        typed_fingerprints(entry.raw, rows),
    )


def _added(entry: EntrySheet, number: str, posted: set[int]) -> list[int]:
    """New rows that carry the number, or stand below such a row and have no head of their own."""
    raw, found = entry.raw, []
    heads = [raw.column(name) for name in HEAD_FIELDS]
    within = False
    for row, state in enumerate(entry.states):
        headless = all(canonical(cells[row]) == "" for cells in heads)
        named = fold(canonical(raw.column("number")[row])) == fold(number)
        within = row in posted or (state is RowState.NEW and (named or (within and headless)))
        if within and row not in posted:
            found.append(row)
    return found


def _as_meant(
    book: Book, entry: EntrySheet, rows: list[int], changed: Mapping[int, list[str]]
) -> RawRows:
    """The table as it is to be judged: only these rows, and in them only what still holds."""
    raw, table = entry.raw, entry.table
    cells = {name: list(column) for name, column in raw.cells.items()}
    computed = [c.header for c in table.columns if c.field in COMPUTED and c.formula]
    held = book.formula_cells(table.name, computed, first=rows[0], last=rows[-1])
    for header, formulas in held.items():
        for row in formulas:
            cells[table.by_header[header].field][row] = None
    for row, fields in changed.items():
        for name in _no_longer_meant(entry.posted[row], fields, cells, row):
            if name in cells:
                cells[name][row] = None
    states = [RowState.SKIP] * len(raw.numbers)
    for row in rows:
        states[row] = RowState.NEW
    return raw._replace(cells=cells, states=states)


def _no_longer_meant(
    line: PostedRow, fields: list[str], cells: Mapping[str, list[Raw]], row: int
) -> list[str]:
    """The fields whose posted value does not fit what was changed beside it."""
    typed = set(fields)
    gone = [name for name in _OF_THE_ITEM if "item" in typed and name not in typed]
    over = typed & set(COMPUTED)
    if over or typed & _GIVES_AMOUNT:
        gone += [name for name in COMPUTED if name not in typed]
    was = {"amount": line.amount_fen, "tax": line.tax_fen, "total": line.total_fen}
    another_price = any(
        isinstance(cell := cells[name][row], int | float)
        and abs(cell * FEN - was[name]) > _ROUNDING_FEN
        for name in over - {"tax"}
    )
    if another_price and "price" not in typed:
        gone.append("price")
    return gone
