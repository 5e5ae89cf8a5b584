"""The engine over UNO against a real LibreOffice: values, ranges, names, sheets, files."""

import ast
import datetime as dt
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from jxc_xl.hosts.libreoffice import engine as package
from jxc_xl.hosts.libreoffice.engine import book_of
from jxc_xl.hosts.libreoffice.engine.bridge import exception
from jxc_xl.hosts.libreoffice.office import OwnOffice

pytestmark = pytest.mark.xdist_group("office")


@pytest.fixture
def sheet(calc_book: xw.Book) -> xw.Sheet:
    """The first sheet of a new workbook."""
    return calc_book.sheets[0]


def _formulas(cells: xw.Range) -> Any:
    """The formulas of several cells: tuples, as Excel's own engine gives them."""
    return cells.formula


def test_every_kind_of_value_comes_back(sheet: xw.Sheet) -> None:
    """Text, numbers, dates with and without a time, truth values and nothing are what they were."""
    rows = [
        ["商品", 1.5, dt.datetime(2026, 1, 5), True],
        [None, 7.0, dt.datetime(2026, 1, 5, 12, 30, 20), False],
        [None, -3.0, None, None],
    ]
    sheet["B2:E4"].value = rows
    assert sheet["B2:E4"].options(ndim=2).value == rows


def test_text_stays_text(sheet: xw.Sheet) -> None:
    """A number, a date or a formula that is written as text is one, in a cell of any format."""
    texts = ["007", "1-5", "TRUE", "1e5", "", "'x", "#N/A", "＝1"]
    sheet["A1"].value = [texts]
    sheet["A2:H2"].number_format = "@"
    sheet["A2"].value = [texts]
    sheet["A3"].value = [["'=1+1", "'007", "''x"]]
    wanted = ["007", "1-5", "TRUE", "1e5", None, "x", "#N/A", "＝1"]
    assert sheet["A1:H2"].options(ndim=2).value == [wanted, wanted]
    assert sheet["A3:C3"].value == ["=1+1", "007", "'x"]


def test_a_value_that_begins_with_an_equals_sign_is_a_formula(sheet: xw.Sheet) -> None:
    """Among values as well; one for a whole range moves its references along, as in Excel."""
    sheet["A1"].value = [[1, "=A1*2"], [3, "text"]]
    sheet["C1:D2"].value = "=A1*10"
    assert sheet["A1:D2"].value == [[1.0, 2.0, 10.0, 20.0], [3.0, "text", 30.0, None]]
    assert _formulas(sheet["C1:D2"]) == (("=A1*10", "=B1*10"), ("=A2*10", "=B2*10"))


def test_numbers_of_all_kinds_are_taken(sheet: xw.Sheet) -> None:
    """Whole numbers however large, decimals, days without a time, NaN as nothing."""
    sheet["A1"].value = [10**19, Decimal("2.50"), dt.date(2026, 2, 3), float("nan")]
    assert sheet["A1:D1"].value == [1e19, 2.5, dt.datetime(2026, 2, 3), None]
    with pytest.raises(TypeError):
        sheet["A1"].value = [object(), 1]


def test_dates_keep_the_format_that_the_cells_have(sheet: xw.Sheet) -> None:
    """A date gets a date's format only where there is none."""
    day = dt.datetime(2026, 1, 5)
    sheet["A2:A3"].number_format = "yyyy/mm/dd"
    sheet["A1:A4"].value = [[day]] * 4
    assert [sheet["A1:A4"].value, sheet["A2"].number_format] == [[day] * 4, "yyyy/mm/dd"]


def test_a_number_in_the_place_of_a_truth_value_is_a_number(sheet: xw.Sheet) -> None:
    """Calc keeps truth values as formats: they go when something else is written."""
    sheet["A1:B2"].value = True
    sheet["A1:A2"].value = [[1], [0]]
    sheet["B1"].formula = "=3-2"
    assert sheet["A1:B2"].value == [[1.0, 1.0], [0.0, True]]


def test_errors_are_named_if_asked_for(sheet: xw.Sheet) -> None:
    """With ``err_to_str`` as Excel names them, without it they are nothing."""
    sheet["A1:C1"].formula = [["=1/0", "=NA()", "=NOSUCHTHING()"]]
    assert sheet["A1:C1"].options(err_to_str=True).value == ["#DIV/0!", "#N/A", "#NAME?"]
    assert sheet["A1:C1"].value == [None, None, None]
    expanded = sheet["A1"].options(err_to_str=True, expand="right").value
    assert expanded == ["#DIV/0!", "#N/A", "#NAME?"]
    assert sheet["A1:D1"].options(empty="-", err_to_str=True).value[2:] == ["#NAME?", "-"]


