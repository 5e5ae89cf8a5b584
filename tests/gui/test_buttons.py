"""Each button of the toolbar, clicked with the mouse by a clerk who has typed rows before."""

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from jxc_xl.domain.tables import table_named
from jxc_xl.domain.tables.entry import PURCHASES, SALES
from jxc_xl.domain.tables.masters import ITEMS
from tests.counted import fill_in
from tests.e2e import shop
from tests.gui.books import documents, tamper
from tests.gui.clerk import Cells, Clerk
from tests.gui.conftest import OpenBook
from tests.gui.declared import clicks, label_of
from tests.gui.waiting import until

COLA: Cells = {
    "date": "2026-11-20", "partner": "百事", "item": "A1", "warehouse": "主仓库",
    "quantity": "10", "price": "2.5",
}  # fmt: skip
RICE: Cells = {
    "date": "2026-11-21", "partner": "S1", "item": "大米", "warehouse": "门店",
    "quantity": "3.5", "price": "7",
}  # fmt: skip
TOO_MUCH: Cells = {
    "date": "2026-11-22", "partner": "小王店", "item": "A1", "quantity": "99", "price": "3",
}  # fmt: skip
RECEIPT = "CGRK20261120-001"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A small shop's workbook, its name Chinese and with a blank."""
    return shop.make(tmp_path / "我的 店.xlsx")


@pytest.fixture
def clerk(open_book: OpenBook, book: Path) -> Clerk:
    """A clerk with the workbook open."""
    return open_book(book)


def statuses(clerk: Clerk, count: int, table: str = "purchases") -> list[str]:
    """状态 of the first rows."""
    return [str(row["状态"]) for row in clerk.rows(table_named(table))[:count]]


def post_both(clerk: Clerk) -> None:
    """Type two receipts and post them."""
    clerk.type_rows(PURCHASES, 2, [COLA, RICE])
    clerk.click_button(label_of("post"))
    until(lambda: statuses(clerk, 2) == ["已过账"] * 2, "two posted rows")
    clerk.wait_until_done()


@clicks("check")
def test_check_marks_and_posts_nothing(clerk: Clerk, book: Path) -> None:
    """校验: the good row is said to be good, the wrong one red and in words; no document."""
    clerk.type_rows(PURCHASES, 2, [COLA, {**RICE, "quantity": "没数"}])
    clerk.click_button(label_of("check"))
    said = clerk.answer("确定", picture="check-dialog")
    assert "采购" in said
    assert "第 3 行" in said
    assert "数量" in said
    good, wrong = clerk.rows(PURCHASES)[:2]
    assert (good["状态"], good["提示"]) == ("", "已检查，没有问题。")
    assert wrong["状态"] == "有误"
    assert wrong["错误列"] == "|数量|"
    assert documents(book) == []


@clicks("post")
def test_post_puts_typed_rows_into_the_books(clerk: Clerk, book: Path) -> None:
    """过账: Chinese names are understood, the rows say so, the file is stored, the books have it."""
    post_both(clerk)
    first, second = clerk.rows(PURCHASES)[:2]
    assert (first["单据编号"], first["供应商"], first["价税合计"]) == (RECEIPT, "百事", 25)
    assert (second["商品编码"], second["名称"], second["数量"]) == ("007", "大米", 3.5)
    assert documents(book) == [RECEIPT, "CGRK20261121-001"]
    stored = shop.rows_of(book, "purchases")
    assert [row["status"] for row in stored] == ["已过账"] * 2
    clerk.go_to("采购", "Z12")
    clerk.screen.picture("posted")


