"""Northwind 2010 as a clerk would have typed it, and what must come out."""

import csv
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import NamedTuple

PURCHASED, SOLD, ON_HOLD, WASTE = "1", "2", "3", "4"

Row = dict[str, str]
SheetRow = dict[str, str | Decimal | date | None]


class Source:
    """The tables of the source, rows as text, and which paper each transaction belongs to."""

    def __init__(self, folder: Path) -> None:
        self.products = _read(folder, "products")
        self.suppliers = _read(folder, "suppliers")
        self.customers = _read(folder, "customers")
        self.orders = {row["id"]: row for row in _read(folder, "orders")}
        self.purchase_orders = {row["id"]: row for row in _read(folder, "purchase_orders")}
        self.purchase_lines = _read(folder, "purchase_order_details")
        self.order_lines = _read(folder, "order_details")
        self.transactions = _read(folder, "inventory_transactions")
        self.bought = _by_transaction(self.purchase_lines)
        self.sold = _by_transaction(self.order_lines)
        self.codes = _codes(self.products)
        self.product = {row["id"]: row for row in self.products}

    def of_type(self, kind: str) -> list[Row]:
        """The stock transactions of one type, in the order in which they were made."""
        found = [row for row in self.transactions if row["transaction_type"] == kind]
        return sorted(found, key=lambda row: int(row["id"]))

    def unit_cost(self, transaction: Row) -> Decimal:
        """What a purchased piece cost: the purchase order says, else the product."""
        line = self.bought.get(transaction["id"])
        if line is not None:
            return Decimal(line["unit_cost"])
        return Decimal(self.product[transaction["product_id"]]["standard_cost"])

    def open_purchases(self) -> list[Row]:
        """Lines of purchase orders that never reached the stock."""
        return [row for row in self.purchase_lines if row["posted_to_inventory"] != "1"]

    def open_sales(self) -> list[Row]:
        """Lines of customers' orders that have not left: on hold, back-ordered or empty."""
        left = {row["id"] for row in self.of_type(SOLD)}
        return [row for row in self.order_lines if row["inventory_id"] not in left]


def _read(folder: Path, name: str) -> list[Row]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _by_transaction(lines: list[Row]) -> dict[str, Row]:
    return {row["inventory_id"]: row for row in lines if row["inventory_id"]}


def _codes(products: list[Row]) -> dict[str, str]:
    """A code of its own for each product: the source uses NWTJP-6 and NWTC-82 twice."""
    codes: dict[str, str] = {}
    for row in products:
        code = row["product_code"]
        codes[row["id"]] = f"{code}-{row['id']}" if code in codes.values() else code
    return codes


@dataclass(frozen=True, slots=True)
class Dates:
    """Which date a receipt and a delivery get."""

    receipt: Callable[[Row], date]
    delivery: Callable[[Row], date]


def stock_dates() -> Dates:
    """The day on which the source's own stock changed."""
    return Dates(_made, _made)


def paper_dates(source: Source) -> Dates:
    """The day on the papers: received, shipped; the transaction's where there is none."""

    def received(transaction: Row) -> date:
        line = source.bought.get(transaction["id"], {})
        return _day(line.get("date_received", "")) or _made(transaction)

    def shipped(transaction: Row) -> date:
        line = source.sold.get(transaction["id"], {})
        order = source.orders.get(line.get("order_id", ""), {})
        return _day(order.get("shipped_date", "")) or _made(transaction)

    return Dates(received, shipped)


def _made(transaction: Row) -> date:
    return date.fromisoformat(transaction["transaction_created_date"][:10])


def _day(text: str) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def content(source: Source, dates: Dates) -> dict[str, list[SheetRow]]:
    """The rows of the master workbook, by table."""
    return {
        "items": [_item(source, row) for row in source.products],
        "suppliers": [_partner("S", row) for row in source.suppliers],
        "customers": [_partner("C", row) for row in source.customers],
        "warehouses": [{"code": "MAIN", "name": "主仓库"}],
        "purchases": _purchases(source, dates),
        "sales": _sales(source, dates),
        "movements": _movements(source, dates),
    }


def _item(source: Source, row: Row) -> SheetRow:
    return {
        "code": source.codes[row["id"]],
        "name": row["product_name"],
        "spec": row["quantity_per_unit"] or None,
        "category": row["category"],
        "unit": "件",
        "purchase_price": Decimal(row["standard_cost"]),
        "sale_price": Decimal(row["list_price"]),
        "supplier": _code("S", row["supplier_ids"].split(";")[0]),
        "minimum_order": _number(row["minimum_reorder_quantity"]),
        "minimum": _number(row["reorder_level"]),
        "maximum": _number(row["target_level"]),
        "status": "停用" if row["discontinued"] == "1" else None,
    }


def _partner(letter: str, row: Row) -> SheetRow:
    return {
        "code": _code(letter, row["id"]),
        "name": row["company"],
        "contact": f"{row['first_name']} {row['last_name']}".strip() or None,
        "phone": row["business_phone"] or None,
        "address": row["address"] or None,
    }


