"""Whether stock allows a document: held against running balances worked out naively."""

from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxc_xl.domain.acceptance import Acceptance, Later, StockBatch, in_replay_order
from jxc_xl.domain.costing import What
from jxc_xl.domain.facts import BatchDates
from jxc_xl.domain.masters import Negative
from tests.examples import examples
from tests.ledger import naive
from tests.ledger.naive import Books, Fact, Paper, Row
from tests.ledger.shop import ITEMS, WAREHOUSES, document

EXPIRIES = {("奶", "B1"): "2026-03-04", ("奶", "B2"): "2026-09-30", ("奶", "A3"): "2026-12-31"}


class Memory:
    """Stock facts from a list of posted facts."""

    def __init__(
        self, facts: Sequence[Fact], expiries: Mapping[tuple[str, str], str] = EXPIRIES
    ) -> None:
        self._facts = facts
        self._expiries = expiries
        self._books = Books(facts)

    def balance(self, item: str, warehouse: str, batch: str) -> int:
        """The quantity now."""
        return self._books.balance(item, (warehouse, batch))[0]

    def later(self, item: str, warehouse: str, batch: str, day: str) -> list[Later]:
        """The events after the moves of a day."""
        return [
            Later(
                fact.day,
                fact.phase,
                What.COUNT if fact.what == "count" else What.QUANTITY,
                self._books.effect(fact.id, item, (warehouse, batch))[0],
                fact.quantity,
            )
            for fact, _ in naive.running(self._facts, item, (warehouse, batch))
            if (fact.day, fact.phase) > (day, 1)
        ]

    def batches(self, item: str, warehouse: str) -> list[StockBatch]:
        """The batches a warehouse has now."""
        found: dict[str, list[str]] = {}
        for layer in self._books.layers:
            if (layer.item, layer.place[0]) == (item, warehouse) and layer.left > 0:
                found.setdefault(layer.place[1], []).append(layer.age)
        return [
            StockBatch(batch, self._expiries.get((item, batch), ""), min(ages))
            for batch, ages in found.items()
        ]

    def batch(self, item: str, batch: str) -> BatchDates | None:
        """The dates of a batch that was here before."""
        if not any((fact.item, fact.place[1]) == (item, batch) for fact in self._facts):
            return None
        expires = self._expiries.get((item, batch))
        return BatchDates(None, date.fromisoformat(expires) if expires else None)

    def elsewhere(self, item: str) -> list[tuple[str, int]]:
        """What the warehouses have."""
        return [
            (warehouse.name, self._books.balance(item, (code, ""))[0])
            for code, warehouse in WAREHOUSES.items()
        ]


DAYS = st.integers(1, 7).map(lambda number: f"2026-03-0{number}")
QUANTITIES = st.integers(1, 9)


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    """A document of one to three rows."""
    kind = draw(st.sampled_from(["receipt", "delivery", "delivery", "transfer"]))
    rows = tuple(draw(st.lists(rows_of(kind), min_size=1, max_size=3)))
    return Paper(kind, draw(DAYS), rows, "甲" if kind == "delivery" else None)


@st.composite
def rows_of(draw: st.DrawFn, kind: str) -> Row:
    """A row that fits a kind."""
    item = draw(st.sampled_from(["笔", "笔", "奶"]))
    warehouse = draw(st.sampled_from(["1", "1", "2"]))
    row = Row(item, warehouse, draw(QUANTITIES))
    if kind == "transfer":
        row = row._replace(to="2" if warehouse == "1" else "1")
    if kind == "receipt":
        row = row._replace(value=100)
    if item == "奶":
        batches = ["B1", "B2", "A3"] + ["new"] * (kind == "receipt")
        batch = draw(st.sampled_from(batches if kind == "receipt" else [None, None, *batches]))
        row = row._replace(batch=batch)
        if kind == "receipt":
            row = row._replace(expires=EXPIRIES.get((item, batch or ""), ""))
    return row


@st.composite
def books(draw: st.DrawFn) -> list[Fact]:
    """A posted history in which no balance was ever below zero; some of it counted."""
    facts: list[Fact] = []
    for item, warehouse, batch in [("笔", "1", ""), ("笔", "2", ""), ("奶", "1", "B1"),
                                   ("奶", "1", "B2"), ("奶", "2", "A3")]:  # fmt: skip
        for _ in range(draw(st.integers(0, 5))):
            what = draw(st.sampled_from(["move", "move", "move", "count"]))
            quantity = draw(QUANTITIES) if what == "count" else draw(st.integers(-6, 12))
            fact = Fact(
                len(facts) + 1, draw(DAYS), 1, what, item, (warehouse, batch), quantity, value=None
            )
            if what == "count":
                fact = fact._replace(phase=draw(st.sampled_from([0, 2])))
            if fact.quantity and not naive.short([*facts, fact], [(item, fact.place)]):
                facts.append(fact)
    return facts


