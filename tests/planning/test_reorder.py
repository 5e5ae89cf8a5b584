"""When to order and how much: textbook figures, and what holds for every item."""

import doctest
from dataclasses import replace
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxc_xl.planning import reorder
from jxc_xl.planning.reorder import (
    MOST_DAYS,
    LeadTime,
    Need,
    Urgency,
    cover_days,
    lead_time,
    propose,
    reorder_point,
    safety_stock,
    service_factor,
)

UNIT = 10_000
LARGE = st.integers(0, 10**10)
LEADS = st.builds(LeadTime, st.floats(0, 400), st.floats(0, 100), st.integers(0, 9))
NEEDS = st.builds(
    Need,
    daily_e4=st.floats(-1e8, 1e8),
    daily_spread_e4=st.floats(0, 1e8),
    lead=LEADS,
    service_e6=st.integers(-1, 1_000_001),
    on_hand_e4=st.integers(-(10**9), 10**10),
    reserved_e4=LARGE,
    on_order_e4=LARGE,
    economic_e4=LARGE,
    minimum_order_e4=st.integers(0, 10**7),
    pack_e4=st.integers(0, 10**6),
    minimum_stock_e4=LARGE,
    maximum_stock_e4=st.none() | LARGE,
)
PLAIN = Need(
    daily_e4=10.0 * UNIT,
    daily_spread_e4=0.0,
    lead=LeadTime(5.0, 0.0, 0),
    service_e6=950_000,
    on_hand_e4=50 * UNIT,
    economic_e4=100 * UNIT,
)


def test_the_examples_in_the_docstrings_are_true() -> None:
    """Each function of the module shows what it does, and does it."""
    assert doctest.testmod(reorder).failed == 0


def test_the_factors_of_a_table_of_the_normal_curve() -> None:
    """z for 90, 95, 97.5, 99 and 99.9 %, as every table prints them."""
    levels = (900_000, 950_000, 975_000, 990_000, 999_000)
    found = [round(service_factor(level), 2) for level in levels]
    assert found == [1.28, 1.64, 1.96, 2.33, 3.09]


def test_safety_stock_for_demand_alone() -> None:
    """2,500 a week ± 500, two weeks, 90 %: 906 (Chopra & Meindl, 6th ed., example 12-4)."""
    stock = safety_stock(2500.0 * UNIT, 500.0 * UNIT, LeadTime(2.0, 0.0, 0), 900_000)
    assert stock // UNIT == 906


def test_a_reorder_point_without_any_variation() -> None:
    """8,000 a year of 250 days, three days: 96 (Heizer & Render, example 12.7)."""
    assert reorder_point(8000 / 250 * UNIT, LeadTime(3.0, 0.0, 0), 0) == 96 * UNIT


def test_an_order_is_due_at_the_reorder_point_and_not_one_above() -> None:
    """The point itself counts, and what is on order or promised is counted with it."""
    assert propose(PLAIN).quantity_e4 == 100 * UNIT
    assert propose(replace(PLAIN, on_hand_e4=51 * UNIT)).quantity_e4 == 0
    assert propose(replace(PLAIN, on_order_e4=UNIT)).quantity_e4 == 0
    assert propose(replace(PLAIN, on_order_e4=UNIT, reserved_e4=UNIT)).quantity_e4 == 100 * UNIT


def test_minimum_pack_and_maximum_are_respected() -> None:
    """At least the minimum, up to whole packs; down to whole packs where 最高库存 would be passed."""
    assert propose(replace(PLAIN, minimum_order_e4=120 * UNIT)).quantity_e4 == 120 * UNIT
    assert propose(replace(PLAIN, pack_e4=24 * UNIT)).quantity_e4 == 120 * UNIT
    capped = propose(replace(PLAIN, pack_e4=24 * UNIT, maximum_stock_e4=149 * UNIT))
    assert (capped.quantity_e4, capped.at_maximum, capped.blocked) == (96 * UNIT, True, False)


def test_a_maximum_below_the_suppliers_minimum_is_said() -> None:
    """Nothing can be proposed, and the row can say why."""
    found = propose(replace(PLAIN, minimum_order_e4=24 * UNIT, maximum_stock_e4=70 * UNIT))
    assert (found.quantity_e4, found.blocked, found.urgency) == (0, True, Urgency.DUE)


