"""Cuts of a cost that lean on a raise before them, as a reversal asks for them."""

import pytest

from jxc_xl.ledger.leaning import leaning_on
from jxc_xl.ledger.queries import standing
from tests.ledger.naive import Fact, Paper, Row
from tests.ledger.shop import Shop


def valued(shop: Shop, day: str, value: int, link: int | None = 1) -> int:
    """A 成本调整 of ten pens for 10.00; its document's id."""
    fact = Fact(0, day, 1, "value", "笔", ("1", ""), 0, value, link)
    found = standing(shop.ledger.connection, shop.post_values("cost_adjustment", [fact]))
    assert found is not None
    return found.id


@pytest.fixture
def goods(shop: Shop) -> Shop:
    """Ten pens for 10.00, in January."""
    shop.post([Paper("receipt", "2026-01-05", (Row("笔", "1", 10, value=1000),))])
    return shop


@pytest.mark.parametrize("average", [False, True])
@pytest.mark.parametrize("link", [1, None])
@pytest.mark.parametrize("since", ["", "2026-02-01"])
def test_a_cut_that_needs_the_raise_is_named(
    goods: Shop, average: bool, link: int | None, since: str
) -> None:
    """10.00 + 5.00 − 12.00: without the 5.00, or once they are taken back, nothing is left of it."""
    goods.change_method("", average=average)
    raised = valued(goods, "2026-01-06", 500, link)
    cut = valued(goods, "2026-01-07", -1200, link)
    connection = goods.ledger.connection
    assert leaning_on(connection, raised, since) == ["CBTZ20260107-001"]
    assert leaning_on(connection, cut, since) == []


@pytest.mark.parametrize("since", ["", "2026-02-01"])
def test_a_cut_that_does_not_need_it_is_not(goods: Shop, since: str) -> None:
    """10.00 + 5.00 − 10.00: without the 5.00 nothing is left, and that may be."""
    raised = valued(goods, "2026-01-06", 500)
    valued(goods, "2026-01-07", -1000)
    assert leaning_on(goods.ledger.connection, raised, since) == []
    assert leaning_on(goods.ledger.connection, 1) == [], "a receipt is no value"
