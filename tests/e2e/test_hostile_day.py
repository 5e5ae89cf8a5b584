"""What clerks, their colleagues and their other programs do to a workbook on a hostile day."""

from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.e2e.shop import day, make, rows_of, run
from tests.e2e.test_post import PURCHASE

SALE: dict[str, Any] = {
    "date": day("2026-03-05"), "partner": "小王店", "item": "A1", "quantity": 10,
}  # fmt: skip


def test_a_number_is_the_same_in_capitals_or_not(tmp_path: Path) -> None:
    """关联单据 and 冲销 find xs-1 as XS-1, and neither is given twice."""
    sales = [
        {**SALE, "number": "XS-1"},
        {**SALE, "date": day("2026-03-06"), "kind": "销售退货", "quantity": 4, "link": "xs-1"},
    ]
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE], sales=sales)
    answer = run("post", book)
    assert (answer["ok"], len(answer["documents"])) == (True, 3)
    assert rows_of(book, "sales")[1]["link"] == "XS-1"
    taken = {**PURCHASE, "date": day("2026-03-09"), "number": "Xs-1"}
    other = make(tmp_path / "other.xlsx", purchases=[taken])
    codes = [p["code"] for p in run("post", other, "--ledger", tmp_path / "shop.db")["problems"]]
    assert codes == ["number_used"]
    assert run("reverse", book, "xsth20260306-001", "xs-1")["ok"]
    assert [row["status"] for row in rows_of(book, "sales")] == ["已冲销", "已冲销"]


def _cell(sheet: Worksheet, row: int, header: str) -> Any:
    """The cell of a row under a header."""
    column = next(cell.column for cell in sheet[1] if cell.value == header)
    return sheet.cell(row, column)


def test_merged_cells_refuse_their_rows_and_nothing_else(tmp_path: Path) -> None:
    """A date merged over two rows is not guessed at; taken apart, the rows are posted."""
    second = {**PURCHASE, "date": day("2026-03-02")}
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE, second, second])
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["采购"]
    sheet.merge_cells("A3:A4")
    sheet.merge_cells("A60:C61")
    workbook.save(book)
    for command in ("check", "post", "post"):
        answer = run(command, book)
        assert answer["exit"] == 1
        assert [(p["code"], p["row"], p["column"]) for p in answer["problems"]] == [
            ("cell_merged", 3, "单据日期"), ("cell_merged", 4, "单据日期"),
        ]  # fmt: skip
    assert [row["status"] for row in rows_of(book, "purchases")] == ["已过账", "有误", "有误"]
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["采购"]
    sheet.unmerge_cells("A3:A4")
    _cell(sheet, 4, "单据日期").value = datetime(2026, 3, 2)
    sheet.merge_cells("AC2:AD2")
    workbook.save(book)
    answer = run("post", book)
    assert (answer["exit"], [d["lines"] for d in answer["documents"]]) == (0, [2])
    assert run("verify", book)["ok"]
