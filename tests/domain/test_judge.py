"""What a line comes to: price, tax, amounts, cost in stock, unit, batch, return."""

from datetime import date
from decimal import Decimal

from jxc_xl.domain.click import Click
from jxc_xl.domain.facts import LastPrice
from jxc_xl.domain.judge import fingerprint
from jxc_xl.domain.numbers import PRICE, RATE, money
from tests.domain.shop import codes, figures, judged, open_shop, told
from tests.errors.cases import Case, facts
from tests.fakes import FakeFacts


def lines(sheet: str, table: str, past: FakeFacts | None = None, changes: str = "") -> list[str]:
    """Each line's figures, after making sure that nothing was complained of."""
    result = judged(sheet, table, past, open_shop(changes=changes))
    assert [found for found in result.problems if found.is_error] == []
    return [figures(line) for document in result.documents for line in document.lines]


def past_of(table: str) -> FakeFacts:
    """A past told as a table of posted lines."""
    return facts(
        Case(
            "",
            "",
            "账上\n"
            + "\n".join(part.strip() for part in table.splitlines() if part.strip())
            + "\n",
            "",
        )
    )


TAXED = """
## 设置
| 项目 | 值 |
|---|---|
| 默认仓库 | 主仓 |
| 默认税率 | 3% |
| 单价含税 | {inclusive} |
| 纳税人类型 | {taxpayer} |
"""


def test_units() -> None:
    """The price is per the row's unit, and 2000 g are exactly 2 kg."""
    table = """
    | 单据日期 | 供应商 | 商品编码 | 单位 | 数量 | 单价 |
    |---|---|---|---|---|---|
    | 2026-11-20 | 好货公司 | "007" | g | 2000 | 0.006 |
    | 2026-11-20 | 好货公司 | A1 | 箱 | 3箱 | 48 |
    | 2026-11-20 | 好货公司 | A1 | | 3箱5瓶 | 2 |
    | 2026-11-20 | 好货公司 | A1 | 箱 | 24瓶 | 48 |
    """
    result = judged("采购", table)
    found = [(figures(line), line.base_e4) for line in result.documents[0].lines]
    assert found == [
        ("2000g 0.006 1 12.00 0.00 12.00", 20_000),
        ("3箱 48 1 144.00 0.00 144.00", 720_000),
        ("77瓶 2 1 154.00 0.00 154.00", 770_000),
        ("1箱 48 1 48.00 0.00 48.00", 240_000),
    ]


def test_tax_included() -> None:
    """单价含税=是: the total is quantity × price × discount, the tax is taken out of it."""
    table = """
    | 单据日期 | 供应商 | 商品编码 | 数量 | 单价 | 折扣 | 税率 |
    |---|---|---|---|---|---|---|
    | 2026-11-20 | 好货公司 | A1 | 3 | 12.5 | 9折 | 13% |
    | 2026-11-20 | 好货公司 | A1 | 3 | 12.5 | 0.9 | |
    | 2026-11-20 | 好货公司 | T1 | 100 | 1.13 | | |
    """
    assert lines("采购", table, changes=TAXED.format(inclusive="是", taxpayer="小规模纳税人")) == [
        "3瓶 12.5 0.9 29.87 3.88 33.75",
        "3瓶 12.5 0.9 32.77 0.98 33.75",
        "100节 1.13 1 100.00 13.00 113.00",
    ]


def test_tax_added() -> None:
    """单价含税=否: the amount is quantity × price × discount, the tax is added to it."""
    table = """
    | 单据日期 | 供应商 | 商品编码 | 数量 | 单价 | 税率 |
    |---|---|---|---|---|---|
    | 2026-11-20 | 好货公司 | A1 | 3 | 12.5 | 13 |
    | 2026-11-20 | 小厂 | T1 | 100 | 1 | |
    """
    assert lines("采购", table, changes=TAXED.format(inclusive="否", taxpayer="小规模纳税人")) == [
        "3瓶 12.5 1 37.50 4.88 42.38",
        "100节 1 1 100.00 3.00 103.00",
    ]


