"""The codes about stock, orders and rows: each is provoked once, and its words are kept."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from jxc_xl.domain.messages import orders, stock
from jxc_xl.domain.problems import Problem
from jxc_xl.i18n import Language, set_language
from jxc_xl.ledger.connection import Ledger
from jxc_xl.services.amend import amend
from jxc_xl.services.orders import close_orders_in_book, fulfil
from jxc_xl.services.post import post
from jxc_xl.services.reverse import reverse_in_book
from tests.fake_book import FakeBook

TODAY = date(2026, 11, 22)
Story = Callable[[FakeBook, Ledger], list[Problem]]


def _book(**settings: str) -> FakeBook:
    book = FakeBook()
    for row in book.tables["settings"]:
        row["值"] = settings.get(row["项目"], row["值"])
    book.type("items", code="A", name="可乐", unit="瓶", purchase_price=2.0)
    book.type("suppliers", code="S", name="百事")
    book.type("customers", code="C", name="王店")
    book.type("warehouses", code="W", name="主仓库")
    book.type("warehouses", code="M", name="门店")
    return book


def _buy(book: FakeBook, quantity: float = 10, **more: Any) -> None:
    book.type(
        "purchases", date=datetime(2026, 3, 1), partner="百事", item="A", quantity=quantity,
        price=2.0, **more,
    )  # fmt: skip


def _sell(book: FakeBook, quantity: float, **more: Any) -> None:
    book.type(
        "sales", date=datetime(2026, 3, 5), partner="王店", item="A", quantity=quantity,
        price=3.0, **more,
    )  # fmt: skip


def _posted(book: FakeBook, ledger: Ledger) -> list[Problem]:
    return post(book, ledger, today=TODAY).problems


def _reversed(book: FakeBook, ledger: Ledger, *numbers: str) -> list[Problem]:
    return reverse_in_book(book, ledger, numbers, today=TODAY).problems


def _shortage(book: FakeBook, ledger: Ledger) -> list[Problem]:
    _buy(book)
    _buy(book, 4, warehouse="门店")
    _sell(book, 12)
    return _posted(book, ledger)


def _coming(book: FakeBook, ledger: Ledger) -> list[Problem]:
    _order(book, "purchases", 30, "百事", number="D1", due=datetime(2026, 12, 1))
    return _shortage(book, ledger)


def _repeated(book: FakeBook, ledger: Ledger) -> list[Problem]:
    _buy(book)
    _posted(book, ledger)
    book.tables["purchases"].append(dict(book.tables["purchases"][0]))
    return _posted(book, ledger)


def _no_column(book: FakeBook, ledger: Ledger) -> list[Problem]:
    book.headers["purchases"] = tuple(h for h in book.headers["purchases"] if h != "单价")
    return _posted(book, ledger)


def _no_table(book: FakeBook, ledger: Ledger) -> list[Problem]:
    del book.tables["movements"]
    return _posted(book, ledger)


def _unit(book: FakeBook, ledger: Ledger) -> list[Problem]:
    _buy(book)
    _posted(book, ledger)
    book.tables["items"][0]["单位"] = "箱"
    return _posted(book, ledger)


def _managed(book: FakeBook, ledger: Ledger) -> list[Problem]:
    _buy(book)
    _posted(book, ledger)
    book.tables["items"][0]["批次管理"] = "是"
    return _posted(book, ledger)


def _twice_reversed(book: FakeBook, ledger: Ledger) -> list[Problem]:
    _buy(book)
    _posted(book, ledger)
    return _reversed(book, ledger, "CGRK20260301-001", "CGRK20260301-001")


def _reversal_reversed(book: FakeBook, ledger: Ledger) -> list[Problem]:
    _buy(book)
    _posted(book, ledger)
    return _reversed(book, ledger, "CGRK20260301-001", "HC20260301-001")


def _apart(book: FakeBook, ledger: Ledger) -> list[Problem]:
    _buy(book)
    book.apart["purchases"] = book.tables["purchases"].pop()
    return _posted(book, ledger)


def _no_stock_sheet(book: FakeBook, ledger: Ledger) -> list[Problem]:
    _buy(book)
    del book.tables["stock"]
    return _posted(book, ledger)


def _returned(book: FakeBook, ledger: Ledger) -> list[Problem]:
    _buy(book)
    _sell(book, 5, number="XSCK20260305-009")
    _sell(book, 2, kind="销售退货", link="XSCK20260305-009")
    _posted(book, ledger)
    return _reversed(book, ledger, "XSCK20260305-009")


def _cut_after_raise(book: FakeBook, ledger: Ledger) -> list[Problem]:
    _buy(book)
    for day, number, value in ((3, "TZ1", 5.0), (4, "TZ2", -22.0)):
        book.type(
            "movements", date=datetime(2026, 3, day), number=number, kind="成本调整", item="A",
            amount=value, link="CGRK20260301-001",
        )  # fmt: skip
        _posted(book, ledger)
    return _reversed(book, ledger, "TZ1")


def _raised_less(book: FakeBook, ledger: Ledger) -> list[Problem]:
    _cut_after_raise(book, ledger)
    book.tables["movements"][0]["金额"] = 1.0
    return _amended(book, ledger, "TZ1")


def _sold(book: FakeBook, ledger: Ledger) -> list[Problem]:
    _buy(book)
    _sell(book, 5)
    _posted(book, ledger)
    return _reversed(book, ledger, "CGRK20260301-001")


def _expired(book: FakeBook, ledger: Ledger) -> list[Problem]:
    book.tables["items"][0]["批次管理"] = "是"
    _buy(book, batch="B1", expires=datetime(2026, 3, 3))
    _sell(book, 2)
    return _posted(book, ledger)


def _leaning(book: FakeBook, ledger: Ledger) -> list[Problem]:
    _buy(book)
    _sell(book, 12)
    book.type("sales", date=datetime(2026, 3, 6), partner="王店", item="A", quantity=1)
    return _posted(book, ledger)


def _order(book: FakeBook, table: str, quantity: float, partner: str, **more: Any) -> None:
    kind = "采购订单" if table == "purchases" else "销售订单"
    book.type(
        table, date=datetime(2026, 3, 4), kind=kind, partner=partner, item="A", quantity=quantity,
        price=2.5, **more,
    )  # fmt: skip


def _ordered(book: FakeBook, ledger: Ledger) -> list[Problem]:
    _buy(book)
    _order(book, "purchases", 30, "百事", number="D1", due=datetime(2026, 12, 1))
    _posted(book, ledger)
    _order(book, "sales", 12, "王店")
    return _posted(book, ledger)


def _others_goods(book: FakeBook, ledger: Ledger) -> list[Problem]:
    _buy(book)
    book.type("customers", code="D", name="李店")
    _order(book, "sales", 8, "李店")
    _posted(book, ledger)
    _sell(book, 3)
    return _posted(book, ledger)


def _fulfilled(book: FakeBook, ledger: Ledger) -> list[Problem]:
    _buy(book)
    _order(book, "sales", 8, "王店", number="D1")
    _posted(book, ledger)
    _sell(book, 3, link="D1")
    _posted(book, ledger)
    return _reversed(book, ledger, "D1")


def _closed_order(book: FakeBook, ledger: Ledger, *numbers: str) -> list[Problem]:
    _order(book, "sales", 8, "王店", number="D1")
    _posted(book, ledger)
    return close_orders_in_book(book, ledger, numbers, today=TODAY).problems


def _no_order(book: FakeBook, ledger: Ledger) -> list[Problem]:
    _buy(book)
    return _closed_order(book, ledger, "CGRK20260301-001")


def _order_gone(book: FakeBook, ledger: Ledger) -> list[Problem]:
    _closed_order(book, ledger)
    _reversed(book, ledger, "D1")
    return close_orders_in_book(book, ledger, ["D1"], today=TODAY).problems


def _closed_twice(book: FakeBook, ledger: Ledger) -> list[Problem]:
    _closed_order(book, ledger, "D1")
    return fulfil(book, ledger, ["D1"], today=TODAY).problems


def _nothing_open(book: FakeBook, ledger: Ledger) -> list[Problem]:
    _fulfilled(book, ledger)
    _sell(book, 5, link="D1")
    _posted(book, ledger)
    return fulfil(book, ledger, ["D1"], today=TODAY).problems


def _fetched_twice(book: FakeBook, ledger: Ledger) -> list[Problem]:
    _closed_order(book, ledger)
    fulfil(book, ledger, ["D1"], today=TODAY)
    return fulfil(book, ledger, ["d1"], today=TODAY).problems


def _amended(book: FakeBook, ledger: Ledger, *numbers: str) -> list[Problem]:
    return amend(book, ledger, numbers, today=TODAY).problems


def _not_here(book: FakeBook, ledger: Ledger) -> list[Problem]:
    _buy(book)
    _posted(book, ledger)
    book.tables["purchases"].clear()
    return _amended(book, ledger, "CGRK20260301-001")


def _unchanged(book: FakeBook, ledger: Ledger) -> list[Problem]:
    _buy(book)
    _posted(book, ledger)
    return _amended(book, ledger, "CGRK20260301-001")


def _row_gone(book: FakeBook, ledger: Ledger) -> list[Problem]:
    _buy(book)
    _buy(book, 3)
    _posted(book, ledger)
    book.tables["purchases"].pop()
    return _amended(book, ledger, "CGRK20260301-001")


def _too_few(book: FakeBook, ledger: Ledger) -> list[Problem]:
    _buy(book)
    _sell(book, 5)
    _posted(book, ledger)
    book.tables["purchases"][0]["数量"] = 4.0
    return _amended(book, ledger, "CGRK20260301-001")


STORIES: dict[str, Story] = {
    "shortage": _shortage,
    "shortage_coming": _coming,
    "shortage_expired": _expired,
    "shortage_allowed": _shortage,
    "price_of_refused": _leaning,
    "repeated_row": _repeated,
    "row_apart": _apart,
    "column_missing": _no_column,
    "sheet_not_filled": _no_stock_sheet,
    "table_missing": _no_table,
    "unit_settled": _unit,
    "batch_managed_settled": _managed,
    "document_missing": lambda book, ledger: _reversed(book, ledger, "CGRK1"),
    "reversed_already": _twice_reversed,
    "reversal_of_reversal": _reversal_reversed,
    "reversal_returns": _returned,
    "reversal_value": _cut_after_raise,
    "reversal_short": _sold,
    "amend_no_rows": _not_here,
    "amend_same": _unchanged,
    "amend_line_gone": _row_gone,
    "amend_short": _too_few,
    "amend_value": _raised_less,
    "order_short": _ordered,
    "reserved": _others_goods,
    "reserved_allowed": _others_goods,
    "reversal_fulfilled": _fulfilled,
    "not_an_order": _no_order,
    "order_reversed": _order_gone,
    "order_closed_already": _closed_twice,
    "order_done": _nothing_open,
    "order_drafted": _fetched_twice,
}
GOLDEN = Path(__file__).with_name("stock_messages.md")
"""What each code says, in Chinese and in English."""


def golden() -> dict[str, tuple[str, str]]:
    """The words that are kept, by code."""
    sections = GOLDEN.read_text(encoding="utf-8").split("\n## ")[1:]
    parts = (section.strip().splitlines() for section in sections)
    return {code: (chinese, english) for code, chinese, english in parts}


def test_every_code_has_its_story() -> None:
    """Nothing stands in this part of the catalogue that is not provoked here."""
    assert STORIES.keys() == golden().keys() == stock.ENTRIES.keys() | orders.ENTRIES.keys()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("code", STORIES)
def test_each_code_is_said_in_these_words(code: str, language: Language, tmp_path: Path) -> None:
    """The story gives this problem, and it is said like this."""
    chinese, english = golden()[code]
    assert said(code, language, tmp_path) == (chinese if language == "zh" else english)


def said(code: str, language: Language, folder: Path) -> str:
    """Tell the story of a code; what is said of it."""
    set_language(language)
    with Ledger.create(folder / f"{code}-{language}.db") as ledger:
        book = _book(
            负库存="提醒" if code == "shortage_allowed" else "禁止",
            占用控制="禁止" if code == "reserved" else "提醒",
        )
        (found,) = (p for p in STORIES[code](book, ledger) if p.code == code)
    place = " ".join(str(part) for part in (found.sheet, found.row, found.column) if part)
    return f"> {place}: {found.message} {found.hint}".replace("> : ", "> ")
