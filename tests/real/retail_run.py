"""Online Retail: post it in a process of its own, then compare with the file."""

import csv
import json
import sqlite3
import subprocess
import sys
from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import fields
from pathlib import Path
from typing import Any

import pandas as pd

from tests.real.baseline import raw_seconds
from tests.real.checks import Checks
from tests.real.retail import Result
from tests.real.retail_source import NOT_GOODS

_FILE = "online_retail.csv.gz"
_REFUSED = Path("build/real/refused.csv")
_MEMORY_MIB = 1024
_MOST_LINES = 5


def run(data: Path, scratch: Path, checks: Checks, limit: int | None) -> list[str]:
    """Post, verify and compare; what there is to say about it, in Markdown."""
    print("online_retail" if limit is None else f"online_retail, the first {limit:,} lines")
    raw = raw_seconds(data / _FILE, scratch, limit)
    ledger = scratch / "retail.db"
    result = post(data / _FILE, ledger, limit)
    checks.equal("the ledger proves itself", result.differences, [])
    posted = sum(result.posted.values())
    checks.equal("posted + refused", posted + len(result.refused), result.lines_in)
    checks.equal("invented receipts refused", result.invented_refused, 0)
    source = _source(data / _FILE, limit)
    checks.equal("lines in", result.lines_in, len(source))
    goods = source[_is_goods(source)]
    with closing(sqlite3.connect(ledger)) as connection:
        checks.equal("quantity by item", _quantities(connection), _expected_quantities(goods))
        checks.equal("turnover in fen", _turnover(connection), _expected_turnover(goods))
        checks.equal("documents by kind", _documents(connection), _expected_documents(goods))
        checks.equal("stock = receipts - issues", *_balances(connection))
    checks.at_most("peak memory in MiB", result.peak_mib, _MEMORY_MIB)
    took = result.seconds_posting + result.seconds_verifying
    print(
        f"  posted in {result.seconds_posting:.1f} s, verified in {result.seconds_verifying:.1f} s;"
        f" {took / raw:.1f} times reading and raw inserts ({raw:.2f} s)"
    )
    if limit is None:
        _list_refused(result)
    return _words(result, source)


def post(path: Path, ledger: Path, limit: int | None = None) -> Result:
    """Post the file into a new ledger, in a process of its own."""
    words = [sys.executable, "-m", "tests.real.retail", str(path), str(ledger)]
    done = subprocess.run(
        [*words, *([str(limit)] if limit else [])], stdout=subprocess.PIPE, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    for entry in fields(Result):
        if isinstance(found[entry.name], dict):
            found[entry.name] = Counter(found[entry.name])
    return Result(**found)


def _source(path: Path, limit: int | None) -> "pd.DataFrame":
    """The file once more, by another reader."""
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, nrows=limit)
    frame["code"] = frame["StockCode"].str.upper()
    frame["quantity"] = frame["Quantity"].astype(int)
    cancelled = frame["InvoiceNo"].str.startswith("C")
    frame["out"] = frame["quantity"].where(cancelled, frame["quantity"].abs())
    frame["mills"] = (frame["UnitPrice"].astype(float) * 1000).round().astype(int)
    return frame


def _is_goods(frame: "pd.DataFrame") -> "pd.Series[bool]":
    return ~frame["code"].isin(list(NOT_GOODS)) & ~frame["InvoiceNo"].str.startswith("A")


def _expected_quantities(goods: "pd.DataFrame") -> dict[str, int]:
    sums = goods.groupby("code")["out"].sum()
    return {str(code): int(quantity) * 10_000 for code, quantity in sums.items()}


def _quantities(connection: sqlite3.Connection) -> dict[str, int]:
    """What left by item, less what came back."""
    rows = connection.execute(
        "SELECT upper(item), -sum(quantity_e4) FROM v_moves"
        " WHERE kind IN ('delivery', 'sales_return', 'other_issue') GROUP BY 1"
    )
    return dict(rows.fetchall())


def _expected_turnover(goods: "pd.DataFrame") -> int:
    """Quantity × price, each line rounded half up to fen, away from zero."""
    gross = goods["quantity"].abs() * goods["mills"]
    fen = (2 * gross + 10) // 20
    return int((fen * goods["quantity"].map(lambda quantity: 1 if quantity > 0 else -1)).sum())


def _turnover(connection: sqlite3.Connection) -> int:
    (turnover,) = connection.execute(
        "SELECT sum(CASE kind WHEN 'delivery' THEN total_fen ELSE -total_fen END) FROM v_lines"
        " WHERE kind IN ('delivery', 'sales_return')"
    ).fetchone()
    return int(turnover)


