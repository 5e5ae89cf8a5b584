"""Closed months in the ledger: what was written stays, and whoever changes it is found."""

from collections.abc import Sequence

import pytest

from jxc_xl.ledger import costs
from jxc_xl.ledger.closing import closed_figures, last_closed
from jxc_xl.ledger.periods import Amount, broken_months, figures_of
from jxc_xl.ledger.verify import verify
from tests.ledger.naive import Paper, Row
from tests.ledger.shop import Shop, tampered


@pytest.fixture
def trade(shop: Shop) -> Shop:
    """Goods come in January, some go in March; January and February are closed."""
    shop.post([Paper("receipt", "2026-01-05", (Row("笔", "1", 10, value=1000),))])
    shop.close("2026-01")
    shop.post([Paper("delivery", "2026-03-02", (Row("笔", "1", 4),), "甲")])
    shop.close("2026-02")
    return shop


def found(shop: Shop, *statements: str) -> set[tuple[str, str]]:
    """Do something behind the program's back; which checks find it, and where."""
    return {(each.check, each.where) for each in tampered(shop, *statements).differences}


def test_a_month_in_which_nothing_moved_has_figures_too(trade: Shop) -> None:
    """What lay there is its 期初 and its 期末; later documents change nothing in it."""
    figures = closed_figures(trade.ledger.connection)
    assert list(figures) == ["2026-01", "2026-02"]
    ((_item, _place, *january),) = figures["2026-01"]
    ((_item, _place, *february),) = figures["2026-02"]
    ten, none = Amount(10, 1000), Amount(0, 0)
    assert (january, february) == ([none, ten, none, ten], [ten, none, none, ten])
    assert list(broken_months(trade.ledger.connection)) == []
    assert verify(trade.ledger.connection).differences == []


def test_empty_books_have_no_figures(shop: Shop) -> None:
    """A month before everything, or of empty books, is an empty list."""
    assert figures_of(shop.ledger.connection, ["2026-01"]) == {"2026-01": []}
    shop.post([Paper("receipt", "2026-03-05", (Row("笔", "1", 10, value=1000),))])
    assert figures_of(shop.ledger.connection, ["2026-01"]) == {"2026-01": []}


@pytest.mark.parametrize(
    "statements",
    [
        ("UPDATE period_event SET user = '别人' WHERE id = 1",),
        ("UPDATE period_event SET closed = 0 WHERE id = 1",),
        ("UPDATE period_event SET at = '2020-01-01' WHERE id = 1",),
        ("UPDATE period_event SET hash = upper(hash) WHERE id = 1",),
        ("UPDATE period_event SET head = upper(head) WHERE id = 1",),
        ("UPDATE period_event SET document_id = 2 WHERE id = 1",),
        ("UPDATE period_figure SET closing_fen = closing_fen + 1 WHERE event_id = 1",),
        ("DELETE FROM period_figure WHERE event_id = 1",),
    ],
)
def test_what_was_written_at_closing_is_proven(trade: Shop, statements: Sequence[str]) -> None:
    """Whoever changes the event or its figures is found, and the month is named."""
    assert ("period", "2026-01") in found(trade, *statements)


def test_an_event_taken_out_is_missed(trade: Shop) -> None:
    """Each event holds the hash of the one before."""
    assert found(
        trade, "DELETE FROM period_figure WHERE event_id = 1", "DELETE FROM period_event WHERE id = 1"
    ) == {("period", "2026-02")}  # fmt: skip


def test_figures_of_no_event_are_found(trade: Shop) -> None:
    """They refer to something that is not there."""
    checks = found(trade, "UPDATE period_figure SET event_id = 9 WHERE event_id = 2")
    assert ("file", "period_figure") in checks


def test_a_document_slipped_into_a_closed_month_is_found(trade: Shop) -> None:
    """The ledger adds up, its chain holds, but January is not what it was when it was closed."""
    trade.post([Paper("receipt", "2026-01-06", (Row("纸", "1", 5, value=50),))])
    differences = verify(trade.ledger.connection).differences
    assert {(d.check, d.where) for d in differences} == {
        ("period", "2026-01"), ("period", "2026-02"),
    }  # fmt: skip


def test_a_reopened_month_may_change(trade: Shop) -> None:
    """What was closed before stays written; only months that are closed now must be as they were."""
    trade.close("2026-02", closed=False)
    trade.close("2026-01", closed=False)
    assert last_closed(trade.ledger.connection) is None
    trade.post([Paper("receipt", "2026-01-06", (Row("纸", "1", 5, value=50),))])
    assert verify(trade.ledger.connection).differences == []
    trade.close("2026-01")
    assert last_closed(trade.ledger.connection) == "2026-01"
    assert len(closed_figures(trade.ledger.connection)["2026-01"]) == 2
    assert verify(trade.ledger.connection).differences == []


def test_a_shorter_ledger_is_not_the_one_that_was_closed(trade: Shop) -> None:
    """Without its last documents the chain is whole, but February was closed on them."""
    statements = (
        "DELETE FROM move WHERE id = 2", "DELETE FROM line WHERE id = 2",
        "DELETE FROM document WHERE id = 2",
    )  # fmt: skip
    found(trade, *statements)
    with trade.ledger.transaction() as connection:
        costs.rebuild(connection)
    differences = verify(trade.ledger.connection).differences
    assert {(d.check, d.where) for d in differences} == {("period", "2026-02")}
