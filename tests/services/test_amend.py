"""更正 on a workbook: closing without saving, rows added and taken away, two numbers in one."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.verify import verify
from jxc_xl.services.amend import amend
from jxc_xl.services.closing import close
from jxc_xl.services.post import post
from jxc_xl.services.report import Report
from tests.fake_book import FakeBook

TODAY = date(2026, 11, 22)
FIRST = "CGRK20260301-001"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger that proves itself in the end."""
    with Ledger.create(tmp_path / "shop.db") as made:
        yield made
        assert verify(made.connection).differences == []


@pytest.fixture
def book(ledger: Ledger) -> FakeBook:
    """A shop with a posted receipt of two rows."""
    made = FakeBook()
    made.type("items", code="A", name="可乐", unit="瓶")
    made.type("items", code="M", name="牛奶", unit="盒", batch_managed="是")
    made.type("suppliers", code="S", name="百事")
    made.type("customers", code="C", name="王店")
    made.type("warehouses", code="W", name="主仓库")
    buy(made, "A", 10, 2)
    buy(made, "M", 6, 5, batch="B1")
    assert post(made, ledger, today=TODAY).ok
    return made


def buy(book: FakeBook, item: str, quantity: float, price: float | None, **more: Any) -> None:
    """Type a row of a receipt."""
    book.type(
        "purchases", date=datetime(2026, 3, 1), partner="百事", item=item, quantity=float(quantity),
        price=price, **more,
    )  # fmt: skip


def correct(book: FakeBook, ledger: Ledger, *numbers: str) -> Report:
    """Click."""
    return amend(book, ledger, numbers or (FIRST,), today=TODAY)


def codes(report: Report) -> list[str]:
    """The problems."""
    return [found.code for found in report.problems]


def lines(ledger: Ledger) -> list[tuple[Any, ...]]:
    """The standing lines: number, item, quantity, price, total."""
    return ledger.connection.execute(
        "SELECT number, item, quantity, unit_price, total FROM v_lines"
        " WHERE reversed_by IS NULL AND kind <> 'reversal' ORDER BY id"
    ).fetchall()


def test_what_was_not_saved_is_found_again(book: FakeBook, ledger: Ledger) -> None:
    """The program ends between the books and the marks: the next click gives the rows their marks.

    Neither 过账 nor 更正 puts anything into the books again.
    """
    book.tables["purchases"][0]["单价"] = 3.0
    before = deepcopy(book.tables)
    assert correct(book, ledger).ok
    book.tables = before
    report = post(book, ledger, today=TODAY)
    assert (report.documents, report.extra["adopted_lines"]) == ([], 2)
    rows = book.tables["purchases"]
    assert [(row["单据编号"], row["状态"]) for row in rows[:2]] == [
        ("CGRK20260301-002", "已过账")
    ] * 2
    assert rows[0]["价税合计"] == 30
    assert codes(correct(book, ledger)) == ["reversed_already"]
    assert codes(correct(book, ledger, "CGRK20260301-002")) == ["amend_same"]


def test_a_row_is_added_and_one_left_out(book: FakeBook, ledger: Ledger) -> None:
    """A new row with the number or below it belongs to the document; a deleted one leaves it."""
    del book.tables["purchases"][1]
    buy(book, "A", 1, 2, number=FIRST)
    book.type("purchases", item="A", quantity=5.0, price=0.0)
    buy(book, "A", 7, 7)
    report = correct(book, ledger)
    assert (report.ok, codes(report)) == (True, ["amend_line_gone"])
    assert lines(ledger) == [
        ("CGRK20260301-002", "A", 10, 2, 20),
        ("CGRK20260301-002", "A", 1, 2, 2),
        ("CGRK20260301-002", "A", 5, 0, 0),
    ]
    statuses = [row["状态"] for row in book.tables["purchases"][:4]]
    assert statuses == ["已过账", "已过账", "已过账", None]


def test_a_number_of_ones_own_and_another_item(book: FakeBook, ledger: Ledger) -> None:
    """A number typed over is taken; what belonged to the old item does not go with the new one."""
    for row in book.tables["purchases"][:2]:
        row["单据编号"] = "我的-1"
    book.tables["purchases"][1]["商品编码"] = "A"
    assert correct(book, ledger).ok
    assert lines(ledger) == [("我的-1", "A", 10, 2, 20), ("我的-1", "A", 6, 5, 30)]
    assert book.tables["purchases"][1]["批号"] is None


