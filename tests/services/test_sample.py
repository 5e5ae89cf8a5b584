"""The sample shop: the same every time, believable, and posted without a murmur."""

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from jxc_xl.domain.cells import RawRows, RowState
from jxc_xl.domain.master_rows import Masters, read_masters
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.tables import table_named
from jxc_xl.domain.tables.entry import ENTRY_TABLES
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.orders import open_lines
from jxc_xl.ledger.source import Source
from jxc_xl.ledger.verify import verify
from jxc_xl.services.posting import Outcome, judge_tables, write_documents
from jxc_xl.services.recompute.suppliers import ratings
from jxc_xl.services.sample import Rows, Sample, sample_shop
from jxc_xl.services.sample.model import Row

END = date(2026, 11, 22)
DAYS = [
    END,
    date(2026, 2, 18),  # the shop is closed for New Year
    date(2026, 9, 20),  # moon cakes on the shelf
    date(2028, 2, 29),
    date(2040, 5, 5),  # after the last promotion day there is
]
SOURCE = Source("sample", "sample.xlsx", "clerk", "desk", "2026-11-22T18:00:00+08:00")


@pytest.fixture(scope="module")
def shop() -> Sample:
    """The sample shop of an ordinary day."""
    return sample_shop(END)


def raw(name: str, rows: list[Row]) -> RawRows:
    """Rows as they are read from a sheet that begins in row 2."""
    fields = {field: None for row in rows for field in row}
    return RawRows(
        table_named(name),
        range(2, len(rows) + 2),
        {field: [row.get(field) for row in rows] for field in fields},
        [RowState.NEW] * len(rows),
    )


def masters_of(shop: Sample) -> Masters:
    """The masters as the program reads them."""
    return read_masters({name: raw(name, rows) for name, rows in shop.masters.items()}, shop.end)


class Books:
    """A ledger into which the sample is posted."""

    def __init__(self, ledger: Ledger, shop: Sample) -> None:
        self.ledger = ledger
        self._shop = shop
        self._masters = masters_of(shop)

    def post(self, rows: Rows) -> Outcome:
        """One click of 过账."""
        with self.ledger.transaction():
            tables = [raw(name, part) for name, part in rows.items()]
            outcome = judge_tables(self.ledger, tables, self._masters, self._shop.end)
            write_documents(self.ledger, outcome, self._masters, SOURCE, row_ids=False)
        return outcome


@contextmanager
def books(folder: Path, shop: Sample) -> Iterator[Books]:
    """New books, closed at the end."""
    with Ledger.create(folder / "sample.db") as ledger:
        yield Books(ledger, shop)


def findings(problems: list[Problem]) -> set[tuple[str, int | None, str | None, str]]:
    """Where what was found."""
    return {(found.sheet, found.row, found.column, found.code) for found in problems}


def size(rows: Mapping[str, list[Row]]) -> int:
    """How many rows in all."""
    return sum(len(part) for part in rows.values())


def column(rows: list[Row], field: str) -> list[object]:
    """What stands in a column, blank cells left out."""
    return [row[field] for row in rows if field in row]


def test_the_same_day_gives_the_same_rows(shop: Sample) -> None:
    """Nothing depends on the clock or on anything else than day, seed and scale."""
    assert sample_shop(END) == shop
    assert sample_shop(END, seed=1).history != shop.history
    assert sample_shop(END + timedelta(1)).history != shop.history


