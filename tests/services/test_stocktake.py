"""Making stocktakes: what is listed when, what stands in the way, and both or neither."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest

from jxc_xl.domain.stocktaking import Scope
from jxc_xl.domain.tables.stocktake import Method, Moment
from jxc_xl.errors import CannotWork, UsageError
from jxc_xl.ledger import planned
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.planned import Planned
from jxc_xl.ledger.stocktakes import lines_of, open_stocktakes, stocktake
from jxc_xl.ledger.verify import verify
from jxc_xl.services.closing import close
from jxc_xl.services.post import post
from jxc_xl.services.report import Report
from jxc_xl.services.stocktake import Wanted, cancel_stocktake, make_stocktake
from tests.fake_book import FakeBook

TODAY = date(2026, 4, 15)
FIRST = "PDD20260415-001"


class Shop(NamedTuple):
    """A workbook and its ledger in a folder."""

    book: FakeBook
    ledger: Ledger

    def make(self, **wanted: Any) -> Report:
        """Make a stocktake today."""
        return make_stocktake(self.book, self.ledger, Wanted(**wanted), today=TODAY)

    def listed(self, number: str = FIRST) -> list[tuple[str, str, str, int]]:
        """What the ledger keeps of it, in units."""
        found = lines_of(self.ledger.connection, number)
        return [(line.warehouse, line.item, line.batch, line.book_e4 // 10_000) for line in found]

    def move(self, kind: str, month: int, day: int, item: str, quantity: int, **more: Any) -> None:
        """A row in 采购 or 销售."""
        table = "purchases" if kind == "采购入库" else "sales"
        who = "百事" if table == "purchases" else "王店"
        cells = {"partner": who, "warehouse": "主仓库", "price": 2.0, **more}
        self.book.type(
            table, date=datetime(2026, month, day), kind=kind, item=item, quantity=quantity, **cells
        )


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """Cola, pens and milk by batch in two warehouses: March and April."""
    book = FakeBook(tmp_path / "shop.xlsx")
    for code, name, category, place, batches in (
        ("KL", "可乐", "饮料", "A-10", None), ("BI", "笔", "文具", "A-2", None),
        ("NAI", "牛奶", "饮料", "", "是"), ("JIU", "旧书", "文具", "", None),
    ):  # fmt: skip
        book.type(
            "items", code=code, name=name, unit="个", category=category, position=place,
            batch_managed=batches,
        )  # fmt: skip
    book.type("suppliers", code="S", name="百事")
    book.type("customers", code="C", name="王店")
    book.type("warehouses", code="W1", name="主仓库")
    book.type("warehouses", code="W2", name="门店")
    with Ledger.create(tmp_path / "shop.db") as ledger:
        made = Shop(book, ledger)
        made.move("采购入库", 1, 2, "JIU", 4)
        made.move("销售出库", 1, 3, "JIU", 4)
        made.move("采购入库", 3, 2, "KL", 100)
        made.move("采购入库", 3, 2, "BI", 10)
        made.move("采购入库", 3, 5, "NAI", 6, batch="B1")
        made.move("销售出库", 3, 20, "KL", 30)
        made.move("采购入库", 4, 2, "KL", 7, warehouse="门店")
        made.move("销售出库", 4, 3, "BI", 10)
        made.move("销售出库", 4, 15, "KL", 1)
        assert post(book, ledger, today=TODAY).ok
        yield made


def test_everything_there_is_now(shop: Shop) -> None:
    """By warehouse, 仓位, code; sold out lately is listed with 0, sold out long ago is not."""
    report = shop.make()
    assert shop.listed() == [
        ("W1", "BI", "", 0), ("W1", "KL", "", 69), ("W1", "NAI", "B1", 6), ("W2", "KL", "", 7),
    ]  # fmt: skip
    path = Path(report.extra["file"])
    assert path == shop.book.path.with_name(f"shop-盘点表-{FIRST}.xlsx")
    workbook = openpyxl.load_workbook(path)
    assert workbook.sheetnames == ["主仓库", "门店"]
    assert [workbook["主仓库"][cell].value for cell in ("B7", "J7", "B9")] == ["KL", 69, None]
    made = stocktake(shop.ledger.connection, FIRST)
    assert made is not None
    assert made.fingerprint == workbook["门店"]["E3"].value
    assert [entry["lines"] for entry in report.extra["sheets"]] == [3, 1]
    assert verify(shop.ledger.connection).differences == []


def test_a_past_month_is_counted_at_its_end(shop: Shop) -> None:
    """What moved after it does not count; the current month is counted today."""
    shop.make(month="2026-03")
    assert shop.listed("PDD20260331-001") == [
        ("W1", "BI", "", 10), ("W1", "KL", "", 70), ("W1", "JIU", "", 0), ("W1", "NAI", "B1", 6),
    ]  # fmt: skip
    assert shop.make(month="2026-04").extra["date"] == TODAY


def test_before_the_moves_of_the_day(shop: Shop) -> None:
    """日初 knows nothing of what was sold today."""
    shop.make(moment=Moment.START, warehouses=("主仓库",))
    assert ("W1", "KL", "", 70) in shop.listed()


def test_any_day_that_has_come(shop: Shop) -> None:
    """Named by its date."""
    shop.make(day=date(2026, 4, 2))
    assert ("W2", "KL", "", 7) in shop.listed("PDD20260402-001")
    assert ("W1", "BI", "", 10) in shop.listed("PDD20260402-001")


@pytest.mark.parametrize(
    ("scope", "listed"),
    [
        (Scope(category="文具"), ["BI"]),
        (Scope(all_items=True), ["BI", "KL", "JIU", "NAI", "KL"]),
        (Scope(sample=99, seed=1), ["BI", "KL", "NAI", "KL"]),
    ],
)
def test_a_part_of_it(shop: Shop, scope: Scope, listed: list[str]) -> None:
    """By category, more than usual, or a sample larger than there are items."""
    shop.make(scope=scope)
    assert [item for _warehouse, item, *_rest in shop.listed()] == listed


def test_a_sample_is_drawn_with_a_seed_that_is_kept(shop: Shop) -> None:
    """It is said, stands in the ledger, and draws the same again."""
    report = shop.make(scope=Scope(sample=1))
    seed = report.extra["scope"]["seed"]
    assert str(seed) in report.summary[-1]
    once = shop.listed()
    cancel_stocktake(shop.book, shop.ledger, FIRST)
    shop.make(scope=Scope(sample=1, seed=seed))
    assert shop.listed("PDD20260415-002") == once


def test_a_place_changed_in_the_sheet_counts_at_once(shop: Shop) -> None:
    """Without a posting in between: shelves are rearranged before a count."""
    shop.book.tables["items"][0]["仓位"] = "A-1"
    shop.make(warehouses=("W1",))
    assert [item for _place, item, *_rest in shop.listed()] == ["KL", "BI", "NAI"]


def test_an_item_that_another_workbook_brought_is_listed(shop: Shop) -> None:
    """The books have it though the sheet here has no row of it yet."""
    del shop.book.tables["items"][0]
    shop.book.tables["items"][0]["仓位"] = "Z-9"
    shop.make(warehouses=("W1",))
    assert [item for _place, item, *_rest in shop.listed()] == ["KL", "BI", "NAI"]


def test_a_class_is_that_of_the_last_recompute(shop: Shop) -> None:
    """It stands on the sheet and in the ledger; without one nobody knows what to list."""
    assert codes(shop.make(scope=Scope(abc="A"))) == ["stocktake_unclassed"]
    with shop.ledger.transaction() as connection:
        found = [Planned(item, abc, "X", 0, 0, 0, 0) for item, abc in (("KL", "A"), ("BI", "C"))]
        planned.store(connection, date(2026, 4, 10), found)
    report = shop.make(scope=Scope(abc="A"))
    assert [item for _place, item, *_rest in shop.listed()] == ["KL", "KL"]
    assert "2026-04-10" in report.summary[-1]
    assert report.extra["scope"]["abc"] == "A"
    cancel_stocktake(shop.book, shop.ledger, FIRST)
    report = shop.make()
    kept = lines_of(shop.ledger.connection, report.extra["number"])
    assert [(line.item, line.abc) for line in kept] == [
        ("BI", "C"), ("KL", "A"), ("NAI", ""), ("KL", "A"),
    ]  # fmt: skip
    sheet = openpyxl.load_workbook(report.extra["file"])["主仓库"]
    assert [sheet[cell].value for cell in ("I6", "I7", "I8")] == ["C", "A", None]


def codes(report: Report) -> list[str]:
    """The codes of the problems of a refusal that made nothing."""
    assert not report.ok
    return [found.code for found in report.problems]


def test_one_at_a_time_for_a_warehouse_and_a_day(shop: Shop) -> None:
    """The open one is named; another warehouse or day may be counted beside it."""
    shop.make(warehouses=("主仓库",))
    report = shop.make()
    assert codes(report) == ["stocktake_open"]
    assert FIRST in report.problems[0].message
    assert shop.make(warehouses=("门店",)).ok
    assert shop.make(day=date(2026, 4, 14)).ok
    assert cancel_stocktake(shop.book, shop.ledger, FIRST).ok
    assert shop.make(warehouses=("主仓库",)).ok
    assert len(list(shop.book.path.parent.glob("*盘点表*"))) == 4


def test_a_closed_month_is_not_counted(shop: Shop) -> None:
    """What would be found could not be posted."""
    for month in ("2026-01", "2026-02", "2026-03"):
        assert close(shop.book, shop.ledger, month, today=TODAY, now=datetime(2026, 4, 15)).ok
    assert codes(shop.make(month="2026-03")) == ["stocktake_closed"]
    assert open_stocktakes(shop.ledger.connection) == []


def test_nothing_to_count_makes_nothing(shop: Shop) -> None:
    """Neither file nor number; the warehouse that has nothing is named."""
    report = shop.make(month="2026-03", warehouses=("门店", "W1"))
    assert codes(report) == ["stocktake_nothing"]
    assert "门店" in report.problems[0].message
    assert codes(shop.make(day=date(2025, 1, 1))) == ["stocktake_nothing"] * 2
    assert list(shop.book.path.parent.glob("*盘点表*")) == []
    assert open_stocktakes(shop.ledger.connection) == []


def test_less_than_nothing_is_warned_of(shop: Shop) -> None:
    """It is listed nevertheless: the count puts it right."""
    settings = {row["项目"]: row for row in shop.book.tables["settings"]}
    settings["负库存"]["值"] = "允许"
    shop.move("销售出库", 4, 15, "BI", 3)
    post(shop.book, shop.ledger, today=TODAY)
    report = shop.make()
    assert report.ok
    assert [found.code for found in report.problems] == ["stocktake_negative"]
    assert shop.listed()[0] == ("W1", "BI", "", -3)


@pytest.mark.parametrize(
    "wanted",
    [
        {"warehouses": ("仓库九",)},
        {"scope": Scope(category="家电")},
        {"month": "2026-05"},
        {"month": "四月"},
        {"day": date(2026, 4, 16)},
    ],
)
def test_what_makes_no_sense_is_wrong_use(shop: Shop, wanted: dict[str, Any]) -> None:
    """Unknown names, and days that have not come; nothing is made."""
    with pytest.raises(UsageError):
        shop.make(**wanted)
    assert open_stocktakes(shop.ledger.connection) == []


def test_the_hint_names_what_there_is(shop: Shop) -> None:
    """Whoever mistyped a warehouse or a category sees the right ones."""
    with pytest.raises(UsageError) as unknown:
        shop.make(warehouses=("仓库九",))
    assert "主仓库、门店" in unknown.value.hint
    with pytest.raises(UsageError) as other:
        shop.make(scope=Scope(category="家电"))
    assert "文具、饮料" in other.value.hint


def test_a_file_that_is_there_is_not_overwritten(shop: Shop, tmp_path: Path) -> None:
    """And the stocktake is not begun; neither is it where the folder is missing."""
    there = tmp_path / "there.xlsx"
    there.write_text("mine")
    for path in (there, tmp_path / "no" / "folder.xlsx"):
        with pytest.raises(CannotWork):
            make_stocktake(shop.book, shop.ledger, Wanted(), today=TODAY, output=path)
    assert there.read_text() == "mine"
    assert open_stocktakes(shop.ledger.connection) == []
    report = make_stocktake(
        shop.book, shop.ledger, Wanted(), today=TODAY, output=tmp_path / "mine.xlsx"
    )
    assert (report.extra["number"], report.extra["file"]) == (FIRST, str(tmp_path / "mine.xlsx"))


def test_a_ledger_that_does_not_take_it_leaves_no_file(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full at the last moment: the workbook goes again."""

    def full(*_anything: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("jxc_xl.services.stocktake._tell", full)
    with pytest.raises(OSError, match="No space"):
        shop.make()
    assert list(shop.book.path.parent.glob("*盘点表*")) == []
    assert open_stocktakes(shop.ledger.connection) == []


def test_blind_is_kept_and_so_is_what_the_books_have(shop: Shop) -> None:
    """The ledger knows the quantities though the file does not."""
    report = shop.make(method=Method.BLIND)
    made = stocktake(shop.ledger.connection, FIRST)
    assert made is not None
    assert made.method is Method.BLIND
    assert ("W1", "KL", "", 69) in shop.listed()
    sheet = openpyxl.load_workbook(report.extra["file"])["主仓库"]
    assert "账面数量" not in [cell.value for cell in sheet[5]]


def test_only_an_open_stocktake_is_cancelled(shop: Shop) -> None:
    """A number that nobody has is wrong use; cancelling twice says so."""
    with pytest.raises(UsageError):
        cancel_stocktake(shop.book, shop.ledger, FIRST)
    shop.make()
    assert cancel_stocktake(shop.book, shop.ledger, FIRST.lower()).ok
    assert codes(cancel_stocktake(shop.book, shop.ledger, FIRST)) == ["stocktake_gone"]
