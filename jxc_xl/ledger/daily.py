"""Figures by day, kept so that a long history need not be added up again each time.

``daily_item`` has the trade of one item on one day, over all warehouses; ``daily_sale`` what one
sales document brought and cost, by 业务员 and 渠道; ``daily_total`` what the shop did on a day.
They are projections of the facts and are brought up to date when somebody asks for them, never
while posting: ``daily_state`` says up to which move they are true.  A new move changes what its
item cost from its own date on and nothing else, so only that is derived again.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import zip_longest
from typing import NamedTuple

from jxc_xl.ledger.standing import STANDING_MOVE

_KIND = "ifnull(o.kind, d.kind)"
"""A reversal that stands, because its original is in a closed month, counts as that kind."""

_EFFECTS = f"""
SELECT m.item_id, m.date AS day, l.document_id, {_KIND} AS kind, d.partner_id,
       ifnull(l.details ->> '$.handler', '') AS salesperson,
       ifnull(l.details ->> '$.channel', '') AS channel,
       CASE m.what
         WHEN 2 THEN ifnull((SELECT sum(b.quantity_e4) FROM lot b
                              WHERE b.id >= m.id << 20 AND b.id < (m.id + 1) << 20), 0)
                   - ifnull((SELECT sum(c.quantity_e4) FROM cost c
                              WHERE c.move_id = m.id AND c.lot_id <> 0), 0)
         ELSE m.quantity_e4
       END AS quantity_e4,
       iif(EXISTS (SELECT 1 FROM move p WHERE p.id = m.id - 1 AND p.line_id = m.line_id),
           0, l.amount_fen) AS amount_fen,
       ifnull((SELECT sum(b.value_fen) FROM lot b
                WHERE b.id >= m.id << 20 AND b.id < (m.id + 1) << 20), 0)
     - ifnull((SELECT sum(c.value_fen) FROM cost c
                WHERE c.move_id = m.id AND c.lot_id <> 0), 0) AS value_fen,
       CASE WHEN m.quantity_e4 < 0 THEN 0
            ELSE ifnull((SELECT sum(c.value_fen) FROM cost c
                          WHERE c.move_id = m.id AND c.lot_id = 0), 0)
       END AS expensed_fen
  FROM {{moves}}
  JOIN line l ON l.id = m.line_id
  JOIN document d ON d.id = l.document_id
  LEFT JOIN document o ON o.id = d.reverses
 WHERE {STANDING_MOVE}"""
"""What each standing move did: to the stock, and at once to cost; its line's amount without tax
stands beside the first move of the line."""

_OF_CHANGED = """temp.changed n CROSS JOIN warehouse w CROSS JOIN move m
    ON m.item_id = n.item_id AND m.warehouse_id = w.id AND m.date >= n.since"""

_OF_TOUCHED = """temp.touched t CROSS JOIN line k ON k.document_id = t.document_id
  CROSS JOIN move m ON m.line_id = k.id"""

_ITEM = """
SELECT item_id, day,
       sum(iif(sale, max(-quantity_e4, 0), 0)), sum(iif(sale, max(quantity_e4, 0), 0)),
       sum(CASE kind WHEN 'delivery' THEN amount_fen WHEN 'sales_return' THEN -amount_fen
           ELSE 0 END),
       sum(iif(kind = 'sales_return', amount_fen, 0)), sum(iif(sale, -value_fen, 0)),
       sum(iif(purchase, quantity_e4, 0)),
       sum(CASE kind WHEN 'receipt' THEN amount_fen WHEN 'purchase_return' THEN -amount_fen
           ELSE 0 END),
       sum(quantity_e4), sum(value_fen), sum(expensed_fen)
  FROM (SELECT *, kind IN ('delivery', 'sales_return') AS sale,
               kind IN ('receipt', 'purchase_return') AS purchase FROM temp.effect)
 GROUP BY item_id, day"""

_SALE = """
SELECT document_id, salesperson, channel, day, partner_id,
       sum(iif(kind = 'delivery', amount_fen, -amount_fen)), -sum(value_fen)
  FROM temp.effect
 WHERE kind IN ('delivery', 'sales_return')
 GROUP BY document_id, salesperson, channel"""


_TOTAL = """
SELECT f.day, sum(f.revenue_fen), sum(f.cost_fen + f.expensed_fen), sum(f.returned_fen),
       sum(f.bought_fen), sum(f.change_fen),
       (SELECT count(DISTINCT s.document_id)
          FROM daily_sale s JOIN document d ON d.id = s.document_id
         WHERE s.day = f.day AND d.kind = 'delivery')
  FROM item i CROSS JOIN daily_item f ON f.item_id = i.id AND f.day >= {since}
 GROUP BY f.day"""

_SINCE = "(SELECT min(since) FROM temp.changed)"


class _Kept(NamedTuple):
    """One table of figures: how its rows derive, from which moves, and which are out of date.

    ``outdated`` is a condition on a row ``r``; ``gone`` finds such rows quickly.  Without ``moves``
    they derive from those kept before.
    """

    table: str
    derived: str
    moves: str
    outdated: str
    gone: str


_KEPT = (
    _Kept(
        "daily_item",
        _ITEM,
        _OF_CHANGED,
        "EXISTS (SELECT 1 FROM temp.changed n WHERE n.item_id = r.item_id AND r.day >= n.since)",
        "(item_id, day) IN (SELECT r.item_id, r.day FROM temp.changed n"
        " CROSS JOIN daily_item r ON r.item_id = n.item_id AND r.day >= n.since)",
    ),
    _Kept(
        "daily_sale",
        _SALE,
        _OF_TOUCHED,
        "r.document_id IN (SELECT document_id FROM temp.touched)",
        "document_id IN (SELECT document_id FROM temp.touched)",
    ),
    _Kept("daily_total", _TOTAL, "", f"r.day >= ifnull({_SINCE}, '9999')", f"day >= {_SINCE}"),
)


_TEMPORARY = {
    "changed": "item_id INTEGER PRIMARY KEY, since TEXT",
    "touched": "document_id INTEGER PRIMARY KEY",
    "effect": "item_id, day, document_id, kind, partner_id, salesperson, channel, quantity_e4,"
    " amount_fen, value_fen, expensed_fen",
}


def bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Derive what new moves have changed, inside an open transaction."""
    known = _known(connection)
    (last,) = connection.execute("SELECT ifnull(max(id), 0) FROM move").fetchone()
    if known == last:
        return
    run = connection.execute
    with _changes_since(connection, known):
        if not known:
            run(f"INSERT INTO temp.effect {_EFFECTS.format(moves='move m')}")
        for kept in _KEPT:
            if known:
                run(f"DELETE FROM {kept.table} WHERE {kept.gone}")
            if known and kept.moves:
                run("DELETE FROM temp.effect")
                run(f"INSERT INTO temp.effect {_EFFECTS.format(moves=kept.moves)}")
            since = _SINCE if known else "''"
            run(f"INSERT INTO {kept.table} {kept.derived.format(since=since)}")
    run("INSERT OR REPLACE INTO daily_state VALUES (1, ?)", (last,))


