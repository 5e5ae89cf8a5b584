"""LibreOffice as a host: the clerk's own document, or a Calc without a window of our own.

Nothing of LibreOffice, nor of xlwings, is loaded before a workbook is opened.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from jxc_xl.hosts.errors import WorkbookMissing

if TYPE_CHECKING:
    import xlwings as xw

__all__ = ["open_workbook"]


def open_workbook(path: Path, *, read_only: bool = False) -> "xw.Book":
    """Open a workbook in LibreOffice; ``hosts.errors`` and ``errors`` say what may be wrong.

    If the user's running LibreOffice has it open, it is that document: closing the book leaves it
    open, saving stores it. Otherwise a LibreOffice without a window opens it, and ends with the
    book.
    """
    if not path.exists():
        raise WorkbookMissing(path)
    from jxc_xl.hosts.libreoffice.opening import live_book, own_book

    live = live_book(path, read_only=read_only)
    return own_book(path, read_only=read_only) if live is None else live
