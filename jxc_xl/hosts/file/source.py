"""One sheet's XML as the file has it: its rows and cells, found without reading all of them."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from jxc_xl.hosts.file.areas import Area
from jxc_xl.hosts.file.cells import (
    CELL,
    CELL_ELSE,
    FORMULA,
    Position,
    RawCell,
    SheetNotUnderstood,
    Shown,
    Value,
    attributes_of,
    column_of,
    decode,
    first_column,
    parse,
    style_and_type,
)
from jxc_xl.hosts.file.formulas import shift
from jxc_xl.hosts.file.text import SharedStrings, unescape

_DATA = re.compile(rb"<sheetData\b[^>]*?(?:/>|>(.*)</sheetData>)", re.DOTALL)
_ROW = re.compile(rb"<row\b([^>]*?)(?:/>|>(.*?)</row>)", re.DOTALL)
_FUNCTION = re.compile(rb"([A-Za-z_][A-Za-z0-9_.]*)\(")
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
_FORMULA_CELL = re.compile(rb'<c\s+r="([A-Z]{1,3})([0-9]+)"([^>]*)>(<f\b.*?)</c>', re.DOTALL)
_FORMULA_TEXT = re.compile(rb">([^<]*)</f>")
_MERGED = re.compile(rb'<mergeCell ref="([^"]*)"')
_COLUMN_FORMAT = re.compile(rb"<col\b([^>]*)/>")


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row: its attributes, what is inside, and where it stands in the XML."""

    attributes: bytes
    inside: bytes
    start: int
    end: int


