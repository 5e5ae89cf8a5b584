"""预警: what is short, too much, about to expire or does not move, and what to do about it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum

from jxc_xl.domain.cells import Raw
from jxc_xl.domain.masters import Item, Partner, Status
from jxc_xl.domain.numbers import QUANTITY, plain
from jxc_xl.domain.parsing import fold
from jxc_xl.domain.tables import table_named
from jxc_xl.i18n import gettext as _
from jxc_xl.i18n import ngettext
from jxc_xl.ledger.idle import sold_since
from jxc_xl.ledger.queries import StockRow
from jxc_xl.planning.reorder import LeadTime, Need, Proposal, propose
from jxc_xl.services.recompute.inputs import Inputs, Position, Rows, stated_e4
from jxc_xl.workbook.book import Book

EVERYWHERE = "全部"
"""What stands under 仓库 where all of them are taken together."""


class Alert(StrEnum):
    """预警状态, what is most pressing first."""

    OUT = "缺货"
    EXPIRED = "过期"
    BELOW = "低于下限"
    EXPIRING = "临期"
    ABOVE = "高于上限"
    IDLE = "呆滞"


_RANK = {alert.value: place for place, alert in enumerate(Alert)}
_AT_ONCE = LeadTime(0.0, 0.0, 0)


def alert_rows(inputs: Inputs) -> Rows:
    """The rows of the sheet 预警, by field."""
    partners = {partner.code: partner for partner in inputs.masters.suppliers}
    found = [{**_of_item(item, alert, partners), **cells} for item, alert, cells in _alerts(inputs)]
    return sorted(found, key=_place)


def _place(cells: Mapping[str, Raw]) -> tuple[int, str, str, str]:
    """Where a row stands in the sheet."""
    alert, item, warehouse, batch = (
        str(cells.get(name) or "") for name in ("alert", "item", "warehouse", "batch")
    )
    return _RANK.get(alert, len(_RANK)), item, warehouse, batch


def _alerts(inputs: Inputs) -> Iterator[tuple[Item, Alert, dict[str, Raw]]]:
    wanted = {fold(code) for code in inputs.items}
    items = {
        fold(item.code): item
        for item in inputs.masters.items
        if not wanted or fold(item.code) in wanted
    }
    yield from _of_positions(inputs, items)
    yield from _of_batches(inputs, items)
    for idle in inputs.idle:
        item = items.get(fold(idle.item))
        if item is not None:
            cells = _figures(inputs.positions.get(fold(item.code), Position()))
            cells |= {
                "to_move": idle.quantity_e4 / QUANTITY,
                "explanation": _idle(idle.idle_days(inputs.today)),
            }
            yield item, Alert.IDLE, cells


def _idle(days: int) -> str:
    words = ngettext(
        "not sold for {n} day; 滞销促销 says how to get rid of it",
        "not sold for {n} days; 滞销促销 says how to get rid of it",
        days,
    )
    return words.format(n=days)


def _of_item(item: Item, alert: Alert, partners: Mapping[str, Partner]) -> dict[str, Raw]:
    """What an alert says of its item and the one who supplies it."""
    partner = partners.get(item.supplier)
    phone = (partner.details.get("phone") or partner.details.get("mobile")) if partner else None
    return {
        "item": item.code,
        "name": item.name,
        "spec": item.spec or None,
        "unit": item.unit,
        "warehouse": EVERYWHERE,
        "batch": None,
        "expires": None,
        "minimum": None if item.minimum_e4 is None else item.minimum_e4 / QUANTITY,
        "maximum": None if item.maximum_e4 is None else item.maximum_e4 / QUANTITY,
        "alert": alert.value,
        "to_buy": None,
        "to_move": None,
        "supplier": partner.name if partner else None,
        "phone": phone,
    }


def _figures(position: Position) -> dict[str, Raw]:
    return {
        "on_hand": position.on_hand_e4 / QUANTITY,
        "available": position.available_e4 / QUANTITY,
        "on_order": position.on_order_e4 / QUANTITY,
    }


# Limits


def _of_positions(
    inputs: Inputs, items: Mapping[str, Item]
) -> Iterator[tuple[Item, Alert, dict[str, Raw]]]:
    """Alerts about an item as a whole: nothing left, too little, too much."""
    empty = [
        item
        for key, item in items.items()
        if item.status is not Status.STOPPED
        and inputs.positions.get(key, Position()).available_e4 <= 0
    ]
    missed = _missed(inputs, empty)
    for key, item in items.items():
        position = inputs.positions.get(key, Position())
        cells = _figures(position)
        if key in missed:
            yield item, Alert.OUT, cells | _to_buy(item, position, _out(item, position))
        elif item.status is not Status.STOPPED and position.available_e4 < (item.minimum_e4 or 0):
            yield item, Alert.BELOW, cells | _to_buy(item, position, _below(item, position))
        if item.maximum_e4 is not None and position.on_hand_e4 > item.maximum_e4:
            yield item, Alert.ABOVE, cells | _above(item, position, item.maximum_e4)


def _missed(inputs: Inputs, empty: Iterable[Item]) -> set[str]:
    """Folded codes of items of which nothing is left and somebody would want some.

    They are promised, have a lower limit, or were sold lately.
    """
    found, others = set(), []
    for item in empty:
        key = fold(item.code)
        if item.minimum_e4 or inputs.positions.get(key, Position()).reserved_e4 > 0:
            found.add(key)
        else:
            others.append(item.code)
    since = inputs.today - timedelta(inputs.parameters.idle_days)
    return found | {fold(code) for code in sold_since(inputs.connection, others, since)}


def _out(item: Item, position: Position) -> str:
    if position.reserved_e4 > 0:
        words = _("{on_hand} {unit} in stock, but {reserved} promised")
    else:
        words = _("sold out")
    return words.format(
        on_hand=_shown(position.on_hand_e4), reserved=_shown(position.reserved_e4), unit=item.unit
    )


def _below(item: Item, position: Position) -> str:
    short = (item.minimum_e4 or 0) - position.available_e4
    words = _("{available} {unit} available, {short} less than 最低库存 {minimum}")
    return words.format(
        available=_shown(position.available_e4),
        unit=item.unit,
        short=_shown(short),
        minimum=_shown(item.minimum_e4 or 0),
    )


def _above(item: Item, position: Position, maximum_e4: int) -> dict[str, Raw]:
    over = position.on_hand_e4 - maximum_e4
    words = _("{over} {unit} more than 最高库存 {maximum}: buy none, sell or move the rest")
    said = words.format(over=_shown(over), unit=item.unit, maximum=_shown(maximum_e4))
    return {"to_move": over / QUANTITY, "explanation": said}


def _to_buy(item: Item, position: Position, why: str) -> dict[str, Raw]:
    """How much to buy, and why."""
    found = propose(_need(item, position))
    said = [why, *_advice(item, position, found)]
    return {
        "to_buy": found.quantity_e4 / QUANTITY or None,
        "explanation": _("; ").join(said),
    }


def _need(item: Item, position: Position) -> Need:
    return Need(
        daily_e4=0.0,
        daily_spread_e4=0.0,
        lead=_AT_ONCE,
        service_e6=0,
        on_hand_e4=position.on_hand_e4,
        reserved_e4=position.reserved_e4,
        on_order_e4=position.on_order_e4,
        minimum_order_e4=stated_e4(item, "minimum_order"),
        pack_e4=stated_e4(item, "pack_size"),
        minimum_stock_e4=item.minimum_e4 or 0,
        maximum_stock_e4=item.maximum_e4,
    )


def _advice(item: Item, position: Position, found: Proposal) -> Iterator[str]:
    if position.on_order_e4 > 0:
        yield _("{quantity} {unit} on order").format(
            quantity=_shown(position.on_order_e4), unit=item.unit
        )
    if found.quantity_e4:
        yield _("buy {quantity} {unit}").format(quantity=_shown(found.quantity_e4), unit=item.unit)
    elif found.blocked:
        yield _("最高库存 leaves no room for the least that can be ordered")


# Batches


def _of_batches(
    inputs: Inputs, items: Mapping[str, Item]
) -> Iterator[tuple[Item, Alert, dict[str, Raw]]]:
    """Alerts about what lies in one place and has expired or soon will."""
    soon = inputs.today + timedelta(inputs.parameters.expiry_days)
    for row in inputs.stock:
        item = items.get(fold(row.item))
        if item is None or not row.expires or row.quantity_e4 <= 0:
            continue
        day = date.fromisoformat(row.expires)
        if day > soon:
            continue
        alert = Alert.EXPIRED if day < inputs.today else Alert.EXPIRING
        yield item, alert, _batch(row, alert, (day - inputs.today).days)


def _batch(row: StockRow, alert: Alert, left: int) -> dict[str, Raw]:
    if alert is Alert.EXPIRED:
        words = ngettext(
            "expired {n} day ago: take it off the shelf, give it back or write it off (报损)",
            "expired {n} days ago: take it off the shelf, give it back or write it off (报损)",
            -left,
        ).format(n=-left)
    elif left == 0:
        words = _("expires today: sell it first, or cheaper")
    else:
        words = ngettext(
            "expires in {n} day: sell it first, or cheaper",
            "expires in {n} days: sell it first, or cheaper",
            left,
        ).format(n=left)
    return {
        "warehouse": row.warehouse_name,
        "batch": row.batch or None,
        "expires": datetime.fromisoformat(row.expires),
        "on_hand": row.quantity_e4 / QUANTITY,
        "available": (row.quantity_e4 - row.reserved_e4) / QUANTITY,
        "on_order": row.on_order_e4 / QUANTITY,
        "to_move": row.quantity_e4 / QUANTITY,
        "explanation": words,
    }


def _shown(quantity_e4: int) -> str:
    return f"{plain(quantity_e4, QUANTITY):f}"


# After a posting


def refresh_alerts(book: Book, inputs: Inputs) -> None:
    """Write the alerts of ``inputs.items`` anew; the rows of all other items stay."""
    table = table_named("alerts")
    data = book.read_table(table.name)
    touched = {fold(code) for code in inputs.items}
    place = {name: data.headers.index(table.header(name)) for name in table.by_field}
    kept: list[Mapping[str, Raw]] = []
    gone = 0
    for row in data.rows:
        cells: dict[str, Raw] = {name: row[column] for name, column in place.items()}
        if isinstance(cells["item"], str) and fold(cells["item"]) not in touched:
            kept.append(cells)
        else:
            gone += 1
    new = alert_rows(inputs)
    if gone or new:
        rows = sorted([*kept, *new], key=_place)
        book.replace_table(
            table.name, [{table.header(name): v for name, v in row.items()} for row in rows]
        )
