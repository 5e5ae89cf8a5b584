"""Codes about what comes back from a stocktake, and about counts that stand in the books."""

from jxc_xl.domain.messages.entry import WARNING, Entry
from jxc_xl.i18n import N_

_RECOUNT = N_("Count it once more, or type the reason into 差异原因.")
_NEW_ONE = N_("Make a new stocktake for what is to be counted now.")

ENTRIES: dict[str, Entry] = {
    "count_no_sheet": Entry(
        N_("No sheet of the file is a stocktake sheet (商品编码 and 实盘数量 stand in no row)."),
        N_("Give the file that jxc stocktake made, as .xlsx, .xls or .ods."),
    ),
    "count_no_number": Entry(
        N_("The sheet does not say its 盘点单号."),
        N_("Put the head of the sheet back as it was made."),
    ),
    "count_unknown": Entry(
        N_("{number} is not a stocktake of these books."),
        N_("Is it the sheet of another shop? Give the workbook to which it belongs."),
    ),
    "count_other_shop": Entry(
        N_("The sheet bears {number}, but was not made for it: 校验码 is {text}."),
        N_("Is it the sheet of another shop, or was the head changed? Use the one that was made."),
    ),
    "count_other_stocktake": Entry(
        N_("The sheet is of {number}, the files before are of {first}."),
        N_("Read each stocktake for itself."),
    ),
    "count_cancelled": Entry(
        N_("{number} was cancelled."),
        _NEW_ONE,
    ),
    "count_closed": Entry(
        N_("{number} counts the stock of {date}; that month is closed."),
        _NEW_ONE,
    ),
    "count_too_early": Entry(
        N_("{number} counts the stock of {date}; that day has not come yet."),
        N_("Read the sheet when it has been counted."),
    ),
    "count_done": Entry(
        N_("{number} is in the books already ({other}), and {item} was {quantity} {unit} there."),
        N_("Reverse {other} first, then read all sheets again."),
    ),
    "count_head_changed": Entry(
        N_("{column} says “{text}”, but the stocktake was made for {expected}."),
        N_("Put {expected} back, or make a new stocktake."),
    ),
    "count_column_missing": Entry(
        N_("The column {missing} is not on the sheet."),
        N_("Put the header {missing} back."),
    ),
    "count_file_twice": Entry(
        N_("{file} is the same file as {other}; it was read once."),
        N_("Nothing needs to be done."),
        WARNING,
    ),
    "count_negative": Entry(
        N_("A count cannot be negative."),
        N_("Type how much there is; 0 if nothing is left."),
    ),
    "count_formula": Entry(
        N_("The cell is a formula; its result {text} was taken."),
        N_("Check it; better type the number itself."),
        WARNING,
    ),
    "count_formula_empty": Entry(
        N_("The cell is a formula without a result."),
        N_("Type the number itself, or open the file, calculate and save it."),
    ),
    "count_code_changed": Entry(
        N_("This is the line of {listed}, but it says {item}."),
        N_("Put {listed} back; what is not on the list goes into the empty lines."),
    ),
    "count_batch_missing": Entry(
        N_("{item} is kept by batch, and 批号 is blank."),
        N_("Type the batch; count each batch in a line of its own."),
    ),
    "count_twice": Entry(
        N_(
            "{item} was counted twice: {quantity} {unit} here, {other} in row {other_row} of"
            " {place}."
        ),
        N_("Leave one of them, with all that there is; clear the other."),
    ),
    "count_reason_missing": Entry(
        N_("{item}: {difference} {unit} against {book} in the books is more than 盘点容差."),
        _RECOUNT,
    ),
    "count_later_short": Entry(
        N_(
            "{item}: {counted} {unit} cannot be all there was on {date}: since {since} {short} more"
            " would be gone than there are ({others})."
        ),
        N_("Count it once more, or post the receipt that is missing."),
    ),
    "count_no_cost": Entry(
        N_("{item}: nothing says what the {difference} {unit} too many are worth."),
        N_("Fill in 采购价 in sheet 商品."),
    ),
    "count_moved": Entry(
        N_("{item} moved on the day of the count ({others})."),
        N_("Count it once more and type 复盘数量."),
        WARNING,
    ),
    "count_since": Entry(
        N_("{item}: the books had {listed} when the sheet was made, and {book} now ({others})."),
        N_("The difference is to what the books have now; nothing needs to be done."),
        WARNING,
    ),
    "count_changed": Entry(
        N_(
            "{number} counted {counted} {unit} of {item} later: its difference is {now} now, it was"
            " {before}."
        ),
        N_("The counted quantity stands; nothing needs to be done."),
        WARNING,
    ),
}
"""The texts of the error catalogue, by what they are about."""
