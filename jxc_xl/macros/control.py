"""The buttons of 核对与盘点: the books against themselves and the sheets, and closed months."""

from datetime import date, datetime

from jxc_xl.i18n import gettext as _
from jxc_xl.i18n import ngettext
from jxc_xl.ledger.closing import last_closed
from jxc_xl.macros.desk import Desk, macro
from jxc_xl.macros.telling import tell, tell_differences
from jxc_xl.services import closing, shop
from jxc_xl.services import reconcile as reconciling
from jxc_xl.services.verify import verify as verify_ledger


@macro
def verify(desk: Desk) -> str:
    """验账: recalculate the books from nothing and compare."""
    desk.say(_("Verifying the books …"))
    with desk.ledger() as ledger:
        head = str(desk.workbook.read_name("jxc_chain_head") or "")
        shop.check_belongs(desk.workbook, ledger)
        report = verify_ledger(ledger, expected_head=head)
    return tell(desk, report)


@macro
def reconcile(desk: Desk) -> str:
    """账表核对: find every difference between the sheets and the books, and go to the list."""
    desk.say(_("Comparing the sheets with the books …"))
    with desk.ledger() as ledger:
        report = reconciling.reconcile(desk.workbook, ledger, today=date.today())
    return tell_differences(desk, report)


@macro
def put_back(desk: Desk) -> str:
    """恢复原值: write what was posted back into the rows, after a question that says how many."""
    desk.say(_("Comparing the sheets with the books …"))
    with desk.ledger() as ledger:
        rows = reconciling.restorable(desk.workbook, ledger)
        if not rows:
            return _("There is nothing to put back.")
        question = ngettext(
            "Write what was posted back into {n} row?\n\nWhat was changed there since is lost;"
            " what is in the books stays as it is.",
            "Write what was posted back into {n} rows?\n\nWhat was changed there since is lost;"
            " what is in the books stays as it is.",
            rows,
        )
        if not desk.agrees(question.format(n=rows)):
            return _("Nothing was put back.")
        report = reconciling.reconcile(desk.workbook, ledger, today=date.today(), restore=True)
    return tell_differences(desk, report)


@macro
def close(desk: Desk) -> str:
    """结账: lock the next month, after a question that names it."""
    with desk.ledger() as ledger:
        month = closing.next_to_close(ledger)
        if month is None:
            return _("Nothing has been posted yet, so there is no month to close.")
        question = _(
            "Close {month}?\n\nThe ledger is backed up first. After that nothing can be posted into"
            " {month} any more, and its figures stay as they are."
        )
        if not desk.agrees(question.format(month=month)):
            return _("No month was closed.")
        desk.say(_("Closing {month} …").format(month=month))
        report = closing.close(desk.workbook, ledger, month, today=date.today(), now=datetime.now())
    return tell(desk, report)


@macro
def reopen(desk: Desk) -> str:
    """反结账: unlock the last closed month, after a question that names it."""
    with desk.ledger() as ledger:
        month = last_closed(ledger.connection)
        if month is None:
            return _("No month is closed.")
        question = _(
            "Reopen {month}?\n\nIts documents can be reversed and late ones posted again, until it"
            " is closed once more. That it was closed stays in the books."
        )
        if not desk.agrees(question.format(month=month)):
            return _("No month was reopened.")
        report = closing.reopen(desk.workbook, ledger, month)
    return tell(desk, report)
