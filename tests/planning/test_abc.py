"""Classes by value and by regularity: each item in exactly one, whatever the values."""

import doctest
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxc_xl.domain.numbers import RATE
from jxc_xl.i18n import set_language
from jxc_xl.planning import abc
from jxc_xl.planning.abc import Abc, Xyz, advice, rank, regularity, variation

VALUES = st.dictionaries(
    st.text("abc", min_size=1, max_size=4), st.integers(-(10**6), 10**12), max_size=12
)
LIMITS = st.tuples(st.integers(0, RATE), st.integers(0, RATE)).map(sorted)
DEMAND = st.lists(st.integers(-(10**9), 10**9), max_size=12)


def test_the_examples_in_the_docstrings_are_true() -> None:
    """Each function of the module shows what it does, and does it."""
    assert doctest.testmod(abc).failed == 0


def classes(values: dict[str, int], a: int = 800_000, b: int = 950_000) -> str:
    """The classes in the order of the ranks, as one word."""
    return "".join(found.abc for found in rank(values, a, b))


def test_a_list_of_ten_items_is_parted_as_in_a_textbook() -> None:
    """Heizer & Render, Operations Management, example 12.1: two of ten items make 72 %, so A.

    The book speaks of 70 % for A and leaves 5 % to C.
    """
    yearly = {
        "#10286": 90_000,
        "#11526": 77_000,
        "#12760": 26_350,
        "#10867": 15_001,
        "#10500": 12_500,
        "#12572": 8_502,
        "#14075": 1_200,
        "#01036": 850,
        "#01307": 504,
        "#10572": 150,
    }
    assert classes(yearly, 700_000, 950_000) == "AABBBCCCCC"


def test_the_item_that_crosses_a_limit_belongs_to_the_higher_class() -> None:
    """One item with 85 % is A; a limit that is reached exactly ends its class."""
    assert classes({"a": 85, "b": 15}) == "AB"
    assert classes({"a": 80, "b": 15, "c": 5}) == "ABC"
    assert classes({"a": 79, "b": 2, "c": 13, "d": 6}) == "AABC"
    assert classes({"a": 1}) == "A"


def test_equal_values_stand_in_the_order_of_their_codes() -> None:
    """However the items were read, the table is the same."""
    forward = rank({"b": 5, "a": 5, "c": 5}, 400_000, 700_000)
    backward = rank({"c": 5, "a": 5, "b": 5}, 400_000, 700_000)
    assert forward == backward
    assert [(found.item, found.abc) for found in forward] == [("a", "A"), ("b", "A"), ("c", "B")]


def test_what_brought_nothing_or_a_loss_is_c_and_has_no_share() -> None:
    """Without any value at all nothing is A; a loss does not make the others' shares larger."""
    assert classes({"a": 0, "b": 0}) == "CC"
    assert classes({"a": -5, "b": -9}) == "CC"
    assert classes({}) == ""
    profit, loss = rank({"loss": -50, "profit": 100}, RATE, RATE)
    assert (profit.item, profit.share_e6, profit.abc) == ("profit", RATE, Abc.A)
    assert (loss.share_e6, loss.running_share_e6, loss.abc) == (0, RATE, Abc.C)


@given(VALUES, LIMITS)
def test_every_item_has_one_rank_and_the_classes_follow_each_other(
    values: dict[str, int], limits: list[int]
) -> None:
    """A partition: all items, each once, no A after a B, no B after a C, shares sum to the whole."""
    found = rank(values, *limits)
    assert sorted(one.item for one in found) == sorted(values)
    assert [one.rank for one in found] == list(range(1, len(values) + 1))
    assert all(one.abc <= two.abc for one, two in pairwise(found))
    assert all(one.value_fen >= two.value_fen for one, two in pairwise(found))
    assert all(one.running_share_e6 <= two.running_share_e6 for one, two in pairwise(found))
    if any(value > 0 for value in values.values()):
        assert found[-1].running_share_e6 == RATE
        assert abs(sum(one.share_e6 for one in found) - RATE) <= len(found)


@given(VALUES, LIMITS, st.integers(0, RATE))
def test_a_higher_limit_never_puts_an_item_into_a_lower_class(
    values: dict[str, int], limits: list[int], more: int
) -> None:
    """Whoever widens A sees items come in and none go."""
    narrow = {one.item: one.abc for one in rank(values, *limits)}
    a, b = max(limits[0], more), max(limits[1], more)
    assert all(one.abc <= narrow[one.item] for one in rank(values, a, b))


def test_regular_demand_is_x_and_a_single_sale_is_z() -> None:
    """Up to 0.5 is X, up to 1 Y, beyond Z; nothing sold or one period alone is Z, too."""
    assert regularity([100, 100, 100]) is Xyz.X
    assert regularity([0, 10, 5, 15, 0]) is Xyz.Y
    assert regularity([0, 0, 0, 12]) is Xyz.Z
    assert regularity([]) is regularity([5]) is regularity([0, 0]) is regularity([3, -3]) is Xyz.Z


@given(DEMAND, st.integers(1, 1000))
def test_the_coefficient_of_variation_knows_no_unit(demand: list[int], factor: int) -> None:
    """Boxes or bottles, the same class; it is a number or nothing, and never negative."""
    found = variation(demand)
    assert found is None or found >= 0
    assert variation([quantity * factor for quantity in demand]) == (
        None if found is None else pytest.approx(found)
    )


def test_there_is_advice_for_every_class_in_both_languages() -> None:
    """Nine kinds of items, nine pieces of advice."""
    said = set()
    for language in ("zh", "en"):
        set_language("zh" if language == "zh" else "en")
        said |= {advice(by_value, by_demand) for by_value in Abc for by_demand in Xyz}
    assert len(said) == 18