@clicks("wrong")
def test_only_mistakes_hides_what_is_in_order(clerk: Clerk) -> None:
    """只看有误: rows that are in order go out of sight, and come back with the next click."""
    clerk.type_rows(PURCHASES, 2, [COLA, {**RICE, "item": "没有的"}])
    clerk.click_button(label_of("post"))
    clerk.answer("确定")
    clerk.click_button(label_of("wrong"))
    until(lambda: not clerk.office.is_row_visible("采购", 2), "the good row to be hidden")
    assert clerk.office.is_row_visible("采购", 3)
    clerk.screen.picture("wrong-only")
    clerk.wait_until_done()
    clerk.click_button(label_of("wrong"))
    until(lambda: clerk.office.is_row_visible("采购", 2), "the good row to be back")


@clicks("reverse")
def test_reverse_asks_first(clerk: Clerk, book: Path) -> None:
    """冲销: 否 leaves everything, 是 takes the selected document back; the question names it."""
    post_both(clerk)
    clerk.go_to("采购", "A2")
    clerk.click_button(label_of("reverse"))
    assert RECEIPT in clerk.answer("否", picture="reverse-question")
    clerk.wait_until_done()
    assert documents(book) == [RECEIPT, "CGRK20261121-001"]
    clerk.click_button(label_of("reverse"))
    clerk.answer("是")
    until(lambda: statuses(clerk, 2) == ["已冲销", "已过账"], "the reversed row")
    clerk.wait_until_done()
    assert len(documents(book)) == 3


@clicks("add_masters")
def test_add_unknown_asks_once(clerk: Clerk, book: Path) -> None:
    """补建资料: 否 adds nothing, 是 adds item and supplier as 待完善; the question names both."""
    clerk.type_rows(PURCHASES, 2, [{**COLA, "item": "酱油", "partner": "新厂"}])
    clerk.click_button(label_of("add_masters"))
    asked = clerk.answer("否", picture="add-masters-question")
    assert "酱油" in asked
    assert "新厂" in asked
    clerk.wait_until_done()
    assert len(shop.rows_of(book, "items")) == 3
    clerk.click_button(label_of("add_masters"))
    clerk.answer("是")
    until(lambda: [row["名称"] for row in clerk.rows(ITEMS)][3:4] == ["酱油"], "the new item")
    clerk.wait_until_done()
    added = shop.rows_of(book, "items")[3], shop.rows_of(book, "suppliers")[1]
    assert [(row["name"], row["status"]) for row in added] == [
        ("酱油", "待完善"),
        ("新厂", "待完善"),
    ]


@clicks("fulfil")
@clicks("close_order")
def test_an_order_is_fetched_and_closed(clerk: Clerk, book: Path) -> None:
    """引单 writes what is open of the selected order as a draft; 关闭订单 asks, then ends it."""
    order = "CGDD20261120-001"
    clerk.type_rows(PURCHASES, 2, [{**COLA, "kind": "采购订单"}])
    clerk.click_button(label_of("post"))
    until(lambda: statuses(clerk, 1) == ["已过账"], "the posted order")
    clerk.wait_until_done()
    clerk.go_to("采购", "A2")
    clerk.click_button(label_of("fulfil"))
    until(lambda: statuses(clerk, 2) == ["已过账", "草稿"], "the draft")
    clerk.wait_until_done()
    draft = clerk.rows(PURCHASES)[1]
    assert (draft["类型"], draft["数量"], draft["关联单据"]) == ("采购入库", 10, order)
    clerk.screen.picture("fetched-order")
    clerk.go_to("订单跟踪", "A2")
    clerk.screen.picture("open-orders")
    clerk.click_button(label_of("close_order"))
    assert order in clerk.answer("是", picture="close-order-question")
    until(lambda: statuses(clerk, 2) == ["已关闭", "草稿"], "the closed order")
    clerk.wait_until_done()
    assert documents(book) == [order, documents(book)[-1]]
    assert documents(book)[-1].startswith("DDGB")


