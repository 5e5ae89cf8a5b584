"""Today's rows: an ordinary day's work, and the slips of a tired clerk in between."""

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from jxc_xl.domain.cells import Raw
from jxc_xl.services.sample.clerk import Clerk
from jxc_xl.services.sample.model import MAIN, STORE, Entry, Goods, Paper, Rows, Wrong
from jxc_xl.services.sample.trade import Trade


class Slip(NamedTuple):
    """What is wrong with a row; see :class:`Wrong`."""

    field: str
    code: str
    note: str
    refused: bool = True


def todays_rows(trade: Trade, clerk: Clerk, end: date) -> tuple[Rows, tuple[Wrong, ...]]:
    """The rows of the last day and what should be found in them."""
    day = _Day(trade, clerk, end)
    _purchases(day)
    _sales(day)
    _movements(day)
    return day.rows, tuple(day.wrong)


class _Day:
    """The rows of the last day as they grow; what can be posted is taken from stock."""

    def __init__(self, trade: Trade, clerk: Clerk, end: date) -> None:
        self.end = end
        self.rows: Rows = {"purchases": [], "sales": [], "movements": []}
        self.wrong: list[Wrong] = []
        self.papers = trade.papers
        self._goods = {goods.code: goods for goods in trade.demand.goods}
        self._stock = trade.stock
        self._clerk = clerk
        self._touched: set[Goods] = set()

    def __getitem__(self, code: str) -> Goods:
        return self._goods[code]

    def type(self, table: str, slip: Slip | None = None, **cells: Raw) -> None:
        """Add a row as it stands, with what is wrong in it."""
        if slip is not None:
            place = len(self.rows[table])
            self.wrong.append(Wrong(table, place, slip.field, slip.code, slip.refused, slip.note))
        self.rows[table].append(dict(cells))

    def hand_over(self, paper: Paper) -> None:
        """Add a good document, typed as on any other day."""
        self.rows[paper.table] += self._clerk.rows(paper)

    def plenty(self, category: str, cases: int = 2) -> Goods:
        """A good of which there is more than enough, another one at each call."""
        found = max(
            (
                goods
                for goods in self._goods.values()
                if goods.category == category
                and goods not in self._touched
                and not goods.batch_managed
                and not goods.bulk
            ),
            key=lambda goods: self.on_hand(goods) / goods.case,
        )
        self._touched.add(found)
        self._stock.take(found, MAIN, cases * found.case, self.end)
        return found

    def in_store(self, quantity: Decimal) -> Goods:
        """What a passer-by takes along: the good most asked for of those that are there."""
        found = next(
            goods
            for goods in sorted(self._goods.values(), key=lambda goods: -goods.retail)
            if goods.barcode
            and not goods.batch_managed
            and self._stock.free(goods, STORE, self.end) >= quantity
        )
        self._stock.take(found, STORE, quantity, self.end)
        return found

    def on_hand(self, goods: Goods) -> Decimal:
        """What the main warehouse has."""
        return self._stock.free(goods, MAIN, self.end)


def _purchases(day: _Day) -> None:
    end = day.end
    oil, rice, water = day["YL003"], day["YL001"], day["YJ001"]
    day.hand_over(
        Paper(
            "purchases", "采购入库", end, oil.supplier, handler="何仓平",
            counterpart_number=f"JS{end:%y%m}990",
            entries=[
                Entry(rice, Decimal(100), rice.buy),
                Entry(oil, 20 * oil.case, oil.buy, whole=True),
            ],
        )
    )  # fmt: skip
    _faulty_purchases(day)
    day.type(
        "purchases", date=f"{end.year}.{end.month}.{end.day}", partner=water.supplier,
        item=water.barcode, unit="箱", quantity=60, price=Decimal("22.1"), handler="何仓平",
    )  # fmt: skip


def _faulty_purchases(day: _Day) -> None:
    end = day.end
    slip = Slip("partner", "required", "供应商忘了填")
    price = Decimal("81.6")
    day.type("purchases", slip, date=end, item="RH003", unit="箱", quantity=10, price=price)
    tissue = day["RH001"]
    known = next(
        paper
        for paper in reversed(day.papers)
        if paper.counterpart_number and paper.partner == tissue.supplier
    )
    slip = Slip("counterpart_number", "counterpart_number_used", "同一张送货单又录了一遍")
    day.type(
        "purchases", slip, date=end, partner=tissue.supplier, item=tissue.code, unit="箱",
        quantity=20, price=Decimal("49.2"), counterpart_number=known.counterpart_number,
    )  # fmt: skip
    yogurt = day["RP004"]
    made = end - timedelta(yogurt.shelf_days + 6)
    slip = Slip("expires", "expired", "送来的酸牛奶已经过期")
    day.type(
        "purchases", slip, date=end, partner=yogurt.supplier, item=yogurt.code, unit="箱",
        batch=f"{made:%Y%m%d}", made=made, quantity=8, price=Decimal("56.4"),
    )  # fmt: skip
    slip = Slip("unit", "unit_unknown", "薯片按袋、按箱进，没有「桶」")
    chips = day["LS003"]
    day.type(
        "purchases", slip, date=end, partner=chips.supplier, item=chips.code, unit="桶",
        quantity=10, price=Decimal("3.9"),
    )  # fmt: skip


