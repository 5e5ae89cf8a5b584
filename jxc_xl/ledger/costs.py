"""Keeping the projections: what the pure replay of :mod:`jxc_xl.domain.costing` says, stored.

New events that come after everything an item has seen are replayed on top of what is
stored; anything else (dated back, a value, a correction, a reversal) replays the item
from nothing and writes the differences.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from jxc_xl.domain.averaging import Change, replay_by, without_gathering
from jxc_xl.domain.costing import Cost, Event, Replay, What
from jxc_xl.domain.layers import ORDINALS, Known, Lot, Take
from jxc_xl.ledger import daily, orders, valuation
from jxc_xl.ledger.source import Source
from jxc_xl.ledger.standing import STANDING_MOVE, TURN

_EVENTS = f"""
SELECT id, date, phase, what, warehouse_id, batch, quantity_e4, value_fen, link, pair,
       customer_id, estimate_e6, turn
  FROM move m
 WHERE item_id = ? AND {STANDING_MOVE}
 ORDER BY date, phase, {TURN}, id"""

_LOT = (
    "b.id, b.warehouse_id, b.batch, b.queue_date, b.turn, b.age_date, b.root, b.quantity_e4,"
    " b.value_fen, b.left_e4, b.left_fen"
)

_order = itemgetter(1, 2, 0)
"""Where a new :class:`Event` with its own turn stands in the replay: date, phase, id."""

_NEW_LOT = "INSERT INTO lot VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"
_NEW_COST = "INSERT INTO cost (move_id, lot_id, quantity_e4, value_fen) VALUES (?,?,?,?)"
_NEW_BALANCE = "INSERT INTO balance VALUES (?,?,?,?,?)"

LotRow = tuple[int, int, int, str, str, int, str, int, int, int, int, int]


class StoredHistory:
    """The past of one item as the ledger stores it, up to a move id."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        item: int,
        before: int,
        warehouses: Sequence[int],
        methods: Sequence[Change],
    ) -> None:
        self._methods = methods
        self._connection = connection
        self._item = item
        self._before = before
        self._warehouses = warehouses

    def open_lots(self, warehouse: int, batch: str) -> Iterator[Lot]:
        """Layers with something left, read from the index as far as they are needed."""
        rows = self._connection.execute(
            "SELECT id, queue_date, turn, age_date, root, quantity_e4, value_fen, left_e4, left_fen"
            " FROM lot WHERE item_id = ? AND warehouse_id = ? AND batch = ? AND left_e4 <> 0"
            " ORDER BY queue_date, turn, id",
            (self._item, warehouse, batch),
        )
        for id_, queue_date, *rest in rows:
            yield Lot(id_, warehouse, batch, queue_date, *rest)

    def taken(self, move: int) -> list[Take]:
        """What a move took: what it was linked to first, then by queue, then what it owes."""
        rows = self._connection.execute(
            f"SELECT {_LOT}, c.quantity_e4, c.value_fen"
            " FROM cost c JOIN lot b ON b.id = c.lot_id WHERE c.move_id = ?1"
            " ORDER BY b.id >> 20 IS NOT (SELECT link FROM move WHERE id = ?1),"
            " b.queue_date, b.turn, b.id",
            (move,),
        )
        takes = [(Lot(*row[:-2]), *row[-2:]) for row in rows]
        if self._methods:
            takes = without_gathering(self._methods, self._date(move), takes)
        owed = [lot for lot in self.made(move) if lot.quantity_e4 < 0]
        return [*takes, *((lot, -lot.quantity_e4, -lot.value_fen) for lot in owed)]

    def _date(self, move: int) -> str:
        (day,) = self._connection.execute("SELECT date FROM move WHERE id = ?", (move,)).fetchone()
        return str(day)

    def made(self, move: int) -> list[Lot]:
        """Every layer that a move made."""
        rows = self._connection.execute(
            f"SELECT {_LOT} FROM lot b WHERE b.id >= ?1 << 20 AND b.id < (?1 + 1) << 20"
            " ORDER BY b.id",
            (move,),
        )
        return [Lot(*row) for row in rows]

    def brought_back(self, move: int) -> list[int]:
        """The quantities of the returns to a move, in the order of the replay."""
        rows = self._connection.execute(
            "SELECT quantity_e4 FROM move m WHERE link = ? AND id < ? AND what = 0"
            " AND quantity_e4 > 0 AND value_fen IS NULL AND pair IS NULL"
            f" AND {STANDING_MOVE} ORDER BY date, phase, {TURN}, id",
            (move, self._before),
        )
        return [row[0] for row in rows]

    def last_sale(self, customer: int) -> Known | None:
        """The customer's last purchase of the item, at cost."""
        row = self._connection.execute(
            "SELECT id, quantity_e4 FROM move m"
            " WHERE customer_id = ? AND item_id = ? AND quantity_e4 < 0 AND id < ?"
            f" AND {STANDING_MOVE} ORDER BY date DESC, phase DESC, {TURN} DESC, id DESC LIMIT 1",
            (customer, self._item, self._before),
        ).fetchone()
        return self._cost_of(row)

    def last_issue(self) -> Known | None:
        """The item's last issue to anybody."""
        return self._cost_of(self._last("quantity_e4 < 0", "id, quantity_e4"))

    def last_receipt(self) -> Known | None:
        """The item's last receipt that had a value."""
        row = self._last("quantity_e4 > 0 AND value_fen > 0", "quantity_e4, value_fen")
        return Known(*row) if row else None

    def balance(self, warehouse: int, batch: str) -> int:
        """What a place has."""
        row = self._connection.execute(
            "SELECT quantity_e4 FROM balance WHERE item_id = ? AND warehouse_id = ? AND batch = ?",
            (self._item, warehouse, batch),
        ).fetchone()
        return int(row[0]) if row else 0

    def newest_lot(self, warehouse: int, batch: str) -> Lot | None:
        """The last layer with goods that a place got, used up or not."""
        row = self._connection.execute(
            f"SELECT {_LOT} FROM move m CROSS JOIN lot b ON b.id >= m.id << 20"
            " AND b.id < (m.id + 1) << 20 WHERE m.item_id = ? AND m.warehouse_id = ?"
            " AND m.batch = ? AND m.id < ? AND b.quantity_e4 > 0"
            f" ORDER BY m.date DESC, m.phase DESC, {TURN} DESC, m.id DESC, b.id DESC LIMIT 1",
            (self._item, warehouse, batch, self._before),
        ).fetchone()
        return Lot(*row) if row else None

    def _last(self, condition: str, columns: str) -> tuple[int, int] | None:
        """The latest quantity event over all warehouses that fits a condition."""
        found: list[tuple[str, int, int, int, int, int]] = []
        for warehouse in self._warehouses:
            found += self._connection.execute(
                f"SELECT date, phase, {TURN}, m.id, {columns} FROM move m"
                f" WHERE item_id = ? AND warehouse_id = ? AND id < ? AND what = 0 AND {condition}"
                f" AND {STANDING_MOVE}"
                f" ORDER BY date DESC, phase DESC, {TURN} DESC, id DESC LIMIT 1",
                (self._item, warehouse, self._before),
            )
        return max(found)[4:] if found else None

    def _cost_of(self, row: tuple[int, int] | None) -> Known | None:
        """What an issue cost: what it took, and what it left owing."""
        if row is None:
            return None
        move, quantity = row
        (taken,) = self._connection.execute(
            "SELECT ifnull((SELECT sum(value_fen) FROM cost WHERE move_id = ?), 0)"
            " - ifnull((SELECT value_fen FROM lot WHERE id = ? AND quantity_e4 < 0), 0)",
            (move, move << ORDINALS),
        ).fetchone()
        return Known(-quantity, taken)


