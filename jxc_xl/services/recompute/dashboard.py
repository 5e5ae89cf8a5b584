"""The tables of 经营分析, on which the figures and charts of 首页 stand.

Money is without tax and exact to the fen: 销售额 − 销售成本 = 毛利, and the stock's value at a
month's end is the 期末 of 收发存.  A share or a change that has no base is 无, never an error.
"""

import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from typing import NamedTuple

from jxc_xl.domain.cells import Raw
from jxc_xl.domain.months import first_day, last_day, month_of
from jxc_xl.domain.numbers import FEN, QUANTITY, divide
from jxc_xl.domain.tables import analysis, table_named
from jxc_xl.domain.tables.analysis import NONE
from jxc_xl.domain.tables.columns import Table
from jxc_xl.ledger import trade

Rows = Sequence[Mapping[str, Raw]]
"""Rows of a table, values by field."""

_RECENT = 30
"""Days over which the best items are found."""

_COVER = 90
"""Days whose sales say for how long the stock will last."""

_YEAR = 365
_UNNAMED = "未填"


class Figures(NamedTuple):
    """What happened from a month's first day to some day, and how the shop stood on that day.

    Money in fen; what cannot be said (no sales, no stock yet) is ``None``.
    """

    revenue: int
    cost: int
    returned: int
    bought: int
    deliveries: int
    stock: int
    turnover: float | None
    cover: float | None


class History:
    """The shop's days, and sums over some of them."""

    def __init__(self, days: Sequence[trade.Day]) -> None:
        self._days = days
        self._dates = [day.day for day in days]
        self._worth = list(accumulate(day.change_fen for day in days))
        self.first = date.fromisoformat(days[0].day) if days else None

    def between(self, since: date, until: date) -> trade.Day:
        """The sums from one day to another, both counted."""
        last = until.isoformat()
        start = bisect_left(self._dates, since.isoformat())
        wanted = self._days[start : bisect_right(self._dates, last)]
        sums = (sum(column) for column in zip(*(day[1:] for day in wanted), strict=True))
        return trade.Day(last, *sums) if wanted else trade.Day(last, 0, 0, 0, 0, 0, 0)

    def stock_on(self, day: date) -> int:
        """What the stock was worth at the end of a day, in fen."""
        known = bisect_right(self._dates, day.isoformat())
        return self._worth[known - 1] if known else 0

    def to(self, day: date) -> Figures | None:
        """The month up to a day; ``None`` before the books begin."""
        if self.first is None or day < self.first:
            return None
        month = self.between(day.replace(day=1), day)
        return Figures(
            month.revenue_fen, month.cost_fen, month.returned_fen, month.bought_fen,
            month.deliveries, self.stock_on(day), self._turnover(day), self._cover(day),
        )  # fmt: skip

    def _turnover(self, day: date) -> float | None:
        """How often the stock is sold in a year: cost of sales ÷ average stock.

        Over the 365 days up to ``day``, or since the books began and then by the year; the stock is
        averaged over the ends of months and the day itself.  ``None`` in the first month, and
        without stock.
        """
        known = self._known(day, _YEAR)
        ends = [end for end in month_ends(day, 12) if (day - end).days < known]
        average = divide(sum(self.stock_on(end) for end in ends), len(ends))
        if known < _RECENT or average <= 0:
            return None
        cost = self.between(day - timedelta(known - 1), day).cost_fen
        return cost / average * _YEAR / known

    def _cover(self, day: date) -> float | None:
        """For how many days the stock lasts if it sells as in the last 90; ``None`` if not."""
        known = self._known(day, _COVER)
        cost = self.between(day - timedelta(known - 1), day).cost_fen
        return self.stock_on(day) * known / cost if cost > 0 else None

    def _known(self, day: date, most: int) -> int:
        return min(most, (day - (self.first or day)).days + 1)


def months_before(day: date, months: int) -> date:
    """The same day some months ago, or the last one of a shorter month.

    >>> months_before(date(2026, 3, 31), 1), months_before(date(2024, 2, 29), 12)
    (datetime.date(2026, 2, 28), datetime.date(2023, 2, 28))
    """
    count = day.year * 12 + day.month - 1 - months
    last = last_day(f"{count // 12:04d}-{count % 12 + 1:02d}")
    return last.replace(day=min(day.day, last.day))


