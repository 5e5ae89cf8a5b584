"""What people and services ask the ledger: positions, documents, what stands in the way."""

import datetime
import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from jxc_xl.domain.acceptance import MOVE_PHASE
from jxc_xl.domain.costing import What
from jxc_xl.ledger import valuation
from jxc_xl.ledger.ages import oldest_in
from jxc_xl.ledger.standing import STANDING_MOVE, TURN, UNREVERSED


class StockRow(NamedTuple):
    """The position of one item, warehouse and batch.

    ``reserved_e4`` is promised to customers (占用), ``on_order_e4`` under way (在途): as of now.
    """

    item: str
    name: str
    spec: str
    unit: str
    warehouse: str
    warehouse_name: str
    batch: str
    expires: str
    quantity_e4: int
    value_fen: int
    oldest: str
    reserved_e4: int = 0
    on_order_e4: int = 0


_NOW = """
WITH place AS (
  SELECT item_id, warehouse_id, batch, quantity_e4, value_fen, 0 AS reserved_e4, 0 AS on_order_e4
    FROM balance WHERE quantity_e4 <> 0 OR value_fen <> 0
   UNION ALL
  SELECT l.item_id, l.warehouse_id, l.batch, 0, 0,
         iif(d.kind = 'sales_order', o.open_e4, 0), iif(d.kind = 'purchase_order', o.open_e4, 0)
    FROM order_line o JOIN line l ON l.id = o.line_id JOIN document d ON d.id = l.document_id
   WHERE o.open_e4 > 0
)
SELECT i.code, i.name, i.spec, i.unit, w.code, w.name, s.batch, ifnull(b.expires, ''),
       sum(s.quantity_e4), sum(s.value_fen),
       ifnull((SELECT min(age_date) FROM lot l
                WHERE l.item_id = s.item_id AND l.warehouse_id = s.warehouse_id
                  AND l.batch = s.batch AND l.left_e4 <> 0), ''),
       sum(s.reserved_e4), sum(s.on_order_e4)
  FROM place s
  JOIN item i ON i.id = s.item_id
  JOIN warehouse w ON w.id = s.warehouse_id
  LEFT JOIN batch b ON b.item_id = s.item_id AND b.batch = s.batch
 WHERE TRUE {only}
 GROUP BY s.item_id, s.warehouse_id, s.batch
 ORDER BY i.code, w.id, s.batch"""

_AS_OF = """
SELECT i.code, i.name, i.spec, i.unit, w.code, w.name, e.batch, ifnull(b.expires, ''),
       sum(e.quantity_e4), sum(e.value_fen), ''
  FROM v_effects e
  JOIN item i ON i.id = e.item_id
  JOIN warehouse w ON w.id = e.warehouse_id
  LEFT JOIN batch b ON b.item_id = e.item_id AND b.batch = e.batch
 WHERE e.date <= ? {only}
 GROUP BY e.item_id, e.warehouse_id, e.batch
HAVING sum(e.quantity_e4) <> 0 OR sum(e.value_fen) <> 0
 ORDER BY i.code, w.id, e.batch"""


def stock(
    connection: sqlite3.Connection, *, as_of: str = "", items: tuple[str, ...] = ()
) -> list[StockRow]:
    """What is in stock, by item, warehouse and batch; ``as_of`` at the end of that ISO day.

    Now also what is reserved or on order without stock.  ``items`` narrows it to some codes.
    """
    only = f"AND i.code IN ({', '.join('?' * len(items))})" if items else ""
    if as_of:
        rows = connection.execute(_AS_OF.format(only=only), (as_of, *items))
    else:
        rows = connection.execute(_NOW.format(only=only), items)
    found = [StockRow(*row) for row in rows]
    if valuation.changes(connection) and not as_of:
        return [_aged(connection, row) for row in found]
    return found


