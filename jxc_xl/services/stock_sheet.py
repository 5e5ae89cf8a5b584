"""The 库存 sheet: the position as it is now."""

import sqlite3
from datetime import date, datetime

from jxc_xl.domain.cells import Raw
from jxc_xl.domain.numbers import FEN, PRICE, QUANTITY, unit_cost_e6
from jxc_xl.domain.tables import table_named
from jxc_xl.ledger.queries import StockRow, stock
from jxc_xl.workbook.book import Book


def write_stock(book: Book, connection: sqlite3.Connection, today: date) -> None:
    """Replace the rows of 库存; 可用库存 in the entry sheets looks there."""
    table = table_named("stock")
    rows = [
        {table.header(name): value for name, value in stock_cells(row, today).items()}
        for row in stock(connection)
    ]
    book.replace_table(table.name, rows)


def stock_cells(row: StockRow, today: date) -> dict[str, Raw]:
    """One position as cells by field; nothing is reserved or on order without orders."""
    return {
        "item": row.item,
        "name": row.name,
        "spec": row.spec or None,
        "unit": row.unit,
        "warehouse": row.warehouse_name,
        "batch": row.batch or None,
        "expires": datetime.fromisoformat(row.expires) if row.expires else None,
        "on_hand": row.quantity_e4 / QUANTITY,
        "reserved": 0.0,
        "available": row.quantity_e4 / QUANTITY,
        "on_order": 0.0,
        "unit_cost": unit_cost_e6(row.value_fen, row.quantity_e4) / PRICE,
        "value": row.value_fen / FEN,
        "age_days": float((today - date.fromisoformat(row.oldest)).days) if row.oldest else None,
    }