def test_cost_in_stock() -> None:
    """小规模 pay the total into stock, 一般纳税人 the amount, but the total of a 普票."""
    table = """
    | 单据日期 | 供应商 | 商品编码 | 数量 | 单价 | 税率 | 发票类型 |
    |---|---|---|---|---|---|---|
    | 2026-11-20 | 好货公司 | A1 | 1 | 1.13 | 13% | 专票 |
    | 2026-11-20 | 好货公司 | A1 | 1 | 1.13 | 13% | |
    | 2026-11-20 | 好货公司 | A1 | 1 | 1.13 | 13% | 增值税普通发票 |
    """
    costs = {}
    for taxpayer in ("小规模纳税人", "一般纳税人"):
        shop = open_shop(changes=TAXED.format(inclusive="是", taxpayer=taxpayer))
        found = judged("采购", table, shop=shop).documents[0].lines
        costs[taxpayer] = [str(money(line.basis_fen or 0)) for line in found]
    assert costs == {
        "小规模纳税人": ["1.13", "1.13", "1.13"],
        "一般纳税人": ["1.00", "1.00", "1.13"],
    }


def test_amounts_typed_over() -> None:
    """What the paper says holds within 0.06, and the three figures always add up."""
    table = """
    | 单据日期 | 供应商 | 商品编码 | 数量 | 单价 | 税率 | 金额 | 税额 | 价税合计 |
    |---|---|---|---|---|---|---|---|---|
    | 2026-11-20 | 好货公司 | A1 | 3 | 10 | 13% | | | 30.05 |
    | 2026-11-20 | 好货公司 | A1 | 3 | 10 | 13% | | 3.46 | |
    | 2026-11-20 | 好货公司 | A1 | 3 | 10 | 13% | 26.53 | | |
    | 2026-11-20 | 好货公司 | A1 | 3 | 10 | 13% | 26.54 | 3.46 | 30 |
    | 2026-11-20 | 好货公司 | A1 | 3 | 10 | 0 | 29.99 | | |
    | 2026-11-20 | 好货公司 | A1 | 3 | 10 | 0 | | | 30.01 |
    """
    assert lines("采购", table) == [
        "3瓶 10 1 26.59 3.46 30.05",
        "3瓶 10 1 26.54 3.46 30.00",
        "3瓶 10 1 26.53 3.47 30.00",
        "3瓶 10 1 26.54 3.46 30.00",
        "3瓶 10 1 29.99 0.00 29.99",
        "3瓶 10 1 30.01 0.00 30.01",
    ]


def test_amounts_that_do_not_fit() -> None:
    """More than 0.06, figures that do not add up, or a tax without a rate are complained of."""
    table = """
    | 单据日期 | 供应商 | 商品编码 | 数量 | 单价 | 税率 | 金额 | 税额 | 价税合计 |
    |---|---|---|---|---|---|---|---|---|
    | 2026-11-20 | 好货公司 | A1 | 3 | 10 | 13% | | | 30.07 |
    | 2026-11-20 | 好货公司 | A1 | 3 | 10 | 13% | | 3.9 | |
    | 2026-11-20 | 好货公司 | A1 | 3 | 10 | 13% | 26.53 | 3.48 | 30 |
    | 2026-11-20 | 好货公司 | A1 | 3 | 10 | 0 | | 0.05 | |
    """
    assert codes(judged("采购", table)) == [
        "2 价税合计 amount_inconsistent",
        "3 税额 amount_inconsistent",
        "4 金额 amount_inconsistent",
        "5 税额 amount_inconsistent",
    ]