def _aged(connection: sqlite3.Connection, row: StockRow) -> StockRow:
    """With the age of the goods, where their layer is as old as the place."""
    if row.quantity_e4 <= 0:
        return row
    oldest = oldest_in(connection, row.item, row.warehouse, row.batch, row.quantity_e4)
    return row._replace(oldest=max(oldest, row.oldest))


class Standing(NamedTuple):
    """A document that can be reversed or not."""

    id: int
    number: str
    kind: str
    date: str
    sheet: str
    reversed_by: str
    paper_date: str

    @property
    def day(self) -> datetime.date:
        """The document's date."""
        return datetime.date.fromisoformat(self.date)


def standing(connection: sqlite3.Connection, number: str) -> Standing | None:
    """A document by its number."""
    row = connection.execute(
        "SELECT d.id, d.number, d.kind, d.date, d.sheet, ifnull(r.number, ''),"
        " ifnull(d.details ->> '$.paper_date', '') FROM document d"
        " LEFT JOIN document r ON r.reverses = d.id WHERE d.number = ?",
        (number,),
    ).fetchone()
    return Standing._make(row) if row else None


def turn_of(connection: sqlite3.Connection, document: int) -> int | None:
    """The place in its day that a document's moves have, for the one that corrects it."""
    (turn,) = connection.execute(
        f"SELECT min({TURN}) FROM move m JOIN line l ON l.id = m.line_id WHERE l.document_id = ?",
        (document,),
    ).fetchone()
    return None if turn is None else int(turn)


def returns_of(connection: sqlite3.Connection, document: int) -> list[str]:
    """The numbers of standing documents that return or value goods of a document."""
    rows = connection.execute(
        "SELECT DISTINCT d.number FROM line l JOIN move o ON o.line_id = l.id"
        " JOIN move m ON m.link = o.id JOIN line ml ON ml.id = m.line_id"
        " JOIN document d ON d.id = ml.document_id"
        f" WHERE l.document_id = ? AND {STANDING_MOVE} AND d.reverses IS NULL AND {UNREVERSED}"
        " ORDER BY d.id",
        (document,),
    )
    return [row[0] for row in rows]


def items_of(connection: sqlite3.Connection, document: int) -> list[str]:
    """The codes of the items that a document moves or values."""
    rows = connection.execute(
        "SELECT DISTINCT i.code FROM line l JOIN move m ON m.line_id = l.id"
        " JOIN item i ON i.id = m.item_id WHERE l.document_id = ?",
        (document,),
    )
    return [row[0] for row in rows]


def items_in(connection: sqlite3.Connection, numbers: Iterable[str]) -> list[str]:
    """The codes of the items in the lines of documents."""
    rows = connection.execute(
        "SELECT DISTINCT i.code FROM json_each(?) n JOIN document d ON d.number = n.value"
        " JOIN line l ON l.document_id = d.id JOIN item i ON i.id = l.item_id",
        (json.dumps(list(numbers)),),
    )
    return [row[0] for row in rows]


def settled_items(connection: sqlite3.Connection) -> list[tuple[str, str, bool | None]]:
    """Code and unit of every item that has a move or an open order.

    Also whether it is kept by batch, ``None`` where nothing has moved yet.
    """
    moved = "EXISTS (SELECT 1 FROM move m WHERE m.item_id = i.id)"
    rows = connection.execute(
        f"SELECT code, unit, iif({moved}, batch_managed, NULL) FROM item i WHERE {moved}"
        " OR id IN (SELECT l.item_id FROM order_line o JOIN line l ON l.id = o.line_id"
        " WHERE o.open_e4 > 0)"
    )
    return [(code, unit, None if by is None else bool(by)) for code, unit, by in rows]


class Blocked(NamedTuple):
    """A pool that would fall below zero without a document."""

    item: str
    warehouse: str
    batch: str
    short_e4: int
    since: str
    numbers: tuple[str, ...]


