"""jxc trend on a closed workbook: the sheet is filled, the answer says the same."""

from datetime import date, timedelta
from pathlib import Path

from tests.e2e import shop

START = date.today() - timedelta(35)


def test_trend_fills_the_sheet_and_says_what_is_expected(tmp_path: Path) -> None:
    """Four whole weeks at least; the item may be named as in a row, and the workbook is stored."""
    book = shop.make(
        tmp_path / "店.xlsx",
        purchases=[{"date": START, "partner": "S1", "item": "A1", "quantity": 100, "price": 2}],
        sales=[
            {"date": START + timedelta(day), "item": "A1", "quantity": 1, "price": 3}
            for day in range(35)
        ],
    )
    assert shop.run("post", book)["exit"] == 0
    answer = shop.run("trend", book, "可乐")
    assert (answer["exit"], answer["item"], answer["expected"]) == (0, "A1", 56)
    weeks = [week for week in shop.rows_of(book, "trend") if week["week"] is not None]
    assert [week["sold"] for week in weeks[1:4]] == [7, 7, 7]
    assert len(answer["weeks"]) == len(weeks)
    assert {week["expected"] for week in weeks[-8:]} == {7}


def test_an_item_that_nobody_knows_is_wrong_use(tmp_path: Path) -> None:
    """Exit status 2, and nothing is written."""
    book = shop.make(tmp_path / "店.xlsx")
    answer = shop.run("trend", book, "没有的")
    assert answer["exit"] == 2
    assert shop.rows_of(book, "trend") == []