def month_ends(day: date, months: int) -> list[date]:
    """A day, and the last days of the months before it, the latest first."""
    before = (months_before(day, back) for back in range(1, months))
    return [day, *(last_day(month_of(earlier)) for earlier in before)]


def comparison(history: History, today: date) -> Rows:
    """This month up to today, beside the same days of last month and of last year."""
    periods = [history.to(months_before(today, back)) for back in (0, 1, 12)]
    return [_metric(name, _METRICS[name], *periods) for name in analysis.METRICS]


def _metric(
    name: str,
    value: Callable[[Figures], float | None],
    now: Figures | None,
    before: Figures | None,
    year_ago: Figures | None,
) -> Mapping[str, Raw]:
    """One figure of the three periods, and how it has changed: a rate by points, else by share."""
    values = [None if period is None else value(period) for period in (now, before, year_ago)]
    change = _points if name in analysis.RATES else _change
    return {
        "metric": name,
        "now": _shown(values[0]),
        "before": _shown(values[1]),
        "change": change(values[0], values[1]),
        "year_ago": _shown(values[2]),
        "year_change": change(values[0], values[2]),
    }


_METRICS: Mapping[str, Callable[[Figures], float | None]] = {
    "销售额": lambda period: period.revenue / FEN,
    "销售成本": lambda period: period.cost / FEN,
    "毛利": lambda period: (period.revenue - period.cost) / FEN,
    "毛利率": lambda period: _ratio(period.revenue - period.cost, period.revenue),
    "销售单数": lambda period: float(period.deliveries),
    "客单价": lambda period: (
        divide(period.revenue, period.deliveries) / FEN if period.deliveries else None
    ),
    "销售退货": lambda period: period.returned / FEN,
    "采购额": lambda period: period.bought / FEN,
    "库存金额": lambda period: period.stock / FEN,
    "周转率": lambda period: period.turnover,
    "可售天数": lambda period: period.cover,
}


def monthly(history: History, today: date) -> Rows:
    """Thirteen months up to today, the first one first."""
    rows: list[Mapping[str, Raw]] = []
    for back in reversed(range(analysis.MONTHS)):
        month = month_of(months_before(today, back))
        until = min(today, last_day(month))
        sums = history.between(first_day(month), until)
        margin = sums.revenue_fen - sums.cost_fen
        rows.append({
            "month": month,
            "revenue": sums.revenue_fen / FEN,
            "cost": sums.cost_fen / FEN,
            "margin": margin / FEN,
            "purchases": sums.bought_fen / FEN,
            "margin_rate": _shown(_ratio(margin, sums.revenue_fen)),
            "stock_value": history.stock_on(until) / FEN,
        })  # fmt: skip
    return rows


def top_items(sold: Iterable[trade.ItemTrade]) -> Rows:
    """The items that brought most money, those that are equal by code."""
    best = sorted((s for s in sold if s.revenue_fen > 0), key=lambda s: (-s.revenue_fen, s.code))
    return [
        {
            "rank": rank,
            "item": entry.code,
            "name": entry.name,
            "sold": entry.sold_e4 / QUANTITY,
            "revenue": entry.revenue_fen / FEN,
            "margin": (entry.revenue_fen - entry.cost_fen) / FEN,
        }
        for rank, entry in enumerate(best[: analysis.BEST], 1)
    ]


def slow_items(held: Iterable[trade.Held], sold: Iterable[trade.ItemTrade]) -> Rows:
    """The items in stock that sell least for what they are worth, then those worth most."""
    sales = {entry.code: entry for entry in sold}

    def slowness(entry: trade.Held) -> tuple[float, int, str]:
        cost = sales[entry.code].cost_fen if entry.code in sales else 0
        return max(cost, 0) / max(entry.value_fen, 1), -entry.value_fen, entry.code

    return [
        {
            "rank": rank,
            "item": entry.code,
            "name": entry.name,
            "sold": sales[entry.code].sold_e4 / QUANTITY if entry.code in sales else 0.0,
            "value": entry.value_fen / FEN,
            "last_sold": _day(entry.last_sold),
        }
        for rank, entry in enumerate(sorted(held, key=slowness)[: analysis.BEST], 1)
    ]


DIMENSIONS: Mapping[str, Callable[[trade.Sale], str]] = {
    "业务员": lambda sale: sale.salesperson,
    "渠道": lambda sale: sale.channel,
    "地区": lambda sale: sale.region,
}


