"""Cells that show an error value: no file that another program saved may lose them as blanks."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from jxc_xl.domain.cells import CellError
from jxc_xl.foreign import ods, xls
from jxc_xl.foreign.errors import FileUnreadable
from jxc_xl.foreign.spreadsheet import formula_cells, read_sheets
from jxc_xl.hosts.libreoffice.office import OwnOffice
from tests.counted import fill_in
from tests.e2e import shop
from tests.e2e.test_stocktake import property_value

FORMATS = {"xlsx": "Calc MS Excel 2007 XML", "xls": "MS Excel 97", "ods": "calc8"}
MILLION = 1_048_575
NAMES = (
    "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    + ' xmlns:c="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A shop's workbook."""
    return shop.make(tmp_path / "店.xlsx")


def saved_by(office: OwnOffice, path: Path) -> Iterator[Path]:
    """The same workbook as LibreOffice calculates it and saves it in every format."""
    desktop = office.context.ServiceManager.createInstance("com.sun.star.frame.Desktop")
    hidden = property_value("Hidden", value=True)
    document = desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, (hidden,))
    document.calculateAll()
    for ending, filter_name in FORMATS.items():
        saved = path.with_name(f"存.{ending}")
        document.storeToURL(saved.as_uri(), (property_value("FilterName", value=filter_name),))
        yield saved
    document.close(True)


