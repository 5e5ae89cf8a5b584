"""Showing in the workbook what the ledger says after a click: rows, 库存, 订单跟踪, 预警."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from jxc_xl.domain.catalogue import problem
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.tables import table_named
from jxc_xl.domain.tables.entry import ENTRY_TABLES
from jxc_xl.errors import JxcError, NotShown
from jxc_xl.hosts.errors import reason
from jxc_xl.i18n import gettext as _
from jxc_xl.i18n import ngettext
from jxc_xl.ledger.chain import head
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.queries import items_in
from jxc_xl.services import shop
from jxc_xl.services.marks import Marks, refresh_posted, write_marks
from jxc_xl.services.recompute.alerts import refresh_alerts
from jxc_xl.services.recompute.inputs import Inputs, inputs_about
from jxc_xl.services.report import Report
from jxc_xl.services.sheets import (
    EntrySheet,
    Sheet,
    carried_ids,
    read_sheet,
    rows_left_out,
    settle,
)
from jxc_xl.services.stock_sheet import write_open_orders, write_stock
from jxc_xl.workbook.book import Book
from jxc_xl.workbook.errors import LayoutError, host_failure


@contextmanager
def showing(report: Report) -> Iterator[None]:
    """Write what is in the books already into the workbook; say both when that fails."""
    try:
        yield
    except Exception as error:
        count = len(report.documents)
        if not count and not isinstance(error, OSError):
            raise
        said_why = why(error)
        if said_why is None:
            raise
        said = ngettext(
            "{n} document is in the books, but the workbook could not be marked: {why}",
            "{n} documents are in the books, but the workbook could not be marked: {why}",
            count,
        )
        raise NotShown(
            said.format(n=count, why=said_why),
            _("Then post again: nothing is posted twice, and the rows get their marks."),
            report.as_json()["documents"],
        ) from error


def why(error: Exception) -> str | None:
    """Why a workbook could not be marked; None if it is a mistake of the program."""
    if isinstance(error, OSError):
        return reason(error)
    known = error if isinstance(error, JxcError) else host_failure(error)
    return None if known is None else f"{known.message} {known.hint}".strip()


def refresh(
    book: Book, ledger: Ledger, *, today: date, numbers: Iterable[str] = ()
) -> list[Problem]:
    """Show in posted rows, in 库存 and in the head of the chain what the ledger says now.

    Also in 预警, of the items of the documents of these numbers.
    """
    show_posted(book, settled_sheets(book, ledger, []))
    items = items_in(ledger.connection, numbers)
    rows = shop.master_rows(book, []) if items else {}
    masters = shop.masters_of(rows, ledger, today)
    touched = inputs_about(ledger.connection, rows, masters, today, items)
    return show_ledger(book, ledger, head(ledger.connection), today, touched)


def settled_sheets(book: Book, ledger: Ledger, problems: list[Problem]) -> list[EntrySheet]:
    """What each row of the entry sheets is; why a sheet cannot be used is added to ``problems``."""
    workbook = shop.identify_workbook(book, ledger)
    sheets = entry_sheets(book, problems)
    carried = carried_ids(sheets)
    return [settle(book, ledger, workbook, sheet, carried) for sheet in sheets]


def show_posted(book: Book, sheets: Iterable[EntrySheet]) -> None:
    """Show in rows that carry their marks what became of them, and their cost as it is now."""
    with book.batch():
        for sheet in sheets:
            marks = Marks()
            lines = {row: line for row, line in sheet.posted.items() if row not in sheet.adopted}
            refresh_posted(marks, sheet, lines)
            write_marks(book, sheet, marks)


def show_ledger(
    book: Book, ledger: Ledger, chain_head: str, today: date, touched: Inputs | None = None
) -> list[Problem]:
    """Write 库存, 订单跟踪 and what the workbook remembers of its ledger, and store the workbook.

    Also the rows of 预警 about items that were ``touched``.  One of these sheets that is gone or
    cannot be filled is a warning: nothing hangs on it.
    """
    problems = []
    writers: dict[str, Callable[[], None]] = {
        "stock": lambda: write_stock(book, ledger.connection, today),
        "open_orders": lambda: write_open_orders(book, ledger.connection, today),
    }
    if touched is not None:
        writers["alerts"] = lambda: refresh_alerts(book, touched)
    with book.batch():
        for name, write in writers.items():
            try:
                write()
            except LayoutError as error:
                sheet = table_named(name).sheet
                problems.append(
                    problem("sheet_not_filled", sheet=sheet, missing=sheet, why=error.message)
                )
        book.write_name("jxc_chain_head", chain_head)
        book.write_name("jxc_ledger_id", ledger.id)
        book.write_name("jxc_refreshed", today.isoformat())
    book.save()
    return problems


def entry_sheets(book: Book, problems: list[Problem]) -> list[Sheet]:
    """The entry sheets that can be used; why others cannot is added to ``problems``."""
    sheets = []
    for table in ENTRY_TABLES:
        sheet = read_sheet(book, table)
        if isinstance(sheet, list):
            problems += sheet
        elif sheet.problems:
            problems += sheet.problems
        else:
            problems += rows_left_out(sheet)
            sheets.append(sheet)
    return sheets
