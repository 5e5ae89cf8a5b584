# ruff: noqa: D102 - the methods are those of xlwings' engine interface, which says what each does
"""What hangs on a cell: notes and links."""

from typing import Any

from xlwings import XlwingsError, base_classes

from jxc_xl.hosts.libreoffice.engine.bridge import struct
from jxc_xl.hosts.libreoffice.engine.cells import Cells


class Note(base_classes.Note):
    """The note of a cell."""

    def __init__(self, cell: Cells) -> None:
        self._cell = cell

    @property
    def _uno(self) -> Any:
        return self._cell.uno.getCellByPosition(0, 0).getAnnotation()

    @property
    def api(self) -> Any:
        return self._uno

    @property
    def text(self) -> Any:
        return self._uno.getString()

    @text.setter
    def text(self, value: str) -> None:
        with self._cell.writing():
            self._uno.setString(value)

    @property
    def author(self) -> Any:
        return self._uno.getAuthor()

    @property
    def location(self) -> Any:
        return self._cell

    def delete(self) -> None:
        notes = self._cell.sheet.uno.getAnnotations()
        with self._cell.writing():
            notes.removeByIndex(_positions(self._cell.sheet).index(_position(self._cell)))


def _positions(sheet: Any) -> list[tuple[int, int]]:
    """The rows and columns, from 1, of the cells with notes, in Calc's order."""
    notes = sheet.uno.getAnnotations()
    places = [notes.getByIndex(index).getPosition() for index in range(notes.getCount())]
    return [(place.Row + 1, place.Column + 1) for place in places]


def _position(cell: Cells) -> tuple[int, int]:
    return cell.area.top, cell.area.left


def notes_of(sheet: Any) -> list[Note]:
    """The notes of a sheet."""
    return [Note(sheet.range(position)) for position in _positions(sheet)]


class Noted(Cells):
    """The notes and links of a range's first cell."""

    @property
    def note(self) -> Any:
        cell = self(1, 1)
        return Note(cell) if _position(cell) in _positions(self.sheet) else None

    def add_note(self, text: str) -> Any:
        cell = self(1, 1)
        place = struct(
            "table.CellAddress", self.sheet.index - 1, cell.area.left - 1, cell.area.top - 1
        )
        with self.writing():
            self.sheet.uno.getAnnotations().insertNew(place, text)
        return Note(cell)

    @property
    def hyperlink(self) -> Any:
        fields = self(1, 1).uno.getCellByPosition(0, 0).getTextFields()
        if not fields.getCount():
            raise XlwingsError("The cell doesn't seem to contain a hyperlink!")
        return fields.getByIndex(0).URL

    def add_hyperlink(
        self, address: str, text_to_display: Any = None, screen_tip: Any = None
    ) -> None:
        """Make the first cell a link; Calc shows the address itself as the tip."""
        del screen_tip
        field = self.document.model.createInstance("com.sun.star.text.TextField.URL")
        field.URL, field.Representation = address, text_to_display or address
        cell = self(1, 1).uno.getCellByPosition(0, 0)
        with self.writing():
            cell.setString("")
            cell.insertTextContent(cell.createTextCursor(), field, False)
