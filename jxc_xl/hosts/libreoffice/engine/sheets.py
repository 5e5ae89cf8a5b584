# ruff: noqa: D102 - the methods are those of xlwings' engine interface, which says what each does
"""The sheets of a document."""

from collections.abc import Iterator
from typing import Any

from xlwings import XlwingsError, base_classes

from jxc_xl.hosts.libreoffice.engine.areas import LAST_COLUMN, LAST_ROW, Area, parse
from jxc_xl.hosts.libreoffice.engine.drawings import Pictures, Shapes
from jxc_xl.hosts.libreoffice.engine.names import SheetNames, find_name
from jxc_xl.hosts.libreoffice.engine.notes import notes_of
from jxc_xl.hosts.libreoffice.engine.pages import FreezePanes, PageSetup
from jxc_xl.hosts.libreoffice.engine.ranges import Range
from jxc_xl.hosts.libreoffice.engine.tables import Tables, TableSnapshot

_CONTENT = 1 | 2 | 4 | 16  # com.sun.star.sheet.CellFlags: numbers, dates, text, formulas
_NOTES, _FORMATS = 8, 32 | 64 | 256 | 512


def range_of(book: Any, selected: Any) -> Any:
    """The range that a selection in Calc is, the first one of several; None for a drawing."""
    if selected is None:
        return None
    if hasattr(selected, "getRangeAddresses"):
        addresses = selected.getRangeAddresses()
        address = addresses[0] if addresses else None
    elif hasattr(selected, "getRangeAddress"):
        address = selected.getRangeAddress()
    else:
        address = None
    if address is None:
        return None
    name = book.document.sheet_names()[address.Sheet]
    return Range(Sheet(book, name), Area.of(address))


class Sheets(base_classes.Sheets):
    """The sheets of a book in their order."""

    def __init__(self, book: Any) -> None:
        self.book = book

    @property
    def api(self) -> Any:
        return self.book.document.sheet_container

    @property
    def active(self) -> Any:
        return Sheet(self.book, self.book.controller.getActiveSheet().getName())

    def __call__(self, name_or_index: str | int) -> Any:
        names = self.book.document.sheet_names()
        if isinstance(name_or_index, int):
            return Sheet(self.book, names[name_or_index - 1])
        for name in names:
            if name.casefold() == name_or_index.casefold():
                return Sheet(self.book, name)
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        return len(self.book.document.sheet_names())

    def __iter__(self) -> Iterator[Any]:
        snapshot = TableSnapshot(self.book.document)
        for name in self.book.document.sheet_names():
            yield Sheet(self.book, name, snapshot)

    def __contains__(self, name: str) -> bool:
        return any(
            name.casefold() == sheet.casefold() for sheet in self.book.document.sheet_names()
        )

    def add(self, before: Any = None, after: Any = None, name: Any = None) -> Any:
        if before is not None:
            place = before.index - 1
        elif after is not None:
            place = after.index
        else:
            place = self.active.index - 1
        name = name or self._new_name()
        self.book.document.sheet_container.insertNewByName(name, place)
        sheet = Sheet(self.book, name)
        sheet.activate()
        return sheet

    def _new_name(self) -> str:
        names = {name.casefold() for name in self.book.document.sheet_names()}
        number = len(names) + 1
        while f"sheet{number}" in names:
            number += 1
        return f"Sheet{number}"


