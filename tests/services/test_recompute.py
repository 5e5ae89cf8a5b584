"""重算: what it fills, what it leaves, and what odd shops make of it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from math import isfinite
from pathlib import Path
from typing import Any

import pytest

from jxc_xl.domain.tables import table_named
from jxc_xl.errors import UsageError
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.verify import verify
from jxc_xl.services.post import post
from jxc_xl.services.recompute.run import recompute
from jxc_xl.services.report import Report
from tests.fake_book import FakeBook

TODAY = date(2026, 11, 22)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger."""
    with Ledger.create(tmp_path / "shop.db") as made:
        yield made


def shop(*items: dict[str, Any], settings: dict[str, Any] | None = None) -> FakeBook:
    """A workbook with a warehouse, a partner on each side and these items."""
    book = FakeBook()
    book.names["jxc_recomputed"] = None
    book.type("warehouses", code="A", name="主仓库")
    book.type("suppliers", code="G", name="明光")
    book.type("customers", code="K", name="王店")
    for item in items:
        book.type("items", **{"name": item["code"], "unit": "个", **item})
    for row in book.tables["settings"]:
        row["值"] = (settings or {}).get(row["项目"], row["值"])
    return book


def buy(book: FakeBook, item: str, day: date, quantity: float, price: float = 2.0) -> None:
    """A receipt."""
    book.type("purchases", date=_cell(day), partner="明光", item=item, quantity=quantity,
              price=price, warehouse="主仓库")  # fmt: skip


def sell(book: FakeBook, item: str, day: date, quantity: float, price: float = 3.0) -> None:
    """A delivery."""
    book.type("sales", date=_cell(day), partner="王店", item=item, quantity=quantity,
              price=price, warehouse="主仓库")  # fmt: skip


def _cell(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time())


def filled(book: FakeBook, ledger: Ledger, **options: Any) -> Report:
    """Post what is typed, and recompute; every cell must be a value that a sheet can show."""
    assert post(book, ledger, today=TODAY).ok
    report = recompute(book, ledger, today=TODAY, **options)
    for name in report.extra["rows"]:
        for row in book.tables[name]:
            for header, value in row.items():
                sound = not isinstance(value, float) or isfinite(value)
                assert sound, f"{name} {header}: {value}"
    return report


def rows(book: FakeBook, table: str) -> dict[str, dict[str, Any]]:
    """The rows of a result table by item, cells by field."""
    by_header = table_named(table).by_header
    named = [{by_header[h].field: cell for h, cell in row.items()} for row in book.tables[table]]
    return {row["item"]: row for row in named}


def steady(book: FakeBook, item: str, daily: float, days: int = 180) -> None:
    """So much is sold every day, out of goods that came before."""
    first = TODAY - timedelta(days)
    buy(book, item, first, daily * days + 20)
    for day in range(days):
        sell(book, item, first + timedelta(day), daily)


def test_nothing_is_written_when_nothing_has_changed(ledger: Ledger) -> None:
    """The second time the sheets stay, and the workbook is not stored again."""
    book = shop({"code": "A1"})
    steady(book, "A1", 2, 10)
    assert filled(book, ledger).extra["changed"]
    saves, before = book.saves, book.tables["abc"]
    again = recompute(book, ledger, today=TODAY)
    assert (again.ok, again.extra["changed"], book.saves) == (True, False, saves)
    assert book.tables["abc"] is before


@pytest.mark.parametrize("change", ["setting", "item", "document", "day"])
def test_whatever_figures_follow_from_makes_them_new(ledger: Ledger, change: str) -> None:
    """A setting, a master, a document or another day."""
    book = shop({"code": "A1"})
    steady(book, "A1", 2, 10)
    filled(book, ledger)
    today = TODAY
    if change == "setting":
        next(row for row in book.tables["settings"] if row["项目"] == "订货成本")["值"] = 80
    elif change == "item":
        book.tables["items"][0]["最低库存"] = 30
    elif change == "document":
        sell(book, "A1", TODAY, 1)
        post(book, ledger, today=TODAY)
    else:
        today += timedelta(1)
    assert recompute(book, ledger, today=today).extra["changed"]


