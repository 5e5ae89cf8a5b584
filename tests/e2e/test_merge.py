"""jxc merge: two rows that are one item or partner become one, and history stays."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.e2e import shop

ITEMS: list[dict[str, Any]] = [
    {"code": "A1", "name": "可乐", "unit": "瓶", "sale_price": 3},
    {"code": "K9", "name": "可乐", "barcode": "690123", "unit": "瓶", "sale_price": 3},
    {"code": "X1", "name": "可乐整箱", "unit": "箱"},
    {"code": "B1", "name": "牛奶", "unit": "盒", "batch_managed": "是"},
    {"code": "B2", "name": "鲜奶", "unit": "盒", "batch_managed": "是"},
]
CUSTOMERS = [{"code": "C1", "name": "小王店"}, {"code": "C7", "name": "王记"}]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A shop that has had cola under two codes: 5 at 2.00 and 4 at 2.15, one of them sold."""
    path = shop.make(tmp_path / "店.xlsx", items=ITEMS, customers=CUSTOMERS)
    shop.type_rows(path, "purchases", [
        bought("2026-10-01", "K9", 5, price=2), bought("2026-10-02", "K9", 4, price=2.15),
        bought("2026-10-03", "A1", 1, price=1), bought("2026-10-03", "B2", 3, price=8, batch="P1"),
    ])  # fmt: skip
    shop.type_rows(path, "sales", [sold("2026-10-05", "K9", 1, number="XS1")])
    assert shop.run("post", path)["ok"]
    return path


def bought(day: str, item: str, quantity: float, **more: Any) -> dict[str, Any]:
    """A purchase."""
    return {"date": shop.day(day), "partner": "百事", "item": item, "quantity": quantity, **more}


def sold(day: str, item: str, quantity: float, **more: Any) -> dict[str, Any]:
    """A sale."""
    return {
        "date": shop.day(day), "partner": "小王店", "item": item, "quantity": quantity, "price": 3,
        **more,
    }  # fmt: skip


def stock(book: Path) -> list[tuple[str, str, str]]:
    """Item, quantity and value."""
    rows = shop.run("stock", book)["stock"]
    return [(row["item"], row["quantity"], row["value"]) for row in rows]


def codes(answer: dict[str, Any]) -> list[str]:
    """The codes of the problems."""
    return [found["code"] for found in answer["problems"]]


def test_without_yes_it_is_only_said(book: Path) -> None:
    """Which code would be stopped, and which would take over; the workbook stays byte for byte."""
    before = book.read_bytes()
    answer = shop.run("merge", book, "A1", "K9")
    assert (answer["exit"], answer["merged"]) == (0, False)
    assert book.read_bytes() == before


def test_stock_goes_over_lot_by_lot_at_its_cost(book: Path) -> None:
    """4 left at 2.00 and 4 at 2.15 join the one at 1.00: 9 bottles for 17.60; history stays."""
    answer = shop.run("merge", book, "A1", "K9", "--yes")
    assert (answer["exit"], len(answer["documents"])) == (0, 2)
    assert stock(book) == [("A1", "9", "17.60"), ("B2", "3", "24.00")]
    row = shop.rows_of(book, "items")[1]
    assert (row["status"], row["merged_into"]) == ("停用", "A1")
    assert [sale["item"] for sale in shop.rows_of(book, "sales")] == ["K9"]
    assert shop.run("reconcile", book)["ok"]
    assert shop.run("verify", book)["ok"]
    again = shop.run("merge", book, "A1", "K9", "--yes")
    assert (again["exit"], again["documents"]) == (0, [])


def test_afterwards_the_names_mean_the_one_that_stayed(book: Path) -> None:
    """Name and bar code mean A1; the old code is refused for sales and still takes returns."""
    shop.run("merge", book, "A1", "K9", "--yes")
    today = date.today().isoformat()  # the stock has gone over today
    shop.type_rows(book, "sales", [
        sold(today, "可乐", 1), sold(today, "690123", 1), sold(today, "K9", 1, number="XS9"),
        sold(today, "K9", 1, kind="销售退货", number="XT1", link="XS1"),
    ])  # fmt: skip
    answer = shop.run("post", book)
    assert codes(answer) == ["item_merged"]
    rows = [(row["item"], row["status"]) for row in shop.rows_of(book, "sales")]
    assert rows[1:] == [("A1", "已过账"), ("A1", "已过账"), ("K9", "有误"), ("K9", "已过账")]


def test_batches_keep_their_numbers(book: Path) -> None:
    """A batch goes over as it is called."""
    assert shop.run("merge", book, "B1", "B2", "--yes")["exit"] == 0
    rows = shop.run("stock", book)["stock"]
    assert [(row["item"], row["batch"], row["value"]) for row in rows if row["item"][0] == "B"] == [
        ("B1", "P1", "24.00")
    ]


def test_customers_can_be_merged(book: Path) -> None:
    """The name of the duplicate means the one that stayed."""
    assert shop.run("merge", book, "C1", "C7", "--yes")["exit"] == 0
    shop.type_rows(book, "sales", [{**sold("2026-10-06", "K9", 1), "partner": "王记"}])
    assert shop.run("post", book)["documents"][0]["partner"] == "C1"


def test_what_cannot_be_merged_is_refused_and_changes_nothing(book: Path) -> None:
    """Itself, another unit, one that is stopped, open orders, a negative stock."""
    assert codes(shop.run("merge", book, "A1", "A1", "--yes")) == ["merge_same"]
    assert codes(shop.run("merge", book, "A1", "X1", "--yes")) == ["merge_differs"]
    assert shop.run("merge", book, "A1", "C1", "--yes")["exit"] == 2
    shop.type_rows(book, "sales", [sold("2026-10-07", "K9", 2, kind="销售订单")])
    shop.run("post", book)
    before = stock(book)
    assert codes(shop.run("merge", book, "A1", "K9", "--yes")) == ["merge_orders"]
    assert stock(book) == before
    shop.run("merge", book, "B1", "B2", "--yes")
    assert codes(shop.run("merge", book, "B2", "B1", "--yes")) == ["merge_stopped"]


def test_less_than_nothing_cannot_go_over(tmp_path: Path) -> None:
    """Where 负库存 is allowed, what is owed must come before."""
    settings = [{"key": "负库存", "value": "允许"}]
    path = shop.make(tmp_path / "店.xlsx", items=ITEMS, settings=settings)
    shop.type_rows(path, "sales", [sold("2026-10-05", "K9", 1)])
    assert len(shop.run("post", path)["documents"]) == 1
    answer = shop.run("merge", path, "A1", "K9", "--yes")
    assert (answer["exit"], codes(answer)) == (1, ["merge_short"])
    assert shop.rows_of(path, "items")[1]["status"] is None
