"""Rules on values without quantity: freight shared over a receipt, and adjustments of cost."""

from collections.abc import Iterable, Sequence

from jxc_xl.domain.click import Goods
from jxc_xl.domain.documents import Line, Move
from jxc_xl.domain.facts import Layer, PostedDocument, PostedLine, PostedMove, Value
from jxc_xl.domain.masters import NO_ITEM, NO_WAREHOUSE, Item, Sharing, Warehouse
from jxc_xl.domain.numbers import FEN, divide, money
from jxc_xl.domain.parsing import LARGEST_NUMBER, fold
from jxc_xl.domain.rows import Group
from jxc_xl.domain.rules.amounts import judge_amounts
from jxc_xl.domain.rules.bench import Bench
from jxc_xl.domain.rules.links import complain_unknown, fits
from jxc_xl.domain.rules.places import NO_DETAILS, details_of, judge_warehouse
from jxc_xl.domain.rules.quantities import item_label


def judge_value(bench: Bench, row: int, group: Group) -> Line | None:
    """A line of 采购费用 or 成本调整 and the moves that put its value onto goods.

    What names a receipt is shared over its lines, or over those of the item, warehouse and
    batch that the row names.  An adjustment without 关联单据 goes onto what the item's
    warehouse (and batch) has.  ``None`` after a complaint.
    """
    rows = bench.rows
    item, warehouse = rows.item[row], rows.warehouse[row]
    line = Line(
        row,
        item if isinstance(item, Item) else NO_ITEM,
        warehouse if isinstance(warehouse, Warehouse) else NO_WAREHOUSE,
        0,
        0,
        "",
        details=details_of(bench, row) if rows.details else NO_DETAILS,
    )
    charge = bench.policy.money
    value = _charged(bench, line) if charge else _adjusted(bench, line)
    if not isinstance(item, Item) and (not charge or (row, "item") in bench.unread):
        bench.required(row, "item")
    elif rows.link[row] is not None:
        _onto_receipt(bench, line, value)
    elif charge:
        bench.required(row, "link")
    elif (row, "link") not in bench.unread:
        _onto_stock(bench, line, group, value)
    return None if row in bench.bad else line


def _charged(bench: Bench, line: Line) -> int:
    """What a charge costs: typed as an amount, or as quantity × price."""
    rows, row = bench.rows, line.row
    quantity, price = rows.quantity[row], rows.price[row]
    priced = quantity is not None and price is not None
    if isinstance(quantity, int) and isinstance(price, int):
        line.quantity_e4, line.price_e6 = quantity, price
        share = rows.share[row]
        if isinstance(share, int):
            line.share_e6 = share
    elif quantity is not None or price is not None:
        bench.required(row, "price" if price is None else "quantity")
    judge_amounts(bench, line, None, priced)
    value = line.basis_fen or 0
    if not value and row not in bench.bad:
        bench.say(row, "total", "value_missing", kind=bench.kind.label)
    return value


def _adjusted(bench: Bench, line: Line) -> int:
    """By how much a cost is adjusted; 0 only confirms the price of a receipt."""
    rows, row = bench.rows, line.row
    for field in ("quantity", "price"):
        if getattr(rows, field)[row] is not None:
            bench.say(row, field, "value_quantity", kind=bench.kind.label)
    amount = rows.amount[row]
    if not isinstance(amount, int) or (amount == 0 and rows.link[row] is None):
        if (row, "amount") not in bench.unread:
            bench.say(row, "amount", "value_missing", kind=bench.kind.label)
        return 0
    if abs(amount) > LARGEST_NUMBER * FEN:
        bench.say(row, "amount", "amount_too_large", text=f"{money(amount):,}")
    line.amount_fen = line.total_fen = line.basis_fen = amount
    return amount


# Onto the goods of a receipt


def _onto_receipt(bench: Bench, line: Line, value: int) -> None:
    """Share a value over the lines of the named receipt that the row is about."""
    number = str(bench.rows.link[line.row])
    line.link = number
    posted = bench.facts.document(number)
    if posted is None:
        complain_unknown(bench, line.row, number)
        return
    line.link = posted.number
    kinds = bench.policy.values
    if not fits(bench, line, posted, posted.kind if posted.kind in kinds else kinds[0]):
        return
    chosen = _chosen(bench, line, posted)
    if not chosen or line.row in bench.bad:
        return
    weights = _weights(bench, chosen)
    line.moves = [
        Move(line.warehouse, move.batch, 0, share, link=move.id)
        for (_line, move), share in zip(chosen, shares(value, weights), strict=True)
    ]
    for (own, goods), move in zip(chosen, line.moves, strict=True):
        _judge_worth(bench, line, own, goods, move.value_fen or 0)