def test_a_problem_is_told_again_each_time(ledger: Ledger) -> None:
    """With something wrong the figures are never taken for settled."""
    book = shop({"code": "A1"}, settings={"年持有成本率": "很多"})
    filled_once = recompute(book, ledger, today=TODAY)
    again = recompute(book, ledger, today=TODAY)
    for report in (filled_once, again):
        (problem,) = report.problems
        assert (problem.sheet, problem.column, report.ok) == ("设置", "值", False)


def test_changing_a_parameter_shows_at_once(ledger: Ledger) -> None:
    """A higher service level keeps more, a dearer order makes larger ones, limits move classes."""
    book = shop({"code": "A1", "purchase_price": 2}, {"code": "A2"}, {"code": "A3"})
    for item, daily in (("A1", 6), ("A2", 3), ("A3", 1)):
        steady(book, item, daily, 60)
    sell(book, "A1", TODAY, 15)
    filled(book, ledger)
    before = rows(book, "reorder")["A1"]
    assert [row["abc"] for row in rows(book, "abc").values()] == ["A", "A", "B"]
    settings = {row["项目"]: row for row in book.tables["settings"]}
    settings["A类服务水平"]["值"] = 0.999
    settings["订货成本"]["值"] = 500
    settings["A类上限"]["值"] = "50%"
    filled(book, ledger)
    after = rows(book, "reorder")["A1"]
    assert after["safety_stock"] > before["safety_stock"]
    assert after["economic_quantity"] > before["economic_quantity"]
    assert [row["abc"] for row in rows(book, "abc").values()] == ["A", "B", "B"]


def test_a_day_in_the_past_is_seen_as_it_was(ledger: Ledger) -> None:
    """Only what is dated until then counts; 库存 and 订单跟踪 stay as of now."""
    book = shop({"code": "A1"})
    steady(book, "A1", 1, 20)
    filled(book, ledger, as_of=TODAY - timedelta(10))
    (row,) = rows(book, "abc").values()
    assert (row["sold"], rows(book, "reorder")["A1"]["on_hand"]) == (11, 29)
    assert rows(book, "stock")["A1"]["on_hand"] == 20


def test_a_day_to_come_is_refused(ledger: Ledger) -> None:
    """Nobody knows what will be."""
    with pytest.raises(UsageError):
        recompute(shop(), ledger, today=TODAY, as_of=TODAY + timedelta(1))


@pytest.mark.parametrize("basis", ["销售成本", "销售金额", "毛利"])
def test_odd_shops_give_sensible_rows(ledger: Ledger, basis: str) -> None:
    """No sales, one sale, all equal, losses, gifts, no supplier, no lead time, full service."""
    book = shop(
        {"code": "无销售"},
        {"code": "卖一次", "lead_days": 0},
        {"code": "每天一样", "supplier": "明光", "purchase_price": 0},
        {"code": "亏本", "minimum": 5, "maximum": 5, "minimum_order": 50},
        {"code": "赠品", "sale_price": 0},
        {"code": "退光", "pack_size": 7},
        settings={"ABC口径": basis, "A类服务水平": 1, "年持有成本率": 0, "订货成本": 0},
    )
    for item in ("无销售", "卖一次", "亏本", "赠品", "退光"):
        buy(book, item, TODAY - timedelta(40), 10)
    sell(book, "卖一次", TODAY - timedelta(3), 10)
    steady(book, "每天一样", 2, 30)
    sell(book, "亏本", TODAY - timedelta(4), 9, 0.1)
    sell(book, "赠品", TODAY - timedelta(4), 4, 0)
    sell(book, "退光", TODAY - timedelta(4), 3)
    book.type("sales", date=_cell(TODAY), kind="销售退货", partner="王店", item="退光",
              quantity=3, price=3, warehouse="主仓库")  # fmt: skip
    assert filled(book, ledger).ok
    classes = rows(book, "abc")
    assert len(classes) == 6
    assert classes["无销售"]["abc"] == "C"
    blocked = rows(book, "reorder")["亏本"]
    assert blocked["proposed"] is None
    assert "最高库存" in blocked["reason"]
    assert rows(book, "reorder")["卖一次"]["lead_days"] == 0
    assert verify(ledger.connection).differences == []


