"""The buttons of the count: sheets go out and come back."""

from datetime import date
from typing import Any

from jxc_xl.console import sentence
from jxc_xl.domain.tables.stocktake import Method
from jxc_xl.i18n import gettext as _
from jxc_xl.macros.desk import Desk, macro
from jxc_xl.macros.telling import tell
from jxc_xl.services import stocktake as making
from jxc_xl.services.counting import count as counting
from jxc_xl.services.report import Report
from jxc_xl.workbook import view

_MOST_SHOWN = 8


@macro
def stocktake(desk: Desk) -> str:
    """盘点表: make the sheets of every warehouse as of today, blind or open as the clerk says."""
    with desk.ledger() as ledger:
        question = _(
            "Make the stocktake sheets of today for all warehouses?\n\nYes: 暗盘, nothing of what"
            " the books have stands on them.\nNo: 明盘, the quantities in the books stand on them."
        )
        blind = desk.asks(question)
        if blind is None:
            return _("No stocktake was made.")
        desk.say(_("Making the stocktake sheets …"))
        wanted = making.Wanted(method=Method.BLIND if blind else Method.OPEN)
        report = making.make_stocktake(desk.workbook, ledger, wanted, today=date.today())
    return tell(desk, report)


@macro
def read_count(desk: Desk) -> str:
    """读入盘点: read the counted sheets, show the differences, post them if the clerk agrees."""
    patterns = ["*.xlsx", "*.xls", "*.ods"]
    files = desk.choose_files(_("Choose the counted sheets"), patterns, many=True)
    if not files:
        return _("No file was chosen.")
    with desk.ledger() as ledger:
        desk.say(_("Reading the counted sheets …"))
        seen = counting.preview(desk.workbook, ledger, files, today=date.today())
        wrong = [found for found in seen.problems if found.is_error]
        good = seen.extra["counted_lines"] - seen.extra["refused_lines"]
        if not good or seen.extra["posted"]:
            desk.say("")
            desk.tell("\n".join([*seen.summary, "", *map(sentence, wrong[:_MOST_SHOWN])]).strip())
            return seen.summary[-1]
        if not desk.agrees(_question(seen, good)):
            return _("Nothing was posted.")
        desk.say(_("Posting the count …"))
        report = counting.confirm(
            desk.workbook, ledger, files, today=date.today(), skip=bool(wrong)
        )
    view.go_to_sheet(desk.book, "盘点结果")
    return tell(desk, report)


def _question(seen: Report, good: int) -> str:
    """What was found, and whether it is to be posted."""
    wrong = [found for found in seen.problems if found.is_error]
    if wrong:
        shown = [sentence(found) for found in wrong]
        words = _("Leave out what is wrong, and post the other {n} lines?").format(n=good)
    else:
        shown = [_in_words(line) for line in seen.extra["differences"]]
        words = _("Post what was counted?")
    more = len(shown) - _MOST_SHOWN
    rest = [_("… and {n} more").format(n=more)] if more > 0 else []
    said = seen.summary[:-1]  # the last one is for the command line
    return "\n".join([*said, "", *shown[:_MOST_SHOWN], *rest, "", words])


def _in_words(line: dict[str, Any]) -> str:
    """A difference as a dialog lists it."""
    words = _("{item}: {book} in the books, {counted} counted, {value} {cause}")
    said = {**line, "cause": line["likely_cause"] or line["reason"]}
    return words.format(**said).strip()
