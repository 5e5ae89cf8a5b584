# ruff: noqa: D102 - the methods are those of xlwings' engine interface, which says what each does
"""Ranges: where they lie, and what stands in their cells."""

from collections.abc import Sequence
from typing import Any, Self

from xlwings import XlwingsError

from jxc_xl.hosts.libreoffice.engine.areas import LAST_COLUMN, LAST_ROW, Area
from jxc_xl.hosts.libreoffice.engine.cells import Cells
from jxc_xl.hosts.libreoffice.engine.formats import Looks
from jxc_xl.hosts.libreoffice.engine.formulas import moved, quoted, to_calc, to_excel
from jxc_xl.hosts.libreoffice.engine.layout import Layout
from jxc_xl.hosts.libreoffice.engine.moves import Moves
from jxc_xl.hosts.libreoffice.engine.notes import Noted
from jxc_xl.hosts.libreoffice.engine.values import no_longer_logical, prepare, read, write

_CONTENT = 1 | 2 | 4 | 16  # com.sun.star.sheet.CellFlags: numbers, dates, text, formulas
_DIRECTIONS = {"u": "up", "d": "down", "l": "left", "r": "right"}


class Content(Cells):
    """What stands in the cells of a range: values and formulas."""

    @property
    def raw_value(self) -> Any:
        if not len(self):
            return None
        return read(self.document, self._sheet.uno, self.area)

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        if not len(self):
            return
        rows = self._rows(data)
        prepared = write(self.document, self._sheet.uno, self.area, rows)
        if prepared.formulas:
            alone = not isinstance(data, list | tuple)
            self._put_formulas(prepared.formulas, alone=alone)

    def _put_formulas(self, formulas: list[tuple[int, int, str]], *, alone: bool) -> None:
        """Write formulas that stand among values; one ``alone`` fills the range."""
        if alone:
            self._fill(formulas[0][2])
            return
        with self.writing():
            for row, column, formula in formulas:
                text = to_calc(formula, self._table_name)
                self.uno.getCellByPosition(column, row).setFormula(text)

    def _rows(self, data: Any) -> Sequence[Sequence[Any]]:
        """The data in the shape of the range; a scalar fills it."""
        height, width = self.shape
        if not isinstance(data, list | tuple):
            return [[data] * width] * height
        rows: Sequence[Any] = data if isinstance(data[0], list | tuple) else [data]
        if len(rows) != height or any(len(row) != width for row in rows):
            raise ValueError(f"The values do not have the shape of {self.address}.")
        return rows

    def clear_contents(self) -> None:
        self._clear(_CONTENT)

    def clear_formats(self) -> None:
        self._clear(32 | 64 | 256 | 512)

    def clear(self) -> None:
        self._clear(_CONTENT | 8 | 32 | 64 | 256 | 512)

    def _clear(self, flags: int) -> None:
        if len(self):
            with self.writing():
                self.uno.clearContents(flags)

    # formulas

    @property
    def formula(self) -> Any:
        if not len(self):
            return None
        names = self.document.formula_names()
        rows = tuple(
            tuple([to_excel(text, names) for text in row]) for row in self.uno.getFormulaArray()
        )
        return rows if len(self) > 1 else rows[0][0]

    @formula.setter
    def formula(self, data: Any) -> None:
        """Write formulas; what does not begin with ``=`` is taken as if it were typed."""
        if not len(self):
            return
        if isinstance(data, str) and len(self) > 1:
            self._fill(data)
            return
        rows = [[self._typed(value) for value in row] for row in self._rows(data)]
        with self.writing():
            no_longer_logical(self.document, self.uno)
            self.uno.setFormulaArray(tuple(tuple(row) for row in rows))

    def _typed(self, value: Any) -> str:
        value = prepare(value)
        if value is None:
            return ""
        if isinstance(value, bool):
            return str(value).upper()
        if isinstance(value, float | int):
            return repr(value)
        if isinstance(value, str):
            return to_calc(value, self._table_name)
        raise NotImplementedError(f"a {type(value).__name__} as a formula")

    def _fill(self, text: str) -> None:
        """Write one formula to all cells as Excel does: its references move along."""
        first = self._typed(text)
        rows = [
            tuple([moved(first, row, column) for column in range(self.area.width)])
            for row in range(self.area.height)
        ]
        with self.writing():
            no_longer_logical(self.document, self.uno)
            self.uno.setFormulaArray(tuple(rows))

    def _table_name(self) -> str | None:
        table = self.table
        return None if table is None else str(table.name)

    @property
    def table(self) -> Any:
        for table in self._sheet.tables:
            if table.area.meets(self.area):
                return table
        return None


