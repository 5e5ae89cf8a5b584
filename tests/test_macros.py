"""What the buttons do on an open workbook, here the closed file with a screen of its own."""

import shutil
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from jxc_xl import i18n, macros
from jxc_xl.ledger import connection
from tests.counted import fill_in
from tests.e2e.shop import day, make, rows_of, run
from tests.e2e.test_post import PURCHASE
from tests.screen import Screen, patched, show

__all__ = ["patched"]

WRONG: Mapping[str, Any] = {**PURCHASE, "date": day("2026-03-02"), "item": "A9"}


def opened(
    folder: Path, patch: pytest.MonkeyPatch, rows: Sequence[Mapping[str, Any]]
) -> tuple[Path, Screen]:
    """A shop with these purchases, on a screen."""
    path = make(folder / "shop.xlsx", purchases=rows)
    return path, show(path, patch)


def test_post_says_it_once_in_the_status_bar(tmp_path: Path, patched: pytest.MonkeyPatch) -> None:
    """Good rows are posted without a dialog; the workbook is stored and calculates as before."""
    path, screen = opened(tmp_path, patched, [PURCHASE])
    assert macros.post() == "过账 1 张，0 行有误。"
    assert (screen.status, screen.told) == ("过账 1 张，0 行有误。", [])
    assert (screen.book.app.calculation, screen.book.app.screen_updating) == ("automatic", True)
    assert rows_of(path, "purchases")[0]["status"] == "已过账"


def test_post_leads_to_the_first_mistake(tmp_path: Path, patched: pytest.MonkeyPatch) -> None:
    """One dialog names the mistakes in words; the cursor stands in the first wrong cell."""
    _path, screen = opened(tmp_path, patched, [PURCHASE, WRONG])
    macros.post()
    ((words, buttons),) = screen.told
    assert buttons == "ok"
    assert words.startswith("过账 1 张，1 行有误。")
    assert "采购 第 3 行 商品编码：没有商品“A9”。" in words
    assert words.endswith("光标已停在第一处。")
    assert (screen.sheet, screen.cursor) == ("采购", "采购!$E$3")


def test_a_long_list_of_mistakes_is_cut(tmp_path: Path, patched: pytest.MonkeyPatch) -> None:
    """Eight are named, the rest is counted: a dialog must fit on the screen."""
    rows = [{**WRONG, "date": day(f"2026-03-{n:02}")} for n in range(1, 13)]
    _path, screen = opened(tmp_path, patched, rows)
    macros.check()
    ((words, _buttons),) = screen.told
    assert words.count("没有商品") == 8
    assert "4" in words.splitlines()[-3]


def test_check_posts_nothing(tmp_path: Path, patched: pytest.MonkeyPatch) -> None:
    """校验 says what would go and leaves the ledger empty."""
    path, screen = opened(tmp_path, patched, [PURCHASE])
    assert macros.check() == screen.status
    assert "1" in screen.status
    assert run("stock", path)["stock"] == []


def test_unknown_masters_are_added_after_one_question(
    tmp_path: Path, patched: pytest.MonkeyPatch
) -> None:
    """补建资料 names them and asks; no leaves the sheets alone, and nobody unknown is no question."""
    path, screen = opened(tmp_path, patched, [PURCHASE, WRONG])
    screen.answers = ["no", "yes"]
    assert macros.add_masters() == "没有补建。"
    assert "商品：A9" in screen.told[0][0]
    assert len(rows_of(path, "items")) == 3
    macros.add_masters()
    assert rows_of(path, "items")[3]["code"] == "A9"
    assert len(screen.told) == 2
    assert macros.add_masters() == "所有商品和往来单位都已登记。"
    assert len(screen.told) == 2


def test_only_mistakes_is_a_toggle(tmp_path: Path, patched: pytest.MonkeyPatch) -> None:
    """The first click shows the rows in 有误 alone, the second one all again."""
    _path, screen = opened(tmp_path, patched, [PURCHASE, WRONG])
    screen.sheet = "采购"
    macros.wrong()
    assert screen.filters == {("purchases", 27): ["有误"]}
    macros.wrong()
    assert screen.filters == {}
    screen.sheet = "库存"
    macros.wrong()
    assert "「库存」" in screen.told[0][0]


