"""What the worksheet functions tell: figures of ABC分析 and 补货建议, as the sheets show them."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from jxc_xl.domain.numbers import QUANTITY
from jxc_xl.ledger.planned import Expected, Planned
from jxc_xl.services.recompute.inputs import Rows

_FORECAST_DAYS = 28
"""The days over which 日均销量 is what is expected; the same rate goes on after them."""


def planned_rows(tables: Mapping[str, Rows], day: date) -> Iterator[Planned]:
    """A row for each item of ABC分析; figures of 补货建议 are 0 where it needs no row there."""
    proposed = {row["item"]: row for row in tables["reorder"]}
    for row in tables["abc"]:
        found = proposed.get(row["item"], {})
        daily_e4 = _e4(found.get("daily_demand"))
        yield Planned(
            item=str(row["item"]),
            abc=str(row["abc"]),
            xyz=str(row["xyz"]),
            daily_e4=daily_e4,
            safety_stock_e4=_e4(found.get("safety_stock")),
            reorder_point_e4=_e4(found.get("reorder_point")),
            economic_e4=_e4(found.get("economic_quantity")),
            expected=(
                Expected(day + timedelta(days=1), _FORECAST_DAYS, _FORECAST_DAYS * daily_e4),
            ),
        )


def _e4(cell: Any) -> int:
    """A quantity as a sheet shows it, × 10⁴; 0 for a blank cell."""
    return round((cell or 0.0) * QUANTITY)
