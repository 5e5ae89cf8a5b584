"""What went wrong once: copies, drafts, exchanges, renames, failures after the commit."""

import errno
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from jxc_xl.cli import cli
from tests.e2e.shop import day, make, rows_of, run, type_rows
from tests.e2e.test_post import PURCHASE

SALE: dict[str, Any] = {
    "date": day("2026-03-05"), "partner": "小王店", "item": "A1", "quantity": 10, "price": 3,
}  # fmt: skip


def _copy(book: Path, table: str, row: int, **changes: Any) -> None:
    """Copy a row of a sheet with everything in it below the last one, changed."""
    cells = {name: value for name, value in rows_of(book, table)[row].items() if value is not None}
    type_rows(book, table, [{**cells, **changes}])


def test_a_copy_that_is_a_draft_is_left_alone(tmp_path: Path) -> None:
    """Copy a posted row, change it, mark it 草稿: it loses number and id and is not posted."""
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE])
    run("post", book)
    _copy(book, "purchases", 0, quantity=5, status="草稿")
    assert run("post", book)["documents"] == []
    draft = rows_of(book, "purchases")[1]
    assert (draft["status"], draft["number"], draft["row_id"]) == ("草稿", None, None)
    type_rows(book, "purchases", [{"status": None}], at=1)
    assert len(run("post", book)["documents"]) == 1


def test_check_clears_old_marks_also_where_a_return_follows(tmp_path: Path) -> None:
    """A corrected row is no longer red after 校验, although its sale is returned below."""
    sale = {**SALE, "number": "XSCK20260305-900", "quantity": "十瓶"}
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE], sales=[sale])
    run("check", book)
    assert rows_of(book, "sales")[0]["status"] == "有误"
    type_rows(book, "sales", [{"quantity": 10}], at=0)
    back = {**SALE, "kind": "销售退货", "quantity": 4, "link": "XSCK20260305-900"}
    type_rows(book, "sales", [back])
    assert run("check", book)["ok"]
    for row in rows_of(book, "sales"):
        assert (row["status"], row["error_columns"], row["row_id"]) == (None, None, None)
        assert row["hint"]


def test_the_other_half_of_an_exchange_can_follow_later(tmp_path: Path) -> None:
    """换货 with a blank head: the half that waited is posted with the next click."""
    issue = {**SALE, "quantity": 1}
    back = {"item": "A1", "quantity": -1, "price": 3, "link": "XSCK20260301-900"}
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE], sales=[issue, back])
    assert len(run("post", book)["documents"]) == 2  # the receipt and the issue
    assert rows_of(book, "sales")[1]["status"] == "有误"
    type_rows(book, "sales", [{**SALE, "date": day("2026-03-01"), "number": "XSCK20260301-900"}])
    answer = run("post", book)
    assert answer["ok"], answer["problems"]
    assert [row["kind"] for row in rows_of(book, "sales")] == ["销售出库", "销售退货", "销售出库"]
    assert run("verify", book)["ok"]


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC])
@pytest.mark.parametrize("command", ["post", "reverse"])
def test_a_failed_save_says_what_is_in_the_books(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, code: int
) -> None:
    """The ledger has committed: the answer names the documents, and the next post heals."""
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE])
    words = [book]
    if command == "reverse":
        run("post", book)
        words.append(Path("CGRK20260301-001"))

    def fail(*_words: object, **_more: object) -> None:
        raise OSError(code, "no")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", fail)
        answer = run(command, *words)
    assert (answer["exit"], len(answer["documents"])) == (3, 1)
    assert "已经入账" in answer["problems"][0]["message"]
    assert run("post", book)["ok"]
    expected = "已冲销" if command == "reverse" else "已过账"
    assert rows_of(book, "purchases")[0]["status"] == expected


