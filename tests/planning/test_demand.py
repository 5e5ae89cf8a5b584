"""What was wanted: returns, empty shelves and promotions do not distort it."""

import doctest
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from jxc_xl.planning import demand
from jxc_xl.planning.demand import (
    Mask,
    Period,
    Quantities,
    Span,
    daily_rate,
    known_periods,
    net_of_returns,
    out_of_stock,
    series,
    since_first,
)

YEAR = Span(date(2025, 12, 31), date(2026, 12, 31))
SHAPES = st.tuples(st.integers(0, 4), st.integers(1, 20))
SOLD = arrays.arrays(np.int64, SHAPES, elements=st.integers(-(10**9), 10**9))


def test_the_examples_in_the_docstrings_are_true() -> None:
    """Each function of the module shows what it does, and does it."""
    assert doctest.testmod(demand).failed == 0


def test_a_year_has_its_months_and_weeks_and_no_part_of_one() -> None:
    """The last day of the year before opens no month; weeks run from Monday to Sunday."""
    months = YEAR.periods(Period.MONTH)
    assert [last - first for first, last in months] == [
        31,
        28,
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        31,
        30,
        31,
    ]
    weeks = YEAR.periods(Period.WEEK)
    assert YEAR.day(weeks[0][0]) == date(2026, 1, 5)
    assert {last - first for first, last in weeks} == {7}
    assert len(YEAR.periods(Period.DAY)) == len(YEAR) == 366
    assert Span(date(2026, 1, 2), date(2026, 1, 1)).periods(Period.DAY) == []
    assert [period.in_a_year for period in Period] == [365, 52, 12]


def test_a_promotion_that_reaches_beyond_the_days_is_cut_off() -> None:
    """From before the first or past the last day: the days in between are marked."""
    span = Span(date(2026, 1, 1), date(2026, 1, 4))
    far = [(date(2025, 1, 1), date(2026, 1, 1)), (date(2026, 1, 4), date(2027, 1, 1))]
    assert span.within(far).tolist() == [True, False, False, True]
    assert not span.within([(date(2024, 1, 1), date(2025, 1, 1))]).any()


def test_an_empty_shelf_does_not_lower_the_demand() -> None:
    """Ten a day for three days, two days without, ten again: ten a day, seventy a week."""
    sold = np.array([[10, 10, 10, 0, 0, 10, 10]])
    changes = np.array([[-10, -10, -10, 0, 0, 20, -10]])
    changes[0, 5] -= 10
    observed = ~out_of_stock(np.array([30]), changes, sold)
    assert observed.tolist() == [[True, True, True, False, False, True, True]]
    assert daily_rate(sold, observed).mean.tolist() == [10.0]
    assert series(sold, observed, [(0, 7)]).tolist() == [[70.0]]


def test_negative_stock_is_not_an_empty_shelf() -> None:
    """With 负库存 允许 a shop sells what is not booked yet: a quiet day is a quiet day."""
    found = out_of_stock(np.array([0]), np.array([[-5, 0, 0]]), np.array([[5, 0, 0]]))
    assert not found.any()


def test_a_promotion_is_taken_out_of_the_base() -> None:
    """双十一 sold a hundred; an ordinary day sells four."""
    sold = np.array([[4, 4, 100, 4]])
    observed = ~np.broadcast_to([False, False, True, False], (1, 4))
    assert daily_rate(sold, observed).mean.tolist() == [4.0]
    assert series(sold, observed, [(0, 4)]).tolist() == [[16.0]]


def test_an_item_that_never_sold_or_was_never_there_has_no_demand() -> None:
    """No sale, no observed day, no item, no period: zeros, and nothing that is not a number."""
    none = np.zeros((1, 4), dtype=np.int64)
    rate = daily_rate(none, since_first(none))
    assert (rate.mean.tolist(), rate.spread.tolist(), rate.days.tolist()) == ([0.0], [0.0], [0])
    assert series(none, since_first(none), [(0, 4)]).tolist() == [[0.0]]
    assert series(none, since_first(none), []).shape == (1, 0)
    empty = np.zeros((0, 4), dtype=np.int64)
    assert series(empty, since_first(empty), [(0, 2), (2, 4)]).shape == (0, 2)
    assert Span(date(2026, 1, 1), date(2026, 1, 2)).matrix(1, []).tolist() == [[0, 0]]


def test_a_single_sale_has_a_rate_and_no_spread_on_its_own() -> None:
    """One observed day: its quantity is the mean, and nothing is known of the spread."""
    rate = daily_rate(np.array([[7]]), np.array([[True]]))
    assert (rate.mean.tolist(), rate.spread.tolist()) == ([7.0], [0.0])


@given(SOLD)
def test_returns_lower_the_sales_before_them_and_nothing_else(sold: Quantities) -> None:
    """Never negative, never more than was sold that day, and the sum stays what it can be."""
    found = net_of_returns(sold)
    assert (found >= 0).all()
    assert (found <= np.maximum(sold, 0)).all()
    least = np.minimum(np.cumsum(sold, axis=1).min(axis=1), 0)
    assert (found.sum(axis=1) == sold.sum(axis=1) - least).all()


@given(SOLD, st.data())
def test_a_series_is_the_sum_of_its_days(sold: Quantities, data: st.DataObject) -> None:
    """Where every day was observed the periods add up to what was sold, to the last piece."""
    days = sold.shape[1]
    cut = data.draw(st.integers(1, days))
    periods = [(0, cut), (cut, days)] if cut < days else [(0, days)]
    everything = np.ones_like(sold, dtype=np.bool_)
    assert (series(sold, everything, periods).sum(axis=1) == sold.sum(axis=1)).all()
    assert known_periods(everything, periods).all()


@given(SOLD, st.data())
def test_what_was_not_observed_cannot_change_the_rate(
    sold: Quantities, data: st.DataObject
) -> None:
    """Whatever stands on the other days, mean and spread are the same and are numbers."""
    observed: Mask = data.draw(arrays.arrays(np.bool_, sold.shape))
    once = daily_rate(sold, observed)
    again = daily_rate(np.where(observed, sold, 10**9), observed)
    assert once.mean.tolist() == pytest.approx(again.mean.tolist())
    assert once.spread.tolist() == pytest.approx(again.spread.tolist())
    assert np.isfinite(once.mean).all()
    assert (once.spread >= 0).all()


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 800))
def test_periods_follow_each_other_without_a_gap(first: date, days: int) -> None:
    """Each begins where the one before ended, all within the days."""
    span = Span(first, first + timedelta(days=days))
    for period in Period:
        found = span.periods(period)
        assert all(one[1] == two[0] for one, two in pairwise(found))
        assert all(0 <= start < end <= len(span) for start, end in found)
