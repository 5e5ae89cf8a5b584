"""What counts say in the books: their lines with the differences that they make now."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from jxc_xl.ledger.counts import DIFFERENCE, WORTH
from jxc_xl.ledger.standing import UNREVERSED


class Result(NamedTuple):
    """A counted line; what it is worth is below 0 for a loss.

    ``tax_rate_e6`` is the rate by which the input tax of a loss is taken back, ``details`` what was
    written beside the count.
    """

    number: str
    date: str
    warehouse: str
    warehouse_name: str
    item: str
    name: str
    spec: str
    unit: str
    batch: str
    abc: str
    counted_e4: int
    difference_e4: int
    value_fen: int
    tax_rate_e6: int
    details: Mapping[str, str]

    @property
    def book_e4(self) -> int:
        """What the books have had at the time of the count."""
        return self.counted_e4 - self.difference_e4


_RESULTS = f"""
SELECT d.number, d.date, w.code, l.warehouse_name, i.code, l.item_name, l.item_spec, l.unit,
       l.batch,
       ifnull((SELECT s.abc FROM stocktake_event e JOIN stocktake_line s ON s.event_id = e.id
                WHERE e.number = d.details ->> '$.stocktake' AND NOT e.cancelled
                  AND s.item_id = l.item_id AND s.warehouse_id = l.warehouse_id
                  AND s.batch = l.batch), ''),
       m.quantity_e4, {DIFFERENCE}, {WORTH}, l.tax_rate_e6, l.details
  FROM document d
  JOIN line l ON l.document_id = d.id
  JOIN move m ON m.line_id = l.id
  JOIN item i ON i.id = l.item_id
  JOIN warehouse w ON w.id = l.warehouse_id
 WHERE d.kind = 'count' AND {UNREVERSED} {{only}}
 ORDER BY d.date, d.id, l.id"""


def results(connection: sqlite3.Connection, number: str = "") -> Iterator[Result]:
    """The lines of one standing count, or of all of them, by date."""
    only = "AND d.number = ?" if number else ""
    rows = connection.execute(_RESULTS.format(only=only), (number,) if number else ())
    for *values, details in rows:
        yield Result._make((*values, json.loads(details)))