@clicks("amend")
def test_a_price_is_corrected_with_one_click(clerk: Clerk, book: Path) -> None:
    """更正: the price of a posted row is typed over; one click puts it into the books as well."""
    post_both(clerk)
    clerk.type_rows(PURCHASES, 2, [{"price": "3"}])
    clerk.go_to("采购", "A2")
    clerk.click_button(label_of("amend"))
    until(lambda: clerk.rows(PURCHASES)[0]["价税合计"] == 30, "the amount of the new price")
    clerk.wait_until_done()
    row = clerk.rows(PURCHASES)[0]
    assert (row["单据编号"], row["状态"]) == ("CGRK20261120-002", "已过账")
    assert len(documents(book)) == 4
    clerk.screen.picture("amended")


@clicks("recompute")
def test_recompute_fills_the_result_sheets(clerk: Clerk) -> None:
    """重算: what lies there since yesterday stands in ABC分析, and a second click changes nothing."""
    post_both(clerk)
    clerk.click_button(label_of("recompute"))
    until(lambda: clerk.rows(table_named("abc")), "rows of ABC分析")
    clerk.wait_until_done()
    assert clerk.has_no_dialog()
    ranked = [(row["商品编码"], row["ABC分类"]) for row in clerk.rows(table_named("abc"))[:3]]
    assert ranked == [("007", "C"), ("A1", "C"), ("A2", "C")]
    clerk.go_to("ABC分析", "A3")
    clerk.screen.picture("recomputed")
    clerk.click_button(label_of("recompute"))
    clerk.wait_until_done()
    assert clerk.has_no_dialog()


@clicks("plan")
def test_proposals_become_draft_orders(open_book: OpenBook, tmp_path: Path) -> None:
    """采购计划: what is below 最低库存 is drafted in 采购, with the cursor in its quantity; once."""
    cola = {"code": "A1", "name": "可乐", "unit": "瓶", "purchase_price": 2, "supplier": "百事",
            "minimum": 48}  # fmt: skip
    clerk = open_book(shop.make(tmp_path / "店.xlsx", items=[cola]))
    clerk.click_button(label_of("plan"))
    until(lambda: statuses(clerk, 1) == ["草稿"], "the draft order")
    clerk.wait_until_done()
    draft = clerk.rows(PURCHASES)[0]
    assert (draft["类型"], draft["供应商"], draft["数量"], draft["单价"]) == (
        "采购订单", "百事", 48, 2,
    )  # fmt: skip
    assert clerk.office.active_sheet == "采购"
    clerk.screen.picture("planned")
    clerk.click_button(label_of("plan"))
    clerk.wait_until_done()
    assert statuses(clerk, 2) == ["草稿", ""]


@clicks("trend")
def test_trend_draws_the_selected_item(clerk: Clerk) -> None:
    """走势: the sheet is in front with the selected row's item, its weeks and a chart of them."""
    clerk.type_rows(PURCHASES, 2, [{**COLA, "date": "2026-11-02"}, RICE])
    clerk.click_button(label_of("post"))
    until(lambda: statuses(clerk, 2) == ["已过账"] * 2, "two posted rows")
    clerk.wait_until_done()
    clerk.go_to("采购", "E2")
    clerk.click_button(label_of("trend"))
    until(lambda: clerk.office.active_sheet == "走势", "the sheet 走势")
    clerk.wait_until_done()
    assert clerk.has_no_dialog()
    head = clerk.rows(table_named("trend_item"))[0]
    assert (head["商品编码"], head["名称"], head["未来 8 周合计"]) == ("A1", "可乐", 0)
    assert [row["实际销量"] for row in clerk.rows(table_named("trend"))[:2]] == [0, 0]
    clerk.screen.picture("trend")


@clicks("stock")
def test_stock_shows_what_is_there(clerk: Clerk) -> None:
    """库存: the sheet is filled from the books and in front."""
    post_both(clerk)
    clerk.click_button(label_of("stock"))
    until(lambda: clerk.office.active_sheet == "库存", "the sheet 库存")
    clerk.wait_until_done()
    rows = [(row["商品编码"], row["库存数量"], row["库存金额"])
            for row in clerk.rows(table_named("stock"))[:2]]  # fmt: skip
    assert rows == [("007", 3.5, 24.5), ("A1", 10, 25)]
    clerk.screen.picture("stock")


