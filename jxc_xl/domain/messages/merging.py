"""Codes about masters of several workbooks, and about merging two rows that are one."""

from jxc_xl.domain.messages.entry import WARNING, Entry
from jxc_xl.i18n import N_

ENTRIES: dict[str, Entry] = {
    "master_conflict": Entry(
        N_("{column} was changed in two workbooks: {text} here, {stored} in the books."),
        N_("Type what the books say and post; if yours is right, type it again after that."),
    ),
    "master_deleted": Entry(
        N_("{text} was deleted here; nothing in the books uses it, so they have it no more."),
        N_("If that was a slip, enter it again."),
        WARNING,
    ),
    "master_used": Entry(
        N_("{text} was deleted here, but the books need it: it stands here again."),
        N_("To use it no more, choose 停用 in 状态; of two that are one, press 合并资料."),
        WARNING,
    ),
    "master_deleted_elsewhere": Entry(
        N_("{text} was deleted in another workbook, so its row is emptied."),
        N_("If it is still wanted, enter it again."),
        WARNING,
    ),
    "merge_same": Entry(
        N_("{text} is one and the same row."),
        N_("Name the one to keep first, then its duplicate."),
    ),
    "merge_stopped": Entry(
        N_("{text} is 停用 and cannot take over another one."),
        N_("Set its 状态 to 启用, or keep the other one."),
    ),
    "merge_differs": Entry(
        N_("{column} of the two is not the same: {first} and {text}."),
        N_("Quantities of the one mean nothing for the other; they cannot be merged."),
    ),
    "merge_orders": Entry(
        N_("{text} stands in orders that are still open: {others}."),
        N_("Fulfil or close them (jxc close-order) first."),
    ),
    "merge_short": Entry(
        N_("{text} has less than nothing in stock."),
        N_("Enter the missing receipt first."),
    ),
}
"""Provoked in tests/e2e/test_merge.py and tests/e2e/test_two_workbooks.py."""
