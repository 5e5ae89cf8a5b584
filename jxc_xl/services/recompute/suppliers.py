"""供应商评价: who is on time, who is cheap, who is getting worse, and who could deliver instead."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from jxc_xl.domain.cells import Raw
from jxc_xl.domain.masters import Partner, Status
from jxc_xl.domain.numbers import FEN, PRICE, QUANTITY
from jxc_xl.domain.quotes import Quote
from jxc_xl.i18n import N_, ngettext
from jxc_xl.i18n import gettext as _
from jxc_xl.ledger.deliveries import bought, ordered_items
from jxc_xl.planning.deliveries import OrderedItem
from jxc_xl.planning.suppliers import Decline, Performance, Purchase, declines, performance

_MOST_NAMED = 2

_WORDS = {
    "on_time": N_("on time {before:.0%} before, now {now:.0%}"),
    "lead_days": N_("lead time {before:.1f} days before, now {now:.1f}"),
    "short": N_("short deliveries {before:.1%} before, now {now:.1%}"),
    "returned": N_("returns {before:.1%} before, now {now:.1%}"),
    "price_trend": N_("prices up by {now:.1%}"),
    "score": N_("score {before:.0f} before, now {now:.0f}"),
}
"""In which words a figure has become worse."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How suppliers are rated: over so many days, with some days of delay that nobody minds.

    ``with_tax`` says whether prices are compared with tax, as they are typed.
    """

    days: int = 180
    grace: int = 0
    with_tax: bool = True


@dataclass(frozen=True, slots=True)
class Rating:
    """What is known of one supplier: this span of days and the one of the same length before it.

    ``overdue`` are the days for which orders have been late, one figure an order; ``instead`` are
    those who could deliver what it delivers, the best first.
    """

    supplier: Partner
    now: Performance
    before: Performance
    overdue: tuple[int, ...]
    instead: tuple[str, ...] = ()

    @property
    def declines(self) -> list[Decline]:
        """In what it has become worse."""
        return declines(self.now, self.before)

    @property
    def warning(self) -> str:
        """Why to be careful, and who could deliver instead; empty if there is no reason."""
        said = [_(_WORDS[d.figure]).format(before=d.before, now=d.now) for d in self.declines]
        if self.overdue:
            words = ngettext(
                "{n} order overdue, by {days} days", "{n} orders overdue, up to {days} days",
                len(self.overdue),
            )  # fmt: skip
            said.append(words.format(n=len(self.overdue), days=max(self.overdue)))
        if said and self.instead:
            said.append(_("instead: {suppliers}").format(suppliers="、".join(self.instead)))
        return _("; ").join(said)


def ratings(
    connection: sqlite3.Connection,
    suppliers: Sequence[Partner],
    quotes: Sequence[Quote],
    today: date,
    terms: Terms = Terms(),
) -> list[Rating]:
    """Every supplier that has been asked for or has delivered anything in the two spans of days.

    The best first; those of whom nothing could be measured last.
    """
    start = today - timedelta(terms.days)
    earlier = start - timedelta(terms.days)
    orders = ordered_items(connection, today)
    purchases = bought(connection, start, today, with_tax=terms.with_tax)
    before = bought(connection, earlier, start, with_tax=terms.with_tax)
    quoted = _quoted(quotes, today)
    placed = [order for order in orders if start < order.day <= today]
    placed_before = [order for order in orders if earlier < order.day <= start]
    active = {order.supplier for order in (*placed, *placed_before)}
    active |= {purchase.supplier for purchase in (*purchases, *before)}
    active |= {order.supplier for order in orders if order.overdue_days(today, terms.grace)}
    found = [
        Rating(
            partner,
            performance(partner.code, placed, purchases, before, quoted, today, terms.grace),
            performance(partner.code, placed_before, before, (), quoted, today, terms.grace),
            _overdue(orders, partner.code, today, terms.grace),
        )
        for partner in suppliers
        if partner.code in active
    ]
    return sorted(_with_alternatives(found, [*purchases, *before], quoted, suppliers), key=_rank)


def _rank(rating: Rating) -> tuple[float, str]:
    score = rating.now.score
    return (1.0 if score is None else -score), rating.supplier.code


def _quoted(quotes: Iterable[Quote], today: date) -> dict[tuple[str, str], float]:
    """The lowest price that holds, in fen for a ten-thousandth, by supplier and item."""
    prices: dict[tuple[str, str], float] = {}
    for quote in quotes:
        if quote.holds(today):
            key, price = (quote.supplier, quote.item), quote.price_e6 * FEN / PRICE / QUANTITY
            prices[key] = min(price, prices.get(key, price))
    return prices


def _overdue(
    orders: Iterable[OrderedItem], supplier: str, today: date, grace: int
) -> tuple[int, ...]:
    """For how long each order has been overdue, by its item that is latest."""
    late: dict[str, int] = {}
    for order in orders:
        if order.supplier == supplier and (days := order.overdue_days(today, grace)):
            late[order.number] = max(days, late.get(order.number, 0))
    return tuple(late.values())


def _with_alternatives(
    found: Sequence[Rating],
    purchases: Iterable[Purchase],
    quoted: Mapping[tuple[str, str], float],
    suppliers: Iterable[Partner],
) -> list[Rating]:
    """Who has delivered or quotes most of what each supplier delivers, the better rated first."""
    offers: dict[str, set[str]] = {}
    for supplier, item in [*((p.supplier, p.item) for p in purchases), *quoted]:
        offers.setdefault(supplier, set()).add(item)
    usable = {p.code: p.name for p in suppliers if p.status is not Status.STOPPED}
    scores = {rating.supplier.code: rating.now.score or 0.0 for rating in found}
    rated = []
    for rating in found:
        own = offers.get(rating.supplier.code, set())
        common = {
            code: len(own & items)
            for code, items in offers.items()
            if code in usable and code != rating.supplier.code and own & items
        }
        best = sorted(common, key=lambda code: (-common[code], -scores.get(code, 0.0), code))
        names = tuple(usable[code] for code in best[:_MOST_NAMED])
        rated.append(replace(rating, instead=names))
    return rated


def supplier_cells(rating: Rating, today: date, terms: Terms = Terms()) -> dict[str, Raw]:
    """One supplier as cells of 供应商评价 by field; blank where nothing was measured."""
    now = rating.now
    start = today - timedelta(terms.days - 1)
    return {
        "supplier": rating.supplier.name,
        "period": _("{start} to {end}").format(start=start, end=today),
        "order_lines": float(now.order_lines),
        "on_time_rate": _rounded(now.on_time),
        "lead_days": _rounded(now.lead_days, 1),
        "lead_spread": _rounded(now.lead_spread, 1),
        "short_rate": _rounded(now.short),
        "over_rate": _rounded(now.over),
        "return_rate": _rounded(now.returned),
        "price_index": _rounded(now.price_index, 3),
        "price_trend": _rounded(now.price_trend),
        "score": _rounded(now.score, 1),
        "grade": now.grade or None,
        "warning": rating.warning or None,
    }


def _rounded(figure: float | None, digits: int = 4) -> float | None:
    return None if figure is None else round(figure, digits) + 0.0


def supplier_rows(
    connection: sqlite3.Connection,
    suppliers: Sequence[Partner],
    quotes: Sequence[Quote],
    today: date,
    terms: Terms = Terms(),
) -> list[dict[str, Raw]]:
    """The rows of the sheet 供应商评价, by field."""
    return [
        supplier_cells(rating, today, terms)
        for rating in ratings(connection, suppliers, quotes, today, terms)
    ]
