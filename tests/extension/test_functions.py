"""JXC.STOCK and its sisters in a real LibreOffice into which `jxc setup` put them."""

import os
import re
import shutil
import sys
import uuid
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from jxc_functions import FUNCTIONS

from jxc_xl.extension.functions import parts
from jxc_xl.hosts.libreoffice.documents import desktop_of
from jxc_xl.hosts.libreoffice.python_uno import load_uno
from jxc_xl.hosts.libreoffice.users_office import users_office
from jxc_xl.i18n import translate
from tests.e2e.shop import Cells, day, make, run, type_rows
from tests.udfs.test_planned import COLA, plan

pytestmark = pytest.mark.xdist_group("functions")  # one LibreOffice for all of them

_CHINESE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooLocale" oor:op="fuse">
<value>zh-CN</value></prop></item>
<item oor:path="/org.openoffice.Office.Linguistic/General"><prop oor:name="UILocale" oor:op="fuse">
<value>zh-CN</value></prop></item>
</oor:items>
"""
BOUGHT: Cells = {
    "date": day("2026-03-01"), "partner": "S1", "item": "A1", "warehouse": "W1", "quantity": 10,
    "price": 2,
}  # fmt: skip


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A Chinese LibreOffice after `jxc setup`, started from an active virtual environment."""
    profile = tmp_path_factory.mktemp("profile")
    (profile / "user").mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(_CHINESE, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JXC_OFFICE_PROFILE", str(profile))
        patch.setenv("JXC_PIPE", f"jxc-functions-{uuid.uuid4().hex}")
        patch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
        assert run("setup", "--host", "libreoffice")["ok"]
        with users_office() as (context, _):
            yield context


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A workbook whose ten colas are posted."""
    book = make(tmp_path / "shop.xlsx", purchases=[BOUGHT])
    assert run("post", book)["ok"]
    return book


class Sheet:
    """A sheet of the clerk's own in an open document."""

    def __init__(self, document: Any) -> None:
        self.document = document
        if not document.Sheets.hasByName("我的表"):
            document.Sheets.insertNewByName("我的表", 0)
        self._cells = document.Sheets.getByName("我的表")

    def type(self, address: str, content: str) -> str:
        """Type into a cell; what it shows then."""
        self._cells.getCellRangeByName(address).setFormula(content)
        return self.shown(address)

    def type_array(self, address: str, formula: str) -> list[list[str]]:
        """Enter an array formula; what its cells show."""
        block = self._cells.getCellRangeByName(address)
        block.setArrayFormula(formula)
        rows, columns = block.Rows.Count, block.Columns.Count
        return [
            [block.getCellByPosition(x, y).getString() for x in range(columns)] for y in range(rows)
        ]

    def shown(self, address: str) -> str:
        """What a cell shows."""
        return str(self._cells.getCellRangeByName(address).getString())

    def formula(self, address: str) -> str:
        """What stands in a cell."""
        return str(self._cells.getCellRangeByName(address).getFormula())


@contextmanager
def opened(context: Any, book: Path | None) -> Iterator[Sheet]:
    """Open a workbook, or a new one, and close it without saving."""
    url = "private:factory/scalc" if book is None else book.as_uri()
    document = desktop_of(context).loadComponentFromURL(url, "_blank", 0, ())
    try:
        yield Sheet(document)
    finally:
        document.close(True)


def store_as(sheet: Sheet, path: Path, filter_name: str) -> None:
    """Save under another name."""
    value = load_uno().createUnoStruct("com.sun.star.beans.PropertyValue")
    value.Name, value.Value = "FilterName", filter_name
    sheet.document.storeAsURL(path.as_uri(), (value,))


def test_a_cell_shows_the_figures_of_the_workbooks_ledger(context: Any, shop: Path) -> None:
    """Each function, with text, cell references, warehouse and date; it is a number in sums."""
    with opened(context, shop) as sheet:
        sheet.type("A1", "a1")
        assert sheet.type("B1", '=JXC.STOCK("A1")') == "10"
        assert sheet.type("B2", "=JXC.STOCK(A1)*2+SUM(JXC.STOCK(A1))") == "30"
        assert sheet.type("B3", '=JXC.STOCK(A1;"门店")') == "0"
        assert sheet.type("B4", "=JXC.STOCK(A1;;DATE(2026;2;28))") == "0"
        assert sheet.type("B5", '=JXC.AVAILABLE(A1;"W1";"2026-3-1")') == "10"
        assert sheet.type("B6", "=JXC.COST(A1)") == "2"
        assert sheet.type("B7", '=JXC.NAME(A1)&"!"') == "可乐!"
        assert sheet.formula("B6") == "=JXC.COST(A1)"
        assert sheet.type("B8", "=JXC.VALUE(A1)") == "20"
        assert sheet.type("B9", "=JXC.PRICE(A1)") == "2"
        assert sheet.type("B10", '=JXC.PRICE(A1;"C1")') == "#N/A"
        assert sheet.type("B11", '=JXC.HINT(A1;"C1")').startswith("到那时该客户还没有买过")


def test_what_the_last_recompute_found_is_there(context: Any, shop: Path) -> None:
    """Class, reorder point, order quantity and forecast; the function wizard's names work."""
    plan(shop.with_suffix(".db"), COLA)
    with opened(context, shop) as sheet:
        assert sheet.type("B1", '=JXC.ABC("A1")') == "A"
        assert sheet.type("B2", '=JXC.ROP("A1")+JXC.EOQ("A1")') == "60.5"
        assert sheet.type("B3", '=JXC.FORECAST("A1";"2026-4-15")') == "51"
        assert sheet.type("B4", '=JXC.ABC("007")') == "#N/A"
        assert sheet.type("B5", '=JXC.HINT("007")').endswith("请先点重算。")


def test_ranges_and_layers_fill_a_block(context: Any, shop: Path) -> None:
    """An array formula over a range, and the layers of one item; blank items stay blank."""
    with opened(context, shop) as sheet:
        for row, text in enumerate(["A1", "", "A9", "'007"], 1):
            sheet.type(f"A{row}", text)
        assert sheet.type_array("B1:B4", "=JXC.STOCK(A1:A4)") == [["10"], [""], ["#N/A"], ["0"]]
        assert sheet.type("C2", "=JXC.STOCK(A2)") == ""
        layers = sheet.type_array("D1:J1", "=JXC.LOTS(A1)")
        assert layers == [["46082", "CGRK20260301-001", "主仓库", "", "10", "2", "20"]]
        moves = sheet.type_array("D2:K3", '=JXC.MOVES(A1;;"2026-3-1")')
        assert moves == [
            ["46082", "", "期初结存", "", "", "", "", "0"],
            ["46082", "CGRK20260301-001", "采购入库", "主仓库", "", "10", "", "10"],
        ]


def test_errors_are_errors_and_the_hint_is_in_the_language_of_the_window(
    context: Any, shop: Path
) -> None:
    """IFERROR, ISNA and sums know them; JXC.HINT says why."""
    with opened(context, shop) as sheet:
        assert sheet.type("A1", '=JXC.STOCK("A9")') == "#N/A"
        assert sheet.type("A2", '=JXC.STOCK("A1";;"明天")') == "#VALUE!"
        assert sheet.type("A3", '=JXC.COST("007")') == "#DIV/0!"
        assert sheet.type("A4", "=SUM(A1;1)") == "#N/A"
        assert sheet.type("A5", '=IF(ISNA(A1);IFERROR(A2;"没有");1)') == "没有"
        assert sheet.type("A6", '=JXC.HINT("A9")').startswith("账本里没有商品 A9。")


def test_after_a_post_the_cells_show_the_new_figures(context: Any, shop: Path) -> None:
    """Posted while the window is open: formulas follow before the workbook is saved."""
    type_rows(shop, "purchases", [{**BOUGHT, "date": day("2026-03-05"), "quantity": 7}])
    with opened(context, shop) as sheet:
        assert sheet.type("A1", '=JXC.STOCK("A1")') == "10"
        assert sheet.type("A2", '=ROWS(JXC.LOTS("A1"))') == "1"
        answer = run("post", shop, "--host", "libreoffice")
        assert (answer["ok"], len(answer["documents"])) == (True, 1)
        assert (sheet.shown("A1"), sheet.shown("A2")) == ("17", "2")
        assert not sheet.document.isModified()
    with zipfile.ZipFile(shop) as package:
        texts = [package.read(name).decode() for name in sorted(package.namelist())
                 if name.startswith("xl/worksheets/sheet")]  # fmt: skip
    (cell,) = re.findall(r"<f[^>]*>(JXC\.STOCK[^<]*)</f><v>([^<]*)</v>", "".join(texts))
    assert cell == ("JXC.STOCK(&quot;A1&quot;)", "17")


@pytest.mark.parametrize(
    ("name", "filter_name"), [("b.xlsx", "Calc MS Excel 2007 XML"), ("b.ods", "calc8")]
)
def test_a_saved_workbook_opens_with_its_formulas_and_the_figures_of_today(
    context: Any, shop: Path, name: str, filter_name: str
) -> None:
    """The formulas are kept in both formats; what was posted meanwhile is there at once."""
    book = shop.with_name(name)
    with opened(context, shop) as sheet:
        sheet.type("A1", '=JXC.STOCK("A1")')
        sheet.type_array("B1:B2", '=JXC.NAME({"A1"|"007"})')
        shutil.copy(shop.with_suffix(".db"), book.with_suffix(".db"))
        store_as(sheet, book, filter_name)
        assert sheet.shown("A1") == "10"
    type_rows(shop, "purchases", [{**BOUGHT, "date": day("2026-03-05"), "quantity": 7}])
    assert run("post", shop)["ok"]
    shutil.copy(shop.with_suffix(".db"), book.with_suffix(".db"))
    with opened(context, book) as sheet:
        assert sheet.formula("A1") == '=JXC.STOCK("A1")'
        assert [sheet.shown(cell) for cell in ("A1", "B1", "B2")] == ["17", "可乐", "大米"]
    left = {path.name for path in book.parent.iterdir()}
    assert not [file for file in left if file.endswith(("-wal", "-shm"))], "no ledger stays open"


def test_without_a_ledger_there_are_no_figures(context: Any, shop: Path) -> None:
    """A new workbook, a lost ledger and the ledger of another shop: #N/A and the reason."""
    with opened(context, None) as sheet:
        assert sheet.type("A1", '=JXC.STOCK("A1")') == "#N/A"
        assert sheet.type("A2", '=JXC.HINT("A1")').startswith("这个工作簿没有账本")
    ledger = shop.with_suffix(".db")
    kept = ledger.rename(ledger.with_name("kept.db"))
    with opened(context, shop) as sheet:
        assert sheet.type("A1", '=JXC.STOCK("A1")') == "#N/A"
        assert sheet.type("A2", '=JXC.HINT("A1")') == f"找不到账本 {ledger}。"
        assert not ledger.exists()
    other = make(shop.with_name("other.xlsx"))
    shutil.copy(other.with_suffix(".db"), ledger)
    with opened(context, shop) as sheet:
        assert sheet.type("A1", '=JXC.NAME("A1")') == "#N/A"
        assert sheet.type("A2", '=JXC.HINT("A1")') == f"{ledger} 是另一个工作簿的账本。"
    kept.replace(ledger)


def test_the_ledger_is_the_one_that_the_settings_name(context: Any, tmp_path: Path) -> None:
    """设置 账套文件 goes before the file beside the workbook, for formulas as for buttons."""
    book = make(tmp_path / "shop.xlsx", purchases=[BOUGHT])
    assert run("post", book)["ok"]
    (tmp_path / "账套").mkdir()
    book.with_suffix(".db").rename(tmp_path / "账套" / "一店.db")
    with opened(context, book) as sheet:
        area = sheet.document.DatabaseRanges.getByName("settings").DataArea
        settings = sheet.document.Sheets.getByIndex(area.Sheet)
        rows = range(area.StartRow, area.EndRow + 1)
        (row,) = [y for y in rows if settings.getCellByPosition(0, y).getString() == "账套文件"]
        settings.getCellByPosition(1, row).setString("账套\\一店.db")
        sheet.type("A1", '=JXC.STOCK("A1")')
        sheet.document.store()
        assert sheet.shown("A1") == "10"


def test_the_function_wizard_explains_each_in_chinese(context: Any) -> None:
    """Name, description and arguments of every function, without the document that Calc adds."""
    service = "com.sun.star.sheet.FunctionDescriptions"
    found = context.ServiceManager.createInstanceWithContext(service, context)
    shown = {}
    for place in range(found.getCount()):
        told = {entry.Name: entry.Value for entry in found.getByIndex(place)}
        if str(told["Name"]).startswith("JXC."):
            arguments = [(entry.Name, entry.Description) for entry in told["Arguments"]]
            shown[told["Name"]] = (told["Description"], arguments)
    assert shown == {
        f"JXC.{function.name}": (
            translate(function.text, "zh"),
            [
                (translate(parameter.label, "zh"), translate(parameter.text, "zh"))
                for parameter in function.parameters
            ],
        )
        for function in FUNCTIONS.values()
    }


def test_the_wizard_speaks_english_too() -> None:
    """Both languages are in the extension; the window's own decides."""
    (wizard,) = [part for part in parts() if part.path == "CalcAddIns.xcu"]
    text = wizard.content.decode()
    for function in FUNCTIONS.values():
        assert f'<value xml:lang="en-US">{function.text}</value>' in text
        assert f'<value xml:lang="zh-CN">{translate(function.text, "zh")}</value>' in text
