"""The sheets the program writes: positions, alerts, analyses and differences."""

from jxc_xl.domain.tables.columns import Cell, Column, Role, Table

_ITEM = Column("item", "商品编码", Cell.CODE, 13)
_NAME = Column("name", "名称", width=20)
_SPEC = Column("spec", "规格", width=13)
_UNIT = Column("unit", "单位", width=7.5)
_WAREHOUSE = Column("warehouse", "仓库", width=11)
_BATCH = Column("batch", "批号", Cell.CODE, 13)
_EXPIRES = Column("expires", "有效期至", Cell.DATE, 12)

STOCK = Table(
    "stock",
    "库存",
    Role.RESULT,
    (
        _ITEM,
        _NAME,
        _SPEC,
        _UNIT,
        _WAREHOUSE,
        _BATCH,
        _EXPIRES,
        Column("on_hand", "库存数量", Cell.QUANTITY, 12),
        Column("reserved", "占用数量", Cell.QUANTITY, 12),
        Column("available", "可用数量", Cell.QUANTITY, 12),
        Column("on_order", "在途数量", Cell.QUANTITY, 12),
        Column("unit_cost", "成本单价", Cell.PRICE, 12),
        Column("value", "库存金额", Cell.AMOUNT, 14),
        Column("age_days", "库龄(天)", Cell.DAYS, 11.5),
    ),
    frozen="name",
    about="现在有多少货、在哪个仓库、值多少钱。",
)

OPEN_ORDERS = Table(
    "open_orders",
    "订单跟踪",
    Role.RESULT,
    (
        Column("number", "单据编号", Cell.CODE, 20),
        Column("date", "单据日期", Cell.DATE, 12),
        Column("partner", "往来单位", width=22),
        _ITEM,
        _NAME,
        Column("ordered", "订货数量", Cell.QUANTITY, 12),
        Column("fulfilled", "已执行数量", Cell.QUANTITY, 13.5),
        Column("open", "未执行数量", Cell.QUANTITY, 13.5),
        Column("due", "预计日期", Cell.DATE, 12),
        Column("overdue_days", "逾期天数", Cell.DAYS, 12),
        Column("status", "状态", width=11),
    ),
    frozen="number",
    about="还没收完、发完的订单，逾期的标红。",
)

ALERTS = Table(
    "alerts",
    "预警",
    Role.RESULT,
    (
        _ITEM,
        _NAME,
        _SPEC,
        _UNIT,
        _WAREHOUSE,
        _BATCH,
        _EXPIRES,
        Column("on_hand", "库存数量", Cell.QUANTITY, 12),
        Column("available", "可用数量", Cell.QUANTITY, 12),
        Column("on_order", "在途数量", Cell.QUANTITY, 12),
        Column("minimum", "最低库存", Cell.QUANTITY, 12),
        Column("maximum", "最高库存", Cell.QUANTITY, 12),
        Column("alert", "预警状态", width=12),
        Column("to_buy", "建议入库量", Cell.QUANTITY, 13.5),
        Column("to_move", "建议出库量", Cell.QUANTITY, 13.5),
        Column("supplier", "供应商", width=18),
        Column("phone", "联系电话", Cell.CODE, 15),
        Column("explanation", "说明", width=48),
    ),
    frozen="name",
    about="缺货、超储、临期、呆滞的商品和处理建议。",
)

ABC = Table(
    "abc",
    "ABC分析",
    Role.RESULT,
    (
        Column("rank", "排名", Cell.INTEGER, 8),
        _ITEM,
        _NAME,
        Column("sold", "销售数量", Cell.QUANTITY, 12),
        Column("revenue", "销售金额", Cell.AMOUNT, 14),
        Column("share", "占比", Cell.PERCENT, 9),
        Column("running_share", "累计占比", Cell.PERCENT, 12),
        Column("abc", "ABC分类", width=11, choices=("A", "B", "C")),
        Column("xyz", "XYZ分类", width=11, choices=("X", "Y", "Z")),
        Column("margin", "毛利", Cell.AMOUNT, 13),
        Column("turnover", "周转率", Cell.RATIO, 10),
        Column("advice", "管理建议", width=50),
        Column("basis", "口径", width=34),
    ),
    frozen="name",
    about="哪些商品最要紧，各类怎么管。",
)

REORDER = Table(
    "reorder",
    "补货建议",
    Role.RESULT,
    (
        _ITEM,
        _NAME,
        _SPEC,
        _UNIT,
        Column("supplier", "供应商", width=18),
        Column("abc", "ABC分类", width=11, choices=("A", "B", "C")),
        Column("on_hand", "库存数量", Cell.QUANTITY, 12),
        Column("reserved", "占用数量", Cell.QUANTITY, 12),
        Column("on_order", "在途数量", Cell.QUANTITY, 12),
        Column("daily_demand", "日均销量", Cell.RATIO, 12),
        Column("lead_days", "提前期(天)", Cell.DAYS, 13),
        Column("safety_stock", "安全库存", Cell.QUANTITY, 12),
        Column("reorder_point", "再订货点", Cell.QUANTITY, 12),
        Column("economic_quantity", "经济订货量", Cell.QUANTITY, 13.5),
        Column("minimum_order", "最小起订量", Cell.QUANTITY, 13.5),
        Column("proposed", "建议补货量", Cell.QUANTITY, 13.5),
        Column("estimated_value", "预计采购金额", Cell.AMOUNT, 15.5),
        Column("cover_days", "可售天数", Cell.DAYS, 12),
        Column("urgency", "紧急程度", width=12),
        Column("reason", "依据", width=110),
    ),
    frozen="name",
    about="该买什么、买多少、为什么。",
)