def test_a_late_paper_keeps_its_date(tmp_path: Path) -> None:
    """记入首个开放日: the hint says both dates, and the ledger keeps the paper's."""
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE])
    run("post", book)
    assert run("close", book, "2026-03")["ok"]
    place = [row["key"] for row in rows_of(book, "settings")].index("迟到单据")
    type_rows(book, "settings", [{"value": "记入首个开放日"}], at=place)
    type_rows(book, "purchases", [{**PURCHASE, "date": day("2026-03-20")}])
    assert run("post", book)["ok"]
    row = rows_of(book, "purchases")[1]
    assert row["date"] == day("2026-04-01")
    assert "2026-03-20" in row["hint"]
    with closing(sqlite3.connect(book.with_suffix(".db"))) as ledger:
        assert ledger.execute(
            "SELECT date, paper_date FROM v_documents WHERE paper_date IS NOT NULL"
        ).fetchall() == [("2026-04-01", "2026-03-20")]


def test_renaming_a_warehouse_changes_no_posted_row(tmp_path: Path) -> None:
    """Names are copied at posting: a new name for a warehouse is not a changed row."""
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE])
    run("post", book)
    type_rows(book, "warehouses", [{"name": "总仓"}], at=0)
    place = [row["key"] for row in rows_of(book, "settings")].index("默认仓库")
    type_rows(book, "settings", [{"value": "总仓"}], at=place)
    assert run("post", book)["ok"]
    assert rows_of(book, "purchases")[0]["status"] == "已过账"


def test_stock_is_shown_to_people(tmp_path: Path) -> None:
    """jxc stock prints a line a position with quantities, unit cost and value."""
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE])
    run("post", book)
    lines = CliRunner().invoke(cli, ["stock", str(book)]).stdout.splitlines()
    assert lines[0].split() == [
        "商品编码", "名称", "仓库", "批号", "库存数量", "可用数量", "在途数量", "单位", "成本单价",
        "库存金额",
    ]  # fmt: skip
    assert lines[1].split() == ["A1", "可乐", "主仓库", "77", "77", "0", "瓶", "2.00", "154.00"]


def test_the_ledger_of_another_shop_is_not_read_either(tmp_path: Path) -> None:
    """stock and verify refuse a foreign ledger instead of showing its figures."""
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE])
    run("post", book)
    other = make(tmp_path / "other.xlsx")
    for command in ("stock", "verify"):
        answer = run(command, book, "--ledger", other.with_suffix(".db"))
        assert (answer["exit"], answer["ok"]) == (3, False)


def test_expired_goods_can_be_thrown_away(tmp_path: Path) -> None:
    """其它出库 without a batch takes the expired one; a sale does not."""
    receipt = {**PURCHASE, "item": "A2", "quantity": 10, "batch": "B1", "made": day("2026-02-25")}
    waste = {"date": day("2026-05-01"), "kind": "其它出库", "item": "A2", "quantity": 3,
             "reason": "过期报废"}  # fmt: skip
    book = make(tmp_path / "shop.xlsx", purchases=[receipt], movements=[waste])
    assert run("post", book)["ok"]
    assert rows_of(book, "movements")[0]["batch"] == "B1"


def test_a_batch_number_of_an_item_without_batches_stays(tmp_path: Path) -> None:
    """It is noted for the record, so it stays in its cell and the row is unchanged."""
    book = make(tmp_path / "shop.xlsx", purchases=[{**PURCHASE, "batch": "L-7"}])
    run("post", book)
    run("post", book)
    row = rows_of(book, "purchases")[0]
    assert (row["batch"], row["status"]) == ("L-7", "已过账")


def test_what_a_day_opens_with_comes_first(tmp_path: Path) -> None:
    """期初库存 of the day of a receipt is sold before it."""
    opening = {"date": day("2026-03-01"), "kind": "期初库存", "item": "A1", "quantity": 5,
               "price": 1}  # fmt: skip
    book = make(
        tmp_path / "shop.xlsx", purchases=[PURCHASE], movements=[opening],
        sales=[{**SALE, "quantity": 5}],
    )  # fmt: skip
    assert run("post", book)["ok"]
    assert rows_of(book, "sales")[0]["cost"] == 5


def test_an_overwritten_name_is_put_right(tmp_path: Path) -> None:
    """A formula cell that was typed over is a formula again after 过账, posted or not."""
    book = make(tmp_path / "shop.xlsx", purchases=[{**PURCHASE, "partner": "没有"}])
    type_rows(book, "purchases", [{"name": "雪碧"}], at=0)
    assert run("post", book)["exit"] == 1
    assert rows_of(book, "purchases")[0]["name"] == "可乐"


