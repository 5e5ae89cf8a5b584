"""A workbook in memory: its sheets, tables and names, what was changed, and how it is saved."""

import datetime as dt
import math
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

from jxc_xl.hosts.errors import WorkbookDamaged, WouldLose
from jxc_xl.hosts.file import calculation, chain, storage
from jxc_xl.hosts.file.areas import Area
from jxc_xl.hosts.file.cells import (
    Content,
    ErrorValue,
    Position,
    SheetNotUnderstood,
    Shown,
    Value,
    number_text,
)
from jxc_xl.hosts.file.formats import DATE, DATE_AND_TIME, Calendar, Formats
from jxc_xl.hosts.file.formulas import is_same_in_each_row, shift
from jxc_xl.hosts.file.package import Package
from jxc_xl.hosts.file.source import SheetSource
from jxc_xl.hosts.file.structure import read_structure
from jxc_xl.hosts.file.tables import TablePart
from jxc_xl.hosts.file.text import SharedStrings
from jxc_xl.hosts.file.worksheet import Worksheet
from jxc_xl.i18n import gettext as _

_SHEETS_TO_TYPE = 2  # each costs a quarter of calculating the whole twice
_LONGEST_TEXT = 32_767


Wanted = dict[str, dict[Position, Value]]

_CALCULATED = re.compile(rb"</f><v>(?!0?</v>)")
"""A formula that shows something: whoever wrote the file can calculate."""


