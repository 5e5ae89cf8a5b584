"""The master-data sheets: items, partners, warehouses, quotes and promotion days."""

from jxc_xl.domain.tables.columns import Cell, Column, Role, Table
from jxc_xl.domain.tables.entry import USUAL_SETTLEMENTS, USUAL_TAX_RATES

_STATUS = Column(
    "status",
    "状态",
    Cell.CHOICE,
    10,
    choices=("启用", "停用", "待完善"),
    tip="空着 = 启用。\n停用 = 只能退货和盘点。",
)
_NOTE = Column("note", "备注", width=24, tip="想写什么就写什么。")
_SYNCED = Column("synced", "同步标记", Cell.CODE, 12, filled=True, hidden=True)
_MERGED_INTO = Column(
    "merged_into",
    "并入",
    Cell.CODE,
    14,
    hidden=True,
    tip="重复的资料并入了哪个编码；合并时由程序填写。",
)
_TAX_RATE = Column(
    "tax_rate",
    "税率",
    Cell.RATE,
    9,
    suggest=USUAL_TAX_RATES,
    tip="13%、0.13 都可以；空着 = 设置里的默认税率。",
)
_PHONE = Column("phone", "联系电话", Cell.CODE, 16, tip="固定电话，可带区号。")
_MOBILE = Column("mobile", "手机号码", Cell.CODE, 15)
_CONTACT = Column("contact", "联系人", width=10)
_CREDIT_DAYS = Column("credit_days", "账期(天)", Cell.DAYS, 11.5, tip="多少天内付清；0 = 现结。")
_ADDRESS = Column("address", "地址", width=32)
_LEAD_DAYS = Column("lead_days", "提前期(天)", Cell.DAYS, 13, tip="下单到到货要几天。")
_PACK_SIZE = Column(
    "pack_size", "装箱数", Cell.QUANTITY, 10, tip="补货按它取整，按商品的单位，如 24。"
)

ITEMS = Table(
    "items",
    "商品",
    Role.MASTER,
    (
        Column(
            "code",
            "商品编码",
            Cell.CODE,
            14,
            required=True,
            tip="不能重复，定了就不要改。\n例如 YL001；前面的 0 会保留。",
        ),
        Column("name", "名称", width=24, required=True, tip="名称相同的商品，规格要不同。"),
        Column("spec", "规格", width=14, tip="例如 500ml、A4 70g。"),
        Column("model", "型号", width=12),
        Column("barcode", "条码", Cell.CODE, 17, tip="包装上的条码，可以用扫码枪。"),
        Column("mnemonic", "助记码", Cell.CODE, 11, tip="录入时代替编码的短词，如 kqs。"),
        Column("category", "类别", width=11, tip="例如 饮料、文具；分析和盘点按它分。"),
        Column("brand", "品牌", width=11),
        Column("unit", "单位", width=7.5, required=True, tip="记账用的最小单位，如 瓶。"),
        Column("sub_unit", "副单位", width=10, tip="整件的单位，如 箱。"),
        Column(
            "factor",
            "换算率",
            Cell.FACTOR,
            10,
            tip="1 副单位 = 多少单位。\n1 箱 = 24 瓶，写 24；1 克 = 0.001 千克，写 0.001。",
        ),
        Column("purchase_price", "采购价", Cell.PRICE, 11, tip="参考进价，按「单位」。"),
        Column("sale_price", "销售价", Cell.PRICE, 11, tip="标准售价，按「单位」。"),
        Column("lowest_price", "最低售价", Cell.PRICE, 12, tip="卖得比它低会提醒。"),
        _TAX_RATE,
        Column(
            "supplier",
            "默认供应商",
            width=18,
            source="lst_suppliers",
            tip="补货建议向谁买；写名称或编码。",
        ),
        _LEAD_DAYS,
        Column("minimum_order", "最小起订量", Cell.QUANTITY, 13.5, tip="一次至少买多少。"),
        _PACK_SIZE,
        Column("minimum", "最低库存", Cell.QUANTITY, 12, tip="低于它就预警。"),
        Column("maximum", "最高库存", Cell.QUANTITY, 12, tip="高于它就预警。"),
        Column("position", "仓位", Cell.CODE, 9, tip="货架位置，如 A-01-3；盘点表按它排。"),
        Column(
            "batch_managed",
            "批次管理",
            Cell.CHOICE,
            11.5,
            choices=("是", "否"),
            tip="是 = 按批号记库存和成本。\n空着 = 否。",
        ),
        Column("shelf_days", "保质期(天)", Cell.DAYS, 13, tip="生产日期加它得出有效期。"),
        _STATUS,
        _NOTE,
        _MERGED_INTO,
        _SYNCED,
    ),
    frozen="name",
    about="卖什么：编码、名称、规格、单位、价格、库存上下限。",
)