class SheetSource:
    """The XML of a sheet. Nothing in it ever changes."""

    def __init__(self, xml: bytes, strings: SharedStrings) -> None:
        self.xml = xml
        self._strings = strings
        self._refuse_what_is_strange()
        data = _DATA.search(xml)
        if data is None:
            raise SheetNotUnderstood("a sheet without sheetData")
        self.data_start, self.data_end = data.span()
        self.rows_start, self.rows_end = data.span(1)  # -1, -1: no rows at all
        self.rows = dict(self._index())
        self._numbers = list(self.rows)
        self.merged = [Area.parse(ref.decode()) for ref in _MERGED.findall(xml, data.end())]
        self.arrays = self._arrays()
        self._cells: dict[int, dict[int, RawCell]] = {}

    def _refuse_what_is_strange(self) -> None:
        start = self.xml[:200].lower()
        if b"encoding=" in start and b"utf-8" not in start:
            raise SheetNotUnderstood("a sheet that is not UTF-8")
        if b"<!--" in self.xml or b"<![CDATA[" in self.xml or CELL_ELSE.search(self.xml):
            raise SheetNotUnderstood("a sheet written in an unusual way")

    def _index(self) -> Iterator[tuple[int, RawRow]]:
        last = 0
        for match in _ROW.finditer(self.xml, self.data_start, self.data_end):
            number = int(attributes_of(match[1]).get(b"r", b"0"))
            if number <= last:
                raise SheetNotUnderstood("rows without numbers or out of order")
            last = number
            yield number, RawRow(match[1], match[2] or b"", match.start(), match.end())

    def _arrays(self) -> list[Area]:
        """Where a formula fills several cells at once; none of these may be changed alone."""
        areas = []
        if b't="array"' in self.xml or b't="dataTable"' in self.xml:
            for match in FORMULA.finditer(self.xml):
                found = attributes_of(match[1])
                if found.get(b"t") in (b"array", b"dataTable"):
                    areas.append(Area.parse(found[b"ref"].decode()))
        return [area for area in areas if area.height * area.width > 1]

    def is_in_array(self, row: int, column: int) -> bool:
        """Tell whether the cell is one of several that a formula fills."""
        return any(area.holds(row, column) for area in self.arrays)

    @property
    def has_arrays(self) -> bool:
        """Whether there are formulas whose results may come to fill several cells."""
        return b't="array"' in self.xml or b't="dataTable"' in self.xml

    def corners(self) -> Iterator[Position]:
        """Yield the first and the last cell of each row that has cells."""
        for number, row in self.rows.items():
            if row.inside:
                yield number, first_column(row.inside, row.inside.find(b"<c "))
                yield number, first_column(row.inside, row.inside.rfind(b"<c "))

    def start_of(self, row: int) -> int:
        """Return where a row stands in the XML, or would stand if it were there."""
        index = bisect_left(self._numbers, row)
        if index < len(self._numbers):
            return self.rows[self._numbers[index]].start
        return self.rows_end

    def cells(self, row: int) -> dict[int, RawCell]:
        """Return the cells of a row by column."""
        found = self._cells.get(row)
        if found is None:
            entry = self.rows.get(row)
            found = {} if entry is None else dict(parse(entry.inside))
            self._cells[row] = found
        return found

    def value(self, row: int, column: int) -> Value:
        """Return what a cell shows, dates as numbers."""
        raw = self.cells(row).get(column)
        return None if raw is None or not raw.inside else decode(*raw, self._strings)

    def values(self, area: Area, show: Callable[[float, int], Shown]) -> Iterator[list[Shown]]:
        """Yield what the cells of a rectangle show, row by row; many cells at little cost.

        ``show`` turns a number into what is seen, given the number of the cell's format.
        """
        for row in range(area.top, area.bottom + 1):
            line: list[Shown] = [None] * area.width
            entry = self.rows.get(row)
            for match in CELL.finditer(entry.inside) if entry is not None else ():
                letters, attributes, inside = match.groups()
                column = column_of(letters)
                if inside and area.left <= column <= area.right:
                    value: Shown = decode(attributes, inside, self._strings)
                    if type(value) is float:
                        value = show(value, style_and_type(attributes)[0])
                    line[column - area.left] = value
            yield line

    def style(self, row: int, column: int) -> int:
        """Return the number of a cell's format, which it may have from its row or column."""
        raw = self.cells(row).get(column)
        if raw is not None:
            return raw.style
        entry = self.rows.get(row)
        if entry is not None and b"customFormat=" in entry.attributes:
            found = attributes_of(entry.attributes)
            if found.get(b"customFormat") in (b"1", b"true"):
                return int(found.get(b"s", b"0"))
        return self._column_styles.get(column, 0)

    @cached_property
    def _column_styles(self) -> dict[int, int]:
        styles: dict[int, int] = {}
        for raw in _COLUMN_FORMAT.findall(self.xml, 0, self.data_start):
            found = attributes_of(raw)
            if b"style" in found:
                columns = range(int(found[b"min"]), int(found[b"max"]) + 1)
                styles.update(dict.fromkeys(columns, int(found[b"style"])))
        return styles

    @property
    def has_formulas(self) -> bool:
        """Whether any cell is calculated."""
        return self.xml.find(b"<f", self.data_start, self.data_end) >= 0

    @cached_property
    def formula_cells(self) -> dict[Position, RawCell]:
        """The cells that are calculated."""
        return {
            (int(row), column_of(letters)): RawCell(attributes, inside)
            for letters, row, attributes, inside in _FORMULA_CELL.findall(
                self.xml, self.data_start, self.data_end
            )
        }

    @cached_property
    def results(self) -> dict[Position, Value]:
        """What the formulas come to that fill one cell each."""
        return {
            at: decode(*raw, self._strings)
            for at, raw in self.formula_cells.items()
            if not self.arrays or not self.is_in_array(*at)
        }

    @cached_property
    def functions(self) -> frozenset[str]:
        """The names of all functions in formulas, in capitals."""
        texts = set(_FORMULA_TEXT.findall(self.xml, self.data_start, self.data_end))
        return frozenset(
            name.decode().upper()
            for text in texts
            for name in _FUNCTION.findall(_QUOTED.sub(b"", text))
        )

    @cached_property
    def looks_uncalculated(self) -> bool:
        """Whether all formulas show nothing or 0, as programs leave them that cannot calculate."""
        results = self.results.values()
        return bool(results) and all(value is None or value == 0 for value in results)

    def formula(self, row: int, column: int) -> str | None:
        """Return a cell's formula without ``=``, ``None`` for a constant."""
        raw = self.cells(row).get(column)
        found = None if raw is None else FORMULA.search(raw.inside)
        if found is None:
            return None
        kind = attributes_of(found[1])
        if kind.get(b"t") == b"shared" and found[2] is None:
            (first_row, first), text = self._shared[kind.get(b"si", b"")]
            return shift(text, row - first_row, column - first)
        return unescape(found[2] or b"")

    @cached_property
    def _shared(self) -> dict[bytes, tuple[Position, str]]:
        """The shared formulas by number: where each is written in full, and its text."""
        masters = {}
        for at, raw in self.formula_cells.items():
            found = FORMULA.search(raw.inside)
            if found is not None and found[2] is not None and b"shared" in found[1]:
                masters[attributes_of(found[1]).get(b"si", b"")] = at, unescape(found[2])
        return masters

    def depend_on(self, row: int, column: int) -> list[Position]:
        """Return the cells whose shared formula is written in full in this cell only."""
        raw = self.cells(row).get(column)
        found = None if raw is None else FORMULA.search(raw.inside)
        if found is None or found[2] is None or b't="shared"' not in found[1]:
            return []
        number = attributes_of(found[1]).get(b"si", b"")
        same = re.compile(rb'<f\b[^>]*\ssi="%b"' % number)
        return [at for at, other in self.formula_cells.items() if same.search(other.inside)]
