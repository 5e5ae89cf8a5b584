"""What the last 重算 found, as formulas: class, reorder point, order quantity and forecast."""

from datetime import date
from pathlib import Path

import pytest

from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.planned import Expected, Planned, store
from jxc_xl.ledger.references import referred
from tests.e2e.shop import day, make, rows_of, run
from tests.udfs.asking import ask

pytestmark = pytest.mark.xdist_group("udfs")  # the shop is made once

AS_OF = date(2026, 3, 10)
MARCH = Expected(date(2026, 3, 1), 31, 31_0000)
APRIL = Expected(date(2026, 4, 1), 30, 60_0000)
COLA = Planned("A1", "A", "X", 1_0000, 3_5000, 12_5000, 48_0000, (MARCH, APRIL))


def plan(ledger: Path, *rows: Planned) -> None:
    """Keep rows as 重算 does."""
    with Ledger.open(ledger) as opened, opened.transaction() as connection:
        store(connection, AS_OF, rows)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Cola was bought and planned; milk was bought only."""
    bought = {"date": day("2026-03-01"), "partner": "S1", "warehouse": "W1", "price": 2}
    book = make(
        tmp_path_factory.mktemp("shop") / "shop.xlsx",
        purchases=[
            {**bought, "item": "A1", "quantity": 10},
            {**bought, "item": "007", "quantity": 4},
        ],
    )
    assert run("post", book)["ok"]
    plan(book.with_suffix(".db"), COLA, COLA._replace(item="not posted yet"))
    return book.with_suffix(".db")


def test_the_figures_are_those_of_the_last_recompute(shop: Path) -> None:
    """By whatever the item is called, for a cell or a range."""
    assert ask(shop, "ABC", "A1") == "A"
    assert ask(shop, "ROP", "可乐") == 12.5
    assert ask(shop, "EOQ", "a1") == 48
    assert ask(shop, "ABC", [["A1"], [""]]) == [["A"], [""]]


def test_a_forecast_begins_the_day_after_and_counts_parts_of_a_month_by_their_days(
    shop: Path,
) -> None:
    """One a day to the end of March, two a day in April and, since nothing else is known, after."""
    assert ask(shop, "FORECAST", "A1", "2026-03-31") == 21
    assert ask(shop, "FORECAST", "A1", "2026-04-15") == 51
    assert ask(shop, "FORECAST", "A1", "2026-05-02") == 85
    assert ask(shop, "FORECAST", "A1") == 39  # until 9 April
    assert ask(shop, "FORECAST", "A1", "2026-03-10") == 0
    assert ask(shop, "FORECAST", "A1", "2025-01-01") == 0
    assert ask(shop, "FORECAST", "A1", "soon") == "#VALUE!"


def test_what_the_recompute_did_not_know_is_not_available(shop: Path) -> None:
    """And HINT says what to do."""
    for name in ("ABC", "ROP", "EOQ", "FORECAST"):
        assert ask(shop, name, "007") == "#N/A"
    assert "Recompute" in str(ask(shop, "HINT", "007"))
    assert ask(shop, "HINT", "A1") == ""


def test_a_new_recompute_shows_at_once(shop: Path) -> None:
    """The old rows are gone with it."""
    assert ask(shop, "ABC", "A1") == "A"
    plan(shop, COLA._replace(item="007", abc="C", expected=()))
    assert [ask(shop, "ABC", item) for item in ("007", "A1")] == ["C", "#N/A"]
    assert ask(shop, "FORECAST", "007") == 0
    plan(shop, COLA)


def test_a_plan_keeps_nobody_from_deleting_an_item(shop: Path) -> None:
    """Cola is needed by its receipt; milk, which 重算 alone knew, may go."""
    plan(shop, COLA, COLA._replace(item="A2"))
    with Ledger.open(shop) as ledger:
        run_ = ledger.connection.execute
        ids = {code: id_ for id_, code in run_("SELECT id, code FROM item")}
        assert ids.keys() >= {"A1", "A2"}
        assert ids["A1"] in referred(ledger.connection, "item", ids.values())
        assert ids["A2"] not in referred(ledger.connection, "item", ids.values())
    plan(shop, COLA)


def test_every_figure_is_the_one_in_the_sheets(sample: Path) -> None:
    """jxc recompute in the sample shop: ABC分析 and 补货建议 row by row."""
    book = sample.with_suffix(".xlsx")
    assert "changed" in run("recompute", book)
    ranked, proposed = rows_of(book, "abc"), rows_of(book, "reorder")
    assert {row["abc"] for row in ranked} == {"A", "B", "C"}
    assert len(proposed) > 10
    for row in ranked:
        assert ask(sample, "ABC", row["item"]) == row["abc"]
    for row in proposed:
        item = row["item"]
        assert ask(sample, "ROP", item) == row["reorder_point"]
        assert ask(sample, "EOQ", item) == (row["economic_quantity"] or 0)
        month = ask(sample, "FORECAST", item)
        assert month == pytest.approx(30 * row["daily_demand"], abs=1e-3)
    unsold = {row["item"] for row in ranked} - {row["item"] for row in proposed}
    assert all(ask(sample, "FORECAST", item) == 0 for item in unsold)
