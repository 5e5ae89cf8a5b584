"""Small Markdown ledgers: what stands in a sheet, as a test tells it.

A cell that looks like a number is a float and one that looks like an ISO date a date, as a
spreadsheet gives them; in ``quotes`` it is text.  ``#N/A`` is an error value.  In column
状态, 草稿 and 已过账 say what the row is.
"""

import re
from collections.abc import Sequence
from datetime import datetime

from jxc_xl.domain.cells import CellError, Raw, RawRows, RowState
from jxc_xl.domain.tables import ALL_TABLES
from jxc_xl.domain.tables.columns import Table

TABLES = {table.sheet: table for table in ALL_TABLES}
_STATES = {"草稿": RowState.DRAFT, "已过账": RowState.POSTED}


def cells(line: str) -> list[str]:
    """The texts of one row of a Markdown table."""
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def markdown(text: str) -> list[list[str]]:
    """The first table in a text: headers, then rows; the ruler between them is left out."""
    lines = [line.strip() for line in (text or "").splitlines()]
    start = next(i for i, line in enumerate(lines) if line.startswith("|"))
    table = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        if not set(line) <= set("|-: "):
            table.append(cells(line))
        elif len(table) > 1:
            table.append([""] * len(table[0]))
    return table


def raw_cell(text: str) -> Raw:
    """One cell as a spreadsheet would give it."""
    if not text:
        return None
    if text[0] == text[-1] == '"' and len(text) > 1:
        return text[1:-1]
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        return float(text)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            return text
    return CellError(text) if text.startswith("#") else text


def raw_rows(table: Table, rows: Sequence[Sequence[str]]) -> RawRows:
    """A Markdown table as rows of a sheet, the first in row 2; 状态 says what a row is."""
    headers, body = rows[0], rows[1:]
    columns: dict[str, list[Raw]] = {}
    for place, header in enumerate(headers):
        columns[_field(table, header)] = [raw_cell(row[place]) for row in body]
    states = [_state(headers, row) for row in body]
    return RawRows(table, range(2, len(body) + 2), columns, states)


def _field(table: Table, header: str) -> str:
    """The field under a header; 往来单位 is a partner even where the sheet has none."""
    return "partner" if header == "往来单位" else table.by_header[header].field


def _state(headers: Sequence[str], row: Sequence[str]) -> RowState:
    if not any(row):
        return RowState.SKIP
    status = row[list(headers).index("状态")] if "状态" in headers else ""
    return _STATES.get(status, RowState.NEW)