def test_a_range_is_a_place(sheet: xw.Sheet) -> None:
    """What is inserted or deleted above moves the cells, not the range; nothing is lost by it.

    Calc cuts what is held of a sheet where cells move up.
    """
    sheet["A1"].value = [["one", "two", "three"], ["a", "b", "c"]]
    below, first = sheet["A2:C2"], sheet["A1"]
    assert _formulas(below) == (("a", "b", "c"),)
    first.delete("up")
    assert sheet["A1:C2"].value == [["a", "two", "three"], [None, "b", "c"]]
    assert _formulas(below) == (("", "b", "c"),)
    sheet["1:1"].insert("down")
    assert (below.value, below.address) == (["a", "two", "three"], "$A$2:$C$2")
    assert sheet.used_range.address == "$A$2:$C$3"


def test_merged_cells_are_told_as_excel_tells_them(sheet: xw.Sheet) -> None:
    """True where all is merged, None where a part is, False elsewhere; the first cell's content."""
    sheet["A1:B2"].value = [["a", "b"], ["c", "d"]]
    sheet["A1:B2"].merge()
    told = [sheet[a].merge_cells for a in ("A1", "B2", "A1:B2", "A1:C2", "B2:C3", "C1:D9")]
    assert told == [True, True, True, None, None, False]
    assert sheet["B2"].merge_area.address == "$A$1:$B$2"
    sheet["B2"].unmerge()
    assert sheet["A1:B2"].value == [["a", None], [None, None]]


def test_end_leads_where_ctrl_and_an_arrow_lead(sheet: xw.Sheet) -> None:
    """To the last filled cell, over a gap to the next one, else to the edge."""
    sheet["A1"].value = [[1], [2], [None], [4]]
    sheet["A5"].formula = '=""'
    ends = [sheet[a].end("down").row for a in ("A1", "A2", "A3", "A4", "A5")]
    assert ends == [2, 4, 4, 5, 1_048_576]
    assert [sheet[a].end("up").row for a in ("A4", "A2", "A1")] == [2, 1, 1]
    assert sheet["A1"].end("right").column == sheet.cells.shape[1]


def test_looks_are_what_was_set_and_none_where_they_differ(sheet: xw.Sheet) -> None:
    """Number formats, colours, alignment, wrapping and fonts."""
    cells = sheet["A1:B2"]
    cells.number_format, cells.color, cells.wrap_text = "0.00", "#A9D08E", True
    cells.horizontal_alignment, cells.vertical_alignment = "right", "top"
    cells.font.set(bold=True, italic=True, size=14, color=(255, 0, 0), name="Arial")
    font = cells.font
    assert (cells.number_format, cells.color, cells.wrap_text) == ("0.00", (169, 208, 142), True)
    assert (cells.horizontal_alignment, cells.vertical_alignment) == ("right", "top")
    assert (font.bold, font.italic, font.size, font.color, font.name) == (
        True, True, 14, (255, 0, 0), "Arial",
    )  # fmt: skip
    wide = sheet["A1:C3"]
    assert [wide.number_format, wide.color, wide.font.bold, wide.wrap_text] == [None] * 4
    assert sheet["C3"].number_format == "General"
    cells.set_colors([[(1, 2, 3), ...], [None, "#000000"]])
    assert [sheet[a].color for a in ("A1", "B1", "A2", "B2")] == [
        (1, 2, 3), (169, 208, 142), None, (0, 0, 0),
    ]  # fmt: skip


def test_borders_are_set_side_by_side(sheet: xw.Sheet) -> None:
    """Outside, inside and across, with style, weight and colour; and taken away again."""
    borders = sheet["B2:C3"].borders
    assert borders.line_style == "none"
    borders.set("outside", line_style="continuous", weight="medium", color=(0, 0, 255))
    borders.set("inside_horizontal", line_style="dash")
    borders.set("diagonal_up", line_style="double")
    edge = borders["edge_left"]
    assert (edge.line_style, edge.weight, edge.color) == ("continuous", "medium", (0, 0, 255))
    assert borders["inside_horizontal"].line_style == "dash"
    assert borders["inside_vertical"].line_style == "none"
    assert borders["diagonal_up"].line_style == "double"
    assert {borders.line_style} == {None}
    borders.clear()
    assert (borders.line_style, borders["diagonal_up"].line_style) == ("none", "none")


def test_sizes_are_in_excels_units(sheet: xw.Sheet) -> None:
    """Characters for columns, points for rows; hidden is told."""
    sheet["A:B"].column_width = 12.5
    sheet["1:2"].row_height = 30
    assert [sheet["A1"].column_width, sheet["A1:A2"].row_height] == [12.5, 30.0]
    assert [sheet["A1:A2"].height, sheet["A3"].top] == [60.0, 60.0]
    sheet["A1:A2"].rows.hidden = True
    assert [sheet["A1:A2"].rows.hidden, sheet["A1:A3"].rows.hidden] == [True, None]


