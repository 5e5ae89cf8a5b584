"""Northwind 2010 through a workbook: new, rows, post, stock, verify, as a clerk would."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from jxc_xl.services.new import new_with
from tests.real.checks import Checks
from tests.real.jxc import jxc
from tests.real.northwind import (
    ON_HOLD,
    PURCHASED,
    SOLD,
    WASTE,
    Position,
    Source,
    content,
    expected_positions,
    paper_dates,
    quantities,
    stock_dates,
)
from tests.real.reorder_run import compare_2010


def run(data: Path, scratch: Path, checks: Checks) -> list[str]:
    """Post everything and compare; what there is to say about it, in Markdown."""
    print("northwind2010")
    source = Source(data / "northwind2010")
    book = scratch / "northwind.xlsx"
    rows = content(source, stock_dates())
    new_with(book, rows)
    report = jxc("post", book)
    moved = len(source.of_type(PURCHASED)) + len(source.of_type(SOLD)) + len(source.of_type(WASTE))
    checks.equal("every stock transaction is posted", report["posted_lines"], moved)
    checks.equal("nothing is refused", report["refused_lines"], 0)
    checks.equal("sales of the source", _total(report, "delivery"), _sales_total(source))
    checks.equal("purchases of the source", _total(report, "receipt"), _purchase_total(source))
    checks.equal("a second post posts nothing", jxc("post", book)["posted_lines"], 0)
    stock = jxc("stock", book)
    positions = {
        row["item"]: Position(Decimal(row["quantity"]), Decimal(row["value"]))
        for row in stock["stock"]
    }
    found = {code: position.quantity for code, position in positions.items()}
    checks.equal("purchased - sold - waste by item", found, quantities(source))
    checks.equal("FIFO value by item", positions, expected_positions(source))
    verified = jxc("verify", book)
    checks.equal("the ledger proves itself", verified["problems"], [])
    levels = compare_2010(source, book, checks)
    paper = _by_paper_dates(source, scratch, checks, moved)
    return [*_words(source, report, stock), *levels, *paper]


def _total(report: dict[str, Any], kind: str) -> Decimal:
    return sum((Decimal(d["total"]) for d in report["documents"] if d["kind"] == kind), Decimal(0))


def _sales_total(source: Source) -> Decimal:
    lines = (source.sold[row["id"]] for row in source.of_type(SOLD))
    return sum(
        (
            Decimal(line["quantity"])
            * Decimal(line["unit_price"])
            * (1 - Decimal(line["discount"]))
            for line in lines
        ),
        Decimal(0),
    )


def _purchase_total(source: Source) -> Decimal:
    bought = source.of_type(PURCHASED)
    return sum((Decimal(row["quantity"]) * source.unit_cost(row) for row in bought), Decimal(0))


def _by_paper_dates(source: Source, scratch: Path, checks: Checks, moved: int) -> list[str]:
    """The same with the dates on the papers, by which some goods left before they came."""
    book = scratch / "northwind-paper.xlsx"
    new_with(book, content(source, paper_dates(source)))
    report = jxc("post", book)
    lines = report["posted_lines"] + report["refused_lines"]
    checks.equal("by the dates on the papers: posted + refused", lines, moved)
    errors = [said for said in report["problems"] if said["severity"] == "error"]
    checks.equal("all of what is refused then is short", {e["code"] for e in errors}, {"shortage"})
    listed = [f"  - {said['sheet']} row {said['row']}: {said['message']}" for said in errors]
    return [
        "",
        "By the dates on the papers (received, shipped) goods leave before they come: then"
        f" {report['posted_lines']} lines are posted and {report['refused_lines']} refused,"
        " each with its reason:",
        *listed,
    ]


def _words(source: Source, report: dict[str, Any], stock: dict[str, Any]) -> list[str]:
    twice = sorted(code for id_, code in source.codes.items() if code.endswith(f"-{id_}")
                   and code != source.product[id_]["product_code"])  # fmt: skip
    loose = [row for row in source.of_type(PURCHASED) if row["id"] not in source.bought]
    received = [row for row in source.open_purchases() if row["date_received"]]
    return [
        "## Northwind 2010",
        "Products, suppliers and customers as masters; every stock transaction as a row of"
        " 采购, 销售 or 出入库 in a workbook; `jxc post`, `jxc stock`, `jxc verify`.",
        "",
        "| | |",
        "|---|---:|",
        f"| purchased, lines | {len(source.of_type(PURCHASED))} |",
        f"| sold, lines | {len(source.of_type(SOLD))} |",
        f"| waste, lines (→ 其它出库 报损) | {len(source.of_type(WASTE))} |",
        f"| documents posted | {len(report['documents'])} |",
        f"| lines posted | {report['posted_lines']} |",
        f"| lines refused | {report['refused_lines']} |",
        f"| purchases without an order (at standard_cost) | {len(loose)} |",
        f"| purchase order lines never in stock (→ 采购订单, 草稿) |"
        f" {len(source.open_purchases())} |",
        f"| … of them with a date of receipt all the same | {len(received)} |",
        f"| order lines not delivered (→ 销售订单, 草稿) | {len(source.open_sales())} |",
        f"| on hold: reservations, no movement | {len(source.of_type(ON_HOLD))} |",
        f"| items with stock | {len(stock['stock'])} |",
        f"| stock value, FIFO | {stock['total_value']} |",
        "",
        "The position by item is purchased − sold − waste of the source, and its value equals a"
        " FIFO of a few lines over the source's transactions.",
        "",
        "- Dates are those of the stock transactions: by them nothing is ever short.",
        f"- Two products share a code with another one; they are entered as {', '.join(twice)}.",
    ]
