"""jxc stock: what is there, now or at the end of a day."""

from datetime import date
from typing import Any

from jxc_xl.domain.numbers import FEN, PRICE, QUANTITY, divide, money, plain, unit_cost_e6
from jxc_xl.domain.tables import table_named
from jxc_xl.errors import UsageError
from jxc_xl.i18n import gettext as _
from jxc_xl.i18n import ngettext
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.masters import Masters
from jxc_xl.ledger.queries import StockRow, stock
from jxc_xl.services.report import Report
from jxc_xl.services.stock_sheet import write_open_orders, write_stock
from jxc_xl.workbook.book import Book


def query_stock(
    ledger: Ledger, *, as_of: date | None = None, items: tuple[str, ...] = ()
) -> Report:
    """The position by item, warehouse and batch; ``items`` narrows it to some codes.

    :class:`UsageError` for a code that the ledger does not have.
    """
    with ledger.reading() as connection:
        masters = Masters(connection)
        for code in items:
            if masters.item_id(code) is None:
                raise UsageError(
                    _("There is no item {code} in the ledger.").format(code=code),
                    _("Look up the code on the sheet 商品."),
                )
        rows = stock(connection, as_of=as_of.isoformat() if as_of else "", items=items)
    report = Report("stock")
    report.extra = {
        "as_of": as_of,
        "stock": [_position(row) for row in rows],
        "total_value": money(sum(row.value_fen for row in rows)),
    }
    if rows:
        report.table = [_headers(), *(_shown(row) for row in rows)]
    words = ngettext(
        "{n} position, stock value {value}", "{n} positions, stock value {value}", len(rows)
    )
    report.summary = [words.format(n=len(rows), value=report.extra["total_value"])]
    return report


def show_stock(book: Book, ledger: Ledger, *, today: date) -> Report:
    """Fill 库存 and 订单跟踪 with what is as of now; the workbook is not stored."""
    with book.batch():
        write_stock(book, ledger.connection, today)
        write_open_orders(book, ledger.connection, today)
        book.write_name("jxc_refreshed", today.isoformat())
    return query_stock(ledger)


_SHOWN = (
    "item", "name", "warehouse", "batch", "on_hand", "available", "on_order", "unit", "unit_cost",
    "value",
)  # fmt: skip


def _headers() -> tuple[str, ...]:
    """The headers of the sheet 库存."""
    table = table_named("stock")
    return tuple(table.header(field) for field in _SHOWN)


def _shown(row: StockRow) -> tuple[str, ...]:
    return (
        row.item,
        row.name,
        row.warehouse_name,
        row.batch,
        f"{plain(row.quantity_e4, QUANTITY):f}",
        f"{plain(row.quantity_e4 - row.reserved_e4, QUANTITY):f}",
        f"{plain(row.on_order_e4, QUANTITY):f}",
        row.unit,
        f"{money(divide(unit_cost_e6(row.value_fen, row.quantity_e4), PRICE // FEN)):f}",
        f"{money(row.value_fen):f}",
    )


def _position(row: StockRow) -> dict[str, Any]:
    return {
        "item": row.item,
        "name": row.name,
        "unit": row.unit,
        "warehouse": row.warehouse,
        "batch": row.batch,
        "quantity": plain(row.quantity_e4, QUANTITY),
        "value": money(row.value_fen),
        "unit_cost": plain(unit_cost_e6(row.value_fen, row.quantity_e4), PRICE),
        "reserved": plain(row.reserved_e4, QUANTITY),
        "available": plain(row.quantity_e4 - row.reserved_e4, QUANTITY),
        "on_order": plain(row.on_order_e4, QUANTITY),
    }
