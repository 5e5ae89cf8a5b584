"""账表核对 on real files, and the two buttons that go with it."""

from pathlib import Path

import pytest

from jxc_xl import macros
from jxc_xl.domain.tables import table_named
from jxc_xl.workbook.book import open_book
from tests.e2e.shop import day, make, rows_of, run, type_rows
from tests.e2e.test_post import PURCHASE
from tests.screen import patched, show

__all__ = ["patched"]

SALE = {"date": day("2026-03-05"), "partner": "小王店", "item": "A1", "quantity": 5, "price": 3}
CASH = {**SALE, "partner": None, "quantity": 1}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A shop that has posted three papers."""
    path = make(tmp_path / "我的 店.xlsx", purchases=[PURCHASE], sales=[SALE, CASH])
    assert run("post", path)["ok"]
    return path


def clear_row(path: Path, table: str, row: int) -> None:
    """A clerk selects a row and presses Delete."""
    book = open_book(path)
    headers = book.read_table(table).headers
    book.write_columns(table, {header: [None] for header in headers}, rows=[row])
    book.save()
    book.close()


def test_what_was_just_posted_has_no_differences(book: Path) -> None:
    """Exit status 0, an empty list, and nothing to put back; again and again."""
    for _ in range(2):
        answer = run("reconcile", book)
        assert (answer["exit"], answer["differences"], answer["expected_lines"]) == (0, [], 3)
    assert rows_of(book, "differences") == []
    assert run("reconcile", book, "--restore")["restored_rows"] == 0


def test_changes_are_listed_with_both_values_and_put_back(book: Path) -> None:
    """A price typed over, a cleared row and a lost formula below the entries: exit status 1."""
    before = rows_of(book, "sales")
    type_rows(book, "sales", [{"price": 99.5}], at=0)
    clear_row(book, "sales", 1)
    type_rows(book, "purchases", [{"name": "乱写"}], at=7)
    answer = run("reconcile", book)
    assert answer["exit"] == 1
    shown = [
        tuple(row[name] for name in ("category", "sheet", "row", "column", "in_sheet", "in_ledger"))
        for row in rows_of(book, "differences")
    ]
    assert shown == [
        ("公式被改", "采购", 9, "名称", "乱写", "公式"),
        ("已改动", "销售", 2, "单价", "99.5", "3"),
        ("已删除", "销售", None, None, None, None),
    ]
    assert [row["code"] for row in answer["problems"]] == [
        "formula_lost", "row_changed", "row_deleted",
    ]  # fmt: skip
    answer = run("reconcile", book, "--restore")
    assert (answer["exit"], answer["restored_rows"]) == (0, 3)
    columns = [c.field for c in table_named("sales").columns if c.field != "hint"]
    after = rows_of(book, "sales")
    assert [[row[name] for name in columns] for row in after] == [
        [row[name] for name in columns] for row in before
    ]
    assert run("post", book)["documents"] == []


def test_a_touched_ledger_is_found_and_stays_found(book: Path) -> None:
    """The head of the chain that the workbook remembers is not replaced by a wrong ledger's."""
    other = make(book.with_name("other.xlsx"), purchases=[PURCHASE])
    run("post", other)
    for _ in range(2):
        answer = run("reconcile", book, "--ledger", other.with_suffix(".db"))
        assert answer["exit"] == 3
    book.with_suffix(".db").rename(book.with_name("old.db"))
    answer = run("reconcile", book)
    assert (answer["exit"], answer["problems"][0]["code"]) == (3, "cannot_work")


def test_the_buttons_ask_before_anything_is_written_over(
    book: Path, patched: pytest.MonkeyPatch
) -> None:
    """The list comes to the front with a dialog; no leaves the rows, yes puts them right."""
    type_rows(book, "sales", [{"price": 99.5}], at=0)
    screen = show(book, patched)
    assert macros.reconcile() == "表格与账有 1 处不一致，见「账表核对」表。"
    assert (screen.sheet, len(screen.told)) == ("账表核对", 1)
    assert "销售 第 2 行 单价" in screen.told[0][0]
    screen.answers = ["no", "yes"]
    assert macros.put_back() == "没有恢复。"
    assert "1 行" in screen.told[1][0]
    assert macros.put_back().startswith("恢复了 1 行。 账表相符")
    assert macros.put_back() == "没有需要恢复的。"
    assert len(screen.told) == 3
    assert rows_of(book, "sales")[0]["price"] == 3
