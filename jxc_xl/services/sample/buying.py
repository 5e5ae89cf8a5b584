"""What the shop buys: when suppliers deliver, how much, at what price."""

from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from math import ceil
from random import Random

from jxc_xl.services.sample.demand import Demand
from jxc_xl.services.sample.model import MAIN, STORE, Entry, Goods, Paper, Row
from jxc_xl.services.sample.seasons import Seasons
from jxc_xl.services.sample.stock import OnHand

_FEN = Decimal("0.01")
_E4 = Decimal("0.0001")
_WEEK = 7
_GIFT_FROM = 40
_SLIPS = {
    "GYS01": "JS{day:%y%m}{serial:03d}",
    "GYS02": "{serial:06d}",
    "GYS03": "SX-{day:%Y%m%d}-{serial:02d}",
    "GYS04": "QS{serial:07d}",
    "GYS05": "GB{day:%m%d}{serial:03d}",
    "GYS06": "",
    "GYS07": "XH{day:%Y}{serial:05d}",
    "GYS08": "MY{serial:08d}",
}
_KEEPERS = ("何仓平", "何仓平", "江小禾")


class Prices:
    """What goods cost over the year: each supplier's prices drift a little every month."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._levels: dict[tuple[str, str, int], float] = {}

    def cost(self, goods: Goods, day: date) -> Decimal:
        """The unit price that a supplier asks for on a day, in whole fen."""
        month = day.year * 12 + day.month
        level = self._level(goods.supplier, goods.category, month)
        return (goods.buy * Decimal(str(level))).quantize(_FEN, rounding=ROUND_HALF_UP)

    def _level(self, supplier: str, category: str, month: int) -> float:
        key = (supplier, category, month)
        if key not in self._levels:
            before = self._levels.get((supplier, category, month - 1), 1.0)
            drifted = round(before + self._rng.choice((-0.01, 0, 0, 0, 0.01)), 3)
            self._levels[key] = min(max(drifted, 0.97), 1.02)
        return self._levels[key]


class Supplier:
    """A supplier with a day of the week on which its van comes."""

    def __init__(self, row: Row, weekday: int, goods: list[Goods]) -> None:
        self.name = str(row["name"])
        self.ordinary_invoice = "普票" in str(row.get("note", ""))
        self.goods = goods
        self._weekday = weekday
        self._pattern = _SLIPS[str(row["code"])]
        self._serial = 17 + 31 * weekday

    def comes(self, day: date, scale: float) -> bool:
        """Whether the van comes that day; more trade, more days."""
        return (day.weekday() - self._weekday) % _WEEK < max(1, round(scale))

    def slip(self, day: date) -> str:
        """The number of its delivery note; some have none."""
        self._serial += 1 + day.day % 4
        return self._pattern.format(day=day, serial=self._serial)


def suppliers_of(rows: list[Row], goods: tuple[Goods, ...]) -> list[Supplier]:
    """The suppliers, their vans spread over Monday to Saturday."""
    return [
        Supplier(row, place % 6, [g for g in goods if g.supplier == row["name"]])
        for place, row in enumerate(rows)
    ]


class Buyer:
    """Decides on each delivery what is needed until the next ones."""

    def __init__(
        self, demand: Demand, stock: OnHand, seasons: Seasons, rng: Random, scale: float
    ) -> None:
        self._demand = demand
        self._stock = stock
        self._seasons = seasons
        self._rng = rng
        self._scale = scale
        self.prices = Prices(rng)

    def receipt(self, supplier: Supplier, day: date) -> Paper | None:
        """What a supplier delivers on a day, put into stock; ``None`` when nothing is needed."""
        if self._seasons.trade(day) == 0 or not supplier.comes(day, self._scale):
            return None
        entries = []
        for goods in supplier.goods:
            quantity = self._needed(goods, day)
            if quantity:
                entries += self._entries(goods, quantity, day)
        if not entries:
            return None
        slip = supplier.slip(day) if self._rng.random() < 0.9 else ""
        return Paper(
            "purchases",
            "采购入库",
            day,
            supplier.name,
            counterpart_number=slip,
            handler=self._rng.choice(_KEEPERS),
            invoice_type="普票" if supplier.ordinary_invoice else "",
            entries=entries,
        )

    def opening(self, day: date) -> list[Paper]:
        """期初库存 of both warehouses, at cost without tax."""
        papers = []
        for warehouse, days in ((MAIN, 24), (STORE, 12)):
            paper = Paper("movements", "期初库存", day, warehouse=warehouse, handler="何仓平")
            for goods in self._goods_in(warehouse):
                wanted = self._demand.between(goods, day, days, warehouse == STORE)
                wanted *= Decimal(str(round(self._rng.uniform(0.9, 1.5), 2)))
                paper.entries += self._opening_entry(goods, wanted, day, warehouse)
            papers.append(paper)
        return papers

    def _goods_in(self, warehouse: str) -> list[Goods]:
        return [g for g in self._demand.goods if warehouse == MAIN or g.retail > 0.4]

    def _opening_entry(
        self, goods: Goods, wanted: Decimal, day: date, warehouse: str
    ) -> list[Entry]:
        """A slow mover lies there by the case, bought once and hardly asked for since."""
        if goods.season == "滞" and warehouse == MAIN:
            wanted = 8 * goods.case
        if goods.season == "中秋" or not wanted:
            return []
        quantity = _up(wanted, goods.case if warehouse == MAIN else Decimal(1))
        without_tax = self.prices.cost(goods, day) / (1 + goods.tax_rate)
        entry = Entry(goods, quantity, without_tax.quantize(_E4, rounding=ROUND_HALF_UP))
        self._dated(entry, day, older=True)
        self._stock.put(goods, warehouse, quantity, day, entry.batch, entry.expires)
        return [entry]

    def _needed(self, goods: Goods, day: date) -> Decimal:
        """Nothing while there is enough till the van after next; else enough for some weeks."""
        free = self._stock.free(goods, MAIN, day) + self._stock.free(goods, STORE, day)
        pace = max(self._scale, 1)
        soon = _WEEK / min(pace, _WEEK) + (3 if goods.fresh else 6 / pace)
        if free >= self._demand.between(goods, day, ceil(soon)):
            return Decimal(0)
        days = ceil(11 if goods.fresh else soon + self._rng.randint(15, 40) / pace)
        guess = Decimal(str(round(self._rng.uniform(0.95, 1.05 if goods.fresh else 1.2), 2)))
        if self._seasons.wanted(goods, day + timedelta(days)) == 0:
            guess = Decimal("1.04")
        wanted = self._demand.between(goods, day, days) * guess - free
        return max(_up(wanted, goods.case), _up(goods.least, goods.case))

    def _entries(self, goods: Goods, quantity: Decimal, day: date) -> list[Entry]:
        """The line of a good, with a gift for a large order of drinks."""
        entry = Entry(goods, quantity, self.prices.cost(goods, day), whole=True)
        self._dated(entry, day)
        self._stock.put(goods, MAIN, quantity, day, entry.batch, entry.expires)
        if goods.category != "饮料酒水" or quantity < _GIFT_FROM * goods.case:
            return [entry]
        gift = Entry(goods, goods.case * (int(quantity / goods.case) // 20), Decimal(0))
        gift.note, gift.whole = "搭赠，满20箱送1箱", True
        self._stock.put(goods, MAIN, gift.quantity, day)
        return [entry, gift]

    def _dated(self, entry: Entry, day: date, older: bool = False) -> None:
        """Batch and dates, as printed on the goods."""
        goods = entry.goods
        if not goods.batch_managed:
            return
        age = self._rng.randint(1, 3) if goods.fresh else self._rng.randint(5, 25)
        entry.made = day - timedelta(age + (20 if older and not goods.fresh else 0))
        entry.expires = entry.made + timedelta(goods.shelf_days)
        entry.batch = f"{entry.made:%Y%m%d}"


def _up(quantity: Decimal, case: Decimal) -> Decimal:
    """Rounded up to whole cases; beyond ten cases to an even five."""
    cases = (quantity / case).to_integral_value(rounding=ROUND_CEILING)
    if cases > 10:
        cases = (cases / 5).to_integral_value(rounding=ROUND_CEILING) * 5
    return max(cases, Decimal(0)) * case
