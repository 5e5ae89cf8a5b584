"""A forecast for each item by the method that would have done best for it lately."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jxc_xl.planning.demand import Estimates, Mask, Quantities
from jxc_xl.planning.methods import Method, candidates

ORIGINS = 8
"""From how many of the last periods the methods are tried again."""

LOOK_AHEAD = 4
"""How many periods each of these trials looks ahead."""

FEWEST_PERIODS = 3
"""With less history there is nothing to try: the plainest method is taken."""


@dataclass(frozen=True, slots=True)
class Forecasts:
    """What is expected of each item, in the unit of its history.

    ``ahead`` is items × horizon, ``fitted`` items × periods. ``chosen`` is each item's place in
    ``methods``. ``mase`` is how far the method was off in the trials, in mean changes from one
    period to the next (below 1: better than expecting the last period again); it counts where
    ``judged`` is set: there was enough history to tell.
    """

    ahead: Estimates
    fitted: Estimates
    chosen: Quantities
    methods: tuple[Method, ...]
    mase: Estimates
    judged: Mask


def forecast(values: Estimates, season: int, horizon: int, known: Mask | None = None) -> Forecasts:
    """Forecast ``horizon`` periods of every item, the method chosen by a backtest for each.

    ``values`` is items × periods, oldest first; ``season`` the number of periods after which the
    year repeats itself; ``known`` which periods say anything (default: all).

    Rolling origin (Tashman, "Out-of-sample tests of forecasting accuracy", International Journal of
    Forecasting 16, 2000): from each of the last :data:`ORIGINS` periods every method forecasts the
    following :data:`LOOK_AHEAD`, knowing only what was before. The least mean absolute error wins,
    among equals the plainest method. MASE: Hyndman & Koehler, "Another look at measures of forecast
    accuracy", International Journal of Forecasting 22 (2006).

    >>> steady = forecast(np.array([[5.0] * 12, [0.0] * 12]), season=12, horizon=2)
    >>> steady.ahead.tolist(), steady.mase.tolist()
    ([[5.0, 5.0], [0.0, 0.0]], [0.0, 0.0])
    """
    seen = np.ones(values.shape, dtype=np.bool_) if known is None else known
    periods = values.shape[1]
    first = max(periods - ORIGINS, min(FEWEST_PERIODS, periods), 1)
    methods = tuple(one for one in candidates(season) if one.works_from(min(first, periods)))
    if not methods:
        return _nothing(values, horizon)
    errors = np.stack([_error(one, values, seen, first) for one in methods])
    chosen = errors.argmin(axis=0)
    judged = _tries(seen, first) > 0
    judged &= seen[:, :first].sum(axis=1) > 1
    ahead, fitted = np.zeros((len(values), horizon)), np.zeros(values.shape)
    for place, method in enumerate(methods):
        rows = chosen == place
        ahead[rows] = method.ahead(values[rows], seen[rows], periods, horizon)[:, 0]
        fitted[rows] = method.fitted(values[rows], seen[rows])
    return Forecasts(
        ahead,
        fitted,
        chosen,
        methods,
        np.where(judged, errors.min(axis=0) / _scale(values, seen), 0.0),
        judged,
    )


def _nothing(values: Estimates, horizon: int) -> Forecasts:
    """No history at all: nothing is expected, by the plainest method."""
    items = len(values)
    return Forecasts(
        np.zeros((items, horizon)),
        np.zeros(values.shape),
        np.zeros(items, dtype=np.int64),
        candidates(1)[:1],
        np.zeros(items),
        np.zeros(items, dtype=np.bool_),
    )


def _error(method: Method, values: Estimates, known: Mask, first: int) -> Estimates:
    """Mean absolute error of an item's trials; 0 where there was none."""
    periods = values.shape[1]
    ahead = method.ahead(values, known, first, LOOK_AHEAD)
    total = np.zeros(len(values))
    for step in range(min(LOOK_AHEAD, periods - first)):
        expected = ahead[:, : periods - first - step, step]
        target = slice(first + step, periods)
        missed = np.abs(expected - values[:, target])
        total += np.where(known[:, target], missed, 0.0).sum(axis=1)
    return total / np.maximum(_tries(known, first), 1)


def _tries(known: Mask, first: int) -> Quantities:
    """How many forecasts of an item can be held against what came."""
    periods = known.shape[1]
    steps = range(min(LOOK_AHEAD, periods - first))
    counts = [known[:, first + step :].sum(axis=1) for step in steps]
    return np.sum(counts, axis=0) if counts else np.zeros(len(known), dtype=np.int64)


def _scale(values: Estimates, known: Mask) -> Estimates:
    """Mean change from one period to the next, by item; 1 where nothing ever changed."""
    both = known[:, 1:] & known[:, :-1]
    changes = np.where(both, np.abs(np.diff(values, axis=1)), 0.0).sum(axis=1)
    mean = changes / np.maximum(both.sum(axis=1), 1)
    return np.where(mean > 0, mean, 1.0)


@dataclass(frozen=True, slots=True)
class Course:
    """走势 of one item: its history, what the method made of it, and what is expected.

    ``fitted`` has ``None`` where the method could not say anything yet. ``method`` is in the
    language in force; ``mase`` is ``None`` where there was too little history to tell.
    """

    history: tuple[float, ...]
    fitted: tuple[float | None, ...]
    ahead: tuple[float, ...]
    method: str
    mase: float | None


def course(
    history: Sequence[float], season: int, horizon: int, known: Sequence[bool] | None = None
) -> Course:
    """The course of one item, in the unit of its history: what a chart shows.

    >>> found = course([4.0, 6.0, 5.0, 5.0, 5.0], season=12, horizon=2)
    >>> found.ahead, found.fitted[0]
    ((5.0, 5.0), None)
    """
    values = np.array([history], dtype=np.float64).reshape(1, -1)
    seen = np.ones(values.shape, np.bool_) if known is None else np.array([known], np.bool_)
    found = forecast(values, season, horizon, seen)
    begun = np.logical_or.accumulate(seen[0])
    before = [False, *begun.tolist()]
    fitted = zip(found.fitted[0].tolist(), before, strict=False)
    return Course(
        tuple(values[0].tolist()),
        tuple(value if there else None for value, there in fitted),
        tuple(found.ahead[0].tolist()),
        found.methods[int(found.chosen[0])].label(),
        float(found.mase[0]) if found.judged[0] else None,
    )
