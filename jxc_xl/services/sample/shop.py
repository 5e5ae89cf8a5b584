"""The sample shop's master data, read from ``workbooks/sample``."""

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from jxc_xl import resources
from jxc_xl.domain.cells import Raw
from jxc_xl.domain.tables import table_named
from jxc_xl.domain.tables.columns import Cell, Role, Table
from jxc_xl.domain.tables.masters import MASTER_TABLES
from jxc_xl.domain.tables.settings import SETTING_BY_KEY, SETTINGS
from jxc_xl.services.sample.model import Goods, Row, Rows

_NUMBERS = frozenset(
    {Cell.QUANTITY, Cell.PRICE, Cell.AMOUNT, Cell.FACTOR, Cell.SHARE, Cell.PERCENT}
)


@dataclass(frozen=True, slots=True)
class Shop:
    """The masters as rows, and the goods that sell."""

    masters: Rows
    goods: tuple[Goods, ...]


def load_shop(end: date) -> Shop:
    """The sample shop as it stands on ``end``."""
    masters = load_masters(end)
    demand = {row["商品编码"]: row for row in _read("demand")}
    goods = tuple(
        _goods(row, demand[str(row["code"])]) for row in masters["items"] if row["status"] != "停用"
    )
    return Shop(masters, goods)


def load_masters(end: date) -> Rows:
    """The rows of the master tables and of 设置, as typed; a blank cell has no key.

    Promotion days are those of the year before ``end`` and the year after it.
    """
    rows = {table.name: _rows(table, end) for table in (*MASTER_TABLES, SETTINGS)}
    rows["promotion_days"] = [
        row for row in rows["promotion_days"] if abs((_day(row, "end") - end).days) <= 370
    ]
    return rows


def _folder() -> Path:
    return resources.workbooks() / "sample"


def _read(name: str) -> list[dict[str, str]]:
    with (_folder() / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _rows(table: Table, end: date) -> list[Row]:
    return [_row(table, record, end) for record in _read(table.name)]


def _row(table: Table, record: dict[str, str], end: date) -> Row:
    row: Row = {}
    for header, text in record.items():
        column = table.by_header[header]
        cell = column.cell
        if table.role is Role.SETTINGS and column.field == "value":
            cell = SETTING_BY_KEY[record["项目"]].cell
        if text:
            row[column.field] = _value(text, cell, end)
    return row


def _value(text: str, cell: Cell, end: date) -> Raw:
    if cell is Cell.DATE:
        return _date(text, end)
    if cell is Cell.RATE:
        return Decimal(text.removesuffix("%")) / 100
    if cell in (Cell.DAYS, Cell.INTEGER):
        return int(text)
    return Decimal(text) if cell in _NUMBERS else text


def _date(text: str, end: date) -> date:
    """A date; without a year the next such day after ``end``."""
    if text.count("-") == 2:
        return date.fromisoformat(text)
    month, day = (int(part) for part in text.split("-"))
    found = date(end.year, month, day)
    return found if found > end else date(end.year + 1, month, day)


def _day(row: Row, field: str) -> date:
    value = row[field]
    assert isinstance(value, date)
    return value


def _goods(row: Row, demand: dict[str, str]) -> Goods:
    def number(field: str, default: int = 0) -> Decimal:
        return Decimal(str(row.get(field, default)))

    texts = {
        column.field: str(row.get(column.field, "")) for column in table_named("items").columns
    }
    return Goods(
        **{
            field: texts[field]
            for field in ("code", "name", "spec", "barcode", "mnemonic", "category", "unit")
        },
        sub_unit=texts["sub_unit"],
        factor=number("factor", 1),
        buy=number("purchase_price"),
        sale=number("sale_price"),
        lowest=number("lowest_price"),
        tax_rate=number("tax_rate"),
        supplier=texts["supplier"],
        least=number("minimum_order"),
        batch_managed=texts["batch_managed"] == "是",
        shelf_days=int(number("shelf_days")),
        heat=float(demand["批发热度"]),
        lot=int(demand["批发一次"]),
        retail=float(demand["零售热度"]),
        season=demand["季节"],
    )
