"""The figures on 首页: ordinary formulas over the tables, each with the value it comes to.

Money is 金额, without tax, as on 经营分析: 销售额 less cost is 毛利.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jxc_xl.domain.tables import analysis
from jxc_xl.domain.tables.columns import Table
from jxc_xl.workbook.analysis import metric_format, rows_of
from jxc_xl.workbook.cached import Content, Lookups, Row, Value, number, text

_ENTRY = ("purchases", "sales", "movements")

_Reckoned = tuple[str, Callable[[Content, date], Value]]
"""A formula, and what it comes to."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: what it says, where a click on it leads, how it is reckoned and looks.

    ``alarm`` figures ask for work when they are not zero.
    """

    label: str
    sheet: str
    formula: str
    value: Callable[[Content, date], Value]
    alarm: bool = False
    look: str = "#,##0"


@dataclass(frozen=True, slots=True)
class Task:
    """A line of the to-do list: how many there are, and which or what to do about them."""

    figure: Figure
    which: Figure


MONEY = "#,##0.00"
UNSAID = "–"
"""What stands where 经营分析 was not reckoned yet."""


def _traded_today(table: str, *left_out: str) -> str:
    """Formula: today's posted 金额, returns taken off, without orders and charges.

    A return written with a negative quantity has taken itself off already.
    """
    posted = f'SUMIFS({table}[金额],{table}[单据日期],TODAY(),{table}[状态],"已过账"'
    parts = [f"{posted})"]
    parts += [f'{posted},{table}[类型],"*{word}*")' for word in left_out]
    returns = f'2*{posted},{table}[类型],"*退货*",{table}[金额],">0")'
    return "=" + "-".join([*parts, returns])


def _trade(table: str, *left_out: str) -> Callable[[Content, date], Decimal]:
    def value(content: Content, today: date) -> Decimal:
        result = Decimal(0)
        lookups = Lookups(content)
        for row in _posted_on(content, table, today):
            shown = row.get("amount")
            total = number(lookups.value("amount", row) if shown is None else shown) or Decimal(0)
            kind = text(row.get("kind"))
            if any(word in kind for word in left_out):
                continue
            result += -total if "退货" in kind and total > 0 else total
        return result

    return value


def _posted_on(content: Content, table: str, today: date) -> Iterator[Row]:
    for row in content.get(table, ()):
        if row.get("date") == today and row.get("status") == "已过账":
            yield row


def _margin(content: Content, today: date) -> Decimal:
    return sum(
        (number(row.get("margin")) or Decimal(0) for row in _posted_on(content, "sales", today)),
        Decimal(0),
    )


def _sum(table: str, field: str) -> Callable[[Content, date], Decimal]:
    def value(content: Content, _today: date) -> Decimal:
        rows = content.get(table, ())
        return sum((number(row.get(field)) or Decimal(0) for row in rows), Decimal(0))

    return value


def _count(*tables: str, when: Callable[[Row], bool]) -> Callable[[Content, date], Decimal]:
    def value(content: Content, _today: date) -> Decimal:
        return Decimal(sum(when(row) for table in tables for row in content.get(table, ())))

    return value


def _positive(field: str) -> Callable[[Row], bool]:
    return lambda row: (number(row.get(field)) or 0) > 0


def _has(field: str) -> Callable[[Row], bool]:
    return lambda row: text(row.get(field)) != ""


def _compared(metric: str, field: str = "now") -> _Reckoned:
    """A figure of the comparison on 经营分析."""
    return _looked_up(analysis.COMPARISON, metric, field, UNSAID)


def _looked_up(table: Table, key: str, field: str, otherwise: str) -> _Reckoned:
    """What a table says in the row that begins with ``key``."""
    first = table.columns[0]
    row = f'MATCH("{key}",{table.name}[{first.header}],0)'
    cell = f"INDEX({table.name}[{table.header(field)}],{row})"

    def value(content: Content, _today: date) -> Value:
        rows = rows_of(content, table)
        found = next((row for row in rows if row.get(first.field) == key), {}).get(field)
        return otherwise if found is None or found == "" else found

    return f'=IFERROR(IF({cell}="","{otherwise}",{cell}),"{otherwise}")', value


def _placed(kind: str, rank: int, field: str, otherwise: str = "") -> _Reckoned:
    """What 经营分析 says of the 业务员, 渠道 or 地区 of a rank; nothing if there is none."""
    header = analysis.BREAKDOWN.header(field)
    row = (
        f'SUMPRODUCT((breakdown[分类]="{kind}")*(breakdown[名次]={rank})'
        "*(ROW(breakdown[名次])-ROW(breakdown[[#Headers],[名次]])))"
    )

    def value(content: Content, _today: date) -> Value:
        rows = content.get("breakdown", ())
        found = (r for r in rows if r.get("kind") == kind and number(r.get("rank")) == rank)
        return next(found, {}).get(field, otherwise)

    return f'=IF({row}=0,"{otherwise}",INDEX(breakdown[{header}],{row}))', value


def _named(kind: str, rank: int) -> _Reckoned:
    """A rank's name, after what it is the name of."""
    formula, value = _placed(kind, rank, "name", UNSAID)
    return f'="{kind}　"&{formula[1:]}', lambda content, today: f"{kind}　{value(content, today)}"


