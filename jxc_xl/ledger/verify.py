"""The ledger proves itself: everything derived is derived again and compared to the fen."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from jxc_xl.i18n import gettext as _
from jxc_xl.lean import collector_at_rest
from jxc_xl.ledger import chain, closing, daily, notes, orders, stocktakes, valuation
from jxc_xl.ledger.batches import dates_said, dates_stored
from jxc_xl.ledger.beside import proving
from jxc_xl.ledger.costs import Projection, item_events
from jxc_xl.ledger.proof import UNREADABLE, Difference, damage, prove


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
    """Check the file, the hash chain, every projection, closed month and stocktake.

    ``expected_head`` is the head of the chain as a workbook remembers it: a ledger in
    which it is not found has been cut short or rewritten.  A large ledger is read by two
    processes at once.
    """
    connection.execute("BEGIN")
    try:
        return _verify(connection, expected_head)
    except UNREADABLE as error:
        return Verified(0, 0, 0, 0, "", [damage(error)])
    finally:
        connection.execute("ROLLBACK")


def _verify(connection: sqlite3.Connection, expected_head: str) -> Verified:
    head = chain.head(connection)
    with proving(connection, expected_head) as beside:
        derived = proof = None
        if beside is not None:
            derived, proof = _derived(connection), beside.proof()
        if proof is None or proof.head not in (head, ""):  # somebody posted in between
            proof = prove(connection, expected_head)
    if not proof.head:
        return Verified(0, 0, 0, 0, "", proof.differences)
    derived = derived or _derived(connection)
    differences = [*proof.differences, *derived.differences]
    return Verified(proof.documents, proof.lines, derived.moves, derived.items, head, differences)


class _Derived(NamedTuple):
    """What a replay looked at, and what it finds otherwise than it is stored."""

    items: int
    moves: int
    differences: list[Difference]


def _derived(connection: sqlite3.Connection) -> _Derived:
    """Derive everything again."""
    try:
        items, moves, differences = _projections(connection)
        differences += _batches(connection)
        differences += _orders(connection)
        differences += _daily(connection)
        differences += closing.prove(connection)
        differences += stocktakes.prove(connection)
        differences += notes.prove(connection)
        differences += valuation.prove(connection)
    except UNREADABLE as error:
        return _Derived(0, 0, [damage(error)])
    return _Derived(items, moves, differences)


def _scalar(connection: sqlite3.Connection, sql: str, parameters: Sequence[Any] = ()) -> Any:
    row = connection.execute(sql, parameters).fetchone()
    return row[0] if row else None


_DERIVED = """
SELECT (SELECT count(*) FROM lot) + (SELECT count(*) FROM cost)
     + (SELECT count(*) FROM balance WHERE quantity_e4 <> 0 OR value_fen <> 0)"""


def _projections(connection: sqlite3.Connection) -> tuple[int, int, list[Difference]]:
    """Replay every item from nothing and compare with what is stored."""
    differences: list[Difference] = []
    methods = valuation.changes(connection)
    items = moves = rows = 0
    for item, code in connection.execute("SELECT id, code FROM item ORDER BY id").fetchall():
        events = list(item_events(connection, item))
        items += 1
        moves += len(events)
        replayed = Projection.replayed(item, events, methods)
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


def _orders(connection: sqlite3.Connection) -> Iterator[Difference]:
    """Compare what is open of orders with what the documents say."""
    for number in orders.differing(connection):
        message = _("What is fulfilled of an order differs from what the documents say.")
        yield Difference("order", number, message)


def _daily(connection: sqlite3.Connection) -> Iterator[Difference]:
    """Compare the figures by day with what the documents say."""
    for table in daily.differing(connection):
        message = _("The figures by day differ from what the documents say.")
        yield Difference("daily", table, message)


def _compare(replayed: Projection, stored: Projection) -> Iterator[str]:
    """In words, what a replay finds otherwise than it is stored."""
    if replayed.lots != stored.lots:
        yield _("The stored FIFO layers differ from a replay of the documents.")
    if replayed.costs != stored.costs:
        yield _("The stored costs differ from a replay of the documents.")
    if replayed.balances != stored.balances:
        yield _("The stored balances differ from a replay of the documents.")
