"""What 补货建议 proposes, and what of it has been drafted or typed as an order already."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from math import ceil

from jxc_xl.domain.cells import Raw, RawRows, RowState
from jxc_xl.domain.content import canonical
from jxc_xl.domain.master_rows import Masters
from jxc_xl.domain.masters import Item
from jxc_xl.domain.numbers import QUANTITY
from jxc_xl.domain.order_rows import order_rows
from jxc_xl.domain.parsing import Failure
from jxc_xl.ledger.connection import Ledger
from jxc_xl.services.posting import judge_tables
from jxc_xl.services.sheets import EntrySheet, Sheet


@dataclass(frozen=True, slots=True)
class Proposal:
    """One row of 补货建议 that proposes something; ``row`` is its number in the sheet.

    Quantities × 10⁴.  ``position_e4`` is what is there or on order and not promised to anybody.
    """

    row: int
    item: Item
    proposed_e4: int
    position_e4: int
    reorder_point_e4: int
    safety_e4: int
    abc: str
    urgency: str
    lead_days: int | None
    reason: str


def proposals(sheet: Sheet, masters: Masters) -> list[Proposal]:
    """The rows of 补货建议 that propose to buy something; what they name is known by its code."""
    found = []
    for place, row in enumerate(sheet.raw.numbers):
        cells = sheet.cells(place)
        item = masters.directory.item(canonical(cells["item"])) if cells["item"] else None
        if item is None or isinstance(item, Failure):
            continue
        proposed = _e4(cells["proposed"])
        if proposed > 0:
            found.append(_proposal(row, item, proposed, cells))
    return found


def _proposal(row: int, item: Item, proposed_e4: int, cells: dict[str, Raw]) -> Proposal:
    lead = cells["lead_days"]
    position = _e4(cells["on_hand"]) + _e4(cells["on_order"]) - _e4(cells["reserved"])
    return Proposal(
        row,
        item,
        proposed_e4,
        position,
        _e4(cells["reorder_point"]),
        _e4(cells["safety_stock"]),
        canonical(cells["abc"]),
        canonical(cells["urgency"]),
        ceil(lead) if isinstance(lead, int | float | Decimal) else None,
        canonical(cells["reason"]),
    )


def _e4(cell: Raw) -> int:
    """A quantity that the program wrote; anything else counts as nothing."""
    return round(cell * QUANTITY) if isinstance(cell, int | float | Decimal) else 0


@dataclass(slots=True)
class Drafted:
    """Orders in 采购 that are not posted: how much of each item, by code, and what they cost.

    ``unclear`` are items of rows that cannot be read yet: nobody knows how much they will bring.
    """

    quantity_e4: dict[str, int] = field(default_factory=dict)
    total_fen: int = 0
    unclear: set[str] = field(default_factory=set)
    rows: int = 0


def drafted_orders(sheet: EntrySheet, ledger: Ledger, masters: Masters, today: date) -> Drafted:
    """Read the rows of 采购 that are to become orders, as posting would if they were no drafts.

    What has no price yet is read as if it were free: the quantity counts all the same.
    """
    waiting = set(order_rows(sheet.raw, {RowState.NEW, RowState.DRAFT}))
    found = Drafted(rows=len(waiting))
    refused = _read(sheet.raw, waiting, found, ledger, masters, today)
    prices = list(sheet.raw.column("price"))
    free = [0 if row in refused and price is None else price for row, price in enumerate(prices)]
    raw = sheet.raw._replace(cells={**sheet.raw.cells, "price": free})
    refused = _read(raw, refused, found, ledger, masters, today)
    found.unclear = _items_of(sheet, sorted(refused), masters)
    return found


def _read(
    raw: RawRows,
    waiting: set[int],
    found: Drafted,
    ledger: Ledger,
    masters: Masters,
    today: date,
) -> set[int]:
    """Count the rows that can be read; the others are returned."""
    if not waiting:
        return set()
    states = [RowState.NEW if row in waiting else RowState.SKIP for row in range(len(raw.numbers))]
    outcome = judge_tables(ledger, [raw._replace(states=states)], masters, today)
    for document in outcome.documents:
        for line in document.lines:
            code = line.item.code
            found.quantity_e4[code] = found.quantity_e4.get(code, 0) + line.base_e4
            found.total_fen += line.total_fen
    return outcome.refused.get(raw.table.name, set())


def _items_of(sheet: EntrySheet, rows: Sequence[int], masters: Masters) -> set[str]:
    found = set()
    for row in rows:
        item = masters.directory.item(canonical(sheet.raw.column("item")[row]))
        if not isinstance(item, Failure):
            found.add(item.code)
    return found
