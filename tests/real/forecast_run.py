"""Online Retail: does choosing a method for each item do better than the best method for all?"""

from datetime import date
from pathlib import Path

import numpy as np

from jxc_xl.i18n import set_language
from jxc_xl.planning.demand import (
    Estimates,
    Mask,
    Period,
    Span,
    known_periods,
    net_of_returns,
    series,
    since_first,
)
from jxc_xl.planning.forecast import LOOK_AHEAD, forecast
from jxc_xl.planning.methods import candidates
from tests.real.checks import Checks
from tests.real.retail_source import NOT_GOODS, read_lines

_FILE = "online_retail.csv.gz"
_UNIT = 10_000
_JUDGED_WEEKS = 26
_FEWEST_WEEKS = 8
_SEASON = Period.WEEK.in_a_year


def run(data: Path, checks: Checks) -> list[str]:
    """Forecast week by week, and hold it against what came; what there is to say, in Markdown."""
    print("online_retail, forecasts")
    sold, known = _weeks(data / _FILE)
    first = sold.shape[1] - _JUDGED_WEEKS
    counted, scale = _counted(sold, known, first)
    judge = _Judge(sold[counted], known[counted], first, scale)
    single = {
        method: judge.mase(method.ahead(judge.sold, judge.known, first, LOOK_AHEAD))
        for method in candidates(_SEASON)
        if method.works_from(first)
    }
    chosen = judge.mase(_chosen_each_week(judge.sold, judge.known, first))
    checks.at_most("MASE, method chosen by backtest", chosen, min(single.values()))
    set_language("en")
    return [
        "### Forecast",
        f"Sales less returns by week, {len(counted):,} items, of which {int(counted.sum()):,} had"
        f" {_FEWEST_WEEKS} weeks or more before the judged half year. From each of its"
        f" {_JUDGED_WEEKS} weeks the next {LOOK_AHEAD} are forecast, knowing only what was before;"
        " the error is scaled by the item's mean change from week to week in the first half (MASE),"
        " the mean is over the items.",
        "",
        "| method | MASE |",
        "|---|---:|",
        f"| **chosen for each item by backtest, anew each week** | **{chosen:.3f}** |",
        *(
            f"| {one.label()} | {single[one]:.3f} |"
            for one in sorted(single, key=single.__getitem__)
        ),
    ]


def _weeks(path: Path) -> tuple[Estimates, Mask]:
    """Demand by item and week, and since when there was the item."""
    places: dict[str, int] = {}
    moves = [
        (places.setdefault(line.code.upper(), len(places)), line.day, int(line.quantity) * _UNIT)
        for line in read_lines(path)
        if line.code not in NOT_GOODS and not line.is_adjustment
    ]
    days = [day for _place, day, _quantity in moves]
    span = Span(date.fromisoformat(min(days)), date.fromisoformat(max(days)))
    demand = net_of_returns(span.matrix(len(places), moves))
    weeks, observed = span.periods(Period.WEEK), since_first(demand)
    return series(demand, observed, weeks), known_periods(observed, weeks)


def _counted(sold: Estimates, known: Mask, first: int) -> tuple[Mask, Estimates]:
    """Which items have a history to be judged by, and the scale of their errors."""
    both = known[:, 1:first] & known[:, : first - 1]
    changes = np.where(both, np.abs(np.diff(sold[:, :first], axis=1)), 0.0).sum(axis=1)
    scale = changes / np.maximum(both.sum(axis=1), 1)
    counted: Mask = (scale > 0) & (known[:, :first].sum(axis=1) >= _FEWEST_WEEKS)
    return counted, scale[counted]


def _chosen_each_week(sold: Estimates, known: Mask, first: int) -> Estimates:
    """Items × origins × weeks ahead: each week the choice is made from what was before."""
    origins = range(first, sold.shape[1] + 1)
    found = [forecast(sold[:, :o], _SEASON, LOOK_AHEAD, known[:, :o]).ahead for o in origins]
    return np.stack(found, axis=1)


class _Judge:
    """Holds forecasts against what came."""

    def __init__(self, sold: Estimates, known: Mask, first: int, scale: Estimates) -> None:
        self.sold = sold
        self.known = known
        self._first = first
        self._scale = scale

    def mase(self, ahead: Estimates) -> float:
        """The mean over the items of their mean absolute scaled error."""
        weeks = self.sold.shape[1]
        total, count = np.zeros(len(self.sold)), np.zeros(len(self.sold))
        for step in range(LOOK_AHEAD):
            target = slice(self._first + step, weeks)
            missed = np.abs(ahead[:, : weeks - self._first - step, step] - self.sold[:, target])
            total += np.where(self.known[:, target], missed, 0.0).sum(axis=1)
            count += self.known[:, target].sum(axis=1)
        return float((total / np.maximum(count, 1) / self._scale).mean())
