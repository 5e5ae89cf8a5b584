"""Codes about stock and about rows that are, or are not, lines of the ledger."""

from jxc_xl.domain.messages.entry import WARNING, Entry
from jxc_xl.i18n import N_

_SHORT = N_(
    "{name}: {short} {unit} short in {warehouse} since {since}"
    " (wanted {wanted}, available {available})."
)

ENTRIES: dict[str, Entry] = {
    "shortage": Entry(
        _SHORT,
        N_("Post the receipt first, or lower the quantity."),
        suggestion=N_("Other warehouses have {candidates}: transfer it, or issue from there."),
    ),
    "shortage_coming": Entry(
        _SHORT,
        N_("On order: {coming}. Wait for it, or lower the quantity."),
        suggestion=N_("Other warehouses have {candidates}; on order: {coming}."),
    ),
    "shortage_expired": Entry(
        N_(
            "{name}: {short} {unit} short in {warehouse}; what is there has expired"
            " (batch {batches})."
        ),
        N_("Expired goods are not sold: take them out with 其它出库."),
    ),
    "shortage_allowed": Entry(
        _SHORT,
        N_("Posted at the last known cost; the next receipt settles it."),
        WARNING,
    ),
    "price_of_refused": Entry(
        N_("The price was taken from row {other_row}, which could not be posted."),
        N_("Put that row right, or type the price here."),
    ),
    "repeated_row": Entry(
        N_("This row is an identical copy of the posted row {other_row}; it is not posted again."),
        N_("Delete it, or change it into a new row."),
        WARNING,
    ),
    "unit_settled": Entry(
        N_("The item's stock is kept in {unit}; its unit cannot change any more."),
        N_("Put {unit} back; for another unit use 副单位 with 换算率, or a new code."),
    ),
    "batch_managed_settled": Entry(
        N_("The item has stock with 批次管理 {before}; that cannot change any more."),
        N_("Put {before} back, or use a new code for goods from now on."),
    ),
    "row_apart": Entry(
        N_("This row stands apart below the table, so it was not looked at."),
        N_("Move it up, directly under the last row of the table."),
    ),
    "column_missing": Entry(
        N_("The column {missing} is not in the table, so nothing of this sheet was posted."),
        N_("Put the header {missing} back, or insert the column again."),
    ),
    "table_missing": Entry(
        N_("The table {missing} is not in the workbook."),
        N_("Use the sheet as it was made; jxc new makes a fresh workbook."),
    ),
    "sheet_not_filled": Entry(
        N_("The sheet {missing} was not brought up to date: {why}"),
        N_("The documents are posted all the same; jxc stock shows what is on hand."),
        WARNING,
    ),
    "document_missing": Entry(
        N_("There is no document {number} in the ledger."),
        N_("Check the number."),
    ),
    "reversed_already": Entry(
        N_("{number} is already reversed by {other}."),
        N_("Nothing needs to be done."),
    ),
    "reversal_of_reversal": Entry(
        N_("{number} is itself a reversal."),
        N_("Enter the document again instead."),
    ),
    "reversal_returns": Entry(
        N_("{number} cannot be reversed: {others} return goods of it or change their cost."),
        N_("Reverse those first."),
    ),
    "reversal_value": Entry(
        N_("{number} cannot be reversed: without it {others} would make a cost negative."),
        N_("Reverse those first."),
    ),
    "amend_value": Entry(
        N_("{number} cannot be corrected like this: {others} would make a cost negative."),
        N_("Correct or reverse those first."),
    ),
    "amend_no_rows": Entry(
        N_("No row of this workbook belongs to {number}."),
        N_("Correct it in the workbook it was posted from, or reverse it and enter it again."),
    ),
    "amend_same": Entry(
        N_("The rows of {number} say what the books say; nothing was corrected."),
        N_("Change the wrong cells first, then correct."),
        WARNING,
    ),
    "amend_line_gone": Entry(
        N_("{number} had a row with {item} that is no longer there: it was left out."),
        N_("If it was deleted by mistake, add a row with the number and correct once more."),
        WARNING,
    ),
    "amend_short": Entry(
        N_(
            "{number} cannot be corrected like this: {item} in {warehouse} would be {short} below"
            " zero since {since}, because of {others}."
        ),
        N_("Correct or reverse those first, or post the receipt that is missing."),
    ),
    "reversal_short": Entry(
        N_(
            "{number} cannot be reversed: {item} in {warehouse} would be {short} below"
            " zero since {since}, because of {others}."
        ),
        N_("Reverse those first, or post the receipt that is missing."),
    ),
}
