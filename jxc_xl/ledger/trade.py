"""What was sold and bought, what it cost and what the stock was worth, by day and by whom.

Money is in fen and without tax, so that 销售额 − 销售成本 = 毛利.  What comes back is taken off on
the day it comes back.  A reversal in a closed month counts as a return on its own day, every other
one cancels with its original.  Cost that an invoice or freight adds to goods which are gone
(``expensed``) is cost of the day on which it became known, as in 收发存.

All but open orders and 暂估 follows from the figures by day: bring :mod:`jxc_xl.ledger.daily` up
to date before.
"""

import sqlite3
from typing import NamedTuple

from jxc_xl.domain.numbers import proportion
from jxc_xl.ledger.standing import PENDING, UNREVERSED

_DAYS = """
SELECT day, revenue_fen, cost_fen, returned_fen, bought_fen, change_fen, deliveries
  FROM daily_total ORDER BY day"""

_ITEMS = """
SELECT i.code, trim(i.name || ' ' || i.spec), sum(sold_e4 - returned_e4), sum(revenue_fen),
       sum(cost_fen + expensed_fen)
  FROM daily_item f JOIN item i ON i.id = f.item_id
 WHERE day BETWEEN ? AND ?
 GROUP BY i.id
HAVING max(sold_e4 + returned_e4) > 0 OR max(abs(revenue_fen)) > 0
 ORDER BY i.code"""

_SALES = """
SELECT s.salesperson, s.channel, ifnull(p.data ->> '$.details.region', ''),
       sum(s.revenue_fen), sum(s.cost_fen)
  FROM daily_sale s LEFT JOIN partner p ON p.id = s.customer_id
 WHERE s.day BETWEEN ? AND ?
 GROUP BY 1, 2, 3"""

_HELD = """
SELECT i.code, trim(i.name || ' ' || i.spec), sum(s.quantity_e4), sum(s.value_fen),
       ifnull((SELECT day FROM daily_item f WHERE f.item_id = i.id AND f.sold_e4 > 0
                ORDER BY day DESC LIMIT 1), '')
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
    return [Day(*row) for row in connection.execute(_DAYS)]


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
