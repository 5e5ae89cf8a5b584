"""Codes about values without quantity: 采购费用 and 成本调整."""

from jxc_xl.domain.messages.entry import WARNING, Entry
from jxc_xl.i18n import N_

ENTRIES: dict[str, Entry] = {
    "value_missing": Entry(
        N_("A {kind} needs an amount in {column}."),
        N_("Type by how much yuan the cost changes; less than 0 lowers it."),
    ),
    "value_quantity": Entry(
        N_("A {kind} changes the cost, not the quantity."),
        N_("Clear 数量 and 单价, and type 金额."),
    ),
    "value_partner": Entry(
        N_("{number} is with {name}, not with this partner."),
        N_("If the bill is the carrier's, nothing need be done; if not, check 关联单据."),
        WARNING,
    ),
    "value_item": Entry(
        N_("{item} is not on {number}."),
        N_("Leave 商品编码 blank to share the charge over the whole receipt."),
    ),
    "value_warehouse": Entry(
        N_("Nothing of {number} came into {name}."),
        N_("Leave 仓库 blank to mean the whole receipt."),
    ),
    "value_returned": Entry(
        N_("All of {number} went back, so there are no goods to bear the cost."),
        N_("Check 关联单据; what nobody bears is an expense, not a cost of goods."),
    ),
    "value_too_low": Entry(
        N_("{item} of {where} cost {worth}; {value} would make it cost less than nothing."),
        N_("Correct the amount, or check 关联单据."),
    ),
    "value_no_stock": Entry(
        N_("There was no {item} in {name} on {date} whose cost could be adjusted."),
        N_("Name the receipt in 关联单据, or check warehouse and date."),
    ),
}
