"""Two workbooks on one ledger: what is changed in one master sheet reaches the other."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from jxc_xl.domain.tables import table_named
from tests.e2e import shop

Books = tuple[Path, Path]


@pytest.fixture
def books(tmp_path: Path) -> Books:
    """Two workbooks with the same masters; both have posted into the first one's ledger."""
    first, second = (shop.make(tmp_path / name) for name in ("前台.xlsx", "仓库.xlsx"))
    for book in (first, second):
        assert post(book)["ok"]
    return first, second


def post(book: Path) -> dict[str, Any]:
    """过账, whichever workbook it is, into the common ledger."""
    return shop.run("post", book, "--ledger", book.with_name("前台.db"))


def item(book: Path, place: int = 0) -> dict[str, Any]:
    """A row of 商品."""
    return shop.rows_of(book, "items")[place]


def change(book: Path, table: str = "items", at: int = 0, **cells: Any) -> None:
    """A clerk changes a row of a master sheet."""
    shop.type_rows(book, table, [cells], at=at)


def test_a_changed_row_goes_up_and_comes_down(books: Books) -> None:
    """Only the changed row moves; the other workbook has it after its next 过账."""
    first, second = books
    change(first, sale_price=3.5, note="新价")
    assert post(first)["ok"]
    assert item(second)["sale_price"] == 3
    assert post(second)["ok"]
    assert (item(second)["sale_price"], item(second)["note"]) == (3.5, "新价")
    assert item(second)["synced"] == item(first)["synced"]
    change(second, table="suppliers", phone="010-88")
    post(second)
    post(first)
    assert shop.rows_of(first, "suppliers")[0]["phone"] == "010-88"
    assert item(first)["sale_price"] == 3.5


def test_the_older_price_is_not_used_nor_sent_up(books: Books) -> None:
    """A sale in the second workbook is filled with the price that the first one has set."""
    first, second = books
    stock = {
        "date": shop.day("2026-10-01"),
        "kind": "期初库存",
        "item": "A1",
        "quantity": 9,
        "price": 1,
    }
    shop.type_rows(first, "movements", [stock])
    change(first, sale_price=4)
    assert post(first)["ok"]
    shop.type_rows(second, "sales", [{"date": shop.day("2026-10-02"), "item": "A1", "quantity": 1}])
    assert post(second)["documents"][0]["total"] == "4.00"
    assert post(first)["ok"]
    assert item(first)["sale_price"] == 4


def test_new_rows_come_down_whole(books: Books) -> None:
    """Every cell of a new item, of a new customer without a code, and of a warehouse."""
    first, second = books
    new = {
        "code": "0042", "name": "=茶", "spec": "500g", "barcode": "0690", "unit": "袋", "sub_unit": "箱",
        "factor": 12, "purchase_price": 10.5, "sale_price": 18, "tax_rate": 0.13, "supplier": "S1",
        "minimum": 5, "lead_days": 3, "pack_size": 12, "shelf_days": 360, "batch_managed": "是",
        "position": "A-01", "status": "启用", "note": "新",
    }  # fmt: skip
    shop.type_rows(first, "items", [new])
    shop.type_rows(
        first, "customers", [{"name": "新客户", "credit_limit": 5000, "account": "0012"}]
    )
    shop.type_rows(first, "warehouses", [{"code": "W9", "name": "冷库"}])
    assert post(first)["ok"]
    assert post(second)["ok"]
    came = item(second, 3)
    assert {name: came[name] for name in new} == new
    customer = shop.rows_of(second, "customers")[-1]
    assert (customer["code"], customer["name"]) == (None, "新客户")
    assert (customer["credit_limit"], customer["account"]) == (5000, "0012")
    assert shop.rows_of(second, "warehouses")[-1]["name"] == "冷库"
    before = [path.read_bytes() for path in books]
    for book in books:
        assert post(book)["ok"]
    assert [path.read_bytes() for path in books] == before


