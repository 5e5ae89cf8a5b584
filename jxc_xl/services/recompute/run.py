"""重算: every figure that follows from the ledger, back into the result sheets in one go."""

import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from datetime import date

from jxc_xl.domain.catalogue import problem
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.tables import table_named
from jxc_xl.errors import UsageError
from jxc_xl.i18n import gettext as _
from jxc_xl.i18n import ngettext
from jxc_xl.ledger import daily, planned
from jxc_xl.ledger.connection import Ledger
from jxc_xl.services import shop
from jxc_xl.services.recompute import alerts, dashboard, slow_movers, suppliers, todo
from jxc_xl.services.recompute.inputs import Inputs, Rows, Sheets
from jxc_xl.services.recompute.kept import planned_rows
from jxc_xl.services.report import Report
from jxc_xl.services.stock_sheet import open_order_rows, stock_rows
from jxc_xl.workbook.book import Book
from jxc_xl.workbook.errors import LayoutError, NameMissing
from jxc_xl.workbook.layout import RECOMPUTED


def recompute(book: Book, ledger: Ledger, *, today: date, as_of: date | None = None) -> Report:
    """Fill the result sheets anew, with the figures of today or of the end of an earlier day.

    Nothing is written when neither the ledger nor the masters, settings and date have changed
    since.  What is wrong in masters and 设置 is told; its default counts meanwhile.  库存 and
    订单跟踪 are always as of now, because the entry sheets look there.
    """
    day = as_of or today
    if day > today:
        raise UsageError(
            _("{day} is still to come.").format(day=day), _("Name today or an earlier day.")
        )
    shop.check_belongs(book, ledger)
    sheets = Sheets(book)
    report = Report("recompute", extra={"as_of": day, "changed": False, "rows": {}})
    fingerprint = sheets.fingerprint(ledger, day)
    if _last(book) == fingerprint:
        report.summary = [_("Nothing has changed since the last time; the sheets stay.")]
        return report
    with ledger.transaction() as connection:
        daily.bring_up_to_date(connection)
    with ledger.reading() as connection:
        inputs = sheets.inputs(connection, day, "" if day == today else day.isoformat())
        tables = _tables(inputs)
    with ledger.transaction() as connection:
        planned.store(connection, day, planned_rows(tables, day))
    report.problems = sheets.problems
    report.ok = not any(found.is_error for found in sheets.problems)
    report.problems += _write(book, tables, "" if sheets.problems else fingerprint)
    _tell(report, tables)
    return report


def _last(book: Book) -> str:
    try:
        return str(book.read_name(RECOMPUTED) or "")
    except NameMissing:
        return ""


def _tables(inputs: Inputs) -> dict[str, Rows]:
    """The rows of every result table by name."""
    found: dict[str, Rows] = {}
    if not inputs.as_of:
        found["stock"] = stock_rows(inputs.stock, inputs.today)
        found["open_orders"] = open_order_rows(inputs.connection, inputs.today)
    found["alerts"] = alerts.alert_rows(inputs)
    found |= _analysis(inputs)
    found["slow_movers"] = _slow(inputs)
    found["supplier_scores"] = _scores(inputs)
    found |= _dashboard(inputs)
    return found


def _analysis(inputs: Inputs) -> dict[str, Rows]:
    """ABC分析 and 补货建议; only they need numpy, which takes a moment to load."""
    from jxc_xl.services.recompute import abc, reorder, sales

    trade = sales.sales_of(inputs)
    ranked = abc.ranked(trade, inputs.parameters)
    return {
        "abc": abc.abc_rows(trade, ranked, inputs.parameters),
        "reorder": reorder.reorder_rows(inputs, trade, abc.classes(ranked)),
    }


def _slow(inputs: Inputs) -> Rows:
    masters, margin = inputs.masters, inputs.parameters.clearance_margin_e6
    return slow_movers.slow_rows(
        inputs.idle, masters.items, masters.suppliers, masters.settings, inputs.today, margin
    )


def _scores(inputs: Inputs) -> Rows:
    parameters, masters = inputs.parameters, inputs.masters
    terms = suppliers.Terms(
        parameters.rating_days, parameters.grace_days, masters.settings.price_includes_tax
    )
    return suppliers.supplier_rows(
        inputs.connection, masters.suppliers, inputs.quotes, inputs.today, terms
    )


def _dashboard(inputs: Inputs) -> dict[str, Rows]:
    connection: sqlite3.Connection = inputs.connection
    parameters = inputs.parameters
    found = dashboard.dashboard(connection, inputs.today, idle_days=parameters.idle_days)
    found["todo"] = todo.todo(
        connection,
        inputs.today,
        near_days=parameters.expiry_days,
        large_fen=parameters.large_order_fen,
    )
    return found


def _write(book: Book, tables: Mapping[str, Rows], fingerprint: str) -> list[Problem]:
    """Write every table in one batch and store the workbook.

    A sheet that is gone or cannot be filled is a warning: the others are written.
    """
    problems = []
    with book.batch():
        for name, rows in tables.items():
            table = table_named(name)
            try:
                book.replace_table(
                    name, [{table.header(f): cell for f, cell in row.items()} for row in rows]
                )
            except LayoutError as error:
                problems.append(
                    problem(
                        "sheet_not_filled",
                        sheet=table.sheet,
                        missing=table.sheet,
                        why=error.message,
                    )
                )
        with suppress(NameMissing):  # an older workbook is written anew each time
            book.write_name(RECOMPUTED, "" if problems else fingerprint)
    book.save()
    return problems


def _tell(report: Report, tables: Mapping[str, Rows]) -> None:
    report.extra |= {"changed": True, "rows": {name: len(rows) for name, rows in tables.items()}}
    alerts_, due = len(tables["alerts"]), sum(1 for row in tables["reorder"] if row["proposed"])
    alerted = ngettext("{n} alert", "{n} alerts", alerts_).format(n=alerts_)
    bought = ngettext("{n} item to buy", "{n} items to buy", due).format(n=due)
    report.summary = [
        _("The sheets are filled with the figures of {day}: {alerts}, {items}.").format(
            day=report.extra["as_of"], alerts=alerted, items=bought
        )
    ]