def _chosen(
    bench: Bench, line: Line, posted: PostedDocument
) -> list[tuple[PostedLine, PostedMove]]:
    """The moves of a receipt that a row is about, those apart that went back whole."""
    row, number = line.row, posted.number
    named = [own for own in posted.lines if line.item.code in ("", own.item_code)]
    if not named:
        item = item_label(line.item)
        code = "value_item" if bench.policy.money else "link_item"
        bench.say(row, "item", code, item=item, number=number)
        return []
    here = [own for own in named if line.warehouse.code in ("", own.warehouse_code)]
    if not here:
        bench.say(row, "warehouse", "value_warehouse", number=number, name=line.warehouse.name)
        return []
    moves = [(own, move) for own in here for move in own.moves]
    batch = bench.rows.batch[row]
    if isinstance(batch, str):
        known = "、".join(dict.fromkeys(move.batch for _own, move in moves if move.batch))
        moves = [pair for pair in moves if fold(pair[1].batch) == fold(batch)]
        if not moves:
            params = {"item": item_label(line.item), "number": number, "candidates": known}
            bench.say(row, "batch", "link_batch", batch=batch, **params)
            return []
        line.batch = moves[0][1].batch
    still = [pair for pair in moves if pair[1].open_e4 > 0]
    if not still:
        bench.say(row, "link", "value_returned", number=number)
    return still


def _weights(bench: Bench, chosen: Sequence[tuple[PostedLine, PostedMove]]) -> list[int]:
    """By what a value is shared: amounts, or quantities where all of it was free."""
    amounts = [move.value_fen for _line, move in chosen]
    if bench.settings.charge_sharing is Sharing.QUANTITY or not any(amounts):
        return [move.quantity_e4 for _line, move in chosen]
    return amounts


def shares(value: int, weights: Sequence[int]) -> list[int]:
    """A value in parts as large as the weights, to the fen.

    >>> shares(100, [1, 1, 1])
    [33, 34, 33]
    """
    whole = sum(weights)
    until = given = 0
    found = []
    for weight in weights:
        until += weight
        share = divide(value * until, whole) - given
        given += share
        found.append(share)
    return found


def _judge_worth(bench: Bench, line: Line, own: PostedLine, goods: PostedMove, value: int) -> None:
    """No value may make what came in cost less than nothing, whenever it is dated."""
    known = [*bench.facts.values_on(goods.id), *_in_this_click(bench, goods.id)]
    new = Value(bench.day, value)
    worth, lowest = goods.value_fen, goods.value_fen
    for entry in sorted([*known, new], key=lambda entry: entry.date):
        worth += entry.fen
        lowest = min(lowest, worth)
    if value < 0 and lowest < 0:
        before = goods.value_fen + sum(entry.fen for entry in known)
        found = bench.directory.item(own.item_code)
        item = item_label(found) if isinstance(found, Item) else own.item_code
        _complain_worth(bench, line, item, line.link, value, before)
    bench.values.setdefault(goods.id, []).append(new)


def _in_this_click(bench: Bench, goods: Goods) -> Iterable[Value]:
    return [*bench.click.values.get(goods, ()), *bench.values.get(goods, ())]


def _complain_worth(
    bench: Bench, line: Line, item: str, where: str, value: int, before: int
) -> None:
    field = "total" if bench.policy.money else "amount"
    figures = {"value": money(value), "worth": money(before)}
    bench.say(line.row, field, "value_too_low", item=item, where=where, **figures)


# Onto what a place has


def _onto_stock(bench: Bench, line: Line, group: Group, value: int) -> None:
    """Put a value onto what the row's warehouse, and batch, has of the item."""
    row = line.row
    warehouse = judge_warehouse(bench, row, group, line.filled)
    if warehouse is None or row in bench.bad or not _batch(bench, line):
        return
    line.warehouse = warehouse
    place = (line.item.code, warehouse.code, line.batch)
    layers = bench.facts.layers(*place, bench.day)
    for entry in _in_this_click(bench, place):
        layers = _revalued(layers, entry.fen)
    if not layers:
        item = item_label(line.item)
        params = {"name": warehouse.name, "date": bench.day}
        bench.say(row, "item", "value_no_stock", item=item, **params)
        return
    if any(layer.value_fen < 0 for layer in _revalued(layers, value)):
        worth = sum(layer.value_fen for layer in layers)
        _complain_worth(bench, line, item_label(line.item), warehouse.name, value, worth)
    line.moves = [Move(warehouse, line.batch, 0, value)]
    bench.values.setdefault(place, []).append(Value(bench.day, value))


def _batch(bench: Bench, line: Line) -> bool:
    """Give the line its batch; whether it has one where the item needs one."""
    row, batch = line.row, bench.rows.batch[line.row]
    if not line.item.batch_managed:
        return True
    if not isinstance(batch, str):
        if (row, "batch") not in bench.unread:
            bench.say(row, "batch", "batch_required", item=item_label(line.item))
        return False
    known = bench.facts.batch(line.item.code, batch)
    line.batch = known.name if known is not None and known.name else batch
    return True


def _revalued(layers: Sequence[Layer], value: int) -> list[Layer]:
    """The layers after a value was put onto them by quantity."""
    parts = shares(value, [layer.quantity_e4 for layer in layers]) if layers else []
    return [
        Layer(layer.quantity_e4, layer.value_fen + part)
        for layer, part in zip(layers, parts, strict=True)
    ]
