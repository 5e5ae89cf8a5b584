"""Running a function over cells and ranges: the shape that goes in is the shape that comes out.

A host gives each argument as it found it, a single value or rows of values, and shows the rows that
come back; an error stands in its own cell.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any, Callable, List, Sequence, Union

from jxc_functions.books import Books
from jxc_functions.declaration import Cell, Day, Function, Parameter, Result
from jxc_functions.errors import CellError, wrong
from jxc_functions.words import DATE_UNREADABLE, ONE_CELL, SHAPES_DIFFER, say

Grid = List[List[Union[Cell, CellError]]]
"""Rows of equally many cells."""

Cells = Sequence[Sequence[Any]]

EPOCH = date(1899, 12, 30)
"""The day with the serial number 0 in every spreadsheet that was not made on an old Mac."""

_WRITTEN = re.compile(r"(\d{4})([-/.年])(\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d\d)(\d\d)", re.ASCII)
_LATEST_SERIAL = 2_958_465
"""9999-12-31."""


def calculate(
    function: Function,
    arguments: Sequence[Any],
    books: Callable[[], Books],
    epoch: date = EPOCH,
) -> Grid:
    """The cells that a function gives for the cells that it is given.

    ``arguments`` are values or rows of values, ``None`` or left out at the end for what was not
    given. ``books`` opens the ledger; its :class:`CellError` stands in every cell. A range gives a
    cell for each of its cells, a row beside a column a table; where no item stands nothing comes.
    """
    cells = [_rows(argument) for argument in arguments]
    cells += [((None,),)] * (len(function.parameters) - len(cells))
    try:
        height, width = _shape(cells)
        if function.result is Result.BLOCK and (height, width) != (1, 1):
            raise wrong(say(ONE_CELL))
        job = _Job(function, books(), epoch)
    except CellError as error:
        return _blanks_kept(cells, error.hint if function.explains else error)
    if function.result is Result.BLOCK:
        return job.block([_at(rows, 0, 0) for rows in cells])
    return [
        [job.cell([_at(rows, y, x) for rows in cells]) for x in range(width)] for y in range(height)
    ]


class _Job:
    """One function at work; an argument that stands in many cells is read once."""

    def __init__(self, function: Function, books: Books, epoch: date) -> None:
        self._function = function
        self._books = books
        self._epoch = epoch
        self._find: dict[str, Callable[[str], Any]] = {
            "Item": books.item,
            "Warehouse": books.warehouse,
            "Customer": books.customer,
            "Place": books.place,
        }
        self._read: dict[tuple[int, type, Any], Any] = {}

    def cell(self, raw: Sequence[Any]) -> Cell | CellError:
        """What stands in one cell."""
        if _is_blank(raw[0]):
            return ""
        try:
            found: Cell = self._function.body(self._books, *self._arguments(raw))
        except CellError as error:
            return error.hint if self._function.explains else error
        return found

    def block(self, raw: Sequence[Any]) -> Grid:
        """The rows that the function gives for one item."""
        if _is_blank(raw[0]):
            return [[""]]
        try:
            return [list(row) for row in self._function.body(self._books, *self._arguments(raw))]
        except CellError as error:
            return [[error]]

    def _arguments(self, raw: Sequence[Any]) -> list[Any]:
        return [
            self._argument(place, parameter, value)
            for place, (parameter, value) in enumerate(zip(self._function.parameters, raw))
        ]

    def _argument(self, place: int, parameter: Parameter, raw: Any) -> Any:
        key = (place, type(raw), raw)
        if key not in self._read:
            try:
                self._read[key] = self._meant(parameter, raw)
            except CellError as error:
                self._read[key] = error
        found = self._read[key]
        if isinstance(found, CellError):
            raise found
        return found

    def _meant(self, parameter: Parameter, raw: Any) -> Any:
        if _is_blank(raw) and parameter.optional:
            return None
        find = self._find.get(parameter.type)
        return find(text_of(raw)) if find else day_of(raw, self._epoch)


def text_of(raw: Any) -> str:
    """A code as a cell has it: a number without its ``.0``."""
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    return str(raw).strip()


def day_of(raw: Any, epoch: date = EPOCH) -> Day:
    """The date that a cell means: a date, its serial number, or a text like 2026-03-05."""
    if isinstance(raw, date):  # a datetime is one, too
        return Day(raw.isoformat()[:10])
    written = _WRITTEN.fullmatch(text_of(raw))
    try:
        if written:
            parts = [int(part) for part in written.groups() if part and part.isdigit()]
            return Day(date(*parts).isoformat())
        if not isinstance(raw, str) and 0 <= float(raw) < _LATEST_SERIAL + 1:
            return Day((epoch + timedelta(days=int(raw))).isoformat())
    except (TypeError, ValueError, OverflowError):
        pass
    raise wrong(say(DATE_UNREADABLE, text=text_of(raw)))


def _is_blank(raw: Any) -> bool:
    """Whether nothing is meant; LibreOffice hands over an empty cell as 0."""
    return raw is None or raw == 0 or (isinstance(raw, str) and not raw.strip())


def _rows(argument: Any) -> Cells:
    if isinstance(argument, (list, tuple)):
        if argument and not isinstance(argument[0], (list, tuple)):
            return (argument,)  # Excel hands over one row like this
        return argument or ((None,),)
    return ((argument,),)


def _shape(cells: Sequence[Cells]) -> tuple[int, int]:
    heights = {len(rows) for rows in cells} - {1}
    widths = {len(rows[0]) for rows in cells} - {1}
    if len(heights) > 1 or len(widths) > 1:
        raise wrong(say(SHAPES_DIFFER))
    return max(heights, default=1), max(widths, default=1)


def _at(rows: Cells, y: int, x: int) -> Any:
    """The value that counts for a cell: single rows and columns count for all."""
    row = rows[y if len(rows) > 1 else 0]
    return row[x if len(row) > 1 else 0]


def _blanks_kept(cells: Sequence[Cells], found: Cell | CellError) -> Grid:
    """The same in every cell that has an item."""
    return [["" if _is_blank(item) else found for item in row] for row in cells[0]]
