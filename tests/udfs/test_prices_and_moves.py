"""What an item was last bought and sold at, what it is worth, and everything that moved of it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jxc_functions import FUNCTIONS

from tests.e2e.shop import day, make, run, type_rows
from tests.udfs.asking import ask

pytestmark = pytest.mark.xdist_group("udfs")  # the shop is made once


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Cola by the bottle and by the case, sold to two customers, one bottle given away.

    | 日期  | 单据     | 数量      | 单价 | 主仓库 | 门店 |
    | 03-01 | 采购入库 | 10 瓶     | 2    | 10     |      |
    | 03-05 | 采购入库 | 1 箱 = 24 | 60   | 34     |      |
    | 03-05 | 调拨     | 4 瓶      |      | 30     | 4    |
    | 03-06 | 销售出库 | 6 瓶      | 3    | 24     | 4    |  小王店
    | 03-07 | 采购入库 | 1 瓶      | 0    | 25     | 4    |  a gift
    | 03-08 | 销售出库 | 1 瓶      | 3.5  | 24     | 4    |  散客
    """
    bought = {"partner": "S1", "item": "A1", "warehouse": "W1"}
    sold = {"item": "A1", "warehouse": "W1"}
    book = make(
        tmp_path_factory.mktemp("shop") / "shop.xlsx",
        purchases=[
            {**bought, "date": day("2026-03-01"), "quantity": 10, "price": 2},
            {**bought, "date": day("2026-03-05"), "quantity": 1, "unit": "箱", "price": 60},
            {**bought, "date": day("2026-03-07"), "quantity": 1, "price": 0},
        ],
        sales=[
            {**sold, "date": day("2026-03-06"), "partner": "C1", "quantity": 6, "price": 3,
             "share": "9折"},
            {**sold, "date": day("2026-03-08"), "quantity": 1, "price": 3.5},
        ],
        movements=[
            {"date": day("2026-03-05"), "kind": "调拨", "item": "A1", "warehouse": "W1",
             "to_warehouse": "W2", "quantity": 4},
        ],
    )  # fmt: skip
    assert run("post", book)["ok"]
    return book.with_suffix(".db")


def test_the_value_is_that_of_the_layers(shop: Path) -> None:
    """In yuan, by warehouse and by day; without stock it is 0 and no error."""
    assert ask(shop, "VALUE", "A1", None, "2026-03-05") == 80
    assert ask(shop, "VALUE", "A1", "门店") == 8
    assert ask(shop, "VALUE", "A1") == 65.5  # 3 left of the first 10, the case, the gift
    assert ask(shop, "VALUE", "A2") == 0


def test_the_last_purchase_is_per_the_items_own_unit(shop: Path) -> None:
    """60 yuan a case of 24 are 2.5 a bottle; gifts are no price."""
    days = ["2026-02-28", "2026-03-01", "2026-03-05", "2026-03-07", None]
    assert ask(shop, "PRICE", "A1", None, [days]) == [["#N/A", 2, 2.5, 2.5, 2.5]]


def test_the_last_sale_is_that_to_the_customer(shop: Path) -> None:
    """By code or name, as it was typed before the discount; the walk-in's is another."""
    assert ask(shop, "PRICE", "A1", [["C1", "小王店", "散客"]]) == [[3, 3, 3.5]]
    assert ask(shop, "PRICE", "A1", "C1", "2026-03-05") == "#N/A"
    assert ask(shop, "PRICE", [["A1"], ["A2"], [""]], "C1") == [[3], ["#N/A"], [""]]


def test_moves_are_a_ledger_sheet_with_a_running_balance(shop: Path) -> None:
    """日期, 单据编号, 类型, 仓库, 批号, 收入, 发出, 结存; a transfer goes and comes."""
    assert FUNCTIONS["MOVES"].columns == (
        "日期", "单据编号", "类型", "仓库", "批号", "收入", "发出", "结存",
    )  # fmt: skip
    assert _read(ask(shop, "MOVES", "可乐")) == [
        ("03-01", "CGRK20260301-001", "采购入库", "主仓库", "", 10, "", 10),
        ("03-05", "CGRK20260305-001", "采购入库", "主仓库", "", 24, "", 34),
        ("03-05", "DBD20260305-001", "调拨", "主仓库", "", "", 4, 30),
        ("03-05", "DBD20260305-001", "调拨", "门店", "", 4, "", 34),
        ("03-06", "XSCK20260306-001", "销售出库", "主仓库", "", "", 6, 28),
        ("03-07", "CGRK20260307-001", "采购入库", "主仓库", "", 1, "", 29),
        ("03-08", "XSCK20260308-001", "销售出库", "主仓库", "", "", 1, 28),
    ]
    assert _read(ask(shop, "MOVES", "可乐", "W2")) == [
        ("03-05", "DBD20260305-001", "调拨", "门店", "", 4, "", 4),
    ]


