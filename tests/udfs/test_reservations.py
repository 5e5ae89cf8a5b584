"""What customers have ordered is not available."""

from pathlib import Path
from typing import Any

from tests.e2e.shop import day, make, run, type_rows
from tests.udfs.asking import ask

BOUGHT: dict[str, Any] = {"date": day("2026-03-01"), "partner": "S1", "item": "A1", "price": 2}
ORDERED: dict[str, Any] = {
    "date": day("2026-03-02"), "kind": "销售订单", "partner": "C1", "item": "A1", "price": 3,
}  # fmt: skip


def test_available_leaves_out_what_is_ordered(tmp_path: Path) -> None:
    """By warehouse and together, as of now only; a delivery gives its part free in the same cell."""
    book = make(
        tmp_path / "shop.xlsx",
        purchases=[
            {**BOUGHT, "quantity": 10, "warehouse": "W1"},
            {**BOUGHT, "quantity": 5, "warehouse": "W2"},
        ],
        sales=[
            {**ORDERED, "quantity": 6, "warehouse": "W1", "number": "D1"},
            {**ORDERED, "quantity": 2, "warehouse": "W2", "number": "D2"},
        ],
    )
    assert run("post", book)["ok"]
    ledger = book.with_suffix(".db")
    assert [ask(ledger, "AVAILABLE", "A1", place) for place in ("W1", "W2", None)] == [4, 3, 7]
    assert ask(ledger, "AVAILABLE", "A1", "W1", "2026-03-02") == 10
    assert ask(ledger, "AVAILABLE", "A2") == 0
    delivery = {"date": day("2026-03-03"), "partner": "C1", "item": "A1", "quantity": 5,
                "warehouse": "W1", "link": "D1"}  # fmt: skip
    type_rows(book, "sales", [delivery])
    assert run("post", book)["ok"]
    assert [ask(ledger, name, "A1", "W1") for name in ("STOCK", "AVAILABLE")] == [5, 4]