@clicks("verify")
def test_verify_finds_what_was_done_behind_our_back(clerk: Clerk, book: Path) -> None:
    """验账: no dialog while the books are right; one that says what is wrong once they are not."""
    post_both(clerk)
    clerk.click_button(label_of("verify"))
    clerk.wait_until_done()
    assert clerk.has_no_dialog()
    tamper(book)
    clerk.click_button(label_of("verify"))
    assert RECEIPT in clerk.answer("确定", picture="verify-dialog")


@clicks("reconcile")
@clicks("put_back")
def test_what_was_changed_after_posting_is_listed_and_put_back(clerk: Clerk) -> None:
    """账表核对 lists a price that was typed over; 恢复原值 asks, and puts the posted one back."""
    post_both(clerk)
    clerk.click_button(label_of("reconcile"))
    clerk.wait_until_done()
    assert clerk.has_no_dialog()
    clerk.type_rows(PURCHASES, 2, [{"price": "99"}])
    clerk.click_button(label_of("reconcile"))
    assert "单价" in clerk.answer("确定", picture="reconcile")
    until(lambda: clerk.office.active_sheet == "账表核对", "the list of differences")
    clerk.wait_until_done()
    (row,) = [row for row in clerk.rows(table_named("differences")) if row["类别"]]
    assert [row[name] for name in ("工作表", "行", "字段", "表格值", "账面值")] == [
        "采购", 2, "单价", "99", "2.5",
    ]  # fmt: skip
    clerk.click_button(label_of("put_back"))
    assert "1 行" in clerk.answer("是")
    until(lambda: clerk.rows(PURCHASES)[0]["单价"] == 2.5, "the posted price")
    clerk.wait_until_done()
    assert statuses(clerk, 2) == ["已过账"] * 2
    clerk.click_button(label_of("put_back"))
    clerk.wait_until_done()
    assert clerk.has_no_dialog()


@clicks("close")
@clicks("reopen")
def test_a_month_is_closed_and_reopened_after_a_question(clerk: Clerk, book: Path) -> None:
    """结账 names the month; what is dated in it is refused then, and posted once it is reopened."""
    clerk.type_rows(PURCHASES, 2, [{**COLA, "date": "2026-09-20"}])
    clerk.click_button(label_of("post"))
    until(lambda: statuses(clerk, 1) == ["已过账"], "the posted row")
    clerk.wait_until_done()
    clerk.click_button(label_of("close"))
    assert "2026-09" in clerk.answer("是", picture="close-question")
    clerk.wait_until_done()
    assert list((book.parent / "备份").iterdir())
    clerk.type_rows(PURCHASES, 3, [{**RICE, "date": "2026-09-21"}])
    clerk.click_button(label_of("post"))
    assert "已结账" in clerk.answer("确定")
    clerk.wait_until_done()
    clerk.click_button(label_of("reopen"))
    assert "2026-09" in clerk.answer("是")
    clerk.wait_until_done()
    clerk.click_button(label_of("post"))
    until(lambda: statuses(clerk, 2) == ["已过账"] * 2, "the late row")
    clerk.wait_until_done()
    assert len(documents(book)) == 2


@clicks("stocktake")
def test_count_sheets_are_made_after_a_question(clerk: Clerk, book: Path) -> None:
    """盘点表: 取消 makes nothing; 否 makes open sheets beside the workbook, with what is there."""
    post_both(clerk)
    clerk.click_button(label_of("stocktake"))
    assert "暗盘" in clerk.answer("取消", picture="stocktake-question")
    clerk.wait_until_done()
    assert list(book.parent.glob("*盘点表*")) == []
    clerk.click_button(label_of("stocktake"))
    clerk.answer("否")
    clerk.wait_until_done()
    (made,) = book.parent.glob("*-盘点表-PDD*.xlsx")
    sheets = CalamineWorkbook.from_path(made)
    assert sheets.sheet_names == ["主仓库", "门店"]
    rows = sheets.get_sheet_by_name("主仓库").to_python()
    assert [row[9] for row in rows if row[1] == "A1"] == [10]
    assert clerk.has_no_dialog()


