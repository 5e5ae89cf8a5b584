"""What holds of judging whatever stands in the sheet."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxc_xl.domain import catalogue, dates, directory, parsing
from jxc_xl.domain.cells import Raw, RawRows, RowState
from jxc_xl.domain.judge import Judged, judge
from jxc_xl.domain.tables.columns import Table
from jxc_xl.domain.tables.entry import ENTRY_TABLES
from tests.domain.shop import TODAY, open_shop
from tests.domain.test_judge import POSTED, past_of
from tests.domain.test_parsing import RAW

SHOP = open_shop()
PAST = past_of(POSTED)

_USUAL: dict[str, list[Raw]] = {
    "date": [None, None, "2026-11-20", "2026-11-21", 46346.0, "1月5日", "2027-01-01"],
    "number": [None, None, None, "88", "X1", "XSCK20261120-001", "cgrk20261120-001"],
    "kind": [None, None, "销售", "退货", "采购入库", "调拨", "其它入库", "其它出库", "期初", "销售订单"],
    "partner": [None, None, "C1", "张三商店", "好货公司", "V2", "散客"],
    "item": ["A1", "a2", "M1", "T1", "S1", "007", 7.0, "可乐", None],
    "warehouse": [None, None, "主仓", "02", "旧仓"],
    "to_warehouse": [None, None, "分仓"],
    "unit": [None, None, "瓶", "箱", "g"],
    "quantity": [1.0, 2.5, -1.0, 0.0, "3箱5瓶", "-2瓶", None, 1e9],
    "price": [None, 2.0, 3.0, 0.0, -1.0, 1e9],
    "share": [None, None, "9折", 0.9, 9.0],
    "tax_rate": [None, None, "13%", 0.03],
    "amount": [None, None, 6.0, -6.0, 0.0],
    "tax": [None, None, 0.0, 0.01],
    "total": [None, None, 6.0, 6.05, -2.0],
    "batch": [None, None, "B1", "B2"],
    "made": [None, None, "2026-11-01", "2026-11-19"],
    "expires": [None, None, "2026-11-02", "2026-12-01"],
    "link": [None, None, "X1", "R1", "88"],
    "counterpart_number": [None, None, "HH-1", "HH-2"],
}  # fmt: skip


@st.composite
def sheets(draw: st.DrawFn) -> RawRows:
    """A few rows of an entry sheet: the usual, mixed with anything a cell can hold."""
    table: Table = draw(st.sampled_from(ENTRY_TABLES))
    size = draw(st.integers(1, 6))
    columns: dict[str, list[Raw]] = {}
    for column in table.columns:
        usual = st.sampled_from(_USUAL.get(column.field, [None]))
        cells = usual | RAW if draw(st.integers(0, 9)) == 0 else usual
        columns[column.field] = draw(st.lists(cells, min_size=size, max_size=size))
    states = draw(
        st.lists(
            st.sampled_from([RowState.NEW] * 5 + [RowState.POSTED, RowState.DRAFT, RowState.SKIP]),
            min_size=size,
            max_size=size,
        )
    )
    return RawRows(table, range(2, size + 2), columns, states)


def judged(raw: RawRows) -> Judged:
    """What becomes of the rows in the shop of the scenarios."""
    return judge(raw, SHOP.directory, SHOP.settings, PAST, TODAY)


@given(sheets())
def test_every_new_row_is_posted_refused_or_a_draft(raw: RawRows) -> None:
    """Nothing a sheet can hold makes judging fall over, and no row is lost or doubled."""
    result = judged(raw)
    posted = [line.row for document in result.documents for line in document.lines]
    new = [row for row, state in enumerate(raw.states) if state is RowState.NEW]
    assert sorted([*posted, *result.refused_rows, *result.drafts]) == new


@given(sheets())
def test_a_refusal_has_a_reason_in_its_document(raw: RawRows) -> None:
    """If rows are refused there is an error, and no row of a good document has one."""
    result = judged(raw)
    wrong = {found.row for found in result.problems if found.is_error}
    posted = {raw.numbers[line.row] for document in result.documents for line in document.lines}
    assert bool(result.refused_rows) == bool(wrong)
    assert not wrong & posted


@given(sheets())
def test_the_figures_of_a_good_line_agree(raw: RawRows) -> None:
    """金额 + 税额 = 价税合计 to the fen, nothing is negative, and stock gets what was paid."""
    for document in judged(raw).documents:
        for line in document.lines:
            assert line.amount_fen + line.tax_fen == line.total_fen
            assert min(line.amount_fen, line.tax_fen, line.price_e6) >= 0
            assert line.quantity_e4 > 0
            assert line.base_e4 > 0
            assert line.basis_fen in (None, line.amount_fen, line.total_fen)
            assert sum(part for _move, _batch, part in line.links) in (0, line.base_e4)


@pytest.mark.parametrize("module", [catalogue, dates, directory, parsing])
def test_examples_in_docstrings_hold(module: object) -> None:
    """What a docstring shows is what the function does."""
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]
