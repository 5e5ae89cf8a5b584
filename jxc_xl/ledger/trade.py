"""What was sold and bought, what it cost and what the stock was worth, by day and by whom.

Money is in fen and without tax, so that 销售额 − 销售成本 = 毛利.  What comes back is taken off on
the day it comes back.  A reversal in a closed month counts as a return on its own day, every other
one cancels with its original.  Cost that an invoice or freight adds to goods which are gone
(``expensed``) is cost of the day on which it became known, as in 收发存.
"""

import sqlite3
from typing import NamedTuple

from jxc_xl.domain.numbers import proportion
from jxc_xl.ledger.standing import PENDING, UNREVERSED

_KIND = "ifnull(o.kind, d.kind)"

_DAILY = f"""
WITH daily AS (
  SELECT l.item_id, d.date AS day, {_KIND} AS kind, l.base_e4 AS quantity_e4,
         l.amount_fen, 0 AS value_fen, 0 AS expensed_fen
    FROM line l JOIN document d ON d.id = l.document_id LEFT JOIN document o ON o.id = d.reverses
   WHERE l.item_id IS NOT NULL
     AND {_KIND} IN ('delivery', 'sales_return', 'receipt', 'purchase_return')
   UNION ALL
  SELECT e.item_id, e.date, {_KIND}, 0, 0, e.value_fen, e.expensed_fen
    FROM v_effects e JOIN line l ON l.id = e.line_id
    JOIN document d ON d.id = l.document_id LEFT JOIN document o ON o.id = d.reverses
), figures AS (
  SELECT item_id, day, value_fen AS change_fen, expensed_fen,
         CASE kind WHEN 'delivery' THEN quantity_e4 WHEN 'sales_return' THEN -quantity_e4
         ELSE 0 END AS sold_e4,
         CASE kind WHEN 'delivery' THEN amount_fen WHEN 'sales_return' THEN -amount_fen
         ELSE 0 END AS revenue_fen,
         iif(kind IN ('delivery', 'sales_return'), -value_fen, 0) AS cost_fen,
         iif(kind = 'sales_return', amount_fen, 0) AS returned_fen,
         CASE kind WHEN 'receipt' THEN amount_fen WHEN 'purchase_return' THEN -amount_fen
         ELSE 0 END AS bought_fen
    FROM daily
)"""

_DAYS = f"""{_DAILY}
SELECT day, sum(revenue_fen), sum(cost_fen + expensed_fen), sum(returned_fen), sum(bought_fen),
       sum(change_fen), 0
  FROM figures GROUP BY day
 UNION ALL
SELECT d.date, 0, 0, 0, 0, 0, count(*) FROM document d
 WHERE d.kind = 'delivery' AND {UNREVERSED} GROUP BY d.date
 ORDER BY 1"""

_ITEMS = f"""{_DAILY}
SELECT i.code, trim(i.name || ' ' || i.spec), sum(sold_e4), sum(revenue_fen),
       sum(cost_fen + expensed_fen)
  FROM figures f JOIN item i ON i.id = f.item_id
 WHERE day BETWEEN ? AND ?
 GROUP BY i.id
HAVING max(abs(sold_e4)) > 0 OR max(abs(revenue_fen)) > 0
 ORDER BY i.code"""

_SALES = f"""
SELECT ifnull(l.details ->> '$.handler', ''), ifnull(l.details ->> '$.channel', ''),
       ifnull(p.data ->> '$.details.region', ''),
       sum(iif({_KIND} = 'delivery', l.amount_fen, -l.amount_fen)),
       sum((SELECT -ifnull(sum(e.value_fen), 0) FROM v_effects e WHERE e.line_id = l.id))
  FROM document d JOIN line l ON l.document_id = d.id LEFT JOIN document o ON o.id = d.reverses
  LEFT JOIN partner p ON p.id = d.partner_id
 WHERE {_KIND} IN ('delivery', 'sales_return') AND d.date BETWEEN ? AND ?
 GROUP BY 1, 2, 3"""