def _code(letter: str, id_: str) -> str:
    return f"{letter}{int(id_):02}"


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _purchases(source: Source, dates: Dates) -> list[SheetRow]:
    """Receipts under the number of their order, then what is still open as drafts."""
    rows: list[SheetRow] = []
    for transaction in source.of_type(PURCHASED):
        line = source.bought.get(transaction["id"])
        product = transaction["product_id"]
        order = line["purchase_order_id"] if line else ""
        supplier = (
            source.purchase_orders[order]["supplier_id"]
            if order
            else source.product[product]["supplier_ids"].split(";")[0]
        )
        rows.append(
            {
                "date": dates.receipt(transaction),
                "number": f"PO-{order}" if order else f"IT-{transaction['id']}",
                "partner": _code("S", supplier),
                "item": source.codes[product],
                "quantity": Decimal(transaction["quantity"]),
                "price": source.unit_cost(transaction),
                "counterpart_number": order or None,
                "note": transaction["comments"] or None,
            }
        )
    for line in source.open_purchases():
        order = line["purchase_order_id"]
        rows.append(
            {
                "date": _day(source.purchase_orders[order]["creation_date"]),
                "kind": "采购订单",
                "partner": _code("S", source.purchase_orders[order]["supplier_id"]),
                "item": source.codes[line["product_id"]],
                "quantity": Decimal(line["quantity"]),
                "price": Decimal(line["unit_cost"]),
                "note": f"purchase order {order}",
                "status": "草稿",
            }
        )
    return rows


def _sales(source: Source, dates: Dates) -> list[SheetRow]:
    """Deliveries, one a day and order, numbered by the program; open lines as drafts."""
    made = [(dates.delivery(row), row) for row in source.of_type(SOLD)]
    rows: list[SheetRow] = []
    for day, transaction in sorted(made, key=lambda pair: (pair[0], _order_of(source, pair[1]))):
        line = source.sold.get(transaction["id"])
        order = source.orders[line["order_id"]] if line else None
        rows.append(
            {
                "date": day,
                "partner": _code("C", order["customer_id"]) if order else None,
                "item": source.codes[transaction["product_id"]],
                "quantity": Decimal(transaction["quantity"]),
                "price": Decimal(line["unit_price"]) if line else None,
                "share": 1 - Decimal(line["discount"]) if line else None,
                "note": f"order {order['id']}" if order else transaction["comments"] or None,
            }
        )
    for line in source.open_sales():
        order = source.orders[line["order_id"]]
        rows.append(
            {
                "date": _day(order["order_date"]),
                "kind": "销售订单",
                "partner": _code("C", order["customer_id"]),
                "item": source.codes[line["product_id"]],
                "quantity": Decimal(line["quantity"]),
                "price": Decimal(line["unit_price"]),
                "note": f"order {order['id']}",
                "status": "草稿",
            }
        )
    return rows


def _order_of(source: Source, transaction: Row) -> int:
    line = source.sold.get(transaction["id"])
    return int(line["order_id"]) if line else 0


def _movements(source: Source, dates: Dates) -> list[SheetRow]:
    return [
        {
            "date": dates.delivery(transaction),
            "kind": "其它出库",
            "item": source.codes[transaction["product_id"]],
            "quantity": Decimal(transaction["quantity"]),
            "reason": "报损",
            "note": transaction["comments"] or None,
        }
        for transaction in source.of_type(WASTE)
    ]


class Position(NamedTuple):
    """What is there of one item and what it is worth."""

    quantity: Decimal
    value: Decimal


def expected_positions(source: Source) -> dict[str, Position]:
    """The position by item from the stock transactions alone: first in, first out.

    Days in order, what comes in before what goes out on the same day.
    """
    queues: dict[str, list[list[Decimal]]] = defaultdict(list)
    moved = [*source.of_type(PURCHASED), *source.of_type(SOLD), *source.of_type(WASTE)]
    for row in sorted(
        moved, key=lambda row: (_made(row), row["transaction_type"] != PURCHASED, int(row["id"]))
    ):
        queue, quantity = queues[row["product_id"]], Decimal(row["quantity"])
        if row["transaction_type"] == PURCHASED:
            queue.append([quantity, source.unit_cost(row)])
            continue
        while quantity:
            taken = min(quantity, queue[0][0])
            queue[0][0] -= taken
            quantity -= taken
            if not queue[0][0]:
                queue.pop(0)
    found = {}
    for product, queue in queues.items():
        value = sum((left * cost for left, cost in queue), Decimal(0))
        rounded = value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
        found[source.codes[product]] = Position(sum((q for q, _c in queue), Decimal(0)), rounded)
    return {code: position for code, position in found.items() if position.quantity}


def quantities(source: Source) -> dict[str, Decimal]:
    """Purchased − sold − waste by item: nothing but sums."""
    sums: Counter[str] = Counter()
    signs = {PURCHASED: 1, SOLD: -1, WASTE: -1}
    for row in source.transactions:
        sign = signs.get(row["transaction_type"], 0)
        sums[source.codes[row["product_id"]]] += sign * int(row["quantity"])
    return {code: Decimal(quantity) for code, quantity in sums.items() if quantity}
