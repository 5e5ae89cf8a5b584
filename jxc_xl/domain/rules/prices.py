"""Rules on the unit price: what a blank one means, and what looks like a slip."""

from collections.abc import Callable
from datetime import date

from jxc_xl.domain.documents import Line
from jxc_xl.domain.facts import LastPrice, PostedLine
from jxc_xl.domain.numbers import FEN, PRICE, QUANTITY, RATE, divide, plain
from jxc_xl.domain.rules.bench import Bench
from jxc_xl.domain.rules.policy import Pricing
from jxc_xl.domain.rules.quantities import item_label, judge_price_alone
from jxc_xl.i18n import N_
from jxc_xl.i18n import gettext as _

PROVISIONAL = N_("provisional until the invoice comes")
"""What a receipt's row says while its price is 暂估."""

_NO_DATE = date.min
_SALE = Pricing.SALE
_FAR = 10
"""How many times the usual price looks like a slip of the unit or the decimal point."""


def judge_price(bench: Bench, line: Line, original: PostedLine | None) -> bool:
    """Give the line its price and share; whether the amounts follow from them.

    ``original`` is the order's or the returned document's line.  ``False`` means that the
    price follows from a typed amount instead.
    """
    rows, row = bench.rows, line.row
    if not bench.policy.money:
        _judge_needless(bench, row, bench.policy.pricing)
        return True
    share = rows.share[row]
    if isinstance(share, int):
        line.share_e6 = share
    price = rows.price[row]
    if isinstance(price, int):
        if price >= 0 or judge_price_alone(bench, row):
            line.price_e6 = price
            _judge_level(bench, line)
            if original is not None and price and bench.policy.fulfils:
                _compare_with_order(bench, line, original)
        return True
    if rows.amount[row] or rows.total[row]:
        return False
    _fill(bench, line, original)
    return True


def _compare_with_order(bench: Bench, line: Line, order: PostedLine) -> None:
    """Warn of a price that is not the one agreed upon, discounts taken off."""
    listed = _per_row_unit(line, order.price_e6, order.factor_e6)
    agreed = divide(listed * order.share_e6, RATE)
    paid = divide(line.price_e6 * line.share_e6, RATE)
    if agreed != paid:
        shown = {"price": plain(paid, PRICE), "agreed": plain(agreed, PRICE)}
        bench.say(line.row, "price", "price_not_ordered", number=line.link, unit=line.unit, **shown)


