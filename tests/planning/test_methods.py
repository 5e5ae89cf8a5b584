"""The small forecasting methods, one by one: textbook figures and what holds for each."""

import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from jxc_xl.i18n import set_language
from jxc_xl.planning import methods
from jxc_xl.planning.demand import Estimates, Mask
from jxc_xl.planning.methods import Croston, MovingAverage, Seasonal, Smoothing, candidates

SHAPES = st.tuples(st.integers(1, 3), st.integers(1, 30))
HISTORIES = arrays.arrays(np.float64, SHAPES, elements=st.floats(0, 1e9))
EVERY = candidates(4)


def everything(values: Estimates) -> Mask:
    """Every period is known."""
    return np.ones(values.shape, dtype=np.bool_)


def test_the_examples_in_the_docstrings_are_true() -> None:
    """Each method of the module shows what it does, and does it."""
    assert doctest.testmod(methods).failed == 0


def test_the_port_of_baltimore_smoothed() -> None:
    """Heizer & Render, Operations Management, example 4.4: α = 0.1, begun with 175, to 178.02.

    The book begins with a forecast; here a period of 175 before the first one is the same.
    """
    tons = np.array([[175, 180, 168, 159, 175, 190, 205, 180, 182.0]])
    found = Smoothing(0.1).levels(tons, everything(tons))[0, 1:]
    book = [175, 175.5, 174.75, 173.18, 173.36, 175.02, 178.02, 178.22, 178.59]
    assert found.tolist() == pytest.approx(book, abs=0.01)


def test_a_moving_average_of_garden_sheds() -> None:
    """Heizer & Render, example 4.1: three months, 10 12 13 16 19 23 26 30 28 18 16 14."""
    sheds = np.array([[10, 12, 13, 16, 19, 23, 26, 30, 28, 18, 16, 14.0]])
    found = MovingAverage(3).levels(sheds, everything(sheds))[0, 3:]
    book = [
        11 + 2 / 3,
        13 + 2 / 3,
        16,
        19 + 1 / 3,
        22 + 2 / 3,
        26 + 1 / 3,
        28,
        25 + 1 / 3,
        20 + 2 / 3,
    ]
    assert found[:-1].tolist() == pytest.approx(book)
    assert found[-1] == pytest.approx(16)


def test_the_seasons_of_a_distributor_of_laptops() -> None:
    """Heizer & Render, example 4.9: three years of months; its indices to within three hundredths.

    The book divides by the mean alone; the trend that is taken out here makes that difference.
    """
    by_month = [
        (80, 85, 105), (70, 85, 85), (80, 93, 82), (90, 95, 115), (113, 125, 131), (110, 115, 120),
        (100, 102, 113), (88, 102, 110), (85, 90, 95), (77, 78, 85), (75, 82, 83), (82, 78, 80),
    ]  # fmt: skip
    values = np.array([by_month], dtype=np.float64)[0].T.reshape(1, -1)
    book = [0.957, 0.851, 0.904, 1.064, 1.309, 1.223, 1.117, 1.064, 0.957, 0.851, 0.851, 0.851]
    found = Seasonal(12).indices(values, everything(values))[0]
    assert found.tolist() == pytest.approx(book, abs=0.035)


def test_a_season_on_a_trend_is_carried_on() -> None:
    """Ten more each year, winter three times the summer: the next year is that of the pattern."""
    trend = 40 + 2.5 * np.arange(16)
    values = (trend * np.tile([1.5, 1.0, 0.5, 1.0], 4))[None, :]
    ahead = Seasonal(4).ahead(values, everything(values), 16, 4)[0, 0]
    expected = (40 + 2.5 * np.arange(16, 20)) * [1.5, 1.0, 0.5, 1.0]
    assert ahead.tolist() == pytest.approx(expected.tolist(), rel=0.03)


def test_a_season_in_which_nothing_sells_stays_empty() -> None:
    """Mooncakes: one month a year, and nothing is divided by nothing."""
    values = np.tile([0.0, 0.0, 30.0, 0.0], 4)[None, :]
    seasonal = Seasonal(4)
    assert seasonal.ahead(values, everything(values), 16, 4).tolist() == [[[0.0, 0.0, 30.0, 0.0]]]
    nothing = np.zeros((1, 16))
    assert seasonal.ahead(nothing, everything(nothing), 16, 2).tolist() == [[[0.0, 0.0]]]


def test_periods_that_say_nothing_change_nothing() -> None:
    """Whatever stands in an unknown period, and before the item was there: the same forecast."""
    known = np.array([[False, True, True, False, True, True]])
    values = np.array([[99.0, 4, 6, 1e9, 0, 5]])
    without = np.array([[4.0, 6, 0, 5]])
    for method in (Smoothing(0.3), Croston(0.1), Croston(0.1, corrected=True)):
        assert (
            method.levels(values, known)[0, -1]
            == method.levels(without, everything(without))[0, -1]
        )
    assert MovingAverage(12).levels(values, known)[0, -1] == pytest.approx(15 / 4)


def test_every_method_has_a_name_in_both_languages() -> None:
    """No two are called the same."""
    said = {method.label() for method in EVERY}
    set_language("en")
    said |= {method.label() for method in EVERY}
    assert len(said) == 2 * len(EVERY)


@given(HISTORIES)
def test_no_method_expects_less_than_nothing_or_no_number(values: Estimates) -> None:
    """Whatever the history: figures, not negative, one for each item, origin and period ahead."""
    periods = values.shape[1]
    for method in EVERY:
        if method.works_from(periods):
            ahead = method.ahead(values, everything(values), periods, 3)
            fitted = method.fitted(values, everything(values))
            assert ahead.shape == (len(values), 1, 3)
            assert fitted.shape == values.shape
            assert np.isfinite(ahead).all()
            assert np.isfinite(fitted).all()
            assert (ahead >= 0).all()


@given(HISTORIES, st.floats(0, 1e9))
def test_no_method_knows_the_future(values: Estimates, other: float) -> None:
    """What is forecast after an origin does not change with what comes after it."""
    periods = values.shape[1]
    changed = values.copy()
    changed[:, -1] = other
    for method in EVERY:
        if method.works_from(periods - 1):
            once = method.ahead(values, everything(values), periods - 1, 2)[:, 0]
            again = method.ahead(changed, everything(values), periods - 1, 2)[:, 0]
            assert once.tolist() == again.tolist()


@given(arrays.arrays(np.float64, SHAPES, elements=st.floats(1, 1e6)), st.sampled_from([2.0, 0.25]))
def test_methods_know_no_unit(values: Estimates, factor: float) -> None:
    """Twice the history is twice the forecast."""
    periods = values.shape[1]
    for method in EVERY:
        if method.works_from(periods):
            once = method.ahead(values, everything(values), periods, 1)
            twice = method.ahead(values * factor, everything(values), periods, 1)
            assert twice.ravel().tolist() == pytest.approx((once * factor).ravel().tolist())