_HELD = """
SELECT i.code, trim(i.name || ' ' || i.spec), sum(s.quantity_e4), sum(s.value_fen),
       ifnull((SELECT max(d.date) FROM line l JOIN document d ON d.id = l.document_id
                WHERE l.item_id = i.id AND d.kind = 'delivery'), '')
  FROM balance s JOIN item i ON i.id = s.item_id
 GROUP BY i.id HAVING sum(s.quantity_e4) > 0
 ORDER BY i.code"""


class Day(NamedTuple):
    """The whole shop's trade on one ISO day; ``change_fen`` is what the stock's value rose by."""

    day: str
    revenue_fen: int
    cost_fen: int
    returned_fen: int
    bought_fen: int
    change_fen: int
    deliveries: int


class ItemTrade(NamedTuple):
    """What was sold of one item over some days, what came back taken off; the name with 规格."""

    code: str
    name: str
    sold_e4: int
    revenue_fen: int
    cost_fen: int


class Sale(NamedTuple):
    """What one 业务员 sold through one 渠道 into one 地区; ``""`` where nobody wrote it."""

    salesperson: str
    channel: str
    region: str
    revenue_fen: int
    cost_fen: int


class Held(NamedTuple):
    """What lies in stock of one item, over all warehouses; the last ISO day it was sold."""

    code: str
    name: str
    quantity_e4: int
    value_fen: int
    last_sold: str


def days(connection: sqlite3.Connection) -> list[Day]:
    """Every day on which anything happened, the first one first."""
    found: dict[str, list[int]] = {}
    for day, *figures in connection.execute(_DAYS):
        before = found.get(day, [0] * len(figures))
        found[day] = [a + b for a, b in zip(before, figures, strict=True)]
    return [Day(day, *figures) for day, figures in found.items()]


def items_sold(connection: sqlite3.Connection, since: str, until: str) -> list[ItemTrade]:
    """What was sold of each item from one ISO day to another, both counted, by code."""
    return [ItemTrade(*row) for row in connection.execute(_ITEMS, (since, until))]


def sales(connection: sqlite3.Connection, since: str, until: str) -> list[Sale]:
    """Who sold what where from one ISO day to another, both counted."""
    return [Sale(*row) for row in connection.execute(_SALES, (since, until))]


def held(connection: sqlite3.Connection) -> list[Held]:
    """What is in stock now, by item code."""
    return [Held(*row) for row in connection.execute(_HELD)]


class Large(NamedTuple):
    """A sales order of which goods for much money are still to be delivered."""

    number: str
    partner: str
    open_fen: int


_OPEN_SALES = """
SELECT d.number, d.partner_name, l.amount_fen, o.open_e4, l.base_e4
  FROM order_line o JOIN line l ON l.id = o.line_id JOIN document d ON d.id = l.document_id
 WHERE o.open_e4 > 0 AND d.kind = 'sales_order'
 ORDER BY d.number"""


def large_orders(connection: sqlite3.Connection, at_least_fen: int) -> list[Large]:
    """Open sales orders of at least so much money, the largest first."""
    found: dict[str, Large] = {}
    for number, partner, amount_fen, open_e4, base_e4 in connection.execute(_OPEN_SALES):
        before = found[number].open_fen if number in found else 0
        still_open = before + proportion(amount_fen, open_e4, base_e4)
        found[number] = Large(number, partner, still_open)
    large = [order for order in found.values() if order.open_fen >= at_least_fen]
    return sorted(large, key=lambda order: -order.open_fen)


class Provisional(NamedTuple):
    """A receipt whose invoice has not come: what it was booked at (暂估)."""

    number: str
    partner: str
    amount_fen: int


def provisional(connection: sqlite3.Connection) -> list[Provisional]:
    """Standing receipts with lines that are still 暂估, the oldest first."""
    rows = connection.execute(
        "SELECT d.number, d.partner_name, sum(l.amount_fen)"
        " FROM line l JOIN document d ON d.id = l.document_id"
        f" WHERE d.kind = 'receipt' AND {PENDING} AND {UNREVERSED}"
        " GROUP BY d.id ORDER BY d.date, d.id"
    )
    return [Provisional(*row) for row in rows]
