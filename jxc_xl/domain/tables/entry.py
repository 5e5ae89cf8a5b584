"""The sheets clerks type into: 采购, 销售 and 出入库."""

from dataclasses import replace

from jxc_xl.domain.kinds import kinds_of
from jxc_xl.domain.tables import formulas
from jxc_xl.domain.tables.columns import Cell, Column, Role, Table

USUAL_TAX_RATES = ("0%", "1%", "3%", "6%", "9%", "13%")
COMPUTED = ("amount", "tax", "total")
"""Columns that hold a formula until the clerk types over it."""

USUAL_SETTLEMENTS = ("现金", "微信", "支付宝", "银行转账", "月结", "货到付款")


def _kinds(table: str) -> tuple[str, ...]:
    return tuple(kind.label for kind in kinds_of(table))


_DATE = Column(
    "date",
    "单据日期",
    Cell.DATE,
    12,
    required=True,
    tip="2026-01-05、1月5日、20260105 都认得。\n日期、编号、类型、往来单位全空 = 接上一行。",
)
_NUMBER = Column(
    "number",
    "单据编号",
    Cell.CODE,
    20,
    tip="空着，过账时自动编号。\n同一张单据的几行写同一个编号。",
)
_ITEM = Column(
    "item",
    "商品编码",
    Cell.CODE,
    15.5,
    required=True,
    source="lst_items",
    tip="编码、条码、助记码或名称都可以，过账时换成编码。\n可以用扫码枪。",
)
_NAME = Column("name", "名称", width=20, filled=True)
_SPEC = Column("spec", "规格", width=12, filled=True)
_UNIT = Column("unit", "单位", Cell.TEXT, 7.5, tip="空着 = 商品的单位；也可以写副单位，如 箱。")
_WAREHOUSE = Column(
    "warehouse",
    "仓库",
    width=11,
    source="lst_warehouses",
    tip="编码或名称；空着 = 设置里的默认仓库。",
)
_BATCH = Column(
    "batch",
    "批号",
    Cell.CODE,
    13,
    tip="只有按批次管理的商品要填。\n出库空着 = 先出快到期的。",
)
_MADE = Column("made", "生产日期", Cell.DATE, 12, tip="按批次管理的商品入库时填。")
_EXPIRES = Column(
    "expires", "有效期至", Cell.DATE, 12, tip="空着 = 生产日期 + 保质期；已过期的不能入库。"
)
_QUANTITY = Column(
    "quantity",
    "数量",
    Cell.QUANTITY,
    11,
    required=True,
    tip="12、2.5、3箱5瓶 都可以。\n负数（红字）= 退货。",
)
_SHARE = Column(
    "share", "折扣", Cell.SHARE, 8, tip="实付的比例：0.9、90%、9折、95折。\n空着 = 不打折。"
)
_AMOUNT = Column(
    "amount",
    "金额",
    Cell.AMOUNT,
    12,
    filled=True,
    tip="自动计算（不含税）。\n与票面差几分钱时可以照票面改。",
)
_TAX_RATE = Column(
    "tax_rate",
    "税率",
    Cell.RATE,
    8,
    suggest=USUAL_TAX_RATES,
    tip="13%、0.13 都可以；空着 = 默认税率。",
)
_TAX = Column(
    "tax",
    "税额",
    Cell.AMOUNT,
    11,
    filled=True,
    tip="自动计算。\n与票面差几分钱时可以照票面改。",
)
_TOTAL = Column(
    "total",
    "价税合计",
    Cell.AMOUNT,
    12.5,
    filled=True,
    tip="自动计算。\n与票面差几分钱时可以照票面改。",
)
_FULFILLED = Column("fulfilled", "已执行数量", Cell.QUANTITY, 13.5, filled=True)
_OPEN = Column("open", "未执行数量", Cell.QUANTITY, 13.5, filled=True)
_HANDLER = Column("handler", "经手人", width=10, tip="谁经手的。")
_NOTE = Column("note", "备注", width=20, tip="想写什么就写什么。")
_STATUS = Column(
    "status",
    "状态",
    Cell.CHOICE,
    10,
    choices=("草稿",),
    tip="空着 = 下次过账。\n草稿 = 先放着，清空后才过账。\n其余由程序填写。",
)
_HINT = Column("hint", "提示", width=52, filled=True)
_INVOICE_NUMBER = Column(
    "invoice_number", "发票号码", Cell.CODE, 22, hidden=True, tip="数电票 20 位。"
)
_SETTLEMENT = Column(
    "settlement",
    "结算方式",
    width=12,
    hidden=True,
    suggest=USUAL_SETTLEMENTS,
    tip="现金、微信、月结等。",
)
_ERROR_COLUMNS = Column("error_columns", "错误列", width=14, filled=True, hidden=True)
_ROW_ID = Column("row_id", "行号", Cell.CODE, 16, filled=True, hidden=True)