SLOW_MOVERS = Table(
    "slow_movers",
    "滞销促销",
    Role.RESULT,
    (
        _ITEM,
        _NAME,
        _SPEC,
        _UNIT,
        Column("category", "类别", width=11),
        Column("on_hand", "库存数量", Cell.QUANTITY, 12),
        Column("age_days", "库龄(天)", Cell.DAYS, 11.5),
        Column("last_sold", "最近销售", Cell.DATE, 12),
        Column("idle_days", "未动销天数", Cell.DAYS, 13.5),
        Column("capital", "占用资金", Cell.AMOUNT, 14),
        Column("sale_price", "销售价", Cell.PRICE, 11),
        Column("break_even_price", "保本价", Cell.PRICE, 11),
        Column("proposed_price", "建议促销价", Cell.PRICE, 13.5),
        Column("proposed_share", "建议折扣", Cell.SHARE, 12),
        Column("cash_back", "预计回款", Cell.AMOUNT, 14),
        Column("profit", "预计损益", Cell.AMOUNT, 14),
        Column("advice", "处理建议", width=72),
    ),
    frozen="name",
    about="卖不动的货压了多少钱，降到多少还不亏。",
)

SUPPLIER_SCORES = Table(
    "supplier_scores",
    "供应商评价",
    Role.RESULT,
    (
        Column("supplier", "供应商", width=22),
        Column("period", "评价期间", width=24),
        Column("order_lines", "订单行数", Cell.INTEGER, 12),
        Column("on_time_rate", "准时率", Cell.PERCENT, 10),
        Column("lead_days", "平均提前期(天)", Cell.RATIO, 17),
        Column("lead_spread", "提前期波动(天)", Cell.RATIO, 17),
        Column("short_rate", "少交率", Cell.PERCENT, 10),
        Column("over_rate", "多交率", Cell.PERCENT, 10),
        Column("return_rate", "退货率", Cell.PERCENT, 10),
        Column("price_index", "比价指数", Cell.RATIO, 12),
        Column("price_trend", "价格趋势", Cell.PERCENT, 12),
        Column("score", "综合得分", Cell.RATIO, 12),
        Column("grade", "等级", width=8),
        Column("warning", "风险提示", width=80),
    ),
    frozen="supplier",
    about="谁准时、谁便宜、谁在变差。",
)

STOCKTAKE_RESULTS = Table(
    "stocktake_results",
    "盘点结果",
    Role.RESULT,
    (
        Column("number", "盘点单号", Cell.CODE, 19),
        Column("date", "盘点日期", Cell.DATE, 12),
        _WAREHOUSE,
        _ITEM,
        _NAME,
        _SPEC,
        _UNIT,
        Column("position", "仓位", Cell.CODE, 9),
        _BATCH,
        Column("abc", "ABC分类", width=11, choices=("A", "B", "C")),
        Column("book", "账面数量", Cell.QUANTITY, 12),
        Column("counted", "实盘数量", Cell.QUANTITY, 12),
        Column("surplus", "盘盈数量", Cell.QUANTITY, 12),
        Column("loss", "盘亏数量", Cell.QUANTITY, 12),
        Column("unit_cost", "成本单价", Cell.PRICE, 12),
        Column("difference_value", "差异金额", Cell.AMOUNT, 13),
        Column("reason", "差异原因", width=13),
        Column("likely_cause", "可能原因", width=36),
        Column("counter", "盘点人", width=10),
        Column("responsible", "责任人", width=10),
        Column("resolution", "处理意见", width=24),
        Column("input_tax_out", "进项税额转出", Cell.AMOUNT, 15.5),
    ),
    frozen="name",
    about="盘盈盘亏多少、值多少钱、可能为什么。",
)

DIFFERENCES = Table(
    "differences",
    "账表核对",
    Role.RESULT,
    (
        Column("position", "序号", Cell.INTEGER, 8),
        Column("category", "类别", width=14),
        Column("number", "单据编号", Cell.CODE, 20),
        Column("sheet", "工作表", width=10),
        Column("row", "行", Cell.INTEGER, 7),
        Column("column", "字段", width=13),
        Column("in_sheet", "表格值", Cell.CODE, 18),
        Column("in_ledger", "账面值", Cell.CODE, 18),
        Column("explanation", "说明", width=40),
        Column("remedy", "处理办法", width=40),
    ),
    frozen="category",
    about="表格和账哪里不一样，怎么处理。",
)

RESULT_TABLES = (
    STOCK,
    OPEN_ORDERS,
    ALERTS,
    ABC,
    REORDER,
    SLOW_MOVERS,
    SUPPLIER_SCORES,
    STOCKTAKE_RESULTS,
    DIFFERENCES,
)
