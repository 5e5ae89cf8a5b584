"""The codes of 核对与盘点: each is provoked once, and its words are kept."""

from collections.abc import Callable
from datetime import date, datetime
from errno import ENOSPC
from pathlib import Path

import pytest

from jxc_xl.domain.averaging import Change
from jxc_xl.domain.messages.control import ENTRIES
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.tables.stocktake import Method, Moment
from jxc_xl.i18n import Language, set_language
from jxc_xl.ledger import stocktakes
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.costs import change_method
from jxc_xl.ledger.source import Source
from jxc_xl.services.amend import amend
from jxc_xl.services.backup import backup
from jxc_xl.services.closing import close, reopen
from jxc_xl.services.post import post
from jxc_xl.services.reconcile import reconcile
from jxc_xl.services.restore import restore
from jxc_xl.services.reverse import reverse_in_book
from tests.fake_book import FakeBook

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 18, 30)
GOLDEN = Path(__file__).with_name("control_messages.md")
"""What each code says, in Chinese and in English."""
Story = Callable[[FakeBook, Ledger], list[Problem]]


def _book() -> FakeBook:
    """A shop that has posted a receipt."""
    book = FakeBook()
    book.type("items", code="A", name="可乐", unit="瓶", purchase_price=2.0)
    book.type("suppliers", code="S", name="百事")
    book.type("customers", code="C", name="王店")
    book.type("warehouses", code="W", name="主仓库")
    _buy(book)
    return book


def _buy(book: FakeBook) -> None:
    book.type(
        "purchases", date=datetime(2026, 3, 1), partner="百事", item="A", quantity=10, price=2.0
    )


def _reconciled(book: FakeBook, ledger: Ledger) -> list[Problem]:
    return reconcile(book, ledger, today=TODAY).problems


def _changed(book: FakeBook, ledger: Ledger) -> list[Problem]:
    book.tables["purchases"][0]["单价"] = 3.0
    return _reconciled(book, ledger)


def _valued_elsewhere(book: FakeBook, ledger: Ledger) -> list[Problem]:
    elsewhere = Source("W", "仓库.xlsx", "小王", "后台", "2026-03-31T18:00:00+08:00")
    with ledger.transaction() as connection:
        change_method(connection, Change("", average=True), elsewhere)
    return post(book, ledger, today=TODAY).problems


def _changed_reversed(book: FakeBook, ledger: Ledger) -> list[Problem]:
    reverse_in_book(book, ledger, ["CGRK20260301-001"], today=TODAY)
    return _changed(book, ledger)


def _deleted(book: FakeBook, ledger: Ledger) -> list[Problem]:
    book.tables["purchases"].clear()
    return _reconciled(book, ledger)


def _unposted(book: FakeBook, ledger: Ledger) -> list[Problem]:
    _buy(book)
    return _reconciled(book, ledger)


def _unmarked(book: FakeBook, ledger: Ledger) -> list[Problem]:
    book.tables["purchases"][0] |= {"行号": None, "状态": None}
    return _reconciled(book, ledger)


def _foreign(book: FakeBook, ledger: Ledger) -> list[Problem]:
    book.names["jxc_workbook_id"] = "another"
    return _reconciled(book, ledger)


def _overwritten(book: FakeBook, ledger: Ledger) -> list[Problem]:
    _buy(book)
    book.tables["purchases"][1]["名称"] = "雪碧"
    return _reconciled(book, ledger)


def _other_figures(view: str) -> Story:
    """Somebody gave the ledger another view: what is stored is right, what is shown is not."""

    def story(book: FakeBook, ledger: Ledger) -> list[Problem]:
        ledger.connection.executescript(f"DROP VIEW v_period; CREATE VIEW v_period AS {view}")
        return _reconciled(book, ledger)

    return story


_PERIOD = (
    "SELECT '2026-03' AS month, 'A' AS item, '可乐' AS item_name, 'W' AS warehouse,"
    " {} AS opening_quantity_e4, 0 AS opening_amount_fen, 100000 AS received_quantity_e4,"
    " 2000 AS received_amount_fen, 0 AS issued_quantity_e4, 0 AS issued_amount_fen,"
    " {} AS closing_quantity_e4, 2000 AS closing_amount_fen"
)


def _restored(book: FakeBook, ledger: Ledger, *, confirmed: bool) -> list[Problem]:
    file = ledger.path.with_name(f"kept-{ledger.path.name}")
    backup(ledger, file, now=NOW)
    _buy(book)
    post(book, ledger, today=TODAY)
    ledger.close()
    report = restore(book, ledger.path, file, confirmed=confirmed, today=TODAY, now=NOW)
    return report.problems


class _FullDisk(FakeBook):
    """A workbook that cannot be stored any more."""

    def save(self) -> None:
        """Fail as the system does."""
        raise OSError(ENOSPC, "No space left on device")


def _restored_unmarkable(book: FakeBook, ledger: Ledger) -> list[Problem]:
    file = ledger.path.with_name(f"kept-{ledger.path.name}")
    backup(ledger, file, now=NOW)
    ledger.close()
    full = _FullDisk()
    full.tables = book.tables
    report = restore(full, ledger.path, file, confirmed=True, today=TODAY, now=NOW)
    return report.problems


