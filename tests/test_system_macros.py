"""What the buttons 备份, 还原, 导入 and 合并资料 do on an open workbook."""

from pathlib import Path
from typing import Any

import pytest

from jxc_xl import macros
from jxc_xl.domain.tables import table_named
from tests.e2e.shop import make, rows_of, run, type_rows
from tests.e2e.test_post import PURCHASE
from tests.screen import Screen, patched, show

__all__ = ["patched"]

ITEMS: list[dict[str, Any]] = [
    {"code": "A1", "name": "可乐", "spec": "500ml", "unit": "瓶", "barcode": "0690123"},
    {"code": "K9", "name": "可 乐（500ＭＬ）", "unit": "瓶"},
    {"code": "B1", "name": "雪碧", "unit": "瓶", "barcode": "690123"},
]


@pytest.fixture
def shop(tmp_path: Path, patched: pytest.MonkeyPatch) -> tuple[Path, Screen]:
    """A shop with one posted purchase, on a screen."""
    path = make(tmp_path / "shop.xlsx", purchases=[PURCHASE])
    screen = show(path, patched)
    macros.post()
    return path, screen


def test_a_backup_is_made_and_put_back(shop: tuple[Path, Screen]) -> None:
    """还原 begins in 备份, names what would be lost, and does nothing without a yes."""
    path, screen = shop
    assert "已备份" in macros.backup()
    (kept,) = (path.parent / "备份").iterdir()
    macros.reverse()  # nothing is selected: said, and nothing done
    screen.told.clear()
    screen.selection = ("采购", "$C$2")
    screen.answers = ["yes"]
    macros.reverse()
    screen.told.clear()
    screen.chosen = [[kept], [], [kept]]
    screen.answers = ["no", "yes"]
    assert macros.restore() == "没有还原。"
    assert [question.folder for question in screen.asked] == [kept.parent]
    ((asked, _buttons),) = screen.told
    assert kept.name in asked
    assert "HC" in asked
    assert macros.restore() == "没有还原。"
    assert len(screen.told) == 1
    assert rows_of(path, "purchases")[0]["status"] == "已冲销"
    macros.restore()
    assert rows_of(path, "purchases")[0]["status"] == "已过账"
    assert [row["item"] for row in run("stock", path)["stock"]] == ["A1"]


def test_a_file_that_is_no_backup_is_refused(shop: tuple[Path, Screen]) -> None:
    """In words, before anything is asked; the books stay."""
    path, screen = shop
    wrong = path.with_name("照片.db")
    wrong.write_bytes(b"no database")
    screen.chosen = [[wrong]]
    assert macros.restore() == ""
    ((words, buttons),) = screen.told
    assert buttons == "ok"
    assert "照片.db" in words
    assert run("verify", path)["ok"]


def test_a_file_is_imported_into_the_sheet_in_front(shop: tuple[Path, Screen]) -> None:
    """The question says what was understood and shows the rows; no leaves the sheet as it was."""
    path, screen = shop
    source = path.with_name("销售.csv")
    source.write_text("日期,客户,货号,数量,单价,颜色\n2026-11-01,小王店,A1,2,3,红\n", "gbk")
    screen.sheet = "销售"
    screen.chosen = [[source]] * 2
    screen.answers = ["no", "yes"]
    assert macros.import_rows() == "什么也没有导入。"
    ((asked, buttons),) = screen.told
    assert buttons == "yes_no"
    for words in ("销售.csv", "货号 → 商品编码", "小王店", "颜色"):
        assert words in asked
    assert rows_of(path, "sales") == []
    macros.import_rows()
    (row,) = rows_of(path, "sales")
    assert (row["item"], row["quantity"]) == ("A1", 2)
    assert len(screen.told) == 2


def test_what_the_file_is_follows_from_its_columns(shop: tuple[Path, Screen]) -> None:
    """On 库存 an old stock list becomes items and 期初库存; on 销售 mall orders become deliveries."""
    path, screen = shop
    stock = path.with_name("旧.csv")
    stock.write_text("商品编码,名称,单位,库存数量,成本单价\nZ1,茶,盒,4,5\n", "utf-8")
    orders = path.with_name("订单.csv")
    orders.write_text(
        "订单编号,买家会员名,宝贝标题,商家编码,购买数量,宝贝单价,实付金额,订单状态,订单付款时间\n"
        "N1,阿福,可乐,A1,2,3,5.5,交易成功,2026-11-20 12:01:02\n",
        "utf-8",
    )
    screen.answers = ["yes", "yes"]
    screen.sheet, screen.chosen = "库存", [[stock]]
    macros.import_rows()
    assert rows_of(path, "movements")[0]["kind"] == "期初库存"
    screen.sheet, screen.chosen = "销售", [[orders]]
    macros.import_rows()
    assert (rows_of(path, "sales")[0]["number"], rows_of(path, "sales")[0]["total"]) == ("N1", 5.5)


