"""Shapes of other people's files that are none of our tables but often met.

They are declared like tables and found by the same means; nobody has such a sheet.  What their
rows become is said in :mod:`jxc_xl.domain.importing.presets`.
"""

from dataclasses import replace

from jxc_xl.domain.tables.columns import Cell, Column, Role, Table
from jxc_xl.domain.tables.entry import MOVEMENTS, SALES
from jxc_xl.domain.tables.masters import ITEMS


def _of(table: Table, *fields: str) -> tuple[Column, ...]:
    return tuple(replace(table.by_field[field], required=False) for field in fields)


_MASTER_FIELDS = tuple(
    column.field
    for column in ITEMS.columns
    if column.field not in ("code", "name", "unit", "batch_managed") and not column.technical
)

STOCK_LIST = Table(
    "stock_list",
    "库存表",
    Role.MASTER,
    (
        Column("code", "商品编码", Cell.CODE),
        Column("name", "名称", required=True),
        Column("unit", "单位", required=True),
        Column("quantity", "库存数量", Cell.QUANTITY, required=True),
        replace(MOVEMENTS.by_field["price"], header="成本单价"),
        replace(MOVEMENTS.by_field["amount"], header="库存金额"),
        *_of(MOVEMENTS, "date", "warehouse", "batch", "made", "expires"),
        *_of(ITEMS, *_MASTER_FIELDS),
    ),
)
"""An old list of what there is: each line an item, and what of it is in a warehouse."""

MALL_ORDERS = Table(
    "mall_orders",
    "网店订单",
    Role.ENTRY,
    (
        Column("number", "订单编号", Cell.CODE, required=True),
        Column("date", "订单付款时间", Cell.DATE, required=True),
        Column("item", "商家编码", Cell.CODE, required=True),
        Column("title", "宝贝标题"),
        Column("quantity", "购买数量", Cell.QUANTITY, required=True),
        Column("price", "宝贝单价", Cell.PRICE),
        Column("total", "实付金额", Cell.AMOUNT),
        Column("buyer", "买家"),
        Column("order_state", "订单状态"),
        *_of(SALES, "warehouse", "handler", "waybill", "address", "channel", "note"),
    ),
)
"""What an online mall exports: each line an article of an order."""

FOREIGN_TABLES = (STOCK_LIST, MALL_ORDERS)
