"""补货建议: what to buy, how much of it, how soon, and in one sentence why."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from jxc_xl.domain.cells import Raw
from jxc_xl.domain.masters import Item, Status
from jxc_xl.domain.numbers import FEN, PRICE, QUANTITY, RATE, amount_fen, divide, plain
from jxc_xl.domain.parsing import fold
from jxc_xl.domain.quotes import Quote
from jxc_xl.i18n import gettext as _
from jxc_xl.i18n import ngettext
from jxc_xl.ledger.deliveries import measured_lead_days
from jxc_xl.planning.abc import Abc
from jxc_xl.planning.demand import Period, daily_rate
from jxc_xl.planning.eoq import NO_LOT, Lot, PriceBreak, economic_lot, price_at
from jxc_xl.planning.forecast import forecast
from jxc_xl.planning.reorder import LeadTime, Need, Proposal, Urgency, lead_time, propose, word
from jxc_xl.services.recompute.inputs import Inputs, Position, Rows, stated_e4
from jxc_xl.services.recompute.sales import Sales
from jxc_xl.services.recompute.seasons import season_of

ASSUMED_DAYS = 7
"""The lead time of an item of which nobody knows one."""

_AHEAD = 4
"""Weeks over which the forecast is averaged."""

_YEAR = 365


@dataclass(frozen=True, slots=True)
class Demand:
    """A day's demand of one item × 10⁴, over how many days it was seen, by which method."""

    daily_e4: float
    spread_e4: float
    days: int
    yearly_e4: float
    method: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """From whom an item is bought, at what prices, in what packs and how soon."""

    supplier: str
    breaks: Sequence[PriceBreak]
    lead: LeadTime
    assumed: bool
    minimum_order_e4: int
    pack_e4: int


@dataclass(frozen=True, slots=True)
class Case:
    """One item with all that its proposal follows from, and the proposal."""

    item: Item
    abc: Abc
    demand: Demand
    source: Source
    position: Position
    lot: Lot
    need: Need
    found: Proposal

    @property
    def price_e6(self) -> int:
        """What a unit costs in an order of the proposed size; 0 if nobody knows."""
        return price_at(self.source.breaks, self.found.quantity_e4)

    @property
    def value_fen(self) -> int:
        """What the order costs."""
        return amount_fen(self.found.quantity_e4, self.price_e6)


def reorder_rows(inputs: Inputs, sales: Sales, classes: Mapping[str, Abc]) -> Rows:
    """The rows of the sheet 补货建议 by field, what is most urgent first.

    Items that are 停用 are not bought; one without demand, limit and debt needs no row.
    """
    cases = [case for case in _cases(inputs, sales, classes) if _matters(case)]
    return [_cells(case, inputs) for case in sorted(cases, key=_place)]


def _matters(case: Case) -> bool:
    found = case.found
    return found.reorder_point_e4 > 0 or found.position_e4 < 0 or case.demand.daily_e4 > 0


def _place(case: Case) -> tuple[int, str, int, str]:
    return -case.found.urgency, case.abc.value, -case.value_fen, case.item.code


def _cases(inputs: Inputs, sales: Sales, classes: Mapping[str, Abc]) -> Iterator[Case]:
    lead_days = measured_lead_days(inputs.connection, inputs.today)
    quotes = _by_item(quote for quote in inputs.quotes if quote.holds(inputs.today))
    prices = _bought_prices(sales)
    parameters = inputs.parameters
    for place, demand in enumerate(_demands(inputs, sales)):
        item = sales.items[place]
        if item.status is Status.STOPPED:
            continue
        source = _source(item, quotes.get(item.code, ()), lead_days, prices[place])
        abc = classes.get(item.code, Abc.C)
        lot = economic_lot(
            round(demand.yearly_e4),
            parameters.ordering_cost_fen,
            parameters.holding_rate_e6,
            source.breaks,
        )
        position = inputs.positions.get(fold(item.code), Position())
        need = _need(item, demand, source, position, lot, parameters.service_e6[abc.value])
        yield Case(item, abc, demand, source, position, lot, need, propose(need))


def _need(
    item: Item, demand: Demand, source: Source, position: Position, lot: Lot, service_e6: int
) -> Need:
    return Need(
        daily_e4=demand.daily_e4,
        daily_spread_e4=demand.spread_e4,
        lead=source.lead,
        service_e6=service_e6,
        on_hand_e4=position.on_hand_e4,
        reserved_e4=position.reserved_e4,
        on_order_e4=position.on_order_e4,
        economic_e4=lot.quantity_e4,
        minimum_order_e4=source.minimum_order_e4,
        pack_e4=source.pack_e4,
        minimum_stock_e4=item.minimum_e4 or 0,
        maximum_stock_e4=item.maximum_e4,
    )


