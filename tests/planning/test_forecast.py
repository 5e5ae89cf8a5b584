"""The choice of a method: by what would have been right, for each item by itself."""

import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from jxc_xl.planning import forecast as module
from jxc_xl.planning.demand import Estimates, Mask
from jxc_xl.planning.forecast import course, forecast
from jxc_xl.planning.methods import Croston, MovingAverage, Seasonal, Smoothing

SHAPES = st.tuples(st.integers(0, 4), st.integers(0, 30))
HISTORIES = arrays.arrays(np.float64, SHAPES, elements=st.floats(0, 1e9))
MONTHS = [1.6, 1.2, 0.9, 0.8, 0.7, 0.6, 0.6, 0.7, 0.9, 1.1, 1.3, 1.6]


def chosen(*history: float, season: int = 12) -> object:
    """The method that is taken for one item."""
    found = forecast(np.array([history]), season, 1)
    return found.methods[int(found.chosen[0])]


def test_the_examples_in_the_docstrings_are_true() -> None:
    """Each function of the module shows what it does, and does it."""
    assert doctest.testmod(module).failed == 0


def test_a_season_is_seen_and_carried_on() -> None:
    """Two years of the same months: the third is like them, and there is nothing left to miss."""
    found = forecast(np.array([MONTHS * 2]) * 100, season=12, horizon=12)
    assert isinstance(found.methods[int(found.chosen[0])], Seasonal)
    assert found.ahead[0].tolist() == pytest.approx([100 * share for share in MONTHS])
    assert found.mase[0] == pytest.approx(0.0, abs=1e-9)


def test_demand_that_comes_now_and_then_is_averaged_over_the_time_between() -> None:
    """Twelve every fourth month is three a month, and none of the fast methods wins."""
    method = chosen(*([0.0, 0.0, 0.0, 12.0] * 6), season=1)
    assert isinstance(method, Croston | MovingAverage)
    ahead = forecast(np.array([[0.0, 0.0, 0.0, 12.0] * 6]), 1, 1).ahead[0, 0]
    assert ahead == pytest.approx(3, rel=0.2)


def test_a_new_level_is_followed_at_once() -> None:
    """Ten a month, then fifty: a slow average would lag behind."""
    method = chosen(*([10.0] * 12 + [50.0] * 12))
    assert isinstance(method, Smoothing | MovingAverage)
    assert forecast(np.array([[10.0] * 12 + [50.0] * 12]), 12, 1).ahead[0, 0] > 49


def test_each_item_has_its_own_method_and_its_neighbours_do_not_matter() -> None:
    """A table of items gives what each of them gives alone."""
    items = np.array([MONTHS * 2, [0.0, 0.0, 0.0, 3.0] * 6, [10.0] * 12 + [50.0] * 12])
    together = forecast(items, 12, 3)
    alone = [forecast(items[place : place + 1], 12, 3) for place in range(3)]
    assert together.ahead.tolist() == [one.ahead[0].tolist() for one in alone]
    assert together.mase.tolist() == [one.mase[0] for one in alone]
    assert len(set(together.chosen.tolist())) > 1


def test_short_histories_are_averaged_and_not_judged() -> None:
    """No period, one, two: what there is, and no MASE."""
    assert course([], 12, 2).ahead == (0.0, 0.0)
    assert course([6.0], 12, 2).ahead == (6.0, 6.0)
    assert course([6.0, 2.0], 12, 1).ahead == (4.0,)
    assert course([6.0, 2.0], 12, 1).mase is None
    assert course([6.0, 2.0, 3.0, 3.0, 3.0], 12, 1).mase is not None


def test_an_item_of_which_nothing_is_known_has_nothing_to_expect() -> None:
    """All its periods are unknown: zeros and no judgement, whatever stands in them."""
    found = forecast(np.full((1, 24), 7.0), 12, 2, np.zeros((1, 24), dtype=np.bool_))
    assert (found.ahead.tolist(), found.judged.tolist()) == ([[0.0, 0.0]], [False])
    assert course([7.0, 7.0], 12, 1, [False, False]).fitted == (None, None)


def test_the_course_of_an_item_is_ready_for_a_chart() -> None:
    """History, what was expected of it, and what comes, each as long as it must be."""
    found = course([5.0, 7.0, 6.0, 6.0, 8.0], 12, 3)
    assert found.history == (5.0, 7.0, 6.0, 6.0, 8.0)
    assert len(found.fitted) == 5
    assert found.fitted[0] is None
    assert found.fitted[1] == 5.0
    assert len(found.ahead) == 3
    assert found.method


@given(HISTORIES, st.integers(1, 13), st.data())
def test_whatever_the_history_there_is_a_number_for_every_item(
    values: Estimates, season: int, data: st.DataObject
) -> None:
    """Never NaN, never infinite, never less than nothing, and a MASE that is one."""
    known: Mask = data.draw(arrays.arrays(np.bool_, values.shape))
    found = forecast(values, season, 3, known)
    assert found.ahead.shape == (len(values), 3)
    assert found.fitted.shape == values.shape
    for figures in (found.ahead, found.fitted, found.mase):
        assert np.isfinite(figures).all()
    assert (found.ahead >= 0).all()
    assert (found.mase >= 0).all()
