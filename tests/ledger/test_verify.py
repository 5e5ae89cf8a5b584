"""What verify finds when somebody changed the ledger behind the program's back."""

import os
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxc_xl.i18n import set_language
from jxc_xl.ledger import beside, chain, costs
from jxc_xl.ledger.chain import GENESIS
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.verify import Verified, verify
from tests.ledger.naive import Paper, Row
from tests.ledger.shop import ITEMS, Shop, tampered

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
"""Everything that UTF-8 can say."""


@pytest.fixture
def trade(shop: Shop) -> Shop:
    """A few documents of every sort that moves stock, one of them reversed."""
    shop.post([Paper("receipt", "2026-03-01", (Row("笔", "1", 10, value=1000),))])
    shop.post(
        [Paper("receipt", "2026-03-01", (Row("奶", "1", 5, "B", value=50, expires="2026-09-30"),))]
    )
    shop.post([Paper("delivery", "2026-03-02", (Row("笔", "1", 4),), "甲")])
    shop.post([Paper("transfer", "2026-03-03", (Row("笔", "1", 2, to="2"),))])
    ((number, _),) = shop.post([Paper("delivery", "2026-03-04", (Row("笔", "1", 1),), "乙")])
    shop.reverse(number)
    return shop


def checks(found: Verified) -> set[str]:
    """Which checks found a difference."""
    return {difference.check for difference in found.differences}


def test_an_honest_ledger_has_no_differences(trade: Shop) -> None:
    """And says how much it looked at (five moves stand), and which head it ends with."""
    found = verify(trade.ledger.connection)
    assert found.differences == []
    assert found[:4] == (6, 6, 5, len(ITEMS))
    assert len(found.head) == 64
    assert verify(trade.ledger.connection, found.head).differences == []


def test_an_empty_ledger_has_no_differences(shop: Shop) -> None:
    """Its head is where every chain begins."""
    found = verify(shop.ledger.connection, GENESIS)
    assert (found.head, found.differences) == (GENESIS, [])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE document SET date = '2026-03-05' WHERE id = 2",
        "UPDATE document SET user = '别人' WHERE id = 3",
        "UPDATE document SET partner_name = '' WHERE id = 1",
        "UPDATE document SET hash = upper(hash) WHERE id = 4",
        "UPDATE line SET unit_price_e6 = unit_price_e6 + 1 WHERE id = 1",
        "UPDATE line SET details = '{}' || ' ' WHERE id = 5",
        "UPDATE line SET document_id = 3 WHERE id = 4",
        "UPDATE move SET quantity_e4 = quantity_e4 - 1 WHERE id = 3",
        "UPDATE move SET value_fen = 999 WHERE id = 1",
        "UPDATE move SET date = '2026-02-28' WHERE id = 1",
        "UPDATE move SET reverses = NULL WHERE reverses IS NOT NULL",
        "INSERT INTO move SELECT 100, line_id, item_id, date, phase, what, warehouse_id, batch,"
        " quantity_e4, value_fen, link, pair, customer_id, estimate_e6, reverses, turn"
        " FROM move WHERE id = 1",
        "DELETE FROM move WHERE id = 3",
    ],
)
def test_a_changed_fact_breaks_the_chain(trade: Shop, statement: str) -> None:
    """Whatever is changed in documents, lines or moves, however small."""
    assert "chain" in checks(tampered(trade, statement))


def test_the_document_that_was_changed_is_named(trade: Shop) -> None:
    """The hash of every document holds those before it: the first broken one is told."""
    found = tampered(trade, "UPDATE line SET total_fen = 1 WHERE id = 3")
    assert found.differences[0].where == "XSCK20260302-001"


LAST = (
    "DELETE FROM move WHERE reverses IS NOT NULL",
    "DELETE FROM line WHERE document_id = 6",
    "DELETE FROM document WHERE id = 6",
)
"""What it takes to remove the last document: the reversal of the second sale."""


def test_a_ledger_cut_short_is_known_by_its_head(trade: Shop) -> None:
    """Everything adds up without the last document, but the workbook remembers it."""
    head = verify(trade.ledger.connection).head
    with trade.ledger.transaction() as connection:
        items = connection.execute("SELECT id FROM item").fetchall()
    tampered(trade, *LAST)
    with trade.ledger.transaction() as connection:
        for (item,) in items:
            costs.replay_item(connection, item)
    assert verify(trade.ledger.connection).differences == []
    assert checks(verify(trade.ledger.connection, head)) == {"head"}


