"""The figures on 首页: ordinary formulas over the tables, each with the value it comes to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jxc_xl.workbook.cached import Content, Lookups, Row, number, text

_ENTRY = ("purchases", "sales", "movements")


@dataclass(frozen=True, slots=True)
class Figure:
    """One card: what it says, where a click on it leads, how it is reckoned.

    ``alarm`` figures ask for work when they are not zero.
    """

    label: str
    sheet: str
    formula: str
    value: Callable[[Content, date], Decimal]
    alarm: bool = False
    money: bool = False


def _traded_today(table: str, *left_out: str) -> str:
    """Formula: today's posted 价税合计, returns taken off, without orders and charges.

    A return written with a negative quantity has taken itself off already.
    """
    posted = f'SUMIFS({table}[价税合计],{table}[单据日期],TODAY(),{table}[状态],"已过账"'
    parts = [f"{posted})"]
    parts += [f'{posted},{table}[类型],"*{word}*")' for word in left_out]
    returns = f'2*{posted},{table}[类型],"*退货*",{table}[价税合计],">0")'
    return "=" + "-".join([*parts, returns])


def _trade(table: str, *left_out: str) -> Callable[[Content, date], Decimal]:
    def value(content: Content, today: date) -> Decimal:
        result = Decimal(0)
        lookups = Lookups(content)
        for row in _posted_on(content, table, today):
            shown = row.get("total")
            total = number(lookups.value("total", row) if shown is None else shown) or Decimal(0)
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


def _each_entry_table(formula: str) -> str:
    return "=" + "+".join(formula.format(t=table) for table in _ENTRY)


FIGURES = (
    Figure(
        "今日销售",
        "销售",
        _traded_today("sales", "订单"),
        _trade("sales", "订单"),
        money=True,
    ),
    Figure(
        "今日毛利",
        "销售",
        '=SUMIFS(sales[毛利],sales[单据日期],TODAY(),sales[状态],"已过账")',
        _margin,
        money=True,
    ),
    Figure(
        "今日采购",
        "采购",
        _traded_today("purchases", "订单", "费用"),
        _trade("purchases", "订单", "费用"),
        money=True,
    ),
    Figure("库存金额", "库存", "=SUM(stock[库存金额])", _sum("stock", "value"), money=True),
    Figure(
        "商品",
        "商品",
        '=SUMPRODUCT((items[商品编码]<>"")*1)',
        _count("items", when=_has("code")),
    ),
    Figure(
        "有误的行",
        "采购",
        _each_entry_table('COUNTIF({t}[状态],"有误")'),
        _count(*_ENTRY, when=lambda row: row.get("status") == "有误"),
        alarm=True,
    ),
    Figure(
        "等待过账的行",
        "采购",
        _each_entry_table('SUMPRODUCT(({t}[商品编码]<>"")*({t}[状态]=""))'),
        _count(*_ENTRY, when=lambda row: _has("item")(row) and not text(row.get("status"))),
        alarm=True,
    ),
    Figure(
        "逾期订单",
        "订单跟踪",
        '=COUNTIF(open_orders[逾期天数],">0")',
        _count("open_orders", when=_positive("overdue_days")),
        alarm=True,
    ),
    Figure(
        "库存预警",
        "预警",
        '=SUMPRODUCT((alerts[商品编码]<>"")*1)',
        _count("alerts", when=_has("item")),
        alarm=True,
    ),
    Figure(
        "待补货",
        "补货建议",
        '=COUNTIF(reorder[建议补货量],">0")',
        _count("reorder", when=_positive("proposed")),
        alarm=True,
    ),
)
