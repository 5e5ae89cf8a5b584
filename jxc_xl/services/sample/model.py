"""What the sample shop is made of: goods, documents before they are typed, and the result."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from jxc_xl.domain.cells import Raw
from jxc_xl.domain.tables.entry import ENTRY_TABLES

Row = dict[str, Raw]
Rows = dict[str, list[Row]]
"""By table name, the rows as values by field, blank cells left out."""

MAIN = "主仓库"
STORE = "门店"


@dataclass(frozen=True, slots=True, eq=False)
class Goods:
    """An item and how it sells.  Prices and quantities are per ``unit``.

    ``case`` is how many make a full case.  ``heat`` and ``retail`` say how often it is asked
    for, by customers and in the store, ``lot`` how many cases a shop takes at a time.
    """

    code: str
    name: str
    spec: str
    barcode: str
    mnemonic: str
    category: str
    unit: str
    sub_unit: str
    factor: Decimal
    buy: Decimal
    sale: Decimal
    lowest: Decimal
    tax_rate: Decimal
    supplier: str
    least: Decimal
    batch_managed: bool
    shelf_days: int
    heat: float
    lot: int
    retail: float
    season: str

    @property
    def bulk(self) -> bool:
        """Whether it is weighed, not counted."""
        return self.factor < 1

    @property
    def fresh(self) -> bool:
        """Whether it keeps for a few weeks only."""
        return 0 < self.shelf_days <= 30

    @property
    def case(self) -> Decimal:
        """How many units are bought and sold at a time."""
        return Decimal(1) if self.bulk else self.factor


@dataclass(slots=True)
class Entry:
    """One line of a document: ``quantity`` and ``price`` in the item's own unit."""

    goods: Goods
    quantity: Decimal
    price: Decimal | None = None
    share: str = ""
    batch: str = ""
    made: date | None = None
    expires: date | None = None
    reason: str = ""
    note: str = ""
    whole: bool = False


@dataclass(slots=True)
class Paper:
    """A document before a clerk types it.  ``link`` names the document it gives back."""

    table: str
    kind: str
    day: date
    partner: str = ""
    warehouse: str = MAIN
    to_warehouse: str = ""
    number: str = ""
    link: str = ""
    counterpart_number: str = ""
    handler: str = ""
    invoice_type: str = ""
    entries: list[Entry] = field(default_factory=list)


class Wrong(NamedTuple):
    """What should be found in a row of ``Sample.today``.

    ``row`` is its index in ``today[table]``, ``field`` the cell, ``code`` that of the error
    catalogue, ``note`` what the clerk did, in Chinese.  ``refused`` is whether the document
    is held back: warnings never do that.
    """

    table: str
    row: int
    field: str
    code: str
    refused: bool
    note: str


@dataclass(frozen=True, slots=True)
class Sample:
    """The sample shop: all its rows as a clerk would type them.

    ``history`` is the year from ``start`` to the day before ``end``, clean, in the order of
    the sheets.  ``today`` are the last rows, of ``end``, among them the ``wrong`` ones.
    """

    start: date
    end: date
    masters: Rows
    history: Rows
    today: Rows
    wrong: tuple[Wrong, ...]

    def clicks(self) -> tuple[Rows, Rows, Rows]:
        """The history in three steps: orders, then what stands alone or comes by an order, then
        what gives something back.

        For tests and measurements that post without a workbook: there a row can only name a
        document that is in the ledger already.  Stock suffices either way.
        """
        steps: tuple[Rows, Rows, Rows] = (
            {table.name: [] for table in ENTRY_TABLES},
            {table.name: [] for table in ENTRY_TABLES},
            {table.name: [] for table in ENTRY_TABLES},
        )
        for name, rows in self.history.items():
            step = 1
            for row in rows:
                if "date" in row:  # else it continues the row above
                    step = _step(row)
                steps[step][name].append(row)
        return steps

    def content(self, *parts: Mapping[str, list[Row]]) -> Rows:
        """What a workbook is built from: masters and the rows of ``parts``, else the history."""
        found = dict(self.masters)
        for part in parts or (self.history,):
            for name, rows in part.items():
                found[name] = found.get(name, []) + rows
        return found


def _step(row: Row) -> int:
    """In which of the three steps a document can be posted."""
    if row.get("kind") == "采购订单":
        return 0
    link = str(row.get("link", ""))
    return 1 if not link or link.startswith("CGDD") else 2
