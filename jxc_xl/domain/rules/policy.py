"""What the rules ask of each kind of document, as a table."""

from dataclasses import dataclass
from enum import Enum


class Pricing(Enum):
    """Where a line's price comes from when the clerk leaves it blank."""

    SALE = "this customer's last price, else 销售价"
    PURCHASE = "the last purchase, else 采购价, provisional"
    FOUND = "like a purchase, not provisional"
    OPENING = "采购价"
    LEDGER = "none: the ledger knows the cost"
    FORBIDDEN = "none may be typed"
    AMOUNT = "none needed: an amount is typed"


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules of one kind.

    ``returns`` is the kind it gives back, ``fulfils`` the order it may refer to;
    ``receives`` goods into stock, whose cost ``costed`` lines bring along; ``lenient``
    kinds may use what is 停用; lines carry amounts of their own, ``money``, or they must not.
    ``values`` are the kinds whose goods it changes the cost of.
    """

    pricing: Pricing
    returns: str = ""
    fulfils: str = ""
    receives: bool = False
    costed: bool = False
    lenient: bool = False
    money: bool = True
    values: tuple[str, ...] = ()


POLICIES = {
    "purchase_order": Policy(Pricing.PURCHASE),
    "sales_order": Policy(Pricing.SALE),
    "receipt": Policy(Pricing.PURCHASE, fulfils="purchase_order", receives=True, costed=True),
    "purchase_return": Policy(Pricing.PURCHASE, returns="receipt", lenient=True),
    "delivery": Policy(Pricing.SALE, fulfils="sales_order"),
    "sales_return": Policy(Pricing.SALE, returns="delivery", receives=True, lenient=True),
    "opening": Policy(Pricing.OPENING, receives=True, costed=True),
    "other_receipt": Policy(Pricing.FOUND, receives=True, costed=True),
    "other_issue": Policy(Pricing.LEDGER, money=False),
    "transfer": Policy(Pricing.FORBIDDEN, money=False),
    "purchase_charge": Policy(Pricing.AMOUNT, costed=True, values=("receipt",)),
    "cost_adjustment": Policy(
        Pricing.AMOUNT, lenient=True, money=False, values=("receipt", "opening", "other_receipt")
    ),
}
"""By kind: every one that clerks may type."""
