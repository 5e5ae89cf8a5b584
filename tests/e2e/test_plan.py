"""采购计划 on a real workbook, by the command."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.shop import make, rows_of, run, type_rows

TODAY = date.today()

ITEMS: list[dict[str, Any]] = [
    {"code": "A1", "name": "可乐", "unit": "瓶", "sub_unit": "箱", "factor": 24, "sale_price": 3,
     "purchase_price": 2, "supplier": "百事", "minimum": 48, "pack_size": 24},
    {"code": "A2", "name": "薯片", "unit": "袋", "sale_price": 5, "supplier": "百事",
     "minimum": 20},
    {"code": "A3", "name": "大米", "unit": "kg", "sale_price": 8, "minimum": 10},
]  # fmt: skip
SUPPLIERS = [
    {"code": "S1", "name": "百事"},
    {"code": "S2", "name": "小厂"},
    {"code": "S3", "name": "停业", "status": "停用"},
]
QUOTES = [
    {"supplier": "百事", "item": "A2", "price": 4, "lead_days": 3},
    {"supplier": "小厂", "item": "A2", "price": 3.5, "valid_until": TODAY + timedelta(30)},
    {"supplier": "小厂", "item": "A1", "price": 1, "valid_until": TODAY - timedelta(1)},
    {"supplier": "停业", "item": "A3", "price": 1},
]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Three items below their 最低库存; of the rice nobody is known to sell any."""
    return make(tmp_path / "shop.xlsx", items=ITEMS, suppliers=SUPPLIERS, quotes=QUOTES)


def drafts(book: Path) -> list[tuple[Any, ...]]:
    """The rows of 采购: item, supplier, quantity, unit, price and status."""
    rows = rows_of(book, "purchases")
    names = ("item", "partner", "quantity", "unit", "price", "status")
    return [tuple(row[name] for name in names) for row in rows]


def test_the_proposals_become_draft_orders_once(book: Path) -> None:
    """By supplier, with who else could deliver; a second time nothing is drafted."""
    answer = run("plan", book)
    assert (answer["exit"], answer["ok"], answer["total"]) == (0, True, "176.00")
    assert [p["code"] for p in answer["problems"]] == ["plan_no_supplier"]
    (order,) = answer["documents"]
    assert (order["partner"], order["rows"], order["total"]) == ("S1", [2, 3], "176.00")
    cola, chips = drafts(book)
    assert cola == ("A1", "百事", 2, "箱", 48, "草稿")
    assert chips == ("A2", "百事", 20, "袋", 4, "草稿")
    first, second = rows_of(book, "purchases")
    assert first["total"] == 96, "the formulas of the row work"
    assert second["due"].date() == TODAY + timedelta(3)
    assert "小厂 3.5" in second["note"]
    (line,) = [line for line in answer["lines"] if line["item"] == "A2"]
    assert [offer["supplier"] for offer in line["offers"]] == ["S1", "S2"]
    again = run("plan", book)
    assert (again["ok"], again["documents"], again["drafted_rows"]) == (True, [], 2)
    assert len(drafts(book)) == 2
    assert run("stock", book)["stock"] == [], "nothing is posted"


def test_the_rows_show_what_the_plan_says_that_they_cost(book: Path) -> None:
    """单价不含税 and an item with a rate of its own: the sum of the rows is that of the report."""
    names = [row["key"] for row in rows_of(book, "settings")]
    type_rows(book, "settings", [{"value": "否"}], at=names.index("单价含税"))
    type_rows(book, "items", [{"tax_rate": "13%"}], at=0)
    answer = run("plan", book)
    assert answer["total"] == "188.48", "96 × 1.13 + 80"
    assert [row["total"] for row in rows_of(book, "purchases")] == [108.48, 80]


def test_what_is_ordered_is_not_ordered_again(book: Path) -> None:
    """The drafts are posted as one order; the next plan finds everything on order."""
    run("plan", book)
    type_rows(book, "purchases", [{"status": None}, {"status": None}], at=0)
    posted = run("post", book)
    assert [document["lines"] for document in posted["documents"]] == [2]
    assert run("plan", book)["lines"] == []
    assert {row["open"] for row in rows_of(book, "open_orders")} == {48, 20}
    assert run("verify", book)["ok"]


def test_a_budget_is_not_passed_and_says_what_it_does_not_reach(book: Path) -> None:
    """A case of cola is 48.00; 设置 采购预算 counts where the command says nothing."""
    answer = run("plan", book, "--budget", "100")
    assert float(answer["total"]) <= 100
    assert "plan_over_budget" in {found["code"] for found in answer["problems"]}
    rows = rows_of(book, "settings")
    place = [row["key"] for row in rows].index("采购预算")
    type_rows(book, "settings", [{"value": answer["total"]}], at=place)
    again = run("plan", book)
    assert (again["budget"], again["documents"]) == (answer["total"], [])
    type_rows(book, "settings", [{"value": "不多"}], at=place)
    wrong = run("plan", book)
    assert wrong["exit"] == 1
    assert ("设置", place + 2, "budget_wrong") in {
        (found["sheet"], found["row"], found["code"]) for found in wrong["problems"]
    }


@pytest.mark.parametrize("budget", ["0", "-5", "很多", "1e99"])
def test_a_budget_that_is_none_is_wrong_use(book: Path, budget: str) -> None:
    """Nothing is drafted, and the sentence says what to type."""
    answer = run("plan", book, "--budget", budget)
    assert answer["exit"] == 2
    assert drafts(book) == []


def test_nothing_to_buy_is_no_mistake(tmp_path: Path) -> None:
    """No proposals, no rows."""
    book = make(tmp_path / "shop.xlsx")
    answer = run("plan", book)
    assert (answer["exit"], answer["lines"], answer["proposals"]) == (0, [], 0)
