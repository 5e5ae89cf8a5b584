"""What a row says, as text: two rows that say the same are equal here."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from decimal import Decimal
from hashlib import blake2b

from jxc_xl.domain.cells import Raw, RawRows
from jxc_xl.domain.tables.columns import Column, Table

HEAD_FIELDS = ("date", "number", "kind", "partner")


def canonical(cell: Raw) -> str:
    """A cell's value as text; blank is empty, 3 and 3.0 are the same.

    >>> canonical(3.0), canonical(" 007 "), canonical(None), canonical(date(2026, 1, 5))
    ('3', '007', '', '2026-01-05')
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, datetime):
        return cell.isoformat(" ") if cell.time() != time() else cell.date().isoformat()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, Decimal):
        return canonical(float(cell))
    return str(cell)


def fingerprint(texts: Iterable[str]) -> int:
    """A number that stands for a row's texts; equal rows have equal numbers."""
    digest = blake2b("\x1f".join(texts).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def typed_columns(table: Table) -> list[Column]:
    """The columns whose cells are the clerk's own words."""
    return [column for column in table.columns if not column.filled and column.field != "status"]


def blank_rows(raw: RawRows) -> list[bool]:
    """For each row, whether the clerk typed nothing in it, or only a remark to himself."""
    columns = [
        raw.column(column.field) for column in typed_columns(raw.table) if column.field != "note"
    ]
    return [
        not any(cell is not None and cell != "" for cell in cells)
        for cells in zip(*columns, strict=True)
    ]


def typed_fingerprints(raw: RawRows, rows: Sequence[int]) -> dict[int, int]:
    """The fingerprint of each of ``rows``, a continued head spelled out.

    A row whose head is blank says what the row above says, however far up that is.
    """
    columns = typed_columns(raw.table)
    heads = [raw.column(column.field) for column in columns if column.field in HEAD_FIELDS]
    bodies = [raw.column(column.field) for column in columns if column.field not in HEAD_FIELDS]
    wanted = set(rows)
    found: dict[int, int] = {}
    head: list[str] = []
    for row in range(len(raw.numbers)):
        own = [canonical(cells[row]) for cells in heads]
        if any(own) or not head:
            head = own
        if row in wanted:
            body = [canonical(cells[row]) for cells in bodies]
            found[row] = fingerprint((*head, *body))
    return found
