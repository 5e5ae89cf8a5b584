"""The engine over UNO against the bare calls of UNO."""

import datetime as dt
from typing import Any

import xlwings as xw

from jxc_xl.hosts.libreoffice.engine import attach, engine
from jxc_xl.hosts.libreoffice.office import OwnOffice
from tests.bench.measure import Figure, interleaved, stopwatch

_ROWS = 50_000
_TIMES = 5
_LIMIT = 2.0
_FIRST_DAY = dt.datetime(1899, 12, 30)
_DATES = (0, 5)  # two of the ten columns


def cells() -> list[Figure]:
    """Write and read 50,000 × 10 cells of text, numbers and dates."""
    office = OwnOffice()
    try:
        app = attach(office.context)
        figures = _measure(app.books.add().sheets[0])
        engine.apps.forget(app.impl)
        return figures
    finally:
        office.stop()


def _measure(sheet: xw.Sheet) -> list[Figure]:
    rows = [_row(number) for number in range(_ROWS)]
    bare_rows = tuple(tuple(_bare(value) for value in row) for row in rows)
    ours = sheet.range((1, 1), (_ROWS, len(rows[0])))
    bare = sheet.range((1, 12), (_ROWS, 11 + len(rows[0]))).api
    write = interleaved(
        lambda: stopwatch(lambda: setattr(ours, "value", rows)),
        lambda: stopwatch(lambda: _write_bare(bare, bare_rows)),
        _TIMES,
    )
    read = interleaved(
        lambda: stopwatch(lambda: ours.options(ndim=2).value),
        lambda: stopwatch(bare.getDataArray),
        _TIMES,
    )
    if ours.options(ndim=2).value != rows or bare.getDataArray() != bare_rows:
        raise AssertionError("what was written does not come back")
    size = f"{_ROWS:,} × {len(rows[0])} cells with dates in LibreOffice"
    return [
        Figure(f"writing {size}", "setDataArray and two number formats", *write, _LIMIT),
        Figure(f"reading {size}, dates as such", "getDataArray", *read, _LIMIT),
    ]


def _row(number: int) -> list[Any]:
    day = dt.datetime(2024, 1, 1) + dt.timedelta(days=number % 1000)
    return [
        day, f"PO{number:06}", f"商品{number % 500}", float(number % 97), 12.5 + number % 40,
        day + dt.timedelta(days=30), "箱", number * 1.25 + 2, f"备注 {number % 7}", 3.0,
    ]  # fmt: skip


def _bare(value: Any) -> Any:
    return (value - _FIRST_DAY) / dt.timedelta(days=1) if isinstance(value, dt.datetime) else value


def _write_bare(block: Any, rows: tuple[tuple[Any, ...], ...]) -> None:
    block.setDataArray(rows)
    for column in _DATES:
        place = block.getCellRangeByPosition(column, 0, column, _ROWS - 1)
        place.setPropertyValue("NumberFormat", _DATE_FORMAT)


_DATE_FORMAT = 37  # the first format of a day in every new document
