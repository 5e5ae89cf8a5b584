"""Cells as they stand in a sheet's XML: taking them apart and writing them."""

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from jxc_xl.hosts.file.areas import column_letters, column_number
from jxc_xl.hosts.file.text import SharedStrings, from_cell, rich_text, to_cell, unescape

CELL = re.compile(rb'<c\s+r="([A-Z]{1,3})[0-9]+"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
CELL_ELSE = re.compile(rb'<c(?!\s+r="[A-Z]{1,3}[0-9]+")[\s/>]')
FORMULA = re.compile(rb"<f\b([^>]*?)(?:/>|>(.*?)</f>)", re.DOTALL)
_VALUE = re.compile(rb"<v\b[^>]*?(?:/>|>(.*?)</v>)", re.DOTALL)
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')


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
        return style_and_type(self.attributes)[0]


@cache
def style_and_type(attributes: bytes) -> tuple[int, bytes]:
    """Return the number of a cell's format and the code of its type."""
    found = dict(_ATTRIBUTE.findall(attributes))
    return int(found.get(b"s", b"0")), found.get(b"t", b"n")


def attributes_of(raw: bytes) -> dict[bytes, bytes]:
    """Return the attributes of a tag by name."""
    return dict(_ATTRIBUTE.findall(raw))


def decode(attributes: bytes, inside: bytes, strings: SharedStrings) -> Value:
    """Return what a cell shows, dates as numbers."""
    kind = style_and_type(attributes)[1]
    if kind == b"inlineStr":
        return rich_text(inside)
    found = _VALUE.search(inside)
    if found is None:
        return None
    text = found[1]
    if not text:  # openpyxl writes <v/> and XlsxWriter <v></v> where nothing was calculated
        return "" if kind == b"str" else None
    if kind == b"n":
        return float(text)
    if kind == b"s":
        return strings[int(text)]
    if kind == b"str":
        return from_cell(text)
    if kind == b"b":
        return text.strip() in (b"1", b"true")
    if kind == b"e":
        return ErrorValue(unescape(text))
    raise SheetNotUnderstood(f"a cell of the type {kind.decode()}")


@cache
def column_of(letters: bytes) -> int:
    """Return the number of a column."""
    return column_number(letters.decode())


def first_column(row: bytes, position: int) -> int:
    """Return the column of the cell that begins at a position of a row."""
    match = CELL.match(row, position)
    return 1 if match is None else column_of(match[1])


def parse(row: bytes) -> Iterator[tuple[int, RawCell]]:
    """Yield the cells of a row with their columns."""
    for match in CELL.finditer(row):
        yield column_of(match[1]), RawCell(match[2], match[3] or b"")


def cell_xml(row: int, column: int, attributes: bytes, inside: bytes) -> bytes:
    """Write a cell."""
    address = f"{column_letters(column)}{row}".encode()
    if not inside:
        return b'<c r="%b"%b/>' % (address, attributes)
    return b'<c r="%b"%b>%b</c>' % (address, attributes, inside)


def value_xml(value: Value, formula: bytes) -> tuple[bytes, bytes]:
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


def typed_text(value: Value, formula: str | None) -> str:
    """Write a content as it would be typed; an apostrophe in front makes text of anything."""
    if formula is not None:
        return f"={formula}"
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    return f"'{value}" if isinstance(value, str) else repr(value)


def number_text(number: float) -> str:
    """Write a number so that it reads back exactly, without a needless ``.0``."""
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
