"""移动加权平均: goods of a place are one, and leave at what they cost on the average.

Under the average a pool has one *running layer*, which receipts add to; whatever leaves takes its
share of it, and the last piece takes the rest.  A change of the method is no event of an item: its
first move after the change gathers what the pool has into one layer, which is written down as
costs of that move that add up to nothing.  So a pool in which nothing moves stays as it was,
and new moves can be replayed on top of what is stored.

In quantity goods leave first in first out here, too: of a receipt whose invoice comes later, what
came last counts as what is still there.
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from jxc_xl.domain.costing import Event, Replay, What
from jxc_xl.domain.layers import History, Known, Lot, Pool, Take

_EVERY_DAY: Final = "9999-99"
"""Later than any ISO day."""

Place = tuple[int, str]


class Change(NamedTuple):
    """From the ISO day ``since`` on (``""``: from the beginning) stock is valued otherwise."""

    since: str
    average: bool


def in_force(decided: Iterable[Change]) -> list[Change]:
    """What holds from which day on, by day; a later decision goes before an earlier one.

    Empty in books that were never valued at the average.

    >>> in_force([Change("2026-03-01", True), Change("2026-02-01", False)])
    []
    """
    found: list[Change] = []
    for change in decided:
        while found and found[-1].since >= change.since:
            found.pop()
        if change.average != (found[-1].average if found else False):
            found.append(change)
    return found


def is_average(changes: Sequence[Change], day: str) -> bool:
    """Whether the average holds on an ISO day, by what is in force."""
    return next((c.average for c in reversed(changes) if c.since <= day), False)


def one_layer_before(changes: Sequence[Change], day: str) -> str:
    """Before which day goods must have come to be of a pool's one layer on an ISO day.

    ``""`` where there never was an average, later than any day under it.
    """
    latest = next((c for c in reversed(changes) if c.since <= day), None)
    if latest is None:
        return ""
    return _EVERY_DAY if latest.average else latest.since


def without_gathering(changes: Sequence[Change], day: str, takes: list[Take]) -> list[Take]:
    """What a move of an ISO day took, by what its costs say.

    Left out is what it gathered into one layer before it took from that.
    """
    limit = one_layer_before(changes, day)
    one = [take for take in takes if take[0].queue[0] < limit]
    if not one:
        return takes
    running = next((lot for lot, quantity, _value in one if quantity < 0), one[0][0])
    _lots, quantities, values = zip(*one, strict=True)
    together = (running, sum(quantities), sum(values))
    rest = [take for take in takes if take[0].queue[0] >= limit]
    return [together, *rest] if together[1] > 0 else rest


def replay_by(changes: Sequence[Change], history: History | None = None) -> Replay:
    """The replay for books with these changes in force."""
    return Averaging(changes, history) if changes else Replay(history)


class Averaging(Replay):
    """A replay in books that change between first in first out and the average.

    Goods that came before the day ``_before`` are one layer: under the average all of them,
    afterwards those that came before it ended.  ``_running`` is that layer by pool, once a move
    has gathered it.
    """

    def __init__(self, changes: Sequence[Change], history: History | None = None) -> None:
        super().__init__(history)
        self._changes = changes
        self._days = [change.since for change in reversed(changes)]
        self._before = ""
        self._running: dict[Place, Lot | None] = {}
        self._came: dict[Place, int] = {}
        self._marks: dict[int, tuple[str, int, Pool]] = {}
        self._gone_back: dict[int, int] = {}

    def apply(self, event: Event) -> None:
        """Apply one event, by the method of its day."""
        while self._days and event.date >= self._days[-1]:
            self._before = one_layer_before(self._changes, self._days.pop())
            self._running.clear()
        if self._before:
            self._gather(self._pool(event.warehouse, event.batch), event)
        if event.link is not None and event.what == What.QUANTITY and event.quantity_e4 < 0:
            self._note_sent_back(event.link, event)
        super().apply(event)

    def _gather(self, pool: Pool, event: Event) -> None:
        """Make one layer of what a pool has since before ``_before``."""
        place = (pool.warehouse, pool.batch)
        if place in self._running:
            return
        lots = pool.before(self._before)
        self._running[place] = running = lots[0] if lots else None
        quantity = value = 0
        for lot in lots[1:]:
            quantity += lot.left_e4
            value += lot.left_fen
            self._move_lot(lot, event, lot.left_e4, lot.left_fen)
        if running is not None and quantity:
            self._move_lot(running, event, -quantity, -value)

    def _open(self, pool: Pool) -> Lot | None:
        """The pool's running layer, if there is something left."""
        running = self._running.get((pool.warehouse, pool.batch))
        return running if running is not None and running.left_e4 > 0 else None

    # Goods in

    def _layer(
        self, pool: Pool, event: Event, ordinal: int, known: Known, *, of: Lot | None = None
    ) -> None:
        """Add to the running layer; make one where there is none, or none is added to."""
        running = self._open(pool)
        if running is None or event.date >= self._before:
            super()._layer(pool, event, ordinal, known, of=of)
            if event.date < self._before:
                self._running[pool.warehouse, pool.batch] = self._made[event.id][-1]
        else:
            self._move_lot(running, event, -known.quantity_e4, -known.value_fen)
            pool.quantity_e4 += known.quantity_e4
            pool.value_fen += known.value_fen
            if of is None:
                self._received[event.id] = known.quantity_e4
        if of is None or event.pair is not None:
            place = (pool.warehouse, pool.batch)
            came = self._came[place] = self._came.get(place, 0) + known.quantity_e4
            self._marks[event.id] = (event.date, came, pool)

    def _restore(self, pool: Pool, event: Event, lot: Lot, known: Known) -> bool:
        """Only a layer that is still one of its own takes its goods back."""
        if lot.queue[0] < self._before and lot is not self._open(pool):
            return False
        return super()._restore(pool, event, lot, known)

    # Counts and values

    def _newest_cost(self, pool: Pool) -> Known | None:
        """What goods cost on the average where they are one layer."""
        newest = self._newest(pool)
        if newest is None or newest.queue[0] >= self._before:
            return super()._newest_cost(pool)
        running = self._open(pool)
        return Known(running.left_e4, running.left_fen) if running is not None else None

    def _note_sent_back(self, link: int, event: Event) -> None:
        """What went back to its supplier does not count as having come last."""
        place = (event.warehouse, event.batch)
        self._gone_back[link] = self._gone_back.get(link, 0) - event.quantity_e4
        self._came[place] = self._came.get(place, 0) + event.quantity_e4

    def _valued(self, pool: Pool, event: Event) -> tuple[list[tuple[Lot, int]], int]:
        """Of goods that are one layer by now, what came last is still there."""
        link = event.link or 0
        day, came, pool = self._marks.get(link, (_EVERY_DAY, 0, pool))
        if day >= self._before:
            return super()._valued(pool, event)
        self._gather(pool, event)
        received = self._received.get(link, 0)
        came_later = max(0, self._came.get((pool.warehouse, pool.batch), 0) - came)
        still = min(received - self._gone_back.get(link, 0), pool.quantity_e4 - came_later)
        running = self._open(pool)
        return ([(running, still)] if running is not None and still > 0 else []), received