def item_events(connection: sqlite3.Connection, item: int) -> Iterator[Event]:
    """Every standing event of an item in replay order; reversed pairs are skipped."""
    return map(Event._make, connection.execute(_EVENTS, (item,)))


class Changes(NamedTuple):
    """What new events do to layers, costs and balances, as rows to be written.

    ``old_lots`` are what is left now (quantity, value) and the layer's id, ``balances`` what is
    added to them.  The items in ``whole`` have to be replayed from nothing.
    """

    new_lots: list[LotRow]
    old_lots: list[tuple[int, int, int]]
    costs: list[Cost]
    balances: list[tuple[int, int, str, int, int]]
    whole: list[int]


def changes_of(
    connection: sqlite3.Connection, events: Mapping[int, Sequence[Event]], first_move: int
) -> Changes:
    """Work out what new events of each item do; reads what stands before ``first_move`` only."""
    warehouses = [row[0] for row in connection.execute("SELECT id FROM warehouse")]
    methods = valuation.changes(connection)
    changes = Changes([], [], [], [], [])
    for item, new in events.items():
        ordered = sorted(new, key=_order)
        if _follows(connection, item, warehouses, first_move, ordered):
            history = StoredHistory(connection, item, first_move, warehouses, methods)
            _take_over(changes, item, replay_by(methods, history).run(ordered), first_move)
        else:
            changes.whole.append(item)
    return changes


