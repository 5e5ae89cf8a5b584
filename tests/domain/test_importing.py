"""How the columns of other people's files are found."""

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxc_xl.domain.importing.grid import Grid
from jxc_xl.domain.importing.headers import importable, matched, plain_header, recogniser
from jxc_xl.domain.importing.lines import read_lines
from jxc_xl.domain.tables.columns import Table
from jxc_xl.domain.tables.entry import ENTRY_TABLES, SALES
from jxc_xl.domain.tables.foreign import FOREIGN_TABLES
from jxc_xl.domain.tables.masters import ITEMS, MASTER_TABLES
from jxc_xl.domain.tables.stocktake import STOCKTAKE
from jxc_xl.domain.tables.synonyms import declared, names_of
from jxc_xl.foreign.text import decoded, read_text

TABLES = (*ENTRY_TABLES, *MASTER_TABLES, *FOREIGN_TABLES, STOCKTAKE)
each = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


@each
def test_no_word_means_two_columns(table: Table) -> None:
    """A header is one column of a table, never a matter of luck."""
    seen: dict[str, str] = {}
    for column in importable(table):
        for word in {plain_header(name) for name in names_of(table, column)}:
            assert seen.setdefault(word, column.field) == column.field, word


@each
def test_our_own_sheets_come_back_column_by_column(table: Table) -> None:
    """What was exported from a workbook of ours is understood without a word."""
    columns = importable(table)
    random.Random(3).shuffle(columns)
    found = matched(table, [column.header for column in columns])
    assert found == {column.field: place for place, column in enumerate(columns)}


def test_every_synonym_is_of_a_column() -> None:
    """A word for a column that is gone is dead weight."""
    fields = {column.field for table in TABLES for column in table.columns}
    fields |= {f"{table.name}.{column.field}" for table in TABLES for column in table.columns}
    assert set(declared()) <= fields


def test_the_surer_header_counts() -> None:
    """Where a file has two columns that could be meant, our own word goes before a synonym."""
    assert matched(SALES, ["品名", "商品编码", "付款时间", "日期"]) == {"item": 1, "date": 3}
    assert matched(ITEMS, ["Unit_Price", "productName", "ID", "unit"]) == {
        "sale_price": 0, "name": 1, "code": 2, "unit": 3,
    }  # fmt: skip


@given(
    st.lists(
        st.lists(st.text("可乐瓶ABC019 .-'\"\n,;|=\t", max_size=6), min_size=3, max_size=3),
        max_size=8,
    ),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
)
def test_every_line_becomes_a_row_or_is_named(
    rows: list[list[str]], separator: str, encoding: str
) -> None:
    """Whatever the cells hold, no line that says anything is lost, in any encoding."""
    import csv
    from io import StringIO

    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=separator)
    writer.writerow(["商品编码", "名称", "单位"])
    writer.writerows(rows)
    grid = read_text(text.getvalue().encode(encoding), "旧账.csv", recogniser(ITEMS))
    if not isinstance(grid, Grid):
        assert grid.code == "quote_open"
        return
    said = [row for row in rows if any(cell.strip().strip("'") for cell in row)]
    lines = read_lines(grid, ITEMS, {}, "", date(2026, 11, 22))
    assert lines.count >= len([row for row in said if any(_says(cell) for cell in row)])
    assert lines.count <= len(rows)


def _says(cell: str) -> bool:
    stripped = cell.strip()
    return bool(stripped) and stripped not in ('=""',)


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "utf-16-le"])
def test_short_chinese_text_is_decoded_as_it_was_written(encoding: str) -> None:
    """Few characters are enough; GBK is not taken for UTF-8, nor the other way round."""
    for text in ("编码,名称\n1,联通\n", "货号,单位\nA,个\n", "日期\n2026-11-01\n"):
        assert decoded(text.encode(encoding), "x.csv") == text
