"""Fixed-point numbers: quantities × 10⁴, unit prices and rates × 10⁶, money in fen.

Inside the program these are plain integers; ``Decimal`` appears only where people
type or read them.  A float is never kept or summed.
"""

from decimal import Decimal

QUANTITY = 10_000
PRICE = 1_000_000
RATE = 1_000_000
FEN = 100

_AMOUNT_DIVISOR = QUANTITY * PRICE * RATE // FEN


def divide(numerator: int, denominator: int) -> int:
    """Divide two integers and round half up, away from zero (-0.5 becomes -1).

    >>> divide(5, 2), divide(-5, 2), divide(4, 3)
    (3, -3, 1)
    """
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    if numerator >= 0:
        return (2 * numerator + denominator) // (2 * denominator)
    return -((-2 * numerator + denominator) // (2 * denominator))


def amount_fen(quantity_e4: int, price_e6: int, share_e6: int = RATE) -> int:
    """Quantity × unit price × share paid, in fen.

    >>> amount_fen(30_000, 12_500_000, 900_000)     # 3 × 12.50 × 0.9 = 33.75
    3375
    """
    return divide(quantity_e4 * price_e6 * share_e6, _AMOUNT_DIVISOR)


def proportion(value: int, part: int, whole: int) -> int:
    """The part of ``value`` that belongs to ``part`` of ``whole``; all of it for the whole.

    >>> proportion(1000, 1, 3), proportion(1000, 3, 3)
    (333, 1000)
    """
    return value if part == whole else divide(value * part, whole)


def in_unit(base_e4: int, factor_e6: int) -> int:
    """A quantity of an item's own unit in a unit that is ``factor_e6`` / 10⁶ of it.

    >>> in_unit(48_0000, 24_000_000)     # 48 瓶 are 2 箱
    20000
    """
    return base_e4 if factor_e6 == RATE else divide(base_e4 * RATE, factor_e6)


def plain(value: int, scale: int) -> Decimal:
    """A fixed-point integer as a decimal without trailing zeros.

    >>> plain(125_000, QUANTITY), plain(100_0000, QUANTITY)
    (Decimal('12.5'), Decimal('100'))
    """
    exact = Decimal(value) / scale
    whole = exact.to_integral_value()
    return whole if exact == whole else exact.normalize()


def money(fen: int) -> Decimal:
    """Fen as yuan with two decimals.

    >>> money(1250)
    Decimal('12.50')
    """
    return Decimal(fen).scaleb(-2)


def unit_cost_e6(value_fen: int, quantity_e4: int) -> int:
    """The unit cost of a quantity worth ``value_fen``, × 10⁶; 0 for nothing."""
    if quantity_e4 == 0:
        return 0
    return divide(value_fen * (PRICE // FEN) * QUANTITY, quantity_e4)
