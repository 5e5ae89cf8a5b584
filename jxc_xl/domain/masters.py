"""Master data as the rules see it: items, partners, warehouses and settings."""

from dataclasses import dataclass, field
from enum import StrEnum

from jxc_xl.domain.kinds import Party
from jxc_xl.domain.numbers import RATE


class Status(StrEnum):
    """Whether a master row may be used: 停用 only for returns and counts."""

    ACTIVE = "启用"
    STOPPED = "停用"
    INCOMPLETE = "待完善"


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """An item.  Prices are × 10⁶ per ``unit``; ``None`` where the sheet says nothing.

    One ``sub_unit`` is ``factor_e6`` / 10⁶ ``unit`` (箱 = 24 瓶, g = 0.001 kg).
    """

    code: str
    name: str
    unit: str
    spec: str = ""
    sub_unit: str = ""
    factor_e6: int = RATE
    barcode: str = ""
    mnemonic: str = ""
    category: str = ""
    purchase_price_e6: int | None = None
    sale_price_e6: int | None = None
    lowest_price_e6: int | None = None
    tax_rate_e6: int | None = None
    supplier: str = ""
    batch_managed: bool = False
    shelf_days: int | None = None
    minimum_e4: int | None = None
    maximum_e4: int | None = None
    status: Status = Status.ACTIVE
    details: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Partner:
    """A supplier or a customer."""

    party: Party
    code: str
    name: str
    tax_rate_e6: int | None = None
    status: Status = Status.ACTIVE
    details: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Warehouse:
    """A place that keeps stock of its own."""

    code: str
    name: str
    status: Status = Status.ACTIVE
    details: dict[str, str] = field(default_factory=dict)


NO_ITEM = Item("", "", "")
"""The item of a line that is about a whole receipt."""

NO_WAREHOUSE = Warehouse("", "")
"""The warehouse of such a line."""


class Costing(StrEnum):
    """By what stock is valued (设置 计价方法)."""

    FIFO = "先进先出"
    AVERAGE = "移动加权平均"


class Negative(StrEnum):
    """What happens when an issue takes more than there is (设置 负库存)."""

    FORBID = "禁止"
    WARN = "提醒"
    ALLOW = "允许"


class Reserved(StrEnum):
    """What happens when a delivery takes what others have ordered (设置 占用控制)."""

    WARN = "提醒"
    FORBID = "禁止"


class LateDocuments(StrEnum):
    """What happens to a document dated in a closed month (设置 迟到单据)."""

    REFUSE = "拒绝"
    MOVE = "记入首个开放日"


class Sharing(StrEnum):
    """By what 采购费用 is shared over a receipt (设置 费用分摊)."""

    AMOUNT = "按金额"
    QUANTITY = "按数量"


@dataclass(frozen=True, slots=True)
class Settings:
    """The part of 设置 that the rules need, parsed.

    Of ``costing`` ``None`` says that the ledger's method holds.
    """

    default_warehouse: str = ""
    default_customer: str = "散客"
    general_taxpayer: bool = False
    price_includes_tax: bool = True
    default_tax_rate_e6: int = 0
    negative_stock: Negative = Negative.FORBID
    reserved_stock: Reserved = Reserved.WARN
    late_documents: LateDocuments = LateDocuments.REFUSE
    charge_sharing: Sharing = Sharing.AMOUNT
    count_tolerance_e6: int = 20_000
    surplus_at_price: bool = False
    costing: Costing | None = None
