"""A line of a plan as a buyer would type it."""

from jxc_xl.domain.masters import Item
from jxc_xl.domain.numbers import amount_fen
from jxc_xl.services.purchase_plan.offers import typed

OIL = Item("YL004", "一级大豆油", "桶", sub_unit="箱", factor_e6=6_000_000)


def test_whole_cases_are_ordered_at_the_price_of_a_case() -> None:
    """105.80 a case of six was kept as 17.633333 a bottle; 17 cases are 1,798.60."""
    row = typed(OIL, 102_0000, 17_633_333)
    assert row == (17_0000, "箱", 105_800_000)
    assert amount_fen(row.quantity_e4, row.price_e6) == 1798_60


def test_what_is_no_whole_case_is_ordered_by_the_piece() -> None:
    """A hundred bottles are sixteen cases and four bottles."""
    assert typed(OIL, 100_0000, 17_633_333) == (100_0000, "桶", 17_633_333)


def test_an_item_without_cases_has_its_own_unit() -> None:
    """Its price stays as it is."""
    assert typed(Item("A", "米", "kg"), 5000, 6_123_456) == (5000, "kg", 6_123_456)
