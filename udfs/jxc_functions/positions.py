"""What was on hand when, from the ledger's views: quantities × 10⁴ and fen, never a float."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Dict, NamedTuple, Optional

if TYPE_CHECKING:
    from sqlite3 import Connection


class Position(NamedTuple):
    """How much there is (× 10⁴) and what it is worth (fen)."""

    quantity_e4: int
    value_fen: int


NOTHING = Position(0, 0)


class Layer(NamedTuple):
    """What is left of one FIFO layer: its place in the queue, the document that made it."""

    day: str
    turn: int
    source: str
    warehouse: str
    batch: str
    left: Position


Places = Dict[Optional[str], Position]
"""A position by warehouse code; ``None`` is all of them together."""


def current_positions(connection: Connection) -> dict[str, Places]:
    """The position of every item now, by its code: one query for all cells of a sheet."""
    found: dict[str, Places] = {}
    for item, warehouse, quantity, value in connection.execute(
        "SELECT item, warehouse, sum(quantity_e4), sum(amount_fen) FROM v_stock"
        " GROUP BY item, warehouse"
    ):
        places = found.setdefault(item, {})
        places[warehouse] = Position(quantity, value)
        all_ = places.get(None, NOTHING)
        places[None] = Position(all_.quantity_e4 + quantity, all_.value_fen + value)
    return found


def current_reservations(connection: Connection) -> dict[str, dict[str | None, int]]:
    """What customers have ordered and not got, by item code, then as :data:`Places`: × 10⁴."""
    found: dict[str, dict[str | None, int]] = {}
    for item, warehouse, quantity in connection.execute(
        "SELECT item, warehouse, sum(open_quantity_e4) FROM v_orders"
        " WHERE kind = 'sales_order' AND open_quantity_e4 > 0 GROUP BY item, warehouse"
    ):
        places = found.setdefault(item, {})
        places[warehouse] = quantity
        places[None] = places.get(None, 0) + quantity
    return found


class History:
    """The position of one item at the end of every day on which it changed.

    Without ``values`` they are 0: what a move was worth costs several times what it moved.
    """

    def __init__(self, connection: Connection, item: str, *, values: bool) -> None:
        value = "sum(cost_fen)" if values else "0"
        self._changes: list[tuple[str, str, int, int]] = connection.execute(
            f"SELECT date, warehouse, sum(quantity_e4), {value} FROM v_moves"
            " WHERE item = ? AND NOT void GROUP BY date, warehouse ORDER BY date",
            (item,),
        ).fetchall()
        self._places: dict[str | None, tuple[list[str], list[int], list[int]]] = {}

    def at(self, warehouse: str | None, day: str) -> Position:
        """The position at the end of an ISO day; ``None`` for all warehouses together."""
        if warehouse not in self._places:
            self._places[warehouse] = self._summed(warehouse)
        days, quantities, values = self._places[warehouse]
        count = bisect_right(days, day)
        return Position(quantities[count - 1], values[count - 1]) if count else NOTHING

    def _summed(self, warehouse: str | None) -> tuple[list[str], list[int], list[int]]:
        changes = [row for row in self._changes if warehouse is None or row[1] == warehouse]
        return (
            [row[0] for row in changes],
            list(accumulate(row[2] for row in changes)),
            list(accumulate(row[3] for row in changes)),
        )


def last_line(connection: Connection) -> int:
    """The number of the last line of any document, 0 without one."""
    row = connection.execute("SELECT id FROM v_lines ORDER BY id DESC LIMIT 1").fetchone()
    return row[0] if row else 0


def items_since(connection: Connection, line: int) -> list[str]:
    """The items of the lines after one: whatever moves an item has a line."""
    rows = connection.execute("SELECT DISTINCT item FROM v_lines WHERE id > ?", (line,))
    return [row[0] for row in rows]


def layers(connection: Connection, item: str, warehouse: str | None, day: str) -> list[Layer]:
    """The FIFO layers of an item with something left, the next to be taken first.

    ``day`` as ISO date is the state at its end, ``""`` the present one.
    """
    found = _open_layers(connection, item)
    if day:
        found = _layers_at(connection, item, day, found)
    rows = sorted(found.items(), key=lambda entry: (entry[1].day, entry[1].turn, entry[0]))
    return [
        layer
        for _, layer in rows
        if layer.left.quantity_e4 and warehouse in (None, layer.warehouse)
    ]


def _open_layers(connection: Connection, item: str) -> dict[int, Layer]:
    rows = connection.execute(
        "SELECT id, queue_date, turn, source, warehouse, batch, left_quantity_e4, left_amount_fen"
        " FROM v_lots WHERE item = ?",
        (item,),
    )
    return {
        lot: Layer(day, turn, source, place, batch, Position(quantity, value))
        for lot, day, turn, source, place, batch, quantity, value in rows
    }


def _layers_at(
    connection: Connection, item: str, day: str, now: dict[int, Layer]
) -> dict[int, Layer]:
    """Give back to each layer what was taken after a day, and leave out later ones."""
    made = _moves(connection, item)
    found = {lot: layer for lot, layer in now.items() if made[lot >> 20][0] <= day}
    for lot, queue_day, quantity, value in connection.execute(
        "SELECT lot_id, layer_date, sum(quantity_e4), sum(amount_fen) FROM v_costs"
        " WHERE item = ? AND date > ? AND lot_id <> 0 AND NOT owed GROUP BY lot_id",
        (item, day),
    ):
        made_on, turn, number, warehouse, batch = made[lot >> 20]
        if made_on > day:
            continue
        layer = found.get(lot) or Layer(queue_day, turn, number, warehouse, batch, NOTHING)
        left = Position(layer.left.quantity_e4 + quantity, layer.left.value_fen + value)
        found[lot] = layer._replace(left=left)
    return found


def _moves(connection: Connection, item: str) -> dict[int, tuple[str, int, str, str, str]]:
    """Date, turn, number, warehouse and batch of every move of an item."""
    rows = connection.execute(
        "SELECT id, date, turn, number, warehouse, batch FROM v_moves WHERE item = ?", (item,)
    )
    return {row[0]: (row[1], row[2], row[3], row[4], row[5]) for row in rows}
