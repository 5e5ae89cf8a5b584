"""What clerks type is understood, and nothing they type makes a parser fall over."""

import string
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxc_xl.domain.cells import CellError, Raw
from jxc_xl.domain.dates import date_parser
from jxc_xl.domain.numbers import PRICE, QUANTITY, RATE
from jxc_xl.domain.parsing import (
    Failure,
    Parts,
    amount_of,
    code_of,
    count_of,
    days_of,
    factor_of,
    fold,
    name_of,
    price_of,
    quantity_of,
    rate_of,
    read_column,
    share_of,
    text_of,
)
from tests.domain.tables import cells

TODAY = date(2026, 11, 22)
dated = date_parser(TODAY)
PARSERS = (
    amount_of, code_of, count_of, dated, days_of, factor_of, name_of, price_of, quantity_of,
    rate_of, share_of, text_of,
)  # fmt: skip

RAW: st.SearchStrategy[Raw] = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(),
    st.integers(),
    st.decimals().filter(lambda number: not number.is_snan()),  # no file can hold one
    st.dates(),
    st.datetimes(),
    st.text(),
    st.text(string.digits + "０１２９+-−.,，。%/年月日折箱瓶元¥ ()打T:", max_size=14),
    st.sampled_from(["#N/A", "#DIV/0!"]).map(CellError),
)


@given(RAW)
def test_no_cell_makes_a_parser_raise(raw: Raw) -> None:
    """A parser gives a value, blank or a failure with its parameters, whatever stands there."""
    for parser in PARSERS:
        value = parser(raw)
        if isinstance(value, Failure):
            assert all(isinstance(text, str) for text in value.params.values())


@given(st.lists(RAW, max_size=30))
def test_reading_a_column_is_reading_its_cells(raws: list[Raw]) -> None:
    """Remembering what was parsed never mixes up True with 1, or an error value with text."""
    for parser in PARSERS:
        assert read_column(raws, parser) == [parser(raw) for raw in raws]


def told(table: str) -> list[list[str]]:
    """The rows of a table in a test: what is typed, what it means."""
    return [cells(line) for line in table.splitlines() if line.strip()]


def test_dates() -> None:
    """Every form of the contract is a date; what is not a day is told apart from what is no date."""
    table = """
        | 2026-01-05          | 2026-01-05 |
        | 2026/1/5            | 2026-01-05 |
        | 2026.1.5            | 2026-01-05 |
        | 20260105            | 2026-01-05 |
        | 26-1-5              | 2026-01-05 |
        | 2026年1月5日         | 2026-01-05 |
        | 26年1月5号           | 2026-01-05 |
        | 1月5日               | 2026-01-05 |
        | 11月22日             | 2026-11-22 |
        | 11月23日             | 2025-11-23 |
        | 2月29日              | 2024-02-29 |
        | ２０２６－１－５        | 2026-01-05 |
        | 2026 - 1 - 5        | 2026-01-05 |
        | 2026-01-05 10:30    | 2026-01-05 |
        | 2026-01-05T10:30:00 | 2026-01-05 |
        | 2026-02-30          | date_impossible |
        | 20261301            | date_impossible |
        | 2月30日              | date_impossible |
        | 2026-1/5            | not_a_date |
        | 1-5                 | not_a_date |
        | 昨天                 | not_a_date |
        | 99999               | not_a_date |
    """
    for typed, meant in told(table):
        value = dated(typed)
        assert (value.code if isinstance(value, Failure) else str(value)) == meant, typed


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_date_reads_the_same_in_every_form(day: date) -> None:
    """However a spreadsheet or a clerk writes a day, it is that day."""
    serial = (day - date(1899, 12, 30)).days
    forms: list[Raw] = [
        day, datetime.combine(day, time(9, 30)), serial, float(serial), serial + 0.5,
        day.isoformat(), f"{day:%Y%m%d}", int(f"{day:%Y%m%d}"), float(f"{day:%Y%m%d}"),
        f"{day.year}/{day.month}/{day.day}", f"{day.year}年{day.month}月{day.day}日",
        f"{day:%y}-{day.month}-{day.day}", Decimal(serial),
    ]  # fmt: skip
    assert {dated(form) for form in forms} == {day}


@pytest.mark.parametrize("raw", [0.0, -1.0, float("nan"), float("inf"), True, 1e9, Decimal("NaN")])
def test_a_number_that_is_no_day_is_no_date(raw: Raw) -> None:
    """A count or a truth value in a date cell is a mistake, not a day in 1900."""
    assert isinstance(dated(raw), Failure)


def test_numbers() -> None:
    """Width, blanks, separators and currency are forgiven; what could mean two things is not."""
    table = """
        | 12.5        | 12.5 |
        | １２．５      | 12.5 |
        | 12。5       | 12.5 |
        | 1 234.5     | 1234.5 |
        | 1,234.50    | 1234.5 |
        | １，２３４     | 1234 |
        | ¥12.5       | 12.5 |
        | ￥12.5元     | 12.5 |
        | -3          | -3 |
        | −3          | -3 |
        | -¥3         | -3 |
        | (3)         | -3 |
        | +3          | 3 |
        | .5          | 0.5 |
        | 3.          | 3 |
        | 12,5        | not_a_number |
        | 1,23,456    | not_a_number |
        | 1e3         | not_a_number |
        | 三          | not_a_number |
        | 元          | not_a_number |
        | 1-2         | not_a_number |
        | 10000000001 | number_too_large |
        | 9999999999999999999999999 | number_too_large |
    """
    for typed, meant in told(table):
        value = price_of(typed)
        got = value.code if isinstance(value, Failure) else str(Decimal(value or 0) / PRICE)
        assert got == meant or (isinstance(value, int) and Decimal(got) == Decimal(meant)), typed


