"""The engine as xlwings sees it: what it can do is right, and what it cannot do it says."""

import datetime as dt
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
import xlwings as xw

from jxc_xl.hosts import open_workbook
from jxc_xl.hosts.file.cells import ErrorValue
from jxc_xl.hosts.file.formats import Calendar, shows_date
from tests.hosts.files import AMOUNT, HEADERS, make_rich_shop, make_shop, parts, rewrite

SHEET = "xl/worksheets/sheet1.xml"


def _open(path: Path) -> xw.Book:
    return open_workbook(path)


def test_sheets_tables_and_names_are_found_as_in_excel(tmp_path: Path) -> None:
    """By name in any case, by index, and by walking through them."""
    book = _open(make_rich_shop(tmp_path / "shop.xlsm"))
    assert [sheet.name for sheet in book.sheets] == ["采购", "库存", "首页"]
    assert book.sheets[-1].index == 3
    assert [table.name for table in book.sheets[0].tables] == ["purchases"]
    table = book.sheets["采购"].tables["PURCHASES"]
    body, header = table.data_body_range, table.header_row_range
    assert body is not None
    assert header is not None
    assert (table.range.address, body.address) == ("$A$3:$F$8", "$A$4:$F$8")
    assert header.options(ndim=1).value == list(HEADERS)
    assert book.names["head"].refers_to_range.address == "$H$1"
    assert "lst_codes" in book.names
    assert "none" not in book.names
    with pytest.raises(NotImplementedError):
        _ = book.names["lst_codes"].refers_to_range


def test_ranges_are_read_and_written_by_cell_or_address(tmp_path: Path) -> None:
    """One cell, a row, a block; a scalar fills a block; the used range grows with it."""
    book = _open(make_shop(tmp_path / "shop.xlsx"))
    sheet = book.sheets["合计"]
    sheet.range("D2:E3").value = 5
    sheet.range((4, 4)).value = ["a", True]
    sheet["D5"].value = [[1, None], [dt.datetime(2026, 1, 5, 8, 30), "b"]]
    assert sheet.range("D2", "E6").options(ndim=2).value == [
        [5.0, 5.0],
        [5.0, 5.0],
        ["a", True],
        [1.0, None],
        [dt.datetime(2026, 1, 5, 8, 30), "b"],
    ]
    assert sheet.used_range.address == "$A$1:$E$6"
    sheet.range("A1:Z99").clear_contents()
    assert sheet.range("A1:C2").options(ndim=2).value == [[None] * 3] * 2
    assert sheet.used_range.address == "$A$1:$E$6"


def test_formulas_are_set_through_formula_and_read_back(tmp_path: Path) -> None:
    """A text with = written as a value stays a text; written as a formula it is calculated."""
    book = _open(make_shop(tmp_path / "shop.xlsx"))
    sheet = book.sheets["合计"]
    sheet["C1"].value = "=1+1"
    sheet["C2"].formula = "=1+1"
    assert sheet["C1:C2"].options(ndim=2).value == [["=1+1"], [2.0]]
    assert list(book.sheets["采购"]["D4:E4"].formula) == [("2.5", AMOUNT)]
    assert book.sheets["采购"]["E4"].formula == AMOUNT


def test_errors_are_told_apart_from_texts(tmp_path: Path) -> None:
    """With ``err_to_str`` they are an ``ErrorValue``; without they are None, as in Excel."""
    book = _open(make_shop(tmp_path / "shop.xlsx"))
    sheet = book.sheets["合计"]
    sheet["C1"].formula = "=1/0"
    sheet["C2"].value = "#DIV/0!"
    error, text = sheet["C1:C2"].options(ndim=1, err_to_str=True).value
    assert error == text == "#DIV/0!"
    assert (type(error), type(text)) == (ErrorValue, str)
    assert sheet["C1"].value is None


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("yyyy-mm-dd", True),
        ('yyyy"年"m"月"d"日"', True),
        ("[$-804]aaaa", False),
        ("[h]:mm", False),
        ("h:mm AM/PM", True),
        ('0.00"day"', False),
        ("General", False),
        ("G/通用格式", False),
        ("[Red]#,##0.00;[Red]-#,##0.00", False),
        ("0;yyyy", False),
        ("0.00E+00", False),
        ("@", False),
    ],
)
def test_dates_are_known_by_their_format(pattern: str, expected: bool) -> None:
    """Words in quotes, colours and locales are no dates, and a duration is a number."""
    assert shows_date(pattern) is expected


