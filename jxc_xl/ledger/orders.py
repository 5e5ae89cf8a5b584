"""What is still open of orders, and how the ledger keeps it.

An order is fulfilled by the receipts or deliveries whose lines name it in 关联单据: of each item
its lines one after the other, the one that is due first before the others; what goes beyond the
order counts for its last line.  A closing document ends what is open.  All that follows from
documents and lines alone; the table ``order_line``, one row for each line of an order that
stands, is a projection of it.
"""

import json
import sqlite3
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from jxc_xl.domain.kinds import ORDERS
from jxc_xl.ledger.standing import UNREVERSED

_STANDING = UNREVERSED.replace("d.id", "o.id")

_DERIVED = f"""
WITH named AS MATERIALIZED (
  SELECT o.id AS order_id, f.item_id, max(d.kind = 'order_closing') AS closes,
         sum(iif(d.kind = 'order_closing', 0, f.base_e4)) AS done_e4
    FROM document o
    JOIN line f ON f.link = o.number AND f.link <> ''
    JOIN document d ON d.id = f.document_id
   WHERE o.kind IN {ORDERS} {{only}}
     AND d.kind IN ('receipt', 'delivery', 'order_closing') AND {UNREVERSED}
   GROUP BY o.id, f.item_id
), ordered AS (
  SELECT l.id, l.base_e4, ifnull(l.details ->> '$.due', '') AS due,
         ifnull(n.done_e4, 0) AS done_e4,
         ifnull(sum(l.base_e4) OVER (of_item ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)
           AS before_e4,
         lead(l.id) OVER of_item IS NULL AS last,
         max(ifnull(n.closes, 0)) OVER (PARTITION BY o.id) AS closed
    FROM document o
    JOIN line l ON l.document_id = o.id
    LEFT JOIN named n ON n.order_id = o.id AND n.item_id = l.item_id
   WHERE o.kind IN {ORDERS} AND {_STANDING} {{only}}
  WINDOW of_item AS (
    PARTITION BY o.id, l.item_id
    ORDER BY ifnull(l.details ->> '$.due', '9999'), l.id
  )
), fulfilled AS (
  SELECT *, max(0, CASE WHEN last THEN done_e4 - before_e4
                        ELSE min(base_e4, done_e4 - before_e4) END) AS fulfilled_e4
    FROM ordered
)
SELECT id, due, fulfilled_e4,
       CASE WHEN closed THEN 0 ELSE max(0, base_e4 - fulfilled_e4) END AS open_e4, closed
  FROM fulfilled"""

OrderRow = tuple[int, str, int, int, int]


class OrderLine(NamedTuple):
    """A line of an order as people see it; quantities in the item's ``own_unit``, × 10⁴.

    It was ordered in ``unit``, which is ``factor_e6`` / 10⁶ of that.
    """

    line_id: int
    number: str
    kind: str
    partner: str
    partner_name: str
    item: str
    item_name: str
    item_spec: str
    warehouse: str
    warehouse_name: str
    batch: str
    unit: str
    factor_e6: int
    own_unit: str
    ordered_e4: int
    fulfilled_e4: int
    open_e4: int
    details: dict[str, str]
    due: date | None
    date: date


def renew(connection: sqlite3.Connection, numbers: Iterable[str]) -> None:
    """Derive the lines of some orders again; numbers of other documents do not matter."""
    found = connection.execute(
        "SELECT o.id FROM json_each(?) e CROSS JOIN document o ON o.number = e.value"
        f" WHERE o.kind IN {ORDERS}",
        (json.dumps(sorted(numbers)),),
    ).fetchall()
    if not found:
        return
    ids = {"ids": json.dumps([id_ for (id_,) in found])}
    only = "(SELECT value FROM json_each(:ids))"
    connection.execute(
        "DELETE FROM order_line"
        f" WHERE line_id IN (SELECT id FROM line WHERE document_id IN {only})",
        ids,
    )
    derived = _DERIVED.format(only=f"AND o.id IN {only}")
    connection.execute(f"INSERT INTO order_line {derived}", ids)


def rebuild(connection: sqlite3.Connection) -> None:
    """Throw the table away and derive it again, inside a transaction."""
    connection.execute("DELETE FROM order_line")
    connection.execute(f"INSERT INTO order_line {_DERIVED.format(only='')}")


def derived(connection: sqlite3.Connection) -> list[OrderRow]:
    """What the documents say of every order line, by line id."""
    rows: list[OrderRow] = connection.execute(_DERIVED.format(only="") + " ORDER BY id").fetchall()
    return rows


def stored(connection: sqlite3.Connection) -> list[OrderRow]:
    """What is stored of it."""
    rows: list[OrderRow] = connection.execute(
        "SELECT line_id, due, fulfilled_e4, open_e4, closed FROM order_line ORDER BY line_id"
    ).fetchall()
    return rows


def differing(connection: sqlite3.Connection) -> list[str]:
    """The numbers of orders of which something else is stored than the documents say."""
    lines = {row[0] for row in set(derived(connection)) ^ set(stored(connection))}
    numbers = connection.execute(
        "SELECT DISTINCT ifnull(d.number, '') FROM json_each(?) e"
        " LEFT JOIN line l ON l.id = e.value LEFT JOIN document d ON d.id = l.document_id"
        " ORDER BY 1",
        (json.dumps(sorted(lines)),),
    )
    return [number for (number,) in numbers]


_OPEN = """
SELECT o.line_id, d.number, d.kind, ifnull(p.code, ''), d.partner_name, i.code,
       l.item_name, l.item_spec, w.code, l.warehouse_name, l.batch, l.unit, l.factor_e6,
       i.unit, l.base_e4, o.fulfilled_e4, o.open_e4, l.details, o.due, d.date
  FROM order_line o
  JOIN line l ON l.id = o.line_id
  JOIN document d ON d.id = l.document_id
  JOIN item i ON i.id = l.item_id
  JOIN warehouse w ON w.id = l.warehouse_id
  LEFT JOIN partner p ON p.id = d.partner_id
 WHERE o.open_e4 > 0 {only}
 ORDER BY o.due = '', o.due, o.line_id"""


def open_lines(connection: sqlite3.Connection, number: str = "") -> list[OrderLine]:
    """What is not fulfilled, of one order or of all, those that are due first before others."""
    only = "AND d.number = ?" if number else ""
    rows = connection.execute(_OPEN.format(only=only), (number,) if number else ())
    return [
        OrderLine._make((*row, json.loads(details), _day(due), date.fromisoformat(day)))
        for *row, details, due, day in rows
    ]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def any_order(connection: sqlite3.Connection) -> bool:
    """Whether there ever was an order."""
    row = connection.execute(f"SELECT 1 FROM document WHERE kind IN {ORDERS} LIMIT 1").fetchone()
    return row is not None


_FULFILLING = f"""
SELECT DISTINCT d.number
  FROM line l
  JOIN document d ON d.id = l.document_id
 WHERE l.link = ? AND l.link <> '' AND d.kind IN ({{kinds}}) AND {UNREVERSED}
 ORDER BY d.id"""


def fulfilling(connection: sqlite3.Connection, number: str) -> list[str]:
    """The numbers of the standing documents that fulfil or close an order."""
    kinds = "'receipt', 'delivery', 'order_closing'"
    return [row[0] for row in connection.execute(_FULFILLING.format(kinds=kinds), (number,))]


def closed_by(connection: sqlite3.Connection, number: str) -> str:
    """The number of the standing document that closed an order, ``""`` while it is open."""
    row = connection.execute(_FULFILLING.format(kinds="'order_closing'"), (number,)).fetchone()
    return row[0] if row else ""
