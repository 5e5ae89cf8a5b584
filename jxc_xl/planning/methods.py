"""Small forecasting methods, each for many items at once.

``values`` has a row for each item and a column for each period; ``known`` says which periods tell
anything of the demand: an unknown one changes no forecast. A method answers with one column more
than there are periods: column t is what it expects of each coming period after the first t of them.
"""

from collections.abc import Iterator
from typing import Protocol

import numpy as np

from jxc_xl.i18n import gettext as _
from jxc_xl.planning.demand import Estimates, Mask, Quantities

_FEWEST_BEYOND_A_SEASON = 4
"""A season and a quarter of the next: less says nothing of a trend beside the seasons."""


class Method(Protocol):
    """A way to forecast."""

    def label(self) -> str:
        """What it is called, in the language in force."""

    def works_from(self, periods: int) -> bool:
        """Whether so many periods of history are enough."""

    def ahead(self, values: Estimates, known: Mask, first: int, horizon: int) -> Estimates:
        """Forecasts made after the first ``first``, ``first`` + 1 … and all of the periods.

        Items × origins × horizon.
        """

    def fitted(self, values: Estimates, known: Mask) -> Estimates:
        """What it makes of the history itself, items × periods."""


class _Level:
    """A method that expects the same of every coming period."""

    def works_from(self, periods: int) -> bool:
        """Even one period is something."""
        return periods > 0

    def ahead(self, values: Estimates, known: Mask, first: int, horizon: int) -> Estimates:
        """The level after each origin, as often as there are periods ahead."""
        levels = self.levels(values, known)[:, first:]
        return np.repeat(levels[:, :, None], horizon, axis=2)

    def fitted(self, values: Estimates, known: Mask) -> Estimates:
        """What was expected of each period just before it."""
        return self.levels(values, known)[:, :-1]

    def levels(self, values: Estimates, known: Mask) -> Estimates:
        """The level before each period and after the last."""
        raise NotImplementedError


class MovingAverage(_Level):
    """The mean of the last periods, of as many as there are when there are fewer.

    >>> MovingAverage(2).levels(np.array([[4.0, 8.0, 6.0]]), np.ones((1, 3), dtype=bool)).tolist()
    [[0.0, 4.0, 6.0, 7.0]]
    """

    def __init__(self, window: int) -> None:
        self.window = window

    def label(self) -> str:
        """What it is called."""
        return _("moving average of {periods} periods").format(periods=self.window)

    def levels(self, values: Estimates, known: Mask) -> Estimates:
        """The mean of the known ones among the last periods; of none: as before."""
        sums, counts = _running(np.where(known, values, 0.0)), _running(known)
        found = np.zeros_like(sums)
        for place in range(1, sums.shape[1]):
            start = max(place - self.window, 0)
            count = counts[:, place] - counts[:, start]
            mean = (sums[:, place] - sums[:, start]) / np.maximum(count, 1.0)
            found[:, place] = np.where(count > 0, mean, found[:, place - 1])
        return found


class Smoothing(_Level):
    """Simple exponential smoothing: each period moves the level by a share of its surprise.

    l_t = l_{t−1} + α·(y_t − l_{t−1}), begun with the first period: Brown, Statistical Forecasting
    for Inventory Control (1959); Hyndman & Athanasopoulos, Forecasting, section 8.1.

    >>> Smoothing(0.5).levels(np.array([[4.0, 8.0, 6.0]]), np.ones((1, 3), dtype=bool)).tolist()
    [[0.0, 4.0, 6.0, 6.0]]
    """

    def __init__(self, alpha: float) -> None:
        self.alpha = alpha

    def label(self) -> str:
        """What it is called."""
        return _("exponential smoothing, α = {alpha}").format(alpha=self.alpha)

    def levels(self, values: Estimates, known: Mask) -> Estimates:
        """The level before each period and after the last; 0 before the first known one."""
        items, periods = values.shape
        found = np.zeros((periods + 1, items))
        level, begun = np.zeros(items), np.zeros(items, dtype=np.bool_)
        for place, (came, seen) in enumerate(_by_period(values, known), 1):
            share = np.where(begun, self.alpha, 1.0) * seen
            level = level + share * (came - level)
            begun |= seen
            found[place] = level
        return found.T


class Croston(_Level):
    """For demand that comes now and then: its size over the time between, each smoothed.

    Croston, "Forecasting and stock control for intermittent demands", Operational Research
    Quarterly 23 (1972). ``corrected`` takes off the bias α÷2: Syntetos & Boylan, "The accuracy of
    intermittent demand estimates", International Journal of Forecasting 21 (2005), (SBA).

    Sizes 3 and 5 after 3 and 2 periods: 3 + 0.1·2 = 3.2 each 3 − 0.1·1 = 2.9 periods.

    >>> levels = Croston(0.1).levels(np.array([[0.0, 0, 3, 0, 5]]), np.ones((1, 5), dtype=bool))
    >>> levels.round(4).tolist()
    [[0.0, 0.0, 0.0, 1.0, 1.0, 1.1034]]
    """

    def __init__(self, alpha: float, *, corrected: bool = False) -> None:
        self.alpha = alpha
        self.corrected = corrected

    def label(self) -> str:
        """What it is called."""
        if self.corrected:
            return _("Croston/SBA, α = {alpha}").format(alpha=self.alpha)
        return _("Croston, α = {alpha}").format(alpha=self.alpha)

    def levels(self, values: Estimates, known: Mask) -> Estimates:
        """Demand a period; 0 before the first demand, and as it was while nothing comes."""
        items, periods = values.shape
        found = np.zeros((periods + 1, items))
        size, between, since = np.zeros(items), np.ones(items), np.ones(items)
        begun = np.zeros(items, dtype=np.bool_)
        for place, (came, seen) in enumerate(_by_period(values, known), 1):
            wanted = seen & (came > 0)
            share = np.where(begun, self.alpha, 1.0) * wanted
            size = size + share * (came - size)
            between = between + share * (since - between)
            begun |= wanted
            since = np.where(wanted, 1.0, since + seen)
            found[place] = size / between
        return (found * (1 - self.alpha / 2) if self.corrected else found).T


