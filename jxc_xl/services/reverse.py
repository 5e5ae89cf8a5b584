"""冲销: posting the opposite of a document, as if it had never been."""

import sqlite3
from collections.abc import Iterable
from datetime import date

from jxc_xl.domain.catalogue import problem
from jxc_xl.domain.kinds import KINDS, ORDERS
from jxc_xl.domain.numbers import QUANTITY, plain
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.tables import table_named
from jxc_xl.domain.tables.entry import ENTRY_TABLES
from jxc_xl.i18n import ngettext
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.facts import LedgerFacts
from jxc_xl.ledger.leaning import leaning_on
from jxc_xl.ledger.masters import Masters
from jxc_xl.ledger.orders import fulfilling
from jxc_xl.ledger.posting import Writer
from jxc_xl.ledger.queries import Blocked, Standing, blocking, items_of, returns_of, standing
from jxc_xl.ledger.source import Source
from jxc_xl.services import shop
from jxc_xl.services.changed_counts import changed_counts
from jxc_xl.services.counting.shown import refresh_results
from jxc_xl.services.posting import pool_label
from jxc_xl.services.report import Report
from jxc_xl.services.showing import refresh, showing
from jxc_xl.workbook.book import Book


def reverse(ledger: Ledger, numbers: Iterable[str], source: Source) -> Report:
    """Reverse documents, each whole or not at all, in an order that lets most of them go.

    A reversal is dated like its original, in a closed month on the first open day: then it works
    like a linked return.  It is refused, naming the documents in the way, when stock would fall
    below zero at some time or goods of it were returned.
    """
    report = Report("reverse")
    waiting = list(numbers)
    with ledger.transaction() as connection:
        found: list[tuple[str, list[Problem]]] = []
        progress = True
        while waiting and progress:
            found = [(n, _reverse_one(connection, n, source, report)) for n in waiting]
            progress = any(not problems for _number, problems in found)
            waiting = [number for number, problems in found if problems]
        refused = [problem for _n, problems in found for problem in problems]
    report.ok = not refused
    report.problems += refused
    done = ngettext("{n} document reversed.", "{n} documents reversed.", len(report.documents))
    report.summary = [done.format(n=len(report.documents))]
    return report


def reverse_in_book(book: Book, ledger: Ledger, numbers: Iterable[str], *, today: date) -> Report:
    """Reverse documents and show it in the workbook's rows."""
    source = shop.source_of(shop.identify_workbook(book, ledger))
    report = reverse(ledger, numbers, source)
    if report.documents:
        with showing(report):
            report.problems += refresh_results(book, ledger.connection)
            reversed_ = [document["reverses"] for document in report.documents]
            report.problems += refresh(book, ledger, today=today, numbers=reversed_)
    return report


def _reverse_one(
    connection: sqlite3.Connection, number: str, source: Source, report: Report
) -> list[Problem]:
    masters = Masters(connection)
    facts = LedgerFacts(connection, masters)
    document = standing(connection, number.strip())
    if document is None:
        return [problem("document_missing", sheet="", number=number)]
    first_open = facts.first_open_date()
    late = first_open if first_open and document.day < first_open else None
    since = late.isoformat() if late else ""
    problems = holding(connection, facts, document, closed_too=True) or [
        _in_the_way(sheet_of(document), document.number, entry)
        for entry in blocking(connection, document.id, since=since)
    ]
    leaning = "" if problems else "、".join(leaning_on(connection, document.id, since))
    if leaning:
        sheet, number = sheet_of(document), document.number
        problems = [problem("reversal_value", sheet=sheet, number=number, others=leaning)]
    if problems:
        return problems
    day = late or document.day
    writer = Writer(connection, masters, source, facts.next_number)
    own = facts.next_number(KINDS["reversal"].prefix, day)
    with changed_counts(connection, items_of(connection, document.id)) as changed:
        writer.reverse(document.id, own, since)
        writer.write()
    report.problems += [change.problem(sheet_of(document)) for change in changed]
    report.documents.append(
        {"number": own, "kind": "reversal", "date": day, "reverses": document.number}
    )
    return []


def holding(
    connection: sqlite3.Connection,
    facts: LedgerFacts,
    document: Standing,
    *,
    closed_too: bool = False,
) -> list[Problem]:
    """Why a document must stand whatever stock says; empty when it may be reversed.

    ``closed_too`` allows one of a closed month: it is undone in the open one.
    """
    sheet = sheet_of(document)
    number = document.number
    if document.kind == "reversal":
        return [problem("reversal_of_reversal", sheet=sheet, number=number)]
    if document.reversed_by:
        return [problem("reversed_already", sheet=sheet, number=number, other=document.reversed_by)]
    first_open = facts.first_open_date()
    if not closed_too and first_open is not None and document.day < first_open:
        return [problem("reversal_closed", sheet=sheet, number=number, date=document.date)]
    if document.kind in ORDERS:
        others = "、".join(fulfilling(connection, number))
        if others:
            return [problem("reversal_fulfilled", sheet=sheet, number=number, others=others)]
    returns = returns_of(connection, document.id)
    if returns:
        others = "、".join(returns)
        return [problem("reversal_returns", sheet=sheet, number=number, others=others)]
    return []


def _in_the_way(sheet: str, number: str, entry: Blocked) -> Problem:
    return problem(
        "reversal_short",
        sheet=sheet,
        number=number,
        item=entry.item,
        warehouse=pool_label(entry.warehouse, entry.batch),
        short=plain(entry.short_e4, QUANTITY),
        since=entry.since,
        others="、".join(entry.numbers[:5]),
    )


def sheet_of(document: Standing) -> str:
    """The sheet whose rows a document was posted from, as people call it."""
    names = {table.name for table in ENTRY_TABLES}
    return table_named(document.sheet).sheet if document.sheet in names else ""
