"""Codes of 核对与盘点: where the workbook and the books differ."""

from jxc_xl.domain.messages.entry import WARNING, Entry
from jxc_xl.i18n import N_

_ORIGINAL = N_("Put the posted value back (恢复原值), or amend the document if the paper says so.")

ENTRIES: dict[str, Entry] = {
    "row_changed": Entry(
        N_("Changed after posting: {column} was posted as “{posted}”."),
        _ORIGINAL,
    ),
    "row_changed_reversed": Entry(
        N_("Changed after posting: {column} was posted as “{posted}”; {other} has reversed it."),
        N_("Put the posted value back (恢复原值); what is new goes into a row of its own."),
    ),
    "row_deleted": Entry(
        N_("A row of {number} is gone: {item}, {quantity} {unit}. In the books it still stands."),
        N_("Put the row back (恢复原值); reverse the document if it is wrong."),
    ),
    "row_unposted": Entry(
        N_("This row is not in the books."),
        N_("Post it; where it says 有误, 提示 tells what to put right first."),
    ),
    "row_unmarked": Entry(
        N_("This row is in the books as {number}, but its marks were lost."),
        N_("Put its marks back (恢复原值); nothing is posted twice."),
    ),
    "row_of_another_workbook": Entry(
        N_("This row was posted from another workbook: {workbook}."),
        N_("Delete the row here; it belongs there."),
    ),
    "formula_lost": Entry(
        N_("The formula of {column} is gone, from this row to row {last}."),
        N_("Put it back (恢复原值); posting puts it back as well."),
    ),
    "costing_elsewhere": Entry(
        N_(
            "The books value stock by {method} since {user} said so in {workbook} on {date};"
            " here 计价方法 still says {text}."
        ),
        N_("Choose {method} here, too. To change it back, post with {method} once before."),
        WARNING,
    ),
    "month_broken": Entry(
        N_("{item} in {warehouse}: the figures of {month} do not add up to the next ones."),
        N_("Do not post. Keep this file and put the last good backup in its place."),
    ),
    "stock_broken": Entry(
        N_("{item} in {warehouse}: the months do not add up to the stock of today."),
        N_("Do not post. Keep this file and put the last good backup in its place."),
    ),
    "restore_asks": Entry(
        N_("Documents that {file} in the place of {ledger} takes out of the books: {n}."),
        N_("Say --yes if you want that. The present ledger is kept, nothing was changed yet."),
    ),
    "restore_not_shown": Entry(
        N_("The ledger is put back, but the workbook could not be marked ({why})."),
        N_("Post, then the rows get their marks."),
        WARNING,
    ),
    "close_nothing": Entry(
        N_("{month} cannot be closed: nothing has been posted yet."),
        N_("Post the documents of the month first."),
    ),
    "close_done": Entry(
        N_("{month} cannot be closed: it is closed, or before everything that was posted."),
        N_("The next month to be closed is {next}."),
    ),
    "close_out_of_sequence": Entry(
        N_("{month} cannot be closed: {next} comes first."),
        N_("Close month by month."),
    ),
    "close_not_over": Entry(
        N_("{month} cannot be closed: it is not over."),
        N_("Close it on {date} or later."),
    ),
    "close_negative": Entry(
        N_("{item} in {warehouse} ends the month with {quantity}."),
        N_("Post the receipt that is missing, or count and put the stock right."),
    ),
    "close_stocktake": Entry(
        N_("The stocktake {number} of {date} is still open."),
        N_("Count it (盘点), or cancel it: jxc stocktake BOOK --cancel {number}"),
    ),
    "close_unposted": Entry(
        N_("This row of {date} is not in the books; {month} is to be closed."),
        N_("Post it, delete it, or give it a later date."),
    ),
    "close_draft": Entry(
        N_("This row of {date} is still 草稿; after {month} is closed its date is too early."),
        N_("Post it before, delete it, or give it a later date."),
        WARNING,
    ),
    "close_provisional": Entry(
        N_("{number} of {partner}: {item} is at an estimated price (暂估), {amount}."),
        N_("When the invoice comes, enter 成本调整 for it in an open month."),
        WARNING,
    ),
    "reversal_closed": Entry(
        N_("{number} of {date} is in a closed month and stays as it is."),
        N_("Reverse it (冲销) and enter it again: both are dated in the open month."),
    ),
    "reopen_not_closed": Entry(
        N_("{month} is not closed."),
        N_("Nothing needs to be done."),
    ),
    "reopen_not_last": Entry(
        N_("{month} cannot be reopened: {last} is closed after it."),
        N_("Reopen {last} first."),
    ),
    "differences_not_shown": Entry(
        N_("The sheet {missing} was not brought up to date: {why}"),
        N_("The differences are told here; a fresh workbook has the sheet."),
        WARNING,
    ),
}
