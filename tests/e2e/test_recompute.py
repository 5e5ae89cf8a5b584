"""jxc recompute: the result sheets of a real workbook, from the command line."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.e2e import shop
from tests.e2e.shop import run

YESTERDAY = datetime.combine(date.today() - timedelta(1), datetime.min.time())


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A shop that bought cola and sold most of it yesterday."""
    made = shop.make(
        tmp_path / "shop.xlsx",
        purchases=[
            {"date": YESTERDAY, "partner": "S1", "item": "A1", "quantity": 48, "price": 2,
             "warehouse": "主仓库"}
        ],
        sales=[
            {"date": YESTERDAY, "partner": "C1", "item": "A1", "quantity": 40, "price": 3,
             "warehouse": "主仓库"}
        ],
    )  # fmt: skip
    assert run("post", made)["ok"]
    return made


def test_the_sheets_are_filled_once(book: Path) -> None:
    """The second run finds nothing changed; a changed limit shows at once."""
    first = run("recompute", book)
    assert (first["exit"], first["changed"], first["rows"]["abc"]) == (0, True, 3)
    (cola, *_others) = shop.rows_of(book, "abc")
    assert (cola["item"], cola["sold"], cola["margin"], cola["abc"]) == ("A1", 40, 40, "A")
    assert run("recompute", book)["changed"] is False
    shop.type_rows(book, "items", [{"minimum": 10}], at=0)
    assert run("recompute", book)["changed"] is True
    (alert,) = shop.rows_of(book, "alerts")
    assert (alert["item"], alert["alert"], alert["on_hand"]) == ("A1", "低于下限", 8)


def test_posting_alone_refreshes_the_alerts_of_its_items(book: Path) -> None:
    """What was sold out stands in 预警 without another click."""
    shop.type_rows(
        book, "sales",
        [{"date": YESTERDAY, "partner": "C1", "item": "A1", "quantity": 8, "warehouse": "主仓库"}],
    )  # fmt: skip
    assert run("post", book)["ok"]
    (alert,) = shop.rows_of(book, "alerts")
    assert (alert["item"], alert["alert"]) == ("A1", "缺货")


def test_the_day_must_not_lie_ahead(book: Path) -> None:
    """A day that is still to come is wrong use; one before the books begin gives no sales."""
    tomorrow = (date.today() + timedelta(1)).isoformat()
    assert run("recompute", book, "--as-of", tomorrow)["exit"] == 2
    past = run("recompute", book, "--as-of", "2020-01-31")
    assert (past["exit"], past["as_of"]) == (0, "2020-01-31")
    assert [row["sold"] for row in shop.rows_of(book, "abc")] == [0, 0, 0]
