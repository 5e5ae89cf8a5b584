"""What came and went of an item, one by one: the 明细账, from the ledger's views."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sqlite3 import Connection

KINDS = {
    "receipt": "采购入库",
    "purchase_return": "采购退货",
    "delivery": "销售出库",
    "sales_return": "销售退货",
    "opening": "期初库存",
    "other_receipt": "其它入库",
    "other_issue": "其它出库",
    "transfer": "调拨",
    "reversal": "冲销",
}
"""What 类型 of the sheets calls the documents that move goods."""


class Movement(NamedTuple):
    """Goods that came (``quantity_e4`` above 0) or went, and the document they stand in."""

    day: str
    number: str
    kind: str
    warehouse: str
    batch: str
    quantity_e4: int

    @property
    def label(self) -> str:
        """类型 as the sheets call it; a count by the difference that it made."""
        if self.kind == "count":
            return "盘盈入库" if self.quantity_e4 > 0 else "盘亏出库"
        return KINDS[self.kind]


def movements(connection: Connection, item: str, warehouse: str | None, day: str) -> list[Movement]:
    """The moves of an item in the order in which the ledger counts them.

    ``warehouse`` is a code, ``None`` for all of them; ``day`` is the last one as ISO date, ``""``
    for all. What was reversed is left out together with its reversal.
    """
    rows = connection.execute(
        "SELECT date, number, kind, warehouse, batch, quantity_e4 FROM v_moves"
        " WHERE item = ? AND NOT void ORDER BY date, phase, turn, id",
        (item,),
    )
    return [
        move
        for move in map(Movement._make, rows)
        if move.quantity_e4 and warehouse in (None, move.warehouse) and (not day or move.day <= day)
    ]
