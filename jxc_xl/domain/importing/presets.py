"""What the lines of an old 库存表 and of exported mall orders become in our tables."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import partial

from jxc_xl.domain.catalogue import problem
from jxc_xl.domain.cells import Raw, RawRows, RowState
from jxc_xl.domain.content import canonical
from jxc_xl.domain.kinds import KINDS
from jxc_xl.domain.numbers import FEN, amount_fen, proportion
from jxc_xl.domain.parsing import amount_of, count_of, fold, price_of, shown
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.tables.columns import Table
from jxc_xl.domain.tables.entry import MOVEMENTS, SALES
from jxc_xl.domain.tables.foreign import MALL_ORDERS, STOCK_LIST
from jxc_xl.domain.tables.masters import ITEMS

_CLOSED = (
    "关闭", "取消", "退款成功", "已退款", "待付款", "未付款", "等待买家付款",
    "cancel", "closed", "refunded", "unpaid",
)  # fmt: skip
_OPENING = ("date", "unit", "warehouse", "batch", "made", "expires", "quantity", "price", "amount")


@dataclass(slots=True)
class Made:
    """Rows of our tables, made of the lines of a file; they carry the lines' numbers.

    ``left_out`` tells of lines that become nothing, ``refused`` of lines that cannot be made one.
    """

    tables: list[RawRows]
    left_out: list[Problem] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)


def made_of(raw: RawRows, today: date) -> Made:
    """Rows of our tables: a file of one of our own tables is taken as it is."""
    maker = _MAKERS.get(raw.table.name)
    return Made([raw]) if maker is None else maker(raw, today)


def _named_alike(table: Table, raw: RawRows) -> Table:
    """One of our tables with the file's name and with its headers, field by field."""
    theirs = raw.table.by_field
    columns = tuple(
        replace(c, header=theirs[c.field].header) if c.field in theirs else c for c in table.columns
    )
    return replace(table, sheet=raw.table.sheet, columns=columns)


def _rows(
    table: Table, raw: RawRows, rows: Sequence[int], cells: dict[str, Sequence[Raw]]
) -> RawRows:
    numbers = [raw.numbers[row] for row in rows]
    kept = {name: [column[row] for row in rows] for name, column in cells.items()}
    return RawRows(_named_alike(table, raw), numbers, kept, [RowState.NEW] * len(rows))


def _items_and_openings(raw: RawRows, today: date) -> Made:
    """An old 库存表: each code an item once, each line with a quantity an opening balance."""
    cells = {name: list(column) for name, column in raw.cells.items()}
    cells["code"] = [_code(raw, row) for row in range(len(raw.numbers))]
    first: dict[str, int] = {}
    made = Made([])
    same = [name for name in cells if name in ITEMS.by_field]
    for row, code in enumerate(cells["code"]):
        if code is None:
            continue
        before = first.setdefault(fold(str(code)), row)
        made.refused += _differing(raw, cells, same, before, row)
    wrong = {said.row for said in made.refused}
    batches = raw.column("batch")
    managed = {fold(str(c)) for c, b in zip(cells["code"], batches, strict=True) if b is not None}
    items: dict[str, Sequence[Raw]] = {name: cells[name] for name in same}
    if managed:
        items["batch_managed"] = ["是" if fold(str(c)) in managed else None for c in cells["code"]]
    news = [row for row in first.values() if raw.numbers[row] not in wrong]
    openings = [
        row
        for row, quantity in enumerate(raw.column("quantity"))
        if quantity not in (None, 0.0) and raw.numbers[row] not in wrong
    ]
    made.tables = [
        _rows(ITEMS, raw, news, items),
        _rows(MOVEMENTS, raw, openings, _openings(raw, cells["code"], today)),
    ]
    return made


def _code(raw: RawRows, row: int) -> Raw:
    """The line's code, else its bar code, else what it is called."""
    for name in ("code", "barcode"):
        if (cell := raw.column(name)[row]) is not None:
            return cell
    words = [canonical(raw.column(name)[row]) for name in ("name", "spec")]
    return " ".join(word for word in words if word) or None


def _differing(
    raw: RawRows, cells: dict[str, list[Raw]], same: Sequence[str], before: int, row: int
) -> list[Problem]:
    """A word for each field in which two lines of one item contradict each other."""
    return [
        problem(
            "item_differs",
            sheet=raw.table.sheet,
            row=raw.numbers[row],
            column=raw.table.header(name),
            item=cells["code"][row],
            first=canonical(cells[name][before]),
            other_row=raw.numbers[before],
            text=canonical(cells[name][row]),
        )
        for name in same
        if name != "code"
        and None not in (cells[name][row], cells[name][before])
        and canonical(cells[name][row]) != canonical(cells[name][before])
    ]


