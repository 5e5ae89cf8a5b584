"""What stands in a few cells of a sheet, without reading the others."""

from __future__ import annotations

import re

from jxc_xl.hosts.libreoffice.keeping.package import Package
from jxc_xl.hosts.libreoffice.keeping.tree import Node, parse

_LETTERS = re.compile(r"^([A-Z]+)\d+$")


class Shown:
    """The cells of one sheet, as ``rows`` has them written."""

    def __init__(self, rows: bytes, package: Package, strings: str) -> None:
        self._rows = rows
        self._package = package
        self._strings = strings
        self._read: dict[int, dict[int, Node]] = {}

    def formula(self, row: int, column: int) -> str:
        """Return the formula of a cell, without ``=``; ``""`` if it has none."""
        return self._cell(row, column).below("f").text

    def text(self, row: int, column: int) -> str:
        """Return the text of a cell; ``""`` if there is none."""
        cell = self._cell(row, column)
        if cell.get("t") == "s":
            entries = self._package.tree(self._strings).all("si")
            index = int(cell.below("v").text or "-1")
            return _joined(entries[index]) if 0 <= index < len(entries) else ""
        if cell.get("t") == "inlineStr":
            return _joined(cell.below("is"))
        return cell.below("v").text if cell.get("t") == "str" else ""

    def _cell(self, row: int, column: int) -> Node:
        if row not in self._read:
            self._read[row] = self._row(row)
        return self._read[row].get(column, Node("c"))

    def _row(self, row: int) -> dict[int, Node]:
        start = self._rows.find(b'<row r="%d"' % row)
        opened = self._rows.find(b">", start)
        end = self._rows.find(b"</row>", start)
        if start < 0 or end < 0 or self._rows[opened - 1 : opened] == b"/":
            return {}
        return {_column(cell): cell for cell in parse(self._rows[start : end + 6]).all("c")}


def _joined(text: Node) -> str:
    plain = [each.text for each in text.all("t")]
    return "".join(plain + [run.below("t").text for run in text.all("r")])


def _column(cell: Node) -> int:
    found = _LETTERS.match(cell.get("r"))
    return column_number(found[1]) if found else 0


def column_number(letters: str) -> int:
    """Return a column's number, from 1, for its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
