"""What clerks, their colleagues and their other programs do to a workbook on a hostile day."""

from pathlib import Path
from typing import Any

from tests.e2e.shop import day, make, rows_of, run
from tests.e2e.test_post import PURCHASE

SALE: dict[str, Any] = {
    "date": day("2026-03-05"), "partner": "小王店", "item": "A1", "quantity": 10,
}  # fmt: skip


def test_a_number_is_the_same_in_capitals_or_not(tmp_path: Path) -> None:
    """关联单据 and 冲销 find xs-1 as XS-1, and neither is given twice."""
    sales = [
        {**SALE, "number": "XS-1"},
        {**SALE, "date": day("2026-03-06"), "kind": "销售退货", "quantity": 4, "link": "xs-1"},
    ]
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE], sales=sales)
    answer = run("post", book)
    assert (answer["ok"], len(answer["documents"])) == (True, 3)
    assert rows_of(book, "sales")[1]["link"] == "XS-1"
    taken = {**PURCHASE, "date": day("2026-03-09"), "number": "Xs-1"}
    other = make(tmp_path / "other.xlsx", purchases=[taken])
    codes = [p["code"] for p in run("post", other, "--ledger", tmp_path / "shop.db")["problems"]]
    assert codes == ["number_used"]
    assert run("reverse", book, "xsth20260306-001", "xs-1")["ok"]
    assert [row["status"] for row in rows_of(book, "sales")] == ["已冲销", "已冲销"]
