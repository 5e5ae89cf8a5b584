"""jxc count: reading a stocktake back, showing the differences, and posting them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from jxc_xl.i18n import gettext as _
from jxc_xl.lean import collector_at_rest
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.masters import Masters
from jxc_xl.ledger.posting import Posted
from jxc_xl.services import shop
from jxc_xl.services.counting.confirm import post_count
from jxc_xl.services.counting.look import look
from jxc_xl.services.counting.printed import print_count
from jxc_xl.services.counting.shown import show_count
from jxc_xl.services.counting.told import told
from jxc_xl.services.report import Report
from jxc_xl.services.showing import refresh, showing
from jxc_xl.services.sync import settle_masters, write_synced
from jxc_xl.workbook.book import Book


@collector_at_rest()
def preview(book: Book, ledger: Ledger, files: Sequence[Path], *, today: date) -> Report:
    """Read the files of a stocktake and show the differences; changes nothing."""
    shop.check_belongs(book, ledger)
    rows = shop.master_rows(book, [])
    with ledger.reading() as connection:
        masters = settle_masters(rows, connection, today).masters
        return told(look(connection, files, masters, today))


def print_posted(book: Book, ledger: Ledger, report: Report, path: Path) -> None:
    """Write the 盘盈盘亏表 of the count that a report tells of, if it is posted; say where."""
    number = str(report.extra.get("posted") or "")
    if not number:
        report.summary.append(_("Only what is posted can be printed; no file was written."))
        return
    print_count(ledger, number, shop.setting(book, "公司名称"), path)
    report.extra["file"] = str(path)
    report.summary.append(_("{path} is to be printed and signed.").format(path=path))


@collector_at_rest()
def confirm(
    book: Book, ledger: Ledger, files: Sequence[Path], *, today: date, skip: bool = False
) -> Report:
    """Post what the files of a stocktake say, and show it in the workbook.

    Nothing is posted while anything is wrong, unless ``skip`` leaves out what is.  A stocktake that
    is in the books already is not posted again: its rows are put back where they are gone.
    """
    workbook = shop.identify_workbook(book, ledger)
    rows = shop.master_rows(book, [])
    posted: Posted | None = None
    with ledger.transaction() as connection:
        synced = settle_masters(rows, connection, today)
        seen = look(connection, files, synced.masters, today)
        made = seen.returned.stocktake
        if made is not None and seen.good and (skip or not seen.wrong):
            source = shop.source_of(workbook)
            settings = shop.settings_of(rows.get("settings"))
            Masters(connection).take_over(source, synced.masters.everything(), settings)
            posted = post_count(connection, made, seen.good, synced.masters.settings, source)
    report = told(seen, posted=posted, confirmed=True)
    number = posted.number if posted else seen.posted
    if number:
        with showing(report):
            write_synced(book, rows, synced)
            report.problems += show_count(book, ledger, number)
            report.problems += refresh(book, ledger, today=today, numbers=[number])
    return report
