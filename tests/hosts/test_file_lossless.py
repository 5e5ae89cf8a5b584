"""The file host changes what it was told to change, and nothing else."""

import re
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from openxml_audit import OpenXmlValidator

from jxc_xl.domain.cells import CellError
from jxc_xl.hosts.errors import WouldLose
from jxc_xl.workbook.book import open_book
from tests.hosts.files import (
    AMOUNT,
    as_saved_by_excel,
    make_rich_shop,
    make_shop,
    parts,
    rewrite,
)

SHEET = "xl/worksheets/sheet1.xml"


def test_a_post_changes_the_sheet_and_its_table_and_no_other_part(tmp_path: Path) -> None:
    """Ribbon, macros, charts, comments, text boxes, styles, strings: the same bytes as before."""
    path = make_rich_shop(tmp_path / "店.xlsm")
    before = parts(path)
    book = open_book(path)
    book.write_columns("purchases", {"状态": ["已过账", "=有误"]}, rows=[0, 5])
    book.grow_table("purchases", 8)
    book.save()
    after = parts(path)
    assert list(after) == list(before)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {SHEET, "xl/tables/table1.xml"}


def test_the_changed_sheet_keeps_all_that_stands_around_its_cells(tmp_path: Path) -> None:
    """Validations, conditional formats (x14 too), sparklines, print set-up stay byte for byte."""
    path = make_rich_shop(tmp_path / "店.xlsm")
    before = parts(path)[SHEET]
    book = open_book(path)
    book.write_columns("purchases", {"状态": ["已过账"]}, rows=[0])
    book.save()
    after = parts(path)[SHEET]
    for mark in (
        b"x14:dataBar",
        b"x14:sparkline>",
        b"<dataValidation ",
        b"<legacyDrawing",
        b"<cols",
    ):
        assert after.count(mark) == before.count(mark) > 0
    assert before.partition(b"<sheetData>")[0] == after.partition(b"<sheetData>")[0]
    assert before.partition(b"</sheetData>")[2] == after.partition(b"</sheetData>")[2]
    rows = re.compile(rb'<row r="(\d+)".*?</row>', re.DOTALL)
    old = {match[1]: match[0] for match in rows.finditer(before)}
    new = {match[1]: match[0] for match in rows.finditer(after)}
    assert {number for number in new if new[number] != old[number]} == {b"4"}


def test_a_workbook_that_was_not_changed_is_not_written(tmp_path: Path) -> None:
    """Saving right after reading leaves even the time stamp."""
    path = make_shop(tmp_path / "shop.xlsx")
    stamp = path.stat().st_mtime_ns
    book = open_book(path)
    book.read_table("purchases")
    as_read = path.read_bytes()
    book.save()
    assert path.read_bytes() == as_read
    assert path.stat().st_mtime_ns == stamp


def test_the_schema_has_nothing_against_what_is_written(tmp_path: Path) -> None:
    """An independent validator finds in the saved workbook what it found before: nothing."""
    path = make_rich_shop(tmp_path / "shop.xlsm")
    assert _faults(path) == []
    book = open_book(path)
    book.grow_table("purchases", 9)
    book.write_columns("purchases", {"编码": ["=1+1", "a\nb"], "数量": [1, True]}, rows=[0, 7])
    book.write_name("head", "  x")
    book.save()
    assert _faults(path) == []


def _faults(path: Path) -> list[str]:
    return [str(error) for error in OpenXmlValidator().validate(str(path)).errors]


def test_formulas_and_formats_are_carried_down_when_a_table_grows(tmp_path: Path) -> None:
    """New rows get the column's formula, calculated, and the format of the row above."""
    path = make_shop(tmp_path / "shop.xlsx")
    book = open_book(path)
    book.grow_table("purchases", 5)
    book.write_columns("purchases", {"数量": [4], "单价": [5]}, rows=[4])
    book.save()
    assert book.read_table("purchases").table_rows == 5
    sheet = openpyxl.load_workbook(path)["采购"]
    assert sheet["E8"].value == AMOUNT
    assert sheet["E8"].fill.start_color.rgb == sheet["E6"].fill.start_color.rgb == "FFDDDDDD"
    assert sheet.tables["purchases"].ref == sheet.tables["purchases"].autoFilter.ref == "A3:F8"
    shown = openpyxl.load_workbook(path, data_only=True)
    assert shown["采购"]["E8"].value == 20
    assert shown["合计"]["A1"].value == 27.5


def test_results_that_the_change_does_not_reach_stay_as_excel_wrote_them(tmp_path: Path) -> None:
    """Where the library disagrees with Excel about an untouched formula, Excel is right."""
    path = make_shop(tmp_path / "shop.xlsx")
    rewrite(
        path, {"xl/worksheets/sheet2.xml": lambda xml: xml.replace(b"<v>1</v>", b"<v>4711</v>")}
    )
    as_saved_by_excel(path)
    book = open_book(path)
    book.write_columns("purchases", {"数量": [10]}, rows=[0])
    book.save()
    shown = openpyxl.load_workbook(path, data_only=True)["合计"]
    assert (shown["A1"].value, shown["A2"].value) == (25, 4711)