class Document:
    """An open workbook. Changes stay in memory until ``save``."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path.resolve()
        if not read_only and self.path.exists():
            storage.refuse_if_not_ours(self.path)
        self.read_only = read_only
        self._load(storage.read(self.path))

    def _load(self, stored: storage.Stored) -> None:
        self._stored = stored
        self._package = Package(self.path, stored.data)
        try:
            self._open()
        except ElementTree.ParseError as error:
            raise WorkbookDamaged(self.path, str(error)) from error

    def _open(self) -> None:
        package = self._package
        self._structure = read_structure(self.path, package)
        self.names = self._structure.names
        self.formats = Formats(package.get(self._structure.styles))
        self.calendar = Calendar(self._structure.from_1904)
        self._strings = SharedStrings(package.get(self._structure.strings))
        self._sheets: dict[str, Worksheet] = {}
        self._tables: list[TablePart] | None = None
        self._stale = False
        self._doubtful = self._structure.calculates_on_load and not any(
            _CALCULATED.search(package[part]) for part in self._structure.sheets.values()
        )
        self._baseline: dict[str, dict[Position, Value]] | None = None
        self._excel_must_calculate = False

    # sheets and tables

    @property
    def sheets(self) -> list[str]:
        """The names of the worksheets, in the order of the tabs."""
        return list(self._structure.sheets)

    def sheet(self, name: str) -> Worksheet:
        """Return a worksheet, read when it is first asked for."""
        if name not in self._sheets:
            xml = self._package[self._structure.sheets[name]]
            try:
                self._sheets[name] = Worksheet(SheetSource(xml, self._strings))
            except SheetNotUnderstood as error:
                raise WouldLose(self.path, f"{name}: {error}") from error
        return self._sheets[name]

    @property
    def tables(self) -> list[TablePart]:
        """All tables of the workbook."""
        if self._tables is None:
            self._tables = [
                TablePart(
                    related.target,
                    sheet,
                    self._package[related.target],
                    self._package.xml(related.target),
                )
                for sheet, part in self._structure.sheets.items()
                for related in self._package.related(part)
                if related.kind == "table"
            ]
        return self._tables

    # cells

    def read(self, sheet: str, area: Area, *, as_is: bool = False) -> list[list[Shown]]:
        """Return what the cells show, row by row, dates as dates.

        ``as_is``: what the changes since the last calculation come to does not matter.
        """
        cells = self.sheet(sheet)
        is_stale = self._stale and not as_is and cells.has_formula_in(area)
        if is_stale or (self._doubtful and cells.looks_uncalculated):
            self.calculate()
        return cells.values(area, self._shown)

    def _shown(self, number: float, style: int) -> Shown:
        return self.calendar.moment(number) if self.formats.is_date(style) else number

    def write(self, sheet: str, area: Area, rows: Sequence[Sequence[object]]) -> None:
        """Give cells constants; a text stays the text it is, whatever it begins with."""
        cells = self.sheet(sheet)
        for row, line in enumerate(rows, area.top):
            for column, value in enumerate(line, area.left):
                self._put(sheet, row, column, Content(self._constant(value)))
                if isinstance(value, dt.date):
                    self._show_as_date(cells, row, column, value)

    def _show_as_date(self, cells: Worksheet, row: int, column: int, value: dt.date) -> None:
        """Give a date a date's format if the cell has none, as Excel does."""
        style = cells.style(row, column)
        if not self.formats.is_date(style):
            timed = isinstance(value, dt.datetime) and value.time() != dt.time()
            style = self.formats.dated(style, DATE_AND_TIME if timed else DATE)
            cells.put_style(row, column, style)

    def write_formulas(self, sheet: str, area: Area, rows: Sequence[Sequence[object]]) -> None:
        """Give cells formulas (text with ``=``) or, without it, constants."""
        for row, line in enumerate(rows, area.top):
            for column, value in enumerate(line, area.left):
                if isinstance(value, str) and value.startswith("=") and len(value) > 1:
                    self._put(sheet, row, column, Content(None, value[1:]))
                else:
                    self._put(sheet, row, column, Content(self._constant(value)))

    def formulas(self, sheet: str, area: Area) -> list[list[str]]:
        """Return the formulas of cells with ``=``, and of constants what would be typed."""
        cells = self.sheet(sheet)
        rows = range(area.top, area.bottom + 1)
        columns = range(area.left, area.right + 1)
        return [[_typed(cells, row, column) for column in columns] for row in rows]

    def clear(self, sheet: str, area: Area) -> None:
        """Take the contents out of cells; formats stay."""
        cells = self.sheet(sheet)
        for row in range(area.top, min(area.bottom, cells.used.bottom) + 1):
            for column in range(area.left, area.right + 1):
                if cells.formula(row, column) is not None or cells.value(row, column) is not None:
                    self._put(sheet, row, column, Content(None))

    def _put(self, sheet: str, row: int, column: int, content: Content) -> None:
        try:
            self.sheet(sheet).put(row, column, content)
        except SheetNotUnderstood as error:
            raise WouldLose(self.path, f"{sheet}: {error}") from error
        self._stale = True

    def _constant(self, value: object) -> Value:
        if value is None or value == "":
            return None
        if isinstance(value, bool | str):
            if isinstance(value, str) and len(value) > _LONGEST_TEXT:
                raise ValueError(f"a cell holds at most {_LONGEST_TEXT} characters")
            return value
        if isinstance(value, dt.date):
            return self.calendar.serial(value)
        number = float(value)  # type: ignore[arg-type]
        if not math.isfinite(number):
            raise ValueError("not a number a cell can hold")
        return number

    # tables that grow

    def resize(self, table: TablePart, area: Area) -> None:
        """Let a table end at another row, with formats and formulas filled down as Excel does."""
        before = table.area
        if area[:2] != before[:2] or area.right != before.right:
            raise NotImplementedError("a table keeps its first row and its columns")
        if area.bottom < before.top + table.header_rows:
            raise ValueError("a table has at least one row")
        if table.totals_rows:
            raise WouldLose(
                self.path, _("the table {table} has a totals row").format(table=table.name)
            )
        for other in self.tables:
            if other is not table and other.sheet == table.sheet and other.area.meets(area):
                raise WouldLose(
                    self.path,
                    _("{table} would run into the table {other}").format(
                        table=table.name, other=other.name
                    ),
                )
        table.area = area
        self._stale = True
        if area.bottom > before.bottom and before.bottom >= before.top + table.header_rows:
            self._fill_down(table, before.bottom, area.bottom)

    def _fill_down(self, table: TablePart, last: int, bottom: int) -> None:
        cells = self.sheet(table.sheet)
        for index, column in enumerate(range(table.area.left, table.area.right + 1)):
            style = cells.style(last, column)
            formula = cells.formula(last, column)
            if formula is None:
                declared = table.column_formulas[index]
                formula = declared if declared and is_same_in_each_row(declared) else None
            same = formula is not None and is_same_in_each_row(formula)
            for row in range(last + 1, bottom + 1):
                if not cells.exists(row, column) and cells.style(row, column) != style:
                    cells.put_style(row, column, style)
                free = cells.value(row, column) is None and not cells.covers(row, column)
                if formula is not None and free:
                    text = formula if same else shift(formula, row - last)
                    self._put(table.sheet, row, column, Content(None, text))

    # calculation

    def calculate(self) -> None:
        """Bring every formula that the changes reach up to date.

        A workbook that asks to be calculated when it is loaded gets all its results anew. In any
        other one only those change that the changes make different: where the library disagrees
        with what Excel had written, Excel is right.
        """
        if not (self._stale or self._doubtful):
            return
        formulas = {name: dict(sheet.calculated()) for name, sheet in self._calculable()}
        if not formulas:
            self._stale = self._doubtful = False
            return
        new = self._calculate(formulas)
        for name, cells in formulas.items():
            self._take(name, cells, new[name], (self._baseline or {}).get(name, {}))
        self._stale = self._doubtful = False

    def _calculate(self, wanted: Wanted) -> dict[str, dict[Position, Value]]:
        """Return what the wanted cells show now; see ``calculate``.

        Typing the changes into the workbook as it was read is quicker, where that can be done.
        """
        now = calculation.now_serial()
        functions = frozenset[str]().union(*(self.sheet(name).functions for name in wanted))
        typed = None if self._structure.calculates_on_load else self._as_typed()
        try:
            if typed is not None:
                new = calculation.recalculate(self._stored.data, typed, wanted, now, functions)
            else:
                new = self._calculate_whole(wanted, now, functions)
        except calculation.CalculationFailed as error:
            raise WouldLose(
                self.path, _("its formulas cannot be calculated ({error})").format(error=error)
            ) from error
        self._excel_must_calculate |= bool(new.unknown)
        return new.values

    def _as_typed(self) -> dict[str, dict[Position, str]] | None:
        """Return the changes as they would be typed, if few sheets have any and no table grew."""
        if self._baseline is not None or any(table.changed for table in self.tables):
            return None
        typed = {}
        for name, sheet in self._sheets.items():
            cells = sheet.as_typed(self.formats.is_text)
            if cells is None:
                return None
            if cells:
                typed[name] = cells
        return typed if len(typed) <= _SHEETS_TO_TYPE else None

    def _calculate_whole(
        self, wanted: Wanted, now: float, functions: frozenset[str]
    ) -> calculation.Results:
        """Calculate the workbook as it is now, and beside it, if need be, as it was read."""
        with ThreadPoolExecutor(1) as beside:  # the library lets the interpreter go
            before = None
            if self._baseline is None and not self._structure.calculates_on_load:
                before = beside.submit(calculation.calculate, self._stored.data, wanted, now)
            data = self._render(compress=False)
            new = calculation.calculate(data, wanted, now, functions)
            if before is not None:
                self._baseline = before.result().values
        return new

    def _take(
        self,
        sheet: str,
        shown: dict[Position, Value],
        new: dict[Position, Value],
        baseline: dict[Position, Value],
    ) -> None:
        """Put results into a sheet, unless they say that the library knows no such function."""
        cells = self.sheet(sheet)
        if cells.has_arrays:
            self._excel_must_calculate = True
        for at, value in new.items():
            if not cells.is_edited(at) and at in baseline and _same(value, baseline[at]):
                cells.drop_result(at)
            elif isinstance(value, ErrorValue) and value == "#NAME?" and shown[at] is not None:
                self._excel_must_calculate = True
            elif not _same(value, shown[at]):
                cells.put_result(*at, value)

    def _calculable(self) -> Iterator[tuple[str, Worksheet]]:
        for name, part in self._structure.sheets.items():
            if name in self._sheets or b"<f" in self._package[part]:
                sheet = self.sheet(name)
                if sheet.has_formulas:
                    yield name, sheet

    # saving

    def save(self, path: Path | None = None) -> None:
        """Write the workbook, in the place of the file it was read from or to another one."""
        target = self.path if path is None else path.resolve()
        if self.read_only and path is None:
            raise ValueError("the workbook was opened for reading only")
        if target.suffix.lower() != self.path.suffix.lower():
            raise NotImplementedError("a workbook keeps its format")
        if target == self.path or target.exists():
            storage.refuse_if_not_ours(target)
        if self._stale and self._has_changes:
            self.calculate()
        changes = self._changes()
        data = self._render() if changes else self._stored.data
        self._package.verify(data, changes)
        if target == self.path:
            storage.refuse_if_changed(target, self._stored)
            if not changes:
                return
        stored = storage.replace(target, data)
        self.path = target
        self._load(stored)

    @property
    def _has_changes(self) -> bool:
        edited = any(sheet.edited for sheet in self._sheets.values())
        return edited or any(table.changed for table in self.tables)

    def _render(self, *, compress: bool = True) -> bytes:
        return self._package.render(self._changes(), compress=compress)

    def _changes(self) -> dict[str, bytes | None]:
        changes: dict[str, bytes | None] = {}
        for name, sheet in self._sheets.items():
            if sheet.edited:
                changes[self._structure.sheets[name]] = sheet.render()
        for table in self._tables or ():
            if table.changed:
                changes[table.part] = table.render()
        if self.formats.changed and self.formats.part is not None:
            changes[self._structure.styles] = self.formats.part
        if changes and self._excel_must_calculate and not self._structure.calculates_on_load:
            changes[self._structure.part] = chain.calculate_on_load(
                self._package[self._structure.part]
            )
        changes.update(self._chain_changes())
        return changes

    def _chain_changes(self) -> dict[str, bytes | None]:
        if not self._structure.chain:
            return {}
        gone: set[chain.Entry] = set()
        new: set[chain.Entry] = set()
        for name, sheet in self._sheets.items():
            number = self._structure.sheet_ids[name]
            lost, got = sheet.formulas_gone_and_new()
            gone.update((number, row, column) for row, column in lost)
            new.update((number, row, column) for row, column in got)
        if not gone and not new:
            return {}
        part = chain.update(self._package[self._structure.chain], gone, new)
        if part is None:
            return self._package.without(self._structure.chain, self._structure.part)
        return {self._structure.chain: part}


def _typed(cells: Worksheet, row: int, column: int) -> str:
    formula = cells.formula(row, column)
    if formula is not None:
        return "=" + formula
    value = cells.value(row, column)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return number_text(value)
    return value or ""


def _same(one: Value, other: Value) -> bool:
    """Tell whether two results are the same but for the last digits and for nothing or ""."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-12)
    if one in (None, "") and other in (None, ""):
        return True
    return type(one) is type(other) and one == other