def _sales(day: _Day) -> None:
    end = day.end
    _good_sales(day)
    _misread_sales(day)
    _misjudged_sales(day)
    drink = day.plenty("饮料酒水", 6)
    for again in (False, True):
        slip = Slip("date", "possible_double_here", "和上面那张一模一样，怕是录重了", False)
        day.type(
            "sales", slip if again else None, date=end, partner="江北百货超市",
            item=drink.code, unit=drink.sub_unit, quantity=3,
            price=_by_case(drink), handler="陈立",
        )  # fmt: skip
        if not again:
            small = day.in_store(Decimal(2))
            day.type("sales", date=end, item=small.barcode, warehouse=STORE, quantity=2)


def _good_sales(day: _Day) -> None:
    noodles, soap = day.plenty("粮油调味"), day.plenty("日化清洁")
    day.hand_over(
        Paper(
            "sales", "销售出库", day.end, "万客隆生活超市", handler="陈立",
            entries=[
                Entry(noodles, 2 * noodles.case, noodles.sale),
                Entry(soap, 2 * soap.case, soap.sale),
            ],
        )
    )  # fmt: skip


def _misread_sales(day: _Day) -> None:
    """What cannot be read, or names what does not exist."""
    end = day.end
    slip = Slip("item", "item_unknown", "编码里多打了一个 0")
    day.type("sales", slip, date=end, partner="好邻里便利店", item="YJ0001", unit="箱", quantity=5)
    salt = day.plenty("粮油调味", 0)
    day.type(
        "sales", date=end, partner="江屿一中食堂", item=salt.code, unit=salt.sub_unit or salt.unit,
        quantity=2, price=_by_case(salt), handler="吴晓梅",
    )  # fmt: skip
    slip = Slip("item", "item_ambiguous", "一级大豆油有 5L 和 1.8L 两种")
    day.type("sales", slip, item="一级大豆油", unit="箱", quantity=4)
    slip = Slip("partner", "customer_unknown", "客户名称打错一个字")
    day.type(
        "sales", slip, date=end, partner="惠邻便利店（井港店）", item="LS003", unit="箱", quantity=2
    )
    slip = Slip("date", "date_future", "日期写到下个月去了")
    day.type(
        "sales", slip, date=end + timedelta(30), partner="老街副食店", item="YL009",
        unit="箱", quantity=2,
    )  # fmt: skip
    slip = Slip("quantity", "not_a_number", "数量写成了汉字")
    day.type("sales", slip, date=end, partner="悦来饭店", item="YJ008", unit="箱", quantity="两箱")
    slip = Slip("share", "share_range", "折扣写成了 1.2，大于 1")
    day.type(
        "sales", slip, date=end, partner="学府便利店", item="LS005", unit="箱", quantity=1,
        price=Decimal("110.4"), share=Decimal("1.2"),
    )  # fmt: skip


def _misjudged_sales(day: _Day) -> None:
    """What can be read but cannot be, or should not be."""
    end = day.end
    spirit = day["YJ010"]
    slip = Slip("quantity", "shortage", "数量多打了，库存没有这么多")
    much = (day.on_hand(spirit) // spirit.case + 60) * 10
    day.type(
        "sales", slip, date=end, partner="蜀香火锅店", item=spirit.code, unit="箱",
        quantity=much, price=_by_case(spirit),
    )  # fmt: skip
    back = next(paper for paper in reversed(day.papers) if paper.kind == "销售退货")
    goods = back.entries[0].goods
    sold = next(paper for paper in day.papers if paper.number == back.link)
    delivered = sum(entry.quantity for entry in sold.entries if entry.goods is goods)
    slip = Slip("quantity", "return_too_large", "退的比当时卖的还多")
    day.type(
        "sales", slip, date=end, kind="销售退货", partner=back.partner, item=goods.code,
        quantity=delivered + 5, link=back.link,
    )  # fmt: skip
    cheap = day.plenty("日化清洁", 1)
    slip = Slip("share", "share_range", "没有 12折 这种写法，想打的怕是 9折", True)
    day.type(
        "sales", slip, date=end, partner="一家人便利店", item=cheap.code, unit=cheap.sub_unit,
        quantity=1, price=_by_case(cheap), share="12折",
    )  # fmt: skip
    cheap = day.plenty("休闲零食", 2)
    low = (cheap.lowest - Decimal("0.1")) * cheap.case
    slip = Slip("price", "price_below_lowest", "卖得比最低售价还低", False)
    day.type(
        "sales", slip, date=end, partner="实验小学食堂", item=cheap.code, unit=cheap.sub_unit,
        quantity=2, price=low, handler="陈立",
    )  # fmt: skip


def _movements(day: _Day) -> None:
    end = day.end
    broken, carried = day.plenty("日化清洁", 1), day.plenty("饮料酒水", 1)
    day.type(
        "movements", date=end, kind="其它出库", item=broken.code, quantity=1, reason="报损",
        note="搬运时压坏", handler="何仓平",
    )  # fmt: skip
    day.type(
        "movements", date=end, kind="调拨", item=carried.code, unit=carried.sub_unit,
        warehouse=MAIN, to_warehouse=STORE, quantity=1, handler="江小禾",
    )  # fmt: skip
    slip = Slip("to_warehouse", "required", "调拨没有写调入哪个仓库")
    day.type("movements", slip, date=end, kind="调拨", item="RH002", warehouse=MAIN, quantity=10)
    slip = Slip("date", "date_impossible", "没有 2 月 30 日")
    day.type(
        "movements", slip, date=f"{end.year}-02-30", kind="其它出库", item="RH012", quantity=2,
        reason="自用",
    )  # fmt: skip


def _by_case(goods: Goods) -> Decimal:
    """The price of a case; ``normalize`` would write 100 as 1E+2."""
    return (goods.sale * goods.case).quantize(Decimal("0.01"))
