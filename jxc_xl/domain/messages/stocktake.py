"""Codes of 盘点表: why a stocktake cannot begin, and what is to be known when it does."""

from jxc_xl.domain.messages.entry import WARNING, Entry
from jxc_xl.i18n import N_

ENTRIES: dict[str, Entry] = {
    "stocktake_closed": Entry(
        N_("{date} is in a closed month: what is counted could not be posted."),
        N_("Count in the open month, or reopen {month} (反结账)."),
    ),
    "stocktake_open": Entry(
        N_("{warehouse} is being counted for {date} already: {number} is still open."),
        N_("Count it (盘点), or cancel it: jxc stocktake BOOK --cancel {number}"),
    ),
    "stocktake_unclassed": Entry(
        N_("No item has an ABC class yet."),
        N_("Recompute first (重算): jxc recompute BOOK"),
    ),
    "stocktake_nothing": Entry(
        N_("{warehouse} has nothing to count on {date}."),
        N_("Post first, or ask for another class, category or day; --all lists sold-out goods."),
    ),
    "stocktake_negative": Entry(
        N_("{item} in {warehouse} has {quantity} in the books, less than nothing."),
        N_("Post the receipt that is missing before you count, or let the count put it right."),
        WARNING,
    ),
    "stocktake_undrawn": Entry(
        N_("Items without a picture of their barcode: {items}."),
        N_("Only letters, digits and signs without accents can be drawn; give them a 条码."),
        WARNING,
    ),
    "stocktake_done": Entry(
        N_("{number} is counted already and cannot be cancelled."),
        N_("Reverse the count (冲销) if it is wrong."),
    ),
    "stocktake_gone": Entry(
        N_("{number} is cancelled already."),
        N_("Nothing needs to be done."),
    ),
}
