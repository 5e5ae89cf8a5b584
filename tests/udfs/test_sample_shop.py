"""Every figure of the sample shop is the one that `jxc stock` prints."""

from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from jxc_xl.domain.numbers import PRICE, plain, unit_cost_e6
from tests.e2e.shop import run
from tests.udfs.asking import ask

pytestmark = pytest.mark.xdist_group("udfs")  # the sample shop is made once

DAYS = ["", "2025-12-31", "2026-01-31", "2026-03-15", "2026-06-30", "2026-10-31"]


def positions(ledger: Path, day: str) -> dict[tuple[str, str], tuple[Decimal, Decimal]]:
    """Quantity and value by item and warehouse, ``""`` for all, as `jxc stock` says."""
    words = ["--as-of", day] if day else []
    found: dict[tuple[str, str], tuple[Decimal, Decimal]] = defaultdict(lambda: (Decimal(),) * 2)
    for row in run("stock", "--ledger", ledger, *words)["stock"]:
        for place in ((row["item"], row["warehouse"]), (row["item"], "")):
            quantity, value = found[place]
            found[place] = (quantity + Decimal(row["quantity"]), value + Decimal(row["value"]))
    return found


def exact(shown: Any) -> Decimal:
    """The number that a float is written as."""
    return Decimal(repr(shown)) if isinstance(shown, float) else Decimal("NaN")


@pytest.mark.parametrize("day", DAYS)
def test_every_item_is_as_jxc_stock_says(sample: Path, day: str) -> None:
    """Quantity, available and unit cost of every item, in each warehouse and in all."""
    expected = positions(sample, day)
    assert len(expected) > 50 or day == "2025-12-31"
    for (item, warehouse), (quantity, value) in expected.items():
        place = (item, warehouse, day)
        assert exact(ask(sample, "STOCK", *place)) == quantity, place
        assert exact(ask(sample, "AVAILABLE", *place)) == quantity, place
        if quantity:
            cost = unit_cost_e6(int(value * 100), int(quantity * 10_000))
            assert exact(ask(sample, "COST", *place)) == plain(cost, PRICE), place


@pytest.mark.parametrize("day", DAYS)
def test_the_layers_of_every_item_add_up(sample: Path, day: str) -> None:
    """The rows of LOTS have the quantity and the value that the stock has, to the fen."""
    places = {key for key in positions(sample, day) if key[1]}
    for item, warehouse in places:
        expected = positions_of(sample, item, warehouse, day)
        rows = ask(sample, "LOTS", item, warehouse, day)
        assert sum(exact(row[4]) for row in rows) == expected[0]
        assert sum(exact(row[6]) for row in rows) == expected[1]
        assert [row[0] for row in rows] == sorted(row[0] for row in rows)


_KNOWN: dict[str, dict[tuple[str, str], tuple[Decimal, Decimal]]] = {}


def positions_of(ledger: Path, item: str, warehouse: str, day: str) -> tuple[Decimal, Decimal]:
    """One of the positions, each day asked once."""
    if day not in _KNOWN:
        _KNOWN[day] = positions(ledger, day)
    return _KNOWN[day][item, warehouse]


def test_a_batch_of_jxc_stock_is_a_position_with_its_unit_cost(sample: Path) -> None:
    """Where an item has one warehouse and no batches, every printed figure is the cell's."""
    rows = run("stock", "--ledger", sample)["stock"]
    alone = [row for row in rows if sum(other["item"] == row["item"] for other in rows) == 1]
    assert alone
    for row in alone:
        assert exact(ask(sample, "COST", row["item"])) == Decimal(row["unit_cost"])
        assert exact(ask(sample, "AVAILABLE", row["item"])) == Decimal(row["available"])
        assert ask(sample, "NAME", row["item"]) == row["name"]
