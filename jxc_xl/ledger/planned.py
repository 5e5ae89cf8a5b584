"""What the last 重算 found of each item, for whoever asks between two of them.

Not a projection: it also depends on 设置 and on the day it was made, like the sheets ABC分析 and
补货建议 that show the same.  The worksheet functions read it through the view ``v_planned``.
"""

import json
import sqlite3
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple


class Expected(NamedTuple):
    """How much of an item is expected to be sold (× 10⁴) in some days, from ``first`` on."""

    first: date
    days: int
    quantity_e4: int


class Planned(NamedTuple):
    """An item's row: quantities in its own unit × 10⁴; ``expected`` periods follow each other."""

    item: str
    abc: str
    xyz: str
    daily_e4: int
    safety_stock_e4: int
    reorder_point_e4: int
    economic_e4: int
    expected: tuple[Expected, ...] = ()


def store(connection: sqlite3.Connection, as_of: date, rows: Iterable[Planned]) -> None:
    """Put these rows in the place of those before, inside an open transaction.

    Items are kept by code and not as a reference: one that nothing else needs may be deleted, and
    one that is not posted yet shows once it is.
    """
    connection.execute("DELETE FROM planned")
    connection.executemany(
        "INSERT OR REPLACE INTO planned VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                row.item,
                as_of.isoformat(),
                row.abc,
                row.xyz,
                row.daily_e4,
                row.safety_stock_e4,
                row.reorder_point_e4,
                row.economic_e4,
                json.dumps([(when.first.isoformat(), *when[1:]) for when in row.expected]),
            )
            for row in rows
        ),
    )


def classes(connection: sqlite3.Connection) -> tuple[dict[str, str], date | None]:
    """ABC分类 by item code, and as of which day; nothing before the first 重算."""
    rows = connection.execute("SELECT item, abc, as_of FROM v_planned").fetchall()
    as_of = date.fromisoformat(rows[0][2]) if rows else None
    return {item: abc for item, abc, _as_of in rows}, as_of
