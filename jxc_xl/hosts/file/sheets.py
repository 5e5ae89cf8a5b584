# ruff: noqa: D102 - the methods are those of xlwings' engine interface, which says what each does
"""The sheets, ranges and tables of the engine."""

from collections.abc import Iterator, Sequence
from typing import Any

from xlwings import base_classes

from jxc_xl.hosts.file.areas import LAST_COLUMN, LAST_ROW, Area
from jxc_xl.hosts.file.document import Document
from jxc_xl.hosts.file.tables import TablePart


class Sheets(base_classes.Sheets):
    """The worksheets of a workbook."""

    def __init__(self, book: Any) -> None:
        self.book = book

    @property
    def api(self) -> Any:
        return self

    def __call__(self, name_or_index: str | int) -> Any:
        names = self.book.document.sheets
        if isinstance(name_or_index, int):
            return Sheet(self.book, names[name_or_index - 1])
        for name in names:
            if name.casefold() == name_or_index.casefold():
                return Sheet(self.book, name)
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        return len(self.book.document.sheets)

    def __iter__(self) -> Iterator[Any]:
        return (Sheet(self.book, name) for name in self.book.document.sheets)

    def __contains__(self, name: str) -> bool:
        return any(name.casefold() == sheet.casefold() for sheet in self.book.document.sheets)

    def add(self, before: Any = None, after: Any = None, name: Any = None) -> Any:
        raise NotImplementedError("adding a sheet")


class Sheet(base_classes.Sheet):
    """A worksheet."""

    def __init__(self, book: Any, name: str) -> None:
        self._book = book
        self._name = name

    @property
    def api(self) -> Any:
        return self

    @property
    def name(self) -> Any:
        return self._name

    @name.setter
    def name(self, value: str) -> None:
        raise NotImplementedError("renaming a sheet")

    @property
    def book(self) -> Any:
        return self._book

    @property
    def index(self) -> int:
        names: list[str] = self._book.document.sheets
        return names.index(self._name) + 1

    def range(self, arg1: Any, arg2: Any = None) -> "Range":
        first = self._area(arg1)
        last = first if arg2 is None else self._area(arg2)
        area = Area(
            min(first.top, last.top),
            min(first.left, last.left),
            max(first.bottom, last.bottom),
            max(first.right, last.right),
        )
        return Range(self, area)

    def _area(self, where: Any) -> Area:
        if isinstance(where, Range):
            return where.area
        if isinstance(where, tuple):
            row, column = where
            if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
                raise IndexError(f"no such cell: {where}")
            return Area(row, column, row, column)
        if isinstance(where, str):
            return Area.parse(where)
        raise NotImplementedError(f"a range by {type(where).__name__}")

    @property
    def cells(self) -> "Range":
        return Range(self, Area(1, 1, LAST_ROW, LAST_COLUMN))

    @property
    def used_range(self) -> "Range":
        return Range(self, self._book.document.sheet(self._name).used)

    @property
    def tables(self) -> Any:
        return Tables(self)

    def activate(self) -> None:
        """Nothing is seen, hence nothing to bring to the front."""


