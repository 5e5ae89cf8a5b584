"""走势: the weeks of one item, what they would have been without promotions, what comes."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from jxc_xl.domain.tables.trend import AHEAD, HISTORY, TREND
from jxc_xl.errors import UsageError
from jxc_xl.ledger.connection import Ledger
from jxc_xl.services.post import post
from jxc_xl.services.report import Report
from jxc_xl.services.trend import trend
from tests.fake_book import FakeBook

MONDAY = date(2026, 1, 5)
WEEKS = 12
TODAY = MONDAY + timedelta(7 * WEEKS)


def shop(folder: Path, *sold: tuple[date, float], **promoted: Any) -> tuple[FakeBook, Report]:
    """A shop with a thousand pens that sold some of them, asked for the pens' course."""
    book = FakeBook()
    book.type("items", code="P1", name="圆珠笔", spec="0.5", unit="支", barcode="690123")
    book.type("items", code="P2", name="复印纸", unit="包")
    book.type("suppliers", code="G", name="明光")
    book.type("warehouses", code="W", name="主仓库")
    if promoted:
        book.type("promotion_days", **promoted)
    first = {"date": _cell(MONDAY), "item": "P1"}
    book.type("purchases", partner="明光", quantity=1000.0, price=1.0, **first)
    for day, quantity in sold:
        book.type("sales", date=_cell(day), item="P1", quantity=quantity, price=2.0)
    with Ledger.create(folder / "shop.db") as ledger:
        assert post(book, ledger, today=TODAY).ok
        return book, trend(book, ledger, "690123", today=TODAY)


def _cell(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time())


def every_week(quantity: float) -> list[tuple[date, float]]:
    """As much on each Wednesday."""
    return [(MONDAY + timedelta(7 * week + 2), quantity) for week in range(WEEKS)]


def test_the_same_each_week_goes_on_like_that(tmp_path: Path) -> None:
    """Twelve weeks of 7: eight more of 7 are expected, 56 in all; the item is found by bar code."""
    book, report = shop(tmp_path, *every_week(7.0))
    head = book.tables["trend_item"][0]
    assert (head["商品编码"], head["名称"], head["单位"]) == ("P1", "圆珠笔 0.5", "支")
    assert (head["近 8 周周均"], head["未来 8 周合计"], head["误差(MASE)"]) == (7, 56, 0)
    rows = book.tables["trend"]
    assert [row["周(起)"] for row in rows[:2]] == [_cell(MONDAY), _cell(MONDAY + timedelta(7))]
    assert [row["实际销量"] for row in rows[: WEEKS + 1]] == [7.0] * WEEKS + [None]
    assert [row["预测"] for row in rows[WEEKS : WEEKS + AHEAD]] == [7.0] * AHEAD
    assert rows[WEEKS]["周(起)"] == _cell(TODAY)
    assert len(rows) == TREND.room == HISTORY + AHEAD
    assert report.ok
    assert "圆珠笔 0.5" in report.summary[0]


def test_promotions_are_taken_out(tmp_path: Path) -> None:
    """70 in a week of promotion were sold; without it nothing is known of that week."""
    week = MONDAY + timedelta(7 * 6)
    sold = [
        (day, 70.0 if day == week + timedelta(2) else 7.0) for day, _quantity in every_week(7.0)
    ]
    days = {"start": _cell(week), "end": _cell(week + timedelta(6)), "item": "P1", "name": "节日"}
    book, _report = shop(tmp_path, *sold, **days)
    row = book.tables["trend"][6]
    assert (row["实际销量"], row["剔除促销、缺货"]) == (70, None)
    assert book.tables["trend"][WEEKS]["预测"] == 7


def test_nothing_sold_is_expected_to_go_on(tmp_path: Path) -> None:
    """No sale, no error: nothing is expected."""
    book, report = shop(tmp_path)
    assert book.tables["trend_item"][0]["未来 8 周合计"] == 0
    assert report.ok


def test_before_the_first_whole_week_there_is_nothing_to_draw(tmp_path: Path) -> None:
    """Books that are a day old: blank rows, and a sentence that says why."""
    book = FakeBook()
    book.type("items", code="P1", name="圆珠笔", unit="支")
    with Ledger.create(tmp_path / "shop.db") as ledger:
        report = trend(book, ledger, "P1", today=TODAY)
    assert {value for row in book.tables["trend"] for value in row.values()} == {None}
    assert "满一周" in report.summary[0]


def test_an_item_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    """The words are those of a row with a wrong code."""
    book = FakeBook()
    with Ledger.create(tmp_path / "shop.db") as ledger, pytest.raises(UsageError, match="没有商品"):
        trend(book, ledger, "P9", today=TODAY)
