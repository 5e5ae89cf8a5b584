"""Codes about purchase plans: what of the proposals could not be ordered, and why."""

from jxc_xl.domain.messages.entry import WARNING, Entry
from jxc_xl.i18n import N_

ENTRIES: dict[str, Entry] = {
    "plan_no_supplier": Entry(
        N_("{name}: {quantity} {unit} are needed, but nobody is known to deliver it."),
        N_("Say a 默认供应商 on the sheet 商品, or enter a quote on 供应商报价, then plan again."),
        WARNING,
    ),
    "plan_no_price": Entry(
        N_("{name}: nobody knows its price, so it cannot be held against the budget."),
        N_("Enter a quote on 供应商报价 or 采购价 on 商品, or plan without a budget."),
        WARNING,
    ),
    "plan_over_budget": Entry(
        N_("{name}: for {quantity} {unit} of what is needed the budget does not reach."),
        N_("Raise the budget, or order it by hand."),
        WARNING,
    ),
    "plan_least_too_much": Entry(
        N_(
            "{name}: {quantity} {unit} are needed, but {supplier} delivers only more than 最高库存."
        ),
        N_("Raise 最高库存, or buy it from somebody else."),
        WARNING,
    ),
    "plan_row_unclear": Entry(
        N_("{name}: a row of 采购 orders it already, but has mistakes."),
        N_("Correct or delete that row (校验 says what is wrong), then plan again."),
        WARNING,
    ),
    "budget_wrong": Entry(
        N_("“{text}” is not an amount above 0."),
        N_("Type the amount in yuan, like 5000, or leave it blank for no limit."),
    ),
}
