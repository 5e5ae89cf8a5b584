"""Counts and the books: what a place had at the time of a count, and what difference that makes."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from jxc_xl.domain.acceptance import Later
from jxc_xl.domain.averaging import replay_by
from jxc_xl.domain.costing import Event
from jxc_xl.domain.layers import ORDINALS
from jxc_xl.ledger import valuation
from jxc_xl.ledger.costs import changes_of, item_events
from jxc_xl.ledger.standing import STANDING_MOVE, TURN, UNREVERSED

Place = tuple[int, int, str]
"""Item and warehouse by id, and the batch."""


def _made(column: str) -> str:
    """What the count ``m`` added to the balance of its place, less what it took."""
    return (
        f"(ifnull((SELECT sum(b.{column}) FROM lot b"
        " WHERE b.id >= m.id << 20 AND b.id < (m.id + 1) << 20), 0)"
        f" - ifnull((SELECT sum(c.{column}) FROM cost c"
        " WHERE c.move_id = m.id AND c.lot_id <> 0), 0))"
    )


DIFFERENCE, WORTH = _made("quantity_e4"), _made("value_fen")
"""The difference that the count ``m`` made, × 10⁴ and in fen: above 0 a surplus."""


class Position(NamedTuple):
    """What the books have of a place at the time of a count.

    ``later`` are the events after it, ``moved`` the documents that moved something on its day.
    """

    book_e4: int
    later: Sequence[Later] = ()
    moved: Sequence[str] = ()


NOTHING = Position(0)
"""The position of a place in which nothing ever was."""

_EVENTS = f"""
SELECT m.batch, m.date, m.phase, m.what,
       CASE m.what WHEN 2 THEN {DIFFERENCE} ELSE m.quantity_e4 END, m.quantity_e4, m.line_id
  FROM move m
 WHERE m.item_id = ? AND m.warehouse_id = ? AND m.date >= ? AND m.what <> 1 AND {STANDING_MOVE}
 ORDER BY m.date, m.phase, {TURN}, m.id"""

_MOVED = """
SELECT i.value
  FROM json_each(?) i
 WHERE EXISTS (SELECT 1 FROM move m
                WHERE m.item_id = i.value AND m.warehouse_id = ? AND m.date >= ?)"""
"""Of items those that moved in a warehouse on a day or since: only few."""


def positions(
    connection: sqlite3.Connection, day: str, phase: int, goods: Collection[tuple[int, int]]
) -> dict[Place, Position]:
    """What the books have at a day and phase of items in warehouses; by id, batch by batch."""
    by_warehouse: dict[int, list[int]] = {}
    for item, warehouse in goods:
        by_warehouse.setdefault(warehouse, []).append(item)
    found: dict[Place, Position] = {
        (item, warehouse, batch): Position(quantity)
        for item, warehouse, batch, quantity in connection.execute(
            "SELECT item_id, warehouse_id, batch, quantity_e4 FROM balance"
            " WHERE warehouse_id IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(by_warehouse)),),
        )
    }
    moved = [
        (item, warehouse)
        for warehouse, items in by_warehouse.items()
        for (item,) in connection.execute(_MOVED, (json.dumps(items), warehouse, day))
    ]
    for item, warehouse in moved:
        rows = connection.execute(_EVENTS, (item, warehouse, day)).fetchall()
        for batch in {row[0] for row in rows}:
            place = (item, warehouse, batch)
            own = [row for row in rows if row[0] == batch]
            balance = found.get(place, NOTHING).book_e4
            found[place] = _position(connection, balance, own, (day, phase))
    return found


def _position(
    connection: sqlite3.Connection,
    balance: int,
    rows: Sequence[tuple[str, str, int, int, int, int, int]],
    time: tuple[str, int],
) -> Position:
    later = [Later(*row[1:6]) for row in rows if row[1:3] > time]
    lines = [row[6] for row in rows if row[1] == time[0]]
    moved = numbers_of(connection, lines) if lines else ()
    return Position(balance - sum(event.effect_e4 for event in later), later, moved)


def numbers_of(connection: sqlite3.Connection, lines: Iterable[int]) -> list[str]:
    """The numbers of the documents of some lines, in posting order."""
    rows = connection.execute(
        "SELECT DISTINCT d.number FROM json_each(?) e JOIN line l ON l.id = e.value"
        " JOIN document d ON d.id = l.document_id ORDER BY d.id",
        (json.dumps(list(lines)),),
    )
    return [row[0] for row in rows]


def takers(connection: sqlite3.Connection, place: Place, day: str) -> list[str]:
    """The documents that took something from a place after a day or on it."""
    rows = connection.execute(
        "SELECT m.line_id FROM move m WHERE m.item_id = ? AND m.warehouse_id = ? AND m.batch = ?"
        f" AND m.date >= ? AND m.what = 0 AND m.quantity_e4 < 0 AND {STANDING_MOVE}",
        (*place, day),
    )
    return numbers_of(connection, [row[0] for row in rows])


def posted_since(connection: sqlite3.Connection, document: int) -> dict[Place, list[str]]:
    """The documents after one (by id) that stand or take back an earlier one, by place."""
    rows = connection.execute(
        "SELECT m.item_id, m.warehouse_id, m.batch, d.number FROM document d"
        " JOIN line l ON l.document_id = d.id JOIN move m ON m.line_id = l.id"
        " WHERE d.id > ?1 AND m.what <> 1"
        " AND NOT EXISTS (SELECT 1 FROM move x WHERE x.reverses = m.id)"
        " AND (m.reverses IS NULL OR (SELECT o.document_id FROM move y JOIN line o"
        " ON o.id = y.line_id WHERE y.id = m.reverses) <= ?1) ORDER BY m.id",
        (document,),
    )
    found: dict[Place, list[str]] = {}
    for *place, number in rows:
        numbers = found.setdefault(tuple(place), [])
        if number not in numbers:
            numbers.append(number)
    return found


def worth(
    connection: sqlite3.Connection, events: Mapping[int, Sequence[Event]]
) -> dict[int, tuple[int, int]]:
    """What counts would change the balance and its value by, if they were posted; by move.

    ``events`` are by item; their ids follow those of the ledger.  Nothing is written.
    """
    first = min((event.id for own in events.values() for event in own), default=0)
    changes = changes_of(connection, events, first)
    made = [(row[0] >> ORDINALS, row[8], row[9]) for row in changes.new_lots]
    made += [(move, -quantity, -value) for move, lot, quantity, value in changes.costs if lot]
    for item in changes.whole:
        order = sorted([*item_events(connection, item), *events[item]], key=lambda one: one.order)
        replay = replay_by(valuation.changes(connection)).run(order)
        made += [(lot.source, lot.quantity_e4, lot.value_fen) for lot in replay.lots.values()]
        made += [(move, -quantity, -value) for move, lot, quantity, value in replay.costs if lot]
    found: dict[int, tuple[int, int]] = {}
    for move, quantity, value in made:
        if move >= first:
            before = found.get(move, (0, 0))
            found[move] = (before[0] + quantity, before[1] + value)
    return found


def was_received(connection: sqlite3.Connection, item: int) -> bool:
    """Whether the books know what an item cost once, be it nothing."""
    return (
        connection.execute(
            "SELECT 1 FROM move m WHERE item_id = ? AND what = 0 AND value_fen IS NOT NULL"
            f" AND {STANDING_MOVE} LIMIT 1",
            (item,),
        ).fetchone()
        is not None
    )


def counts_of(connection: sqlite3.Connection, stocktake: str) -> list[str]:
    """The standing documents that say what a stocktake has counted: one, or none."""
    rows = connection.execute(
        "SELECT number FROM document d WHERE kind = 'count'"
        f" AND details ->> '$.stocktake' = ? AND {UNREVERSED} ORDER BY id",
        (stocktake,),
    )
    return [row[0] for row in rows]


class Difference(NamedTuple):
    """The difference that a posted count makes now."""

    number: str
    item: str
    name: str
    unit: str
    counted_e4: int
    difference_e4: int


def any_since(connection: sqlite3.Connection, day: str) -> bool:
    """Whether anything was counted on an ISO day or after it."""
    found = connection.execute("SELECT 1 FROM move WHERE what = 2 AND date >= ? LIMIT 1", (day,))
    return found.fetchone() is not None


def differences(connection: sqlite3.Connection, items: Collection[str]) -> dict[int, Difference]:
    """The standing counts of items, by move."""
    rows = connection.execute(
        f"SELECT m.id, d.number, i.code, i.name, i.unit, m.quantity_e4, {DIFFERENCE}"
        " FROM json_each(?) e JOIN item i ON i.code = e.value"
        " JOIN move m ON m.item_id = i.id AND m.what = 2"
        " JOIN line l ON l.id = m.line_id JOIN document d ON d.id = l.document_id"
        f" WHERE {STANDING_MOVE} ORDER BY m.id",
        (json.dumps(sorted(items)),),
    )
    return {row[0]: Difference._make(row[1:]) for row in rows}
