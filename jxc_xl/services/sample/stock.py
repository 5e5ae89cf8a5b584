"""A simple count of what is on hand, so that no row of the sample asks for more."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from jxc_xl.services.sample.model import Goods

_NEVER = date.max


@dataclass(slots=True)
class _Heap:
    """What is left of a batch in a warehouse."""

    expires: date
    first: date
    quantity: Decimal = Decimal(0)


class Expired(NamedTuple):
    """Goods that must not be sold any more."""

    goods: Goods
    batch: str
    quantity: Decimal


class OnHand:
    """Stock by item, warehouse and batch, in the items' own units.

    What leaves without naming its batch takes the one that expires first, as posting does.
    """

    def __init__(self) -> None:
        self._heaps: dict[tuple[Goods, str], dict[str, _Heap]] = {}

    def put(
        self,
        goods: Goods,
        warehouse: str,
        quantity: Decimal,
        day: date,
        batch: str = "",
        expires: date | None = None,
    ) -> None:
        """Let goods come in."""
        heaps = self._heaps.setdefault((goods, warehouse), {})
        heap = heaps.setdefault(batch, _Heap(expires or _NEVER, day))
        heap.quantity += quantity

    def free(self, goods: Goods, warehouse: str, day: date) -> Decimal:
        """How much may leave on a day: what has expired may not."""
        heaps = self._heaps.get((goods, warehouse), {})
        return sum((h.quantity for h in heaps.values() if h.expires >= day), Decimal(0))

    def take(self, goods: Goods, warehouse: str, quantity: Decimal, day: date) -> None:
        """Let goods leave; ``ValueError`` when there are not so many."""
        for _batch, _heap, _part in self._taken(goods, warehouse, quantity, day):
            pass

    def move(self, goods: Goods, source: str, target: str, quantity: Decimal, day: date) -> None:
        """Let goods change the warehouse."""
        for batch, heap, part in self._taken(goods, source, quantity, day):
            self.put(goods, target, part, day, batch, heap.expires)

    def take_expired(self, warehouse: str, day: date) -> list[Expired]:
        """Let everything leave a warehouse that has expired before ``day``."""
        found = []
        for (goods, place), heaps in self._heaps.items():
            for batch, heap in heaps.items():
                if place == warehouse and heap.quantity and heap.expires < day:
                    found.append(Expired(goods, batch, heap.quantity))
                    heap.quantity = Decimal(0)
        return found

    def _taken(
        self, goods: Goods, warehouse: str, quantity: Decimal, day: date
    ) -> Iterator[tuple[str, _Heap, Decimal]]:
        if quantity > self.free(goods, warehouse, day):
            raise ValueError(f"{goods.code}: not {quantity} in {warehouse} on {day}")
        heaps = self._heaps[goods, warehouse]
        for batch in sorted(heaps, key=lambda batch: (heaps[batch].expires, heaps[batch].first)):
            heap = heaps[batch]
            part = min(quantity, heap.quantity) if heap.expires >= day else Decimal(0)
            if part:
                heap.quantity -= part
                quantity -= part
                yield batch, heap, part
