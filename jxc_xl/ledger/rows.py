"""Ledger lines as sheets show them: what stands behind the rows that carry their ids."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from jxc_xl.ledger.counts import DIFFERENCE
from jxc_xl.ledger.standing import PENDING, UNREVERSED

_CHUNK = 500

_SQL = f"""
SELECT l.row_id, d.number, d.kind, d.date, d.sheet, d.counterpart_number,
       ifnull(p.code, ''), d.partner_name, ifnull(r.number, ''), d.posted_at,
       ifnull(i.code, ''), l.item_name, l.item_spec, l.unit,
       ifnull(w.code, ''), l.warehouse_name, ifnull(t.code, ''), l.to_warehouse_name, l.batch,
       ifnull(l.made, ''), ifnull(l.expires, ''),
       CASE d.kind WHEN 'count'
         THEN (SELECT sum({DIFFERENCE}) FROM move m WHERE m.line_id = l.id)
         ELSE l.quantity_e4 END,
       l.unit_price_e6, l.share_e6, l.tax_rate_e6, l.amount_fen, l.tax_fen,
       l.total_fen, {PENDING}, l.link, o.fulfilled_e4, o.open_e4, o.closed,
       l.factor_e6, l.details,
       ifnull((SELECT sum(c.value_fen) FROM move m JOIN cost c ON c.move_id = m.id
                WHERE m.line_id = l.id AND m.pair IS NULL AND c.lot_id <> 0), 0)
     - ifnull((SELECT sum(b.value_fen) FROM move m JOIN lot b
                 ON b.id >= m.id << 20 AND b.id < (m.id + 1) << 20
                WHERE m.line_id = l.id AND m.pair IS NULL), 0)
  FROM line l
  JOIN document d ON d.id = l.document_id
  LEFT JOIN item i ON i.id = l.item_id
  LEFT JOIN warehouse w ON w.id = l.warehouse_id
  LEFT JOIN warehouse t ON t.id = l.to_warehouse_id
  LEFT JOIN partner p ON p.id = d.partner_id
  LEFT JOIN document r ON r.reverses = d.id
  LEFT JOIN order_line o ON o.line_id = l.id
 WHERE l.row_id IN ({{marks}})"""


@dataclass(slots=True)
class PostedRow:
    """One ledger line with what its document says; dates in ISO, ``""`` for none.

    ``quantity_e4`` of a count is the difference that it makes now, below 0 for a loss.
    ``provisional`` is 1 while the price is 暂估.
    ``cost_fen`` is what its issue cost now; negative for what came in.  What of an order is
    fulfilled and what is open (``None`` on other documents) are in the item's own unit.
    """

    row_id: str
    number: str
    kind: str
    date: str
    sheet: str
    counterpart_number: str
    partner: str
    partner_name: str
    reversed_by: str
    posted_at: str
    item: str
    name: str
    spec: str
    unit: str
    warehouse: str
    warehouse_name: str
    to_warehouse: str
    to_warehouse_name: str
    batch: str
    made: str
    expires: str
    quantity_e4: int
    price_e6: int
    share_e6: int
    tax_rate_e6: int
    amount_fen: int
    tax_fen: int
    total_fen: int
    provisional: int
    link: str
    fulfilled_e4: int | None
    open_e4: int | None
    closed: int | None
    factor_e6: int
    details: dict[str, str]
    cost_fen: int


def posted_rows(connection: sqlite3.Connection, row_ids: Iterable[str]) -> dict[str, PostedRow]:
    """The ledger lines of row ids; ids the ledger does not have are left out."""
    found: dict[str, PostedRow] = {}
    for chunk in _chunks(list(dict.fromkeys(row_ids))):
        marks = ", ".join("?" * len(chunk))
        for *values, details, cost in connection.execute(_SQL.format(marks=marks), chunk):
            row = PostedRow(*[*values, json.loads(details), cost])
            found[row.row_id] = row
    return found


def batches_taken(connection: sqlite3.Connection, row_id: str) -> list[tuple[str, int]]:
    """The batches that a line's goods left, and how much of each in the item's unit, × 10⁴."""
    return connection.execute(
        "SELECT m.batch, -m.quantity_e4 FROM move m JOIN line l ON l.id = m.line_id"
        " WHERE l.row_id = ? AND m.quantity_e4 < 0 AND m.link IS NULL ORDER BY m.id",
        (row_id,),
    ).fetchall()


def lines_of(connection: sqlite3.Connection, number: str) -> dict[str, str]:
    """The row ids of a document's lines, in order, with the item code of each."""
    rows = connection.execute(
        "SELECT l.row_id, ifnull(i.code, '') FROM line l JOIN document d ON d.id = l.document_id"
        " LEFT JOIN item i ON i.id = l.item_id"
        " WHERE d.number = ? AND l.row_id IS NOT NULL ORDER BY l.id",
        (number,),
    )
    return dict(rows)


def orphan_lines(
    connection: sqlite3.Connection,
    fingerprints: Iterable[int],
    workbook: tuple[str, str],
    sheet: str,
    carried: frozenset[str],
) -> list[tuple[int, str]]:
    """Standing lines posted from a workbook (id and path) that no row carries any more.

    Only those with one of the fingerprints; as (fingerprint, row id) in posting order.
    """
    posted_from_here = connection.execute(
        "SELECT 1 FROM document WHERE workbook_id = ? LIMIT 1", workbook[:1]
    ).fetchone()
    if posted_from_here is None:
        return []
    found: list[tuple[int, str, int]] = []
    for chunk in _chunks(list(set(fingerprints))):
        marks = ", ".join("?" * len(chunk))
        found += connection.execute(
            "SELECT l.typed, l.row_id, l.id FROM line l JOIN document d ON d.id = l.document_id"
            f" WHERE l.typed IN ({marks}) AND d.workbook_id = ? AND d.workbook = ?"
            f" AND d.sheet = ? AND {UNREVERSED}",
            (*chunk, *workbook, sheet),
        )
    found.sort(key=lambda row: row[2])
    return [(mark, row_id) for mark, row_id, _id in found if row_id not in carried]


def posted_like(
    connection: sqlite3.Connection, sheet: str, fingerprints: Iterable[int]
) -> Counter[int]:
    """How many standing lines of a sheet, from whatever workbook, have each fingerprint."""
    found: Counter[int] = Counter()
    for chunk in _chunks(list(set(fingerprints))):
        marks = ", ".join("?" * len(chunk))
        rows = connection.execute(
            "SELECT l.typed, count(*) FROM line l JOIN document d ON d.id = l.document_id"
            f" WHERE l.typed IN ({marks}) AND d.sheet = ? AND {UNREVERSED} GROUP BY l.typed",
            (*chunk, sheet),
        )
        found.update(dict(rows.fetchall()))
    return found


def opening_lines(connection: sqlite3.Connection) -> Iterator[tuple[str, str, int]]:
    """Item code, batch and quantity × 10⁴ of every standing opening balance."""
    yield from connection.execute(
        "SELECT i.code, l.batch, l.quantity_e4 FROM line l JOIN document d ON d.id = l.document_id"
        f" JOIN item i ON i.id = l.item_id WHERE d.kind = 'opening' AND {UNREVERSED}"
    )


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]
