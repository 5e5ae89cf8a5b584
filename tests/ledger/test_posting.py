"""What posting and reversing leave in the ledger, in small cases with figures by hand."""

import pytest

from jxc_xl.errors import CannotWork
from jxc_xl.ledger import queries
from jxc_xl.ledger.verify import verify
from tests.ledger.naive import Paper, Row
from tests.ledger.shop import Shop


def receipt(day: int, quantity: int, value: int, warehouse: str = "1") -> Paper:
    """Pens from the supplier."""
    return Paper("receipt", f"2026-03-{day:02d}", (Row("笔", warehouse, quantity, value=value),))


def sale(day: int, quantity: int, warehouse: str = "1") -> Paper:
    """Pens to a customer."""
    return Paper("delivery", f"2026-03-{day:02d}", (Row("笔", warehouse, quantity),), "甲")


def carried(day: int, quantity: int) -> Paper:
    """Pens from the warehouse to the shop."""
    return Paper("transfer", f"2026-03-{day:02d}", (Row("笔", "1", quantity, to="2"),))


def stock(shop: Shop, as_of: str = "") -> dict[str, tuple[int, int]]:
    """Quantity and value of pens by warehouse."""
    return {
        row.warehouse: (row.quantity_e4, row.value_fen)
        for row in queries.stock(shop.ledger.connection, as_of=as_of)
    }


def test_a_correction_costs_as_if_the_first_had_never_been(shop: Shop) -> None:
    """A receipt is reversed and posted with its right price in one transaction."""
    ((number, _),) = shop.post([receipt(1, 10, 1000)])
    shop.reverse(number, receipt(1, 10, 1200))
    assert stock(shop) == {"1": (10, 1200)}
    assert verify(shop.ledger.connection).differences == []


def test_a_return_is_in_the_way_until_it_is_reversed_itself(shop: Shop) -> None:
    """A delivery of which goods came back can be reversed when the return was."""
    (_, _), (number, _) = shop.post([receipt(1, 10, 1000), sale(2, 4)])
    row = Row("笔", "1", 1, links=((2, "", 1),))
    ((back, _),) = shop.post([Paper("sales_return", "2026-03-03", (row,), "甲")])
    assert shop.in_the_way(number) == ([back], [])
    shop.reverse(back)
    assert shop.in_the_way(number) == ([], [])


def test_nothing_is_reversed_twice(shop: Shop) -> None:
    """The ledger itself refuses a second reversal of a document."""
    ((number, _),) = shop.post([receipt(1, 10, 1000)])
    shop.reverse(number)
    before = verify(shop.ledger.connection)
    with pytest.raises(CannotWork):
        shop.reverse(number)
    assert verify(shop.ledger.connection) == before
