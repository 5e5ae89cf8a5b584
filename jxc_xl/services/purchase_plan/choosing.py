"""From proposals to order lines: supplier, quantity and price of each, within the budget."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from jxc_xl.domain.masters import Item, Settings
from jxc_xl.domain.numbers import QUANTITY, RATE, amount_fen, divide
from jxc_xl.domain.parsing import Failure, count_of
from jxc_xl.planning.purchasing import Want, within_budget
from jxc_xl.planning.reorder import Urgency, service_factor, word
from jxc_xl.services.purchase_plan.offers import Market, Offer, typed
from jxc_xl.services.purchase_plan.proposals import Drafted, Proposal


class Left(StrEnum):
    """Why a proposal is not ordered."""

    DRAFTED = "drafted"
    UNCLEAR = "unclear"
    NO_SUPPLIER = "no_supplier"
    NO_PRICE = "no_price"
    LEAST = "least"
    BUDGET = "budget"


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """One line to be ordered: how much of what from whom; ``wanted_e4`` is what would be better.

    ``cost_fen`` is with tax, 0 where nobody knows the price.
    """

    proposal: Proposal
    offers: Sequence[Offer]
    quantity_e4: int
    wanted_e4: int
    cost_fen: int

    @property
    def offer(self) -> Offer:
        """Whom it is ordered from."""
        return self.offers[0]

    @property
    def item(self) -> Item:
        """What is ordered."""
        return self.proposal.item


@dataclass(slots=True)
class Chosen:
    """The lines of a plan, and what is left of the proposals with the reason."""

    lines: list[PlannedLine] = field(default_factory=list)
    left: list[tuple[Proposal, Left, int]] = field(default_factory=list)

    @property
    def total_fen(self) -> int:
        """What the lines cost, with tax."""
        return sum(line.cost_fen for line in self.lines)


@dataclass(frozen=True, slots=True)
class Money:
    """What counts in money: the budget with tax (``None``: no limit) and what prices are.

    ``service_e6`` are the service levels by ABC class, from which the spread of demand follows.
    """

    budget_fen: int | None
    settings: Settings
    service_e6: dict[str, int]


def choose(proposals: Iterable[Proposal], drafted: Drafted, market: Market, money: Money) -> Chosen:
    """Decide on every proposal: ordered, or left with a reason.  The budget is never passed.

    Orders that are drafted already count as on order, and against the budget.
    """
    chosen = Chosen()
    candidates: dict[str, PlannedLine] = {}
    for proposal in proposals:
        found = _candidate(proposal, drafted, market, money.settings)
        if isinstance(found, PlannedLine):
            candidates[proposal.item.code] = found
        else:
            chosen.left.append((proposal, found, proposal.proposed_e4))
    _spend(candidates, drafted, money, chosen)
    chosen.lines.sort(key=lambda line: (line.offer.supplier.code, line.item.code))
    return chosen


def _candidate(
    proposal: Proposal, drafted: Drafted, market: Market, settings: Settings
) -> PlannedLine | Left:
    """The line of a proposal if money were no object, or why there cannot be one."""
    item = proposal.item
    if item.code in drafted.unclear:
        return Left.UNCLEAR
    already = drafted.quantity_e4.get(item.code, 0)
    wanted = proposal.proposed_e4 - already
    if wanted <= 0 or (already and proposal.position_e4 + already > proposal.reorder_point_e4):
        return Left.DRAFTED
    offers = market.offers(item, wanted)
    if not offers:
        return Left.NO_SUPPLIER
    offer = offers[0]
    quantity = _rounded(offer, item, wanted)
    room = _room(item, proposal.position_e4 + already)
    if quantity > max(room, wanted):
        return Left.LEAST
    quantity = _next_break(offer, item, quantity, room, settings)
    cost = _cost(offer, item, settings)(quantity) if offer.price_e6(quantity) is not None else 0
    return PlannedLine(proposal, offers, quantity, quantity, cost)


def _spend(
    candidates: dict[str, PlannedLine], drafted: Drafted, money: Money, chosen: Chosen
) -> None:
    """Give the money to where it avoids most."""
    budget = None
    if money.budget_fen is not None:
        budget = max(money.budget_fen - drafted.total_fen, 0)
        for code, line in list(candidates.items()):
            if line.offer.price_e6(line.quantity_e4) is None:
                chosen.left.append((line.proposal, Left.NO_PRICE, line.quantity_e4))
                del candidates[code]
    wants = [_want(line, drafted, money) for line in candidates.values()]
    bought = within_budget(wants, budget)
    for code, line in candidates.items():
        quantity = bought[code]
        cost = _cost(line.offer, line.item, money.settings)
        if quantity < line.wanted_e4:
            chosen.left.append((line.proposal, Left.BUDGET, line.wanted_e4 - quantity))
        if quantity:
            priced = line.offer.price_e6(quantity) is not None
            chosen.lines.append(
                PlannedLine(
                    line.proposal, line.offers, quantity, line.wanted_e4,
                    cost(quantity) if priced else 0,
                )
            )  # fmt: skip


def _want(line: PlannedLine, drafted: Drafted, money: Money) -> Want:
    proposal, item, offer = line.proposal, line.item, line.offer
    factor = service_factor(money.service_e6.get(proposal.abc, money.service_e6["C"]))
    price = offer.price_e6(line.quantity_e4) or 0
    return Want(
        item=item.code,
        quantity_e4=line.quantity_e4,
        cost_fen=_cost(offer, item, money.settings),
        worth_e6=item.sale_price_e6 or price,
        position_e4=proposal.position_e4 + drafted.quantity_e4.get(item.code, 0),
        mean_e4=float(max(proposal.reorder_point_e4 - proposal.safety_e4, 0)),
        spread_e4=proposal.safety_e4 / factor if factor > 0 else 0.0,
        least_e4=_least(offer, item),
        pack_e4=_pack(offer, item),
        urgency={word(urgency): urgency for urgency in Urgency}.get(proposal.urgency, 0),
    )


def tax_rate_e6(offer: Offer, settings: Settings) -> int:
    """The rate × 10⁶ that posting takes for a line that says none."""
    rates = (offer.supplier.tax_rate_e6, offer.item.tax_rate_e6, settings.default_tax_rate_e6)
    return next(rate for rate in rates if rate is not None)


def _cost(offer: Offer, item: Item, settings: Settings) -> Callable[[int], int]:
    """What a quantity costs with tax, in fen, as posting will work it out."""
    rate = tax_rate_e6(offer, settings)

    def cost(quantity_e4: int) -> int:
        row = typed(item, quantity_e4, offer.price_e6(quantity_e4) or offer.highest_e6)
        amount = amount_fen(row.quantity_e4, row.price_e6)
        return amount if settings.price_includes_tax else amount + divide(amount * rate, RATE)

    return cost


def _rounded(offer: Offer, item: Item, quantity_e4: int) -> int:
    """Up to what the supplier delivers at least, in whole packs."""
    pack = _pack(offer, item)
    return -(-max(quantity_e4, _least(offer, item)) // pack) * pack


def _least(offer: Offer, item: Item) -> int:
    return max(_stated(item, "minimum_order"), offer.least_e4)


def _pack(offer: Offer, item: Item) -> int:
    return offer.pack_e4 or _stated(item, "pack_size") or QUANTITY


def _stated(item: Item, name: str) -> int:
    """A quantity among an item's further details, 0 where it says none."""
    found = count_of(item.details.get(name))
    return 0 if found is None or isinstance(found, Failure) else max(found, 0)


def _room(item: Item, position_e4: int) -> int:
    """How much may come before 最高库存 is passed."""
    limit = item.maximum_e4
    return max(limit - position_e4, 0) if limit is not None else 10**18


def _next_break(
    offer: Offer, item: Item, quantity_e4: int, room_e4: int, settings: Settings
) -> int:
    """A larger quantity where it costs no more, because a price break is reached."""
    cost, pack = _cost(offer, item, settings), _pack(offer, item)
    for at in offer.breaks_e4:
        more = -(-at // pack) * pack
        if quantity_e4 < more <= room_e4 and cost(more) <= cost(quantity_e4):
            quantity_e4 = more
    return quantity_e4
