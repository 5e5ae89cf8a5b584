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
    PERCENT = "percent"
    RATIO = "ratio"


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
    (beginning with ``=``, Excel's syntax, structured references in full form), else values.
    ``hidden`` columns are folded away until wanted; those both hidden and filled are
    technical and never shown.

    Drop-downs: ``choices`` are the words that count, ``suggest`` are usual words of many
    possible ones, ``source`` is the defined name of a list over a master table.  None of
    them ever blocks typing: the program understands more than a list can hold.

    ``tip`` is the input message.  Like the headers it is a sheet's content and stands here
    in Chinese, not in the catalogue: English sheets are another declaration, not a translation
    at run time.
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
    suggest: tuple[str, ...] = ()
    source: str = ""
    tip: str = ""

    @property
    def technical(self) -> bool:
        """Whether only the program ever looks at it."""
        return self.hidden and self.filled


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the master workbook.

    ``frozen`` is the field of the last column that stays in view when scrolling,
    ``about`` one sentence on what the sheet is for.

    A sheet of several tables puts each below a ``title``, its header in row ``top`` and its first
    column in ``left``, both counted from 0.  Such a table keeps ``room`` rows, filled or not, so
    that charts know where they are; 0 is a table that may grow, with nothing below it.
    """

    name: str
    sheet: str
    role: Role
    columns: tuple[Column, ...]
    frozen: str = ""
    about: str = ""
    title: str = ""
    top: int = 0
    left: int = 0
    room: int = 0
    by_field: dict[str, Column] = field(init=False, repr=False, compare=False)
    by_header: dict[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the columns both ways."""
        object.__setattr__(self, "by_field", {c.field: c for c in self.columns})
        object.__setattr__(self, "by_header", {c.header: c for c in self.columns})

    def header(self, field: str) -> str:
        """What stands over the column of ``field``."""
        return self.by_field[field].header

    def position(self, field: str) -> int:
        """Which column, counted from 0, holds ``field`` in a workbook as built."""
        return self.columns.index(self.by_field[field])
