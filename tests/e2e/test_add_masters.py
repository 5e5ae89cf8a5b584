"""补建资料: whoever rows name and no sheet knows, on one confirmation."""

from pathlib import Path

import pytest

from tests.e2e import shop

PASTED = [
    {"date": shop.day("2026-11-01"), "partner": "新厂", "item": "8801", "name": "酱油", "spec": "500ml",
     "unit": "瓶", "quantity": 5, "price": 4},
    {"date": shop.day("2026-11-01"), "partner": "新厂", "item": "8801", "quantity": 1, "price": 4},
    {"date": shop.day("2026-11-01"), "partner": "百事", "item": "老醋", "quantity": 2, "price": 3},
    {"date": shop.day("2026-11-01"), "partner": "百事", "item": "7", "quantity": 2, "price": 3},
]  # fmt: skip


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A shop into which somebody has pasted a block of purchases."""
    return shop.make(tmp_path / "店.xlsx", purchases=PASTED)


def test_the_list_changes_nothing(book: Path) -> None:
    """Each is named once, with the rows that name it; the workbook stays byte for byte."""
    before = book.read_bytes()
    answer = shop.run("add-masters", book)
    assert [(new["sheet"], new["text"], len(new["rows"])) for new in answer["new"]] == [
        ("供应商", "新厂", 2),
        ("商品", "8801", 2),
        ("商品", "老醋", 1),
        ("商品", "7", 1),
    ]
    assert (answer["exit"], answer["written"]) == (0, False)
    assert book.read_bytes() == before


def test_what_the_pasted_row_says_is_taken(book: Path) -> None:
    """Name, specification and unit beside the code; a code that lost its zeros is not added."""
    shop.run("add-masters", book, "--yes")
    items = shop.rows_of(book, "items")[3:]
    assert [
        (row["code"], row["name"], row["spec"], row["unit"], row["status"]) for row in items
    ] == [
        ("8801", "酱油", "500ml", "瓶", "待完善"),
        ("老醋", "老醋", None, None, "待完善"),
    ]
    assert shop.rows_of(book, "suppliers")[1]["name"] == "新厂"
    assert shop.run("add-masters", book, "--yes")["new"][-1]["text"] == "7"
    assert len(shop.rows_of(book, "items")) == 5


def test_an_incomplete_master_can_be_used_once_it_has_a_unit(book: Path) -> None:
    """With its unit it is posted with a warning; without one it is refused; 启用 ends the warning."""
    shop.run("add-masters", book, "--yes")
    answer = shop.run("post", book)
    assert [entry["partner"] for entry in answer["documents"]] == ["新厂"]
    codes = [(found["code"], found["sheet"], found["row"]) for found in answer["problems"]]
    assert ("item_incomplete", "采购", 2) in codes
    assert ("partner_incomplete", "采购", 2) in codes
    assert ("item_incomplete", "采购", 3) not in codes
    assert ("required", "商品", 6) in codes
    assert ("item_faulty", "采购", 4) in codes
    shop.type_rows(book, "items", [{"unit": "瓶", "status": "启用"}], at=4)
    shop.type_rows(book, "purchases", [{"item": "007"}], at=3)
    answer = shop.run("post", book)
    assert (answer["ok"], len(answer["documents"])) == (True, 1)
    assert [found for found in answer["problems"] if found["sheet"] == "采购"] == []
