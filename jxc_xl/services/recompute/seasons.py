"""The season of items: what the coming weeks bring, where two years of months show it.

设置 分析天数 says which days the other figures look at; a season is only seen over more of them, so
the months before are added up from the figures by day, without asking whether shelves were empty.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from jxc_xl.planning.demand import Estimates, Mask, Period, Span, since_first
from jxc_xl.planning.forecast import forecast
from jxc_xl.planning.methods import Seasonal
from jxc_xl.services.recompute.inputs import Inputs
from jxc_xl.services.recompute.sales import Sales, rows_by_id

_MONTHS = 24
"""So many are enough to see a season and to try the methods on what came after."""

_DAYS = 28
"""For so many days from tomorrow on demand is foreseen."""

_AHEAD = 3
"""So many months hold these days, whatever the date."""

_BEFORE = """
SELECT f.item_id, substr(f.day, 1, 7), sum(f.sold_e4 - f.returned_e4)
  FROM item i CROSS JOIN daily_item f ON f.item_id = i.id AND f.day >= ? AND f.day < ?
 GROUP BY f.item_id, substr(f.day, 1, 7)"""


@dataclass(frozen=True, slots=True)
class Season:
    """Demand of a day in the coming weeks (× 10⁴), of the items of which a season was ``seen``."""

    daily_e4: Estimates
    seen: Mask
    method: str


def season_of(inputs: Inputs, sales: Sales) -> Season | None:
    """The season of every item; ``None`` where the books do not go back two years.

    An item has one if its method, chosen as always by a backtest, is that of the seasons.
    """
    months = sales.span.periods(Period.MONTH)
    if not months:
        return None
    first = sales.span.day(months[0][0])
    earlier = _months_before(first, _MONTHS - len(months))
    (begun,) = inputs.connection.execute("SELECT min(day) FROM daily_total").fetchone()
    if begun is None or begun > (earlier[0] if earlier else first).isoformat():
        return None
    values, known = sales.periods(Period.MONTH)
    if earlier:
        before = _sold(inputs, sales, earlier, first)
        values = np.concatenate((before, values), axis=1)
        known = np.concatenate((since_first(np.rint(before).astype(np.int64)), known), axis=1)
    found = forecast(values, Period.MONTH.in_a_year, _AHEAD, known)
    of_season = [isinstance(method, Seasonal) for method in found.methods]
    return Season(
        found.ahead @ _weights(sales.span, months[-1][1]),
        found.judged & np.array(of_season, np.bool_)[found.chosen],
        Seasonal(Period.MONTH.in_a_year).label(),
    )


def _months_before(first: date, count: int) -> list[date]:
    """The first days of the months before one, the oldest first."""
    number = first.year * 12 + first.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(number - count, number)]


def _sold(inputs: Inputs, sales: Sales, months: Sequence[date], end: date) -> Estimates:
    """What was sold and not returned in earlier months, by item and month."""
    found = np.zeros((len(sales.items), len(months)))
    places = {f"{month:%Y-%m}": place for place, month in enumerate(months)}
    row_of = rows_by_id(inputs.connection, sales.items)
    span = (months[0].isoformat(), end.isoformat())
    for id_, month, quantity in inputs.connection.execute(_BEFORE, span):
        if row_of[id_] >= 0:
            found[row_of[id_], places[month]] = max(quantity, 0)
    return found


def _weights(span: Span, place: int) -> Estimates:
    """What share of each month ahead a mean day of the coming weeks is; ``place`` begins them."""
    tomorrow = span.last + timedelta(1)
    starts = [span.day(place)]
    for _month in range(_AHEAD):
        starts.append((starts[-1] + timedelta(31)).replace(day=1))
    coming = Span(tomorrow, tomorrow + timedelta(_DAYS - 1))
    weights = []
    for first, after in pairwise(starts):
        inside = min(coming.place(after), _DAYS) - max(coming.place(first), 0)
        weights.append(max(inside, 0) / (after - first).days / _DAYS)
    return np.array(weights)
