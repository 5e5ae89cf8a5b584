"""Orders in a shop that does everything else as well: what is open of them is always what the
standing papers leave open."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from jxc_xl.ledger import orders, queries
from jxc_xl.ledger.verify import verify
from jxc_xl.services.orders import close_orders
from tests.examples import examples
from tests.ledger.naive import Paper, Row
from tests.ledger.shop import CUSTOMERS, Shop, tampered
from tests.ledger.test_books import DAYS, ShopMachine
from tests.ledger.test_verify import checks

FULFILLED_BY = {"purchase_order": "receipt", "sales_order": "delivery"}
LATER = date(2026, 3, 31)

Shown = tuple[str, str, str, str, int, int, int, int]
"""Number, item, warehouse, due; ordered, fulfilled, open; closed."""


class OrderMachine(ShopMachine):
    """The shop of the other tests, which also orders and fulfils, closes and reverses orders."""

    def __init__(self) -> None:
        super().__init__()
        self.orders: dict[str, Paper] = {}
        self.closings: dict[str, str] = {}

    @rule(data=st.data())
    def order(self, data: st.DataObject) -> None:
        """Order some things of which one may stand twice, each due at some time or at none."""
        rows = tuple(
            Row(
                data.draw(st.sampled_from(["笔", "笔", "纸"])),
                data.draw(st.sampled_from(["1", "2"])),
                data.draw(st.integers(1, 12)),
                due=data.draw(st.sampled_from(["", *DAYS])),
            )
            for _ in range(data.draw(st.integers(1, 3)))
        )
        kind = data.draw(st.sampled_from(sorted(FULFILLED_BY)))
        customer = data.draw(st.sampled_from(sorted(CUSTOMERS)))
        paper = Paper(kind, DAYS[0], rows, customer if kind == "sales_order" else None)
        ((number, shortages),) = self.shop.post([paper], self.negative)
        assert not shortages, "an order is never refused"
        self.orders[number] = paper

    @precondition(lambda self: self.orders.keys() - self.closings.keys())
    @rule(data=st.data())
    def fulfil(self, data: st.DataObject) -> None:
        """Receive or deliver something of an order, perhaps more than was ordered."""
        number = data.draw(st.sampled_from(sorted(self.orders.keys() - self.closings.keys())))
        order = self.orders[number]
        kind = FULFILLED_BY[order.kind]
        item = data.draw(st.sampled_from(sorted({row.item for row in order.rows})))
        row = self._row(data, kind, item)
        day = data.draw(st.sampled_from(DAYS))
        self._check_click([Paper(kind, day, (row,), order.customer, number)])

    @precondition(lambda self: any(row[6] for row in self._expected()))
    @rule(data=st.data())
    def close(self, data: st.DataObject) -> None:
        """End what is open of an order."""
        number = data.draw(st.sampled_from(sorted({row[0] for row in self._expected() if row[6]})))
        report = close_orders(self.shop.ledger, [number], self.shop.source, today=LATER)
        assert report.ok
        self.closings[number] = report.documents[0]["number"]

    @precondition(lambda self: self.closings)
    @rule(data=st.data())
    def open_again(self, data: st.DataObject) -> None:
        """Reverse a closing."""
        number = data.draw(st.sampled_from(sorted(self.closings)))
        self.shop.reverse(self.closings.pop(number))

    @precondition(lambda self: self.orders)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        """Reverse an order where nothing hangs on it."""
        number = data.draw(st.sampled_from(sorted(self.orders)))
        holders = {n for n in self._standing_papers() if self.papers[n][0].order == number}
        holders |= {self.closings[number]} if number in self.closings else set()
        assert set(orders.fulfilling(self.shop.ledger.connection, number)) == holders
        if not holders:
            self.shop.reverse(number)
            del self.orders[number]

    @invariant()
    def the_orders_agree(self) -> None:
        """Every line of every standing order shows what the standing papers say of it."""
        shown = self.shop.ledger.connection.execute(
            "SELECT number, item, warehouse, ifnull(due, ''), ordered_quantity_e4,"
            " fulfilled_quantity_e4, open_quantity_e4, closed FROM v_orders ORDER BY id"
        ).fetchall()
        assert shown == list(self._expected())

    @invariant()
    def what_is_open_is_reserved_or_on_order(self) -> None:
        """占用 and 在途 of each place are what is open there."""
        wanted: Counter[tuple[str, str, str]] = Counter()
        for number, item, warehouse, _due, _ordered, _done, still, _closed in self._expected():
            wanted[self.orders[number].kind, item, warehouse] += still
        shown: Counter[tuple[str, str, str]] = Counter()
        for row in queries.stock(self.shop.ledger.connection):
            shown["sales_order", row.item, row.warehouse] += row.reserved_e4
            shown["purchase_order", row.item, row.warehouse] += row.on_order_e4
        assert +shown == +wanted

    def _expected(self) -> Iterator[Shown]:
        """What is open, worked out from the papers alone, in the order in which they came."""
        for number, order in self.orders.items():
            rest = Counter[str]()
            for name in self._standing_papers():
                paper = self.papers[name][0]
                if paper.order == number:
                    for row in paper.rows:
                        rest[row.item] += row.quantity
            done = dict.fromkeys(range(len(order.rows)), 0)
            for place in sorted(done, key=lambda n: (order.rows[n].due or "9", n)):
                item = order.rows[place].item
                done[place] = min(rest[item], order.rows[place].quantity)
                rest[item] -= done[place]
            for item, beyond in rest.items():
                of_item = [n for n, row in enumerate(order.rows) if row.item == item]
                done[max(of_item, key=lambda n: (order.rows[n].due or "9", n))] += beyond
            closed = int(number in self.closings)
            for place, row in enumerate(order.rows):
                still = 0 if closed else max(0, row.quantity - done[place])
                figures = (row.quantity, done[place], still, closed)
                yield (number, row.item, row.warehouse, row.due, *figures)


TestOrders = pytest.mark.xdist_group("orders")(OrderMachine.TestCase)
TestOrders.settings = examples(0.15, steps=25)


@pytest.fixture
def ordered(shop: Shop) -> Shop:
    """An order of which a part has come."""
    ((number, _),) = shop.post([Paper("purchase_order", DAYS[0], (Row("笔", "1", 10),))])
    shop.post([Paper("receipt", DAYS[1], (Row("笔", "1", 4, value=40),), order=number)])
    return shop


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE order_line SET open_e4 = open_e4 + 1",
        "UPDATE order_line SET closed = 1",
        "DELETE FROM order_line",
        "INSERT INTO order_line VALUES (99, '', 0, 1, 0)",
    ],
)
def test_what_is_open_cannot_be_changed_behind_our_back(ordered: Shop, statement: str) -> None:
    """verify derives it again, and finds a line more, a line less and another quantity."""
    found = tampered(ordered, statement)
    assert checks(found) == {"order"}
    assert {difference.where for difference in found.differences} <= {"CGDD20260105-001", ""}


def test_what_is_open_can_be_derived_again(ordered: Shop) -> None:
    """The table can be thrown away."""
    before = orders.stored(ordered.ledger.connection)
    with ordered.ledger.transaction() as connection:
        connection.execute("DELETE FROM order_line")
        orders.rebuild(connection)
    assert orders.stored(ordered.ledger.connection) == before != []
    assert verify(ordered.ledger.connection).differences == []