def record(
    connection: sqlite3.Connection, changes: Changes, replay_whole: Iterable[int] = ()
) -> None:
    """Store changes; the new moves are in the ledger already.

    Items in ``replay_whole`` are replayed from nothing in any case.
    """
    run = connection.executemany
    run(_NEW_LOT, changes.new_lots)
    run("UPDATE lot SET left_e4 = ?, left_fen = ? WHERE id = ?", changes.old_lots)
    run(_NEW_COST, changes.costs)
    run(
        f"{_NEW_BALANCE} ON CONFLICT DO UPDATE SET"
        " quantity_e4 = quantity_e4 + excluded.quantity_e4,"
        " value_fen = value_fen + excluded.value_fen",
        changes.balances,
    )
    for item in sorted({*changes.whole, *replay_whole}):
        replay_item(connection, item)


def _follows(
    connection: sqlite3.Connection,
    item: int,
    warehouses: Sequence[int],
    before: int,
    events: Sequence[Event],
) -> bool:
    """Whether events come after the item's whole past and bring goods, take some or count them."""
    if any(event.what == What.VALUE or event.turn is not None for event in events):
        return False
    first = (events[0].date, events[0].phase)
    for warehouse in warehouses:
        last = connection.execute(
            "SELECT date, phase FROM move WHERE item_id = ? AND warehouse_id = ? AND id < ?"
            " ORDER BY date DESC, phase DESC, id DESC LIMIT 1",
            (item, warehouse, before),
        ).fetchone()
        if last is not None and last > first:
            return False
    return True


def _take_over(changes: Changes, item: int, replay: Replay, first_move: int) -> None:
    """Note what a replay on top of the stored state changed."""
    first_lot = first_move << ORDINALS
    for lot in replay.lots.values():
        if lot.id >= first_lot:
            changes.new_lots.append(_lot_row(item, lot))
        else:
            changes.old_lots.append((lot.left_e4, lot.left_fen, lot.id))
    changes.costs.extend(replay.costs)
    for (warehouse, batch), pool in replay.pools.items():
        changes.balances.append((item, warehouse, batch, pool.quantity_e4, pool.value_fen))


def _lot_row(item: int, lot: Lot) -> LotRow:
    return (
        lot.id, item, lot.warehouse, lot.batch, *lot.queue[:2], lot.age_date, lot.root,
        lot.quantity_e4, lot.value_fen, lot.left_e4, lot.left_fen,
    )  # fmt: skip


