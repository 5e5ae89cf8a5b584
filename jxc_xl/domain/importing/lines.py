"""From a grid to the rows of one of our tables: every line is a row, or is said to be none."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial

from jxc_xl.domain.catalogue import problem
from jxc_xl.domain.cells import MERGED, CellError, Raw, RawRows, RowState
from jxc_xl.domain.content import HEAD_FIELDS
from jxc_xl.domain.dates import date_parser
from jxc_xl.domain.importing.grid import Grid
from jxc_xl.domain.importing.headers import (
    header_row,
    importable,
    matched,
    plain_header,
    recogniser,
)
from jxc_xl.domain.importing.mapping import Mapping
from jxc_xl.domain.numbers import RATE
from jxc_xl.domain.parsing import (
    code_of,
    days_of,
    decimal_of,
    half_width,
    number_of,
    rate_of,
    read_column,
    share_of,
    shown,
    text_of,
)
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.tables.columns import Cell, Column, Role, Table

_TOTAL = re.compile(
    r"(本页|本期|累计)?(合计|总计|小计|总数|total|grandtotal|subtotal|sum):?[¥\d.,-]*",
    re.IGNORECASE,
)
_CUT = re.compile(r"\d(?:\.\d+)?[eE]\+\d{2,}", re.ASCII)
_EXACT_DIGITS = 1e15
"""A number in a cell has 15 digits; of longer ones the rest are zeros."""


@dataclass(slots=True)
class Lines:
    """What a file brings for one table.

    ``raw`` has the table under the file's name and with the file's headers, so that whatever is
    said of a row is said in the words of the file.  ``taken`` are pairs of the file's header (or
    the fixed text) and our field, ``not_taken`` headers with content that is left.  ``left_out``
    tells of lines that are no rows (a total, a repeated header), ``broken`` of lines that cannot
    be taken apart; ``problems`` of the file as a whole: with one of them nothing is brought.
    """

    raw: RawRows
    header_line: int = 0
    taken: list[tuple[str, str]] = field(default_factory=list)
    not_taken: list[str] = field(default_factory=list)
    left_out: list[Problem] = field(default_factory=list)
    broken: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many lines with anything in them stand below the headers."""
        return len(self.raw.numbers) + len(self.left_out) + len(self.broken)


def read_lines(grid: Grid, table: Table, mapping: Mapping, map_name: str, today: date) -> Lines:
    """Find the headers of a grid and read what stands below them.

    ``mapping`` says what the headers alone do not, ``map_name`` is the file that it came from.
    """
    named = [header for source in mapping.values() for header in source.headers]
    top = header_row(grid.rows, recogniser(table, named))
    nothing = RawRows(replace(table, sheet=grid.name), [], {}, [])
    if top < 0:
        words = "、".join(c.header for c in importable(table) if c.required)
        row = grid.numbers[0] if grid.numbers else None
        return Lines(
            nothing, problems=[problem("no_headers", sheet=grid.name, row=row, columns=words)]
        )
    return _Reader(grid, table, mapping, map_name, today, top).read()


