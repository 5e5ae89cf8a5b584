"""What the last 重算 found of each item, and what is expected of it until a day."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sqlite3 import Connection

_USUAL_DAYS = 30
"""How far a forecast looks where no day is named."""


class Expected(NamedTuple):
    """What is expected to be sold (× 10⁴) in some days, from ``first`` on."""

    first: date
    days: int
    quantity_e4: int


class Planned(NamedTuple):
    """An item's row of ABC分析 and 补货建议, quantities × 10⁴."""

    as_of: date
    abc: str
    reorder_point_e4: int
    economic_e4: int
    expected: tuple[Expected, ...]

    def expected_e4(self, until: str) -> int:
        """How much is expected from the day after 重算 to the end of an ISO day (``""``: 30 days).

        A part of a period counts by its days; beyond the last period its rate goes on.
        """
        first = self.as_of + timedelta(days=1)
        last = date.fromisoformat(until) if until else self.as_of + timedelta(days=_USUAL_DAYS)
        found = 0
        for place, period in enumerate(self.expected):
            is_last = place == len(self.expected) - 1
            end = last if is_last else min(last, period.first + timedelta(days=period.days - 1))
            days = (end - max(first, period.first)).days + 1
            found += _share(period.quantity_e4, max(days, 0), period.days)
        return found


def planned_items(connection: Connection) -> dict[str, Planned]:
    """Every item's row, by its code."""
    return {
        item: Planned(date.fromisoformat(as_of), abc, point, economic, _expected(forecast))
        for item, as_of, abc, point, economic, forecast in connection.execute(
            "SELECT item, as_of, abc, reorder_point_e4, economic_quantity_e4, forecast"
            " FROM v_planned"
        )
    }


def _expected(forecast: str) -> tuple[Expected, ...]:
    return tuple(
        Expected(date.fromisoformat(first), days, quantity)
        for first, days, quantity in json.loads(forecast)
    )


def _share(quantity_e4: int, days: int, of_days: int) -> int:
    """The part of a quantity that falls on some days, rounded half up."""
    return (2 * quantity_e4 * days + of_days) // (2 * of_days)
