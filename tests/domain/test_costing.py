"""Costs against the naive books: every history, whatever was dated back into it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxc_xl.domain.averaging import Change, in_force, replay_by, without_gathering
from jxc_xl.domain.costing import Event, Replay, What
from jxc_xl.domain.layers import ORDINALS, Known, Lot, Take
from tests.examples import examples
from tests.ledger.naive import Books, Fact, Method

WHAT = {What.QUANTITY: "move", What.VALUE: "value", What.COUNT: "count"}


@st.composite
def histories(draw: st.DrawFn, *, dated_last: bool = False) -> list[Event]:
    """Events of one item in no order but that of their ids; links point at earlier ids."""
    events: list[Event] = []
    for _ in range(draw(st.integers(3, 20))):
        events += draw(_steps(events, dated_last))
    return events


@st.composite
def _steps(draw: st.DrawFn, events: Sequence[Event], dated_last: bool) -> list[Event]:
    """The next event of a history, or the two of a transfer."""
    id_ = len(events) + 1
    first = int(events[-1].date[-1]) if dated_last and events else 1
    day = f"2026-03-0{draw(st.integers(first, 6))}"
    place = draw(st.tuples(st.integers(1, 2), st.sampled_from(["", "", "", "B"])))
    quantity = draw(st.integers(1, 30))
    plain = Event(id_, day, 1, What.QUANTITY, *place, quantity, estimate_e6=draw(_ESTIMATES))
    kind = draw(
        st.sampled_from(
            [
                "receipt",
                "receipt",
                "issue",
                "issue",
                "linked",
                "linked",
                "transfer",
                "return",
                "count",
            ]
            if dated_last
            else ["receipt", "issue", "linked", "linked", "transfer", "return", "value", "count"]
        )
    )
    moves = [event for event in events if event.what == What.QUANTITY]
    if kind == "linked" and moves:
        return [draw(_linked(plain, draw(st.sampled_from(moves)), dated_last))]
    if kind == "transfer":
        to = draw(st.integers(1, 2))
        return [
            plain._replace(quantity_e4=-quantity),
            plain._replace(id=id_ + 1, warehouse=to, pair=id_),
        ]
    single = draw(_single(plain, kind, events))
    return [single._replace(phase=1) if dated_last else single]


@st.composite
def _linked(draw: st.DrawFn, plain: Event, link: Event, dated_last: bool) -> Event:
    """A return of what another move brought or took, more than there was of it included."""
    days = [plain.date, max(plain.date, link.date), "2026-03-06"]
    return plain._replace(
        date=plain.date if dated_last else draw(st.sampled_from(days)),
        warehouse=draw(st.sampled_from([link.warehouse, link.warehouse, 1])),
        batch=link.batch,
        quantity_e4=-plain.quantity_e4 if link.quantity_e4 > 0 else plain.quantity_e4,
        link=link.id,
        customer=link.customer,
    )


@st.composite
def _single(draw: st.DrawFn, plain: Event, kind: str, events: Sequence[Event]) -> Event:
    """An event that stands alone; a receipt where nothing else is said."""
    if kind == "issue":
        return plain._replace(quantity_e4=-plain.quantity_e4, customer=draw(_CUSTOMERS))
    if kind == "return":
        return plain._replace(customer=draw(_CUSTOMERS))
    if kind == "value":
        target = draw(st.sampled_from([None, *(event.id for event in events if event.quantity_e4)]))
        amount = draw(st.integers(-400, 400))
        return plain._replace(what=What.VALUE, quantity_e4=0, value_fen=amount, link=target)
    if kind == "count":
        phase, found = draw(st.sampled_from([0, 2])), draw(st.integers(0, 30))
        return plain._replace(what=What.COUNT, phase=phase, quantity_e4=found)
    return plain._replace(value_fen=draw(st.integers(0, 900)))


_ESTIMATES = st.sampled_from([None, 3_330_000])
_CUSTOMERS = st.sampled_from([None, 1, 2])


_CHANGES = st.builds(
    Change, st.sampled_from(["", *(f"2026-03-0{day}" for day in range(1, 7))]), st.booleans()
)
DECIDED: st.SearchStrategy[list[Change]] = st.lists(_CHANGES, max_size=4)
"""First in first out throughout, or changes of the method as they were decided."""


def in_order(events: Sequence[Event]) -> list[Event]:
    """Events as a replay wants them."""
    return sorted(events, key=lambda event: event.order)


def naive(events: Sequence[Event], decided: Sequence[Change] = ()) -> Books:
    """The same history in the naive books."""
    facts = [
        Fact(
            event.id,
            event.date,
            event.phase,
            WHAT[event.what],
            "item",
            (str(event.warehouse), event.batch),
            event.quantity_e4,
            event.value_fen,
            event.link,
            event.pair,
            str(event.customer) if event.customer else None,
            event.estimate_e6,
        )
        for event in events
    ]
    return Books(facts, [Method(*change) for change in decided])


LayerFigures = tuple[int, int, int, str, str, str, int, int, int, int, int]


def layers(replay: Replay) -> list[LayerFigures]:
    """Every layer of a replay with all that is known of it."""
    return sorted(
        (
            lot.source, lot.id & (1 << ORDINALS) - 1, lot.warehouse, lot.batch, lot.queue[0],
            lot.age_date, lot.root, lot.quantity_e4, lot.value_fen, lot.left_e4, lot.left_fen,
        )
        for lot in replay.lots.values()
    )  # fmt: skip


def naive_layers(books: Books) -> list[LayerFigures]:
    """Every layer of the naive books in the same form."""
    return sorted(
        (
            layer.maker, layer.nth, int(layer.place[0]), layer.place[1], layer.day, layer.age,
            layer.root, layer.quantity, layer.value, layer.left, layer.worth,
        )
        for layer in books.layers
    )  # fmt: skip


def costs(replay: Replay) -> list[tuple[int, int, int, int]]:
    """What each event took from which layer."""
    return sorted(replay.costs)


def naive_costs(books: Books) -> list[tuple[int, int, int, int]]:
    """The same from the naive books."""
    return sorted(
        (
            take.fact,
            take.layer.maker << ORDINALS | take.layer.nth if take.layer else 0,
            take.quantity,
            take.value,
        )
        for take in books.taken
    )


@examples(2.5)
@given(histories(), DECIDED)
def test_replay_says_what_the_naive_books_say(events: list[Event], decided: list[Change]) -> None:
    """Every layer and every cost of any history is what the rules give, to the fen."""
    replay = replay_by(in_force(decided)).run(in_order(events))
    books = naive(events, decided)
    assert layers(replay) == naive_layers(books)
    assert costs(replay) == naive_costs(books)


@examples(1.2)
@given(histories(), DECIDED)
def test_value_is_never_lost(events: list[Event], decided: list[Change]) -> None:
    """What came in is what went out, was expensed or is still there, to the fen.

    A receipt's and an adjustment's value is on layers or expensed, what a transfer takes
    it brings (or expenses, filling a debt), and all effects together are what is left.
    """
    replay = replay_by(in_force(decided)).run(in_order(events))
    effect = dict.fromkeys((event.id for event in events), 0)
    expensed = dict(effect)
    for lot in replay.lots.values():
        effect[lot.source] += lot.value_fen
    for move, taken_from, _quantity, value in replay.costs:
        if taken_from:
            effect[move] -= value
        else:
            expensed[move] += value
    for event in events:
        if event.what != What.COUNT and event.value_fen is not None:
            assert effect[event.id] + expensed[event.id] == event.value_fen
        if event.pair is not None:
            assert effect[event.pair] + effect[event.id] + expensed[event.id] == 0
    assert sum(effect.values()) == sum(lot.left_fen for lot in replay.lots.values())


@examples(1.2)
@given(histories(), DECIDED)
def test_pools_are_the_sum_of_their_layers(events: list[Event], decided: list[Change]) -> None:
    """A pool's balance is what its layers have left; goods and debts never stand together."""
    replay = replay_by(in_force(decided)).run(in_order(events))
    for (warehouse, batch), pool in replay.pools.items():
        own = [
            lot for lot in replay.lots.values() if (lot.warehouse, lot.batch) == (warehouse, batch)
        ]
        assert pool.quantity_e4 == sum(lot.left_e4 for lot in own)
        assert pool.value_fen == sum(lot.left_fen for lot in own)
        assert not (any(lot.left_e4 > 0 for lot in own) and any(lot.left_e4 < 0 for lot in own))
        for lot in own:
            assert lot.left_e4 or not lot.left_fen, "an empty layer is worth nothing"
            assert lot.left_fen >= 0 or lot.quantity_e4 < 0, (
                "goods are never worth less than nothing"
            )


