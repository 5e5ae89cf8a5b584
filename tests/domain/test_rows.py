"""Which rows of a sheet become which documents."""

from tests.domain.shop import codes, judged, told


def documents(sheet: str, table: str | None) -> list[str]:
    """The documents that the rows become, each told in a line; nothing may be complained of."""
    result = judged(sheet, table or "")
    assert [found for found in result.problems if found.is_error] == []
    return [told(document) for document in result.documents]


def rows_of(function: object) -> str:
    """The ledger in a test's docstring."""
    return function.__doc__ or ""


def test_neighbours() -> None:
    """Neighbouring rows of one date, type, partner and warehouse are one document.

    | 单据日期 | 客户 | 仓库 | 商品编码 | 数量 |
    |---|---|---|---|---|
    | 2026-11-20 | 张三商店 | | A1 | 1 |
    | 2026/11/20 | C1 | 主仓 | A2 | 1 |
    | 2026-11-20 | 张三商店 | 分仓 | A1 | 1 |
    | 2026-11-21 | 张三商店 | 分仓 | A1 | 1 |
    | 2026-11-21 | 李四超市 | 分仓 | A1 | 1 |
    | 2026-11-20 | 张三商店 | | A1 | 2 |
    """
    assert documents("销售", rows_of(test_neighbours)) == [
        "销售出库 - 2026-11-20 张三商店: 2,3",
        "销售出库 - 2026-11-20 张三商店: 4",
        "销售出库 - 2026-11-21 张三商店: 5",
        "销售出库 - 2026-11-21 李四超市: 6",
        "销售出库 - 2026-11-20 张三商店: 7",
    ]


def test_an_empty_row_parts_neighbours() -> None:
    """An empty row between them says that two papers are meant.

    | 单据日期 | 客户 | 商品编码 | 数量 |
    |---|---|---|---|
    | 2026-11-20 | 张三商店 | A1 | 1 |
    | | | | |
    | 2026-11-20 | 张三商店 | A2 | 1 |
    """
    assert documents("销售", rows_of(test_an_empty_row_parts_neighbours)) == [
        "销售出库 - 2026-11-20 张三商店: 2",
        "销售出库 - 2026-11-20 张三商店: 4",
    ]


def test_a_blank_head_continues() -> None:
    """A row without date, number, type and partner belongs to the row above, in its warehouse.

    | 单据日期 | 客户 | 仓库 | 商品编码 | 数量 |
    |---|---|---|---|---|
    | 2026-11-20 | 张三商店 | 分仓 | A1 | 1 |
    | | | | A2 | 1 |
    | | | 主仓 | A2 | 2 |
    | | | | A2 | 3 |
    """
    result = judged("销售", rows_of(test_a_blank_head_continues))
    assert [told(document) for document in result.documents] == [
        "销售出库 - 2026-11-20 张三商店: 2,3,4,5"
    ]
    warehouses = [line.warehouse.name for line in result.documents[0].lines]
    assert warehouses == ["分仓", "分仓", "主仓", "主仓"]
    assert result.documents[0].lines[1].filled[0] == "仓库同上“分仓”"


def test_walk_ins() -> None:
    """Each 散客 row is a document of its own, unless it has a number or is continued.

    | 单据日期 | 单据编号 | 客户 | 商品编码 | 数量 |
    |---|---|---|---|---|
    | 2026-11-20 | | | A1 | 1 |
    | 2026-11-20 | | 散客 | A1 | 1 |
    | | | | A2 | 1 |
    | 2026-11-20 | 88 | | A1 | 1 |
    | 2026-11-20 | 88 | | A2 | 1 |
    """
    assert documents("销售", rows_of(test_walk_ins)) == [
        "销售出库 - 2026-11-20 散客: 2",
        "销售出库 - 2026-11-20 散客: 3,4",
        "销售出库 88 2026-11-20 散客: 5,6",
    ]


def test_the_same_number_is_one_document() -> None:
    """Rows with one number belong together wherever they stand; later ones may be terse.

    | 单据日期 | 单据编号 | 供应商 | 商品编码 | 数量 | 单价 |
    |---|---|---|---|---|---|
    | 2026-11-20 | ab-1 | 好货公司 | A1 | 1 | 2 |
    | 2026-11-20 | | 好货公司 | A1 | 5 | 2 |
    | | AB-1 | | A2 | 1 | 5 |
    | 2026-11-20 | ＡＢ－１ | V1 | N1 | 1 | 5 |
    """
    assert documents("采购", rows_of(test_the_same_number_is_one_document)) == [
        "采购入库 ab-1 2026-11-20 好货公司: 2,4,5",
        "采购入库 - 2026-11-20 好货公司: 3",
    ]


