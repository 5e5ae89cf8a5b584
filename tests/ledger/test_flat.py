"""What a click costs does not grow with the past: nothing walks through all documents or moves."""

import re
from datetime import date

from jxc_xl.domain.averaging import Change
from jxc_xl.domain.costing import Event
from jxc_xl.ledger import costs, orders
from jxc_xl.ledger.facts import LedgerFacts
from jxc_xl.ledger.masters import Masters
from jxc_xl.ledger.row_ids import RowIds
from jxc_xl.ledger.verify import verify
from tests.ledger.naive import Paper, Row
from tests.ledger.shop import Shop

_SMALL = {
    "item", "partner", "warehouse", "quote", "promotion", "balance", "period_event",
    "valuation_event", "CONSTANT",
}  # fmt: skip
"""What may be read as a whole: masters, one row a pool, one row a closed month."""


def ask_everything(shop: Shop) -> None:
    """Each question of validation, acceptance and costing, and a click that posts."""
    connection = shop.ledger.connection
    facts = LedgerFacts(connection, Masters(connection))
    facts.document("X")
    facts.counterpart_number("G1", "X")
    facts.same_document("X")
    facts.last_sale_price("甲", "笔")
    facts.last_purchase_price("笔")
    facts.first_open_date()
    facts.batch("奶", "A")
    facts.numbers("XSCK", date(2026, 3, 1))
    facts.balance("笔", "1", "")
    facts.later("笔", "1", "", "2026-03-01")
    facts.batches("奶", "1")
    facts.elsewhere("笔")
    facts.open_lines()
    facts.on_hand("笔", "1")
    orders.any_order(connection)
    orders.closed_by(connection, "CGDD20260301-001")
    orders.fulfilling(connection, "CGDD20260301-001")
    history = costs.StoredHistory(connection, 1, 100, [1, 2], [Change("", average=True)])
    list(history.open_lots(1, ""))
    history.taken(2)
    history.made(1)
    history.brought_back(2)
    history.last_sale(1)
    history.last_issue()
    history.last_receipt()
    history.balance(1, "")
    history.newest_lot(1, "")
    costs._follows(connection, 1, [1, 2], 100, [Event(100, "2026-03-09", 1, 0, 1, "", 1)])
    shop.post([Paper("delivery", "2026-03-05", (Row("笔", "1", 2),), "甲")])


def test_no_question_of_a_click_reads_the_whole_past(shop: Shop) -> None:
    """SQLite finds every answer by an index; only masters, balances and what is open of orders are
    read as a whole, and lists that the program itself hands over."""
    shop.post([Paper("receipt", "2026-03-01", (Row("笔", "1", 10, value=1000),))])
    shop.post([Paper("delivery", "2026-03-02", (Row("笔", "1", 3),), "甲")])
    connection = shop.ledger.connection
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    ask_everything(shop)
    connection.set_trace_callback(None)
    last_row = "ORDER BY id DESC LIMIT 1"  # a scan that ends with the first row it meets
    questions = [sql for sql in asked if sql.startswith("SELECT") and not sql.endswith(last_row)]
    assert len(questions) > 20
    for sql in questions:
        names = dict(re.findall(r"(?:FROM|JOIN) (\w+) (\w+)", sql))
        aliases = {alias: table for table, alias in names.items()}
        for *_ids, step in connection.execute(f"EXPLAIN QUERY PLAN {sql}"):
            asked_for = "VIRTUAL TABLE" in step or step.endswith("USING INDEX order_line_open")
            if step.startswith("SCAN ") and not asked_for:
                table = step.split()[1]
                assert aliases.get(table, table) in _SMALL, f"{step}: {sql}"


def test_rebuilding_gives_what_was_kept_step_by_step(shop: Shop) -> None:
    """Thrown away and derived again from the events, every projection is as it was."""
    shop.post([Paper("receipt", "2026-03-01", (Row("笔", "1", 10, value=1000),))])
    shop.post([Paper("transfer", "2026-03-02", (Row("笔", "1", 3, to="2"),))])
    shop.post([Paper("receipt", "2026-02-01", (Row("笔", "1", 5, value=700),))])
    with shop.ledger.transaction() as connection:
        connection.execute("DELETE FROM cost")
        connection.execute("UPDATE lot SET left_fen = left_fen + 1")
    assert verify(shop.ledger.connection).differences
    with shop.ledger.transaction() as connection:
        costs.rebuild(connection)
    assert verify(shop.ledger.connection).differences == []


def test_row_ids_differ_and_cannot_be_counted_on_by_fill_down() -> None:
    """They begin and end with a letter, and no two of two clicks are equal."""
    ids = [*RowIds().take(5_000), *RowIds().take(5_000)]
    assert len(set(ids)) == len(ids)
    assert all(row_id[0].isalpha() and row_id[-1].isalpha() for row_id in ids)
    assert {len(row_id) for row_id in ids} == {12}
