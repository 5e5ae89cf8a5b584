"""收发存: what each item of each warehouse began a month with, took in, gave out, ended with."""

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

_MONTHS = """
SELECT month, item, warehouse, opening_quantity_e4, opening_amount_fen, received_quantity_e4,
       received_amount_fen, issued_quantity_e4, issued_amount_fen, closing_quantity_e4,
       closing_amount_fen
  FROM v_period ORDER BY month, item, warehouse"""

_BALANCES = """
SELECT i.code, w.code, sum(b.quantity_e4), sum(b.value_fen) FROM balance b
  JOIN item i ON i.id = b.item_id JOIN warehouse w ON w.id = b.warehouse_id
 GROUP BY b.item_id, b.warehouse_id"""


class Amount(NamedTuple):
    """A quantity and what it is worth."""

    quantity_e4: int
    value_fen: int


class Broken(NamedTuple):
    """A figure of a month that is not what the month before, or the stock, says it is.

    ``month`` is ``""`` for the stock of today.
    """

    month: str
    item: str
    warehouse: str


def broken_months(connection: sqlite3.Connection) -> Iterator[Broken]:
    """Where 期初 + 收入 − 发出 = 期末 fails, or one month does not begin where another ended."""
    closing: dict[tuple[str, str], Amount] = {}
    for month, item, warehouse, *figures in connection.execute(_MONTHS):
        opening, received, issued, closed = (
            Amount(*figures[place : place + 2]) for place in range(0, 8, 2)
        )
        ends = Amount(*(a + b - c for a, b, c in zip(opening, received, issued, strict=True)))
        if closing.get((item, warehouse), Amount(0, 0)) != opening or ends != closed:
            yield Broken(month, item, warehouse)
        closing[item, warehouse] = closed
    now = {(item, place): Amount(*rest) for item, place, *rest in connection.execute(_BALANCES)}
    for key in sorted(closing.keys() | now.keys()):
        if closing.get(key, Amount(0, 0)) != now.get(key, Amount(0, 0)):
            yield Broken("", *key)