def test_moves_of_a_period_begin_with_what_was_there(shop: Path) -> None:
    """From a day on, up to a day, or both; a period without moves has its opening balance only."""
    assert _read(ask(shop, "MOVES", "A1", "主仓库", "2026-03-05", date(2026, 3, 6))) == [
        ("03-05", "", "期初结存", "", "", "", "", 10),
        ("03-05", "CGRK20260305-001", "采购入库", "主仓库", "", 24, "", 34),
        ("03-05", "DBD20260305-001", "调拨", "主仓库", "", "", 4, 30),
        ("03-06", "XSCK20260306-001", "销售出库", "主仓库", "", "", 6, 24),
    ]
    assert len(ask(shop, "MOVES", "A1", None, None, "2026-03-01")[0]) == 8
    assert _read(ask(shop, "MOVES", "A1", None, "2026-04-01")) == [
        ("04-01", "", "期初结存", "", "", "", "", 28),
    ]
    assert ask(shop, "MOVES", "A2") == [[""] * 8]


def test_what_was_reversed_is_left_out(tmp_path: Path) -> None:
    """The reversed receipt, its reversal, its price."""
    bought = {"partner": "S1", "item": "A1", "warehouse": "W1", "quantity": 1}
    book = make(
        tmp_path / "shop.xlsx",
        purchases=[
            {**bought, "date": day("2026-03-01"), "price": 2},
            {**bought, "date": day("2026-03-02"), "price": 7},
        ],
    )
    run("post", book)
    assert run("reverse", book, "CGRK20260302-001")["ok"]
    ledger = book.with_suffix(".db")
    assert [row[1] for row in ask(ledger, "MOVES", "A1")] == ["CGRK20260301-001"]
    assert ask(ledger, "PRICE", "A1") == 2


def test_a_correction_stands_where_the_corrected_stood(tmp_path: Path) -> None:
    """The first of two receipts of a day is corrected: it is still the first, and is taken first."""
    bought = {"partner": "S1", "item": "A1", "warehouse": "W1", "date": day("2026-03-01")}
    book = make(
        tmp_path / "shop.xlsx",
        purchases=[
            {**bought, "number": "CGRK20260301-001", "quantity": 1, "price": 2},
            {**bought, "number": "CGRK20260301-002", "quantity": 3, "price": 3},
        ],
    )
    assert run("post", book)["ok"]
    type_rows(book, "purchases", [{"quantity": 2}], at=0)
    ledger = book.with_suffix(".db")
    assert run("amend", book, "CGRK20260301-001")["ok"]
    second = "CGRK20260301-002"
    for rows in (ask(ledger, "MOVES", "A1"), ask(ledger, "LOTS", "A1")):
        assert [row[1] == second for row in rows] == [False, True]
    assert [row[7] for row in ask(ledger, "MOVES", "A1")] == [2, 5]
    past = ask(ledger, "LOTS", "A1", None, "2026-03-01")
    assert past == ask(ledger, "LOTS", "A1")


def test_the_hint_takes_the_arguments_of_each(shop: Path) -> None:
    """A warehouse or a customer, a day or a period; a sentence for each function that errs."""
    assert ask(shop, "HINT", "A1", "C1") == ""
    assert ask(shop, "HINT", "A2", "小王店") == (
        "This customer did not buy it up to then, so there is no sale price."
    )
    assert ask(shop, "HINT", "A1", "C9") == "The ledger has no warehouse and no customer C9."
    assert ask(shop, "PRICE", "A1", "C9") == "#N/A"
    assert ask(shop, "HINT", "A2") == (
        "There is no stock, so there is no unit cost."
        " It was not bought at a price up to then, so there is no purchase price."
        " The last recompute did not know it yet. Recompute, then it is there."
    )
    crossed = ("A1", "W1", "2026-03-06", "2026-03-05")
    assert ask(shop, "MOVES", *crossed) == "#VALUE!"
    assert (
        ask(shop, "HINT", *crossed) == "The first day 2026-03-06 is after the last day 2026-03-05."
    )
    assert ask(shop, "HINT", "A1", "W1", "2026-03-05", "2026-03-06") == ""


def _read(rows: Any) -> list[tuple[Any, ...]]:
    """Rows with the date as month and day."""
    first = date(1899, 12, 30).toordinal()
    return [(f"{date.fromordinal(first + int(row[0])):%m-%d}", *row[1:]) for row in rows]
