"""首页 after a recompute: what it shows is right in the file, and never an error value."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.e2e import shop

TODAY = date.today()
BOUGHT = {"date": TODAY, "partner": "S1", "item": "A1", "quantity": 10, "price": 2}
SOLD = {"date": TODAY, "item": "A1", "quantity": 3, "price": 5, "handler": "小王"}
ONE_DAY: dict[str, Any] = {"purchases": [BOUGHT], "sales": [SOLD]}


def shown(book: Path, *sheets: str) -> list[list[Any]]:
    """The rows of some sheets as a program sees them that does not calculate."""
    values = load_workbook(book, data_only=True)
    return [list(row) for name in sheets for row in values[name].iter_rows(values_only=True)]


def right_of(rows: list[list[Any]], word: str) -> list[Any]:
    """The three cells to the right of a word, below where it is a heading."""
    row: list[Any] = next(row for row in reversed(rows) if word in row)
    place = row.index(word)
    return row[place + 1 : place + 4]


def test_a_day_of_trade_stands_on_home(tmp_path: Path) -> None:
    """Three sold for 15.00 that cost 6.00: there is nothing to set it beside, and 无 says so."""
    book = shop.make(tmp_path / "店.xlsx", **ONE_DAY)
    assert shop.run("post", book)["exit"] == 0
    assert shop.run("recompute", book)["exit"] == 0
    rows = shown(book, "首页")
    assert right_of(rows, "销售额") == [15, "无", "无"]
    assert right_of(rows, "毛利") == [9, "无", "无"]
    assert right_of(rows, "库存金额") == [14, "无", "无"]
    assert right_of(rows, "业务员　小王") == [15, "无", "无"]
    assert right_of(rows, "渠道　–") == [None, None, None]


@pytest.mark.parametrize("rows", [{}, {"items": [], "customers": []}, ONE_DAY])
def test_young_shops_show_no_error(tmp_path: Path, rows: dict[str, Any]) -> None:
    """Nothing sold, no item at all, one day of trade: words or nothing, never #DIV/0! or NaN."""
    book = shop.make(tmp_path / "店.xlsx", **rows)
    shop.run("post", book)
    assert shop.run("recompute", book)["exit"] == 0
    cells = [value for row in shown(book, "首页", "经营分析", "走势") for value in row]
    assert [value for value in cells if str(value).lower().startswith(("#", "nan", "inf"))] == []
