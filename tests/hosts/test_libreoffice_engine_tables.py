"""The engine over UNO against a real LibreOffice: formulas, structured references, tables."""

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from jxc_xl.hosts.libreoffice.engine.formulas import Names, moved, to_calc, to_excel
from jxc_xl.services.new import new
from jxc_xl.workbook.book import Writable, XlwingsBook, open_book
from tests.hosts.files import AMOUNT, make_shop

pytestmark = pytest.mark.xdist_group("office")

_NAMES = Names(frozenset({"Sheet1", "我的 表", "商品"}), {"X.Y.GETEDATE": "EDATE"})


@pytest.mark.parametrize(
    ("excel", "calc"),
    [
        ("=IF(t[[#This Row],[编 码]]=\"\",\"\",SUM(A1,B2))", "=IF(t[[#This Row];[编 码]]=\"\";\"\";SUM(A1;B2))"),
        ("=SUM(Sheet1!A1:B2,'我的 表'!$A$1)", "=SUM($'Sheet1'.A1:B2;$'我的 表'.$A$1)"),
        ("=商品!$A:$B", "=$'商品'.$A:$B"),
        ("=SUM((A1,B2))", "=SUM((A1~B2))"),
        ("=SUM(A1:B2 B2:C3)", "=SUM(A1:B2!B2:C3)"),
        ("={1,2;3,4}", "={1;2|3;4}"),
        ("=t[#All]", "=t[[#All]]"),
        ("=t[[#All],[a]:[b]]", "=t[[#All];[a]:[b]]"),
        ("=t[a,'[b']'#]", "=t[a,'[b']'#]"),
        ("=\"a,b;c\"&A1", "=\"a,b;c\"&A1"),
        ("=-A1%+1.5E3", "=-A1%+1.5E3"),
        ("=STDEV.S(A1, B1)", "=STDEV.S(A1; B1)"),
    ],
)  # fmt: skip
def test_formulas_are_translated_both_ways(excel: str, calc: str) -> None:
    """Between Excel's notation and the one of Calc's interface."""
    assert to_calc(excel, lambda: None) == calc
    assert to_excel(calc, _NAMES) == excel


@pytest.mark.parametrize(
    ("excel", "calc"),
    [
        ("=t[@a]", "=t[[#This Row];[a]]"),
        ("=t[@]", "=t[[#This Row]]"),
        ("=[@[a b]]*[c]", "=here[[#This Row];[a b]]*here[c]"),
        ("=IF(A1,TRUE,FALSE())", "=IF(A1;TRUE();FALSE())"),
        ("text", "text"),
    ],
)
def test_short_ways_are_written_out(excel: str, calc: str) -> None:
    """References to one's own table and row, truth values."""
    assert to_calc(excel, lambda: "here") == calc


@pytest.mark.parametrize(
    "formula", ["=[Book2]Sheet1!A1", "='[Book 2]Sheet1'!A1", "=A1#", "=@A1:A3", "=[@a]"]
)
def test_what_calc_does_not_know_is_refused(formula: str) -> None:
    """Other workbooks, spilled ranges, intersections without a sign; a row of no table."""
    with pytest.raises(NotImplementedError):
        to_calc(formula, lambda: None)


def test_functions_of_add_ins_have_excels_names() -> None:
    """And text that is no formula loses the apostrophe that Calc shows it with."""
    assert to_excel("=x.y.getEdate(A1;1)", _NAMES) == "=EDATE(A1,1)"
    assert to_excel("'007", _NAMES) == "007"


def test_references_move_along() -> None:
    """By rows and columns, unless they are fixed; beyond the edge they are lost."""
    formula = '=A1+$A1+A$1+$A$1+SUM(B:B)+SUM(2:2)+LOG10(A1)+t[a1]+"A1"+Sheet1!C3'
    assert moved(formula, 2, 1) == (
        "=B3+$A3+B$1+$A$1+SUM(C:C)+SUM(4:4)+LOG10(B3)+t[a1]+\"A1\"+Sheet1!D5"
    )  # fmt: skip
    assert moved("=A1", -1) == "=#REF!"
    assert moved("=$'商品'.A1", 1) == "=$'商品'.A2"


def test_every_formula_of_a_master_workbook_is_read_and_written(
    calc: xw.App, tmp_path: Path
) -> None:
    """Just as the file has it; written again, it comes to the same."""
    path = tmp_path / "shop.xlsx"
    new(path, sample=True, today=dt.date(2026, 1, 5))
    shutil.copy(path, tmp_path / "copy.xlsx")
    file, book = open_book(path, read_only=True), calc.books.open(tmp_path / "copy.xlsx")
    count = 0
    for sheet in book.sheets:
        cells = sheet.used_range
        wanted: Any = file._book.sheets[sheet.name].range(cells.address).formula
        found: Any = cells.formula
        pairs = [
            (row, column, one, other)
            for row, (line, others) in enumerate(zip(wanted, found, strict=True))
            for column, (one, other) in enumerate(zip(line, others, strict=True))
            if str(one).startswith("=")
        ]
        assert [one for _, _, one, _ in pairs] == [other for _, _, _, other in pairs]
        book.api.calculateAll()
        before = cells.options(ndim=2, err_to_str=True).value
        for row, column, formula, _ in pairs[:60]:
            cells[row, column].formula = formula
        assert cells.options(ndim=2, err_to_str=True).value == before
        count += len(pairs)
    assert count > 100
    book.close()
    file.close()