def test_another_process_gives_the_same_rows() -> None:
    """No set or hash decides an order: two processes hash texts differently and agree."""
    script = (
        "from datetime import date; from jxc_xl.services.sample import sample_shop;"
        f"print(sample_shop(date({END.year}, {END.month}, {END.day})))"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", script],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1


def test_the_shop_has_the_size_of_a_small_wholesaler(shop: Sample) -> None:
    """About 60 items in 5 categories, 8 suppliers, 30 customers, 2 warehouses, 2,000 rows."""
    masters = shop.masters
    assert 58 <= len(masters["items"]) <= 65
    assert len(set(column(masters["items"], "category"))) == 5
    assert len(masters["suppliers"]) == 8
    assert len(masters["customers"]) == 31, "30 and 散客"
    assert column(masters["warehouses"], "name") == ["主仓库", "门店"]
    assert 1_800 <= size(shop.history) <= 2_300
    assert all(len(shop.history[table.name]) > 150 for table in ENTRY_TABLES)
    assert 20 <= size(shop.today) <= 30


def test_a_larger_scale_makes_more_of_the_same() -> None:
    """For measuring: four times the scale, about four times the rows."""
    assert 3 < size(sample_shop(END, scale=4).history) / size(sample_shop(END).history) < 5


@pytest.mark.parametrize("scale", [0, 0.4, 13])
def test_a_scale_that_would_not_be_believable_is_refused(scale: float) -> None:
    """Fewer rows than a shop has, or more than its customers could ask for."""
    with pytest.raises(ValueError, match="scale"):
        sample_shop(END, scale=scale)


def test_bar_codes_are_valid(shop: Sample) -> None:
    """13 digits that begin with 69, the last of which is the check digit of EAN-13."""
    codes = [str(code) for code in column(shop.masters["items"], "barcode")]
    assert len(codes) > 55
    assert len(set(codes)) == len(codes)
    for code in codes:
        assert re.fullmatch(r"69\d{11}", code)
        weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(code))
        assert weighted % 10 == 0, code


@pytest.mark.parametrize("field", ["code", "mnemonic"])
def test_items_are_told_apart(shop: Sample, field: str) -> None:
    """Neither code nor mnemonic stands twice, and no mnemonic is another item's code."""
    words = [str(word).casefold() for word in column(shop.masters["items"], field)]
    assert len(set(words)) == len(words) == len(shop.masters["items"])
    codes = {str(code).casefold() for code in column(shop.masters["items"], "code")}
    assert field == "code" or codes.isdisjoint(words)


def test_prices_leave_a_margin(shop: Sample) -> None:
    """采购价 < 最低售价 <= 销售价, and nothing sells at twice its cost."""
    for row in shop.masters["items"]:
        buy, lowest, sale = (
            Decimal(str(row[field])) for field in ("purchase_price", "lowest_price", "sale_price")
        )
        assert buy < lowest <= sale < 2 * buy, row["code"]


@pytest.mark.parametrize("end", DAYS)
def test_masters_are_read_without_a_problem(end: date) -> None:
    """What a master refers to is there: suppliers of items, items of quotes and promotions."""
    shop = sample_shop(end)
    masters = masters_of(shop)
    assert masters.problems == []
    codes = set(column(shop.masters["items"], "code"))
    assert set(column(shop.masters["quotes"], "item")) <= codes
    assert set(column(shop.masters["promotion_days"], "item")) <= codes
    suppliers = set(column(shop.masters["suppliers"], "name"))
    assert set(column(shop.masters["quotes"], "supplier")) <= suppliers
    assert masters.settings.general_taxpayer
    warehouse = masters.directory.default_warehouse(masters.settings.default_warehouse)
    assert warehouse is not None
    assert warehouse.name == "主仓库"


def test_telephone_numbers_look_like_it_and_are_nobodys(shop: Sample) -> None:
    """Mobile numbers begin with 154, which no network uses."""
    partners = shop.masters["suppliers"] + shop.masters["customers"]
    assert all(re.fullmatch(r"154\d{8}", str(number)) for number in column(partners, "mobile"))
    assert all(re.fullmatch(r"0\d{3}-\d{7}", str(number)) for number in column(partners, "phone"))


def test_rows_hold_only_what_a_clerk_types(shop: Sample) -> None:
    """Fields are declared and none is the program's to fill; dates lie within the year."""
    for rows in (shop.history, shop.today):
        for name, part in rows.items():
            declared = table_named(name).by_field
            for row in part:
                assert "item" in row
                assert all(not declared[field].filled for field in row)
    days = [day for part in shop.history.values() for day in column(part, "date")]
    assert all(isinstance(day, date) and shop.start <= day < END for day in days)
    assert shop.start == END - timedelta(365)


