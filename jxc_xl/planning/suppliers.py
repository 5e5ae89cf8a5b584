"""供应商评价: how good a supplier was in a span of days, from what was measured alone.

Shares are between 0 and 1, times in days, prices relative to those of others.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean, stdev

from jxc_xl.planning.deliveries import OrderedItem

WEIGHTS = {"on_time": 40, "complete": 20, "quality": 20, "price": 20}
"""What each part of the score is worth, of 100 points."""

_STRICT = 5
"""A fifth of the goods returned, or prices a fifth above those of others, cost all points."""

_LEAST_KNOWN = 50
"""Without so many points' worth of parts measured there is no score: two returns say little."""

GRADES = ((90.0, "A"), (75.0, "B"), (60.0, "C"), (0.0, "D"))
"""From how many points on which grade is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Performance:
    """What was measured of a supplier in a span of days; ``None`` where there was nothing.

    ``order_lines`` counts items of orders placed in it.  ``on_time`` is the share of promised
    days that were kept, ``lead_days`` and ``lead_spread`` mean and standard deviation of the lead
    times.  ``short`` and ``over`` are the average shares by which settled order items came short
    or too much, ``returned`` the share of the received value that went back.  ``price_index`` is
    1 where it asks as much as others for the same items, ``price_trend`` the change against its
    own prices in the span before.
    """

    order_lines: int = 0
    on_time: float | None = None
    lead_days: float | None = None
    lead_spread: float | None = None
    short: float | None = None
    over: float | None = None
    returned: float | None = None
    price_index: float | None = None
    price_trend: float | None = None

    @property
    def score(self) -> float | None:
        """Up to 100 points by :data:`WEIGHTS`; what was not measured is left out of the weights.

        ``None`` where less than half of the points could be measured.

        Kept 90 % of the days (36 of 40), 5 % short (19 of 20), 2 % returned (18 of 20) and prices
        4 % above those of others (16 of 20) are 89 points.

        >>> round(Performance(on_time=0.9, short=0.05, over=0.0, returned=0.02,
        ...     price_index=1.04).score, 2)
        89.0
        """
        parts = {
            "on_time": self.on_time,
            "complete": None if self.short is None else 1 - self.short - (self.over or 0.0),
            "quality": None if self.returned is None else 1 - _STRICT * self.returned,
            "price": None if self.price_index is None else 1 - _STRICT * (self.price_index - 1),
        }
        known = {name: min(max(part, 0.0), 1.0) for name, part in parts.items() if part is not None}
        weight = sum(WEIGHTS[name] for name in known)
        if weight < _LEAST_KNOWN:
            return None
        return 100 * sum(WEIGHTS[name] * part for name, part in known.items()) / weight

    @property
    def grade(self) -> str:
        """A, B, C or D by :data:`GRADES`; empty without a score."""
        score = self.score
        if score is None:
            return ""
        return next(grade for least, grade in GRADES if round(score, 2) >= least)


@dataclass(frozen=True, slots=True)
class Purchase:
    """What a supplier brought of an item in a span of days: quantity × 10⁴, values in fen."""

    supplier: str
    item: str
    quantity_e4: int
    total_fen: int
    returned_fen: int = 0

    @property
    def price(self) -> float | None:
        """Paid a piece, in fen; gifts make it lower."""
        return self.total_fen / self.quantity_e4 if self.quantity_e4 > 0 else None


def performance(
    supplier: str,
    orders: Iterable[OrderedItem],
    purchases: Sequence[Purchase],
    before: Sequence[Purchase],
    quoted: Mapping[tuple[str, str], float],
    today: date,
    grace: int = 0,
) -> Performance:
    """What is measured of a supplier in a span of days.

    ``orders`` are those that were placed in it, ``purchases`` and ``before`` everybody's in it and
    in the span before it, ``quoted`` prices in fen a piece by supplier and item, which count for
    others who have not delivered the item.
    """
    own_orders = [order for order in orders if order.supplier == supplier]
    judged = [o for o in own_orders if o.judged(today, grace) and o.ordered_e4 > 0]
    kept = [day for order in own_orders for day in order.kept(today, grace)]
    times = [days for order in own_orders if (days := order.lead_days) is not None]
    own = [purchase for purchase in purchases if purchase.supplier == supplier]
    received = sum(purchase.total_fen for purchase in own)
    return Performance(
        order_lines=len(own_orders),
        on_time=fmean(kept) if kept else None,
        lead_days=fmean(times) if times else None,
        lead_spread=stdev(times) if len(times) > 1 else 0.0 if times else None,
        short=_average(-_excess(order) for order in judged),
        over=_average(_excess(order) for order in judged),
        returned=min(1.0, sum(p.returned_fen for p in own) / received) if received > 0 else None,
        price_index=_against(own, _prices_of_others(supplier, purchases, quoted)),
        price_trend=_change(own, before, supplier),
    )


def _excess(order: OrderedItem) -> float:
    return (order.received_e4 - order.ordered_e4) / order.ordered_e4


def _average(shares: Iterable[float]) -> float | None:
    """The mean of shares of which none counts below 0."""
    found = [max(share, 0.0) for share in shares]
    return fmean(found) if found else None


def _prices_of_others(
    supplier: str, purchases: Iterable[Purchase], quoted: Mapping[tuple[str, str], float]
) -> dict[str, float]:
    """What an item costs elsewhere: as paid there, else the lowest that is asked."""
    prices: dict[str, float] = {}
    for (asking, item), price in quoted.items():
        if asking != supplier:
            prices[item] = min(price, prices.get(item, price))
    paid: dict[str, tuple[int, int]] = {}
    for purchase in purchases:
        if purchase.supplier != supplier and purchase.quantity_e4 > 0:
            total, quantity = paid.get(purchase.item, (0, 0))
            paid[purchase.item] = (total + purchase.total_fen, quantity + purchase.quantity_e4)
    return prices | {item: total / quantity for item, (total, quantity) in paid.items()}


def _against(own: Iterable[Purchase], others: Mapping[str, float]) -> float | None:
    """What was paid against what the same quantities would have cost at other prices."""
    same = [purchase for purchase in own if others.get(purchase.item, 0.0) > 0]
    there = sum(others[purchase.item] * purchase.quantity_e4 for purchase in same)
    return sum(purchase.total_fen for purchase in same) / there if there > 0 else None


def _change(own: Iterable[Purchase], before: Iterable[Purchase], supplier: str) -> float | None:
    """How much dearer this span's quantities were than at the prices of the one before."""
    prices = {
        purchase.item: price
        for purchase in before
        if purchase.supplier == supplier and (price := purchase.price) is not None
    }
    index = _against(own, prices)
    return None if index is None else index - 1


