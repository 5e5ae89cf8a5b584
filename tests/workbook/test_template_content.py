"""What a workbook that is built with rows in it shows."""

import re
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import betteroffice_xlsx
import pytest
from openpyxl import Workbook, load_workbook
from openxml_audit import OpenXmlValidator

from jxc_xl.workbook.cached import Content, Row
from jxc_xl.workbook.template import build
from tests.workbook.lint import lint

DAY = date(2026, 1, 5)
NOW = 46027.0  # the same day as a spreadsheet's number

SHOP: Content = {
    "settings": [{"key": "公司名称", "value": "春风便利店"}, {"key": "默认税率", "value": Decimal("0.03")}],
    "items": [
        {"code": "007", "name": "矿泉水", "spec": "550ml", "unit": "瓶", "barcode": "6901234567890123"},
        {"code": "7", "name": "冰红茶", "unit": "瓶", "barcode": "6901234567890124", "mnemonic": "bhc"},
    ],
    "warehouses": [{"code": "CK01", "name": "主仓库"}, {"code": "CK02", "name": "门店"}],
    "stock": [
        {"item": "007", "warehouse": "主仓库", "on_hand": 12, "available": Decimal("10.5"), "value": 24},
        {"item": "007", "warehouse": "CK02", "on_hand": 3, "available": 3, "value": 6},
        {"item": "7", "warehouse": "主仓库", "batch": "B1", "on_hand": 5, "available": 5, "value": 9},
        {"item": "7", "warehouse": "主仓库", "batch": "B2", "on_hand": 4, "available": 4, "value": 8},
    ],
    "purchases": [
        {"date": DAY, "item": "007", "quantity": 3, "price": Decimal("12.5"), "share": Decimal("0.9")},
        {"item": "矿泉水", "quantity": "3箱5瓶", "price": 3},
        {"item": "BHC", "quantity": 2, "price": 3, "share": "9折"},
        {"item": "7", "kind": "采购订单", "quantity": 10, "price": 3, "tax_rate": Decimal("0.13"), "fulfilled": 4},
        {"item": "没有", "quantity": "多", "price": None, "status": "有误", "error_columns": "|商品编码|"},
        {"item": "7", "quantity": 100, "price": 1, "tax_rate": Decimal("0.13"), "tax": Decimal("11.51")},
    ],
    "sales": [
        {"item": "007", "quantity": 1, "price": 5},
        {"item": "6901234567890123", "warehouse": "门店", "quantity": 1, "price": 5},
        {"item": "7", "warehouse": "CK01", "quantity": 1, "price": 5},
        {"item": "7", "batch": "B2", "quantity": 1, "price": 5},
        {"date": DAY, "item": "7", "kind": "销售出库", "quantity": 2, "price": 5, "status": "已过账", "margin": 4},
        {"date": DAY, "item": "7", "kind": "销售退货", "quantity": 1, "price": 5, "status": "已过账", "total": 5, "margin": -2},
        {"date": DAY, "item": "7", "kind": "销售订单", "quantity": 9, "price": 5, "status": "已过账", "total": 45},
    ],
    "reorder": [{"item": "7", "proposed": 24}],
}  # fmt: skip


ANALYSED: Content = {
    **SHOP,
    "monthly": [{"month": "2026-01", "revenue": 50.5, "margin_rate": "无"}],
    "abc": [{"rank": 1, "item": "7", "running_share": 0.7}, {"rank": 2, "item": "007", "running_share": 1}],
    "comparison": [{"metric": "周转率", "now": 9.5}, {"metric": "毛利率", "now": "无"}],
    "breakdown": [{"kind": "地区", "rank": 2, "name": "城东", "revenue": 3, "change": "无"}],
    "todo": [{"matter": "暂估未到票", "count": 3, "which": "CG1"}],
}  # fmt: skip


def built(content: Content, **options: Any) -> BytesIO:
    """A workbook in memory."""
    target = BytesIO()
    build(target, content, created=datetime(2026, 1, 5), **options)
    return target


def both(content: Content) -> tuple[Workbook, Workbook]:
    """The workbook's formulas and the values stored with them."""
    file = built(content)
    return load_workbook(file), load_workbook(file, data_only=True)


