"""Room for rows: tables grow, pasted rows are taken in, what stands below is in nobody's way."""

from pathlib import Path

from jxc_xl.workbook.book import open_book
from tests.e2e.shop import day, make, rows_of, run, type_rows
from tests.e2e.test_post import PURCHASE


def _table_rows(book: Path) -> int:
    opened = open_book(book, read_only=True)
    try:
        return opened.read_table("purchases").table_rows
    finally:
        opened.close()


def test_rows_pasted_below_the_table_are_taken_in(tmp_path: Path) -> None:
    """500 rows pasted over the table's end are posted, and 200 empty ones follow again."""
    book = make(tmp_path / "shop.xlsx")
    rows = [{**PURCHASE, "quantity": n} for n in range(1, 501)]
    type_rows(book, "purchases", rows)
    answer = run("post", book)
    assert (answer["ok"], len(answer["documents"]), answer["posted_lines"]) == (True, 1, 500)
    assert all(row["status"] == "已过账" for row in rows_of(book, "purchases"))
    assert _table_rows(book) == 700


def test_a_note_below_the_table_does_not_stop_the_post(tmp_path: Path) -> None:
    """With no room for spare rows the table stays as long as it is, and rows are marked."""
    rows = [{**PURCHASE, "date": day("2026-03-02")}] * 150
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE])
    opened = open_book(book)
    sheet = opened._book.sheets["采购"]
    last = opened.read_table("purchases").table_rows + 1
    sheet.range((last + 30, 3)).value = "老板说：月底盘点"
    opened.save()
    opened.close()
    type_rows(book, "purchases", rows)
    assert run("post", book)["ok"]
    assert all(row["status"] == "已过账" for row in rows_of(book, "purchases"))
