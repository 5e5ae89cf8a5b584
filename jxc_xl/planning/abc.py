"""ABC by value and XYZ by regularity: which items deserve attention, and of what kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from jxc_xl.domain.numbers import RATE, divide
from jxc_xl.i18n import N_
from jxc_xl.i18n import gettext as _

X_LIMIT = 0.5
Y_LIMIT = 1.0
"""Up to here demand counts as regular (X) and as varying (Y); beyond, it is erratic (Z).

Scholz-Reiter, Heger, Meinecke & Bergmann, "Integration of demand forecasts in ABC-XYZ analysis",
International Journal of Productivity and Performance Management 61 (2012).
"""


class Abc(StrEnum):
    """The few items that make most of the value, those in between, and the many others."""

    A = "A"
    B = "B"
    C = "C"


class Xyz(StrEnum):
    """Demand that is regular, varying or erratic."""

    X = "X"
    Y = "Y"
    Z = "Z"


@dataclass(frozen=True, slots=True)
class Ranked:
    """An item's place among all: 1 is the first; shares of the total × 10⁶."""

    item: str
    rank: int
    value_fen: int
    share_e6: int
    running_share_e6: int
    abc: Abc


def rank(values_fen: Mapping[str, int], a_limit_e6: int, b_limit_e6: int) -> list[Ranked]:
    """Rank items by value and part them at the limits (shares of the total × 10⁶).

    The item that crosses a limit belongs to the higher class, so that one item with 85 % of the
    value is A; equal values stand in the order of their codes. Items that brought nothing or a loss
    come last, are C, and have no share: the total is that of the others.

    Pareto's curve applied to stock: Dickie, "ABC inventory analysis shoots for dollars, not
    pennies", Factory Management and Maintenance 109 (1951).

    >>> [(r.item, r.share_e6, r.abc.value) for r in rank(
    ...     {"tea": 8_500, "salt": 1_000, "tape": 500, "gift": 0}, 800_000, 950_000)]
    [('tea', 850000, 'A'), ('salt', 100000, 'B'), ('tape', 50000, 'C'), ('gift', 0, 'C')]
    """
    order = sorted(values_fen.items(), key=lambda pair: (-pair[1], pair[0]))
    total = sum(value for value in values_fen.values() if value > 0)
    ranked = []
    before = 0
    for place, (item, value) in enumerate(order, 1):
        counted = max(value, 0)
        ranked.append(
            Ranked(
                item,
                place,
                value,
                _share(counted, total),
                _share(before + counted, total),
                _class(before, total, a_limit_e6, b_limit_e6),
            )
        )
        before += counted
    return ranked


def _class(before_fen: int, total_fen: int, a_limit_e6: int, b_limit_e6: int) -> Abc:
    """The class of an item by the value of all that stand before it."""
    if before_fen * RATE < min(a_limit_e6, RATE) * total_fen:
        return Abc.A
    if before_fen * RATE < min(b_limit_e6, RATE) * total_fen:
        return Abc.B
    return Abc.C


def _share(part: int, total: int) -> int:
    return divide(part * RATE, total) if total else 0


def variation(demand: Sequence[int]) -> float | None:
    """Coefficient of variation of the demand of equal periods: its spread over its mean.

    ``None`` where nothing can be said: fewer than two periods, or no demand on balance. The spread
    is that of the periods themselves (divided by n), for they are all there are.

    >>> variation([2, 4, 4, 4, 5, 5, 7, 9])     # mean 5, spread 2
    0.4
    >>> variation([7, 7, 7]), variation([]), variation([0, 0])
    (0.0, None, None)
    """
    total = sum(demand)
    if len(demand) < 2 or total <= 0:
        return None
    squares = sum(quantity * quantity for quantity in demand)
    return sqrt(max(len(demand) * squares - total * total, 0)) / total


def regularity(demand: Sequence[int]) -> Xyz:
    """X, Y or Z by the coefficient of variation; what cannot be judged is Z.

    >>> regularity([2, 4, 4, 4, 5, 5, 7, 9]).value, regularity([0, 0, 12, 0]).value
    ('X', 'Z')
    """
    found = variation(demand)
    if found is None or found > Y_LIMIT:
        return Xyz.Z
    return Xyz.X if found <= X_LIMIT else Xyz.Y


_ADVICE = {
    (Abc.A, Xyz.X): N_("Core item with steady demand: order often and little, count every month."),
    (Abc.A, Xyz.Y): N_("Core item, demand varies: watch weekly, follow the forecast and seasons."),
    (Abc.A, Xyz.Z): N_("Core item, erratic demand: ask large customers, agree on quick supply."),
    (Abc.B, Xyz.X): N_("Steady demand: let the reorder point decide, count every quarter."),
    (Abc.B, Xyz.Y): N_("Demand varies: check the reorder point monthly and before each season."),
    (Abc.B, Xyz.Z): N_("Erratic demand: keep little, order when customers do."),
    (Abc.C, Xyz.X): N_("Small but steady: order seldom and much, bundle with other orders."),
    (Abc.C, Xyz.Y): N_("Small value: simple rules are enough, count once or twice a year."),
    (Abc.C, Xyz.Z): N_("Hardly sold: order on request only, consider clearing or dropping it."),
}


def advice(abc: Abc, xyz: Xyz) -> str:
    """管理建议: what to do with items of a class, in the language in force."""
    return _(_ADVICE[abc, xyz])
