"""A small shop whose masters the tests share, and its papers as the program's documents."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from jxc_xl.domain.acceptance import Acceptance, Shortage, in_replay_order
from jxc_xl.domain.averaging import Change
from jxc_xl.domain.documents import Document, Line, Move
from jxc_xl.domain.kinds import KINDS, Party
from jxc_xl.domain.masters import Item, Negative, Partner, Warehouse
from jxc_xl.ledger.closing import record
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.correcting import attempt, put_instead
from jxc_xl.ledger.costs import change_method
from jxc_xl.ledger.facts import LedgerFacts
from jxc_xl.ledger.masters import Masters
from jxc_xl.ledger.posting import Writer
from jxc_xl.ledger.queries import Blocked, blocking, returns_of, standing
from jxc_xl.ledger.replaying import replaying
from jxc_xl.ledger.schema import APPEND_ONLY
from jxc_xl.ledger.source import Source
from jxc_xl.ledger.verify import Verified, verify
from tests.ledger.naive import Fact, Paper, Row

ITEMS = {
    item.code: item
    for item in (
        Item("笔", "圆珠笔", "支", purchase_price_e6=12_340_000),
        Item("纸", "复印纸", "包"),
        Item("奶", "鲜牛奶", "盒", purchase_price_e6=5_000_000, batch_managed=True),
    )
}
WAREHOUSES = {code: Warehouse(code, name) for code, name in (("1", "总仓"), ("2", "门店"))}
SUPPLIER = Partner(Party.SUPPLIER, "G1", "明光")
CUSTOMERS = {code: Partner(Party.CUSTOMER, code, code) for code in ("甲", "乙")}


def document(paper: Paper) -> Document:
    """A paper of the naive books as a document of the program."""
    kind = KINDS[paper.kind]
    partner = CUSTOMERS[paper.customer] if paper.customer else None
    if kind.party is Party.SUPPLIER:
        partner = SUPPLIER
    lines = [line(number, row) for number, row in enumerate(paper.rows)]
    for judged in lines:
        judged.link = paper.order
    return Document(kind, date.fromisoformat(paper.day), partner, lines)


def line(number: int, row: Row) -> Line:
    """A row of the naive books as a line of the program."""
    item = ITEMS[row.item]
    return Line(
        number,
        item,
        WAREHOUSES[row.warehouse],
        row.quantity,
        row.quantity,
        item.unit,
        basis_fen=row.value,
        to_warehouse=WAREHOUSES[row.to] if row.to else None,
        batch=row.batch or "",
        expires=date.fromisoformat(row.expires) if row.expires else None,
        links=row.links,
        details={"due": row.due} if row.due else {},
    )


class _Refused(Exception):
    """Stock does not allow a correction."""


class Shop:
    """A ledger file of its own, into which papers are posted the way a click does it."""

    def __init__(self, path: Path) -> None:
        self.ledger = Ledger.open(path) if path.exists() else Ledger.create(path)
        self.source = Source("W", "账.xlsx", "小王", "前台", "2026-03-31T18:00:00+08:00")
        with self.ledger.transaction() as connection:
            Masters(connection).take_over(
                self.source,
                [*ITEMS.values(), SUPPLIER, *CUSTOMERS.values(), *WAREHOUSES.values()],
            )

    @classmethod
    def fresh(cls, path: Path) -> "Shop":
        """An empty shop, copied rather than made, on a disk that nobody unplugs: many a test."""
        path.write_bytes(_empty())
        shop = cls(path)
        shop.ledger.connection.execute("PRAGMA synchronous = OFF")
        return shop

    def post(
        self, papers: Sequence[Paper], negative: Negative = Negative.FORBID
    ) -> list[tuple[str, list[Shortage]]]:
        """Post a click's papers in the order they are judged: the number, empty if refused."""
        with self.ledger.transaction() as connection:
            return self.post_round(connection, papers, negative)

    def post_round(
        self,
        connection: sqlite3.Connection,
        papers: Sequence[Paper],
        negative: Negative = Negative.FORBID,
    ) -> list[tuple[str, list[Shortage]]]:
        """Do the same inside a transaction."""
        done = []
        masters = Masters(connection)
        facts = LedgerFacts(connection, masters)
        acceptance = Acceptance(facts, negative)
        writer = Writer(connection, masters, self.source, facts.next_number)
        with replaying(connection, len(papers)) as beside:
            for judged in in_replay_order([document(paper) for paper in papers]):
                shortages = acceptance.accept(judged)
                refused = bool(shortages) and acceptance.forbids
                done.append(("" if refused else writer.add(judged, "").number, shortages))
            writer.write(beside)
        return done

    def in_the_way(self, number: str, on: str = "") -> tuple[list[str], list[Blocked]]:
        """What forbids to reverse a document: returns of it, and stock that would be missing."""
        id_ = self._id(number)
        return returns_of(self.ledger.connection, id_), blocking(
            self.ledger.connection, id_, since=on
        )

    def close(self, month: str, *, closed: bool = True) -> None:
        """Lock a month, or unlock it."""
        with self.ledger.transaction() as connection:
            record(connection, month, closed=closed, source=self.source)

    def change_method(self, since: str, *, average: bool) -> None:
        """Value stock by another method from a day on."""
        with self.ledger.transaction() as connection:
            change_method(connection, Change(since, average), self.source)

    def reverse(self, number: str, on: str = "") -> None:
        """Reverse a document, one of a closed month on an open day."""
        with self.ledger.transaction() as connection:
            masters = Masters(connection)
            facts = LedgerFacts(connection, masters)
            writer = Writer(connection, masters, self.source, facts.next_number)
            writer.reverse(self._id(number), f"HC-{number}", on)
            writer.write()

    def amend(
        self, number: str, corrected: Paper, negative: Negative = Negative.FORBID
    ) -> tuple[str, list[Blocked]]:
        """Put another document in the place of one: its number, or what stands in the way."""
        original = standing(self.ledger.connection, number)
        assert original is not None
        judged = document(corrected)
        with self.ledger.transaction() as connection:
            try:
                with attempt(connection):
                    done = put_instead(connection, original, self.source, lambda _facts: [judged])
                    if done.blocked and negative is Negative.FORBID:
                        raise _Refused
            except _Refused:
                return "", done.blocked
        return done.posted[0].number, []

    def post_values(self, kind: str, facts: Sequence[Fact]) -> str:
        """Post a document of values without quantity, as the rules would have made its moves."""
        first = facts[0]
        lines = [line(0, Row(first.item, first.place[0], 1))]
        lines[0].moves = [
            Move(WAREHOUSES[fact.place[0]], fact.place[1], 0, fact.value, fact.link)
            for fact in facts
        ]
        judged = Document(KINDS[kind], date.fromisoformat(first.day), SUPPLIER, lines)
        with self.ledger.transaction() as connection:
            masters = Masters(connection)
            writer = Writer(
                connection, masters, self.source, LedgerFacts(connection, masters).next_number
            )
            assert Acceptance(LedgerFacts(connection, masters)).accept(judged) == []
            posted = writer.add(judged, "")
            writer.write()
        return posted.number

    def post_count(self, facts: Sequence[Fact], number: str = "") -> str:
        """Post a count of some places at one time, as reading a stocktake would have made it."""
        rows = tuple(Row(fact.item, fact.place[0], fact.quantity, fact.place[1]) for fact in facts)
        judged = document(Paper("count", facts[0].day, rows))
        judged.phase, judged.number = facts[0].phase, number
        for counted, fact in zip(judged.lines, facts, strict=True):
            counted.moves = [
                Move(
                    counted.warehouse, counted.batch, fact.quantity, fact.value,
                    estimate_e6=fact.estimate,
                )
            ]  # fmt: skip
        with self.ledger.transaction() as connection:
            masters = Masters(connection)
            writer = Writer(
                connection, masters, self.source, LedgerFacts(connection, masters).next_number
            )
            posted = writer.add(judged, "")
            writer.write()
        return posted.number

    def _id(self, number: str) -> int:
        found = standing(self.ledger.connection, number)
        assert found is not None, number
        return found.id


@cache
def _empty() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder, "shop.db")
        Shop(path).ledger.close()
        return path.read_bytes()


def tampered(shop: Shop, *statements: str, expected_head: str = "") -> Verified:
    """Drop the triggers on another connection, do something, and verify."""
    with closing(sqlite3.connect(shop.ledger.path, isolation_level=None)) as other:
        for table in APPEND_ONLY:
            for verb in ("update", "delete"):
                other.execute(f"DROP TRIGGER {table}_no_{verb}")
        for statement in statements:
            other.execute(statement)
    return verify(shop.ledger.connection, expected_head)
