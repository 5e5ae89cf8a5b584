"""Whether stock allows a document, and which batches it takes.

Documents come in the order in which they will be replayed.  Each is accepted whole or not
at all against the ledger and those accepted before it: no pool's running balance may fall
below zero at any time, also not after later documents that are already posted.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from jxc_xl.domain.costing import What
from jxc_xl.domain.documents import Document, Line, Move
from jxc_xl.domain.facts import BatchDates
from jxc_xl.domain.kinds import Effect
from jxc_xl.domain.masters import Item, Negative, Warehouse
from jxc_xl.domain.numbers import QUANTITY, plain
from jxc_xl.i18n import gettext as _

MOVE_PHASE = 1
_LATEST = "9999-12-31"
_TAKES_EXPIRED = frozenset({"other_issue", "purchase_return"})
"""Kinds that may take an expired batch by themselves: it is thrown away or sent back."""
_RECEIPT, _TRANSFER, _ISSUE = Effect.RECEIPT, Effect.TRANSFER, Effect.ISSUE
_VALUE, _COUNT = Effect.VALUE, Effect.COUNT
_RANK = {_RECEIPT: 0, _TRANSFER: 1, _ISSUE: 2}

PoolKey = tuple[str, str, str]


class Later(NamedTuple):
    """A posted event that comes after the moves of the day that is looked at.

    ``effect_e4`` is what it changed the balance by; a count sets it to ``counted_e4``.
    """

    date: str
    phase: int
    what: int
    effect_e4: int
    counted_e4: int = 0

    def after(self, balance_e4: int) -> int:
        """The balance after the event, given the one before it."""
        return self.counted_e4 if self.what == What.COUNT else balance_e4 + self.effect_e4


class StockBatch(NamedTuple):
    """A batch that a warehouse has or had: what picks it for an issue.

    ``first`` is the day its oldest goods came in, to whichever warehouse.
    """

    batch: str
    expires: str
    first: str


class StockFacts(Protocol):
    """What acceptance asks the ledger; items and warehouses by canonical code."""

    def balance(self, item: str, warehouse: str, batch: str) -> int:
        """The quantity now, after everything posted."""

    def later(self, item: str, warehouse: str, batch: str, day: str) -> list[Later]:
        """The events after the moves of ``day``, in order."""

    def batches(self, item: str, warehouse: str) -> list[StockBatch]:
        """The batches with stock in a warehouse now or later than today."""

    def batch(self, item_code: str, batch: str) -> BatchDates | None:
        """The dates of a batch that is known, wherever it is or was."""

    def elsewhere(self, item: str) -> list[tuple[str, int]]:
        """Warehouse names and what they have of an item, the most first."""


class Shortage(NamedTuple):
    """An issue that the stock does not allow.

    ``since`` is the first day on which the balance would be negative, ``available_e4``
    what could be taken, ``expired`` the batches that were passed over.
    """

    line: Line
    warehouse: Warehouse
    batch: str
    wanted_e4: int
    available_e4: int
    since: str
    elsewhere: tuple[tuple[str, int], ...]
    expired: tuple[tuple[str, int], ...] = ()


class Timeline:
    """One pool's balance from a day on; days only go forward."""

    __slots__ = ("_day", "_entries", "_lowest", "_next", "balance_e4")

    def __init__(self, balance_e4: int, later: Sequence[Later]) -> None:
        self._entries = later
        self._day = ""
        self._next = 0
        self.balance_e4 = balance_e4 - sum([entry.effect_e4 for entry in later])
        self._lowest = [0] * (len(later) + 1)
        for place in range(len(later) - 1, -1, -1):
            if later[place].what != What.COUNT:
                self._lowest[place] = min(0, later[place].effect_e4 + self._lowest[place + 1])

    def go_to(self, day: str) -> None:
        """Let pass what was posted up to the end of ``day``'s moves."""
        if day == self._day:
            return
        self._day = day
        entries = self._entries
        until = (day, MOVE_PHASE)
        while self._next < len(entries) and entries[self._next][:2] <= until:
            self.balance_e4 = entries[self._next].after(self.balance_e4)
            self._next += 1

    @property
    def available_e4(self) -> int:
        """What can be taken now without a later balance falling below zero."""
        return self.balance_e4 + self._lowest[self._next]

    def since(self, wanted_e4: int, day: str) -> str:
        """The first day on which taking ``wanted_e4`` would leave less than nothing."""
        running = self.balance_e4 - wanted_e4
        if running < 0:
            return day
        for entry in self._entries[self._next :]:
            running = entry.after(running)
            if running < 0:
                return entry.date
        return day


