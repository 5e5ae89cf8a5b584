"""Rectangles of cells: a file can say in one word that a million cells are equal."""

from collections.abc import Iterator
from typing import NamedTuple


class Block(NamedTuple):
    """Cells that show the same, by row and column counted from 0; ``text`` is their error value."""

    rows: range
    columns: range
    text: str = ""

    def within(self, height: int, width: int) -> Iterator[tuple[int, int]]:
        """Row and column of each cell that lies in a sheet so high and wide."""
        for row in self.rows[: max(height - self.rows.start, 0)]:
            for column in self.columns[: max(width - self.columns.start, 0)]:
                yield row, column


def cell(row: int, column: int, text: str = "") -> Block:
    """A single cell."""
    return Block(range(row, row + 1), range(column, column + 1), text)
