"""From a click on 过账 to the marks in the sheet, in a real window."""

import time
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from jxc_xl.domain.tables.columns import Table
from jxc_xl.domain.tables.entry import SALES
from jxc_xl.services.new import new_with
from jxc_xl.services.post import post
from jxc_xl.services.shop import open_shop
from tests.bench.measure import Latency, stopwatch
from tests.e2e.shop import MASTERS, day
from tests.gui.office import Office
from tests.gui.profile import profile_with_buttons
from tests.gui.screen import Screen
from tests.gui.waiting import until

_ROWS, _NEW, _CLICKS, _WARM = 2_000, 20, 20, 2
_LOOK_SECONDS = 0.002
_AIM = 0.3

Row = Mapping[str, Any]


def clicks(scratch: Path) -> list[Latency]:
    """20 clicks, each with 20 new rows, in a workbook in which 2,000 rows are posted."""
    book = _posted(scratch / "shop.xlsx")
    screen = Screen()
    try:
        screen.environment["NO_AT_BRIDGE"] = "1"  # nobody reads the screen out
        office = Office(screen, profile_with_buttons(screen, scratch / "profile"), book)
        try:
            seconds = [_click(office, 2 + _ROWS // 2 + n * _NEW) for n in range(_WARM + _CLICKS)]
        finally:
            office.close()
    finally:
        screen.close()
    measured = seconds[_WARM:]
    what = f"a click on 过账, from its dispatch to the marks of {_NEW} new rows"
    note = f"in a window of LibreOffice; {_ROWS:,} posted rows; {_CLICKS} clicks, worker warm"
    return [Latency(what, median(measured), max(measured), _AIM, note)]


def _posted(path: Path) -> Path:
    """A workbook with as many purchases as sales, all of them posted."""
    half = _ROWS // 2
    bought = [{**_row(n, "S1"), "quantity": 50, "price": 2} for n in range(half)]
    new_with(path, {**MASTERS, "purchases": bought, "sales": [_row(n, "C1") for n in range(half)]})
    book, ledger = open_shop(path)
    with ledger:
        report = post(book, ledger, today=date(2026, 11, 22))
    book.close()
    if not report.ok:
        raise SystemExit(f"the rows of the benchmark are refused: {report.problems[:3]}")
    return path


def _row(number: int, partner: str) -> dict[str, Any]:
    """Four rows a document, so that most documents differ from each other."""
    return {
        "date": day(f"2026-{number // 40 % 10 + 1:02}-{number // 4 % 10 + 10}"), "partner": partner,
        "item": ("A1", "007")[number % 2], "warehouse": "W1", "quantity": number % 7 + 1, "price": 3,
    }  # fmt: skip


def _click(office: Office, first: int) -> float:
    """Type the next rows, dispatch what the button dispatches, wait for the last row's mark."""
    sheet = office.document.getSheets().getByName(SALES.sheet)
    rows = [{**_row(n, "C1"), "date": 46_300.0 + n // 4} for n in range(_NEW)]
    _type(sheet, SALES, first, rows)
    mark = sheet.getCellByPosition(_column(SALES, "status"), first + _NEW - 2)
    dispatcher = office.context.ServiceManager.createInstanceWithContext(
        "com.sun.star.frame.DispatchHelper", office.context
    )
    frame = office.document.getCurrentController().getFrame()

    def click() -> None:
        deadline = time.monotonic() + 60
        dispatcher.executeDispatch(frame, "vnd.jxc:post", "", 0, ())
        while not mark.getString() or office.document.hasControllersLocked():
            if time.monotonic() > deadline:
                raise SystemExit("the rows of the benchmark are not marked")
            time.sleep(_LOOK_SECONDS)

    seconds = stopwatch(click)
    if mark.getString() != "已过账":
        raise SystemExit(f"the rows of the benchmark are {mark.getString()}")
    until(lambda: office.is_idle, "the end of the click")
    return seconds


def _type(sheet: Any, table: Table, first: int, rows: Sequence[Row]) -> None:
    """Put rows into their columns, from a row of the sheet on."""
    for field in rows[0]:
        column = _column(table, field)
        cells = sheet.getCellRangeByPosition(column, first - 1, column, first + len(rows) - 2)
        cells.setDataArray(tuple((row[field],) for row in rows))


def _column(table: Table, field: str) -> int:
    return [column.field for column in table.columns].index(field)
