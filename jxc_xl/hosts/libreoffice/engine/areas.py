"""Rectangles of cells, and the addresses that Excel gives them."""

import re
from typing import NamedTuple

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_COLUMN = re.compile(r"\$?([A-Za-z]{1,3})")
_ROW = re.compile(r"\$?([0-9]{1,7})")


class Area(NamedTuple):
    """A rectangle by its first and last row and column, counted from 1 as Excel counts them.

    Where it is empty, as slices may be, the last comes before the first.
    """

    top: int
    left: int
    bottom: int
    right: int

    @property
    def height(self) -> int:
        """How many rows it has."""
        return self.bottom - self.top + 1

    @property
    def width(self) -> int:
        """How many columns it has."""
        return self.right - self.left + 1

    @property
    def size(self) -> int:
        """How many cells it has."""
        return self.height * self.width

    @property
    def position(self) -> tuple[int, int, int, int]:
        """Left, top, right, bottom from 0, as Calc counts them."""
        return self.left - 1, self.top - 1, self.right - 1, self.bottom - 1

    @property
    def whole_rows(self) -> bool:
        """Whether it runs from the first column to the last."""
        return self.left == 1 and self.right >= LAST_COLUMN

    @property
    def whole_columns(self) -> bool:
        """Whether it runs from the first row to the last."""
        return self.top == 1 and self.bottom >= LAST_ROW

    def contains(self, other: "Area") -> bool:
        """Whether all cells of another one are cells of this one."""
        return (
            self.top <= other.top
            and self.left <= other.left
            and other.bottom <= self.bottom
            and other.right <= self.right
        )

    def meets(self, other: "Area") -> bool:
        """Whether they have cells in common."""
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )

    def around(self, other: "Area") -> "Area":
        """The smallest one that holds both."""
        return Area(
            min(self.top, other.top),
            min(self.left, other.left),
            max(self.bottom, other.bottom),
            max(self.right, other.right),
        )

    def address(self, row_absolute: bool = True, column_absolute: bool = True) -> str:
        """As Excel writes it: ``$A$1:$B$2``, ``$A:$B``, ``$1:$2``."""
        row, column = "$" * row_absolute, "$" * column_absolute
        first, last = column + column_name(self.left), column + column_name(self.right)
        if self.whole_columns:
            return f"{first}:{last}"
        if self.whole_rows:
            return f"{row}{self.top}:{row}{self.bottom}"
        if self.size == 1:
            return f"{first}{row}{self.top}"
        return f"{first}{row}{self.top}:{last}{row}{self.bottom}"

    @classmethod
    def of(cls, address: object) -> "Area":
        """From Calc's ``CellRangeAddress``."""
        return cls(
            address.StartRow + 1,  # type: ignore[attr-defined]
            address.StartColumn + 1,  # type: ignore[attr-defined]
            address.EndRow + 1,  # type: ignore[attr-defined]
            address.EndColumn + 1,  # type: ignore[attr-defined]
        )


def parse(address: str) -> Area | None:
    """Read an address such as ``B2``, ``$A$1:B7``, ``A:C`` or ``1:3``; None if it is none."""
    first, colon, last = address.strip().partition(":")
    start, end = _part(first, bool(colon)), _part(last if colon else first, bool(colon))
    if start is None or end is None:
        return None
    area = start.around(end)
    return area if area.bottom <= LAST_ROW and area.right <= LAST_COLUMN else None


def _part(text: str, of_two: bool) -> Area | None:
    if found := _CELL.fullmatch(text):
        row, column = int(found[2]), column_number(found[1])
        return Area(row, column, row, column) if row else None
    if of_two and (found := _COLUMN.fullmatch(text)):
        column = column_number(found[1])
        return Area(1, column, LAST_ROW, column)
    if of_two and (found := _ROW.fullmatch(text)):
        row = int(found[1])
        return Area(row, 1, row, LAST_COLUMN) if row else None
    return None


def column_name(number: int) -> str:
    """The letters of a column, counted from 1."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The number of a column, counted from 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