def copied(lot: Lot) -> Lot:
    """A layer as it comes out of a ledger: another object with the same figures."""
    return Lot(
        lot.id, lot.warehouse, lot.batch, *lot.queue[:2], lot.age_date, lot.root,
        lot.quantity_e4, lot.value_fen, lot.left_e4, lot.left_fen,
    )  # fmt: skip


class Remembered:
    """A history kept from an earlier replay: what a ledger would have stored."""

    def __init__(self, replay: Replay, events: Sequence[Event], methods: list[Change]) -> None:
        self._methods = methods
        self._replay = replay
        self._events = events

    def open_lots(self, warehouse: int, batch: str) -> Iterator[Lot]:
        """Layers with something left, by queue."""
        for lot in sorted(self._replay.lots.values(), key=lambda lot: lot.queue):
            if (lot.warehouse, lot.batch) == (warehouse, batch) and lot.left_e4:
                yield copied(lot)

    def taken(self, move: int) -> list[Take]:
        """What a move took, in its order: a ledger keeps the layers, but no order."""
        link = next((event.link for event in self._events if event.id == move), None)
        lots = self._replay.lots
        takes = [
            (copied(lots[lot]), quantity, value)
            for source, lot, quantity, value in self._replay.costs
            if source == move and lot
        ]
        takes.sort(key=lambda take: (take[0].source != link, take[0].queue))
        day = next(event.date for event in self._events if event.id == move)
        takes = without_gathering(self._methods, day, takes)
        owed = [lot for lot in self.made(move) if lot.quantity_e4 < 0]
        return [*takes, *((lot, -lot.quantity_e4, -lot.value_fen) for lot in owed)]

    def made(self, move: int) -> list[Lot]:
        """Every layer that a move made."""
        return [copied(lot) for lot in self._replay.lots.values() if lot.source == move]

    def balance(self, warehouse: int, batch: str) -> int:
        """What a place has."""
        pool = self._replay.pools.get((warehouse, batch))
        return pool.quantity_e4 if pool else 0

    def newest_lot(self, warehouse: int, batch: str) -> Lot | None:
        """The last layer with goods, used up or not."""
        found = [
            lot for lot in self._replay.lots.values()
            if (lot.warehouse, lot.batch) == (warehouse, batch) and lot.quantity_e4 > 0
        ]  # fmt: skip
        return max(found, key=lambda lot: lot.queue, default=None)

    def brought_back(self, move: int) -> list[int]:
        """The quantities of the returns to a move."""
        return [
            event.quantity_e4
            for event in self._events
            if event.link == move and event.quantity_e4 > 0
        ]

    def _issues(self) -> list[Event]:
        return [event for event in self._events if event.quantity_e4 < 0]

    def _cost(self, events: Sequence[Event]) -> Known | None:
        if not events:
            return None
        last = events[-1]
        taken = sum(value for move, _lot, _quantity, value in self._replay.costs if move == last.id)
        owed = sum(lot.value_fen for lot in self._replay.lots.values() if lot.source == last.id)
        return Known(-last.quantity_e4, taken - owed)

    def last_sale(self, customer: int) -> Known | None:
        """The customer's last purchase of the item, at cost."""
        return self._cost([event for event in self._issues() if event.customer == customer])

    def last_issue(self) -> Known | None:
        """The item's last issue to anybody."""
        return self._cost(self._issues())

    def last_receipt(self) -> Known | None:
        """The item's last receipt that had a value."""
        found = [(event.quantity_e4, event.value_fen) for event in self._events if event.value_fen]
        return Known(*found[-1]) if found else None


