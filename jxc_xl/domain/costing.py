"""What stock costs: one pure replay of an item's events, first in first out.

The ledger keeps events only.  Everything about cost is derived from them here, so that
a stored figure can always be compared with a replay from nothing.

An item is replayed over all its warehouses and batches at once, because transfers carry
cost from one pool to another.  Three kinds of event exist (:class:`What`): a quantity
comes or goes, a value comes or goes without quantity, a count says how much there is.
Replay never fails, whatever was dated back: what cannot be found is taken at the last
known cost, and an issue beyond the stock leaves a *debt*, a layer with a negative rest
that the next receipt fills first.
"""

from collections.abc import Iterable
from functools import partial
from typing import Final, NamedTuple

from jxc_xl.domain.layers import ORDINALS as ORDINALS
from jxc_xl.domain.layers import History, Pool, Take, remembered, undo
from jxc_xl.domain.layers import Known as Known
from jxc_xl.domain.layers import Lot as Lot
from jxc_xl.domain.numbers import PRICE, QUANTITY, divide, proportion


class What:
    """The kinds of an event, as they stand in the ledger."""

    QUANTITY: Final = 0
    VALUE: Final = 1
    COUNT: Final = 2


class Event(NamedTuple):
    """One event of one item; they are replayed by (date, phase, turn, id).

    The turn of a correction is the first move of the document that it stands for, every other
    move has its own (``None``): a corrected receipt comes before what took from it.

    ``phase`` is 0 for a count before the day's moves, 1 for moves, 2 for a count after
    them.  ``quantity_e4`` is signed, for a count it is what was counted.  ``value_fen``
    is what a receipt cost, ``None`` where the cost is derived; 0 of a count says that a surplus
    is worth its estimate in any case.  ``link`` is the move that this one returns or values,
    ``pair`` the outgoing move of a transfer.  ``estimate_e6`` is the unit price to fall back upon.
    """

    id: int
    date: str
    phase: int
    what: int
    warehouse: int
    batch: str
    quantity_e4: int
    value_fen: int | None = None
    link: int | None = None
    pair: int | None = None
    customer: int | None = None
    estimate_e6: int | None = None
    turn: int | None = None

    @property
    def order(self) -> tuple[str, int, int, int]:
        """Where the event stands in the replay."""
        return (self.date, self.phase, self.turn or self.id, self.id)


Cost = tuple[int, int, int, int]
"""What one move took from one layer (negative: gave back to it or put onto it).

Move, layer, quantity × 10⁴ and value in fen.  Layer 0 stands for value that was expensed at once
and touched no layer.
"""