class Range(base_classes.Range):
    """A rectangle of cells."""

    max_cells_per_read: Any = None
    max_cells_per_write: Any = None

    def __init__(self, sheet: Sheet, area: Area) -> None:
        self._sheet = sheet
        self.area = area
        self.options: dict[str, Any] = {}

    @property
    def _document(self) -> Document:
        return self._sheet.book.document  # type: ignore[no-any-return]

    @property
    def api(self) -> Any:
        return self  # must be truthy: xlwings drops what is written to a range without an api

    @property
    def coords(self) -> Any:
        return self._sheet, self.row, self.column, *self.shape

    @property
    def sheet(self) -> Any:
        return self._sheet

    @property
    def row(self) -> int:
        return self.area.top

    @property
    def column(self) -> int:
        return self.area.left

    @property
    def shape(self) -> tuple[int, int]:
        return self.area.height, self.area.width

    def __len__(self) -> int:
        return self.area.height * self.area.width

    def __call__(self, row: int, column: int | None = None) -> "Range":
        if column is None:
            row, column = (row - 1) // self.area.width + 1, (row - 1) % self.area.width + 1
        return self._sheet.range((self.area.top + row - 1, self.area.left + column - 1))

    @property
    def raw_value(self) -> Any:
        manual = self._sheet.book.app.calculation == "manual"
        return self._document.read(self._sheet.name, self.area, as_is=manual)

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        rows = [[_without_mark(value) for value in row] for row in self._rows(data)]
        self._document.write(self._sheet.name, self.area, rows)

    @property
    def formula(self) -> Any:
        rows = tuple(tuple(row) for row in self._document.formulas(self._sheet.name, self.area))
        return rows if len(self) > 1 else rows[0][0]

    @formula.setter
    def formula(self, data: Any) -> None:
        self._document.write_formulas(self._sheet.name, self.area, self._rows(data))

    def _rows(self, data: Any) -> Sequence[Sequence[Any]]:
        """Return the data in the shape of the range; a scalar fills it."""
        if not isinstance(data, list | tuple):
            return [[data] * self.area.width] * self.area.height
        rows: Sequence[Any] = data if isinstance(data[0], list | tuple) else [data]
        if len(rows) != self.area.height or any(len(row) != self.area.width for row in rows):
            raise ValueError(f"the values do not have the shape of {self.area.address}")
        return rows

    @property
    def merge_cells(self) -> Any:
        """As Excel says it: True where all is merged, None where a part is, False elsewhere."""
        merged = self._document.sheet(self._sheet.name).merged_around(self.area)
        if not merged:
            return False
        inside = sum(area.part_in(self.area) for area in merged)
        return True if inside == len(self) else None

    def clear_contents(self) -> None:
        self._document.clear(self._sheet.name, self.area)

    def get_address(
        self, row_absolute: bool = True, col_absolute: bool = True, external: bool = False
    ) -> str:
        if external:
            raise NotImplementedError("external addresses")
        row, column = "$" * row_absolute, "$" * col_absolute
        first, _, last = self.area.address.partition(":")
        return ":".join(_absolute(cell, column, row) for cell in (first, last) if cell)

    @property
    def address(self) -> str:
        return self.get_address()


def _absolute(cell: str, column: str, row: str) -> str:
    letters = cell.rstrip("0123456789")
    return f"{column}{letters}{row}{cell[len(letters) :]}"


def _without_mark(value: Any) -> Any:
    return value[1:] if isinstance(value, str) and value.startswith("'") else value


class Tables(base_classes.Collection, base_classes.Tables):
    """The tables of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    @property
    def _parts(self) -> list[TablePart]:
        document: Document = self.sheet.book.document
        return [table for table in document.tables if table.sheet == self.sheet.name]

    @property
    def api(self) -> Any:
        return self

    @property
    def parent(self) -> Any:
        return self.sheet

    def __call__(self, key: str | int) -> Any:
        if isinstance(key, int):
            return Table(self.sheet, self._parts[key - 1])
        for part in self._parts:
            if part.name.casefold() == key.casefold():
                return Table(self.sheet, part)
        raise KeyError(key)

    def add(self, *_arguments: Any, **_options: Any) -> Any:
        raise NotImplementedError("adding a table")

    def __len__(self) -> int:
        return len(self._parts)

    def __iter__(self) -> Iterator[Any]:
        return (Table(self.sheet, part) for part in self._parts)

    def __contains__(self, key: str) -> bool:
        return any(part.name.casefold() == key.casefold() for part in self._parts)


class Table(base_classes.Table):
    """A table (ListObject)."""

    def __init__(self, sheet: Sheet, part: TablePart) -> None:
        self._sheet = sheet
        self._part = part

    @property
    def api(self) -> Any:
        return self

    @property
    def parent(self) -> Any:
        return self._sheet

    @property
    def name(self) -> Any:
        return self._part.name

    @name.setter
    def name(self, value: str) -> None:
        raise NotImplementedError(f"name = {value}")

    @property
    def display_name(self) -> Any:
        return self._part.name

    @display_name.setter
    def display_name(self, value: Any) -> None:
        raise NotImplementedError(f"display_name = {value}")

    @property
    def range(self) -> Any:
        return Range(self._sheet, self._part.area)

    @property
    def header_row_range(self) -> Any:
        return None if self._part.header is None else Range(self._sheet, self._part.header)

    @property
    def data_body_range(self) -> Any:
        return None if self._part.body is None else Range(self._sheet, self._part.body)

    @property
    def show_totals(self) -> Any:
        return self._part.totals_rows > 0

    @show_totals.setter
    def show_totals(self, value: Any) -> None:
        raise NotImplementedError(f"show_totals = {value}")

    @property
    def show_headers(self) -> Any:
        return self._part.header_rows > 0

    @show_headers.setter
    def show_headers(self, value: Any) -> None:
        raise NotImplementedError(f"show_headers = {value}")

    def resize(self, range: Any) -> None:
        self._sheet.book.document.resize(self._part, range.impl.area)
