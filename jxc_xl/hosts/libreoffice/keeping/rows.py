"""Rows that Calc adds below the last one: a thousand empty ones, which Excel would print."""

from __future__ import annotations

import re

from jxc_xl.hosts.libreoffice.keeping.cells import column_number
from jxc_xl.hosts.libreoffice.keeping.structure import Cells, Sheet
from jxc_xl.hosts.libreoffice.keeping.tree import Node, parse

_ROW = re.compile(rb'<row r="(\d+)"[^>]*>.*?</row>', re.DOTALL)
_CONTENT = (b"<v>", b"<f", b"<is>")
_END = b"</row>"


def trim(old: Sheet, new: Sheet, styles: Node) -> None:
    """Take out the empty rows below all that there was and is, if they look as their columns do."""
    last = max(_last_row(old.frame), *(_bottom(table.root) for table in new.tables), 0)
    rows = new.cells.rows
    filled = max(rows.rfind(mark) for mark in _CONTENT)
    start = rows.find(_END, filled) + len(_END) if filled >= 0 else rows.find(b">") + 1
    formats = _Formats(new.frame, styles)
    keep = len(rows[:start])
    kept_row = 0
    for match in _ROW.finditer(rows, start):
        number = int(match[1])
        if number <= last or not formats.are_the_columns(parse(match[0])):
            keep, kept_row = match.end(), number
    cut_off = rows[keep:]
    if _END in cut_off:
        new.cells = Cells(
            new.cells.frame, rows[:keep] + cut_off[cut_off.rindex(_END) + len(_END) :]
        )
        _shorten(new.frame, kept_row or _row_before(rows, start))


def _row_before(rows: bytes, end: int) -> int:
    numbers = re.findall(rb'<row r="(\d+)"', rows[rows.rfind(b"<row ", 0, end) : end])
    return int(numbers[-1]) if numbers else 1


def _last_row(frame: Node) -> int:
    digits = re.findall(r"\d+", frame.below("dimension").get("ref"))
    return int(digits[-1]) if digits else 2**20


def _bottom(table: Node) -> int:
    return int(re.findall(r"\d+", table.get("ref"))[-1])


def _shorten(frame: Node, last: int) -> None:
    dimension = frame.below("dimension")
    ref = dimension.get("ref")
    if ":" in ref:
        dimension.attributes["ref"] = re.sub(r"\d+$", str(last), ref)


class _Formats:
    """How cells look that are empty."""

    def __init__(self, frame: Node, styles: Node) -> None:
        self._height = frame.below("sheetFormatPr").get("defaultRowHeight")
        fonts = styles.below("fonts").all("font")
        self._looks = [_look(xf, fonts) for xf in styles.below("cellXfs").all("xf")]
        self._columns = {
            number: int(column.get("style", "0"))
            for column in frame.below("cols")
            for number in range(int(column.get("min", "1")), int(column.get("max", "0")) + 1)
        }

    def are_the_columns(self, row: Node) -> bool:
        """Say whether a row and its cells would look the same if they were not there."""
        plain = not any(row.is_on(mark) for mark in ("hidden", "customFormat", "collapsed"))
        height = row.get("ht", self._height) == self._height
        level = row.get("outlineLevel", "0") == "0"
        return plain and height and level and all(self._is_the_columns(cell) for cell in row)

    def _is_the_columns(self, cell: Node) -> bool:
        from_column = self._columns.get(column_number(cell.get("r").rstrip("0123456789")), 0)
        own = int(cell.get("s", "0"))
        return not list(cell) and self._looks[own] == self._looks[from_column]


def _look(xf: Node, fonts: list[Node]) -> tuple[str, ...]:
    font = fonts[int(xf.get("fontId", "0"))]
    said = sorted(child.written() for child in font if child.name not in ("family", "charset"))
    ids = (xf.get(name, "0") for name in ("numFmtId", "fillId", "borderId"))
    return (*ids, *said, *(child.written() for child in xf))
