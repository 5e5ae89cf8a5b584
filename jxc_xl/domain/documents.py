"""Documents and their lines, ready to be judged and posted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from jxc_xl.domain.kinds import Kind
from jxc_xl.domain.masters import Item, Partner, Warehouse
from jxc_xl.domain.numbers import RATE


class Move(NamedTuple):
    """One stock move that a line makes; quantities in the item's unit, issues negative.

    Of a value without quantity (采购费用, 成本调整) the quantity is 0, and ``link`` the receipt's
    move whose goods it goes onto; without one it goes onto what the place has.

    ``value_fen`` is what a receipt costs, ``None`` where the cost is derived.  ``link`` is
    the ledger move that is returned; ``arrives`` marks the receiving side of the transfer
    whose other side is the move before it.  ``estimate_e6`` is the unit price to use when
    nothing else is known.
    """

    warehouse: Warehouse
    batch: str
    quantity_e4: int
    value_fen: int | None = None
    link: int | None = None
    arrives: bool = False
    estimate_e6: int | None = None


@dataclass(slots=True, eq=False)
class Line:
    """One row of a document.  Quantities are positive; the kind says which way they go.

    ``quantity_e4`` and ``price_e6`` are per the row's ``unit``, ``base_e4`` is the
    quantity in the item's own unit.  ``basis_fen`` is what a receipt costs in stock
    (价税合计 or 金额, by taxpayer), ``None`` where the cost comes from elsewhere
    (returns from customers).  ``links`` names the ledger moves that this line returns:
    triples of move id, its batch and the base quantity to return, in the order to be used.
    ``fulfils`` says how much it takes of open order lines: pairs of the code of the warehouse
    that the order names, and base quantity.
    ``typed`` is the fingerprint of what the clerk typed (:func:`content.fingerprint`).
    ``moves`` is what it does to stock, known once the document has been accepted; a value's are
    known before.
    ``kept`` are the batches, with quantities, that a corrected line took before and takes again.
    ``leans_on`` is the document of the same click that a blank price was taken from.
    ``filled`` says what the program filled in, already in words.
    """

    row: int
    item: Item
    warehouse: Warehouse
    quantity_e4: int
    base_e4: int
    unit: str
    factor_e6: int = RATE
    price_e6: int = 0
    share_e6: int = RATE
    tax_rate_e6: int = 0
    amount_fen: int = 0
    tax_fen: int = 0
    total_fen: int = 0
    basis_fen: int | None = None
    to_warehouse: Warehouse | None = None
    batch: str = ""
    made: date | None = None
    expires: date | None = None
    link: str = ""
    links: Sequence[tuple[int, str, int]] = ()
    fulfils: Sequence[tuple[str, int]] = ()
    provisional: bool = False
    details: Mapping[str, str] = field(default_factory=dict)
    filled: list[str] = field(default_factory=list)
    moves: Sequence[Move] = ()
    typed: int | None = None
    kept: Sequence[tuple[str, int]] = ()
    leans_on: "Document | None" = None


@dataclass(slots=True, eq=False)
class Document:
    """One document: what a number stands for.

    ``number`` is empty until the clerk or the posting gives one, ``fingerprint`` until the
    document has been found good (:func:`judge.fingerprint`).  ``phase`` is 0 for a count before
    the day's moves, 2 for one after them.
    """

    kind: Kind
    date: date
    partner: Partner | None
    lines: list[Line]
    number: str = ""
    counterpart_number: str = ""
    table: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    fingerprint: str = ""
    phase: int = 1