class Sheet(base_classes.Sheet):
    """A sheet; it is known by its name."""

    def __init__(self, book: Any, name: str, snapshot: TableSnapshot | None = None) -> None:
        self._book = book
        self._name = name
        self._snapshot = snapshot

    @property
    def uno(self) -> Any:
        """The sheet as Calc has it."""
        return self._book.document.sheet(self._name)

    @property
    def api(self) -> Any:
        return self.uno

    @property
    def name(self) -> Any:
        return self._name

    @name.setter
    def name(self, value: str) -> None:
        self.uno.setName(value)
        self._name = value

    @property
    def names(self) -> Any:
        return SheetNames(self)

    @property
    def book(self) -> Any:
        return self._book

    @property
    def index(self) -> int:
        names: tuple[str, ...] = self._book.document.sheet_names()
        return names.index(self._name) + 1

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        if isinstance(arg1, tuple) and len(arg1) == 4:
            row, column, height, width = arg1
            return Range(self, Area(row, column, row + height - 1, column + width - 1))
        if isinstance(arg1, int) and isinstance(arg2, int):
            arg1, arg2 = (arg1, arg2), None
        first = self._area(arg1)
        return Range(self, first if arg2 is None else first.around(self._area(arg2)))

    def _area(self, where: Any) -> Area:
        if isinstance(where, Range):
            return where.area
        if isinstance(where, tuple):
            row, column = where
            if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
                raise IndexError(f"There is no cell {where}: rows and columns begin with 1.")
            return Area(row, column, row, column)
        if isinstance(where, str):
            return parse(where) or self._named_area(where)
        raise NotImplementedError(f"a range by {type(where).__name__}")

    def _named_area(self, text: str) -> Area:
        sheet, mark, address = text.rpartition("!")
        if mark and sheet.strip("'").replace("''", "'").casefold() == self._name.casefold():
            area = parse(address)
            if area is not None:
                return area
        name = find_name(self, text)
        found = name.refers_to_range if name is not None else self._table_body(text)
        if found is None:
            raise NotImplementedError(f"a range by {text}")
        if found.sheet.name != self._name:
            raise XlwingsError(f"{text} is not on the sheet {self._name}.")
        area = found.area
        assert isinstance(area, Area)
        return area

    def _table_body(self, text: str) -> Any:
        tables = self.tables
        return tables(text).data_body_range if text in tables else None

    @property
    def cells(self) -> Range:
        columns, rows = self.uno.getColumns().getCount(), self.uno.getRows().getCount()
        return Range(self, Area(1, 1, rows, columns))

    @property
    def used_range(self) -> Range:
        cursor = self.uno.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        return Range(self, Area.of(cursor.getRangeAddress()))

    @property
    def tables(self) -> Any:
        """The tables; of a sheet met in a loop over all sheets, as they were at its beginning."""
        snapshot, self._snapshot = self._snapshot, None
        return Tables(self, snapshot or TableSnapshot(self._book.document))

    @property
    def notes(self) -> Any:
        return notes_of(self)

    @property
    def page_setup(self) -> Any:
        return PageSetup(self)

    @property
    def freeze_panes(self) -> Any:
        return FreezePanes(self)

    @property
    def shapes(self) -> Any:
        return Shapes(self)

    @property
    def pictures(self) -> Any:
        return Pictures(self)

    @property
    def visible(self) -> Any:
        return self.uno.IsVisible

    @visible.setter
    def visible(self, value: Any) -> None:
        self.uno.IsVisible = bool(value)

    def activate(self) -> None:
        self._book.controller.setActiveSheet(self.uno)

    select = activate

    # clearing

    def clear_contents(self) -> None:
        self._clear(_CONTENT)

    def clear_formats(self) -> None:
        self._clear(_FORMATS)

    def clear(self) -> None:
        self._clear(_CONTENT | _NOTES | _FORMATS)

    def _clear(self, flags: int) -> None:
        with self._book.document.writing(self.uno):
            self.uno.clearContents(flags)

    def autofit(self, axis: Any = None) -> None:
        self.used_range.autofit(axis)

    # moving

    def delete(self) -> None:
        self._book.document.sheet_container.removeByName(self._name)

    def copy(self, before: Any, after: Any) -> None:
        target = before if before is not None else after
        place = before.index - 1 if before is not None else after.index
        container = target.book.document.sheet_container
        name = self._copy_name(target.book)
        if target.book is self._book:
            container.copyByName(self._name, name, place)
        else:
            taken = set(container.getElementNames())
            container.importSheet(self._book.document.model, self._name, place)
            (added,) = set(container.getElementNames()) - taken
            if self._name not in taken:
                name = self._name
            container.getByName(added).setName(name)
        Sheet(target.book, name).activate()

    def _copy_name(self, book: Any) -> str:
        number = 2
        while f"{self._name} ({number})" in book.sheets:
            number += 1
        return f"{self._name} ({number})"

    def move(self, before: Any, after: Any) -> None:
        place = before.index - 1 if before is not None else after.index
        self._book.document.sheet_container.moveByName(self._name, place)