def test_reverse_asks_and_names_the_documents(tmp_path: Path, patched: pytest.MonkeyPatch) -> None:
    """No is respected; yes reverses the posted documents of the selected rows, each once."""
    other = {**PURCHASE, "date": day("2026-03-02")}
    wrong = {**WRONG, "date": day("2026-03-03")}
    path, screen = opened(tmp_path, patched, [PURCHASE, {**PURCHASE, "quantity": 1}, other, wrong])
    macros.post()
    screen.told.clear()
    screen.selection = ("采购", "$C$2:$D$3")
    screen.answers = ["no", "yes"]
    assert macros.reverse() == "没有冲销。"
    assert run("stock", path)["stock"] != []
    macros.reverse()
    (question, buttons), (again, _same) = screen.told
    assert (buttons, question) == ("yes_no", again)
    assert "CGRK20260301-001" in question
    assert "CGRK20260302-001" not in question
    rows = rows_of(path, "purchases")
    assert [row["status"] for row in rows] == ["已冲销", "已冲销", "已过账", "有误"]


def test_reverse_wants_posted_rows(tmp_path: Path, patched: pytest.MonkeyPatch) -> None:
    """Nothing posted is selected: said in words, nothing asked."""
    _path, screen = opened(tmp_path, patched, [PURCHASE])
    screen.selection = ("采购", "$A$2")
    macros.reverse()
    ((words, buttons),) = screen.told
    assert buttons == "ok"
    assert "没有选中已过账的单据" in words


def test_stock_is_filled_and_shown(tmp_path: Path, patched: pytest.MonkeyPatch) -> None:
    """What somebody else posted meanwhile stands in 库存, and the sheet is in front."""
    path, screen = opened(tmp_path, patched, [PURCHASE])
    other = shutil.copyfile(path, tmp_path / "other.xlsx")
    assert run("post", other, "--ledger", path.with_suffix(".db"))["ok"]
    assert macros.stock() == "1 条库存，库存金额 154.00"
    assert screen.sheet == "库存"
    assert screen.book.sheets["库存"].range("A2").value == "A1"


def test_verify_says_that_all_is_equal(tmp_path: Path, patched: pytest.MonkeyPatch) -> None:
    """A sound ledger is told in the status bar; one that was touched in a dialog."""
    path, screen = opened(tmp_path, patched, [PURCHASE])
    macros.post()
    assert "1" in macros.verify()
    assert screen.told == []
    ledger = sqlite3.connect(path.with_suffix(".db"))
    with ledger:
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (name,) in ledger.execute(triggers).fetchall():
            ledger.execute(f'DROP TRIGGER "{name}"')
        ledger.execute("UPDATE document SET number = number || 'X'")
    ledger.close()
    macros.verify()
    assert len(screen.told) == 1


def test_count_sheets_are_made_as_the_clerk_says(
    tmp_path: Path, patched: pytest.MonkeyPatch
) -> None:
    """Cancel makes nothing, yes makes blind sheets, no open ones; the file is named."""
    path, screen = opened(tmp_path, patched, [PURCHASE])
    macros.post()
    screen.answers = ["cancel", "yes", "no"]
    assert macros.stocktake() == "没有做盘点表。"
    assert list(tmp_path.glob("*盘点表*")) == []
    number = f"PDD{date.today():%Y%m%d}-001"
    assert macros.stocktake().startswith(f"盘点单 {number}：1 行要盘点，")
    sheet = openpyxl.load_workbook(path.with_name(f"shop-盘点表-{number}.xlsx")).worksheets[0]
    assert "账面数量" not in [cell.value for cell in sheet[5]]
    assert run("stocktake", path, "--cancel", number)["ok"]
    macros.stocktake()
    (other,) = tmp_path.glob("*盘点表*-002.xlsx")
    sheet = openpyxl.load_workbook(other).worksheets[0]
    assert [sheet[cell].value for cell in ("J5", "J6")] == ["账面数量", 77]
    assert [buttons for _words, buttons in screen.told] == ["yes_no_cancel"] * 3