# Demand


def _demands(inputs: Inputs, sales: Sales) -> Iterator[Demand]:
    """The demand of each item: by its season, else forecast where there is history to choose by.

    Else the mean of the days on which there was stock and no promotion; that of a season's year.
    """
    rate = daily_rate(sales.demand, sales.observed)
    values, known = sales.periods(Period.WEEK)
    found = forecast(values, Period.WEEK.in_a_year, _AHEAD, known)
    labels = ["", *(method.label() for method in found.methods)]
    chosen = np.where(found.judged & (rate.mean > 0), found.chosen + 1, 0)
    weekly = np.maximum(found.ahead.mean(axis=1) / 7, 0.0)
    daily = np.where(chosen > 0, weekly, np.maximum(rate.mean, 0.0))
    yearly = daily * _YEAR
    season = season_of(inputs, sales)
    if season is not None:
        chosen = np.where(season.seen, len(labels), chosen)
        labels.append(season.method)
        daily = np.where(season.seen, season.daily_e4, daily)
        yearly = np.where(season.seen, rate.mean * _YEAR, yearly)
    for expected, spread, days, in_a_year, method in zip(
        daily.tolist(),
        rate.spread.tolist(),
        rate.days.tolist(),
        yearly.tolist(),
        chosen.tolist(),
        strict=True,
    ):
        yield Demand(expected, spread, days, in_a_year, labels[method])


# Where from


def _by_item(quotes: Iterable[Quote]) -> dict[str, list[Quote]]:
    found: dict[str, list[Quote]] = {}
    for quote in quotes:
        found.setdefault(quote.item, []).append(quote)
    return found


