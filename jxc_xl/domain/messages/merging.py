"""Codes about masters of several workbooks, and about merging two rows that are one."""

from jxc_xl.domain.messages.entry import Entry
from jxc_xl.i18n import N_

ENTRIES: dict[str, Entry] = {
    "master_conflict": Entry(
        N_("{column} was changed in two workbooks: {text} here, {stored} in the books."),
        N_("Type what the books say and post; if yours is right, type it again after that."),
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
