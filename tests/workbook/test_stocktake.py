"""The stocktake workbook as clerks and their programs see it."""

import re
import zipfile
from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from jxc_xl.domain.masters import Item
from jxc_xl.domain.stocktaking import Line, Position
from jxc_xl.domain.tables.stocktake import HEAD, REASONS, STOCKTAKE, Method, Moment
from jxc_xl.workbook.stocktake import EMPTY_LINES, Head, Sheet, write_stocktake
from tests.workbook.lint import lint

HEADERS = [column.header for column in STOCKTAKE.columns]


def line(code: str, quantity_e4: int, **more: Any) -> Line:
    """A line of the main warehouse."""
    item = Item(code, f"{code}的名称", "瓶", **more)
    return Line(Position("W1", code, "", quantity_e4, True), item, "A")


LINES = [
    line("007", 73_1250, spec="500ml", barcode="6901234567892", details={"position": "A-1"}),
    line("=1+1", 0),
    line("中文", -2_0000),
]


def head(method: Method = Method.OPEN) -> Head:
    """The head of a stocktake."""
    return Head("春风店", "PDD20260331-001", date(2026, 3, 31), Moment.END, method, "p1234z")


def written(method: Method = Method.OPEN, *, barcodes: bool = False) -> bytes:
    """A workbook with a sheet whose name a spreadsheet does not allow, and another of that name."""
    target = BytesIO()
    sheets = [Sheet("主仓/[一]", LINES), Sheet("主仓 一", LINES[:1])]
    undrawn = write_stocktake(target, head(method), sheets, barcodes=barcodes)
    assert undrawn == (["中文"] if barcodes else [])
    return target.getvalue()


def sheet_of(content: bytes, place: int = 0) -> Worksheet:
    """A sheet as another program reads it."""
    return openpyxl.load_workbook(BytesIO(content)).worksheets[place]


def rows_of(sheet: Worksheet) -> list[list[Any]]:
    """The cells that hold something, row by row."""
    return [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]


def test_head_lines_and_foot_stand_where_a_reader_looks() -> None:
    """Each label with its value to the right; headers; a line each; the foot to be signed."""
    rows = rows_of(sheet_of(written()))
    assert rows[0] == ["春风店 盘点表"]
    said = dict(zip(rows[1][::2] + rows[2][::2], rows[1][1::2] + rows[2][1::2], strict=True))
    assert said == {
        "盘点单号": "PDD20260331-001", "盘点日期": datetime(2026, 3, 31), "盘点时点": "日终",
        "盘点方式": "明盘", "仓库": "主仓/[一]", "校验码": "p1234z",
    }  # fmt: skip
    assert set(said) == {column.header for column in HEAD}
    assert rows[4] == HEADERS
    assert rows[5] == [
        1, "007", "6901234567892", "007的名称", "500ml", "瓶", "A-1", "A", 73.125,
    ]  # fmt: skip
    assert rows[6] == [2, "=1+1", "=1+1的名称", "瓶", "A", 0]
    assert rows[7][-1] == -2
    assert rows[8 : 8 + EMPTY_LINES] == [[]] * EMPTY_LINES
    assert rows[-1] == ["盘点人", "监盘人", "复核人", "日期"]


def test_sheets_have_names_that_are_allowed() -> None:
    """Each once, without what no program takes."""
    assert openpyxl.load_workbook(BytesIO(written())).sheetnames == ["主仓 一", "主仓 一 2"]


def test_a_blind_sheet_has_nothing_of_what_the_books_have() -> None:
    """The column is not there, and the quantity stands in no part of the file."""
    content = written(Method.BLIND)
    assert rows_of(sheet_of(content))[4] == [each for each in HEADERS if each != "账面数量"]
    with zipfile.ZipFile(BytesIO(content)) as package:
        assert all(b"73.125" not in package.read(name) for name in package.namelist())
        assert all("账面".encode() not in package.read(name) for name in package.namelist())
    with zipfile.ZipFile(BytesIO(written())) as package:
        assert b"73.125" in package.read("xl/worksheets/sheet1.xml")


