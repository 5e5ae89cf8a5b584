"""At which price slow goods are offered, and what that brings."""

import doctest

from hypothesis import given
from hypothesis import strategies as st

from jxc_xl.domain.numbers import RATE
from jxc_xl.planning import clearance as module
from jxc_xl.planning import suppliers
from jxc_xl.planning.clearance import Tied, Way, clearance


def test_the_examples_in_the_docstrings_hold() -> None:
    """They were worked out by hand."""
    assert doctest.testmod(module).failed == 0
    assert doctest.testmod(suppliers).failed == 0


def test_a_margin_that_cannot_be_had_is_given_up_before_the_cost_is() -> None:
    """Cost 9.80, price 10.00: 5 % would need 10.32, so 9.80 is proposed."""
    found = clearance(
        Tied(quantity_e4=10_0000, capital_fen=98_00, sale_price_e6=10_000_000), 50_000
    )
    assert (found.way, found.price_e6, found.profit_fen) == (Way.DISCOUNT, 9_800_000, 0)


def test_without_tax_in_the_price_customers_pay_it_on_top() -> None:
    """Ten that cost 10.00, at 11.12 for a tenth of margin: 111.20 and 13 % of tax."""
    found = clearance(
        Tied(
            quantity_e4=10_0000,
            capital_fen=100_00,
            sale_price_e6=15_000_000,
            tax_e6=130_000,
            price_includes_tax=False,
        ),
        100_000,
    )
    assert (found.break_even_e6, found.price_e6) == (10_000_000, 11_120_000)
    assert (found.cash_fen, found.profit_fen) == (125_66, 11_20)


@given(
    quantity=st.integers(1, 10**9),
    capital=st.integers(0, 10**9),
    price=st.none() | st.integers(1, 10**9),
    tax=st.sampled_from([0, 10_000, 30_000, 130_000]),
    included=st.booleans(),
    margin=st.integers(-RATE, 2 * RATE),
)
def test_nothing_is_sold_below_cost_unless_it_always_was(
    quantity: int, capital: int, price: int | None, tax: int, included: bool, margin: int
) -> None:
    """Whatever the figures: above the ordinary price never, at a loss only where that is one."""
    tied = Tied(
        quantity_e4=quantity,
        capital_fen=capital,
        sale_price_e6=price,
        tax_e6=tax,
        price_includes_tax=included,
    )
    found = clearance(tied, margin)
    assert price is None or found.price_e6 <= price
    assert found.way is Way.LOSS or found.profit_fen >= -1, "a fen of rounding"
    assert found.way is not Way.DISCOUNT or found.price_e6 >= found.break_even_e6
    assert found.cash_fen >= 0
