"""Files of other programs, read as grids: text in any usual encoding, xlsx, xls and ods.

Nothing here knows what the cells mean.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from jxc_xl.domain.cells import Raw
from jxc_xl.domain.importing.grid import Grid
from jxc_xl.domain.problems import Problem
from jxc_xl.foreign.errors import FileMissing, FileUnreadable, WebPage
from jxc_xl.foreign.text import read_text

__all__ = ["FileMissing", "FileUnreadable", "read_file"]

Recognise = Callable[[Sequence[Raw]], int]
"""Says how many cells of a row look like headers."""

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How xlsx and ods begin, and how xls does."""


def read_file(path: Path, recognise: Recognise, sheet: str | None = None) -> Grid | Problem:
    """The rows of a file, or why its text cannot be read; what it is, is seen by its content.

    ``sheet`` names one of several sheets.  ``FileMissing``, ``FileUnreadable``.
    """
    data = read_bytes(path)
    if is_workbook(data):
        from jxc_xl.foreign.spreadsheet import read_sheet

        return read_sheet(path, data, recognise, sheet)
    return read_text(data, path.name, recognise)


def is_workbook(data: bytes) -> bool:
    """Whether a file is an xlsx, an ods or an xls, whatever its name says."""
    return data.startswith(_WORKBOOKS)


def read_bytes(path: Path) -> bytes:
    """The content of a file."""
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise FileMissing(path) from error
    except OSError as error:
        raise FileUnreadable(path, error.strerror or str(error)) from error
    start = data[:2000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head")):
        raise WebPage(path)
    return data
