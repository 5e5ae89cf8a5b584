"""The table 待办 of 经营分析: what somebody should see to, and which documents and goods it is."""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from jxc_xl.domain.cells import Raw
from jxc_xl.domain.numbers import QUANTITY, money, plain
from jxc_xl.domain.tables import analysis, table_named
from jxc_xl.i18n import gettext as _
from jxc_xl.ledger import trade
from jxc_xl.ledger.orders import OrderLine, open_lines
from jxc_xl.ledger.queries import StockRow, stock

_ROOM = 44
"""How wide the words may be that say which, in characters; the others are counted."""


def todo(
    connection: sqlite3.Connection, today: date, *, near_days: int, large_fen: int
) -> Sequence[Mapping[str, Raw]]:
    """One row for each kind of work, as the books stand now.

    ``near_days`` is 设置 临期天数, ``large_fen`` 设置 大额订单: an order is large that has goods
    for so much money still to be delivered.
    """
    orders = open_lines(connection)
    positions = stock(connection)
    found = {
        "逾期订单": ("open_orders", [_overdue(line) for line in orders if _is_late(line, today)]),
        "订单缺货": ("stock", _waited_for(positions)),
        "大额订单": (
            "open_orders",
            [_large(order) for order in trade.large_orders(connection, large_fen)],
        ),
        "暂估未到票": ("purchases", [_estimated(p) for p in trade.provisional(connection)]),
        "临期批次": ("stock", _expiring(positions, today + timedelta(near_days))),
    }
    return [_row(matter, *found[matter]) for matter in analysis.TODO]


def _row(matter: str, table: str, which: Sequence[str]) -> Mapping[str, Raw]:
    return {
        "matter": matter,
        "sheet": table_named(table).sheet,
        "count": float(len(which)),
        "which": _listed(which),
    }


def _listed(which: Sequence[str]) -> str | None:
    """The first, or as many as there is room for, and how many more there are."""
    if not which:
        return None
    shown = [which[0]]
    for words in which[1:]:
        if _width("；".join([*shown, words])) > _ROOM:
            break
        shown.append(words)
    named = "；".join(shown)
    rest = len(which) - len(shown)
    if not rest:
        return named
    return _("{named}, and {n} more").format(named=named, n=rest)


def _width(words: str) -> int:
    """How wide words are; a Chinese character counts for two."""
    return sum(1 + (ord(letter) > 255) for letter in words)


def _is_late(line: OrderLine, today: date) -> bool:
    return line.due is not None and line.due < today


def _overdue(line: OrderLine) -> str:
    return _("{number} {item}, due {day}").format(
        number=line.number, item=line.item_name, day=line.due
    )


def _waited_for(positions: Sequence[StockRow]) -> list[str]:
    """What orders promised beyond what is there, by item: what one warehouse lacks counts."""
    return [
        _("{item} lacks {quantity} {unit}").format(
            item=row.name,
            quantity=f"{plain(row.reserved_e4 - row.quantity_e4, QUANTITY):f}",
            unit=row.unit,
        )
        for row in positions
        if row.reserved_e4 > max(row.quantity_e4, 0)
    ]


def _large(order: trade.Large) -> str:
    return _("{number} {partner} {amount}").format(
        number=order.number, partner=order.partner, amount=f"{money(order.open_fen):,}"
    )


def _estimated(receipt: trade.Provisional) -> str:
    return _("{number} {partner} {amount}").format(
        number=receipt.number, partner=receipt.partner, amount=f"{money(receipt.amount_fen):,}"
    )


def _expiring(positions: Sequence[StockRow], until: date) -> list[str]:
    """Batches in stock that expire by a day or have expired, the first to expire first."""
    last = until.isoformat()
    soon = [row for row in positions if row.expires and row.expires <= last and row.quantity_e4 > 0]
    return [
        _("{item} {batch}, expires {day}").format(item=row.name, batch=row.batch, day=row.expires)
        for row in sorted(soon, key=lambda row: (row.expires, row.item, row.batch))
    ]
