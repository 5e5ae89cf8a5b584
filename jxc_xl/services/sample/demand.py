"""Who wants what on which day, before anybody asks whether it is in stock."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate
from math import exp
from random import Random
from typing import NamedTuple, TypeVar

from jxc_xl.services.sample.model import MAIN, STORE, Goods, Row
from jxc_xl.services.sample.seasons import Seasons
from jxc_xl.services.sample.shop import Shop

T = TypeVar("T")

_ORDERS_A_DAY = 0.92
_VISITS_A_DAY = 0.72

_TASTES = {
    "便利店": {"饮料酒水": 2.2, "休闲零食": 2, "乳品烘焙": 1, "日化清洁": 0.7, "粮油调味": 0.3},
    "副食店": {"粮油调味": 1.5, "饮料酒水": 1.3, "休闲零食": 1.2, "日化清洁": 1, "乳品烘焙": 0.7},
    "超市": {"粮油调味": 1.2, "饮料酒水": 1, "休闲零食": 1.1, "日化清洁": 1.3, "乳品烘焙": 1},
    "食堂": {"粮油调味": 3, "饮料酒水": 0.3, "休闲零食": 0.05, "日化清洁": 0.7, "乳品烘焙": 1},
    "餐饮": {"粮油调味": 2.2, "饮料酒水": 1.6, "休闲零食": 0.1, "日化清洁": 0.8, "乳品烘焙": 0.9},
    "企业": {"粮油调味": 0.4, "饮料酒水": 1.6, "休闲零食": 0.8, "日化清洁": 0.8, "乳品烘焙": 0.4},
}
_SIZES = {"超市": 1.5, "食堂": 1.3, "企业": 1.0, "餐饮": 0.8, "副食店": 0.7, "便利店": 0.7}
_HABITS = {"超市": 2.2, "食堂": 1.6, "企业": 0.5, "餐饮": 1.0, "副食店": 0.8, "便利店": 1.0}


@dataclass(frozen=True, slots=True, eq=False)
class Customer:
    """A customer: what kind of shop, how much and how often it buys, who looks after it."""

    name: str
    code: str
    category: str
    handler: str
    size: float
    habit: float


class Want(NamedTuple):
    """A good and how much of it."""

    goods: Goods
    quantity: Decimal


class Order(NamedTuple):
    """What one customer, or a passer-by in the store (``None``), wants."""

    customer: Customer | None
    wants: tuple[Want, ...]


class Demand:
    """The orders of each day, and how much of a good will be asked for.

    The owner knows the trade, so what is bought and moved to the store looks at what will
    be asked for.
    """

    def __init__(
        self, shop: Shop, seasons: Seasons, start: date, days: int, rng: Random, scale: float
    ) -> None:
        self.start = start
        self.goods = shop.goods
        self.orders: list[list[Order]] = []
        customers = customers_of(shop.masters["customers"], rng)
        for offset in range(days):
            day = start + timedelta(offset)
            picker = _Picker(shop.goods, seasons, day, rng)
            self.orders.append(
                picker.wholesale(customers, _ORDERS_A_DAY * scale)
                + picker.retail(_VISITS_A_DAY * scale)
            )
        self._sums = _running_sums(self.orders)

    def on(self, day: date) -> list[Order]:
        """The orders of a day."""
        return self.orders[(day - self.start).days]

    def between(self, goods: Goods, first: date, days: float, store_only: bool = False) -> Decimal:
        """How much will be asked for in ``days`` days from ``first`` on, in all or in the store."""
        last = len(self.orders)
        low = max((first - self.start).days, 0)
        high = min(low + int(days), last)
        warehouses = (STORE,) if store_only else (MAIN, STORE)
        found = Decimal(0)
        for warehouse in warehouses:
            sums = self._sums.get((goods, warehouse))
            if sums is not None:
                found += sums[high] - sums[low]
        return found


def customers_of(rows: list[Row], rng: Random) -> list[Customer]:
    """The customers that buy, each with habits of its own."""
    return [
        Customer(
            str(row["name"]),
            str(row["code"]),
            str(row["category"]),
            str(row.get("salesperson", "")),
            _SIZES[str(row["category"])] * rng.uniform(0.75, 1.3),
            _HABITS[str(row["category"])] * rng.uniform(0.6, 1.5),
        )
        for row in rows
        if row["status"] != "停用" and row["category"] in _TASTES
    ]


def poisson(mean: float, rng: Random) -> int:
    """A random count (Knuth, The Art of Computer Programming 2, 3.4.1)."""
    limit, product, count = exp(-mean), rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count


class _Picker:
    """Makes the orders of one day."""

    def __init__(self, goods: tuple[Goods, ...], seasons: Seasons, day: date, rng: Random) -> None:
        self._rng = rng
        self._trade, self._visits = seasons.trade(day), seasons.visits(day)
        wanted = [(g, seasons.wanted(g, day)) for g in goods]
        self._wholesale = {g: g.heat * level for g, level in wanted if g.heat * level > 0}
        self._retail = {g: g.retail * level for g, level in wanted if g.retail * level > 0}

    def wholesale(self, customers: list[Customer], orders: float) -> list[Order]:
        """What customers order; none twice a day."""
        count = min(poisson(self._trade * orders, self._rng), len(customers))
        habits = {customer: customer.habit for customer in customers}
        return [self._order(customer) for customer in _drawn(habits, count, self._rng)]

    def retail(self, visits: float) -> list[Order]:
        """What passers-by take along from the store; nobody the very same twice a day."""
        count = poisson(self._visits * visits, self._rng)
        seen: dict[Want, None] = {}
        for _visit in range(count):
            goods = _drawn(self._retail, 1, self._rng)[0]
            seen[Want(goods, self._handful(goods))] = None
        return [Order(None, (want,)) for want in seen]

    def _order(self, customer: Customer) -> Order:
        tastes = _TASTES[customer.category]
        weights = {g: weight * tastes[g.category] for g, weight in self._wholesale.items()}
        lines = self._rng.choices((1, 2, 3, 4, 5, 6), (18, 24, 24, 17, 11, 6))[0]
        chosen = _drawn(weights, lines, self._rng)
        return Order(customer, tuple(Want(g, self._load(g, customer)) for g in chosen))

    def _load(self, goods: Goods, customer: Customer) -> Decimal:
        """What a shop takes at a time: whole cases, now and then a broken one."""
        cases = max(1, round(goods.lot * customer.size * self._rng.lognormvariate(0, 0.45)))
        if cases > 12:
            cases = 5 * round(cases / 5)
        quantity = cases * goods.case
        if goods.case >= 6 and cases < 6 and self._rng.random() < 0.12:
            quantity += self._rng.randint(1, int(goods.case) // 2)
        return quantity

    def _handful(self, goods: Goods) -> Decimal:
        if goods.bulk:
            return Decimal(self._rng.choice(("0.5", "1", "1.5", "2")))
        most = 1 if goods.sale >= 50 else 3 if goods.sale >= 8 else 6
        return Decimal(self._rng.randint(1, most))


def _drawn(weights: dict[T, float], count: int, rng: Random) -> list[T]:
    """Draw without putting back (Efraimidis and Spirakis 2006: the largest keys u^(1/w))."""
    keys = {one: rng.random() ** (1 / weight) for one, weight in weights.items()}
    return sorted(keys, key=lambda one: -keys[one])[:count]


def _running_sums(days: list[list[Order]]) -> dict[tuple[Goods, str], list[Decimal]]:
    """For each good and warehouse what was asked for before each day."""
    asked: dict[tuple[Goods, str], list[Decimal]] = {}
    for index, orders in enumerate(days):
        for order in orders:
            warehouse = STORE if order.customer is None else MAIN
            for goods, quantity in order.wants:
                days_of = asked.setdefault((goods, warehouse), [Decimal(0)] * len(days))
                days_of[index] += quantity
    return {key: list(accumulate(values, initial=Decimal(0))) for key, values in asked.items()}
