"""The sheet 经营分析: several small tables, from which 首页 draws its figures and charts.

Each table but the last keeps its number of rows, so that a chart always finds them.
"""

from jxc_xl.domain.tables.columns import Cell, Column, Role, Table

SHEET = "经营分析"
NONE = "无"
"""What stands where there is nothing to compare with."""

MONTHS = 13
"""This month, and back to the same month of last year."""

METRICS = (
    "销售额",
    "销售成本",
    "毛利",
    "毛利率",
    "销售单数",
    "客单价",
    "销售退货",
    "采购额",
    "库存金额",
    "周转率",
    "可售天数",
)
"""The rows of ``comparison``."""

RATES = ("毛利率",)
"""Those that are shares: they change by percentage points."""

MORE_IS_BETTER = ("销售额", "毛利", "毛利率", "销售单数", "客单价", "周转率")
"""Those of which it is plain whether a change is good."""

TODO = ("逾期订单", "订单缺货", "大额订单", "暂估未到票", "临期批次")
"""The rows of ``todo``."""

BEST = 10
"""How many items stand among the best and the slowest."""

CURVE = 11
"""Points of the ABC curve: from none to all of the items in tenths."""

_CURVE_POINT = (
    "=IF(COUNT(abc[累计占比])=0,0,IF(abc_curve[[#This Row],[商品占比]]=0,0,"
    "SMALL(abc[累计占比],MAX(1,ROUND(abc_curve[[#This Row],[商品占比]]*COUNT(abc[累计占比]),0)))))"
)
_CURVE_ITEMS = "=ROUND(abc_curve[[#This Row],[商品占比]]*COUNT(abc[累计占比]),0)"

_ABOUT = "生意怎么样：按月、与上月和去年比、谁卖得好、什么卖得好；首页的图从这里来。"


def _table(
    name: str, title: str, place: tuple[int, int], room: int, columns: tuple[Column, ...]
) -> Table:
    top, left = place
    return Table(
        name, SHEET, Role.RESULT, columns, columns[0].field, _ABOUT, title, top, left, room
    )


_CHANGE = Column("change", "环比", Cell.PERCENT, 11)
_YEAR_AGO = Column("year_ago", "去年同期", Cell.AMOUNT, 13)
_YEAR_CHANGE = Column("year_change", "同比", Cell.PERCENT, 11)
_ITEM = Column("item", "商品编码", Cell.CODE, 13)
_NAME = Column("name", "名称", width=24)

COMPARISON = _table(
    "comparison",
    "本月与上月、去年同期（都只算到同一天）",
    (3, 0),
    len(METRICS),
    (
        Column("metric", "指标", width=13),
        Column("now", "本月", Cell.AMOUNT, 14),
        Column("before", "上月同期", Cell.AMOUNT, 14),
        _CHANGE,
        _YEAR_AGO,
        _YEAR_CHANGE,
    ),
)

MONTHLY = _table(
    "monthly",
    "按月",
    (17, 0),
    MONTHS,
    (
        Column("month", "月份", Cell.CODE, 13),
        Column("revenue", "销售额", Cell.AMOUNT, 14),
        Column("cost", "销售成本", Cell.AMOUNT, 14),
        Column("margin", "毛利", Cell.AMOUNT, 11),
        Column("purchases", "采购额", Cell.AMOUNT, 13),
        Column("margin_rate", "毛利率", Cell.PERCENT, 11),
        Column("stock_value", "月末库存", Cell.AMOUNT, 13),
    ),
)

ABC_CURVE = _table(
    "abc_curve",
    "ABC 曲线（取自「ABC分析」）",
    (33, 0),
    CURVE,
    (
        Column("item_share", "商品占比", Cell.PERCENT, 13),
        Column("items", "商品数", Cell.INTEGER, 14, formula=_CURVE_ITEMS),
        Column("value_share", "累计占比", Cell.PERCENT, 14, formula=_CURVE_POINT),
    ),
)

TODO_LIST = _table(
    "todo",
    "待办",
    (47, 0),
    len(TODO),
    (
        Column("matter", "事项", width=13),
        Column("sheet", "去哪里", width=14),
        Column("count", "件数", Cell.INTEGER, 14),
        Column("which", "哪些", width=11),
    ),
)

TOP_ITEMS = _table(
    "top_items",
    "畅销前十（近 30 天）",
    (3, 8),
    BEST,
    (
        Column("rank", "名次", Cell.INTEGER, 11),
        _ITEM,
        _NAME,
        Column("sold", "销售数量", Cell.QUANTITY, 13),
        Column("revenue", "销售额", Cell.AMOUNT, 13),
        Column("margin", "毛利", Cell.AMOUNT, 13),
    ),
)

SLOW_ITEMS = _table(
    "slow_items",
    "滞销前十（「呆滞天数」里卖得最少的存货，压钱多的在前）",
    (17, 8),
    BEST,
    (
        Column("rank", "名次", Cell.INTEGER, 11),
        _ITEM,
        _NAME,
        Column("sold", "销售数量", Cell.QUANTITY, 13),
        Column("value", "库存金额", Cell.AMOUNT, 13),
        Column("last_sold", "最近销售", Cell.DATE, 13),
    ),
)

BREAKDOWN = _table(
    "breakdown",
    "本月谁卖的、卖到哪里",
    (33, 8),
    0,
    (
        Column("kind", "分类", width=11),
        Column("rank", "名次", Cell.INTEGER, 13),
        Column("name", "名称", width=24),
        Column("revenue", "销售额", Cell.AMOUNT, 13),
        Column("share", "占比", Cell.PERCENT, 13),
        Column("margin", "毛利", Cell.AMOUNT, 13),
        Column("before", "上月同期", Cell.AMOUNT, 13),
        _CHANGE,
        _YEAR_AGO,
        _YEAR_CHANGE,
    ),
)

ANALYSIS_TABLES = (
    COMPARISON,
    MONTHLY,
    ABC_CURVE,
    TODO_LIST,
    TOP_ITEMS,
    SLOW_ITEMS,
    BREAKDOWN,
)
