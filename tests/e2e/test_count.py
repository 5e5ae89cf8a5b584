"""jxc count on a real workbook: sheets that people filled in, in whatever program they use."""

import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from python_calamine import CalamineWorkbook

from jxc_xl.cli import cli
from jxc_xl.hosts.libreoffice.office import OwnOffice
from tests.counted import fill_in
from tests.e2e.shop import day, make, rows_of, run, type_rows
from tests.e2e.test_stocktake import property_value
from tests.office import office

__all__ = ["office"]

BOUGHT = [
    {"date": day("2026-03-01"), "partner": "百事", "item": item, "quantity": quantity, "price": price,
     "warehouse": "W1", "batch": batch}
    for item, quantity, price, batch in (
        ("A1", 30, 2, None), ("A2", 5, 3, "批1"), ("007", 7.5, 4, None),
    )
]  # fmt: skip
NUMBER = "PDD20260331-001"
FORMATS = {"xlsx": "Calc MS Excel 2007 XML", "xls": "MS Excel 97", "ods": "calc8"}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Three items in the main warehouse; coke has a barcode and boxes of 24."""
    path = make(tmp_path / "shop.xlsx", purchases=BOUGHT)
    type_rows(path, "items", [{"barcode": "6901234567892"}], at=0)
    assert run("post", path)["ok"]
    return path


@pytest.fixture
def sheets(book: Path) -> Path:
    """The sheets of the end of March, not filled in yet: 007, A1 and A2 in rows 6 to 8."""
    path = book.with_name("盘点表.xlsx")
    assert run("stocktake", book, "--month", "2026-03", "--warehouse", "W1", "-o", path)["ok"]
    return path


def test_sheets_come_back_from_any_program(book: Path, sheets: Path, office: OwnOffice) -> None:
    """Boxes and bottles, zero, a barcode among the found goods: saved by LibreOffice as anything."""
    fill_in(sheets, {
        6: {"counted": 0, "reason": "过期"},
        8: {"counted": 5},
        9: {"item": "6901234567892", "counted": "1箱5瓶", "counter": "小李", "reason": "丢失"},
    })  # fmt: skip
    desktop = office.context.ServiceManager.createInstance("com.sun.star.frame.Desktop")
    hidden = property_value("Hidden", value=True)
    document = desktop.loadComponentFromURL(sheets.as_uri(), "_blank", 0, (hidden,))
    for ending, filter_name in FORMATS.items():
        saved = sheets.with_name(f"盘好.{ending}")
        document.storeToURL(saved.as_uri(), (property_value("FilterName", value=filter_name),))
        answer = run("count", book, saved)
        assert (answer["exit"], answer["problems"]) == (0, [])
        assert [(one["item"], one["counted"], one["value"]) for one in answer["differences"]] == [
            ("007", "0", "-30.00"), ("A1", "29", "-2.00"),
        ]  # fmt: skip
    document.close(True)


def test_a_count_is_posted_shown_and_printed(book: Path, sheets: Path) -> None:
    """Looked at nothing changes; confirmed twice it stands once, in the books and in the sheets."""
    fill_in(sheets, {
        6: {"counted": 6.5, "reason": "被盗"},
        7: {"counted": 32, "reason": "漏记", "counter": "小李"},
    })  # fmt: skip
    before = run("verify", book)["documents"]
    seen = run("count", book, sheets)
    assert (seen["ok"], seen["posted"], seen["surplus_value"], seen["loss_value"]) == (
        True, "", "4.00", "4.00",
    )  # fmt: skip
    assert seen["lines_over_tolerance"] == 2
    assert [one["item"] for one in seen["never_counted"]] == ["A2"]
    assert run("verify", book)["documents"] == before
    report = book.with_name("盘盈盘亏表.xlsx")
    done = run("count", book, sheets, "--confirm", "-o", report)
    assert (done["exit"], done["posted"], len(done["documents"])) == (0, NUMBER, 1)
    again = run("count", book, sheets, "--confirm")
    assert (again["exit"], again["posted"], again["documents"]) == (0, NUMBER, [])
    assert [(row["kind"], row["quantity"], row["amount"], row["status"])
            for row in rows_of(book, "movements")] == [
        ("盘亏出库", 1, 4, "已过账"), ("盘盈入库", 2, 4, "已过账"),
    ]  # fmt: skip
    assert [(row["item"], row["difference_value"]) for row in rows_of(book, "stocktake_results")] == [
        ("007", -4), ("A1", 4),
    ]  # fmt: skip
    assert run("reconcile", book)["ok"]
    assert run("verify", book)["ok"]
    (page,) = openpyxl.load_workbook(report).worksheets
    words = [[cell for cell in row if cell is not None] for row in page.iter_rows(values_only=True)]
    assert ["差异原因", "盘盈金额", "盘亏金额", "差异金额", "进项税额转出"] in words
    assert ["被盗", 0, 4, -4, 0] in words
    assert ["小李", 4, 0, 4, 0] in words


def test_input_tax_is_taken_back_where_goods_were_stolen(book: Path, sheets: Path) -> None:
    """一般纳税人: of what was stolen, at the rate of the day of the count; not of what went bad."""
    fill_in(sheets, {6: {"counted": 6.5, "reason": "被盗"}, 7: {"counted": 29, "reason": "过期"}})
    names = [row["key"] for row in rows_of(book, "settings")]
    type_rows(book, "settings", [{"value": "一般纳税人"}], at=names.index("纳税人类型"))
    type_rows(book, "settings", [{"value": "13%"}], at=names.index("默认税率"))
    assert run("count", book, sheets, "--confirm")["ok"]
    assert [row["input_tax_out"] for row in rows_of(book, "stocktake_results")] == [0.52, None]


def test_the_past_shows_whether_it_gets_better(book: Path, sheets: Path) -> None:
    """Right are the lines without a difference, by warehouse and class, stocktake by stocktake."""
    fill_in(sheets, {6: {"counted": 7.5}, 7: {"counted": 28, "reason": "丢失"}, 8: {"counted": 5}})
    assert run("count", book, sheets, "--confirm")["ok"]
    later = book.with_name("四月.xlsx")
    assert run("stocktake", book, "--month", "2026-04", "--warehouse", "W1", "-o", later)["ok"]
    fill_in(later, {6: {"counted": 7.5}, 7: {"counted": 28}})
    assert run("count", book, later, "--confirm")["ok"]
    history = run("count", book, "--history")["history"]
    assert [(one["date"], one["lines"], one["right"], one["accuracy"]) for one in history] == [
        ("2026-03-31", 3, 2, "66.7%"), ("2026-04-30", 2, 2, "100.0%"),
    ]  # fmt: skip


def test_every_mistake_is_said_at_once_and_nothing_is_posted(book: Path, sheets: Path) -> None:
    """Text, a negative count, a barcode among the counts, an unknown code; --skip posts the rest."""
    fill_in(sheets, {
        6: {"counted": "很多"},
        7: {"counted": -1},
        8: {"counted": 5},
        9: {"item": "A9", "counted": 1},
        10: {"item": "A1", "counted": 6901234567892},
    })  # fmt: skip
    answer = run("count", book, sheets, "--confirm")
    assert (answer["exit"], answer["documents"]) == (1, [])
    assert [(p["row"], p["column"], p["code"]) for p in answer["problems"]] == [
        (6, "实盘数量", "not_a_number"), (7, "实盘数量", "count_negative"),
        (9, "商品编码", "item_unknown"), (10, "实盘数量", "number_too_large"),
    ]  # fmt: skip
    posted = run("count", book, sheets, "--confirm", "--skip")
    assert (posted["exit"], [one["lines"] for one in posted["documents"]]) == (0, [1])


def test_goods_written_below_the_signatures_count_too(book: Path, sheets: Path) -> None:
    """Where the empty lines are used up people go on below the foot: nothing of it is lost."""
    below = openpyxl.load_workbook(sheets).worksheets[0].max_row + 1
    fill_in(sheets, {below: {"item": "A1", "counted": 29, "reason": "丢失"}})
    (one,) = run("count", book, sheets)["differences"]
    assert (one["item"], one["difference"]) == ("A1", "-1")


def test_results_follow_what_is_dated_back_and_reversed(book: Path, sheets: Path) -> None:
    """盘点结果 says what a paper of before the count makes of it; a reversed count has no results."""
    fill_in(sheets, {7: {"counted": 29, "reason": "丢失"}})
    assert run("count", book, sheets, "--confirm")["ok"]

    def losses() -> list[tuple[object, ...]]:
        rows = rows_of(book, "stocktake_results")
        return [(row["book"], row["loss"], row["difference_value"]) for row in rows]

    assert losses() == [(30, 1, -2)]
    late = {"date": day("2026-03-02"), "partner": "百事", "item": "A1", "quantity": 4, "price": 5}
    type_rows(book, "purchases", [late])
    assert run("post", book)["ok"]
    assert losses() == [(34, 5, -10)]
    assert run("reverse", book, NUMBER)["ok"]
    assert losses() == []


def test_the_master_workbook_is_no_stocktake(book: Path) -> None:
    """Its sheets have 商品编码 too; that 实盘数量 is missing in each of them helps nobody."""
    assert [said["code"] for said in run("count", book, book)["problems"]] == ["count_no_number"]


def test_what_may_explain_a_difference_is_said(book: Path) -> None:
    """Posted twice, ordered and not received, taken for one another, and whole boxes."""
    type_rows(book, "items", [
        {"code": "B1", "name": "雪碧大瓶", "unit": "瓶"}, {"code": "B2", "name": "雪碧小瓶", "unit": "瓶"},
    ])  # fmt: skip
    more = {"partner": "百事", "warehouse": "W1", "price": 2}
    type_rows(book, "purchases", [
        {**more, "date": day("2026-03-02"), "item": "B1", "quantity": 10, "number": "R1"},
        {**more, "date": day("2026-03-02"), "item": "B2", "quantity": 10, "number": "R2"},
        {**more, "date": day("2026-03-03"), "item": "007", "quantity": 2, "number": "R3"},
        {**more, "date": day("2026-03-03"), "item": "007", "quantity": 2, "number": "R4"},
        {**more, "date": day("2026-03-04"), "item": "A2", "quantity": 9, "kind": "采购订单",
         "number": "D1"},
    ])  # fmt: skip
    assert run("post", book)["exit"] == 0
    path = book.with_name("盘点表.xlsx")
    assert run("stocktake", book, "--month", "2026-03", "--warehouse", "W1", "-o", path)["ok"]
    right = {"007": 9.5, "A1": 6, "A2": 14, "B1": 9, "B2": 11}
    page = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    rows = {row[1]: number for number, row in enumerate(page, 1)}
    fill_in(path, {rows[code]: {"counted": n, "reason": "其他"} for code, n in right.items()})
    answer = run("count", book, path)
    assert answer["ok"], answer["problems"]
    assert {one["item"]: one["likely_cause"] for one in answer["differences"]} == {
        "007": "R3 与 R4 内容相同：可能重复过账",
        "A1": "正好相差 1 箱：可能漏数，或单位写错",
        "A2": "D1 还有 9 盒 未入库：可能到货没有过账",
        "B1": "与 B2 雪碧小瓶 的差异正好相反：可能串号",
        "B2": "与 B1 雪碧大瓶 的差异正好相反：可能串号",
    }


def test_wrong_use_is_said(book: Path, tmp_path: Path) -> None:
    """No file, one that is none, one that is no workbook: in words, and nothing changes."""
    assert run("count", book)["exit"] == 2
    missing = CliRunner().invoke(cli, ["count", str(book), str(tmp_path / "没有.xlsx"), "--json"])
    assert (missing.exit_code, json.loads(missing.stdout)["ok"]) == (3, False)
    text = tmp_path / "盘点.txt"
    text.write_text("A1 5", encoding="utf-8")
    assert run("count", book, text)["exit"] == 3


def test_the_report_overwrites_nothing(book: Path, sheets: Path) -> None:
    """Least of all the counted sheet; and a name that Excel would not open is refused, not posted."""
    fill_in(sheets, {7: {"counted": 29, "reason": "丢失"}})
    counted = sheets.read_bytes()
    assert run("count", book, sheets, "--confirm", "-o", sheets)["exit"] == 3
    assert run("count", book, sheets, "--confirm", "-o", book.with_name("表.ods"))["exit"] == 2
    assert run("stocktake", book, "-o", book.with_name("表.xls"))["exit"] == 2
    assert sheets.read_bytes() == counted
    assert run("count", book, sheets)["posted"] == ""
