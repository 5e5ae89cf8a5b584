"""结账 and 反结账: months are locked and unlocked, one after the other."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from jxc_xl.domain.catalogue import problem
from jxc_xl.domain.cells import RowState
from jxc_xl.domain.content import HEAD_FIELDS, canonical
from jxc_xl.domain.dates import date_parser
from jxc_xl.domain.months import last_day, month_after
from jxc_xl.domain.numbers import QUANTITY, money, plain
from jxc_xl.domain.problems import Problem
from jxc_xl.errors import UsageError
from jxc_xl.i18n import gettext as _
from jxc_xl.ledger import closing
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.periods import Figures, codes_of
from jxc_xl.ledger.stocktakes import open_stocktakes
from jxc_xl.services import shop
from jxc_xl.services.backup import backup
from jxc_xl.services.posting import pool_label
from jxc_xl.services.report import Report
from jxc_xl.services.sheets import EntrySheet
from jxc_xl.services.showing import settled_sheets
from jxc_xl.workbook.book import Book


def next_to_close(ledger: Ledger) -> str | None:
    """The month after the last closed one, else that of the first document that moved stock.

    ``None`` in books where nothing was posted.
    """
    last = closing.last_closed(ledger.connection)
    return month_after(last) if last else closing.first_month(ledger.connection)


def close(book: Book, ledger: Ledger, month: str, *, today: date, now: datetime) -> Report:
    """Lock a month, once a backup of the ledger has proved itself.

    It is refused out of sequence, before the month is over, with negative stock at its end, with
    an open stocktake, and while rows of this workbook dated in it are not posted.  What is 暂估 (at
    an estimated price) and what is 草稿 is told.  The month's 收发存 stand in the ledger from then
    on.
    """
    report = Report("close", extra={"month": _checked(month)})
    workbook = shop.identify_workbook(book, ledger)
    report.problems = list(_why_not(ledger, month, today))
    if month == next_to_close(ledger):
        report.problems += _rows_of(book, ledger, month, today)
    if not any(found.is_error for found in report.problems):
        kept = backup(ledger, now=now)
        report.problems += kept.problems
        report.extra |= kept.extra
        if kept.ok:
            _close(ledger, month, today, report, workbook)
    report.ok = not any(found.is_error for found in report.problems)
    if not report.ok:
        report.summary = [_("{month} was not closed.").format(month=month)]
    return report


def reopen(book: Book, ledger: Ledger, month: str) -> Report:
    """Unlock the last closed month; what was closed, and when, stays in the ledger."""
    report = Report("reopen", extra={"month": _checked(month)})
    workbook = shop.identify_workbook(book, ledger)
    with ledger.transaction() as connection:
        last = closing.last_closed(connection)
        if month != last:
            code = "reopen_not_last" if last and month < last else "reopen_not_closed"
            report.problems = [problem(code, sheet="", month=month, last=last)]
        else:
            closing.record(connection, month, closed=False, source=shop.source_of(workbook))
    report.ok = not report.problems
    words = _("{month} is open again.") if report.ok else _("{month} was not reopened.")
    report.summary = [words.format(month=month)]
    return report


def _checked(month: str) -> str:
    try:
        last_day(month)
    except ValueError as error:
        raise UsageError(
            _("{text} is not a month.").format(text=month), _("Write it like 2026-03.")
        ) from error
    return month


def _close(
    ledger: Ledger, month: str, today: date, report: Report, workbook: tuple[str, str]
) -> None:
    """Look once more, now that nobody can post, and write."""
    with ledger.transaction() as connection:
        report.problems += [p for p in _why_not(ledger, month, today) if p not in report.problems]
        if any(found.is_error for found in report.problems):
            return
        head = closing.record(connection, month, closed=True, source=shop.source_of(workbook))
        figures = closing.closed_figures(connection)[month]
        report.extra |= {"head": head, "figures": [_shown(ledger, entry) for entry in figures]}
    names = ("opening", "received", "issued", "closing")
    sums = {name: money(sum(getattr(entry, name).value_fen for entry in figures)) for name in names}
    words = _("{month} is closed: {opening} + {received} − {issued} = {closing}.")
    report.summary = [
        words.format(month=month, **sums),
        _("Backed up first: {path}").format(path=report.extra["backup"]),
    ]


def _shown(ledger: Ledger, entry: Figures) -> dict[str, object]:
    item, warehouse = codes_of(ledger.connection, entry.item, entry.warehouse)
    shown: dict[str, object] = {"item": item, "warehouse": warehouse}
    for name in ("opening", "received", "issued", "closing"):
        quantity, value = getattr(entry, name)
        shown |= {f"{name}_quantity": plain(quantity, QUANTITY), f"{name}_amount": money(value)}
    return shown


def _why_not(ledger: Ledger, month: str, today: date) -> Iterator[Problem]:
    """What the ledger has against closing a month, and what is to be known when it is closed."""
    wanted = next_to_close(ledger)
    if wanted is None:
        yield problem("close_nothing", sheet="", month=month)
    elif month < wanted:
        yield problem("close_done", sheet="", month=month, next=wanted)
    elif month > wanted:
        yield problem("close_out_of_sequence", sheet="", month=month, next=wanted)
    elif last_day(month) > today:
        yield problem("close_not_over", sheet="", month=month, date=last_day(month))
    else:
        yield from _of_stock(ledger, month)


def _of_stock(ledger: Ledger, month: str) -> Iterator[Problem]:
    end = last_day(month).isoformat()
    for begun in open_stocktakes(ledger.connection, month):
        yield problem("close_stocktake", sheet="", number=begun.number, date=begun.day)
    for short in closing.negative_at(ledger.connection, end):
        place = pool_label(short.warehouse, short.batch)
        quantity = plain(short.quantity_e4, QUANTITY)
        yield problem(
            "close_negative", sheet="", item=short.item, warehouse=place, quantity=quantity
        )
    for line in closing.provisional_at(ledger.connection, end):
        yield problem(
            "close_provisional",
            sheet="",
            number=line.number,
            partner=line.partner,
            item=line.item,
            amount=money(line.amount_fen),
        )


def _rows_of(book: Book, ledger: Ledger, month: str, today: date) -> Iterator[Problem]:
    """The rows of this workbook dated in the month, or before it, that are not posted."""
    problems: list[Problem] = []
    sheets = settled_sheets(book, ledger, problems)
    yield from problems
    end = last_day(month)
    codes = {RowState.NEW: "close_unposted", RowState.DRAFT: "close_draft"}
    for sheet in sheets:
        for row, day in enumerate(_dates(sheet, today)):
            code = codes.get(sheet.states[row])
            if code and day is not None and day <= end:
                number = sheet.raw.numbers[row]
                yield problem(code, sheet=sheet.table.sheet, row=number, date=day, month=month)


def _dates(sheet: EntrySheet, today: date) -> Sequence[date | None]:
    """The date of each row, that of the row above where its head is blank."""
    parse = date_parser(today)
    heads = [sheet.raw.column(name) for name in HEAD_FIELDS]
    found: list[date | None] = []
    above: date | None = None
    for cells in zip(*heads, strict=True):
        if any(canonical(cell) for cell in cells):
            day = parse(cells[0])
            above = day if isinstance(day, date) else None
        found.append(above)
    return found
