"""The sheet 设置: what the shop has decided, one line a decision."""

from dataclasses import dataclass
from decimal import Decimal

from jxc_xl.domain.tables.columns import Cell, Column, Role, Table


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of 设置: ``key`` and ``default`` as they stand in the sheet.

    ``choices`` are all it may be, ``source`` the defined name of a list over a master table.
    """

    field: str
    key: str
    default: str | int | Decimal
    meaning: str
    cell: Cell = Cell.TEXT
    choices: tuple[str, ...] = ()
    source: str = ""


SETTINGS = Table(
    "settings",
    "设置",
    Role.SETTINGS,
    (
        Column("key", "项目", width=20, filled=True),
        Column("value", "值", width=24),
        Column("meaning", "说明", width=92, filled=True),
    ),
    frozen="key",
    about="公司名称、计价方法、税、预警天数等，改了下次过账或重算就生效。",
)

_SHARE = Cell.PERCENT

ALL_SETTINGS = (
    Setting("company", "公司名称", "我的商店", "打印在页眉和单据上的名称。"),
    Setting(
        "default_warehouse",
        "默认仓库",
        "主仓库",
        "「仓库」一栏空着时用它；写仓库表里的编码或名称。",
        source="lst_warehouses",
    ),
    Setting(
        "default_customer",
        "默认客户",
        "散客",
        "销售的「客户」一栏空着时用它；写客户表里的编码或名称。",
        source="lst_customers",
    ),
    Setting(
        "costing_method",
        "计价方法",
        "先进先出",
        "发出商品按什么算成本。更改从最后一个已结账月的次月 1 日起生效（没有结过账：从头重算），"
        "已结账的月份不变。",
        Cell.CHOICE,
        ("先进先出", "移动加权平均"),
    ),
    Setting(
        "taxpayer",
        "纳税人类型",
        "小规模纳税人",
        "小规模纳税人：入库成本是价税合计。一般纳税人：入库成本是金额（收到普票的是价税合计）。",
        Cell.CHOICE,
        ("小规模纳税人", "一般纳税人"),
    ),
    Setting(
        "price_includes_tax",
        "单价含税",
        "是",
        "是：价税合计 = 数量 × 单价 × 折扣。否：金额 = 数量 × 单价 × 折扣，税另加。",
        Cell.CHOICE,
        ("是", "否"),
    ),
    Setting(
        "default_tax_rate",
        "默认税率",
        0,
        "「税率」一栏空着、商品和往来单位也没有写税率时用它，例如 3% 或 13%。",
        Cell.RATE,
    ),
    Setting(
        "negative_stock",
        "负库存",
        "禁止",
        "库存不够时：禁止 = 不让出库；提醒 = 出库并提示；允许 = 照出。有负库存的月份不能结账。",
        Cell.CHOICE,
        ("禁止", "提醒", "允许"),
    ),
    Setting(
        "reservation_control",
        "占用控制",
        "提醒",
        "出库、调拨的货已被订单占用时：提醒 = 照出并提示；禁止 = 不让出。",
        Cell.CHOICE,
        ("提醒", "禁止"),
    ),
    Setting(
        "late_documents",
        "迟到单据",
        "拒绝",
        "单据日期在已结账的月份时：拒绝，或记入首个开放日（单据上的日期另外保留）。",
        Cell.CHOICE,
        ("拒绝", "记入首个开放日"),
    ),
    Setting(
        "charge_sharing",
        "费用分摊",
        "按金额",
        "采购费用（运费、装卸费）按什么分摊到入库单的各行：按金额或按数量（商品单位）。",
        Cell.CHOICE,
        ("按金额", "按数量"),
    ),
    Setting(
        "abc_basis",
        "ABC口径",
        "销售成本",
        "按什么给商品排名次：销售成本、销售金额或毛利。",
        Cell.CHOICE,
        ("销售成本", "销售金额", "毛利"),
    ),
    Setting(
        "a_limit",
        "A类上限",
        Decimal("0.8"),
        "累计占比到这里为 A 类，跨过界线的商品归前一类。",
        _SHARE,
    ),
    Setting("b_limit", "B类上限", Decimal("0.95"), "累计占比到这里为 B 类，其余为 C 类。", _SHARE),
    Setting(
        "a_service",
        "A类服务水平",
        Decimal("0.98"),
        "A 类商品补货期间不断货的把握，决定安全库存。",
        _SHARE,
    ),
    Setting("b_service", "B类服务水平", Decimal("0.95"), "B 类商品的，意思同上。", _SHARE),
    Setting("c_service", "C类服务水平", Decimal("0.9"), "C 类商品的，意思同上。", _SHARE),
    Setting(
        "ordering_cost", "订货成本", 50, "下一次订单的费用（元）：电话、运费、验收。", Cell.AMOUNT
    ),
    Setting(
        "holding_rate",
        "年持有成本率",
        Decimal("0.2"),
        "存货放一年的代价占货值的比例：利息、仓租、损耗。",
        _SHARE,
    ),
    Setting("expiry_days", "临期天数", 30, "离有效期不到这么多天就预警。", Cell.DAYS),
    Setting("idle_days", "呆滞天数", 90, "这么多天没有卖出就算呆滞。", Cell.DAYS),
    Setting(
        "analysis_days",
        "分析天数",
        365,
        "ABC分析和补货建议看最近多少天的销售；一年能看出季节，变化快的可以短些。",
        Cell.DAYS,
    ),
    Setting(
        "clearance_margin",
        "促销毛利率",
        Decimal("0.05"),
        "滞销促销的建议价至少留这么多毛利（占不含税售价的比例）。",
        _SHARE,
    ),
    Setting("rating_days", "评价天数", 180, "供应商评价看最近多少天的订单和入库。", Cell.DAYS),
    Setting("grace_days", "宽限天数", 0, "供应商比约定晚到这么多天以内，仍算准时。", Cell.DAYS),
    Setting(
        "plan_budget",
        "采购预算",
        "",
        "一次采购计划最多花多少钱（元，含税，未过账的订单也算在内）；空着 = 不限。",
        Cell.AMOUNT,
    ),
    Setting(
        "large_order",
        "大额订单",
        10_000,
        "销售订单还没发的货值到这么多，就列在首页的待办里。",
        Cell.AMOUNT,
    ),
    Setting(
        "count_tolerance",
        "盘点容差",
        Decimal("0.02"),
        "实盘与账面相差超过账面的这个比例，要填差异原因。",
        _SHARE,
    ),
    Setting(
        "surplus_costing",
        "盘盈计价",
        "最近成本",
        "盘盈的商品按什么入账：最近一批的成本（没有就按采购价），或者一律按采购价。",
        Cell.CHOICE,
        ("最近成本", "采购价"),
    ),
    Setting(
        "ledger_file",
        "账套文件",
        "",
        "账套（数据库）在哪里；空着 = 与工作簿同一文件夹、同名的 .db 文件。",
    ),
)

SETTING_BY_KEY = {setting.key: setting for setting in ALL_SETTINGS}
