"""A sheet of a stocktake workbook that came back: its head and its lines, found by their words."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from jxc_xl.domain.catalogue import problem
from jxc_xl.domain.cells import MERGED, Raw
from jxc_xl.domain.importing.grid import Grid
from jxc_xl.domain.importing.headers import header_row, matched, plain_header, recogniser
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.tables.stocktake import FOOT, HEAD, STOCKTAKE

_recognise = recogniser(STOCKTAKE)
_OWN = {plain_header(column.header): column.field for column in STOCKTAKE.columns}
_LABELS = {plain_header(column.header): column.field for column in HEAD}
_SIGNED = {plain_header(column.header) for column in FOOT} - _OWN.keys()
NEEDED = ("item", "counted")


class CountSheet(NamedTuple):
    """A sheet as it came back; ``head`` and ``cells`` are by field.

    ``head_rows`` are the rows in which the head stands, ``numbers`` those of the lines, as Excel
    shows them; ``places`` are the columns of the fields, counted from 0.
    """

    name: str
    head: Mapping[str, Raw]
    head_rows: Mapping[str, int]
    numbers: Sequence[int]
    cells: Mapping[str, Sequence[Raw]]
    places: Mapping[str, int]

    def column(self, field: str) -> Sequence[Raw]:
        """The cells of a field, all blank when its column is not there."""
        found = self.cells.get(field)
        return [None] * len(self.numbers) if found is None else found

    def say(self, code: str, row: int | None, field: str | None, **params: object) -> Problem:
        """A problem in the line with an index; ``None`` is the sheet as a whole."""
        column = STOCKTAKE.header(field) if field else None
        number = None if row is None else self.numbers[row]
        return problem(code, sheet=self.name, row=number, column=column, **params)

    def say_head(self, code: str, field: str, **params: object) -> Problem:
        """A problem in the head."""
        column = next(column.header for column in HEAD if column.field == field)
        row = self.head_rows.get(field)
        return problem(code, sheet=self.name, row=row, column=column, **params)


def read_sheet(grid: Grid) -> CountSheet | None:
    """The sheet in a grid, or ``None`` where neither head nor headers look like those of one."""
    top = header_row(grid.rows, _recognise)
    if top < 0:
        return None
    places = _places(grid.rows[top])
    head: dict[str, Raw] = {}
    head_rows: dict[str, int] = {}
    for row, number in zip(grid.rows[:top], grid.numbers, strict=False):
        for field, value in _labelled(row):
            head.setdefault(field, value)
            head_rows.setdefault(field, number)
    if not set(NEEDED) <= places.keys() and "number" not in head:
        return None
    below = list(zip(grid.rows, grid.numbers, strict=True))[top + 1 :]
    lines = [(row, number) for row, number in below if not _is_foot(row)]
    cells = {
        field: [row[place] if place < len(row) else None for row, _number in lines]
        for field, place in places.items()
    }
    return CountSheet(grid.name, head, head_rows, [number for _row, number in lines], cells, places)


def missing_columns(sheet: CountSheet) -> list[Problem]:
    """A problem for each column without which nothing can be read."""
    return [
        sheet.say("count_column_missing", None, None, missing=STOCKTAKE.header(field))
        for field in NEEDED
        if field not in sheet.places
    ]


def _places(headers: Sequence[Raw]) -> dict[str, int]:
    """The column of each field: of what people fill in also by other words."""
    places: dict[str, int] = {}
    for number, header in enumerate(headers):
        field = _OWN.get(plain_header(header))
        if field is not None:
            places.setdefault(field, number)
    taken = set(places.values())
    others = [None if number in taken else header for number, header in enumerate(headers)]
    return {**matched(STOCKTAKE, others), **places}


def _labelled(row: Sequence[Raw]) -> list[tuple[str, Raw]]:
    """The labels of a row of the head with their values, which stand to the right."""
    found = []
    for number, cell in enumerate(row):
        field = _LABELS.get(plain_header(cell))
        if field is not None:
            beside = (value for value in row[number + 1 :] if value not in (None, MERGED))
            value = next(beside, None)
            found.append((field, None if plain_header(value) in _LABELS else value))
    return found


def _is_foot(row: Sequence[Raw]) -> bool:
    """Whether a row is where is signed.

    It is not where the lines end: when the empty lines are used up, people go on below it.
    """
    return len({plain_header(cell) for cell in row} & _SIGNED) > 1
