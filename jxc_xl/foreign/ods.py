"""What calamine does not tell of an ods: which cells show an error, and which are calculated."""

import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from xml.parsers import expat

from jxc_xl.foreign.blocks import Block
from jxc_xl.foreign.errors import FileUnreadable

_WORDS = r"#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A)"
_ERROR = re.compile(rf"{_WORDS}|Err:\d{{3}}")
_WORD = re.compile(_WORDS)
_NUMBERS = {"Err:503", "Err:523"}
"""LibreOffice's own names of what Excel calls ``#NUM!``; the others are ``#VALUE!`` to it."""

_MARKED = re.compile(rb"""value-type=["']error|>\s*(?:""" + _ERROR.pattern.encode() + rb")")
"""Whether a walk may find an error value."""

_URN = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0 {}"
_SHEET = _URN.format("table", "table")
_ROW = _URN.format("table", "table-row")
_CELLS = {_URN.format("table", "table-cell"), _URN.format("table", "covered-table-cell")}
_NAME = _URN.format("table", "name")
_FORMULA = _URN.format("table", "formula")
_ROWS = _URN.format("table", "number-rows-repeated")
_COLUMNS = _URN.format("table", "number-columns-repeated")
_PARAGRAPH = _URN.format("text", "p")
_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
_STEP = 1 << 16
"""Bytes that are walked at once."""


def error_cells(path: Path, data: bytes, sheet: str) -> Iterator[Block]:
    """The cells of a sheet that show an error value, in the words of an xlsx."""
    xml = _content(data)
    if _MARKED.search(xml):
        yield from _walked(path, _Walk(sheet, calculated=False), xml)


def formula_cells(path: Path, data: bytes, sheet: str) -> Iterator[Block]:
    """The cells of a sheet that are calculated."""
    xml = _content(data)
    if b":formula=" in xml:
        yield from _walked(path, _Walk(sheet, calculated=True), xml)


def _walked(path: Path, walk: "_Walk", xml: bytes) -> Iterator[Block]:
    try:
        yield from walk.blocks(xml)
    except (expat.ExpatError, ValueError) as error:
        raise FileUnreadable(path, str(error)) from error


def _content(data: bytes) -> bytes:
    """The sheets of an ods; nothing if it is another kind of file."""
    with suppress(KeyError, zipfile.BadZipFile), zipfile.ZipFile(BytesIO(data)) as package:
        return package.read("content.xml")
    return b""


class _Walk:
    """Goes through all sheets once and keeps what is looked for in one of them."""

    def __init__(self, sheet: str, *, calculated: bool) -> None:
        self._wanted = sheet
        self._calculated = calculated
        self._found: list[Block] = []
        self._inside = False
        self._rows = self._columns = range(0)
        self._cell: Mapping[str, str] = {}
        self._depth = 0  # of the element in its cell, which is 1; 0 is outside of all
        self._text: list[str] | None = None

    def blocks(self, xml: bytes) -> Iterator[Block]:
        """What is found, while the text is walked."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._say
        for place in range(0, len(xml), _STEP):
            parser.Parse(xml[place : place + _STEP], place + _STEP >= len(xml))
            yield from self._found
            self._found.clear()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._depth:
            self._depth += 1
            if name == _PARAGRAPH and self._depth == 2:  # deeper stand remarks and drawings
                self._text = []
        elif name == _SHEET:
            self._inside = attributes.get(_NAME) == self._wanted
            self._rows = range(0)
        elif self._inside and name == _ROW:
            self._rows = _next(self._rows, attributes.get(_ROWS))
            self._columns = range(0)
        elif self._inside and name in _CELLS:
            self._columns = _next(self._columns, attributes.get(_COLUMNS))
            self._cell = attributes
            self._depth = 1

    def _say(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _end(self, name: str) -> None:
        if self._depth:
            self._depth -= 1
            if not self._depth:
                self._keep("".join(self._text or ()).strip())
                self._text = None
        elif name == _SHEET:
            self._inside = False

    def _keep(self, text: str) -> None:
        formula = _FORMULA in self._cell
        failed = self._cell.get(_TYPE) == "error" or (formula and _ERROR.fullmatch(text))
        if formula if self._calculated else failed:
            self._found.append(Block(self._rows, self._columns, _word(text)))


def _next(before: range, repeated: str | None) -> range:
    """The places of the next row or cell."""
    return range(before.stop, before.stop + int(repeated or 1))


def _word(text: str) -> str:
    """Excel's name of an error, which other programs and other languages name otherwise."""
    if _WORD.fullmatch(text):
        return text
    return "#NUM!" if text in _NUMBERS else "#VALUE!"
