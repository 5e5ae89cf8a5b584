"""One sheet's XML, read and changed cell by cell; rows that nobody touches keep their bytes."""

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from jxc_xl.hosts.file.areas import Area, column_letters, column_number
from jxc_xl.hosts.file.formulas import shift
from jxc_xl.hosts.file.text import SharedStrings, from_cell, rich_text, to_cell, unescape

_DATA = re.compile(rb"<sheetData\b[^>]*?(?:/>|>(.*)</sheetData>)", re.DOTALL)
_ROW = re.compile(rb"<row\b([^>]*?)(?:/>|>(.*?)</row>)", re.DOTALL)
_CELL = re.compile(rb'<c\s+r="([A-Z]{1,3})[0-9]+"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_CELL_ELSE = re.compile(rb'<c(?!\s+r="[A-Z]{1,3}[0-9]+")[\s/>]')
_FORMULA = re.compile(rb"<f\b([^>]*?)(?:/>|>(.*?)</f>)", re.DOTALL)
_VALUE = re.compile(rb"<v\b[^>]*?(?:/>|>(.*?)</v>)", re.DOTALL)
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
_SPANS = re.compile(rb'\sspans="[^"]*"')
_STYLE = re.compile(rb'\ss="[^"]*"')
_TYPE = re.compile(rb'\st="[^"]*"')
_DIMENSION = re.compile(rb'(<dimension ref=")([^"]*)(")')
_MERGED = re.compile(rb'<mergeCell ref="([^"]*)"')
_COLUMN_FORMAT = re.compile(rb"<col\b([^>]*)/>")


class ErrorValue(str):
    """An error that a cell shows, such as ``#N/A``: a text that is told apart by its class."""

    __slots__ = ()


Value = None | bool | float | str
Shown = Value | dt.datetime
Position = tuple[int, int]  # row, column


class SheetNotUnderstood(Exception):
    """The sheet's XML, or what is asked of it, is more than this module can do without loss."""


class Content(NamedTuple):
    """What a cell is given: a constant, or a formula (without ``=``) with the value it shows."""

    value: Value
    formula: str | None = None


class RawCell(NamedTuple):
    """A cell as it stands in the XML: attributes other than the address, and what is inside."""

    attributes: bytes
    inside: bytes

    @property
    def style(self) -> int:
        """The number of the cell's format."""
        return _style_and_type(self.attributes)[0]


@cache
def _style_and_type(attributes: bytes) -> tuple[int, bytes]:
    found = dict(_ATTRIBUTE.findall(attributes))
    return int(found.get(b"s", b"0")), found.get(b"t", b"n")


def _attributes(raw: bytes) -> dict[bytes, bytes]:
    return dict(_ATTRIBUTE.findall(raw))


@dataclass(frozen=True)
class _Row:
    attributes: bytes
    start: int
    end: int
    inside: bytes


class Worksheet:
    """The cells of a sheet, and the changes to them that ``render`` puts into the XML."""

    def __init__(self, xml: bytes, strings: SharedStrings) -> None:
        self._xml = xml
        self._strings = strings
        self._edits: dict[Position, Content] = {}
        self._styles: dict[Position, int] = {}
        self._results: dict[Position, Value] = {}  # of formulas that nobody edited
        self._spelled: dict[Position, str] = {}  # shared formulas that had to be written out
        self._refuse_what_is_strange()
        data = _DATA.search(xml)
        if data is None:
            raise SheetNotUnderstood("a sheet without sheetData")
        self._data = data
        self._rows = dict(self._index())
        self._numbers = list(self._rows)
        self._merged = [Area.parse(ref.decode()) for ref in _MERGED.findall(xml, data.end())]
        self._whole = self._array_areas()
        self._cells_of: dict[int, dict[int, RawCell]] = {}

    def _refuse_what_is_strange(self) -> None:
        start = self._xml[:200].lower()
        if b"encoding=" in start and b"utf-8" not in start:
            raise SheetNotUnderstood("a sheet that is not UTF-8")
        if b"<!--" in self._xml or b"<![CDATA[" in self._xml or _CELL_ELSE.search(self._xml):
            raise SheetNotUnderstood("a sheet written in an unusual way")

    def _index(self) -> Iterator[tuple[int, _Row]]:
        last = 0
        for match in _ROW.finditer(self._xml, self._data.start(), self._data.end()):
            number = int(_attributes(match[1]).get(b"r", b"0"))
            if number <= last:
                raise SheetNotUnderstood("rows without numbers or out of order")
            last = number
            yield number, _Row(match[1], match.start(), match.end(), match[2] or b"")

    def _array_areas(self) -> list[Area]:
        """Where formulas fill several cells at once; none of these may be changed alone."""
        areas = []
        if b'<f t="array"' in self._xml or b'<f t="dataTable"' in self._xml:
            for match in _FORMULA.finditer(self._xml):
                found = _attributes(match[1])
                if found.get(b"t") in (b"array", b"dataTable"):
                    areas.append(Area.parse(found[b"ref"].decode()))
        return [area for area in areas if area.height * area.width > 1]

    # reading

    @property
    def edited(self) -> bool:
        """Whether anything is to be written."""
        return bool(self._edits or self._styles or self._results or self._spelled)

    @property
    def used(self) -> Area:
        """The rectangle around all cells, ``A1`` when there is none."""
        corners = [
            (
                number,
                _column_of(inside, inside.find(b"<c ")),
                _column_of(inside, inside.rfind(b"<c ")),
            )
            for number, row in self._rows.items()
            if (inside := row.inside)
        ]
        corners += [(row, column, column) for row, column in (*self._edits, *self._styles)]
        if not corners:
            return Area(1, 1, 1, 1)
        rows, lefts, rights = zip(*corners, strict=True)
        return Area(min(rows), min(lefts), max(rows), max(rights))

    def cells(self, row: int) -> dict[int, RawCell]:
        """Return the cells of a row as the file has them, by column."""
        return self._row_cells(row)

    def _row_cells(self, row: int) -> dict[int, RawCell]:
        found = self._cells_of.get(row)
        if found is None:
            entry = self._rows.get(row)
            found = {} if entry is None else dict(_parse(entry.inside))
            self._cells_of[row] = found
        return found

    def value(self, row: int, column: int) -> Value:
        """Return what a cell shows, dates as numbers."""
        position = row, column
        if position in self._edits:
            return self._edits[position].value
        if position in self._results:
            return self._results[position]
        raw = self._row_cells(row).get(column)
        return None if raw is None or not raw.inside else self._decode(*raw)

    def values(self, area: Area, show: Callable[[float, int], Shown]) -> list[list[Shown]]:
        """Return what the cells of a rectangle show, row by row.

        ``show`` turns a number into what is seen, given the number of the cell's format.
        """
        table: list[list[Shown]] = []
        for row in range(area.top, area.bottom + 1):
            line: list[Shown] = [None] * area.width
            entry = self._rows.get(row)
            for match in _CELL.finditer(entry.inside) if entry is not None else ():
                letters, attributes, inside = match.groups()
                column = _column(letters)
                if inside and area.left <= column <= area.right:
                    value: Shown = self._decode(attributes, inside)
                    if type(value) is float:
                        value = show(value, _style_and_type(attributes)[0])
                    line[column - area.left] = value
            table.append(line)
        results = self._results.items()
        edits = ((at, content.value) for at, content in self._edits.items())
        for (row, column), value in (*results, *edits):
            if area.holds(row, column):
                seen = show(value, self.style(row, column)) if type(value) is float else value
                table[row - area.top][column - area.left] = seen
        return table

    def _decode(self, attributes: bytes, inside: bytes) -> Value:
        kind = _style_and_type(attributes)[1]
        if kind == b"inlineStr":
            return rich_text(inside)
        found = _VALUE.search(inside)
        if found is None or found[1] is None:
            return "" if kind == b"str" and found else None
        text = found[1]
        if kind == b"n":
            return float(text)
        if kind == b"s":
            return self._strings[int(text)]
        if kind == b"str":
            return from_cell(text)
        if kind == b"b":
            return text.strip() in (b"1", b"true")
        if kind == b"e":
            return ErrorValue(unescape(text))
        raise SheetNotUnderstood(f"a cell of the type {kind.decode()}")

    def style(self, row: int, column: int) -> int:
        """Return the number of a cell's format, which it may have from its row or column."""
        position = row, column
        if position in self._styles:
            return self._styles[position]
        raw = self._row_cells(row).get(column)
        return self._default_style(row, column) if raw is None else raw.style

    def _default_style(self, row: int, column: int) -> int:
        entry = self._rows.get(row)
        if entry is not None and b"customFormat=" in entry.attributes:
            found = _attributes(entry.attributes)
            if found.get(b"customFormat") in (b"1", b"true"):
                return int(found.get(b"s", b"0"))
        return self._column_styles.get(column, 0)

    @property
    def _column_styles(self) -> dict[int, int]:
        if not hasattr(self, "_column_styles_read"):
            styles: dict[int, int] = {}
            for raw in _COLUMN_FORMAT.findall(self._xml, 0, self._data.start()):
                found = _attributes(raw)
                first, last = int(found[b"min"]), int(found[b"max"])
                if b"style" in found:
                    styles.update(dict.fromkeys(range(first, last + 1), int(found[b"style"])))
            self._column_styles_read = styles
        return self._column_styles_read

    def exists(self, row: int, column: int) -> bool:
        """Tell whether the cell stands in the sheet, be it only with a format."""
        at = row, column
        return at in self._edits or at in self._styles or column in self._row_cells(row)

    # formulas

    def formula(self, row: int, column: int) -> str | None:
        """Return a cell's formula without ``=``, ``None`` for a constant."""
        position = row, column
        if position in self._edits:
            return self._edits[position].formula
        if position in self._spelled:
            return self._spelled[position]
        raw = self._row_cells(row).get(column)
        if raw is None or b"<f" not in raw.inside:
            return None
        found = _FORMULA.search(raw.inside)
        if found is None:
            return None
        kind = _attributes(found[1])
        if kind.get(b"t") == b"shared" and found[2] is None:
            master_row, master_column, text = self._shared[kind.get(b"si", b"")]
            return shift(text, row - master_row, column - master_column)
        return unescape(found[2] or b"")

    @property
    def _shared(self) -> dict[bytes, tuple[int, int, str]]:
        """The shared formulas by number: where each stands in full, and its text."""
        if not hasattr(self, "_shared_read"):
            masters = {}
            for row, column, raw in self._raw_formulas():
                found = _FORMULA.search(raw.inside)
                if found is not None and found[2] is not None and b"shared" in found[1]:
                    number = _attributes(found[1]).get(b"si", b"")
                    masters[number] = row, column, unescape(found[2])
            self._shared_read = masters
        return self._shared_read

    def _raw_formulas(self) -> Iterator[tuple[int, int, RawCell]]:
        for number in self._numbers:
            if b"<f" in self._rows[number].inside:
                for column, raw in self._row_cells(number).items():
                    if b"<f" in raw.inside:
                        yield number, column, raw

    @property
    def has_formulas(self) -> bool:
        """Whether any cell is calculated."""
        if any(content.formula is not None for content in self._edits.values()):
            return True
        return self._xml.find(b"<f", self._data.start(), self._data.end()) >= 0

    def calculated(self) -> Iterator[tuple[Position, Value]]:
        """Yield the formula cells that one value alone belongs to, with the value they show."""
        for row, column, _ in self._raw_formulas():
            if (row, column) not in self._edits and not self._is_in_array(row, column):
                yield (row, column), self.value(row, column)
        for at, content in self._edits.items():
            if content.formula is not None:
                yield at, content.value

    @property
    def has_arrays(self) -> bool:
        """Whether there are formulas whose results may fill several cells."""
        return b't="array"' in self._xml or b't="dataTable"' in self._xml

    def _is_in_array(self, row: int, column: int) -> bool:
        return any(area.holds(row, column) for area in self._whole)

    # changing

    def put(self, row: int, column: int, content: Content) -> None:
        """Give a cell a new content; its format stays."""
        self._guard(row, column)
        self._edits[row, column] = content
        self._results.pop((row, column), None)
        self._spelled.pop((row, column), None)

    def put_style(self, row: int, column: int, style: int) -> None:
        """Give a cell another format."""
        self._styles[row, column] = style

    def put_result(self, row: int, column: int, value: Value) -> None:
        """Say what the formula of a cell comes to."""
        position = row, column
        if position in self._edits:
            self._edits[position] = self._edits[position]._replace(value=value)
        else:
            self._results[position] = value

    def drop_result(self, position: Position) -> None:
        """Let a formula show again what the file says."""
        self._results.pop(position, None)

    def is_edited(self, position: Position) -> bool:
        """Tell whether the cell was given a new content."""
        return position in self._edits

    def _guard(self, row: int, column: int) -> None:
        where = f"{column_letters(column)}{row}"
        if self._is_in_array(row, column):
            raise SheetNotUnderstood(f"{where} is part of a formula over several cells")
        for area in self._merged:
            if area.holds(row, column) and (row, column) != (area.top, area.left):
                raise SheetNotUnderstood(f"{where} is covered by the merged cell {area.address}")
        raw = self._row_cells(row).get(column)
        if raw is not None and b't="shared"' in raw.inside and (row, column) not in self._edits:
            self._write_out(raw)

    def _write_out(self, master: RawCell) -> None:
        """Spell the followers of a shared formula out before the cell that holds it is changed."""
        found = _FORMULA.search(master.inside)
        if found is None or found[2] is None:
            return  # a follower: the others do not depend on it
        number = _attributes(found[1]).get(b"si", b"")
        for row, column, raw in self._raw_formulas():
            other = _FORMULA.search(raw.inside)
            if other is not None and _attributes(other[1]).get(b"si") == number:
                text = self.formula(row, column)
                if text is not None and (row, column) not in self._edits:
                    self._spelled[row, column] = text

    def formulas_gone_and_new(self) -> tuple[set[Position], set[Position]]:
        """Return the cells that had a formula and have none now, and the other way round."""
        gone, new = set(), set()
        for (row, column), content in self._edits.items():
            raw = self._row_cells(row).get(column)
            had = raw is not None and b"<f" in raw.inside
            if had and content.formula is None:
                gone.add((row, column))
            elif not had and content.formula is not None:
                new.add((row, column))
        return gone, new

    # writing

    def render(self) -> bytes:
        """Return the XML with the changes in it; every other row is the same bytes."""
        touched: dict[int, set[int]] = {}
        for source in (self._edits, self._styles, self._results, self._spelled):
            for row, column in source:
                touched.setdefault(row, set()).add(column)
        opening, closing = self._data_frame()
        pieces, position = [self._xml[: self._data.start()], opening], self._data_start()
        for row in sorted(touched):
            entry = self._rows.get(row)
            start = self._start_of(row)
            pieces.append(self._xml[position:start])
            pieces.append(self._row_xml(row, touched[row]))
            position = start if entry is None else entry.end
        pieces += [self._xml[position : self._data_end()], closing, self._xml[self._data.end() :]]
        return self._with_dimension(b"".join(pieces))

    def _data_frame(self) -> tuple[bytes, bytes]:
        if self._data[1] is None:
            return b"<sheetData>", b"</sheetData>"
        return self._xml[self._data.start() : self._data.start(1)], b"</sheetData>"

    def _data_start(self) -> int:
        return self._data.end() if self._data[1] is None else self._data.start(1)

    def _data_end(self) -> int:
        return self._data.end() if self._data[1] is None else self._data.end(1)

    def _start_of(self, row: int) -> int:
        index = bisect_left(self._numbers, row)
        if index < len(self._numbers):
            return self._rows[self._numbers[index]].start
        return self._data_end()

    def _row_xml(self, row: int, columns: set[int]) -> bytes:
        cells = self._row_cells(row)
        entry = self._rows.get(row)
        attributes = b' r="%d"' % row if entry is None else entry.attributes
        if columns - cells.keys():
            attributes = _SPANS.sub(b"", attributes)
        pieces = []
        for column in sorted(cells.keys() | columns):
            if column in columns:
                pieces.append(self._cell_xml(row, column))
            else:
                pieces.append(_cell_xml(row, column, *cells[column]))
        return b"<row%b>%b</row>" % (attributes, b"".join(pieces))

    def _cell_xml(self, row: int, column: int) -> bytes:
        position = row, column
        style = self.style(row, column)
        attributes = b' s="%d"' % style if style else b""
        raw = self._row_cells(row).get(column)
        if position in self._edits:
            value, formula = self._edits[position]
            calculated = b"" if formula is None else b"<f>%b</f>" % to_cell(formula)
        else:
            value = self.value(row, column)
            found = None if raw is None else _FORMULA.search(raw.inside)
            if raw is None:
                return _cell_xml(row, column, attributes, b"")
            if found is None:  # only the format changed
                attributes += _STYLE.sub(b"", raw.attributes)
                return _cell_xml(row, column, attributes, raw.inside)
            attributes = _TYPE.sub(b"", raw.attributes)
            calculated = found[0]
            if position in self._spelled:
                calculated = b"<f>%b</f>" % to_cell(self._spelled[position])
        kind, inside = _value_xml(value, calculated)
        return _cell_xml(row, column, attributes + kind, inside)

    def _with_dimension(self, xml: bytes) -> bytes:
        found = _DIMENSION.search(xml, 0, self._data.start())
        new = [*self._edits, *self._styles]
        if found is None or not new:
            return xml
        before = Area.parse(found[2].decode())
        rows, columns = [row for row, _ in new], [column for _, column in new]
        after = Area(
            min(before.top, *rows),
            min(before.left, *columns),
            max(before.bottom, *rows),
            max(before.right, *columns),
        )
        if after == before:
            return xml
        return xml[: found.start(2)] + after.address.encode() + xml[found.end(2) :]


@cache
def _column(letters: bytes) -> int:
    return column_number(letters.decode())


def _column_of(row: bytes, position: int) -> int:
    match = _CELL.match(row, position)
    return 1 if match is None else _column(match[1])


def _parse(row: bytes) -> Iterator[tuple[int, RawCell]]:
    for match in _CELL.finditer(row):
        yield _column(match[1]), RawCell(match[2], match[3] or b"")


def _cell_xml(row: int, column: int, attributes: bytes, inside: bytes) -> bytes:
    address = f"{column_letters(column)}{row}".encode()
    if not inside:
        return b'<c r="%b"%b/>' % (address, attributes)
    return b'<c r="%b"%b>%b</c>' % (address, attributes, inside)


def _value_xml(value: Value, formula: bytes) -> tuple[bytes, bytes]:
    """Return the type attribute and the inside of a cell."""
    if value is None:
        return b"", formula
    if isinstance(value, bool):
        return b' t="b"', formula + b"<v>%d</v>" % value
    if isinstance(value, ErrorValue):
        return b' t="e"', formula + b"<v>%b</v>" % to_cell(value)
    if isinstance(value, str):
        if formula:
            return b' t="str"', formula + b"<v>%b</v>" % to_cell(value)
        space = b"" if value.strip() == value and "\n" not in value else b' xml:space="preserve"'
        return b' t="inlineStr"', b"<is><t%b>%b</t></is>" % (space, to_cell(value))
    return b"", formula + b"<v>%b</v>" % number_text(value).encode()


def number_text(number: float) -> str:
    """Write a number so that it reads back exactly, without a needless ``.0``."""
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
