"""jxc open, setup, doctor and post in a clerk's own session, on a screen."""

import json
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from jxc_xl.domain.tables import table_named
from jxc_xl.hosts.libreoffice.connection import connect
from jxc_xl.hosts.libreoffice.documents import desktop_of
from tests.e2e.shop import make, rows_of
from tests.e2e.test_post import PURCHASE
from tests.gui.declared import label_of
from tests.gui.profile import make_profile
from tests.gui.screen import Screen
from tests.gui.waiting import until


class Session:
    """A clerk's session in which nothing of ours has been installed yet."""

    def __init__(self, screen: Screen, folder: Path) -> None:
        self.pipe = f"jxc-open-{uuid.uuid4().hex}"
        profile = make_profile(folder / "profile")
        self._environment = {
            **screen.environment,
            "JXC_PIPE": self.pipe,
            "JXC_OFFICE_PROFILE": str(profile),
        }

    def jxc(self, *words: object) -> dict[str, Any]:
        """What a command prints."""
        answer = subprocess.run(
            [sys.executable, "-m", "jxc_xl", *map(str, words), "--json"],
            env=self._environment, stdout=subprocess.PIPE, check=False, timeout=300,
        )  # fmt: skip
        said: dict[str, Any] = json.loads(answer.stdout)
        return {**said, "exit": answer.returncode}

    def names(self) -> list[str]:
        """The workbooks that are open in LibreOffice."""
        context = connect(self.pipe)
        components = desktop_of(context).getComponents().createEnumeration() if context else None
        found = []
        while components is not None and components.hasMoreElements():
            found.append(str(components.nextElement().getTitle()))
        return sorted(found)

    def close(self) -> None:
        """Close LibreOffice without asking."""
        context = connect(self.pipe)
        if context is None:
            return
        desktop = desktop_of(context)
        components = desktop.getComponents().createEnumeration()
        while components.hasMoreElements():
            components.nextElement().close(True)
        with suppress(Exception):  # it ends before it has answered
            desktop.terminate()
        until(lambda: connect(self.pipe) is None, "the end of LibreOffice")


@pytest.fixture
def session(screen: Screen, tmp_path: Path) -> Iterator[Session]:
    """A session, whose LibreOffice is ended."""
    session = Session(screen, tmp_path)
    yield session
    session.close()


def test_the_workbook_is_opened_with_its_buttons_and_worked_on_there(
    session: Session, screen: Screen, tmp_path: Path
) -> None:
    """From nothing: the extension is installed, the window comes, commands work in it.

    What is being typed counts as typed.
    """
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE])
    answer = session.jxc("open", book)
    assert (answer["exit"], answer["was_open"]) == (0, False)
    until(lambda: session.names() == ["shop.xlsx"], "the workbook")
    label = label_of("post")
    until(
        lambda: any(window.find("push button", label) for window in screen.windows()),
        f"the button {label}",
    )
    screen.picture("open")
    assert session.jxc("open", book)["was_open"]
    _begin_to_type(session, screen, "7")
    assert session.jxc("check", book)["ok"]
    assert [row["quantity"] for row in rows_of(book, "purchases")] == [7]

    other = make(tmp_path / "other.xlsx")
    assert not session.jxc("open", other)["was_open"]
    until(lambda: session.names() == ["other.xlsx", "shop.xlsx"], "both workbooks")

    sheet = table_named("purchases").sheet
    document = _document(session, "shop.xlsx")
    assert not any("CGRK" in cell for row in _texts(document, sheet) for cell in row)
    posted = session.jxc("post", book)
    assert (posted["ok"], len(posted["documents"])) == (True, 1)
    assert any("CGRK20260301-001" in cell for row in _texts(document, sheet) for cell in row)
    assert [row["status"] for row in rows_of(book, "purchases")] == ["已过账"]

    checks = {check["name"]: check for check in session.jxc("doctor", book)["checks"]}
    assert all(check["ok"] for check in checks.values()), checks


def test_a_macro_workbook_opens_without_a_warning(
    session: Session, screen: Screen, tmp_path: Path
) -> None:
    """Its macros are for Excel; LibreOffice, which would warn of them, need not run them."""
    book = make(tmp_path / "shop.xlsm", purchases=[PURCHASE])
    assert session.jxc("open", book)["exit"] == 0
    until(lambda: session.names() == ["shop.xlsm"], "the workbook")
    label = label_of("post")
    until(
        lambda: any(window.find("push button", label) for window in screen.windows()),
        f"the button {label}",
    )
    screen.picture("open-macros")
    assert not any(window.find("alert") for window in screen.windows("dialogs"))
    assert session.jxc("post", book)["ok"]
    other = make(tmp_path / "other.xlsm")
    assert session.jxc("open", other)["exit"] == 0
    until(lambda: session.names() == ["other.xlsm", "shop.xlsm"], "both workbooks")
    assert desktop_of(connect(session.pipe)).getFrames().getCount() == 2, "no empty window"


def test_setup_reaches_a_libreoffice_that_is_running(session: Session, tmp_path: Path) -> None:
    """It neither closes it nor opens a window of its own; the clerk is told to start it again."""
    book = make(tmp_path / "shop.xlsx")
    session.jxc("open", book)
    until(lambda: session.names() == ["shop.xlsx"], "the workbook")
    assert session.jxc("setup", "--remove")["extension"] == "removed"
    assert session.jxc("setup")["extension"] == "installed"
    assert session.names() == ["shop.xlsx"]


def _begin_to_type(session: Session, screen: Screen, text: str) -> None:
    """Type into the quantity of the first purchase and leave the cursor in the cell."""
    document = _document(session, "shop.xlsx")
    sheet = document.getSheets().getByName(table_named("purchases").sheet)
    header = table_named("purchases").header("quantity")
    columns = [
        column for column in range(40) if sheet.getCellByPosition(column, 0).String == header
    ]
    controller = document.getCurrentController()
    controller.setActiveSheet(sheet)
    controller.select(sheet.getCellByPosition(columns[0], 1))
    controller.getFrame().getContainerWindow().setFocus()
    screen.type(text)
    until(lambda: _is_being_typed(screen), "what is being typed")


def _is_being_typed(screen: Screen) -> bool:
    """Whether the formula bar offers to accept an entry."""
    return any(window.find("push button", "接受") for window in screen.windows())


def _document(session: Session, name: str) -> Any:
    components = desktop_of(connect(session.pipe)).getComponents().createEnumeration()
    while components.hasMoreElements():
        component = components.nextElement()
        if component.getTitle() == name:
            return component
    raise AssertionError(name)


def _texts(document: Any, sheet: str) -> list[tuple[str, ...]]:
    cells = document.getSheets().getByName(sheet).getCellRangeByPosition(0, 0, 40, 5)
    return [tuple(map(str, row)) for row in cells.getDataArray()]
