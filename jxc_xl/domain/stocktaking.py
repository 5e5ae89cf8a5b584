"""Which goods a stocktake lists, and in which order somebody walks along the shelves."""

import re
from collections.abc import Callable, Iterable
from hashlib import blake2b
from typing import Any, NamedTuple

from jxc_xl.domain.masters import Item
from jxc_xl.domain.parsing import fold

RECENT_DAYS = 92
"""Goods of which the books have nothing are looked for if they moved in so many days before."""

_DIGITS = re.compile(r"(\d+)", re.ASCII)


class Position(NamedTuple):
    """What the books have of an item in a place; ``recent`` if it moved there lately."""

    warehouse: str
    item: str
    batch: str
    quantity_e4: int
    recent: bool


class Scope(NamedTuple):
    """What a stocktake is of, beside its warehouses; what is not said limits nothing.

    ``sample`` is a number of items, drawn by ``seed``: the same seed draws the same of the same.
    With ``all_items`` also goods are listed that have long been sold out.
    """

    abc: str = ""
    category: str = ""
    sample: int | None = None
    seed: int = 0
    all_items: bool = False

    def said(self) -> dict[str, Any]:
        """What is said, to be kept."""
        said = {key: value for key, value in self._asdict().items() if value}
        return said | ({"seed": self.seed} if self.sample else {})


class Line(NamedTuple):
    """A line of the sheet."""

    position: Position
    item: Item
    abc: str


def chosen(
    positions: Iterable[Position],
    items: Callable[[str], Item],
    classes: Callable[[str], str],
    scope: Scope,
) -> list[Line]:
    """The lines of a stocktake in the order of the sheets.

    ``items`` and ``classes`` tell an item and its ABC class by code.  An item without stock is
    listed where it moved lately: what the books have lost may well be on the shelf.  Of an item
    kept by batch only the batches are listed that should be there.
    """
    lines = []
    for position in positions:
        item = items(position.item)
        shown = position.quantity_e4 or scope.all_items
        if not shown and (not position.recent or item.batch_managed):
            continue
        abc = classes(position.item)
        if scope.abc in ("", abc) and fold(scope.category) in ("", fold(item.category)):
            lines.append(Line(position, item, abc))
    if scope.sample:
        drawn = _drawn({line.item.code for line in lines}, scope.sample, scope.seed)
        lines = [line for line in lines if line.item.code in drawn]
    return sorted(lines, key=_walk)


def _drawn(codes: Iterable[str], count: int, seed: int) -> set[str]:
    """So many of the codes, at random: whoever knows the seed can draw them again."""

    def lot(code: str) -> bytes:
        return blake2b(f"{seed} {code}".encode(), digest_size=8).digest()

    return set(sorted(codes, key=lot)[:count])


def _walk(line: Line) -> tuple[Any, ...]:
    """By warehouse, 仓位, code and batch; A-2 stands before A-10, goods without a place last."""
    place = line.item.details.get("position", "")
    position = line.position
    return (
        position.warehouse, not place, _natural(place), _natural(position.item), position.batch,
    )  # fmt: skip


def _natural(text: str) -> list[tuple[int, str]]:
    """Texts and the numbers in them, each compared as what it is.

    >>> sorted(["A-10", "A-2", "B"], key=_natural)
    ['A-2', 'A-10', 'B']
    """
    parts = _DIGITS.split(fold(text))
    return [(int(part), "") if place % 2 else (-1, part) for place, part in enumerate(parts)]
