"""Codes about orders: what stock does not reach for, what is reserved, what cannot be undone."""

from jxc_xl.domain.messages.entry import WARNING, Entry
from jxc_xl.i18n import N_

ENTRIES: dict[str, Entry] = {
    "order_short": Entry(
        N_(
            "{name}: {short} {unit} of this order are missing in {warehouse}"
            " (ordered {wanted}, free {free})."
        ),
        N_("Nothing is on order: tell whoever buys, and the customer when it may come."),
        WARNING,
        suggestion=N_("On order: {candidates}. Tell the customer when it may come."),
    ),
    "reserved": Entry(
        N_(
            "{name}: of the {wanted} {unit} only {free} are free in {warehouse}; the rest is"
            " reserved for {holders}."
        ),
        N_("Lower the quantity, or set 占用控制 to 提醒 in sheet 设置."),
        suggestion=N_("Lower the quantity, or wait for what is on order: {candidates}."),
    ),
    "reserved_allowed": Entry(
        N_(
            "{name}: of the {wanted} {unit} only {free} were free in {warehouse}; the rest is"
            " reserved for {holders}."
        ),
        N_("Nothing is on order: tell whoever buys, or those customers."),
        WARNING,
        suggestion=N_("On order: {candidates}. Will it come in time for those customers?"),
    ),
    "reversal_fulfilled": Entry(
        N_("{number} cannot be reversed: {others} fulfil or close it."),
        N_("Reverse those first, or close the order (关闭订单) to end what is open of it."),
    ),
    "not_an_order": Entry(
        N_("{number} is a {kind}, not an order."),
        N_("Select or name a 采购订单 or a 销售订单."),
    ),
    "order_reversed": Entry(
        N_("{number} was reversed by {other}."),
        N_("Nothing needs to be done."),
    ),
    "order_closed_already": Entry(
        N_("{number} is already closed by {other}."),
        N_("Reverse {other} to open the order again."),
    ),
    "order_done": Entry(
        N_("{number} is fulfilled: nothing is open of it."),
        N_("Nothing needs to be done."),
    ),
    "order_drafted": Entry(
        N_("This row names {number} already and is not posted yet."),
        N_("Post or delete the rows that name it, then fetch the order again."),
    ),
}