def test_what_the_sheets_formulas_say_is_not_typed() -> None:
    """The sheet's formula does not know the item's own tax rate; its figures give way."""
    table = """
    | 单据日期 | 供应商 | 商品编码 | 数量 | 单价 | 金额 | 税额 | 价税合计 |
    |---|---|---|---|---|---|---|---|
    | 2026-11-20 | 好货公司 | T1 | 100 | 1.13 | 113 | 0 | 113 |
    """
    assert lines("采购", table) == ["100节 1.13 1 100.00 13.00 113.00"]


def test_red_letter_amounts() -> None:
    """The formulas of a 红字 row are negative too; the return's own figures are positive."""
    table = """
    | 单据日期 | 客户 | 商品编码 | 数量 | 单价 | 金额 | 税额 | 价税合计 |
    |---|---|---|---|---|---|---|---|
    | 2026-11-20 | 张三商店 | A1 | -2 | 3 | -6 | 0 | -6 |
    """
    assert lines("销售", table) == ["2瓶 3 1 6.00 0.00 6.00"]


def test_an_amount_instead_of_a_price() -> None:
    """A blank price with an amount: the amount holds to the fen, the price follows."""
    table = """
    | 单据日期 | 类型 | 商品编码 | 数量 | 金额 |
    |---|---|---|---|---|
    | 2026-11-20 | 期初库存 | A1 | 3 | 10 |
    """
    result = judged("出入库", table)
    line = result.documents[0].lines[0]
    assert (figures(line), line.basis_fen) == ("3瓶 3.333333 1 10.00 0.00 10.00", 1000)
    assert "单价按金额折算为 3.333333" in line.filled


def test_blank_prices() -> None:
    """A sale takes this customer's last price, a receipt the last purchase, provisionally."""
    day = date(2026, 5, 3)
    past = FakeFacts(
        sales={("C1", "A1"): LastPrice(60 * PRICE, "箱", 24 * RATE, day)},
        purchases={"A1": LastPrice(1_800_000, "瓶", RATE, day)},
    )
    sales = """
    | 单据日期 | 客户 | 商品编码 | 单位 | 数量 | 单价 |
    |---|---|---|---|---|---|
    | 2026-11-20 | 张三商店 | A1 | | 1 | |
    | 2026-11-20 | 李四超市 | A1 | 箱 | 1 | |
    | 2026-11-20 | 李四超市 | A1 | | 1 | 0 |
    """
    result = judged("销售", sales, past)
    found = [line for document in result.documents for line in document.lines]
    assert [figures(line).split()[1] for line in found] == ["2.5", "72", "0"]
    assert found[0].filled[-1] == "单价取自上次售价 2.5（2026-05-03）"
    assert found[1].filled[-1] == "单价取自销售价 72"
    purchases = """
    | 单据日期 | 供应商 | 商品编码 | 数量 |
    |---|---|---|---|
    | 2026-11-20 | 好货公司 | A1 | 1 |
    | 2026-11-20 | 好货公司 | A2 | 1 |
    """
    found = judged("采购", purchases, past).documents[0].lines
    assert [(figures(line).split()[1], line.provisional) for line in found] == [
        ("1.8", True),
        ("5", True),
    ]
    assert found[0].filled[-2:] == ["单价取自上次进价 1.8（2026-05-03）", "暂估，待发票到"]


def test_the_last_price_may_stand_in_the_same_click() -> None:
    """Two sales entered together are priced as if the first had been posted before."""
    table = """
    | 单据日期 | 客户 | 商品编码 | 数量 | 单价 |
    |---|---|---|---|---|
    | 2026-11-20 | 张三商店 | A1 | 1 | 2.9 |
    | 2026-11-21 | 张三商店 | A1 | 1 | |
    """
    assert lines("销售", table)[1].split()[1] == "2.9"