def price_from_amount(line: Line, gross_fen: int) -> None:
    """The price that a typed amount comes to, for the record: the amount itself holds."""
    if gross_fen > 0:
        numerator = gross_fen * (PRICE // FEN) * QUANTITY * RATE
        line.price_e6 = divide(numerator, line.quantity_e4 * line.share_e6)
    text = _("price {price} from the amount").format(price=plain(line.price_e6, PRICE))
    line.filled.append(text)


def _judge_needless(bench: Bench, row: int, pricing: Pricing) -> None:
    """A price where the goods bring their own cost along."""
    rows = bench.rows
    field = "price" if rows.price[row] else "amount" if rows.amount[row] else ""
    if field and pricing is Pricing.FORBIDDEN:
        bench.say(row, field, "price_not_allowed")
    elif field:
        bench.say(row, field, "price_ignored", kind=bench.kind.label)


def _fill(bench: Bench, line: Line, original: PostedLine | None) -> None:
    """A blank price: the original's, the last, or the item's own."""
    if original is not None:
        line.price_e6 = _per_row_unit(line, original.price_e6, original.factor_e6)
        if bench.rows.share[line.row] is None:
            line.share_e6 = original.share_e6
        words = _("price {price} as on {number}")
        _say_filled(line, words, number=bench.rows.link[line.row])
    elif (found := _FILLERS[bench.policy.pricing](bench, line)) is not None:
        price, words = found
        line.price_e6 = price.price_e6
        _say_filled(line, words, date=price.date)
        _judge_level(bench, line)
    elif (line.row, "price") not in bench.unread:
        _complain_missing(bench, line)
        return
    line.provisional = bench.kind.key == "receipt"
    if line.provisional:
        line.filled.append(_(PROVISIONAL))


def _say_filled(line: Line, words: str, **params: object) -> None:
    line.filled.append(words.format(price=plain(line.price_e6, PRICE), **params))


def _complain_missing(bench: Bench, line: Line) -> None:
    item = item_label(line.item)
    if bench.policy.pricing is Pricing.OPENING:
        bench.say(line.row, "price", "opening_price_missing", item=item)
    else:
        column = "销售价" if bench.policy.pricing is Pricing.SALE else "采购价"
        bench.say(line.row, "price", "price_missing", item=item, master_column=column)


_Found = tuple[LastPrice, str] | None


def _last_sale(bench: Bench, line: Line) -> _Found:
    last = None
    if bench.partner is not None:
        key = (bench.partner.code, line.item.code)
        last = bench.facts.last_sale_price(*key)
        here = bench.click.sale_prices.get(key)
        since = last.date if last is not None else _NO_DATE
        if here is not None and since <= here[0].date <= bench.day:
            last, line.leans_on = here
    if last is not None:
        return _converted(line, last), _("price {price} as last sold ({date})")
    return _listed(line, line.item.sale_price_e6, _("price {price} from 销售价"))


def _last_purchase(bench: Bench, line: Line) -> _Found:
    if (last := last_purchase(bench, line.item.code)) is not None:
        return _converted(line, last), _("price {price} as last bought ({date})")
    return _purchase_price(bench, line)


def _purchase_price(_bench: Bench, line: Line) -> _Found:
    return _listed(line, line.item.purchase_price_e6, _("price {price} from 采购价"))


_FILLERS: dict[Pricing, Callable[[Bench, Line], _Found]] = {
    Pricing.SALE: _last_sale,
    Pricing.PURCHASE: _last_purchase,
    Pricing.FOUND: _last_purchase,
    Pricing.OPENING: _purchase_price,
}


def last_purchase(bench: Bench, item_code: str) -> LastPrice | None:
    """What an item was last bought at, asked once a click."""
    known = bench.click.purchase_prices
    if item_code not in known:
        known[item_code] = bench.facts.last_purchase_price(item_code)
    return known[item_code]


def _per_row_unit(line: Line, price_e6: int, factor_e6: int) -> int:
    """A price per a unit of ``factor_e6``, in the row's unit."""
    if factor_e6 == line.factor_e6:
        return price_e6
    return divide(price_e6 * line.factor_e6, factor_e6)


def _converted(line: Line, last: LastPrice) -> LastPrice:
    price = _per_row_unit(line, last.price_e6, last.factor_e6)
    return last._replace(price_e6=price)


def _listed(line: Line, price_e6: int | None, words: str) -> _Found:
    """A price of the item's master row, which is per its own unit."""
    if price_e6 is None:
        return None
    price = _per_row_unit(line, price_e6, RATE)
    return LastPrice(price, line.unit, line.factor_e6, _NO_DATE), words


def _judge_level(bench: Bench, line: Line) -> None:
    """Warn of a price below the lowest, or far from what is usual."""
    item, price = line.item, line.price_e6
    if price == 0:
        return  # a gift
    selling = bench.policy.pricing is _SALE
    lowest = item.lowest_price_e6
    if selling and lowest is not None and not bench.policy.returns:
        paid = price if line.share_e6 == RATE else divide(price * line.share_e6, RATE)
        limit = _per_row_unit(line, lowest, RATE)
        if paid < limit:
            shown = {"price": plain(paid, PRICE), "lowest": plain(limit, PRICE)}
            bench.say(line.row, "price", "price_below_lowest", unit=line.unit, **shown)
    usual = item.sale_price_e6 if selling else _usual_purchase(bench, line)
    if usual:
        usual = _per_row_unit(line, usual, RATE)
        if price >= usual * _FAR or price * _FAR <= usual:
            shown = {"price": plain(price, PRICE), "usual": plain(usual, PRICE)}
            bench.say(line.row, "price", "price_far", unit=line.unit, **shown)


def _usual_purchase(bench: Bench, line: Line) -> int | None:
    """The item's 采购价, else its last purchase, per the item's own unit."""
    if line.item.purchase_price_e6 is not None:
        return line.item.purchase_price_e6
    last = last_purchase(bench, line.item.code)
    return None if last is None else divide(last.price_e6 * RATE, last.factor_e6)
