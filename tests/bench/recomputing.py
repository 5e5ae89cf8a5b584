"""The figures about 重算: against pandas, when nothing has changed, and with a long past.

The workbook is one in memory, so that it is the reckoning that is measured and not the file.
"""

from datetime import date, timedelta
from pathlib import Path

from jxc_xl.domain.master_rows import Masters
from jxc_xl.ledger.connection import Ledger
from jxc_xl.services import shop
from jxc_xl.services.recompute.run import recompute
from jxc_xl.services.sync import settle_masters, write_synced
from tests.bench import trade
from tests.bench.measure import Figure, interleaved, stopwatch
from tests.bench.trade import Trade
from tests.fake_book import FakeBook
from tests.real.retail_run import post

_SALES = """
SELECT item, date, quantity_e4, cost_fen FROM v_moves WHERE kind IN ('delivery', 'sales_return')"""
_YEAR, _DAYS = 20_000, 365
_AGAIN = 20


class _Shop:
    """A ledger with a workbook in memory that has its masters, and a today that goes on."""

    def __init__(self, ledger: Ledger, today: date) -> None:
        self.ledger = ledger
        self.today = today
        self.book = FakeBook()
        self.book.names["jxc_recomputed"] = None
        self.book.type("warehouses", code="MAIN", name="主仓库")
        rows = shop.master_rows(self.book, [])
        write_synced(self.book, rows, settle_masters(rows, ledger.connection, today))

    def next_day(self) -> float:
        """Seconds of a recompute that has to reckon everything: it is another day."""
        self.today += timedelta(1)
        return self.again()

    def again(self) -> float:
        """Seconds of a recompute."""
        return stopwatch(lambda: recompute(self.book, self.ledger, today=self.today))


def against_pandas(data: Path, scratch: Path, times: int = 3) -> list[Figure]:
    """All of Online Retail reckoned anew: against pandas, and when nothing has changed."""
    path = scratch / "retail.db"
    post(data / "online_retail.csv.gz", path)
    with Ledger.open(path) as ledger:
        retail = _Shop(ledger, date(2012, 1, 1))
        first = retail.again()
        (items,) = ledger.connection.execute("SELECT count(*) FROM item").fetchone()
        seconds, base = interleaved(retail.next_day, lambda: _by_pandas(ledger), times)
        unchanged = sorted(retail.again() for _ in range(_AGAIN))[_AGAIN // 2]
    what = f"recompute of {items:,} items over Online Retail's ledger, on the next day"
    return [
        Figure(
            what, "pandas: read quantity and cost of its sales from v_moves, one groupby",
            seconds, base, 2, None,
            f"median of {times}; the first time, with the figures by day to be made, {first:.3g} s",
        ),
        Figure(
            "the same when nothing has changed", "the recompute before", unchanged, seconds, 0.1,
            None, f"median of {_AGAIN}",
        ),
    ]  # fmt: skip


def _by_pandas(ledger: Ledger) -> float:
    import pandas as pd

    def read_and_group() -> None:
        frame = pd.read_sql(_SALES, ledger.connection)
        frame.groupby(["item", "date"])[["quantity_e4", "cost_fen"]].sum()

    return stopwatch(read_and_group)


class _Trading:
    """A trading house with a past of some years that posts a day and recomputes."""

    def __init__(self, path: Path, years: int) -> None:
        first = trade.LAST - timedelta(years * _DAYS)
        self.ledger = trade.make_ledger(path, _YEAR * years, first=first)
        self._shop = _Shop(self.ledger, trade.LAST)
        self._trade = Trade()
        self._everybody: Masters = trade.masters()
        self._post(400)
        self._shop.again()

    def _post(self, documents: int) -> None:
        day = self._shop.today + timedelta(1)
        dealt = [self._trade.document(day) for _ in range(documents)]
        trade.post(self.ledger, trade.entry_rows(dealt), self._everybody, documents)

    def after_a_day(self) -> float:
        """Seconds of a recompute after a day's 40 documents."""
        self._post(40)
        return self._shop.next_day()


def long_past(scratch: Path, times: int = 5) -> Figure:
    """Ten years of trade against one, with the same items."""
    long, short = _Trading(scratch / "ten.db", 10), _Trading(scratch / "one.db", 1)
    try:
        seconds, base = interleaved(long.after_a_day, short.after_a_day, times)
    finally:
        long.ledger.close()
        short.ledger.close()
    return Figure(
        f"recompute after a day's posting, onto ten years with {10 * _YEAR:,} moves",
        f"the same onto one year with {_YEAR:,} moves", seconds, base, 1.5, None,
        f"{len(trade.ITEMS)} items, 40 documents × 5 lines, median of {times}",
    )  # fmt: skip
