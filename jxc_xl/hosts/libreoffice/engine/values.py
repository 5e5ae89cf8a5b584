"""Values of cells: what Calc keeps becomes what Python has, and the other way round.

A cell of Calc holds text or a floating point number; whether a number is a date or a truth value is
told by its format. As in Excel, a text that is written and begins with ``=`` is a formula, and one
apostrophe in front says that it is text; unlike in Excel, no other text is taken for a number or a
date: what is written as text stays text.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from jxc_xl.hosts.libreoffice.engine.areas import Area
from jxc_xl.hosts.libreoffice.engine.bridge import common
from jxc_xl.hosts.libreoffice.engine.document import Document

_MIDNIGHT = dt.time()
_DAY = dt.timedelta(days=1)
_MILLISECONDS = 86_400_000

Run = tuple[int, int, int, int]


class Failed(NamedTuple):
    """A cell with an error; what it is called is asked only if somebody wants to know."""

    block: Any
    column: int
    row: int

    def __str__(self) -> str:
        cell = self.block.getCellByPosition(self.column, self.row)
        return _ERRORS.get(cell.getError()) or str(cell.getString())


# writing


def prepare(value: Any) -> Any:
    """Turn what a caller writes into text, number, truth value, date, or None."""
    kind = type(value)
    if kind is str or kind is int or kind is bool or value is None:
        return value
    if kind is float:
        return value if value == value else None
    if isinstance(value, dt.datetime):
        if value != value:  # NaT of pandas
            return None
        value = value.to_pydatetime() if hasattr(value, "to_pydatetime") else value
        return value.replace(tzinfo=None)
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)
    if hasattr(value, "dtype"):
        return _prepare_numpy(value)
    if isinstance(value, str):
        return str(value)
    return _prepare_other(value)


def _prepare_numpy(value: Any) -> Any:
    if value.dtype.kind == "M":
        return None if value != value else value.astype("datetime64[us]").item()
    return prepare(value.item()) if value.shape == () else value


def _prepare_other(value: Any) -> Any:
    if type(value).__name__ in ("NAType", "NaTType"):
        return None
    if hasattr(value, "__float__"):  # Decimal, Fraction
        number = float(value)
        return number if number == number else None
    raise TypeError(f"A cell does not take a {type(value).__name__}.")


class Prepared(NamedTuple):
    """A block as Calc takes it in one call, and what must be said of its cells besides.

    ``formulas`` are text by row and column; the runs are rectangles of one column each. All of them
    count from the block's first cell, from 0.
    """

    rows: list[tuple[str | float, ...]]
    formulas: list[tuple[int, int, str]]
    dates: list[Run]
    datetimes: list[Run]
    logicals: list[Run]
    zeros_and_ones: set[int]


def to_calc(rows: Sequence[Sequence[Any]], first_day: dt.datetime) -> Prepared:
    """Turn a block of what ``prepare`` returns into what Calc takes."""
    formulas: list[tuple[int, int, str]] = []
    marks: dict[str, dict[int, list[int]]] = {"date": {}, "datetime": {}, "logical": {}}
    zeros_and_ones: set[int] = set()
    serials: dict[dt.datetime, float] = {}

    def special(value: Any, row: int, column: int) -> str | float:
        if value is None:
            return ""
        if isinstance(value, str):
            if value.startswith("'"):
                return value[1:]
            if len(value) > 1 and value.startswith("="):
                formulas.append((row, column, value))
                return ""
            return value
        if isinstance(value, dt.datetime):
            kind = "date" if value.time() == _MIDNIGHT else "datetime"
            marks[kind].setdefault(column, []).append(row)
            if value not in serials:
                serials[value] = (value - first_day) / _DAY
            return serials[value]
        if isinstance(value, bool):
            marks["logical"].setdefault(column, []).append(row)
            return float(value)
        number = float(value)
        if number in (0.0, 1.0):
            zeros_and_ones.add(column)
        return number

    data: list[tuple[str | float, ...]] = []
    for index, row in enumerate(rows):
        data.append(
            tuple(
                [
                    value
                    if (type(value) is float and value > 1.0)
                    or (type(value) is str and value[:1] not in _SIGNS)
                    else special(value, index, column)
                    for column, value in enumerate(row)
                ]
            )
        )
    runs = {kind: list(_runs(columns)) for kind, columns in marks.items()}
    return Prepared(data, formulas, runs["date"], runs["datetime"], runs["logical"], zeros_and_ones)


_SIGNS = ("'", "=")


def _runs(columns: dict[int, list[int]]) -> Iterable[Run]:
    """Join neighbouring rows of each column."""
    for column, rows in columns.items():
        first = last = rows[0]
        for row in rows[1:]:
            if row != last + 1:
                yield column, first, column, last
                first = row
            last = row
        yield column, first, column, last


def write(document: Document, sheet: Any, area: Area, rows: Sequence[Sequence[Any]]) -> Prepared:
    """Write a block of what ``prepare`` returns, formulas left out, with the formats it needs."""
    prepared = to_calc(rows, document.first_day)
    block = sheet.getCellRangeByPosition(*area.position)
    with document.writing(sheet):
        if prepared.zeros_and_ones:
            _zeros_and_ones(document, sheet, block, area, prepared.zeros_and_ones)
        block.setDataArray(tuple(prepared.rows))
        index = sheet.getRangeAddress().Sheet if _needs_formats(prepared) else 0
        for runs, key, always in (
            (prepared.dates, "date_format", False),
            (prepared.datetimes, "datetime_format", False),
            (prepared.logicals, "logical_format", True),
        ):
            if runs:
                cells = document.cells(index, [_moved(run, area) for run in runs])
                _format(document, cells, getattr(document, key), always=always)
    return prepared


def _needs_formats(prepared: Prepared) -> bool:
    return bool(prepared.dates or prepared.datetimes or prepared.logicals)


def _moved(run: Run, area: Area) -> Run:
    left, top = area.left - 1, area.top - 1
    return run[0] + left, run[1] + top, run[2] + left, run[3] + top


def _format(document: Document, cells: Any, key: int, *, always: bool) -> None:
    """Give cells a number format; those that have one of their own keep it unless ``always``."""
    present = common(cells, "NumberFormat")
    if always or (present is not None and document.is_general(present)):
        cells.setPropertyValue("NumberFormat", key)
    elif present is None:
        for index in range(cells.getCount()):
            for part in _by_format(cells.getByIndex(index)):
                if document.is_general(part.getPropertyValue("NumberFormat")):
                    part.setPropertyValue("NumberFormat", key)


def _zeros_and_ones(
    document: Document, sheet: Any, block: Any, area: Area, columns: set[int]
) -> None:
    """Other numbers than these are no truth values, whatever the format of their cells."""
    present = common(block, "NumberFormat")
    if present is not None:
        no_longer_logical(document, block)
        return
    for column in columns:
        left = area.left - 1 + column
        cells = sheet.getCellRangeByPosition(left, area.top - 1, left, area.bottom - 1)
        no_longer_logical(document, cells)


def no_longer_logical(document: Document, cells: Any) -> None:
    """Cells that held truth values and now hold something else show it."""
    present = common(cells, "NumberFormat")
    if present is not None and not document.is_logical(present):
        return
    for part in _by_format(cells) if present is None else [cells]:
        if document.is_logical(part.getPropertyValue("NumberFormat")):
            part.setPropertyValue("NumberFormat", document.format_key("General"))


def _by_format(cells: Any) -> list[Any]:
    parts = cells.getUniqueCellFormatRanges()
    return [parts.getByIndex(index) for index in range(parts.getCount())]


# reading


def read(document: Document, sheet: Any, area: Area) -> list[list[Any]]:
    """Read a block: text, floats, truth values, dates, None; errors as ``Failed``.

    Columns are looked at one by one, as Python goes through them fastest.
    """
    block = sheet.getCellRangeByPosition(*area.position)
    columns = list(map(list, zip(*block.getDataArray(), strict=True)))
    key: int | None = None
    asked = False
    for index, column in enumerate(columns):
        kinds = set(map(type, column))
        if float in kinds:
            if not asked:
                key, asked = common(block, "NumberFormat"), True
            _type_column(document, sheet, area, index, column, key)
        if type(None) in kinds:
            for row, value in enumerate(column):
                column[row] = Failed(block, index, row) if value is None else value
        if str in kinds and "" in column:
            columns[index] = [None if value == "" else value for value in column]
    return list(map(list, zip(*columns, strict=True)))


def _type_column(
    document: Document, sheet: Any, area: Area, index: int, column: list[Any], key: int | None
) -> None:
    """Turn numbers into what their format says, the block's or, where that differs, their own."""
    if key is not None:
        _convert(document, column, [(0, len(column))], key)
        return
    left, top, bottom = area.left - 1 + index, area.top - 1, area.bottom - 1
    cells = sheet.getCellRangeByPosition(left, top, left, bottom)
    key = common(cells, "NumberFormat")
    if key is not None:
        _convert(document, column, [(0, len(column))], key)
        return
    for part in _by_format(cells):
        places = part.getRangeAddresses()
        spans = [(place.StartRow - top, place.EndRow - top + 1) for place in places]
        _convert(document, column, spans, part.getPropertyValue("NumberFormat"))


