"""The one port to a workbook: tables by name, columns by header, a whole table at a time.

Services know the ``Book`` protocol only. ``XlwingsBook`` implements it on an ``xlwings.Book``, and
xlwings finds the engine: Excel, LibreOffice or a closed file. Whatever the clerk moved or added
survives, and text that is written never becomes a formula.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import groupby, takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from jxc_xl.hosts import open_workbook
from jxc_xl.workbook.cell_values import CellValue, Writable, shown, typed
from jxc_xl.workbook.errors import ColumnMissing, NameMissing, TableBlocked, TableMissing

if TYPE_CHECKING:
    import xlwings as xw

__all__ = ["Book", "CellValue", "TableData", "Writable", "XlwingsBook", "open_book"]

_ROWS_AT_ONCE = 500
_LAST_ROW = 1_048_576


class TableData(NamedTuple):
    """A table as it stands in its sheet.

    ``rows`` are all data rows in sheet order with one value for each of ``headers``: those of the
    table and those that were pasted directly below its end; empty rows at the end are left out.
    Empty cells and formulas that show nothing are ``None``, dates are naive, numbers are floats.
    ``table_rows`` is how many data rows the table itself has, filled or not.
    """

    name: str
    sheet: str
    header_row: int
    first_row: int
    headers: tuple[str, ...]
    rows: list[list[CellValue]]
    table_rows: int


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
        """Write columns by header; all other cells stay.

        ``rows`` are indices into ``TableData.rows`` and may lie beyond the table's end; each column
        has one value a row. Without ``rows`` the values go to the rows from the first one on.
        """

    def write_formulas(self, name: str, formulas: Mapping[str, str], rows: Sequence[int]) -> None:
        """Put a formula, by header and with ``=``, into the given rows, the same text in each.

        It must not depend on its place: structured references only.
        """

    def formula_cells(self, name: str, headers: Sequence[str]) -> dict[str, list[int]]:
        """Say by header which rows of the table hold a formula in that column.

        They are row indices as in ``TableData.rows``; rows below the table's end are not looked at.
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


class _Place(NamedTuple):
    """Where a table lies, in rows and columns as Excel counts them."""

    table: "xw.main.Table"
    sheet: "xw.Sheet"
    header_row: int
    left: int
    rows: int  # data rows of the table itself
    totals: bool
    headers: tuple[str, ...]

    @property
    def columns(self) -> range:
        return range(self.left, self.left + len(self.headers))

    def column(self, header: str) -> int:
        """Return the sheet's column of a header."""
        if header not in self.headers:
            raise ColumnMissing(self.table.name, self.sheet.name, header)
        return self.left + self.headers.index(header)

    def block(self, first: int, last: int, columns: Sequence[int] | None = None) -> "xw.Range":
        """Return a rectangle by row indices, over the given neighbouring columns or all."""
        columns = columns or self.columns
        top = self.header_row + 1
        return self.sheet.range((top + first, columns[0]), (top + last, columns[-1]))


