"""The Book port: tables by name, columns by header, all that the clerk did survives."""

import datetime as dt
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from jxc_xl.domain.cells import CellError
from jxc_xl.hosts.file.document import Document
from jxc_xl.workbook.book import CellValue, open_book
from jxc_xl.workbook.cell_values import shown, typed
from jxc_xl.workbook.errors import ColumnMissing, NameMissing, TableBlocked, TableMissing
from tests.hosts.files import AMOUNT, HEADERS, make_shop

DAY = dt.datetime(2023, 3, 15)  # 45000
FILLED: list[CellValue] = [DAY, "007", 3.0, 2.5, 7.5, None]


def test_a_table_is_read_as_it_stands(tmp_path: Path) -> None:
    """Headers, rows with dates, texts and results; empty rows at the end are left out."""
    book = open_book(make_shop(tmp_path / "shop.xlsx"))
    data = book.read_table("purchases")
    assert data.headers == HEADERS
    assert (data.sheet, data.header_row, data.first_row, data.table_rows) == ("采购", 3, 4, 3)
    assert data.rows[0] == FILLED
    assert book.table_names() == ["purchases"]


def test_rows_pasted_below_the_end_belong_to_the_table(tmp_path: Path) -> None:
    """Down to the first empty row; what stands further down is none of it."""
    rows = [(45000, code, 1, 1) for code in "abc"]
    below = [(45000, "p", 2, 2), (None, "q"), (), (None, "note")]
    book = open_book(make_shop(tmp_path / "shop.xlsx", rows, below=below))
    data = book.read_table("purchases")
    assert [row[1] for row in data.rows] == ["a", "b", "c", "p", "q"]
    assert data.table_rows == 3
    book.write_columns("purchases", {"状态": ["已过账", "有误"]}, rows=[3, 4])
    book.grow_table("purchases", 5)
    book.save()
    data = book.read_table("purchases")
    assert data.table_rows == 5
    assert [row[4:] for row in data.rows[3:]] == [[4.0, "已过账"], [0.0, "有误"]]


def test_a_note_below_the_table_is_not_swallowed(tmp_path: Path) -> None:
    """The table cannot grow over what the clerk wrote there, and the message says where."""
    below = [(), (None, "note")]
    book = open_book(make_shop(tmp_path / "shop.xlsx", below=below))
    with pytest.raises(TableBlocked, match="8"):
        book.grow_table("purchases", 5)
    with pytest.raises(TableBlocked, match="8"):
        book.replace_table("purchases", [{"编码": str(number)} for number in range(9)])


def test_a_table_below_is_no_pasted_row(tmp_path: Path) -> None:
    """Another table that follows without a gap is left alone, and stops the growth."""
    path = tmp_path / "two.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("s")
        sheet.add_table("A1:B2", {"name": "one", "data": [["a", "b"]]})
        sheet.add_table("A3:B4", {"name": "two", "data": [["c", "d"]]})
    book = open_book(path)
    assert book.read_table("one").rows == [["a", "b"]]
    with pytest.raises(TableBlocked):
        book.grow_table("one", 2)


def test_a_totals_row_is_no_data(tmp_path: Path) -> None:
    """The clerk may switch totals on: they are neither read nor taken for pasted rows."""
    path = tmp_path / "totals.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        columns = [{"header": "a", "total_string": "合计"}, {"header": "b"}]
        options = {"name": "t", "total_row": True, "columns": columns, "data": [["x", 1]]}
        workbook.add_worksheet("s").add_table("A1:B3", options)
    data = open_book(path).read_table("t")
    assert (data.rows, data.table_rows) == ([["x", 1.0]], 1)


@pytest.mark.parametrize("first", [(0, 0), (9, 4)])
def test_a_moved_table_is_found(tmp_path: Path, first: tuple[int, int]) -> None:
    """Tables are found by name, wherever they stand."""
    book = open_book(make_shop(tmp_path / "shop.xlsx", first=first))
    assert book.read_table("purchases").header_row == first[0] + 1
    book.write_columns("purchases", {"状态": ["已过账"]}, rows=[0])
    book.save()
    assert book.read_table("purchases").rows[0] == [*FILLED[:5], "已过账"]


def test_columns_are_found_by_header_and_others_stay(tmp_path: Path) -> None:
    """The clerk moved columns and added one of their own: it is read, and never written."""
    path = tmp_path / "own.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        columns = [{"header": header} for header in ("状态", "我的备注", "编码")]
        options = {"name": "t", "columns": columns, "data": [[None, "mine", "a"], [None, 5, "b"]]}
        workbook.add_worksheet("s").add_table("B2:D4", options)
    book = open_book(path)
    book.write_columns("t", {"编码": ["A", "B"], "状态": ["x", "y"]})
    book.save()
    assert book.read_table("t").rows == [["x", "mine", "A"], ["y", 5.0, "B"]]


