"""The books kept the naive way: a list of facts, from which everything is worked out again.

Nothing here is quick or clever, and nothing is shared with :mod:`jxc_xl`: plain lists are
sorted and searched for every question, shares are fractions.  It says the rules of the
design a second time, so that the ledger can be held against it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import NamedTuple

Place = tuple[str, str]
"""A warehouse and a batch."""


class Fact(NamedTuple):
    """Something that happened to an item: ``what`` is "move", "value" or "count".

    ``phase`` is 0 for a count before the day's moves, 2 for one after them.  Only a
    receipt and a value event say their ``value``; a count's ``quantity`` is what was found, and
    with a ``value`` of 0 more than there was is worth its ``estimate``.
    ``turn`` is the fact whose place in the day a correction takes.
    """

    id: int
    day: str
    phase: int
    what: str
    item: str
    place: Place
    quantity: int
    value: int | None = None
    link: int | None = None
    pair: int | None = None
    customer: str | None = None
    estimate: int | None = None
    turn: int | None = None


class Method(NamedTuple):
    """From a day on the goods of a place are one, at the average, or they are no longer."""

    since: str
    average: bool


@dataclass(eq=False)
class Layer:
    """What one fact brought to a place; ``left`` and ``worth`` are what is still there.

    A debt, goods that left before they came, has negative figures.
    """

    maker: int
    nth: int
    item: str
    place: Place
    day: str
    turn: int
    age: str
    root: int
    quantity: int
    value: int
    left: int
    worth: int


class Taken(NamedTuple):
    """What a fact took from a layer; from no layer: value that was expensed at once."""

    fact: int
    layer: Layer | None
    quantity: int
    value: int


def half_up(value: Fraction) -> int:
    """The nearest integer; a half goes away from zero."""
    return floor(value + Fraction(1, 2)) if value >= 0 else -floor(-value + Fraction(1, 2))


class Books:
    """Layers and costs of all facts, in the order in which they happened."""

    def __init__(self, facts: Iterable[Fact], methods: Sequence[Method] = ()) -> None:
        self.methods = methods
        self.facts = list(facts)
        self.layers: list[Layer] = []
        self._arrivals: list[tuple[int, str, Place, int]] = []
        self._received: dict[int, int] = {}
        self.taken: list[Taken] = []
        self._done: list[Fact] = []
        self._takes: dict[int, list[list[int]]] = {}
        for fact in sorted(self.facts, key=when):
            self._gather(fact)
            if fact.what == "value":
                self._value(fact)
            elif fact.what == "count":
                self._count(fact)
            elif fact.quantity < 0:
                self._go(fact, -fact.quantity)
            else:
                self._come(fact)
            self._done.append(fact)

    # Answers

    def here(self, item: str, place: Place) -> list[Layer]:
        """Every layer ever made in a place, by its turn."""
        found = [layer for layer in self.layers if (layer.item, layer.place) == (item, place)]
        return sorted(found, key=lambda layer: (layer.day, layer.turn, layer.maker, layer.nth))

    def balance(self, item: str, place: Place) -> tuple[int, int]:
        """Quantity and value in a place."""
        layers = self.here(item, place)
        return sum(layer.left for layer in layers), sum(layer.worth for layer in layers)

    def effect(self, fact: int, item: str, place: Place) -> tuple[int, int]:
        """By how much a fact changed quantity and value in a place."""
        made = [
            layer
            for layer in self.layers
            if (layer.maker, layer.item, layer.place) == (fact, item, place)
        ]
        taken = [
            take
            for take in self.taken
            if take.fact == fact and take.layer is not None and take.layer.place == place
        ]
        return (
            sum(layer.quantity for layer in made) - sum(take.quantity for take in taken),
            sum(layer.value for layer in made) - sum(take.value for take in taken),
        )

    def expensed(self, fact: int) -> int:
        """What a fact expensed without touching stock."""
        return sum(take.value for take in self.taken if take.fact == fact and take.layer is None)

    # Goods that are one by the average

    def _limit(self, day: str) -> str:
        """Before which day goods came that are one on a day: all of them under the average."""
        limit, average = "", False
        for since in sorted({method.since for method in self.methods if method.since <= day}):
            was, average = average, is_average(self.methods, since)
            if was and not average:
                limit = since
        return "9999" if average else limit

    def _one(self, fact: Fact) -> list[Layer]:
        """The goods of a fact's place that are one on its day."""
        limit = self._limit(fact.day)
        here = self.here(fact.item, fact.place)
        return [layer for layer in here if layer.left > 0 and layer.day < limit]

    def _gather(self, fact: Fact) -> None:
        """What is one becomes one layer, the oldest, before anything else happens in its place."""
        gathered: list[tuple[int, int]] = []
        for other in self._one(fact)[1:]:
            quantity, value = other.left, other.worth
            self._move(fact, other, quantity, value)
            gathered.append((quantity, value))
        if gathered:
            quantities, values = zip(*gathered, strict=True)
            self._move(fact, self._one(fact)[0], -sum(quantities), -sum(values))

    # Goods come

    def _make(self, fact: Fact, quantity: int, value: int, like: Layer | None = None) -> None:
        if like is None:
            self._received[fact.id] = quantity
        if like is None or fact.pair is not None:
            self._arrivals.append((fact.id, fact.item, fact.place, quantity))
        one = self._one(fact)
        if one and is_average(self.methods, fact.day):
            self._move(fact, one[0], -quantity, -value)
        else:
            self._make_layer(fact, quantity, value, like)

    def _make_layer(self, fact: Fact, quantity: int, value: int, like: Layer | None) -> None:
        nth = sum(1 for layer in self.layers if layer.maker == fact.id)
        age, root = (like.age, like.root) if like else (fact.day, fact.id)
        layer = Layer(
            fact.id, nth, fact.item, fact.place, fact.day, fact.turn or fact.id, age, root,
            quantity, value, quantity, value,
        )  # fmt: skip
        self.layers.append(layer)
        for debt in self.here(fact.item, fact.place):
            if debt.left < 0 < layer.left:
                self._fill(fact, debt, layer)

    def _fill(self, fact: Fact, debt: Layer, layer: Layer) -> None:
        part = min(layer.left, -debt.left)
        value = self._part(layer.worth, part, layer.left)
        booked = self._part(-debt.worth, part, -debt.left)
        self._move(fact, layer, part, value)
        self._move(fact, debt, -part, -booked)
        if value != booked:
            self.taken.append(Taken(fact.id, None, 0, value - booked))

    def _part(self, value: int, part: int, whole: int) -> int:
        return value if part == whole else half_up(Fraction(value * part, whole))

    def _move(self, fact: Fact, layer: Layer, quantity: int, value: int) -> None:
        layer.left -= quantity
        layer.worth -= value
        self.taken.append(Taken(fact.id, layer, quantity, value))

    def _come(self, fact: Fact) -> None:
        if fact.pair is not None:
            for number, quantity, value in self._takes.get(fact.pair, []):
                self._make(fact, quantity, value, self.layers[number])
        elif fact.value is not None:
            self._make(fact, fact.quantity, fact.value)
        else:
            missing = self._bring_back(fact) if fact.link is not None else fact.quantity
            if missing:
                self._make(fact, missing, self._return_cost(fact, missing))

    def _bring_back(self, fact: Fact) -> int:
        """Bring back what an issue took, the last first; how much it does not account for."""
        missing = fact.quantity
        takes = self._takes.get(fact.link or 0, [])
        while missing and takes:
            number, quantity, value = takes.pop()
            part = min(quantity, missing)
            back = self._part(value, part, quantity)
            if part < quantity:
                takes.append([number, quantity - part, value - back])
            layer = self.layers[number]
            owing = any(other.left < 0 for other in self.here(fact.item, fact.place))
            own = layer.day >= self._limit(fact.day) or layer in self._one(fact)
            if layer.place == fact.place and layer.quantity > 0 and own and not owing:
                self._move(fact, layer, -part, -back)
            else:
                self._make(fact, part, back, layer)
            missing -= part
        return missing

    def _return_cost(self, fact: Fact, quantity: int) -> int:
        sales = [
            issue
            for issue in self._issues(fact.item)
            if fact.customer is not None and issue.customer == fact.customer
        ]
        for issue in [*sales[-1:], *self._issues(fact.item)[-1:]]:
            return half_up(Fraction(self._issue_cost(issue) * quantity, -issue.quantity))
        return self._receipt_cost(fact, quantity)

    def _issues(self, item: str) -> list[Fact]:
        return [
            fact
            for fact in self._done
            if fact.item == item and fact.what == "move" and fact.quantity < 0
        ]

    def _issue_cost(self, issue: Fact) -> int:
        owed = sum(layer.value for layer in self.layers if layer.maker == issue.id)
        return sum(take.value for take in self.taken if take.fact == issue.id) - owed

    def _receipt_cost(self, fact: Fact, quantity: int) -> int:
        receipts = [
            (done.quantity, done.value)
            for done in self._done
            if done.item == fact.item and done.what == "move" and done.quantity > 0 and done.value
        ]
        return self._by(receipts[-1] if receipts else None, fact, quantity)

    def _by(self, known: tuple[int, int] | None, fact: Fact, quantity: int) -> int:
        if known is not None:
            return half_up(Fraction(known[1] * quantity, known[0]))
        return half_up(Fraction(quantity * (fact.estimate or 0), 10_000 * 1_000_000 // 100))

    # Goods go

    def _go(self, fact: Fact, missing: int) -> None:
        takes = self._takes[fact.id] = []
        if fact.link is not None:
            self._arrivals.append((-fact.link, fact.item, fact.place, -missing))
        named = [
            layer
            for layer in self.here(fact.item, fact.place)
            if fact.link is not None and layer.maker == fact.link
        ]
        for layer in [*named, *self.here(fact.item, fact.place)]:
            part = min(missing, layer.left)
            if part > 0:
                value = self._part(layer.worth, part, layer.left)
                self._move(fact, layer, part, value)
                takes.append([self.layers.index(layer), part, value])
                missing -= part
        if missing:
            value = self._owed(fact, missing)
            self.layers.append(
                Layer(
                    fact.id,
                    0,
                    fact.item,
                    fact.place,
                    fact.day,
                    fact.turn or fact.id,
                    fact.day,
                    fact.id,
                    -missing,
                    -value,
                    -missing,
                    -value,
                )
            )
            takes.append([len(self.layers) - 1, missing, value])

    def _owed(self, fact: Fact, quantity: int) -> int:
        """The last known cost: of the last receipt, else of the last issue, else estimated."""
        if not any(
            done.item == fact.item and done.what == "move" and done.quantity > 0 and done.value
            for done in self._done
        ):
            for issue in self._issues(fact.item)[-1:]:
                return half_up(Fraction(self._issue_cost(issue) * quantity, -issue.quantity))
        return self._receipt_cost(fact, quantity)

    # Counts and values

    def _count(self, fact: Fact) -> None:
        difference = fact.quantity - self.balance(fact.item, fact.place)[0]
        if difference < 0:
            self._go(fact, -difference)
        elif difference > 0:
            goods = [layer for layer in self.here(fact.item, fact.place) if layer.quantity > 0]
            if fact.value is not None:
                self._make(fact, difference, self._by(None, fact, difference))
            elif goods and goods[-1].day < self._limit(fact.day):
                one = [(layer.left, layer.worth) for layer in self._one(fact)]
                if one:
                    self._make(fact, difference, self._by(one[0], fact, difference))
                else:
                    self._make(fact, difference, self._receipt_cost(fact, difference))
            elif goods and goods[-1].value > 0:
                newest = (goods[-1].quantity, goods[-1].value)
                self._make(fact, difference, self._by(newest, fact, difference))
            else:
                self._make(fact, difference, self._receipt_cost(fact, difference))

    def _value(self, fact: Fact) -> None:
        amount = fact.value or 0
        if fact.link is None:
            layers = [one for one in self.here(fact.item, fact.place) if one.left > 0]
            whole = sum(layer.left for layer in layers)
        else:
            layers = [one for one in self.layers if one.root == fact.link and one.left > 0]
            whole = sum(
                layer.quantity for layer in self.layers if layer.maker == layer.root == fact.link
            )
        if whole <= 0:
            layers = []
        parts = [layer.left for layer in layers]
        came = [nth for nth, arrival in enumerate(self._arrivals) if arrival[0] == fact.link]
        if came and self._day(fact.link) < self._limit(fact.day):
            fact = fact._replace(place=self._arrivals[came[-1]][2])
            self._gather(fact)
            whole = self._received.get(fact.link or 0, 0)
            layers = self._one(fact) if whole else []
            parts = [self._still_there(fact, came[-1])]
            layers = layers if parts[0] > 0 else []
        given = placed = 0
        for number in range(len(layers)):
            until = sum(parts[: number + 1])
            due = half_up(Fraction(amount * until, whole)) - given
            given += due
            share = max(due, -layers[number].worth)
            placed += share
            if share:
                self._move(fact, layers[number], 0, -share)
        if placed != amount:
            self.taken.append(Taken(fact.id, None, 0, amount - placed))

    def _day(self, fact: int | None) -> str:
        return next(done.day for done in self._done if done.id == fact)

    def _still_there(self, fact: Fact, arrival: int) -> int:
        """What of a receipt is still there if the goods that came first went first."""
        later = sum(
            quantity
            for _id, item, place, quantity in self._arrivals[arrival + 1 :]
            if (item, place) == (fact.item, fact.place)
        )
        back = sum(quantity for id_, *_what, quantity in self._arrivals if id_ == -(fact.link or 0))
        there = self.balance(fact.item, fact.place)[0]
        return min(self._received.get(fact.link or 0, 0) + back, there - max(0, later))


def is_average(methods: Sequence[Method], day: str) -> bool:
    """Whether goods are one on a day: the last decision about it counts."""
    return [False, *(method.average for method in methods if method.since <= day)][-1]


def shares(value: int, weights: Sequence[int]) -> list[int]:
    """A value in parts as large as the weights; each part is what is due so far less what was given."""
    parts: list[int] = []
    for number in range(len(weights)):
        due = half_up(Fraction(value * sum(weights[: number + 1]), sum(weights)))
        parts.append(due - sum(parts))
    return parts


def when(fact: Fact) -> tuple[str, int, int, int]:
    """The order in which facts happen."""
    return (fact.day, fact.phase, fact.turn or fact.id, fact.id)


def running(facts: Sequence[Fact], item: str, place: Place) -> list[tuple[Fact, int]]:
    """The quantity in a place after each of its facts."""
    found = []
    quantity = 0
    for fact in sorted(facts, key=when):
        if fact.item == item and fact.place == place and fact.what != "value":
            quantity = fact.quantity if fact.what == "count" else quantity + fact.quantity
            found.append((fact, quantity))
    return found


# Documents, and whether stock allows them


class Row(NamedTuple):
    """One row of a document; a ``batch`` of None leaves the choice to the program.

    ``links`` are (fact, batch, quantity) of what is returned; ``due`` is when an order expects it.
    """

    item: str
    warehouse: str
    quantity: int
    batch: str | None = ""
    to: str = ""
    value: int | None = None
    links: tuple[tuple[int, str, int], ...] = ()
    expires: str = ""
    estimate: int | None = None
    due: str = ""


class Paper(NamedTuple):
    """A document before it is judged; ``order`` is the number of the one that it fulfils."""

    kind: str
    day: str
    rows: tuple[Row, ...]
    customer: str | None = None
    order: str = ""


TURN = {
    "opening": -1, "receipt": 0, "sales_return": 0, "other_receipt": 0,
    "transfer": 1,
    "delivery": 2, "purchase_return": 2, "other_issue": 2,
    "purchase_order": 3, "sales_order": 3,
}  # fmt: skip
"""What a day opens with, then receipts, then transfers, then issues, orders last."""

TAKES_EXPIRED = ("other_issue", "purchase_return")
"""Expired goods are thrown away or sent back, never sold."""


def by_turn(papers: Sequence[Paper]) -> list[Paper]:
    """The order in which the papers of one click are judged."""
    return sorted(papers, key=lambda paper: (paper.day, TURN[paper.kind]))


def enter(
    paper: Paper,
    facts: Sequence[Fact],
    number: int,
    expiries: dict[tuple[str, str], str],
    turn: int | None = None,
    methods: Sequence[Method] = (),
) -> list[Fact]:
    """The facts a paper makes, numbered from ``number``; its day's earlier facts come first.

    One that corrects another of the same day has its ``turn``.
    """
    made: list[Fact] = []

    def add(
        row: Row, place: Place, quantity: int, value: int | None = None,
        link: int | None = None, pair: int | None = None,
    ) -> None:  # fmt: skip
        fact = Fact(
            number + len(made), paper.day, 1, "move", row.item, place, quantity, value, link, pair,
            paper.customer, None if pair else row.estimate, turn,
        )  # fmt: skip
        made.append(fact)

    for row in paper.rows:
        rest = row.quantity - sum(quantity for _, _, quantity in row.links)
        sign = 1 if TURN[paper.kind] <= 0 else -1
        for link, batch, quantity in row.links:
            add(row, (row.warehouse, batch), sign * quantity, link=link)
        if sign > 0 and rest:
            add(row, (row.warehouse, row.batch or ""), rest, value=row.value)
        elif rest:
            for batch, quantity in _batches(
                row, rest, paper, Books([*facts, *made], methods), expiries
            ):
                add(row, (row.warehouse, batch), -quantity)
                if row.to:
                    add(row, (row.to, batch), quantity, pair=made[-1].id)
    return made


def _batches(
    row: Row,
    wanted: int,
    paper: Paper,
    books: Books,
    expiries: dict[tuple[str, str], str],
) -> list[tuple[str, int]]:
    """The batches a row takes: its own, else what expires first, then what is oldest."""
    if row.batch is not None:
        return [(row.batch, wanted)]
    facts = books.facts

    def turn(batch: str) -> tuple[str, str, str]:
        layers = books.here(row.item, (row.warehouse, batch))
        ages = [layer.age for layer in layers if layer.left > 0]
        return (expiries.get((row.item, batch)) or "9999", min(ages, default=""), batch)

    known = {
        fact.place[1] for fact in facts if (fact.item, fact.place[0]) == (row.item, row.warehouse)
    }
    chosen: list[tuple[str, int]] = []
    for batch in sorted(known, key=turn):
        part = min(wanted, free(facts, row.item, (row.warehouse, batch), paper.day))
        if part > 0 and (turn(batch)[0] >= paper.day or paper.kind in TAKES_EXPIRED):
            chosen.append((batch, part))
            wanted -= part
    if wanted:
        chosen.append((chosen[-1][0] if chosen else "", wanted))
    return chosen


def free(facts: Sequence[Fact], item: str, place: Place, day: str) -> int:
    """What can go at the end of a day's moves without a later balance below zero."""
    lowest = 0
    for fact, quantity in running(facts, item, place):
        if (fact.day, fact.phase) <= (day, 1):
            lowest = quantity
        elif fact.what == "count":
            break
        else:
            lowest = min(lowest, quantity)
    return lowest


def short(facts: Sequence[Fact], places: Iterable[tuple[str, Place]]) -> bool:
    """Whether one of some places has less than nothing at any time."""
    return any(
        quantity < 0 for item, place in places for _, quantity in running(facts, item, place)
    )


def take_back(facts: Sequence[Fact], own: Sequence[Fact], first: int, day: str) -> list[Fact]:
    """What undoes the facts of a document of a closed month on a later day: a return of all.

    What a transfer carried goes back the same way; of a count the difference it made goes back.
    """
    made: list[Fact] = []

    def back(fact: Fact, quantity: int, link: int | None, pair: int | None) -> None:
        value = -(fact.value or 0) if fact.what == "value" else None
        customer = fact.customer if quantity > 0 else None
        what = "value" if fact.what == "value" else "move"
        made.append(
            Fact(first + len(made), day, 1, what, fact.item, fact.place, quantity, value, link,
                 pair, customer, fact.estimate)
        )  # fmt: skip

    for fact in own:
        arrived = [other for other in own if other.pair == fact.id]
        if fact.pair is not None:
            continue
        if arrived:
            back(arrived[0], -arrived[0].quantity, arrived[0].id, None)
            back(fact, -fact.quantity, None, made[-1].id)
        elif fact.what == "value":
            back(fact, 0, fact.link, None)
        elif effect := effects(facts, fact):
            back(fact, -effect, fact.id, None)
    return made


def effects(facts: Sequence[Fact], fact: Fact) -> int:
    """What a fact changed the quantity of its place by."""
    if fact.what != "count":
        return fact.quantity
    before = 0
    for other, balance in running(facts, fact.item, fact.place):
        if other is fact:
            return balance - before
        before = balance
    return 0


def falls_later(
    facts: Sequence[Fact], own: Sequence[Fact], day: str
) -> dict[tuple[str, Place], tuple[int, str]]:
    """The same where a document is undone at the end of a day's moves."""
    found: dict[tuple[str, Place], tuple[int, str]] = {}
    for item, place in dict.fromkeys((fact.item, fact.place) for fact in own):
        here = [fact for fact in own if (fact.item, fact.place) == (item, place)]
        change = -sum(effects(facts, fact) for fact in here if fact.what != "value")
        undoing = Fact(10**9, day, 1, "move", item, place, change)
        with_it = running([*facts, undoing], item, place)
        present = {id(fact): balance for fact, balance in running(facts, item, place)}
        now, lowest, since = 0, 0, ""
        for fact, balance in with_it:
            now = present.get(id(fact), now)
            if balance < min(0, now):
                since = since or fact.day
                lowest = min(lowest, balance)
        if lowest:
            found[item, place] = (-lowest, since)
    return found


def falls(facts: Sequence[Fact], without: set[int]) -> dict[tuple[str, Place], tuple[int, str]]:
    """Where less than nothing would be left without some facts, and less than with them.

    For each such place how much would be missing at most, and since when.
    """
    found: dict[tuple[str, Place], tuple[int, str]] = {}
    for item, place in {(fact.item, fact.place) for fact in facts if fact.id in without}:
        left = 0
        for fact, quantity in running(facts, item, place):
            if fact.id not in without:
                left = fact.quantity if fact.what == "count" else left + fact.quantity
            if left < 0 and left < quantity:
                missing, since = found.get((item, place), (0, fact.day))
                found[item, place] = (max(missing, -left), since)
    return found