class Range(Content, Looks, Layout, Moves, Noted):
    """A rectangle of cells."""

    @property
    def has_array(self) -> bool:
        return bool(self.uno.getArrayFormula())

    @property
    def formula_array(self) -> Any:
        return to_excel(self.uno.getArrayFormula(), self.document.formula_names())

    @formula_array.setter
    def formula_array(self, value: str) -> None:
        with self.writing():
            self.uno.setArrayFormula(to_calc(value, self._table_name))

    def end(self, direction: Any) -> Self:
        way = _DIRECTIONS.get(direction, direction)
        if way not in ("up", "down", "left", "right"):
            raise ValueError(f"There is no direction {direction!r}.")
        row, column = self.area.top, self.area.left
        along_rows = way in ("up", "down")
        here, last = (row, LAST_ROW) if along_rows else (column, LAST_COLUMN)
        strip = Area(1, column, LAST_ROW, column) if along_rows else Area(row, 1, row, LAST_COLUMN)
        filled = self._at(strip).uno.queryContentCells(_CONTENT).getRangeAddresses()
        spans = _joined(
            (area.top, area.bottom) if along_rows else (area.left, area.right)
            for area in map(Area.of, filled)
        )
        there = _end(here, last, spans, forward=way in ("down", "right"))
        return self._at(
            Area(there, column, there, column) if along_rows else Area(row, there, row, there)
        )

    @property
    def current_region(self) -> Self:
        cursor = self._sheet.uno.createCursorByRange(self.uno)
        cursor.collapseToCurrentRegion()
        return self._at(Area.of(cursor.getRangeAddress()))

    def select(self) -> None:
        self._sheet.activate()
        self._sheet.book.controller.select(self.uno)

    # merging

    @property
    def merge_area(self) -> Self:
        cell = self(1, 1)
        cursor = self._sheet.uno.createCursorByRange(cell.uno)
        cursor.collapseToMergedArea()
        return self._at(Area.of(cursor.getRangeAddress()))

    @property
    def merge_cells(self) -> Any:
        """As Excel says it: True where all is merged, None where a part is, False elsewhere."""
        return self._merged(self.area)

    def _merged(self, area: Area) -> bool | None:
        uno = self.uno if area == self.area else self._at(area).uno
        cursor = self._sheet.uno.createCursorByRange(uno)
        cursor.collapseToMergedArea()
        around = Area.of(cursor.getRangeAddress())
        if around == area and not uno.getIsMerged():
            return False
        if self._at(area).merge_area.area.contains(area):
            return area.size > 1 or around != area or bool(uno.getIsMerged())
        if area.height > 1:
            middle = (area.top + area.bottom) // 2
            halves = area._replace(bottom=middle), area._replace(top=middle + 1)
        else:
            middle = (area.left + area.right) // 2
            halves = area._replace(right=middle), area._replace(left=middle + 1)
        first = self._merged(halves[0])
        return first if first is not None and first == self._merged(halves[1]) else None

    def merge(self, across: bool) -> None:
        with self.writing():
            self.unmerge()
            for row in range(self.area.top, self.area.bottom + 1) if across else [0]:
                area = self.area._replace(top=row, bottom=row) if row else self.area
                self._keep_first(area)
                self._at(area).uno.merge(True)

    def _keep_first(self, area: Area) -> None:
        """Merged cells show the first one; Excel throws the others' content away."""
        if area.width > 1:
            self._at(area._replace(left=area.left + 1, bottom=area.top)).clear_contents()
        if area.height > 1:
            self._at(area._replace(top=area.top + 1)).clear_contents()

    def unmerge(self) -> None:
        with self.writing():
            cursor = self._sheet.uno.createCursorByRange(self.uno)
            cursor.collapseToMergedArea()
            cursor.merge(False)

    # names

    @property
    def name(self) -> Any:
        from jxc_xl.hosts.libreoffice.engine.names import name_of

        return name_of(self)

    @name.setter
    def name(self, value: str) -> None:
        sheet, mark, name = value.rpartition("!")
        if mark and sheet.strip("'").casefold() != self._sheet.name.casefold():
            raise XlwingsError(f"The sheet {sheet} is another one.")
        names = self._sheet.names if mark else self._sheet.book.names
        names.add(name, f"={quoted(self._sheet.name)}!{self.address}")


def _joined(spans: Any) -> list[tuple[int, int]]:
    """Join spans that touch, in order."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found


def _end(here: int, last: int, spans: list[tuple[int, int]], *, forward: bool) -> int:
    """Where Ctrl and an arrow key lead from a cell, in a line with filled spans."""
    if not forward:
        mirrored = [(last + 1 - end, last + 1 - start) for start, end in reversed(spans)]
        return last + 1 - _end(last + 1 - here, last, mirrored, forward=True)
    for start, end in spans:
        if start <= here < end:
            return end
        if start > here:
            return start
    return last
