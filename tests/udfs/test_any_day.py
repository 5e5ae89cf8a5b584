"""Whatever a shop does, in any order: the functions say of a day what the books had then."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis.stateful import invariant
from jxc_functions import close_books

from jxc_xl.domain.masters import Negative
from tests.examples import examples
from tests.ledger.naive import Books
from tests.ledger.shop import ITEMS, WAREHOUSES
from tests.ledger.test_books import DAYS, ShopMachine
from tests.udfs.asking import ask

_SERIAL = date(1899, 12, 30).toordinal()


class AskedShop(ShopMachine):
    """A shop whose stock and layers are asked after every step, of every day and as of now."""

    def teardown(self) -> None:
        """Let the file go."""
        close_books()
        super().teardown()

    @invariant()
    def the_books_agree(self) -> None:
        """Stock and layers are those of naive books that end with the day."""
        for day in ("", *DAYS):
            facts = [fact for fact in self.standing if not day or fact.day <= day]
            books = Books(facts, self.methods)
            for item in ITEMS:
                self._stock_is_that_of(books, item, day)
                self._layers_are_those_of(books, item, day)

    def _stock_is_that_of(self, books: Books, item: str, day: str) -> None:
        held = {
            warehouse: sum(books.balance(item, (warehouse, batch))[0] for batch in BATCHES)
            for warehouse in WAREHOUSES
        }
        for warehouse, quantity in held.items():
            assert self._ask("STOCK", item, warehouse, day) == quantity / 10_000
        assert self._ask("STOCK", item, None, day) == sum(held.values()) / 10_000
        moves = self._ask("MOVES", item, None, None, day)
        assert (moves[-1][7] or 0) == sum(held.values()) / 10_000

    def _layers_are_those_of(self, books: Books, item: str, day: str) -> None:
        expected = sorted(
            (layer.day, layer.turn, layer.maker, layer.nth, layer)
            for layer in books.layers
            if layer.item == item and layer.left
        )
        shown = self._ask("LOTS", item, None, day)
        rows = shown if isinstance(shown, list) else [[shown]]
        assert [(row[0], row[2], row[3], row[4], row[6]) for row in rows if row[0] != ""] == [
            (
                date.fromisoformat(layer.day).toordinal() - _SERIAL,
                WAREHOUSES[layer.place[0]].name,
                layer.place[1],
                layer.left / 10_000,
                layer.worth / 100,
            )
            for *_, layer in expected
        ]

    def _ask(self, name: str, *arguments: Any) -> Any:
        return ask(Path(self.folder, "shop.db"), name, *arguments)


class AskedOwing(AskedShop):
    """The same with 负库存 允许: layers may be owed, and filled later."""

    negative = Negative.ALLOW


BATCHES = ("", "B1", "B2", "A3")

TestAsked = pytest.mark.xdist_group("udfs")(AskedShop.TestCase)
TestAsked.settings = examples(0.08, steps=20)
TestAskedOwing = pytest.mark.xdist_group("udfs")(AskedOwing.TestCase)
TestAskedOwing.settings = examples(0.08, steps=20)
