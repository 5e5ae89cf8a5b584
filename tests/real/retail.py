"""Online Retail into a ledger: every line through the same validation as a clerk's rows.

Run as a process of its own, so that its memory is its own:
``python -m tests.real.retail FILE LEDGER [LIMIT]`` prints what became of the lines as JSON.
"""

import json
import resource
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from time import perf_counter

from jxc_xl.domain.cells import Raw, RawRows, RowState
from jxc_xl.domain.directory import Directory
from jxc_xl.domain.kinds import Party
from jxc_xl.domain.master_rows import Masters
from jxc_xl.domain.masters import Item, Partner, Settings, Warehouse
from jxc_xl.domain.tables.columns import Table
from jxc_xl.domain.tables.entry import MOVEMENTS, PURCHASES, SALES
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.source import Source
from jxc_xl.ledger.verify import verify
from jxc_xl.services.posting import Outcome, judge_tables, write_documents
from tests.real.retail_source import NOT_GOODS, SourceLine, in_chunks, read_lines

TODAY = date(2012, 1, 1)
CHUNK = 60_000
"""A chunk is whole days with at least so many lines; it is one transaction."""

_MAIN = Warehouse("MAIN", "主仓库")
_SUPPLIER = Partner(Party.SUPPLIER, "INVENTED", "虚构供应商")
_SHARE_OF_PRICE = Decimal("0.6")
_SOURCE = Source("online-retail", "online_retail.csv.gz", "real", "real", "2012-01-01T00:00:00")


@dataclass(slots=True)
class Result:
    """What became of the lines.

    ``refused`` are (line, stock code, why, message) of the lines of the file, a line refused
    because of another of its invoice among them; ``warnings`` are counted by code.
    """

    lines_in: int = 0
    posted: Counter[str] = field(default_factory=Counter)
    refused: list[tuple[int, str, str, str]] = field(default_factory=list)
    warnings: Counter[str] = field(default_factory=Counter)
    documents: Counter[str] = field(default_factory=Counter)
    invented_lines: int = 0
    invented_refused: int = 0
    transactions: int = 0
    differences: list[str] = field(default_factory=list)
    seconds_posting: float = 0.0
    seconds_verifying: float = 0.0
    peak_mib: int = 0


class Shop:
    """The masters, which the file only hints at: made from its lines as they come."""

    def __init__(self) -> None:
        self._items: dict[str, Item] = {}
        self._customers: dict[str, Partner] = {}

    def masters_of(self, lines: Sequence[SourceLine]) -> Masters:
        """The items and customers of a chunk; codes that differ only in letter case are one.

        An item is called what most lines of its first chunk call it, adjustments aside.
        """
        self._learn(lines)
        codes = dict.fromkeys(line.code.upper() for line in lines)
        items = [self._items[code] for code in codes if code in self._items]
        customers = [
            self._customers[code] for code in dict.fromkeys(line.customer for line in lines) if code
        ]
        settings = Settings()
        directory = Directory(items, [_SUPPLIER], customers, [_MAIN], settings.default_customer)
        return Masters(items, [_SUPPLIER], customers, [_MAIN], settings, directory, [])

    def _learn(self, lines: Sequence[SourceLine]) -> None:
        names: dict[str, Counter[str]] = defaultdict(Counter)
        prices: dict[str, str] = {}
        spelled: dict[str, str] = {}
        for line in lines:
            code = line.code.upper()
            if line.customer and line.customer not in self._customers:
                self._customers[line.customer] = Partner(
                    Party.CUSTOMER, line.customer, line.customer, details={"region": line.country}
                )
            if code in self._items or code in NOT_GOODS or line.invoice.startswith("A"):
                continue
            spelled.setdefault(code, line.code)
            if line.price != "0.0":
                prices.setdefault(code, line.price)
                names[code][line.description] += 1
        for code, first in spelled.items():
            name = next((name for name, _count in names[code].most_common() if name), first)
            price = Decimal(prices.get(code, "1")) * _SHARE_OF_PRICE
            self._items[code] = Item(first, name, "个", purchase_price_e6=int(price * 1_000_000))


def entry_tables(lines: Sequence[SourceLine], goods: Iterable[Item]) -> list[RawRows]:
    """The chunk as rows of 采购, 销售 and 出入库; the row numbers are the file's lines.

    Before its first day everything is bought that the chunk will need.
    """
    return [
        _purchases(lines, goods),
        _sales([line for line in lines if not line.is_adjustment]),
        _movements([line for line in lines if line.is_adjustment]),
    ]


