"""Who could deliver an item, at what price and how reliably."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from jxc_xl.domain.masters import Item, Partner, Status
from jxc_xl.domain.numbers import PRICE, QUANTITY, RATE, divide, in_unit, plain
from jxc_xl.domain.quotes import Quote
from jxc_xl.i18n import gettext as _
from jxc_xl.ledger.deliveries import LastPurchase, last_purchases
from jxc_xl.services.recompute.suppliers import Rating, Terms, ratings

_COARSE = 100
"""Of a price × 10⁶: four decimals are left."""


class Typed(NamedTuple):
    """A line as a buyer types it: quantity × 10⁴ and price × 10⁶ per the row's unit."""

    quantity_e4: int
    unit: str
    price_e6: int


def typed(item: Item, quantity_e4: int, price_e6: int) -> Typed:
    """In 副单位 where the quantity is whole ones, else in the item's unit.

    A price per 副单位 has four decimals: 17.633333 a bottle is 105.80 a case of six, as it was
    before somebody divided it.
    """
    whole = in_unit(quantity_e4, item.factor_e6)
    if item.sub_unit and whole % QUANTITY == 0 and whole * item.factor_e6 == quantity_e4 * RATE:
        price = divide(price_e6 * item.factor_e6, RATE * _COARSE) * _COARSE
        return Typed(whole, item.sub_unit, price)
    return Typed(quantity_e4, item.unit, price_e6)


@dataclass(frozen=True, slots=True)
class Offer:
    """A supplier's price for an item; ``None`` where nobody knows it.

    ``quotes`` are its quotes that hold, by price break; without them the price is the one paid
    last, or 采购价.  ``rating`` is how it has delivered.
    """

    supplier: Partner
    item: Item
    quotes: tuple[Quote, ...]
    usual_e6: int | None
    lead_days: int | None
    rating: Rating | None

    @property
    def least_e4(self) -> int:
        """The smallest quantity that it delivers at a price that is known."""
        if self.usual_e6 is not None or not self.quotes:
            return 0
        return min(quote.break_e4 for quote in self.quotes)

    @property
    def pack_e4(self) -> int:
        """In how many pieces it packs, 0 where its quotes do not say."""
        return max((quote.pack_e4 for quote in self.quotes), default=0)

    def price_e6(self, quantity_e4: int) -> int | None:
        """The price × 10⁶ of a quantity: the lowest of the breaks that it reaches."""
        reached = [quote.price_e6 for quote in self.quotes if quote.break_e4 <= quantity_e4]
        return min(reached, default=self.usual_e6)

    @property
    def highest_e6(self) -> int:
        """The dearest price it is known for, 0 for none: what less than its least would cost."""
        return max((quote.price_e6 for quote in self.quotes), default=self.usual_e6 or 0)

    @property
    def breaks_e4(self) -> list[int]:
        """From which quantities on it gets cheaper."""
        return sorted({quote.break_e4 for quote in self.quotes})

    def described(self, quantity_e4: int) -> dict[str, Any]:
        """What reports say of it, for a quantity."""
        price = self.price_e6(quantity_e4)
        now = self.rating.now if self.rating else None
        return {
            "supplier": self.supplier.code,
            "name": self.supplier.name,
            "price": None if price is None else plain(price, PRICE),
            "breaks": [
                {
                    "from": plain(quote.break_e4, QUANTITY),
                    "price": plain(quote.price_e6, PRICE),
                    "valid_until": quote.valid_until,
                }
                for quote in sorted(self.quotes, key=lambda quote: quote.break_e4)
            ],
            "lead_days": self.lead_days,
            "on_time_rate": _figure(now.on_time if now else None),
            "measured_lead_days": _figure(now.lead_days if now else None),
            "grade": now.grade if now else "",
        }

    def in_words(self, quantity_e4: int) -> str:
        """The same as a remark: name, price, and how reliable it is."""
        price = self.price_e6(quantity_e4)
        words = self.supplier.name
        if price is not None:
            words = _("{name} {price}").format(name=words, price=f"{plain(price, PRICE):f}")
        if self.least_e4 > quantity_e4:
            least = min(self.quotes, key=lambda quote: quote.break_e4)
            words = _("{name} {price} from {least} on").format(
                name=self.supplier.name,
                price=f"{plain(least.price_e6, PRICE):f}",
                least=f"{plain(least.break_e4, QUANTITY):f}",
            )
        if self.rating and self.rating.now.grade:
            words = _("{offer} (grade {grade})").format(offer=words, grade=self.rating.now.grade)
        return words


def _figure(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 4)


class Market:
    """All that is known of suppliers: who may be asked, their quotes, prices and deliveries."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        suppliers: Sequence[Partner],
        quotes: Sequence[Quote],
        today: date,
        terms: Terms,
    ) -> None:
        self._usable = {p.code: p for p in suppliers if p.status is not Status.STOPPED}
        self._today = today
        self._quotes: dict[tuple[str, str], list[Quote]] = {}
        for quote in quotes:
            if quote.holds(today):
                self._quotes.setdefault((quote.supplier, quote.item), []).append(quote)
        self._last = last_purchases(connection)
        self._ratings: Mapping[str, Rating] = {
            rating.supplier.code: rating
            for rating in ratings(connection, suppliers, quotes, today, terms)
        }
        self._sellers: dict[str, set[str]] = {}
        for supplier, item in (*self._quotes, *self._last):
            self._sellers.setdefault(item, set()).add(supplier)

    def offers(self, item: Item, quantity_e4: int) -> list[Offer]:
        """Who could deliver a quantity of an item, the one to order from first.

        That is the item's 默认供应商; without one the cheapest that quotes, else who delivered it
        last.  The others follow by price.
        """
        codes = self._sellers.get(item.code, set()) | {item.supplier}
        found = [self._offer(code, item) for code in codes if code in self._usable]

        def rank(offer: Offer) -> tuple[bool, bool, bool, int, int, str]:
            code, price = offer.supplier.code, offer.price_e6(quantity_e4)
            last = self._last.get((code, item.code))
            latest = -last.day.toordinal() if last and not offer.quotes else 0
            return (
                code != item.supplier, price is None, not offer.quotes, latest, price or 0, code
            )  # fmt: skip

        return sorted(found, key=rank)

    def _offer(self, code: str, item: Item) -> Offer:
        quotes = tuple(self._quotes.get((code, item.code), ()))
        last: LastPurchase | None = self._last.get((code, item.code))
        usual = last.price_e6 if last else None
        if usual is None and code == item.supplier:
            usual = item.purchase_price_e6 or None
        stated = [quote.lead_days for quote in quotes if quote.lead_days is not None]
        return Offer(
            self._usable[code], item, quotes, usual, min(stated, default=None),
            self._ratings.get(code),
        )  # fmt: skip
