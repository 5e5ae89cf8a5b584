"""Northwind's own reorder rules through workbooks: what was to be ordered is what is proposed."""

import csv
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from jxc_xl.services.new import new_with
from tests.e2e.shop import rows_of
from tests.real.checks import Checks
from tests.real.jxc import jxc
from tests.real.northwind import SheetRow, Source, quantities

_DAY = date(2008, 5, 6)
"""Ten years after Northwind's last order: what is older is taken for a slip of the pen."""


def run_classic(data: Path, scratch: Path, checks: Checks) -> list[str]:
    """The database of 1998: stock and goods on order as documents, reorderLevel as 最低库存."""
    print("northwind, what to order")
    with (data / "northwind" / "products.csv").open(encoding="utf-8", newline="") as file:
        products = list(csv.DictReader(file))
    book = scratch / "northwind-classic.xlsx"
    new_with(book, _content(products))
    checks.equal("nothing is refused", jxc("post", book)["refused_lines"], 0)
    due = {
        row["id"]
        for row in products
        if row["discontinued"] == "False"
        and int(row["unitsInStock"]) + int(row["unitsOnOrder"]) <= int(row["reorderLevel"])
    }
    found = _proposed(book)
    checks.equal("items to order: in stock + on order at or below reorderLevel", set(found), due)
    checks.equal("which are they", sorted(found), ["30", "70"])
    said = ", ".join(f"{item}: {quantity:g}" for item, quantity in sorted(found.items()))
    return [
        "## What to order",
        f"Northwind of 1998, {len(products)} products: stock as 期初库存, unitsOnOrder as 采购订单,"
        " reorderLevel as 最低库存, discontinued as 停用. 补货建议 proposes exactly those that the"
        f" database's rule (in stock + on order ≤ reorder level) finds, up to that level: {said}.",
    ]


def compare_2010(source: Source, book: Path, checks: Checks) -> list[str]:
    """Northwind 2010 as posted: below reorder_level up to target_level, at least the minimum."""
    on_hand = quantities(source)
    expected = {}
    for row in source.products:
        code = source.codes[row["id"]]
        target, least = Decimal(row["target_level"]), Decimal(row["minimum_reorder_quantity"] or 1)
        position = on_hand.get(code, Decimal(0))
        if row["discontinued"] == "0" and position <= Decimal(row["reorder_level"]):
            expected[code] = target - position if target - position >= least else Decimal(0)
    expected = {code: quantity for code, quantity in expected.items() if quantity}
    checks.equal("补货建议 fills up to target_level", _proposed(book), expected)
    return [
        "",
        f"What to order by its own levels (reorder_level as 最低库存, target_level as 最高库存): {len(expected)}"
        " of the products stand at or below theirs, and 补货建议 fills each up to its target.",
    ]


def _proposed(book: Path) -> dict[str, Decimal]:
    """建议补货量 by item, after 重算."""
    jxc("recompute", book)
    rows = rows_of(book, "reorder")
    return {str(row["item"]): Decimal(str(row["proposed"])) for row in rows if row["proposed"]}


def _content(products: list[dict[str, str]]) -> Mapping[str, list[SheetRow]]:
    """The rows of the master workbook; what is 停用 has no stock, so nothing else keeps it out."""
    active = [row for row in products if row["discontinued"] == "False"]
    return {
        "warehouses": [{"code": "MAIN", "name": "主仓库"}],
        "suppliers": [{"code": "S", "name": "Supplier"}],
        "items": [
            {
                "code": row["id"],
                "name": row["name"],
                "unit": "件",
                "minimum": Decimal(row["reorderLevel"]),
                "purchase_price": Decimal(row["unitPrice"]),
                "status": None if row in active else "停用",
            }
            for row in products
        ],
        "movements": [
            {
                "date": _DAY,
                "kind": "期初库存",
                "item": row["id"],
                "quantity": Decimal(row["unitsInStock"]),
                "price": Decimal(row["unitPrice"]),
            }
            for row in active
            if row["unitsInStock"] != "0"
        ],
        "purchases": [
            {
                "date": _DAY,
                "kind": "采购订单",
                "partner": "S",
                "item": row["id"],
                "quantity": Decimal(row["unitsOnOrder"]),
                "price": Decimal(row["unitPrice"]),
            }
            for row in active
            if row["unitsOnOrder"] != "0"
        ],
    }
