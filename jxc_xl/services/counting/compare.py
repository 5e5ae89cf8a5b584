"""Counted lines beside the books: differences, what they are worth, and what is wrong with them."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field

from jxc_xl.domain.acceptance import Later
from jxc_xl.domain.costing import Event, What
from jxc_xl.domain.counting.causes import Difference, likely_causes
from jxc_xl.domain.counting.lines import Counted, said
from jxc_xl.domain.masters import Item, Negative, Settings
from jxc_xl.domain.numbers import QUANTITY, RATE, plain
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.rules.quantities import item_label
from jxc_xl.ledger import counts
from jxc_xl.ledger.counts import NOTHING, Place, Position
from jxc_xl.ledger.likely_papers import papers_about
from jxc_xl.ledger.masters import Masters
from jxc_xl.ledger.stocktakes import Listed, Stocktake


@dataclass(slots=True)
class Compared:
    """A counted line beside what the books have at the time of the count.

    ``listed_e4`` is what they had when the sheet was made, ``None`` of goods that were found;
    ``since`` are the documents posted since then.  ``value_fen`` is what the difference is worth,
    below 0 for a loss; ``exceeds`` says that it is more than 盘点容差.
    """

    counted: Counted
    place: Place
    position: Position
    abc: str = ""
    listed_e4: int | None = None
    since: Sequence[str] = ()
    value_fen: int = 0
    cause: str = ""
    exceeds: bool = False
    problems: list[Problem] = field(default_factory=list)

    @property
    def difference_e4(self) -> int:
        """Above 0 a surplus, below 0 a loss."""
        return self.counted.quantity_e4 - self.position.book_e4

    @property
    def refused(self) -> bool:
        """Whether the line cannot be posted as it is."""
        return any(found.is_error for found in self.problems)

    def say(self, code: str, column: str, **params: object) -> None:
        """Complain of the line, or warn."""
        named = {"item": item_label(self.counted.item), "unit": self.counted.item.unit}
        self.problems.append(said(code, self.counted, column, **named, **params))


def compare(
    connection: sqlite3.Connection,
    made: Stocktake,
    listed: Sequence[Listed],
    lines: Sequence[Counted],
    settings: Settings,
) -> list[Compared]:
    """Hold what was counted against the books, in the order of the lines."""
    masters = Masters(connection)
    found = _beside_the_books(connection, made, listed, lines, masters)
    _work_out_worth(connection, made, found, settings)
    differing = [line for line in found if line.difference_e4]
    words = likely_causes(
        [_difference(line) for line in differing],
        papers_about(
            connection,
            made.day.isoformat(),
            [(line.place, line.counted.key[:2], line.difference_e4) for line in differing],
        ),
    )
    for line, cause in zip(differing, words, strict=True):
        line.cause = cause
    for line in found:
        _judge(connection, made, line, settings)
    return found


def _beside_the_books(
    connection: sqlite3.Connection,
    made: Stocktake,
    listed: Sequence[Listed],
    lines: Sequence[Counted],
    masters: Masters,
) -> list[Compared]:
    unknown: dict[str, int] = {}

    def item_id(item: Item) -> int:
        """The item's id; one below 0 of an item of which the books know nothing."""
        found = masters.item_id(item.code)
        return unknown.setdefault(item.code, -1 - len(unknown)) if found is None else found

    places = [
        (item_id(line.item), masters.warehouse_id(line.warehouse.code) or 0, line.batch)
        for line in lines
    ]
    goods = dict.fromkeys(place[:2] for place in places)
    positions = counts.positions(connection, made.day.isoformat(), made.moment.phase, goods)
    since = counts.posted_since(connection, made.document)
    asked = {(line.warehouse, line.item, line.batch): line for line in listed}
    classes = {line.item: line.abc for line in listed}
    found = []
    for line, place in zip(lines, places, strict=True):
        of_sheet = asked.get(line.key)
        found.append(
            Compared(
                line, place, positions.get(place, NOTHING), classes.get(line.item.code, ""),
                of_sheet.book_e4 if of_sheet else None, since.get(place, ()),
            )
        )  # fmt: skip
    return found


