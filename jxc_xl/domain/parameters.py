"""The part of 设置 that analysis follows: limits, costs, service levels and spans of days."""

from dataclasses import dataclass
from enum import StrEnum

from jxc_xl.domain.cells import Raw, RawRows
from jxc_xl.domain.content import canonical
from jxc_xl.domain.numbers import RATE, plain
from jxc_xl.domain.parsing import Failure, amount_of, days_of, portion_of
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.setting_rows import SettingSheet


class Basis(StrEnum):
    """By what items are ranked (设置 ABC口径)."""

    COST = "销售成本"
    REVENUE = "销售金额"
    MARGIN = "毛利"


@dataclass(frozen=True, slots=True)
class Parameters:
    """Shares are × 10⁶, ``service_e6`` by class A, B, C; money is in fen."""

    basis: Basis
    a_limit_e6: int
    b_limit_e6: int
    service_e6: dict[str, int]
    ordering_cost_fen: int
    holding_rate_e6: int
    expiry_days: int
    idle_days: int
    analysis_days: int
    clearance_margin_e6: int
    rating_days: int
    grace_days: int
    large_order_fen: int
    plan_budget_fen: int | None = None


def read_parameters(raw: RawRows | None) -> tuple[Parameters, list[Problem]]:
    """Read 设置; what is missing or wrong stands at its default, and is complained of."""
    sheet = SettingSheet(raw)
    a_limit, b_limit = (sheet.number(field, portion_of) for field in ("a_limit", "b_limit"))
    if a_limit > b_limit:
        limits = {"a": f"{plain(a_limit * 100, RATE)}%", "b": f"{plain(b_limit * 100, RATE)}%"}
        sheet.say("a_limit", "limits_crossed", **limits)
    parameters = Parameters(
        basis=Basis(sheet.word("abc_basis")),
        a_limit_e6=min(a_limit, b_limit),
        b_limit_e6=max(a_limit, b_limit),
        service_e6={
            letter: sheet.number(f"{letter.lower()}_service", _service_level) for letter in "ABC"
        },
        ordering_cost_fen=sheet.number("ordering_cost", amount_of),
        holding_rate_e6=sheet.number("holding_rate", portion_of),
        expiry_days=sheet.number("expiry_days", days_of),
        idle_days=sheet.number("idle_days", days_of),
        analysis_days=max(sheet.number("analysis_days", days_of), 1),
        clearance_margin_e6=sheet.number("clearance_margin", portion_of),
        rating_days=max(sheet.number("rating_days", days_of), 1),
        grace_days=sheet.number("grace_days", days_of),
        large_order_fen=sheet.number("large_order", amount_of),
        plan_budget_fen=_budget(sheet),
    )
    return parameters, sheet.problems


def _service_level(raw: Raw) -> int | Failure | None:
    """A service level; one below a half, often a slip like 2 for 98 %, would keep no reserve."""
    share = portion_of(raw)
    if isinstance(share, int) and share < RATE // 2:
        return Failure("service_low", {"text": f"{plain(share * 100, RATE)}%"})
    return share


def _budget(sheet: SettingSheet) -> int | None:
    """采购预算, ``None`` where it is blank: no limit.  A wrong one must not be none either."""
    text = canonical(sheet.values.get("plan_budget"))
    if not text:
        return None
    amount = amount_of(sheet.values.get("plan_budget"))
    if isinstance(amount, int) and amount > 0:
        return amount
    sheet.say("plan_budget", "budget_wrong", text=text[:30])
    return 0
