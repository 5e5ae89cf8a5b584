"""设置 计价方法 as a click takes it up: what is said, what is shown, and who may change it."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from jxc_xl.ledger import valuation
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.verify import verify
from jxc_xl.services.post import check, post
from jxc_xl.services.report import Report
from tests.fake_book import FakeBook

TODAY = date(2026, 3, 31)
FIFO, AVERAGE = "先进先出", "移动加权平均"


def workbook(path: str) -> FakeBook:
    """A workbook of the shop."""
    book = FakeBook(Path(path))
    book.names["jxc_workbook_id"] = path
    book.type("items", code="A", name="可乐", unit="瓶")
    book.type("suppliers", code="S", name="百事")
    book.type("customers", code="C", name="王店")
    book.type("warehouses", code="W", name="主仓库")
    return book


def choose(book: FakeBook, word: str) -> None:
    """A clerk chooses the method."""
    row = next(row for row in book.tables["settings"] if row["项目"] == "计价方法")
    row["值"] = word


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Empty books."""
    with Ledger.create(tmp_path / "shop.db") as made:
        yield made


@pytest.fixture
def book(ledger: Ledger) -> FakeBook:
    """Ten at 1.00 and ten at 2.00 came, five went for 5.00."""
    made = workbook("前台.xlsx")
    for day, price in ((1, 1.0), (2, 2.0)):
        made.type(
            "purchases", date=datetime(2026, 3, day), partner="百事", item="A", quantity=10,
            price=price,
        )  # fmt: skip
    made.type("sales", date=datetime(2026, 3, 3), partner="王店", item="A", quantity=5, price=4.0)
    assert clicked(made, ledger).ok
    assert cost(made) == 5.0
    return made


def clicked(book: FakeBook, ledger: Ledger) -> Report:
    """过账."""
    return post(book, ledger, today=TODAY)


def cost(book: FakeBook) -> object:
    """What the row of the sale says that it cost."""
    return book.tables["sales"][0]["成本"]


def test_a_change_is_said_and_shown_in_old_rows(book: FakeBook, ledger: Ledger) -> None:
    """Nothing new is posted, but the row of the sale shows its cost at the average."""
    choose(book, AVERAGE)
    report = clicked(book, ledger)
    assert report.summary[-1] == "计价方法：从第一笔业务起按移动加权平均，重算了成本的商品有 1 个。"
    assert report.extra["costing_method"] == {"method": AVERAGE, "since": "", "items": ["A"]}
    assert cost(book) == 7.5
    assert "costing_method" not in clicked(book, ledger).extra
    assert verify(ledger.connection).differences == []


def test_a_check_only_says_it(book: FakeBook, ledger: Ledger) -> None:
    """The rehearsal leaves ledger and rows as they were."""
    choose(book, AVERAGE)
    assert check(book, ledger, today=TODAY).extra["costing_method"]["items"] == ["A"]
    assert cost(book) == 5.0
    assert valuation.decisions(ledger.connection) == 0


def test_new_rows_are_costed_by_the_new_method(book: FakeBook, ledger: Ledger) -> None:
    """The change comes before the documents of the same click."""
    choose(book, AVERAGE)
    book.type("sales", date=datetime(2026, 3, 4), partner="王店", item="A", quantity=3, price=4.0)
    assert clicked(book, ledger).ok
    assert [row["成本"] for row in book.tables["sales"]] == [7.5, 4.5]


def test_a_workbook_that_never_heard_of_it_changes_nothing_back(
    book: FakeBook, ledger: Ledger
) -> None:
    """Its 设置 still has the old word: it is warned, until it follows; from then on it may change."""
    choose(book, AVERAGE)
    clicked(book, ledger)
    other = workbook("仓库.xlsx")
    for _again in range(2):
        (said,) = clicked(other, ledger).problems
        assert (said.code, said.sheet, said.row, said.is_error) == (
            "costing_elsewhere", "设置", 5, False,
        )  # fmt: skip
    choose(other, AVERAGE)
    assert clicked(other, ledger).problems == []
    choose(other, FIFO)
    assert clicked(other, ledger).extra["costing_method"]["method"] == FIFO
    assert [found.code for found in clicked(book, ledger).problems] == ["costing_elsewhere"]
    choose(book, FIFO)
    assert clicked(book, ledger).problems == []
    assert cost(book) == 5.0
    assert valuation.decisions(ledger.connection) == 2


@pytest.mark.parametrize(("word", "said"), [("", []), ("平均", ["setting_wrong"]), (None, [])])
def test_a_word_that_means_nothing_leaves_the_method(
    book: FakeBook, ledger: Ledger, word: str, said: list[str]
) -> None:
    """Books at the average stay there when the word is deleted or mistyped."""
    choose(book, AVERAGE)
    clicked(book, ledger)
    choose(book, word)
    assert [found.code for found in clicked(book, ledger).problems] == said
    assert cost(book) == 7.5
    assert valuation.decisions(ledger.connection) == 1
