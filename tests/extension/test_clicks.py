"""Clicks in a real LibreOffice with the extension installed, seen in the sheet and the ledger."""

import os
import signal
import sqlite3
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest

from jxc_xl.buttons import BUTTONS
from jxc_xl.extension.build import IDENTIFIER, build
from jxc_xl.hosts.libreoffice.connection import pipe_file
from jxc_xl.hosts.libreoffice.documents import find_document
from jxc_xl.hosts.libreoffice.engine.bridge import struct
from jxc_xl.hosts.libreoffice.extensions import install
from jxc_xl.hosts.libreoffice.office import OwnOffice
from tests.e2e.shop import day, make, rows_of, run
from tests.e2e.test_post import PURCHASE

pytestmark = pytest.mark.xdist_group("clicks")  # one LibreOffice for all of them

T = TypeVar("T")

SECONDS = 60.0
PATIENCE = 1.5
STATUS, HINT = 26, 27  # columns of 采购, from 0
WRONG = {**PURCHASE, "date": day("2026-03-02"), "item": "A9"}


def until(look: Callable[[], T | None], what: str) -> T:
    """Wait until something is there."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError(f"still no {what}")


class Desk:
    """A LibreOffice with the buttons, and one workbook in it at a time."""

    def __init__(self, folder: Path, python: str | None) -> None:
        self.pipe = os.environ["JXC_PIPE"]
        self.office = OwnOffice()
        install(self.office.context, build(folder / "jxc.oxt", python=python), IDENTIFIER)

    @contextmanager
    def showing(self, path: Path) -> Iterator[Any]:
        """Open a workbook; it is closed in the end whatever became of it."""
        document = self.office.desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, ())
        try:
            yield document
        finally:
            document.close(True)

    def dispatch(self, document: Any, button: str) -> Any:
        """What the office has for a button of the document's window."""
        url = struct("util.URL")
        url.Complete = f"vnd.jxc:{button}"
        manager = self.office.context.ServiceManager
        transformer = manager.createInstanceWithContext(
            "com.sun.star.util.URLTransformer", self.office.context
        )
        _done, url = transformer.parseStrict(url)
        frame = document.getCurrentController().getFrame()
        return frame.queryDispatch(url, "_self", 0)

    def click(self, document: Any, button: str) -> None:
        """Click a button, as the toolbar does."""
        manager = self.office.context.ServiceManager
        helper = manager.createInstanceWithContext(
            "com.sun.star.frame.DispatchHelper", self.office.context
        )
        frame = document.getCurrentController().getFrame()
        helper.executeDispatch(frame, f"vnd.jxc:{button}", "_self", 0, ())

    def click_until(self, document: Any, button: str, is_done: Callable[[], bool]) -> None:
        """Click until it is taken: while the last click is still worked on, it is not."""

        def clicked() -> bool:
            self.click(document, button)
            patience = time.monotonic() + PATIENCE
            while not is_done() and time.monotonic() < patience:
                time.sleep(0.02)
            return is_done()

        until(clicked, button)

    @property
    def worker(self) -> int | None:
        """The process of the worker, if there is one."""
        mine = f"JXC_PIPE={self.pipe}".encode()
        for process in Path("/proc").glob("[0-9]*"):
            try:
                command = (process / "cmdline").read_bytes()
                if b"jxc_xl.extension.worker" in command and mine in (
                    process / "environ"
                ).read_bytes().split(b"\0"):
                    return int(process.name)
            except OSError:  # it has just ended
                continue
        return None


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A LibreOffice in which the extension was just installed."""
    folder = tmp_path_factory.mktemp("clicks")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JXC_PIPE", f"jxc-clicks-{uuid.uuid4().hex}")
        patch.setenv("JXC_LANG", "zh")
        patch.setenv("HOME", str(folder))
        made = Desk(folder, sys.executable)
        yield made
        made.office.stop()


def status(document: Any, row: int) -> str:
    """状态 of a row of 采购, as the sheet numbers it."""
    cell = document.getSheets().getByName("采购").getCellByPosition(STATUS, row - 1)
    return str(cell.getString())


def sheet_in_front(document: Any) -> str:
    """The sheet that the clerk sees."""
    return str(document.getCurrentController().getActiveSheet().getName())


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Somebody else is posting."""
    with closing(sqlite3.connect(path.with_suffix(".db"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def documents(path: Path) -> int:
    """How many documents the ledger has."""
    with closing(sqlite3.connect(path.with_suffix(".db"))) as ledger:
        (count,) = ledger.execute("SELECT count(*) FROM document").fetchone()
    return int(count)


def test_opening_a_master_workbook_opens_the_office(desk: Desk, tmp_path: Path) -> None:
    """jxc finds the workbook where it is open; no worker runs before the first click."""
    path = make(tmp_path / "店.xlsx")
    with desk.showing(path):
        until(lambda: pipe_file(desk.pipe), "pipe")
        assert find_document(path) is not None
        assert desk.worker is None


def test_every_button_has_somebody_who_does_it(desk: Desk, tmp_path: Path) -> None:
    """LibreOffice knows whom to call for each declared button."""
    with desk.showing(make(tmp_path / "shop.xlsx")) as document:
        assert all(desk.dispatch(document, button.id) for button in BUTTONS)


def test_post_marks_the_rows_and_fills_the_ledger(desk: Desk, tmp_path: Path) -> None:
    """One click: good rows are posted, wrong ones marked, the workbook is stored, 库存 is filled."""
    path = make(tmp_path / "shop.xlsx", purchases=[PURCHASE, WRONG])
    with desk.showing(path) as document:
        desk.click(document, "post")
        assert until(lambda: status(document, 2), "mark") == "已过账"
        assert until(lambda: status(document, 3), "mark") == "有误"
        until(lambda: not document.isModified(), "stored workbook")
        until(lambda: sheet_in_front(document) == "采购", "way to the first mistake")
        stock = document.getSheets().getByName("库存").getCellRangeByName("A2").getString()
        assert stock == "A1"
    assert documents(path) == 1
    assert [row["status"] for row in rows_of(path, "purchases")] == ["已过账", "有误"]
    assert run("verify", path)["ok"]


def test_buttons_that_only_show_something(desk: Desk, tmp_path: Path) -> None:
    """设置, 帮助 and 库存 lead to their sheets; 只看有误 hides the other rows and shows them again."""
    with desk.showing(make(tmp_path / "shop.xlsx", purchases=[PURCHASE, WRONG])) as document:
        front = partial(sheet_in_front, document)
        desk.click_until(document, "settings", lambda: front() == "设置")
        desk.click_until(document, "help", lambda: front() == "说明")
        desk.click_until(document, "stock", lambda: front() == "库存")
        desk.click_until(document, "check", lambda: front() == "采购")
        rows = document.getSheets().getByName("采购").getRows()
        desk.click_until(document, "wrong", lambda: not rows.getByIndex(1).IsVisible)
        assert rows.getByIndex(0).IsVisible
        assert rows.getByIndex(2).IsVisible
        desk.click_until(document, "wrong", lambda: rows.getByIndex(1).IsVisible)


def test_a_click_during_a_click_is_not_taken(desk: Desk, tmp_path: Path) -> None:
    """The clerk clicks three times while somebody else is posting: everything is there once."""
    path = make(tmp_path / "shop.xlsx", purchases=[PURCHASE])
    with desk.showing(path) as document:
        with locked(path):
            for _time in range(3):
                desk.click(document, "post")
            assert status(document, 2) == ""
        until(lambda: status(document, 2) == "已过账", "mark")
        until(lambda: not document.isModified(), "stored workbook")
    assert documents(path) == 1


def test_a_worker_killed_in_the_middle(desk: Desk, tmp_path: Path) -> None:
    """The sheet draws and calculates again, nothing is half-posted, the next click posts."""
    path = make(tmp_path / "shop.xlsx", purchases=[PURCHASE])
    with desk.showing(path) as document:
        desk.click_until(document, "settings", lambda: sheet_in_front(document) == "设置")
        worker = desk.worker
        assert worker is not None
        with locked(path):
            ledger = path.with_suffix(".db")
            desk.click_until(document, "post", lambda: _has_open(worker, ledger))
            os.kill(worker, signal.SIGKILL)
            until(lambda: desk.worker is None, "end of the worker")
        assert documents(path) == 0
        desk.click_until(document, "post", lambda: status(document, 2) == "已过账")
        assert desk.worker not in (None, worker)
        until(lambda: not document.hasControllersLocked(), "drawing")
        until(document.isAutomaticCalculationEnabled, "calculating")
    assert documents(path) == 1
    assert run("verify", path)["ok"]


def _has_open(process: int, file: Path) -> bool:
    links = Path(f"/proc/{process}/fd").glob("*")
    return any(link.exists() and link.samefile(file) for link in links)


def test_the_worker_ends_with_a_killed_office(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody tells it anything: its input ends."""
    monkeypatch.setenv("JXC_PIPE", f"jxc-killed-{uuid.uuid4().hex}")
    monkeypatch.setenv("HOME", str(tmp_path))
    desk = Desk(tmp_path, sys.executable)
    try:
        path = make(tmp_path / "shop.xlsx")
        document = desk.office.desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, ())
        desk.click(document, "settings")
        worker = until(lambda: desk.worker, "worker")
        parent = int(Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()[1])
        os.kill(parent, signal.SIGKILL)
        until(lambda: desk.worker is None, "end of the worker")
    finally:
        desk.office.stop()


def test_without_jxc_setup_a_click_starts_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An extension that does not know its Python says so in words and leaves all as it is."""
    monkeypatch.setenv("JXC_PIPE", f"jxc-bare-{uuid.uuid4().hex}")
    desk = Desk(tmp_path, None)
    try:
        path = make(tmp_path / "shop.xlsx", purchases=[PURCHASE])
        with desk.showing(path) as document:
            desk.click(document, "post")
            until(lambda: pipe_file(desk.pipe), "pipe")
            assert (desk.worker, status(document, 2)) == (None, "")
        assert documents(path) == 0
    finally:
        desk.office.stop()
