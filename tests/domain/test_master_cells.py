"""A master row that goes through the ledger comes back saying the same."""

from collections.abc import Mapping
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from jxc_xl.domain.cells import Raw, RawRows, RowState
from jxc_xl.domain.master_cells import Cells, master_cells
from jxc_xl.domain.master_rows import Master, read_masters
from jxc_xl.domain.tables.columns import Cell, Column, Table
from jxc_xl.domain.tables.masters import (
    ITEMS,
    MASTER_TABLES,
    SUPPLIERS,
)
from jxc_xl.ledger.master_rows import fingerprint_of

_WORDS = st.one_of(st.none(), st.text("茶A0 =-", min_size=1, max_size=5))
_NUMBERS = st.one_of(st.none(), st.integers(0, 10**6).map(lambda n: n / 100))


def _cell(column: Column) -> st.SearchStrategy[Raw]:
    if column.choices:
        return st.one_of(st.none(), st.sampled_from(column.choices))
    if column.source:
        return st.sampled_from([None, "K1", "K2"])
    if column.cell is Cell.DATE:
        return st.one_of(st.none(), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
    if column.cell is Cell.RATE:
        return st.sampled_from([None, 0, 0.01, 0.13])
    if column.cell is Cell.DAYS:
        return st.one_of(st.none(), st.integers(0, 999))
    if column.cell in (Cell.PRICE, Cell.QUANTITY, Cell.AMOUNT, Cell.FACTOR):
        return _NUMBERS
    return _WORDS


@given(st.data(), st.sampled_from(MASTER_TABLES))
def test_read_written_and_read_again_is_the_same(data: st.DataObject, table: Table) -> None:
    """Whatever stands in a row that is no mistake, nothing of it is lost or changed."""
    cells = {
        column.field: data.draw(_cell(column)) for column in table.columns if not column.filled
    }
    first = _read(table, cells)
    if first is None:
        return
    again = _read(table, master_cells(table, first))
    assert again is not None
    assert fingerprint_of(again) == fingerprint_of(first)


def _read(table: Table, cells: Cells) -> Master | None:
    raw = _rows(table, {name: [cell] for name, cell in cells.items()})
    found: list[Master] = getattr(
        read_masters({**_KNOWN, table.name: raw}, date(2026, 11, 22)), table.name
    )
    return found[0] if found else None


def _rows(table: Table, cells: Mapping[str, list[Raw]]) -> RawRows:
    count = max(map(len, cells.values()))
    return RawRows(table, range(2, 2 + count), cells, [RowState.NEW] * count)


_KNOWN = {
    "items": _rows(ITEMS, {"code": ["K1", "K2"], "name": ["茶", "饼"], "unit": ["盒", "盒"]}),
    "suppliers": _rows(SUPPLIERS, {"code": ["K1", "K2"], "name": ["甲", "乙"]}),
}
"""What the others refer to."""
