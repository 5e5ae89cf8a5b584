"""The engine over UNO against a real LibreOffice: values, formulas, ranges, names, tables."""

import datetime as dt

import pytest
import xlwings as xw

pytestmark = pytest.mark.xdist_group("office")


def test_every_kind_of_value_comes_back(calc_book: xw.Book) -> None:
    """Text, numbers, dates with and without a time, truth values and nothing are what they were."""
    rows = [
        ["商品", 1.5, dt.datetime(2026, 1, 5), True],
        [None, 7.0, dt.datetime(2026, 1, 5, 12, 30, 20), False],
    ]
    cells = calc_book.sheets[0]["B2:E3"]
    cells.value = rows
    assert cells.options(ndim=2).value == rows
