"""What posting and reversing leave in the ledger, in small cases with figures by hand."""

import gc
import sqlite3
from contextlib import closing

import pytest

from jxc_xl.domain.masters import Negative
from jxc_xl.errors import CannotWork
from jxc_xl.ledger import queries
from jxc_xl.ledger.chain import DOCUMENT_COLUMNS, LINE_COLUMNS, MOVE_COLUMNS
from jxc_xl.ledger.posting import Writer
from jxc_xl.ledger.verify import verify
from tests.ledger.naive import Fact, Paper, Row
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
    shop.amend(number, receipt(1, 10, 1200))
    assert stock(shop) == {"1": (10, 1200)}
    assert verify(shop.ledger.connection).differences == []


def test_an_adjustment_is_where_the_goods_are(shop: Shop) -> None:
    """Half of the goods were carried to the shop: half of the freight is found there.

    So says the stock, the stock as of that day and the month, in each warehouse.
    """
    shop.post([receipt(1, 10, 1000), carried(2, 5)])
    freight = Fact(4, "2026-03-03", 1, "value", "笔", ("1", ""), 0, 100, 1)
    shop.post_values("purchase_charge", [freight])
    assert stock(shop) == stock(shop, "2026-03-03") == {"1": (5, 550), "2": (5, 550)}
    months = shop.ledger.connection.execute(
        "SELECT warehouse, opening_amount_fen, received_amount_fen, issued_amount_fen,"
        " closing_amount_fen FROM v_period ORDER BY warehouse"
    )
    assert months.fetchall() == [("1", 0, 1050, 500, 550), ("2", 0, 550, 0, 550)]
    moves = shop.ledger.connection.execute(
        "SELECT warehouse, cost_fen, expensed_fen FROM v_moves WHERE event = 'value' ORDER BY 1"
    )
    assert moves.fetchall() == [("1", 50, 0), ("2", 50, 0)]


def test_an_adjustment_of_goods_that_are_gone_is_expensed(shop: Shop) -> None:
    """All of them were sold: the freight is cost of its month, in and out again."""
    shop.post([receipt(1, 10, 1000), sale(2, 10)])
    freight = Fact(3, "2026-04-03", 1, "value", "笔", ("1", ""), 0, 100, 1)
    shop.post_values("purchase_charge", [freight])
    months = shop.ledger.connection.execute(
        "SELECT month, received_amount_fen, issued_amount_fen, closing_amount_fen FROM v_period"
    )
    assert months.fetchall() == [("2026-03", 1000, 1000, 0), ("2026-04", 100, 100, 0)]


def test_a_reversal_names_who_is_in_the_way(shop: Shop) -> None:
    """Without the first receipt the two sales that need it would leave less than nothing.

    The sale before them and the receipt that comes to their help are not in the way.
    """
    shop.post([receipt(1, 3, 300)])
    (first, _), *_ = shop.post([receipt(2, 10, 1000)])
    shop.post([sale(3, 2), sale(4, 5), receipt(5, 1, 90), sale(6, 2)])
    returns, blocked = shop.in_the_way(first)
    assert returns == []
    assert blocked == [
        queries.Blocked("笔", "总仓", "", 5, "2026-03-04", ("XSCK20260304-001", "XSCK20260306-001"))
    ]


def test_what_was_short_before_does_not_forbid_to_take_a_sale_back(shop: Shop) -> None:
    """Two sales went below zero where that is allowed; reversing one can only help."""
    (number, _), _ = shop.post([sale(1, 5), sale(2, 5)], Negative.ALLOW)
    assert shop.in_the_way(number) == ([], [])


def test_a_receipt_that_filled_a_shortage_is_needed(shop: Shop) -> None:
    """Without it the stock would be short again, by the sales that came before it."""
    shop.post([sale(1, 5)], Negative.ALLOW)
    ((number, _),) = shop.post([receipt(2, 5, 500)])
    _, (blocked,) = shop.in_the_way(number)
    assert (blocked.short_e4, blocked.since) == (5, "2026-03-02")
    assert blocked.numbers == ("XSCK20260301-001",)


def test_a_count_between_forgives_a_reversal(shop: Shop) -> None:
    """What was counted after the receipt does not depend on it."""
    ((number, _),) = shop.post([receipt(1, 10, 1000)])
    shop.post_count([Fact(2, "2026-03-02", 2, "count", "笔", ("1", ""), 8)])
    shop.post([sale(3, 8)])
    assert shop.in_the_way(number) == ([], [])
    shop.reverse(number)
    assert stock(shop) == {}
    assert verify(shop.ledger.connection).differences == []


def test_a_return_is_in_the_way_until_it_is_reversed_itself(shop: Shop) -> None:
    """A delivery of which goods came back can be reversed when the return was."""
    (_, _), (number, _) = shop.post([receipt(1, 10, 1000), sale(2, 4)])
    row = Row("笔", "1", 1, links=((2, "", 1),))
    ((back, _),) = shop.post([Paper("sales_return", "2026-03-03", (row,), "甲")])
    assert shop.in_the_way(number) == ([back], [])
    shop.reverse(back)
    assert shop.in_the_way(number) == ([], [])


def test_what_was_reversed_limits_nothing(shop: Shop) -> None:
    """A later sale that was taken back leaves all ten to sell, and a receipt none."""
    (_, _), (number, _) = shop.post([receipt(1, 10, 1000), sale(9, 10)])
    shop.reverse(number)
    ((number, _),) = shop.post([sale(5, 10)])
    assert number
    ((number, _),) = shop.post([receipt(6, 3, 300)])
    shop.reverse(number)
    assert shop.post([sale(7, 1)])[0][0] == ""


