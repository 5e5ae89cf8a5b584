"""What may be typed into a formula, and what comes back: values, ranges, dates, errors."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from jxc_functions import FUNCTIONS, books_at, calculate

from tests.e2e.shop import day, make, run
from tests.udfs.asking import ask
from tests.udfs.test_planned import COLA, plan

pytestmark = pytest.mark.xdist_group("udfs")  # the shop is made once

BOUGHT: dict[str, Any] = {"partner": "S1", "warehouse": "W1", "price": 2}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Cola came on two days and into two warehouses, milk in a batch; nothing is named twice."""
    book = make(
        tmp_path_factory.mktemp("shop") / "shop.xlsx",
        purchases=[
            {**BOUGHT, "date": day("2026-03-01"), "item": "A1", "quantity": 10},
            {**BOUGHT, "date": day("2026-03-05"), "item": "A1", "quantity": 5, "price": 3},
            {**BOUGHT, "date": day("2026-03-05"), "item": "A1", "quantity": 2, "warehouse": "W2"},
            {**BOUGHT, "date": day("2026-03-06"), "item": "A2", "quantity": 4, "batch": "B1",
             "expires": day("2026-12-31")},
        ],
    )  # fmt: skip
    assert run("post", book)["ok"]
    ledger = book.with_suffix(".db")
    plan(ledger, COLA)
    return ledger


def test_an_item_is_known_by_whatever_the_sheets_know_it_by(shop: Path) -> None:
    """Code in any case and width, name, and the number that a sheet made of a code."""
    for text in ("A1", "a1", " Ａ１ ", "可乐"):
        assert ask(shop, "STOCK", text) == 17
    assert ask(shop, "NAME", "007") == "大米"
    assert ask(shop, "NAME", 7.0) == "#N/A"  # 007 is not 7


def test_a_warehouse_narrows_it_and_blank_means_all(shop: Path) -> None:
    """Code or name; an empty cell comes from LibreOffice as 0."""
    assert [ask(shop, "STOCK", "A1", w) for w in ("W1", "主仓库", "w2", "门店")] == [15, 15, 2, 2]
    assert [ask(shop, "STOCK", "A1", w) for w in (None, "", "  ", 0.0)] == [17, 17, 17, 17]


@pytest.mark.parametrize(
    ("written", "quantity"),
    [
        ("2026-02-28", 0), ("2026-03-01", 10), ("2026/3/4", 10), ("2026.3.5", 17),
        ("2026年3月4日", 10), ("20260304", 10), (46082.0, 10), (46082.99, 10), (46086.0, 17),
        (date(2026, 3, 4), 10), (datetime(2026, 3, 4, 12), 10), (20260304.0, 10),
        (None, 17), ("", 17), (0.0, 17),
    ],
)  # fmt: skip
def test_a_date_means_the_end_of_that_day(shop: Path, written: Any, quantity: int) -> None:
    """Cell dates, serial numbers and the ways people write a date; blank is now."""
    assert ask(shop, "STOCK", "A1", None, written) == quantity


def test_dates_count_from_the_workbooks_own_first_day(shop: Path) -> None:
    """A workbook from an old Mac counts from 1904."""
    books = books_at(str(shop))
    serial = float((date(2026, 3, 1) - date(1904, 1, 1)).days)
    rows = calculate(FUNCTIONS["STOCK"], ["A1", None, serial], lambda: books, date(1904, 1, 1))
    assert rows == [[10]]


def test_cost_is_value_by_quantity(shop: Path) -> None:
    """By warehouse and by day, with 6 decimals; without stock there is no cost, not a cost of 0."""
    assert ask(shop, "COST", "A1", "W1", "2026-03-01") == 2
    assert ask(shop, "COST", "A1", "W1") == 2.333333
    assert ask(shop, "COST", "A1") == 2.294118
    assert ask(shop, "COST", "007") == "#DIV/0!"


