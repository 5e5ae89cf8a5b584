"""收发存: what each item of each warehouse began a month with, took in, gave out, ended with."""

import sqlite3
from collections.abc import Collection, Iterator
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

_MONTHS = """
SELECT p.month, i.id, w.id, opening_quantity_e4, opening_amount_fen, received_quantity_e4,
       received_amount_fen, issued_quantity_e4, issued_amount_fen, closing_quantity_e4,
       closing_amount_fen
  FROM v_period p JOIN item i ON i.code = p.item JOIN warehouse w ON w.code = p.warehouse
 ORDER BY p.month, i.id, w.id"""

_BALANCES = """
SELECT item_id, warehouse_id, sum(quantity_e4), sum(value_fen) FROM balance GROUP BY 1, 2"""


class Amount(NamedTuple):
    """A quantity and what it is worth."""

    quantity_e4: int
    value_fen: int


_NOTHING = Amount(0, 0)


class Figures(NamedTuple):
    """One item in one warehouse over a month; items and warehouses by id."""

    item: int
    warehouse: int
    opening: Amount
    received: Amount
    issued: Amount
    closing: Amount

    @property
    def adds_up(self) -> bool:
        """Whether 期初 + 收入 − 发出 = 期末."""
        before_and_after = zip(*self[2:], strict=True)
        return all(begins + came - went == ends for begins, came, went, ends in before_and_after)


class Broken(NamedTuple):
    """A figure of a month that is not what the month before, or the stock, says it is.

    ``month`` is ``""`` for the stock of today; item and warehouse by code.
    """

    month: str
    item: str
    warehouse: str


def _moved(connection: sqlite3.Connection) -> Iterator[tuple[str, list[Figures]]]:
    """Month by month, the figures of what moved in it."""
    rows = connection.execute(_MONTHS)
    for month, group in groupby(rows, itemgetter(0)):
        yield (
            month,
            [
                Figures(item, place, *(Amount(*rest[n : n + 2]) for n in range(0, 8, 2)))
                for _month, item, place, *rest in group
            ],
        )


def figures_of(connection: sqlite3.Connection, months: Collection[str]) -> dict[str, list[Figures]]:
    """The figures of some months as they derive now, also of goods that only lay there.

    Ordered by item and warehouse; what neither moved nor lay there is left out.
    """
    found: dict[str, list[Figures]] = {}
    lying: dict[tuple[int, int], Amount] = {}
    wanted = sorted(months)
    for month, moved in [*_moved(connection), ("9999-99", [])]:
        while wanted and wanted[0] < month:  # nothing moved in it
            found[wanted.pop(0)] = _together(lying, [])
        if wanted and wanted[0] == month:
            found[wanted.pop(0)] = _together(lying, moved)
        lying |= {(entry.item, entry.warehouse): entry.closing for entry in moved}
    return found


def _together(lying: dict[tuple[int, int], Amount], moved: list[Figures]) -> list[Figures]:
    still = lying.keys() - {(entry.item, entry.warehouse) for entry in moved}
    rest = [
        Figures(*key, lying[key], _NOTHING, _NOTHING, lying[key])
        for key in still
        if lying[key] != _NOTHING
    ]
    return sorted([*moved, *rest])


def broken_months(connection: sqlite3.Connection) -> Iterator[Broken]:
    """Where 期初 + 收入 − 发出 = 期末 fails, or one month does not begin where another ended."""
    closing: dict[tuple[int, int], Amount] = {}
    for month, moved in _moved(connection):
        for entry in moved:
            key = (entry.item, entry.warehouse)
            if not entry.adds_up or closing.get(key, _NOTHING) != entry.opening:
                yield Broken(month, *codes_of(connection, *key))
            closing[key] = entry.closing
    now = {(item, place): Amount(*rest) for item, place, *rest in connection.execute(_BALANCES)}
    for key in sorted(closing.keys() | now.keys()):
        if closing.get(key, _NOTHING) != now.get(key, _NOTHING):
            yield Broken("", *codes_of(connection, *key))


def codes_of(connection: sqlite3.Connection, item: int, warehouse: int) -> tuple[str, str]:
    """The codes behind two ids."""
    found: tuple[str, str] = connection.execute(
        "SELECT i.code, w.code FROM item i, warehouse w WHERE i.id = ? AND w.id = ?",
        (item, warehouse),
    ).fetchone()
    return found
