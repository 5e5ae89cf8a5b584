"""The worksheet functions, each for one item: ``JXC.STOCK(item, warehouse, date)`` and so on.

Quantities are in the item's own unit, money in yuan.  A figure leaves as a float at this edge only:
it is computed in integers and is the one that ``jxc stock`` prints.  What cannot be answered raises
:class:`jxc_functions.errors.CellError`.
"""

from __future__ import annotations

from datetime import date as Date  # noqa: N812 - a parameter is called date

from jxc_functions.books import Books
from jxc_functions.declaration import Block, Day, worksheet_function
from jxc_functions.directory import Item, Warehouse
from jxc_functions.errors import CellError, Trouble
from jxc_functions.positions import Position
from jxc_functions.words import N_, NO_STOCK, say

_QUANTITY = 10_000
_PRICE = 1_000_000
_FEN = 100
_FIRST_DAY = Date(1899, 12, 30).toordinal()


@worksheet_function(N_("Quantity on hand of an item, now or at the end of a day."))
def stock(
    books: Books, item: Item, warehouse: Warehouse | None = None, date: Day | None = None
) -> float:
    """库存数量, as ``jxc stock`` counts it; 0 for an item without stock."""
    return books.quantity_e4(item, warehouse, date or "") / _QUANTITY


@worksheet_function(N_("Quantity on hand that is not promised to customers."))
def available(
    books: Books, item: Item, warehouse: Warehouse | None = None, date: Day | None = None
) -> float:
    """可用数量: 库存数量 − 占用数量; 占用 is known as of now only and is left out for a date."""
    present = books.quantity_e4(item, warehouse, date or "")
    return (present if date else present - books.reserved_e4(item, warehouse)) / _QUANTITY


@worksheet_function(N_("Unit cost of what is on hand: its value divided by its quantity."))
def cost(
    books: Books, item: Item, warehouse: Warehouse | None = None, date: Day | None = None
) -> float:
    """成本单价, rounded to 6 decimals; ``#DIV/0!`` without stock, for 0 would be a wrong cost."""
    position = books.position(item, warehouse, date or "")
    if position.quantity_e4 == 0:
        raise CellError(Trouble.DIVIDED_BY_ZERO, say(NO_STOCK))
    return _unit_cost(position)


@worksheet_function(N_("Name of an item."))
def name(books: Books, item: Item) -> str:  # noqa: ARG001 - the item was looked up in them
    """名称, as the ledger has it."""
    return item.name


@worksheet_function(
    N_("What is left of each receipt of one item, the next to be taken first. Enter as array."),
    columns=("入库日期", "来源单据", "仓库", "批号", "数量", "单价", "金额"),
)
def lots(
    books: Books, item: Item, warehouse: Warehouse | None = None, date: Day | None = None
) -> Block:
    """The FIFO layers: one row each, blank cells if nothing is on hand.

    The date is a serial number: the cell's format makes it a date.
    """
    rows: Block = [
        (
            float(Date.fromisoformat(layer.day).toordinal() - _FIRST_DAY),
            layer.source,
            books.warehouse_name(layer.warehouse),
            layer.batch,
            layer.left.quantity_e4 / _QUANTITY,
            _unit_cost(layer.left),
            layer.left.value_fen / _FEN,
        )
        for layer in books.layers(item, warehouse, date or "")
    ]
    return rows or [("",) * 7]


@worksheet_function(
    N_("Why another JXC function with the same arguments shows an error; blank if none does."),
    explains=True,
)
def hint(
    books: Books, item: Item, warehouse: Warehouse | None = None, date: Day | None = None
) -> str:
    """The sentence behind ``#N/A``, ``#VALUE!`` or ``#DIV/0!``."""
    has_cost = books.quantity_e4(item, warehouse, date or "") != 0
    return "" if has_cost else say(NO_STOCK)


def _unit_cost(position: Position) -> float:
    """Value / quantity with 6 decimals, rounded half up, away from zero."""
    dividend = position.value_fen * (_PRICE // _FEN) * _QUANTITY
    divisor = position.quantity_e4
    if divisor < 0:
        dividend, divisor = -dividend, -divisor
    rounded = (2 * abs(dividend) + divisor) // (2 * divisor)
    return (rounded if dividend >= 0 else -rounded) / _PRICE
