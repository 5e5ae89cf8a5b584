"""滞销促销: what does not move, how much money it ties up, and how to get it back."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time

from jxc_xl.domain.cells import Raw
from jxc_xl.domain.masters import Item, Partner, Settings, Status
from jxc_xl.domain.numbers import FEN, PRICE, QUANTITY, money, plain
from jxc_xl.domain.parsing import fold
from jxc_xl.i18n import gettext as _
from jxc_xl.ledger.idle import IdleStock
from jxc_xl.planning.clearance import Clearance, Tied, Way, clearance

_SMALL_FEN = 100_00
"""So little money is best turned into goodwill: a gift with something else."""


MARGIN_E6 = 50_000
"""The share of the price without tax that should be left, where 设置 says nothing else."""


def slow_rows(
    idle_stock: Iterable[IdleStock],
    items: Iterable[Item],
    suppliers: Iterable[Partner],
    settings: Settings,
    today: date,
    margin_e6: int = MARGIN_E6,
) -> list[dict[str, Raw]]:
    """The rows of the sheet 滞销促销 by field, in the order in which the stock is given."""
    known = {fold(item.code): item for item in items}
    usable = {p.code: p.name for p in suppliers if p.status is not Status.STOPPED}
    return [
        _cells(idle, item, usable, settings, today, margin_e6)
        for idle in idle_stock
        if (item := known.get(fold(idle.item))) is not None
    ]


def _cells(
    idle: IdleStock,
    item: Item,
    suppliers: Mapping[str, str],
    settings: Settings,
    today: date,
    margin_e6: int,
) -> dict[str, Raw]:
    found = _clearance(idle, item, settings, margin_e6)
    advice = _("; ").join(_advice(idle, item, suppliers, found))
    return {
        "item": item.code,
        "name": item.name,
        "spec": item.spec or None,
        "unit": item.unit,
        "category": item.category or None,
        "on_hand": idle.quantity_e4 / QUANTITY,
        "age_days": float((today - idle.oldest).days),
        "last_sold": datetime.combine(idle.last_sold, time()) if idle.last_sold else None,
        "idle_days": float(idle.idle_days(today)),
        "capital": idle.value_fen / FEN,
        "sale_price": None if item.sale_price_e6 is None else item.sale_price_e6 / PRICE,
        "break_even_price": found.break_even_e6 / PRICE if found else None,
        "proposed_price": found.price_e6 / PRICE if found else None,
        "proposed_share": _share(found, item) if found else None,
        "cash_back": found.cash_fen / FEN if found else None,
        "profit": ((found.profit_fen if found else 0) - idle.expired_fen) / FEN,
        "advice": advice,
    }


def _clearance(idle: IdleStock, item: Item, settings: Settings, margin_e6: int) -> Clearance | None:
    """How to sell what has not expired; ``None`` if nothing is left of it."""
    good_e4 = idle.quantity_e4 - max(idle.expired_e4, 0)
    if good_e4 <= 0:
        return None
    rate = settings.default_tax_rate_e6 if item.tax_rate_e6 is None else item.tax_rate_e6
    tied = Tied(
        quantity_e4=good_e4,
        capital_fen=max(idle.value_fen - idle.expired_fen, 0),
        sale_price_e6=item.sale_price_e6 or None,
        tax_e6=rate,
        price_includes_tax=settings.price_includes_tax,
    )
    return clearance(tied, margin_e6)


def _share(found: Clearance, item: Item) -> float | None:
    """The proposed price as a share of the ordinary one, rounded up to a whole per cent."""
    if found.way is not Way.DISCOUNT or not item.sale_price_e6:
        return None
    return min(-(-found.price_e6 * 100 // item.sale_price_e6), 100) / 100


def _advice(
    idle: IdleStock, item: Item, suppliers: Mapping[str, str], found: Clearance | None
) -> Iterator[str]:
    """What to do, the first thing first."""
    if idle.expired_e4 > 0:
        yield _("write off {quantity} {unit} that have expired (报损)").format(
            quantity=f"{plain(min(idle.expired_e4, idle.quantity_e4), QUANTITY):f}", unit=item.unit
        )
    if found is None:
        return
    supplier = suppliers.get(item.supplier, "")
    if supplier and (idle.last_sold is None or found.way is Way.LOSS):
        yield _("ask {supplier} to take it back or exchange it").format(supplier=supplier)
    if found.way is Way.LOSS:
        yield _("bundle it with goods that sell; below {price} it loses money").format(
            price=_price(found.break_even_e6)
        )
    elif idle.value_fen < _SMALL_FEN:
        yield _("give it along with larger orders, or sell it at {price}").format(
            price=_price(found.price_e6)
        )
    elif found.way is Way.DISCOUNT:
        yield _("offer it at {price}; below {least} it loses money").format(
            price=_price(found.price_e6), least=_price(found.break_even_e6)
        )
    else:
        yield _("set 销售价, at least {price}").format(price=_price(found.price_e6))
    if item.status is not Status.STOPPED and idle.last_sold is None:
        yield _("do not buy it again")


def _price(price_e6: int) -> str:
    return f"{money(price_e6 * FEN // PRICE):f}"
