"""What suppliers were asked for and what they brought, as the ledger knows it."""

import sqlite3
from datetime import date
from itertools import groupby
from typing import NamedTuple

from jxc_xl.domain.kinds import ORDERS
from jxc_xl.domain.numbers import divide
from jxc_xl.ledger.standing import UNREVERSED
from jxc_xl.planning.deliveries import OrderedItem, lead_days
from jxc_xl.planning.suppliers import Purchase

_STANDING = UNREVERSED.replace("d.id", "o.id")

_EVENTS = f"""
WITH placed AS MATERIALIZED (
  SELECT o.id, o.number, ifnull(p.code, '') AS supplier, o.date
    FROM document o LEFT JOIN partner p ON p.id = o.partner_id
   WHERE o.kind IN {ORDERS} AND o.kind = 'purchase_order' AND o.date <= :until AND {_STANDING}
)
SELECT o.id, l.item_id, o.number, o.supplier, i.code, o.date, 0,
       ifnull(l.details ->> '$.due', '9999'), l.base_e4
  FROM placed o JOIN line l ON l.document_id = o.id JOIN item i ON i.id = l.item_id
 UNION ALL
SELECT o.id, f.item_id, o.number, o.supplier, i.code, o.date,
       iif(d.kind = 'order_closing', 2, 1), d.date, f.base_e4
  FROM placed o
  JOIN line f ON f.link = o.number AND f.link <> ''
  JOIN document d ON d.id = f.document_id
  JOIN item i ON i.id = f.item_id
 WHERE d.kind IN ('receipt', 'order_closing') AND d.date <= :until AND {UNREVERSED}
 ORDER BY 1, 2, 7, 8"""

_ORDERED, _CAME, _CLOSED = range(3)


def ordered_items(connection: sqlite3.Connection, until: date) -> list[OrderedItem]:
    """Every item of the standing purchase orders up to a day, with what came of it by then."""
    rows = connection.execute(_EVENTS, {"until": until.isoformat()})
    found = []
    for _key, group in groupby(rows, key=lambda row: row[:2]):
        events = list(group)
        *_ids, number, supplier, item, day, what, _date, _quantity = events[0]
        if what != _ORDERED:  # came with the order, but was never ordered
            continue
        found.append(
            OrderedItem(
                number,
                supplier,
                item,
                date.fromisoformat(day),
                tuple((_day(at), q) for *_w, what, at, q in events if what == _ORDERED),
                tuple((date.fromisoformat(at), q) for *_w, what, at, q in events if what == _CAME),
                next((date.fromisoformat(e[7]) for e in events if e[6] == _CLOSED), None),
            )
        )
    return found


def _day(text: str) -> date | None:
    return None if text == "9999" else date.fromisoformat(text)


def measured_lead_days(
    connection: sqlite3.Connection, until: date
) -> dict[tuple[str, str], list[int]]:
    """Days from order to goods, of orders and the receipts that name them, up to a day.

    Keys are codes as :func:`lead_days` says: (supplier, item), ("", item) and (supplier, "").
    """
    return lead_days(ordered_items(connection, until))


_BOUGHT = f"""
SELECT p.code, i.code, sum(iif(d.kind = 'receipt', l.base_e4, 0)),
       sum(iif(d.kind = 'receipt', {{money}}, 0)), sum(iif(d.kind = 'receipt', 0, {{money}}))
  FROM document d
  JOIN partner p ON p.id = d.partner_id
  JOIN line l ON l.document_id = d.id
  JOIN item i ON i.id = l.item_id
 WHERE d.kind IN ('receipt', 'purchase_return') AND d.date > ? AND d.date <= ? AND {UNREVERSED}
 GROUP BY d.partner_id, l.item_id
 ORDER BY p.id, i.code"""


def bought(
    connection: sqlite3.Connection, after: date, until: date, *, with_tax: bool = True
) -> list[Purchase]:
    """What was bought and returned after a day and up to another, by supplier and item.

    ``with_tax`` counts 价税合计, else 金额: as prices are typed (设置 单价含税).
    """
    query = _BOUGHT.format(money="l.total_fen" if with_tax else "l.amount_fen")
    return [Purchase(*row) for row in connection.execute(query, (f"{after}", f"{until}"))]


class LastPurchase(NamedTuple):
    """What a supplier last asked for an item: the price × 10⁶ per the item's unit, and when."""

    day: date
    price_e6: int


_LAST = f"""
SELECT p.code, i.code, d.date, l.unit_price_e6, l.share_e6, l.factor_e6,
       max(d.date || printf('%012d', l.id))
  FROM document d
  JOIN partner p ON p.id = d.partner_id
  JOIN line l ON l.document_id = d.id
  JOIN item i ON i.id = l.item_id
 WHERE d.kind = 'receipt' AND l.unit_price_e6 > 0 AND {UNREVERSED}
 GROUP BY d.partner_id, l.item_id"""


def last_purchases(connection: sqlite3.Connection) -> dict[tuple[str, str], LastPurchase]:
    """The last price of every supplier for every item, by codes; gifts do not count."""
    return {
        (supplier, item): LastPurchase(date.fromisoformat(day), divide(price * share, factor))
        for supplier, item, day, price, share, factor, _last in connection.execute(_LAST)
    }
