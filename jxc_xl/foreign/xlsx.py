"""What calamine does not tell of an xlsx: which cells show an error, and which are calculated."""

import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from html import unescape
from io import BytesIO

from jxc_xl.foreign.blocks import Block, cell

_ERROR_CELL = re.compile(
    rb'<c (?=[^>]*\bt="e")[^>]*\br="([A-Z]{1,3})(\d+)"[^>]*>(?:(?!</c>).)*?<v>([^<]*)</v>',
    re.DOTALL,
)
_FORMULA_CELL = re.compile(rb'<c [^>]*\br="([A-Z]{1,3})(\d+)"[^>]*><f[ >/]')
_SHEET_FILE = re.compile(rb'<sheet [^>]*\bname="([^"]*)"[^>]*\br:id="([^"]*)"')
_TARGET = re.compile(rb"<Relationship (?=[^>]*\bId=\"([^\"]*)\")(?=[^>]*\bTarget=\"([^\"]*)\")")


def error_cells(data: bytes, sheet: str) -> Iterator[Block]:
    """The cells of a sheet that show an error value."""
    for letters, row, error in _ERROR_CELL.findall(_sheet_text(data, sheet)):
        yield cell(int(row) - 1, _column(letters.decode()), error.decode())


def formula_cells(data: bytes, sheet: str) -> Iterator[Block]:
    """The cells of a sheet that are calculated."""
    for found in _FORMULA_CELL.finditer(_sheet_text(data, sheet)):
        yield cell(int(found[2]) - 1, _column(found[1].decode()))


def _sheet_text(data: bytes, sheet: str) -> bytes:
    """What an xlsx says of a sheet; nothing if it is another kind of file."""
    with suppress(KeyError, zipfile.BadZipFile, StopIteration), zipfile.ZipFile(BytesIO(data)) as z:
        files = dict(_TARGET.findall(z.read("xl/_rels/workbook.xml.rels")))
        listed = _SHEET_FILE.findall(z.read("xl/workbook.xml"))
        wanted = next(id_ for name, id_ in listed if _unescaped(name) == sheet)
        target = files[wanted].decode().lstrip("/").removeprefix("xl/")
        return z.read(f"xl/{target}")
    return b""


def _unescaped(name: bytes) -> str:
    return unescape(name.decode("utf-8"))


def _column(letters: str) -> int:
    """A column's letters as a place counted from 0."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1
