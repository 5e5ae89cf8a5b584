"""What the shop ordered: the orders before the receipts of some suppliers, kept or not.

Only the orders are made up here.  Receipts stay as they are, but name the order they came from.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import NamedTuple

from jxc_xl.domain.cells import Raw
from jxc_xl.services.sample.model import Goods, Paper, Row
from jxc_xl.services.sample.seasons import Seasons

_TAKEN = ("unit", "price")
_RECENTLY = 180
"""Days before the end from which on one of the suppliers is not what it was."""

_TODAYS_ITEMS = frozenset({"YL001", "YL003", "RH001", "RH003", "LS003"})
"""Of these something is typed today: nothing stays open of them."""


_WANTED_MOST = 4
"""Of how many goods that are asked for most an order of two may be."""


class Habit(NamedTuple):
    """How a supplier delivers: days it takes, and how often it is late or brings too little."""

    days: tuple[int, int]
    late: float
    short: float
    late_now: float
    short_now: float


HABITS = {
    "江屿金穗粮油有限公司": Habit((2, 4), 0.05, 0, 0.05, 0),
    "果贝食品贸易有限公司": Habit((3, 6), 0.1, 0, 0.5, 0.3),
    "洁小屋日化有限公司": Habit((2, 5), 0.12, 0, 0.12, 0.03),
}
"""The suppliers that get orders; the others come by or are rung up."""

Typed = tuple[date, list[Row]]


class Ordering:
    """Makes up the orders behind a year of receipts; the same generator, the same orders."""

    def __init__(
        self, goods: Iterable[Goods], seasons: Seasons, start: date, end: date, rng: Random
    ) -> None:
        self._goods = list(goods)
        self._codes = {
            word: goods.code
            for goods in self._goods
            for word in (goods.code, goods.code.lower(), goods.barcode, goods.mnemonic)
        }
        self._seasons = seasons
        self._start, self._end = start, end
        self._rng = rng
        self._serials: dict[date, int] = {}

    def orders(self, receipts: Sequence[tuple[Paper, list[Row]]]) -> list[Typed]:
        """The orders that the receipts fulfil, each with its day, and those still to come.

        The rows of the receipts get the number of their order.
        """
        found = []
        for paper, rows in receipts:
            habit = HABITS.get(paper.partner)
            if habit is not None and paper.kind == "采购入库":
                day = self._open_day(paper.day - timedelta(self._rng.randint(*habit.days)))
                if day > self._start:
                    found.append((day, self._behind(paper, rows, day, habit)))
        return found + [self._waiting(supplier) for supplier in HABITS] + [self._forgotten()]

    def _behind(self, paper: Paper, rows: list[Row], day: date, habit: Habit) -> list[Row]:
        """The order that a receipt came from."""
        recent = (self._end - paper.day).days <= _RECENTLY
        late = self._rng.random() < (habit.late_now if recent else habit.late)
        promised = -self._rng.randint(1, 4) if late else self._rng.choice((0, 0, 0, 1))
        due = max(day, paper.day + timedelta(promised))
        number = self._number(day)
        order = []
        for row in rows:
            row["link"] = number
            quantity = row["quantity"]
            if self._rng.random() < (habit.short_now if recent else habit.short):
                quantity = self._more(row, quantity)
            taken = {name: row[name] for name in ("item", *_TAKEN) if name in row}
            order.append(self._row(paper.partner, day, number, due, quantity=quantity, **taken))
        return order

    def _more(self, row: Row, quantity: Raw) -> Decimal:
        """A quantity of which what came is only a part, where something may stay open."""
        assert isinstance(quantity, Decimal)
        code = self._codes.get(str(row["item"]))
        if code is None or code in _TODAYS_ITEMS:
            return quantity
        return quantity + max(Decimal(1), quantity // 4)

    def _waiting(self, supplier: str) -> Typed:
        """An order of the last days that is still under way."""
        day = self._open_day(self._end - timedelta(self._rng.randint(1, 3)))
        due = self._end + timedelta(self._rng.randint(1, 4))
        return day, self._two_items(supplier, day, due)

    def _forgotten(self) -> Typed:
        """An order of which nothing came."""
        day = self._open_day(self._end - timedelta(17))
        return day, self._two_items("果贝食品贸易有限公司", day, day + timedelta(5))

    def _two_items(self, supplier: str, day: date, due: date) -> list[Row]:
        goods = [
            goods
            for goods in sorted(self._goods, key=lambda goods: -goods.heat)
            if goods.supplier == supplier
            and goods.code not in _TODAYS_ITEMS
            and not goods.batch_managed
            and goods.case > 1
        ]
        number = self._number(day)
        rows = []
        for wanted in self._rng.sample(goods[:_WANTED_MOST], 2):
            cells: Row = {
                "item": wanted.code,
                "unit": wanted.sub_unit,
                "price": wanted.buy * wanted.case,
            }
            cases = Decimal(self._rng.randint(4, 12))
            rows.append(self._row(supplier, day, number, due, quantity=cases, **cells))
        return rows

    def _row(self, supplier: str, day: date, number: str, due: date, **cells: Raw) -> Row:
        return {
            "date": day, "number": number, "kind": "采购订单", "partner": supplier, "due": due,
            "handler": "何仓平", **cells,
        }  # fmt: skip

    def _number(self, day: date) -> str:
        self._serials[day] = self._serials.get(day, 900) + 1
        return f"CGDD{day:%Y%m%d}-{self._serials[day]}"

    def _open_day(self, day: date) -> date:
        """The day, or the last one before on which somebody was there to order."""
        while self._seasons.trade(day) == 0 or day.weekday() == 6:
            day -= timedelta(1)
        return day