class Acceptance:
    """Judges documents one after the other; what was accepted counts for the next."""

    def __init__(self, facts: StockFacts, negative: Negative = Negative.FORBID) -> None:
        self.negative = negative
        self._facts = facts
        self._forbid = negative is Negative.FORBID
        self._timelines: dict[PoolKey, Timeline] = {}
        self._batches: dict[tuple[str, str], dict[str, StockBatch]] = {}
        self._expiries: dict[tuple[str, str], str] = {}
        self._undo: list[tuple[Timeline, int]] = []
        self._accepted: list[Document] = []
        self._seen = 0
        self._changes: dict[str, Counter[str]] = {}

    def accept(self, document: Document) -> list[Shortage]:
        """Give each line its moves; the shortages, each of which refuses the document.

        Where negative stock is allowed, shortages are returned as well and the moves
        stand all the same: :attr:`forbids` says which it is.
        """
        if document.kind.effect is _VALUE or document.kind.effect is _COUNT:
            return []  # stock allows it, and the rules have given it its moves
        self._undo.clear()
        day = document.date.isoformat()
        shortages: list[Shortage] = []
        for line in document.lines:
            moves: list[Move] = []
            for move in self._moves(document, line, day):
                shortage = self._apply(line, move, day)
                if shortage is not None:
                    shortages.append(_together(shortage, moves))
                moves.append(move)
            line.moves = moves
            if line.item.batch_managed:
                self._learn_batches(document, line, day)
        if shortages and self._forbid:
            for timeline, quantity in reversed(self._undo):
                timeline.balance_e4 -= quantity
        else:
            for line in document.lines:
                if line.item.batch_managed and not line.batch:
                    _fill_in_batches(line)
            self._accepted.append(document)
        return shortages

    @property
    def forbids(self) -> bool:
        """Whether a shortage refuses its document."""
        return self._forbid

    def _apply(self, line: Line, move: Move, day: str) -> Shortage | None:
        timeline = self._timeline(line.item, move.warehouse, move.batch, day)
        wanted = -move.quantity_e4
        shortage = None
        if wanted > 0 and wanted > (available := timeline.available_e4):
            shortage = Shortage(
                line, move.warehouse, move.batch, wanted, max(available, 0),
                timeline.since(wanted, day),
                tuple(self._elsewhere(line.item, move.warehouse)),
                () if line.batch else tuple(self._expired(line.item, move.warehouse, day)),
            )  # fmt: skip
            if self._forbid:
                return shortage
        timeline.balance_e4 += move.quantity_e4
        self._undo.append((timeline, move.quantity_e4))
        return shortage

    def _expired(self, item: Item, warehouse: Warehouse, day: str) -> Iterator[tuple[str, int]]:
        """The batches of a warehouse that are past their date, with what is left of them."""
        if not item.batch_managed:
            return
        for known in self._known_batches(item, warehouse).values():
            free = self._timeline(item, warehouse, known.batch, day).available_e4
            if free > 0 and (self._expiry(item, known) or _LATEST) < day:
                yield known.batch, free

    def _elsewhere(self, item: Item, but: Warehouse) -> list[tuple[str, int]]:
        """What other warehouses have after the ledger and what was accepted so far."""
        for document in self._accepted[self._seen :]:
            for line in document.lines:
                changes = self._changes.setdefault(line.item.code, Counter())
                for move in line.moves:
                    changes[move.warehouse.name] += move.quantity_e4
        self._seen = len(self._accepted)
        found = Counter(dict(self._facts.elsewhere(item.code)))
        found.update(self._changes.get(item.code, {}))
        del found[but.name]
        return [(name, quantity) for name, quantity in found.most_common() if quantity > 0]

    def _timeline(self, item: Item, warehouse: Warehouse, batch: str, day: str) -> Timeline:
        key = (item.code, warehouse.code, batch)
        timeline = self._timelines.get(key)
        if timeline is None:
            timeline = self._timelines[key] = Timeline(
                self._facts.balance(*key), self._facts.later(*key, day)
            )
        timeline.go_to(day)
        return timeline

    def _moves(self, document: Document, line: Line, day: str) -> Iterable[Move]:
        effect = document.kind.effect
        if effect is _RECEIPT:
            return self._receipts(line)
        if effect is not _ISSUE and effect is not _TRANSFER:
            return ()
        issues = self._issues(line, day, document.kind.key in _TAKES_EXPIRED)
        if effect is _ISSUE or line.to_warehouse is None:
            return issues
        return self._carried(issues, line.to_warehouse)

    @staticmethod
    def _carried(issues: Iterable[Move], target: Warehouse) -> Iterator[Move]:
        for move in issues:
            yield move
            yield Move(target, move.batch, -move.quantity_e4, arrives=True)

    @staticmethod
    def _receipts(line: Line) -> Iterator[Move]:
        batch = line.batch if line.item.batch_managed else ""
        estimate = line.item.purchase_price_e6
        rest = line.base_e4
        for move, its_batch, quantity in line.links:
            rest -= quantity
            yield Move(line.warehouse, its_batch, quantity, link=move, estimate_e6=estimate)
        if rest:
            yield Move(line.warehouse, batch, rest, line.basis_fen, estimate_e6=estimate)

    def _issues(self, line: Line, day: str, expired_too: bool) -> Iterator[Move]:
        estimate = line.item.purchase_price_e6
        rest = line.base_e4
        for move, batch, quantity in line.links:
            rest -= quantity
            yield Move(line.warehouse, batch, -quantity, link=move, estimate_e6=estimate)
        if not rest:
            return
        if line.batch or not line.item.batch_managed:
            batch = line.batch if line.item.batch_managed else ""
            yield Move(line.warehouse, batch, -rest, None, None, False, estimate)
            return
        for batch, quantity in line.kept or self._choose(line, rest, day, expired_too):
            yield Move(line.warehouse, batch, -quantity, estimate_e6=estimate)

    def _choose(
        self, line: Line, wanted: int, day: str, expired_too: bool
    ) -> Iterator[tuple[str, int]]:
        """The batches to take: the one that expires first, then the oldest."""
        last = ""
        for expiry, _age, batch in sorted(
            (self._expiry(line.item, known) or _LATEST, known.first, known.batch)
            for known in self._known_batches(line.item, line.warehouse).values()
        ):
            if expiry < day and not expired_too:
                continue
            free = self._timeline(line.item, line.warehouse, batch, day).available_e4
            if free <= 0:
                continue
            last = batch
            yield (batch, min(free, wanted))
            wanted -= min(free, wanted)
            if not wanted:
                return
        yield (last, wanted)

    def _known_batches(self, item: Item, warehouse: Warehouse) -> dict[str, StockBatch]:
        key = (item.code, warehouse.code)
        known = self._batches.get(key)
        if known is None:
            known = {entry.batch: entry for entry in self._facts.batches(*key)}
            self._batches[key] = known
        return known

    def _learn_batches(self, document: Document, line: Line, day: str) -> None:
        """Remember the batches that a line brings in; a refused one brings nothing to take."""
        for move in line.moves:
            if move.quantity_e4 > 0:
                known = self._known_batches(line.item, move.warehouse)
                if move.batch not in known:
                    known[move.batch] = self._new_batch(line, move, day)
        if line.expires and document.kind.effect is _RECEIPT:
            said = (line.item.code, line.batch)
            self._expiries.setdefault(said, line.expires.isoformat())

    def _new_batch(self, line: Line, move: Move, day: str) -> StockBatch:
        """A batch that was not in its warehouse; what a transfer carries keeps its age."""
        if move.arrives:
            origin = self._known_batches(line.item, line.warehouse).get(move.batch)
            if origin is not None:
                return origin
        dates = self._facts.batch(line.item.code, move.batch)
        expires = dates.expires if dates else None
        return StockBatch(move.batch, expires.isoformat() if expires else "", day)

    def _expiry(self, item: Item, known: StockBatch) -> str:
        """When a batch expires: what the ledger says, else what was said first in this click."""
        return known.expires or self._expiries.get((item.code, known.batch), "")