def _expected_documents(goods: "pd.DataFrame") -> dict[str, int]:
    """Invoices by kind: cancelled, written off, sold."""
    firsts = goods.drop_duplicates("InvoiceNo")
    cancelled = firsts["InvoiceNo"].str.startswith("C")
    written_off = ~cancelled & (firsts["quantity"] < 0)
    found = {
        "delivery": int((~cancelled & ~written_off).sum()),
        "other_issue": int(written_off.sum()),
        "sales_return": int(cancelled.sum()),
    }
    return {kind: count for kind, count in found.items() if count}


def _documents(connection: sqlite3.Connection) -> dict[str, int]:
    rows = connection.execute(
        "SELECT kind, count(*) FROM document WHERE kind <> 'receipt' GROUP BY kind ORDER BY kind"
    )
    return dict(rows.fetchall())


def _balances(connection: sqlite3.Connection) -> tuple[dict[str, int], dict[str, int]]:
    """The stock as it is kept, and as the typed lines add up to."""
    kept = connection.execute("SELECT item, quantity_e4 FROM v_stock WHERE quantity_e4 <> 0")
    typed = connection.execute(
        "SELECT item, sum(CASE WHEN kind IN ('receipt', 'sales_return') THEN base_quantity_e4"
        " ELSE -base_quantity_e4 END) AS came FROM v_lines GROUP BY item HAVING came <> 0"
    )
    return dict(kept.fetchall()), dict(typed.fetchall())


def _list_refused(result: Result) -> None:
    _REFUSED.parent.mkdir(parents=True, exist_ok=True)
    with _REFUSED.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("line", "stock code", "why", "message"))
        writer.writerows(result.refused)
    print(f"  every refused line: {_REFUSED}")


def _words(result: Result, source: "pd.DataFrame") -> list[str]:
    return [
        "## Online Retail",
        "Every line of the file, day by day in chunks of whole days, one transaction a chunk,"
        " through the same validation as a clerk's rows. Receipts are invented: on a chunk's"
        " first day comes in what it will need. Line numbers are those of the file, whose line 1"
        " has the column names.",
        "",
        *_counts(result, source),
        "",
        "Quantity by item and turnover equal those of the file, summed up by pandas; the ledger"
        " is verified from nothing; peak memory stays under 1 GB.",
        "",
        "Warnings, which hold nothing back: "
        + (", ".join(f"{count:,} {code}" for code, count in result.warnings.items()) or "none")
        + ".",
        "",
        "Refused lines (all of them: `build/real/refused.csv`):",
        "",
        "| stock code | why | lines | line numbers |",
        "|---|---|---:|---|",
        *_refused_rows(result),
    ]


def _counts(result: Result, source: "pd.DataFrame") -> list[str]:
    gifts = source[_is_goods(source) & (source["mills"] == 0) & (source["quantity"] > 0)]
    spelled = source.groupby("code")["StockCode"].nunique()
    return [
        "| | |",
        "|---|---:|",
        f"| lines in | {result.lines_in:,} |",
        f"| lines posted | {sum(result.posted.values()):,} |",
        f"| lines refused, each with its number and reason | {len(result.refused):,} |",
        f"| 销售出库: documents, lines | {_both(result, 'delivery')} |",
        f"| 销售退货 (cancellations, negative quantity): documents, lines |"
        f" {_both(result, 'sales_return')} |",
        f"| 其它出库 (negative adjustments, the description as 原因): documents, lines |"
        f" {_both(result, 'other_issue')} |",
        f"| 采购入库, invented: documents, lines |"
        f" {result.documents['receipt']:,}, {result.invented_lines:,} |",
        f"| lines at price 0, posted as gifts | {len(gifts):,} |",
        f"| lines without a customer (→ 散客) | {int((source['CustomerID'] == '').sum()):,} |",
        f"| stock codes in several spellings, one item each | {int((spelled > 1).sum()):,} |",
        f"| transactions | {result.transactions} |",
    ]


def _both(result: Result, kind: str) -> str:
    return f"{result.documents[kind]:,}, {result.posted[kind]:,}"


def _refused_rows(result: Result) -> list[str]:
    groups: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for number, code, why, _message in result.refused:
        groups[why, code.upper()].append(number)
    rows = []
    for (why, code), numbers in sorted(groups.items(), key=lambda group: (-len(group[1]), group)):
        shown = ", ".join(map(str, numbers[:_MOST_LINES]))
        more = " …" if len(numbers) > _MOST_LINES else ""
        rows.append(f"| {code} | {why} | {len(numbers):,} | {shown}{more} |")
    return rows
