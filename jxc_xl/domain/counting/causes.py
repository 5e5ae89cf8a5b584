"""What a difference may come from, as far as the books know: words beside each line.

Nothing of it is certain: it says where to look first.
"""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from jxc_xl.domain.masters import Item
from jxc_xl.domain.numbers import QUANTITY, RATE, plain
from jxc_xl.i18n import gettext as _


class Difference(NamedTuple):
    """A counted place whose balance is another one than the books had."""

    warehouse: str
    item: Item
    book_e4: int
    counted_e4: int

    @property
    def amount_e4(self) -> int:
        """Above 0 there was more than in the books, below 0 less."""
        return self.counted_e4 - self.book_e4


class Papers(NamedTuple):
    """What the books know of papers, by warehouse and item code.

    ``doubles`` are pairs of documents that say the same of an item, with what each changed the
    stock by; ``orders`` are open purchase orders with what has not come.
    """

    doubles: Mapping[tuple[str, str], Sequence[tuple[str, str, int]]]
    orders: Mapping[tuple[str, str], Sequence[tuple[str, int]]]


def likely_causes(differences: Sequence[Difference], papers: Papers) -> list[str]:
    """A cause for each difference in words, empty where nothing is known."""
    pairs = _pairs(differences)
    return [
        _double(one, papers) or _not_posted(one, papers) or _pair(pairs.get(number)) or _units(one)
        for number, one in enumerate(differences)
    ]


def _double(one: Difference, papers: Papers) -> str:
    for first, second, effect in papers.doubles.get((one.warehouse, one.item.code), ()):
        if effect == -one.amount_e4:
            words = _("{first} and {second} say the same: perhaps posted twice")
            return words.format(first=first, second=second)
    return ""


def _not_posted(one: Difference, papers: Papers) -> str:
    if one.amount_e4 <= 0:
        return ""
    for number, open_e4 in papers.orders.get((one.warehouse, one.item.code), ()):
        if open_e4 >= one.amount_e4:
            words = _("{number} has {quantity} {unit} not received yet: perhaps not posted")
            return words.format(
                number=number, quantity=plain(open_e4, QUANTITY), unit=one.item.unit
            )
    return ""


def _pairs(differences: Sequence[Difference]) -> dict[int, Difference]:
    """The item that each was perhaps taken for: one lacks what the other has too much.

    Of several the one that is called most like it; none is the partner of two.
    """
    surplus: dict[tuple[str, int], list[int]] = {}
    for number, one in enumerate(differences):
        if one.amount_e4 > 0:
            surplus.setdefault((one.warehouse, one.amount_e4), []).append(number)
    found: dict[int, Difference] = {}
    for number, one in enumerate(differences):
        others = surplus.get((one.warehouse, -one.amount_e4), []) if one.amount_e4 < 0 else []
        others = [other for other in others if _may_be_taken(one.item, differences[other].item)]
        if others:
            best = max(others, key=lambda other: _likeness(one.item, differences[other].item))
            surplus[one.warehouse, -one.amount_e4].remove(best)
            found[number], found[best] = differences[best], one
    return found


def _may_be_taken(one: Item, other: Item) -> bool:
    """Whether one may be taken for the other: nobody takes vinegar for water."""
    return one is not other and one.category == other.category


def _likeness(one: Item, other: Item) -> tuple[bool, float]:
    words = (f"{one.name}{one.spec}{one.code}", f"{other.name}{other.spec}{other.code}")
    return one.unit == other.unit, SequenceMatcher(None, *words, autojunk=False).ratio()


def _pair(other: Difference | None) -> str:
    if other is None:
        return ""
    words = _("{item} differs by the opposite: perhaps taken for one another")
    return words.format(item=f"{other.item.code} {other.item.name}")


def _units(one: Difference) -> str:
    """A count in the wrong unit, or whole boxes that were overlooked."""
    item = one.item
    if not item.sub_unit or item.factor_e6 <= RATE:
        return ""
    if one.book_e4 and one.counted_e4 * item.factor_e6 == one.book_e4 * RATE:
        words = _("in {sub_unit} it would be what the books have: perhaps the wrong unit")
        return words.format(sub_unit=item.sub_unit)
    boxes, rest = divmod(abs(one.amount_e4) * RATE, item.factor_e6)
    if rest or boxes % QUANTITY:
        return ""
    words = _("exactly {n} {sub_unit}: perhaps overlooked, or written in the wrong unit")
    return words.format(n=plain(boxes, QUANTITY), sub_unit=item.sub_unit)
