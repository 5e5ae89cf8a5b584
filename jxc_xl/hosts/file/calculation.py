"""What the formulas come to: betteroffice-xlsx calculates, and nothing it writes is kept.

The library reads the whole package as it would be saved and calculates it. Only the results are
taken, so that it cannot lose what it does not know of.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import betteroffice_xlsx

from jxc_xl.hosts.file.areas import column_letters
from jxc_xl.hosts.file.cells import ErrorValue, Position, Value

_SCRATCH = "XFD1048576"
_KNOWN = """
    ABS AND AVERAGE AVERAGEIFS CEILING COLUMN COUNT COUNTA COUNTBLANK COUNTIF COUNTIFS DATE DAY
    EDATE EOMONTH EXACT FALSE FIND FLOOR IF IFERROR INDEX INT ISBLANK ISERROR ISNA ISNUMBER ISTEXT
    LARGE LEFT LEN LOOKUP MATCH MAX MID MIN MOD MONTH N NA NOT NOW OR RANK RIGHT ROUND ROUNDDOWN
    ROUNDUP ROW ROWS SEARCH SMALL SUBSTITUTE SUBTOTAL SUM SUMIF SUMIFS SUMPRODUCT TEXT TODAY TRIM
    TRUE UPPER VALUE VLOOKUP WEEKDAY YEAR
"""
KNOWN = frozenset(_KNOWN.split())
"""Functions that need not be asked for, because a test does; asking costs a calculation each."""


class CalculationFailed(Exception):
    """The library cannot read the workbook."""


def now_serial() -> float:
    """Return the local time as a serial number, for TODAY() and NOW()."""
    return (dt.datetime.now() - dt.datetime(1899, 12, 30)) / dt.timedelta(days=1)


class Results(NamedTuple):
    """What cells show by sheet; ``unknown`` are the functions that could not be calculated.

    A formula with an unknown function keeps the result that the file has for it.
    """

    values: dict[str, dict[Position, Value]]
    unknown: frozenset[str]


def calculate(
    package: bytes,
    wanted: Mapping[str, Iterable[Position]],
    now: float,
    functions: Iterable[str] = (),
) -> Results:
    """Calculate a workbook and return what the wanted cells of each sheet show.

    ``functions`` are the names to be looked at for unknown ones.
    """
    try:
        model = betteroffice_xlsx.Workbook.open_recalculated(package, now_serial=now)
        return _results(model, wanted, functions)
    except betteroffice_xlsx.XlsxError as error:
        raise CalculationFailed(str(error)) from error


def recalculate(
    package: bytes,
    typed: Mapping[str, Mapping[Position, str]],
    wanted: Mapping[str, Iterable[Position]],
    now: float,
    functions: Iterable[str] = (),
) -> Results:
    """Type changes into a workbook and return what the wanted cells of each sheet show then.

    Only what depends on the changes is calculated; all else shows what the file says.
    """
    try:
        model = betteroffice_xlsx.Workbook.open(package)
        for sheet, cells in typed.items():
            edits = [
                (f"{column_letters(column)}{row}", text) for (row, column), text in cells.items()
            ]
            model.set_many(model.sheet_names.index(sheet), edits, now_serial=now)
        return _results(model, wanted, functions)
    except betteroffice_xlsx.XlsxError as error:
        raise CalculationFailed(str(error)) from error


def _results(
    model: betteroffice_xlsx.Workbook,
    wanted: Mapping[str, Iterable[Position]],
    functions: Iterable[str],
) -> Results:
    values = {sheet: _values(model, sheet, cells) for sheet, cells in wanted.items()}
    doubtful = sorted(set(functions) - KNOWN)
    return Results(values, frozenset(name for name in doubtful if _is_unknown(model, name)))


def _is_unknown(model: betteroffice_xlsx.Workbook, function: str) -> bool:
    """Ask the library by calling the function without arguments, in a copy that is thrown away."""
    model.set(0, _SCRATCH, f"={function}()")
    return str(model.value(0, _SCRATCH)) in ("#NAME?", f"={function}()")


def _values(
    model: betteroffice_xlsx.Workbook, sheet: str, cells: Iterable[Position]
) -> dict[Position, Value]:
    index = model.sheet_names.index(sheet)
    found: dict[Position, Value] = {}
    for row, column in cells:
        value = model.value(index, f"{column_letters(column)}{row}")
        is_error = isinstance(value, betteroffice_xlsx.CellError)
        found[row, column] = ErrorValue(str(value)) if is_error else value  # type: ignore[assignment]
    return found
