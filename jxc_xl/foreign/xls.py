"""What calamine does not tell of an xls: which cells show an error."""

import struct
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path

import xlrd
from xlrd.compdoc import CompDocError
from xlrd.sheet import Sheet

from jxc_xl.foreign.blocks import Block, cell
from jxc_xl.foreign.errors import FileUnreadable

_BROKEN = (
    xlrd.XLRDError, CompDocError, struct.error, AssertionError, LookupError, TypeError, ValueError,
)  # fmt: skip
"""What xlrd raises over a file that is not as it should be."""


def error_cells(path: Path, data: bytes, sheets: Sequence[str]) -> dict[str, list[Block]]:
    """The cells of some sheets that show an error value; a sheet that is a chart has none."""
    try:
        book = xlrd.open_workbook(
            file_contents=data, logfile=StringIO(), on_demand=True, ragged_rows=True
        )
        known = [name for name in sheets if name in book.sheet_names()]
        return {name: list(_errors(book.sheet_by_name(name))) for name in known}
    except _BROKEN as error:
        raise FileUnreadable(path, str(error)) from error


def _errors(sheet: Sheet) -> Iterator[Block]:
    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            if kind == xlrd.XL_CELL_ERROR:
                code = sheet.cell_value(row, column)
                yield cell(row, column, xlrd.error_text_from_code[code])
