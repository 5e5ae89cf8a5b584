"""What counts as kept, late, complete and overdue."""

from datetime import date

import pytest

from jxc_xl.planning.deliveries import OrderedItem, lead_days

MARCH = {day: date(2026, 3, day) for day in range(1, 32)}


def order(
    promised: dict[int, int],
    came: dict[int, int],
    closed: int | None = None,
    supplier: str = "G",
    item: str = "笔",
) -> OrderedItem:
    """An order of 1 March: quantities by day of the month, due and received."""
    return OrderedItem(
        "DD",
        supplier,
        item,
        MARCH[1],
        tuple((MARCH.get(day), quantity) for day, quantity in promised.items()),
        tuple((MARCH[day], quantity) for day, quantity in came.items()),
        MARCH.get(closed or 0),
    )


@pytest.mark.parametrize(
    ("promised", "came", "closed", "expected"),
    [
        ({10: 5}, {10: 5}, None, [True]),
        ({10: 5}, {11: 5}, None, [False]),
        ({10: 5}, {9: 3, 12: 2}, None, [False]),  # a part is not all
        ({10: 5, 20: 5}, {10: 7, 19: 3}, None, [True, True]),
        ({10: 5, 20: 5}, {12: 10}, None, [False, True]),  # late once, and then ahead
        ({25: 5}, {}, None, []),  # not due yet
        ({25: 5}, {20: 5}, None, [True]),  # and there already
        ({0: 5}, {9: 5}, None, []),  # no day was said
        ({10: 5}, {}, 5, []),  # taken back before it was due
        ({10: 5}, {}, 15, [False]),
    ],
)
def test_a_promised_day_is_kept_when_all_due_by_then_had_come(
    promised: dict[int, int], came: dict[int, int], closed: int | None, expected: list[bool]
) -> None:
    """Judged on 22 March: one verdict for each day that can be judged."""
    assert order(promised, came, closed).kept(MARCH[22]) == expected


def test_some_days_of_grace_are_not_late() -> None:
    """Two days late with two days of grace is in time, three are not."""
    late = order({10: 5}, {12: 5})
    assert late.kept(MARCH[22], grace=2) == [True]
    assert late.kept(MARCH[22], grace=1) == [False]


@pytest.mark.parametrize(
    ("promised", "came", "closed", "days"),
    [
        ({10: 5}, {9: 5}, None, 8),
        ({10: 5}, {9: 3}, None, None),  # something is still to come
        ({10: 5}, {9: 3, 16: 2, 20: 4}, None, 15),  # what came beyond the order does not count
        ({10: 5}, {9: 3}, 15, 8),  # given up: the last receipt
        ({10: 5}, {}, 15, None),
    ],
)
def test_the_lead_time_ends_with_the_receipt_that_makes_the_order_complete(
    promised: dict[int, int], came: dict[int, int], closed: int | None, days: int | None
) -> None:
    """From the day of the order."""
    assert order(promised, came, closed).lead_days == days


def test_how_much_came_is_judged_when_it_is_over() -> None:
    """Complete, closed, or partly there after the last day; not while nothing has come."""
    assert order({10: 5}, {9: 5}).judged(MARCH[9])
    assert order({10: 5}, {9: 4}).judged(MARCH[11])
    assert order({10: 5}, {}, closed=9).judged(MARCH[9])
    assert not order({10: 5}, {9: 4}).judged(MARCH[10])
    assert not order({10: 5}, {9: 4}).judged(MARCH[11], grace=1)
    assert not order({10: 5}, {}).judged(MARCH[22])
    assert not order({0: 5}, {9: 4}).judged(MARCH[22])


def test_overdue_is_what_is_late_and_still_expected() -> None:
    """Counted from the first day that was not kept."""
    assert order({10: 5, 20: 5}, {9: 5}).overdue_days(MARCH[22]) == 2
    assert order({10: 5, 20: 5}, {9: 4}).overdue_days(MARCH[22]) == 12
    assert order({10: 5}, {9: 4}, closed=15).overdue_days(MARCH[22]) == 0
    assert order({0: 5}, {}).overdue_days(MARCH[22]) == 0


def test_lead_times_by_supplier_and_item() -> None:
    """What was seen of each supplier with each item, of the item, and of the supplier."""
    orders = [order({10: 1}, {1 + days: 1}) for days in (4, 6)]
    orders += [order({10: 1}, {11: 1}, supplier="H"), order({10: 2}, {11: 1})]
    assert lead_days(orders) == {
        ("G", "笔"): [4, 6], ("H", "笔"): [10], ("", "笔"): [4, 6, 10],
        ("G", ""): [4, 6], ("H", ""): [10],
    }  # fmt: skip
