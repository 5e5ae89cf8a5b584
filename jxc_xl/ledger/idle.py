"""Stock that lies idle: what has not been sold for a time, and since when it is there."""

import json
import sqlite3
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from jxc_xl.ledger.standing import STANDING_MOVE


class IdleStock(NamedTuple):
    """One item over all warehouses: how much there is, what it cost, and how long it lies.

    ``oldest`` is the day on which the oldest of it came, ``last_sold`` the last delivery to a
    customer, ``expired_e4`` what may not be sold any more, and ``expired_fen`` what that cost.
    """

    item: str
    quantity_e4: int
    value_fen: int
    oldest: date
    last_sold: date | None
    expired_e4: int = 0
    expired_fen: int = 0

    def idle_days(self, today: date) -> int:
        """Days without a sale while there was something to sell."""
        return (today - max(self.oldest, self.last_sold or self.oldest)).days


_IDLE = f"""
WITH held AS (
  SELECT s.item_id, sum(s.quantity_e4) AS quantity_e4, sum(s.value_fen) AS value_fen,
         (SELECT min(l.age_date) FROM lot l
           WHERE l.item_id = s.item_id AND l.left_e4 <> 0 AND l.left_e4 > 0) AS oldest,
         sum(iif(b.expires < :today, s.quantity_e4, 0)) AS expired_e4,
         sum(iif(b.expires < :today, s.value_fen, 0)) AS expired_fen
    FROM balance s
    LEFT JOIN batch b ON b.item_id = s.item_id AND b.batch = s.batch
   WHERE TRUE {{only}}
   GROUP BY s.item_id
  HAVING sum(s.quantity_e4) > 0
), sold AS (
  SELECT h.*, (SELECT max((SELECT m.date FROM move m JOIN line l ON l.id = m.line_id
                             JOIN document d ON d.id = l.document_id
                            WHERE m.item_id = h.item_id AND m.warehouse_id = w.id
                              AND d.kind = 'delivery' AND {STANDING_MOVE}
                            ORDER BY m.date DESC LIMIT 1))
                 FROM warehouse w) AS last_sold
    FROM held h WHERE h.oldest <= :since
)
SELECT i.code, s.quantity_e4, s.value_fen, s.oldest, s.last_sold, s.expired_e4,
       s.expired_fen
  FROM sold s JOIN item i ON i.id = s.item_id
 WHERE s.last_sold IS NULL OR s.last_sold <= :since
 ORDER BY s.value_fen DESC, i.code"""


_CODES = "(SELECT value FROM json_each(:codes))"


def idle_stock(
    connection: sqlite3.Connection, today: date, days: int, items: Sequence[str] = ()
) -> list[IdleStock]:
    """What has been there for so many days and not been sold in them, the dearest first.

    ``items`` narrows it to some codes.
    """
    only = f"AND s.item_id IN (SELECT id FROM item WHERE code IN {_CODES})" if items else ""
    said = {"today": f"{today}", "since": f"{today - timedelta(days)}", "codes": json.dumps(items)}
    rows = connection.execute(_IDLE.format(only=only), said)
    return [
        IdleStock(
            item,
            quantity,
            value,
            date.fromisoformat(oldest),
            date.fromisoformat(sold) if sold else None,
            *expired,
        )
        for item, quantity, value, oldest, sold, *expired in rows
    ]


_SOLD = f"""
SELECT i.code FROM item i
 WHERE i.code IN {_CODES}
   AND EXISTS (SELECT 1 FROM warehouse w JOIN move m ON m.item_id = i.id AND m.warehouse_id = w.id
                 JOIN line l ON l.id = m.line_id JOIN document d ON d.id = l.document_id
                WHERE m.date >= :since AND d.kind = 'delivery' AND {STANDING_MOVE})"""


def sold_since(connection: sqlite3.Connection, items: Sequence[str], since: date) -> list[str]:
    """Which items were delivered to a customer since a day; by code."""
    said = {"codes": json.dumps(items), "since": since.isoformat()}
    return [code for (code,) in connection.execute(_SOLD, said)]
