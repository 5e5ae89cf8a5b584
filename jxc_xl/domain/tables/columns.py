"""How a sheet and its columns are declared: once, here, for everybody."""

from dataclasses import dataclass, field
from enum import StrEnum


class Cell(StrEnum):
    """What a column's cells hold: it decides parser, number format and alignment."""

    TEXT = "text"
    CODE = "code"
    DATE = "date"
    QUANTITY = "quantity"
    PRICE = "price"
    AMOUNT = "amount"
    SHARE = "share"
    RATE = "rate"
    DAYS = "days"
    FACTOR = "factor"
    CHOICE = "choice"
    INTEGER = "integer"


class Role(StrEnum):
    """Who writes a table: the clerk by rows, the clerk as master data, or the program."""

    ENTRY = "entry"
    MASTER = "master"
    RESULT = "result"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    ``field`` is its name in the program, ``header`` what stands in the sheet.
    ``filled`` columns belong to the program: a formula where ``formula`` is given
    (Excel's syntax, structured references in full form), else values.
    ``hidden`` columns are folded away until wanted.  ``choices`` are the drop-down's
    words, ``source`` the defined name of a drop-down over a master table.
    ``tip`` is the input message's msgid.
    """

    field: str
    header: str
    cell: Cell = Cell.TEXT
    width: float = 10
    required: bool = False
    filled: bool = False
    hidden: bool = False
    formula: str = ""
    choices: tuple[str, ...] = ()
    source: str = ""
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the master workbook."""

    name: str
    sheet: str
    role: Role
    columns: tuple[Column, ...]
    by_field: dict[str, Column] = field(init=False, repr=False, compare=False)
    by_header: dict[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the columns both ways."""
        object.__setattr__(self, "by_field", {c.field: c for c in self.columns})
        object.__setattr__(self, "by_header", {c.header: c for c in self.columns})

    def header(self, field: str) -> str:
        """What stands over the column of ``field``."""
        return self.by_field[field].header