def _openings(raw: RawRows, codes: Sequence[Raw], today: date) -> dict[str, Sequence[Raw]]:
    """The rows of 期初库存, of this month's first day unless the list says another.

    Where the list gives the value, it counts before the rounded price.
    """
    count = len(raw.numbers)
    cells: dict[str, Sequence[Raw]] = {name: raw.column(name) for name in _OPENING}
    first_day = datetime.combine(today.replace(day=1), time())
    cells["date"] = [day or first_day for day in cells["date"]]
    cells["price"] = [
        price if amount is None else None
        for price, amount in zip(cells["price"], cells["amount"], strict=True)
    ]
    return {"kind": [KINDS["opening"].label] * count, "item": codes, **cells}


def _sales(raw: RawRows, _today: date) -> Made:
    """Mall orders: closed ones are left out, the others are deliveries to the walk-in customer."""
    states = raw.column("order_state")
    closed = {row for row, state in enumerate(states) if _is_closed(state)}
    left_out = [
        problem(
            "order_left_out",
            sheet=raw.table.sheet,
            row=raw.numbers[row],
            column=raw.table.header("order_state"),
            text=shown(str(states[row])),
        )
        for row in sorted(closed)
    ]
    open_rows = [row for row in range(len(raw.numbers)) if row not in closed]
    totals, refused = _paid_by_line(raw, open_rows)
    wrong = {said.row for said in refused}
    pick = raw.column
    cells: dict[str, Sequence[Raw]] = {
        name: pick(name)
        for name in ("number", "date", "quantity", "warehouse", "handler", "waybill", "address")
    }
    cells["item"] = [a or b for a, b in zip(pick("item"), pick("title"), strict=True)]
    cells["total"] = totals
    prices = zip(pick("price"), totals, strict=True)
    cells["price"] = [price if total is None else None for price, total in prices]
    cells["channel"] = [channel or "网店" for channel in pick("channel")]
    notes = zip(pick("buyer"), pick("note"), strict=True)
    cells["note"] = ["；".join(str(word) for word in pair if word) or None for pair in notes]
    kept = [row for row in open_rows if raw.numbers[row] not in wrong]
    return Made([_rows(SALES, raw, kept, cells)], left_out, refused)


def _is_closed(state: Raw) -> bool:
    return isinstance(state, str) and any(word in state.casefold() for word in _CLOSED)


def _paid_by_line(raw: RawRows, rows: Sequence[int]) -> tuple[list[Raw], list[Problem]]:
    """What was paid for each line: an amount for a whole order is divided by price × quantity."""
    totals = list(raw.column("total"))
    refused: list[Problem] = []
    orders: dict[str, list[int]] = {}
    last = ""
    for row in rows:
        last = canonical(raw.column("number")[row]) or last
        orders.setdefault(last, []).append(row)
    for order in orders.values():
        said = [totals[row] for row in order]
        if len(order) == 1 or said.count(None) == len(said):
            continue
        worth = [_worth(raw, row) for row in order]
        whole = amount_of(next(total for total in said if total is not None))
        if None not in said and not _is_for_the_order(worth, said, whole):
            continue
        if None in worth or not isinstance(whole, int) or not sum(w or 0 for w in worth):
            say = partial(
                problem, "paid_unclear", sheet=raw.table.sheet, column=raw.table.header("total")
            )
            refused += [say(row=raw.numbers[row]) for row in order]
            continue
        for row, share in zip(order, _divided(whole, [w or 0 for w in worth]), strict=True):
            totals[row] = share / FEN
    return totals, refused


def _worth(raw: RawRows, row: int) -> int | None:
    """Price × quantity in fen, as far as both can be read."""
    price, quantity = price_of(raw.column("price")[row]), count_of(raw.column("quantity")[row])
    if isinstance(price, int) and isinstance(quantity, int):
        return amount_fen(quantity, price)
    return None


def _is_for_the_order(worth: Sequence[int | None], said: Sequence[Raw], whole: object) -> bool:
    """Whether each line repeats what was paid for the whole order."""
    if None in worth or not isinstance(whole, int) or len({canonical(s) for s in said}) > 1:
        return False
    sum_of_lines = sum(w or 0 for w in worth)
    return abs(sum_of_lines - whole) < abs(sum_of_lines - whole * len(said))


def _divided(whole: int, worth: Sequence[int]) -> list[int]:
    """An amount in fen divided by worth; the last share takes the remainder."""
    shares = [proportion(whole, part, sum(worth)) for part in worth[:-1]]
    return [*shares, whole - sum(shares)]


_MAKERS: dict[str, Callable[[RawRows, date], Made]] = {
    STOCK_LIST.name: _items_and_openings,
    MALL_ORDERS.name: _sales,
}