@pytest.mark.parametrize(
    ("statements", "check"),
    [
        (["UPDATE cost SET value_fen = value_fen + 1 WHERE id = 1"], "replay"),
        (["DELETE FROM cost WHERE id = 1"], "replay"),
        (["INSERT INTO cost (move_id, lot_id, quantity_e4, value_fen) VALUES (3, 1048576, 0, 0)"], "replay"),
        (["UPDATE lot SET left_fen = left_fen + 1"], "replay"),
        (["UPDATE lot SET age_date = '2020-01-01'"], "replay"),
        (["UPDATE lot SET item_id = 2 WHERE id = 1048576"], "replay"),
        (["UPDATE balance SET quantity_e4 = quantity_e4 + 1"], "replay"),
        (["DELETE FROM balance"], "replay"),
        (["UPDATE balance SET value_fen = 0 WHERE value_fen > 300"], "replay"),
        (["INSERT INTO balance VALUES (2, 2, '', 0, 1)"], "replay"),
        (["INSERT INTO balance VALUES (99, 1, '', 7, 1)"], "replay"),
        (["INSERT INTO lot VALUES (99 << 20, 1, 1, '', '2026-01-01', 99, '2026-01-01', 99, 5, 5, 5, 5)"], "replay"),
        (["INSERT INTO cost (move_id, lot_id, quantity_e4, value_fen) VALUES (99, 0, 0, 7)"], "replay"),
        (["UPDATE batch SET expires = '2027-09-30'"], "batch"),
        (["DELETE FROM batch"], "batch"),
        (["INSERT INTO batch VALUES (1, 'X', NULL, '2027-09-30')"], "batch"),
        (["UPDATE line SET item_id = 99 WHERE id = 1"], "file"),
        (["DELETE FROM document WHERE id = 6"], "file"),
    ],
)  # fmt: skip
def test_a_changed_projection_is_found(trade: Shop, statements: Sequence[str], check: str) -> None:
    """What is derived is derived again: costs, layers, balances, batches, also of nothing."""
    assert check in checks(tampered(trade, *statements))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE move SET quantity_e4 = 0 WHERE value_fen > 0",
        "UPDATE move SET link = id",
        "UPDATE move SET pair = 3 WHERE pair IS NOT NULL",
        "UPDATE move SET date = 'x', batch = '?' WHERE id IN (1, 3)",
        "UPDATE move SET what = 1, value_fen = -5 WHERE id = 3",
        "UPDATE move SET what = 2 WHERE id IN (1, 2)",
        "UPDATE move SET what = 2, quantity_e4 = -7 WHERE id = 3",
        "UPDATE move SET quantity_e4 = 9223372036854775807 WHERE quantity_e4 > 0",
        "UPDATE item SET code = x'ff' || code",
    ],
)
def test_nonsense_is_a_difference_and_no_crash(trade: Shop, statement: str) -> None:
    """Facts that the program would never write are found like any other."""
    assert checks(tampered(trade, statement))


@pytest.fixture
def _large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every ledger be one for two processes."""
    monkeypatch.setattr(beside, "_LARGE", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


@pytest.mark.usefixtures("_large")
def test_two_processes_find_what_one_finds(trade: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second one proves file and chain, in the language of the first."""
    set_language("en")
    statements = ("UPDATE line SET total_fen = 1 WHERE id = 3", "DELETE FROM balance")
    head = verify(trade.ledger.connection).head
    found = tampered(trade, *statements, expected_head="0123")
    with beside.proving(trade.ledger.connection, head) as helper:
        assert helper is not None
        proof = helper.proof()
        assert proof is not None
        assert [difference.check for difference in proof.differences] == ["chain"]
    monkeypatch.setattr(beside, "_LARGE", 1_000)
    assert verify(trade.ledger.connection, "0123") == found
    assert checks(found) == {"chain", "head", "replay"}
    assert "changed after posting" in found.differences[0].message


@pytest.mark.usefixtures("_large")
def test_a_second_process_that_cannot_start_is_not_missed(
    trade: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether there is no program to start, or one that says nothing."""
    monkeypatch.setattr(sys, "executable", "/not/there")
    found = verify(trade.ledger.connection)
    assert (found.documents, found.differences) == (6, [])
    monkeypatch.setattr(sys, "executable", "/bin/true")
    assert verify(trade.ledger.connection) == found


@pytest.mark.usefixtures("_large")
def test_what_is_posted_in_between_makes_no_difference(
    trade: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second process sees another state of the books: its answer is not taken."""
    start = beside._start

    def late(connection: sqlite3.Connection, head: str) -> object:
        trade.post([Paper("receipt", "2026-03-09", (Row("笔", "1", 1, value=10),))])
        return start(connection, head)

    with Ledger.open(trade.ledger.path) as other:
        monkeypatch.setattr(beside, "_start", late)
        found = verify(other.connection)
        assert (found.documents, found.differences) == (6, [])


@given(st.lists(st.none() | st.integers(-(2**63), 2**63 - 1) | TEXTS, max_size=6))
def test_sqlite_writes_the_text_that_is_hashed(values: list[object]) -> None:
    """Whatever stands in a row: what was hashed at posting can be made from the file alone."""
    with closing(sqlite3.connect(":memory:")) as connection:
        marks = ", ".join("?" * len(values))
        (text,) = connection.execute(f"SELECT json_array({marks})", values).fetchone()
    assert text.encode() == chain._json(values)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE item SET name = '毛笔' WHERE id = 1",
        "UPDATE partner SET data = '{}' || ' ' WHERE id = 1",
        "DELETE FROM warehouse WHERE code = '2'",
        "UPDATE master_change SET new = replace(new, 'a', 'b') || ' ' WHERE id = 1",
        "UPDATE master_change SET old = 'x' WHERE id = 1",
        "DELETE FROM master_change WHERE id = 1",
        "UPDATE master_change SET user = CAST(X'FF' AS TEXT) WHERE id = 1",
    ],
)
def test_masters_are_what_their_notes_lead_to(trade: Shop, statement: str) -> None:
    """What items, partners and warehouses said before cannot be changed unseen, nor what they say."""
    assert checks(tampered(trade, statement)) & {"note", "file"}
