"""The buttons that bring files in and out and merge rows, clicked with the mouse."""

from pathlib import Path

from jxc_xl.domain.tables.entry import PURCHASES
from jxc_xl.domain.tables.masters import ITEMS
from tests.e2e import shop
from tests.gui.books import documents
from tests.gui.clerk import Clerk
from tests.gui.conftest import OpenBook
from tests.gui.declared import clicks, label_of
from tests.gui.waiting import until

HEADERS = "日期,供货单位,货号,数量,单价,颜色\n"
LINES = HEADERS + "2026-11-20,百事,A1,10,2.5,红\n2026-11-20,百事,007,3.5,7,白\n"


def opened(open_book: OpenBook, folder: Path) -> tuple[Clerk, Path]:
    """A clerk with a small shop on the screen, and a file of purchases beside it."""
    book = shop.make(folder / "我的 店.xlsx")
    (folder / "旧账 11月.csv").write_text(LINES, "gbk")
    return open_book(book), book


def statuses(clerk: Clerk) -> list[str]:
    """状态 of the first two purchases."""
    return [str(row["状态"]) for row in clerk.rows(PURCHASES)[:2]]


@clicks("import")
@clicks("backup")
@clicks("restore")
def test_a_file_comes_in_and_a_backup_comes_back(open_book: OpenBook, tmp_path: Path) -> None:
    """导入 shows what it understood; 备份, a posting too many, and 还原 says what will be lost."""
    clerk, book = opened(open_book, tmp_path)
    clerk.go_to("采购", "A2")
    clerk.click_button(label_of("import"))
    clerk.choose("旧账 11月.csv", picture="import-file")
    asked = clerk.answer("是", picture="import-question")
    assert "货号 → 商品编码" in asked
    assert "颜色" in asked
    until(
        lambda: [row["商品编码"] for row in clerk.rows(PURCHASES)[:2]] == ["A1", "007"], "the rows"
    )
    clerk.wait_until_done()
    clerk.click_button(label_of("backup"))
    until(lambda: list((tmp_path / "备份").glob("*.db")), "the backup")
    clerk.wait_until_done()
    clerk.click_button(label_of("post"))
    until(lambda: statuses(clerk) == ["已过账"] * 2, "the posted rows")
    clerk.wait_until_done()
    (number,) = documents(book)
    (kept,) = (tmp_path / "备份").glob("*.db")
    clerk.click_button(label_of("restore"))
    clerk.choose(kept.name, picture="restore-file")
    assert number in clerk.answer("是", picture="restore-question")
    until(lambda: statuses(clerk) == [""] * 2, "the rows that are new again")
    clerk.wait_until_done()
    assert documents(book) == []
    assert len(list((tmp_path / "备份").glob("*恢复前*.db"))) == 1


@clicks("merge")
def test_likely_duplicates_are_shown_and_two_rows_merged(
    open_book: OpenBook, tmp_path: Path
) -> None:
    """合并资料 lists what looks alike; with the two rows selected it asks which one stays."""
    clerk, _book = opened(open_book, tmp_path)
    twice = {"code": "K9", "name": "大 米", "unit": "kg", "sub_unit": "g", "factor": "0.001"}
    clerk.type_rows(ITEMS, 5, [twice])
    clerk.click_button(label_of("merge"))
    assert "第 4 行 大米 / 第 5 行 大 米（名称相同）" in clerk.answer("确定", picture="duplicates")
    clerk.wait_until_done()
    clerk.go_to("商品", "A4:A5")
    clerk.click_button(label_of("merge"))
    asked = clerk.answer("是", picture="merge-question")
    assert "007 大米" in asked
    assert "K9 大 米" in asked
    until(lambda: clerk.rows(ITEMS)[3]["状态"] == "停用", "the stopped row")
    clerk.wait_until_done()
    assert clerk.rows(ITEMS)[3]["并入"] == "007"
