"""Stocktakes in the ledger: what was listed stays, and whoever changes it is found."""

from datetime import date

import pytest

from jxc_xl.domain.tables.stocktake import Method, Moment
from jxc_xl.ledger import stocktakes
from jxc_xl.ledger.stocktakes import Listed, Plan, State, Stocktake
from jxc_xl.ledger.verify import verify
from tests.ledger.naive import Fact, Paper, Row
from tests.ledger.shop import Shop, tampered

LINES = [
    Listed("1", "笔", "", "A", 10),
    Listed("1", "奶", "B1", "", 0),
    Listed("2", "笔", "", "A", -3),
]


def begin(shop: Shop, day: str = "2026-03-31", lines: list[Listed] = LINES) -> Stocktake:
    """Make a stocktake of both warehouses."""
    scope = {"warehouses": ["1", "2"], "sample": 3, "seed": 7}
    plan = Plan(date.fromisoformat(day), Moment.END, Method.BLIND, scope)
    with shop.ledger.transaction() as connection:
        return stocktakes.make(connection, shop.ledger.id, plan, lines, shop.source)


def cancel(shop: Shop, made: Stocktake) -> None:
    """Cancel a stocktake."""
    with shop.ledger.transaction() as connection:
        stocktakes.cancel(connection, made, shop.source)


def test_a_stocktake_is_found_by_its_number(shop: Shop) -> None:
    """With its lines in their order, letter case aside; and not by one that nobody has."""
    shop.post([Paper("receipt", "2026-03-05", (Row("笔", "1", 10, value=1000),))])
    made = begin(shop)
    connection = shop.ledger.connection
    assert made.number == "PDD20260331-001"
    assert (made.day, made.moment, made.method) == (date(2026, 3, 31), "日终", "暗盘")
    assert (made.warehouses, made.scope["seed"], made.document) == (("1", "2"), 7, 1)
    assert stocktakes.stocktake(connection, "pdd20260331-001") == made
    assert stocktakes.lines_of(connection, made.number) == LINES
    assert stocktakes.stocktake(connection, "PDD20260331-002") is None
    assert verify(connection).differences == []


def test_numbers_go_on_within_a_day(shop: Shop) -> None:
    """A cancelled stocktake keeps its number."""
    cancel(shop, begin(shop))
    assert begin(shop).number == "PDD20260331-002"
    assert begin(shop, "2026-04-01").number == "PDD20260401-001"


def test_the_fingerprint_knows_shop_and_list_and_not_the_quantities(shop: Shop) -> None:
    """Nobody learns from a blind sheet what the books have, not even by trying figures out."""
    made = begin(shop)
    said = ("N", "2026-03-31")
    other = [line._replace(book_e4=5) for line in LINES]
    one = stocktakes._fingerprint("L", said, LINES)
    assert one == stocktakes._fingerprint("L", said, other)
    assert one != stocktakes._fingerprint("M", said, LINES)
    assert one != stocktakes._fingerprint("L", said, LINES[:2])
    assert one[0] + one[-1] == made.fingerprint[0] + made.fingerprint[-1] == "pz"


def test_it_is_open_until_counted_or_cancelled(shop: Shop) -> None:
    """The open ones of a month are dated in it or before; a count taken back leaves one open."""
    shop.post([Paper("receipt", "2026-03-05", (Row("笔", "1", 10, value=1000),))])
    first, second, third = (begin(shop, f"2026-0{month}-28") for month in (2, 3, 4))

    def open_ones(month: str = "") -> list[str]:
        return [one.number for one in stocktakes.open_stocktakes(shop.ledger.connection, month)]

    assert open_ones() == [first.number, second.number, third.number]
    assert open_ones("2026-03") == [first.number, second.number]
    cancel(shop, first)
    assert open_ones("2026-03") == [second.number]
    shop.post_count([Fact(2, "2026-03-28", 2, "count", "笔", ("1", ""), 9)], second.number)
    assert open_ones() == [third.number]
    found = [stocktakes.stocktake(shop.ledger.connection, each.number) for each in (first, second)]
    assert [each and each.state for each in found] == [State.CANCELLED, State.COUNTED]
    shop.reverse(second.number)
    assert open_ones() == [second.number, third.number]


def test_it_lists_what_is_there(shop: Shop) -> None:
    """Each place once, and only items of the books."""
    with pytest.raises(KeyError):
        begin(shop, lines=[Listed("1", "无", "", "", 0)])
    assert shop.ledger.connection.execute("SELECT count(*) FROM stocktake_event").fetchone() == (0,)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE stocktake_event SET date = '2026-03-30' WHERE id = 1",
        "UPDATE stocktake_event SET fingerprint = 'pz' WHERE id = 1",
        "UPDATE stocktake_event SET document_id = 0 WHERE id = 1",
        "UPDATE stocktake_event SET head = upper(head) WHERE id = 1",
        "UPDATE stocktake_line SET book_e4 = 0 WHERE id = 1",
        "DELETE FROM stocktake_line WHERE id = 2",
        "UPDATE stocktake_line SET event_id = 2 WHERE id = 3",
    ],
)
def test_what_was_written_is_proven(shop: Shop, statement: str) -> None:
    """Whoever changes the stocktake or its lines is found, and it is named."""
    shop.post([Paper("receipt", "2026-03-05", (Row("笔", "1", 10, value=1000),))])
    made = begin(shop)
    cancel(shop, made)
    found = tampered(shop, statement).differences
    assert ("stocktake", made.number) in {(each.check, each.where) for each in found}


def test_a_stocktake_taken_out_is_missed(shop: Shop) -> None:
    """Each event holds the hash of the one before."""
    begin(shop, lines=[])
    later = begin(shop)
    found = tampered(shop, "DELETE FROM stocktake_event WHERE id = 1").differences
    assert [(each.check, each.where) for each in found] == [("stocktake", later.number)]


def test_events_are_only_added(shop: Shop) -> None:
    """A stocktake is cancelled once, and nothing of it can be changed."""
    made = begin(shop)
    cancel(shop, made)
    for statement in (
        "UPDATE stocktake_event SET date = ''",
        "DELETE FROM stocktake_event",
        "UPDATE stocktake_line SET book_e4 = 0",
        "DELETE FROM stocktake_line",
    ):
        with pytest.raises(Exception, match="append-only"):
            shop.ledger.connection.execute(statement)
    with pytest.raises(Exception, match="UNIQUE"):
        cancel(shop, made)