@examples(4)
@given(books(), st.lists(papers(), min_size=1, max_size=5))
def test_a_document_is_accepted_exactly_when_no_balance_falls_below_zero(
    facts: list[Fact], click: list[Paper]
) -> None:
    """Documents of a click are judged one after the other, whole or not at all.

    What is accepted makes exactly the moves the naive books make, batches chosen by
    expiry; what would leave less than nothing at any time is refused, and nothing of it
    counts for the next.
    """
    acceptance = Acceptance(Memory(facts))
    standing = list(facts)
    documents = in_replay_order([document(paper) for paper in click])
    for paper, judged in zip(naive.by_turn(click), documents, strict=True):
        made = naive.enter(paper, standing, len(standing) + 1, EXPIRIES)
        touched = {(fact.item, fact.place) for fact in made}
        refused = naive.short([*standing, *made], touched)
        assert bool(acceptance.accept(judged)) == refused
        if not refused:
            moves = [
                (line.item.code, move.warehouse.code, move.batch, move.quantity_e4, move.arrives)
                for line in judged.lines
                for move in line.moves
            ]
            assert moves == [
                (fact.item, *fact.place, fact.quantity, fact.pair is not None) for fact in made
            ]
            standing += made


@given(books(), st.lists(papers(), min_size=1, max_size=4))
def test_where_negative_stock_is_allowed_everything_is_accepted(
    facts: list[Fact], click: list[Paper]
) -> None:
    """Every row gets moves for its whole quantity; the shortages are told all the same."""
    acceptance = Acceptance(Memory(facts), Negative.WARN)
    standing = list(facts)
    for paper, judged in zip(
        naive.by_turn(click), in_replay_order([document(paper) for paper in click]), strict=True
    ):
        made = naive.enter(paper, standing, len(standing) + 1, EXPIRIES)
        acceptance.accept(judged)
        assert [move.quantity_e4 for line in judged.lines for move in line.moves] == [
            fact.quantity for fact in made
        ]
        standing += made
    assert not acceptance.forbids


def fact(id_: int, day: int, quantity: int, place: naive.Place = ("1", "")) -> Fact:
    """A posted move of pens, or of milk where a batch is named."""
    item = "奶" if place[1] else "笔"
    return Fact(id_, f"2026-03-{day:02d}", 1, "move", item, place, quantity)


def sale(day: int, *rows: Row) -> Paper:
    """A delivery."""
    return Paper("delivery", f"2026-03-{day:02d}", rows, "甲")


def test_a_shortage_says_how_much_since_when_and_what_others_have() -> None:
    """10 came on the 1st, 8 went on the 5th: on the 3rd only 2 can go, and 4 are elsewhere."""
    facts = [fact(1, 1, 10), fact(2, 5, -8), fact(3, 1, 4, ("2", ""))]
    (shortage,) = Acceptance(Memory(facts)).accept(document(sale(3, Row("笔", "1", 5))))
    assert shortage.wanted_e4 == 5
    assert shortage.available_e4 == 2
    assert shortage.since == "2026-03-05"
    assert shortage.elsewhere == (("门店", 4),)


def test_a_shortage_of_every_batch_together_is_told_as_one() -> None:
    """Ten are wanted and no batch is named; four and three are there: seven of ten."""
    facts = [fact(1, 1, 4, ("1", "A3")), fact(2, 1, 3, ("1", "B2"))]
    (shortage,) = Acceptance(Memory(facts)).accept(document(sale(3, Row("奶", "1", 10, None))))
    assert (shortage.wanted_e4, shortage.available_e4, shortage.batch) == (10, 7, "")


def test_a_shortage_before_anything_came_is_since_the_documents_day() -> None:
    """What comes on the 9th does not help a sale on the 3rd."""
    (shortage,) = Acceptance(Memory([fact(1, 9, 10)])).accept(document(sale(3, Row("笔", "1", 5))))
    assert (shortage.available_e4, shortage.since) == (0, "2026-03-03")


def test_a_count_after_the_day_does_not_limit_what_went_before_it() -> None:
    """5 were there, 3 were found in the evening: four can have been sold that day.

    The count sets the balance to 3 again, and no more than 3 can go the day after.
    """
    counted = Fact(2, "2026-03-03", 2, "count", "笔", ("1", ""), 3)
    facts = [fact(1, 1, 5), counted]
    acceptance = Acceptance(Memory(facts))
    assert not acceptance.accept(document(sale(3, Row("笔", "1", 4))))
    assert not acceptance.accept(document(sale(4, Row("笔", "1", 3))))
    assert acceptance.accept(document(sale(4, Row("笔", "1", 1))))


