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
    "merge": ("xl/worksheets/sheet1.xml", '<mergeCell ref="B2:K2"/>', '<mergeCell ref="B2:M2"/>', "overlap"),
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
