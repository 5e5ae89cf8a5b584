"""What clerks, their colleagues and their other programs do to a workbook on a hostile day."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.e2e.shop import day, make, rows_of, run, type_rows
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


def test_a_renamed_sheet_is_called_by_its_new_name(tmp_path: Path) -> None:
    """Tables are found by their own name, and problems name the sheet that the clerk sees."""
    wrong = {**PURCHASE, "item": "A9"}
    book = make(tmp_path / "shop.xlsx", purchases=[wrong], sales=[{**SALE, "number": "N1"}],
                movements=[{"date": day("2026-03-05"), "number": "N1", "kind": "其它入库",
                            "item": "A1", "quantity": 1}])  # fmt: skip
    workbook = openpyxl.load_workbook(book)
    workbook["采购"].title = "进货's 流水"
    workbook["销售"].title = "出货 & 退货"
    workbook.move_sheet("进货's 流水", offset=9)
    del workbook["说明"]
    workbook.save(book)
    problems = {p["code"]: p for p in run("post", book)["problems"]}
    assert problems["item_unknown"]["sheet"] == "进货's 流水"
    assert "出货 & 退货" in problems["number_used_twice"]["message"]
    assert rows_of(book, "purchases")[0]["error_columns"] == "|商品编码|"


def test_a_deleted_result_sheet_stops_nothing(tmp_path: Path) -> None:
    """Without 库存 and 预警 documents are posted and marked; warnings say what was not shown."""
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE])
    workbook = openpyxl.load_workbook(book)
    for sheet in ("库存", "预警", "首页"):
        del workbook[sheet]
    workbook.save(book)
    answer = run("post", book)
    assert [(p["code"], p["sheet"]) for p in answer["problems"]] == [
        ("sheet_not_filled", "库存"), ("sheet_not_filled", "预警"),
    ]  # fmt: skip
    assert answer["exit"] == 0
    assert rows_of(book, "purchases")[0]["status"] == "已过账"
    assert run("reverse", book, "CGRK20260301-001")["ok"]


def test_a_deleted_hidden_sheet_is_told(tmp_path: Path) -> None:
    """Without its own notes a workbook is none of ours: said in words, for each command."""
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE])
    workbook = openpyxl.load_workbook(book)
    del workbook["_jxc"]
    workbook.save(book)
    for command in ("check", "post", "stock", "verify"):
        answer = run(command, book)
        assert answer["exit"] == 3
        assert "jxc new" in answer["problems"][0]["hint"]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """jxc new says what is wrong with the place, and leaves nothing behind."""
    answer = run("new", tmp_path / "none" / "shop.xlsx")
    assert (answer["exit"], answer["problems"][0]["code"]) == (3, "cannot_work")
    assert "没有这个文件夹" in answer["problems"][0]["message"]
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_in_a_folder_of_its_own(tmp_path: Path) -> None:
    """设置 账套文件 may be written with either slash, whatever the system."""
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE])
    (tmp_path / "账").mkdir()
    book.with_suffix(".db").rename(tmp_path / "账" / "a.db")
    workbook = openpyxl.load_workbook(book)
    for row in workbook["设置"].iter_rows():
        if row[0].value == "账套文件":
            row[1].value = "账\\a.db"
    workbook.save(book)
    assert run("post", book)["ok"]


def test_every_row_is_counted_at_each_click(tmp_path: Path) -> None:
    """Rows in = posted + refused + drafts + those marked again, and a second click posts none."""
    rows = [
        PURCHASE, {"item": "007", "quantity": 1, "price": 1},
        {**PURCHASE, "date": day("2026-03-02"), "status": "草稿"}, {"item": "A1", "quantity": 1},
        {**PURCHASE, "date": day("2026-03-03"), "item": "?"}, {"item": "A1", "quantity": 2},
    ]  # fmt: skip
    book = make(tmp_path / "shop.xlsx", purchases=rows, sales=[SALE])
    first = run("post", book)
    assert [first[f"{what}_lines"] for what in ("posted", "refused", "draft", "adopted")] == [
        3, 2, 2, 0,
    ]  # fmt: skip
    type_rows(book, "sales", [SALE])
    second = run("post", book)
    assert [second[f"{what}_lines"] for what in ("posted", "refused", "draft", "adopted")] == [
        1, 2, 2, 0,
    ]  # fmt: skip


def test_what_was_typed_loosely_is_written_as_it_is_called(tmp_path: Path) -> None:
    """s1, " w 1" and a full-width code are understood; no later click calls the rows changed."""
    loose = {**PURCHASE, "partner": "s1", "warehouse": "主 仓库", "item": "ａ1"}
    sale = {**SALE, "partner": "ｃ1", "warehouse": "w1"}
    book = make(tmp_path / "shop.xlsx", purchases=[loose, {**PURCHASE, "partner": "S1"}],
                sales=[sale])  # fmt: skip
    assert run("post", book)["ok"]
    assert run("post", book)["ok"]
    first, second = rows_of(book, "purchases")
    (sold,) = rows_of(book, "sales")
    assert [row["status"] for row in (first, second, sold)] == ["已过账"] * 3
    assert (first["partner"], first["warehouse"], first["item"]) == ("百事", "主仓库", "A1")
    assert (sold["partner"], sold["warehouse"], second["partner"]) == ("小王店", "主仓库", "S1")


_SCALES = {"_e4": 10_000, "_e6": 1_000_000, "_fen": 100}


def test_each_figure_of_a_view_stands_twice(tmp_path: Path) -> None:
    """The exact integer, and under the same name without its ending a number for people."""
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE], sales=[SALE])
    run("post", book)
    seen = set()
    with closing(sqlite3.connect(book.with_suffix(".db"))) as ledger:
        ledger.row_factory = sqlite3.Row
        for view in ("lines", "moves", "lots", "stock", "costs", "period"):
            rows = ledger.execute(f"SELECT * FROM v_{view}").fetchall()
            assert rows
            for row in rows:
                for name in row.keys():  # noqa: SIM118 - a Row iterates over its values
                    for ending, scale in _SCALES.items():
                        if name.endswith(ending) and row[name] is not None:
                            assert row[name] / scale == row[name.removesuffix(ending)]
                            seen.add(ending)
    assert seen == set(_SCALES)


def test_entries_far_below_the_table_are_not_passed_over_in_silence(tmp_path: Path) -> None:
    """Rows after a gap below the table's end are named; a signature down there is not."""
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE])
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["采购"]
    for header, value in (("商品编码", "A1"), ("数量", 3), ("单价", 2)):
        _cell(sheet, 230, header).value = value
    for header, value in (("供应商", "制单人"), ("商品编码", "审核人"), ("备注", "日期")):
        _cell(sheet, 240, header).value = value
    workbook.save(book)
    for command in ("check", "post", "post"):
        answer = run(command, book)
        assert answer["exit"] == 1
        assert [(p["code"], p["row"]) for p in answer["problems"]] == [("row_apart", 230)]
    assert rows_of(book, "purchases")[0]["status"] == "已过账"
