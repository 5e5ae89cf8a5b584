"""Orders on a real workbook, by the commands."""

from pathlib import Path
from typing import Any

from tests.e2e.shop import day, make, rows_of, run, type_rows

RECEIPT: dict[str, Any] = {
    "date": day("2026-03-01"), "partner": "百事", "item": "A1", "quantity": 10, "price": 2,
}  # fmt: skip
BOUGHT = {**RECEIPT, "date": day("2026-03-02"), "kind": "采购订单", "quantity": 48,
          "due": day("2026-03-20")}  # fmt: skip
SOLD: dict[str, Any] = {
    "date": day("2026-03-02"), "kind": "销售订单", "partner": "小王店", "item": "A1", "quantity": 14,
    "handler": "小李",
}  # fmt: skip


def stock(book: Path) -> tuple[str, ...]:
    """The figures of the cola as ``jxc stock --json`` prints them."""
    (row,) = run("stock", book)["stock"]
    return tuple(row[name] for name in ("quantity", "reserved", "available", "on_order"))


def shop(folder: Path) -> Path:
    """Ten are there, 48 on order and 14 ordered."""
    book = make(folder / "shop.xlsx", purchases=[RECEIPT, BOUGHT], sales=[SOLD])
    answer = run("post", book)
    assert (answer["exit"], answer["ok"]) == (0, True)
    (warning,) = answer["problems"]
    assert (warning["code"], warning["severity"]) == ("order_short", "warning")
    assert "百事 48 瓶（预计 2026-03-20）" in warning["hint"]  # of this click: not numbered yet
    return book


def test_stock_says_what_is_reserved_and_on_order(tmp_path: Path) -> None:
    """As of now; what has come to an end of a day is known of stock alone."""
    book = shop(tmp_path)
    assert stock(book) == ("10", "14", "-4", "48")
    (then,) = run("stock", book, "--as-of", "2026-03-31")["stock"]
    assert (then["quantity"], then["reserved"], then["available"]) == ("10", "0", "10")
    (shown,) = rows_of(book, "stock")
    assert [shown[n] for n in ("on_hand", "reserved", "available", "on_order")] == [10, 14, -4, 48]
    late, waiting = rows_of(book, "open_orders")
    assert (late["number"], late["due"], late["overdue_days"] > 0) == (
        "CGDD20260302-001", day("2026-03-20"), True,
    )  # fmt: skip
    assert (waiting["partner"], waiting["open"], waiting["overdue_days"]) == ("小王店", 14, None)


def test_an_order_is_fetched_looked_at_and_posted(tmp_path: Path) -> None:
    """The rows stand below the last one with their formulas at work; a part is delivered."""
    book = shop(tmp_path)
    answer = run("fulfil", book, "XSDD20260302-001")
    assert answer["documents"] == [
        {"number": "XSDD20260302-001", "kind": "sales_order", "sheet": "销售", "rows": [3]}
    ]
    draft = rows_of(book, "sales")[1]
    assert (draft["status"], draft["quantity"], draft["handler"]) == ("草稿", 14, "小李")
    assert (draft["name"], draft["available"]) == ("可乐", -4)
    type_rows(book, "sales", [{"quantity": 6, "status": None}], at=1)
    assert run("post", book)["ok"]
    order, delivery = rows_of(book, "sales")
    assert (order["status"], order["fulfilled"], order["open"]) == ("部分执行", 6, 8)
    assert (delivery["status"], delivery["price"], delivery["margin"]) == ("已过账", 3, 6)
    assert stock(book) == ("4", "8", "-4", "48")
    assert run("verify", book)["ok"]


def test_what_will_not_come_is_ended(tmp_path: Path) -> None:
    """close-order ends what is open, refuses what is no order, and can be reversed."""
    book = shop(tmp_path)
    answer = run("close-order", book, "CGDD20260302-001", "CGRK20260301-001")
    assert answer["exit"] == 1
    assert [problem["code"] for problem in answer["problems"]] == ["not_an_order"]
    (closing,) = answer["documents"]
    assert closing["closes"] == "CGDD20260302-001"
    assert stock(book) == ("10", "14", "-4", "0")
    assert rows_of(book, "purchases")[1]["status"] == "已关闭"
    assert run("reverse", book, closing["number"])["ok"]
    assert stock(book) == ("10", "14", "-4", "48")
    assert rows_of(book, "purchases")[1]["status"] == "已过账"
    assert run("verify", book)["ok"]