def test_cells_are_copied_moved_and_pasted(sheet: xw.Sheet) -> None:
    """With formulas that move along, as values only, as often as they fit."""
    sheet["A1"].value = [[1, "=A1+1"]]
    sheet["A1:B1"].copy(sheet["A2:B3"])
    sheet["B1"].copy()
    sheet["D1"].paste("values")
    assert sheet["A1:D3"].value == [
        [1.0, 2.0, None, 2.0], [1.0, 2.0, None, None], [1.0, 2.0, None, None],
    ]  # fmt: skip
    assert sheet["B3"].formula == "=A3+1"
    sheet["A3:B3"].move(sheet["F9"])
    assert [sheet["F9:G9"].formula, sheet["A3"].value] == [(("1", "=F9+1"),), None]
    with pytest.raises(NotImplementedError):
        sheet["D1"].paste("formats")


def test_names_stand_for_cells_of_the_book_or_of_a_sheet(calc_book: xw.Book) -> None:
    """They are added, found in any case, changed and deleted; a sheet's own come first."""
    one, two = calc_book.sheets[0], calc_book.sheets.add("我的 表")
    calc_book.names.add("total", "='我的 表'!$B$2:$C$3")
    two.names.add("own", "='我的 表'!$A$1")
    assert calc_book.names["TOTAL"].refers_to_range == two["B2:C3"]
    assert calc_book.names["total"].refers_to == "='我的 表'!$B$2:$C$3"
    assert [name.name for name in calc_book.names] == ["total", "'我的 表'!own"]
    assert [name.name for name in two.names] == ["'我的 表'!own"]
    assert two.range("total").address == "$B$2:$C$3"
    with pytest.raises(xw.XlwingsError):
        one.range("total")
    calc_book.names["total"].refers_to = f"={one.name}!$A$1"
    assert calc_book.names["total"].refers_to_range == one["A1"]
    del calc_book.names["total"]
    assert "total" not in calc_book.names


def test_sheets_are_added_renamed_copied_moved_and_deleted(calc_book: xw.Book) -> None:
    """And what one has at hand of a sheet follows its name."""
    first = calc_book.sheets[0]
    first["A1"].value = "x"
    first.name = "甲"
    copied = first.copy(name="乙")
    calc_book.sheets.add("丙", before=first)
    assert calc_book.sheet_names == ["丙", "甲", "乙"]
    assert [copied["A1"].value, first.index, copied.index] == ["x", 2, 3]
    copied.move(before=calc_book.sheets["丙"])
    calc_book.sheets["丙"].delete()
    assert calc_book.sheet_names == ["乙", "甲"]
    first.name = "丁"
    copied.name = "甲"
    assert calc_book.sheets["甲"]["A1"].value == "x"
    assert [calc_book.sheets["甲"].index, first.index] == [1, 2]


def test_protected_sheets_take_what_is_written_by_programs(sheet: xw.Sheet) -> None:
    """Without a password they stay protected and are written; with one, that is said."""
    sheet["A1"].value = 1
    sheet.api.protect("")
    sheet["A1"].value = [["a", "=1+1"]]
    sheet["A1"].color = (1, 2, 3)
    sheet["B1"].clear_contents()
    assert sheet["A1:B1"].value == ["a", None]
    assert sheet.api.isProtected()
    sheet.api.unprotect("")
    sheet.api.protect("secret")
    with pytest.raises(xw.XlwingsError, match="password"):
        sheet["A1"].value = "b"


def test_notes_links_panes_and_print_areas(calc_book: xw.Book) -> None:
    """What hangs on cells and sheets."""
    sheet = calc_book.sheets[0]
    sheet["B2"].add_note("一")
    sheet["A5"].add_note("二")
    sheet.notes["B2"].text = "三"
    assert {note.location.address: note.text for note in sheet.notes} == {
        "$B$2": "三",
        "$A$5": "二",
    }
    sheet.notes["A5"].delete()
    assert sheet["A5"].note is None
    assert len(sheet.notes) == 1
    sheet["C1"].add_hyperlink("https://example.org/", "link")
    assert (sheet["C1"].value, sheet["C1"].hyperlink) == ("link", "https://example.org/")
    sheet.page_setup.print_area = "A1:B9"
    assert sheet.page_setup.print_area == "$A$1:$B$9"
    sheet.freeze_panes.freeze_at("A1:B3")
    panes = calc_book.api.getCurrentController()
    assert (panes.hasFrozenPanes(), panes.SplitColumn, panes.SplitRow) == (True, 2, 3)
    sheet.freeze_panes.unfreeze()
    assert not panes.hasFrozenPanes()


