"""关闭订单 and 引单: ending what is open of an order, and turning it into rows to be posted."""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from jxc_xl.domain.catalogue import problem
from jxc_xl.domain.cells import Raw
from jxc_xl.domain.content import canonical
from jxc_xl.domain.documents import Document, Line
from jxc_xl.domain.kinds import KINDS, ORDERS
from jxc_xl.domain.masters import Item, Partner, Warehouse
from jxc_xl.domain.numbers import QUANTITY, RATE, divide, in_unit
from jxc_xl.domain.parsing import fold
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.rules.policy import POLICIES
from jxc_xl.domain.tables import table_named
from jxc_xl.i18n import gettext as _
from jxc_xl.i18n import ngettext
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.facts import LedgerFacts
from jxc_xl.ledger.masters import Masters
from jxc_xl.ledger.orders import OrderLine, closed_by, open_lines
from jxc_xl.ledger.posting import Writer
from jxc_xl.ledger.queries import Standing, standing
from jxc_xl.ledger.source import Source
from jxc_xl.services import shop
from jxc_xl.services.appending import append_cells
from jxc_xl.services.report import Report
from jxc_xl.services.reverse import sheet_of
from jxc_xl.services.sheets import DRAFT, Sheet, read_sheet
from jxc_xl.services.showing import refresh, showing
from jxc_xl.workbook.book import Book

_FULFILLED_BY = {policy.fulfils: key for key, policy in POLICIES.items() if policy.fulfils}
_TAKEN_ALONG = ("handler", "channel", "address", "settlement")
"""What an order says of the one who buys or sells, and of the way there."""


def close_orders(ledger: Ledger, numbers: Iterable[str], source: Source, *, today: date) -> Report:
    """End what is open of orders, each by a document of its own that can be reversed.

    It is dated today: what was open until then stays known.
    """
    report = Report("close-order")
    with ledger.transaction() as connection:
        for number in dict.fromkeys(numbers):
            order, problems = _open_order(connection, number)
            report.problems += problems
            if order is not None and not problems:
                _close(connection, order, source, today, report)
    report.ok = not report.problems
    done = ngettext("{n} order closed.", "{n} orders closed.", len(report.documents))
    report.summary = [done.format(n=len(report.documents))]
    return report


def close_orders_in_book(
    book: Book, ledger: Ledger, numbers: Iterable[str], *, today: date
) -> Report:
    """Close orders and show it in the workbook's rows."""
    source = shop.source_of(shop.identify_workbook(book, ledger))
    report = close_orders(ledger, numbers, source, today=today)
    if report.documents:
        with showing(report):
            closed = [document["closes"] for document in report.documents]
            report.problems += refresh(book, ledger, today=today, numbers=closed)
    return report


def _open_order(
    connection: sqlite3.Connection, number: str
) -> tuple[Standing | None, list[Problem]]:
    """An order by its number, and why nothing can be ended or fulfilled of it."""
    order = standing(connection, number.strip())
    if order is None:
        return None, [problem("document_missing", sheet="", number=number)]
    code, params = "", {"number": order.number}
    if order.kind not in ORDERS:
        code, params["kind"] = "not_an_order", KINDS[order.kind].label
    elif order.reversed_by:
        code, params["other"] = "order_reversed", order.reversed_by
    elif closing := closed_by(connection, order.number):
        code, params["other"] = "order_closed_already", closing
    elif not open_lines(connection, order.number):
        code = "order_done"
    if not code:
        return order, []
    return order, [problem(code, sheet=sheet_of(order), row=None, column=None, **params)]


def _close(
    connection: sqlite3.Connection, order: Standing, source: Source, today: date, report: Report
) -> None:
    masters = Masters(connection)
    facts = LedgerFacts(connection, masters)
    lines = open_lines(connection, order.number)
    day = max(today, order.day, facts.first_open_date() or today)
    party = KINDS[order.kind].party
    partner = Partner(party, lines[0].partner, lines[0].partner_name)
    document = Document(KINDS["order_closing"], day, partner, [_ended(line) for line in lines])
    writer = Writer(connection, masters, source, facts.next_number)
    number = writer.add(document, "", row_ids=False).number
    writer.write()
    report.documents.append(
        {"number": number, "kind": "order_closing", "date": day, "closes": order.number}
    )