def column(sheet: str, header: str, rows: int, content: Content = SHOP) -> list[Any]:
    """The stored values of a column's first rows; nothing shown is ``None``."""
    values = both(content)[1][sheet]
    position = [cell.value for cell in values[1]].index(header) + 1
    return [values.cell(row, position).value or None for row in range(2, rows + 2)]


def test_same_input_gives_the_same_bytes() -> None:
    """A built workbook can be compared with another build."""
    assert built(SHOP).getvalue() == built(SHOP).getvalue()


@pytest.mark.parametrize("content", [{}, SHOP], ids=["empty", "shop"])
def test_excel_finds_nothing_to_repair(content: Content) -> None:
    """Our own rules find nothing."""
    assert lint(built(content)) == []


def test_schema_is_kept(tmp_path: Path) -> None:
    """An independent validator finds nothing."""
    path = tmp_path / "春风 店.xlsx"
    build(path, SHOP)
    assert OpenXmlValidator().validate(str(path)).errors == []


@pytest.mark.parametrize(
    ("shop", "included"), [(SHOP, "是"), (SHOP, "否"), (ANALYSED, "是"), ({}, "是")]
)
def test_stored_values_are_what_a_calculation_gives(shop: Content, included: str) -> None:
    """Every formula in every sheet, recalculated by another program, shows its stored value."""
    content = {
        **shop,
        "settings": [*shop.get("settings", ()), {"key": "单价含税", "value": included}],
    }
    formulas, stored = both(content)
    calculated = betteroffice_xlsx.Workbook.open_recalculated(
        built(content).getvalue(), now_serial=NOW
    )
    compared = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    shown = stored[sheet.title][cell.coordinate].value
                    if isinstance(shown, datetime):
                        shown = NOW
                    value = calculated.value(sheet.title, cell.coordinate)
                    assert value == pytest.approx(shown) if shown else not value, cell
                    compared += 1
    assert compared > 3_000


def test_item_is_found_by_code_barcode_mnemonic_or_name() -> None:
    """007 is not 7, and a bar code counts to its last digit."""
    assert column("采购", "名称", 4) == ["矿泉水", "矿泉水", "冰红茶", "冰红茶"]
    assert column("销售", "名称", 2) == ["矿泉水", "矿泉水"]
    assert column("采购", "规格", 3) == ["550ml", "550ml", None]


def test_amounts_by_tax_included() -> None:
    """33.75 with 3 %; a text quantity or share shows nothing; a typed tax is honoured."""
    assert column("采购", "价税合计", 6) == [33.75, None, None, 30, None, 100]
    assert column("采购", "税额", 6) == [0.98, None, None, 3.45, None, 11.51]
    assert column("采购", "金额", 6) == [32.77, None, None, 26.55, None, 88.49]


def test_amounts_with_tax_on_top() -> None:
    """设置 单价含税=否: the tax comes on top."""
    content = {**SHOP, "settings": [*SHOP["settings"], {"key": "单价含税", "value": "否"}]}
    assert column("采购", "金额", 1, content) == [33.75]
    assert column("采购", "税额", 1, content) == [1.01]
    assert column("采购", "价税合计", 1, content) == [34.76]


def test_available_stock_by_warehouse_and_batch() -> None:
    """A blank warehouse is the default one; code and name mean the same; posted rows show none."""
    assert column("销售", "可用库存", 5) == [10.5, 3, 9, 4, None]


def test_open_quantity_of_orders_only() -> None:
    """10 ordered, 4 come: 6 open."""
    assert column("采购", "未执行数量", 4) == [None, None, None, 6]


def test_posted_rows_hold_values() -> None:
    """History cannot change with a look-up."""
    formulas = both(SHOP)[0]["销售"]
    assert formulas["F2"].data_type == "f"
    assert (formulas["F6"].value, formulas["F6"].data_type) == ("冰红茶", "s")


def test_text_stays_text_whatever_it_starts_with() -> None:
    """No cell that a clerk filled ever calculates."""
    rows = [{"item": "=1+1", "note": "+86", "partner": "@王", "number": "-1", "batch": "007"}]
    sheet = both({"purchases": rows})[0]["采购"]
    for cell, value in {"E2": "=1+1", "Z2": "+86", "D2": "@王", "B2": "-1", "J2": "007"}.items():
        assert (sheet[cell].value, sheet[cell].data_type) == (value, "s")


