"""Codes about a line: quantity, unit, price, amounts, batch, return."""

from jxc_xl.domain.messages.entry import WARNING, Entry
from jxc_xl.i18n import N_

ENTRIES: dict[str, Entry] = {
    "item_stopped": Entry(
        N_("{item} is 停用: only returns and counts are possible."),
        N_("Choose another item, or set its 状态 to 启用 in sheet 商品."),
    ),
    "item_merged": Entry(
        N_("{item} was merged into {into}: only returns and counts are possible."),
        N_("Type {into}."),
    ),
    "item_incomplete": Entry(
        N_("{item} is 待完善: its row in sheet 商品 is not complete."),
        N_("Complete it and set its 状态 to 启用."),
        WARNING,
    ),
    "warehouse_stopped": Entry(
        N_("The warehouse {name} is 停用: only returns and counts are possible."),
        N_("Choose another warehouse, or set its 状态 to 启用 in sheet 仓库."),
    ),
    "quantity_zero": Entry(
        N_("The quantity is 0."),
        N_("Type the quantity, or delete the row."),
    ),
    "quantity_negative": Entry(
        N_("The quantity of a {kind} cannot be negative."),
        N_("Type it without the minus."),
    ),
    "quantity_too_small": Entry(
        N_("{quantity} {unit} is less than 0.0001 {base_unit}."),
        N_("Check quantity and unit."),
    ),
    "quantity_unit_mixed": Entry(
        N_("{text} cannot be written exactly in {unit}."),
        N_("Put {base_unit} in column 单位, with the price of one {base_unit}."),
    ),
    "unit_unknown": Entry(
        N_("{item} has no unit “{text}”."),
        N_("Use {units}, or add 副单位 and 换算率 in sheet 商品."),
    ),
    "price_negative": Entry(
        N_("The unit price is negative."),
        N_("Type it without the minus; a return is told by its type or a negative quantity."),
    ),
    "price_missing": Entry(
        N_("There is no price for {item}."),
        N_("Type 单价 (0 if it is free), or fill in {master_column} in sheet 商品."),
    ),
    "opening_price_missing": Entry(
        N_("Opening stock of {item} needs a cost."),
        N_("Type 单价 or 金额, or fill in 采购价 in sheet 商品."),
    ),
    "price_not_allowed": Entry(
        N_("A transfer has no price: the goods carry their cost along."),
        N_("Clear 单价 and 金额."),
    ),
    "price_ignored": Entry(
        N_("The price of a {kind} is not used: the ledger knows what the goods cost."),
        N_("Nothing need be done."),
        WARNING,
    ),
    "price_below_lowest": Entry(
        N_("{price} per {unit} is below 最低售价 {lowest}."),
        N_("Check price and discount; if the sale was approved, nothing need be done."),
        WARNING,
    ),
    "price_far": Entry(
        N_("{price} per {unit} is far from the usual {usual}."),
        N_("Check price and unit; if they are right, nothing need be done."),
        WARNING,
    ),
    "amount_negative": Entry(
        N_("{column} is negative."),
        N_("Type it without the minus; a return is told by its type or a negative quantity."),
    ),
    "amount_inconsistent": Entry(
        N_("{column} {text} does not fit quantity, price, discount and tax: {expected}."),
        N_("Correct one of them; up to 0.06 may be typed over as the paper says."),
    ),
    "amount_too_large": Entry(
        N_("Quantity × price is too large: {text}."),
        N_("Check quantity and price."),
    ),
    "same_warehouse": Entry(
        N_("The goods would go from {name} to {name}."),
        N_("Choose another 调入仓库."),
    ),
    "to_warehouse_not_allowed": Entry(
        N_("调入仓库 is filled in, but this is a {kind}."),
        N_("Choose the type 调拨, or clear 调入仓库."),
    ),
    "batch_required": Entry(
        N_("{item} is kept by batch: 批号 is blank."),
        N_("Type the batch number printed on the goods."),
    ),
    "batch_not_managed": Entry(
        N_("{item} is not kept by batch; 批号 {batch} stays as a note."),
        N_("To keep it by batch, set 批次管理 to 是 in sheet 商品."),
        WARNING,
    ),
    "batch_dates_differ": Entry(
        N_("Batch {batch} of {item} came in with {column} {known}, here it is {date}."),
        N_("Correct the date, or check the batch number."),
    ),
    "made_after_expires": Entry(
        N_("生产日期 {made} is after 有效期至 {expires}."),
        N_("Check the two dates."),
    ),
    "made_in_future": Entry(
        N_("生产日期 {made} is after the document's date {date}."),
        N_("Check the date on the goods."),
    ),
    "expired": Entry(
        N_("The goods expired on {expires}, before the document's date {date}."),
        N_("Refuse the goods, or check 生产日期 and 有效期至."),
    ),
    "expired_kept": Entry(
        N_("The goods expired on {expires}, before the document's date {date}."),
        N_("Keep them apart; they must not be sold."),
        WARNING,
    ),
    "link_unknown": Entry(
        N_("There is no document {number}."),
        N_("Check 关联单据, or leave it blank."),
    ),
    "link_not_posted": Entry(
        N_("{number} is not posted yet: it stands in row {other_row} of this very sheet."),
        N_("Post it first, then this row."),
    ),
    "link_not_found": Entry(
        N_("There is no document {number}."),
        N_("Check 关联单据; as a mere remark it may stay."),
        WARNING,
    ),
    "link_reversed": Entry(
        N_("{number} was reversed by {reversed_by}."),
        N_("Choose the document that holds now."),
    ),
    "link_kind": Entry(
        N_("{number} is a {kind}; a {this_kind} cannot refer to it."),
        N_("Name a {wanted} in 关联单据, or leave it blank."),
    ),
    "link_partner": Entry(
        N_("{number} is with {name}, not with this partner."),
        N_("Check 关联单据 and the partner."),
    ),
    "link_item": Entry(
        N_("{item} is not on {number}."),
        N_("Check 关联单据 and the item."),
    ),
    "link_batch": Entry(
        N_("Batch {batch} of {item} is not on {number}."),
        N_("Use one of {candidates}."),
    ),
    "link_closed": Entry(
        N_("{number} was closed by {closed_by}: nothing is open of it."),
        N_("Name another order, leave 关联单据 blank, or reverse {closed_by} to open it again."),
    ),
    "over_order": Entry(
        N_("{item}: {open} {unit} are open of {number}, this is {quantity}."),
        N_("Check the quantity; if more was agreed upon, nothing need be done."),
        WARNING,
    ),
    "price_not_ordered": Entry(
        N_("{number} says {agreed} per {unit}, here it is {price}."),
        N_("Check the price; if another one was agreed upon since, nothing need be done."),
        WARNING,
    ),
    "order_prices_differ": Entry(
        N_("The row takes from lines of {number} at different prices; it got the first one's."),
        N_("Split the row by price, as 引单 does, or type the price."),
        WARNING,
    ),
    "due_before": Entry(
        N_("{column} {due} is before the order's date {date}."),
        N_("Check the two dates."),
        WARNING,
    ),
    "order_not_named": Entry(
        N_("There is an open order of this partner for {item}: {numbers}."),
        N_("If this fulfils it, put its number in 关联单据; otherwise nothing need be done."),
        WARNING,
    ),
    "link_later": Entry(
        N_("{number} is of {date}, after this document."),
        N_("Check the date and 关联单据."),
    ),
    "return_too_large": Entry(
        N_("{number} had {delivered} {unit}; {open} can still be returned, not {quantity}."),
        N_("Correct the quantity, or name another document."),
    ),
}
