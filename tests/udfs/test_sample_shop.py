"""Every figure of the sample shop is the one that `jxc stock` prints."""

from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from jxc_xl.domain.numbers import PRICE, RATE, divide, plain, unit_cost_e6
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.facts import LedgerFacts
from jxc_xl.ledger.masters import Masters
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
        assert exact(ask(sample, "VALUE", *place)) == value, place
        if quantity:
            cost = unit_cost_e6(int(value * 100), int(quantity * 10_000))
            assert exact(ask(sample, "COST", *place)) == plain(cost, PRICE), place


@pytest.mark.parametrize("day", DAYS)
def test_the_layers_of_every_item_add_up(sample: Path, day: str) -> None:
    """The rows of LOTS have the quantity and the value that the stock has, to the fen."""
    found = positions(sample, day).items()  # also of what is only on order
    for item, warehouse in [key for key, (quantity, _value) in found if key[1] and quantity]:
        expected = positions_of(sample, item, warehouse, day)
        rows = ask(sample, "LOTS", item, warehouse, day)
        assert sum(exact(row[4]) for row in rows) == expected[0]
        assert sum(exact(row[6]) for row in rows) == expected[1]
        assert [row[0] for row in rows] == sorted(row[0] for row in rows)


@pytest.mark.parametrize("day", DAYS)
def test_the_moves_of_every_item_end_with_its_stock(sample: Path, day: str) -> None:
    """The running balance of MOVES, in each warehouse and in all; nothing is left of before."""
    for item, warehouse in positions(sample, day):
        rows = ask(sample, "MOVES", item, warehouse, "", day)
        assert rows[-1][7] == ask(sample, "STOCK", item, warehouse, day)
        assert sum(row[5] or 0 for row in rows) - sum(row[6] or 0 for row in rows) == (
            pytest.approx(rows[-1][7])
        )


def test_prices_are_those_that_a_blank_price_is_filled_with(sample: Path) -> None:
    """The last purchase of every item, and its last sale to every customer."""
    with Ledger.open(sample) as ledger:
        connection = ledger.connection
        facts = LedgerFacts(connection, Masters(connection))
        items = [row[0] for row in connection.execute("SELECT code FROM item")]
        customers = connection.execute("SELECT code FROM partner WHERE party = 'customer'")
        wanted = {(item, ""): facts.last_purchase_price(item) for item in items}
        for (customer,) in customers:
            wanted |= {(item, customer): facts.last_sale_price(customer, item) for item in items}
    assert len([price for price in wanted.values() if price]) > len(items)
    for place, price in wanted.items():
        shown = ask(sample, "PRICE", *place)
        if price is None:
            assert shown == "#N/A", place
        else:
            own = divide(price.price_e6 * RATE, price.factor_e6)
            assert exact(shown) == plain(own, PRICE), place


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