def _looked_up(table: str) -> tuple[Column, Column]:
    """名称 and 规格 of the row's item."""
    return (
        replace(_NAME, formula=formulas.item_text(table, "名称")),
        replace(_SPEC, formula=formulas.item_text(table, "规格")),
    )


def _taxed(table: str) -> tuple[Column, Column, Column, Column]:
    """金额, 税率, 税额 and 价税合计."""
    return (
        replace(_AMOUNT, formula=formulas.amount(table)),
        _TAX_RATE,
        replace(_TAX, formula=formulas.tax(table)),
        replace(_TOTAL, formula=formulas.total(table)),
    )


PURCHASES = Table(
    "purchases",
    "采购",
    Role.ENTRY,
    (
        _DATE,
        _NUMBER,
        Column(
            "kind",
            "类型",
            Cell.CHOICE,
            11,
            choices=_kinds("purchases"),
            tip="空着 = 采购入库。\n进货、入库 也认得。",
        ),
        Column(
            "partner",
            "供应商",
            Cell.TEXT,
            18,
            required=True,
            source="lst_suppliers",
            tip="名称或编码，先在「供应商」表里登记。",
        ),
        replace(
            _ITEM,
            tip="编码、条码、助记码或名称都可以，过账时换成编码。\n采购费用空着 = 分摊到整单。",
        ),
        *_looked_up("purchases"),
        _UNIT,
        _WAREHOUSE,
        _BATCH,
        _MADE,
        _EXPIRES,
        replace(
            _QUANTITY,
            tip="12、2.5、3箱5瓶 都可以。\n负数（红字）= 退货。\n采购费用可以只填金额。",
        ),
        Column(
            "price",
            "单价",
            Cell.PRICE,
            11,
            tip="按本行的单位。\n空着 = 订单价、上次进价或采购价（先暂估）。\n0 = 赠品。",
        ),
        _SHARE,
        *_taxed("purchases"),
        Column(
            "link",
            "关联单据",
            Cell.CODE,
            20,
            tip="入库写采购订单号；退货写原来的入库单号；费用写所属的入库单号。",
        ),
        Column(
            "counterpart_number",
            "对方单号",
            Cell.CODE,
            16,
            tip="供应商送货单或发票上的号，重复录入时会提醒。",
        ),
        Column("due", "预计到货", Cell.DATE, 12, tip="采购订单填，过期未到会预警。"),
        _FULFILLED,
        replace(_OPEN, formula=formulas.still_open("purchases")),
        _HANDLER,
        _NOTE,
        _STATUS,
        _HINT,
        Column(
            "invoice_type",
            "发票类型",
            width=12,
            hidden=True,
            suggest=("专票", "普票", "无票"),
            tip="一般纳税人收到普票时，税额进成本。",
        ),
        _INVOICE_NUMBER,
        _SETTLEMENT,
        Column("paid", "已付金额", Cell.AMOUNT, 12.5, hidden=True, tip="这一行当场付了多少。"),
        _ERROR_COLUMNS,
        _ROW_ID,
    ),
    frozen="item",
    about="采购订单、入库、退货和采购费用。",
)