@given(st.integers(-(10**13), 10**13))
def test_a_float_of_a_cell_is_exact(quantity_e4: int) -> None:
    """A cell's float gives the very figure that stands in the sheet, never a neighbour of it."""
    as_float = float(Decimal(quantity_e4) / QUANTITY)
    assert quantity_of(as_float) == quantity_e4
    assert quantity_of(str(Decimal(quantity_e4) / QUANTITY)) == quantity_e4
    assert quantity_of(Decimal(quantity_e4) / QUANTITY) == quantity_e4


@pytest.mark.parametrize(
    ("raw", "price"),
    [
        (0.1 + 0.2, 300_000),
        (1.0000005, 1_000_001),
        (2.675, 2_675_000),
        (-0.0000005, -1),
        (7, 7 * PRICE),
    ],
)
def test_more_decimals_than_are_kept_are_rounded_half_up(raw: Raw, price: int) -> None:
    """Prices keep six decimals, of the shortest decimal that stands for the float."""
    assert price_of(raw) == price


def test_quantities_with_their_units() -> None:
    """``3箱5瓶`` is a quantity in two units, and a sign in front holds for both."""
    box, bottle = 3 * QUANTITY, 5 * QUANTITY
    assert quantity_of("3箱5瓶") == Parts(((box, "箱"), (bottle, "瓶")))
    assert quantity_of(" ３ 箱 ") == Parts(((box, "箱"),))
    assert quantity_of("-3箱5瓶") == Parts(((-box, "箱"), (-bottle, "瓶")))
    assert quantity_of("1.5kg") == Parts(((15_000, "kg"),))
    assert [type(quantity_of(text)) for text in ("箱3", "3箱5", "3.箱", "--3箱")] == [Failure] * 4


def test_discounts() -> None:
    """A discount is the share paid: fraction, percentage or 折; more than all of it is wrong."""
    table = """
        | 0.9   | 0.9  |
        | ０．９  | 0.9  |
        | 90%   | 0.9  |
        | 90％   | 0.9  |
        | 9折    | 0.9  |
        | 9.5折  | 0.95 |
        | 95折   | 0.95 |
        | 打85折 | 0.85 |
        | 八五折  | 0.85 |
        | 九折    | 0.9  |
        | 10折   | 1    |
        | 1     | 1    |
        | 100%  | 1    |
        | 0     | share_range |
        | 0折    | share_range |
        | -0.1  | share_range |
        | 9     | share_range |
        | 110%  | share_range |
        | %     | not_a_number |
        | 半价   | not_a_number |
    """
    for typed, meant in told(table):
        value = share_of(typed)
        if isinstance(value, Failure):
            assert value.code == meant, typed
        else:
            assert value == Decimal(meant) * RATE, typed


def test_tax_rates() -> None:
    """A usual rate may be a fraction, a percentage or the bare number of the percentage."""
    table = """
        | 0.13 | 0.13 |
        | 13%  | 0.13 |
        | 13   | 0.13 |
        | 0.03 | 0.03 |
        | 1    | 0.01 |
        | 0    | 0    |
        | 免税  | 0    |
        | 17%  | 0.17 |
        | 12%  | tax_rate_unusual |
        | 130  | tax_rate_unusual |
        | -13% | tax_rate_unusual |
        | 专票  | not_a_number |
    """
    for typed, meant in told(table):
        value = rate_of(typed)
        if isinstance(value, Failure):
            assert value.code == meant, typed
        else:
            assert value == Decimal(meant) * RATE, typed
    assert rate_of(0.13) == 130_000


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("007", "007"), (7.0, "7"), (6901234567892.0, "6901234567892"), ("  Ａ－０１ ", "A-01"),
        ("a  b", "a b"), (1e20, "1" + "0" * 20), ("", None), ("　", None), ("=1+1", "=1+1"),
        (datetime(2026, 1, 5), "2026-01-05"), (7.5, "7.5"), (Decimal("7.10"), "7.1"),
    ],
)  # fmt: skip
def test_codes_keep_what_was_typed(raw: Raw, code: str | None) -> None:
    """Leading zeros stay, a number's code has no ``.0``, width and stray blanks do not count."""
    assert code_of(raw) == code


@given(st.text())
def test_folding_is_idempotent(text: str) -> None:
    """Two codes that are the same stay the same, however often they are compared."""
    assert fold(fold(text)) == fold(text)


def test_days() -> None:
    """Days are whole and not negative; the word 天 may stand behind them."""
    assert [days_of(raw) for raw in ("30", "30天", 7.0, None)] == [30, 30, 7, None]
    assert [type(days_of(raw)) for raw in (1.5, "-1", "半年", True)] == [Failure] * 4