class _Reader:
    def __init__(
        self, grid: Grid, table: Table, mapping: Mapping, map_name: str, today: date, top: int
    ) -> None:
        self.grid, self.table, self.mapping, self.map_name = grid, table, mapping, map_name
        self.dates = date_parser(today)
        self.top = top
        self.headers = grid.rows[top]
        self.places: dict[str, list[int]] = {}
        self.problems: list[Problem] = []

    def read(self) -> Lines:
        self._find_places()
        table = self._as_the_file_says()
        lines = Lines(RawRows(table, [], {}, []), self.grid.numbers[self.top])
        lines.problems = self.problems
        kept: list[int] = []
        for index in range(self.top + 1, len(self.grid.rows)):
            self._sort(index, lines, kept)
        rows = [self.grid.rows[index] for index in kept]
        numbers = [self.grid.numbers[index] for index in kept]
        cells = {f: self._column(f, rows) for f in [*self.places, *self._fixed()]}
        lines.raw = RawRows(table, numbers, cells, [RowState.NEW] * len(numbers))
        order = sorted(cells, key=lambda name: self.places.get(name, [len(self.headers)]))
        lines.taken = [(self._shown(name), name) for name in order]
        lines.not_taken = self._not_taken(rows)
        return lines

    def _find_places(self) -> None:
        """Where each field stands: as the mapping says, else as the headers do."""
        by_header = matched(self.table, self.headers)
        said = {p for s in self.mapping.values() for p in self._named(s.headers)}
        for name, place in by_header.items():
            if name not in self.mapping and place not in said:
                self.places[name] = [place]
        for name, source in self.mapping.items():
            found = self._named(source.headers)
            if found:
                self.places[name] = found
            elif source.headers:
                self.problems.append(
                    problem(
                        "map_header",
                        sheet=self.map_name,
                        row=source.line,
                        text="|".join(source.headers),
                        columns="、".join(str(h) for h in self.headers if h is not None),
                    )
                )
        for column in importable(self.table):
            if column.required and column.field not in {*self.places, *self._fixed()}:
                self._say_missing(column)

    def _named(self, headers: Sequence[str]) -> list[int]:
        places = [plain_header(header) for header in self.headers]
        return [places.index(plain_header(h)) for h in headers if plain_header(h) in places]

    def _say_missing(self, column: Column) -> None:
        self.problems.append(
            problem(
                "import_column_missing",
                sheet=self.grid.name,
                row=self.grid.numbers[self.top],
                missing=column.header,
            )
        )

    def _fixed(self) -> dict[str, str]:
        return {f: s.fixed for f, s in self.mapping.items() if s.fixed is not None}

    def _shown(self, name: str) -> str:
        """What a field is taken from, as the file calls it."""
        if name in self.places:
            return " | ".join(str(self.headers[place]).strip() for place in self.places[name])
        return f"“{self._fixed()[name]}”"

    def _as_the_file_says(self) -> Table:
        columns = tuple(
            replace(c, header=self._shown(c.field)) if c.field in self.places else c
            for c in self.table.columns
        )
        return replace(self.table, sheet=self.grid.name, columns=columns)

    def _sort(self, index: int, lines: Lines, kept: list[int]) -> None:
        """Say what a line is: a row, none, or nothing that can be read."""
        row, number = self.grid.rows[index], self.grid.numbers[index]
        say = partial(problem, sheet=self.grid.name, row=number)
        filled = [cell for cell in row if cell is not None and cell is not MERGED]
        if not filled:
            return
        if _separators(filled, len(self.headers)):
            lines.broken.append(say("separator_differs", text=shown(str(filled[0]))))
        elif any(cell is not None for cell in row[len(self.headers) :]):
            lines.broken.append(say("cells_too_many", found=len(row), expected=len(self.headers)))
        elif _is_total(filled[0]):
            lines.left_out.append(say("total_left_out", text=shown(str(filled[0]))))
        elif self._repeats_headers(row):
            lines.left_out.append(say("headers_again"))
        elif len(filled) == 1 and len(self.places) > 2:
            lines.left_out.append(say("note_left_out", text=shown(str(filled[0]))))
        else:
            kept.append(index)

    def _repeats_headers(self, row: Sequence[Raw]) -> bool:
        places = [place for taken in self.places.values() for place in taken if place < len(row)]
        same = [plain_header(row[p]) == plain_header(self.headers[p]) for p in places]
        return len(same) > 1 and all(same)

    def _column(self, name: str, rows: Sequence[Sequence[Raw]]) -> list[Raw]:
        tidy = _tidier(self.table.by_field[name], self.dates)
        if name not in self.places:
            return [tidy(self._fixed()[name])] * len(rows)
        joined = name in HEAD_FIELDS and self.table.role is Role.ENTRY
        cells = [_first(row, self.places[name], joined) for row in rows]
        return read_column(cells, tidy)

    def _not_taken(self, rows: Sequence[Sequence[Raw]]) -> list[str]:
        taken = {place for places in self.places.values() for place in places}
        left = []
        for place, header in enumerate(self.headers):
            if place in taken or not any(
                p < len(r) and r[p] is not None for r in rows for p in (place,)
            ):
                continue
            left.append(str(header).strip() if header is not None else f"({place + 1})")
        return left


def _first(row: Sequence[Raw], places: Sequence[int], joined: bool) -> Raw:
    """The first of some cells of a row with anything in it.

    A head merged over the lines of a document says it once: the lines below continue it.
    """
    for place in places:
        cell = row[place] if place < len(row) else None
        if cell is not None and not (joined and cell is MERGED):
            return cell
    return None


def _separators(filled: Sequence[Raw], columns: int) -> str:
    """The other separator by which a line is divided that is one cell only."""
    only = filled[0]
    if len(filled) > 1 or columns < 3 or not isinstance(only, str):
        return ""
    return next((sign for sign in ",;\t|，；" if only.count(sign) >= columns - 1), "")


def _is_total(cell: Raw) -> bool:
    if not isinstance(cell, str):
        return False
    return _TOTAL.fullmatch("".join(half_width(cell).split()).replace("￥", "¥")) is not None


def digits_lost(cell: Raw) -> bool:
    """Whether a code was shortened by a spreadsheet that took it for a number."""
    if isinstance(cell, float):
        return abs(cell) >= _EXACT_DIGITS
    return isinstance(cell, str) and _CUT.fullmatch(cell.strip()) is not None


def _tidier(column: Column, dates: Callable[[Raw], object]) -> Callable[[Raw], Raw]:
    """A function that turns a cell into what a clerk would have typed into the column.

    What cannot be read stays as it is, for the rules to complain of.
    """
    parser = parser_of(column, dates)
    scale = RATE if column.cell in (Cell.RATE, Cell.SHARE) else 1

    def tidy(raw: Raw) -> Raw:
        if column.cell is Cell.CODE and digits_lost(raw):
            return raw
        value = raw if isinstance(raw, CellError) else parser(raw)
        if isinstance(value, date) and not isinstance(value, datetime):
            return datetime.combine(value, time())
        if isinstance(value, Decimal | int) and not isinstance(value, bool):
            return float(value) / scale
        return value if isinstance(value, str) else None if value is None else raw

    return tidy


def parser_of(column: Column, dates: Callable[[Raw], object]) -> Callable[[Raw], object]:
    """What reads a column's cells; a ``Failure`` is what it cannot read."""
    if column.cell is Cell.DATE:
        return dates
    return number_of if column.field == "number" else _PARSERS.get(column.cell, text_of)


_PARSERS: dict[Cell, Callable[[Raw], object]] = {
    Cell.CODE: code_of,
    Cell.QUANTITY: decimal_of,
    Cell.PRICE: decimal_of,
    Cell.AMOUNT: decimal_of,
    Cell.FACTOR: decimal_of,
    Cell.RATE: rate_of,
    Cell.SHARE: share_of,
    Cell.DAYS: days_of,
}