def test_red_letter() -> None:
    """A negative quantity is the opposite document; a whole row of them is one.

    | 单据日期 | 类型 | 商品编码 | 数量 | 单价 |
    |---|---|---|---|---|
    | 2026-11-20 | 其它入库 | A1 | 5 | 2 |
    | 2026-11-20 | 其它入库 | A1 | -1 | 2 |
    | | | A2 | -2 | |
    """
    assert documents("出入库", rows_of(test_red_letter)) == [
        "其它入库 - 2026-11-20 -: 2",
        "其它出库 - 2026-11-20 -: 3,4",
    ]


def test_exchange() -> None:
    """Issue and return of one partner and day standing together (换货) become two documents.

    | 单据日期 | 单据编号 | 类型 | 客户 | 商品编码 | 数量 |
    |---|---|---|---|---|---|
    | 2026-11-20 | | 销售 | 张三商店 | A1 | 1 |
    | 2026-11-20 | | 退货 | 张三商店 | A2 | 1 |
    | 2026-11-20 | | | 张三商店 | N1 | -1 |
    | 2026-11-20 | | | 张三商店 | A2 | 2 |
    | 2026-11-20 | 88 | | 李四超市 | A1 | 1 |
    | | 88 | | | A2 | -1 |
    """
    table = rows_of(test_exchange).replace("N1", "A1")
    assert documents("销售", table) == [
        "销售出库 - 2026-11-20 张三商店: 2,5",
        "销售退货 - 2026-11-20 张三商店: 3,4",
        "销售出库 88 2026-11-20 李四超市: 6",
        "销售退货 - 2026-11-20 李四超市: 7",
    ]


def test_under_one_number_both_halves_go_or_none() -> None:
    """A mistake in one half of a numbered exchange holds both, so that the number stays free.

    | 单据日期 | 单据编号 | 客户 | 商品编码 | 数量 |
    |---|---|---|---|---|
    | 2026-11-20 | 88 | 李四超市 | A1 | 1 |
    | | 88 | | A9 | -1 |
    | 2026-11-20 | | 李四超市 | A1 | 1 |
    | 2026-11-20 | | 李四超市 | A9 | -1 |
    """
    result = judged("销售", rows_of(test_under_one_number_both_halves_go_or_none))
    assert [told(document) for document in result.documents] == [
        "销售出库 - 2026-11-20 李四超市: 4"
    ]
    assert result.refused_rows == [0, 1, 3]


def test_drafts() -> None:
    """What continues a draft is a draft; what continues a posted row is complained of.

    | 单据日期 | 客户 | 商品编码 | 数量 | 状态 |
    |---|---|---|---|---|
    | 2026-11-20 | 张三商店 | A1 | 1 | 草稿 |
    | | | A9 | x | |
    | 2026-11-20 | 张三商店 | A1 | 1 | 已过账 |
    | | | A2 | 1 | |
    | 2026-11-20 | 张三商店 | A2 | 1 | |
    """
    result = judged("销售", rows_of(test_drafts))
    assert result.drafts == [1]
    assert codes(result) == ["5 单据日期 continues_posted"]
    assert [told(document) for document in result.documents] == [
        "销售出库 - 2026-11-20 张三商店: 6"
    ]


def test_one_wrong_row_refuses_its_document_alone() -> None:
    """Every mistake of every row is told at once; documents without any go on.

    | 单据日期 | 客户 | 商品编码 | 数量 | 单价 | 折扣 |
    |---|---|---|---|---|---|
    | 2026-11-20 | 张三商店 | A1 | 1 | 3 | |
    | | | A9 | 0 | -3 | 95 |
    | 2026-11-21 | 张三商店 | A1 | 1 | 3 | |
    """
    result = judged("销售", rows_of(test_one_wrong_row_refuses_its_document_alone))
    assert sorted(codes(result)) == [
        "3 单价 price_negative",
        "3 商品编码 item_unknown",
        "3 折扣 share_range",
        "3 数量 quantity_zero",
    ]
    assert [told(document) for document in result.documents] == [
        "销售出库 - 2026-11-21 张三商店: 4"
    ]
    assert result.refused_rows == [0, 1]
