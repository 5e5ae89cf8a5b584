"""What is said of sheets that come back from a stocktake: each code once, its words kept."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from xlsxwriter import Workbook

from jxc_xl.domain.messages import counts
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.tables.stocktake import Method, Moment
from jxc_xl.i18n import Language, set_language
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.stocktakes import Plan, Stocktake, cancel
from jxc_xl.services.closing import close
from jxc_xl.services.counting.count import confirm, preview
from jxc_xl.services.post import post
from tests.counted import SOURCE, Sheet, begin, listed, returned, sheet
from tests.fake_book import FakeBook

TODAY = date(2026, 11, 22)
DAY = date(2026, 3, 31)


class Shop:
    """A shop with ten bottles of coke and four packs of milk, and a stocktake of the 31st."""

    def __init__(self, folder: Path, day: date = DAY) -> None:
        self.folder = folder
        self.ledger = Ledger.create(folder / "shop.db")
        book = self.book = FakeBook()
        book.type("items", code="A", name="可乐", unit="瓶", sub_unit="箱", factor=24.0,
                  purchase_price=2.0)  # fmt: skip
        book.type("items", code="B", name="牛奶", unit="盒", batch_managed="是")
        book.type("items", code="C", name="大米", unit="kg")
        book.type("suppliers", code="S", name="百事")
        book.type("customers", code="K", name="王店")
        book.type("warehouses", code="W", name="主仓库")
        self.buy("A", 10)
        self.buy("B", 4, batch="B1")
        self.post()
        plan = Plan(day, Moment.END, Method.OPEN, {"warehouses": ["W"]})
        self.made: Stocktake = begin(self.ledger, plan)

    def buy(self, item: str, quantity: float, day: int = 1, **more: Any) -> None:
        """Type a receipt."""
        self.book.type(
            "purchases", date=datetime(2026, 3, day), partner="百事", item=item,
            quantity=quantity, price=2.0, **more,
        )  # fmt: skip

    def sell(self, quantity: float, day: datetime) -> None:
        """Type a sale of coke."""
        self.book.type("sales", date=day, partner="王店", item="A", quantity=quantity, price=3.0)

    def post(self) -> list[Problem]:
        """Click 过账."""
        return post(self.book, self.ledger, today=TODAY).problems

    def page(self, *lines: dict[str, Any], **head: Any) -> Sheet:
        """The sheet with its two lines, changed by these; further ones are found goods."""
        own = listed(self.ledger, self.made, "W")
        rows = [{**row, **line} for row, line in zip(own, lines, strict=False)]
        return sheet(self.made, "主仓库", [*rows, *lines[len(own) :]], **head)

    def look(self, *pages: Sheet, **options: Any) -> list[Problem]:
        """Read the sheets, each from a file of its own; the problems."""
        files = [
            returned(self.folder / f"盘点{number}.xlsx", page, **options)
            for number, page in enumerate(pages, 1)
        ]
        return self.read(*files)

    def read(self, *files: Path) -> list[Problem]:
        """Read some files."""
        return preview(self.book, self.ledger, files, today=TODAY).problems

    def say(self, *lines: dict[str, Any], **head: Any) -> list[Problem]:
        """Read one sheet with these lines."""
        return self.look(self.page(*lines, **head))


def counted(quantity: Any, **more: Any) -> dict[str, Any]:
    """A line in which something was counted."""
    return {"counted": quantity, **more}


def _no_sheet(shop: Shop) -> list[Problem]:
    path = shop.folder / "别的.xlsx"
    with Workbook(path) as book:
        book.add_worksheet("笔记").write(0, 0, "买牛奶")
    return shop.read(path)


def _other_stocktake(shop: Shop) -> list[Problem]:
    first = shop.page(counted(10))
    plan = Plan(date(2026, 4, 30), Moment.END, Method.OPEN, {"warehouses": ["W"]})
    shop.made = begin(shop.ledger, plan)
    return shop.look(first, shop.page(counted(10)))


def _cancelled(shop: Shop) -> list[Problem]:
    with shop.ledger.transaction() as connection:
        cancel(connection, shop.made, SOURCE)
    return shop.say(counted(10))


def _closed(shop: Shop) -> list[Problem]:
    with shop.ledger.transaction() as connection:
        cancel(connection, shop.made, SOURCE)
    close(shop.book, shop.ledger, "2026-03", today=TODAY, now=datetime(2026, 11, 22))
    plan = Plan(DAY, Moment.END, Method.OPEN, {"warehouses": ["W"]})
    shop.made = begin(shop.ledger, plan)
    return shop.say(counted(10))


def _early(shop: Shop) -> list[Problem]:
    plan = Plan(date(2026, 11, 30), Moment.END, Method.OPEN, {"warehouses": ["W"]})
    shop.made = begin(shop.ledger, plan)
    return shop.say(counted(10))


def _done(shop: Shop) -> list[Problem]:
    file = returned(shop.folder / "盘点.xlsx", shop.page(counted(10)))
    assert confirm(shop.book, shop.ledger, [file], today=TODAY).ok
    return shop.say(counted(9, reason="丢失"))


def _file_twice(shop: Shop) -> list[Problem]:
    file = returned(shop.folder / "盘点1.xlsx", shop.page(counted(10)))
    copy = shop.folder / "盘点1-副本.xlsx"
    copy.write_bytes(file.read_bytes())
    return shop.read(file, copy)


def _formula(value: bytes) -> Callable[[Shop], list[Problem]]:
    """A formula with the result that a program has left in the cell."""

    def story(shop: Shop) -> list[Problem]:
        path = returned(shop.folder / "盘点.xlsx", shop.page(counted("=7+3")))
        with ZipFile(path) as old:
            parts = {name: old.read(name) for name in old.namelist()}
        name = "xl/worksheets/sheet1.xml"
        parts[name] = parts[name].replace(b"</f><v>0</v>", b"</f>" + value)
        with ZipFile(path, "w") as new:
            for part, data in parts.items():
                new.writestr(part, data)
        return shop.read(path)

    return story


def _twice(shop: Shop) -> list[Problem]:
    return shop.look(shop.page(counted(10)), shop.page(counted("9")))[:1]


def _later_short(shop: Shop) -> list[Problem]:
    shop.sell(9, datetime(2026, 4, 2))
    shop.post()
    return shop.say(counted(8, reason="丢失"))


def _no_cost(shop: Shop) -> list[Problem]:
    return shop.say({}, {}, {"item": "C", **counted(3, reason="漏记")})


def _moved(shop: Shop) -> list[Problem]:
    shop.sell(1, datetime(2026, 3, 31))
    shop.post()
    return [p for p in shop.say(counted(9)) if p.code == "count_moved"]


def _since(shop: Shop) -> list[Problem]:
    shop.sell(1, datetime(2026, 3, 20))
    shop.post()
    return shop.say(counted(9))


def _changed(shop: Shop) -> list[Problem]:
    file = returned(shop.folder / "盘点.xlsx", shop.page(counted(20, reason="漏记")))
    assert confirm(shop.book, shop.ledger, [file], today=TODAY).ok
    shop.buy("A", 10, 15)
    return shop.post()


STORIES: dict[str, Callable[[Shop], list[Problem]]] = {
    "count_no_sheet": _no_sheet,
    "count_no_number": lambda shop: shop.say(counted(10), number=None),
    "count_unknown": lambda shop: shop.say(counted(10), number="PDD20250331-001"),
    "count_other_shop": lambda shop: shop.say(counted(10), fingerprint="p123456789abcz"),
    "count_other_stocktake": _other_stocktake,
    "count_cancelled": _cancelled,
    "count_closed": _closed,
    "count_too_early": _early,
    "count_done": _done,
    "count_head_changed": lambda shop: shop.say(counted(10), date=datetime(2026, 2, 28)),
    "count_column_missing": lambda shop: shop.look(shop.page(counted(10)), without=["counted"]),
    "count_file_twice": _file_twice,
    "count_negative": lambda shop: shop.say(counted(-1)),
    "count_formula": _formula(b"<v>10</v>"),
    "count_formula_empty": _formula(b""),
    "count_code_changed": lambda shop: shop.say(counted(10, item="B", batch="B1")),
    "count_batch_missing": lambda shop: shop.say({}, counted(4, batch=None)),
    "count_twice": _twice,
    "count_reason_missing": lambda shop: shop.say(counted(9)),
    "count_later_short": _later_short,
    "count_no_cost": _no_cost,
    "count_moved": _moved,
    "count_since": _since,
    "count_changed": _changed,
}
GOLDEN = Path(__file__).with_name("count_messages.md")
"""What each code says, in Chinese and in English."""


def golden() -> dict[str, tuple[str, str]]:
    """The words that are kept, by code."""
    sections = GOLDEN.read_text(encoding="utf-8").split("\n## ")[1:]
    parts = (section.strip().splitlines() for section in sections)
    return {code: (chinese, english) for code, chinese, english in parts}


def test_every_code_has_its_story() -> None:
    """Nothing stands in this part of the catalogue that is not provoked here."""
    assert STORIES.keys() == golden().keys() == counts.ENTRIES.keys()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("code", STORIES)
def test_each_code_is_said_in_these_words(code: str, language: Language, tmp_path: Path) -> None:
    """The story gives this problem and no other, and it is said like this."""
    chinese, english = golden()[code]
    assert said(code, language, tmp_path) == (chinese if language == "zh" else english)


def said(code: str, language: Language, folder: Path) -> str:
    """Tell the story of a code; what is said of it."""
    set_language(language)
    shop = Shop(folder)
    with shop.ledger:
        (found,) = STORIES[code](shop)
    assert found.code == code
    place = " ".join(str(part) for part in (found.sheet, found.row, found.column) if part)
    return f"> {place}: {found.message} {found.hint}".replace("> : ", "> ")
