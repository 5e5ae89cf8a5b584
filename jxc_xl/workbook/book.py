"""The one port to a workbook: tables by name, columns by header, a whole table at a time.

Services know the ``Book`` protocol only. ``XlwingsBook`` implements it on an ``xlwings.Book``, and
xlwings finds the engine: Excel, LibreOffice or a closed file. Whatever the clerk moved or added
survives, and text that is written never becomes a formula.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from jxc_xl.domain.cells import MERGED
from jxc_xl.hosts import open_workbook
from jxc_xl.workbook.cell_values import CellValue, Writable, typed
from jxc_xl.workbook.errors import NameMissing, TableMissing
from jxc_xl.workbook.place import (
    Place,
    has_formula,
    is_empty,
    merged_cells,
    pasted_rows,
    place_of,
    read_block,
    refuse_if_in_use,
    rows_apart,
    runs,
)

if TYPE_CHECKING:
    import xlwings as xw

__all__ = ["Book", "CellValue", "TableData", "Writable", "XlwingsBook", "open_book"]


class TableData(NamedTuple):
    """A table as it stands in its sheet.

    ``rows`` are all data rows in sheet order with one value for each of ``headers``: those of the
    table and those that were pasted directly below its end; empty rows at the end are left out.
    Empty cells and formulas that show nothing are ``None``, dates are naive, numbers are floats.
    A cell that is merged with others is ``MERGED`` in rows where anything stands.
    ``table_rows`` is how many data rows the table itself has, filled or not; ``apart`` is what
    stands further down, in rows that are none of its own, each with its number in the sheet.
    """

    name: str
    sheet: str
    header_row: int
    first_row: int
    headers: tuple[str, ...]
    rows: list[list[CellValue]]
    table_rows: int
    apart: Sequence[tuple[int, list[CellValue]]] = ()


class Book(Protocol):
    """What services ask of a workbook."""

    @property
    def path(self) -> Path:
        """Where the workbook is stored."""

    def table_names(self) -> list[str]:
        """Return the names of all tables, in the order of the sheets."""

    def read_table(self, name: str) -> TableData:
        """Read a table whole; ``TableMissing`` if there is none of this name."""

    def write_columns(
        self,
        name: str,
        columns: Mapping[str, Sequence[Writable]],
        *,
        rows: Sequence[int] | None = None,
    ) -> None:
        """Write columns by header; all other cells stay, and merged ones.

        ``rows`` are indices into ``TableData.rows`` and may lie beyond the table's end; each column
        has one value a row. Without ``rows`` the values go to the rows from the first one on.
        """

    def write_formulas(self, name: str, formulas: Mapping[str, str], rows: Sequence[int]) -> None:
        """Put a formula, by header and with ``=``, into the given rows, the same text in each.

        It must not depend on its place: structured references only.
        """

    def formula_cells(
        self, name: str, headers: Sequence[str], *, first: int = 0, last: int | None = None
    ) -> dict[str, list[int]]:
        """Say by header which rows of the table hold a formula in that column.

        They are row indices as in ``TableData.rows``, looked at from ``first`` to ``last``; rows
        below the table's end are not looked at.
        """

    def grow_table(self, name: str, rows: int) -> None:
        """Let the table have at least so many data rows, formulas and formats carried down.

        Rows pasted below the table become part of it; anything else there is ``TableBlocked``.
        """

    def replace_table(
        self, name: str, rows: Sequence[Mapping[str, Writable] | Sequence[Writable]]
    ) -> None:
        """Give a result table new rows, by header or in header order, and cut it to fit.

        Columns that no row mentions stay as they are: formulas, and what the clerk added. At least
        one row remains, empty if ``rows`` is.
        """

    def read_name(self, name: str) -> CellValue:
        """Read the cell that a defined name stands for; ``NameMissing`` if there is none."""

    def write_name(self, name: str, value: Writable) -> None:
        """Write the cell that a defined name stands for."""

    def batch(self) -> AbstractContextManager[None]:
        """Take all that is written inside as one change with one recalculation; may be nested."""

    def save(self) -> None:
        """Store the workbook in its place."""

    def close(self) -> None:
        """Close the workbook without storing it."""

    def status(self, text: str) -> None:
        """Show a short text while something takes its time; ``""`` takes it away."""


def open_book(path: Path, host: str = "file", *, read_only: bool = False) -> "XlwingsBook":
    """Open a workbook with one of ``hosts.HOSTS``."""
    return XlwingsBook(open_workbook(path, host, read_only=read_only))


class XlwingsBook:
    """A workbook that an xlwings engine has open: the one implementation of ``Book``."""

    def __init__(self, book: "xw.Book") -> None:
        self._book = book
        self._depth = 0
        self._written = False
        self._homes: dict[str, tuple[xw.main.Table, xw.Sheet]] = {}
        self._places: dict[str, Place] = {}  # of this batch

    @property
    def path(self) -> Path:
        """Where the workbook is stored."""
        return Path(self._book.fullname)

    def table_names(self) -> list[str]:
        """Return the names of all tables, in the order of the sheets."""
        return [table.name for sheet in self._book.sheets for table in sheet.tables]

    def read_table(self, name: str) -> TableData:
        """Read a table and what was pasted below it, in one read."""
        place = self._place(name)
        rows = self._values(place.block(0, place.rows))  # and the row below
        below = rows.pop()
        if not place.totals and not is_empty(below):
            rows += pasted_rows(place, place.rows)
        apart = rows_apart(place, len(rows) + place.totals)
        while rows and is_empty(rows[-1]):
            rows.pop()
        for row, columns in merged_cells(place, len(rows)).items():
            if not is_empty(rows[row]):
                for column in columns:
                    rows[row][column - place.left] = MERGED
        first = place.header_row + 1
        return TableData(
            name, place.sheet.name, place.header_row, first, place.headers, rows, place.rows, apart
        )

    def write_columns(
        self,
        name: str,
        columns: Mapping[str, Sequence[Writable]],
        *,
        rows: Sequence[int] | None = None,
    ) -> None:
        """Write columns by header, one write for each block of neighbouring cells."""
        place = self._place(name)
        by_column = {place.column(header): values for header, values in columns.items()}
        if rows is None:
            rows = range(max(map(len, by_column.values()), default=0))
        if any(len(values) != len(rows) for values in by_column.values()):
            raise ValueError("each column needs one value for each row")
        order = sorted(range(len(rows)), key=rows.__getitem__)
        with self.batch():
            for run, columns_ in _blocks(place, order, rows.__getitem__, by_column):
                for neighbours in runs(columns_):
                    block = place.block(rows[run[0]], rows[run[-1]], neighbours)
                    block.value = [
                        [typed(by_column[c][index]) for c in neighbours] for index in run
                    ]
                    self._written = True

    def write_formulas(self, name: str, formulas: Mapping[str, str], rows: Sequence[int]) -> None:
        """Put formulas into rows, one write for each block of neighbouring cells."""
        place = self._place(name)
        by_column = {place.column(header): formula for header, formula in formulas.items()}
        with self.batch():
            for run, columns in _blocks(place, sorted(set(rows)), int, by_column):
                for neighbours in runs(columns):
                    line = [by_column[column] for column in neighbours]
                    place.block(run[0], run[-1], neighbours).formula = [line for _ in run]
                    self._written = True

    def formula_cells(
        self, name: str, headers: Sequence[str], *, first: int = 0, last: int | None = None
    ) -> dict[str, list[int]]:
        """Say where formulas stand, one read for each block of neighbouring columns."""
        place = self._place(name)
        end = place.rows if last is None else min(last + 1, place.rows)
        found: dict[str, list[int]] = {}
        with self.batch():
            for run in runs(sorted(place.column(header) for header in headers)):
                lines = has_formula(place.block(first, end - 1, run)) if first < end else []
                for offset, column in enumerate(run):
                    rows = [row for row, line in enumerate(lines, first) if line[offset]]
                    found[place.headers[column - place.left]] = rows
        return found

    def grow_table(self, name: str, rows: int) -> None:
        """Let the table have at least so many data rows."""
        place = self._place(name)
        if rows <= place.rows:
            return
        with self.batch():
            pasted = 0 if place.totals else len(pasted_rows(place, place.rows))
            refuse_if_in_use(place, place.rows + pasted, rows)
            self._resize(place, rows)

    def replace_table(
        self, name: str, rows: Sequence[Mapping[str, Writable] | Sequence[Writable]]
    ) -> None:
        """Give a result table new rows and cut it to fit."""
        place = self._place(name)
        lines = [_by_header(place.headers, row) for row in rows]
        given = dict.fromkeys(header for line in lines for header in line)
        columns = sorted(place.column(header) for header in given)
        needed = max(1, len(lines))
        with self.batch():
            refuse_if_in_use(place, place.rows, needed)
            self._clear_from(place, len(lines))
            if needed != place.rows:
                self._resize(place, needed)
            for neighbours in runs(columns) if lines else ():
                headers = [place.headers[column - place.left] for column in neighbours]
                values = [[typed(line.get(header)) for header in headers] for line in lines]
                place.block(0, len(lines) - 1, neighbours).value = values
            self._written = True

    def read_name(self, name: str) -> CellValue:
        """Read the cell that a defined name stands for."""
        return self._values(self._named_cell(name))[0][0]

    def write_name(self, name: str, value: Writable) -> None:
        """Write the cell that a defined name stands for."""
        with self.batch():
            self._named_cell(name).value = [[typed(value)]]
            self._written = True

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Let the host neither draw nor calculate before the outermost batch ends."""
        if self._depth:
            yield
            return
        self._depth += 1
        try:
            with self._book.app.properties(
                screen_updating=False, enable_events=False, calculation="manual"
            ):
                yield
        finally:
            self._depth -= 1
            self._written = False
            self._places.clear()

    def save(self) -> None:
        """Store the workbook in its place."""
        self._book.save()
        self._homes.clear()

    def close(self) -> None:
        """Close the workbook without storing it."""
        self._book.close()

    def status(self, text: str) -> None:
        """Show a short text in the host's status bar."""
        self._book.app.status_bar = text or False

    def _place(self, name: str) -> Place:
        """Where a table lies; within a batch it is looked at once, until it changes its size."""
        place = self._places.get(name)
        if place is None:
            place = place_of(*self._home(name))
            if self._depth:
                self._places[name] = place
        return place

    def _home(self, name: str) -> "tuple[xw.main.Table, xw.Sheet]":
        """A table and its sheet: asking every sheet for its tables is what takes time."""
        if name not in self._homes:
            self._homes = {
                table.name: (table, sheet) for sheet in self._book.sheets for table in sheet.tables
            }
        if name not in self._homes:
            raise TableMissing(name)
        return self._homes[name]

    def _values(self, block: "xw.Range") -> list[list[CellValue]]:
        """Read a block with formulas as the writes of a batch make them."""
        if self._depth and self._written:
            self._book.app.calculate()
            self._written = False
        return read_block(block)

    def _resize(self, place: Place, rows: int) -> None:
        """Move the table's end; Excel and the file host carry formulas and formats down."""
        last = place.header_row + rows
        place.table.resize(
            place.sheet.range((place.header_row, place.left), (last, place.columns[-1]))
        )
        self._written = True
        self._homes.clear()
        self._places.clear()

    def _clear_from(self, place: Place, first: int) -> None:
        """Empty the rows of a table from an index on; the row that remains keeps its formulas."""
        if first == 0 and place.rows:
            calculated = has_formula(place.block(0, 0))[0]
            own = [c for c, held in zip(place.columns, calculated, strict=True) if not held]
            for neighbours in runs(own):
                place.block(0, 0, neighbours).clear_contents()
            first = 1
        if first < place.rows:
            place.block(first, place.rows - 1).clear_contents()

    def _named_cell(self, name: str) -> "xw.Range":
        names = self._book.names
        sheets = {sheet.name for sheet in self._book.sheets}
        if name not in names or _sheet_of(names[name].refers_to or "") not in sheets:
            raise NameMissing(name)
        return names[name].refers_to_range(1, 1)


def _blocks(
    place: Place, items: Sequence[int], row_of: Callable[[int], int], columns: Iterable[int]
) -> Iterator[tuple[list[int], list[int]]]:
    """Split ordered items into runs of neighbouring rows, with the columns to write in them.

    What is written into merged cells would be lost or misplaced, so they are left out.
    """
    wanted = sorted(columns)
    merged = merged_cells(place, row_of(items[-1]) + 1) if items else {}
    for run in runs((item for item in items if row_of(item) not in merged), row_of):
        yield run, wanted
    for item in items:
        if left_out := merged.get(row_of(item)):
            yield [item], [column for column in wanted if column not in left_out]


def _sheet_of(refers_to: str) -> str:
    """The sheet of ``='a sheet'!$A$1``; a name whose sheet was deleted refers to ``#REF!``."""
    sheet = refers_to.removeprefix("=").rpartition("!")[0]
    return sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet


def _by_header(
    headers: Sequence[str], row: Mapping[str, Writable] | Sequence[Writable]
) -> Mapping[str, Writable]:
    if isinstance(row, Mapping):
        return row
    if len(row) != len(headers):
        raise ValueError(f"{len(row)} values for {len(headers)} columns")
    return dict(zip(headers, row, strict=True))
