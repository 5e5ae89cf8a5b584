"""Papers that may explain a difference: entered twice, or ordered and never received."""

import sqlite3
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from jxc_xl.domain.counting.causes import Papers
from jxc_xl.ledger.counts import Place
from jxc_xl.ledger.orders import open_lines
from jxc_xl.ledger.standing import STANDING_MOVE

_LOOKED_BACK = timedelta(days=62)
"""Older papers were looked at by the stocktake before."""
_APART = timedelta(days=3)
"""Who enters a paper a second time writes the same date or one close to it."""

_ALIKE = f"""
SELECT d.number, d.kind, m.date, ifnull(d.partner_id, 0), m.quantity_e4
  FROM move m JOIN line l ON l.id = m.line_id JOIN document d ON d.id = l.document_id
 WHERE m.item_id = ? AND m.warehouse_id = ? AND m.date BETWEEN ? AND ? AND m.batch = ?
   AND m.quantity_e4 = ? AND m.what = 0 AND {STANDING_MOVE}
 ORDER BY d.kind, d.partner_id, m.date, m.id"""


def papers_about(
    connection: sqlite3.Connection,
    day: str,
    differences: Sequence[tuple[Place, tuple[str, str], int]],
) -> Papers:
    """What the books know of papers about differences on an ISO day.

    Each difference is given by place, by warehouse and item code, and by its quantity.
    """
    doubles: dict[tuple[str, str], list[tuple[str, str, int]]] = {}
    since = (date.fromisoformat(day) - _LOOKED_BACK).isoformat()
    for place, goods, difference in differences:
        item, warehouse, batch = place
        rows = connection.execute(
            _ALIKE, (item, warehouse, since, day, batch, -difference)
        ).fetchall()
        doubles.setdefault(goods, []).extend(_twice(rows))
    orders: dict[tuple[str, str], list[tuple[str, int]]] = {}
    wanted = {goods for _place, goods, difference in differences if difference > 0}
    for line in open_lines(connection) if wanted else ():
        goods = (line.warehouse, line.item)
        if line.kind == "purchase_order" and goods in wanted:
            orders.setdefault(goods, []).append((line.number, line.open_e4))
    return Papers(doubles, orders)


def _twice(rows: Sequence[tuple[str, str, str, int, int]]) -> list[tuple[str, str, int]]:
    """Neighbouring rows of the same kind and partner, of two documents close to each other."""
    return [
        (first[0], second[0], second[4])
        for first, second in pairwise(rows)
        if first[0] != second[0]
        and first[1] == second[1]
        and first[3] == second[3]
        and date.fromisoformat(second[2]) - date.fromisoformat(first[2]) <= _APART
    ]
