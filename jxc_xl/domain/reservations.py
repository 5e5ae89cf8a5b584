"""What of the stock is promised to customers now: what orders lack, what deliveries take of it.

Documents come in the order in which they are judged; what was accepted counts for the next.
Goods that the same click receives are there for all of them, whenever they are dated: 占用 is
looked at as of now only.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple, Protocol

from jxc_xl.domain.documents import Document, Line
from jxc_xl.domain.facts import OpenLine
from jxc_xl.domain.kinds import Effect
from jxc_xl.domain.masters import Partner

PURCHASE_ORDER, SALES_ORDER = "purchase_order", "sales_order"
_TAKING = ("delivery", "other_issue", "transfer")
"""What may take away what others have reserved."""

Place = tuple[str, str]
"""An item and a warehouse, by their codes."""


class OrderFacts(Protocol):
    """What is asked of the ledger; items and warehouses by canonical code."""

    def open_lines(self) -> Sequence[OpenLine]:
        """Every order line that is not fulfilled, those that are due first before others."""

    def on_hand(self, item: str, warehouse: str) -> int:
        """The quantity of an item in a warehouse now, all batches together."""


class Holder(NamedTuple):
    """Who reserved something: an order by its number, ``""`` before it has one, and its partner."""

    number: str
    partner: str

    @property
    def label(self) -> str:
        """The order as messages name it."""
        return self.number or self.partner


class Lack(NamedTuple):
    """A line of an order or a delivery that there is not enough for, and why.

    ``free_e4`` is what it may take: what its own order has reserved, and what nobody has.
    ``holders`` are those who have the rest, ``coming`` the open lines of purchase orders.
    """

    line: Line
    free_e4: int
    holders: tuple[str, ...]
    coming: tuple[OpenLine, ...]


class Reservations:
    """The promises of the ledger and of one click."""

    def __init__(self, facts: OrderFacts, documents: Iterable[Document], walk_in: Partner) -> None:
        self._facts = facts
        self._walk_in = walk_in.code
        self._held: defaultdict[Place, Counter[Holder]] = defaultdict(Counter)
        self._changes: Counter[Place] = Counter()
        self._documents = documents = list(documents)
        for open_line in facts.open_lines():
            if open_line.kind == SALES_ORDER:
                holder = Holder(open_line.number, open_line.partner_code)
                place = (open_line.item_code, open_line.warehouse_code)
                self._held[place][holder] += open_line.open_e4
        ordered = any(document.kind.key == SALES_ORDER for document in documents)
        self.matter = ordered or bool(self._held)
        if self.matter:
            for document in documents:
                if document.kind.effect is Effect.RECEIPT:
                    for line in document.lines:
                        self._changes[line.item.code, line.warehouse.code] += line.base_e4

    def lacks(self, document: Document) -> list[Lack]:
        """The lines of a sales order that cannot be delivered from what is free today, or those
        of a delivery, an issue or a transfer that take what others have reserved."""
        if document.kind.key not in (SALES_ORDER, *_TAKING):
            return []
        found = []
        taken: Counter[Place] = Counter()
        for line in document.lines:
            place = (line.item.code, line.warehouse.code)
            others = self._others(document, line, place)
            wanted, there = line.base_e4, self._on_hand(place) - taken[place]
            own = sum(quantity for code, quantity in line.fulfils if code == place[1])
            free = own + max(0, there - own - sum(others.values()))
            taken[place] += wanted
            if document.kind.key == SALES_ORDER:
                if wanted > free:
                    found.append(Lack(line, free, (), self.coming(line)))
            elif others and wanted > free:
                holders = tuple(holder.label for holder in others)
                found.append(Lack(line, free, holders, self.coming(line)))
        return found

    def take(self, document: Document) -> None:
        """Let an accepted document count."""
        effect, partner = document.kind.effect, document.partner
        for line in document.lines:
            place = (line.item.code, line.warehouse.code)
            if document.kind.key == SALES_ORDER and partner is not None:
                self._held[place][Holder(document.number, partner.code)] += line.base_e4
            elif effect is not Effect.RECEIPT:
                for move in line.moves:
                    self._changes[line.item.code, move.warehouse.code] += move.quantity_e4
            for warehouse, quantity in line.fulfils:
                if document.kind.key == "delivery" and partner is not None:
                    held = self._held[line.item.code, warehouse]
                    held[Holder(line.link, partner.code)] -= quantity

    def _others(self, document: Document, line: Line, place: Place) -> Counter[Holder]:
        """What is reserved at a place by anybody but the document's own order and partner.

        The default customer is many: he takes what another of him ordered.
        """
        own = "" if document.partner is None else document.partner.code
        delivers = document.kind.key != SALES_ORDER
        held = self._held[place] if place in self._held else Counter()
        return Counter(
            {
                holder: quantity
                for holder, quantity in held.items()
                if quantity > 0
                and not (delivers and line.link and holder.number == line.link)
                and not (delivers and holder.partner == own != self._walk_in)
            }
        )

    def _on_hand(self, place: Place) -> int:
        return self._facts.on_hand(*place) + self._changes[place]

    @cached_property
    def _on_order(self) -> list[OpenLine]:
        """What is on order; seldom asked."""
        return list(_coming(self._facts.open_lines(), self._documents))

    def coming(self, line: Line) -> tuple[OpenLine, ...]:
        """What is on order of an item, that for the line's own warehouse first."""
        coming = [found for found in self._on_order if found.item_code == line.item.code]
        return tuple(sorted(coming, key=lambda f: f.warehouse_code != line.warehouse.code))


def _coming(known: Iterable[OpenLine], documents: Sequence[Document]) -> Iterator[OpenLine]:
    """What is on order once the documents of a click are posted, what is due first before others.

    An order that has no number yet goes by its supplier's name.
    """
    come: Counter[tuple[str, str]] = Counter()
    found = [line for line in known if line.kind == PURCHASE_ORDER]
    for document in documents:
        for line in document.lines:
            if document.kind.key == "receipt" and line.fulfils:
                come[line.link, line.item.code] += sum(part for _place, part in line.fulfils)
            elif document.kind.key == PURCHASE_ORDER and document.partner is not None:
                due = line.details.get("due")
                found.append(
                    OpenLine(
                        document.number or document.partner.name, PURCHASE_ORDER,
                        document.partner.code, line.item.code, line.warehouse.code, line.base_e4,
                        date.fromisoformat(due) if due else None, document.date,
                    )
                )  # fmt: skip
    for open_line in sorted(found, key=lambda entry: entry.due or date.max):
        key = (open_line.number, open_line.item_code)
        part = min(open_line.open_e4, come[key])
        come[key] -= part
        if open_line.open_e4 > part:
            yield open_line._replace(open_e4=open_line.open_e4 - part)