def ods_file(path: Path, *tables: str) -> Path:
    """An ods with these sheets."""
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", "<manifest/>")
        package.writestr(
            "content.xml",
            f"<office:document-content{NAMES}><office:body><office:spreadsheet>{''.join(tables)}"
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path


def cell(text: str, attributes: str = "", remark: str = "", kind: str = "table-cell") -> str:
    """A cell of an ods that shows a text."""
    return f'<table:{kind} office:value-type="string" {attributes}>{remark}<text:p>{text}</text:p></table:{kind}>'


FAILED = 'office:string-value="" c:value-type="error" table:formula="of:=1/0"'


def test_an_import_complains_of_them_in_every_format(book: Path, office: OwnOffice) -> None:
    """Also of the last cell of the sheet; text that only looks like an error stays text."""
    source = book.with_name("旧账.xlsx")
    with Workbook(source) as workbook:
        sheet = workbook.add_worksheet("旧 账")
        sheet.write_row(0, 0, ["日期", "单号", "商品编码", "备注", "数量"])
        for row in range(1, 6):
            sheet.write_row(row, 0, ["2026-11-01", f"N{row}", "A1", "#N/A", 2])
        for row, formula in ((1, "=1/0"), (2, "=NA()"), (3, '=VALUE("x")'), (5, "=#REF!")):
            sheet.write_formula(row, 4, formula)
    for saved in saved_by(office, source):
        answer = shop.run("import", book, saved, "--into", "sales", "--preview")
        said = [(one["row"], one["column"], one["code"]) for one in answer["problems"]]
        assert said == [(row, "数量", "cell_error") for row in (2, 3, 4, 6)], saved.suffix
        shown = [one["message"] for one in answer["problems"]]
        for text, words in zip(("#DIV/0!", "#N/A", "#VALUE!", "#REF!"), shown, strict=True):
            assert text in words, saved.suffix
        assert answer["refused"] == 4


def test_a_count_that_shows_an_error_is_not_taken_for_not_counted(
    book: Path, office: OwnOffice
) -> None:
    """盘点表 in every format; a calculated count is told of, except in an xls, which does not say."""
    shop.type_rows(book, "movements", [
        {"date": shop.day("2026-03-01"), "kind": "期初库存", "item": item, "quantity": 9, "price": 1}
        for item in ("007", "A1")
    ])  # fmt: skip
    assert shop.run("post", book)["ok"]
    sheets = book.with_name("盘点表.xlsx")
    assert shop.run("stocktake", book, "--month", "2026-03", "-o", sheets)["ok"]
    fill_in(sheets, {6: {"counted": "=1/0"}, 7: {"counted": "=4+5"}})
    for saved in saved_by(office, sheets):
        answer = shop.run("count", book, saved)
        said = [(one["row"], one["column"], one["code"]) for one in answer["problems"]]
        calculated = [] if saved.suffix == ".xls" else [(7, "实盘数量", "count_formula")]
        assert (answer["exit"], said) == (1, [(6, "实盘数量", "cell_error"), *calculated])


def test_an_ods_says_in_many_ways_where_an_error_stands(tmp_path: Path) -> None:
    """Repeated rows and cells, hidden parts of merged ones, remarks, other sheets, other programs.

    OpenOffice says that the value is 0, Excel that it is text; a German office has its own words.
    """
    remark = "<office:annotation><text:p>#REF!</text:p></office:annotation>"
    rows = (
        "<table:table-header-rows><table:table-row>" + cell("甲") + cell("乙") + cell("丙")
        + "</table:table-row></table:table-header-rows>",
        "<table:table-row table:number-rows-repeated='2'><table:table-cell/>"
        + cell("#DIV/0!", f"table:number-columns-repeated='2' {FAILED}", remark) + "</table:table-row>",
        "<table:table-row>" + cell("x", 'table:number-columns-spanned="2"')
        + cell("", kind="covered-table-cell")
        + cell("#WERT!", FAILED) + "</table:table-row>",
        "<table:table-row><table:table-cell table:formula='of:=1/0' office:value-type='float' "
        "office:value='0'><text:p>#DIV/0!</text:p></table:table-cell>"
        + cell("#N/A", "table:formula='of:=NA()'") + cell("#N/A", remark=remark) + "</table:table-row>",
        "<table:table-row>" + cell("Err:502", FAILED) + cell("Err:503", FAILED)
        + "<table:table-cell table:formula='of:=1+1' office:value-type='float' office:value='2'>"
        "<text:p>2</text:p></table:table-cell></table:table-row>",
    )  # fmt: skip
    other = f"<table:table table:name='别的'><table:table-row>{cell('#NUM!', FAILED)}</table:table-row></table:table>"
    path = ods_file(
        tmp_path / "表.ods",
        other,
        f"<table:table table:name='表'>{''.join(rows)}</table:table>",
        other,
    )
    data = path.read_bytes()
    grid = read_sheets(path, data)["表"]
    error = CellError
    assert grid.rows == [
        ["甲", "乙", "丙"],
        [None, error("#DIV/0!"), error("#DIV/0!")],
        [None, error("#DIV/0!"), error("#DIV/0!")],
        ["x", None, error("#VALUE!")],
        [error("#DIV/0!"), error("#N/A"), "#N/A"],
        [error("#VALUE!"), error("#NUM!"), 2],
    ]
    found = {
        (r, c) for r, row in enumerate(grid.rows) for c, v in enumerate(row) if type(v) is error
    }
    assert found == {(1, 1), (1, 2), (2, 1), (2, 2), (3, 2), (4, 0), (4, 1), (5, 0), (5, 1)}
    assert set(formula_cells(path, data, "表", grid)) == {*found, (5, 2)}


def test_a_million_repeated_errors_are_one_block(tmp_path: Path) -> None:
    """A small ods may say of a whole sheet that it shows an error: nothing is made of it by us."""
    row = f"<table:table-row table:number-rows-repeated='{MILLION}'>" + cell(
        "#N/A", f"table:number-columns-repeated='16384' {FAILED}"
    )
    path = ods_file(
        tmp_path / "表.ods", f"<table:table table:name='表'>{row}</table:table-row></table:table>"
    )
    data = path.read_bytes()
    (block,) = ods.error_cells(path, data, "表")
    assert (block.rows, block.columns, block.text) == (range(MILLION), range(16384), "#N/A")
    assert list(block.within(2, 1)) == [(0, 0), (1, 0)]
    with pytest.raises(FileUnreadable):
        read_sheets(path, data)


def test_an_ods_that_is_no_proper_xml_is_refused(tmp_path: Path) -> None:
    """Some readers forgive an attribute that stands twice; what else is wrong, nobody knows."""
    row = cell("#N/A", f"{FAILED} table:style-name='a' table:style-name='b'")
    path = ods_file(
        tmp_path / "表.ods",
        f"<table:table table:name='表'><table:table-row>{row}</table:table-row></table:table>",
    )
    with pytest.raises(FileUnreadable):
        read_sheets(path, path.read_bytes())


def test_an_xls_that_does_not_say_its_errors_is_refused(tmp_path: Path, office: OwnOffice) -> None:
    """Rather than taking its errors for blanks; a sheet without cells (a chart) has none."""
    source = tmp_path / "表.xlsx"
    with Workbook(source) as workbook:
        workbook.add_worksheet("表").write_formula(0, 0, "=1/0")
    (path,) = (saved for saved in saved_by(office, source) if saved.suffix == ".xls")
    data = path.read_bytes()
    assert list(xls.error_cells(path, data, ["表", "图表1"])) == ["表"]
    with pytest.raises(FileUnreadable):
        xls.error_cells(path, data[: len(data) // 2], ["表"])
