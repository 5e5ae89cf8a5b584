"""Codes about a single cell: it cannot be read, or names something unknown."""

from jxc_xl.domain.messages.entry import Entry
from jxc_xl.i18n import N_

_DID_YOU_MEAN = N_("Did you mean {candidates}?")

ENTRIES: dict[str, Entry] = {
    "required": Entry(
        N_("{column} is blank."),
        N_("Fill in {column}."),
    ),
    "cell_error": Entry(
        N_("The cell holds the error value {text}."),
        N_("Correct the formula, or type the value itself."),
    ),
    "cell_merged": Entry(
        N_("The cell is merged with another one."),
        N_("Take the merged cells apart and fill in each row."),
    ),
    "text_too_long": Entry(
        N_("“{text}” is longer than {limit} characters."),
        N_("Shorten it."),
    ),
    "not_a_date": Entry(
        N_("“{text}” is not a date."),
        N_("Write it as 2026-01-05."),
    ),
    "date_impossible": Entry(
        N_("“{text}” is a day that does not exist."),
        N_("Check month and day."),
    ),
    "not_a_number": Entry(
        N_("“{text}” is not a number."),
        N_("Type digits only, for example 12.5."),
    ),
    "number_too_large": Entry(
        N_("{text} is too large."),
        N_("At most {limit} is possible; has another number slipped into this cell?"),
    ),
    "not_days": Entry(
        N_("“{text}” is not a number of days."),
        N_("Type a whole number, 0 or more."),
    ),
    "share_range": Entry(
        N_("The discount “{text}” is not between 0 and 1."),
        N_("Write 10% off as 0.9, 90% or 9折; leave it blank for no discount."),
    ),
    "tax_rate_unusual": Entry(
        N_("{text} is not a usual tax rate."),
        N_("Use 0, 1%, 3%, 5%, 6%, 9% or 13%."),
    ),
    "kind_unknown": Entry(
        N_("There is no type “{text}”."),
        N_("Choose one from the list: {kinds}."),
        suggestion=_DID_YOU_MEAN,
    ),
    "kind_other_sheet": Entry(
        N_("“{text}” does not belong in this sheet."),
        N_("Enter it in sheet {sheet_of_kind}."),
    ),
    "kind_by_program": Entry(
        N_("“{text}” is written by the program and cannot be entered."),
        N_("Start a stocktake or a reversal (冲销) instead, or choose another type."),
    ),
    "item_unknown": Entry(
        N_("There is no item “{text}”."),
        N_("Check the code, or add the item in sheet 商品 first."),
        suggestion=N_("Did you mean {candidates}? If it is new, add it in sheet 商品 first."),
    ),
    "item_ambiguous": Entry(
        N_("“{text}” may mean more than one item: {candidates}."),
        N_("Type the item code."),
    ),
    "item_faulty": Entry(
        N_("The item {text} has mistakes in sheet 商品."),
        N_("Correct its row there first."),
    ),
    "supplier_unknown": Entry(
        N_("There is no supplier “{text}”."),
        N_("Check the name, or add the supplier in sheet 供应商 first."),
        suggestion=N_("Did you mean {candidates}? If it is new, add it in sheet 供应商 first."),
    ),
    "supplier_ambiguous": Entry(
        N_("“{text}” may mean more than one supplier: {candidates}."),
        N_("Type the supplier's code."),
    ),
    "supplier_faulty": Entry(
        N_("The supplier {text} has mistakes in sheet 供应商."),
        N_("Correct its row there first."),
    ),
    "customer_unknown": Entry(
        N_("There is no customer “{text}”."),
        N_("Check the name, or add the customer in sheet 客户 first."),
        suggestion=N_("Did you mean {candidates}? If it is new, add it in sheet 客户 first."),
    ),
    "customer_ambiguous": Entry(
        N_("“{text}” may mean more than one customer: {candidates}."),
        N_("Type the customer's code."),
    ),
    "customer_faulty": Entry(
        N_("The customer {text} has mistakes in sheet 客户."),
        N_("Correct its row there first."),
    ),
    "warehouse_unknown": Entry(
        N_("There is no warehouse “{text}”."),
        N_("Check the name, or add the warehouse in sheet 仓库 first."),
        suggestion=_DID_YOU_MEAN,
    ),
    "warehouse_ambiguous": Entry(
        N_("“{text}” may mean more than one warehouse: {candidates}."),
        N_("Type the warehouse's code."),
    ),
    "warehouse_faulty": Entry(
        N_("The warehouse {text} has mistakes in sheet 仓库."),
        N_("Correct its row there first."),
    ),
}
