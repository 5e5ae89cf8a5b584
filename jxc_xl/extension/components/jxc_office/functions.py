"""The worksheet functions as LibreOffice Calc knows them: the add-in ``JXC``.

Calc hands each function its document, and takes the error of a cell from a number that is none.
"""

from __future__ import annotations

import struct
from typing import Any, Callable

from com.sun.star.lang import XServiceName
from com.sun.star.sheet import XAddIn
from jxc import XJxc  # type: ignore[import-not-found]  # from XJxc.idl
from jxc_functions import FUNCTIONS, CellError, Function, Trouble
from jxc_functions.words import say, speak

from .fresh import answer, watch
from .office import Office
from .service import Service

_CODES = {
    Trouble.NOT_AVAILABLE: 32767,
    Trouble.VALUE: 519,
    Trouble.DIVIDED_BY_ZERO: 532,
}
"""LibreOffice's numbers of the errors (FormulaError)."""

_QUIET_NAN = 0x7FF8_0000_0000_0000


class Functions(Service, XServiceName, XAddIn, XJxc):
    """The add-in; the functions themselves are put into it below, as they are declared."""

    IMPLEMENTATION_NAME = "jxc_xl.Functions"
    SERVICES = ("com.sun.star.sheet.AddIn", "JXC")

    def __init__(self, context: Any) -> None:
        office = Office(context)
        speak(office.file("functions.json")[office.language()])
        watch(office)
        self._locale: Any = None

    def getProgrammaticFuntionName(self, display: str) -> str:  # noqa: N802 - LibreOffice's own slip
        """The name behind the one that is shown."""
        return display.split(".")[-1]

    def getDisplayFunctionName(self, name: str) -> str:  # noqa: N802
        """The name that is typed."""
        return "JXC." + name

    def getFunctionDescription(self, name: str) -> str:  # noqa: N802
        """What it gives; once it was used, Calc asks here and no longer CalcAddIns.xcu."""
        return say(FUNCTIONS[name].text) if name in FUNCTIONS else ""

    def getDisplayArgumentName(self, name: str, place: int) -> str:  # noqa: N802
        """The name of an argument."""
        return self._parameter(name, place, "label")

    def getArgumentDescription(self, name: str, place: int) -> str:  # noqa: N802
        """What an argument means."""
        return self._parameter(name, place, "text")

    def getProgrammaticCategoryName(self, _name: str) -> str:  # noqa: N802
        """The group in the function wizard."""
        return "Add-In"

    def getDisplayCategoryName(self, _name: str) -> str:  # noqa: N802
        """The same group."""
        return "Add-In"

    def setLocale(self, locale: Any) -> None:  # noqa: N802
        """Take note of the language."""
        self._locale = locale

    def getLocale(self) -> Any:  # noqa: N802
        """The language."""
        return self._locale

    def getServiceName(self) -> str:  # noqa: N802
        """What stands before the point in a formula."""
        return "JXC"

    @staticmethod
    def _parameter(name: str, place: int, what: str) -> str:
        """The first argument is the document, which the user does not see."""
        function = FUNCTIONS.get(name)
        if function is None or not 0 < place <= len(function.parameters):
            return ""
        return say(getattr(function.parameters[place - 1], what))


def _method(function: Function) -> Callable[..., Any]:
    def method(_self: Functions, document: Any, *arguments: Any) -> Any:
        rows = answer(function, document, arguments)
        return tuple(tuple(_cell(value) for value in row) for row in rows)

    return method


def _cell(value: float | str | CellError) -> float | str:
    """An error is a number that is none and carries the error's code."""
    if not isinstance(value, CellError):
        return value
    bits = struct.pack("<Q", _QUIET_NAN | _CODES[value.trouble])
    number: float = struct.unpack("<d", bits)[0]
    return number


for _name, _function in FUNCTIONS.items():
    setattr(Functions, _name, _method(_function))