def breakdown(
    now: Sequence[trade.Sale], before: Sequence[trade.Sale], year_ago: Sequence[trade.Sale]
) -> Rows:
    """Sales of the month by 业务员, 渠道 and 地区; what nobody ever fills in is left out."""
    rows: list[Mapping[str, Raw]] = []
    for kind, name_of in DIMENSIONS.items():
        sums = [_by_name(period, name_of) for period in (now, before, year_ago)]
        names = {name for period in sums for name in period}
        if names <= {""}:
            continue
        whole = sum(revenue for revenue, _cost in sums[0].values())
        by_revenue = sorted(names, key=lambda name: (-sums[0].get(name, (0, 0))[0], name))
        rows += [
            {
                "kind": kind,
                "rank": rank,
                "name": name or _UNNAMED,
                **_share_of(whole, *(period.get(name) for period in sums)),
            }
            for rank, name in enumerate(by_revenue, 1)
        ]
    return rows


_Sum = tuple[int, int]
"""Revenue and cost in fen."""


def _by_name(sales: Iterable[trade.Sale], name_of: Callable[[trade.Sale], str]) -> dict[str, _Sum]:
    found: dict[str, _Sum] = {}
    for sale in sales:
        revenue, cost = found.get(name_of(sale), (0, 0))
        found[name_of(sale)] = (revenue + sale.revenue_fen, cost + sale.cost_fen)
    return found


def _share_of(
    whole: int, now: _Sum | None, before: _Sum | None, year_ago: _Sum | None
) -> dict[str, Raw]:
    revenue, cost = now or (0, 0)
    earlier = [None if period is None else period[0] / FEN for period in (before, year_ago)]
    return {
        "revenue": revenue / FEN,
        "share": _shown(_ratio(revenue, whole)),
        "margin": (revenue - cost) / FEN,
        "before": _shown(earlier[0]),
        "change": _change(revenue / FEN, earlier[0]),
        "year_ago": _shown(earlier[1]),
        "year_change": _change(revenue / FEN, earlier[1]),
    }


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole > 0 else None


def _change(now: float | None, base: float | None) -> Raw:
    """By which share of its base a figure has changed."""
    return NONE if now is None or base is None or base <= 0 else now / base - 1


def _points(now: float | None, base: float | None) -> Raw:
    """By how many percentage points a rate has changed."""
    return NONE if now is None or base is None else (now - base) * 100


def _shown(value: float | None) -> Raw:
    return NONE if value is None else value


def _day(text: str) -> datetime | None:
    return datetime.combine(date.fromisoformat(text), time()) if text else None


def dashboard(connection: sqlite3.Connection, today: date, *, idle_days: int) -> dict[str, Rows]:
    """The tables of 经营分析 that look back, rows by table name; ``idle_days`` is 设置 呆滞天数.

    What lies in stock is as of now; :mod:`jxc_xl.ledger.daily` must be up to date.  A table that
    keeps its size is filled up with blank rows.
    """
    history = History(trade.days(connection))
    periods = [months_before(today, back) for back in (0, 1, 12)]
    sales = [_month_to(connection, day) for day in periods]
    recent = _sold(connection, today, _RECENT)
    idle = _sold(connection, today, idle_days)
    tables: dict[str, Rows] = {
        analysis.COMPARISON.name: comparison(history, today),
        analysis.MONTHLY.name: monthly(history, today),
        analysis.TOP_ITEMS.name: top_items(recent),
        analysis.SLOW_ITEMS.name: slow_items(trade.held(connection), idle),
        analysis.BREAKDOWN.name: breakdown(*sales),
    }
    return {name: filled_up(table_named(name), rows) for name, rows in tables.items()}


def filled_up(table: Table, rows: Rows) -> Rows:
    """Blank rows below the last one, as many as a table keeps: its charts stay where they are."""
    blank: Mapping[str, Raw] = dict.fromkeys(c.field for c in table.columns if not c.formula)
    return [*rows, *(blank for _ in range(table.room - len(rows)))]


def _sold(connection: sqlite3.Connection, today: date, days: int) -> list[trade.ItemTrade]:
    since = today - timedelta(max(days, 1) - 1)
    return trade.items_sold(connection, since.isoformat(), today.isoformat())


def _month_to(connection: sqlite3.Connection, day: date) -> list[trade.Sale]:
    return trade.sales(connection, day.replace(day=1).isoformat(), day.isoformat())
