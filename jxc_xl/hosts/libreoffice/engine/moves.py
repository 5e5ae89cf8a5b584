# ruff: noqa: D102 - the methods are those of xlwings' engine interface, which says what each does
"""Cells that go elsewhere: inserted, deleted, copied, moved."""

from typing import Any

from jxc_xl.hosts.libreoffice.engine.areas import Area
from jxc_xl.hosts.libreoffice.engine.bridge import enum, struct
from jxc_xl.hosts.libreoffice.engine.cells import Cells

_FROM_ABOVE = "format_from_left_or_above"


class Moves(Cells):
    """What moves the cells of a range."""

    def insert(self, shift: Any = None, copy_origin: Any = None) -> None:
        if copy_origin not in (None, _FROM_ABOVE):
            raise NotImplementedError(f"copy_origin = {copy_origin}")
        if self.area.whole_rows:
            mode = "ROWS"
        elif self.area.whole_columns:
            mode = "COLUMNS"
        else:
            tall = self.area.height > self.area.width
            mode = {"down": "DOWN", "right": "RIGHT", None: "RIGHT" if tall else "DOWN"}[shift]
        with self.writing():
            self.sheet.uno.insertCells(
                self.uno.getRangeAddress(), enum("sheet.CellInsertMode", mode)
            )

    def delete(self, shift: Any = None) -> None:
        if self.area.whole_rows:
            mode = "ROWS"
        elif self.area.whole_columns:
            mode = "COLUMNS"
        else:
            tall = self.area.height >= self.area.width
            mode = {"up": "UP", "left": "LEFT", None: "LEFT" if tall else "UP"}[shift]
        with self.writing():
            self.sheet.uno.removeRange(
                self.uno.getRangeAddress(), enum("sheet.CellDeleteMode", mode)
            )

    def copy(self, destination: Any = None) -> None:
        """Copy to a destination, or remember for ``paste``: not to the system's clipboard."""
        if destination is None:
            self.sheet.book.app.copied = self
        else:
            destination.impl.take(self)

    def paste(
        self,
        paste: Any = None,
        operation: Any = None,
        skip_blanks: bool = False,
        transpose: bool = False,
    ) -> None:
        source = self.sheet.book.app.copied
        if source is None:
            raise ValueError("Nothing was copied.")
        if operation is not None:
            raise NotImplementedError(f"operation = {operation}")
        self._take(source, "all" if paste is None else paste, skip_blanks, transpose)

    def copy_from(
        self,
        source_range: Any,
        copy_type: str = "all",
        skip_blanks: bool = False,
        transpose: bool = False,
    ) -> None:
        self._take(source_range.impl, copy_type, skip_blanks, transpose)

    def _take(self, source: Any, what: str, skip_blanks: bool, transpose: bool) -> None:
        if skip_blanks or transpose or what not in ("all", "values"):
            raise NotImplementedError(f"pasting {what}, skip_blanks or transpose")
        if what == "all":
            self.take(source)
            return
        height, width = source.shape
        row, column = self.area.top, self.area.left
        block = self.sheet.range((row, column), (row + height - 1, column + width - 1))
        if any(value is None for line in source.uno.getDataArray() for value in line):
            raise NotImplementedError("pasting errors as values")
        with self.writing():
            block.uno.setDataArray(source.uno.getDataArray())

    def take(self, source: Any) -> None:
        """Copy cells here, once or as often as they fit."""
        if source.sheet.book is not self.sheet.book:
            raise NotImplementedError("copying cells to another workbook")
        height, width = source.shape
        fits = not (self.area.height % height or self.area.width % width)
        target = self.area if fits else Area(self.area.top, self.area.left, 0, 0)
        rows = range(target.top, max(target.bottom, target.top) + 1, height)
        columns = range(target.left, max(target.right, target.left) + 1, width)
        address, sheet = source.uno.getRangeAddress(), self.sheet.index - 1
        with self.writing():
            for row in rows:
                for column in columns:
                    place = struct("table.CellAddress", sheet, column - 1, row - 1)
                    self.sheet.uno.copyRange(place, address)

    def move(self, destination: Any) -> None:
        target = destination.impl
        place = struct(
            "table.CellAddress",
            target.sheet.index - 1,
            target.area.left - 1,
            target.area.top - 1,
        )
        with self.writing(), target.writing():
            self.sheet.uno.moveRange(place, self.uno.getRangeAddress())
