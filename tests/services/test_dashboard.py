"""The tables of 经营分析 say what the ledger's own views say, and never an error."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from jxc_xl.domain.tables import analysis
from jxc_xl.domain.tables.analysis import ANALYSIS_TABLES
from jxc_xl.ledger import daily
from jxc_xl.ledger.connection import Ledger
from jxc_xl.services.recompute.dashboard import Rows, dashboard, months_before
from jxc_xl.services.recompute.todo import todo
from jxc_xl.services.sample import sample_shop
from tests.services.test_sample import END, books

Money = Counter[str]


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """The ledger of the sample shop with its year of trade."""
    shop = sample_shop(END)
    with books(tmp_path_factory.mktemp("year"), shop) as made:
        made.post(shop.history)
        with made.ledger.transaction() as connection:
            daily.bring_up_to_date(connection)
        yield made.ledger


@pytest.fixture(scope="module")
def tables(year: Ledger) -> dict[str, Rows]:
    """Its tables."""
    return dashboard(year.connection, END, idle_days=90)


def fen(value: object) -> int:
    """A cell in fen."""
    assert isinstance(value, float)
    return round(value * 100)


def of(tables: dict[str, Rows], name: str, field: str) -> dict[str, int]:
    """A column of money in fen by what stands in the first column."""
    first = next(t for t in ANALYSIS_TABLES if t.name == name).columns[0].field
    return {str(row[first]): fen(row[field]) for row in tables[name]}


def by_month(year: Ledger, query: str) -> dict[str, int]:
    """Sums of the last thirteen months in fen."""
    found = dict(year.connection.execute(query).fetchall())
    months = [f"{months_before(END, back):%Y-%m}" for back in range(analysis.MONTHS)]
    return {month: found.get(month, 0) for month in reversed(months)}


def test_stock_at_the_months_ends_is_that_of_the_periods(
    year: Ledger, tables: dict[str, Rows]
) -> None:
    """月末库存 is 期末 of 收发存: what came in since the beginning less what went out."""
    gained = dict(
        year.connection.execute(
            "SELECT month, sum(received_amount_fen - issued_amount_fen) FROM v_period GROUP BY 1"
        ).fetchall()
    )
    expected = {
        month: sum(change for other, change in gained.items() if other <= month)
        for month in of(tables, "monthly", "stock_value")
    }
    assert of(tables, "monthly", "stock_value") == expected
    assert len(expected) == analysis.MONTHS


def test_sales_and_their_cost_are_those_of_lines_and_moves(
    year: Ledger, tables: dict[str, Rows]
) -> None:
    """销售额 is the lines' 金额 with returns taken off, 销售成本 what the moves took out of stock."""
    assert of(tables, "monthly", "revenue") == by_month(
        year,
        "SELECT substr(date, 1, 7), sum(iif(kind = 'delivery', amount_fen, -amount_fen))"
        " FROM v_lines WHERE kind IN ('delivery', 'sales_return') GROUP BY 1",
    )
    assert of(tables, "monthly", "cost") == by_month(
        year,
        "SELECT substr(date, 1, 7), sum(iif(kind IN ('delivery', 'sales_return'), -cost_fen, 0)"
        " + expensed_fen) FROM v_moves GROUP BY 1",
    )
    for row in tables["monthly"]:
        assert fen(row["revenue"]) - fen(row["cost"]) == fen(row["margin"])


def test_parts_add_up_to_the_month(tables: dict[str, Rows]) -> None:
    """What the 业务员 sold, and what went into the regions, is what was sold."""
    (revenue,) = (row["now"] for row in tables["comparison"] if row["metric"] == "销售额")
    assert fen(revenue) == of(tables, "monthly", "revenue")[f"{END:%Y-%m}"]
    sums: Money = Counter()
    for row in tables["breakdown"]:
        sums[str(row["kind"])] += fen(row["revenue"])
    assert sums == {"业务员": fen(revenue), "地区": fen(revenue)}


def test_stock_of_today_is_what_the_balances_say(year: Ledger, tables: dict[str, Rows]) -> None:
    """库存金额 of today adds up the stock sheet's column."""
    (worth,) = year.connection.execute("SELECT sum(amount_fen) FROM v_stock").fetchone()
    assert {fen(r["now"]) for r in tables["comparison"] if r["metric"] == "库存金额"} == {worth}


def test_ten_are_named_each_way(tables: dict[str, Rows]) -> None:
    """Best first; the slowest sold nothing for 90 days, those worth most first."""
    best = [fen(row["revenue"]) for row in tables["top_items"]]
    assert best == sorted(best, reverse=True)
    assert len(best) == len(tables["slow_items"]) == analysis.BEST
    idle = [fen(row["value"]) for row in tables["slow_items"] if row["sold"] == 0]
    assert idle == sorted(idle, reverse=True)
    assert idle


def test_an_empty_shop_has_nothing_to_compare(tmp_path: Path) -> None:
    """No document, no item: 无 and blanks, no division by nothing."""
    with Ledger.create(tmp_path / "shop.db") as ledger:
        tables = dashboard(ledger.connection, END, idle_days=90)
        work = todo(ledger.connection, END, near_days=30, large_fen=1_000_000)
    values = {row["now"] for row in tables["comparison"]} | {
        row["change"] for row in tables["comparison"]
    }
    assert values == {"无"}
    assert {row["count"] for row in work} == {0}
    assert tables["breakdown"] == []
    for name in ("top_items", "slow_items"):
        assert {value for row in tables[name] for value in row.values()} == {None}


def test_declared_columns_are_what_is_reckoned(tables: dict[str, Rows]) -> None:
    """Rows name fields of their tables, and a table that keeps its size is never outgrown."""
    for table in ANALYSIS_TABLES:
        for row in tables.get(table.name, ()):
            assert set(row) <= set(table.by_field)
        assert not table.room or len(tables.get(table.name, ())) <= table.room


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        ("2026-03-31", 1, "2026-02-28"),
        ("2024-02-29", 12, "2023-02-28"),
        ("2026-01-05", 1, "2025-12-05"),
    ],
)
def test_same_day_of_a_shorter_month_is_its_last(day: str, months: int, before: str) -> None:
    """The 31st of March is set beside the 28th of February."""
    assert months_before(date.fromisoformat(day), months) == date.fromisoformat(before)
