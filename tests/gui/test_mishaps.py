"""What goes wrong around a click: locks, kills, crashes. Each document is posted once or not."""

import os
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from jxc_xl.domain.tables.entry import PURCHASES
from tests.e2e import shop
from tests.gui.books import documents, ledger_of, lock
from tests.gui.clerk import Clerk
from tests.gui.conftest import OpenBook
from tests.gui.declared import label_of
from tests.gui.office import command_line, has_open
from tests.gui.test_buttons import COLA, RICE, statuses
from tests.gui.waiting import until

BOTH = ["CGRK20261120-001", "CGRK20261121-001"]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A small shop's workbook."""
    return shop.make(tmp_path / "店.xlsx")


def click_and_stop_in_the_middle(clerk: Clerk, book: Path) -> sqlite3.Connection:
    """Click 过账 while somebody else holds the ledger: the worker has it open and waits."""
    held = lock(book)
    clerk.click_button(label_of("post"))
    until(lambda: has_open(clerk.office.worker, ledger_of(book)), "the worker at the ledger")
    return held


def post_again(clerk: Clerk) -> None:
    """Click 过账 and wait for both rows to say that they are posted."""
    clerk.click_button(label_of("post"))
    until(lambda: statuses(clerk, 2) == ["已过账"] * 2, "two posted rows")
    clerk.wait_until_done()


def test_a_ledger_that_somebody_else_holds_is_said(open_book: OpenBook, book: Path) -> None:
    """After some seconds a dialog says who is in the way; nothing is marked; later it works."""
    clerk = open_book(book)
    clerk.type_rows(PURCHASES, 2, [COLA, RICE])
    with closing(lock(book)):
        clerk.click_button(label_of("post"))
        said = clerk.answer("确定", picture="ledger-busy")
    assert "店.db" in said
    assert "Traceback" not in said
    clerk.wait_until_done()
    assert statuses(clerk, 2) == ["", ""]
    assert documents(book) == []
    post_again(clerk)
    assert documents(book) == BOTH


def test_a_worker_that_is_killed_in_the_middle_is_replaced(open_book: OpenBook, book: Path) -> None:
    """The dialog says that nothing is half-posted; the next click has a new worker and posts."""
    clerk = open_book(book)
    clerk.type_rows(PURCHASES, 2, [COLA, RICE])
    with closing(click_and_stop_in_the_middle(clerk, book)):
        first = clerk.office.worker
        assert first is not None
        os.kill(first, signal.SIGKILL)
        said = clerk.answer("确定", picture="worker-killed")
    assert "worker.log" in said
    assert documents(book) == []
    clerk.type_rows(PURCHASES, 4, [COLA])  # the window draws and takes keys as before
    clerk.click_button(label_of("post"))
    until(lambda: statuses(clerk, 3) == ["已过账"] * 3, "three posted rows")
    clerk.wait_until_done()
    assert clerk.office.worker not in (None, first)
    assert len(documents(book)) == 3


@pytest.mark.parametrize("comes_through", [True, False])
def test_an_office_that_is_killed_in_the_middle_posts_once_or_not_at_all(
    open_book: OpenBook, book: Path, comes_through: bool
) -> None:
    """The worker ends with the office, having posted or not; reopened, 过账 puts it right.

    Whether the worker got the ledger before it noticed makes no difference.
    """
    clerk = open_book(book)
    clerk.type_rows(PURCHASES, 2, [COLA, RICE])
    clerk.save()
    held = click_and_stop_in_the_middle(clerk, book)
    worker = clerk.office.worker
    assert worker is not None
    if comes_through:
        held.close()
    clerk.office.kill()
    if not comes_through:
        held.close()
    until(lambda: not command_line(worker), "the end of the worker")
    assert documents(book) in ([], BOTH)
    clerk = open_book(book)
    assert statuses(clerk, 2) in (["", ""], ["已过账"] * 2)
    post_again(clerk)
    assert documents(book) == BOTH
    clerk.screen.picture(f"reopened-{comes_through}")


def test_the_worker_ends_with_the_office(open_book: OpenBook, book: Path) -> None:
    """Closed in order, LibreOffice takes its worker along."""
    clerk = open_book(book)
    clerk.type_rows(PURCHASES, 2, [COLA])
    clerk.click_button(label_of("check"))
    clerk.wait_until_done()
    worker = clerk.office.worker
    assert worker is not None
    clerk.screen.press("ctrl+q")
    until(lambda: not command_line(worker), "the end of the worker")
    until(lambda: clerk.office.has_ended, "the end of LibreOffice")