class Seasonal:
    """Indices of the season around a straight trend.

    The trend's slope is the mean change against the same period of the season before, which no
    season disturbs; its height is the mean of the latest whole seasons. The index of a period is
    its demand over the trend's in the same periods, all indices 1 in the mean (ratio to trend:
    Croxton & Cowden, Applied General Statistics, 1939).
    """

    def __init__(self, season: int) -> None:
        self.season = season

    def label(self) -> str:
        """What it is called."""
        return _("seasonal indices with trend")

    def works_from(self, periods: int) -> bool:
        """From a season and a quarter on, where a season has at least two periods."""
        more = max(self.season // _FEWEST_BEYOND_A_SEASON, 1)
        return self.season > 1 and periods >= self.season + more

    def ahead(self, values: Estimates, known: Mask, first: int, horizon: int) -> Estimates:
        """Fitted anew at each origin."""
        origins = range(first, values.shape[1] + 1)
        found = [self._over(values[:, :o], known[:, :o], range(o, o + horizon)) for o in origins]
        return np.stack(found, axis=1)

    def fitted(self, values: Estimates, known: Mask) -> Estimates:
        """Trend times index in the history."""
        return self._over(values, known, range(values.shape[1]))

    def indices(self, values: Estimates, known: Mask) -> Estimates:
        """The index of each place in the season, items × season, the first period's first."""
        sold = self._by_place(np.where(known, values, 0.0))
        expected = self._by_place(np.where(known, self._trend(values, known), 0.0))
        found = np.divide(sold, expected, out=np.ones_like(sold), where=expected > 0)
        mean = found.mean(axis=1, keepdims=True)
        even: Estimates = np.divide(found, mean, out=np.ones_like(found), where=mean > 0)
        return even

    def _over(self, values: Estimates, known: Mask, places: range) -> Estimates:
        """The forecast of some periods, counted from the history's first; never below nothing."""
        at = np.arange(places.start, places.stop, dtype=np.int64)
        found = self._line(values, known, at)
        found *= self.indices(values, known)[:, at % self.season]
        return found

    def _trend(self, values: Estimates, known: Mask) -> Estimates:
        return self._line(values, known, np.arange(values.shape[1], dtype=np.int64))

    def _line(self, values: Estimates, known: Mask, at: Quantities) -> Estimates:
        """The trend at some periods."""
        season, periods = self.season, values.shape[1]
        both = known[:, season:] & known[:, :-season]
        change = np.where(both, values[:, season:] - values[:, :-season], 0.0).sum(axis=1)
        slope = change / np.maximum(both.sum(axis=1), 1) / season
        whole = slice(periods - periods // season * season, periods)
        weight = known[:, whole].sum(axis=1)
        height = np.where(known, values, 0.0)[:, whole].sum(axis=1) / np.maximum(weight, 1)
        middle = (known * np.arange(periods))[:, whole].sum(axis=1) / np.maximum(weight, 1)
        line: Estimates = height[:, None] + slope[:, None] * (at - middle[:, None])
        np.maximum(line, 0.0, out=line)
        return line

    def _by_place(self, values: Estimates) -> Estimates:
        """Sums over the seasons, items × season."""
        items, periods = values.shape
        missing = -periods % self.season
        padded = np.pad(values, ((0, 0), (0, missing)))
        seasons = (periods + missing) // self.season
        found: Estimates = padded.reshape(items, seasons, self.season).sum(axis=1)
        return found


def _by_period(values: Estimates, known: Mask) -> Iterator[tuple[Estimates, Mask]]:
    """Period by period, what all items sold and whether that is known."""
    return zip(np.ascontiguousarray(values.T), np.ascontiguousarray(known.T), strict=True)


def _running(values: Estimates | Mask) -> Estimates:
    """Sums of the first 0, 1, 2 … periods."""
    return np.pad(np.cumsum(values, axis=1, dtype=np.float64), ((0, 0), (1, 0)))


def candidates(season: int) -> tuple[Method, ...]:
    """Every method that is tried, the plainest first."""
    averages = [MovingAverage(window) for window in (3, 6, 12)]
    smoothings = [Smoothing(alpha) for alpha in (0.1, 0.2, 0.3, 0.5, 0.7)]
    intermittent = [
        Croston(alpha, corrected=corrected) for corrected in (False, True) for alpha in (0.1, 0.3)
    ]
    return (*averages, *smoothings, *intermittent, Seasonal(season))