def blocking(
    connection: sqlite3.Connection,
    document: int,
    instead: Sequence[int] = (),
    since: str = "",
) -> list[Blocked]:
    """Where stock would fall below zero at some time if a document were not there.

    ``instead`` are documents that stand in its place already, by id: it has been reversed.  With
    an ISO day ``since`` it is undone at the end of that day's moves, and not before.
    """
    both = (document, *instead)
    pools = connection.execute(
        "SELECT DISTINCT m.item_id, m.warehouse_id, m.batch FROM move m"
        " JOIN line l ON l.id = m.line_id"
        f" WHERE l.document_id IN ({', '.join('?' * len(both))}) ORDER BY m.id",
        both,
    ).fetchall()
    found = (_blocking_pool(connection, document, instead, since, *pool) for pool in pools)
    return [blocked for blocked in found if blocked is not None]


class _Step(NamedTuple):
    """One event of a pool; it counts with the document, without it, or both."""

    day: str
    what: int
    quantity_e4: int
    number: str
    present: bool
    rest: bool


def _blocking_pool(
    connection: sqlite3.Connection,
    document: int,
    instead: Sequence[int],
    undone: str,
    item: int,
    warehouse: int,
    batch: str,
) -> Blocked | None:
    """Fold the pool's events with the document and without; who takes what is missing.

    A balance that was below zero anyway forbids nothing, only one that would fall lower.
    """
    rows = connection.execute(
        "SELECT m.date, m.phase, m.what, m.quantity_e4, d.number, d.id FROM move m"
        " JOIN line l ON l.id = m.line_id JOIN document d ON d.id = l.document_id"
        " WHERE m.item_id = ? AND m.warehouse_id = ? AND m.batch = ? AND m.what <> 1"
        f" AND (d.id = ? OR {STANDING_MOVE}) ORDER BY m.date, m.phase, {TURN}, m.id",
        (item, warehouse, batch, document),
    ).fetchall()
    present = rest = lowest = 0
    since = ""
    numbers: list[str] = []
    for step in _steps(rows, document, instead, undone):
        if step.present:
            present = _after(present, step)
        if step.rest:
            rest = _after(rest, step)
            if rest < 0 and step.quantity_e4 < 0:
                numbers.append(step.number)
        if rest < min(0, present):
            since = since or step.day
            lowest = min(lowest, rest)
    if lowest == 0:
        return None
    names = connection.execute(
        "SELECT i.code, w.name FROM item i, warehouse w WHERE i.id = ? AND w.id = ?",
        (item, warehouse),
    ).fetchone()
    takers = tuple(dict.fromkeys(filter(None, numbers)))
    return Blocked._make((*names, batch, -lowest, since, takers))


def _after(balance: int, step: _Step) -> int:
    return step.quantity_e4 if step.what == What.COUNT else balance + step.quantity_e4


def _steps(
    rows: list[tuple[Any, ...]], document: int, instead: Sequence[int], undone: str
) -> list[_Step]:
    """The events of a pool, without those of the document, or with their opposite on a day.

    Only documents in the way have a number.  The opposite stands for those who took the goods in
    between: it bears the last one's number.
    """
    steps = [
        _Step(
            day, what, quantity, "" if owner in instead else number,
            owner not in instead, bool(undone) or owner != document,
        )
        for day, _phase, what, quantity, number, owner in rows
    ]  # fmt: skip
    if undone:
        early = [row for row in rows if row[:2] <= (undone, MOVE_PHASE)]
        takers = [
            number for *_w, quantity, number, owner in early if quantity < 0 and owner != document
        ]
        effect = _effect(steps, [row[-1] == document for row in rows])
        last = takers[-1] if takers else ""
        steps.insert(len(early), _Step(undone, What.QUANTITY, -effect, last, False, True))
    return steps


def _effect(steps: list[_Step], own: list[bool]) -> int:
    """What some of the events changed the balance by, counts too."""
    balance = effect = 0
    for step, counts in zip(steps, own, strict=True):
        after = _after(balance, step)
        effect += after - balance if counts else 0
        balance = after
    return effect