@pytest.mark.parametrize("items", [0, 1])
def test_a_shop_without_trade_gives_empty_sheets(ledger: Ledger, items: int) -> None:
    """Nothing is posted yet: nothing to say, and no mistake."""
    book = shop(*[{"code": f"A{n}"} for n in range(items)])
    assert filled(book, ledger).ok
    assert (len(book.tables["abc"]), book.tables["reorder"], book.tables["alerts"]) == (
        items,
        [],
        [],
    )


def test_ten_thousand_items(ledger: Ledger) -> None:
    """Most of which are never sold."""
    book = shop(*[{"code": f"A{n}", "minimum": 1} for n in range(10_000)])
    buy(book, "A7", TODAY, 10)
    assert filled(book, ledger).ok
    assert len(book.tables["abc"]) == len(book.tables["alerts"]) + 1 == 10_000


def test_a_price_break_makes_the_order_larger(ledger: Ledger) -> None:
    """Quotes that hold count: from 200 on a pen costs half, and 依据 says so."""
    book = shop(
        {"code": "笔", "supplier": "明光", "purchase_price": 4, "lead_days": 5},
        settings={"订货成本": 5},
    )
    steady(book, "笔", 3, 60)
    sell(book, "笔", TODAY, 15)
    filled(book, ledger)
    plain = rows(book, "reorder")["笔"]
    book.type("quotes", supplier="明光", item="笔", break_quantity=200, price=2, lead_days=5)
    filled(book, ledger)
    quoted = rows(book, "reorder")["笔"]
    assert plain["proposed"] < 200 <= quoted["proposed"]
    assert quoted["estimated_value"] == 2 * quoted["proposed"]
    assert "2" in quoted["reason"]


def test_promotion_days_are_no_ordinary_days(ledger: Ledger) -> None:
    """Marked in 促销日历 they are taken out of the base; sales of those days count for ABC still."""
    book = shop({"code": "笔"})
    steady(book, "笔", 1, 30)
    promotion = TODAY - timedelta(5)
    buy(book, "笔", promotion, 300)
    sell(book, "笔", promotion, 300)
    filled(book, ledger)
    before = rows(book, "reorder")["笔"]["daily_demand"]
    book.type("promotion_days", start=_cell(promotion), end=_cell(promotion), name="店庆")
    filled(book, ledger)
    assert rows(book, "reorder")["笔"]["daily_demand"] < before
    assert rows(book, "abc")["笔"]["sold"] == 330


@pytest.mark.parametrize("years", [1, 2])
def test_a_season_is_bought_for_before_it_begins(ledger: Ledger, years: int) -> None:
    """Hot-water bottles sell from December on: two years of it are known by now, one year is not."""
    book = shop({"code": "暖手宝", "lead_days": 10})
    months = [
        date(TODAY.year - years + n // 12, n % 12 + 1, 10) for n in range(-1, 12 * years + 10)
    ]
    buy(book, "暖手宝", months[0], 5_000)
    for day in months:
        sell(book, "暖手宝", day, 300 if day.month in (12, 1) else 30)
    filled(book, ledger)
    row = rows(book, "reorder")["暖手宝"]
    if years == 1:
        assert row["daily_demand"] < 3
    else:
        assert row["daily_demand"] == pytest.approx((20 / 31 * 300 + 8 / 30 * 30) / 28, rel=0.1)
        assert "季节指数" in row["reason"]


def test_a_sheet_that_is_gone_is_a_warning(ledger: Ledger) -> None:
    """The others are filled."""
    book = shop({"code": "A1"})
    del book.tables["slow_movers"]
    report = recompute(book, ledger, today=TODAY)
    assert report.ok
    assert [problem.code for problem in report.problems] == ["sheet_not_filled"]
    assert len(book.tables["abc"]) == 1
