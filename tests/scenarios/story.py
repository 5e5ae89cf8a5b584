"""Runs a story: its headings are steps, its tables what is typed or what must be found.

A heading that names a sheet (采购, 销售, 出入库, 商品 …) types the table's rows into it.
改 and a sheet's name overwrites cells of the rows with the numbers under 行, 删 a sheet's name and
numbers deletes rows.  过账 clicks, 冲销 and a number reverse, 关闭订单 and 引单 do that to orders,
采购计划 and a budget draft orders, 恢复原值 puts back what was posted, 重算 fills the result sheets,
结账 and 反结账 lock and unlock a month; the quoted lines below are the problems that it must give, as
far as they are written.
账表核对 compares workbook and ledger, and the table lists all that differs.  库存, 订单, 成本层, 成本,
收发存 and 表 and a sheet's name are compared with the table: exactly these rows, of them the
columns that are written; so is what COMPUTED works out from ledger and workbook.
盘点表 with a day, 日终 or 日初 and warehouses (类别=… and 全部 say more) makes a stocktake, which lists
盘点行; 盘点 writes the counted lines into its
files (文件 tells them apart) and shows them, 盘点 确认 posts them, 盘点 确认 跳过 without what is wrong;
差异 is what the files say.
Every story begins in the shop of ``shop.md`` and must end with a ledger that proves itself
and with sheets that say the same, but for rows that were refused or changed in the story.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from jxc_xl.domain.numbers import QUANTITY, money, plain
from jxc_xl.domain.quotes import in_use
from jxc_xl.domain.tables import table_named
from jxc_xl.ledger import daily
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.idle import idle_stock
from jxc_xl.ledger.verify import verify
from jxc_xl.services.amend import amend
from jxc_xl.services.closing import close, reopen
from jxc_xl.services.differences import CHANGED, UNPOSTED
from jxc_xl.services.orders import close_orders_in_book, fulfil
from jxc_xl.services.post import check, post
from jxc_xl.services.purchase_plan.plan import budget_of, plan_proposals
from jxc_xl.services.recompute.dashboard import dashboard
from jxc_xl.services.recompute.run import recompute
from jxc_xl.services.recompute.slow_movers import slow_rows
from jxc_xl.services.recompute.suppliers import supplier_rows
from jxc_xl.services.recompute.todo import todo
from jxc_xl.services.reconcile import reconcile
from jxc_xl.services.report import Report
from jxc_xl.services.reverse import reverse_in_book
from jxc_xl.services.shop import master_rows, masters_of
from tests.domain.tables import TABLES, markdown, raw_cell
from tests.fake_book import FakeBook, Row
from tests.scenarios.counting import begin_stocktake, count, write_files

SHOP = Path(__file__).with_name("shop.md")
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 18, 30)

RESULTS = {
    "库存": (
        "SELECT item AS 商品编码, warehouse_name AS 仓库, batch AS 批号,"
        " quantity_e4 AS 库存数量, amount_fen AS 库存金额 FROM v_stock ORDER BY 1, warehouse, 3"
    ),
    "订单": (
        "SELECT number AS 单据编号, item AS 商品编码, ifnull(due, '') AS 预计日期,"
        " ordered_quantity_e4 AS 订货数量, fulfilled_quantity_e4 AS 已执行数量,"
        " open_quantity_e4 AS 未执行数量 FROM v_orders ORDER BY id"
    ),
    "成本层": (
        "SELECT item AS 商品编码, w.name AS 仓库, batch AS 批号, source AS 来源,"
        " queue_date AS 入库日期, age_date AS 最早入库, left_quantity_e4 AS 剩余数量, left_amount_fen AS 剩余金额"
        " FROM v_lots l JOIN warehouse w ON w.code = l.warehouse"
        " ORDER BY 1, warehouse, 3, 5, l.id"
    ),
    "盘点行": (
        "SELECT w.name AS 仓库, i.code AS 商品编码, l.batch AS 批号, l.book_e4 AS 账面数量"
        " FROM stocktake_line l JOIN warehouse w ON w.id = l.warehouse_id"
        " JOIN item i ON i.id = l.item_id"
        " WHERE l.event_id = (SELECT max(id) FROM v_stocktakes) ORDER BY l.id"
    ),
    "成本": (
        "SELECT number AS 单据编号, item AS 商品编码, ifnull(layer, '') AS 来源,"
        " quantity_e4 AS 数量, amount_fen AS 成本金额 FROM v_costs ORDER BY move_id, lot_id"
    ),
    "暂估": (
        "SELECT number AS 单据编号, item AS 商品编码, basis_fen AS 暂估金额 FROM v_lines"
        " WHERE provisional AND reversed_by IS NULL AND kind = 'receipt' ORDER BY id"
    ),
    "单据": (
        "SELECT number AS 单据编号, date AS 单据日期, ifnull(paper_date, '') AS 票面日期,"
        " ifnull(corrects, '') AS 更正 FROM v_documents WHERE kind <> 'reversal' ORDER BY id"
    ),
    "收发存": (
        "SELECT month AS 月份, item AS 商品编码, w.name AS 仓库,"
        " opening_quantity_e4 AS 期初数量, opening_amount_fen AS 期初金额,"
        " received_quantity_e4 AS 收入数量, received_amount_fen AS 收入金额,"
        " issued_quantity_e4 AS 发出数量, issued_amount_fen AS 发出金额,"
        " closing_quantity_e4 AS 期末数量, closing_amount_fen AS 期末金额"
        " FROM v_period p JOIN warehouse w ON w.code = p.warehouse ORDER BY 2, warehouse, 1"
    ),
}


def _supplier_scores(book: FakeBook, ledger: Ledger) -> list[Row]:
    masters = masters_of(master_rows(book, []), ledger, TODAY)
    quotes = in_use(masters.quotes, masters.directory)
    rows = supplier_rows(ledger.connection, masters.suppliers, quotes, TODAY)
    return _by_header("supplier_scores", rows)


def _slow_movers(book: FakeBook, ledger: Ledger) -> list[Row]:
    masters = masters_of(master_rows(book, []), ledger, TODAY)
    idle = idle_stock(ledger.connection, TODAY, 90)
    rows = slow_rows(idle, masters.items, masters.suppliers, masters.settings, TODAY)
    return _by_header("slow_movers", rows)


def _differences(book: FakeBook, ledger: Ledger) -> list[Row]:
    headers, *lines = count(book, ledger, [], TODAY).table or [()]
    return [dict(zip(headers, line, strict=True)) for line in lines]


def _by_header(table: str, rows: list[dict[str, Any]]) -> list[Row]:
    declared = table_named(table)
    return [{declared.header(name): cell for name, cell in row.items()} for row in rows]


def _analysed(_book: FakeBook, ledger: Ledger, name: str) -> list[Row]:
    """A table of 经营分析; an order is large from 100.00 on."""
    with ledger.transaction() as connection:
        daily.bring_up_to_date(connection)
    tables = dashboard(ledger.connection, TODAY, idle_days=90)
    tables["todo"] = todo(ledger.connection, TODAY, near_days=30, large_fen=100_00)
    declared = table_named(name)
    return [{declared.header(field): v for field, v in row.items()} for row in tables[name]]


COMPUTED: dict[str, Callable[[FakeBook, Ledger], list[Row]]] = {
    "供应商评价": _supplier_scores,
    "滞销促销": _slow_movers,
    "同期对比": partial(_analysed, name="comparison"),
    "按月": partial(_analysed, name="monthly"),
    "谁卖的": partial(_analysed, name="breakdown"),
    "畅销前十": partial(_analysed, name="top_items"),
    "待办": partial(_analysed, name="todo"),
    "差异": _differences,
}
"""What stands on a sheet that 重算 fills."""

CLICKS = {"过账": post, "校验": check, "重算": recompute}

ON_MONTHS: dict[str, Callable[[FakeBook, Ledger, str], Report]] = {
    "结账": lambda book, ledger, month: close(book, ledger, month, today=TODAY, now=NOW),
    "反结账": reopen,
}


def _plan(book: FakeBook, ledger: Ledger, budget: list[str], *, today: date) -> Report:
    return plan_proposals(book, ledger, today=today, budget_fen=budget_of("".join(budget)))


ON_DOCUMENTS = {
    "冲销": reverse_in_book,
    "更正": amend,
    "关闭订单": close_orders_in_book,
    "引单": fulfil,
    "采购计划": _plan,
}


class Step(NamedTuple):
    """A heading, the lines quoted under it, and its table."""

    words: list[str]
    quoted: list[str]
    table: list[list[str]]


def steps(text: str) -> Iterator[Step]:
    """The steps of a story; what is not quoted and no table is for its reader."""
    for section in f"\n{text}".split("\n## ")[1:]:
        heading, _, body = section.partition("\n")
        quoted = [line[1:].strip() for line in body.splitlines() if line.startswith(">")]
        table = markdown(body) if "\n|" in f"\n{body}" else []
        yield Step(heading.split(), quoted, table)


def tell(text: str, folder: Path) -> None:
    """Run a story from its beginning to its end."""
    with Ledger.create(folder / "shop.db") as ledger:
        book = FakeBook()
        for step in [*steps(SHOP.read_text(encoding="utf-8")), *steps(text)]:
            _do(step, book, ledger)
        differing = reconcile(book, ledger, today=TODAY).extra["differences"]
        assert {found["category"] for found in differing} <= {CHANGED, UNPOSTED}
        assert verify(ledger.connection).differences == []


def _do(step: Step, book: FakeBook, ledger: Ledger) -> None:
    verb, *names = step.words
    if verb in CLICKS:
        _expect(step, CLICKS[verb](book, ledger, today=TODAY))
    elif verb in ON_DOCUMENTS:
        _expect(step, ON_DOCUMENTS[verb](book, ledger, names, today=TODAY))
    elif verb in ON_MONTHS:
        _expect(step, ON_MONTHS[verb](book, ledger, names[0]))
    elif verb == "恢复原值":
        _expect(step, reconcile(book, ledger, today=TODAY, restore=True))
    elif verb == "账表核对":
        assert reconcile(book, ledger, today=TODAY).ok is not bool(step.table[1:])
        _compare(step, book.tables["differences"])
    elif verb == "盘点表":
        _expect(step, begin_stocktake(book, ledger, TODAY, *names))
    elif verb == "盘点":
        write_files(step.table, ledger)
        _expect(step, count(book, ledger, names, TODAY))
    elif verb == "改":
        _overwrite(step, book.tables[TABLES[names[0]].name])
    elif verb == "删":
        rows = book.tables[TABLES[names[0]].name]
        rows[:] = [row for n, row in enumerate(rows, 2) if str(n) not in names[1:]]
    elif verb == "表":
        _compare(step, book.tables[TABLES[names[0]].name])
    elif verb in RESULTS or verb in COMPUTED:
        _compare(step, _found(verb, book, ledger))
    else:
        _type(step, book, TABLES[verb].name)


def _found(verb: str, book: FakeBook, ledger: Ledger) -> list[Row]:
    """What the ledger says, or what is worked out from it."""
    if verb in COMPUTED:
        return COMPUTED[verb](book, ledger)
    cursor = ledger.connection.execute(RESULTS[verb])
    headers = [column[0] for column in cursor.description]
    return [dict(zip(headers, row, strict=True)) for row in cursor]


def _type(step: Step, book: FakeBook, table: str) -> None:
    headers, *rows = step.table
    unknown = set(headers) - set(book.headers[table])
    assert not unknown, f"{step.words[0]} has no column {unknown}"
    for cells in rows:
        typed = dict(zip(headers, map(raw_cell, cells), strict=True))
        if table == "settings":
            book.tables[table] = [
                row | typed if row["项目"] == typed["项目"] else row for row in book.tables[table]
            ]
        else:
            book.type_cells(table, typed)


def _overwrite(step: Step, rows: list[Row]) -> None:
    headers, *lines = step.table
    for cells in lines:
        typed = dict(zip(headers, cells, strict=True))
        rows[int(typed.pop("行")) - 2] |= {name: raw_cell(cell) for name, cell in typed.items()}


def _expect(step: Step, report: Report) -> None:
    said = [
        " ".join(str(part) for part in (found.sheet, found.row, found.column) if part)
        + f": {found.message} {found.hint}"
        for found in report.problems
    ]
    short = [line[: len(wanted)] for line, wanted in zip(said, step.quoted, strict=False)]
    assert [*short, *said[len(short) :]] == step.quoted


def _compare(step: Step, found: list[dict[str, Any]]) -> None:
    headers = step.table[0]
    rows = [[_shown(header, row[header]) for header in headers] for row in found]
    used = [row for row in rows if any(row)]
    assert [headers, *used] == step.table


def _shown(header: str, value: Any) -> str:
    """A figure as a story writes it: money with two decimals, quantities without zeros."""
    if value is None:
        return ""
    if header in ("序号", "行", "名次"):
        return str(value)
    if isinstance(value, int):
        return str(money(value)) if "金额" in header else f"{plain(value, QUANTITY):f}"
    if isinstance(value, float | Decimal):
        money_like = header in ("成本", "毛利") or "金额" in header
        return f"{value:.2f}" if money_like else f"{value:g}"
    if isinstance(value, datetime):
        return value.date().isoformat()
    return str(value)
