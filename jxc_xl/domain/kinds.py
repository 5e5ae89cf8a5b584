"""The kinds of document, what they are called and what they do to stock."""

from dataclasses import dataclass
from enum import StrEnum


class Effect(StrEnum):
    """What a document does to stock."""

    RECEIPT = "receipt"
    ISSUE = "issue"
    TRANSFER = "transfer"
    ORDER = "order"
    VALUE = "value"
    COUNT = "count"


class Party(StrEnum):
    """Whom a document is with."""

    SUPPLIER = "supplier"
    CUSTOMER = "customer"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of document.

    ``key`` stands in the ledger, ``prefix`` begins its numbers, ``label`` is the
    Chinese word in the sheet's 类型 column and ``synonyms`` are read as the same.
    ``opposite`` is the kind that a negative quantity (红字) turns it into.
    """

    key: str
    prefix: str
    label: str
    table: str
    effect: Effect
    party: Party = Party.NOBODY
    synonyms: tuple[str, ...] = ()
    opposite: str = ""
    typed: bool = True

    def __hash__(self) -> int:
        return hash(self.key)


_ALL = (
    Kind("purchase_order", "CGDD", "采购订单", "purchases", Effect.ORDER, Party.SUPPLIER),
    Kind(
        "receipt",
        "CGRK",
        "采购入库",
        "purchases",
        Effect.RECEIPT,
        Party.SUPPLIER,
        ("进货", "入库", "采购"),
        "purchase_return",
    ),
    Kind(
        "purchase_return",
        "CGTH",
        "采购退货",
        "purchases",
        Effect.ISSUE,
        Party.SUPPLIER,
        ("退货", "进货退货"),
        "receipt",
    ),
    Kind("purchase_charge", "CGFY", "采购费用", "purchases", Effect.VALUE, Party.SUPPLIER),
    Kind("sales_order", "XSDD", "销售订单", "sales", Effect.ORDER, Party.CUSTOMER),
    Kind(
        "delivery",
        "XSCK",
        "销售出库",
        "sales",
        Effect.ISSUE,
        Party.CUSTOMER,
        ("销售", "出库"),
        "sales_return",
    ),
    Kind(
        "sales_return",
        "XSTH",
        "销售退货",
        "sales",
        Effect.RECEIPT,
        Party.CUSTOMER,
        ("退货",),
        "delivery",
    ),
    Kind("opening", "QCKC", "期初库存", "movements", Effect.RECEIPT, synonyms=("期初",)),
    Kind(
        "other_receipt",
        "QTRK",
        "其它入库",
        "movements",
        Effect.RECEIPT,
        synonyms=("其他入库",),
        opposite="other_issue",
    ),
    Kind(
        "other_issue",
        "QTCK",
        "其它出库",
        "movements",
        Effect.ISSUE,
        synonyms=("其他出库",),
        opposite="other_receipt",
    ),
    Kind("transfer", "DBD", "调拨", "movements", Effect.TRANSFER, synonyms=("调拨单", "移库")),
    Kind("cost_adjustment", "CBTZ", "成本调整", "movements", Effect.VALUE),
    Kind("count", "PDD", "盘点", "movements", Effect.COUNT, typed=False),
    Kind("order_closing", "DDGB", "订单关闭", "", Effect.ORDER, typed=False),
    Kind("reversal", "HC", "冲销", "", Effect.VALUE, typed=False),
)

KINDS: dict[str, Kind] = {kind.key: kind for kind in _ALL}


def kinds_of(table: str) -> tuple[Kind, ...]:
    """The kinds a clerk may type into an entry table, in the order of the drop-down."""
    return tuple(kind for kind in _ALL if kind.table == table and kind.typed)


def kind_named(table: str, text: str) -> Kind | None:
    """The kind that ``text`` (a label or a synonym) means in an entry table."""
    for kind in kinds_of(table):
        if text == kind.label or text in kind.synonyms:
            return kind
    return None


SURPLUS, LOSS = "盘盈入库", "盘亏出库"
"""What a row in 出入库 calls the difference that a count makes."""

ORDERS = ("purchase_order", "sales_order")
"""The keys of the kinds that others fulfil."""

DEFAULT_KIND = {"purchases": "receipt", "sales": "delivery"}
"""What a blank 类型 means; 出入库 has no default."""
