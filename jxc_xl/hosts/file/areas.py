"""Cell addresses and rectangles of cells, in A1 notation and as numbers from 1."""

import re
from functools import cache
from typing import NamedTuple

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


@cache
def column_number(letters: str) -> int:
    """Return 1 for A, 27 for AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


@cache
def column_letters(number: int) -> str:
    """Return A for 1, AA for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class Area(NamedTuple):
    """A rectangle of cells; the edges belong to it."""

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def parse(cls, address: str) -> "Area":
        """Read ``B2`` or ``$B$2:C9``; a ``ValueError`` says that it is neither."""
        first, _, last = address.partition(":")
        one, two = _CELL.fullmatch(first), _CELL.fullmatch(last or first)
        if one is None or two is None:
            raise ValueError(f"not the address of a rectangle of cells: {address!r}")
        rows = sorted((int(one[2]), int(two[2])))
        columns = sorted((column_number(one[1]), column_number(two[1])))
        if rows[0] < 1 or rows[1] > LAST_ROW or columns[1] > LAST_COLUMN:
            raise ValueError(f"outside of the sheet: {address!r}")
        return cls(rows[0], columns[0], rows[1], columns[1])

    @property
    def address(self) -> str:
        """The rectangle as ``A1`` or ``A1:B2``."""
        first = f"{column_letters(self.left)}{self.top}"
        last = f"{column_letters(self.right)}{self.bottom}"
        return first if first == last else f"{first}:{last}"

    @property
    def height(self) -> int:
        """How many rows."""
        return self.bottom - self.top + 1

    @property
    def width(self) -> int:
        """How many columns."""
        return self.right - self.left + 1

    def holds(self, row: int, column: int) -> bool:
        """Tell whether the cell lies inside."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def part_in(self, other: "Area") -> int:
        """How many cells the two have in common."""
        rows = min(self.bottom, other.bottom) - max(self.top, other.top) + 1
        columns = min(self.right, other.right) - max(self.left, other.left) + 1
        return max(0, rows) * max(0, columns)

    def meets(self, other: "Area") -> bool:
        """Tell whether the two have a cell in common."""
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )
