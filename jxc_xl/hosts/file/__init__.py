"""The file host: a closed .xlsx or .xlsm is the workbook, and no spreadsheet program is needed.

It serves servers, schedulers, users of WPS, and tests. What it does not change stays byte for byte,
and it refuses rather than lose something.
"""

from pathlib import Path

import xlwings as xw

from jxc_xl.hosts.errors import WorkbookMissing
from jxc_xl.hosts.file.engine import engine

__all__ = ["engine", "open_workbook"]


def open_workbook(path: Path, *, read_only: bool = False) -> xw.Book:
    """Open a workbook file in an app of its own; ``hosts.errors`` says what may be wrong."""
    if not path.exists():
        raise WorkbookMissing(path)
    app = xw.App(impl=engine.apps.add())
    return app.books.open(str(path), read_only=read_only)
