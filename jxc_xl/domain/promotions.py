"""促销日历: the days on which what is sold says little of other days."""

from dataclasses import dataclass
from datetime import date

from jxc_xl.domain.directory import Directory
from jxc_xl.domain.master_reader import MasterReader, read_code


@dataclass(frozen=True, slots=True)
class PromotionDays:
    """Days, the first and the last included, on which something is sold that otherwise is not.

    They are about one ``item`` by its code, else about a ``category``, else about the whole shop.
    """

    start: date
    end: date
    item: str = ""
    category: str = ""
    name: str = ""
    note: str = ""

    @property
    def code(self) -> str:
        """What tells them from others."""
        return "|".join((self.start.isoformat(), self.end.isoformat(), self.item, self.category))


def read_promotion_days(sheet: MasterReader, known: Directory) -> PromotionDays | None:
    """A row of 促销日历."""
    start, end = sheet.required("start", sheet.dates), sheet.required("end", sheet.dates)
    item = read_code(sheet, "item", known.item, required=False)
    texts = [sheet.text(name) for name in ("category", "name", "note")]
    if start is None or end is None:
        return None
    if end < start:
        sheet.say("end", "promotion_backwards", since=start)
    days = PromotionDays(start, end, item, *texts)
    if not sheet.is_bad:
        sheet.once("start", days.code, "promotion_twice")
    return None if sheet.is_bad else days
