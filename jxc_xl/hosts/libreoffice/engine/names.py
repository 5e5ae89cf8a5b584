# ruff: noqa: D102 - the methods are those of xlwings' engine interface, which says what each does
"""Defined names, of the whole book or of one sheet."""

from collections.abc import Iterator
from typing import Any

from xlwings import XlwingsError, base_classes

from jxc_xl.hosts.libreoffice.engine.areas import Area
from jxc_xl.hosts.libreoffice.engine.bridge import struct
from jxc_xl.hosts.libreoffice.engine.formulas import quoted, to_calc, to_excel

_REFERS = 0  # an ordinary name: neither filter criteria nor titles


def find_name(sheet: Any, text: str) -> "Name | None":
    """The name as a formula in the sheet would find it: the sheet's own before the book's."""
    scope, mark, bare = text.rpartition("!")
    if mark:
        owner = scope.strip("'").replace("''", "'")
        if owner not in sheet.book.sheets:
            return None
        names = SheetNames(sheet.book.sheets(owner))
        return names.find(bare)
    own, common = SheetNames(sheet), Names(sheet.book)
    return own.find(bare) or common.find(bare)


def name_of(cells: Any) -> "Name | None":
    """The first name that stands for just these cells."""
    for name in Names(cells.sheet.book):
        found = name.referred()
        if found is not None and found == (cells.sheet.name, cells.area):
            return name
    return None


class Names(base_classes.Names):
    """The names of a book, those of its sheets among them."""

    def __init__(self, book: Any) -> None:
        self.book = book

    @property
    def container(self) -> Any:
        """The names as Calc has them."""
        return self.book.document.name_container

    @property
    def api(self) -> Any:
        return self.container

    def snapshot(self) -> list[tuple[str, Any]]:
        names = [Name(self.book, None, name) for name in self.container.getElementNames()]
        for sheet in self.book.document.sheet_names():
            own = self.book.document.sheet(sheet).NamedRanges.getElementNames()
            names += [Name(self.book, sheet, name) for name in own]
        return [(name.name, name) for name in names]

    def __iter__(self) -> Iterator["Name"]:
        return (name for _, name in self.snapshot())

    def __call__(self, name_or_index: str | int) -> Any:
        if isinstance(name_or_index, int):
            return self.snapshot()[name_or_index - 1][1]
        if "!" not in name_or_index and self.container.hasByName(name_or_index):
            return Name(self.book, None, self.container.getByName(name_or_index).getName())
        for full_name, name in self.snapshot():
            if full_name.casefold() == name_or_index.casefold():
                return name
        raise KeyError(name_or_index)

    def contains(self, name_or_index: str | int) -> bool:
        if isinstance(name_or_index, int):
            return 1 <= name_or_index <= len(self)
        if "!" not in name_or_index:
            return bool(self.container.hasByName(name_or_index))
        names = {full_name.casefold() for full_name, _ in self.snapshot()}
        return name_or_index.casefold() in names

    def find(self, name: str) -> "Name | None":
        """A name without its sheet; None if there is none."""
        return self(name) if self.contains(name) else None

    def __len__(self) -> int:
        return len(self.snapshot())

    def add(self, name: str, refers_to: str) -> Any:
        scope, mark, bare = name.rpartition("!")
        if mark:
            return SheetNames(self.book.sheets(scope.strip("'"))).add(bare, refers_to)
        _add(self.container, bare, refers_to)
        return Name(self.book, None, bare)


class SheetNames(Names):
    """The names that only one sheet knows."""

    def __init__(self, sheet: Any) -> None:
        super().__init__(sheet.book)
        self.sheet = sheet

    @property
    def container(self) -> Any:
        """The sheet's names as Calc has them."""
        return self.sheet.uno.NamedRanges

    def snapshot(self) -> list[tuple[str, Any]]:
        names = [Name(self.book, self.sheet.name, n) for n in self.container.getElementNames()]
        return [(name.name, name) for name in names]

    def __call__(self, name_or_index: str | int) -> Any:
        if isinstance(name_or_index, int):
            return self.snapshot()[name_or_index - 1][1]
        bare = name_or_index.rpartition("!")[2]
        if not self.container.hasByName(bare):
            raise KeyError(name_or_index)
        return Name(self.book, self.sheet.name, self.container.getByName(bare).getName())

    def contains(self, name_or_index: str | int) -> bool:
        if isinstance(name_or_index, int):
            return 1 <= name_or_index <= len(self)
        return bool(self.container.hasByName(name_or_index.rpartition("!")[2]))

    def add(self, name: str, refers_to: str) -> Any:
        bare = name.rpartition("!")[2]
        _add(self.container, bare, refers_to)
        return Name(self.book, self.sheet.name, bare)


def _add(container: Any, name: str, refers_to: str) -> None:
    formula = refers_to if refers_to.startswith("=") else f"={refers_to}"
    content = to_calc(formula, _no_table)[1:]
    if container.hasByName(name):
        container.getByName(name).setContent(content)
    else:
        container.addNewByName(name, content, struct("table.CellAddress"), _REFERS)


def _no_table() -> None:
    return None


class Name(base_classes.Name):
    """A defined name."""

    def __init__(self, book: Any, sheet: str | None, name: str) -> None:
        self._book = book
        self._scope = sheet
        self._name = name

    @property
    def _container(self) -> Any:
        document = self._book.document
        if self._scope is None:
            return document.name_container
        return document.sheet(self._scope).NamedRanges

    @property
    def api(self) -> Any:
        return self._container.getByName(self._name)

    @property
    def name(self) -> Any:
        if self._scope is None:
            return self._name
        plain = self._scope.isidentifier()
        return f"{self._scope if plain else quoted(self._scope)}!{self._name}"

    @name.setter
    def name(self, value: str) -> None:
        self.api.setName(value)
        self._name = value

    @property
    def refers_to(self) -> Any:
        return to_excel("=" + self.api.getContent(), self._book.document.formula_names())

    @refers_to.setter
    def refers_to(self, value: Any) -> None:
        _add(self._container, self._name, value)

    def referred(self) -> tuple[str, Area] | None:
        """The sheet and the cells that the name stands for; None if it stands for none."""
        cells = self.api.getReferredCells()
        if cells is None:
            return None
        address = cells.getRangeAddress()
        return self._book.document.sheet_names()[address.Sheet], Area.of(address)

    @property
    def refers_to_range(self) -> Any:
        found = self.referred()
        if found is None:
            raise XlwingsError(f"The name {self.name} does not stand for cells.")
        sheet, area = found
        return self._book.sheets(sheet).range((area.top, area.left, area.height, area.width))

    def delete(self) -> None:
        self._container.removeByName(self._name)
