"""A formula of the clerk's own, typed into a real window, follows what is posted."""

from pathlib import Path

import pytest

from jxc_xl.domain.tables.entry import PURCHASES
from jxc_xl.ledger.connection import Ledger
from tests.e2e import shop
from tests.gui.clerk import Clerk
from tests.gui.conftest import OpenBook
from tests.gui.declared import label_of
from tests.gui.waiting import until

SHEET = "我的表"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A small shop's workbook."""
    return shop.make(tmp_path / "shop.xlsx")


def type_formula(clerk: Clerk, cell: str, formula: str) -> None:
    """Type a formula into the clerk's own sheet."""
    clerk.go_to(SHEET, cell)
    clerk.screen.type(formula)
    clerk.screen.press("Return")
    until(lambda: shown(clerk, cell) != "", f"the formula in {cell}")


def shown(clerk: Clerk, cell: str) -> str:
    """What a cell of the clerk's own sheet shows."""
    sheet = clerk.office.document.getSheets().getByName(SHEET)
    return str(sheet.getCellRangeByName(cell).getString())


def test_formulas_follow_a_click_and_what_others_post(open_book: OpenBook, book: Path) -> None:
    """After 过账 at once; after a change by somebody else when the window is turned to again."""
    clerk = open_book(book)
    clerk.office.document.getSheets().insertNewByName(SHEET, 0)
    type_formula(clerk, "A1", '=JXC.STOCK("A1")')
    type_formula(clerk, "A2", '=JXC.NAME("A1")')
    assert [shown(clerk, "A1"), shown(clerk, "A2")] == ["#N/A", "#N/A"]
    row = {"date": "2026-11-20", "partner": "百事", "item": "A1", "quantity": "10", "price": "2"}
    clerk.type_rows(PURCHASES, 2, [{**row, "warehouse": "主仓库"}])
    clerk.click_button(label_of("post"))
    until(lambda: shown(clerk, "A1") == "10", "the posted stock")
    assert shown(clerk, "A2") == "可乐"
    clerk.wait_until_done()
    with Ledger.open(book.with_suffix(".db")) as ledger, ledger.transaction() as connection:
        connection.execute("UPDATE item SET name = '汽水' WHERE code = 'A1'")
    assert shown(clerk, "A2") == "可乐"
    clerk.screen.press("ctrl+n")
    until(lambda: len(list(clerk.screen.windows())) > 1, "another window")
    clerk.screen.press("ctrl+w")
    until(lambda: shown(clerk, "A2") == "汽水", "the name that somebody else gave")
    clerk.go_to(SHEET, "A3")
    clerk.screen.picture("functions")


def test_formulas_follow_a_recompute(open_book: OpenBook, book: Path) -> None:
    """Before the first 重算 nothing is known; after the click class and reorder point stand there."""
    clerk = open_book(book)
    clerk.office.document.getSheets().insertNewByName(SHEET, 0)
    row = {"date": "2026-11-20", "partner": "百事", "item": "A1", "quantity": "10", "price": "2"}
    clerk.type_rows(PURCHASES, 2, [{**row, "warehouse": "主仓库"}])
    clerk.click_button(label_of("post"))
    clerk.wait_until_done()
    type_formula(clerk, "A1", '=JXC.ABC("A1")')
    type_formula(clerk, "A2", '=JXC.ROP("A1")')
    assert [shown(clerk, "A1"), shown(clerk, "A2")] == ["#N/A", "#N/A"]
    clerk.click_button(label_of("recompute"))
    until(lambda: shown(clerk, "A1") == "C", "the class of an item that was not sold")
    assert shown(clerk, "A2") == "0"
