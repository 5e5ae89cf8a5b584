"""Rules on how much: quantity, unit and what it is in the item's own unit."""

from jxc_xl.domain.masters import Item
from jxc_xl.domain.numbers import QUANTITY, RATE, divide, plain
from jxc_xl.domain.parsing import LARGEST_NUMBER, Parts, fold
from jxc_xl.domain.rules.bench import Bench
from jxc_xl.i18n import gettext as _

Measure = tuple[int, int, str, int]
"""A quantity × 10⁴ in a row's unit, the same in item units, the unit, and its factor × 10⁶."""


def measure(bench: Bench, row: int, item: Item, red: bool, filled: list[str]) -> Measure | None:
    """How much the row says, positive, or ``None`` after a complaint."""
    quantity, unit = bench.rows.quantity[row], bench.rows.unit[row]
    if quantity is None:
        bench.required(row, "quantity")
        return None
    factor = RATE if unit is None or unit == item.unit else unit_factor(item, str(unit))
    if factor is None:
        _unknown_unit(bench, row, "unit", item, str(unit))
        return None
    unit = item.unit if factor == RATE and unit != item.sub_unit else item.sub_unit
    if isinstance(quantity, Parts):
        quantity = _joined(bench, row, item, quantity, unit, factor, filled)
    if not isinstance(quantity, int):
        return None
    if quantity <= 0 and not _sensible(bench, row, quantity, red):
        return None
    quantity = abs(quantity)
    base = quantity if factor == RATE else divide(quantity * factor, RATE)
    if base == 0:
        params = {"quantity": plain(quantity, QUANTITY), "unit": unit, "base_unit": item.unit}
        bench.say(row, "quantity", "quantity_too_small", **params)
        return None
    if base > LARGEST_NUMBER * QUANTITY:
        params = {"text": f"{plain(base, QUANTITY)} {item.unit}", "limit": f"{LARGEST_NUMBER:,}"}
        bench.say(row, "quantity", "number_too_large", **params)
        return None
    return quantity, base, unit, factor


def judge_alone(bench: Bench, row: int, red: bool) -> None:
    """What can be said of quantity and price while the item is unknown."""
    quantity = bench.rows.quantity[row]
    if quantity is None:
        bench.required(row, "quantity")
    elif isinstance(quantity, int):
        _sensible(bench, row, quantity, red)
    judge_price_alone(bench, row)


def judge_price_alone(bench: Bench, row: int) -> bool:
    """A unit price cannot be negative, whatever it is for."""
    price = bench.rows.price[row]
    if isinstance(price, int) and price < 0:
        bench.say(row, "price", "price_negative")
        return False
    return True


def unit_factor(item: Item, unit: str) -> int | None:
    """What one ``unit`` is in the item's unit, × 10⁶; ``None`` if the item has no such unit."""
    if unit == item.unit:
        return RATE
    if item.sub_unit and unit == item.sub_unit:
        return item.factor_e6
    wanted = fold(unit)
    if wanted == fold(item.unit):
        return RATE
    return item.factor_e6 if item.sub_unit and wanted == fold(item.sub_unit) else None


def item_label(item: Item) -> str:
    """An item as messages name it."""
    return f"{item.code} {item.name}"


def _unknown_unit(bench: Bench, row: int, field: str, item: Item, unit: str) -> None:
    units = "、".join(filter(None, (item.unit, item.sub_unit)))
    bench.say(row, field, "unit_unknown", item=item_label(item), text=unit, units=units)


def _joined(
    bench: Bench, row: int, item: Item, parts: Parts, unit: str, factor: int, filled: list[str]
) -> int | None:
    """``3箱5瓶`` as one quantity in the row's unit, if that can be written exactly."""
    base_e10 = 0
    for quantity, word in parts.parts:
        part = unit_factor(item, word)
        if part is None:
            _unknown_unit(bench, row, "quantity", item, word)
            return None
        base_e10 += quantity * part
    text = "".join(f"{plain(abs(quantity), QUANTITY)}{word}" for quantity, word in parts.parts)
    joined, rest = divmod(base_e10, factor)
    if rest:
        params = {"text": text, "unit": unit, "base_unit": item.unit}
        bench.say(row, "quantity", "quantity_unit_mixed", **params)
        return None
    amount = plain(abs(joined), QUANTITY)
    filled.append(_("{text} is {quantity} {unit}").format(text=text, quantity=amount, unit=unit))
    return joined


def _sensible(bench: Bench, row: int, quantity: int, red: bool) -> bool:
    if quantity == 0:
        bench.say(row, "quantity", "quantity_zero")
        return False
    if quantity < 0 and not red:
        bench.say(row, "quantity", "quantity_negative", kind=bench.kind.label)
        return False
    return True