def test_what_both_have_changed_is_left_to_a_person(books: Books) -> None:
    """Both values are said, neither is written; typed as the books have it, all is well again."""
    first, second = books
    change(first, sale_price=5)
    post(first)
    change(second, sale_price=6, brand="百事")
    for command in (["check"], ["post"], ["post"]):
        answer = shop.run(*command, second, "--ledger", first.with_name("前台.db"))
        said = [(p["code"], p["row"], p["column"], p["message"]) for p in answer["problems"]]
        assert said == [
            ("master_conflict", 2, "品牌", "「品牌」在两个工作簿里都改过：这里是 百事，账上是 –。"),
            (
                "master_conflict",
                2,
                "销售价",
                "「销售价」在两个工作簿里都改过：这里是 6，账上是 5。",
            ),
        ]
        assert answer["exit"] == 1
        assert item(second)["sale_price"] == 6
    change(second, sale_price=5, brand=None)
    assert post(second)["ok"]
    change(second, sale_price=6)
    assert post(second)["ok"]
    assert post(first)["ok"]
    assert item(first)["sale_price"] == 6


def test_check_writes_no_masters(books: Books) -> None:
    """校验 judges by the newer master and leaves the sheets of masters as they are."""
    first, second = books
    change(first, sale_price=4, status="停用")
    post(first)
    shop.type_rows(second, "sales", [{"date": shop.day("2026-10-02"), "item": "A1", "quantity": 1}])
    answer = shop.run("check", second, "--ledger", first.with_name("前台.db"))
    assert "item_stopped" in [found["code"] for found in answer["problems"]]
    assert (item(second)["sale_price"], item(second)["status"]) == (3, None)


def test_quotes_and_promotion_days_are_shared_as_well(books: Books) -> None:
    """A quote is known by supplier, item, quantity and last day, however its row names them."""
    first, second = books
    quote = {
        "supplier": "百事", "item": "可乐", "break_quantity": 24, "price": 1.95, "pack_size": 12,
        "lead_days": 3, "valid_until": shop.day("2026-12-31"), "note": "电话里说的",
    }  # fmt: skip
    days = {"start": shop.day("2026-11-01"), "end": shop.day("2026-11-11"), "name": "双十一"}
    shop.type_rows(first, "quotes", [quote])
    shop.type_rows(first, "promotion_days", [days])
    assert post(first)["ok"]
    assert post(second)["ok"]
    came = shop.rows_of(second, "quotes")[0]
    assert {name: came[name] for name in quote} == {**quote, "supplier": "S1", "item": "A1"}
    assert {name: shop.rows_of(second, "promotion_days")[0][name] for name in days} == days
    change(second, "quotes", price=1.9)
    assert post(second)["ok"]
    assert post(first)["ok"]
    there = shop.rows_of(first, "quotes")
    assert [(row["price"], row["note"]) for row in there] == [(1.9, "电话里说的")]
    before = [path.read_bytes() for path in books]
    for book in books:
        assert post(book)["ok"]
    assert [path.read_bytes() for path in books] == before


def test_a_quote_with_a_mistake_stays_where_it_is(books: Books) -> None:
    """It is told of, the ledger keeps what it had, and the row is not doubled."""
    first, _second = books
    shop.type_rows(first, "quotes", [{"supplier": "S1", "item": "A1", "price": 2}])
    assert post(first)["ok"]
    change(first, "quotes", price="面议")
    answer = post(first)
    assert [(p["code"], p["sheet"], p["row"]) for p in answer["problems"]] == [
        ("not_a_number", "供应商报价", 2)
    ]
    assert [row["price"] for row in shop.rows_of(first, "quotes")] == ["面议"]
    change(first, "quotes", price=2)
    assert post(first)["ok"]


def delete(book: Path, table: str, at: int) -> None:
    """A clerk deletes what stands in a row."""
    shop.type_rows(book, table, [dict.fromkeys(table_named(table).by_field)], at=at)


def told(answer: dict[str, Any]) -> list[tuple[str, str, int | None]]:
    """Code, sheet and row of what was said."""
    return [(said["code"], said["sheet"], said["row"]) for said in answer["problems"]]


def known(book: Path) -> list[str]:
    """The items that a workbook has."""
    return [row["code"] for row in shop.rows_of(book, "items") if row["code"]]


