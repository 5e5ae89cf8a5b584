"""What an item was last bought at, or sold at to a customer.

The prices are those with which a blank 单价 is filled: gifts and reversed documents do not count.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite3 import Connection

_RATE = 1_000_000


class Prices:
    """The prices of one item after every day on which it was bought or sold."""

    def __init__(self, connection: Connection, item: str) -> None:
        self._known: dict[str | None, tuple[list[str], list[int]]] = {}
        for customer, day, price_e6, factor_e6 in connection.execute(
            "SELECT iif(m.kind = 'receipt', NULL, l.partner), m.date, l.unit_price_e6, l.factor_e6"
            "  FROM v_moves m JOIN v_lines l ON l.id = m.line_id"
            " WHERE m.item = ? AND m.kind IN ('receipt', 'delivery') AND NOT m.void"
            "   AND l.unit_price_e6 > 0 ORDER BY m.date, m.phase, m.id",
            (item,),
        ):
            days, prices = self._known.setdefault(customer, ([], []))
            days.append(day)
            prices.append((2 * price_e6 * _RATE + factor_e6) // (2 * factor_e6))  # half up

    def at(self, customer: str | None, day: str) -> int | None:
        """The last one (× 10⁶) per the item's own unit, at the end of an ISO day or (``""``) now.

        ``customer`` is a code, ``None`` for the last purchase from whomever; ``None`` comes where
        there was none.
        """
        days, prices = self._known.get(customer, ([], []))
        count = bisect_right(days, day) if day else len(days)
        return prices[count - 1] if count else None
