"""What the ledger says of deliveries, from documents that stand."""

from datetime import date

from jxc_xl.ledger.deliveries import bought, measured_lead_days, ordered_items
from jxc_xl.planning.suppliers import Purchase
from jxc_xl.services.orders import close_orders
from tests.ledger.naive import Paper, Row
from tests.ledger.shop import Shop

UNTIL = date(2026, 3, 31)


def day(number: int) -> str:
    """A day of March."""
    return f"2026-03-{number:02d}"


def order(shop: Shop, on: int, *rows: Row) -> str:
    """Place an order; its number."""
    ((number, _shortages),) = shop.post([Paper("purchase_order", day(on), rows)])
    return number


def receive(shop: Shop, number: str, on: int, *rows: Row) -> str:
    """Receive something of an order; the receipt's number."""
    ((receipt, _shortages),) = shop.post([Paper("receipt", day(on), rows, order=number)])
    return receipt


def test_what_came_stands_beside_what_was_promised(shop: Shop) -> None:
    """Two days for one item, another without a day; a receipt taken back never came."""
    number = order(
        shop, 1, Row("笔", "1", 5, due=day(20)), Row("笔", "1", 3, due=day(10)), Row("纸", "1", 4)
    )
    receive(shop, number, 9, Row("笔", "1", 2, value=10), Row("笔", "2", 2, value=10))
    shop.reverse(receive(shop, number, 12, Row("笔", "1", 4, value=10)))
    close_orders(shop.ledger, [number], shop.source, today=UNTIL)
    pencils, paper = ordered_items(shop.ledger.connection, UNTIL)
    assert pencils.promised == ((date(2026, 3, 10), 3), (date(2026, 3, 20), 5))
    assert pencils.came == ((date(2026, 3, 9), 2), (date(2026, 3, 9), 2))
    assert (paper.promised, paper.came, paper.closed) == (((None, 4),), (), UNTIL)
    assert measured_lead_days(shop.ledger.connection, UNTIL) == {
        ("G1", "笔"): [8], ("", "笔"): [8], ("G1", ""): [8],
    }  # fmt: skip


def test_only_what_had_happened_by_a_day_is_known(shop: Shop) -> None:
    """An order of the 5th is unknown on the 4th and open on the 6th."""
    number = order(shop, 5, Row("笔", "1", 5, due=day(10)))
    receive(shop, number, 9, Row("笔", "1", 5, value=10))
    connection = shop.ledger.connection
    assert ordered_items(connection, date(2026, 3, 4)) == []
    (early,) = ordered_items(connection, date(2026, 3, 6))
    assert (early.came, early.lead_days) == ((), None)
    assert measured_lead_days(connection, UNTIL)["G1", "笔"] == [4]


def test_what_was_bought_and_went_back(shop: Shop) -> None:
    """By supplier and item within a span of days, its first day left out."""
    receive(shop, "", 2, Row("笔", "1", 9, value=10))
    receive(shop, "", 3, Row("笔", "1", 5, value=10), Row("纸", "1", 2, value=7))
    assert bought(shop.ledger.connection, date(2026, 3, 2), UNTIL) == [
        Purchase("G1", "笔", 5, 0, 0), Purchase("G1", "纸", 2, 0, 0)
    ]  # fmt: skip
