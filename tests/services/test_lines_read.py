"""How often a click reads what it has posted before: reading 10,000 lines takes a tenth of a second."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path

import pytest

from jxc_xl.ledger.connection import Ledger
from jxc_xl.services.post import check, post
from tests.fake_book import FakeBook

TODAY = date(2026, 3, 31)


@pytest.fixture
def book() -> FakeBook:
    """Ten receipts and a delivery each of two items, none of them posted."""
    book = FakeBook()
    book.type("warehouses", code="W1", name="主仓库")
    book.type("suppliers", code="S1", name="明光商贸")
    book.type("customers", code="C1", name="王店")
    for item in ("A1", "A2"):
        book.type("items", code=item, name=f"商品{item}", unit="瓶")
        for day in range(1, 11):
            buy(book, item, day, price=2)
        book.type(
            "sales", date=datetime(2026, 3, 20), partner="王店", item=item, quantity=10, price=9
        )
    return book


def buy(book: FakeBook, item: str, day: int, *, price: float) -> None:
    """One more receipt of a bottle."""
    book.type(
        "purchases", date=datetime(2026, 3, day), partner="明光商贸", item=item, quantity=1,
        price=price,
    )  # fmt: skip


@contextmanager
def read_of(ledger: Ledger) -> Iterator[list[str]]:
    """The row ids whose lines are read, each as often as it is read."""
    ids: list[str] = []

    def note(sql: str) -> None:
        if "l.item_spec" in sql and "l.row_id IN (" in sql:
            ids.extend(sql.rpartition("l.row_id IN (")[2].rstrip(")").split(", "))

    ledger.connection.set_trace_callback(note)
    yield ids
    ledger.connection.set_trace_callback(None)


def test_lines_of_items_that_stood_still_are_read_once(book: FakeBook, tmp_path: Path) -> None:
    """A late receipt of one item: its lines are read again, for they may cost something else now."""
    with closing(Ledger.create(tmp_path / "shop.db")) as ledger:
        assert post(book, ledger, today=TODAY).ok
        with read_of(ledger) as ids:
            assert check(book, ledger, today=TODAY).ok
        assert (len(ids), len(set(ids))) == (22, 22)
        buy(book, "A1", 1, price=4)
        with read_of(ledger) as ids:
            assert check(book, ledger, today=TODAY).ok
        assert (len(ids), len(set(ids))) == (22, 22)
        with read_of(ledger) as ids:
            assert post(book, ledger, today=TODAY).ok
        assert (len(ids), len(set(ids))) == (22 + 11 + 1, 23)
        assert [row["成本"] for row in book.tables["sales"]] == [22, 20]