class Projection:
    """The projections of one item as rows, from a replay or from the ledger."""

    def __init__(
        self,
        lots: Iterable[LotRow],
        costs: Iterable[Cost],
        balances: Iterable[tuple[int, str, int, int]],
    ) -> None:
        self.lots = {row[0]: row for row in lots}
        self.costs = sorted(costs)
        self.balances = {row[:2]: row[2:] for row in balances if row[2] or row[3]}

    @classmethod
    def replayed(
        cls, item: int, events: Iterable[Event], methods: Sequence[Change]
    ) -> "Projection":
        """What a replay from nothing says."""
        replay = replay_by(methods).run(events)
        return cls(
            (_lot_row(item, lot) for lot in replay.lots.values()),
            replay.costs,
            (
                (pool.warehouse, pool.batch, pool.quantity_e4, pool.value_fen)
                for pool in replay.pools.values()
            ),
        )

    def balanced(self) -> bool:
        """Whether what is left in the layers is exactly what the balances say."""
        left: dict[tuple[int, str], tuple[int, int]] = {}
        for row in self.lots.values():
            quantity, value = left.get(row[2:4], (0, 0))
            left[row[2:4]] = (quantity + row[10], value + row[11])
        return {key: sums for key, sums in left.items() if sums != (0, 0)} == self.balances

    @classmethod
    def stored(cls, connection: sqlite3.Connection, item: int) -> "Projection":
        """What the ledger has stored."""
        run = connection.execute
        return cls(
            run(
                "SELECT b.* FROM move m CROSS JOIN lot b ON b.id >= m.id << 20"
                " AND b.id < (m.id + 1) << 20 WHERE m.item_id = ?",
                (item,),
            ),
            run(
                "SELECT c.move_id, c.lot_id, c.quantity_e4, c.value_fen"
                " FROM move m CROSS JOIN cost c ON c.move_id = m.id WHERE m.item_id = ?",
                (item,),
            ),
            run(
                "SELECT warehouse_id, batch, quantity_e4, value_fen FROM balance WHERE item_id = ?",
                (item,),
            ),
        )


def replay_item(connection: sqlite3.Connection, item: int) -> None:
    """Replay an item from nothing and write what differs from what is stored."""
    methods = valuation.changes(connection)
    new = Projection.replayed(item, item_events(connection, item), methods)
    old = Projection.stored(connection, item)
    run = connection.executemany
    run("DELETE FROM lot WHERE id = ?", [(id_,) for id_ in old.lots.keys() - new.lots.keys()])
    run(
        "INSERT OR REPLACE INTO lot VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
        [row for id_, row in new.lots.items() if old.lots.get(id_) != row],
    )
    gone, came = _by_move(old.costs), _by_move(new.costs)
    changed = [move for move in gone.keys() | came.keys() if gone.get(move) != came.get(move)]
    run("DELETE FROM cost WHERE move_id = ?", [(move,) for move in changed])
    run(
        _NEW_COST,
        [row for move in sorted(changed) for row in came.get(move, ())],
    )
    connection.execute("DELETE FROM balance WHERE item_id = ?", (item,))
    run(
        _NEW_BALANCE,
        [(item, *key, *value) for key, value in new.balances.items()],
    )


def change_method(connection: sqlite3.Connection, change: Change, source: Source) -> list[int]:
    """Value stock by another method from a day on; the items that were costed anew."""
    items = valuation.record(connection, change, source)
    for item in items:
        replay_item(connection, item)
    daily.forget(connection)
    return items


def rebuild(connection: sqlite3.Connection) -> None:
    """Throw every projection away and derive it again from the events, inside a transaction."""
    for table in ("lot", "cost", "balance"):
        connection.execute(f"DELETE FROM {table}")
    run = connection.executemany
    methods = valuation.changes(connection)
    for (item,) in connection.execute("SELECT id FROM item ORDER BY id").fetchall():
        new = Projection.replayed(item, item_events(connection, item), methods)
        run(_NEW_LOT, new.lots.values())
        run(_NEW_COST, new.costs)
        run(
            _NEW_BALANCE,
            [(item, *key, *value) for key, value in new.balances.items()],
        )
    orders.rebuild(connection)
    daily.forget(connection)


def _by_move(costs: Iterable[Cost]) -> dict[int, list[Cost]]:
    found: dict[int, list[Cost]] = {}
    for row in costs:
        found.setdefault(row[0], []).append(row)
    return found
