"""Stand-ins that answer from memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from jxc_xl.domain.facts import BatchDates, LastPrice, Layer, OpenLine, PostedDocument, Value


@dataclass
class FakeFacts:
    """A past as a test wants it: what is not told did not happen."""

    documents: dict[str, PostedDocument] = field(default_factory=dict)
    counterparts: dict[tuple[str, str], str] = field(default_factory=dict)
    sales: dict[tuple[str, str], LastPrice] = field(default_factory=dict)
    purchases: dict[str, LastPrice] = field(default_factory=dict)
    fingerprints: dict[str, str] = field(default_factory=dict)
    batches: dict[tuple[str, str], BatchDates] = field(default_factory=dict)
    first_open: date | None = None
    values: dict[int, list[Value]] = field(default_factory=dict)
    stock: dict[tuple[str, str, str, date], list[Layer]] = field(default_factory=dict)
    lines: list[OpenLine] = field(default_factory=list)

    def document(self, number: str) -> PostedDocument | None:
        """The document of a number."""
        return self.documents.get(number)

    def counterpart_number(self, supplier_code: str, number: str) -> str | None:
        """Who has this 对方单号 already."""
        return self.counterparts.get((supplier_code, number))

    def last_sale_price(self, customer_code: str, item_code: str) -> LastPrice | None:
        """What this customer last paid."""
        return self.sales.get((customer_code, item_code))

    def last_purchase_price(self, item_code: str) -> LastPrice | None:
        """What the item was last bought at."""
        return self.purchases.get(item_code)

    def same_document(self, fingerprint: str) -> str | None:
        """A document with the same content."""
        return self.fingerprints.get(fingerprint)

    def first_open_date(self) -> date | None:
        """The first day that is not closed."""
        return self.first_open

    def batch(self, item_code: str, batch: str) -> BatchDates | None:
        """The dates of a known batch."""
        return self.batches.get((item_code, batch))

    def values_on(self, move: int) -> Sequence[Value]:
        """What was put onto a receipt's goods."""
        return self.values.get(move, [])

    def layers(self, item_code: str, warehouse_code: str, batch: str, day: date) -> list[Layer]:
        """What a place has at the end of a day."""
        return self.stock.get((item_code, warehouse_code, batch, day), [])

    def open_lines(self) -> Sequence[OpenLine]:
        """What is open of orders."""
        return self.lines

    def numbers(self, prefix: str, day: date) -> Sequence[str]:
        """The numbers given for a prefix and a day."""
        return [n for n in self.documents if n.startswith(f"{prefix}{day:%Y%m%d}")]
