"""What a posted row shows: a ledger line turned back into the cells of its sheet."""

from collections.abc import Mapping
from datetime import datetime

from jxc_xl.domain.cells import Raw
from jxc_xl.domain.content import canonical
from jxc_xl.domain.kinds import KINDS, LOSS, SURPLUS, Effect
from jxc_xl.domain.numbers import FEN, PRICE, QUANTITY, RATE, in_unit, unit_cost_e6
from jxc_xl.domain.tables.columns import Cell, Table
from jxc_xl.ledger.rows import PostedRow

Cells = dict[str, Raw]
_PROGRAM = frozenset({"status", "hint", "error_columns", "row_id"})
DERIVED = ("kind", "quantity", "price", "amount")
"""What later documents change in the row of a count: its difference."""
_REFRESHED = frozenset({"cost", "margin", "fulfilled", "open", "available", "name", "spec"})
BY_NAME = ("partner", "warehouse", "to_warehouse")
"""What a clerk may name by its code or its name; what is typed so stays."""


def posted_cells(table: Table, row: PostedRow) -> Cells:
    """Every cell of a posted row but the program's marks; blank ones are ``None``."""
    kind = KINDS[row.kind]
    priced = kind.effect is not Effect.TRANSFER and row.quantity_e4 != 0
    cells: Cells = {
        "date": _day(row.date),
        "number": row.number,
        "kind": kind.label,
        "partner": row.partner_name or None,
        "counterpart_number": row.counterpart_number or None,
        "item": row.item or None,
        "name": row.name or None,
        "spec": row.spec or None,
        "unit": row.unit or None,
        "warehouse": row.warehouse_name or None,
        "to_warehouse": row.to_warehouse_name or None,
        "batch": row.batch or row.details.get("batch"),
        "made": _day(row.made),
        "expires": _day(row.expires),
        "quantity": row.quantity_e4 / QUANTITY if row.quantity_e4 else None,
        "price": row.price_e6 / PRICE if priced else None,
        "share": None if row.share_e6 == RATE else row.share_e6 / RATE,
        "tax_rate": row.tax_rate_e6 / RATE if row.tax_rate_e6 else None,
        "amount": None if kind.effect is Effect.TRANSFER else row.amount_fen / FEN,
        "tax": row.tax_fen / FEN,
        "total": row.total_fen / FEN,
        "link": row.link or None,
        **_progress(row),
    }
    if kind.effect is Effect.COUNT:
        cells |= _difference(row)
    for column in table.columns:
        if column.field not in cells:
            text = row.details.get(column.field)
            cells[column.field] = _detail(text, column.cell) if text else None
    return {c.field: cells[c.field] for c in table.columns if c.field not in _PROGRAM}


def _difference(row: PostedRow) -> Cells:
    """What a count changed stock by, as a receipt or an issue with its cost."""
    unit_cost = unit_cost_e6(abs(row.cost_fen), abs(row.quantity_e4))
    return {
        "kind": LOSS if row.quantity_e4 < 0 else SURPLUS,
        "quantity": abs(row.quantity_e4) / QUANTITY,
        "price": unit_cost / PRICE if row.quantity_e4 else None,
        "amount": abs(row.cost_fen) / FEN,
    }


def _progress(row: PostedRow) -> Cells:
    """What became of the row: of an order what was fulfilled, of a sale what it cost."""
    if KINDS[row.kind].effect is Effect.ORDER:
        return {
            "fulfilled": in_unit(row.fulfilled_e4 or 0, row.factor_e6) / QUANTITY,
            "open": in_unit(row.open_e4 or 0, row.factor_e6) / QUANTITY,
            "cost": None,
            "margin": None,
        }
    return {"cost": row.cost_fen / FEN, "margin": _margin_fen(row) / FEN}


def _margin_fen(row: PostedRow) -> int:
    """Sales without tax less cost; negative figures for a return."""
    sales = -row.amount_fen if KINDS[row.kind].effect is Effect.RECEIPT else row.amount_fen
    return sales - row.cost_fen


def _day(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _detail(text: str, cell: Cell) -> Raw:
    if cell is Cell.DATE:
        return _day(text)
    return float(text) if cell is Cell.AMOUNT else text


def differing(table: Table, row: PostedRow, sheet: Mapping[str, Raw]) -> list[str]:
    """The fields in which a sheet row no longer says what the ledger says.

    Costs and what the sheet looks up are refreshed, not compared; a partner or warehouse
    may be named by code or name.
    """
    return differing_from(posted_cells(table, row), row, sheet)


def differing_from(posted: Cells, row: PostedRow, sheet: Mapping[str, Raw]) -> list[str]:
    """The same where the cells of the posted row are at hand."""
    fields = []
    for field, value in posted.items():
        cell = sheet.get(field)
        if cell == value and type(cell) is type(value):  # nearly always, and it says the same
            continue
        if field in _REFRESHED or (field in DERIVED and row.kind == "count"):
            continue
        here = canonical(cell)
        if here != canonical(value) and not (field in BY_NAME and here == code_of(row, field)):
            fields.append(field)
    return fields


def code_of(row: PostedRow, field: str) -> str:
    """The code of a posted row's partner or warehouse."""
    return str(getattr(row, field))