def test_what_was_never_used_is_deleted_everywhere(books: Books) -> None:
    """Here, in the ledger and in the other workbook; what it said is kept in the ledger."""
    first, second = books
    delete(first, "items", 1)
    checked = shop.run("check", first, "--ledger", first.with_name("前台.db"))
    assert told(checked) == [("master_deleted", "商品", None)]
    answer = post(first)
    assert (answer["ok"], told(answer)) == (True, [("master_deleted", "商品", None)])
    assert "A2 牛奶" in answer["problems"][0]["message"]
    assert told(post(first)) == []
    assert known(first) == ["A1", "007"]
    answer = post(second)
    assert told(answer) == [("master_deleted_elsewhere", "商品", 3)]
    assert known(second) == ["A1", "007"]
    with closing(sqlite3.connect(first.with_name("前台.db"))) as ledger:
        assert ledger.execute("SELECT code FROM item ORDER BY id").fetchall() == [("A1",), ("007",)]
        last = "SELECT code, old <> '', new FROM master_change WHERE code = 'A2' ORDER BY id DESC"
        assert ledger.execute(last).fetchone() == ("A2", 1, "")
    shop.type_rows(second, "items", [{"code": "A2", "name": "酸奶", "unit": "盒"}], at=1)
    for book in (second, first):
        assert told(post(book)) == []
    assert known(first) == ["A1", "007", "A2"]
    assert shop.run("verify", first)["ok"]


def test_what_the_books_need_comes_back_with_a_word(books: Books) -> None:
    """An item that was sold, its supplier and warehouse: 停用 is the way."""
    first, second = books
    bought = {
        "date": shop.day("2026-10-01"),
        "partner": "百事",
        "item": "A1",
        "quantity": 9,
        "price": 1,
    }
    shop.type_rows(second, "purchases", [{**bought, "warehouse": "W1"}])
    assert post(second)["ok"]
    for table in ("items", "suppliers", "warehouses"):
        delete(first, table, 0)
    answer = post(first)
    assert answer["ok"]
    assert told(answer) == [
        ("master_used", "商品", 5), ("master_used", "供应商", 2), ("master_used", "仓库", 4),
    ]  # fmt: skip
    assert known(first) == ["A2", "007", "A1"]
    assert shop.rows_of(first, "items")[3]["sale_price"] == 3
    assert told(post(first)) == told(post(second)) == []


def test_what_was_changed_there_is_not_deleted_here(books: Books) -> None:
    """Somebody works with the row that was deleted elsewhere: it goes up again."""
    first, second = books
    delete(first, "items", 1)
    post(first)
    change(second, at=1, sale_price=9)
    assert told(post(second)) == []
    assert told(post(first)) == []
    assert known(first) == ["A1", "007", "A2"]


def test_closing_without_saving_deletes_nothing(books: Books) -> None:
    """The new item is in the books; the workbook as it was before has not deleted it."""
    first, second = books
    before = first.read_bytes()
    shop.type_rows(first, "items", [{"code": "N1", "name": "茶", "unit": "盒"}])
    assert post(first)["ok"]
    first.write_bytes(before)
    assert told(post(first)) == []
    assert known(first)[-1] == "N1"
    fresh = shop.make(first.with_name("三.xlsx"), items=[])
    assert told(post(fresh)) == told(post(second)) == []
    assert sorted(known(fresh)) == sorted(known(second)) == ["007", "A1", "A2", "N1"]


def test_a_quote_with_another_last_day_takes_the_place_of_the_old_one(books: Books) -> None:
    """The old one goes, here and there, and is not offered to plans any more."""
    first, second = books
    quote = {"supplier": "S1", "item": "A1", "price": 2, "valid_until": shop.day("2026-06-30")}
    shop.type_rows(first, "quotes", [quote])
    for book in books:
        assert told(post(book)) == []
    change(first, "quotes", valid_until=shop.day("2026-12-31"))
    assert told(post(first)) == [("master_deleted", "供应商报价", None)]
    assert told(post(second)) == [("master_deleted_elsewhere", "供应商报价", 2)]
    for book in books:
        rows = [row["valid_until"] for row in shop.rows_of(book, "quotes") if row["item"]]
        assert rows == [shop.day("2026-12-31")]
