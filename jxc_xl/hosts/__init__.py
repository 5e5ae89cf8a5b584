"""Where a workbook lives: in a file, in LibreOffice, in Excel. Each host gives an xlwings book."""

import sys
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from jxc_xl.errors import CannotWork
from jxc_xl.hosts.errors import UnknownHost

if TYPE_CHECKING:
    import xlwings as xw

    from jxc_xl.hosts.choosing import FileQuestion

HOSTS = ("file", "libreoffice", "excel")


def host_of(path: Path) -> str:
    """The host of the program in which the workbook is open now; ``file`` if in none."""
    from jxc_xl.hosts.libreoffice.documents import has_open

    if has_open(path):
        return "libreoffice"
    if sys.platform in ("win32", "darwin"):
        from jxc_xl.hosts.excel import has_open as excel_has_open

        if excel_has_open(path):
            return "excel"
    return "file"


def open_workbook(path: Path, host: str = "file", *, read_only: bool = False) -> "xw.Book":
    """Open the workbook with a host's engine; it is imported only now.

    Each host is a room ``jxc_xl.hosts.<host>`` with a function of this name.
    """
    room = f"{__name__}.{host}"
    if host not in HOSTS or find_spec(room) is None:
        raise UnknownHost(host)
    opener: Callable[..., xw.Book] = import_module(room).open_workbook
    return opener(path, read_only=read_only)


def choose_files(app: "xw.App", question: "FileQuestion") -> list[Path]:
    """Let the clerk in front of a program choose files; none if it was cancelled.

    xlwings knows no such dialog: each program's is in its room ``jxc_xl.hosts.<host>.file_dialog``.
    """
    ask: Callable[..., list[Path]] = import_module(
        f"{__name__}.{app.engine.name}.file_dialog"
    ).choose_files
    return ask(app, question)


def failure_in_words(error: BaseException) -> CannotWork | None:
    """What a host's program reported while it worked, as a sentence; None if it came from no host.

    Programs that people have before them may be closed at any moment.
    """
    name = type(error).__name__
    if name in ("com_error", "ExcelBusyError"):  # Excel does not do as it is told
        from jxc_xl.hosts.excel.errors import ExcelGone

        return ExcelGone()
    if name != "XlwingsError" and not name.startswith("com.sun.star."):
        return None
    from jxc_xl.hosts.libreoffice.errors import failure

    return failure(error)
