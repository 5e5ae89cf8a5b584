"""``jxc amend`` on a real workbook, as a program outside calls it."""

from pathlib import Path

from tests.e2e.shop import make, rows_of, run, type_rows
from tests.e2e.test_post import PURCHASE
from tests.e2e.test_round_two import SALE


def test_a_wrong_price_on_a_receipt_that_is_half_sold(tmp_path: Path) -> None:
    """One command; the books prove themselves, and once more there is nothing to do."""
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE], sales=[SALE])
    posted = run("post", book)
    number = posted["documents"][0]["number"]
    before = rows_of(book, "purchases")[0]
    type_rows(book, "purchases", [{"price": before["price"] * 2}], at=0)
    assert run("check", book)["ok"]
    assert rows_of(book, "purchases")[0]["status"] == "已改动"
    answer = run("amend", book, number)
    assert (answer["ok"], answer["exit"], answer["problems"]) == (True, 0, [])
    reversal, corrected = answer["documents"]
    assert reversal["reverses"] == corrected["corrects"] == number
    row, sold = rows_of(book, "purchases")[0], rows_of(book, "sales")[0]
    assert (row["number"], row["status"]) == (corrected["number"], "已过账")
    assert row["total"] == 2 * before["total"]
    assert sold["cost"] == 40
    assert run("verify", book)["ok"]
    again = run("amend", book, corrected["number"])
    assert [found["code"] for found in again["problems"]] == ["amend_same"]
    assert (again["ok"], again["documents"]) == (True, [])
    gone = run("amend", book, number, "CGRK1")
    assert [found["code"] for found in gone["problems"]] == ["reversed_already", "document_missing"]
    assert gone["exit"] == 1
