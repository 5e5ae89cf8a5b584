"""When people buy what: seasons, weekends, holidays and promotions."""

from datetime import date, timedelta
from decimal import Decimal
from math import cos, pi

from jxc_xl.services.sample.model import Goods, Rows

_OFFERS = {"85折": Decimal("0.85"), "9折": Decimal("0.9")}
_CLOSED_DAYS = 6
_QUIET_DAYS = 18


class Seasons:
    """How busy a day is and how much a good is wanted on it, by the calendar of promotions."""

    def __init__(self, masters: Rows) -> None:
        self._offers: dict[tuple[date, str], str] = {}
        self._rush: set[date] = set()
        self._new_years: list[date] = []
        self._moon_days: list[date] = []
        for row in masters["promotion_days"]:
            start, end = row["start"], row["end"]
            assert isinstance(start, date)
            assert isinstance(end, date)
            if row["name"] == "春节年货":
                self._new_years.append(end + timedelta(2))
            elif row["name"] == "中秋":
                self._moon_days.append(end)
            else:
                for offset in range((end - start).days + 1):
                    day = start + timedelta(offset)
                    self._rush.add(day)
                    self._offers[day, str(row["category"])] = str(row["note"])

    def trade(self, day: date) -> float:
        """How busy the warehouse is; 0 when the shop is closed."""
        to_new_year = self._to_new_year(day)
        if -_CLOSED_DAYS < to_new_year <= 1:
            return 0
        if -_QUIET_DAYS < to_new_year <= -_CLOSED_DAYS:
            level = 0.5
        elif 1 < to_new_year <= 28:
            level = 1.5
        else:
            level = 1.0
        return level * (0.3 if day.weekday() == 6 else 1.1) * (3.2 if day in self._rush else 1)

    def visits(self, day: date) -> float:
        """How busy the store is."""
        if self.trade(day) == 0:
            return 0
        return (1.6 if day.weekday() >= 5 else 0.8) * (3 if day in self._rush else 1)

    def wanted(self, goods: Goods, day: date) -> float:
        """How much more, or less, a good is wanted than on an ordinary day."""
        summer = cos(2 * pi * (day.timetuple().tm_yday - 205) / 365)
        to_new_year = self._to_new_year(day)
        if goods.season == "夏":
            return 1 + 0.7 * summer
        if goods.season == "盛夏":
            return max(0.06, 0.8 + 1.6 * summer)
        if goods.season == "冬":
            return 1 - 0.6 * summer
        if goods.season == "年货":
            return 4.5 if 1 < to_new_year <= 28 else 0.35
        if goods.season == "中秋":
            return 3 if any(0 < (moon - day).days <= 28 for moon in self._moon_days) else 0
        return 4 if self.offer(goods, day) else 1

    def offer(self, goods: Goods, day: date) -> str:
        """The discount on a good that day, as typed; none where it would be below 最低售价."""
        share = self._offers.get((day, goods.category), "")
        return share if share and goods.sale * _OFFERS[share] >= goods.lowest else ""

    def _to_new_year(self, day: date) -> int:
        """Days to the nearest New Year, negative after it."""
        return min(((new - day).days for new in self._new_years), key=abs, default=180)
