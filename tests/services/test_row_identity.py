"""Row identity on hostile shops: whatever clerks do to rows, each entry is posted once."""

import copy
import random
import shutil
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from jxc_xl.ledger.connection import Ledger
from jxc_xl.services.post import post
from tests.fake_book import FakeBook, Row

TODAY = date(2026, 11, 22)
SHOPS = 2000
CHUNKS = 8
_KINDS = {"purchases": ("采购入库", "百事"), "sales": ("销售出库", "王店")}


@pytest.fixture(scope="module")
def empty_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with plenty of stock to sell, to be copied for each shop."""
    path = tmp_path_factory.mktemp("ledger") / "empty.db"
    with Ledger.create(path) as ledger:
        book = _book()
        book.type(
            "movements", date=datetime(2026, 1, 1), kind="期初库存", item="A", quantity=1e7, price=1
        )
        assert post(book, ledger, today=TODAY).ok
        ledger.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def _book() -> FakeBook:
    book = FakeBook()
    book.type("items", code="A", name="可乐", unit="瓶", sale_price=3.0)
    book.type("suppliers", code="S", name="百事")
    book.type("customers", code="C", name="王店")
    book.type("warehouses", code="W", name="主仓库")
    return book


class Shop:
    """A clerk who knows what was meant: ``meant`` counts the quantities to be in the books."""

    def __init__(self, ledger: Ledger, chance: random.Random) -> None:
        self.ledger = ledger
        self.chance = chance
        self.book = _book()
        self.meant: Counter[tuple[str, float]] = Counter()
        self.waiting: list[tuple[str, float]] = []
        self.snapshots: list[dict[str, list[Row]]] = []
        self.last = 0.0

    def rows(self, table: str) -> list[Row]:
        """The rows of a sheet."""
        return self.book.tables[table]

    def fresh_quantity(self) -> float:
        """A quantity nobody typed before, so that entries can be told apart."""
        self.last += 1
        return self.last

    def type_document(self, table: str) -> None:
        """A document of several rows whose head stands in the first one only."""
        kind, partner = _KINDS[table]
        head: Row = {"date": datetime(2026, 3, 1), "kind": kind, "partner": partner}
        for _ in range(self.chance.randint(2, 3)):
            quantity = self.fresh_quantity()
            self.book.type(table, **head, item="A", quantity=quantity, price=2.0)
            self.waiting.append((table, quantity))
            head = {}

    def draft(self, table: str) -> None:
        """Put a new row off, or take up one that was put off."""
        rows = [row for row in self.rows(table) if not row["行号"] and row["单据日期"]]
        if not rows or self.has_bare_heads(table):
            return
        row = self.chance.choice(rows)
        entry = (table, row["数量"])
        if row["状态"] == "草稿":
            row["状态"] = None
            self.waiting.append(entry)
        elif entry in self.waiting and row["状态"] is None:
            row["状态"] = "草稿"
            self.waiting.remove(entry)

    def has_bare_heads(self, table: str) -> bool:
        """Whether rows depend on the row above them, so that moving rows changes them."""
        return any(row["单据日期"] is None for row in self.rows(table))

    def type_rows(self, table: str) -> None:
        """New entries below the last row, sometimes twice the same on purpose."""
        kind, partner = _KINDS[table]
        for _ in range(self.chance.randint(1, 3)):
            quantity = self.fresh_quantity()
            day = datetime(2026, 3, 1) + timedelta(days=self.chance.randint(0, 5))
            for _ in range(self.chance.choice((1, 1, 1, 2))):
                self.book.type(
                    table, date=day, kind=kind, partner=partner, item="A", quantity=quantity,
                    price=2.0, note=self.chance.choice((None, "急")),
                )  # fmt: skip
                self.waiting.append((table, quantity))

    def copy_rows(self, table: str) -> None:
        """Copy a row with everything in it; change the copy, or leave it identical."""
        if not self.rows(table) or self.has_bare_heads(table):
            return
        original = self.chance.choice(self.rows(table))
        row = dict(original)
        self.rows(table).insert(self.chance.randint(0, len(self.rows(table))), row)
        if self.chance.random() < 0.7:
            row["数量"] = self.fresh_quantity()
        if row["状态"] != "草稿" and not self.is_in_the_books(row):
            self.waiting.append((table, row["数量"]))

    def is_in_the_books(self, row: Row) -> bool:
        """Whether a row says what the line of its id says."""
        line = self.ledger.connection.execute(
            "SELECT quantity_e4 / 10000.0, details ->> '$.note' FROM line WHERE row_id = ?",
            (row["行号"],),
        ).fetchone()
        return bool(line == (row["数量"], row["备注"] or None))

    def sort_rows(self, table: str) -> None:
        """Sort the whole sheet by any column."""
        if self.has_bare_heads(table):
            return
        header = self.chance.choice(("数量", "单据日期", "单据编号", "状态"))
        rows = self.rows(table)
        reverse = self.chance.random() < 0.5
        rows.sort(key=lambda row: (row[header] is None, str(row[header])), reverse=reverse)

    def delete_row(self, table: str) -> None:
        """Delete a row; what was not posted yet is not meant any more.

        Not the original of a changed copy: the copy would then be the posted row, changed.
        """
        if self.has_bare_heads(table):
            return
        ids = Counter(row["行号"] for row in self.rows(table))
        rows = [row for row in self.rows(table) if not row["行号"] or ids[row["行号"]] == 1]
        if rows:
            row = self.chance.choice(rows)
            self.rows(table)[:] = [other for other in self.rows(table) if other is not row]
            entry = (table, row["数量"])
            if not row["行号"] and row["状态"] != "草稿" and entry in self.waiting:
                self.waiting.remove(entry)

    def fill_down(self, table: str) -> None:
        """Pull number, status or row id of a row down over new rows below it."""
        rows = self.rows(table)
        if self.has_bare_heads(table):
            return
        for place in range(1, len(rows)):
            new = not rows[place]["行号"] and rows[place]["状态"] != "草稿"
            if new and rows[place - 1]["行号"]:
                header = self.chance.choice(("状态", "提示", "行号"))
                rows[place][header] = rows[place - 1][header]
                if header == "行号" and self.chance.random() < 0.5:
                    rows[place]["单据编号"] = rows[place - 1]["单据编号"]
                return

    def edit_posted(self, table: str) -> None:
        """Change the price of a posted row that has no copies: it stays the posted row."""
        ids = Counter(row["行号"] for row in self.rows(table))
        for row in self.rows(table):
            if row["行号"] and ids[row["行号"]] == 1:
                row["备注"] = f"改{self.chance.random()}"
                return

    def click(self) -> None:
        """Post; sometimes the marks are lost, as when Excel is closed without saving."""
        before = copy.deepcopy(self.book.tables)
        post(self.book, self.ledger, today=TODAY)
        self.meant.update(self.waiting)
        self.waiting = []
        if self.chance.random() < 0.3:
            self.book.tables = before
            if self.chance.random() < 0.5:
                self.sort_rows(self.chance.choice(list(_KINDS)))
        else:
            self.snapshots.append(copy.deepcopy(self.book.tables))

    def back_to_old_copy(self) -> None:
        """Go on with an older state of the file; what it does not show is still in the books."""
        if self.snapshots and not self.waiting:
            self.book.tables = copy.deepcopy(self.chance.choice(self.snapshots))
            for table in _KINDS:  # what was put off then may have been taken up since
                self.rows(table)[:] = [r for r in self.rows(table) if r["状态"] != "草稿"]

    def in_the_books(self) -> Counter[tuple[str, float]]:
        """What the ledger has, counted like ``meant``."""
        return Counter(
            (sheet, quantity / 10000)
            for sheet, quantity in self.ledger.connection.execute(
                "SELECT d.sheet, l.quantity_e4 FROM line l JOIN document d"
                " ON d.id = l.document_id WHERE d.sheet <> 'movements'"
            )
        )


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_nothing_is_lost_and_nothing_doubled(
    chunk: int, empty_ledger: Path, tmp_path: Path
) -> None:
    """Copying, sorting, deleting, fill-down, lost marks and old copies: each entry once."""
    ledger_file = tmp_path / "shop.db"
    for seed in range(chunk * SHOPS // CHUNKS, (chunk + 1) * SHOPS // CHUNKS):
        shutil.copyfile(empty_ledger, ledger_file)
        with Ledger.open(ledger_file) as ledger:
            ledger.connection.execute("PRAGMA synchronous = OFF")
            shop = Shop(ledger, random.Random(seed))
            _live(shop)
            assert shop.in_the_books() == shop.meant, f"shop {seed}"
        for leftover in ledger_file.parent.glob("shop.db*"):
            leftover.unlink()


def _live(shop: Shop) -> None:
    habits = (
        shop.type_rows, shop.type_rows, shop.copy_rows, shop.copy_rows, shop.sort_rows,
        shop.delete_row, shop.fill_down, shop.draft, shop.type_document,
    )  # fmt: skip
    for _ in range(5):
        for _ in range(shop.chance.randint(1, 4)):
            shop.chance.choice(habits)(shop.chance.choice(list(_KINDS)))
        shop.click()
        if shop.chance.random() < 0.3:
            shop.edit_posted(shop.chance.choice(list(_KINDS)))
            shop.click()
        if shop.chance.random() < 0.2:
            shop.back_to_old_copy()
    shop.click()
    shop.click()
