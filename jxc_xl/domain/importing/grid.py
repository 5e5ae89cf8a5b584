"""What stands in another program's file, before anybody knows what it means."""

from collections.abc import Sequence
from typing import NamedTuple

from jxc_xl.domain.cells import Raw


class Grid(NamedTuple):
    """The rows of a text file or of one sheet of a workbook, empty rows left out.

    ``name`` is what messages call it; ``numbers`` are the lines of the file or the rows of the
    sheet, counted from 1.  Rows may be of different length.  ``MERGED`` stands in the further cells
    of a merged block that reaches over several rows.
    """

    name: str
    rows: Sequence[Sequence[Raw]]
    numbers: Sequence[int]


class Line(NamedTuple):
    """One line of a file, and what is said about it."""

    number: int
    words: str