TEXTS = ["=1+1", "+8613800138000", "-3", "@x", "'quoted", "007", "1-5", "1月5日", "TRUE", "1e5",
         "#N/A ", " x ", "a\nb", "a\tb", "_x0041_", "<&>\"", "\r\n", "中" * 32_767, "３箱", "50%"]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_text_stays_the_text_it_is(tmp_path: Path, text: str) -> None:
    """Whatever it begins with, in cells of any format, read back by us and by another program."""
    path = make_shop(tmp_path / "shop.xlsx")
    book = open_book(path)
    book.write_columns("purchases", {"编码": [text], "状态": [text], "日期": [text]}, rows=[0])
    book.save()
    row = open_book(path).read_table("purchases").rows[0]
    assert (row[0], row[1], row[5]) == (text, text, text)
    cell = openpyxl.load_workbook(path, rich_text=False)["采购"]["F4"]
    assert cell.data_type in ("s", "inlineStr") or text.startswith("=")


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20))
def test_a_mark_is_put_before_all_that_excel_would_read(text: str) -> None:
    """No text with a digit or a sign in front reaches Excel as if it had been typed."""
    written = typed(text)
    assert written in (text, f"'{text}")
    if any(character.isnumeric() for character in text) or text.strip()[:1] in tuple("=+-@'#"):
        assert written == f"'{text}"


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        (None, None),
        ("", None),
        (True, True),
        (3, 3.0),
        (0.1 + 0.2, 0.30000000000000004),
        (1e300, 1e300),
        (Decimal("12.34"), 12.34),
        (dt.date(2026, 1, 5), dt.datetime(2026, 1, 5)),
        (dt.datetime(2026, 1, 5, 8, 30), dt.datetime(2026, 1, 5, 8, 30)),
        (CellError("#N/A"), "#N/A"),
    ],
)
def test_values_read_back_as_they_were_written(tmp_path: Path, value: Any, seen: CellValue) -> None:
    """Each in a cell of another format: text, number, date; a date shows as one in each."""
    path = make_shop(tmp_path / "shop.xlsx")
    book = open_book(path)
    headers = (
        ("编码", "状态", "日期")
        if not isinstance(value, float | int | Decimal)
        else ("编码", "状态")
    )
    book.write_columns("purchases", {header: [value] for header in headers}, rows=[0])
    book.save()
    data = open_book(path).read_table("purchases")
    cells = dict(zip(data.headers, data.rows[0], strict=True))
    assert [(cells[header], type(cells[header])) for header in headers] == [
        (seen, type(seen) if not isinstance(value, CellError) else CellError)
    ] * len(headers)


@pytest.mark.parametrize("text", ["#N/A", "#DIV/0!", "#REF!", "Err:508"])
def test_errors_are_their_own_kind_of_text(text: str) -> None:
    """Excel's and LibreOffice's alike; a hint that begins in the same way is a text."""
    assert isinstance(shown(text), CellError)
    assert not isinstance(shown(text + "!"), CellError)


def test_overwritten_formulas_can_be_restored(tmp_path: Path) -> None:
    """The port says where formulas stand, takes values in their place, and formulas back."""
    book = open_book(make_shop(tmp_path / "shop.xlsx"))
    assert book.formula_cells("purchases", ["金额", "编码"]) == {"金额": [0, 1, 2], "编码": []}
    assert book.formula_cells("purchases", ["金额"], first=1, last=1) == {"金额": [1]}
    assert book.formula_cells("purchases", ["金额"], first=2, last=9) == {"金额": [2]}
    book.write_columns("purchases", {"金额": ["=x", 99]}, rows=[0, 2])
    assert book.formula_cells("purchases", ["金额"]) == {"金额": [1]}
    book.write_formulas("purchases", {"金额": AMOUNT}, [0, 2])
    assert book.formula_cells("purchases", ["金额"]) == {"金额": [0, 1, 2]}
    assert book.read_table("purchases").rows[0][4] == 7.5


def test_formulas_are_carried_down_even_when_no_row_has_one(tmp_path: Path) -> None:
    """All rows are posted and hold values: the table's own declaration has the formula."""
    book = open_book(make_shop(tmp_path / "shop.xlsx"))
    book.write_columns("purchases", {"金额": [1, 2, 3]})
    book.grow_table("purchases", 5)
    assert book.formula_cells("purchases", ["金额"]) == {"金额": [3, 4]}


def _stock(path: Path, rows: int) -> Path:
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("库存")
        columns = [
            {"header": "编码"},
            {"header": "数量"},
            {"header": "双倍", "formula": "=stock[[#This Row],[数量]]*2"},
            {"header": "我的"},
        ]
        data = [[f"old{row}", row, None, "mine"] for row in range(rows)]
        area = 0, 0, max(rows, 1), 3
        sheet.add_table(*area, {"name": "stock", "columns": columns, "data": data})
        workbook.add_worksheet("f").write_formula("A1", "=SUM(stock[双倍])")
    return path


