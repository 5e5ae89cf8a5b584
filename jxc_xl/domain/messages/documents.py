"""Codes about a whole document: its head, its number, how its rows belong together."""

from jxc_xl.domain.messages.entry import WARNING, Entry
from jxc_xl.i18n import N_

ENTRIES: dict[str, Entry] = {
    "no_header": Entry(
        N_("This row has no date, number, type or partner, and no document stands above it."),
        N_("Fill in {column}, or move the row directly under its document."),
    ),
    "continues_posted": Entry(
        N_("This row continues the document above, which is already posted."),
        N_("Fill in {column} to make it a document of its own, or amend the posted one."),
    ),
    "date_future": Entry(
        N_("The date {date} is in the future."),
        N_("Check the year and the month; today is {today}."),
    ),
    "date_too_old": Entry(
        N_("The date {date} is too long ago."),
        N_("Check the year."),
    ),
    "date_closed": Entry(
        N_("The date {date} is in a closed month."),
        N_("Use {first_open} or later, or reopen the month."),
    ),
    "partner_stopped": Entry(
        N_("{name} is 停用: only returns are possible."),
        N_("Choose another one, or set its 状态 to 启用."),
    ),
    "partner_incomplete": Entry(
        N_("{name} is 待完善: the row in its sheet is not complete."),
        N_("Complete it and set its 状态 to 启用."),
        WARNING,
    ),
    "partner_not_allowed": Entry(
        N_("{kind} has no partner."),
        N_("Clear this cell, or check the type."),
    ),
    "number_used": Entry(
        N_("The number {number} is already used by a {kind} of {date}."),
        N_("Type another number, or leave it blank to get one."),
    ),
    "number_used_twice": Entry(
        N_("The number {number} also stands in sheet {other_sheet}, row {other_row}."),
        N_("Give one of the two another number, or leave it blank to get one."),
    ),
    "number_date_differs": Entry(
        N_("The rows of {number} differ in date: {date} here, {first} in row {other_row}."),
        N_("Make the dates the same, or give this row another number."),
    ),
    "number_partner_differs": Entry(
        N_("The rows of {number} differ in partner: {name} here, {first} in row {other_row}."),
        N_("Make the partners the same, or give this row another number."),
    ),
    "number_kind_differs": Entry(
        N_("The rows of {number} differ in type: {kind} here, {first} in row {other_row}."),
        N_("Make the types the same, or give this row another number."),
    ),
    "number_draft": Entry(
        N_("The number {number} also stands in row {other_row}, which is still 草稿."),
        N_("Clear 草稿 in all rows of the document, or give this row another number."),
    ),
    "number_prefix": Entry(
        N_("The number {number} looks like a {prefix_kind}, but this is a {kind}."),
        N_("Check the type; if it is right, nothing need be done."),
        WARNING,
    ),
    "counterpart_number_used": Entry(
        N_("{name}'s number {text} is already entered, in {number}."),
        N_("If it is another delivery, correct 对方单号; if not, delete these rows."),
    ),
    "counterpart_number_twice": Entry(
        N_("{name}'s number {text} also stands in row {other_row}."),
        N_("If it is another delivery, correct 对方单号; if not, delete one of the two."),
    ),
    "counterpart_number_differs": Entry(
        N_(
            "One document has two numbers of the supplier: {text} here, {first} in row {other_row}."
        ),
        N_("Leave an empty row between two deliveries, or number them differently."),
    ),
    "possible_double": Entry(
        N_("{number} of the same day has the same partner, items and amounts."),
        N_("Was it entered twice? If so, reverse one of the two."),
        WARNING,
    ),
    "possible_double_here": Entry(
        N_("Row {other_row} is a document of the same day, partner, items and amounts."),
        N_("Was it entered twice? If so, reverse one of the two."),
        WARNING,
    ),
}