_BANKING = (
    Column("email", "电子邮箱", width=22, hidden=True),
    Column("tax_number", "纳税人识别号", Cell.CODE, 22, hidden=True),
    Column("bank", "开户行", width=24, hidden=True),
    Column("account", "账号", Cell.CODE, 24, hidden=True),
    _MERGED_INTO,
    _SYNCED,
)
_PARTNER_CODE = Column("code", "编码", Cell.CODE, 10, tip="空着，过账时自动编。")

SUPPLIERS = Table(
    "suppliers",
    "供应商",
    Role.MASTER,
    (
        _PARTNER_CODE,
        Column("name", "名称", width=26, required=True, tip="不能重复。"),
        Column("category", "类别", width=11),
        _CONTACT,
        _PHONE,
        _MOBILE,
        Column("settlement", "结算方式", width=12, suggest=USUAL_SETTLEMENTS, tip="现金、月结等。"),
        _CREDIT_DAYS,
        _TAX_RATE,
        Column("opening_payable", "期初应付", Cell.AMOUNT, 13, tip="开始用本表时还欠他多少。"),
        _ADDRESS,
        _STATUS,
        _NOTE,
        *_BANKING,
    ),
    frozen="name",
    about="向谁买。",
)

CUSTOMERS = Table(
    "customers",
    "客户",
    Role.MASTER,
    (
        _PARTNER_CODE,
        Column("name", "名称", width=26, required=True, tip="不能重复。"),
        Column("category", "类别", width=11),
        Column("region", "地区", width=11),
        _CONTACT,
        _PHONE,
        _MOBILE,
        Column("salesperson", "业务员", width=10),
        _CREDIT_DAYS,
        Column("credit_limit", "信用额度", Cell.AMOUNT, 13, tip="欠款超过它会提醒。"),
        _TAX_RATE,
        Column("opening_receivable", "期初应收", Cell.AMOUNT, 13, tip="开始用本表时他还欠多少。"),
        _ADDRESS,
        _STATUS,
        _NOTE,
        *_BANKING,
    ),
    frozen="name",
    about="卖给谁。",
)

WAREHOUSES = Table(
    "warehouses",
    "仓库",
    Role.MASTER,
    (
        Column("code", "编码", Cell.CODE, 10, required=True, tip="例如 CK01。"),
        Column("name", "名称", width=18, required=True, tip="不能重复。"),
        Column("keeper", "负责人", width=11),
        _STATUS,
        Column("note", "备注", width=36),
        _SYNCED,
    ),
    frozen="name",
    about="货放在哪里。",
)

QUOTES = Table(
    "quotes",
    "供应商报价",
    Role.MASTER,
    (
        Column(
            "supplier",
            "供应商",
            width=22,
            required=True,
            source="lst_suppliers",
            tip="名称或编码。",
        ),
        Column(
            "item",
            "商品编码",
            Cell.CODE,
            14,
            required=True,
            source="lst_items",
            tip="编码、条码、助记码或名称。",
        ),
        Column("break_quantity", "起订数量", Cell.QUANTITY, 12, tip="买到这么多才是这个价。"),
        Column("price", "单价", Cell.PRICE, 11, required=True, tip="按商品的单位。"),
        _PACK_SIZE,
        _LEAD_DAYS,
        Column("valid_until", "有效期至", Cell.DATE, 12, tip="报价到哪天为止。"),
        Column("note", "备注", width=30),
        _SYNCED,
    ),
    frozen="item",
    about="谁家什么价，买多少便宜多少。",
)

PROMOTION_DAYS = Table(
    "promotion_days",
    "促销日历",
    Role.MASTER,
    (
        Column("start", "开始", Cell.DATE, 12, required=True),
        Column("end", "结束", Cell.DATE, 12, required=True),
        Column(
            "item",
            "商品编码",
            Cell.CODE,
            14,
            source="lst_items",
            tip="空着 = 这个类别的全部商品；类别也空着 = 全店。",
        ),
        Column("category", "类别", width=11, tip="整个类别促销时填。"),
        Column("name", "名称", width=22, tip="例如 双十一、开学季。"),
        Column("note", "备注", width=36),
        _SYNCED,
    ),
    frozen="end",
    about="哪些日子在促销，预测时不算平常销量。",
)

MASTER_TABLES = (ITEMS, SUPPLIERS, CUSTOMERS, WAREHOUSES, QUOTES, PROMOTION_DAYS)