def test_what_is_wrong_is_said_and_nothing_changes(book: FakeBook, ledger: Ledger) -> None:
    """A mistake in the changed row holds the correction back; the row is marked and stays so."""
    before = lines(ledger)
    book.tables["purchases"][0] |= {"数量": "没数", "供应商": "没有的"}
    report = correct(book, ledger)
    assert (report.ok, report.documents, lines(ledger)) == (False, [], before)
    assert {found.column for found in report.problems} == {"数量", "供应商"}
    row = book.tables["purchases"][0]
    assert (row["状态"], row["单据编号"]) == ("已改动", FIRST)
    assert "|数量|" in row["错误列"]


def test_no_closed_month_is_touched(book: FakeBook, ledger: Ledger) -> None:
    """Neither a document of a closed month nor one that would move into it."""
    buy(book, "A", 1, 1)
    book.tables["purchases"][2]["单据日期"] = datetime(2026, 5, 1)
    assert post(book, ledger, today=TODAY).ok
    assert close(book, ledger, "2026-03", today=TODAY, now=datetime(2026, 11, 22)).ok
    book.tables["purchases"][0]["单价"] = 3.0
    assert codes(correct(book, ledger)) == ["reversal_closed"]
    book.tables["purchases"][2]["单据日期"] = datetime(2026, 3, 9)
    assert codes(correct(book, ledger, "CGRK20260501-001")) == ["date_closed"]
    assert len(lines(ledger)) == 3


def test_corrections_in_a_circle_end_where_they_began(book: FakeBook, ledger: Ledger) -> None:
    """To and fro, ten times: one document stands, and it costs what it says."""
    number = FIRST
    for turn in range(10):
        book.tables["purchases"][0]["单价"] = 3.0 - turn % 2
        assert correct(book, ledger, number).ok
        number = str(book.tables["purchases"][0]["单据编号"])
    assert number == "CGRK20260301-011"
    assert [line[-1] for line in lines(ledger)] == [20, 30]


def test_batches_that_were_taken_stay(book: FakeBook, ledger: Ledger) -> None:
    """A sale took two batches; one that expires sooner comes later.  Its price is put right: the
    goods that left are the same; of another quantity they are chosen anew."""
    buy(book, "M", 4, 6, batch="B2", expires=datetime(2026, 9, 1))
    sold = book.type(
        "sales", date=datetime(2026, 3, 5), partner="王店", item="M", quantity=8.0, price=9.0
    )
    assert post(book, ledger, today=TODAY).ok
    buy(book, "M", 9, 7, batch="B3", expires=datetime(2026, 6, 1))
    assert post(book, ledger, today=TODAY).ok

    def taken() -> list[tuple[str, int]]:
        return ledger.connection.execute(
            "SELECT batch, quantity FROM v_moves WHERE kind = 'delivery' AND NOT void ORDER BY id"
        ).fetchall()

    before = taken()
    assert before == [("B2", -4), ("B1", -4)]
    sold["单价"] = 10.0
    assert correct(book, ledger, str(sold["单据编号"])).ok
    assert (taken(), sold["价税合计"]) == (before, 80)
    sold["数量"] = 7.0
    assert correct(book, ledger, str(sold["单据编号"])).ok
    assert taken() == [("B3", -7)]


def test_a_document_cannot_hang_on_itself(book: FakeBook, ledger: Ledger) -> None:
    """A receipt turned into a return of itself names a document that is then not there."""
    for row in book.tables["purchases"][:2]:
        row |= {"类型": "采购退货", "关联单据": FIRST}
    report = correct(book, ledger)
    assert set(codes(report)) == {"link_not_posted"}
    assert len(lines(ledger)) == 2


def test_a_price_pending_stays_so_until_it_is_typed(book: FakeBook, ledger: Ledger) -> None:
    """The warehouse's clerk corrects a quantity: the invoice is still to come."""
    book.type(
        "purchases", date=datetime(2026, 3, 2), partner="百事", item="A", quantity=4.0,
    )  # fmt: skip
    assert post(book, ledger, today=TODAY).ok

    def pending() -> list[int]:
        rows = ledger.connection.execute(
            "SELECT provisional FROM v_lines WHERE date = '2026-03-02' AND reversed_by IS NULL"
            " AND kind = 'receipt'"
        )
        return [row[0] for row in rows]

    row = book.tables["purchases"][2]
    assert pending() == [1]
    row["数量"] = 5.0
    assert correct(book, ledger, "CGRK20260302-001").ok
    assert (pending(), row["价税合计"]) == ([1], 10)
    row["单价"] = 2.5
    assert correct(book, ledger, "CGRK20260302-002").ok
    assert (pending(), row["价税合计"]) == ([0], 12.5)
