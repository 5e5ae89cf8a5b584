"""The values of cells: what engines read becomes few types, and text stays text when written."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from jxc_xl.domain.cells import CellError

CellValue = None | bool | float | str | dt.datetime
"""What a cell shows; an error such as ``#N/A`` is a ``CellError``, which is a ``str``."""
Writable = CellValue | int | Decimal | dt.date

_ERROR = re.compile(
    r"#(N/A|DIV/0!|VALUE!|REF!|NAME\?|NUM!|NULL!|GETTING_DATA|SPILL!|CALC!|FIELD!|BLOCKED!"
    r"|CONNECT!|UNKNOWN!|BUSY!|PYTHON!)|Err:[0-9]{3}"
)
_ERRORS_BEGIN = ("#", "E")
_STARTS_INPUT = frozenset("=+-@'#＝＋－＠")
_LOGICAL = {"TRUE", "FALSE"}


def shown(value: Any) -> CellValue:
    """Turn what an engine reads into one of the few types that are promised."""
    if isinstance(value, str):
        is_error = value.startswith(_ERRORS_BEGIN) and _ERROR.fullmatch(value)
        return CellError(value) if is_error else value or None
    if value is None or isinstance(value, float | bool | dt.datetime):
        return value
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)
    return float(value)


def typed(value: Writable) -> Writable:
    """Turn a value into what an engine takes for it, and never for anything else.

    Excel reads text as if it were typed: an apostrophe in front, which it keeps to itself, holds it
    from making a number of 007, a date of 1-5 and a formula of =1+1.
    """
    if isinstance(value, str):
        return f"'{value}" if _could_be_input(value) else value or None
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime(value.year, value.month, value.day)
    return value


def _could_be_input(text: str) -> bool:
    bare = text.strip()
    if not bare:
        return bool(text)
    return (
        bare[0] in _STARTS_INPUT
        or bare.upper() in _LOGICAL
        or any(character.isnumeric() for character in bare)
    )
