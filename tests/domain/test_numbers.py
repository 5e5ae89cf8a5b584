"""Fixed-point numbers: every rounding is half up, away from zero, and sums stay exact."""

import doctest
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxc_xl.domain import numbers
from jxc_xl.domain.numbers import QUANTITY, amount_fen, divide, money, plain, proportion
from tests.ledger.naive import half_up

LARGE = st.integers(-(10**18), 10**18)
COUNTS = st.integers(1, 10**18)


def test_the_examples_in_the_docstrings_are_true() -> None:
    """Each function of the module shows what it does, and does it."""
    found = doctest.testmod(numbers)
    assert found.failed == 0
    assert found.attempted >= 5


@given(LARGE, LARGE.filter(bool))
def test_division_rounds_half_away_from_zero(numerator: int, denominator: int) -> None:
    """Whatever the signs, and far beyond what a float could tell apart."""
    assert divide(numerator, denominator) == half_up(Fraction(numerator, denominator))


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [
        (1, 2, 1),
        (-1, 2, -1),
        (1, -2, -1),
        (-1, -2, 1),
        (3, 2, 2),
        (-3, 2, -2),
        (1, 3, 0),
        (2, 3, 1),
    ],
)
def test_halves_by_hand(numerator: int, denominator: int, rounded: int) -> None:
    """The cases in which banks, Python and bookkeepers differ."""
    assert divide(numerator, denominator) == rounded


@given(st.integers(0, 10**15), st.lists(st.integers(1, 10**6), min_size=1, max_size=12))
def test_what_is_taken_piece_by_piece_is_the_whole(value: int, parts: list[int]) -> None:
    """Shares of what is left add up to the value: the last piece takes the remainder."""
    left, whole = value, sum(parts)
    for part in parts:
        share = proportion(left, part, whole)
        assert 0 <= share <= left
        left -= share
        whole -= part
    assert (left, whole) == (0, 0)


@given(st.integers(0, 10**10), st.integers(0, 10**12), st.integers(0, 10**6))
def test_an_amount_is_quantity_times_price_times_share(
    quantity: int, price: int, share: int
) -> None:
    """The same as decimal arithmetic, rounded half up to the fen."""
    exact = Decimal(quantity) / QUANTITY * (Decimal(price) / 10**6) * (Decimal(share) / 10**6)
    rounded = (exact * 100).quantize(Decimal(1), ROUND_HALF_UP)
    assert amount_fen(quantity, price, share) == rounded


@given(st.integers(-(10**15), 10**15))
def test_what_is_shown_reads_back_as_what_is_stored(value: int) -> None:
    """Decimals at the edges lose nothing, and no zero stands at their end."""
    shown = plain(value, QUANTITY)
    assert shown * QUANTITY == value
    assert "E" not in f"{shown:f}"
    assert not ("." in f"{shown:f}" and f"{shown:f}".endswith("0"))
    assert money(value) * 100 == value


@given(COUNTS, st.integers(0, 10**15))
def test_a_unit_cost_is_value_by_quantity(quantity: int, value: int) -> None:
    """Yuan × 10⁶ per unit; nothing costs nothing."""
    expected = half_up(Fraction(value, 100) / Fraction(quantity, QUANTITY) * 10**6)
    assert numbers.unit_cost_e6(value, quantity) == expected
    assert numbers.unit_cost_e6(value, 0) == 0
