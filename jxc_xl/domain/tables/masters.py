"""The master-data sheets: items, partners, warehouses, quotes and promotion days."""

from jxc_xl.domain.tables.columns import Cell, Column, Role, Table

_STATUS = Column("status", "状态", Cell.CHOICE, 9, choices=("启用", "停用", "待完善"))
_SYNCED = Column("synced", "同步标记", Cell.CODE, 12, filled=True, hidden=True)

ITEMS = Table(
    "items",
    "商品",
    Role.MASTER,
    (
        Column("code", "商品编码", Cell.CODE, 13, required=True),
        Column("name", "名称", width=20, required=True),
        Column("spec", "规格", width=13),
        Column("model", "型号", width=12),
        Column("barcode", "条码", Cell.CODE, 16),
        Column("mnemonic", "助记码", Cell.CODE, 10),
        Column("category", "类别", width=10),
        Column("brand", "品牌", width=10),
        Column("unit", "单位", width=6, required=True),
        Column("sub_unit", "副单位", width=7),
        Column("factor", "换算率", Cell.FACTOR, 8),
        Column("purchase_price", "采购价", Cell.PRICE, 10),
        Column("sale_price", "销售价", Cell.PRICE, 10),
        Column("lowest_price", "最低售价", Cell.PRICE, 10),
        Column("tax_rate", "税率", Cell.RATE, 7),
        Column("supplier", "默认供应商", width=16, source="lst_suppliers"),
        Column("lead_days", "提前期(天)", Cell.DAYS, 10),
        Column("minimum_order", "最小起订量", Cell.QUANTITY, 11),
        Column("pack_size", "装箱数", Cell.QUANTITY, 8),
        Column("minimum", "最低库存", Cell.QUANTITY, 10),
        Column("maximum", "最高库存", Cell.QUANTITY, 10),
        Column("position", "仓位", Cell.CODE, 9),
        Column("batch_managed", "批次管理", Cell.CHOICE, 9, choices=("是", "否")),
        Column("shelf_days", "保质期(天)", Cell.DAYS, 10),
        _STATUS,
        Column("note", "备注", width=18),
        _SYNCED,
    ),
)

_BANKING = (
    Column("email", "电子邮箱", width=18, hidden=True),
    Column("tax_number", "纳税人识别号", Cell.CODE, 20, hidden=True),
    Column("bank", "开户行", width=18, hidden=True),
    Column("account", "账号", Cell.CODE, 22, hidden=True),
    _SYNCED,
)

SUPPLIERS = Table(
    "suppliers",
    "供应商",
    Role.MASTER,
    (
        Column("code", "编码", Cell.CODE, 10),
        Column("name", "名称", width=22, required=True),
        Column("category", "类别", width=10),
        Column("contact", "联系人", width=9),
        Column("phone", "联系电话", Cell.CODE, 15),
        Column("mobile", "手机号码", Cell.CODE, 14),
        Column("settlement", "结算方式", width=10),
        Column("credit_days", "账期(天)", Cell.DAYS, 9),
        Column("tax_rate", "税率", Cell.RATE, 7),
        Column("opening_payable", "期初应付", Cell.AMOUNT, 12),
        Column("address", "地址", width=26),
        _STATUS,
        Column("note", "备注", width=18),
        *_BANKING,
    ),
)

CUSTOMERS = Table(
    "customers",
    "客户",
    Role.MASTER,
    (
        Column("code", "编码", Cell.CODE, 10),
        Column("name", "名称", width=22, required=True),
        Column("category", "类别", width=10),
        Column("region", "地区", width=10),
        Column("contact", "联系人", width=9),
        Column("phone", "联系电话", Cell.CODE, 15),
        Column("mobile", "手机号码", Cell.CODE, 14),
        Column("salesperson", "业务员", width=9),
        Column("credit_days", "账期(天)", Cell.DAYS, 9),
        Column("credit_limit", "信用额度", Cell.AMOUNT, 12),
        Column("tax_rate", "税率", Cell.RATE, 7),
        Column("opening_receivable", "期初应收", Cell.AMOUNT, 12),
        Column("address", "地址", width=26),
        _STATUS,
        Column("note", "备注", width=18),
        *_BANKING,
    ),
)

WAREHOUSES = Table(
    "warehouses",
    "仓库",
    Role.MASTER,
    (
        Column("code", "编码", Cell.CODE, 10, required=True),
        Column("name", "名称", width=16, required=True),
        Column("keeper", "负责人", width=9),
        _STATUS,
        Column("note", "备注", width=24),
        _SYNCED,
    ),
)

QUOTES = Table(
    "quotes",
    "供应商报价",
    Role.MASTER,
    (
        Column("supplier", "供应商", width=18, required=True, source="lst_suppliers"),
        Column("item", "商品编码", Cell.CODE, 13, required=True, source="lst_items"),
        Column("break_quantity", "起订数量", Cell.QUANTITY, 10),
        Column("price", "单价", Cell.PRICE, 10, required=True),
        Column("pack_size", "装箱数", Cell.QUANTITY, 8),
        Column("lead_days", "提前期(天)", Cell.DAYS, 10),
        Column("valid_until", "有效期至", Cell.DATE, 11),
        Column("note", "备注", width=24),
        _SYNCED,
    ),
)

PROMOTION_DAYS = Table(
    "promotion_days",
    "促销日历",
    Role.MASTER,
    (
        Column("start", "开始", Cell.DATE, 11, required=True),
        Column("end", "结束", Cell.DATE, 11, required=True),
        Column("item", "商品编码", Cell.CODE, 13, source="lst_items"),
        Column("category", "类别", width=10),
        Column("name", "名称", width=20),
        Column("note", "备注", width=24),
        _SYNCED,
    ),
)

MASTER_TABLES = (ITEMS, SUPPLIERS, CUSTOMERS, WAREHOUSES, QUOTES, PROMOTION_DAYS)
