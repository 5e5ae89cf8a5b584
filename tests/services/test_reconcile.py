"""账表核对 on hostile shops: nothing that is in order is reported, all that is not is, once."""

import random
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from jxc_xl.domain.tables import table_named
from jxc_xl.ledger.connection import Ledger
from jxc_xl.services.post import post
from jxc_xl.services.reconcile import reconcile, restorable
from tests.fake_book import FakeBook, Formula, Row
from tests.services.test_row_identity import TODAY, Shop, _live, empty_ledger

__all__ = ["empty_ledger"]

SHOPS = 60
CHUNKS = 4
SHEET = {"purchases": "采购", "sales": "销售"}


class Expected(NamedTuple):
    """A difference as the list must show it; ``row`` as the sheet numbers it."""

    category: str
    sheet: str
    row: int | None
    column: str | None


Change = Callable[[Shop, str, int], Expected]
"""Does something to a posted row of a sheet."""


def _overwrite(field: str, value: Any) -> Change:
    def change(shop: Shop, table: str, place: int) -> Expected:
        header = table_named(table).header(field)
        shop.rows(table)[place][header] = value
        return Expected("已改动", SHEET[table], place + 2, header)

    return change


def _delete(shop: Shop, table: str, place: int) -> Expected:
    del shop.rows(table)[place]
    return Expected("已删除", SHEET[table], None, None)


def _repeat(shop: Shop, table: str, place: int) -> Expected:
    shop.rows(table).append(dict(shop.rows(table)[place]))
    return Expected("重复", SHEET[table], len(shop.rows(table)) + 1, None)


def _lose_marks(shop: Shop, table: str, place: int) -> Expected:
    shop.rows(table)[place] |= {"行号": None, "状态": None, "提示": None}
    return Expected("标记丢失", SHEET[table], place + 2, None)


def _forget_to_post(shop: Shop, table: str, place: int) -> Expected:
    row = shop.rows(table)[place] | {"行号": None, "状态": None, "单据编号": None, "数量": 0.5}
    shop.rows(table).append(row | _formulas(table))
    return Expected("未过账", SHEET[table], len(shop.rows(table)) + 1, None)


def _type_over_a_formula(shop: Shop, table: str, place: int) -> Expected:
    del place
    shop.book.type(table, date=datetime(2026, 3, 9), item="A", status="草稿", spec="大瓶")
    return Expected("公式被改", SHEET[table], len(shop.rows(table)) + 1, "规格")


def _formulas(table: str) -> Row:
    return {c.header: Formula(c.formula) for c in table_named(table).columns if c.formula}


CHANGES: dict[str, Change] = {
    "quantity": _overwrite("quantity", 0.25),
    "price": _overwrite("price", 7.125),
    "date": _overwrite("date", datetime(2025, 7, 1)),
    "partner": _overwrite("partner", "别人"),
    "item": _overwrite("item", "B"),
    "note": _overwrite("note", "另加"),
    "total": _overwrite("total", 0.01),
    "number": _overwrite("number", "X1"),
    "name": _overwrite("name", "雪碧"),
    "kind": _overwrite("kind", None),
    "delete": _delete,
    "repeat": _repeat,
    "lose marks": _lose_marks,
    "forget": _forget_to_post,
    "formula": _type_over_a_formula,
}
REPAIRED = CHANGES.keys() - {"repeat", "forget"}
"""What putting back repairs; the rest is for the clerk to decide."""


def differences(shop: Shop, *, restore: bool = False) -> list[Expected]:
    """What 账表核对 lists, and that all of it is said the same way everywhere."""
    report = reconcile(shop.book, shop.ledger, today=TODAY, restore=restore)
    found = [
        Expected(entry["category"], entry["sheet"], entry["row"], entry["column"])
        for entry in report.extra["differences"]
    ]
    listed = shop.book.tables["differences"]
    assert [(row["类别"], row["行"]) for row in listed] == [(d.category, d.row) for d in found]
    assert all(row["说明"] and row["处理办法"] for row in listed)
    assert report.ok is not bool(found)
    assert len(report.problems) == len(found)
    return found