@pytest.mark.parametrize("before", [0, 1, 3, 9])
@pytest.mark.parametrize("after", [0, 1, 5])
def test_a_result_table_is_cut_to_fit(tmp_path: Path, before: int, after: int) -> None:
    """Longer or shorter: new rows only, formulas in each, nothing left below, at least one row."""
    path = _stock(tmp_path / "stock.xlsx", before)
    book = open_book(path)
    book.replace_table("stock", [{"编码": f"{row:03}", "数量": row} for row in range(after)])
    book.save()
    sheet = openpyxl.load_workbook(path)["库存"]
    assert sheet.tables["stock"].ref == f"A1:D{max(after, 1) + 1}"
    assert [row[0].value for row in sheet["A2:A12"]][:after] == [f"{r:03}" for r in range(after)]
    assert {row[1].value for row in sheet.iter_rows(min_row=max(after, 1) + 2)} <= {None}
    values = openpyxl.load_workbook(path, data_only=True)
    assert values["f"]["A1"].value == sum(range(after)) * 2
    assert len(book.formula_cells("stock", ["双倍"])["双倍"]) == max(after, 1)


def test_result_rows_may_be_given_in_the_order_of_the_headers(tmp_path: Path) -> None:
    """A row of another length is a mistake of the caller."""
    book = open_book(_stock(tmp_path / "stock.xlsx", 2))
    book.replace_table("stock", [["x", 1, None, "y"]])
    assert book.read_table("stock").rows == [["x", 1.0, None, "y"]]
    with pytest.raises(ValueError, match="3 values for 4 columns"):
        book.replace_table("stock", [["x", 1, 2]])
    with pytest.raises(ColumnMissing, match="颜色"):
        book.replace_table("stock", [{"颜色": 1}])


def test_named_cells_are_read_and_written(tmp_path: Path) -> None:
    """The ledger's id and the head of the chain stand in cells with names."""
    path = make_shop(tmp_path / "shop.xlsx")
    book = open_book(path)
    assert book.read_name("head") == "head"
    book.write_name("head", "0042e5")
    book.save()
    assert open_book(path).read_name("head") == "0042e5"
    with pytest.raises(NameMissing, match="tail"):
        book.read_name("tail")


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    """A deleted sheet, a renamed header: the message names the table and the column."""
    book = open_book(make_shop(tmp_path / "shop.xlsx"))
    with pytest.raises(TableMissing, match="sales"):
        book.read_table("sales")
    with pytest.raises(ColumnMissing, match="重量"):
        book.write_columns("purchases", {"重量": [1]})
    with pytest.raises(ValueError, match="one value for each row"):
        book.write_columns("purchases", {"数量": [1, 2]}, rows=[0])


def test_a_batch_sees_its_own_writes(tmp_path: Path) -> None:
    """Inside of a batch, which may be nested, formulas are read as the writes make them."""
    book = open_book(make_shop(tmp_path / "shop.xlsx"))
    with book.batch():
        book.write_columns("purchases", {"数量": [10]}, rows=[0])
        with book.batch():
            assert book.read_table("purchases").rows[0][4] == 25
    assert book.read_table("purchases").rows[0][4] == 25
    book.status("过账")
    book.status("")
    book.close()


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often the engine is asked."""
    counted: Counter[str] = Counter()

    def count(name: str) -> None:
        original = getattr(Document, name)

        def method(self: Document, *arguments: Any, **options: Any) -> Any:
            counted[name] += 1
            return original(self, *arguments, **options)

        monkeypatch.setattr(Document, name, method)

    for name in ("read", "write", "write_formulas", "formulas", "clear", "calculate"):
        count(name)
    return counted


def test_a_table_is_one_read(tmp_path: Path, calls: Counter[str]) -> None:
    """Header and rows: two reads for a thousand rows, and nothing is calculated."""
    rows = [(45000, "a", 1, 1)] * 1000
    book = open_book(make_shop(tmp_path / "shop.xlsx", rows, table_rows=1000))
    book.read_table("purchases")
    assert calls == {"read": 2}


def test_neighbouring_cells_are_one_write(tmp_path: Path, calls: Counter[str]) -> None:
    """Rows 10-500 and 600-699 of three columns, two of them neighbours: four writes."""
    rows = [(45000, "a", 1, 1)] * 1000
    book = open_book(make_shop(tmp_path / "shop.xlsx", rows, table_rows=1000))
    wanted = [*range(10, 500), *range(600, 700)]
    values = ["x"] * len(wanted)
    book.write_columns("purchases", {"状态": values, "编码": values, "金额": values}, rows=wanted)
    book.write_formulas("purchases", {"金额": AMOUNT}, wanted)
    assert (calls["write"], calls["write_formulas"]) == (4, 2)
    calls.clear()
    book.save()
    assert calls == {"calculate": 1}


def test_a_result_table_is_one_write_for_each_block(tmp_path: Path, calls: Counter[str]) -> None:
    """A thousand new rows: as many calls as for three."""
    book = open_book(_stock(tmp_path / "stock.xlsx", 3))
    book.replace_table("stock", [{"编码": str(row), "数量": row} for row in range(1000)])
    assert calls["write"] == 1
    assert sum(calls.values()) < 10
