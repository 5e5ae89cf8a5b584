"""The ledger proves itself: everything derived is derived again and compared to the fen."""

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from jxc_xl.i18n import gettext as _
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


def verify(connection: sqlite3.Connection, expected_head: str = "") -> Verified:
    """Check the file, the hash chain, every projection and every month of a ledger.

    ``expected_head`` is the head of the chain as a workbook remembers it: a ledger in
    which it is not found has been cut short or rewritten.
    """
    differences = list(_file(connection))
    if differences:
        return Verified(0, 0, 0, 0, "", differences)
    connection.execute("BEGIN")
    try:
        documents, lines, found = _chain(connection, expected_head)
        differences += found
        items, moves, found = _projections(connection)
        differences += found
        head = _scalar(connection, "SELECT hash FROM document ORDER BY id DESC LIMIT 1")
    finally:
        connection.execute("ROLLBACK")
    return Verified(documents, lines, moves, items, head or GENESIS, differences)


def _scalar(connection: sqlite3.Connection, sql: str, parameters: Sequence[Any] = ()) -> Any:
    row = connection.execute(sql, parameters).fetchone()
    return row[0] if row else None


def _file(connection: sqlite3.Connection) -> Iterator[Difference]:
    """Whether SQLite itself finds the file whole."""
    for (message,) in connection.execute("PRAGMA quick_check"):
        if message != "ok":
            yield Difference("file", "", message)
    for table, row, *_rest in connection.execute("PRAGMA foreign_key_check"):
        yield Difference(
            "file", table, _("Row {row} refers to something that is not there.").format(row=row)
        )


def _grouped(connection: sqlite3.Connection, sql: str) -> Iterator[tuple[int, list[Row]]]:
    """Rows by their first column, which is cut off; the query is ordered by it."""
    for key, rows in groupby(connection.execute(sql), key=itemgetter(0)):
        yield key, [row[1:] for row in rows]


def _chain(connection: sqlite3.Connection, expected_head: str) -> tuple[int, int, list[Difference]]:
    """Compute every hash again from what the rows say."""
    lines = _grouped(
        connection,
        f"SELECT document_id, {', '.join(LINE_COLUMNS)} FROM line ORDER BY document_id, id",
    )
    moves = _grouped(
        connection,
        f"SELECT l.document_id, {', '.join(f'm.{name}' for name in MOVE_COLUMNS)}"
        " FROM move m JOIN line l ON l.id = m.line_id ORDER BY m.id",
    )
    differences: list[Difference] = []
    before, documents, count = GENESIS, 0, 0
    seen_head = expected_head in ("", GENESIS)
    its_lines, its_moves = next(lines, None), next(moves, None)
    for *row, stored in connection.execute(
        f"SELECT {', '.join(DOCUMENT_COLUMNS)}, hash FROM document ORDER BY id"
    ):
        own_lines: list[Row] = []
        own_moves: list[Row] = []
        if its_lines is not None and its_lines[0] == row[0]:
            own_lines, its_lines = its_lines[1], next(lines, None)
        if its_moves is not None and its_moves[0] == row[0]:
            own_moves, its_moves = its_moves[1], next(moves, None)
        if chain(before, tuple(row), own_lines, own_moves) != stored:
            message = _("The document or one before it was changed after posting.")
            differences.append(Difference("chain", row[1], message))
        before = stored
        seen_head = seen_head or stored == expected_head
        documents += 1
        count += len(own_lines)
    if not seen_head:
        message = _("The workbook remembers a document that the ledger no longer has.")
        differences.append(Difference("head", expected_head[:12], message))
    return documents, count, differences


def _projections(connection: sqlite3.Connection) -> tuple[int, int, list[Difference]]:
    """Replay every item from nothing and compare with what is stored."""
    differences: list[Difference] = []
    items = moves = 0
    for item, code in connection.execute("SELECT id, code FROM item ORDER BY id").fetchall():
        events = list(item_events(connection, item))
        items += 1
        moves += len(events)
        replayed = Projection.replayed(item, events)
        stored = Projection.stored(connection, item)
        differences += [
            Difference("replay", code, message) for message in _compare(replayed, stored)
        ]
        if not replayed.balanced():
            message = _("The layers do not add up to the balances.")
            differences.append(Difference("balance", code, message))
    return items, moves, differences


def _compare(replayed: Projection, stored: Projection) -> Iterator[str]:
    """In words, what a replay finds otherwise than it is stored."""
    if replayed.lots != stored.lots:
        yield _("The stored FIFO layers differ from a replay of the documents.")
    if replayed.costs != stored.costs:
        yield _("The stored costs differ from a replay of the documents.")
    if replayed.balances != stored.balances:
        yield _("The stored balances differ from a replay of the documents.")
