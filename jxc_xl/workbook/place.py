"""Where a table lies in its sheet, and what stands in and below it, on any xlwings engine."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby, takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

from jxc_xl.workbook.cell_values import CellValue, shown
from jxc_xl.workbook.errors import ColumnMissing, TableBlocked

if TYPE_CHECKING:
    import xlwings as xw

_ROWS_AT_ONCE = 500
_ROWS_LOOKED_AT = 5_000
_LAST_ROW = 1_048_576


class Place(NamedTuple):
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
        """The sheet's columns that the table takes."""
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


def place_of(table: "xw.main.Table", sheet: "xw.Sheet") -> Place:
    """Look where a table lies now; one without a header row lacks all columns."""
    whole, header, body = table.range, table.header_row_range, table.data_body_range
    if header is None:
        raise ColumnMissing(table.name, sheet.name, "*")
    rows = 0 if body is None else body.shape[0]
    texts = header.options(ndim=2).value[0]
    return Place(
        table,
        sheet,
        header.row,
        header.column,
        rows,
        whole.shape[0] > rows + 1 and rows > 0,
        tuple("" if text is None else str(text) for text in texts),
    )


def read_block(block: "xw.Range") -> list[list[CellValue]]:
    """Read a block; inside of a batch, formulas show what they came to before it."""
    values: list[list[Any]] = block.options(ndim=2, err_to_str=True).value
    return [[shown(value) for value in row] for row in values]


def pasted_rows(place: Place, first: int) -> list[list[CellValue]]:
    """Return the rows from index ``first``, below the table, to the first empty one."""
    found: list[list[CellValue]] = []
    stop = _start_of_next_table(place)
    while first < stop:
        chunk = read_block(place.block(first, min(first + _ROWS_AT_ONCE, stop) - 1))
        filled = list(takewhile(lambda row: not is_empty(row), chunk))
        found += filled
        first += len(filled)
        if len(filled) < len(chunk):
            break
    return found


def rows_apart(place: Place, first: int) -> list[tuple[int, list[CellValue]]]:
    """Return what stands below the table from index ``first`` on, by row number of the sheet.

    Another table below ends the search, and so do some thousand rows.
    """
    used = place.sheet.used_range
    last = used.row + used.shape[0] - place.header_row - 1
    stop = min(_start_of_next_table(place), last, first + _ROWS_LOOKED_AT)
    if first >= stop:
        return []
    rows = enumerate(read_block(place.block(first, stop - 1)), place.header_row + 1 + first)
    return [(number, row) for number, row in rows if not is_empty(row)]


def refuse_if_in_use(place: Place, first: int, rows: int) -> None:
    """Raise if anything stands in the rows that the table would take in."""
    if first < rows:
        for index, row in enumerate(read_block(place.block(first, rows - 1)), first):
            if not is_empty(row):
                number = place.header_row + 1 + index
                raise TableBlocked(place.table.name, place.sheet.name, number)


def _start_of_next_table(place: Place) -> int:
    """Return the row index at which another table begins below this one."""
    tops = [
        area.row - place.header_row - 1
        for table in place.sheet.tables
        if table.name != place.table.name
        and (area := table.range).row > place.header_row
        and area.column <= place.columns[-1]
        and place.left < area.column + area.shape[1]
    ]
    return min(tops, default=_LAST_ROW - place.header_row)


def merged_cells(place: Place, rows: int) -> dict[int, list[int]]:
    """Say which of the table's cells are merged with others: columns by row index.

    One look where nothing is merged; elsewhere the merged cells are closed in on.
    """
    found: dict[int, list[int]] = {}
    areas = [(0, rows - 1, place.columns)] if rows else []
    while areas:
        first, last, columns = areas.pop()
        block = place.block(first, last, columns)
        if block.merge_cells is False:
            continue
        if first < last:
            middle = (first + last) // 2
            areas += [(first, middle, columns), (middle + 1, last, columns)]
        elif len(columns) > 1:
            middle = len(columns) // 2
            areas += [(first, last, columns[:middle]), (first, last, columns[middle:])]
        else:
            found.setdefault(first, []).append(columns[0])
    return found


def runs(items: Iterable[int], key: Callable[[int], int] = int) -> list[list[int]]:
    """Split ordered items into runs whose keys follow each other without a gap."""
    numbered = enumerate(items)
    runs = groupby(numbered, lambda pair: key(pair[1]) - pair[0])
    return [[item for _, item in run] for _, run in runs]


def has_formula(block: "xw.Range") -> list[list[bool]]:
    """Tell of each cell whether it is calculated; a text may begin with ``=`` as well."""
    shown_rows: list[list[Any]] = block.options(ndim=2, err_to_str=True).value
    found: Any = block.formula
    texts: Sequence[Sequence[str]] = [[found]] if isinstance(found, str) else found
    return [
        [text[:1] == "=" and text != value for text, value in zip(line, row, strict=True)]
        for line, row in zip(texts, shown_rows, strict=True)
    ]


def is_empty(row: Sequence[CellValue]) -> bool:
    """Tell whether nothing stands in a row."""
    return all(value is None for value in row)