def forget(connection: sqlite3.Connection) -> None:
    """Throw everything away, inside a transaction; it is derived again when it is asked for.

    For whatever changes the cost of moves without a new move of their items.
    """
    for table in (*(kept.table for kept in _KEPT), "daily_state"):
        connection.execute(f"DELETE FROM {table}")


def differing(connection: sqlite3.Connection) -> list[str]:
    """The tables in which something else is stored than the facts say.

    What is out of date by now, and will be derived again, is passed over.
    """
    found = []
    known = _known(connection)
    with _changes_since(connection, known):
        if known:
            connection.execute(f"INSERT INTO temp.effect {_EFFECTS.format(moves='move m')}")
        for kept in _KEPT:
            columns = _columns(connection, kept.table)
            current = f"SELECT * FROM r WHERE NOT ({kept.outdated}) ORDER BY 1, 2, 3"
            everything = kept.derived.format(since="''")
            derived = f"WITH r ({columns}) AS ({everything}) {current}"
            stored = f"WITH r AS (SELECT * FROM {kept.table}) {current}"
            if not _same(connection.execute(derived), connection.execute(stored)):
                found.append(kept.table)
    return found


def _known(connection: sqlite3.Connection) -> int:
    """Up to which move the figures are true; 0 before anybody asked for them."""
    row = connection.execute("SELECT move_id FROM daily_state").fetchone()
    return int(row[0]) if row else 0


def _same(first: sqlite3.Cursor, second: sqlite3.Cursor) -> bool:
    """Whether two queries give the same rows; both are ended, so that their tables can go."""
    with closing(first), closing(second):
        return all(one == other for one, other in zip_longest(first, second))


def _columns(connection: sqlite3.Connection, table: str) -> str:
    return ", ".join(row[1] for row in connection.execute(f"PRAGMA table_info({table})"))


@contextmanager
def _changes_since(connection: sqlite3.Connection, known: int) -> Iterator[None]:
    """Inside, ``changed`` has the items with moves after a known one, each with their first day.

    ``touched`` are the documents whose cost may differ for it.  With nothing known both are
    empty: everything is new.  ``effect`` waits to be filled.
    """
    run = connection.execute
    for table, columns in _TEMPORARY.items():
        run(f"CREATE TEMP TABLE IF NOT EXISTS {table} ({columns})")
        run(f"DELETE FROM temp.{table}")
    if known:
        run(
            "INSERT INTO temp.changed SELECT item_id, min(date) FROM move WHERE id > ?"
            " GROUP BY item_id",
            (known,),
        )
        run(
            "INSERT OR IGNORE INTO temp.touched SELECT l.document_id"
            f" FROM {_OF_CHANGED} CROSS JOIN line l ON l.id = m.line_id"
        )
    yield
    run("DELETE FROM temp.effect")  # dropping it would fail while anybody reads anything