def _purchases(lines: Sequence[SourceLine], goods: Iterable[Item]) -> RawRows:
    """What the chunk needs, bought on its first day."""
    need: Counter[str] = Counter()
    for line in lines:
        if not line.is_cancellation:
            need[line.code.upper()] += abs(int(line.quantity))
    bought = [(item.code, quantity) for item in goods if (quantity := need[item.code.upper()])]
    first = lines[0].day
    cells: dict[str, Sequence[Raw]] = {
        "date": [first] * len(bought),
        "number": [f"BUY-{first}"] * len(bought),
        "partner": [_SUPPLIER.code] * len(bought),
        "item": [code for code, _quantity in bought],
        "quantity": [quantity for _code, quantity in bought],
    }
    return _raw(PURCHASES, range(1, len(bought) + 1), cells)


def _sales(sold: Sequence[SourceLine]) -> RawRows:
    cells: dict[str, Sequence[Raw]] = {
        "date": [line.day for line in sold],
        "number": [line.invoice for line in sold],
        "partner": [line.customer or None for line in sold],
        "item": [line.code for line in sold],
        "quantity": [line.quantity for line in sold],
        "price": [line.price for line in sold],
    }
    return _raw(SALES, [line.number for line in sold], cells)


def _movements(written_off: Sequence[SourceLine]) -> RawRows:
    cells: dict[str, Sequence[Raw]] = {
        "date": [line.day for line in written_off],
        "number": [line.invoice for line in written_off],
        "kind": ["其它出库"] * len(written_off),
        "item": [line.code for line in written_off],
        "quantity": [line.quantity.lstrip("-") for line in written_off],
        "reason": [line.description or None for line in written_off],
    }
    return _raw(MOVEMENTS, [line.number for line in written_off], cells)


def _raw(table: Table, numbers: Sequence[int], cells: dict[str, Sequence[Raw]]) -> RawRows:
    return RawRows(table, numbers, cells, [RowState.NEW] * len(numbers))


def post_chunk(ledger: Ledger, shop: Shop, lines: Sequence[SourceLine], result: Result) -> None:
    """Post a chunk in one transaction and count what became of its lines."""
    result.lines_in += len(lines)
    goods = []
    for line in lines:
        if line.code.upper() in NOT_GOODS:
            result.refused.append((line.number, line.code, "not_goods", ""))
        else:
            goods.append(line)
    if not goods:
        return
    masters = shop.masters_of(goods)
    tables = entry_tables(goods, masters.items)
    with ledger.transaction():
        outcome = judge_tables(ledger, tables, masters, TODAY)
        write_documents(ledger, outcome, masters, _SOURCE, row_ids=False)
    result.transactions += 1
    _count(result, {line.number: line.code for line in goods}, tables, outcome)


def _count(
    result: Result, codes: dict[int, str], tables: Sequence[RawRows], outcome: Outcome
) -> None:
    for posted in outcome.posted:
        document = posted.document
        result.documents[document.kind.key] += 1
        if document.table == PURCHASES.name:
            result.invented_lines += len(document.lines)
        else:
            result.posted[document.kind.key] += len(document.lines)
    said = {}
    for problem in outcome.problems:
        if problem.is_error:
            said[problem.sheet, problem.row] = (problem.code, problem.message)
        else:
            result.warnings[problem.code] += 1
    for raw in tables:
        for index in sorted(outcome.refused.get(raw.table.name, ())):
            number = raw.numbers[index]
            if raw.table is PURCHASES:
                result.invented_refused += 1
            else:
                code, message = said.get((raw.table.sheet, number), ("with_its_invoice", ""))
                result.refused.append((number, codes[number], code, message))


def post_file(path: Path, ledger: Ledger, limit: int | None = None) -> Result:
    """Everything from the file to a committed and verified ledger."""
    result, shop = Result(), Shop()
    start = perf_counter()
    for lines in in_chunks(read_lines(path, limit), CHUNK):
        post_chunk(ledger, shop, lines, result)
    posted = perf_counter()
    result.differences = [str(found) for found in verify(ledger.connection).differences]
    result.seconds_posting = posted - start
    result.seconds_verifying = perf_counter() - posted
    result.refused.sort()
    return result


def main(words: Sequence[str]) -> None:
    """Post and print the result."""
    path, target = Path(words[0]), Path(words[1])
    with Ledger.create(target) as ledger:
        result = post_file(path, ledger, int(words[2]) if len(words) > 2 else None)
    result.peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    found = {entry.name: getattr(result, entry.name) for entry in fields(result)}
    json.dump(found, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main(sys.argv[1:])