def test_layers_stand_in_the_order_in_which_they_are_taken(shop: Path) -> None:
    """入库日期, 来源单据, 仓库, 批号, 数量, 单价, 金额; an item without stock has a blank row."""
    assert ask(shop, "LOTS", "A1") == [
        [46082, "CGRK20260301-001", "主仓库", "", 10, 2, 20],
        [46086, "CGRK20260305-001", "主仓库", "", 5, 3, 15],
        [46086, "CGRK20260305-002", "门店", "", 2, 2, 4],
    ]
    assert ask(shop, "LOTS", "A2") == [[46087, "CGRK20260306-001", "主仓库", "B1", 4, 2, 8]]
    assert ask(shop, "LOTS", "A1", "W2", "2026-03-04") == [[""] * 7]
    assert FUNCTIONS["LOTS"].columns == (
        "入库日期", "来源单据", "仓库", "批号", "数量", "单价", "金额",
    )  # fmt: skip


def test_a_range_gives_a_range(shop: Path) -> None:
    """Shape in, shape out; a blank stays blank, an error stands in its own cell only."""
    assert ask(shop, "STOCK", [["A1"], [""], ["A9"], ["A2"]]) == [[17], [""], ["#N/A"], [4]]
    assert ask(shop, "NAME", (("A1", None), ("A2", 0.0))) == [["可乐", ""], ["牛奶", ""]]
    assert ask(shop, "STOCK", ["A1", "A2"]) == [[17, 4]]  # a single row, as Excel gives it


def test_a_column_beside_a_row_gives_a_table(shop: Path) -> None:
    """Items down, warehouses or days across."""
    assert ask(shop, "STOCK", [["A1"], ["A2"]], [["W1", "W2"]]) == [[15, 2], [4, 0]]
    days = [["2026-03-01", 46086.0, None]]
    assert ask(shop, "STOCK", [["A1"], ["A2"]], None, days) == [[10, 17, 17], [0, 0, 4]]


def test_errors_are_those_of_a_spreadsheet_and_the_hint_says_why(shop: Path) -> None:
    """What is unknown is #N/A, what makes no sense #VALUE!; JXC.HINT has the sentence."""
    cases = [
        (("A9",), "#N/A", "The ledger has no item A9."),
        (("A1", "W9"), "#N/A", "The ledger has no warehouse and no customer W9."),
        (("A1", None, "明天"), "#VALUE!", "明天 is not a date."),
        (("A1", None, -3.0), "#VALUE!", "-3 is not a date."),
        (("A1", None, "2026-02-30"), "#VALUE!", "2026-02-30 is not a date."),
        (([["A1"], ["A2"]], [["W1"], ["W2"], ["W1"]]), ["#VALUE!"], "The ranges differ in size."),
    ]
    for arguments, error, hint in cases:
        shown = ask(shop, "STOCK", *arguments)
        assert shown == (error if isinstance(error, str) else [error, error])
        told = ask(shop, "HINT", *arguments)
        assert (told if isinstance(told, str) else told[0][0]).startswith(hint)
    assert ask(shop, "HINT", "A1") == ""
    assert ask(shop, "HINT", "007").startswith("There is no stock")
    assert ask(shop, "LOTS", [["A1"], ["A2"]]) == [["#VALUE!"], ["#VALUE!"]]


def test_a_name_of_two_items_is_neither(tmp_path: Path) -> None:
    """The hint names them, as the sheets do."""
    book = make(
        tmp_path / "shop.xlsx",
        items=[
            {"code": "B1", "name": "茶", "unit": "盒", "spec": "大", "barcode": "690001"},
            {"code": "B2", "name": "茶", "unit": "盒", "spec": "小", "mnemonic": "cx"},
        ],
        purchases=[
            {**BOUGHT, "date": day("2026-03-01"), "item": "B1", "quantity": 1},
            {**BOUGHT, "date": day("2026-03-01"), "item": "B2", "quantity": 2},
        ],
    )
    run("post", book)
    ledger = book.with_suffix(".db")
    assert ask(ledger, "STOCK", "茶") == "#N/A"
    assert ask(ledger, "HINT", "茶").startswith("茶 may be several items: B1 茶、B2 茶.")
    told = [ask(ledger, "STOCK", text) for text in ("690001", 690001.0, "CX", "茶小", "茶 大")]
    assert told == [1, 1, 2, 2, 1]