@pytest.mark.parametrize("end", DAYS)
def test_the_history_is_posted_without_a_murmur(tmp_path: Path, end: date) -> None:
    """No row is wrong, doubtful or short of stock, whatever day it is; the books verify."""
    shop = sample_shop(end)
    with books(tmp_path, shop) as ledger:
        for rows in shop.clicks():
            outcome = ledger.post(rows)
            assert outcome.problems == []
            assert outcome.documents
        checked = verify(ledger.ledger.connection)
    assert checked.differences == []
    assert checked.lines == size(shop.history)


def test_stock_suffices_whatever_the_steps(tmp_path: Path, shop: Sample) -> None:
    """Posted month by month, returns after each month, nothing is short either."""
    with books(tmp_path, shop) as ledger:
        for rows in by_month(shop.history):
            part = Sample(shop.start, shop.end, {}, rows, {}, ())
            for click in part.clicks():
                assert ledger.post(click).problems == []


def by_month(history: Rows) -> Iterator[Rows]:
    """The history in months; a row without a date belongs to the row above."""
    months: dict[str, Rows] = {}
    for name, part in history.items():
        month = ""
        for row in part:
            month = str(row.get("date", month))[:7]
            months.setdefault(month, {table.name: [] for table in ENTRY_TABLES})[name].append(row)
    for month in sorted(months):
        yield months[month]


@pytest.mark.parametrize("end", DAYS)
def test_what_is_wrong_today_is_found(tmp_path: Path, end: date) -> None:
    """Each slip is found in its cell, nothing else is, and only errors hold a document back."""
    shop = sample_shop(end)
    with books(tmp_path, shop) as ledger:
        for rows in shop.clicks():
            ledger.post(rows)
        outcome = ledger.post(shop.today)
    expected = set()
    for wrong in shop.wrong:
        table = table_named(wrong.table)
        expected.add((table.sheet, wrong.row + 2, table.header(wrong.field), wrong.code))
        assert (wrong.row in outcome.refused[wrong.table]) == wrong.refused, wrong.note
    assert findings(outcome.problems) == expected
    assert outcome.documents, "what is right is posted all the same"


def test_every_slip_has_its_note(shop: Sample) -> None:
    """A note says what the clerk did, and the usual slips are all there."""
    assert all(wrong.note for wrong in shop.wrong)
    assert {wrong.code for wrong in shop.wrong} >= {
        "item_unknown", "item_ambiguous", "customer_unknown", "date_future", "not_a_number",
        "shortage", "return_too_large", "required", "unit_unknown", "share_range",
        "price_below_lowest", "counterpart_number_used", "expired", "possible_double_here",
    }  # fmt: skip
    places = [(wrong.table, wrong.row) for wrong in shop.wrong]
    assert len(set(places)) == len(places), "one slip a row"
    assert all(wrong.row < len(shop.today[wrong.table]) for wrong in shop.wrong)


def test_the_year_has_every_kind_of_document(shop: Sample) -> None:
    """Stock at the start, trade, returns both ways, transfers, losses."""
    kinds = Counter(kind for part in shop.history.values() for kind in column(part, "kind"))
    assert set(kinds) == {
        "期初库存", "采购订单", "采购入库", "采购退货", "销售出库", "销售退货", "其它出库", "调拨",
    }  # fmt: skip
    reasons = set(column(shop.history["movements"], "reason"))
    assert reasons >= {"报损", "过期", "自用"}