def test_the_same_input_gives_the_same_bytes() -> None:
    """Pictures and all."""
    assert written(barcodes=True) == written(barcodes=True)


def test_it_prints_on_a4_with_headers_and_page_numbers_and_room_to_sign() -> None:
    """Landscape, one page wide, the head on each page."""
    sheet = sheet_of(written())
    setup = sheet.page_setup
    assert (setup.paperSize, setup.orientation, setup.fitToHeight) == (9, "landscape", 0)
    assert sheet.print_title_rows == "$1:$5"
    with zipfile.ZipFile(BytesIO(written())) as package:
        page = package.read("xl/worksheets/sheet1.xml").decode()
    (footer,) = re.findall("<oddFooter>(.*?)</oddFooter>", page)
    for words in ("PDD20260331-001", "第 &amp;P 页 共 &amp;N 页", "签字"):
        assert words in footer


def test_lines_can_be_typed_sorted_and_filtered_and_the_rest_is_locked() -> None:
    """No cell of a line is locked, or sorting would be refused; no password."""
    sheet = sheet_of(written())
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert not sheet.protection.sort
    assert not sheet.protection.autoFilter
    last = 5 + 3 + EMPTY_LINES
    assert sheet.auto_filter.ref == f"A5:O{last}"
    for row in sheet.iter_rows(min_row=6, max_row=last, max_col=len(HEADERS)):
        assert not any(cell.protection.locked for cell in row)
    assert all(cell.protection.locked for row in (1, 2, 3, 5) for cell in sheet[row])
    assert sheet["K6"].fill.start_color.rgb == "FFFFFBE3"
    assert sheet["D6"].fill.fill_type is None
    assert sheet["B9"].fill.start_color.rgb == "FFFFFBE3"
    assert {sheet[cell].number_format for cell in ("B6", "B9", "C9", "H9")} == {"@"}


def test_what_is_typed_is_helped_and_held() -> None:
    """A count below zero is not taken, a text like 3箱5瓶 is; reasons drop down, others may be typed."""
    found = {str(rule.sqref): rule for rule in sheet_of(written()).data_validations.dataValidation}
    counted = found["K6:K20"]
    assert (counted.type, counted.formula1) == ("custom", "OR(ISTEXT(K6),K6>=0)")
    assert (counted.showErrorMessage, counted.errorStyle) == (True, None)
    reasons = found["N6:N20"]
    assert reasons.formula1 == f'"{",".join(REASONS)}"'
    assert not reasons.showErrorMessage
    assert (found["B6:B8"].formula1, found["B9:B20"].type) == ("FALSE", None)


def test_a_warehouse_without_lines_can_be_counted() -> None:
    """Only what is found there is written down."""
    target = BytesIO()
    write_stocktake(target, head(), [Sheet("空仓", [])])
    assert len(rows_of(sheet_of(target.getvalue()))) == 5 + EMPTY_LINES + 2


@pytest.mark.parametrize("barcodes", [False, True])
def test_barcodes_are_pictures_in_their_rows(*, barcodes: bool) -> None:
    """Where they are asked for: the 条码, else the code, of each line that can be drawn."""
    with zipfile.ZipFile(BytesIO(written(barcodes=barcodes))) as package:
        pictures = [name for name in package.namelist() if name.startswith("xl/media/")]
        drawing = package.read("xl/drawings/drawing1.xml").decode() if barcodes else ""
    places = re.findall("<xdr:from><xdr:col>(.*?)<.*?<xdr:row>(.*?)<", drawing)
    assert places == ([("2", "5"), ("2", "6")] if barcodes else [])
    assert re.findall('descr="(.*?)"', drawing) == (["6901234567892", "=1+1"] if barcodes else [])
    assert len(pictures) == (2 if barcodes else 0)


@pytest.mark.parametrize("method", Method)
def test_excel_has_nothing_to_repair(method: Method) -> None:
    """With pictures and without the column that a blind sheet lacks."""
    assert lint(BytesIO(written(method, barcodes=True))) == []
