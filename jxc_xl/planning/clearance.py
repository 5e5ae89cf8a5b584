"""滞销促销: at which price goods that do not move still bring back what they cost.

Prices × 10⁶ per unit as they are typed, quantities × 10⁴, money in fen, rates × 10⁶.
"""

from dataclasses import dataclass
from enum import StrEnum

from jxc_xl.domain.numbers import FEN, PRICE, QUANTITY, RATE, divide

_CENT_E6 = PRICE // FEN


class Way(StrEnum):
    """What to do with goods that do not move."""

    DISCOUNT = "discount"
    """Sell them cheaper: the price still brings what they cost."""
    LOSS = "loss"
    """Even the ordinary price brings less than they cost."""
    UNPRICED = "unpriced"
    """Nobody has said what they sell for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tied:
    """Goods that tie up money: what is there, what it cost, and what it is offered for.

    ``tax_e6`` is the rate that is part of the price or comes on top of it.
    """

    quantity_e4: int
    capital_fen: int
    sale_price_e6: int | None
    tax_e6: int = 0
    price_includes_tax: bool = True


@dataclass(frozen=True, slots=True)
class Clearance:
    """How to turn them into money; ``cash_fen`` is what customers pay for all of it, with tax.

    ``profit_fen`` is what is left of it without tax and cost, below zero for a loss.
    """

    way: Way
    break_even_e6: int
    price_e6: int
    cash_fen: int
    profit_fen: int


def clearance(tied: Tied, margin_e6: int) -> Clearance:
    """The price that leaves a margin (a share of the price without tax), and what it brings.

    The break-even price is the cost of what is left of the item's lots, with tax where prices
    include it, rounded up to the fen.  Where the margin cannot be had below the ordinary price
    the break-even price is proposed, and where even that lies above it the ordinary price.

    120 pieces that cost 600.00, sold at 9.04 with 13 % tax: 5.65 is break-even, and 5.95 leaves
    5 % of the price without tax.  All of it brings 714.00, without tax 631.86, so 31.86 are left.

    >>> found = clearance(Tied(quantity_e4=120_0000, capital_fen=600_00, sale_price_e6=9_040_000,
    ...     tax_e6=130_000), 50_000)
    >>> found.way.value, found.break_even_e6, found.price_e6, found.cash_fen, found.profit_fen
    ('discount', 5650000, 5950000, 71400, 3186)
    """
    taxed = RATE + tied.tax_e6 if tied.price_includes_tax else RATE
    least = _up(tied.capital_fen * taxed, tied.quantity_e4 * RATE)
    margin = min(max(margin_e6, 0), RATE - 1)
    wanted = _up(tied.capital_fen * taxed, tied.quantity_e4 * (RATE - margin))
    way, price = _price(tied.sale_price_e6, least, wanted)
    typed = divide(tied.quantity_e4 * price * FEN, QUANTITY * PRICE)
    net = divide(typed * RATE, taxed)
    cash = typed if tied.price_includes_tax else divide(typed * (RATE + tied.tax_e6), RATE)
    return Clearance(way, least, price, cash, net - tied.capital_fen)


def _price(ordinary: int | None, least: int, wanted: int) -> tuple[Way, int]:
    if ordinary is None:
        return Way.UNPRICED, wanted
    if least >= ordinary:
        return Way.LOSS, ordinary
    return Way.DISCOUNT, wanted if wanted < ordinary else least


def _up(fen: int, quantity: int) -> int:
    """Fen for a quantity as a price × 10⁶, rounded up to a whole fen."""
    return -(-fen * QUANTITY // quantity) * _CENT_E6
