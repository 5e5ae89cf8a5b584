"""When to order and how much: safety stock, reorder point and a proposal that can be explained."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from math import ceil, floor, isfinite, sqrt
from statistics import NormalDist, fmean, stdev

from jxc_xl.domain.numbers import QUANTITY, RATE
from jxc_xl.i18n import N_
from jxc_xl.i18n import gettext as _

MOST_SERVICE_E6 = 999_900
"""Nobody can promise never to run out: a service level above this is taken as this."""

MOST_DAYS = 9_999
"""Goods that last longer than this last for ever."""


class Urgency(IntEnum):
    """How soon an order is to be placed; the higher, the sooner."""

    NONE = 0
    DUE = 1
    """The inventory position has reached the reorder point."""
    URGENT = 2
    """What is available will not last until the goods come."""
    OUT = 3
    """Nothing is available any more."""


_WORDS = {
    Urgency.NONE: N_("no need"),
    Urgency.DUE: N_("due"),
    Urgency.URGENT: N_("urgent"),
    Urgency.OUT: N_("out of stock"),
}


def word(urgency: Urgency) -> str:
    """紧急程度 as a sheet shows it, in the language in force."""
    return _(_WORDS[urgency])


@dataclass(frozen=True, slots=True)
class LeadTime:
    """Days from order to receipt: mean and spread, and of how many orders (0: not measured)."""

    days: float
    spread: float
    measured: int


def lead_time(measured_days: Sequence[float], stated_days: float) -> LeadTime:
    """The lead time as measured or, where no order has been received yet, as stated.

    The spread is that of a sample (divided by n − 1); one order alone has none.

    >>> lead_time([5, 7, 9], 10), lead_time([], 10)
    (LeadTime(days=7.0, spread=2.0, measured=3), LeadTime(days=10.0, spread=0.0, measured=0))
    """
    days = [max(float(found), 0.0) for found in measured_days]
    if not days:
        return LeadTime(max(float(stated_days), 0.0), 0.0, 0)
    return LeadTime(fmean(days), stdev(days) if len(days) > 1 else 0.0, len(days))


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What a proposal is made from; quantities × 10⁴.

    ``daily_e4`` and ``daily_spread_e4`` are mean and standard deviation of a day's demand,
    ``economic_e4`` the economic order quantity (0: none). ``pack_e4`` 0 means whole units. A
    ``minimum_stock_e4`` of 0 and a ``maximum_stock_e4`` of ``None`` mean no limit.
    """

    daily_e4: float
    daily_spread_e4: float
    lead: LeadTime
    service_e6: int
    on_hand_e4: int
    reserved_e4: int = 0
    on_order_e4: int = 0
    economic_e4: int = 0
    minimum_order_e4: int = 0
    pack_e4: int = 0
    minimum_stock_e4: int = 0
    maximum_stock_e4: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What is proposed, and all that the sentence which explains it needs; quantities × 10⁴.

    ``position_e4`` is on hand + on order − reserved, ``target_e4`` up to where an order fills it.
    ``quantity_e4`` is 0 where no order is due. ``by_minimum`` says that 最低库存 and not the
    calculation set the reorder point; ``at_maximum`` that 最高库存 made the quantity smaller,
    ``blocked`` that it leaves no room for what the supplier would deliver at least.
    """

    safety_stock_e4: int
    reorder_point_e4: int
    position_e4: int
    target_e4: int
    quantity_e4: int
    cover_days: int | None
    urgency: Urgency
    by_minimum: bool
    at_maximum: bool
    blocked: bool


def service_factor(service_e6: int) -> float:
    """How many spreads of demand are covered at a service level (× 10⁶): z of the normal curve.

    At least 0 (half of the time), at most that of :data:`MOST_SERVICE_E6`.

    >>> round(service_factor(950_000), 3), round(service_factor(1_000_000), 2), service_factor(0)
    (1.645, 3.72, 0.0)
    """
    share = min(max(service_e6, RATE // 2), MOST_SERVICE_E6) / RATE
    return max(NormalDist().inv_cdf(share), 0.0)


def safety_stock(daily_e4: float, daily_spread_e4: float, lead: LeadTime, service_e6: int) -> int:
    """What is kept because demand and lead time vary (× 10⁴, rounded up).

    z·√(L·σ_d² + d²·σ_L²): King, "Crack the code: understanding safety stock and mastering its
    equations", APICS Magazine 21 (July/August 2011), for independent demand and lead time.

    2,500 a day ± 500, 7 days ± 7, 90 % (Chopra & Meindl, Supply Chain Management, 6th ed.,
    example 12-6): √(7·500² + 2,500²·7²) = 17,550, times 1.2816 is 22,491.

    >>> safety_stock(2500e4, 500e4, LeadTime(7.0, 7.0, 9), 900_000) // 10_000
    22491
    """
    demand = lead.days * _sound(daily_spread_e4) ** 2
    waiting = (_sound(daily_e4) * lead.spread) ** 2
    return _up(service_factor(service_e6) * sqrt(demand + waiting))


def reorder_point(daily_e4: float, lead: LeadTime, safety_stock_e4: int) -> int:
    """The inventory position at which an order is due (× 10⁴, rounded up): d·L + safety stock.

    >>> reorder_point(20_0000.0, LeadTime(5.0, 0.0, 0), 30_0000)     # 20 a day, 5 days, 30 kept
    1300000
    """
    return _up(_sound(daily_e4) * lead.days) + safety_stock_e4


def propose(need: Need) -> Proposal:
    """Whether an order is due, and of how much.

    It is due when the inventory position (on hand + on order − reserved) has come down to the
    reorder point, or is below nothing, unless an order could not raise it further. It fills up to
    reorder point + economic quantity, the (s, S) rule with S = s + Q (Silver, Pyke & Thomas,
    Inventory and Production Management in Supply Chains, 4th ed. 2017, chapter 6), or where no
    economic quantity is known up to 最高库存; at least 最小起订量, in whole packs. Where that would
    pass 最高库存 it is rounded down instead.

    10 a day, 6 days, 15 in safety: reorder point 75. With 40 there and an economic quantity of 100
    an order of 135 is due, in packs of 24 it is 144; with 最高库存 150 no more than 96.

    >>> need = Need(daily_e4=10_0000, daily_spread_e4=3.7233e4, lead=LeadTime(6.0, 0.0, 0),
    ...     service_e6=950_000, on_hand_e4=40_0000, economic_e4=100_0000, pack_e4=24_0000,
    ...     maximum_stock_e4=150_0000)
    >>> found = propose(need)
    >>> found.safety_stock_e4 // 10_000, found.reorder_point_e4 // 10_000
    (15, 75)
    >>> found.quantity_e4, found.cover_days, found.urgency.name, found.at_maximum
    (960000, 4, 'URGENT', True)
    """
    safety = safety_stock(need.daily_e4, need.daily_spread_e4, need.lead, need.service_e6)
    calculated = reorder_point(need.daily_e4, need.lead, safety)
    point = max(calculated, need.minimum_stock_e4, 0)
    position = need.on_hand_e4 + need.on_order_e4 - need.reserved_e4
    target = _target(need, point)
    full = need.economic_e4 <= 0 and position >= max(point, target)
    due = position < 0 or (point > 0 and position <= point and not full)
    wanted, room = _wanted(need, position, target), _room(need, position)
    quantity = (wanted if room is None else min(wanted, room)) if due else 0
    return Proposal(
        safety_stock_e4=safety,
        reorder_point_e4=point,
        position_e4=position,
        target_e4=target,
        quantity_e4=quantity,
        cover_days=cover_days(need.on_hand_e4 - need.reserved_e4, need.daily_e4),
        urgency=_urgency(need) if due else Urgency.NONE,
        by_minimum=need.minimum_stock_e4 > calculated,
        at_maximum=due and 0 < quantity < wanted,
        blocked=due and quantity == 0,
    )


def cover_days(available_e4: int, daily_e4: float) -> int | None:
    """可售天数: for how many whole days the available goods last; ``None`` without demand.

    >>> cover_days(45_0000, 10_0000.0), cover_days(-1, 1.0), cover_days(5, 0.0)
    (4, 0, None)
    """
    daily = _sound(daily_e4)
    if daily <= 0:
        return None
    return floor(min(max(available_e4, 0) / daily, MOST_DAYS))


def _target(need: Need, point: int) -> int:
    """Up to where an order fills the position."""
    most = need.maximum_stock_e4
    if need.economic_e4 > 0:
        target = point + need.economic_e4
        return target if most is None else min(target, most)
    return point if most is None else most


def _wanted(need: Need, position: int, target: int) -> int:
    """What an order would be without 最高库存: at least the minimum, and some, in whole packs."""
    pack = _pack(need)
    return -(-max(target - position, need.minimum_order_e4, 1) // pack) * pack


def _room(need: Need, position: int) -> int | None:
    """The largest order that 最高库存 leaves room for; ``None`` without such a limit.

    0 if it is less than the least that the supplier delivers.
    """
    if need.maximum_stock_e4 is None:
        return None
    pack = _pack(need)
    room = max(need.maximum_stock_e4 - position, 0) // pack * pack
    return room if room >= need.minimum_order_e4 else 0


def _pack(need: Need) -> int:
    return need.pack_e4 if need.pack_e4 > 0 else QUANTITY


def _urgency(need: Need) -> Urgency:
    available = need.on_hand_e4 - need.reserved_e4
    if available <= 0:
        return Urgency.OUT
    lasts = cover_days(available, need.daily_e4)
    return Urgency.URGENT if lasts is not None and lasts < need.lead.days else Urgency.DUE


def _sound(estimate: float) -> float:
    """An estimate as a demand: none where it is negative or not a number."""
    return max(estimate, 0.0) if isfinite(estimate) else 0.0


def _up(quantity_e4: float) -> int:
    """Rounded up, but not for a speck that only the float added."""
    return ceil(quantity_e4 - 1e-6)
