"""Merging duplicates: one takes over, the other is stopped, and all history stays as it was.

What is in stock of a duplicate item goes over lot by lot at its cost, by ordinary documents of
today.  Its bar code, mnemonic and name mean the other one from then on; its code stays its own, so
that returns of what was sold under it still find it.
"""

import sqlite3
from datetime import date
from functools import partial
from typing import NamedTuple

from jxc_xl.domain.catalogue import problem
from jxc_xl.domain.cells import Raw, RawRows, RowState
from jxc_xl.domain.directory import Directory, Register
from jxc_xl.domain.kinds import KINDS
from jxc_xl.domain.masters import Item, Partner, Status
from jxc_xl.domain.numbers import FEN, QUANTITY, plain
from jxc_xl.domain.parsing import Failure, fold
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.tables.columns import Table
from jxc_xl.domain.tables.entry import MOVEMENTS
from jxc_xl.domain.tables.masters import CUSTOMERS, ITEMS, SUPPLIERS
from jxc_xl.errors import UsageError
from jxc_xl.i18n import gettext as _
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.orders import open_lines
from jxc_xl.services import shop
from jxc_xl.services.appending import sheets_of
from jxc_xl.services.importing.into_ledger import post_rows
from jxc_xl.services.report import Report
from jxc_xl.services.showing import refresh, showing
from jxc_xl.workbook.book import Book

ORIGIN = "merge"
_SAME = ("unit", "sub_unit", "factor_e6", "batch_managed")
"""What two items must have in common for a quantity of the one to be one of the other."""


class Pair(NamedTuple):
    """The one that stays and its duplicate, with the table that both stand in."""

    table: Table
    keep: Item | Partner
    duplicate: Item | Partner