def test_nothing_is_reversed_twice(shop: Shop) -> None:
    """The ledger itself refuses a second reversal of a document."""
    ((number, _),) = shop.post([receipt(1, 10, 1000)])
    shop.reverse(number)
    before = verify(shop.ledger.connection)
    with pytest.raises(CannotWork):
        shop.reverse(number)
    assert verify(shop.ledger.connection) == before


def milk(day: int, expires: str, batch: str = "B1") -> Paper:
    """Ten boxes of a batch; the expiry may be left blank."""
    row = Row("奶", "1", 10, batch, value=100, expires=expires)
    return Paper("receipt", f"2026-03-{day:02d}", (row,))


def expiry(shop: Shop) -> list[str]:
    """When each pool's goods expire, as the stock says it."""
    return [row.expires for row in queries.stock(shop.ledger.connection)]


def test_a_batch_expires_when_its_first_dated_receipt_says(shop: Shop) -> None:
    """A sale that comes first, or a receipt that says nothing, does not leave it undated."""
    sold = Paper("delivery", "2026-03-01", (Row("奶", "1", 5, "B1"),), "甲")
    shop.post([sold], Negative.ALLOW)
    shop.post([milk(2, "")])
    assert expiry(shop) == [""]
    shop.post([milk(3, "2026-06-30")])
    shop.post([milk(4, "2026-07-31")])
    assert expiry(shop) == ["2026-06-30"]
    assert verify(shop.ledger.connection).differences == []


def test_a_wrong_expiry_goes_with_the_receipt_that_said_it(shop: Shop) -> None:
    """Reversed and posted again with the right date, also in one transaction."""
    ((number, _),) = shop.post([milk(1, "2062-06-30")])
    corrected, _ = shop.amend(number, milk(1, "2026-06-30"))
    assert expiry(shop) == ["2026-06-30"]
    shop.reverse(corrected)
    shop.post([milk(2, "")])
    assert expiry(shop) == [""]
    assert verify(shop.ledger.connection).differences == []


def test_goods_of_a_batch_dated_later_in_a_click_go_by_that_date(shop: Shop) -> None:
    """The second receipt of a click says when the batch expires: it goes first then."""
    sold = Paper("delivery", "2026-03-05", (Row("奶", "1", 5, None),), "甲")
    shop.post([milk(1, "2026-06-30", "A"), milk(2, "", "B"), milk(3, "2026-04-30", "B"), sold])
    batches = shop.ledger.connection.execute("SELECT batch FROM move WHERE quantity_e4 < 0")
    assert batches.fetchall() == [("B",)]


@pytest.mark.parametrize(
    ("table", "column"),
    [
        (table, column)
        for table, columns in (
            ("document", ("partner_id", "reverses")),
            ("line", ("document_id", "item_id", "warehouse_id", "to_warehouse_id")),
            ("move", ("line_id", "item_id", "warehouse_id", "link", "pair", "customer_id", "reverses")),
        )
        for column in columns
    ],
)  # fmt: skip
def test_what_refers_to_nothing_is_not_written(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, table: str, column: str
) -> None:
    """SQLite does not look itself while much is written: the writer does, before it commits."""
    shop.post([receipt(1, 10, 1000)])
    before = verify(shop.ledger.connection)
    place = {"document": DOCUMENT_COLUMNS, "line": LINE_COLUMNS, "move": MOVE_COLUMNS}[table].index(
        column
    )
    write = Writer.write

    def spoilt(writer: Writer, _beside: None) -> None:
        rows: list[list[object]] = getattr(writer, f"_{table}s")
        rows[-1] = [*rows[-1][:place], 99, *rows[-1][place + 1 :]]
        write(writer)

    monkeypatch.setattr(Writer, "write", spoilt)
    with pytest.raises(CannotWork, match="refers to something that is not there"):
        shop.post([sale(2, 1)])
    assert verify(shop.ledger.connection) == before


def test_a_correction_takes_its_turn_in_the_day(shop: Shop) -> None:
    """The first of two receipts of a day, half sold on it, gets another price: still the first.

    The sale comes after it and keeps taking from it, not from the second one; a receipt of too
    few pens is refused, and names the sale that took them.
    """
    (first, _), _, _ = shop.post([receipt(1, 10, 1000), receipt(1, 10, 5000), sale(1, 5)])
    second, blocked = shop.amend(first, receipt(1, 10, 1200))
    assert (blocked, stock(shop)) == ([], {"1": (15, 5600)})
    third, blocked = shop.amend(second, receipt(1, 4, 480))
    assert (blocked, stock(shop)) == ([], {"1": (9, 4500)})
    assert verify(shop.ledger.connection).differences == []
    shop.post([sale(2, 9)])
    nothing, (short,) = shop.amend(third, receipt(1, 3, 360))
    assert (nothing, short.short_e4, short.since) == ("", 1, "2026-03-02")
    assert short.numbers == ("XSCK20260302-001",)
    assert verify(shop.ledger.connection).differences == []


def test_a_click_leaves_nothing_of_the_ledger_open(shop: Shop) -> None:
    """What others commit is seen at once: no query waits half read for somebody to tidy up."""
    shop.post([receipt(1, 10, 1000), receipt(2, 10, 2000)])
    gc.disable()
    try:
        shop.post([sale(3, 5)])
        with closing(sqlite3.connect(shop.ledger.path, isolation_level=None)) as other:
            other.execute("INSERT INTO setting VALUES ('公司名称', '明光')")
        found = shop.ledger.connection.execute("SELECT count(*) FROM setting").fetchone()
    finally:
        gc.enable()
    assert found == (1,)
