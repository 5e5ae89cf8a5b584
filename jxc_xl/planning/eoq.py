"""How much to order at once: few large orders against much stock, and discounts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from math import isqrt

from jxc_xl.domain.numbers import FEN, PRICE, QUANTITY, RATE, amount_fen, divide

_IN_ROOT = QUANTITY * PRICE * RATE // FEN
"""Makes quantities × 10⁴ squared of 2·D·K ÷ (i·c) in the scales of this module."""


@dataclass(frozen=True, slots=True)
class PriceBreak:
    """From ``quantity_e4`` on, each unit of the whole order costs ``price_e6``."""

    quantity_e4: int
    price_e6: int


@dataclass(frozen=True, slots=True)
class Lot:
    """An order quantity, its unit price, and what a year costs with it (goods included)."""

    quantity_e4: int
    price_e6: int
    yearly_cost_fen: int


NO_LOT = Lot(0, 0, 0)


def economic_quantity(
    yearly_e4: int, ordering_cost_fen: int, price_e6: int, holding_rate_e6: int
) -> int:
    """The order quantity with the least yearly cost of ordering and holding (× 10⁴).

    ``yearly_e4`` is the demand of a year, ``ordering_cost_fen`` the cost of one order,
    ``holding_rate_e6`` what a year in stock costs as a share of the price. 0 where there is no such
    quantity: no demand, an order that costs nothing, or stock that does.

    Q* = √(2·D·K ÷ (i·c)): Harris, "How many parts to make at once", Factory, The Magazine of
    Management 10 (1913); Wilson, Harvard Business Review 13 (1934).

    Pencils at 0.02, 60 a week, 12 an order, 25 % a year (Nahmias, Production and Operations
    Analysis, example 4.1): 3,870.

    >>> economic_quantity(60 * 52 * 10_000, 12_00, 20_000, 250_000) // 10_000
    3869
    """
    holding = price_e6 * holding_rate_e6
    if yearly_e4 <= 0 or ordering_cost_fen <= 0 or price_e6 <= 0 or holding_rate_e6 <= 0:
        return 0
    return _root(2 * yearly_e4 * ordering_cost_fen * _IN_ROOT, holding)


def economic_lot(
    yearly_e4: int,
    ordering_cost_fen: int,
    holding_rate_e6: int,
    breaks: Iterable[PriceBreak],
) -> Lot:
    """The cheapest order quantity where larger orders are cheaper throughout (all units).

    In each range of quantities the best one is that range's economic quantity or, where that lies
    outside, the end of the range next to it; the cheapest of these is the answer (Hadley & Whitin,
    Analysis of Inventory Systems, 1963, chapter 2), of equally cheap ones the smallest. Ranges
    without a positive price do not count. Where an order costs nothing the quantity may be 0: as
    little as is wanted. :data:`NO_LOT` where there is nothing to decide.

    Bags, 600 a year, 8 an order, 20 % a year; 0.30 each, 0.29 from 500, 0.28 from 1,000 (Nahmias,
    example 4.4): 500 at a time cost 198.10 a year, against 204.00 with 400 and 200.80 with 1,000.

    >>> economic_lot(600_0000, 8_00, 200_000, [PriceBreak(0, 300_000),
    ...     PriceBreak(500_0000, 290_000), PriceBreak(1000_0000, 280_000)])
    Lot(quantity_e4=5000000, price_e6=290000, yearly_cost_fen=19810)
    """
    if yearly_e4 <= 0 or holding_rate_e6 <= 0:
        return NO_LOT
    found = []
    for first, last, price in _ranges(breaks):
        best = economic_quantity(yearly_e4, ordering_cost_fen, price, holding_rate_e6)
        quantity = max(best, first) if last is None else min(max(best, first), last)
        cost = _yearly_cost(yearly_e4, ordering_cost_fen, holding_rate_e6, quantity, price)
        found.append(Lot(quantity, price, cost))
    return min(found, key=lambda lot: (lot.yearly_cost_fen, lot.quantity_e4), default=NO_LOT)


def price_at(breaks: Sequence[PriceBreak], quantity_e4: int) -> int:
    """The unit price of an order of this size (× 10⁶); of a smaller one than any, the first's.

    >>> price_at([PriceBreak(10_0000, 5_000_000), PriceBreak(50_0000, 4_500_000)], 60_0000)
    4500000
    """
    reached = [found for found in sorted(breaks, key=_from) if found.quantity_e4 <= quantity_e4]
    if reached:
        return reached[-1].price_e6
    return min(breaks, key=_from).price_e6 if breaks else 0


def _ranges(breaks: Iterable[PriceBreak]) -> list[tuple[int, int | None, int]]:
    """First and last quantity (``None``: no end) and price of each range that has a price."""
    order = sorted(breaks, key=_from)
    ends: list[int | None] = [found.quantity_e4 - 1 for found in order[1:]]
    return [
        (max(found.quantity_e4, 0), last, found.price_e6)
        for found, last in zip_longest(order, ends)
        if found.price_e6 > 0 and (last is None or last >= max(found.quantity_e4, 1))
    ]


def _from(found: PriceBreak) -> int:
    return found.quantity_e4


def _yearly_cost(
    yearly_e4: int, ordering_cost_fen: int, holding_rate_e6: int, quantity_e4: int, price_e6: int
) -> int:
    """D·c + K·D÷Q + i·c·Q÷2."""
    goods = amount_fen(yearly_e4, price_e6)
    ordering = divide(max(ordering_cost_fen, 0) * yearly_e4, max(quantity_e4, 1))
    holding = divide(amount_fen(quantity_e4, price_e6, holding_rate_e6), 2)
    return goods + ordering + holding


def _root(numerator: int, denominator: int) -> int:
    """The square root of a fraction, rounded half up, without a float."""
    return (isqrt(4 * numerator // denominator) + 1) // 2
