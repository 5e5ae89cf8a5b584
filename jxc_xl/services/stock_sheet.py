"""The sheets 库存 and 订单跟踪: the position and the open orders as they are now."""

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time

from jxc_xl.domain.cells import Raw
from jxc_xl.domain.numbers import FEN, PRICE, QUANTITY, unit_cost_e6
from jxc_xl.domain.tables import table_named
from jxc_xl.ledger.orders import OrderLine, any_order, open_lines
from jxc_xl.ledger.queries import StockRow, stock
from jxc_xl.services.marks import PARTLY, UNTOUCHED
from jxc_xl.workbook.book import Book


def write_stock(book: Book, connection: sqlite3.Connection, today: date) -> None:
    """Replace the rows of 库存; 可用库存 in the entry sheets looks there."""
    _replace(book, "stock", stock_rows(stock(connection), today))


def stock_rows(positions: Iterable[StockRow], today: date) -> list[dict[str, Raw]]:
    """The rows of 库存 by field."""
    return [stock_cells(row, today) for row in positions]


def write_open_orders(book: Book, connection: sqlite3.Connection, today: date) -> None:
    """Replace the rows of 订单跟踪, if there ever was an order."""
    if any_order(connection):
        _replace(book, "open_orders", open_order_rows(connection, today))


def open_order_rows(connection: sqlite3.Connection, today: date) -> list[dict[str, Raw]]:
    """The rows of 订单跟踪 by field."""
    return [order_cells(line, today) for line in open_lines(connection)]


def _replace(book: Book, name: str, rows: Iterable[Mapping[str, Raw]]) -> None:
    table = table_named(name)
    book.replace_table(name, [{table.header(f): cell for f, cell in row.items()} for row in rows])


def order_cells(line: OrderLine, today: date) -> dict[str, Raw]:
    """One open line of an order as cells by field; overdue from the day after it was due."""
    late = (today - line.due).days if line.due else 0
    return {
        "number": line.number,
        "date": datetime.combine(line.date, time()),
        "partner": line.partner_name,
        "item": line.item,
        "name": line.item_name,
        "ordered": line.ordered_e4 / QUANTITY,
        "fulfilled": line.fulfilled_e4 / QUANTITY,
        "open": line.open_e4 / QUANTITY,
        "due": datetime.combine(line.due, time()) if line.due else None,
        "overdue_days": float(late) if late > 0 else None,
        "status": PARTLY if line.fulfilled_e4 else UNTOUCHED,
    }


def stock_cells(row: StockRow, today: date) -> dict[str, Raw]:
    """One position as cells by field."""
    return {
        "item": row.item,
        "name": row.name,
        "spec": row.spec or None,
        "unit": row.unit,
        "warehouse": row.warehouse_name,
        "batch": row.batch or None,
        "expires": datetime.fromisoformat(row.expires) if row.expires else None,
        "on_hand": row.quantity_e4 / QUANTITY,
        "reserved": row.reserved_e4 / QUANTITY,
        "available": (row.quantity_e4 - row.reserved_e4) / QUANTITY,
        "on_order": row.on_order_e4 / QUANTITY,
        "unit_cost": unit_cost_e6(row.value_fen, row.quantity_e4) / PRICE,
        "value": row.value_fen / FEN,
        "age_days": float((today - date.fromisoformat(row.oldest)).days) if row.oldest else None,
    }
