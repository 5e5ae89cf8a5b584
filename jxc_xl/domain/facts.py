"""What the rules ask the ledger: a protocol, so that tests can answer from memory."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple, Protocol


class Value(NamedTuple):
    """A value without quantity, in fen, and its day."""

    date: date
    fen: int


class Layer(NamedTuple):
    """What is left of a FIFO layer."""

    quantity_e4: int
    value_fen: int


class PostedMove(NamedTuple):
    """One stock move of a posted line: ``open_e4`` is what has not been returned yet.

    ``value_fen`` is what a receipt brought its cost with.
    """

    id: int
    batch: str
    quantity_e4: int
    open_e4: int
    value_fen: int = 0


class PostedLine(NamedTuple):
    """One line of a posted document; quantities in the item's unit, positive.

    ``open_e4`` is what an order's line still expects, by ``due`` (``None``: not said).
    """

    id: int
    item_code: str
    warehouse_code: str
    price_e6: int
    share_e6: int
    unit: str
    factor_e6: int
    tax_rate_e6: int
    moves: tuple[PostedMove, ...]
    open_e4: int = 0
    due: date | None = None


class PostedDocument(NamedTuple):
    """A document as the ledger has it; ``closed_by`` ended what was open of an order."""

    number: str
    kind: str
    date: date
    partner_code: str
    reversed_by: str
    lines: tuple[PostedLine, ...]
    closed_by: str = ""


class OpenLine(NamedTuple):
    """A line of a standing order that is not fulfilled; codes, quantities in the item's unit."""

    number: str
    kind: str
    partner_code: str
    item_code: str
    warehouse_code: str
    open_e4: int
    due: date | None
    date: date


class LastPrice(NamedTuple):
    """A price of the past, per a unit that is ``factor_e6`` / 10⁶ of the item's unit."""

    price_e6: int
    unit: str
    factor_e6: int
    date: date


class BatchDates(NamedTuple):
    """What a batch's first receipt said of it, and how it is spelled."""

    made: date | None
    expires: date | None
    name: str = ""


class Facts(Protocol):
    """The past, as the rules need to know it.  Codes are the canonical ones of the masters."""

    def document(self, number: str) -> PostedDocument | None:
        """The document of a number, or ``None`` when the number is free."""

    def counterpart_number(self, supplier_code: str, number: str) -> str | None:
        """The number of the standing document that already has this 对方单号."""

    def last_sale_price(self, customer_code: str, item_code: str) -> LastPrice | None:
        """What this customer last paid for the item."""

    def last_purchase_price(self, item_code: str) -> LastPrice | None:
        """What the item was last bought at, from anybody."""

    def same_document(self, fingerprint: str) -> str | None:
        """The number of a standing document with the same content, if there is one."""

    def first_open_date(self) -> date | None:
        """The first day that is not in a closed month; ``None`` when none was closed."""

    def batch(self, item_code: str, batch: str) -> BatchDates | None:
        """The dates of a known batch; letter case does not matter."""

    def values_on(self, move: int) -> Sequence[Value]:
        """The values that were put onto the goods of a receipt's move since, by date."""

    def layers(self, item_code: str, warehouse_code: str, batch: str, day: date) -> list[Layer]:
        """The layers that a place has after the moves of a day, oldest first."""

    def open_lines(self) -> Sequence[OpenLine]:
        """Every order line that is not fulfilled, those that are due first before others."""

    def numbers(self, prefix: str, day: date) -> Sequence[str]:
        """The numbers already given for a prefix and a day."""
