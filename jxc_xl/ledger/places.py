"""What there is at a moment of a day, and what has moved there lately."""

import sqlite3
from collections.abc import Collection
from datetime import date, timedelta

from jxc_xl.domain.stocktaking import RECENT_DAYS, Position
from jxc_xl.domain.tables.stocktake import Moment

_POSITIONS = """
WITH place AS (
  SELECT item_id, warehouse_id, batch, quantity_e4, 0 AS recent FROM balance
   UNION ALL
  SELECT item_id, warehouse_id, batch, -quantity_e4, 0 FROM v_effects
   WHERE (date > :day OR date = :day AND phase > :phase) AND what <> 1
   UNION ALL
  SELECT DISTINCT item_id, warehouse_id, batch, 0, 1 FROM move
   WHERE date > :since AND date <= :day
)
SELECT w.code, i.code, s.batch, sum(s.quantity_e4), max(s.recent)
  FROM place s
  JOIN item i ON i.id = s.item_id
  JOIN warehouse w ON w.id = s.warehouse_id
 GROUP BY s.item_id, s.warehouse_id, s.batch
 ORDER BY w.id, i.code, s.batch"""


def positions_at(
    connection: sqlite3.Connection, day: date, moment: Moment, warehouses: Collection[str]
) -> list[Position]:
    """Every place where an item has ever been, with its quantity at that moment.

    ``warehouses`` are the codes of those that are wanted.
    """
    rows = connection.execute(
        _POSITIONS,
        {
            "day": day.isoformat(),
            "phase": moment.phase,
            "since": (day - timedelta(days=RECENT_DAYS)).isoformat(),
        },
    )
    return [
        Position(warehouse, item, batch, quantity, bool(recent))
        for warehouse, item, batch, quantity, recent in rows
        if warehouse in warehouses
    ]