def estimate_of(item: Item, settings: Settings) -> tuple[int | None, int | None]:
    """How a surplus is valued: the event's value and the unit price to fall back upon."""
    return (0 if settings.surplus_at_price else None), item.purchase_price_e6


def _work_out_worth(
    connection: sqlite3.Connection, made: Stocktake, lines: Sequence[Compared], settings: Settings
) -> None:
    (last,) = connection.execute("SELECT ifnull(max(id), 0) FROM move").fetchone()
    events: dict[int, list[Event]] = {}
    differing = [line for line in lines if line.difference_e4]
    for move, line in enumerate(differing, last + 1):
        item, warehouse, batch = line.place
        value, estimate = estimate_of(line.counted.item, settings)
        event = Event(
            move, made.day.isoformat(), made.moment.phase, What.COUNT, warehouse, batch,
            line.counted.quantity_e4, value, estimate_e6=estimate,
        )  # fmt: skip
        events.setdefault(item, []).append(event)
    worth = counts.worth(connection, events)
    for move, line in enumerate(differing, last + 1):
        line.value_fen = worth.get(move, (0, 0))[1]


def _difference(line: Compared) -> Difference:
    counted = line.counted
    return Difference(
        counted.warehouse.code, counted.item, line.position.book_e4, counted.quantity_e4
    )


def _judge(
    connection: sqlite3.Connection, made: Stocktake, line: Compared, settings: Settings
) -> None:
    counted, difference = line.counted, line.difference_e4
    book = _shown(line.position.book_e4)
    tolerated = settings.count_tolerance_e6 * abs(line.position.book_e4)
    line.exceeds = abs(difference) * RATE > tolerated
    if line.exceeds and not counted.reason:
        line.say("count_reason_missing", "reason", difference=_signed(difference), book=book)
    if difference < 0 and settings.negative_stock is Negative.FORBID:
        _forbid_loss(connection, made, line)
    if difference > 0 and line.value_fen == 0 and not _worth_nothing(connection, line, settings):
        line.say("count_no_cost", "counted", difference=_shown(difference))
    if line.position.moved and not counted.recounted:
        line.say("count_moved", "counted", others=_listed(line.position.moved))
    if line.since and line.listed_e4 is not None and line.listed_e4 != line.position.book_e4:
        params = {"listed": _shown(line.listed_e4), "others": _listed(line.since)}
        line.say("count_since", "book", book=book, **params)


def _forbid_loss(connection: sqlite3.Connection, made: Stocktake, line: Compared) -> None:
    """Complain if what was taken later can no longer have been there."""
    short, since = _lowest(line.counted.quantity_e4, line.position.later)
    if short:
        takers = counts.takers(connection, line.place, made.day.isoformat())
        line.say(
            "count_later_short", "counted", counted=_shown(line.counted.quantity_e4),
            date=made.day, short=_shown(short), since=since, others=_listed(takers),
        )  # fmt: skip


def _lowest(balance: int, later: Sequence[Later]) -> tuple[int, str]:
    """How much would be missing at most after a count, and since when; up to the next count."""
    short, since = 0, ""
    for event in later:
        if event.what == What.COUNT:
            break
        balance = event.after(balance)
        if balance < 0:
            since = since or event.date
            short = max(short, -balance)
    return short, since


def _worth_nothing(connection: sqlite3.Connection, line: Compared, settings: Settings) -> bool:
    """Whether a surplus is rightly worth nothing: the goods were a gift, or cost hardly a fen."""
    if line.counted.item.purchase_price_e6 is not None:
        return True
    return not settings.surplus_at_price and counts.was_received(connection, line.place[0])


def _shown(quantity_e4: int) -> str:
    return f"{plain(quantity_e4, QUANTITY):f}"


def _signed(quantity_e4: int) -> str:
    return f"{plain(quantity_e4, QUANTITY):+f}"


def _listed(numbers: Sequence[str]) -> str:
    return "、".join(numbers[:5]) + ("…" if len(numbers) > 5 else "")
