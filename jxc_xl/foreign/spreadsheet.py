"""Workbooks of other programs, read by calamine: xlsx, xlsm, xlsb, xls and ods."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from io import BytesIO
from itertools import chain
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
from jxc_xl.foreign import ods, xlsx
from jxc_xl.foreign.blocks import Block
from jxc_xl.foreign.errors import FileLocked, FileUnreadable, SheetMissing
from jxc_xl.i18n import gettext as _


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
    errors = _errors(path, data, [sheet.name for sheet in sheets])
    several = len(book.sheet_names) > 1
    return {
        sheet.name: _grid(path, sheet, errors.get(sheet.name, ()), several=several)
        for sheet in sheets
    }


def _candidates(book: CalamineWorkbook, path: Path, name: str | None) -> list[str]:
    visible = [m.name for m in book.sheets_metadata if m.visible is SheetVisibleEnum.Visible]
    if name is None and visible:
        return visible
    if name is None or name not in book.sheet_names:
        raise SheetMissing(path, name or "", "、".join(book.sheet_names))
    return [name]


def _headers(grid: Grid, recognise: Callable[[Sequence[Raw]], int]) -> int:
    return max((recognise(row) for row in grid.rows[:30]), default=0)


def _grid(path: Path, sheet: CalamineSheet, errors: Iterable[Block], *, several: bool) -> Grid:
    name = _("{file} [{sheet}]").format(file=path.name, sheet=sheet.name)
    cells = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for row in range(top + 1, min(bottom, len(cells) - 1) + 1):
            for column in range(left, min(right, len(cells[row]) - 1) + 1):
                cells[row][column] = MERGED
    for block in errors:
        error = CellError(block.text)
        for row, column in block.within(len(cells), len(cells[0]) if cells else 0):
            if cells[row][column] is not MERGED:
                cells[row][column] = error
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


def _errors(path: Path, data: bytes, sheets: Sequence[str]) -> Mapping[str, Iterable[Block]]:
    """The cells of each sheet that show an error value, which calamine takes for empty ones."""
    if data.startswith(b"PK"):
        return {
            name: chain(xlsx.error_cells(data, name), ods.error_cells(path, data, name))
            for name in sheets
        }
    from jxc_xl.foreign import xls

    return xls.error_cells(path, data, sheets)


def formula_cells(path: Path, data: bytes, sheet: str, grid: Grid) -> Iterator[tuple[int, int]]:
    """Row and column, counted from 0, of calculated cells in a grid; an xls does not tell."""
    width = max(map(len, grid.rows), default=0)
    for block in chain(xlsx.formula_cells(data, sheet), ods.formula_cells(path, data, sheet)):
        yield from block.within(max(grid.numbers, default=0), width)