def test_without_sales_the_limits_of_the_item_decide() -> None:
    """最低库存 is the reorder point, 最高库存 the target; without either nothing is proposed."""
    idle = replace(PLAIN, daily_e4=0.0, economic_e4=0, on_hand_e4=10 * UNIT)
    assert propose(idle).urgency is Urgency.NONE
    low = propose(replace(idle, minimum_stock_e4=10 * UNIT, maximum_stock_e4=40 * UNIT))
    assert (low.reorder_point_e4, low.quantity_e4, low.by_minimum) == (10 * UNIT, 30 * UNIT, True)
    assert propose(replace(idle, minimum_stock_e4=10 * UNIT)).quantity_e4 == 0
    assert propose(replace(idle, minimum_stock_e4=11 * UNIT)).quantity_e4 == UNIT


def test_goods_that_are_owed_are_ordered_although_nothing_sells() -> None:
    """A customer's order beyond the stock is reason enough."""
    owed = replace(PLAIN, daily_e4=0.0, economic_e4=0, on_hand_e4=0, reserved_e4=7 * UNIT)
    found = propose(owed)
    assert (found.quantity_e4, found.urgency, found.cover_days) == (7 * UNIT, Urgency.OUT, None)


def test_urgency_grows_as_the_goods_run_out() -> None:
    """Due while they last until the delivery, urgent when they do not, out when there are none."""
    assert propose(PLAIN).urgency is Urgency.DUE
    assert propose(replace(PLAIN, on_hand_e4=49 * UNIT)).urgency is Urgency.URGENT
    assert propose(replace(PLAIN, on_hand_e4=0)).urgency is Urgency.OUT


def test_lead_times_are_measured_where_there_are_any() -> None:
    """One delivery has no spread, a negative one counts as on the same day."""
    assert lead_time([4], 9) == LeadTime(4.0, 0.0, 1)
    assert lead_time([-2, 2], 9) == LeadTime(1.0, 2**0.5, 2)
    assert lead_time([], -1) == LeadTime(0.0, 0.0, 0)


def test_what_hardly_sells_lasts_for_ever_and_no_longer() -> None:
    """The days end at a number that a cell can show."""
    assert cover_days(10**10, 1e-300) == MOST_DAYS
    assert cover_days(10**10, nan) is None
    assert cover_days(10**10, inf) is None


@pytest.mark.parametrize("wrong", [nan, inf, -inf, -1.0])
def test_an_estimate_that_is_none_counts_as_no_demand(wrong: float) -> None:
    """Whatever came of a forecast, the row stays sensible."""
    found = propose(replace(PLAIN, daily_e4=wrong, daily_spread_e4=wrong))
    assert (found.safety_stock_e4, found.reorder_point_e4, found.quantity_e4) == (0, 0, 0)


@given(NEEDS)
def test_a_proposal_never_passes_the_maximum_and_comes_in_whole_packs(need: Need) -> None:
    """Whatever the item: not negative, in packs, at least the minimum, and not above 最高库存."""
    found = propose(need)
    assert found.quantity_e4 >= 0
    assert found.quantity_e4 % (need.pack_e4 or UNIT) == 0
    if found.quantity_e4:
        assert found.quantity_e4 >= need.minimum_order_e4
        if need.maximum_stock_e4 is not None:
            assert found.position_e4 + found.quantity_e4 <= need.maximum_stock_e4
        elif need.economic_e4:
            assert found.position_e4 + found.quantity_e4 > found.reorder_point_e4
    if found.urgency is Urgency.NONE:
        assert found.quantity_e4 == 0


@given(NEEDS, st.integers(-1, 1_000_001))
def test_more_service_never_means_less_safety(need: Need, other: int) -> None:
    """Safety stock and reorder point grow with the service level."""
    low, high = sorted((need.service_e6, other))
    less, more = propose(replace(need, service_e6=low)), propose(replace(need, service_e6=high))
    assert less.safety_stock_e4 <= more.safety_stock_e4
    assert less.reorder_point_e4 <= more.reorder_point_e4


@given(NEEDS, st.integers(0, 10**9))
def test_more_stock_never_means_a_larger_order(need: Need, more: int) -> None:
    """Neither in quantity nor in urgency."""
    before, after = propose(need), propose(replace(need, on_hand_e4=need.on_hand_e4 + more))
    assert after.quantity_e4 <= before.quantity_e4 or before.blocked
    assert after.urgency <= before.urgency


@given(NEEDS)
def test_what_was_ordered_is_not_ordered_again(need: Need) -> None:
    """Once it is on order nothing more is proposed, also where only 最低库存 is known."""
    ordered = need.on_order_e4 + propose(need).quantity_e4
    assert propose(replace(need, on_order_e4=ordered)).quantity_e4 == 0
