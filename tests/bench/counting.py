"""The figures about counting: the sheets go out."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from itertools import count
from pathlib import Path

from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from jxc_xl.lean import collector_at_rest
from jxc_xl.ledger.connection import Ledger
from jxc_xl.services.post import post
from jxc_xl.services.stocktake import Wanted, make_stocktake
from tests.bench.measure import Figure, interleaved, stopwatch
from tests.fake_book import FakeBook

_ITEMS = 4_070
_TODAY = date(2026, 11, 22)


def shop(scratch: Path) -> tuple[FakeBook, Ledger]:
    """A shop of as many items as Online Retail has, some of each in stock."""
    book = FakeBook(scratch / "shop.xlsx")
    book.type("warehouses", code="CK01", name="主仓库")
    book.type("suppliers", code="S1", name="明光商贸")
    for n in range(_ITEMS):
        code = f"SP{n:05}"
        book.type(
            "items", code=code, name=f"商品{n}", spec="500ml", unit="瓶", barcode=f"69{n:011}",
            category="饮料", position=f"{n // 400}-{n % 400}", purchase_price=2.5,
        )  # fmt: skip
        book.type(
            "purchases", date=datetime(2026, 11, 1), number=f"CGRK20261101-{n // 50 + 1:03}",
            partner="S1", item=code, quantity=n % 90 + 1, price=2.5,
        )  # fmt: skip
    ledger = Ledger.create(scratch / "shop.db")
    assert post(book, ledger, today=_TODAY).ok
    return book, ledger


def sheets(scratch: Path, times: int = 9) -> Figure:
    """The workbook of 4,070 items against writing its cells with nothing else to it."""
    book, ledger = shop(scratch)
    ordinals = count(_TODAY.toordinal(), -1)  # one stocktake a day

    def make() -> float:
        day = date.fromordinal(next(ordinals))
        file = scratch / f"{day}.xlsx"
        wanted = Wanted(day=day)
        return stopwatch(lambda: make_stocktake(book, ledger, wanted, today=_TODAY, output=file))

    with ledger:
        make()
        (made,) = scratch.glob("2026*.xlsx")
        rows = CalamineWorkbook.from_path(made).get_sheet_by_index(0).to_python()
        seconds, base = interleaved(make, lambda: _bare(rows), times)
    return Figure(
        f"the stocktake workbook of {_ITEMS:,} items: what is there, kept in the ledger, written",
        "XlsxWriter writing the same cells with a frame",
        seconds, base, 1.5, note=f"median of {times}; the master workbook in memory",
    )  # fmt: skip


def _bare(rows: Sequence[Sequence[object]]) -> float:
    """The same cells, each with one format; the collector of garbage rests here as well."""

    @collector_at_rest()
    def write() -> None:
        workbook = Workbook(BytesIO(), {"in_memory": True})
        frame = workbook.add_format({"border": 1})
        sheet = workbook.add_worksheet()
        for number, cells in enumerate(rows):
            for place, cell in enumerate(cells):
                sheet.write(number, place, cell, frame)
        workbook.close()

    return stopwatch(write)
