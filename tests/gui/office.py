"""LibreOffice in a window of a screen, and a look into its sheets behind the clerk's back."""

import os
import shutil
import signal
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jxc_xl.hosts.libreoffice.connection import accept_option, connect, pipe_file
from jxc_xl.hosts.libreoffice.documents import desktop_of
from tests.gui.screen import Screen
from tests.gui.waiting import until

Cell = str | float
_WORKER = "jxc_xl.extension.worker"
_INPUT = "0x0"  # the first argument of the system call that reads from the input


class Office:
    """A LibreOffice with a window; ``book`` is what it is started with."""

    def __init__(self, screen: Screen, profile: Path, book: Path) -> None:
        self._screen = screen
        self.pipe = f"jxc-gui-{uuid.uuid4().hex}"
        screen.environment["JXC_PIPE"] = self.pipe
        self._use(profile)
        self._log = (screen.folder / "office").open("a")
        self._launcher = subprocess.Popen(
            ["soffice", "--nologo", "--norestore", accept_option(self.pipe), str(book)],
            env=screen.environment, stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log,
            start_new_session=True,
        )  # fmt: skip
        self.book = book
        try:
            self.context = until(lambda: connect(self.pipe), "LibreOffice")
            self.document: Any = until(self._find_document, "the workbook in its window")
        except BaseException:
            self.close()
            raise

    def _use(self, profile: Path) -> None:
        """Give the office a profile of its own that looks like one that has been used before."""
        place = Path(self._screen.environment["HOME"], ".config", "libreoffice", "4")
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(profile, place)

    def _find_document(self) -> Any:
        document = desktop_of(self.context).getCurrentComponent()
        if not hasattr(document, "getSheets") or document.getCurrentController() is None:
            return None
        return document

    @property
    def pid(self) -> int:
        """The process of the office itself."""
        return next(pid for pid in descendants(self._launcher.pid) if _name(pid) == "soffice.bin")

    @property
    def worker(self) -> int | None:
        """The process of the worker, if there is one."""
        pids = descendants(self._launcher.pid)
        return next((pid for pid in pids if _WORKER in command_line(pid)), None)

    @property
    def is_idle(self) -> bool:
        """Whether the worker has answered every click: it waits for its input."""
        worker = self.worker
        if worker is None:
            return False
        call = Path(f"/proc/{worker}/syscall").read_text().split()
        return len(call) > 1 and call[1] == _INPUT

    @property
    def active_sheet(self) -> str:
        """The sheet that the clerk sees."""
        return str(self.document.getCurrentController().getActiveSheet().getName())

    @property
    def selection(self) -> str:
        """The selected cells, as ``$采购.$A$6``."""
        return str(getattr(self.document.getCurrentSelection(), "AbsoluteName", ""))

    @property
    def has_row_numbers(self) -> bool:
        """Whether rows and columns are numbered on the screen."""
        return bool(self.document.getCurrentController().HasColumnRowHeaders)

    def cells(self, sheet: str) -> list[tuple[Cell, ...]]:
        """What the cells of a sheet hold, from A1 on; empty ones are ``""``."""
        cursor = self.document.getSheets().getByName(sheet).createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        address = cursor.getRangeAddress()
        whole = cursor.getSpreadsheet().getCellRangeByPosition(
            0, 0, address.EndColumn, address.EndRow
        )
        return list(whole.getDataArray())

    def is_row_visible(self, sheet: str, row: int) -> bool:
        """Whether a row, as the sheet numbers it, can be seen."""
        rows = self.document.getSheets().getByName(sheet).getRows()
        return bool(rows.getByIndex(row - 1).IsVisible)

    @property
    def has_ended(self) -> bool:
        """Whether it is gone."""
        return self._launcher.poll() is not None

    def kill(self) -> None:
        """Pull the plug of the office alone."""
        os.kill(self.pid, signal.SIGKILL)
        self._launcher.wait()

    def close(self) -> None:
        """End everything that came of it."""
        if self._launcher.poll() is None:
            os.killpg(self._launcher.pid, signal.SIGKILL)
            self._launcher.wait()
        self._log.close()
        left = pipe_file(self.pipe)
        if left is not None:
            left.unlink(missing_ok=True)


def descendants(pid: int) -> Iterator[int]:
    """The processes that a process has started, and they."""
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = list(map(int, task.read_text().split()))
        except OSError:
            continue
        for child in children:
            yield child
            yield from descendants(child)


def command_line(pid: int) -> list[str]:
    """How a process was started; empty if it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    except OSError:
        return []


def has_open(pid: int | None, file: Path) -> bool:
    """Whether a process has a file open."""
    for link in Path(f"/proc/{pid}/fd").glob("*"):
        try:
            if link.samefile(file):
                return True
        except OSError:
            continue
    return False


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""
