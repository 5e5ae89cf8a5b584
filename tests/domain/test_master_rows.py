"""What becomes of the rows of the master tables and of 设置."""

from jxc_xl.domain.masters import LateDocuments, Negative, Status
from jxc_xl.domain.numbers import PRICE, QUANTITY, RATE
from tests.domain.shop import SHOP, open_shop


def test_an_item_with_everything() -> None:
    """Every column of 商品 arrives, the rest of them as canonical text; empty rows are passed over."""
    shop = open_shop(
        SHOP,
        """
        ## 商品
        | 商品编码 | 名称 | 规格 | 品牌 | 单位 | 副单位 | 换算率 | 采购价 | 税率 | 默认供应商 | 提前期(天) | 装箱数 | 最低库存 | 批次管理 | 保质期(天) | 状态 |
        |---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
        | | | | | | | | | | | | | | | | |
        | "001" | 鲜奶 | 1L | 光明 | 盒 | 箱 | 12 | ¥8.5 | 9% | 好货公司 | 3天 | 12.0 | 20 | 是 | 7 | 待完善 |
        """,
    )
    assert shop.problems == []
    (item,) = shop.items
    assert (item.code, item.spec, item.sub_unit, item.factor_e6) == ("001", "1L", "箱", 12 * RATE)
    assert (item.purchase_price_e6, item.tax_rate_e6) == (8 * PRICE + PRICE // 2, 90_000)
    assert (item.supplier, item.minimum_e4, item.shelf_days) == ("V1", 20 * QUANTITY, 7)
    assert (item.batch_managed, item.status) == (True, Status.INCOMPLETE)
    assert item.details == {"brand": "光明", "lead_days": "3", "pack_size": "12"}


def test_the_name_is_the_code_of_a_partner_without_one() -> None:
    """Suppliers and customers need no codes."""
    shop = open_shop(
        changes="""
        ## 供应商
        | 编码 | 名称 | 账期(天) | 期初应付 |
        |---|---|---|---|
        | | 老王批发 | 30 | 1,200.50 |
        """
    )
    (supplier,) = shop.suppliers
    assert (supplier.code, supplier.name) == ("老王批发", "老王批发")
    assert supplier.details == {"credit_days": "30", "opening_payable": "1200.5"}


def test_a_row_with_mistakes_makes_no_master() -> None:
    """All its mistakes are told at once, and the rows beside it are read."""
    shop = open_shop(
        changes="""
        ## 商品
        | 商品编码 | 名称 | 单位 | 副单位 | 销售价 | 税率 |
        |---|---|---|---|---|---|
        | A1 | | | 箱 | 三元 | 12% |
        | A2 | 可乐 | 瓶 | | 3 | |
        """
    )
    found = [(problem.row, problem.column, problem.code) for problem in shop.problems]
    assert found == [
        (2, "名称", "required"),
        (2, "单位", "required"),
        (2, "换算率", "factor_missing"),
        (2, "销售价", "not_a_number"),
        (2, "税率", "tax_rate_unusual"),
    ]
    assert [item.code for item in shop.items] == ["A2"]


def test_settings() -> None:
    """设置 is understood as it is typed; what is not there stands at its default."""
    shop = open_shop(
        changes="""
        ## 设置
        | 项目 | 值 |
        |---|---|
        | 公司名称 | 老王商店 |
        | 默认仓库 | 分仓 |
        | 纳税人类型 | 一般纳税人 |
        | 单价含税 | 否 |
        | 默认税率 | 0.13 |
        | 负库存 | 提醒 |
        | 迟到单据 | 记入首个开放日 |
        """
    )
    settings = shop.settings
    assert shop.problems == []
    assert (settings.default_warehouse, settings.default_customer) == ("02", "散客")
    assert settings.general_taxpayer
    assert not settings.price_includes_tax
    assert settings.default_tax_rate_e6 == 130_000
    assert settings.negative_stock is Negative.WARN
    assert settings.late_documents is LateDocuments.MOVE
