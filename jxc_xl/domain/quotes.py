"""供应商报价: what suppliers ask for an item, from which quantity on, and until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

from jxc_xl.domain.directory import Directory
from jxc_xl.domain.kinds import Party
from jxc_xl.domain.master_reader import MasterReader, read_code
from jxc_xl.domain.masters import Item, Partner, Status
from jxc_xl.domain.parsing import Failure, count_of, days_of, price_of


@dataclass(frozen=True, slots=True)
class Quote:
    """One row: a price × 10⁶ per the item's unit from ``break_e4`` (× 10⁴) on.

    ``supplier`` and ``item`` are codes.  ``pack_e4`` is 0 and the others are ``None`` where the
    row says nothing.
    """

    supplier: str
    item: str
    price_e6: int
    break_e4: int = 0
    pack_e4: int = 0
    lead_days: int | None = None
    valid_until: date | None = None
    note: str = ""

    @property
    def code(self) -> str:
        """What tells it from other quotes: the price may change, the rest makes another one."""
        until = self.valid_until.isoformat() if self.valid_until else ""
        return "|".join((self.supplier, self.item, str(self.break_e4), until))

    def holds(self, day: date) -> bool:
        """Whether one can still buy at this price on a day."""
        return self.valid_until is None or day <= self.valid_until


def read_quote(sheet: MasterReader, known: Directory) -> Quote | None:
    """A row of 供应商报价; of several that differ in nothing but the price, only the first."""
    supplier = read_code(sheet, "supplier", partial(known.partner, Party.SUPPLIER), required=True)
    item = read_code(sheet, "item", known.item, required=True)
    price = sheet.required("price", price_of)
    if price is not None and price <= 0:
        sheet.say("price", "value_not_positive")
    quote = Quote(
        supplier,
        item,
        price or 0,
        sheet.not_negative("break_quantity", count_of) or 0,
        sheet.not_negative("pack_size", count_of) or 0,
        sheet.read("lead_days", days_of),
        sheet.read("valid_until", sheet.dates),
        sheet.text("note"),
    )
    if not sheet.is_bad:
        sheet.once("item", quote.code, "quote_twice")
    return None if sheet.is_bad else quote


def in_use(quotes: Iterable[Quote], known: Directory) -> list[Quote]:
    """Those of suppliers and items that can still be bought: whoever stopped the others knows.

    What has expired is kept: it still says who could deliver.
    """
    return [
        quote
        for quote in quotes
        if _is_active(known.item(quote.item))
        and _is_active(known.partner(Party.SUPPLIER, quote.supplier))
    ]


def _is_active(master: Item | Partner | Failure) -> bool:
    return not isinstance(master, Failure) and master.status is not Status.STOPPED
