"""供应商报价: what suppliers ask for an item, from which quantity on, and until when."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from jxc_xl.domain.cells import RawRows
from jxc_xl.domain.directory import Directory
from jxc_xl.domain.kinds import Party
from jxc_xl.domain.master_reader import MasterReader
from jxc_xl.domain.masters import Status
from jxc_xl.domain.parsing import Failure, count_of, days_of, name_of, price_of
from jxc_xl.domain.problems import Problem


class Quote(NamedTuple):
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

    def holds(self, day: date) -> bool:
        """Whether one can still buy at this price on a day."""
        return self.valid_until is None or day <= self.valid_until


def read_quotes(
    raw: RawRows | None, known: Directory, today: date
) -> tuple[list[Quote], list[Problem]]:
    """The rows of 供应商报价, and what is wrong with the others.

    Quotes of suppliers or items that are 停用 are passed over without a word: whoever stopped
    them knows.  What has expired is kept: it still says who could deliver.
    """
    if raw is None:
        return [], []
    reader = MasterReader(raw, today)
    quotes = [quote for _row in reader if (quote := _quote(reader, known)) is not None]
    return quotes, reader.problems


def _quote(reader: MasterReader, known: Directory) -> Quote | None:
    supplier = _found(reader, "supplier", known)
    item = _found(reader, "item", known)
    problems = len(reader.problems)
    price = reader.read("price", price_of)
    if price is None and len(reader.problems) == problems:
        reader.say("price", "required")
    elif price is not None and price <= 0:
        reader.say("price", "value_not_positive")
    break_e4 = reader.not_negative("break_quantity", count_of)
    pack_e4 = reader.not_negative("pack_size", count_of)
    lead_days, valid_until = (
        reader.read("lead_days", days_of),
        reader.read("valid_until", reader.dates),
    )
    if reader.is_bad or not supplier or not item or price is None:
        return None
    return Quote(supplier, item, price, break_e4 or 0, pack_e4 or 0, lead_days, valid_until)


def _found(reader: MasterReader, field: str, known: Directory) -> str:
    """The code of a row's supplier or item; empty if it is wrong, or 停用."""
    problems = len(reader.problems)
    text = reader.read(field, name_of)
    if text is None:
        if len(reader.problems) == problems:
            reader.say(field, "required")
        return ""
    found = known.item(text) if field == "item" else known.partner(Party.SUPPLIER, text)
    if isinstance(found, Failure):
        reader.say(field, found.code, **found.params)
        return ""
    return "" if found.status is Status.STOPPED else found.code


def best_quotes(quotes: Iterable[Quote], day: date, quantity_e4: int) -> dict[str, Quote]:
    """The cheapest quote that holds on a day for a quantity, by supplier.

    Of a supplier whose price breaks all begin higher, the one that begins lowest.
    """
    best: dict[str, Quote] = {}
    for quote in quotes:
        if quote.holds(day):
            rank = _rank(quote, quantity_e4)
            if quote.supplier not in best or rank < _rank(best[quote.supplier], quantity_e4):
                best[quote.supplier] = quote
    return best


def _rank(quote: Quote, quantity_e4: int) -> tuple[bool, int, int]:
    out_of_reach = quote.break_e4 > quantity_e4
    return out_of_reach, quote.break_e4 if out_of_reach else 0, quote.price_e6
