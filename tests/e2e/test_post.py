"""jxc post on a real workbook: what a clerk sees afterwards."""

import sqlite3
from pathlib import Path
from typing import Any

from tests.e2e.shop import day, make, rows_of, run, type_rows

PURCHASE: dict[str, Any] = {
    "date": day("2026-03-01"), "partner": "百事", "item": "A1", "quantity": "3箱5瓶", "price": 2,
}  # fmt: skip


def test_a_good_row_is_posted_and_says_so(tmp_path: Path) -> None:
    """Number, status, hint, id and figures stand beside the row; the ledger has the stock."""
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE])
    answer = run("post", book)
    assert (answer["exit"], answer["ok"], answer["problems"]) == (0, True, [])
    assert answer["documents"][0]["number"] == "CGRK20260301-001"
    (row,) = rows_of(book, "purchases")
    assert (row["number"], row["status"], row["kind"]) == (
        "CGRK20260301-001", "已过账", "采购入库",
    )  # fmt: skip
    assert (row["quantity"], row["unit"], row["amount"], row["total"]) == (77, "瓶", 154, 154)
    assert row["row_id"][0].isalpha()
    assert row["row_id"][-1].isalpha()
    (stock,) = run("stock", book)["stock"]
    assert (stock["item"], stock["quantity"], stock["value"]) == ("A1", "77", "154.00")
    (shown,) = rows_of(book, "stock")
    assert (shown["item"], shown["on_hand"], shown["value"]) == ("A1", 77, 154)


def test_a_second_click_changes_nothing(tmp_path: Path) -> None:
    """Posting again posts nothing and keeps every row as it is."""
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE])
    run("post", book)
    before = rows_of(book, "purchases")
    again = run("post", book)
    assert (again["ok"], again["documents"]) == (True, [])
    assert rows_of(book, "purchases") == before


def test_a_wrong_document_is_not_touched_and_the_others_are_posted(tmp_path: Path) -> None:
    """Each problem stands beside its row with its cell named; the rest goes through."""
    wrong = {**PURCHASE, "item": "A9", "quantity": "三"}
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE, wrong])
    answer = run("post", book)
    assert answer["exit"] == 1
    assert len(answer["documents"]) == 0  # two rows of one day and supplier are one document
    other = {**PURCHASE, "date": day("2026-03-02")}
    book = make(tmp_path / "two.xlsx", purchases=[other, wrong])
    answer = run("post", book)
    assert (answer["exit"], len(answer["documents"])) == (1, 1)
    assert {(p["row"], p["column"]) for p in answer["problems"]} == {
        (3, "商品编码"), (3, "数量"),
    }  # fmt: skip
    good, bad = rows_of(book, "purchases")
    assert (good["status"], bad["status"]) == ("已过账", "有误")
    assert bad["error_columns"] == "|商品编码|数量|"
    assert (bad["item"], bad["quantity"], bad["row_id"]) == ("A9", "三", None)


def test_check_marks_and_posts_nothing(tmp_path: Path) -> None:
    """校验 says what would be wrong; the ledger stays empty and no number is given."""
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE])
    answer = run("check", book)
    assert (answer["exit"], answer["ok"], len(answer["documents"])) == (0, True, 1)
    (row,) = rows_of(book, "purchases")
    assert (row["number"], row["status"], row["row_id"]) == (None, None, None)
    assert row["hint"]
    assert run("stock", book)["stock"] == []


def test_drafts_are_left_alone(tmp_path: Path) -> None:
    """A row marked 草稿 is neither judged nor posted."""
    book = make(tmp_path / "shop.xlsx", purchases=[{**PURCHASE, "item": "?", "status": "草稿"}])
    answer = run("post", book)
    assert (answer["ok"], answer["documents"]) == (True, [])
    (row,) = rows_of(book, "purchases")
    assert (row["status"], row["item"]) == ("草稿", "?")


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    """What begins with = + - @ is posted and shown as the text that it is."""
    notes = ["=1+1", "+86 571", "-3", "@home", "'quoted"]
    rows = [
        {**PURCHASE, "date": day(f"2026-03-0{n}"), "note": note}
        for n, note in enumerate(notes, start=1)
    ]
    book = make(tmp_path / "shop.xlsx", purchases=rows)
    assert run("post", book)["ok"]
    assert [row["note"] for row in rows_of(book, "purchases")] == notes