def _each_entry_table(formula: str) -> str:
    return "=" + "+".join(formula.format(t=table) for table in _ENTRY)


_WRONG = Figure(
    "有误的行",
    "采购",
    _each_entry_table('COUNTIF({t}[状态],"有误")'),
    _count(*_ENTRY, when=lambda row: row.get("status") == "有误"),
    alarm=True,
)
_WAITING = Figure(
    "等待过账的行",
    "采购",
    _each_entry_table('SUMPRODUCT(({t}[商品编码]<>"")*({t}[状态]=""))'),
    _count(*_ENTRY, when=lambda row: _has("item")(row) and not text(row.get("status"))),
    alarm=True,
)
_ALERTS = Figure(
    "库存预警",
    "预警",
    '=SUMPRODUCT((alerts[商品编码]<>"")*1)',
    _count("alerts", when=_has("item")),
    alarm=True,
)

CARDS = (
    Figure(
        "今日销售额",
        "销售",
        _traded_today("sales", "订单"),
        _trade("sales", "订单"),
        look=MONEY,
    ),
    Figure(
        "今日毛利",
        "销售",
        '=SUMIFS(sales[毛利],sales[单据日期],TODAY(),sales[状态],"已过账")',
        _margin,
        look=MONEY,
    ),
    Figure(
        "今日入库",
        "采购",
        _traded_today("purchases", "订单", "费用"),
        _trade("purchases", "订单", "费用"),
        look=MONEY,
    ),
    Figure(
        "待补货",
        "补货建议",
        '=COUNTIF(reorder[建议补货量],">0")',
        _count("reorder", when=_positive("proposed")),
        alarm=True,
        look='#,##0" 种"',
    ),
    Figure(
        "逾期订单",
        "订单跟踪",
        '=COUNTIF(open_orders[逾期天数],">0")',
        _count("open_orders", when=_positive("overdue_days")),
        alarm=True,
        look='#,##0" 行"',
    ),
    Figure("库存金额", "库存", "=SUM(stock[库存金额])", _sum("stock", "value"), look=MONEY),
    Figure("周转率", analysis.SHEET, *_compared("周转率"), look=metric_format("周转率")),
    Figure("可售天数", analysis.SHEET, *_compared("可售天数"), look=metric_format("可售天数")),
    Figure("本月毛利率", analysis.SHEET, *_compared("毛利率"), look=metric_format("毛利率")),
    Figure("库存预警", "预警", _ALERTS.formula, _ALERTS.value, alarm=True, look='#,##0" 条"'),
)
"""The two rows of cards: today, and how the shop stands."""

_KINDS = ("缺货", "低于下限", "高于上限", "临期", "过期", "呆滞")


def _kinds(content: Content, _today: date) -> Value:
    words = [text(row.get("alert")) for row in content.get("alerts", ())]
    return "，".join(f"{kind} {words.count(kind)}" for kind in _KINDS)


_BY_KIND = "=" + '&"，'.join(
    f'{"" if index else chr(34)}{kind} "&COUNTIF(alerts[预警状态],"{kind}")'
    for index, kind in enumerate(_KINDS)
)


def _said(words: str) -> Figure:
    """What to do, in the same words always."""
    return Figure("", "", "", lambda _content, _today: words)


def _listed(matter: str, sheet: str) -> Task:
    """A line that 经营分析 keeps: how many, and which they are."""
    count = f'=SUMIFS(todo[件数],todo[事项],"{matter}")'
    which = _looked_up(analysis.TODO_LIST, matter, "which", "")

    def value(content: Content, _today: date) -> Decimal:
        rows = (row for row in content.get("todo", ()) if row.get("matter") == matter)
        return sum((number(row.get("count")) or Decimal(0) for row in rows), Decimal(0))

    return Task(Figure(matter, sheet, count, value, alarm=True), Figure("", sheet, *which))


TASKS = (
    Task(_WRONG, _said("红格子改好后再点「过账」；点「只看有误」只显示它们。")),
    Task(_WAITING, _said("点「过账」入账；没写完的，状态选「草稿」。")),
    _listed("逾期订单", "订单跟踪"),
    _listed("订单缺货", "库存"),
    _listed("大额订单", "订单跟踪"),
    _listed("暂估未到票", "采购"),
    _listed("临期批次", "库存"),
    Task(_ALERTS, Figure("", "预警", _BY_KIND, _kinds)),
)
"""The to-do list."""

COMPARED = ("销售额", "毛利", "毛利率", "销售单数", "客单价", "销售退货", "采购额", "库存金额")
"""The figures that 首页 sets beside those of last month and last year."""

COMPARED_FIELDS = ("now", "change", "year_change")

PLACES = (
    *(("业务员", n) for n in (1, 2, 3)),
    *(("渠道", n) for n in (1, 2)),
    *(("地区", n) for n in (1, 2, 3)),
)
"""Whom 首页 names: the best of each."""

PLACE_FIELDS = ("name", "revenue", "change", "year_change")


def compared(metric: str, field: str) -> Figure:
    """One cell of the comparison."""
    return Figure(metric, analysis.SHEET, *_compared(metric, field))


def placed(kind: str, rank: int, field: str) -> Figure:
    """One cell of who sold what where."""
    found = _named(kind, rank) if field == "name" else _placed(kind, rank, field)
    return Figure(kind, analysis.SHEET, *found)