def test_home_adds_up_the_day() -> None:
    """Returns are taken off, orders do not count."""
    shown = cards(SHOP)
    assert [shown[name] for name in ("今日销售额", "今日毛利", "今日入库")] == [4.86, 2, 0]
    assert (shown["库存金额"], shown["待补货"]) == (47, 1)


def cards(content: Content) -> dict[str, Any]:
    """What stands under the names on the cards of 首页."""
    shown = {}
    for row in both(content)[1]["首页"].iter_rows(min_row=4, max_row=9):
        for cell in row:
            if isinstance(cell.value, str) and cell.value.endswith("›"):
                shown[cell.value[:-2]] = cell.offset(1, 0).value
    return shown


def beside(content: Content, word: str) -> list[Any]:
    """What stands to the right of a word on 首页, up to the next list."""
    rows = both(content)[1]["首页"].iter_rows(min_row=12, max_row=19, values_only=True)
    for row in rows:
        words = [str(value).removesuffix(" ›") for value in row]
        if word in words:
            return list(row[words.index(word) + 1 :][:3])
    raise AssertionError(word)


def test_home_lists_what_to_do() -> None:
    """Wrong and waiting rows are counted in the sheets, alerts by kind, the rest on 经营分析."""
    alerts: list[Row] = [{"item": "7", "alert": kind} for kind in ("缺货", "临期", "缺货")]
    todo: list[Row] = [
        {"matter": "大额订单", "sheet": "订单跟踪", "count": 2, "which": "XD1 甲店 20,000.00"}
    ]
    content: Content = {**SHOP, "alerts": alerts, "todo": todo}
    assert beside(content, "有误的行")[0] == 1
    assert beside(content, "等待过账的行")[0] == 9
    assert beside(content, "大额订单")[:2] == [2, "XD1 甲店 20,000.00"]
    assert beside(content, "订单缺货")[0] == 0
    assert beside(content, "库存预警")[:2] == [
        3,
        "缺货 2，低于下限 0，高于上限 0，临期 1，过期 0，呆滞 0",
    ]


def test_home_compares_the_month() -> None:
    """It says what 经营分析 says; 无 stands where there was nothing a year ago."""
    row: Row = {"metric": "销售额", "now": 50, "before": 40, "change": 0.25, "year_change": "无"}
    best: Row = {
        "kind": "业务员",
        "rank": 1,
        "name": "小王",
        "revenue": 50,
        "change": 0.25,
        "year_change": "无",
    }
    content: Content = {**SHOP, "comparison": [row], "breakdown": [best]}
    assert beside(content, "销售额") == [50, 0.25, "无"]
    assert beside(content, "毛利") == ["–", "–", "–"]
    assert beside(content, "业务员　小王") == [50, 0.25, "无"]


def test_charts_stand_on_tables_that_keep_their_place() -> None:
    """Native charts over the cells of 经营分析, each with a title and the values of the file."""
    with ZipFile(built(ANALYSED)) as package:
        parts = [package.read(name).decode() for name in package.namelist() if "/charts/" in name]
    assert len(parts) == 6
    for part in parts:
        ranges = re.findall(r"<c:f>([^<]*)</c:f>", part)
        assert {area.partition("!")[0] for area in ranges} in ({"经营分析"}, {"走势"})
        assert "<c:title>" in part
    assert any("<c:v>2026-01</c:v>" in part and "<c:v>50.5</c:v>" in part for part in parts)


def test_default_warehouse_and_customer_exist() -> None:
    """What the default settings name can be found in a fresh workbook."""
    values = both({})[1]
    assert values["仓库"]["B2"].value == "主仓库"
    assert values["客户"]["B2"].value == "散客"


def test_unknown_tables_and_fields_are_refused() -> None:
    """A slip in the caller's content does not vanish silently."""
    with pytest.raises(ValueError, match="purchase"):
        built({"purchase": []})
    with pytest.raises(KeyError):
        built({"purchases": [{"colour": "red"}]})
