"""The sheet 走势: one item's history and forecast, week by week, under a chart of them."""

from jxc_xl.domain.tables.columns import Cell, Column, Role, Table

SHEET = "走势"

HISTORY = 52
"""Weeks that are shown; the forecast knows all that 设置 分析天数 looks at."""

AHEAD = 8
"""Weeks that are forecast."""

_ABOUT = "一种商品每周卖多少、往后估计卖多少；选中商品再点「走势」。"

TREND_ITEM = Table(
    "trend_item",
    SHEET,
    Role.RESULT,
    (
        Column("item", "商品编码", Cell.CODE, 14),
        Column("unit", "单位", width=14),
        Column("method", "预测方法", width=34),
        Column("error", "误差(MASE)", Cell.RATIO, 14),
        Column("weekly", "近 8 周周均", Cell.QUANTITY, 15),
        Column("expected", "未来 8 周合计", Cell.QUANTITY, 17),
        Column("name", "名称", width=34),
    ),
    "item",
    _ABOUT,
    "哪种商品、怎么估的（误差小于 1：比「和上周一样」准）",
    3,
    0,
    1,
)

TREND = Table(
    "trend",
    SHEET,
    Role.RESULT,
    (
        Column("week", "周(起)", Cell.DATE, 14),
        Column("sold", "实际销量", Cell.QUANTITY, 14),
        Column("base", "剔除促销、缺货", Cell.QUANTITY, 18),
        Column("fitted", "当时会估", Cell.QUANTITY, 13),
        Column("expected", "预测", Cell.QUANTITY, 15),
    ),
    "week",
    _ABOUT,
    "每周",
    28,
    0,
    HISTORY + AHEAD,
)

TREND_TABLES = (TREND_ITEM, TREND)
