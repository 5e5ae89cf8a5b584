"""Rules on orders: what a receipt or delivery fulfils, and which order it forgot to name."""

from datetime import date
from fractions import Fraction

from jxc_xl.domain.documents import Line
from jxc_xl.domain.facts import PostedDocument, PostedLine
from jxc_xl.domain.numbers import QUANTITY, plain
from jxc_xl.domain.rules.bench import Bench
from jxc_xl.domain.rules.quantities import item_label

_MOST_NAMED = 3


def fulfil(bench: Bench, line: Line, order: PostedDocument, own: list[PostedLine]) -> PostedLine:
    """Let the line take what is open of the order's lines of its item; the line its price is of.

    That which is due first is fulfilled first, after what other documents of this click take.
    More than was ordered is only warned of.
    """
    own.sort(key=lambda found: (found.due or date.max, found.id))
    key = (order.number, line.item.code)
    claimed = bench.click.fulfilled.get(key, 0) + bench.fulfilled.get(key, 0)
    bench.fulfilled[key] = bench.fulfilled.get(key, 0) + line.base_e4
    taken: list[tuple[str, int]] = []
    original = None
    prices: set[Fraction] = set()
    still = line.base_e4
    for found in own:
        free = max(0, found.open_e4 - claimed)
        claimed -= found.open_e4 - free
        part = min(still, free)
        if part:
            taken.append((found.warehouse_code, part))
            original = original or found
            prices.add(Fraction(found.price_e6 * found.share_e6, found.factor_e6))
            still -= part
    rows, row = bench.rows, line.row
    if len(prices) > 1 and not (rows.price[row] or rows.amount[row] or rows.total[row]):
        bench.say(row, "price", "order_prices_differ", number=order.number)
    line.fulfils = tuple(taken)
    if still:
        _warn_of_too_much(bench, line, order.number, line.base_e4 - still)
    return original or own[-1]


def _warn_of_too_much(bench: Bench, line: Line, number: str, open_e4: int) -> None:
    bench.say(
        line.row,
        "quantity",
        "over_order",
        number=number,
        item=item_label(line.item),
        open=plain(open_e4, QUANTITY),
        quantity=plain(line.base_e4, QUANTITY),
        unit=line.item.unit,
    )


def judge_due(bench: Bench, line: Line) -> None:
    """Warn of goods that are expected before they were ordered."""
    due = line.details.get("due", "")
    if due and date.fromisoformat(due) < bench.day:
        bench.say(line.row, "due", "due_before", due=due, date=bench.day)


def judge_unlinked(bench: Bench, line: Line) -> None:
    """Warn when the partner has an open order of the item and the line names none.

    Not of the default customer: whoever comes in is not the one who ordered.  What other rows of
    this click take is not open any more.
    """
    partner = bench.partner
    if partner is None or partner is bench.directory.default_customer:
        return
    lines = bench.orders.get((bench.policy.fulfils, partner.code, line.item.code), ())
    still_open: dict[str, int] = {}
    for found in lines:
        if found.date <= bench.day:
            still_open[found.number] = still_open.get(found.number, 0) + found.open_e4
    claimed, code = bench.click.fulfilled, line.item.code
    numbers = [n for n, open_e4 in still_open.items() if open_e4 > claimed.get((n, code), 0)]
    if numbers:
        bench.say(
            line.row,
            "link",
            "order_not_named",
            item=item_label(line.item),
            numbers="、".join(numbers[:_MOST_NAMED]),
        )
