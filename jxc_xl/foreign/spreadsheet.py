"""Workbooks of other programs, read by calamine: xlsx, xlsm, xlsb, xls and ods."""

import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetVisibleEnum,
    load_workbook,
)

from jxc_xl.domain.cells import MERGED, CellError, Raw
from jxc_xl.domain.importing.grid import Grid
from jxc_xl.foreign.errors import FileLocked, FileUnreadable, SheetMissing
from jxc_xl.i18n import gettext as _

_ERROR_CELL = re.compile(
    rb'<c (?=[^>]*\bt="e")[^>]*\br="([A-Z]{1,3})(\d+)"[^>]*>(?:(?!</c>).)*?<v>([^<]*)</v>',
    re.DOTALL,
)
_FORMULA_CELL = re.compile(rb'<c [^>]*\br="([A-Z]{1,3})(\d+)"[^>]*><f[ >/]')
_SHEET_FILE = re.compile(rb'<sheet [^>]*\bname="([^"]*)"[^>]*\br:id="([^"]*)"')
_TARGET = re.compile(rb"<Relationship (?=[^>]*\bId=\"([^\"]*)\")(?=[^>]*\bTarget=\"([^\"]*)\")")


def read_sheet(
    path: Path, data: bytes, recognise: Callable[[Sequence[Raw]], int], name: str | None
) -> Grid:
    """The rows of a sheet: the one that is named, else the visible one with the most headers."""
    grids = read_sheets(path, data, name).values()
    return max(grids, key=lambda grid: _headers(grid, recognise))


def read_sheets(path: Path, data: bytes, name: str | None = None) -> dict[str, Grid]:
    """The rows of every visible sheet, or of the one that is named, by the sheet's name."""
    try:
        book = load_workbook(BytesIO(data))
        sheets = [book.get_sheet_by_name(n) for n in _candidates(book, path, name)]
    except PasswordError as error:
        raise FileLocked(path) from error
    except (CalamineError, OSError, ValueError) as error:
        raise FileUnreadable(path, str(error)) from error
    several = len(book.sheet_names) > 1
    return {sheet.name: _grid(path, sheet, data, several=several) for sheet in sheets}


def _candidates(book: CalamineWorkbook, path: Path, name: str | None) -> list[str]:
    visible = [m.name for m in book.sheets_metadata if m.visible is SheetVisibleEnum.Visible]
    if name is None and visible:
        return visible
    if name is None or name not in book.sheet_names:
        raise SheetMissing(path, name or "", "、".join(book.sheet_names))
    return [name]


def _headers(grid: Grid, recognise: Callable[[Sequence[Raw]], int]) -> int:
    return max((recognise(row) for row in grid.rows[:30]), default=0)


def _grid(path: Path, sheet: CalamineSheet, data: bytes, *, several: bool) -> Grid:
    name = _("{file} [{sheet}]").format(file=path.name, sheet=sheet.name)
    cells = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for row in range(top + 1, min(bottom, len(cells) - 1) + 1):
            for column in range(left, min(right, len(cells[row]) - 1) + 1):
                cells[row][column] = MERGED
    for row, column, error in _errors(data, sheet.name):
        if row < len(cells) and column < len(cells[row]) and cells[row][column] is None:
            cells[row][column] = CellError(error)
    filled = [i for i, row in enumerate(cells) if any(c not in (None, MERGED) for c in row)]
    return Grid(name if several else path.name, [cells[i] for i in filled], [i + 1 for i in filled])


def _cell(value: Any) -> Raw:
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, time | timedelta):
        return str(value)
    if isinstance(value, bool | int | float | date):
        return value
    return None


def _errors(data: bytes, sheet: str) -> Iterable[tuple[int, int, str]]:
    """The cells of an xlsx that show an error value, which calamine takes for empty ones."""
    for letters, row, error in _ERROR_CELL.findall(_sheet_text(data, sheet)):
        yield int(row) - 1, _column(letters.decode()), error.decode()


def formula_cells(data: bytes, sheet: str) -> Iterable[tuple[int, int]]:
    """Row and column, counted from 0, of the cells of an xlsx that are calculated."""
    for cell in _FORMULA_CELL.finditer(_sheet_text(data, sheet)):
        yield int(cell[2]) - 1, _column(cell[1].decode())


def _sheet_text(data: bytes, sheet: str) -> bytes:
    """What an xlsx says of a sheet; nothing if it is another kind of file."""
    with suppress(KeyError, zipfile.BadZipFile, StopIteration), zipfile.ZipFile(BytesIO(data)) as z:
        files = dict(_TARGET.findall(z.read("xl/_rels/workbook.xml.rels")))
        listed = _SHEET_FILE.findall(z.read("xl/workbook.xml"))
        wanted = next(id_ for name, id_ in listed if _unescaped(name) == sheet)
        target = files[wanted].decode().lstrip("/").removeprefix("xl/")
        return z.read(f"xl/{target}")
    return b""


def _unescaped(name: bytes) -> str:
    from html import unescape

    return unescape(name.decode("utf-8"))


def _column(letters: str) -> int:
    """A column's letters as a place counted from 0."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1