def test_english_words_have_their_spaces(tmp_path: Path) -> None:
    """Message and hint are two sentences in English."""
    book = make(tmp_path / "shop.xlsx", purchases=[{**PURCHASE, "item": "A9"}])
    run("post", book, "--lang", "en")
    hint = rows_of(book, "purchases")[0]["hint"]
    assert ".Check" not in hint
    assert ". " in hint


def test_a_reversed_row_can_be_copied_to_enter_it_again(tmp_path: Path) -> None:
    """After 冲销 an identical copy is a new document, not a repeat."""
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE])
    run("post", book)
    run("reverse", book, "CGRK20260301-001")
    _copy(book, "purchases", 0)
    (document,) = run("post", book)["documents"]
    assert document["number"] == "CGRK20260301-002"
    assert [row["status"] for row in rows_of(book, "purchases")] == ["已冲销", "已过账"]


def test_documents_are_reversed_in_an_order_that_works(tmp_path: Path) -> None:
    """A sale and its return given the wrong way round are both reversed."""
    sale = {**SALE, "number": "XSCK20260305-900"}
    back = {**SALE, "kind": "销售退货", "quantity": 4, "link": "XSCK20260305-900"}
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE], sales=[sale, back])
    run("post", book)
    answer = run("reverse", book, "XSCK20260305-900", "XSTH20260305-001", "CGRK20260301-001")
    assert (answer["ok"], len(answer["documents"])) == (True, 3)
    assert run("stock", book)["stock"] == []


def test_letter_case_makes_no_second_batch(tmp_path: Path) -> None:
    """b1 is B1, in the same click and in a later one."""
    receipt = {**PURCHASE, "item": "A2", "quantity": 10, "batch": "B1"}
    sale = {**SALE, "item": "A2", "quantity": 2, "batch": "b1"}
    book = make(tmp_path / "shop.xlsx", purchases=[receipt], sales=[sale])
    assert run("post", book)["ok"]
    type_rows(book, "sales", [{**sale, "quantity": 3}])
    assert run("post", book)["ok"]
    assert [row["batch"] for row in rows_of(book, "sales")] == ["B1", "B1"]
    (stock,) = run("stock", book)["stock"]
    assert (stock["batch"], stock["quantity"]) == ("B1", "5")


def test_a_reader_may_stop_early(tmp_path: Path) -> None:
    """jxc stock | head ends without a word about it."""
    rows = [{**PURCHASE, "item": code, "batch": "B"} for code in ("A1", "A2", "007")]
    book = make(tmp_path / "shop.xlsx", purchases=rows)
    run("post", book)
    command = [sys.executable, "-m", "jxc_xl", "stock", str(book)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.close()
        assert child.stderr.read() == b""


def test_a_remark_below_a_document_is_no_line_of_it(tmp_path: Path) -> None:
    """A row with nothing but 备注 is left alone and refuses nobody."""
    rows = [PURCHASE, {"note": "月底对账"}, {**PURCHASE, "date": day("2026-03-02")}]
    book = make(tmp_path / "shop.xlsx", purchases=rows)
    answer = run("post", book)
    assert (answer["ok"], len(answer["documents"])) == (True, 2)
    remark = rows_of(book, "purchases")[1]
    assert (remark["note"], remark["status"], remark["hint"]) == ("月底对账", None, None)


def test_check_shows_no_cost_that_is_not_in_the_books(tmp_path: Path) -> None:
    """校验 of a late receipt leaves the cost of the sale after it as it was posted."""
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE], sales=[SALE])
    run("post", book)
    late = {**PURCHASE, "date": day("2026-02-01"), "quantity": 4, "price": 1}
    type_rows(book, "purchases", [late])
    assert run("check", book)["ok"]
    assert rows_of(book, "sales")[0]["cost"] == 20
    assert run("post", book)["ok"]
    assert rows_of(book, "sales")[0]["cost"] == 16
