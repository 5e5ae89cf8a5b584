"""A year of trade, day by day, as documents that the stock allows."""

from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from random import Random

from jxc_xl.services.sample.buying import Buyer, suppliers_of
from jxc_xl.services.sample.demand import Demand, Order
from jxc_xl.services.sample.model import MAIN, STORE, Entry, Goods, Paper
from jxc_xl.services.sample.seasons import Seasons
from jxc_xl.services.sample.shop import Shop
from jxc_xl.services.sample.stock import OnHand

_LEVELS = {"超市": "0.95", "副食店": "0.97", "便利店": "0.98", "食堂": "0.96", "餐饮": "0.97"}
_DAMAGES = ("报损", "报损", "报损", "自用", "样品", "赠送")
_BAD_ON_ARRIVAL = ("包装破损", "错发货", "临期退回", "数量多送")
_SENT_BACK = ("客户订错", "包装破损", "卖不动退回", "多送")
_FEN = Decimal("0.01")


class Trade:
    """The shop at work.

    What customers bring back is not counted as stock that can leave again: so the rows also
    hold when all returns are posted after everything else.
    """

    def __init__(self, shop: Shop, start: date, end: date, rng: Random, scale: float) -> None:
        self.papers: list[Paper] = []
        self.stock = OnHand()
        self._rng = rng
        self._end = end
        self._scale = scale
        self._seasons = Seasons(shop.masters)
        self.demand = Demand(shop, self._seasons, start, (end - start).days + 61, rng, scale)
        self.buyer = Buyer(self.demand, self.stock, self._seasons, rng, scale)
        self._suppliers = suppliers_of(shop.masters["suppliers"], shop.goods)
        self._due: dict[date, list[Paper]] = {}
        self._serials: dict[str, int] = {}
        self._known_prices: set[tuple[str, Goods]] = set()

    def run(self) -> None:
        """Trade from the first day to the last before ``end``."""
        day = self.demand.start
        self.papers += self.buyer.opening(day)
        while (day := day + timedelta(1)) < self._end:
            if self._seasons.trade(day):
                self._receive(day)
                self._supply_store(day)
                self._sell(day)
                self._write_off(day)
            self._give_back(day)

    def _receive(self, day: date) -> None:
        for supplier in self._suppliers:
            paper = self.buyer.receipt(supplier, day)
            if paper is None:
                continue
            self.papers.append(paper)
            if self._rng.random() < 0.11:
                self._plan_return(paper, "采购退货", self._rng.randint(1, 4))

    def _supply_store(self, day: date) -> None:
        """Twice a week the store gets what it will sell, as far as the warehouse has it."""
        if day.weekday() not in (0, 3) and self._scale < 3:
            return
        paper = Paper("movements", "调拨", day, to_warehouse=STORE, handler="江小禾")
        cover = max(8, 30 / max(self._scale, 1))
        for goods in self.demand.goods:
            free = self.stock.free(goods, STORE, day)
            if free >= self.demand.between(goods, day, 6, store_only=True):
                continue
            wanted = (
                self.demand.between(goods, day, 7 if goods.fresh else cover, store_only=True) - free
            )
            quantity = self._bundle(goods, wanted)
            quantity = min(quantity, self.stock.free(goods, MAIN, day))
            if quantity > 0:
                self.stock.move(goods, MAIN, STORE, quantity, day)
                paper.entries.append(Entry(goods, quantity))
        self._keep(paper)

    def _bundle(self, goods: Goods, wanted: Decimal) -> Decimal:
        """What one carries over to the store: half a case or whole ones, or whole kilograms."""
        half = max(1, int(goods.case) // 2)
        bundle = Decimal(5 if goods.bulk else 2 if goods.fresh else half)
        return (wanted / bundle).to_integral_value(rounding=ROUND_CEILING) * bundle

    def _sell(self, day: date) -> None:
        for order in self.demand.on(day):
            paper = self._delivery(order, day)
            self._keep(paper)
            if not order.customer or not paper.entries:
                continue
            self._perhaps_gift(paper, day)
            if self._rng.random() < 0.09:
                self._plan_return(paper, "销售退货", self._rng.randint(2, 12))

    def _delivery(self, order: Order, day: date) -> Paper:
        """What of an order can be delivered, priced."""
        customer = order.customer
        warehouse = MAIN if customer else STORE
        handler = customer.handler if customer else "江小禾"
        name = customer.name if customer else ""
        paper = Paper("sales", "销售出库", day, name, warehouse, handler=handler)
        level = Decimal(_LEVELS.get(customer.category, "1") if customer else "1")
        for goods, wanted in order.wants:
            free = self.stock.free(goods, warehouse, day)
            quantity = wanted if wanted <= free else free // goods.case * goods.case
            if quantity <= 0:
                continue
            self.stock.take(goods, warehouse, quantity, day)
            paper.entries.append(self._priced(Entry(goods, quantity), name, level, day))
        return paper

    def _priced(self, entry: Entry, name: str, level: Decimal, day: date) -> Entry:
        """The price as typed: blank where the program will find it."""
        goods = entry.goods
        entry.share = self._seasons.offer(goods, day)
        if entry.share:
            entry.price = goods.sale
            self._known_prices.add((name, goods))
        elif name and ((name, goods) not in self._known_prices or self._rng.random() < 0.35):
            price = (goods.sale * level).quantize(_FEN, rounding=ROUND_HALF_UP)
            entry.price = max(price, goods.lowest)
            self._known_prices.add((name, goods))
        return entry

    def _perhaps_gift(self, paper: Paper, day: date) -> None:
        """A little something with a large order."""
        first = paper.entries[0]
        goods = first.goods
        if goods.bulk or first.quantity < 15 * goods.case or self._rng.random() > 0.3:
            return
        if self.stock.free(goods, MAIN, day) >= goods.case:
            self.stock.take(goods, MAIN, goods.case, day)
            paper.entries.append(Entry(goods, goods.case, Decimal(0), note="赠品"))
            self._known_prices.discard((paper.partner, goods))

    def _write_off(self, day: date) -> None:
        """Once a week what has expired goes; now and then something breaks or is used up."""
        for warehouse, weekday, handler in ((MAIN, 0, "何仓平"), (STORE, 1, "江小禾")):
            if day.weekday() == weekday:
                paper = Paper("movements", "其它出库", day, "", warehouse, handler=handler)
                for goods, batch, quantity in self.stock.take_expired(warehouse, day):
                    paper.entries.append(Entry(goods, quantity, batch=batch, reason="过期"))
                self._keep(paper)
        paper = Paper("movements", "其它出库", day, handler="何仓平")
        if self._rng.random() < 0.11 * self._scale:
            counted = [g for g in self.demand.goods if not g.batch_managed and g.sale < 60]
            goods = self._rng.choice(counted)
            quantity = Decimal(self._rng.randint(1, 3))
            if self.stock.free(goods, MAIN, day) >= quantity:
                self.stock.take(goods, MAIN, quantity, day)
                reason = self._rng.choice(_DAMAGES)
                note = "搬运损坏" if reason == "报损" else ""
                paper.entries.append(Entry(goods, quantity, reason=reason, note=note))
        self._keep(paper)

    def _plan_return(self, paper: Paper, kind: str, days: int) -> None:
        """Choose a line that comes back later, and give the paper the number it is known by."""
        lines = [
            entry
            for entry in paper.entries
            if entry.price and not entry.share and not entry.goods.batch_managed
            if not entry.quantity % entry.goods.case
        ]
        day = paper.day + timedelta(days)
        while self._seasons.trade(day) == 0 or day.weekday() == 6:
            day += timedelta(1)
        if not lines or day >= self._end:
            return
        entry = self._rng.choice(lines)
        if sum(other.goods is entry.goods for other in paper.entries) > 1:
            return
        most = min(entry.quantity, max(entry.goods.case, Decimal(3)))
        quantity = Decimal(self._rng.randint(1, int(most)))
        reasons = _BAD_ON_ARRIVAL if kind == "采购退货" else _SENT_BACK
        back = Entry(entry.goods, quantity, entry.price, note=self._rng.choice(reasons))
        back.whole = entry.whole
        self._number(paper)
        self._due.setdefault(day, []).append(
            Paper(
                paper.table, kind, day, paper.partner,
                link=paper.number, handler=paper.handler, entries=[back],
            )
        )  # fmt: skip

    def _number(self, paper: Paper) -> None:
        prefix = "CGRK" if paper.table == "purchases" else "XSCK"
        stem = f"{prefix}{paper.day:%Y%m%d}"
        self._serials[stem] = self._serials.get(stem, 900) + 1
        paper.number = paper.number or f"{stem}-{self._serials[stem]}"

    def _give_back(self, day: date) -> None:
        for paper in self._due.pop(day, []):
            (entry,) = paper.entries
            if paper.kind == "采购退货":
                if self.stock.free(entry.goods, MAIN, day) < entry.quantity:
                    continue
                self.stock.take(entry.goods, MAIN, entry.quantity, day)
            self.papers.append(paper)

    def _keep(self, paper: Paper) -> None:
        if paper.entries:
            self.papers.append(paper)
