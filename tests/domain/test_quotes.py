"""Reading 供应商报价."""

from datetime import date
from textwrap import dedent

from jxc_xl.domain.quotes import Quote, in_use
from tests.domain.shop import SHOP, open_shop

Found = list[tuple[int | None, str | None, str]]


def read(text: str) -> tuple[list[Quote], Found]:
    """The quotes of a table in the shop of the domain's tests, and where what is wrong."""
    shop = open_shop(SHOP, f"## 供应商报价\n{dedent(text).strip()}\n")
    quotes = in_use(shop.quotes, shop.directory)
    return quotes, [(found.row, found.column, found.code) for found in shop.problems]


def test_a_quote_says_price_break_pack_lead_time_and_validity() -> None:
    """Items and suppliers by any word that means them; what is blank says nothing."""
    quotes, problems = read(
        """
        | 供应商 | 商品编码 | 起订数量 | 单价 | 装箱数 | 提前期(天) | 有效期至 |
        |---|---|---|---|---|---|---|
        | 好货公司 | KL | 48 | 1.85 | 24 | 5 | 2026-12-31 |
        | V3 | 可乐2L | | 4 | | | |
        """
    )
    assert problems == []
    assert quotes == [
        Quote("V1", "A1", 1_850_000, 48_0000, 24_0000, 5, date(2026, 12, 31)),
        Quote("V3", "A2", 4_000_000),
    ]


def test_quotes_of_what_is_stopped_are_passed_over() -> None:
    """Neither the supplier nor the item can be bought any more; nobody need be told."""
    assert read(
        """
        | 供应商 | 商品编码 | 单价 |
        |---|---|---|
        | 停业公司 | A1 | 1 |
        | 好货公司 | S1 | 1 |
        """
    ) == ([], [])


def test_a_wrong_quote_is_named_by_its_cell_and_left_out() -> None:
    """Every mistake at once, and the good rows count."""
    quotes, problems = read(
        """
        | 供应商 | 商品编码 | 起订数量 | 单价 | 提前期(天) | 有效期至 |
        |---|---|---|---|---|---|
        | 没有的公司 | A9 | | 1 | | |
        | 好货公司 | | | | | |
        | 好货公司 | A1 | -5 | 一元 | x | 明年 |
        | 好货公司 | A1 | | 2 | | |
        """
    )
    assert [quote.price_e6 for quote in quotes] == [2_000_000]
    assert problems == [
        (2, "供应商", "supplier_unknown"),
        (2, "商品编码", "item_unknown"),
        (3, "商品编码", "required"),
        (3, "单价", "required"),
        (4, "单价", "not_a_number"),
        (4, "起订数量", "value_negative"),
        (4, "提前期(天)", "not_days"),
        (4, "有效期至", "not_a_date"),
    ]