class Replay:
    """Applies an item's events in order and keeps what follows from them.

    ``lots`` are the layers made or changed, by id; ``costs`` what moves took;
    ``pools`` the balances that changed (relative to the history's), ``cut_short`` the values that
    would have made a layer worth less than nothing.
    """

    def __init__(self, history: History | None = None) -> None:
        self.pools: dict[tuple[int, str], Pool] = {}
        self.lots: dict[int, Lot] = {}
        self.costs: list[Cost] = []
        self.cut_short: set[int] = set()
        self._history = history
        self._old: dict[int, Lot] = {}
        self._remember = partial(remembered, self._old)
        self._takes: dict[int, list[Take]] = {}
        self._made: dict[int, list[Lot]] = {}
        self._rooted: dict[int, list[Lot]] = {}
        self._received: dict[int, int] = {}
        self._sales: dict[int, Known] = {}
        self._issue: Known | None = None
        self._receipt: Known | None = None

    def run(self, events: Iterable[Event]) -> "Replay":
        """Apply events that are already in their order."""
        for event in events:
            self.apply(event)
        return self

    def apply(self, event: Event) -> None:
        """Apply one event."""
        pool = self._pool(event.warehouse, event.batch)
        if event.what == What.QUANTITY:
            if event.quantity_e4 < 0:
                self._issue_from(pool, event, -event.quantity_e4)
            else:
                self._receive(pool, event)
        elif event.what == What.COUNT:
            self._count(pool, event)
        else:
            self._revalue(pool, event)

    def _pool(self, warehouse: int, batch: str) -> Pool:
        key = (warehouse, batch)
        pool = self.pools.get(key)
        if pool is None:
            rest = None
            if self._history is not None:
                rest = map(self._remember, self._history.open_lots(warehouse, batch))
            pool = self.pools[key] = Pool(warehouse, batch, rest)
        return pool

    # What linked events go back to

    def _recall(self, link: int) -> None:
        """Learn from the history what the move that an event is linked to took and made."""
        history = self._history
        if history is None or link in self._takes or link in self._made:
            return
        takes: list[Take] = [
            (self._stand_in(lot), quantity, value) for lot, quantity, value in history.taken(link)
        ]
        for quantity in history.brought_back(link):
            undo(takes, quantity)
        self._takes[link] = takes
        self._made[link] = [self._stand_in(lot) for lot in history.made(link)]

    def _stand_in(self, lot: Lot) -> Lot:
        """A layer of the history that an event goes back to, in its place in the queue."""
        if lot.id not in self._old:
            pool = self._pool(lot.warehouse, lot.batch)
            pool.load()
            if lot.id not in self._old:
                pool.place(self._remember(lot))
        return self._old[lot.id]

    # Goods in

    def _receive(self, pool: Pool, event: Event) -> None:
        if event.pair is not None:
            self._arrive(pool, event)
        elif event.value_fen is not None:
            known = Known(event.quantity_e4, event.value_fen)
            if event.value_fen > 0:
                self._receipt = known
            self._layer(pool, event, 0, known)
        elif event.link is not None:
            self._bring_back(pool, event)
        else:
            value = self._return_cost(event, event.quantity_e4)
            self._layer(pool, event, 0, Known(event.quantity_e4, value))

    def _layer(
        self, pool: Pool, event: Event, ordinal: int, known: Known, *, of: Lot | None = None
    ) -> None:
        """Make a layer and let it fill the pool's debts first."""
        lot = Lot(
            event.id << ORDINALS | ordinal,
            pool.warehouse,
            pool.batch,
            event.date,
            event.turn or event.id,
            of.age_date if of else event.date,
            of.root if of else event.id,
            known.quantity_e4,
            known.value_fen,
        )
        self.lots[lot.id] = lot
        self._made.setdefault(event.id, []).append(lot)
        self._rooted.setdefault(lot.root, []).append(lot)
        if of is None:
            self._received[event.id] = lot.quantity_e4
        pool.add(lot)
        pool.quantity_e4 += lot.quantity_e4
        pool.value_fen += lot.value_fen
        if pool.debts:
            self._settle(pool, event, lot)

    def _settle(self, pool: Pool, event: Event, lot: Lot) -> None:
        """Fill debts from a layer; the difference to their provisional cost is expensed."""
        while pool.debts and lot.left_e4 > 0:
            debt = pool.debts[0]
            part = min(lot.left_e4, -debt.left_e4)
            value = proportion(lot.left_fen, part, lot.left_e4)
            provisional = proportion(-debt.left_fen, part, -debt.left_e4)
            self._move_lot(lot, event, part, value)
            self._move_lot(debt, event, -part, -provisional)
            pool.value_fen -= value - provisional
            if value != provisional:
                self.costs.append((event.id, 0, 0, value - provisional))
            if debt.left_e4 == 0:
                pool.debts.pop(0)

    def _move_lot(self, lot: Lot, event: Event, quantity: int, value: int) -> None:
        lot.left_e4 -= quantity
        lot.left_fen -= value
        self.lots[lot.id] = lot
        self.costs.append((event.id, lot.id, quantity, value))

    def _arrive(self, pool: Pool, event: Event) -> None:
        """The receiving side of a transfer: one layer for each layer taken."""
        for ordinal, (lot, quantity, value) in enumerate(self._takes.get(event.pair or 0, ())):
            self._layer(pool, event, ordinal, Known(quantity, value), of=lot)

    def _bring_back(self, pool: Pool, event: Event) -> None:
        """Undo what the linked issue took, its last layer first."""
        self._recall(event.link or 0)
        missing = event.quantity_e4
        ordinal = 0
        for lot, part, back in undo(self._takes.get(event.link or 0, []), missing):
            missing -= part
            if self._restore(pool, event, lot, Known(part, back)):
                continue
            self._layer(pool, event, ordinal, Known(part, back), of=lot)
            ordinal += 1
        if missing:
            value = self._return_cost(event, missing)
            self._layer(pool, event, ordinal, Known(missing, value))

    def _restore(self, pool: Pool, event: Event, lot: Lot, known: Known) -> bool:
        """Put goods back into the layer they came from, where that is possible."""
        same_pool = lot.warehouse == pool.warehouse and lot.batch == pool.batch
        if not same_pool or pool.debts or lot.quantity_e4 < 0:
            return False
        self._move_lot(lot, event, -known.quantity_e4, -known.value_fen)
        pool.quantity_e4 += known.quantity_e4
        pool.value_fen += known.value_fen
        pool.reopen(lot)
        return True

    def _return_cost(self, event: Event, quantity: int) -> int:
        """What returned goods cost when nothing says which they were."""
        known = self._last_sale(event.customer) or self._last_issue() or self._last_receipt()
        return _value(known, event.estimate_e6, quantity)

    # Goods out

    def _issue_from(self, pool: Pool, event: Event, quantity: int) -> None:
        takes: list[Take] = []
        missing = quantity
        if event.link is not None:
            self._recall(event.link)
            missing = self._take_linked(pool, event, missing, takes)
        lot = pool.front() if missing else None
        while missing and lot is not None:
            missing = self._take(pool, event, lot, missing, takes)
            lot = pool.front() if missing else None
        if missing:
            takes.append(self._owe(pool, event, missing))
        self._takes[event.id] = takes
        if event.what != What.QUANTITY:
            return
        known = Known(quantity, sum([take[2] for take in takes]))
        self._issue = known
        if event.customer is not None:
            self._sales[event.customer] = known

    def _take_linked(self, pool: Pool, event: Event, missing: int, takes: list[Take]) -> int:
        """Take what is left of the layers that the linked receipt made here."""
        for lot in self._made.get(event.link or 0, ()):
            if missing and lot.left_e4 > 0 and (lot.warehouse, lot.batch) == (
                pool.warehouse, pool.batch,
            ):  # fmt: skip
                missing = self._take(pool, event, lot, missing, takes)
        return missing

    def _take(self, pool: Pool, event: Event, lot: Lot, missing: int, takes: list[Take]) -> int:
        """Take up to ``missing`` from a layer; what is still missing then."""
        left = lot.left_e4
        if missing >= left:
            part, value = left, lot.left_fen
        else:
            part, value = missing, divide(lot.left_fen * missing, left)
        lot.left_e4 = left - part
        lot.left_fen -= value
        self.lots[lot.id] = lot
        self.costs.append((event.id, lot.id, part, value))
        takes.append((lot, part, value))
        pool.quantity_e4 -= part
        pool.value_fen -= value
        return missing - part

    def _owe(self, pool: Pool, event: Event, missing: int) -> Take:
        """Issue more than there is: a debt at the last known cost."""
        known = self._last_receipt() or self._last_issue()
        value = _value(known, event.estimate_e6, missing)
        debt = Lot(
            event.id << ORDINALS, pool.warehouse, pool.batch, event.date, event.turn or event.id,
            event.date, event.id, -missing, -value,
        )  # fmt: skip
        self.lots[debt.id] = debt
        pool.debts.append(debt)
        pool.quantity_e4 -= missing
        pool.value_fen -= value
        return debt, missing, value

    # Counts and values

    def _count(self, pool: Pool, event: Event) -> None:
        """Set the balance; the difference is derived."""
        difference = event.quantity_e4 - pool.quantity_e4
        if self._history is not None:
            difference -= self._history.balance(pool.warehouse, pool.batch)
        if difference < 0:
            self._issue_from(pool, event, -difference)
        elif difference > 0:
            known = None
            if event.value_fen is None:
                known = self._newest_cost(pool) or self._last_receipt()
            value = _value(known, event.estimate_e6, difference)
            self._layer(pool, event, 0, Known(difference, value))

    def _newest_cost(self, pool: Pool) -> Known | None:
        """What a pool's last layer cost; a gift says nothing of what goods are worth."""
        newest = self._newest(pool)
        if newest is None or newest.value_fen <= 0:
            return None
        return Known(newest.quantity_e4, newest.value_fen)

    def _newest(self, pool: Pool) -> Lot | None:
        """The last layer of a pool with goods, used up or not."""
        pool.load()
        newest = pool.lots[-1] if pool.lots else None
        if self._history is not None:
            stored = self._history.newest_lot(pool.warehouse, pool.batch)
            if newest is None or (stored is not None and newest.queue < stored.queue):
                return stored
        return newest

    def _revalue(self, pool: Pool, event: Event) -> None:
        """Put the share still in stock onto its layers; expense the share already issued."""
        amount = event.value_fen or 0
        parts, whole = self._valued(pool, event)
        seen = aimed = placed = 0
        for lot, part in parts if whole else ():
            seen += part
            due = divide(amount * seen, whole) - aimed
            aimed += due
            share = max(due, -lot.left_fen)
            if share > due:
                self.cut_short.add(event.id)
            placed += share
            if share:
                self._move_lot(lot, event, 0, -share)
                self.pools[lot.warehouse, lot.batch].value_fen += share
        if placed != amount:
            self.costs.append((event.id, 0, 0, amount - placed))

    def _valued(self, pool: Pool, event: Event) -> tuple[list[tuple[Lot, int]], int]:
        """The goods that a value is for: what of them is in which layer, and all of them."""
        if event.link is None:
            lots = pool.open()
            return [(lot, lot.left_e4) for lot in lots], sum(lot.left_e4 for lot in lots)
        lots = [lot for lot in self._rooted.get(event.link, ()) if lot.left_e4 > 0]
        return [(lot, lot.left_e4) for lot in lots], self._received.get(event.link, 0)

    # The last known costs

    def _last_sale(self, customer: int | None) -> Known | None:
        if customer is None:
            return None
        known = self._sales.get(customer)
        if known is None and self._history is not None:
            known = self._history.last_sale(customer)
        return known

    def _last_issue(self) -> Known | None:
        if self._issue is None and self._history is not None:
            self._issue = self._history.last_issue()
        return self._issue

    def _last_receipt(self) -> Known | None:
        if self._receipt is None and self._history is not None:
            self._receipt = self._history.last_receipt()
        return self._receipt


def _value(known: Known | None, estimate_e6: int | None, quantity: int) -> int:
    """What a quantity costs by a known cost, else by an estimated price, else nothing."""
    if known is not None and known.quantity_e4:
        return divide(known.value_fen * quantity, known.quantity_e4)
    return divide(quantity * (estimate_e6 or 0), QUANTITY * PRICE // 100)