@examples(1.2)
@given(histories(dated_last=True), st.integers(0, 40), DECIDED)
def test_going_on_from_what_is_stored_is_a_replay_from_nothing(
    events: list[Event], cut: int, decided: list[Change]
) -> None:
    """New events on top of stored layers cost the same as when everything is replayed."""
    while 0 < cut < len(events) and events[cut].pair is not None:
        cut -= 1
    methods = in_force(decided)
    before = replay_by(methods).run(events[:cut])
    after = replay_by(methods, Remembered(before, events[:cut], methods)).run(events[cut:])
    whole = replay_by(methods).run(events)
    together = {**{lot.id: lot for lot in before.lots.values()}, **after.lots}
    assert {id_: (lot.left_e4, lot.left_fen) for id_, lot in together.items()} == {
        id_: (lot.left_e4, lot.left_fen) for id_, lot in whole.lots.items()
    }
    assert sorted([*before.costs, *after.costs]) == sorted(whole.costs)
    for key, pool in whole.pools.items():
        parts = [replay.pools[key] for replay in (before, after) if key in replay.pools]
        assert pool.quantity_e4 == sum(part.quantity_e4 for part in parts)
        assert pool.value_fen == sum(part.value_fen for part in parts)


def event(id_: int, day: int, quantity: int, value: int | None = None, **more: Any) -> Event:
    """An event of March 2026 in warehouse 1."""
    plain = Event(id_, f"2026-03-{day:02d}", 1, What.QUANTITY, 1, "", quantity, value)
    return plain._replace(**more)