def _together(shortage: Shortage, before: Sequence[Move]) -> Shortage:
    """The shortage of a line that names no batch: what other batches gave it counts too."""
    line = shortage.line
    if line.batch or line.links or not line.item.batch_managed:
        return shortage
    taken = -sum(move.quantity_e4 for move in before if not move.arrives)
    return shortage._replace(
        batch="",
        wanted_e4=shortage.wanted_e4 + taken,
        available_e4=shortage.available_e4 + taken,
    )


def _fill_in_batches(line: Line) -> None:
    """Let the line name the batch it took, and say so; several are only said."""
    taken = [(move.batch, -move.quantity_e4) for move in line.moves if move.quantity_e4 < 0]
    if len(taken) == 1 and taken[0][0]:
        line.batch = taken[0][0]
        line.filled.append(_("batch {batch} (first to expire)").format(batch=line.batch))
    elif taken:
        listed = "、".join(f"{batch} {plain(quantity, QUANTITY):f}" for batch, quantity in taken)
        line.filled.append(_("batches {batches} (first to expire)").format(batches=listed))


def replay_order(document: Document) -> tuple[str, int]:
    """Where a document stands within a click: by date, then receipts, transfers, issues.

    What a day opens with comes before what was received on it.
    """
    rank = -1 if document.kind.key == "opening" else _RANK.get(document.kind.effect, 3)
    return (document.date.isoformat(), rank)


def in_replay_order(documents: Sequence[Document]) -> list[Document]:
    """The documents of a click in the order in which they are judged and posted."""
    return sorted(documents, key=replay_order)