POSTED = """
| 单据编号 | 类型 | 单据日期 | 往来单位 | 商品编码 | 数量 | 未退 | 单价 | 批号 | 仓库 |
|---|---|---|---|---|---|---|---|---|---|
| X1 | 销售出库 | 2026-11-01 | C1 | A1 | 5 | 5 | 2.8 | | 01 |
| X1 | 销售出库 | 2026-11-01 | C1 | A1 | 4 | 4 | 2.6 | | 02 |
| R1 | 采购入库 | 2026-11-01 | V1 | M1 | 6 | 6 | 7 | B1 | 01 |
"""


def test_a_return_takes_the_originals_price_and_moves() -> None:
    """A return names the moves it gives back, those of its own warehouse first."""
    table = """
    | 单据日期 | 类型 | 客户 | 商品编码 | 仓库 | 数量 | 关联单据 |
    |---|---|---|---|---|---|---|
    | 2026-11-20 | 销售退货 | 张三商店 | A1 | 分仓 | 6 | X1 |
    """
    line = judged("销售", table, past_of(POSTED)).documents[0].lines[0]
    assert line.links == ((101, "", 40_000), (100, "", 20_000))
    assert figures(line) == "6瓶 2.6 1 15.60 0.00 15.60"


def test_returns_of_one_click_share_what_is_open() -> None:
    """Two documents cannot both give back the last piece; a refused one holds nothing."""
    table = """
    | 单据日期 | 类型 | 客户 | 商品编码 | 数量 | 单价 | 关联单据 |
    |---|---|---|---|---|---|---|
    | 2026-11-18 | 销售退货 | 张三商店 | A1 | 9 | -1 | X1 |
    | 2026-11-19 | 销售退货 | 张三商店 | A1 | 5 | | X1 |
    | 2026-11-20 | 销售退货 | 张三商店 | A1 | 5 | | X1 |
    | 2026-11-21 | 销售退货 | 张三商店 | A1 | 4 | | X1 |
    """
    result = judged("销售", table, past_of(POSTED))
    assert codes(result) == ["2 单价 price_negative", "4 数量 return_too_large"]
    assert [told(document) for document in result.documents] == [
        "销售退货 - 2026-11-19 张三商店: 3",
        "销售退货 - 2026-11-21 张三商店: 5",
    ]


def test_a_return_to_the_supplier_knows_its_batch() -> None:
    """The batch of a linked return is that of its receipt."""
    table = """
    | 单据日期 | 供应商 | 商品编码 | 数量 | 关联单据 |
    |---|---|---|---|---|
    | 2026-11-20 | 好货公司 | M1 | -2 | R1 |
    """
    result = judged("采购", table, past_of(POSTED))
    line = result.documents[0].lines[0]
    assert (line.batch, line.links, line.basis_fen) == ("B1", ((102, "B1", 20_000),), None)
    assert told(result.documents[0]) == "采购退货 - 2026-11-20 好货公司: 2"


def test_shelf_life() -> None:
    """A batch made on a day expires by the item's shelf life; the next receipt knows both."""
    table = """
    | 单据日期 | 供应商 | 商品编码 | 批号 | 生产日期 | 数量 |
    |---|---|---|---|---|---|
    | 2026-11-20 | 好货公司 | M1 | B7 | 2026-11-19 | 1 |
    | 2026-11-21 | 好货公司 | M1 | b7 | | 1 |
    """
    found = [document.lines[0] for document in judged("采购", table).documents]
    assert [line.expires for line in found] == [date(2026, 11, 26)] * 2
    assert "有效期按保质期算到 2026-11-26" in found[0].filled


def test_a_late_document_may_go_to_the_first_open_day() -> None:
    """设置 迟到单据=记入首个开放日 moves it there and keeps the paper's date."""
    changes = """
    ## 设置
    | 项目 | 值 |
    |---|---|
    | 默认仓库 | 主仓 |
    | 迟到单据 | 记入首个开放日 |
    """
    table = """
    | 单据日期 | 客户 | 商品编码 | 数量 |
    |---|---|---|---|
    | 2026-10-30 | 张三商店 | A1 | 1 |
    """
    past = FakeFacts(first_open=date(2026, 11, 1))
    document = judged("销售", table, past, open_shop(changes=changes)).documents[0]
    assert document.date == date(2026, 11, 1)
    assert document.details == {"paper_date": "2026-10-30"}