def _closing(month: str, *before: str) -> Story:
    """Close some months and then this one."""

    def story(book: FakeBook, ledger: Ledger) -> list[Problem]:
        for earlier in before:
            assert close(book, ledger, earlier, today=TODAY, now=NOW).ok
        return close(book, ledger, month, today=TODAY, now=NOW).problems

    return story


def _sold_too_much(book: FakeBook, ledger: Ledger) -> list[Problem]:
    for row in book.tables["settings"]:
        row["值"] = "允许" if row["项目"] == "负库存" else row["值"]
    book.type("sales", date=datetime(2026, 3, 5), partner="王店", item="A", quantity=12, price=3.0)
    post(book, ledger, today=TODAY)
    return close(book, ledger, "2026-03", today=TODAY, now=NOW).problems


def _unpriced(book: FakeBook, ledger: Ledger) -> list[Problem]:
    book.type("purchases", date=datetime(2026, 3, 9), partner="百事", item="A", quantity=3)
    post(book, ledger, today=TODAY)
    return close(book, ledger, "2026-03", today=TODAY, now=NOW).problems


def _corrected(book: FakeBook, ledger: Ledger) -> list[Problem]:
    assert close(book, ledger, "2026-03", today=TODAY, now=NOW).ok
    book.tables["purchases"][0]["单价"] = 3.0
    return amend(book, ledger, ["CGRK20260301-001"], today=TODAY).problems


def _empty(book: FakeBook, ledger: Ledger) -> list[Problem]:
    with Ledger.create(ledger.path.with_name(f"empty-{ledger.path.name}")) as other:
        book.names["jxc_ledger_id"] = None
        return close(book, other, "2026-03", today=TODAY, now=NOW).problems


def _reopening(month: str, *closed: str) -> Story:
    def story(book: FakeBook, ledger: Ledger) -> list[Problem]:
        for earlier in closed:
            assert close(book, ledger, earlier, today=TODAY, now=NOW).ok
        return reopen(book, ledger, month).problems

    return story


def _waiting(status: str | None) -> Story:
    def story(book: FakeBook, ledger: Ledger) -> list[Problem]:
        _buy(book)
        book.tables["purchases"][1]["状态"] = status
        return close(book, ledger, "2026-03", today=TODAY, now=NOW).problems

    return story


def _no_sheet(book: FakeBook, ledger: Ledger) -> list[Problem]:
    del book.tables["differences"]
    return _reconciled(book, ledger)


def _not_counted(book: FakeBook, ledger: Ledger) -> list[Problem]:
    plan = stocktakes.Plan(date(2026, 3, 31), Moment.END, Method.OPEN, {"warehouses": ["W"]})
    source = Source("", "", "", "", "")
    with ledger.transaction() as connection:
        stocktakes.make(connection, ledger.id, plan, [], source)
    return close(book, ledger, "2026-03", today=TODAY, now=NOW).problems


STORIES: dict[str, Story] = {
    "row_changed": _changed,
    "row_changed_reversed": _changed_reversed,
    "row_deleted": _deleted,
    "row_unposted": _unposted,
    "row_unmarked": _unmarked,
    "row_of_another_workbook": _foreign,
    "formula_lost": _overwritten,
    "costing_elsewhere": _valued_elsewhere,
    "month_broken": _other_figures(_PERIOD.format(0, 99_999)),
    "stock_broken": _other_figures(f"{_PERIOD.format(0, 100_000)} WHERE 0"),
    "restore_asks": lambda book, ledger: _restored(book, ledger, confirmed=False),
    "restore_not_shown": _restored_unmarkable,
    "close_nothing": _empty,
    "close_done": _closing("2026-03", "2026-03"),
    "close_out_of_sequence": _closing("2026-05", "2026-03"),
    "close_not_over": _closing("2026-11", *(f"2026-{month:02}" for month in range(3, 11))),
    "close_negative": _sold_too_much,
    "close_stocktake": _not_counted,
    "close_unposted": _waiting(None),
    "close_draft": _waiting("草稿"),
    "close_provisional": _unpriced,
    "reversal_closed": _corrected,
    "reopen_not_closed": _reopening("2026-03"),
    "reopen_not_last": _reopening("2026-03", "2026-03", "2026-04"),
    "differences_not_shown": _no_sheet,
}


def golden() -> dict[str, tuple[str, str]]:
    """The words that are kept, by code."""
    sections = GOLDEN.read_text(encoding="utf-8").split("\n## ")[1:]
    parts = (section.strip().splitlines() for section in sections)
    return {code: (chinese, english) for code, chinese, english in parts}


def test_every_code_has_its_story() -> None:
    """Nothing stands in this part of the catalogue that is not provoked here."""
    assert STORIES.keys() == golden().keys() == ENTRIES.keys()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("code", STORIES)
def test_each_code_is_said_in_these_words(code: str, language: Language, tmp_path: Path) -> None:
    """The story gives this problem once, and it is said like this."""
    chinese, english = golden()[code]
    assert said(code, language, tmp_path) == (chinese if language == "zh" else english)


def said(code: str, language: Language, folder: Path) -> str:
    """Tell the story of a code; what is said of it."""
    set_language(language)
    with Ledger.create(folder / f"{code}-{language}.db") as ledger:
        book = _book()
        assert post(book, ledger, today=TODAY).ok
        (found,) = (p for p in STORIES[code](book, ledger) if p.code == code)
    place = " ".join(str(part) for part in (found.sheet, found.row, found.column) if part)
    return f"> {place}: {found.message} {found.hint}".replace("> : ", "> ")
