"""jxc close and jxc reopen on real files, and the two buttons."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from jxc_xl import macros
from jxc_xl.ledger.connection import Ledger
from jxc_xl.services.backup import backup
from jxc_xl.services.report import Report
from tests.e2e.shop import day, make, rows_of, run, type_rows
from tests.e2e.test_post import PURCHASE
from tests.gui.books import ledger_of, tamper
from tests.screen import patched, show

__all__ = ["patched"]

SALE = {"date": day("2026-03-05"), "partner": "小王店", "item": "A1", "quantity": 5, "price": 3}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A shop that has traded in March."""
    path = make(tmp_path / "店.xlsx", purchases=[PURCHASE], sales=[SALE])
    assert run("post", path)["ok"]
    return path


def test_a_closed_month_is_backed_up_and_its_figures_stand_in_the_ledger(book: Path) -> None:
    """Quantity and value of each item and warehouse, the head of the chain, and a good backup."""
    head = run("verify", book)["head"]
    answer = run("close", book, "2026-03")
    assert (answer["exit"], answer["month"], answer["head"]) == (0, "2026-03", head)
    (figures,) = answer["figures"]
    assert (figures["item"], figures["warehouse"], figures["opening_quantity"]) == ("A1", "W1", "0")
    received, issued, closed = (
        figures[f"{name}_amount"] for name in ("received", "issued", "closing")
    )
    assert float(received) - float(issued) == float(closed)
    assert run("verify", "--ledger", answer["backup"])["ok"]
    with closing(sqlite3.connect(ledger_of(book))) as ledger:
        stored = ledger.execute("SELECT closing_fen / 100.0 FROM period_figure").fetchall()
    assert stored == [(float(closed),)]
    assert run("verify", book)["ok"]
    assert run("reconcile", book)["ok"]


def test_what_stands_in_the_way_is_told_and_nothing_is_done(book: Path) -> None:
    """A row that is not posted, named by sheet and row: exit status 1, no backup, nothing closed."""
    type_rows(book, "sales", [{**SALE, "item": "没有"}, {"item": "A1", "quantity": 1}])
    answer = run("close", book, "2026-03")
    assert answer["exit"] == 1
    assert [(p["code"], p["sheet"], p["row"]) for p in answer["problems"]] == [
        ("close_unposted", "销售", 3), ("close_unposted", "销售", 4),
    ]  # fmt: skip
    assert not (book.parent / "备份").exists()
    assert run("reopen", book, "2026-03")["exit"] == 1


def test_a_closed_month_takes_nothing_until_it_is_reopened(book: Path) -> None:
    """Posting is refused beside the row, a reversal goes to the open month; then it posts again."""
    assert run("close", book, "2026-03")["ok"]
    type_rows(book, "sales", [SALE])
    assert run("post", book)["problems"][0]["code"] == "date_closed"
    (document,) = run("reverse", book, "XSCK20260305-001")["documents"]
    assert (document["number"], document["date"]) == ("HC20260401-001", "2026-04-01")
    assert [row["status"] for row in rows_of(book, "sales")] == ["已冲销", "有误"]
    assert run("verify", book)["ok"]
    assert run("reopen", book, "2026-03")["ok"]
    assert run("post", book)["ok"]
    assert run("close", book, "2026-03")["ok"]
    assert run("verify", book)["ok"]


def test_a_ledger_that_does_not_prove_itself_is_not_closed(book: Path) -> None:
    """The backup made first finds it."""
    tamper(book)
    answer = run("close", book, "2026-03")
    assert (answer["exit"], {p["code"] for p in answer["problems"]}) == (1, {"verify_chain"})
    assert run("reopen", book, "2026-03")["problems"][0]["code"] == "reopen_not_closed"


@pytest.mark.parametrize("command", ["close", "reopen"])
@pytest.mark.parametrize("word", ["2026-13", "3月", "2026", "2026-3", "2026-03-01", ""])
def test_what_is_no_month_is_wrong_use(book: Path, command: str, word: str) -> None:
    """Exit status 2 with the right way to write it."""
    answer = run(command, book, word)
    assert (answer["exit"], "2026-03" in answer["problems"][0]["hint"]) == (2, True)


def test_who_posts_during_the_backup_is_not_shut_in(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What somebody posts meanwhile is in the figures, for the ledger is locked only then."""
    other = make(book.with_name("别家.xlsx"), purchases=[PURCHASE])

    def slow(ledger: Ledger, *words: Any, now: datetime) -> Report:
        report = backup(ledger, *words, now=now)
        assert run("post", other, "--ledger", ledger.path)["ok"]
        return report

    monkeypatch.setattr("jxc_xl.services.closing.backup", slow)
    (figures,) = run("close", book, "2026-03")["figures"]
    assert figures["received_amount"] == "308.00"
    assert run("verify", book)["ok"]


def test_the_buttons_name_the_month_and_ask(book: Path, patched: pytest.MonkeyPatch) -> None:
    """No leaves it open; yes closes it; 反结账 names the last closed one."""
    screen = show(book, patched)
    screen.answers = ["no", "yes", "no", "yes"]
    assert macros.close() == "没有结账。"
    assert macros.close().startswith("2026-03 已结账：期初 0.00 + 收入 154.00")
    assert all("结 2026-03 的账？" in question for question, _buttons in screen.told)
    assert macros.reopen() == "没有反结账。"
    assert macros.reopen() == "2026-03 已反结账。"
    assert "反结账 2026-03？" in screen.told[-1][0]
    assert macros.reopen() == "没有已结账的月份。"
    assert len(screen.told) == 4


def test_the_button_leads_to_the_row_that_is_in_the_way(
    book: Path, patched: pytest.MonkeyPatch
) -> None:
    """The cursor stands there when the dialog is answered."""
    type_rows(book, "sales", [SALE])
    screen = show(book, patched)
    screen.answers = ["yes"]
    assert macros.close() == "2026-03 没有结账。"
    assert "销售 第 3 行" in screen.told[-1][0]
    assert screen.cursor == "销售!$A$3"


def test_empty_books_have_no_month_to_close(tmp_path: Path, patched: pytest.MonkeyPatch) -> None:
    """Said in the status bar, nothing is asked."""
    screen = show(make(tmp_path / "店.xlsx"), patched)
    assert macros.close() == "还没有过账，没有可结账的月份。"
    assert screen.told == []
