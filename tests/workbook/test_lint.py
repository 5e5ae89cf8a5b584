"""The lint sees each fault that Excel would repair: planted in a sound workbook."""

import zipfile
from io import BytesIO

import pytest

from jxc_xl.workbook.template import build
from tests.workbook.lint import lint


@pytest.fixture(scope="module")
def sound() -> bytes:
    """A workbook without faults."""
    target = BytesIO()
    build(target)
    return target.getvalue()


FAULTS = {
    "sheet name": ("xl/workbook.xml", 'name="采购"', 'name="采/购"', "sheet name '采/购'"),
    "sheet twice": ("xl/workbook.xml", 'name="销售"', 'name="采购"', "'采购' twice"),
    "name of nothing": ("xl/workbook.xml", "_jxc!$B$1<", "_nil!$B$1<", "no sheet _nil"),
    "name like a cell": ("xl/workbook.xml", '"lst_items"', '"lst1"', "no defined name"),
    "table like a cell": ("xl/tables/table4.xml", 'displayName="stock"', 'displayName="AB12"', "table name 'ab12'"),
    "table name twice": ("xl/tables/table2.xml", 'displayName="sales"', 'displayName="purchases"', "'purchases' twice"),
    "table id twice": ("xl/tables/table2.xml", 'id="2"', 'id="1"', "table id '1' twice"),
    "header": ("xl/tables/table4.xml", 'name="库存金额"', 'name="库存价值"', "over column '库存价值'"),
    "filter": ("xl/tables/table1.xml", '<autoFilter ref="A1:AH201"', '<autoFilter ref="A1:AH200"', "filters another range"),
    "prompt": ("xl/worksheets/sheet2.xml", 'promptTitle="数量（必填）"', f'promptTitle="{"数" * 33}"', "promptTitle longer"),
    "list": ("xl/worksheets/sheet2.xml", '<formula1>"', f'<formula1>"{"草稿," * 90}', "list longer than 255"),
    "list of nothing": ("xl/worksheets/sheet2.xml", "<formula1>lst_items<", "<formula1>lst_goods<", "no defined name 'lst_goods'"),
    "look": ("xl/worksheets/sheet2.xml", 'dxfId="', 'dxfId="99', "look out of range"),
    "style": ("xl/worksheets/sheet2.xml", '<c r="A1" s="', '<c r="A1" s="9', "out of range"),
    "formula": ("xl/worksheets/sheet1.xml", "SUM(stock[库存金额])", "SUM(stock[库存金额]", "unbalanced ()"),
    "column": ("xl/worksheets/sheet1.xml", "SUM(stock[库存金额])", "SUM(stock[金额])", "no column stock[金额]"),
    "function": ("xl/worksheets/sheet1.xml", "SUM(stock", "XLOOKUP(stock", "functions ['XLOOKUP']"),
    "link": ("xl/worksheets/sheet1.xml", "'采购'!A1", "'采够'!A1", "link to '采够'!A1"),
    "sheet of code": ("xl/workbook.xml", 'name="设置"', 'name="设置.py"', "ask for a licence"),
    "long sheet name": ("xl/workbook.xml", 'name="设置"', f'name="{"设" * 32}"', f"sheet name '{'设' * 32}'"),
    "illegal name": ("xl/workbook.xml", '"jxc_layout"', '"jxc layout"', "defined name 'jxc layout'"),
    "name twice": ("xl/workbook.xml", '"jxc_layout"', '"jxc_ledger_id"', "'jxc_ledger_id', None) twice"),
    "name of no sheet": ("xl/workbook.xml", '"jxc_layout"', '"jxc_layout" localSheetId="99"', "belongs to no sheet"),
    "name of a table": ("xl/workbook.xml", '"jxc_layout"', '"stock"', "'stock' is a table and a name"),
    "number format": ("xl/styles.xml", '<xf numFmtId="0" fontId="0"', '<xf numFmtId="199" fontId="0"', "unknown number format 199"),
    "font": ("xl/styles.xml", '<xf numFmtId="0" fontId="0"', '<xf numFmtId="0" fontId="99"', "fontId out of range"),
    "fill": ("xl/styles.xml", 'fillId="0"', 'fillId="99"', "fillId out of range"),
    "border": ("xl/styles.xml", 'borderId="0"', 'borderId="99"', "borderId out of range"),
    "empty table": ("xl/tables/table4.xml", 'ref="A1:N2"', 'ref="A1:N1"', "table stock has no data row"),
    "narrow table": ("xl/tables/table4.xml", 'ref="A1:N2"', 'ref="A1:M2"', "not as many columns as its range"),
    "column twice": ("xl/tables/table4.xml", 'name="库存金额"', 'name="库存数量"', "column of stock '库存数量' twice"),
    "column id twice": ("xl/tables/table4.xml", 'tableColumn id="2"', 'tableColumn id="1"', "column id of stock '1' twice"),
    "column formula": ("xl/tables/table1.xml", "items[名称]", "items[品名]", "table purchases: no column items[品名]"),
    "table look": ("xl/tables/table1.xml", "<tableColumn id", '<tableColumn dataDxfId="999" id', "table with a look out of range"),
    "column order": ("xl/worksheets/sheet2.xml", '<col min="2" max="2"', '<col min="1" max="1"', "column ranges out of order"),
    "row style": ("xl/worksheets/sheet2.xml", '<row r="1"', '<row s="9999" r="1"', "row with style 9999 out of range"),
    "column style": ("xl/worksheets/sheet2.xml", 'style="39"', 'style="9999"', "col with style 9999 out of range"),
    "long prompt": ("xl/worksheets/sheet2.xml", ' prompt="', f' prompt="{"长" * 256}', "prompt longer than 255"),
    "long error title": ("xl/worksheets/sheet2.xml", ' prompt="', f' errorTitle="{"长" * 33}" prompt="', "errorTitle longer than 32"),
    "validations meet": ("xl/worksheets/sheet2.xml", 'sqref="B2:B1048576"', 'sqref="A2:B1048576"', "validations overlap"),
    "priority twice": ("xl/worksheets/sheet2.xml", 'priority="2"', 'priority="1"', "priority '1' twice"),
    "long head": ("xl/worksheets/sheet2.xml", "<oddHeader>", f"<oddHeader>{'长' * 256}", "oddHeader longer than 255"),
    "long foot": ("xl/worksheets/sheet2.xml", "<oddFooter>", f"<oddFooter>{'长' * 256}", "oddFooter longer than 255"),
    "equals sign": ("xl/worksheets/sheet1.xml", "<f>", "<f>=", "begins with ="),
    "long formula": ("xl/worksheets/sheet1.xml", "<f>SUM(", f"<f>SUM({'1,' * 4096}", "longer than 8192"),
    "quotes": ("xl/worksheets/sheet1.xml", '"公司名称"', '"公司名称', "unbalanced quotes"),
    "brackets": ("xl/worksheets/sheet1.xml", "settings[值]", "settings[值", "unbalanced []"),
    "short form": ("xl/worksheets/sheet1.xml", "SUM(stock[库存金额])", "SUM(stock[@库存金额])", "short form of a structured reference"),
    "sheet of nothing": ("xl/worksheets/sheet1.xml", "SUM(stock[库存金额])", "SUM('没有'!A1)", "no sheet 没有"),
    "merge": ("xl/worksheets/sheet1.xml", '<mergeCell ref="B2:L2"/>', '<mergeCell ref="B2:N2"/>', "overlap"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_planted_fault_is_found(sound: bytes, fault: str) -> None:
    """One change in one part, one finding that names it."""
    part, old, new, finding = FAULTS[fault]
    assert finding in "\n".join(lint(_changed(sound, part, old, new)))


def _changed(workbook: bytes, part: str, old: str, new: str) -> BytesIO:
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook)) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            text = source.read(name).decode()
            if name == part:
                assert old in text
                text = text.replace(old, new, 1)
            copy.writestr(name, text)
    return target