def test_counted_sheets_are_read_and_posted_after_a_question(
    tmp_path: Path, patched: pytest.MonkeyPatch
) -> None:
    """No file, no change; what is wrong is said; the differences are shown before they are posted."""
    path, screen = opened(tmp_path, patched, [PURCHASE])
    macros.post()
    screen.answers = ["no"]
    macros.stocktake()
    (sheet,) = tmp_path.glob("*盘点表*.xlsx")
    screen.chosen = [[], [sheet], [sheet], [sheet], [sheet]]
    assert macros.read_count() == "没有选择文件。"
    fill_in(sheet, {6: {"counted": 70}})
    assert "盘点容差" in [macros.read_count(), screen.told[-1][0]][1]
    fill_in(sheet, {6: {"reason": "丢失"}})
    screen.answers = ["no", "yes"]
    assert macros.read_count() == "没有过账。"
    assert "A1：账面 77，实盘 70，差异 -14.00 元" in screen.told[-1][0]
    assert "已过账：PDD" in macros.read_count()
    assert screen.sheet == "盘点结果"
    assert screen.book.sheets["出入库"].range("C2").value == "盘亏出库"
    assert run("verify", path)["ok"]


def test_settings_and_help_go_to_their_sheets(tmp_path: Path, patched: pytest.MonkeyPatch) -> None:
    """No dialog, no writing."""
    _path, screen = opened(tmp_path, patched, [])
    macros.settings()
    assert screen.sheet == "设置"
    macros.help()
    assert (screen.sheet, screen.told) == ("说明", [])


def test_another_workbook_is_told_so(tmp_path: Path, patched: pytest.MonkeyPatch) -> None:
    """Every button says in words that this is not a master workbook."""
    path = tmp_path / "letters.xlsx"
    openpyxl.Workbook().save(path)
    screen = show(path, patched)
    macros.post()
    assert "letters.xlsx" in screen.told[0][0]


def test_a_workbook_that_was_never_saved_is_told_so(
    tmp_path: Path, patched: pytest.MonkeyPatch
) -> None:
    """It has no folder, hence no ledger beside it."""
    _path, screen = opened(tmp_path, patched, [PURCHASE])
    patched.setattr(type(screen.book.impl), "fullname", "未命名 1")
    macros.post()
    assert "还没有保存" in screen.told[0][0]


def test_a_busy_ledger_is_told_so(tmp_path: Path, patched: pytest.MonkeyPatch) -> None:
    """Somebody else is posting: one dialog with what to do, and the click can be repeated."""
    path, screen = opened(tmp_path, patched, [PURCHASE])
    patched.setattr(connection, "BUSY_SECONDS", 0.05)
    other = sqlite3.connect(path.with_suffix(".db"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert macros.post() == ""
    other.execute("ROLLBACK")
    other.close()
    assert len(screen.told) == 1
    assert (screen.status, screen.book.app.calculation) == (False, "automatic")
    assert macros.post() == "过账 1 张，0 行有误。"


def test_nobody_sees_a_traceback(tmp_path: Path, patched: pytest.MonkeyPatch) -> None:
    """What nobody foresaw is told with the log file's path, and the screen draws again."""
    _path, screen = opened(tmp_path, patched, [PURCHASE])
    patched.setenv("HOME", str(tmp_path))

    def broken(*_words: object, **_more: object) -> None:
        screen.book.app.screen_updating = False
        screen.book.app.calculation = "manual"
        raise ZeroDivisionError("1/0")

    patched.setattr("jxc_xl.services.post.post", broken)
    macros.post()
    ((words, _buttons),) = screen.told
    log = tmp_path / ".jxc" / "jxc.log"
    assert str(log) in words
    assert "Traceback" not in words
    assert "ZeroDivisionError: 1/0" in log.read_text(encoding="utf-8")
    assert (screen.book.app.calculation, screen.book.app.screen_updating) == ("automatic", True)


def test_english_on_request(tmp_path: Path, patched: pytest.MonkeyPatch) -> None:
    """The language in force is spoken in dialogs and status bar."""
    _path, screen = opened(tmp_path, patched, [PURCHASE, WRONG])
    i18n.set_language("en")
    assert macros.post().startswith("Documents posted: 1")
    assert screen.told[0][0].endswith("The cursor stands at the first one.")
