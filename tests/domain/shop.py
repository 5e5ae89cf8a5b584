"""A small shop for the scenarios, and how its rows are judged and told."""

from datetime import date
from textwrap import dedent

from jxc_xl.domain.click import Click
from jxc_xl.domain.documents import Document, Line
from jxc_xl.domain.judge import Judged, judge
from jxc_xl.domain.master_rows import Masters, read_masters
from jxc_xl.domain.numbers import PRICE, QUANTITY, RATE, money, plain
from tests.domain.tables import TABLES, markdown, raw_rows
from tests.fakes import FakeFacts

TODAY = date(2026, 11, 22)

SHOP = """
## 商品
| 商品编码 | 名称 | 规格 | 条码 | 助记码 | 单位 | 副单位 | 换算率 | 采购价 | 销售价 | 最低售价 | 税率 | 批次管理 | 保质期(天) | 状态 |
|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
| A1 | 可乐 | 500ml | "6901234567892" | KL | 瓶 | 箱 | 24 | 2 | 3 | 2.5 |  |  |  |  |
| A2 | 可乐 | 2L | "6901234567893" | KL2 | 瓶 |  |  | 5 | 8 |  |  |  |  |  |
| "007" | 白糖 |  |  |  | kg | g | 0.001 | 6 | 9 |  |  |  |  |  |
| M1 | 鲜奶 | 1L |  | XN | 盒 |  |  | 8 | 12 |  |  | 是 | 7 |  |
| N1 | 新品 |  |  |  | 个 |  |  |  |  |  |  |  |  |  |
| S1 | 老款 |  |  |  | 个 |  |  | 1 | 2 |  |  |  |  | 停用 |
| T1 | 电池 |  |  |  | 节 |  |  | 1.13 | 2.26 |  | 13% |  |  |  |

## 供应商
| 编码 | 名称 | 税率 | 状态 |
|---|---|---|---|
| V1 | 好货公司 |  |  |
| V2 | 停业公司 |  | 停用 |
| V3 | 小厂 | 3% |  |

## 客户
| 编码 | 名称 | 状态 |
|---|---|---|
| C1 | 张三商店 |  |
| C2 | 李四超市 |  |
| C3 | 王五饭店 | 停用 |

## 仓库
| 编码 | 名称 | 状态 |
|---|---|---|
| "01" | 主仓 |  |
| "02" | 分仓 |  |
| "03" | 旧仓 | 停用 |

## 设置
| 项目 | 值 |
|---|---|
| 默认仓库 | 主仓 |
"""


def sections(text: str) -> dict[str, str]:
    """What stands under each ``## heading``."""
    parts = ("\n" + dedent(text)).split("\n## ")[1:]
    return {part.partition("\n")[0].strip(): part.partition("\n")[2] for part in parts}


def open_shop(text: str = SHOP, changes: str = "") -> Masters:
    """Read the masters of a shop; tables in ``changes`` replace the shop's."""
    told = sections(text) | sections(changes)
    tables = {}
    for sheet, body in told.items():
        table = TABLES[sheet]
        tables[table.name] = raw_rows(table, markdown(body))
    return read_masters(tables, TODAY)


def judged(
    sheet: str,
    text: str,
    facts: FakeFacts | None = None,
    shop: Masters | None = None,
    click: Click | None = None,
) -> Judged:
    """Judge the rows of one entry sheet, told as a Markdown table."""
    shop = shop or open_shop()
    raw = raw_rows(TABLES[sheet], markdown(text))
    return judge(raw, shop.directory, shop.settings, facts or FakeFacts(), TODAY, click)


def told(document: Document) -> str:
    """A document in a line: kind, number, date, partner, its rows."""
    partner = document.partner.name if document.partner else "-"
    rows = ",".join(str(line.row + 2) for line in document.lines)
    return f"{document.kind.label} {document.number or '-'} {document.date} {partner}: {rows}"


def figures(line: Line) -> str:
    """A line's quantity, price, share, amount, tax and total."""
    quantity = f"{plain(line.quantity_e4, QUANTITY)}{line.unit}"
    price, share = plain(line.price_e6, PRICE), plain(line.share_e6, RATE)
    amounts = " ".join(str(money(fen)) for fen in (line.amount_fen, line.tax_fen, line.total_fen))
    return f"{quantity} {price} {share} {amounts}"


def codes(result: Judged) -> list[str]:
    """The problems as ``row column code``."""
    return [f"{found.row} {found.column} {found.code}" for found in result.problems]
