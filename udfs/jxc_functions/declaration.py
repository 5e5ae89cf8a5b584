"""How a worksheet function is declared: its signature says what it takes and gives.

The types of the arguments say what a cell is read as and what the function wizard tells of it, the
type of the result how it is shown; the sentence in the decorator is the wizard's description.  The
function itself is written for one cell and gets its arguments read.
"""

from __future__ import annotations

import inspect
from enum import Enum
from typing import Any, Callable, List, NamedTuple, Tuple, TypeVar, Union

from jxc_functions.directory import Customer, Warehouse
from jxc_functions.words import N_

Cell = Union[float, str]
"""What a function may put into a cell."""

Block = List[Tuple[Cell, ...]]
"""What a function may put into several cells: rows of one length."""


class Day(str):
    """An ISO date: the position at its end is meant."""


class FirstDay(Day):
    """The day with which a period begins."""


class LastDay(Day):
    """The day with which a period ends."""


class UntilDay(Day):
    """The day with which a forecast ends."""


Place = Union[Warehouse, Customer]
"""What the second argument of JXC.HINT may be, as it has those of another function."""


class Meaning(NamedTuple):
    """What an argument of a type is to the user: its name and its description."""

    label: str
    text: str


MEANINGS: dict[str, Meaning] = {
    "Item": Meaning(
        N_("item"),
        N_("Code, bar code, mnemonic or unique name of an item; one cell or a range."),
    ),
    "Warehouse": Meaning(
        N_("warehouse"),
        N_("Code or name of a warehouse; blank: all warehouses together."),
    ),
    "Customer": Meaning(
        N_("customer"),
        N_("Code or name of a customer; blank: the last purchase is meant."),
    ),
    "Place": Meaning(
        N_("warehouse or customer"),
        N_("The second argument of the other function, if it has one."),
    ),
    "Day": Meaning(
        N_("date"),
        N_("The position at the end of this day; blank: now."),
    ),
    "FirstDay": Meaning(
        N_("first day"),
        N_("Moves from this day on, after what was there before; blank: all from the first."),
    ),
    "UntilDay": Meaning(
        N_("until"),
        N_("What is expected up to the end of this day; blank: in the next 30 days."),
    ),
    "LastDay": Meaning(
        N_("last day"),
        N_("Moves up to the end of this day; blank: up to the last."),
    ),
}


class Parameter(NamedTuple):
    """An argument: ``name`` for programs, ``type`` a key of :data:`MEANINGS`."""

    name: str
    type: str
    optional: bool

    @property
    def label(self) -> str:
        """What the wizard calls it."""
        return MEANINGS[self.type].label

    @property
    def text(self) -> str:
        """What the wizard says of it."""
        return MEANINGS[self.type].text


class Result(Enum):
    """What comes out: a number or a text for each item, or several cells for one item."""

    NUMBER = "number"
    TEXT = "text"
    BLOCK = "block"


class Function(NamedTuple):
    """A declared worksheet function.

    ``columns`` name what stands in a block; ``explains`` is set for the function that gives the
    sentence of an error instead of the error.
    """

    name: str
    text: str
    parameters: tuple[Parameter, ...]
    result: Result
    body: Callable[..., Any]
    columns: tuple[str, ...]
    explains: bool


_RESULTS = {"float": Result.NUMBER, "str": Result.TEXT, "Block": Result.BLOCK}
"""Annotations are read as they are written: older Pythons cannot evaluate ``Item | None``."""

FUNCTIONS: dict[str, Function] = {}
"""Every worksheet function by the name that follows ``JXC.``."""

F = TypeVar("F", bound=Callable[..., Any])


def worksheet_function(
    text: str, *, columns: tuple[str, ...] = (), explains: bool = False
) -> Callable[[F], F]:
    """Declare a function ``(books, item, …)``; its name in capitals is the one in the sheet."""

    def declare(body: F) -> F:
        _books, *arguments = inspect.signature(body).parameters.values()
        parameters = tuple(
            Parameter(
                argument.name,
                argument.annotation.split(" | ")[0],
                argument.default is not argument.empty,
            )
            for argument in arguments
        )
        name = body.__name__.upper()
        result = _RESULTS[body.__annotations__["return"]]
        FUNCTIONS[name] = Function(name, text, parameters, result, body, columns, explains)
        return body

    return declare