def test_results_are_not_believed_when_the_file_asks_to_be_calculated(tmp_path: Path) -> None:
    """A fresh file of XlsxWriter holds 0 in all formulas and says so: they are read calculated."""
    path = make_shop(tmp_path / "shop.xlsx")

    def zero(xml: bytes) -> bytes:
        return re.sub(rb"</f><v>[^<]*</v>", b"</f><v>0</v>", xml)

    rewrite(path, {SHEET: zero, "xl/worksheets/sheet2.xml": zero})
    assert open_book(path).read_table("purchases").rows[0][4] == 7.5
    as_saved_by_excel(path)
    assert open_book(path).read_table("purchases").rows[0][4] == 0


def test_results_are_believed_once_any_formula_shows_something(tmp_path: Path) -> None:
    """Whoever wrote 27.5 can calculate, so an empty or zero sheet beside it is no reason to."""
    path = make_shop(tmp_path / "shop.xlsx")
    rewrite(path, {SHEET: lambda xml: xml.replace(b"<v>7.5</v>", b"<v>0</v>")})
    assert open_book(path).read_table("purchases").rows[0][4] == 0


def test_a_function_the_library_does_not_know_keeps_its_result(tmp_path: Path) -> None:
    """Its cell keeps what Excel had found, and Excel is told to calculate when it loads the file."""
    path = make_shop(tmp_path / "shop.xlsx")
    unknown = b"<f>SUM(purchases[\xe9\x87\x91\xe9\xa2\x9d])+CUBEVALUE(1)</f>"
    formula = b"<f>SUM(purchases[\xe9\x87\x91\xe9\xa2\x9d])</f>"
    rewrite(path, {"xl/worksheets/sheet2.xml": lambda xml: xml.replace(formula, unknown)})
    as_saved_by_excel(path)
    book = open_book(path)
    book.write_columns("purchases", {"数量": [10]}, rows=[0])
    book.save()
    shown = openpyxl.load_workbook(path, data_only=True)["合计"]
    assert shown["A1"].value == 7.5
    assert b'fullCalcOnLoad="1"' in parts(path)["xl/workbook.xml"]


def test_a_shared_formula_survives_the_cell_that_holds_it(tmp_path: Path) -> None:
    """Excel writes equal formulas once; those that referred to the overwritten cell are spelled out."""
    path = make_shop(tmp_path / "shop.xlsx", [(45000, "a", 1, 2), (45000, "b", 3, 4)], table_rows=2)
    master = b'<f t="shared" ref="E4:E5" si="0">C4*$D4</f>'
    follower = b'<f t="shared" si="0"/>'

    def share(xml: bytes) -> bytes:
        formula = re.compile(rb"<f>purchases.*?</f>")
        return formula.sub(follower, formula.sub(master, xml, count=1))

    rewrite(path, {SHEET: share})
    as_saved_by_excel(path)
    book = open_book(path)
    assert book.formula_cells("purchases", ["金额"]) == {"金额": [0, 1]}
    book.write_columns("purchases", {"金额": [2], "数量": [1]}, rows=[0])
    book.write_columns("purchases", {"数量": [5]}, rows=[1])
    book.save()
    assert openpyxl.load_workbook(path)["采购"]["E5"].value == "=C5*$D5"
    assert openpyxl.load_workbook(path, data_only=True)["采购"]["E5"].value == 20


def test_cells_of_an_array_formula_are_not_taken_apart(tmp_path: Path) -> None:
    """A formula over several cells cannot be half overwritten: refused, the file as it was."""
    path = make_shop(tmp_path / "shop.xlsx")
    array = b'<f t="array" ref="A1:A2">TRANSPOSE(C1:D1)</f>'
    plain = b"<f>SUM(purchases[\xe9\x87\x91\xe9\xa2\x9d])</f>"
    rewrite(path, {"xl/worksheets/sheet2.xml": lambda xml: xml.replace(plain, array)})
    rewrite(path, {"xl/workbook.xml": lambda xml: xml.replace(b"$B$1", b"$A$2")})
    as_read = path.read_bytes()
    with pytest.raises(WouldLose, match="A2"):
        open_book(path).write_name("head", 1)
    assert path.read_bytes() == as_read


