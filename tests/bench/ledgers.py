"""The figures about the ledger alone: posting much, posting late, posting into the past."""

from datetime import date, timedelta
from pathlib import Path
from statistics import median

from jxc_xl.domain.cells import RawRows
from jxc_xl.domain.documents import Document
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.costs import rebuild
from tests.bench import trade
from tests.bench.measure import Figure, interleaved, stopwatch
from tests.bench.trade import LAST, Trade

_TABLES = (
    "item", "partner", "warehouse", "master_change", "document", "line", "move", "batch", "lot",
    "cost", "balance",
)  # fmt: skip
_PAST, _SHORT_PAST, _HEAVY, _LATER = 1_000_000, 10_000, 12_000, 10_000
_BACK = 5


def bulk(scratch: Path, times: int = 5) -> Figure:
    """50,000 clean lines in 10,000 documents against inserting what they leave."""
    documents = _a_year(10_000)
    tables, everybody = trade.entry_rows(documents), trade.masters()
    turn = iter(range(1_000))

    def post() -> float:
        with Ledger.create(scratch / f"bulk-{next(turn)}.db") as ledger:
            return stopwatch(lambda: trade.post(ledger, tables, everybody, len(documents)))

    post()
    with Ledger.open(scratch / "bulk-0.db") as ledger:
        left = {
            name: ledger.connection.execute(f"SELECT * FROM {name}").fetchall() for name in _TABLES
        }

    def insert() -> float:
        with Ledger.create(scratch / f"bulk-{next(turn)}.db") as ledger:
            ledger.connection.execute("PRAGMA foreign_keys = ON")  # what the post checks itself
            return stopwatch(lambda: _insert(ledger, left))

    seconds, base = interleaved(post, insert, times)
    rows = sum(map(len, left.values()))
    return Figure(
        "50,000 lines in 10,000 documents: validated, costed, committed",
        f"executemany of the {rows:,} rows this leaves, same schema and indices",
        seconds, base, 6, 3, f"median of {times}",
    )  # fmt: skip


def _a_year(count: int) -> list[Document]:
    dealing = Trade()
    return [dealing.document(day) for day in trade.days(count)]


def _insert(ledger: Ledger, rows: dict[str, list[tuple[object, ...]]]) -> None:
    with ledger.transaction() as connection:
        for name, its_rows in rows.items():
            if its_rows:
                marks = ", ".join("?" * len(its_rows[0]))
                connection.executemany(f"INSERT INTO {name} VALUES ({marks})", its_rows)


class Pasts:
    """A ledger with a long past and one with a short one, made once."""

    def __init__(self, scratch: Path) -> None:
        self.long = trade.make_ledger(scratch / "long.db", _PAST, _HEAVY)
        self.short = trade.make_ledger(scratch / "short.db", _SHORT_PAST)

    def close(self) -> None:
        """Let both files go."""
        self.long.close()
        self.short.close()


def latest(pasts: Pasts, times: int = 15) -> Figure:
    """100 documents × 5 lines dated last onto a long past, against a short one."""
    on_long, on_short = _Late(pasts.long), _Late(pasts.short)
    seconds, base = interleaved(on_long.mix, on_short.mix, times)
    return Figure(
        "100 documents × 5 lines dated last, onto 1,000,000 moves",
        "the same onto 10,000 moves", seconds, base, 1.5, 1.2,
        f"receipts and deliveries, 500 items × 2 warehouses, median of {times}",
    )  # fmt: skip


def latest_returns(pasts: Pasts, times: int = 15) -> Figure:
    """The same when a tenth of the documents are returns linked to what was just delivered."""
    on_long, on_short = _Late(pasts.long, 1_000), _Late(pasts.short, 1_000)
    seconds, base = interleaved(on_long.with_returns, on_short.with_returns, times)
    return Figure(
        "the same with 10 linked returns among the 100 documents, onto 1,000,000 moves",
        "the same onto 10,000 moves", seconds, base, 1.5, 1.2, f"median of {times}",
    )  # fmt: skip


class _Late:
    """Posts onto the end of a ledger, a day further each time."""

    def __init__(self, ledger: Ledger, after: int = 1) -> None:
        self._ledger = ledger
        self._day = LAST + timedelta(days=after)
        self._trade = Trade()
        self._everybody = trade.masters()
        self._post(400)

    def _post(self, count: int, *more: RawRows, documents: int = 0) -> float:
        """Seconds for the next ``count`` documents and what comes in ``more``."""
        self._day += timedelta(days=1)
        dealt = [self._trade.document(self._day) for _ in range(count)]
        tables = [*trade.entry_rows(dealt), *more]
        return stopwatch(
            lambda: trade.post(self._ledger, tables, self._everybody, count + documents)
        )

    def mix(self) -> float:
        """Seconds for 100 documents, some of them receipts."""
        return self._post(100)

    def with_returns(self) -> float:
        """Seconds for 90 documents and 10 returns of what was delivered before."""
        self._post(100)
        numbers = self._ledger.connection.execute(
            "SELECT number FROM document WHERE kind = 'delivery' AND date = ? LIMIT 10",
            (self._day.isoformat(),),
        ).fetchall()
        returns = trade.return_rows(
            self._ledger, [row[0] for row in numbers], self._day + timedelta(days=1)
        )
        return self._post(90, returns, documents=10)


def dated_back(pasts: Pasts, times: int = 2) -> Figure:
    """A receipt with 10,000 later moves of its item against rebuilding all projections."""
    ledger, everybody = pasts.long, trade.masters()
    connection = ledger.connection
    (day,) = connection.execute(
        "SELECT date FROM move m JOIN item i ON i.id = m.item_id WHERE i.code = ?"
        " ORDER BY m.date DESC, m.id DESC LIMIT 1 OFFSET ?",
        (trade.HEAVY.code, _LATER),
    ).fetchone()
    tables = [trade.receipt_rows(date.fromisoformat(day))]

    def post() -> float:
        return median(
            stopwatch(lambda: trade.post(ledger, tables, everybody, 1)) for _ in range(_BACK)
        )

    def rebuild_all() -> float:
        with ledger.transaction():
            return stopwatch(lambda: rebuild(connection))

    seconds, base = interleaved(post, rebuild_all, times)
    return Figure(
        "one receipt dated back before 10,000 moves of its item, among 1,000,000",
        "rebuilding all projections", seconds, base, 1 / 20, None,
        f"medians of {times * _BACK} and {times}",
    )  # fmt: skip