def test_a_shortage_says_how_much_and_since_when(tmp_path: Path) -> None:
    """More than there is: the row names what is short, the date and the other warehouse."""
    sale = {"date": day("2026-03-05"), "partner": "小王店", "item": "A1", "quantity": 100}
    there = {**PURCHASE, "date": day("2026-03-02"), "warehouse": "门店", "quantity": 50}
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE, there], sales=[sale])
    (problem,) = run("post", book)["problems"]
    assert (problem["code"], problem["sheet"], problem["column"]) == ("shortage", "销售", "数量")
    for word in ("23", "2026-03-05"):
        assert word in problem["message"]
    assert "门店 50 瓶" in problem["hint"]


def test_a_reversal_gives_the_stock_back_and_shows_in_the_row(tmp_path: Path) -> None:
    """冲销 posts the opposite at the original's date; the row says who reversed it."""
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE])
    run("post", book)
    answer = run("reverse", book, "CGRK20260301-001")
    assert (answer["exit"], answer["documents"][0]["number"]) == (0, "HC20260301-001")
    (row,) = rows_of(book, "purchases")
    assert row["status"] == "已冲销"
    assert "HC20260301-001" in row["hint"]
    assert run("stock", book)["stock"] == []
    assert run("verify", book)["ok"]
    assert run("reverse", book, "CGRK20260301-001")["exit"] == 1
    assert run("post", book)["documents"] == []


def test_a_receipt_that_is_sold_cannot_be_reversed(tmp_path: Path) -> None:
    """The refusal names the sale in the way, and nothing changes."""
    sale = {"date": day("2026-03-05"), "partner": "小王店", "item": "A1", "quantity": 70}
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE], sales=[sale])
    run("post", book)
    answer = run("reverse", book, "CGRK20260301-001")
    assert answer["exit"] == 1
    assert "XSCK20260305-001" in answer["problems"][0]["message"]
    assert run("stock", book)["stock"][0]["quantity"] == "7"


def test_sales_show_their_fifo_cost_and_a_late_receipt_corrects_it(tmp_path: Path) -> None:
    """成本 and 毛利 of a posted sale follow the ledger when an earlier paper comes later."""
    sale = {"date": day("2026-03-05"), "partner": "小王店", "item": "A1", "quantity": 10}
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE], sales=[sale])
    run("post", book)
    (row,) = rows_of(book, "sales")
    assert (row["price"], row["cost"], row["margin"]) == (3, 20, 10)
    late = {**PURCHASE, "date": day("2026-02-01"), "quantity": 4, "price": 1}
    type_rows(book, "purchases", [late])
    assert run("post", book)["ok"]
    (row,) = rows_of(book, "sales")
    assert (row["cost"], row["margin"]) == (16, 14)
    assert run("verify", book)["ok"]


def test_grams_against_kilograms_come_out_exact(tmp_path: Path) -> None:
    """2000 g sold from a lot in kg leave exactly the rest."""
    receipt = {**PURCHASE, "item": "007", "quantity": 5, "price": 6}
    sale = {"date": day("2026-03-05"), "partner": "小王店", "item": "007", "quantity": 2000,
            "unit": "g", "price": 0.008}  # fmt: skip
    book = make(tmp_path / "shop.xlsx", purchases=[receipt], sales=[sale])
    assert run("post", book)["ok"]
    (stock,) = run("stock", book)["stock"]
    assert (stock["item"], stock["quantity"], stock["value"]) == ("007", "3", "18.00")
    assert rows_of(book, "sales")[0]["total"] == 16


