# ruff: noqa: D102 - the methods are those of xlwings' engine interface, which says what each does
"""Tables: Calc has them as database ranges."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from xlwings import XlwingsError, base_classes

from jxc_xl.hosts.libreoffice.engine.areas import Area
from jxc_xl.hosts.libreoffice.engine.document import Document
from jxc_xl.hosts.libreoffice.engine.filters import AutoFilter
from jxc_xl.hosts.libreoffice.engine.growth import fill_down
from jxc_xl.hosts.libreoffice.engine.ranges import Range
from jxc_xl.hosts.libreoffice.engine.table_rows import (
    hide_headers,
    hide_totals,
    left_behind,
    name_columns,
    place_of,
    rewritten,
    show_headers,
    show_totals,
)


class TableSnapshot:
    """Where the tables of a document lie, looked up once when first asked."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._found: list[tuple[int, str]] | None = None

    def of(self, sheet: int) -> list[str]:
        """The names of a sheet's tables, from top to bottom; sheets count from 0."""
        if self._found is None:
            places = []
            for name in self._document.table_names():
                area = self._document.table(name).getDataArea()
                places.append((area.Sheet, area.StartRow, area.StartColumn, name))
            self._found = [(place[0], place[3]) for place in sorted(places)]
        return [name for index, name in self._found if index == sheet]


class Tables(base_classes.Collection, base_classes.Tables):
    """The tables of a sheet, from top to bottom."""

    def __init__(self, sheet: Any, snapshot: TableSnapshot) -> None:
        self.sheet = sheet
        self._snapshot = snapshot

    @property
    def _names(self) -> list[str]:
        return self._snapshot.of(self.sheet.index - 1)

    @property
    def api(self) -> Any:
        return self.sheet.book.document.table_container

    @property
    def parent(self) -> Any:
        return self.sheet

    def __call__(self, key: str | int) -> Any:
        if isinstance(key, int):
            return Table(self.sheet, self._names[key - 1])
        for name in self._names:
            if name.casefold() == key.casefold():
                return Table(self.sheet, name)
        raise KeyError(key)

    def add(
        self,
        source_type: Any = None,
        source: Any = None,
        link_source: Any = None,
        has_headers: Any = None,
        destination: Any = None,
        table_style_name: Any = None,
        name: Any = None,
    ) -> Any:
        """Make a table; Calc has no table styles, so what it looks like is not changed."""
        del table_style_name
        if source_type is not None or link_source is not None or destination is not None:
            raise NotImplementedError("tables from outside of the workbook")
        if not has_headers:
            raise NotImplementedError("a table of cells without headers")
        area: Area = source.impl.area
        if area.height == 1:
            area = area._replace(bottom=area.top + 1)
        name = name or self._new_name()
        with self.sheet.book.document.writing(self.sheet.uno):
            name_columns(self.sheet, area)
            self.api.addNewByName(name, place_of(self.sheet, area))
        table = Table(self.sheet, name)
        table.uno.ContainsHeader = True
        table.uno.AutoFilter = True
        return table

    def _new_name(self) -> str:
        names = {name.casefold() for name in self.sheet.book.document.table_names()}
        number = 1
        while f"table{number}" in names:
            number += 1
        return f"Table{number}"

    def __len__(self) -> int:
        return len(self._names)

    def __iter__(self) -> Iterator[Any]:
        return (Table(self.sheet, name) for name in self._names)

    def __contains__(self, key: str) -> bool:
        return any(name.casefold() == key.casefold() for name in self._names)


class Table(base_classes.Table):
    """A table."""

    def __init__(self, sheet: Any, name: str) -> None:
        self._sheet = sheet
        self._name = name

    @property
    def uno(self) -> Any:
        """The database range."""
        return self._sheet.book.document.table(self._name)

    @property
    def api(self) -> Any:
        return self.uno

    @property
    def parent(self) -> Any:
        return self._sheet

    @property
    def name(self) -> Any:
        return self._name

    @name.setter
    def name(self, value: str) -> None:
        document = self._sheet.book.document
        with rewritten(document, self._name, value):
            self.uno.setName(value)
            document.forget_table(self._name)
        self._name = value

    @property
    def display_name(self) -> Any:
        return self._name

    @display_name.setter
    def display_name(self, value: Any) -> None:
        self.name = value

    @property
    def area(self) -> Area:
        """Where it lies, header and totals included."""
        return Area.of(self.uno.getDataArea())

    @property
    def autofilter(self) -> Any:
        return AutoFilter(self)

    @property
    def show_autofilter(self) -> Any:
        return self.uno.AutoFilter

    @show_autofilter.setter
    def show_autofilter(self, value: Any) -> None:
        self.uno.AutoFilter = bool(value)

    @property
    def show_headers(self) -> Any:
        return self.uno.ContainsHeader

    @show_headers.setter
    def show_headers(self, value: Any) -> None:
        if bool(value) != self.show_headers:
            (show_headers if value else hide_headers)(self)

    @property
    def show_totals(self) -> Any:
        return self.uno.TotalsRow

    @show_totals.setter
    def show_totals(self, value: Any) -> None:
        if bool(value) != self.show_totals:
            (show_totals if value else hide_totals)(self)

    @property
    def range(self) -> Any:
        return Range(self._sheet, self.area)

    @property
    def header_row_range(self) -> Any:
        if not self.show_headers:
            return None
        area = self.area
        return Range(self._sheet, area._replace(bottom=area.top))

    @property
    def data_body_range(self) -> Any:
        area = self.body
        return None if area is None else Range(self._sheet, area)

    @property
    def insert_row_range(self) -> Any:
        """The only row of a table in which nothing stands yet."""
        body = self.data_body_range
        if body is None or body.area.height > 1 or any(body.uno.getDataArray()[0]):
            return None
        return body

    @property
    def totals_row_range(self) -> Any:
        if not self.show_totals:
            return None
        area = self.area
        return Range(self._sheet, area._replace(top=area.bottom))

    @property
    def body(self) -> Area | None:
        """Where its data lie; None if it has no rows."""
        area = self.area
        top = area.top + bool(self.show_headers)
        bottom = area.bottom - bool(self.show_totals)
        return area._replace(top=top, bottom=bottom) if top <= bottom else None

    def resize(self, range: Any) -> None:
        area: Area = range.impl.area
        before, body = self.area, self.body
        if area.top != before.top:
            raise XlwingsError("A table keeps its first row.")
        for other in self._sheet.tables:
            if other.name != self._name and other.area.meets(area):
                raise XlwingsError(f"{self._name} would run into the table {other.name}.")
        with self._sheet.book.document.writing(self._sheet.uno):
            with self._leaving(body, area):
                self.put(area)
            if self.show_headers and area.right > before.right:
                name_columns(self._sheet, area)
        if body is not None and area.bottom > before.bottom:
            fill_down(self, body, area)

    def _leaving(self, body: Area | None, area: Area) -> AbstractContextManager[None]:
        bottom = area.bottom - bool(self.show_totals)
        if body is None or bottom >= body.bottom:
            return nullcontext()
        return left_behind(self, body._replace(top=max(bottom + 1, body.top)))

    def put(self, area: Area) -> None:
        """Let the table lie elsewhere."""
        self.uno.setDataArea(place_of(self._sheet, area))
