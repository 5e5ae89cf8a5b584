# ruff: noqa: D102 - the methods are those of xlwings' engine interface, which says what each does
"""How much room cells take: widths, heights, what is hidden, outlines."""

from typing import Any

from jxc_xl.hosts.libreoffice.engine.bridge import enum, struct
from jxc_xl.hosts.libreoffice.engine.cells import Cells

_MM100_PER_POINT = 2540 / 72
_MM100_PER_PIXEL = 2540 / 96
_TWIPS_PER_POINT = 20
_DIGIT, _PADDING = 7, 5  # pixels of a digit in Excel's default font, and beside the text
_ONE_BY_ONE = 64


def points(mm100: int) -> float:
    """Points from 1/100 mm; Calc keeps twentieths of a point, so the answer is one of those."""
    return round(mm100 / _MM100_PER_POINT * _TWIPS_PER_POINT) / _TWIPS_PER_POINT


def mm100(points: float) -> int:
    """1/100 mm from points."""
    return round(points * _MM100_PER_POINT)


def characters(mm100: int) -> float:
    """The width of a column in characters, as Excel counts it."""
    pixels = mm100 / _MM100_PER_PIXEL
    if pixels < _DIGIT + _PADDING:
        return round(pixels / (_DIGIT + _PADDING), 2)
    return round((pixels - _PADDING) / _DIGIT, 2)


def column_mm100(characters: float) -> int:
    """The width of a column in 1/100 mm."""
    if characters < 1:
        return round(characters * (_DIGIT + _PADDING) * _MM100_PER_PIXEL)
    return round((characters * _DIGIT + _PADDING) * _MM100_PER_PIXEL)


class Layout(Cells):
    """The room of the rows and columns of a range."""

    @property
    def _size(self) -> Any:
        """The size in 1/100 mm; Calc counts one too many each way."""
        size = self.uno.Size
        return struct("awt.Size", size.Width - 1, size.Height - 1)

    @property
    def column_width(self) -> Any:
        width = _alike(self.uno.getColumns(), "Width", self._size.Width)
        return None if width is None else characters(width)

    @column_width.setter
    def column_width(self, value: float) -> None:
        with self.writing():
            self.uno.getColumns().setPropertyValue("Width", column_mm100(value))

    @property
    def row_height(self) -> Any:
        height = _alike(self.uno.getRows(), "Height", self._size.Height)
        return None if height is None else points(height)

    @row_height.setter
    def row_height(self, value: float) -> None:
        with self.writing():
            self.uno.getRows().setPropertyValue("Height", mm100(value))

    @property
    def width(self) -> Any:
        return points(self._size.Width)

    @property
    def height(self) -> Any:
        return points(self._size.Height)

    @property
    def left(self) -> Any:
        return points(self.uno.Position.X)

    @property
    def top(self) -> Any:
        return points(self.uno.Position.Y)

    def autofit(self, axis: Any = None) -> None:
        with self.writing():
            if axis in (None, "c", "columns"):
                self.uno.getColumns().setPropertyValue("OptimalWidth", True)
            if axis in (None, "r", "rows"):
                self.uno.getRows().setPropertyValue("OptimalHeight", True)

    @property
    def row_hidden(self) -> Any:
        return _hidden(self.uno.getRows())

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        with self.writing():
            self.uno.getRows().setPropertyValue("IsVisible", not value)

    @property
    def column_hidden(self) -> Any:
        return _hidden(self.uno.getColumns())

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        with self.writing():
            self.uno.getColumns().setPropertyValue("IsVisible", not value)

    def group(self, by: str) -> None:
        self.sheet.uno.group(self.uno.getRangeAddress(), _orientation(by))

    def ungroup(self, by: str) -> None:
        self.sheet.uno.ungroup(self.uno.getRangeAddress(), _orientation(by))


def _orientation(by: str) -> Any:
    return enum("table.TableOrientation", "ROWS" if by.startswith("row") else "COLUMNS")


def _alike(lines: Any, name: str, total: int) -> int | None:
    """The size that all lines have; None if they differ.

    Many lines are not asked one by one: if those asked are alike and all sizes add up, so are all.
    """
    count = lines.getCount()
    step = max(1, count // _ONE_BY_ONE)
    sizes = {lines.getByIndex(index).getPropertyValue(name) for index in range(0, count, step)}
    if len(sizes) > 1:
        return None
    size: int = sizes.pop()
    return size if step == 1 or abs(total - size * count) <= count else None


def _hidden(lines: Any) -> bool | None:
    found = {
        lines.getByIndex(index).getPropertyValue("IsVisible") for index in range(lines.getCount())
    }
    return not found.pop() if len(found) == 1 else None
