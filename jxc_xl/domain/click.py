"""What the documents of one click know of each other, across all sheets."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from jxc_xl.domain.documents import Document
from jxc_xl.domain.facts import BatchDates, LastPrice, Value

Goods = int | tuple[str, str, str]
"""What a value goes onto: a receipt's ledger move, or what an item's warehouse and batch have."""


class Place(NamedTuple):
    """A row, as messages name it."""

    sheet: str
    row: int


@dataclass(slots=True)
class Click:
    """The documents found good so far in one click on 过账.

    Keys are folded numbers and codes; ``claims`` are base quantities × 10⁴ already being
    returned, by ledger move; ``fulfilled`` the same for orders, by number and item; ``values``
    those being put onto goods.
    """

    numbers: dict[str, Place] = field(default_factory=dict)
    counterpart_numbers: dict[tuple[str, str], Place] = field(default_factory=dict)
    fingerprints: dict[str, Place] = field(default_factory=dict)
    claims: dict[int, int] = field(default_factory=dict)
    values: dict[Goods, list[Value]] = field(default_factory=dict)
    fulfilled: dict[tuple[str, str], int] = field(default_factory=dict)
    batches: dict[tuple[str, str], BatchDates] = field(default_factory=dict)
    sale_prices: dict[tuple[str, str], tuple[LastPrice, Document]] = field(default_factory=dict)
    purchase_prices: dict[str, LastPrice | None] = field(default_factory=dict)
    first_open: date | None = None
