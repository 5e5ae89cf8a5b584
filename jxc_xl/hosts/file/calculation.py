"""What the formulas come to: betteroffice-xlsx calculates, and nothing it writes is kept.

The library reads the whole package as it would be saved and calculates it. Only the results are
taken, so that it cannot lose what it does not know of.
"""

import datetime as dt
from collections.abc import Iterable, Mapping

import betteroffice_xlsx

from jxc_xl.hosts.file.areas import column_letters
from jxc_xl.hosts.file.cells import ErrorValue, Position, Value


class CalculationFailed(Exception):
    """The library cannot read the workbook."""


def now_serial() -> float:
    """Return the local time as a serial number, for TODAY() and NOW()."""
    return (dt.datetime.now() - dt.datetime(1899, 12, 30)) / dt.timedelta(days=1)


def results(
    package: bytes, wanted: Mapping[str, Iterable[Position]], now: float
) -> dict[str, dict[Position, Value]]:
    """Calculate a workbook and return what the wanted cells of each sheet show."""
    try:
        model = betteroffice_xlsx.Workbook.open_recalculated(package, now_serial=now)
        return {sheet: _values(model, sheet, cells) for sheet, cells in wanted.items()}
    except betteroffice_xlsx.XlsxError as error:
        raise CalculationFailed(str(error)) from error


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