@pytest.fixture
def orders(calc_book: xw.Book) -> xw.Sheet:
    """A sheet with a table of two rows: day, quantity, and an amount that is calculated."""
    sheet = calc_book.sheets[0]
    sheet["B2"].value = [["日", "量", "额"], [dt.datetime(2026, 1, 1), 2, None], [None, 3, None]]
    sheet.tables.add(sheet["B2:D4"], name="orders")
    sheet["D3:D4"].formula = "=orders[@量]*10"
    sheet["F1"].formula = "=SUM(orders[额])"
    return sheet


def test_growing_a_table_carries_down_what_excel_carries(orders: xw.Sheet) -> None:
    """Formulas, formats and colours; what stands there already stays; sums follow."""
    orders["B4:D4"].color = (255, 255, 200)
    orders["B4"].number_format = "yyyy/mm/dd"
    orders["B5"].value = [["later", 5]]
    orders["D6"].value = "by hand"
    orders.tables["orders"].resize(orders["B2:D7"])
    formulas: Any = orders["D5:D7"].formula
    assert formulas == (
        ("=orders[[#This Row],[量]]*10",), ("by hand",), ("=orders[[#This Row],[量]]*10",),
    )  # fmt: skip
    assert orders["B5:C5"].value == ["later", 5.0]
    assert [orders["B5:D7"].color, orders["B7"].number_format] == [(255, 255, 200), "yyyy/mm/dd"]
    assert orders["F1"].value == 100.0
    orders.tables["orders"].resize(orders["B2:D3"])
    assert orders["F1"].value == 20.0
    assert [orders["D3"].value, orders["D4"].formula] == [20.0, "=C4*10"]


def test_tables_know_their_parts(orders: xw.Sheet) -> None:
    """Headers, body and totals, shown and hidden; formulas mean what they say meanwhile."""
    table = orders.tables[0]
    assert (table.name, table.range.address, "ORDERS" in orders.tables) == (
        "orders", "$B$2:$D$4", True,
    )  # fmt: skip
    table.show_totals = True
    totals = table.totals_row_range
    assert totals is not None
    assert (totals.address, totals.value, orders["F1"].value) == (
        "$B$5:$D$5",
        ["Total", None, 50.0],
        50.0,
    )
    table.show_totals = False
    table.show_headers = False
    assert (table.range.address, table.header_row_range, orders["B2"].value) == (
        "$B$3:$D$4",
        None,
        None,
    )
    table.show_headers = True
    assert orders["B2:D2"].value == ["日", "量", "额"]
    table.name = "sold"
    assert (orders["F1"].formula, orders["F1"].value) == ("=SUM(sold[额])", 50.0)
    assert [t.name for t in orders.tables] == ["sold"]


def test_tables_do_not_run_into_each_other(orders: xw.Sheet) -> None:
    """Nor do they leave their first row."""
    orders["B7"].value = [["x"], [1]]
    orders.tables.add(orders["B7:B8"])
    with pytest.raises(xw.XlwingsError, match="Table1"):
        orders.tables["orders"].resize(orders["B2:D7"])
    with pytest.raises(xw.XlwingsError):
        orders.tables["orders"].resize(orders["B3:D5"])


def test_columns_that_the_file_declares_are_calculated_again(calc: xw.App, tmp_path: Path) -> None:
    """Also where only values are left of them; what was typed into others is not carried down."""
    path = make_shop(tmp_path / "shop.xlsx", table_rows=2)
    book = calc.books.open(path)
    sheet = book.sheets["采购"]
    table = sheet.tables["purchases"]
    body = table.data_body_range
    assert body is not None
    amounts, quantities = body[:, 4], body[:, 2]
    amounts.value = [[7.5], [8]]
    quantities[1, 0].formula = "=1+2"
    table.resize(table.range.resize(row_size=table.range.shape[0] + 1))
    new_row = body.offset(2).resize(row_size=1)
    assert new_row[0, 4].formula == AMOUNT
    assert new_row[0, 2].value is None
    book.close()


def test_xlwings_book_works_on_it_as_on_a_file(calc: xw.App, tmp_path: Path) -> None:
    """The same writes give the same tables and the same formulas."""
    for name in ("file.xlsx", "calc.xlsx"):
        make_shop(tmp_path / name, table_rows=3)
    file = open_book(tmp_path / "file.xlsx")
    live = XlwingsBook(calc.books.open(tmp_path / "calc.xlsx"))
    for book in (file, live):
        book.grow_table("purchases", 5)
        values: dict[str, list[Writable]] = {
            "编码": ["001", "=1+1"],
            "日期": [dt.datetime(2026, 1, 2), None],
            "数量": [4, 2.5],
        }
        book.write_columns("purchases", values, rows=[1, 4])
        book.write_formulas("purchases", {"金额": AMOUNT}, [1, 4])
    assert live.read_table("purchases") == file.read_table("purchases")
    assert live.formula_cells("purchases", ["金额", "编码"]) == file.formula_cells(
        "purchases", ["金额", "编码"]
    )
    for book in (file, live):
        book.close()