def test_a_cell_under_a_merged_one_is_not_written(tmp_path: Path) -> None:
    """It would never be seen; the corner of the merged cell may be written."""
    path = make_rich_shop(tmp_path / "shop.xlsm")
    for cell, refused in (("A$1", False), ("B$1", True)):
        there = f"采购!${cell}".encode()
        head = re.compile(rb'(<definedName name="head">)[^<]*')
        workbook = head.sub(rb"\1" + there, parts(path)["xl/workbook.xml"])
        rewrite(path, {"xl/workbook.xml": workbook})
        book = open_book(path)
        if refused:
            with pytest.raises(WouldLose, match="B1"):
                book.write_name("head", "x")
        else:
            book.write_name("head", "x")


CHAIN = "xl/calcChain.xml"


def _with_chain(path: Path, cells: bytes) -> None:
    """Add the calculation chain that Excel writes and XlsxWriter does not."""
    name = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    relation = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
    override = b'<Override PartName="/%b" ContentType="%b"/></Types>' % (CHAIN.encode(), kind)
    mention = b'<Relationship Id="rId99" Type="%b" Target="calcChain.xml"/>' % relation
    end = b"</Relationships>"
    rewrite(
        path,
        {
            CHAIN: b'<calcChain xmlns="%b">%b</calcChain>' % (name, cells),
            "[Content_Types].xml": lambda xml: xml.replace(b"</Types>", override),
            "xl/_rels/workbook.xml.rels": lambda xml: xml.replace(end, mention + end),
        },
    )


def test_the_calculation_chain_follows_the_formulas(tmp_path: Path) -> None:
    """A chain that names a cell without a formula makes Excel repair the file."""
    path = make_shop(tmp_path / "shop.xlsx", table_rows=2)
    _with_chain(path, b'<c r="E4" i="1"/><c r="E5"/><c r="A1" i="2"/><c r="A2"/>')
    book = open_book(path)
    book.write_columns("purchases", {"金额": [1]}, rows=[0])
    book.grow_table("purchases", 3)
    book.save()
    cells = [dict(cell.attrib) for cell in ElementTree.fromstring(parts(path)[CHAIN])]
    assert [(cell["r"], cell["i"]) for cell in cells] == [
        ("E5", "1"),
        ("A1", "2"),
        ("A2", "2"),
        ("E6", "1"),
    ]


def test_a_chain_that_would_be_empty_goes_with_all_mention_of_it(tmp_path: Path) -> None:
    """The last formula is gone: a chain without cells would be invalid."""
    path = make_shop(tmp_path / "shop.xlsx", table_rows=1)
    _with_chain(path, b'<c r="E4" i="1"/>')
    book = open_book(path)
    book.write_columns("purchases", {"金额": [1]}, rows=[0])
    book.save()
    after = parts(path)
    assert CHAIN not in after
    assert not [name for name, data in after.items() if b"calcChain" in data]
    assert len(openpyxl.load_workbook(path).sheetnames) == 2


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (SHEET, b"<sheetData>", b"<sheetData><!-- -->"),
        (SHEET, b'<c r="A4" s="1">', b'<c s="1" r="A4">'),
        (SHEET, b'<row r="4" ', b"<row "),
        (SHEET, b'encoding="UTF-8"', b'encoding="UTF-16"'),
        ("_rels/.rels", b"</Relationships>", b'<Relationship Id="s" Type="digital-signature/origin" '
         b'Target="_xmlsignatures/origin.sigs"/></Relationships>'),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused(
    tmp_path: Path, part: str, old: bytes, new: bytes
) -> None:
    """A sheet written in a way that is not known, or a signed workbook, is not touched."""
    path = make_shop(tmp_path / "shop.xlsx")
    rewrite(path, {part: lambda xml: xml.replace(old, new, 1)})
    with pytest.raises(WouldLose):
        open_book(path).read_table("purchases")


@pytest.mark.parametrize("grow", [False, True], ids=["typed", "whole"])
@pytest.mark.parametrize("flag", [False, True], ids=["excel", "flagged"])
def test_each_way_of_calculating_finds_the_same(tmp_path: Path, flag: bool, grow: bool) -> None:
    """A number in a text cell, a text, a date, a blank and a formula: the sums follow them."""
    path = make_shop(tmp_path / "shop.xlsx", [(45000, "a", 1, 2), (45001, "b", 3, 4)])
    if not flag:
        as_saved_by_excel(path)
    book = open_book(path)
    if grow:
        book.grow_table("purchases", 4)
    book.write_columns("purchases", {"编码": [None, "'x"], "数量": [5, "=1"]}, rows=[0, 2])
    book.write_formulas("purchases", {"单价": "=10/4"}, [0])
    assert book.read_table("purchases").rows[0][3:5] == [2.5, 12.5]
    assert isinstance(book.read_table("purchases").rows[2][4], CellError)
    book.write_columns("purchases", {"数量": [None], "编码": [7]}, rows=[2])
    book.save()
    shown = openpyxl.load_workbook(path, data_only=True)["合计"]
    assert (shown["A1"].value, shown["A2"].value) == (24.5, 2)
