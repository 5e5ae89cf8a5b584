"""Stocktake sheets as people hand them back: written the way the program lays them out."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
from xlsxwriter import Workbook

from jxc_xl.domain.tables.stocktake import FOOT, HEAD, STOCKTAKE
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.queries import stock
from jxc_xl.ledger.source import Source
from jxc_xl.ledger.stocktakes import Listed, Plan, Stocktake, lines_of, make

SOURCE = Source("book", "shop.xlsx", "小王", "前台", "2026-11-22T18:00:00+08:00")

Row = Mapping[str, Any]
Sheet = tuple[dict[str, Any], list[Row]]
"""Head and lines by field."""


def begin(ledger: Ledger, plan: Plan) -> Stocktake:
    """Make a stocktake of everything that the warehouses of the plan have."""
    with ledger.transaction() as connection:
        listed = [
            Listed(row.warehouse, row.item, row.batch, "A", row.quantity_e4)
            for row in stock(connection, as_of=plan.day.isoformat())
            if row.warehouse in plan.scope["warehouses"]
        ]
        return make(connection, ledger.id, plan, listed, SOURCE)


def sheet(made: Stocktake, warehouse: str, rows: Sequence[Row], **head: Any) -> Sheet:
    """One sheet; ``head`` says what somebody changed in it."""
    values = {
        "number": made.number,
        "date": datetime(*made.day.timetuple()[:3]),
        "moment": made.moment.value,
        "warehouse": warehouse,
        "method": made.method.value,
        "fingerprint": made.fingerprint,
    }
    return {**values, **head}, list(rows)


def returned(
    path: Path,
    *sheets: Sheet,
    without: Sequence[str] = (),
    headers: Mapping[str, str] = {},
) -> Path:
    """A file with some sheets, without some columns and with other words over some."""
    with Workbook(path) as book:
        for head, rows in sheets:
            page = book.add_worksheet(str(head["warehouse"])[:31])
            day = book.add_format({"num_format": "yyyy-mm-dd"})
            for place, column in enumerate(HEAD):
                page.write(1, 2 * place, column.header)
                value = head[column.field]
                if isinstance(value, datetime):
                    page.write_datetime(1, 2 * place + 1, value, day)
                else:
                    page.write(1, 2 * place + 1, value)
            columns = [c for c in STOCKTAKE.columns if c.field not in without]
            for place, column in enumerate(columns):
                page.write(4, place, headers.get(column.field, column.header))
                for number, row in enumerate(rows):
                    page.write(5 + number, place, row.get(column.field))
            for place, column in enumerate(FOOT):
                page.write(7 + len(rows), 2 * place, column.header)
    return path


def listed(ledger: Ledger, made: Stocktake, warehouse: str) -> list[dict[str, Any]]:
    """The lines of a warehouse (code) as the sheet shows them, nothing counted yet."""
    lines = [one for one in lines_of(ledger.connection, made.number) if one.warehouse == warehouse]
    return [
        {"position_number": number, "item": one.item, "batch": one.batch, "book": one.book_e4 / 1e4}
        for number, one in enumerate(lines, 1)
    ]


def fill_in(path: Path, lines: Mapping[int, Row]) -> Path:
    """Write into lines of the first sheet, by the number of their row, as whoever counted did."""
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    headers = {cell.value: place for place, cell in enumerate(page[5], 1)}
    for row, cells in lines.items():
        for field, value in cells.items():
            page.cell(row, headers[STOCKTAKE.header(field)]).value = value
    book.save(path)
    return path