def test_what_cannot_be_imported_is_told(shop: tuple[Path, Screen]) -> None:
    """A sheet that takes no rows, a file without one, a file that is none: a word, no question."""
    path, screen = shop
    screen.sheet = "首页"
    macros.import_rows()
    assert "「首页」" in screen.told.pop()[0]
    nothing = path.with_name("空.csv")
    nothing.write_text("日期,客户,货号,数量\n", "utf-8")
    web = path.with_name("导出.xls")
    web.write_bytes(b"<html><table><tr><td>1</td></tr></table>")
    screen.sheet, screen.chosen = "销售", [[nothing], [web]]
    for _file in (nothing, web):
        macros.import_rows()
        assert screen.told.pop()[1] == "ok"
    assert screen.told == []


def test_two_selected_rows_become_one(tmp_path: Path, patched: pytest.MonkeyPatch) -> None:
    """Cancel does nothing; no keeps the lower row, and the upper one's stock goes over to it."""
    path = make(tmp_path / "shop.xlsx", items=ITEMS, purchases=[{**PURCHASE, "quantity": 5}])
    screen = show(path, patched)
    macros.post()
    screen.told.clear()
    screen.sheet, screen.selection = "商品", ("商品", "$B$2:$C$3")
    screen.answers = ["cancel", "no"]
    assert macros.merge() == "没有合并。"
    ((asked, buttons),) = screen.told
    assert buttons == "yes_no_cancel"
    assert "A1 可乐" in asked
    assert "K9 可 乐" in asked
    macros.merge()
    rows = rows_of(path, "items")
    assert [(row["status"], row["merged_into"]) for row in rows[:2]] == [
        ("停用", "K9"), (None, None),
    ]  # fmt: skip
    assert [row["item"] for row in run("stock", path)["stock"]] == ["K9"]


def test_without_two_rows_likely_duplicates_are_shown(
    tmp_path: Path, patched: pytest.MonkeyPatch
) -> None:
    """Names but for width, signs and blanks; bar codes but for a zero that a spreadsheet took."""
    path = make(tmp_path / "shop.xlsx", items=ITEMS)
    screen = show(path, patched)
    screen.sheet, screen.selection = "商品", ("商品", "$A$2")
    assert macros.merge() == "没有合并。"
    ((words, buttons),) = screen.told
    assert buttons == "ok"
    assert "商品：第 2 行 可乐 / 第 3 行 可 乐（500ＭＬ）（名称相同）" in words
    assert "第 4 行 雪碧（条码相同）" in words


def test_partners_of_the_sheet_in_front_are_merged(
    tmp_path: Path, patched: pytest.MonkeyPatch
) -> None:
    """A code may stand on two sheets: the one in front is meant."""
    partners = [{"code": "P1", "name": "王记"}, {"code": "P2", "name": "王 记"}]
    path = make(tmp_path / "shop.xlsx", suppliers=partners, customers=partners)
    screen = show(path, patched)
    screen.sheet, screen.selection = "客户", ("客户", "$A$2:$A$3")
    screen.answers = ["yes"]
    macros.merge()
    assert [row["merged_into"] for row in rows_of(path, "customers")] == [None, "P1"]
    assert [row["merged_into"] for row in rows_of(path, "suppliers")] == [None, None]


def test_the_command_lists_duplicates_and_wants_two_words(tmp_path: Path) -> None:
    """Without KEEP and DUPLICATE what looks alike is listed; with one of them it is exit 2."""
    path = make(tmp_path / "shop.xlsx", items=ITEMS)
    type_rows(path, "suppliers", [
        {"name": "ABC 公司", "tax_number": "91310000X"}, {"name": "甲厂", "tax_number": "91310000x"},
    ])  # fmt: skip
    before = path.read_bytes()
    answer = run("merge", path)
    assert [
        (one["table"], one["why"], [row["row"] for row in one["rows"]])
        for one in answer["duplicates"]
    ] == [
        ("items", "条码相同", [2, 4]), ("items", "名称相同", [2, 3]),
        ("suppliers", "纳税人识别号相同", [3, 4]),
    ]  # fmt: skip
    assert path.read_bytes() == before
    run("merge", path, "A1", "K9", "--yes")
    assert [one["why"] for one in run("merge", path)["duplicates"]] == [
        "条码相同",
        "纳税人识别号相同",
    ]
    assert run("merge", path, "A1")["exit"] == 2
    assert run("merge", path, "--yes")["exit"] == 2


def test_a_master_that_comes_back_is_told_in_a_dialog(
    tmp_path: Path, patched: pytest.MonkeyPatch
) -> None:
    """商品 has no column 提示, so the word about the deleted row is shown once."""
    path = make(tmp_path / "shop.xlsx", purchases=[PURCHASE])
    run("post", path)
    type_rows(path, "items", [dict.fromkeys(table_named("items").by_field)], at=0)
    screen = show(path, patched)
    macros.post()
    ((words, buttons),) = screen.told
    assert buttons == "ok"
    assert "A1 可乐 已在这里删除，但账上用过" in words
    macros.post()
    assert len(screen.told) == 1