@dataclass(frozen=True, slots=True)
class Decline:
    """One way in which a supplier got worse: the figure's name, before and now."""

    figure: str
    before: float
    now: float


_LIMITS = {
    "on_time": -0.1, "lead_days": 1.0, "short": 0.05, "returned": 0.02, "score": -10.0,
}  # fmt: skip
"""By how much a figure may change before it is told; negative where less is worse."""

_DEARER = 0.05
_LONGER = 1.2


def declines(now: Performance, before: Performance) -> list[Decline]:
    """In what a supplier is worse than in the span before, by more than chance would make it.

    10 points less on time, a lead time longer by a day and a fifth, 5 points more short, 2 more
    returned, prices up by 5 %, or 10 points less in all.
    """
    found = []
    for name, limit in _LIMITS.items():
        was, is_ = getattr(before, name), getattr(now, name)
        if was is None or is_ is None:
            continue
        worse = (is_ - was) / limit >= 1 - 1e-9
        if worse and (name != "lead_days" or is_ >= _LONGER * was):
            found.append(Decline(name, was, is_))
    if now.price_trend is not None and now.price_trend >= _DEARER - 1e-9:
        found.append(Decline("price_trend", 0.0, now.price_trend))
    if len(found) > 1:  # the sum says nothing new beside its parts
        found = [decline for decline in found if decline.figure != "score"]
    return found
