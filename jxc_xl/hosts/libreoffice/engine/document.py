"""A document of Calc with what is worth keeping between calls.

To fetch an object from the office costs about a millisecond, to ask one that is there a tenth of
it: sheets and database ranges are therefore kept, and checked whenever they are asked for.
"""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from xlwings import XlwingsError

from jxc_xl.hosts.libreoffice.engine.areas import LAST_ROW
from jxc_xl.hosts.libreoffice.engine.bridge import exception, struct, uno
from jxc_xl.hosts.libreoffice.engine.declared import Formulas, declared_formulas
from jxc_xl.hosts.libreoffice.engine.formulas import Names

_EXCEL_ENGLISH = 3  # com.sun.star.sheet.FormulaLanguage.XL_ENGLISH
_ALL_FUNCTIONS = 0x7FFFFFFF  # com.sun.star.sheet.FormulaMapGroup.ALL_EXCEPT_SPECIAL
_LOGICAL, _DATE, _DATETIME = 1024, 2, 6  # com.sun.star.util.NumberFormat


_DATE_LETTERS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|AM/PM|A/P|[YMDHSEGN]+')


class Document:
    """A spreadsheet document that an office has open."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self.uid: str = model.RuntimeUID
        self.sheet_container = model.getSheets()
        self.table_container = model.DatabaseRanges
        self.name_container = model.NamedRanges
        self.formats = model.getNumberFormats()
        self._sheets: dict[str, Any] = {}
        self._tables: dict[str, Any] = {}
        self._format_types: dict[int, int] = {}
        self._standard_formats: dict[int, int] = {}
        self.hidden_headers: dict[str, Any] = {}
        self.free_pictures: set[tuple[str, str]] = set()
        self._formula_names: Names | None = None
        self._declared: tuple[int, Formulas] | None = None
        self._first_day: dt.datetime | None = None

    @property
    def first_day(self) -> dt.datetime:
        """The day that has the number 0."""
        if self._first_day is None:
            day = self.model.NullDate
            self._first_day = dt.datetime(day.Year, day.Month, day.Day)
        return self._first_day

    def sheet_names(self) -> tuple[str, ...]:
        """The names of the sheets in their order."""
        names: tuple[str, ...] = self.sheet_container.getElementNames()
        return names

    def sheet(self, name: str) -> Any:
        """The sheet of a name that exists."""
        kept = self._sheets.get(name)
        if kept is None or not _is_whole(kept, name):
            kept = self._sheets[name] = self.sheet_container.getByName(name)
        return kept

    def table_names(self) -> tuple[str, ...]:
        """The names of the database ranges of the document."""
        names: tuple[str, ...] = self.table_container.getElementNames()
        return names

    def table(self, name: str) -> Any:
        """The database range of a name that exists."""
        kept = self._tables.get(name)
        if kept is None:
            kept = self._tables[name] = self.table_container.getByName(name)
        return kept

    def forget_table(self, name: str) -> None:
        """Take a database range for another one from now on."""
        self._tables.pop(name, None)

    # formulas

    def formula_names(self) -> Names:
        """What is needed to read formulas of the document."""
        sheets = frozenset(self.sheet_names())
        if self._formula_names is None or self._formula_names.sheets != sheets:
            self._formula_names = Names(sheets, self._functions())
        return self._formula_names

    def _functions(self) -> dict[str, str]:
        """Functions that Calc's interface calls otherwise than Excel: those of its add-ins."""
        if self._formula_names is not None:
            return self._formula_names.functions
        mapper = self.model.createInstance("com.sun.star.sheet.FormulaOpCodeMapper")
        entries = mapper.getAvailableMappings(_EXCEL_ENGLISH, _ALL_FUNCTIONS)
        return {
            entry.Token.Data.upper(): entry.Name
            for entry in entries
            if isinstance(entry.Token.Data, str)
        }

    def declared(self, table: str) -> dict[str, str]:
        """The calculated columns of a table, by header, as the stored workbook declares them."""
        url = self.model.getURL()
        if not url.startswith("file:"):
            return {}
        path = Path(uno().fileUrlToSystemPath(url))
        try:
            stored = path.stat().st_mtime_ns
        except OSError:
            return {}
        if self._declared is None or self._declared[0] != stored:
            self._declared = stored, declared_formulas(path)
        return self._declared[1].get(table, {})

    # number formats

    def is_date(self, key: int) -> bool:
        """Whether numbers in this format are points in time."""
        return bool(self._type(key) & _DATETIME)

    def is_logical(self, key: int) -> bool:
        """Whether numbers in this format are truth values."""
        return bool(self._type(key) & _LOGICAL)

    def is_general(self, key: int) -> bool:
        """Whether it is the format of cells that were given none."""
        return key == self.format_key("General")

    @property
    def date_format(self) -> int:
        """The format of a day."""
        return self._standard(_DATE)

    @property
    def datetime_format(self) -> int:
        """The format of a day with its time."""
        return self._standard(_DATETIME)

    @property
    def logical_format(self) -> int:
        """The format of a truth value."""
        return self._standard(_LOGICAL)

    def format_code(self, key: int) -> str:
        """The code of a format, as Excel writes it in the office's language."""
        if self.is_general(key):
            return "General"
        code: str = self.formats.getByKey(key).getPropertyValue("FormatString")
        return _excel_code(code) if self.is_date(key) else code

    def format_key(self, code: str) -> int:
        """The key of a format code; it is added to the document where it is new."""
        if code == "General":
            return self._standard(0)
        locale = struct("lang.Locale")
        key: int = self.formats.queryKey(code, locale, False)
        return key if key != -1 else self.formats.addNew(code, locale)

    def _type(self, key: int) -> int:
        if key not in self._format_types:
            kind: int = self.formats.getByKey(key).getPropertyValue("Type")
            self._format_types[key] = kind
        return self._format_types[key]

    def _standard(self, kind: int) -> int:
        if kind not in self._standard_formats:
            locale = struct("lang.Locale")
            key: int = (
                self.formats.getStandardFormat(kind, locale)
                if kind
                else self.formats.getStandardIndex(locale)
            )
            self._standard_formats[kind] = key
        return self._standard_formats[kind]

    # protection

    @contextmanager
    def writing(self, sheet: Any) -> Iterator[None]:
        """Write to a sheet, which may be protected without a password.

        Such a protection is against slips of the hand, not against programs; what it allows stays
        as it was. ``XlwingsError`` where there is a password: Calc would say nothing of use.
        """
        if not sheet.isProtected():
            yield
            return
        with suppress(exception("lang.IllegalArgumentException")):
            sheet.unprotect("")
        if sheet.isProtected():
            raise XlwingsError(f"The sheet {sheet.getName()} is protected with a password.")
        try:
            yield
        finally:
            sheet.protect("")

    def cells(self, sheet_index: int, runs: list[tuple[int, int, int, int]]) -> Any:
        """Many rectangles of one sheet as one object: left, top, right, bottom from 0 of each."""
        found = self.model.createInstance("com.sun.star.sheet.SheetCellRanges")
        addresses = [struct("table.CellRangeAddress", sheet_index, *run) for run in runs]
        found.addRangeAddresses(tuple(addresses), False)
        return found


def _is_whole(sheet: Any, name: str) -> bool:
    """Whether a sheet is still what it was: where cells move up, Calc cuts what we hold of it."""
    place = sheet.getRangeAddress()
    cut = place.StartRow or place.StartColumn or place.EndRow != LAST_ROW - 1
    return not cut and bool(sheet.getName() == name)


def _excel_code(code: str) -> str:
    """A date's format code with small letters, as Excel writes it."""
    return _DATE_LETTERS.sub(lambda found: _small(found[0]), code)


def _small(part: str) -> str:
    if part in ("[HH]", "[H]", "[MM]", "[M]", "[SS]", "[S]"):
        return part.lower()
    return part if part[0] in '"\\[A' else part.lower()