def test_it_is_typed_as_clerks_type(shop: Sample) -> None:
    """Blank heads, cases and pieces, codes and names, prices left out, gifts, 红字."""
    purchases, sales = shop.history["purchases"], shop.history["sales"]
    codes = set(column(shop.masters["items"], "code"))
    assert any("date" not in row for row in sales), "rows that continue the one above"
    assert any(re.fullmatch(r"\d+箱\d+\D", str(cell)) for cell in column(sales, "quantity"))
    assert any("9折" in str(cell) for cell in column(sales, "share"))
    assert any("85折" in str(cell) for cell in column(sales, "share"))
    assert 0.55 < sum(cell in codes for cell in column(sales, "item")) / len(sales) < 0.8
    assert 0.3 < len(column(sales, "price")) / len(sales) < 0.7
    assert 0 in column(sales, "price")
    assert 0 in column(purchases, "price")
    red = [row for row in sales + purchases if isinstance(q := row["quantity"], Decimal) and q < 0]
    assert red
    assert all("link" in row and "kind" not in row for row in red)
    assert {str(cell) for cell in column(sales, "partner")} & {f"KH{n:03d}" for n in range(1, 31)}


def test_only_what_others_refer_to_has_a_number(shop: Sample) -> None:
    """Clerks leave the number to the program, except where a return or a receipt names it."""
    rows = shop.history["purchases"] + shop.history["sales"]
    numbers, links = set(column(rows, "number")), set(column(rows, "link"))
    assert links <= numbers
    assert all(re.fullmatch(r"(CGDD|CGRK|XSCK)\d{8}-9\d\d", str(number)) for number in numbers)
    assert len(column(rows, "number")) < len(rows) / 5


def test_suppliers_keep_their_days_or_not(tmp_path: Path, shop: Sample) -> None:
    """Three get orders: two are good, one was and has become late and short; some is under way."""
    with books(tmp_path, shop) as ledger:
        for rows in shop.clicks():
            ledger.post(rows)
        rated = ratings(ledger.ledger.connection, masters_of(shop).suppliers, (), END)
        waiting = open_lines(ledger.ledger.connection)
    now = {rating.supplier.code: rating.now for rating in rated}
    assert len(now) == 8
    asked = {code for code, found in now.items() if found.order_lines}
    assert asked == {"GYS01", "GYS05", "GYS07"}
    good, worse, fair = (now[code] for code in sorted(asked))
    assert (good.on_time or 0) > 0.85
    assert (fair.on_time or 0) > (worse.on_time or 1)
    assert (worse.short or 0) > 0.01
    (careful,) = [rating for rating in rated if rating.supplier.code == "GYS05"]
    assert {decline.figure for decline in careful.declines} >= {"on_time"}
    assert careful.overdue
    assert {line.partner for line in waiting} == asked
    assert any(line.due is not None and line.due > END for line in waiting)


def test_trade_has_its_seasons(tmp_path: Path) -> None:
    """Drinks sell in summer, gift boxes before New Year, more customers come on 双十一."""
    shop = sample_shop(END, scale=4)
    with books(tmp_path, shop) as ledger:
        for rows in shop.clicks()[:2]:
            ledger.post(rows)
        sold = ledger.ledger.connection.execute(
            "SELECT date, item, base_quantity FROM v_lines WHERE kind = 'delivery'"
        ).fetchall()
    water: Counter[str] = Counter()
    gifts: Counter[bool] = Counter()
    lines: Counter[str] = Counter()
    for day, item, quantity in sold:
        lines[day] += 1
        if item == "YJ001":
            water[day[:7]] += quantity
        elif item in ("YJ011", "LS008"):
            gifts["2026-01-19" <= day < "2026-02-16"] += quantity
    assert water["2026-07"] + water["2026-08"] > 2 * (water["2026-01"] + water["2026-12"])
    assert gifts[True] > gifts[False] / 2, "a twelfth of the year, a third of the trade"
    festival = sum(lines[f"2026-11-{day:02d}"] for day in (9, 10, 11)) / 3
    assert festival > 1.8 * sum(lines.values()) / 365
    assert not any(lines[f"2026-02-{day}"] for day in (16, 17, 18, 19, 20, 21)), "closed"