SALES = Table(
    "sales",
    "销售",
    Role.ENTRY,
    (
        _DATE,
        _NUMBER,
        Column(
            "kind",
            "类型",
            Cell.CHOICE,
            11,
            choices=_kinds("sales"),
            tip="空着 = 销售出库。\n销售、出库 也认得。",
        ),
        Column(
            "partner",
            "客户",
            Cell.TEXT,
            18,
            source="lst_customers",
            tip="名称或编码；空着 = 散客，每行一张单据。",
        ),
        _ITEM,
        *_looked_up("sales"),
        _UNIT,
        _WAREHOUSE,
        _BATCH,
        Column(
            "available",
            "可用库存",
            Cell.QUANTITY,
            12,
            filled=True,
            formula=formulas.available("sales"),
        ),
        _QUANTITY,
        Column(
            "price",
            "单价",
            Cell.PRICE,
            11,
            tip="按本行的单位。\n空着 = 这位客户的上次价，否则销售价。\n0 = 赠品。",
        ),
        _SHARE,
        *_taxed("sales"),
        Column("link", "关联单据", Cell.CODE, 20, tip="出库写销售订单号；退货写原来的出库单号。"),
        Column("due", "交货日期", Cell.DATE, 12, tip="答应客户的日期，销售订单填。"),
        Column("waybill", "物流单号", Cell.CODE, 17, tip="快递或货运的单号。"),
        _FULFILLED,
        replace(_OPEN, formula=formulas.still_open("sales")),
        Column("handler", "业务员", width=10, tip="谁卖的，业绩按它统计。"),
        _NOTE,
        Column("cost", "成本", Cell.AMOUNT, 12, filled=True),
        Column("margin", "毛利", Cell.AMOUNT, 12, filled=True),
        _STATUS,
        _HINT,
        Column(
            "channel",
            "渠道",
            width=10,
            hidden=True,
            suggest=("门店", "批发", "网店", "直播", "团购"),
            tip="从哪里卖的，报表按它分。",
        ),
        Column("address", "收货地址", width=30, hidden=True, tip="打印在送货单上。"),
        _INVOICE_NUMBER,
        _SETTLEMENT,
        Column("paid", "已收金额", Cell.AMOUNT, 12.5, hidden=True, tip="这一行当场收了多少。"),
        _ERROR_COLUMNS,
        _ROW_ID,
    ),
    frozen="item",
    about="销售订单、出库和退货。",
)

MOVEMENTS = Table(
    "movements",
    "出入库",
    Role.ENTRY,
    (
        _DATE,
        _NUMBER,
        Column(
            "kind",
            "类型",
            Cell.CHOICE,
            11,
            required=True,
            choices=_kinds("movements"),
            tip="期初库存、其它入库、其它出库、调拨、成本调整。\n盘盈、盘亏由盘点产生。",
        ),
        _ITEM,
        *_looked_up("movements"),
        _UNIT,
        replace(_WAREHOUSE, tip="编码或名称；空着 = 默认仓库。\n调拨时是调出的仓库。"),
        Column(
            "to_warehouse",
            "调入仓库",
            width=12,
            source="lst_warehouses",
            tip="只有调拨要填：货到哪个仓库。",
        ),
        _BATCH,
        _MADE,
        _EXPIRES,
        replace(_QUANTITY, required=False, tip="12、2.5、3箱5瓶 都可以。\n成本调整不填数量。"),
        Column(
            "price", "单价", Cell.PRICE, 11, tip="入库的成本单价；空着 = 采购价。\n出库不用填。"
        ),
        Column("amount", "金额", Cell.AMOUNT, 12, tip="入库的成本金额；成本调整写增减多少元。"),
        Column(
            "reason",
            "原因",
            width=14,
            suggest=("报损", "过期", "自用", "赠送", "样品", "生产领料", "完工入库", "其他"),
            tip="为什么出入库，可以自己写。",
        ),
        Column("link", "关联单据", Cell.CODE, 20, tip="成本调整写所调整的入库单号。"),
        _HANDLER,
        _NOTE,
        _STATUS,
        _HINT,
        _ERROR_COLUMNS,
        _ROW_ID,
    ),
    frozen="item",
    about="期初库存、报损、自用、调拨等买卖以外的进出。",
)

ENTRY_TABLES = (PURCHASES, SALES, MOVEMENTS)