def _bought_prices(sales: Sales) -> list[int]:
    """What a unit of each item was bought for on average × 10⁶; 0 where none was."""
    return [
        divide(fen * (PRICE // FEN) * QUANTITY, quantity) if quantity > 0 and fen > 0 else 0
        for quantity, fen in zip(sales.bought_e4.tolist(), sales.bought_fen.tolist(), strict=True)
    ]


def _source(
    item: Item,
    quotes: Sequence[Quote],
    lead_days: Mapping[tuple[str, str], Sequence[int]],
    bought_e6: int,
) -> Source:
    supplier = item.supplier or (min(quotes, key=lambda q: q.price_e6).supplier if quotes else "")
    own = [quote for quote in quotes if quote.supplier == supplier]
    breaks = [PriceBreak(quote.break_e4, quote.price_e6) for quote in own]
    least = min((entry.quantity_e4 for entry in breaks), default=0)
    usual = item.purchase_price_e6 or bought_e6
    if usual > 0 and (least > 0 or not breaks):
        breaks.append(PriceBreak(0, usual))
        least = 0
    lead, assumed = _lead(item, supplier, own, lead_days)
    pack = next((quote.pack_e4 for quote in own if quote.pack_e4), 0)
    return Source(
        supplier,
        breaks,
        lead,
        assumed,
        max(stated_e4(item, "minimum_order"), least),
        pack or stated_e4(item, "pack_size"),
    )


def _lead(
    item: Item,
    supplier: str,
    quotes: Sequence[Quote],
    measured: Mapping[tuple[str, str], Sequence[int]],
) -> tuple[LeadTime, bool]:
    """As measured of the item, else as stated; whether nobody knows any."""
    days = measured.get((supplier, item.code)) or measured.get(("", item.code)) or ()
    stated = item.details.get("lead_days", "")
    if not stated:
        stated = next((str(q.lead_days) for q in quotes if q.lead_days is not None), "")
    if not days and not stated:
        days = measured.get((supplier, "")) or () if supplier else ()
    return lead_time(days, float(stated or ASSUMED_DAYS)), not days and not stated


# Rows


def _cells(case: Case, inputs: Inputs) -> dict[str, Raw]:
    item, found, position = case.item, case.found, case.position
    bought = found.quantity_e4 > 0
    return {
        "item": item.code,
        "name": item.name,
        "spec": item.spec or None,
        "unit": item.unit,
        "supplier": inputs.supplier_names.get(case.source.supplier),
        "abc": case.abc.value,
        "on_hand": position.on_hand_e4 / QUANTITY,
        "reserved": position.reserved_e4 / QUANTITY,
        "on_order": position.on_order_e4 / QUANTITY,
        "daily_demand": round(case.demand.daily_e4 / QUANTITY, 3) + 0.0,
        "lead_days": round(case.source.lead.days, 1) + 0.0,
        "safety_stock": _tenths(found.safety_stock_e4),
        "reorder_point": _tenths(found.reorder_point_e4),
        "economic_quantity": _tenths(case.lot.quantity_e4) if case.lot != NO_LOT else None,
        "minimum_order": case.source.minimum_order_e4 / QUANTITY or None,
        "proposed": found.quantity_e4 / QUANTITY if bought else None,
        "estimated_value": case.value_fen / FEN if bought and case.price_e6 > 0 else None,
        "cover_days": None if found.cover_days is None else float(found.cover_days),
        "urgency": word(found.urgency),
        "reason": reason(case),
    }


def _tenths(quantity_e4: int) -> float:
    """An estimated quantity to a tenth of a unit: it is not known any better."""
    return round(quantity_e4 / QUANTITY, 1)


def reason(case: Case) -> str:
    """依据: in one sentence, what to do about the item, and what that follows from."""
    clauses = [*_order_words(case), _demand_words(case), _lead_words(case), _point_words(case)]
    return _("{clauses}.").format(clauses=_("; ").join(clauses))


def _demand_words(case: Case) -> str:
    demand = case.demand
    said = {"daily": _amount(demand.daily_e4), "unit": case.item.unit, "n": demand.days}
    if demand.method:
        words = ngettext(
            "{daily} {unit} a day expected ({method}, from {n} day of sales)",
            "{daily} {unit} a day expected ({method}, from {n} days of sales)",
            demand.days,
        )
        return words.format(**said, method=demand.method)
    if demand.daily_e4 > 0:
        words = ngettext(
            "{daily} {unit} a day sold ({n} day)", "{daily} {unit} a day sold ({n} days)",
            demand.days,
        )  # fmt: skip
        return words.format(**said)
    return _("no sales but on promotion days, if any")


def _lead_words(case: Case) -> str:
    lead = case.source.lead
    said = {"days": f"{lead.days:.3g}", "n": lead.measured, "spread": f"{lead.spread:.2g}"}
    if case.source.assumed:
        return _("lead time unknown, {days} days assumed").format(**said)
    if not lead.measured:
        return _("goods come in {days} days as stated").format(**said)
    words = ngettext(
        "goods come in {days} days (measured once)",
        "goods come in {days} ± {spread} days (measured {n} times)",
        lead.measured,
    )
    return words.format(**said)


def _point_words(case: Case) -> str:
    found, unit = case.found, case.item.unit
    said = {
        "point": _amount(found.reorder_point_e4),
        "safety": _amount(found.safety_stock_e4),
        "service": f"{plain(case.need.service_e6 * 100, RATE):f}%",
        "position": _amount(found.position_e4),
        "unit": unit,
    }
    if found.by_minimum:
        words = _("order at 最低库存 {point}; there and on order, less promised: {position} {unit}")
    else:
        words = _(
            "order at {point} ({safety} in reserve, service level {service}); there and on order,"
            " less promised: {position} {unit}"
        )
    return words.format(**said)


def _order_words(case: Case) -> Iterator[str]:
    found, unit = case.found, case.item.unit
    if found.urgency is Urgency.NONE:
        at_once = found.reorder_point_e4 == 0
        yield _("no stock needed, buy when asked for") if at_once else _("enough for now")
        return
    if found.blocked:
        yield _("最高库存 leaves no room for the least that can be ordered")
        return
    yield _("order {quantity} {unit} to fill up to {target}").format(
        quantity=_amount(found.quantity_e4), unit=unit, target=_amount(found.target_e4)
    )
    if found.at_maximum:
        yield _("more would pass 最高库存")
    if case.lot.quantity_e4 and len(case.source.breaks) > 1:
        yield _("cheapest at {price} from {quantity} on").format(
            price=f"{plain(case.lot.price_e6, PRICE):f}", quantity=_amount(case.lot.quantity_e4)
        )
    if not case.source.supplier:
        yield _("no supplier known")


def _amount(quantity_e4: float) -> str:
    """A quantity as people say it: whole from a hundred on, below with three figures."""
    exact = plain(round(quantity_e4), QUANTITY)
    if exact == exact.to_integral_value() or abs(exact) >= 100:
        return f"{exact:.0f}"
    return f"{float(exact):.3g}"