def test_the_last_piece_of_a_layer_takes_the_remainder() -> None:
    """Three pieces for 1.00: 0.33 and 0.34 (half of what is left, rounded up), then 0.33."""
    replay = Replay().run([event(1, 1, 3, 100), event(2, 2, -1), event(3, 3, -1), event(4, 4, -1)])
    assert [value for *_where, value in replay.costs] == [33, 34, 33]
    assert replay.pools[1, ""].value_fen == 0


def test_a_receipt_dated_back_is_taken_first() -> None:
    """The order of dates rules, not the order of posting."""
    events = in_order([event(1, 5, 10, 2000), event(2, 6, -10), event(3, 1, 10, 1000)])
    assert [(move, value) for move, *_what, value in Replay().run(events).costs] == [(2, 1000)]


@pytest.mark.parametrize("linked", [False, True])
def test_a_value_for_a_return_that_has_no_receipt_finds_its_goods(linked: bool) -> None:
    """A cost adjustment named to an unlinked return goes onto the layer which that made."""
    replay = Replay().run(
        [
            event(1, 1, 10, 1000),
            event(2, 2, -10),
            event(3, 3, 5),
            event(4, 4, -2),
            event(5, 5, 0, 100, what=What.VALUE, link=3 if linked else None),
        ]
    )
    expensed = [value for _move, lot, _quantity, value in replay.costs if not lot]
    assert (replay.pools[1, ""].value_fen, expensed) == ((360, [40]) if linked else (400, []))


def test_money_is_conserved_by_transfers_to_the_fen() -> None:
    """1.00 for seven pieces, carried about in ever other lots, is still 1.00 and as old."""
    events = [event(1, 1, 7, 100)]
    for step in range(40):
        out, part = 2 * step + 2, 1 + step // 2 % 3
        here, there = (1, 2) if step % 2 == 0 else (2, 1)
        events += [
            event(out, 2, -part, warehouse=here),
            event(out + 1, 2, part, warehouse=there, pair=out),
        ]
    replay = Replay().run(events)
    left = [lot for lot in replay.lots.values() if lot.left_e4]
    assert (sum(lot.left_e4 for lot in left), sum(lot.left_fen for lot in left)) == (7, 100)
    assert {(lot.age_date, lot.root) for lot in left} == {("2026-03-01", 1)}


def test_two_thousand_events_by_hand() -> None:
    """Ten in at n fen each, five out the next day: first in, first out leaves what can be said.

    After 1,000 such pairs 5,000 pieces are left: those of the last 500 receipts, whose
    costs are 501 … 1,000 fen apiece: 10 × (501 + 1000) × 500 / 2 = 3,752,500 fen.
    """
    events = []
    for n in range(1, 1001):
        day = f"{2000 + n // 28}-01-{n % 28 + 1:02d}"
        events.append(event(2 * n - 1, 1, 10, 10 * n, date=day))
        events.append(event(2 * n, 1, -5, date=day))
    replay = Replay().run(in_order(events))
    assert replay.pools[1, ""].quantity_e4 == 5000
    assert replay.pools[1, ""].value_fen == 3_752_500
    assert all(a.queue < b.queue for a, b in pairwise(replay.pools[1, ""].open())), (
        "and they wait by age"
    )