@pytest.mark.parametrize(
    ("serial", "moment"),
    [
        (1, dt.datetime(1900, 1, 1)),
        (59, dt.datetime(1900, 2, 28)),
        (61, dt.datetime(1900, 3, 1)),
        (46027.354166666664, dt.datetime(2026, 1, 5, 8, 30)),
        (2958465, dt.datetime(9999, 12, 31)),
    ],
)
def test_serial_numbers_become_dates_and_back(serial: float, moment: dt.datetime) -> None:
    """With the 29 February 1900 that Excel believes in; beyond the year 9999 it is a number."""
    calendar = Calendar(from_1904=False)
    assert calendar.moment(serial) == moment
    assert calendar.serial(moment) == pytest.approx(serial, abs=1e-9)
    assert calendar.moment(-1) == -1
    assert calendar.moment(3e6) == 3e6


def test_the_calendar_of_old_mac_files(tmp_path: Path) -> None:
    """Dates count from 1904 where the workbook says so, and are written the same way."""
    path = make_shop(tmp_path / "shop.xlsx")
    workbook = parts(path)["xl/workbook.xml"]
    rewrite(
        path, {"xl/workbook.xml": workbook.replace(b"<workbookPr ", b'<workbookPr date1904="1" ')}
    )
    book = _open(path)
    assert book.sheets[0]["A4"].value == dt.datetime(2027, 3, 16)
    book.sheets[0]["A4"].value = dt.datetime(2026, 1, 5)
    book.save()
    assert b'<c r="A4" s="1"><v>44565</v></c>' in parts(path)[SHEET]


def test_texts_are_read_as_people_see_them(tmp_path: Path) -> None:
    """Rich text is joined, reading aids are left out, escapes are undone, blanks are kept."""
    path = make_shop(tmp_path / "shop.xlsx", [(45000, " a&<b>_x0041_\n ", 1, 1)])
    strings = parts(path)["xl/sharedStrings.xml"]
    rich = "<si><r><t>红</t></r><r><t>黑</t></r><rPh sb='0' eb='1'><t>hong</t></rPh></si>".encode()
    rewrite(path, {"xl/sharedStrings.xml": strings.replace(b"<si><t>head</t></si>", rich)})
    book = _open(path)
    assert book.sheets[0]["B4"].value == " a&<b>_x0041_\n "
    assert book.sheets[1]["B1"].value == "红黑"


def test_what_is_not_implemented_says_so(tmp_path: Path) -> None:
    """Never a wrong answer: charts, colours, new sheets and the like are refused."""
    book = _open(make_shop(tmp_path / "shop.xlsx"))
    sheet = book.sheets[0]
    attempts: list[Callable[[], object]] = [
        lambda: sheet["A1"].color,
        lambda: book.sheets.add("x"),
        lambda: sheet.charts,
        sheet.delete,
        sheet["A1:A2"].merge,
        lambda: book.save(password="x"),
        lambda: sheet.tables.add(sheet["A1:B2"]),
        lambda: setattr(sheet, "name", "x"),
    ]
    for attempt in attempts:
        with pytest.raises(NotImplementedError):
            attempt()


_WITHOUT = """
import sys
for name in ("pandas", "numpy", "matplotlib", "PIL", "polars"):
    sys.modules[name] = None
from pathlib import Path
from jxc_xl.workbook.book import open_book
book = open_book(Path(sys.argv[1]))
book.write_columns("purchases", {"数量": [9]}, rows=[0])
book.grow_table("purchases", 5)
book.save()
assert book.read_table("purchases").rows[0][4] == 22.5
"""


def test_it_needs_no_heavy_packages(tmp_path: Path) -> None:
    """Entry points block pandas and numpy for speed: everything works without them."""
    path = make_shop(tmp_path / "shop.xlsx")
    subprocess.run([sys.executable, "-c", _WITHOUT, path], check=True)


def test_an_empty_sheet_can_be_written(tmp_path: Path) -> None:
    """A sheet without any row is a rectangle of one empty cell."""
    path = tmp_path / "empty.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet("a")
    book = _open(path)
    assert book.sheets[0].used_range.address == "$A$1"
    book.sheets[0]["B2"].value = "x"
    book.save()
    assert _open(path).sheets[0].used_range.options(ndim=2).value == [["x"]]
