"""How suppliers keep what they promise: what was ordered, what came of it and when.

Times are whole days, quantities × 10⁴ in the item's own unit.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import accumulate
from typing import NamedTuple


class OrderedItem(NamedTuple):
    """One item of one purchase order.

    ``promised`` are the days on which it is due with the quantities, the soonest first and those
    without a day last; ``came`` are the days on which receipts that name the order brought some
    of it, ``closed`` the day on which what was missing was given up.
    """

    number: str
    supplier: str
    item: str
    day: date
    promised: tuple[tuple[date | None, int], ...]
    came: tuple[tuple[date, int], ...] = ()
    closed: date | None = None

    @property
    def ordered_e4(self) -> int:
        """How much was ordered."""
        return sum(quantity for _due, quantity in self.promised)

    @property
    def received_e4(self) -> int:
        """How much has come."""
        return sum(quantity for _day, quantity in self.came)

    @property
    def settled(self) -> bool:
        """Whether nothing is expected any more."""
        return self.closed is not None or self.received_e4 >= self.ordered_e4

    @property
    def lead_days(self) -> int | None:
        """Days from the order to the receipt that made it complete, or the last one before it
        was closed; ``None`` while something is still to come, or if nothing ever came.

        >>> OrderedItem("D", "S", "A", date(2026, 3, 1), ((None, 5),), ((date(2026, 3, 8), 5),)
        ...     ).lead_days
        7
        """
        if not self.settled or not self.came:
            return None
        sums = accumulate(quantity for _day, quantity in self.came)
        complete = (
            day
            for (day, _q), so_far in zip(self.came, sums, strict=True)
            if so_far >= self.ordered_e4
        )
        last = next(complete, self.came[-1][0])
        return max(0, (last - self.day).days)

    def kept(self, today: date, grace: int = 0) -> list[bool]:
        """For each promised day that can be judged: whether all due by then had come.

        ``grace`` are days of delay that nobody minds.  A day still to come is judged only once
        everything due by then is there, and one before which the order was closed never.
        """
        found, due_e4 = [], 0
        for due, quantity in self.promised:
            due_e4 += quantity
            if due is None:
                continue
            limit = due + timedelta(grace)
            if sum(q for day, q in self.came if day <= limit) >= due_e4:
                found.append(True)
            elif limit < today and (self.closed is None or self.closed > due):
                found.append(False)
        return found

    def judged(self, today: date, grace: int = 0) -> bool:
        """Whether it can be said how much came: nothing is expected any more, or a part has come
        and the last promised day is over."""
        days = [due for due, _quantity in self.promised if due is not None]
        over = bool(days) and max(days) + timedelta(grace) < today
        return self.settled or (bool(self.came) and over)

    def overdue_days(self, today: date, grace: int = 0) -> int:
        """For how many days something has been late that is still expected; 0 if nothing is."""
        if self.settled:
            return 0
        due_e4 = 0
        for due, quantity in self.promised:
            due_e4 += quantity
            if due is not None and self.received_e4 < due_e4:
                late = (today - due).days
                return late if late > grace else 0
        return 0


def lead_days(orders: Iterable[OrderedItem]) -> dict[tuple[str, str], list[int]]:
    """The lead times that were seen, in days, by codes ``(supplier, item)``.

    Under ``("", item)`` those of an item whoever delivers, under ``(supplier, "")`` those of a
    supplier whatever it delivers.
    """
    seen: dict[tuple[str, str], list[int]] = defaultdict(list)
    for order in orders:
        days = order.lead_days
        if days is not None:
            for key in ((order.supplier, order.item), ("", order.item), (order.supplier, "")):
                seen[key].append(days)
    return dict(seen)