def calm(shop: Shop) -> None:
    """Do what the list says: put back, post, delete the copies."""
    post(shop.book, shop.ledger, today=TODAY)
    for found in differences(shop, restore=True):
        assert found.category == "重复"
    for rows in shop.book.tables.values():
        rows[:] = [row for row in rows if row.get("状态") not in ("重复", "草稿")]


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_every_change_is_found_exactly_once(chunk: int, empty_ledger: Path, tmp_path: Path) -> None:
    """However a shop has lived: once its list is done nothing differs, and one change is one line.

    Putting back leaves the books as they are, and repairs whatever has a posted value.
    """
    ledger_file = tmp_path / "shop.db"
    for seed in range(chunk * SHOPS // CHUNKS, (chunk + 1) * SHOPS // CHUNKS):
        shutil.copyfile(empty_ledger, ledger_file)
        with Ledger.open(ledger_file) as ledger:
            ledger.connection.execute("PRAGMA synchronous = OFF")
            shop = Shop(ledger, random.Random(seed))
            _live(shop)
            shop.type_rows("purchases")  # so that there is something to change
            shop.click()
            calm(shop)
            assert differences(shop) == [], f"shop {seed}"
            assert restorable(shop.book, ledger) == 0
            _change_one_thing(shop, list(CHANGES)[seed % len(CHANGES)])
            assert shop.in_the_books() == shop.meant
        for leftover in ledger_file.parent.glob("shop.db*"):
            leftover.unlink()


def _change_one_thing(shop: Shop, name: str) -> None:
    places = [(table, n) for table in SHEET for n, _row in enumerate(shop.rows(table))]
    table, place = shop.chance.choice(places)
    before = dict(shop.rows(table)[place])
    expected = CHANGES[name](shop, table, place)
    assert differences(shop) == [expected], name
    assert restorable(shop.book, shop.ledger) == (name in REPAIRED)
    assert differences(shop, restore=True) == ([] if name in REPAIRED else [expected])
    if name in REPAIRED - {"formula"}:
        rows = [row for row in shop.rows(table) if row["行号"] == before["行号"]]
        assert [_said(row) for row in rows] == [_said(before)]


def _said(row: Row) -> Row:
    return {header: cell for header, cell in row.items() if header != "提示"}


def test_a_moved_workbook_is_the_same_and_a_copy_expects_its_own_past(
    empty_ledger: Path, tmp_path: Path
) -> None:
    """After a renaming nothing differs; of a copy's papers the other one only counts the number."""
    shutil.copyfile(empty_ledger, tmp_path / "shop.db")
    with Ledger.open(tmp_path / "shop.db") as ledger:
        shop = Shop(ledger, random.Random(1))
        for _ in range(3):
            shop.type_rows("purchases")
            shop.click()
        calm(shop)
        moved = shop.book
        moved._path = Path("elsewhere.xlsx")
        assert reconcile(moved, ledger, today=TODAY).ok
        del shop.rows("purchases")[0]
        assert [found.category for found in differences(shop)] == ["已删除"]
        assert differences(shop, restore=True) == []

        copy = FakeBook(Path("copy.xlsx"))
        copy.tables = {name: [dict(row) for row in rows] for name, rows in moved.tables.items()}
        shop.book = copy
        shop.type_rows("sales")
        posted = len(post(copy, ledger, today=TODAY).documents)
        assert differences(shop) == []
        report = reconcile(moved, ledger, today=TODAY)
        assert (report.ok, report.extra["elsewhere"]) == (True, {"copy.xlsx": posted})
        (row,) = moved.tables["differences"]
        assert (row["类别"], "copy.xlsx" in row["说明"]) == ("他处过账", True)


def test_a_sheet_that_cannot_be_read_is_not_full_of_deleted_rows(
    empty_ledger: Path, tmp_path: Path
) -> None:
    """A missing column is one problem; what stands on that sheet is not compared."""
    shutil.copyfile(empty_ledger, tmp_path / "shop.db")
    with Ledger.open(tmp_path / "shop.db") as ledger:
        shop = Shop(ledger, random.Random(2))
        shop.type_rows("purchases")
        shop.click()
        calm(shop)
        headers = shop.book.headers["purchases"]
        shop.book.headers["purchases"] = tuple(h for h in headers if h != "单价")
        report = reconcile(shop.book, ledger, today=TODAY)
        assert [found.code for found in report.problems] == ["column_missing"]
        assert (report.ok, shop.book.tables["differences"]) == (False, [])
