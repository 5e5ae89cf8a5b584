"""What was wanted, as opposed to what was sold: series of many items at once.

A matrix has a row for each item and a column for each day of a :class:`Span`, quantities × 10⁴.
From the days' sales three things are taken out before anything is estimated:

1. **Returns** are set against the sales before them (:func:`net_of_returns`).
2. **Days without stock** are no days without demand (:func:`out_of_stock`).
3. **Promotion days** are no ordinary days (:meth:`Span.within`).

What remains are the ``observed`` days. :func:`daily_rate` estimates from them alone, and
:func:`series` puts the mean of them in the place of each other day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Quantities: TypeAlias = NDArray[np.int64]
Estimates: TypeAlias = NDArray[np.float64]
Mask: TypeAlias = NDArray[np.bool_]


class Period(StrEnum):
    """How long the periods of a series are; weeks begin on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"

    @property
    def in_a_year(self) -> int:
        """How many periods make a year: the length of a season."""
        return {Period.DAY: 365, Period.WEEK: 52, Period.MONTH: 12}[self]

    def starts(self, day: date) -> bool:
        """Whether a period begins on this day."""
        if self is Period.WEEK:
            return day.weekday() == 0
        return self is Period.DAY or day.day == 1


@dataclass(frozen=True, slots=True)
class Span:
    """The days from ``first`` to ``last``, both counted."""

    first: date
    last: date

    def __len__(self) -> int:
        return max((self.last - self.first).days + 1, 0)

    def day(self, place: int) -> date:
        """The day of a column."""
        return self.first + timedelta(days=place)

    def place(self, day: date) -> int:
        """The column of a day; negative or beyond the end for one outside."""
        return (day - self.first).days

    def periods(self, period: Period) -> list[tuple[int, int]]:
        """First column and the one after the last of each period that lies wholly within.

        >>> Span(date(2026, 1, 30), date(2026, 4, 2)).periods(Period.MONTH)
        [(2, 30), (30, 61)]
        """
        after = range(len(self) + 1)
        starts = [place for place in after if period.starts(self.day(place))]
        return list(pairwise(starts))

    def within(self, ranges: Iterable[tuple[date, date]]) -> Mask:
        """The days that lie in one of some ranges of days, both ends counted.

        >>> span = Span(date(2026, 6, 16), date(2026, 6, 20))
        >>> span.within([(date(2026, 6, 17), date(2026, 6, 18))]).tolist()
        [False, True, True, False, False]
        """
        found = np.zeros(len(self), dtype=np.bool_)
        for first, last in ranges:
            found[max(self.place(first), 0) : max(self.place(last) + 1, 0)] = True
        return found

    def matrix(self, items: int, moves: Iterable[tuple[int, str, int]]) -> Quantities:
        """Sum quantities (item's row, ISO day, × 10⁴) by item and day; other days are left out.

        >>> span = Span(date(2026, 1, 1), date(2026, 1, 3))
        >>> span.matrix(2, [(0, "2026-01-01", 5), (0, "2026-01-01", 2), (1, "2026-01-03", 4),
        ...     (1, "2025-12-31", 9)]).tolist()
        [[7, 0, 0], [0, 0, 4]]
        """
        found = np.zeros((items, len(self)), dtype=np.int64)
        places = {self.day(place).isoformat(): place for place in range(len(self))}
        kept = [(item, places[day], quantity) for item, day, quantity in moves if day in places]
        if kept:
            rows, columns, quantities = zip(*kept, strict=True)
            np.add.at(found, (np.array(rows), np.array(columns)), np.array(quantities))
        return found


def net_of_returns(sold: Quantities) -> Quantities:
    """Sales less returns, by day: what came back was not wanted on the last day that sold before.

    ``sold`` is negative where more came back than went out. Nothing is negative afterwards, and
    the sum is the same, but for goods that came back from before the first day.

    >>> net_of_returns(np.array([[5, 3, 0, -4, 2], [-2, 1, 0, 0, 0]])).tolist()
    [[4, 0, 0, 0, 2], [0, 1, 0, 0, 0]]
    """
    found = sold.copy()
    owed = np.zeros(len(sold), dtype=np.int64)
    for place in reversed(range(sold.shape[1])):
        found[:, place] += owed
        owed = np.minimum(found[:, place], 0)
        found[:, place] -= owed
    return found


