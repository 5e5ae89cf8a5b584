"""Reading a master table row by row: its cells, and what is wrong with them."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from jxc_xl.domain.catalogue import problem
from jxc_xl.domain.cells import Raw, RawRows
from jxc_xl.domain.dates import date_parser
from jxc_xl.domain.messages.entry import WARNING
from jxc_xl.domain.numbers import FEN, QUANTITY, plain
from jxc_xl.domain.parsing import (
    Failure,
    amount_of,
    as_text,
    code_of,
    count_of,
    days_of,
    fold,
    half_width,
    name_of,
    text_of,
)
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.tables.columns import Cell

E = TypeVar("E", bound=StrEnum)
V = TypeVar("V")


class MasterReader:
    """Walks down a master table and reads the cells of the row it stands on.

    A row without any cell but the program's own is passed over.
    """

    def __init__(self, raw: RawRows, today: date) -> None:
        self.raw = raw
        self.dates = date_parser(today)
        self.row = 0
        self.problems: list[Problem] = []
        self.faulty: set[str] = set()
        self.seen: dict[tuple[str, str], int] = {}
        self.is_bad = False
        self.used: set[str] = set()
        self.columns = {
            column.field: raw.column(column.field)
            for column in raw.table.columns
            if not column.filled
        }
        self._in_order = sorted(self.columns)

    def __iter__(self) -> "MasterReader":
        self.row = -1
        return self

    def __next__(self) -> int:
        """Go to the next row that says anything."""
        self._close()
        self.row += 1
        while self.row < len(self.raw.numbers):
            if any(cells[self.row] not in (None, "") for cells in self.columns.values()):
                return self.row
            self.row += 1
        raise StopIteration

    def _close(self) -> None:
        """Remember by code and name the row with mistakes that was just read."""
        if self.is_bad:
            for field in {"code", "name"} & self.columns.keys():
                text = name_of(self.columns[field][self.row])
                if isinstance(text, str):
                    self.faulty.add(fold(text))
        self.is_bad = False
        self.used = set()

    def say(self, field: str, code: str, **params: object) -> None:
        """Complain of, or warn of, a cell of the row."""
        table = self.raw.table
        row, column = self.raw.numbers[self.row], table.header(field)
        said = problem(code, sheet=table.sheet, row=row, column=column, **params)
        self.problems.append(said)
        self.is_bad = self.is_bad or said.severity != WARNING

    def read(self, field: str, parser: Callable[[Raw], V | Failure | None]) -> V | None:
        """The value of a cell; what cannot be read is complained of and counts as blank."""
        self.used.add(field)
        raw = self.columns[field][self.row]
        if raw is None:  # most cells are blank, to any parser nothing
            return None
        value = parser(raw)
        if isinstance(value, Failure):
            self.say(field, value.code, **value.params)
            return None
        return value

    def required(self, field: str, parser: Callable[[Raw], V | Failure | None]) -> V | None:
        """The value of a cell that cannot be blank."""
        problems = len(self.problems)
        value = self.read(field, parser)
        if value is None and len(self.problems) == problems:
            self.say(field, "required")
        return value

    def not_negative(self, field: str, parser: Callable[[Raw], int | Failure | None]) -> int | None:
        """A number that cannot be below zero."""
        value = self.read(field, parser)
        if value is not None and value < 0:
            self.say(field, "value_negative")
        return value

    def text(self, field: str, required: bool = False) -> str:
        """A text, empty when blank."""
        cell = self.raw.table.by_field[field].cell
        problems = len(self.problems)
        value = self.read(field, code_of if cell is Cell.CODE else text_of) or ""
        if required and not value and len(self.problems) == problems:
            self.say(field, "required")
        return value

    def choice(self, field: str, choices: type[E], default: E) -> E:
        """One of a few words."""
        value = half_width(self.text(field)).strip()
        if not value:
            return default
        if value not in list(choices):
            listed = "、".join(choices)
            self.say(field, "choice_unknown", text=value, choices=listed)
            return default
        return choices(value)

    def once(self, field: str, text: str, code: str) -> None:
        """Complain if the same text stood in this column before."""
        if not text:
            return
        first = self.seen.setdefault((field, fold(text)), self.row)
        if first != self.row:
            self.say(field, code, text=text, other_row=self.raw.numbers[first])

    def details(self) -> dict[str, str]:
        """The cells nobody has read yet, as canonical text."""
        found = {}
        for field in self._in_order:
            if field in self.used or self.columns[field][self.row] is None:
                continue
            column = self.raw.table.by_field[field]
            text = self.read(field, _DETAIL_PARSERS.get(column.cell, text_of))
            if text:
                found[field] = text
        return found


class _HasCode(Protocol):
    @property
    def code(self) -> str: ...


def read_code(
    sheet: MasterReader, field: str, find: Callable[[str], _HasCode | Failure], *, required: bool
) -> str:
    """The code of what a cell names, by any word that means it; empty if it names nothing."""

    def parse(raw: Raw) -> _HasCode | Failure | None:
        text = name_of(raw)
        return find(text) if isinstance(text, str) else text

    found = sheet.required(field, parse) if required else sheet.read(field, parse)
    return found.code if found else ""


def _plain(scale: int) -> Callable[[int], str]:
    return lambda value: format(plain(value, scale), "f")


_DETAIL_PARSERS: dict[Cell, Callable[[Raw], str | Failure | None]] = {
    Cell.CODE: code_of,
    Cell.QUANTITY: as_text(count_of, _plain(QUANTITY)),
    Cell.AMOUNT: as_text(amount_of, _plain(FEN)),
    Cell.DAYS: as_text(days_of, str),
}
