"""What comes out of a sheet before anybody has judged it."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from jxc_xl.domain.tables.columns import Table


class CellError(str):
    """The error value of a cell, ``#N/A`` and the like: text, but never the clerk's."""

    __slots__ = ()


MERGED = CellError("#MERGED")
"""What a cell says that is merged with others, in a row that says anything at all."""

Raw = None | bool | int | float | str | date | Decimal
"""A cell's value; a ``datetime`` is a ``date``, a ``CellError`` is a ``str``."""


class RowState(Enum):
    """What a row of an entry table is to the next 过账."""

    NEW = "new"
    POSTED = "posted"
    DRAFT = "draft"
    SKIP = "skip"


class RawRows(NamedTuple):
    """The rows of a table, column by column.

    ``numbers`` are the row numbers as Excel shows them, ``cells`` one sequence a field,
    all as long as ``numbers``; a field whose column was deleted is absent.
    """

    table: Table
    numbers: Sequence[int]
    cells: Mapping[str, Sequence[Raw]]
    states: Sequence[RowState]

    def column(self, field: str) -> Sequence[Raw]:
        """The cells of a field, all blank when its column is not there."""
        found = self.cells.get(field)
        return [None] * len(self.numbers) if found is None else found
