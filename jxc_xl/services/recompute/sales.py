"""What items sold in the days that are looked at, as matrices: a row an item, a column a day."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

import numpy as np

from jxc_xl.domain.masters import Item
from jxc_xl.domain.parsing import fold
from jxc_xl.domain.promotions import PromotionDays
from jxc_xl.planning.demand import (
    Estimates,
    Mask,
    Period,
    Quantities,
    Span,
    known_periods,
    net_of_returns,
    out_of_stock,
    series,
    since_first,
)
from jxc_xl.services.recompute.inputs import Inputs, Position

_FEWEST_MONTHS = 6
"""With less history the regularity of demand is judged by weeks."""

_DAYS = """
SELECT f.item_id, CAST(julianday(f.day) - julianday(:first) AS INTEGER),
       f.sold_e4 - f.returned_e4, f.change_e4, f.change_fen, f.revenue_fen, f.cost_fen,
       f.bought_e4, f.bought_fen
  FROM item i CROSS JOIN daily_item f ON f.item_id = i.id AND f.day >= :first"""

_COLUMNS = 9


@dataclass(frozen=True, slots=True)
class Sales:
    """The trade of ``items`` in the days of ``span``, one row an item.

    ``demand`` is what was sold and not returned (× 10⁴), ``observed`` says on which days it tells
    what was wanted: there was stock, and no promotion.  Figures in money are exact sums in fen;
    ``average_fen`` is the mean value of the stock, ``bought_e4`` and ``bought_fen`` are purchases.
    """

    items: Sequence[Item]
    span: Span
    demand: Quantities
    observed: Mask
    sold_e4: Quantities
    revenue_fen: Quantities
    cost_fen: Quantities
    average_fen: Estimates
    bought_e4: Quantities
    bought_fen: Quantities

    def periods(self, period: Period) -> tuple[Estimates, Mask]:
        """Demand by item and whole period, and which of them say anything."""
        parts = self.span.periods(period)
        return series(self.demand, self.observed, parts), known_periods(self.observed, parts)

    @property
    def regular_period(self) -> Period:
        """The periods by which the regularity of demand is judged."""
        months = len(self.span.periods(Period.MONTH))
        return Period.MONTH if months >= _FEWEST_MONTHS else Period.WEEK


def sales_of(inputs: Inputs) -> Sales:
    """Read the days that 设置 分析天数 asks for, up to and with today."""
    items, span = inputs.masters.items, _span(inputs)
    count = len(items)
    moves = _moves(inputs, items, span.first)
    inside = moves[:, 1] < len(span)
    later = moves[:0] if inputs.as_of else moves[~inside]  # dated later, and in the books already
    moves = moves[inside]
    held = [inputs.positions.get(fold(item.code), Position()) for item in items]
    closing_e4 = np.array([position.on_hand_e4 for position in held], np.int64)
    closing_fen = np.array([position.value_fen for position in held], np.int64)
    opening_fen = closing_fen - _sums(later, 4, count) - _sums(moves, 4, count)
    sold, changes = (_matrix(moves, column, count, len(span)) for column in (2, 3))
    opening_e4 = closing_e4 - _sums(later, 3, count) - changes.sum(axis=1)
    demand = net_of_returns(sold)
    observed = ~out_of_stock(opening_e4, changes, sold)
    observed &= since_first(changes) | (opening_e4 != 0)[:, None]
    observed &= ~_promoted(inputs, items, span)
    return Sales(
        items,
        span,
        demand,
        observed,
        sold_e4=sold.sum(axis=1),
        revenue_fen=_sums(moves, 5, count),
        cost_fen=_sums(moves, 6, count),
        average_fen=opening_fen + _held(moves, len(span), count),
        bought_e4=_sums(moves, 7, count),
        bought_fen=_sums(moves, 8, count),
    )


def _span(inputs: Inputs) -> Span:
    """The days that are looked at; none before the books begin."""
    first = inputs.today - timedelta(inputs.parameters.analysis_days - 1)
    (begun,) = inputs.connection.execute("SELECT min(day) FROM daily_total").fetchone()
    if begun is not None:
        first = max(first, date.fromisoformat(begun))
    return Span(min(first, inputs.today), inputs.today)


def _moves(inputs: Inputs, items: Sequence[Item], first: date) -> Quantities:
    """Figures by item and day as rows of numbers: the item's row, the day's column, the others."""
    found = inputs.connection.execute(_DAYS, {"first": first.isoformat()})
    moves = np.fromiter(chain.from_iterable(found), np.int64).reshape(-1, _COLUMNS)
    moves[:, 0] = rows_by_id(inputs.connection, items)[moves[:, 0]]
    return moves[moves[:, 0] >= 0]


def rows_by_id(connection: sqlite3.Connection, items: Sequence[Item]) -> Quantities:
    """The row of each item by its number in the ledger; −1 for one that is not among them."""
    places = {fold(item.code): place for place, item in enumerate(items)}
    known = connection.execute("SELECT id, code FROM item ORDER BY id").fetchall()
    found = np.full(known[-1][0] + 1 if known else 1, -1, np.int64)
    for id_, code in known:
        found[id_] = places.get(fold(code), -1)
    return found


def _matrix(moves: Quantities, column: int, items: int, days: int) -> Quantities:
    found = np.zeros((items, days), np.int64)
    found[moves[:, 0], moves[:, 1]] = moves[:, column]
    return found


def _sums(moves: Quantities, column: int, items: int) -> Quantities:
    found = np.zeros(items, np.int64)
    np.add.at(found, moves[:, 0], moves[:, column])
    return found


def _held(moves: Quantities, days: int, items: int) -> Estimates:
    """By how much the changes of value raise the mean over the days: each from its day on."""
    weights = moves[:, 4] * ((days - moves[:, 1]) / days)
    found = np.zeros(items)
    np.add.at(found, moves[:, 0], weights)
    return found


def _promoted(inputs: Inputs, items: Sequence[Item], span: Span) -> Mask:
    found = np.zeros((len(items), len(span)), np.bool_)
    promotions = inputs.masters.promotion_days
    for place, item in enumerate(items) if promotions else ():
        days = [(entry.start, entry.end) for entry in promotions if _is_about(entry, item)]
        found[place] = span.within(days)
    return found


def _is_about(days: PromotionDays, item: Item) -> bool:
    """Whether an item is promoted in these days: itself, its category or the whole shop."""
    return days.item == item.code if days.item else days.category in ("", item.category)
