"""Online Retail as chunks ready to be posted, prepared by a process of its own.

While one chunk is posted the next is read: a click in a shop finds its rows read already, too.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from jxc_xl.domain.cells import Raw, RawRows, RowState
from jxc_xl.domain.kinds import Party
from jxc_xl.domain.masters import Item, Partner
from jxc_xl.domain.tables.entry import MOVEMENTS, PURCHASES, SALES
from jxc_xl.lean import collector_at_rest
from tests.real.retail_source import NOT_GOODS, SourceLine, in_chunks, read_lines

CHUNK = 60_000
"""A chunk is whole days with at least so many lines; it is one transaction."""

SUPPLIER = Partner(Party.SUPPLIER, "INVENTED", "虚构供应商")
_SHARE_OF_PRICE = Decimal("0.6")

Cells = Mapping[str, Sequence[Raw]]
Rows = tuple[Sequence[int], Cells]


class Chunk(NamedTuple):
    """Rows of 采购, 销售 and 出入库 with the masters that they name.

    ``rows`` are row numbers (lines of the file) and cells, ``not_goods`` (line, stock code).
    """

    lines: int
    not_goods: list[tuple[int, str]]
    items: list[Item]
    customers: list[Partner]
    rows: list[Rows]

    def tables(self) -> list[RawRows]:
        """The rows as they come out of sheets."""
        return [
            RawRows(table, numbers, cells, [RowState.NEW] * len(numbers))
            for table, (numbers, cells) in zip(
                (PURCHASES, SALES, MOVEMENTS), self.rows, strict=False
            )
        ]


@contextmanager
def prepared(path: Path, limit: int | None) -> Iterator[Iterator[Chunk]]:
    """The chunks of the file; another process is always one ahead."""
    here, there = Pipe(duplex=False)
    process = Process(target=_prepare, args=(path, limit, there))
    process.start()
    there.close()
    try:
        yield iter(here.recv, None)
        process.join()
    finally:
        process.kill()


@collector_at_rest()
def _prepare(path: Path, limit: int | None, there: Connection) -> None:
    shop = Shop()
    for lines in in_chunks(read_lines(path, limit), CHUNK):
        there.send(_chunk(lines, shop))
    there.send(None)


def _chunk(lines: Sequence[SourceLine], shop: "Shop") -> Chunk:
    not_goods, goods = [], []
    for line in lines:
        if line.code.upper() in NOT_GOODS:
            not_goods.append((line.number, line.code))
        else:
            goods.append(line)
    items, customers = shop.masters_of(goods)
    return Chunk(len(lines), not_goods, items, customers, entry_rows(goods, items) if goods else [])


class Shop:
    """The masters, which the file only hints at: made from its lines as they come."""

    def __init__(self) -> None:
        self._items: dict[str, Item] = {}
        self._customers: dict[str, Partner] = {}

    def masters_of(self, lines: Sequence[SourceLine]) -> tuple[list[Item], list[Partner]]:
        """The items and customers of a chunk; codes that differ only in letter case are one.

        An item is called what most lines of its first chunk call it, adjustments aside.
        """
        self._learn(lines)
        codes = dict.fromkeys(line.code.upper() for line in lines)
        items = [self._items[code] for code in codes if code in self._items]
        customers = dict.fromkeys(line.customer for line in lines)
        return items, [self._customers[code] for code in customers if code]

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


def entry_rows(lines: Sequence[SourceLine], goods: Iterable[Item]) -> list[Rows]:
    """The chunk as rows of 采购, 销售 and 出入库; the row numbers are the file's lines.

    Before its first day everything is bought that the chunk will need.
    """
    return [
        _purchases(lines, goods),
        _sales([line for line in lines if not line.is_adjustment]),
        _movements([line for line in lines if line.is_adjustment]),
    ]


def _purchases(lines: Sequence[SourceLine], goods: Iterable[Item]) -> Rows:
    """What the chunk needs, bought on its first day."""
    need: Counter[str] = Counter()
    for line in lines:
        if not line.is_cancellation:
            need[line.code.upper()] += abs(int(line.quantity))
    bought = [(item.code, quantity) for item in goods if (quantity := need[item.code.upper()])]
    first = lines[0].day
    cells: Cells = {
        "date": [first] * len(bought),
        "number": [f"BUY-{first}"] * len(bought),
        "partner": [SUPPLIER.code] * len(bought),
        "item": [code for code, _quantity in bought],
        "quantity": [quantity for _code, quantity in bought],
    }
    return range(1, len(bought) + 1), cells


def _sales(sold: Sequence[SourceLine]) -> Rows:
    cells: Cells = {
        "date": [line.day for line in sold],
        "number": [line.invoice for line in sold],
        "partner": [line.customer or None for line in sold],
        "item": [line.code for line in sold],
        "quantity": [line.quantity for line in sold],
        "price": [line.price for line in sold],
    }
    return [line.number for line in sold], cells


def _movements(written_off: Sequence[SourceLine]) -> Rows:
    cells: Cells = {
        "date": [line.day for line in written_off],
        "number": [line.invoice for line in written_off],
        "kind": ["其它出库"] * len(written_off),
        "item": [line.code for line in written_off],
        "quantity": [line.quantity.lstrip("-") for line in written_off],
        "reason": [line.description or None for line in written_off],
    }
    return [line.number for line in written_off], cells