def test_a_receipt_before_a_count_does_not_raise_what_was_counted() -> None:
    """A late receipt changes the count's difference, never the counted balance."""
    counted = Fact(2, "2026-03-03", 2, "count", "笔", ("1", ""), 3)
    acceptance = Acceptance(Memory([fact(1, 1, 5), counted]))
    late = Paper("receipt", "2026-03-02", (Row("笔", "1", 10, value=100),))
    assert not acceptance.accept(document(late))
    (shortage,) = acceptance.accept(document(sale(5, Row("笔", "1", 4))))
    assert shortage.available_e4 == 3


def test_a_transferred_batch_keeps_its_expiry_within_a_click() -> None:
    """Two batches are carried over and sold in one click: the one that expires first goes first."""
    facts = [fact(1, 1, 5, ("1", "A3")), fact(2, 1, 5, ("1", "B2"))]
    acceptance = Acceptance(Memory(facts))
    carried = (Row("奶", "1", 5, "A3", "2"), Row("奶", "1", 5, "B2", "2"))
    assert not acceptance.accept(document(Paper("transfer", "2026-03-02", carried)))
    sold = document(sale(2, Row("奶", "2", 6, None)))
    assert not acceptance.accept(sold)
    assert [(move.batch, move.quantity_e4) for move in sold.lines[0].moves] == [
        ("B2", -5),
        ("A3", -1),
    ]


def test_a_row_may_carry_on_what_the_row_before_brought() -> None:
    """Milk goes from the shop to the warehouse and some of it back, in one document."""
    acceptance = Acceptance(Memory([fact(1, 1, 5, ("2", "B2"))]))
    rows = (Row("奶", "2", 5, "B2", "1"), Row("奶", "1", 2, None, "2"))
    carried = document(Paper("transfer", "2026-03-02", rows))
    assert not acceptance.accept(carried)
    assert [move.batch for line in carried.lines for move in line.moves] == ["B2"] * 4


def test_what_a_customer_returns_keeps_its_expiry_within_a_click() -> None:
    """Expired milk that came back is not sold again unless its batch is named."""
    facts = [fact(1, 1, 5, ("1", "B1")), fact(2, 2, -5, ("1", "B1"))]
    acceptance = Acceptance(Memory(facts))
    returned = Row("奶", "1", 5, None, links=((2, "B1", 5),))
    assert not acceptance.accept(document(Paper("sales_return", "2026-03-05", (returned,), "甲")))
    assert acceptance.accept(document(sale(5, Row("奶", "1", 1, None))))
    assert not acceptance.accept(document(sale(5, Row("奶", "1", 1, "B1"))))


@pytest.mark.parametrize("batch", ["A3", "B2"])
def test_without_expiry_the_oldest_goods_go_first(batch: str) -> None:
    """Goods keep their age when they are carried over: the older ones go first."""
    other = "B2" if batch == "A3" else "A3"
    facts = [
        fact(1, 1, 5, ("1", batch)),
        fact(2, 2, 5, ("2", other)),
        fact(3, 3, -5, ("1", batch)),
        fact(4, 3, 5, ("2", batch))._replace(pair=3),
    ]
    sold = document(sale(4, Row("奶", "2", 6, None)))
    assert not Acceptance(Memory(facts, {})).accept(sold)
    assert [move.batch for move in sold.lines[0].moves] == [batch, other]


def test_a_refused_document_leaves_no_trace() -> None:
    """Its first row would have fitted; the next document finds the stock untouched."""
    acceptance = Acceptance(Memory([fact(1, 1, 5)]))
    assert acceptance.accept(document(sale(2, Row("笔", "1", 4), Row("笔", "1", 4))))
    assert not acceptance.accept(document(sale(2, Row("笔", "1", 5))))


def test_within_a_click_receipts_come_before_transfers_before_issues_of_a_day() -> None:
    """Typed in the wrong order, what came, was carried over and was sold in a day fits."""
    rows = (Row("笔", "2", 3),), (Row("笔", "1", 3, to="2"),), (Row("笔", "1", 3, value=9),)
    click = [
        Paper(kind, "2026-03-02", row, "甲" if kind == "delivery" else None)
        for kind, row in zip(("delivery", "transfer", "receipt"), rows, strict=True)
    ]
    acceptance = Acceptance(Memory([]))
    ordered = in_replay_order([document(paper) for paper in click])
    assert [judged.kind.key for judged in ordered] == ["receipt", "transfer", "delivery"]
    assert not any(acceptance.accept(judged) for judged in ordered)


def test_items_that_are_not_batch_managed_have_no_batch() -> None:
    """A batch typed for such an item does not split its stock."""
    received = document(Paper("receipt", "2026-03-02", (Row("笔", "1", 3, "X", value=9),)))
    acceptance = Acceptance(Memory([]))
    assert not acceptance.accept(received)
    assert [move.batch for move in received.lines[0].moves] == [""]
    assert not ITEMS["笔"].batch_managed