def out_of_stock(opening: Quantities, changes: Quantities, sold: Quantities) -> Mask:
    """The days on which nothing could be sold: no stock in the morning, none at night, no sale.

    ``opening`` is each item's stock before the first day, ``changes`` what came and went in all by
    item and day. Stock below nothing (负库存) means that goods were there and not yet booked.

    >>> sold, changes = np.array([[3, 0, 0, 0, 1]]), np.array([[-3, 0, 0, 5, -1]])
    >>> out_of_stock(np.array([3]), changes, sold).tolist()
    [[False, True, True, False, False]]
    """
    night = opening[:, None] + np.cumsum(changes, axis=1)
    morning = night - changes
    empty: Mask = (morning == 0) & (night == 0) & (sold == 0)
    return empty


def since_first(moved: Quantities) -> Mask:
    """The days from an item's first move on: before, nobody could have wanted it.

    >>> since_first(np.array([[0, 0, 4, 0], [0, 0, 0, 0]])).tolist()
    [[False, False, True, True], [False, False, False, False]]
    """
    return np.logical_or.accumulate(moved != 0, axis=1)


@dataclass(frozen=True, slots=True)
class Rate:
    """Demand of a day, one figure an item (× 10⁴): mean and spread over ``days`` observed days."""

    mean: Estimates
    spread: Estimates
    days: Quantities


def daily_rate(demand: Quantities, observed: Mask) -> Rate:
    """Mean and standard deviation (n − 1) of the demand of the observed days.

    0 where there was no such day, and no spread for a single one.

    >>> found = daily_rate(np.array([[6, 0, 2, 90]]), np.array([[True, False, True, False]]))
    >>> found.mean.tolist(), found.spread.round(3).tolist(), found.days.tolist()
    ([4.0], [2.828], [2])
    """
    days = observed.sum(axis=1)
    seen = np.where(observed, demand, 0).astype(np.float64)
    mean = seen.sum(axis=1) / np.maximum(days, 1)
    apart = np.where(observed, seen - mean[:, None], 0.0)
    spread = np.sqrt((apart * apart).sum(axis=1) / np.maximum(days - 1, 1))
    return Rate(mean, spread, days)


def series(demand: Quantities, observed: Mask, periods: Sequence[tuple[int, int]]) -> Estimates:
    """Demand by item and period (× 10⁴), each unobserved day at the mean of the observed ones.

    Of an item without any observed day nothing is known: 0.

    >>> demand = np.array([[6, 0, 2, 90]])
    >>> series(demand, np.array([[True, False, True, False]]), [(0, 2), (2, 4)]).tolist()
    [[10.0, 6.0]]
    """
    seen = np.where(observed, demand, 0)
    mean = daily_rate(demand, observed).mean
    return _sums(seen, periods) + _sums(~observed, periods) * mean[:, None]


def known_periods(observed: Mask, periods: Sequence[tuple[int, int]]) -> Mask:
    """Which periods of an item have an observed day, and so say something of its demand.

    >>> known_periods(np.array([[True, False, False, False]]), [(0, 2), (2, 4)]).tolist()
    [[True, False]]
    """
    return _sums(observed, periods) > 0


def _sums(days: NDArray[np.int64] | Mask, periods: Sequence[tuple[int, int]]) -> Quantities:
    """Sums over periods; they follow each other without a gap."""
    if not periods:
        return np.zeros((len(days), 0), dtype=np.int64)
    first, last = periods[0][0], periods[-1][1]
    starts = [start - first for start, _ in periods]
    return np.add.reduceat(days[:, first:last], starts, axis=1, dtype=np.int64)