def _ended(line: OrderLine) -> Line:
    """A line that says how much of an order's line will not come any more."""
    item = Item(line.item, line.item_name, line.unit, line.item_spec)
    warehouse = Warehouse(line.warehouse, line.warehouse_name)
    quantity, unit, factor = _measured(line)
    return Line(
        0, item, warehouse, quantity, line.open_e4, unit, factor, batch=line.batch, link=line.number
    )


def _measured(line: OrderLine) -> tuple[int, str, int]:
    """What is open of a line, with its unit and factor: as it was ordered if that is exact."""
    quantity = in_unit(line.open_e4, line.factor_e6)
    if divide(quantity * line.factor_e6, RATE) == line.open_e4:
        return quantity, line.unit, line.factor_e6
    return line.open_e4, line.own_unit, RATE


def fulfil(book: Book, ledger: Ledger, numbers: Iterable[str], *, today: date) -> Report:
    """Write what is open of orders into 采购 or 销售, as rows that are 草稿 and name the order.

    Nothing is posted.  An order that a row names already which is not posted is left alone, so
    that fetching it again does no harm.
    """
    shop.check_belongs(book, ledger)
    report = Report("fulfil")
    with ledger.reading() as connection, book.batch():
        for number in dict.fromkeys(numbers):
            order, problems = _open_order(connection, number)
            if order is not None and not problems:
                lines = open_lines(connection, order.number)
                fetched = _fetch(book, order, lines, today)
                if isinstance(fetched, list):
                    problems = fetched
                else:
                    report.documents.append(fetched)
            report.problems += problems
    if report.documents:
        book.save()
    report.ok = not report.problems
    words = ngettext(
        "{n} row fetched as 草稿: check the quantity, clear 状态, then post.",
        "{n} rows fetched as 草稿: check the quantities, clear 状态, then post.",
        written := sum(len(document["rows"]) for document in report.documents),
    )
    report.summary = [words.format(n=written)]
    return report


def _fetch(
    book: Book, order: Standing, lines: Sequence[OrderLine], today: date
) -> dict[str, Any] | list[Problem]:
    """Write the rows of one order, and say where; the problems instead if that cannot be."""
    sheet = read_sheet(book, table_named(KINDS[order.kind].table))
    if isinstance(sheet, list):
        return sheet
    if problems := sheet.problems or _drafted(sheet, order.number):
        return problems
    rows = _write_drafts(book, sheet, lines, today)
    return {"number": order.number, "kind": order.kind, "sheet": sheet.table.sheet, "rows": rows}


def _drafted(sheet: Sheet, number: str) -> list[Problem]:
    """The row that names an order already and is no line of the ledger."""
    for row, (link, row_id) in enumerate(
        zip(sheet.raw.column("link"), sheet.raw.column("row_id"), strict=True)
    ):
        if fold(canonical(link)) == fold(number) and not canonical(row_id):
            place = sheet.raw.numbers[row]
            header = sheet.table.header("link")
            return [
                problem(
                    "order_drafted", sheet=sheet.table.sheet, row=place, column=header,
                    number=number,
                )
            ]  # fmt: skip
    return []


def _write_drafts(book: Book, sheet: Sheet, lines: Sequence[OrderLine], today: date) -> list[int]:
    """Write a row for each line below the last entry; their numbers in the sheet."""
    rows = [_draft_cells(line, today) for line in lines]
    cells = {name: [row[name] for row in rows] for name in rows[0]}
    kept = {name: column for name, column in cells.items() if name in sheet.table.by_field}
    return [sheet.data.first_row + place for place in append_cells(book, sheet, kept, len(rows))]


def _draft_cells(line: OrderLine, today: date) -> dict[str, Raw]:
    """What a clerk would type to fulfil a line; posting takes the price from the order."""
    quantity, unit, _factor = _measured(line)
    hint = _("From order {number}: check the quantity, then clear 草稿 in 状态 and post.")
    taken_along: dict[str, Raw] = {name: line.details.get(name) for name in _TAKEN_ALONG}
    return taken_along | {
        "date": datetime.combine(max(today, line.date), time()),
        "kind": KINDS[_FULFILLED_BY[line.kind]].label,
        "partner": line.partner_name,
        "item": line.item,
        "unit": unit,
        "warehouse": line.warehouse_name,
        "batch": line.batch or None,
        "quantity": quantity / QUANTITY,
        "link": line.number,
        "status": DRAFT,
        "hint": hint.format(number=line.number),
    }
