"""Codes about master data and settings."""

from jxc_xl.domain.messages.entry import WARNING, Entry
from jxc_xl.i18n import N_

ENTRIES: dict[str, Entry] = {
    "code_twice": Entry(
        N_("The code {text} also stands in row {other_row} (letter case does not count)."),
        N_("Give one of the two another code."),
    ),
    "name_twice": Entry(
        N_("The name {text} also stands in row {other_row}."),
        N_("Without a code the name is the code: give one of the two a code."),
    ),
    "barcode_twice": Entry(
        N_("The barcode {text} also stands in row {other_row}."),
        N_("A barcode belongs to one item: correct one of the two."),
    ),
    "factor_missing": Entry(
        N_("副单位 is {sub_unit}, but 换算率 is blank."),
        N_("Type how many {unit} one {sub_unit} is."),
    ),
    "factor_not_positive": Entry(
        N_("换算率 must be more than 0."),
        N_("Type how many {unit} one {sub_unit} is."),
    ),
    "sub_unit_missing": Entry(
        N_("换算率 is filled in, but 副单位 is blank."),
        N_("Fill in 副单位, or clear 换算率."),
        WARNING,
    ),
    "sub_unit_same": Entry(
        N_("副单位 and 单位 are both {unit}."),
        N_("Clear 副单位 and 换算率, or correct one of the units."),
    ),
    "value_negative": Entry(
        N_("{column} cannot be negative."),
        N_("Type it without the minus."),
    ),
    "value_not_positive": Entry(
        N_("{column} must be above 0."),
        N_("Correct it, or delete the row."),
    ),
    "minimum_above_maximum": Entry(
        N_("最低库存 {minimum} is more than 最高库存 {maximum}."),
        N_("Correct one of the two."),
        WARNING,
    ),
    "lowest_above_sale_price": Entry(
        N_("最低售价 {lowest} is more than 销售价 {price}."),
        N_("Correct one of the two."),
        WARNING,
    ),
    "default_supplier_unknown": Entry(
        N_("There is no supplier “{text}”."),
        N_("Check the name, or add the supplier in sheet 供应商."),
        WARNING,
        suggestion=N_("Did you mean {candidates}? If it is new, add it in sheet 供应商 first."),
    ),
    "quote_twice": Entry(
        N_("Row {other_row} is a quote of the same supplier for the same item, quantity and time."),
        N_("Keep the one that holds and delete the other."),
    ),
    "promotion_backwards": Entry(
        N_("The promotion ends before it begins ({since})."),
        N_("Correct one of the two days."),
    ),
    "promotion_twice": Entry(
        N_("Row {other_row} has the same days for the same goods."),
        N_("Delete one of the two rows."),
    ),
    "choice_unknown": Entry(
        N_("“{text}” is not possible in {column}."),
        N_("Choose one of {choices}."),
    ),
    "setting_wrong": Entry(
        N_("“{text}” is not possible for {key}."),
        N_("Choose one of {choices}."),
    ),
    "setting_unknown_warehouse": Entry(
        N_("默认仓库 “{text}” is not in sheet 仓库."),
        N_("Type the code or the name of a warehouse."),
        suggestion=N_("Did you mean {candidates}?"),
    ),
    "setting_twice": Entry(
        N_("{key} stands twice, also in row {other_row}."),
        N_("Delete one of the two rows."),
    ),
    "portion_range": Entry(
        N_("“{text}” is no part of a whole: it must lie between 0 and 100%."),
        N_("Type it as 80% or 0.8."),
    ),
    "limits_crossed": Entry(
        N_("A类上限 {a} is above B类上限 {b}."),
        N_("A comes before B: 80% and 95% are usual."),
    ),
    "service_low": Entry(
        N_("A service level of {text} would keep nothing in reserve."),
        N_("Type it as 95% or 0.95; usual are 90% to 99%."),
    ),
    "no_warehouse": Entry(
        N_("There is no warehouse yet."),
        N_("Enter at least one in sheet 仓库."),
    ),
}
