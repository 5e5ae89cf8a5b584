"""What a count leaves in the workbook: its rows in 出入库, and the sheet 盘点结果."""

import sqlite3
from datetime import datetime

from jxc_xl.domain.catalogue import problem
from jxc_xl.domain.cells import Raw
from jxc_xl.domain.counting.reasons import input_tax_out_fen, resolution
from jxc_xl.domain.numbers import FEN, PRICE, QUANTITY, unit_cost_e6
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.tables import table_named
from jxc_xl.domain.tables.columns import Table
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.count_results import Result, results
from jxc_xl.ledger.counts import any_since
from jxc_xl.ledger.masters import Masters
from jxc_xl.ledger.rows import lines_of, posted_rows
from jxc_xl.services.appending import append_cells
from jxc_xl.services.marks import POSTED
from jxc_xl.services.posted_cells import posted_cells
from jxc_xl.services.sheets import carried_ids, read_sheet
from jxc_xl.workbook.book import Book
from jxc_xl.workbook.errors import LayoutError


def show_count(book: Book, ledger: Ledger, number: str) -> list[Problem]:
    """Add the differences of a count to 出入库 as posted rows, and fill 盘点结果.

    Rows that are there already stay; a sheet that cannot be filled is a warning.
    """
    problems: list[Problem] = []
    with book.batch():
        problems += _add_rows(book, ledger.connection, number)
        try:
            write_results(book, ledger.connection, number)
        except LayoutError as error:
            problems.append(_not_filled(table_named("stocktake_results"), error.message))
    return problems


def _not_filled(table: Table, why: str) -> Problem:
    return problem("sheet_not_filled", sheet=table.sheet, missing=table.sheet, why=why)


def _add_rows(book: Book, connection: sqlite3.Connection, number: str) -> list[Problem]:
    """The differences of a count as rows of 出入库, below those that stand there."""
    table = table_named("movements")
    sheet = read_sheet(book, table)
    if isinstance(sheet, list):
        return [_not_filled(table, sheet[0].message)]
    if sheet.problems:
        return [_not_filled(table, sheet.problems[0].message)]
    there = carried_ids([sheet])
    ids = lines_of(connection, number)
    known = posted_rows(connection, ids)
    lines = [known[row] for row in ids if row not in there and known[row].quantity_e4]
    if not lines:
        return []
    rows: list[dict[str, Raw]] = [
        {**posted_cells(table, line), "status": POSTED, "row_id": line.row_id} for line in lines
    ]
    cells = {name: [row.get(name) for row in rows] for name in rows[0]}
    append_cells(book, sheet, cells, len(rows))
    return []


def write_results(book: Book, connection: sqlite3.Connection, number: str) -> None:
    """Replace the rows of 盘点结果 by those of one count."""
    table = table_named("stocktake_results")
    positions = {i.code: i.details.get("position", "") for i in Masters(connection).items()}
    keepers = keepers_of(connection)
    rows = [
        _cells(found, positions.get(found.item, ""), keepers.get(found.warehouse, ""))
        for found in results(connection, number)
    ]
    book.replace_table(
        table.name,
        [{table.header(name): value for name, value in cells.items()} for cells in rows],
    )


def refresh_results(book: Book, connection: sqlite3.Connection, since: str = "") -> list[Problem]:
    """Show the count of 盘点结果 as it is now; ``since`` is the ISO day of the first new document.

    Papers dated before a count change its differences; one that was reversed has none.
    """
    if since and not any_since(connection, since):
        return []
    table = table_named("stocktake_results")
    try:
        shown = _shown(book, table)
        if shown:
            write_results(book, connection, shown)
    except LayoutError as error:
        return [_not_filled(table, error.message)]
    return []


def _shown(book: Book, table: Table) -> str:
    """The number of the count whose results stand in the sheet, empty if there is none."""
    data = book.read_table(table.name)
    header = table.header("number")
    numbers = (row[data.headers.index(header)] for row in data.rows if header in data.headers)
    return next((number for number in numbers if isinstance(number, str)), "")


def keepers_of(connection: sqlite3.Connection) -> dict[str, str]:
    """Who answers for each warehouse (负责人), by its code."""
    return {w.code: w.details.get("keeper", "") for w in Masters(connection).warehouses()}


def input_tax_fen(result: Result) -> int:
    """The input tax that a loss takes back (进项税额转出), in fen."""
    return input_tax_out_fen(-result.value_fen, result.tax_rate_e6)


def _cells(found: Result, position: str, keeper: str) -> dict[str, Raw]:
    difference, value = found.difference_e4, found.value_fen
    reason = found.details.get("reason", "")
    tax = input_tax_fen(found)
    return {
        "number": found.number,
        "date": datetime.fromisoformat(found.date),
        "warehouse": found.warehouse_name,
        "item": found.item,
        "name": found.name,
        "spec": found.spec or None,
        "unit": found.unit,
        "position": position or None,
        "batch": found.batch or None,
        "abc": found.abc or None,
        "book": found.book_e4 / QUANTITY,
        "counted": found.counted_e4 / QUANTITY,
        "surplus": difference / QUANTITY if difference > 0 else None,
        "loss": -difference / QUANTITY if difference < 0 else None,
        "unit_cost": unit_cost_e6(value, difference) / PRICE if difference else None,
        "difference_value": value / FEN if difference else None,
        "reason": reason or None,
        "likely_cause": found.details.get("cause") if difference else None,
        "counter": found.details.get("handler"),
        "responsible": (keeper or None) if difference < 0 else None,
        "resolution": resolution(reason, difference) or None,
        "input_tax_out": tax / FEN if tax else None,
    }
