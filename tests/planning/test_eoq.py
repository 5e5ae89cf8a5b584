"""Order quantities, against textbooks and against trying every quantity."""

import doctest
from math import inf

from hypothesis import given
from hypothesis import strategies as st

from jxc_xl.planning import eoq
from jxc_xl.planning.eoq import NO_LOT, PriceBreak, economic_lot, economic_quantity, price_at

UNIT = 10_000
MONEY = st.integers(1, 10**7)
BREAKS = st.lists(
    st.builds(PriceBreak, st.integers(0, 60).map(lambda n: n * UNIT), st.integers(-10, 10**7)),
    max_size=4,
)


def test_the_examples_in_the_docstrings_are_true() -> None:
    """Each function of the module shows what it does, and does it."""
    assert doctest.testmod(eoq).failed == 0


def test_the_textbook_quantities() -> None:
    """Two examples whose answers are whole: 200 needles at a time, and 400 bags.

    Heizer & Render, Operations Management, example 12.3: 1,000 a year, 10 an order, 0.50 a year to
    hold one. Nahmias, example 4.4: 600 a year, 8 an order, 20 % of 0.30.
    """
    assert economic_quantity(1000 * UNIT, 10_00, 1_000_000, 500_000) == 200 * UNIT
    assert economic_quantity(600 * UNIT, 8_00, 300_000, 200_000) == 400 * UNIT


def test_a_discount_that_costs_more_than_it_saves_is_not_taken() -> None:
    """Nahmias, example 4.4, with the last discount alone: 400 at a time stay the cheapest."""
    breaks = [PriceBreak(0, 300_000), PriceBreak(5000 * UNIT, 290_000)]
    found = economic_lot(600 * UNIT, 8_00, 200_000, breaks)
    assert (found.quantity_e4, found.yearly_cost_fen) == (400 * UNIT, 204_00)


def test_a_race_car_dealer_takes_the_middle_discount() -> None:
    """Heizer & Render, Operations Management, example 12.9: 1,000 cars at 4.80 cost 24,725 a year.

    5,000 a year, 49 an order, 20 % a year; 5.00 each, 4.80 from 1,000, 4.75 from 2,000.
    """
    breaks = [
        PriceBreak(0, 5_000_000),
        PriceBreak(1000 * UNIT, 4_800_000),
        PriceBreak(2000 * UNIT, 4_750_000),
    ]
    found = economic_lot(5000 * UNIT, 49_00, 200_000, breaks)
    assert (found.quantity_e4, found.price_e6) == (1000 * UNIT, 4_800_000)
    assert found.yearly_cost_fen == 24_725_00


def test_where_nothing_can_be_weighed_there_is_no_quantity() -> None:
    """No demand, no price, a negative price, stock or orders that cost nothing: 0, and no error."""
    assert economic_quantity(0, 50_00, 1_000_000, 200_000) == 0
    assert economic_quantity(-5, 50_00, 1_000_000, 200_000) == 0
    assert economic_quantity(UNIT, 0, 1_000_000, 200_000) == 0
    assert economic_quantity(UNIT, 50_00, 0, 200_000) == 0
    assert economic_quantity(UNIT, 50_00, -1, 200_000) == 0
    assert economic_quantity(UNIT, 50_00, 1_000_000, 0) == 0
    assert economic_lot(UNIT, 50_00, 200_000, []) == NO_LOT
    assert economic_lot(UNIT, 50_00, 200_000, [PriceBreak(0, 0)]) == NO_LOT
    assert economic_lot(0, 50_00, 200_000, [PriceBreak(0, 1)]) == NO_LOT
    assert economic_lot(UNIT, 50_00, 0, [PriceBreak(0, 1)]) == NO_LOT
    assert economic_lot(UNIT, 0, 200_000, [PriceBreak(0, 1)]).quantity_e4 == 0
    assert price_at([], UNIT) == 0


@given(st.integers(1, 50), MONEY, st.integers(1, 10**6), BREAKS)
def test_no_whole_quantity_is_cheaper_than_the_one_found(
    yearly: int, ordering: int, rate: int, breaks: list[PriceBreak]
) -> None:
    """Trying each quantity of up to a few years finds nothing cheaper, but for the rounding."""
    found = economic_lot(yearly * UNIT, ordering, rate, breaks)
    tried = [
        cost(yearly, ordering, rate, quantity, price_at(breaks, quantity * UNIT))
        for quantity in range(1, 200)
        if any(one.quantity_e4 <= quantity * UNIT for one in breaks)
    ]
    if found == NO_LOT:
        assert min(tried, default=inf) == inf
    else:
        assert found.price_e6 == price_at(breaks, found.quantity_e4)
        assert found.yearly_cost_fen <= min(tried, default=inf) + 2


def cost(yearly: int, ordering_fen: int, rate_e6: int, quantity: int, price_e6: int) -> float:
    """What a year costs, in fen; what has no price is not to be had."""
    if price_e6 <= 0:
        return inf
    price = price_e6 / 10**4
    return yearly * price + ordering_fen * yearly / quantity + rate_e6 / 1e6 * price * quantity / 2


@given(st.integers(1, 10**12), MONEY, MONEY, st.integers(1, 10**6))
def test_four_times_the_demand_doubles_the_quantity(
    yearly: int, ordering: int, price: int, rate: int
) -> None:
    """The square root of Harris' formula, to the last ten-thousandth."""
    once = economic_quantity(yearly, ordering, price, rate)
    assert abs(economic_quantity(4 * yearly, ordering, price, rate) - 2 * once) <= 1
