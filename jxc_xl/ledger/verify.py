"""The ledger proves itself: everything derived is derived again and compared to the fen."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from jxc_xl.i18n import gettext as _
from jxc_xl.lean import collector_at_rest
from jxc_xl.ledger.batches import dates_said, dates_stored
from jxc_xl.ledger.costs import Projection, item_events
from jxc_xl.ledger.posting import (
    DOCUMENT_COLUMNS,
    GENESIS,
    LINE_COLUMNS,
    MOVE_COLUMNS,
    Row,
    chain,
)


class Difference(NamedTuple):
    """Something in the ledger that is not as it must be; ``where`` names item or document."""

    check: str
    where: str
    message: str


class Verified(NamedTuple):
    """What a verification looked at, and every difference it found."""

    documents: int
    lines: int
    moves: int
    items: int
    head: str
    differences: list[Difference]


@collector_at_rest()
def verify(connection: sqlite3.Connection, expected_head: str = "") -> Verified:
    """Check the file, the hash chain, every projection and every month of a ledger.

    ``expected_head`` is the head of the chain as a workbook remembers it: a ledger in
    which it is not found has been cut short or rewritten.
    """
    try:
        differences = list(_file(connection))
        if not differences:
            return _ledger(connection, expected_head)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        differences = [Difference("file", "", str(error))]
    return Verified(0, 0, 0, 0, "", differences)


def _ledger(connection: sqlite3.Connection, expected_head: str) -> Verified:
    """Derive everything again, in a file that is whole."""
    connection.execute("BEGIN")
    try:
        documents, lines, differences = _chain(connection, expected_head)
        items, moves, found = _projections(connection)
        differences += found
        differences += _batches(connection)
        head = _scalar(connection, "SELECT hash FROM document ORDER BY id DESC LIMIT 1")
    finally:
        connection.execute("ROLLBACK")
    return Verified(documents, lines, moves, items, head or GENESIS, differences)


def _scalar(connection: sqlite3.Connection, sql: str, parameters: Sequence[Any] = ()) -> Any:
    row = connection.execute(sql, parameters).fetchone()
    return row[0] if row else None


def _file(connection: sqlite3.Connection) -> Iterator[Difference]:
    """Whether SQLite itself finds the file whole."""
    for (message,) in connection.execute("PRAGMA integrity_check"):
        if message != "ok":
            yield Difference("file", "", message)
    for table, row, *_rest in connection.execute("PRAGMA foreign_key_check"):
        yield Difference(
            "file", table, _("Row {row} refers to something that is not there.").format(row=row)
        )


def _chain(connection: sqlite3.Connection, expected_head: str) -> tuple[int, int, list[Difference]]:
    """Compute every hash again from what the rows say."""
    lines = _Cursor(connection, "line", LINE_COLUMNS)
    moves = _Cursor(connection, "move", MOVE_COLUMNS)
    differences: list[Difference] = []
    before, documents, count = GENESIS, 0, 0
    seen_head = expected_head in ("", GENESIS)
    for *row, stored in connection.execute(
        f"SELECT {', '.join(DOCUMENT_COLUMNS)}, hash FROM document ORDER BY id"
    ):
        own_lines = lines.up_to(row[0])
        own_moves = moves.up_to(own_lines[-1][0]) if own_lines else []
        if chain(before, tuple(row), own_lines, own_moves) != stored:
            message = _("The document or one before it was changed after posting.")
            differences.append(Difference("chain", row[1], message))
        before = stored
        seen_head = seen_head or stored == expected_head
        documents += 1
        count += len(own_lines)
    if lines.rest or moves.rest:
        message = _("There are lines or moves that belong to no document.")
        differences.append(Difference("chain", "", message))
    if not seen_head:
        message = _("The workbook remembers a document that the ledger no longer has.")
        differences.append(Difference("head", expected_head[:12], message))
    return documents, count, differences


class _Cursor:
    """Walks through a table by id, as far as the owners in its second column have come.

    Owners only grow with the id: what a document says is written at once and never again.
    ``rest`` is the row it stands before.
    """

    def __init__(self, connection: sqlite3.Connection, table: str, columns: Sequence[str]) -> None:
        self._rows: Iterator[Row] = connection.execute(
            f"SELECT {', '.join(columns)} FROM {table} ORDER BY id"
        )
        self.rest: Row | None = next(self._rows, None)

    def up_to(self, owner: int) -> list[Row]:
        """The next rows, up to the last one that belongs to ``owner`` or one before it."""
        found: list[Row] = []
        row = self.rest
        while row is not None and row[1] <= owner:
            found.append(row)
            row = next(self._rows, None)
        self.rest = row
        return found


_DERIVED = """
SELECT (SELECT count(*) FROM lot) + (SELECT count(*) FROM cost)
     + (SELECT count(*) FROM balance WHERE quantity_e4 <> 0 OR value_fen <> 0)"""


def _projections(connection: sqlite3.Connection) -> tuple[int, int, list[Difference]]:
    """Replay every item from nothing and compare with what is stored."""
    differences: list[Difference] = []
    items = moves = rows = 0
    for item, code in connection.execute("SELECT id, code FROM item ORDER BY id").fetchall():
        events = list(item_events(connection, item))
        items += 1
        moves += len(events)
        replayed = Projection.replayed(item, events)
        stored = Projection.stored(connection, item)
        rows += len(stored.lots) + len(stored.costs) + len(stored.balances)
        differences += [
            Difference("replay", code, message) for message in _compare(replayed, stored)
        ]
        if not replayed.balanced():
            message = _("The layers do not add up to the balances.")
            differences.append(Difference("balance", code, message))
    if rows != _scalar(connection, _DERIVED):
        message = _("There are stored layers, costs or balances that belong to no document.")
        differences.append(Difference("replay", "", message))
    return items, moves, differences


def _batches(connection: sqlite3.Connection) -> Iterator[Difference]:
    """Compare the dates of batches with what the documents say."""
    said, stored = dates_said(connection), dates_stored(connection)
    for _item, batch in sorted(
        key for key in said.keys() | stored.keys() if said.get(key) != stored.get(key)
    ):
        message = _("The dates of the batch differ from what the documents say.")
        yield Difference("batch", batch, message)


def _compare(replayed: Projection, stored: Projection) -> Iterator[str]:
    """In words, what a replay finds otherwise than it is stored."""
    if replayed.lots != stored.lots:
        yield _("The stored FIFO layers differ from a replay of the documents.")
    if replayed.costs != stored.costs:
        yield _("The stored costs differ from a replay of the documents.")
    if replayed.balances != stored.balances:
        yield _("The stored balances differ from a replay of the documents.")