class XlwingsBook:
    """A workbook that an xlwings engine has open: the one implementation of ``Book``."""

    def __init__(self, book: "xw.Book") -> None:
        self._book = book
        self._depth = 0
        self._written = False

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
        if not place.totals and not _is_empty(below):
            rows += self._pasted(place, place.rows)
        while rows and _is_empty(rows[-1]):
            rows.pop()
        first = place.header_row + 1
        return TableData(
            name, place.sheet.name, place.header_row, first, place.headers, rows, place.rows
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
            for run in _runs(order, rows.__getitem__):
                for neighbours in _runs(sorted(by_column)):
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
            for run in _runs(sorted(set(rows))):
                for neighbours in _runs(sorted(by_column)):
                    line = [by_column[column] for column in neighbours]
                    place.block(run[0], run[-1], neighbours).formula = [line for _ in run]
                    self._written = True

    def formula_cells(self, name: str, headers: Sequence[str]) -> dict[str, list[int]]:
        """Say where formulas stand, one read for each block of neighbouring columns."""
        place = self._place(name)
        found: dict[str, list[int]] = {}
        for neighbours in _runs(sorted(place.column(header) for header in headers)):
            lines = _has_formula(place.block(0, place.rows - 1, neighbours)) if place.rows else []
            for offset, column in enumerate(neighbours):
                rows = [row for row, line in enumerate(lines) if line[offset]]
                found[place.headers[column - place.left]] = rows
        return found

    def grow_table(self, name: str, rows: int) -> None:
        """Let the table have at least so many data rows."""
        place = self._place(name)
        if rows <= place.rows:
            return
        pasted = 0 if place.totals else len(self._pasted(place, place.rows))
        self._refuse_if_in_use(place, place.rows + pasted, rows)
        with self.batch():
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
        if needed > place.rows:
            self._refuse_if_in_use(place, place.rows, needed)
        with self.batch():
            self._clear_from(place, len(lines))
            if needed != place.rows:
                self._resize(place, needed)
            for neighbours in _runs(columns) if lines else ():
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

    def save(self) -> None:
        """Store the workbook in its place."""
        self._book.save()

    def close(self) -> None:
        """Close the workbook without storing it."""
        self._book.close()

    def status(self, text: str) -> None:
        """Show a short text in the host's status bar."""
        self._book.app.status_bar = text or False

    def _place(self, name: str) -> _Place:
        for sheet in self._book.sheets:
            for table in sheet.tables:
                if table.name == name:
                    return _place(table, sheet)
        raise TableMissing(name)

    def _values(self, block: "xw.Range") -> list[list[CellValue]]:
        if self._depth and self._written:
            self._book.app.calculate()
            self._written = False
        values: list[list[Any]] = block.options(ndim=2, err_to_str=True).value
        return [[shown(value) for value in row] for row in values]

    def _pasted(self, place: _Place, first: int) -> list[list[CellValue]]:
        """Return the rows from index ``first``, below the table, to the first empty one."""
        found: list[list[CellValue]] = []
        stop = _start_of_next_table(place)
        while first < stop:
            chunk = self._values(place.block(first, min(first + _ROWS_AT_ONCE, stop) - 1))
            filled = list(takewhile(lambda row: not _is_empty(row), chunk))
            found += filled
            first += len(filled)
            if len(filled) < len(chunk):
                break
        return found

    def _refuse_if_in_use(self, place: _Place, first: int, rows: int) -> None:
        """Raise if anything stands in the rows that the table would take in."""
        if first < rows:
            for index, row in enumerate(self._values(place.block(first, rows - 1)), first):
                if not _is_empty(row):
                    number = place.header_row + 1 + index
                    raise TableBlocked(place.table.name, place.sheet.name, number)

    def _resize(self, place: _Place, rows: int) -> None:
        """Move the table's end; Excel and the file host carry formulas and formats down."""
        last = place.header_row + rows
        place.table.resize(
            place.sheet.range((place.header_row, place.left), (last, place.columns[-1]))
        )
        self._written = True

    def _clear_from(self, place: _Place, first: int) -> None:
        """Empty the rows of a table from an index on; the row that remains keeps its formulas."""
        if first == 0 and place.rows:
            calculated = _has_formula(place.block(0, 0))[0]
            own = [c for c, held in zip(place.columns, calculated, strict=True) if not held]
            for neighbours in _runs(own):
                place.block(0, 0, neighbours).clear_contents()
            first = 1
        if first < place.rows:
            place.block(first, place.rows - 1).clear_contents()

    def _named_cell(self, name: str) -> "xw.Range":
        names = self._book.names
        if name not in names:
            raise NameMissing(name)
        return names[name].refers_to_range(1, 1)


def _place(table: "xw.main.Table", sheet: "xw.Sheet") -> _Place:
    whole, header, body = table.range, table.header_row_range, table.data_body_range
    if header is None:
        raise ColumnMissing(table.name, sheet.name, "*")
    rows = 0 if body is None else body.shape[0]
    texts = header.options(ndim=2).value[0]
    return _Place(
        table,
        sheet,
        header.row,
        header.column,
        rows,
        whole.shape[0] > rows + 1 and rows > 0,
        tuple("" if text is None else str(text) for text in texts),
    )


def _start_of_next_table(place: _Place) -> int:
    """Return the row index at which another table begins below this one."""
    tops = [
        area.row - place.header_row - 1
        for table in place.sheet.tables
        if (area := table.range).row > place.header_row
        and area.column <= place.columns[-1]
        and place.left < area.column + area.shape[1]
    ]
    return min(tops, default=_LAST_ROW - place.header_row)


def _runs(items: Iterable[int], key: Callable[[int], int] = int) -> list[list[int]]:
    """Split ordered items into runs whose keys follow each other without a gap."""
    numbered = enumerate(items)
    runs = groupby(numbered, lambda pair: key(pair[1]) - pair[0])
    return [[item for _, item in run] for _, run in runs]


def _by_header(
    headers: Sequence[str], row: Mapping[str, Writable] | Sequence[Writable]
) -> Mapping[str, Writable]:
    if isinstance(row, Mapping):
        return row
    if len(row) != len(headers):
        raise ValueError(f"{len(row)} values for {len(headers)} columns")
    return dict(zip(headers, row, strict=True))


def _has_formula(block: "xw.Range") -> list[list[bool]]:
    """Tell of each cell whether it is calculated; a text may begin with ``=`` as well."""
    shown_rows: list[list[Any]] = block.options(ndim=2, err_to_str=True).value
    found: Any = block.formula
    texts: Sequence[Sequence[str]] = [[found]] if isinstance(found, str) else found
    return [
        [text[:1] == "=" and text != value for text, value in zip(line, row, strict=True)]
        for line, row in zip(texts, shown_rows, strict=True)
    ]


def _is_empty(row: Sequence[CellValue]) -> bool:
    return all(value is None for value in row)
