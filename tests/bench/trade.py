"""A trading house with as much past as wanted: ledgers for the figures about history."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from jxc_xl.domain.cells import Raw, RawRows, RowState
from jxc_xl.domain.directory import Directory
from jxc_xl.domain.documents import Document, Line, Move
from jxc_xl.domain.judge import fingerprint
from jxc_xl.domain.kinds import KINDS, Party
from jxc_xl.domain.master_rows import Masters
from jxc_xl.domain.masters import Item, Partner, Settings, Warehouse
from jxc_xl.domain.tables.columns import Table
from jxc_xl.domain.tables.entry import PURCHASES, SALES
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.facts import LedgerFacts
from jxc_xl.ledger.masters import Masters as LedgerMasters
from jxc_xl.ledger.posting import Writer
from jxc_xl.ledger.source import Source
from jxc_xl.services.posting import judge_tables, write_documents

TODAY = date(2040, 1, 1)
FIRST = date(2021, 1, 1)
LAST = date(2023, 12, 31)
LINES = 5
SOURCE = Source("bench", "bench.xlsx", "bench", "bench", "2024-01-01T00:00:00")

_WAREHOUSES = [Warehouse("W1", "一号仓"), Warehouse("W2", "二号仓")]
_SUPPLIERS = [Partner(Party.SUPPLIER, f"S{n:02}", f"供应商{n:02}") for n in range(20)]
_CUSTOMERS = [Partner(Party.CUSTOMER, f"C{n:03}", f"客户{n:03}") for n in range(100)]
ITEMS = tuple(
    Item(f"I{n:04}", f"商品{n:04}", "个", purchase_price_e6=(n % 50 + 1) * 1_000_000)
    for n in range(500)
)
HEAVY = Item("HEAVY", "常卖的商品", "个", purchase_price_e6=3_000_000)
_CHUNK = 20_000


def masters() -> Masters:
    """500 items, one more that sells all the time, 2 warehouses, partners."""
    settings, items = Settings(), [*ITEMS, HEAVY]
    directory = Directory(items, _SUPPLIERS, _CUSTOMERS, _WAREHOUSES, settings.default_customer)
    return Masters(items, _SUPPLIERS, _CUSTOMERS, _WAREHOUSES, settings, directory, [])


@dataclass(slots=True)
class Trade:
    """Receipts and deliveries over the years; stock never runs out."""

    items: Sequence[Item] = ITEMS
    chance: random.Random = field(default_factory=lambda: random.Random(1))
    stock: dict[tuple[str, str], int] = field(default_factory=dict)
    turn: int = 0
    receipts: int = 0

    def document(self, day: date) -> Document:
        """The next document: a receipt where something is needed, else a delivery."""
        self.turn += 1
        warehouse = _WAREHOUSES[self.turn % 2]
        start = self.turn // 2 * LINES
        items = [self.items[(start + n) % len(self.items)] for n in range(LINES)]
        pools = [(item.code, warehouse.code) for item in items]
        if min(self.stock.get(pool, 0) for pool in pools) < 10:
            quantity = self.chance.randint(20, 60)
            for pool in pools:
                self.stock[pool] = self.stock.get(pool, 0) + quantity
            self.receipts += 1
            return _receipt(day, _SUPPLIERS[self.receipts % 20], warehouse, items, quantity)
        quantities = [self.chance.randint(1, 10) for _item in items]
        for pool, quantity in zip(pools, quantities, strict=True):
            self.stock[pool] -= quantity
        return _delivery(
            day, _CUSTOMERS[(self.turn - self.receipts) % 100], warehouse, items, quantities
        )


def _receipt(
    day: date, supplier: Partner, warehouse: Warehouse, items: Sequence[Item], quantity: int
) -> Document:
    lines = [
        _line(row, item, warehouse, quantity, (item.purchase_price_e6 or 0) + row * 10_000)
        for row, item in enumerate(items)
    ]
    for line in lines:
        line.basis_fen = line.total_fen
        line.moves = [Move(warehouse, "", line.base_e4, line.total_fen)]
    return Document(KINDS["receipt"], day, supplier, lines, table="purchases")


def _delivery(
    day: date,
    customer: Partner,
    warehouse: Warehouse,
    items: Sequence[Item],
    quantities: Sequence[int],
) -> Document:
    lines = [
        _line(row, item, warehouse, quantity, 2 * (item.purchase_price_e6 or 0))
        for row, (item, quantity) in enumerate(zip(items, quantities, strict=True))
    ]
    for line in lines:
        line.moves = [Move(warehouse, "", -line.base_e4, estimate_e6=line.item.purchase_price_e6)]
    return Document(KINDS["delivery"], day, customer, lines, table="sales")


def _line(row: int, item: Item, warehouse: Warehouse, quantity: int, price_e6: int) -> Line:
    fen = quantity * price_e6 // 10_000
    e4 = quantity * 10_000
    return Line(
        row, item, warehouse, e4, e4, item.unit, price_e6=price_e6, amount_fen=fen, total_fen=fen
    )


def days(count: int, first: date = FIRST) -> Iterator[date]:
    """``count`` days in order, spread over the years."""
    span = (LAST - first).days
    for n in range(count):
        yield first + timedelta(days=n * span // count)


def make_ledger(path: Path, moves: int, heavy: int = 0, first: date = FIRST) -> Ledger:
    """A ledger with so many moves, ``heavy`` of them of the item that sells all the time."""
    ledger = Ledger.create(path)
    trade, often = Trade(), Trade([HEAVY] * LINES)
    count = moves // LINES
    every = count * LINES // heavy if heavy else 0
    batch: list[Document] = []
    for number, day in enumerate(days(count, first)):
        is_heavy = every and number % every == 0
        batch.append((often if is_heavy else trade).document(day))
        if len(batch) == _CHUNK or number == count - 1:
            _write(ledger, batch)
            batch = []
    return ledger


def _write(ledger: Ledger, documents: Sequence[Document]) -> None:
    """Put documents that need no judging into the ledger."""
    everybody = masters()
    with ledger.transaction() as connection:
        known = LedgerMasters(connection)
        known.take_over(SOURCE, everybody.everything())
        facts = LedgerFacts(connection, known)
        writer = Writer(connection, known, SOURCE, facts.next_number)
        for document in documents:
            writer.add(document, fingerprint(document))
        writer.write()


def entry_rows(documents: Sequence[Document]) -> list[RawRows]:
    """Documents as a clerk would have typed them, on 采购 and 销售."""
    return [
        _rows(table, [document for document in documents if document.table == table.name])
        for table in (PURCHASES, SALES)
    ]


def _rows(table: Table, documents: Sequence[Document]) -> RawRows:
    cells: dict[str, list[Raw]] = {
        name: [] for name in ("date", "partner", "item", "warehouse", "quantity", "price")
    }
    for document in documents:
        for line in document.lines:
            cells["date"].append(document.date)
            cells["partner"].append(document.partner.name if document.partner else None)
            cells["item"].append(line.item.code)
            cells["warehouse"].append(line.warehouse.name)
            cells["quantity"].append(float(line.quantity_e4 // 10_000))
            cells["price"].append(line.price_e6 / 1_000_000)
    count = len(cells["date"])
    return RawRows(table, range(6, 6 + count), cells, [RowState.NEW] * count)


def post(ledger: Ledger, tables: Sequence[RawRows], everybody: Masters, documents: int) -> None:
    """Validate, cost and commit rows; all of them must be good."""
    with ledger.transaction():
        outcome = judge_tables(ledger, tables, everybody, TODAY)
        if len(outcome.documents) != documents:
            raise SystemExit(f"the rows of the benchmark are refused: {outcome.problems[:3]}")
        write_documents(ledger, outcome, everybody, SOURCE, row_ids=True)


def return_rows(ledger: Ledger, numbers: Sequence[str], day: date) -> RawRows:
    """One piece of each line of some deliveries comes back, linked to them."""
    cells: dict[str, list[Raw]] = {
        name: [] for name in ("date", "kind", "partner", "item", "warehouse", "quantity", "link")
    }
    for number in numbers:
        rows = ledger.connection.execute(
            "SELECT partner, item, warehouse FROM v_lines WHERE number = ? ORDER BY id", (number,)
        )
        for partner, item, warehouse in rows:
            values = (day, "销售退货", partner, item, warehouse, 1, number)
            for column, value in zip(cells.values(), values, strict=True):
                column.append(value)
    count = len(cells["date"])
    return RawRows(SALES, range(50_006, 50_006 + count), cells, [RowState.NEW] * count)


def receipt_rows(day: date) -> RawRows:
    """One receipt of the item that sells all the time."""
    cells: dict[str, list[Raw]] = {
        "date": [day],
        "partner": [_SUPPLIERS[0].name],
        "item": [HEAVY.code],
        "warehouse": [_WAREHOUSES[0].name],
        "quantity": [7],
        "price": [3.21],
    }
    return RawRows(PURCHASES, [6], cells, [RowState.NEW])
