"""Excel on Windows and macOS, through xlwings' own engine: the workbook where it is open.

Nothing here has been seen in Excel; what a person has to look at stands in docs/excel-checklist.md.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

import xlwings as xw

from jxc_xl.hosts.errors import WorkbookMissing
from jxc_xl.hosts.excel.errors import ExcelNotHere, NotOpenInExcel
from jxc_xl.hosts.excel.patience import bound_waiting

__all__ = ["find_book", "has_open", "open_workbook"]


_IS_POSSIBLE: bool = sys.platform in ("win32", "darwin")


class ClerksBook(xw.Book):
    """A workbook that a clerk has open; it stays open when a command is done with it."""

    def close(self) -> None:
        """Leave it open."""


def open_workbook(path: Path, *, read_only: bool = False) -> xw.Book:  # noqa: ARG001 - one signature
    """The workbook in the running Excel; it is left open.

    ``ExcelNotHere`` on other systems, ``NotOpenInExcel`` if no Excel has it open.
    """
    if not _IS_POSSIBLE:
        raise ExcelNotHere
    if not path.exists():
        raise WorkbookMissing(path)
    bound_waiting()
    book = find_book(xw.apps, path)
    if book is None:
        raise NotOpenInExcel(path)
    return ClerksBook(impl=book.impl)


def has_open(path: Path) -> bool:
    """Tell whether Excel has the workbook open; costs nothing where no lock says that it may."""
    if not _IS_POSSIBLE:
        return False
    if not path.with_name(f"~${path.name}").exists():
        return False
    bound_waiting()
    return find_book(xw.apps, path) is not None


def find_book(apps: Iterable[xw.App], path: Path) -> xw.Book | None:
    """The workbook among those that running programs have open."""
    wanted = path.resolve()
    for app in apps:
        for book in app.books:
            if Path(book.fullname).resolve() == wanted:
                return book
    return None
