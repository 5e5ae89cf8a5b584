"""FIFO layers: what each move brought in, and the queue in which it leaves again."""

from bisect import bisect_left, insort
from collections.abc import Iterator
from typing import NamedTuple, Protocol

from jxc_xl.domain.numbers import proportion

ORDINALS = 20
"""Bits that number the layers one move can make: a layer's id is ``move << 20 | ordinal``."""


class Lot:
    """A FIFO layer: what one move brought in, and what is left of it.

    ``queue`` (date, turn, id) is its place in the queue, ``age_date`` the day the goods first
    came in, ``root`` the move that brought them.  A debt has negative figures.
    """

    __slots__ = (
        "age_date", "batch", "id", "left_e4", "left_fen",
        "quantity_e4", "queue", "root", "value_fen", "warehouse",
    )  # fmt: skip

    def __init__(
        self, id: int, warehouse: int, batch: str, queue_date: str, turn: int, age_date: str,
        root: int, quantity_e4: int, value_fen: int,
        left_e4: int | None = None, left_fen: int | None = None,
    ) -> None:  # fmt: skip
        self.id = id
        self.warehouse = warehouse
        self.batch = batch
        self.queue = (queue_date, turn, id)
        self.age_date = age_date
        self.root = root
        self.quantity_e4 = quantity_e4
        self.value_fen = value_fen
        self.left_e4 = quantity_e4 if left_e4 is None else left_e4
        self.left_fen = value_fen if left_fen is None else left_fen

    @property
    def source(self) -> int:
        """The move that made the layer."""
        return self.id >> ORDINALS


class Known(NamedTuple):
    """A quantity and what it cost: the source of a unit cost."""

    quantity_e4: int
    value_fen: int


Take = tuple[Lot, int, int]
"""What a move took from a layer: the layer, a quantity, a value."""


def undo(takes: list[Take], quantity: int) -> list[Take]:
    """Give back up to ``quantity`` of what was taken, the last first; ``takes`` keeps the rest."""
    undone: list[Take] = []
    while quantity and takes:
        lot, taken, value = takes.pop()
        part = min(taken, quantity)
        back = proportion(value, part, taken)
        if part < taken:
            takes.append((lot, taken - part, value - back))
        quantity -= part
        undone.append((lot, part, back))
    return undone


def remembered(old: dict[int, Lot], lot: Lot) -> Lot:
    """A layer of the history as the one object that stands for it in a replay.

    No method of the replay: pools that still read the ledger would keep the replay, and it them.
    """
    return old.setdefault(lot.id, lot)


class History(Protocol):
    """What happened to the item before the replayed events."""

    def open_lots(self, warehouse: int, batch: str) -> Iterator[Lot]:
        """Layers with something left, by queue; read only as far as needed."""

    def taken(self, move: int) -> list[Take]:
        """What a move took, in that order; what it left owing comes last."""

    def made(self, move: int) -> list[Lot]:
        """Every layer that a move made."""

    def brought_back(self, move: int) -> list[int]:
        """The quantities that returns linked to a move brought back, in their order."""

    def last_sale(self, customer: int) -> Known | None:
        """The customer's last purchase of the item, at cost."""

    def last_issue(self) -> Known | None:
        """The item's last issue to anybody."""

    def last_receipt(self) -> Known | None:
        """The item's last receipt that had a value."""

    def balance(self, warehouse: int, batch: str) -> int:
        """What a place has."""

    def newest_lot(self, warehouse: int, batch: str) -> Lot | None:
        """The last layer with goods that a place got, used up or not."""


class Pool:
    """The layers of one warehouse and batch, and their balance.

    With a history the older layers are pulled over as far as they are needed; layers made
    meanwhile wait in ``_fresh``, because they come after all of those.
    """

    __slots__ = ("_fresh", "_rest", "batch", "debts", "head", "lots", "quantity_e4",
                 "value_fen", "warehouse")  # fmt: skip

    def __init__(self, warehouse: int, batch: str, rest: Iterator[Lot] | None = None) -> None:
        self.warehouse = warehouse
        self.batch = batch
        self.lots: list[Lot] = []
        self.debts: list[Lot] = []
        self.head = 0
        self.quantity_e4 = 0
        self.value_fen = 0
        self._rest = rest
        self._fresh: list[Lot] = []
        if rest is not None:
            self._pull()

    def _pull(self) -> bool:
        """Bring one more layer over; debts and goods never stand in one pool together."""
        if self._rest is None:
            return False
        lot = next(self._rest, None)
        if lot is not None:
            (self.lots if lot.left_e4 > 0 else self.debts).append(lot)
        else:
            self._rest = None
            self.lots += self._fresh
        return True

    def load(self) -> None:
        """Bring every layer over that has something left."""
        while self._pull():
            pass

    def place(self, lot: Lot) -> None:
        """Put a used-up layer of the history back where it stood; the queue is loaded."""
        if lot.quantity_e4 > 0:
            insort(self.lots, lot, key=_queue)

    def front(self) -> Lot | None:
        """The oldest layer with something left."""
        lots = self.lots
        while True:
            if self.head < len(lots):
                lot = lots[self.head]
                if lot.left_e4 > 0:
                    return lot
                self.head += 1
            elif not self._pull():
                return None

    def add(self, lot: Lot) -> None:
        """Put a new layer into its place in the queue."""
        if self._rest is not None:
            while self.debts and self._pull():
                pass
        if self._rest is not None:
            self._fresh.append(lot)
        elif not self.lots or self.lots[-1].queue < lot.queue:
            self.lots.append(lot)
        else:
            insort(self.lots, lot, key=_queue)
            self.reopen(lot)

    def reopen(self, lot: Lot) -> None:
        """Make the queue look at a layer again that it may have passed."""
        self.head = min(self.head, bisect_left(self.lots, lot.queue, key=_queue))

    def open(self) -> list[Lot]:
        """Every layer with something left, oldest first; only without a history."""
        return [lot for lot in self.lots[self.head :] if lot.left_e4 > 0]

    def before(self, day: str) -> list[Lot]:
        """Every layer with something left that was queued before a day, oldest first."""
        while not (self.lots and self.lots[-1].queue[0] >= day) and self._pull():
            pass
        return [lot for lot in self.lots[self.head :] if lot.left_e4 > 0 and lot.queue[0] < day]


def _queue(lot: Lot) -> tuple[str, int, int]:
    return lot.queue