def test_batches_are_filled_in_by_earliest_expiry(tmp_path: Path) -> None:
    """A blank batch is taken near-expiry first; the hint says which."""
    receipts = [
        {**PURCHASE, "item": "A2", "quantity": 5, "batch": "晚", "made": day("2026-02-25")},
        {**PURCHASE, "date": day("2026-03-02"), "item": "A2", "quantity": 5, "batch": "早",
         "made": day("2026-02-20")},
    ]  # fmt: skip
    sale = {"date": day("2026-03-05"), "partner": "小王店", "item": "A2", "quantity": 7,
            "price": 6}  # fmt: skip
    book = make(tmp_path / "shop.xlsx", purchases=receipts, sales=[sale])
    assert run("post", book)["ok"]
    (stock,) = run("stock", book)["stock"]
    assert (stock["batch"], stock["quantity"]) == ("晚", "3")
    hint = rows_of(book, "sales")[0]["hint"]
    assert "早" in hint
    assert "晚" in hint


def test_a_return_may_name_a_document_of_the_same_click(tmp_path: Path) -> None:
    """A sale and its return pasted together are both posted by one click."""
    sale = {"date": day("2026-03-05"), "number": "XSCK20260305-900", "partner": "小王店",
            "item": "A1", "quantity": 10}  # fmt: skip
    back = {"date": day("2026-03-06"), "kind": "销售退货", "partner": "小王店", "item": "A1",
            "quantity": 4, "link": "XSCK20260305-900"}  # fmt: skip
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE], sales=[sale, back])
    assert run("check", book)["ok"]
    answer = run("post", book)
    assert (answer["ok"], len(answer["documents"])) == (True, 3)
    assert [row["status"] for row in rows_of(book, "sales")] == ["已过账", "已过账"]
    assert rows_of(book, "sales")[1]["cost"] == -8
    (stock,) = run("stock", book)["stock"]
    assert (stock["quantity"], stock["value"]) == ("71", "142.00")


def test_a_gift_is_not_the_last_price(tmp_path: Path) -> None:
    """After a gift in the same click a blank price is still what the customer paid before."""
    sales = [
        {"date": day("2026-03-05"), "partner": "小王店", "item": "A1", "quantity": 1, "price": 5},
        {"date": day("2026-03-06"), "partner": "小王店", "item": "A1", "quantity": 1, "price": 0},
        {"date": day("2026-03-07"), "partner": "小王店", "item": "A1", "quantity": 1},
    ]
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE], sales=sales)
    assert run("post", book)["ok"]
    assert [row["price"] for row in rows_of(book, "sales")] == [5, 0, 5]


def test_a_discount_nobody_gives_is_asked_about(tmp_path: Path) -> None:
    """12折 is a slip, not 12 per cent; 85折 and 10折 are what they say."""
    sales = [
        {"date": day(f"2026-03-0{n}"), "partner": "小王店", "item": "A1", "quantity": 1,
         "share": share}
        for n, share in enumerate(("12折", "85折", "10折"), start=5)
    ]  # fmt: skip
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE], sales=sales)
    answer = run("post", book)
    assert [(p["code"], p["column"]) for p in answer["problems"]] == [("share_range", "折扣")]
    assert [row["total"] for row in rows_of(book, "sales")][1:] == [2.55, 3]


def test_settings_and_masters_keep_their_old_values(tmp_path: Path) -> None:
    """Who changed a price or a setting, from what to what, stands in the ledger."""
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE])
    run("post", book)
    type_rows(book, "items", [{"sale_price": 3.5}], at=0)
    place = [row["key"] for row in rows_of(book, "settings")].index("负库存")
    type_rows(book, "settings", [{"value": "提醒"}], at=place)
    run("post", book)
    with sqlite3.connect(book.with_suffix(".db")) as ledger:
        changes = ledger.execute(
            'SELECT "table", code, old, new FROM master_change WHERE old <> \'\' ORDER BY "table"'
        ).fetchall()
    assert [(table, code) for table, code, _old, _new in changes] == [
        ("item", "A1"), ("setting", "负库存"),
    ]  # fmt: skip
    assert changes[1][2:] == ("禁止", "提醒")
    assert "3500000" in changes[0][3]
