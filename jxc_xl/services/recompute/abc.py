"""ABC分析: which items matter, how regularly they are wanted, and how to manage them."""

from collections.abc import Mapping
from datetime import date

import numpy as np

from jxc_xl.domain.masters import Status
from jxc_xl.domain.numbers import FEN, QUANTITY, RATE
from jxc_xl.domain.parameters import Basis, Parameters
from jxc_xl.i18n import gettext as _
from jxc_xl.planning.abc import Abc, Ranked, advice, rank, regularity
from jxc_xl.planning.demand import Quantities, Span
from jxc_xl.services.recompute.inputs import Rows
from jxc_xl.services.recompute.sales import Sales


def ranked(sales: Sales, parameters: Parameters) -> list[Ranked]:
    """Every item that is sold, was sold or is 启用, by what it brought in the period."""
    values: Mapping[Basis, Quantities] = {
        Basis.COST: sales.cost_fen,
        Basis.REVENUE: sales.revenue_fen,
        Basis.MARGIN: sales.revenue_fen - sales.cost_fen,
    }
    by_code = {
        item.code: value
        for item, value, sold in zip(
            sales.items,
            values[parameters.basis].tolist(),
            sales.sold_e4.tolist(),
            strict=True,
        )
        if sold or item.status is not Status.STOPPED
    }
    return rank(by_code, parameters.a_limit_e6, parameters.b_limit_e6)


def classes(found: list[Ranked]) -> dict[str, Abc]:
    """The class of each item by code."""
    return {entry.item: entry.abc for entry in found}


def abc_rows(sales: Sales, found: list[Ranked], parameters: Parameters) -> Rows:
    """The rows of the sheet ABC分析 by field, the first of the ranking first."""
    places = {item.code: place for place, item in enumerate(sales.items)}
    demand, known = sales.periods(sales.regular_period)
    rounded = np.rint(demand).astype(np.int64)
    basis = _basis(parameters.basis, sales.span)
    sold, revenue, cost = (
        figures.tolist() for figures in (sales.sold_e4, sales.revenue_fen, sales.cost_fen)
    )
    average = sales.average_fen.tolist()
    rows = []
    for entry in found:
        place = places[entry.item]
        xyz = regularity(rounded[place][known[place]].tolist())
        rows.append(
            {
                "rank": float(entry.rank),
                "item": entry.item,
                "name": sales.items[place].name,
                "sold": sold[place] / QUANTITY,
                "revenue": revenue[place] / FEN,
                "share": entry.share_e6 / RATE,
                "running_share": entry.running_share_e6 / RATE,
                "abc": entry.abc.value,
                "xyz": xyz.value,
                "margin": (revenue[place] - cost[place]) / FEN,
                "turnover": _turnover(cost[place], average[place]),
                "advice": advice(entry.abc, xyz),
                "basis": basis,
            }
        )
    return rows


def _turnover(cost_fen: int, average_fen: float) -> float | None:
    """How often the mean stock was sold in the period; blank where there was none."""
    return round(cost_fen / average_fen, 2) + 0.0 if average_fen >= 1 else None


def _basis(basis: Basis, span: Span) -> str:
    """口径: by what was ranked, and over which days."""
    days: tuple[date, date] = (span.first, span.last)
    return _("{basis}, {first} to {last}").format(basis=basis.value, first=days[0], last=days[1])
