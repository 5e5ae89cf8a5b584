"""Figures by day: what an item and what a sales document did, kept and brought up to date."""

import pytest

from jxc_xl.ledger import daily
from jxc_xl.ledger.verify import verify
from tests.ledger.naive import Paper, Row
from tests.ledger.shop import Shop, tampered

BY_ITEM = (
    "SELECT i.code, day, sold_e4, returned_e4, cost_fen, bought_e4,"
    " change_e4, change_fen FROM daily_item f JOIN item i ON i.id = f.item_id"
    " ORDER BY i.code, day"
)
BY_SALE = (
    "SELECT d.number, f.day, p.code, f.cost_fen FROM daily_sale f"
    " JOIN document d ON d.id = f.document_id LEFT JOIN partner p ON p.id = f.customer_id"
    " ORDER BY d.id"
)


def figures(shop: Shop, sql: str = BY_ITEM) -> list[tuple[object, ...]]:
    """The figures as they are after they were asked for."""
    with shop.ledger.transaction() as connection:
        daily.bring_up_to_date(connection)
    return shop.ledger.connection.execute(sql).fetchall()


@pytest.fixture
def trade(shop: Shop) -> Shop:
    """Pens come and are sold on two days; one sale is taken back."""
    shop.post([Paper("receipt", "2026-03-01", (Row("笔", "1", 10, value=1000),))])
    shop.post([Paper("delivery", "2026-03-02", (Row("笔", "1", 4),), "甲")])
    shop.post([Paper("transfer", "2026-03-02", (Row("笔", "1", 2, to="2"),))])
    ((number, _),) = shop.post([Paper("delivery", "2026-03-04", (Row("笔", "1", 1),), "乙")])
    shop.reverse(number)
    return shop


def test_the_trade_of_an_item_by_day(trade: Shop) -> None:
    """What was sold, what that cost and what the stock grew by; a reversed sale counts nowhere."""
    assert figures(trade) == [
        ("笔", "2026-03-01", 0, 0, 0, 10, 10, 1000),
        ("笔", "2026-03-02", 4, 0, 400, 0, -4, -400),
    ]
    assert figures(trade, BY_SALE) == [("XSCK20260302-001", "2026-03-02", "甲", 400)]


def test_a_late_receipt_changes_what_was_sold_after_it(trade: Shop) -> None:
    """It re-costs the sale of the next day, also in the figures by document."""
    figures(trade)
    trade.post([Paper("receipt", "2026-02-27", (Row("笔", "1", 3, value=900),))])
    assert figures(trade) == [
        ("笔", "2026-02-27", 0, 0, 0, 3, 3, 900),
        ("笔", "2026-03-01", 0, 0, 0, 10, 10, 1000),
        ("笔", "2026-03-02", 4, 0, 1000, 0, -4, -1000),
    ]
    assert figures(trade, BY_SALE) == [("XSCK20260302-001", "2026-03-02", "甲", 1000)]


def test_only_days_that_may_have_changed_are_derived_again(trade: Shop) -> None:
    """What lies before the first new move of its item, and other items, are not looked at."""
    figures(trade)
    trade.ledger.connection.execute("UPDATE daily_item SET sold_e4 = 77")
    trade.post([Paper("delivery", "2026-03-02", (Row("笔", "2", 1),), "乙")])
    sold = [(day, sold) for _item, day, sold, *_rest in figures(trade)]
    assert sold == [("2026-03-01", 77), ("2026-03-02", 5)]


def test_asked_again_nothing_is_derived(trade: Shop) -> None:
    """Figures that are true up to the last move are left alone."""
    figures(trade)
    asked: list[str] = []
    trade.ledger.connection.set_trace_callback(asked.append)
    with trade.ledger.transaction() as connection:
        daily.bring_up_to_date(connection)
    trade.ledger.connection.set_trace_callback(None)
    assert not [sql for sql in asked if "daily_item" in sql]


def test_a_return_counts_against_cost_and_stock(shop: Shop) -> None:
    """Of two pens that come back the cost comes back too."""
    shop.post([Paper("receipt", "2026-03-01", (Row("笔", "1", 10, value=1000),))])
    ((_number, _facts),) = shop.post([Paper("delivery", "2026-03-02", (Row("笔", "1", 4),), "甲")])
    back = Paper("sales_return", "2026-03-05", (Row("笔", "1", 2),), "甲")
    shop.post([back])
    assert figures(shop)[-1] == ("笔", "2026-03-05", 0, 2, -200, 0, 2, 200)


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE daily_item SET cost_fen = cost_fen + 1", "daily_item"),
        ("DELETE FROM daily_item", "daily_item"),
        ("INSERT INTO daily_sale VALUES (99, '', '', '2026-03-02', NULL, 0, 0)", "daily_sale"),
        ("DELETE FROM daily_sale", "daily_sale"),
        ("DELETE FROM daily_state", "daily_item"),
    ],
)
def test_verify_finds_a_wrong_figure(trade: Shop, statement: str, where: str) -> None:
    """Whatever is stored is held against the documents."""
    figures(trade)
    found = tampered(trade, statement).differences
    assert ("daily", where) in [(entry.check, entry.where) for entry in found]


def test_verify_passes_over_what_will_be_derived_again(trade: Shop) -> None:
    """After a posting the figures wait until somebody asks; that is no difference."""
    figures(trade)
    trade.post([Paper("receipt", "2026-02-27", (Row("笔", "1", 3, value=900),))])
    assert verify(trade.ledger.connection).differences == []


def test_figures_that_were_forgotten_come_back(trade: Shop) -> None:
    """They are a projection: nothing is lost with them."""
    before = figures(trade)
    with trade.ledger.transaction() as connection:
        daily.forget(connection)
    assert trade.ledger.connection.execute("SELECT count(*) FROM daily_item").fetchone() == (0,)
    assert figures(trade) == before


def test_nothing_is_kept_when_the_click_is_taken_back(trade: Shop) -> None:
    """Figures go with the transaction, and are derived at the next question."""
    with trade.ledger.rehearsal() as connection:
        daily.bring_up_to_date(connection)
    assert trade.ledger.connection.execute("SELECT count(*) FROM daily_item").fetchone() == (0,)
    assert figures(trade)