class _Refused(Exception):
    """Takes the transaction back."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems


def merge(
    book: Book,
    ledger: Ledger,
    keep: str,
    duplicate: str,
    *,
    today: date,
    write: bool,
    table: Table | None = None,
) -> Report:
    """Let one item, supplier or customer take over another one; without ``write`` only say it.

    Without a ``table`` it is the first that has them both.
    """
    shop.check_belongs(book, ledger)
    masters = shop.masters_of(shop.master_rows(book, []), ledger, today)
    pair = _pair(masters.directory, keep, duplicate, table)
    report = Report("merge", problems=_forbidden(ledger.connection, pair))
    report.ok = not report.problems
    names = {"keep": pair.keep.name, "duplicate": pair.duplicate.name}
    codes = {"keep_code": pair.keep.code, "duplicate_code": pair.duplicate.code}
    report.extra = {**codes, "merged": False}
    if pair.duplicate.details.get("merged_into"):
        report.summary = [_("{duplicate} was merged before.").format(**names)]
    elif report.ok and not write:
        words = _(
            "{duplicate_code} {duplicate} would be stopped and {keep_code} {keep} take over its"
            " stock; --yes does it."
        )
        report.summary = [words.format(**names, **codes)]
    elif report.ok:
        _merge(book, ledger, pair, report, today)
    return report


def _merge(book: Book, ledger: Ledger, pair: Pair, report: Report, today: date) -> None:
    try:
        with ledger.transaction() as connection:
            report.documents = _move_stock(book, ledger, connection, pair, today)
    except _Refused as refused:
        report.ok, report.problems = False, refused.problems
        return
    with showing(report):
        _stop(book, pair)
        moved = [str(document["number"]) for document in report.documents]
        report.problems += refresh(book, ledger, today=today, numbers=moved)
    words = _("{duplicate_code} {duplicate} is 停用; {keep_code} {keep} has taken over.")
    report.extra["merged"] = True
    report.summary = [
        words.format(
            duplicate=pair.duplicate.name, keep=pair.keep.name,
            duplicate_code=pair.duplicate.code, keep_code=pair.keep.code,
        )
    ]  # fmt: skip


def _pair(directory: Directory, keep: str, duplicate: str, only: Table | None) -> Pair:
    """Both as rows of one table; ``UsageError`` if there is no table that has them both."""
    registers: tuple[tuple[Table, Register[Item] | Register[Partner]], ...] = (
        (ITEMS, directory.items),
        (SUPPLIERS, directory.suppliers),
        (CUSTOMERS, directory.customers),
    )
    for table, register in registers:
        kept, doubled = register.find(keep), register.find(duplicate)
        if only not in (None, table):
            continue
        if not isinstance(kept, Failure) and not isinstance(doubled, Failure):
            return Pair(table, kept, doubled)
    raise UsageError(
        _("{keep} and {duplicate} are not two items, two suppliers or two customers.").format(
            keep=keep, duplicate=duplicate
        ),
        _("Give the codes as they stand in the sheet: first the one to keep."),
    )


def _forbidden(connection: sqlite3.Connection, pair: Pair) -> list[Problem]:
    """Why the two must stay two."""
    table, keep, duplicate = pair
    if keep is duplicate:
        return [problem("merge_same", sheet=table.sheet, text=keep.code)]
    found = []
    if keep.status is Status.STOPPED:
        found.append(problem("merge_stopped", sheet=table.sheet, text=keep.code))
    for name in _SAME if isinstance(keep, Item) else ():
        values = getattr(keep, name), getattr(duplicate, name)
        if values[0] != values[1]:
            column = table.header(name.removesuffix("_e6"))
            said = partial(problem, "merge_differs", sheet=table.sheet, column=column)
            found.append(said(first=str(values[0]), text=str(values[1])))
    orders = {
        line.number
        for line in open_lines(connection)
        if duplicate.code in (line.item, line.partner)
    }
    if orders:
        others = "、".join(sorted(orders))
        found.append(problem("merge_orders", sheet=table.sheet, text=duplicate.code, others=others))
    return found


_LOTS = """
SELECT w.code, b.batch, b.left_e4, b.left_fen, t.made, t.expires
  FROM lot b
  JOIN item i ON i.id = b.item_id
  JOIN warehouse w ON w.id = b.warehouse_id
  LEFT JOIN batch t ON t.item_id = b.item_id AND t.batch = b.batch
 WHERE b.left_e4 <> 0 AND i.code = ?
 ORDER BY w.id, b.batch, b.queue_date, b.id"""


def _move_stock(
    book: Book, ledger: Ledger, connection: sqlite3.Connection, pair: Pair, today: date
) -> list[dict[str, object]]:
    """Issue what is left of the duplicate and receive it as the other one, lot by lot."""
    if not isinstance(pair.keep, Item):
        return []
    lots = connection.execute(_LOTS, (pair.duplicate.code,)).fetchall()
    if any(lot[2] < 0 for lot in lots):
        text = pair.duplicate.code
        raise _Refused([problem("merge_short", sheet=pair.table.sheet, text=text)])
    note = _("{duplicate} merged into {keep}").format(
        duplicate=pair.duplicate.code, keep=pair.keep.code
    )
    rows = []
    for kind, item in (("other_issue", pair.duplicate), ("other_receipt", pair.keep)):
        for warehouse, batch, left_e4, left_fen, made, expires in lots:
            row: dict[str, Raw] = {
                "date": today, "kind": KINDS[kind].label, "item": item.code, "note": note,
                "warehouse": warehouse, "batch": batch or None,
                "quantity": plain(left_e4, QUANTITY),
            }  # fmt: skip
            if kind == "other_receipt":
                value = {"amount": plain(left_fen, FEN)} if left_fen else {"price": 0}
                row |= {**value, "made": made, "expires": expires}
            rows.append(row)
    if not rows:
        return []
    cells = {c.field: [row.get(c.field) for row in rows] for c in MOVEMENTS.columns}
    raw = RawRows(MOVEMENTS, range(1, len(rows) + 1), cells, [RowState.NEW] * len(rows))
    documents, problems = post_rows(book, ledger, [raw], str(book.path), today, origin=ORIGIN)
    if any(found.is_error for found in problems):
        raise _Refused([found._replace(row=None) for found in problems])
    return documents


def _stop(book: Book, pair: Pair) -> None:
    """Write into the duplicate's row what became of it."""
    table = pair.table
    sheet = sheets_of(book, [table.name])[table.name]
    wanted = {fold(pair.duplicate.code)}
    for row in range(sheet.used):
        cells = sheet.cells(row)
        key = cells["code"] if cells["code"] is not None else cells["name"]
        if fold(str(key)) in wanted:
            columns = {"status": Status.STOPPED.value, "merged_into": pair.keep.code}
            book.write_columns(
                table.name, {table.header(n): [text] for n, text in columns.items()}, rows=[row]
            )
            return
