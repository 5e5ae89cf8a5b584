"""A small shop in a real workbook, and ways to type into it and read it."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from jxc_xl.cli import cli
from jxc_xl.domain.tables import table_named
from jxc_xl.services.new import new_with
from jxc_xl.workbook.book import open_book

Cells = Mapping[str, Any]

MASTERS: dict[str, Sequence[Cells]] = {
    "items": [
        {"code": "A1", "name": "可乐", "unit": "瓶", "sub_unit": "箱", "factor": 24,
         "purchase_price": 2, "sale_price": 3},
        {"code": "A2", "name": "牛奶", "unit": "盒", "batch_managed": "是", "shelf_days": 30},
        {"code": "007", "name": "大米", "unit": "kg", "sub_unit": "g", "factor": 0.001,
         "sale_price": 8},
    ],
    "suppliers": [{"code": "S1", "name": "百事"}],
    "customers": [{"code": "C1", "name": "小王店"}],
    "warehouses": [{"code": "W1", "name": "主仓库"}, {"code": "W2", "name": "门店"}],
}  # fmt: skip


def make(path: Path, **rows: Sequence[Cells]) -> Path:
    """A workbook with the masters and these rows by table, and its ledger."""
    new_with(path, {**MASTERS, **rows})
    return path


def run(*words: object) -> dict[str, Any]:
    """What ``jxc … --json`` prints, with its exit status as ``exit``."""
    result = CliRunner().invoke(cli, [*map(str, words), "--json"])
    answer: dict[str, Any] = json.loads(result.stdout)
    return {**answer, "exit": result.exit_code}


def rows_of(path: Path, table: str) -> list[dict[str, Any]]:
    """The rows of a table by field."""
    book = open_book(path, read_only=True)
    try:
        data = book.read_table(table)
    finally:
        book.close()
    by_header = table_named(table).by_header
    fields = [by_header[h].field if h in by_header else h for h in data.headers]
    return [dict(zip(fields, row, strict=True)) for row in data.rows]


def type_rows(path: Path, table: str, rows: Sequence[Cells], *, at: int | None = None) -> None:
    """A clerk types rows below the last one (or from index ``at``) and saves."""
    declared = table_named(table)
    book = open_book(path)
    try:
        first = len(book.read_table(table).rows) if at is None else at
        for offset, cells in enumerate(rows):
            columns = {declared.header(name): [value] for name, value in cells.items()}
            book.write_columns(table, columns, rows=[first + offset])
        book.save()
    finally:
        book.close()


def day(text: str) -> datetime:
    """A cell date."""
    return datetime.combine(date.fromisoformat(text), datetime.min.time())