@pytest.mark.parametrize("suffix", ["xlsx", "xlsm", "xls", "ods", "fods", "csv"])
def test_what_is_saved_can_be_opened_again(calc: xw.App, tmp_path: Path, suffix: str) -> None:
    """In each format that Calc writes."""
    book = calc.books.add()
    book.sheets[0]["A1"].value = ["商品", 2.5]
    path = tmp_path / f"书 1.{suffix}"
    book.save(path)
    assert (book.name, book.fullname) == (path.name, str(path))
    book.sheets[0]["A2"].value = "later"
    book.save()
    book.close()
    again = calc.books.open(path)
    assert again.sheets[0]["A1:B2"].value == [["商品", 2.5], ["later", None]]
    assert book_of(calc, again.api) == again
    again.close()


def test_what_cannot_be_saved_is_said(calc_book: xw.Book, tmp_path: Path) -> None:
    """A format that Calc cannot write, a folder that is not there; a PDF is another matter."""
    with pytest.raises(NotImplementedError):
        calc_book.save(tmp_path / "book.xlsb")
    with pytest.raises(xw.XlwingsError):
        calc_book.save(tmp_path / "nowhere" / "book.xlsx")
    calc_book.sheets[0]["A1"].value = 1
    pdf = calc_book.to_pdf(tmp_path / "book.pdf")
    assert Path(pdf).read_bytes().startswith(b"%PDF")


def test_calculation_is_left_as_it_was(calc: xw.App, calc_book: xw.Book) -> None:
    """By hand inside, for all workbooks; one that is calculated by hand anyway remains so."""
    sheet, other = calc_book.sheets[0], calc.books.add()
    sheet["A1:B1"].formula = [["2", "=A1*2"]]
    with calc.properties(calculation="manual", screen_updating=False):
        sheet["A1"].value = 5
        assert sheet["B1"].value == 4.0
        calc.calculate()
        assert sheet["B1"].value == 10.0
        assert not other.api.isAutomaticCalculationEnabled()
        sheet["A1"].value = 6
    assert sheet["B1"].value == 12.0
    assert other.api.isAutomaticCalculationEnabled()
    for book in calc.books:
        book.api.enableAutomaticCalculation(False)
    assert calc.calculation == "manual"
    with calc.properties(calculation="manual"):
        pass
    assert not other.api.isAutomaticCalculationEnabled()
    calc_book.api.enableAutomaticCalculation(True)
    with calc.properties(calculation="manual"):
        assert not calc_book.api.isAutomaticCalculationEnabled()
    assert calc.calculation == "automatic"
    assert calc_book.api.isAutomaticCalculationEnabled()
    assert not other.api.isAutomaticCalculationEnabled()
    other.close()


def test_pictures_are_drawn_over_the_cells(sheet: xw.Sheet, tmp_path: Path) -> None:
    """By name, with place and size in points, in proportion unless both sizes are given."""
    picture = tmp_path / "dot.bmp"
    picture.write_bytes(_BITMAP)
    drawn = sheet.pictures.add(picture, name="dot", left=20, top=30, width=60, height=40)
    assert (drawn.left, drawn.top, drawn.width, drawn.height) == (20, 30, 60, 40)
    assert [shape.type for shape in sheet.shapes] == ["picture"]
    drawn.lock_aspect_ratio = True
    drawn.width = 30
    assert (drawn.width, drawn.height) == (30, 20)
    with pytest.raises(xw.ShapeAlreadyExists):
        sheet.pictures.add(picture, name="dot")
    drawn.delete()
    assert not len(sheet.pictures)


_BITMAP = bytes.fromhex(
    "424d3a000000000000003600000028000000010000000100000001001800000000000400000000000000000000000000"
    "00000000000000ff0000"
)


def test_errors_of_libreoffice_pass_through_with(office: OwnOffice, calc: xw.App) -> None:
    """They remain what they are, whatever they pass on their way up."""
    manager = office.context.ServiceManager
    with pytest.raises(exception("lang.IllegalArgumentException")) as caught, calc.properties():
        manager.createInstanceWithContext(
            "com.sun.star.frame.Desktop", office.context
        ).loadComponentFromURL("nowhere:nothing", "_blank", 0, ())
    assert caught.value.__traceback__ is not None


def test_the_engine_imports_only_python_uno_and_xlwings() -> None:
    """So that it could be a package of its own."""
    allowed = {*sys.stdlib_module_names, "xlwings", "uno"}
    for file in Path(package.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for name in names:
                own = name.startswith("jxc_xl.hosts.libreoffice.engine.")
                assert own or name.partition(".")[0] in allowed, (file.name, name)
