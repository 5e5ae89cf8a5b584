"""Since when goods are there that are valued at the average.

Their layer says since when the place was never empty, which is long ago where something always
lies.  In quantity goods leave first in first out: what came last is what is still there.
"""

import sqlite3

from jxc_xl.ledger.standing import STANDING_MOVE

_ARRIVALS = f"""
SELECT m.date,
       CASE m.what
         WHEN 2 THEN max(0, ifnull((SELECT sum(b.quantity_e4) FROM lot b
                                     WHERE b.id >= m.id << 20 AND b.id < (m.id + 1) << 20), 0)
                          - ifnull((SELECT sum(c.quantity_e4) FROM cost c
                                     WHERE c.move_id = m.id AND c.lot_id <> 0), 0))
         ELSE m.quantity_e4
       END + ifnull((SELECT sum(r.quantity_e4) FROM move r
                      WHERE r.link = m.id AND r.what = 0 AND r.quantity_e4 < 0
                        AND {STANDING_MOVE.replace("m.", "r.")}), 0)
  FROM move m
 WHERE m.item_id = (SELECT id FROM item WHERE code = :item)
   AND m.warehouse_id = (SELECT id FROM warehouse WHERE code = :warehouse) AND m.batch = :batch
   AND m.what <> 1 AND m.quantity_e4 > 0 AND m.link IS NULL AND {STANDING_MOVE}
 ORDER BY m.date DESC"""
"""What came and did not go back again, the last first; what customers return came before."""


def oldest_in(
    connection: sqlite3.Connection, item: str, warehouse: str, batch: str, quantity_e4: int
) -> str:
    """The day on which the oldest of a quantity in a place came there, ``""`` if none is known."""
    day, rest = "", quantity_e4
    place = {"item": item, "warehouse": warehouse, "batch": batch}
    for date, came in connection.execute(_ARRIVALS, place):
        if rest <= 0:
            break
        rest -= came
        day = date if came > 0 else day
    return str(day)
