"""What stands in a cell instead of a figure."""

from __future__ import annotations

from enum import Enum


class Trouble(Enum):
    """The spreadsheet errors that the functions give, as they are written in a cell."""

    NOT_AVAILABLE = "#N/A"
    VALUE = "#VALUE!"
    DIVIDED_BY_ZERO = "#DIV/0!"


class CellError(Exception):
    """Why a cell has no figure: the error that is shown, and a sentence for JXC.HINT."""

    def __init__(self, trouble: Trouble, hint: str) -> None:
        super().__init__(hint)
        self.trouble = trouble
        self.hint = hint

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CellError):
            return NotImplemented
        return (self.trouble, self.hint) == (other.trouble, other.hint)

    def __hash__(self) -> int:
        return hash((self.trouble, self.hint))


def unknown(hint: str) -> CellError:
    """What is asked for does not exist or cannot be read: ``#N/A``."""
    return CellError(Trouble.NOT_AVAILABLE, hint)


def wrong(hint: str) -> CellError:
    """The argument itself makes no sense: ``#VALUE!``."""
    return CellError(Trouble.VALUE, hint)
