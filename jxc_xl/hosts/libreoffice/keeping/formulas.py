"""Whether a formula of the old file still means something in the new one."""

from __future__ import annotations

import re
from collections.abc import Mapping

from jxc_xl.hosts.libreoffice.keeping.structure import Workbook

_TEXT = re.compile(r'"[^"]*"')
_TABLE = re.compile(r"([^\W\d]\w*(?:\.\w+)*)\[")
_COLUMNS = re.compile(r"(?:([^\W\d]\w*(?:\.\w+)*)|(?<![\w\[\],' ]))\[")
_SHEET = re.compile(r"(?:'((?:[^']|'')+)'|([^\W\d][\w.]*))!")


class Meanings:
    """What formulas of the new file may speak of: its tables with their columns, its sheets."""

    def __init__(self, workbook: Workbook, renamed: Mapping[str, str]) -> None:
        self._columns = {
            table.name.casefold(): {column.casefold() for column in table.columns}
            for table in workbook.tables
        }
        self._sheets = {sheet.name.casefold() for sheet in workbook.sheets}
        self._renamed = {old.casefold(): new for old, new in renamed.items()}

    def brought(self, formula: str, table: str) -> str | None:
        """Return a formula of an old table for the new file, ``None`` if it means nothing there.

        ``table`` is the table's new name; a column without a table before it is one of its own.
        """
        formula = "".join(self._follow(piece) for piece in re.split(r'("[^"]*")', formula))
        return formula if self.are_known(formula, table) else None

    def _follow(self, piece: str) -> str:
        if piece.startswith('"'):
            return piece
        return _TABLE.sub(lambda m: self._renamed.get(m[1].casefold(), m[1]) + "[", piece)

    def in_cells(self, rows: bytes) -> bytes:
        """Return cells with tables in formulas called what they are now: Calc leaves old names.

        Having lost the table it also writes ``#this row``, as nobody else does.
        """
        for old, new in self._renamed.items():
            if old != new.casefold():
                called = re.compile(
                    rf"(<f\b[^>]*>[^<]*?)\b{re.escape(old)}\[".encode(), re.IGNORECASE
                )
                count = 1
                while count:
                    rows, count = called.subn(rf"\g<1>{new}[".encode(), rows)
                rows = rows.replace(f"{new}[[#this row]".encode(), f"{new}[[#This Row]".encode())
        return rows

    def are_known(self, formula: str, own_table: str) -> bool:
        """Say whether all tables, columns and sheets that a formula names are there."""
        bare = _TEXT.sub('""', formula)
        for sheet in _SHEET.finditer(bare):
            name = (sheet[1] or sheet[2]).replace("''", "'")
            if name.casefold() not in self._sheets:
                return False
        for table in _COLUMNS.finditer(bare):
            columns = self._columns.get((table[1] or own_table).casefold())
            named = _columns_named(bare[table.end() - 1 :])
            if columns is None or not {each.casefold() for each in named} <= columns:
                return False
        return True


def _columns_named(rest: str) -> list[str]:
    """Return the columns in the brackets with which ``rest`` begins: ``[a]``, ``[[#All],[a]]``."""
    depth, piece, names, index = 0, "", [], 0
    while index < len(rest):
        character = rest[index]
        if character == "'" and depth:
            piece += rest[index + 1 : index + 2]
            index += 1
        elif character == "[":
            depth, piece = depth + 1, ""
        elif character == "]":
            depth -= 1
            if piece and not piece.startswith("#"):
                names.append(piece)
            piece = ""
            if not depth:
                break
        else:
            piece += character if depth else ""
            if character in ",:" and depth == 1:
                piece = ""
        index += 1
    return [name.lstrip("@") for name in names]
