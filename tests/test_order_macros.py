"""What the buttons 引单, 关闭订单 and 采购计划 do on an open workbook."""

from pathlib import Path
from typing import Any

import pytest

from jxc_xl import macros
from tests.e2e.shop import day, make, rows_of
from tests.screen import Screen, patched, show

__all__ = ["patched"]

ORDER: dict[str, Any] = {
    "date": day("2026-03-01"), "kind": "采购订单", "partner": "百事", "item": "A1", "quantity": 48,
    "price": 2,
}  # fmt: skip
ORDER_NUMBER = "CGDD20260301-001"


@pytest.fixture
def shop(tmp_path: Path, patched: pytest.MonkeyPatch) -> tuple[Path, Screen]:
    """An order that is posted, its row selected."""
    path = make(tmp_path / "shop.xlsx", purchases=[ORDER])
    screen = show(path, patched)
    macros.post()
    screen.selection = ("采购", "$C$2")
    return path, screen


def test_an_order_is_fetched_and_the_cursor_stands_in_its_quantity(
    shop: tuple[Path, Screen],
) -> None:
    """引单 writes a draft and leads there; once more says where it is and writes nothing."""
    path, screen = shop
    assert macros.fulfil().startswith("引入 1 行草稿")
    assert (screen.sheet, screen.cursor, screen.told) == ("采购", "采购!$M$3", [])
    macros.fulfil()
    ((words, _buttons),) = screen.told
    assert "第 3 行" in words
    _order, draft = rows_of(path, "purchases")
    assert (draft["status"], draft["link"], draft["quantity"]) == ("草稿", ORDER_NUMBER, 48)


def test_closing_asks_and_can_be_done_from_the_list_of_open_orders(
    shop: tuple[Path, Screen],
) -> None:
    """关闭订单 names the order selected on 订单跟踪 and does nothing without a yes."""
    path, screen = shop
    assert [row["number"] for row in rows_of(path, "open_orders")] == [ORDER_NUMBER]
    screen.selection = ("订单跟踪", "$A$2:$B$2")
    screen.answers = ["no", "yes"]
    assert macros.close_order() == "没有关闭。"
    assert macros.close_order() == "已关闭 1 张订单。"
    assert all(ORDER_NUMBER in words for words, _buttons in screen.told)
    assert rows_of(path, "purchases")[0]["status"] == "已关闭"
    assert rows_of(path, "open_orders") == []


def test_a_plan_leads_to_its_first_draft(tmp_path: Path, patched: pytest.MonkeyPatch) -> None:
    """采购计划 drafts what is below 最低库存 and leads there; once more it drafts nothing."""
    cola = {"code": "A1", "name": "可乐", "unit": "瓶", "purchase_price": 2, "supplier": "百事",
            "minimum": 48}  # fmt: skip
    path = make(tmp_path / "shop.xlsx", items=[cola])
    screen = show(path, patched)
    assert macros.plan().startswith("已在「采购」表写出 1 行订单草稿，共 96.00 元")
    assert (screen.sheet, screen.cursor, screen.told) == ("采购", "采购!$M$2", [])
    assert macros.plan().startswith("没有写出新的订单行")
    (draft,) = rows_of(path, "purchases")
    assert (draft["status"], draft["quantity"]) == ("草稿", 48)
