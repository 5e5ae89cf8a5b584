"""The worksheet functions, each for one item: ``JXC.STOCK(item, warehouse, date)`` and so on.

Quantities are in the item's own unit, money in yuan.  A figure leaves as a float at this edge only:
it is computed in integers and is the one that ``jxc stock`` prints.  What cannot be answered raises
:class:`jxc_functions.errors.CellError`.
"""

from __future__ import annotations

from datetime import date as Date  # noqa: N812 - a parameter is called date

from jxc_functions.books import Books
from jxc_functions.declaration import (
    Block,
    Cell,
    Day,
    FirstDay,
    LastDay,
    Place,
    UntilDay,
    worksheet_function,
)
from jxc_functions.directory import Customer, Item, Warehouse
from jxc_functions.errors import CellError, Trouble, unknown, wrong
from jxc_functions.planned import Planned
from jxc_functions.positions import Position
from jxc_functions.words import (
    DAYS_CROSSED,
    N_,
    NEVER_BOUGHT,
    NEVER_SOLD,
    NO_STOCK,
    NOT_PLANNED,
    say,
)

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


@worksheet_function(N_("Value of what is on hand, at cost."))
def value(
    books: Books, item: Item, warehouse: Warehouse | None = None, date: Day | None = None
) -> float:
    """库存金额 in yuan; 0 for an item without stock."""
    return books.position(item, warehouse, date or "").value_fen / _FEN


@worksheet_function(
    N_("Price at which an item was last bought or, with a customer, last sold to this customer.")
)
def price(
    books: Books, item: Item, customer: Customer | None = None, date: Day | None = None
) -> float:
    """单价 as it was typed, before 折扣, per the item's own unit; ``#N/A`` if there was none."""
    found = books.price_e6(item, customer, date or "")
    if found is None:
        raise unknown(say(NEVER_SOLD if customer else NEVER_BOUGHT))
    return found / _PRICE


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
            _serial(layer.day),
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
    N_("Everything that came and went of one item, with what was there then. Enter as array."),
    columns=("日期", "单据编号", "类型", "仓库", "批号", "收入", "发出", "结存"),
)
def moves(
    books: Books,
    item: Item,
    warehouse: Warehouse | None = None,
    first: FirstDay | None = None,
    last: LastDay | None = None,
) -> Block:
    """The 明细账 in quantities: one row a move, blank cells if nothing ever moved.

    With a first day it begins with a row of what was there before.
    """
    _check_order(first, last)
    moved = books.movements(item, warehouse, last or "")
    earlier = [move for move in moved if first and move.day < first]
    left = sum(move.quantity_e4 for move in earlier)
    rows: Block = []
    if first:
        rows.append((_serial(first), "", "期初结存", "", "", "", "", left / _QUANTITY))
    for move in moved[len(earlier) :]:
        left += move.quantity_e4
        came, went = max(move.quantity_e4, 0), max(-move.quantity_e4, 0)
        place = books.warehouse_name(move.warehouse)
        document = (_serial(move.day), move.number, move.label, place, move.batch)
        rows.append((*document, _or_blank(came), _or_blank(went), left / _QUANTITY))
    return rows or [("",) * 8]


@worksheet_function(N_("ABC class of an item, as the last recompute found it."))
def abc(books: Books, item: Item) -> str:
    """ABC分类 of the sheet ABC分析; ``#N/A`` before the first 重算."""
    return _planned(books, item).abc


@worksheet_function(N_("Reorder point of an item, as the last recompute found it."))
def rop(books: Books, item: Item) -> float:
    """再订货点 of the sheet 补货建议: 提前期 × 日均销量 + 安全库存, or 最低库存."""
    return _planned(books, item).reorder_point_e4 / _QUANTITY


@worksheet_function(N_("Economic order quantity of an item, as the last recompute found it."))
def eoq(books: Books, item: Item) -> float:
    """经济订货量 of the sheet 补货建议; 0 where nothing can be weighed: no sales, no price."""
    return _planned(books, item).economic_e4 / _QUANTITY


@worksheet_function(N_("Expected sales of an item after the last recompute, up to a day."))
def forecast(books: Books, item: Item, until: UntilDay | None = None) -> float:
    """销量预测: what is expected from the day after 重算 on."""
    return _planned(books, item).expected_e4(until or "") / _QUANTITY


@worksheet_function(
    N_("Why another JXC function with the same arguments shows an error; blank if none does."),
    explains=True,
)
def hint(
    books: Books,
    item: Item,
    place: Place | None = None,
    date: Day | None = None,
    last: LastDay | None = None,
) -> str:
    """The sentence behind ``#N/A``, ``#VALUE!`` or ``#DIV/0!``; two if two functions show one."""
    _check_order(date, last)
    if isinstance(place, Customer):
        return _without_price(books, item, place, date)
    said = [] if books.quantity_e4(item, place, date or "") else [say(NO_STOCK)]
    if place is None:
        said.append(_without_price(books, item, None, date))
        said.append("" if date or books.planned(item) else say(NOT_PLANNED))
    return " ".join(filter(None, said))


def _without_price(books: Books, item: Item, customer: Customer | None, date: Day | None) -> str:
    """Why PRICE has none, ``""`` if it has one."""
    try:
        price(books, item, customer, date)
    except CellError as error:
        return error.hint
    return ""


def _planned(books: Books, item: Item) -> Planned:
    """What 重算 found of the item."""
    found = books.planned(item)
    if found is None:
        raise unknown(say(NOT_PLANNED))
    return found


def _check_order(first: Day | None, last: Day | None) -> None:
    """A period ends no earlier than it begins."""
    if first and last and first > last:
        raise wrong(say(DAYS_CROSSED, first=first, last=last))


def _serial(day: str) -> float:
    """A date as a spreadsheet has it."""
    return float(Date.fromisoformat(day).toordinal() - _FIRST_DAY)


def _or_blank(quantity_e4: int) -> Cell:
    """A quantity, or a blank cell for none."""
    return quantity_e4 / _QUANTITY if quantity_e4 else ""


def _unit_cost(position: Position) -> float:
    """Value / quantity with 6 decimals, rounded half up, away from zero."""
    dividend = position.value_fen * (_PRICE // _FEN) * _QUANTITY
    divisor = position.quantity_e4
    if divisor < 0:
        dividend, divisor = -dividend, -divisor
    rounded = (2 * abs(dividend) + divisor) // (2 * divisor)
    return (rounded if dividend >= 0 else -rounded) / _PRICE