def test_what_is_stopped_may_come_back() -> None:
    """停用 items and partners can still be returned."""
    table = """
    | 单据日期 | 类型 | 客户 | 商品编码 | 仓库 | 数量 |
    |---|---|---|---|---|---|
    | 2026-11-20 | 销售退货 | 王五饭店 | S1 | 旧仓 | 1 |
    """
    assert lines("销售", table) == ["1个 2 1 2.00 0.00 2.00"]


def test_details_travel_along() -> None:
    """What the rules do not need is kept with the line as canonical text, if there is any."""
    table = """
    | 单据日期 | 客户 | 商品编码 | 数量 | 交货日期 | 物流单号 | 业务员 | 备注 | 已收金额 | 渠道 |
    |---|---|---|---|---|---|---|---|---|---|
    | 2026-11-20 | 张三商店 | A1 | 1 | 2026/11/25 | 7712 | 小王 | =急 | 3 | |
    | | | A2 | 1 | | | | | | |
    """
    first, second = judged("销售", table).documents[0].lines
    assert first.details == {
        "due": "2026-11-25", "waybill": "7712", "handler": "小王", "note": "=急", "paid": "3.00",
    }  # fmt: skip
    assert second.details == {}


def test_the_same_paper_has_the_same_fingerprint() -> None:
    """Units and the order of lines do not matter to it, day and partner do."""
    table = """
    | 单据日期 | 客户 | 商品编码 | 单位 | 数量 | 单价 |
    |---|---|---|---|---|---|
    | 2026-11-20 | 张三商店 | A1 | 箱 | 1 | 72 |
    | | | A2 | | 1 | 8 |
    | | | | | | |
    | 2026-11-20 | C1 | A2 | | 1 | 8 |
    | | | A1 | 瓶 | 24 | 3 |
    | 2026-11-20 | C2 | A1 | 箱 | 1 | 72 |
    | | | A2 | | 1 | 8 |
    """
    result = judged("销售", table)
    first, again, other = (fingerprint(document) for document in result.documents)
    assert first == again != other
    assert codes(result) == ["5 单据日期 possible_double_here"]


def test_walk_ins_buy_the_same_all_day() -> None:
    """Equal sales to 散客 are no double entry."""
    table = """
    | 单据日期 | 商品编码 | 数量 |
    |---|---|---|
    | 2026-11-20 | A1 | 1 |
    | 2026-11-20 | A1 | 1 |
    """
    result = judged("销售", table)
    assert len(result.documents) == 2
    assert result.problems == []


def test_one_click_over_two_sheets_knows_its_numbers() -> None:
    """The sheets of one click share what was found in them, and another click starts anew."""
    table = """
    | 单据日期 | 单据编号 | 客户 | 商品编码 | 数量 |
    |---|---|---|---|---|
    | 2026-11-20 | 88 | 张三商店 | A1 | 1 |
    """
    click = Click()
    assert codes(judged("销售", table, click=click)) == []
    assert codes(judged("销售", table, click=click))[0] == "2 单据编号 number_used_twice"
    assert codes(judged("销售", table)) == []


def test_quantities_are_exact() -> None:
    """Amounts are exact products rounded half up once, never sums of floats."""
    table = """
    | 单据日期 | 客户 | 商品编码 | 数量 | 单价 | 折扣 |
    |---|---|---|---|---|---|
    | 2026-11-20 | 张三商店 | N1 | 0.1 | 0.05 | |
    | 2026-11-20 | 张三商店 | N1 | 1.1 | 1.15 | 0.5 |
    """
    found = judged("销售", table).documents[0].lines
    assert [money(line.total_fen) for line in found] == [Decimal("0.01"), Decimal("0.63")]