@clicks("read_count")
def test_counted_sheets_are_chosen_seen_and_posted(clerk: Clerk, book: Path) -> None:
    """读入盘点: the file is chosen in the dialog, the loss is shown, 是 posts it and shows 盘点结果."""
    post_both(clerk)
    clerk.click_button(label_of("stocktake"))
    clerk.answer("否")
    clerk.wait_until_done()
    (made,) = book.parent.glob("*-盘点表-PDD*.xlsx")
    fill_in(made.rename(book.parent / "盘好.xlsx"), {6: {"counted": 9, "reason": "丢失"}})
    clerk.click_button(label_of("read_count"))
    clerk.choose("盘好.xlsx")
    assert "A1：账面 10，实盘 9" in clerk.answer("是", picture="read-count")
    until(lambda: clerk.office.active_sheet == "盘点结果", "the sheet 盘点结果")
    clerk.wait_until_done()
    (row,) = [row for row in clerk.rows(table_named("stocktake_results")) if row["商品编码"]]
    assert [row[name] for name in ("账面数量", "实盘数量", "盘亏数量", "差异原因")] == [
        10, 9, 1, "丢失",
    ]  # fmt: skip
    (lost,) = [row for row in clerk.rows(table_named("movements")) if row["单据日期"]]
    assert [lost[name] for name in ("类型", "数量", "状态")] == ["盘亏出库", 1, "已过账"]
    assert clerk.has_no_dialog()


@clicks("settings")
@clicks("help")
def test_settings_and_help_go_to_their_sheets(clerk: Clerk) -> None:
    """设置 and 帮助 stand far behind the other sheets; one click brings them to the front."""
    clerk.click_button(label_of("settings"))
    until(lambda: clerk.office.active_sheet == "设置", "the sheet 设置")
    clerk.wait_until_done()
    clerk.click_button(label_of("help"))
    until(lambda: clerk.office.active_sheet == "说明", "the sheet 说明")
    clerk.screen.picture("help")


def test_rows_can_be_counted(clerk: Clerk) -> None:
    """What is wrong is said by row: the numbers stand beside the rows, though 首页 wants none."""
    until(lambda: clerk.office.has_row_numbers, "the numbers of the rows")
    clerk.screen.picture("opened")


def test_many_pasted_rows_are_posted_at_once(clerk: Clerk, book: Path) -> None:
    """A clerk pastes 40 rows from another program; one click takes them all."""
    rows = [{**COLA, "price": f"{n / 4 + 1}"} for n in range(40)]
    clerk.paste_rows(PURCHASES, 2, rows)
    clerk.click_button(label_of("post"))
    until(lambda: statuses(clerk, 40) == ["已过账"] * 40, "40 posted rows")
    clerk.wait_until_done()
    assert len(documents(book)) == 1


def test_what_is_wrong_is_said_and_shown(clerk: Clerk, book: Path) -> None:
    """Selling more than there is: one dialog in words, the cursor at the first mistake, red marks.

    The good document beside it is posted nevertheless.
    """
    clerk.type_rows(PURCHASES, 2, [COLA])
    clerk.type_rows(SALES, 2, [TOO_MUCH])
    clerk.click_button(label_of("post"))
    said = clerk.answer("确定", picture="wrong-rows")
    assert "销售" in said
    assert "可乐" in said or "A1" in said
    assert clerk.office.active_sheet == "销售"
    assert clerk.office.selection.endswith("$2")
    row = clerk.rows(SALES)[0]
    assert row["状态"] == "有误"
    assert row["提示"]
    assert documents(book) == [RECEIPT]