def _convert(document: Document, column: list[Any], spans: list[tuple[int, int]], key: int) -> None:
    """Turn the numbers of a format into dates or truth values where it says that they are."""
    convert: Callable[[float], Any]
    if document.is_date(key):
        first_day = document.first_day
        convert = lambda number: to_datetime(number, first_day)  # noqa: E731
    elif document.is_logical(key):
        convert = _truth
    else:
        return
    known: dict[Any, Any] = {}
    for first, last in spans:
        part = column[first:last]
        for value in set(part).difference(known):
            known[value] = convert(value) if type(value) is float else value
        column[first:last] = [known[value] for value in part]


def to_datetime(number: float, first_day: dt.datetime) -> dt.datetime | float:
    """The point in time that a number stands for, to the millisecond; the number if none does."""
    try:
        return first_day + dt.timedelta(milliseconds=round(number * _MILLISECONDS))
    except OverflowError:
        return number


def _truth(number: float) -> bool | float:
    return number == 1.0 if number in (0.0, 1.0) else number


_ERRORS = {
    502: "#VALUE!",
    503: "#NUM!",
    519: "#VALUE!",
    521: "#NULL!",
    524: "#REF!",
    525: "#NAME?",
    532: "#DIV/0!",
    32767: "#N/A",
}


def clean(
    data: Sequence[Sequence[Any]],
    dates: Callable[..., Any],
    empty: Any,
    numbers: Callable[[float], Any] | None,
    err_to_str: bool,
) -> list[list[Any]]:
    """Turn what ``read`` returns into what a caller asked for."""
    as_is: set[type] = {str, bool}
    if numbers is None:
        as_is.add(float)
    if dates is dt.datetime:
        as_is.add(dt.datetime)
    if empty is None:
        as_is.add(type(None))

    def one(value: Any) -> Any:
        if value is None or value == "":
            return empty
        if isinstance(value, Failed):
            return str(value) if err_to_str else None
        if isinstance(value, dt.datetime):
            return _date(value, dates)
        if numbers is not None and isinstance(value, float):
            return numbers(value)
        return value

    return [
        (row if type(row) is list else list(row))
        if as_is.issuperset(map(type, row))
        else [one(value) for value in row]
        for row in data
    ]


def _date(value: dt.datetime, builder: Callable[..., Any]) -> Any:
    if builder is dt.datetime:
        return value
    day = {"year": value.year, "month": value.month, "day": value.day}
    time = {"hour": value.hour, "minute": value.minute, "second": value.second}
    return builder(**day, **time, microsecond=value.microsecond, tzinfo=None)
