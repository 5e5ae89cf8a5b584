"""jxc backup and jxc restore: copies that count, and nothing lost by putting one back."""

import shutil
import sqlite3
import threading
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from jxc_xl.errors import CannotWork
from jxc_xl.ledger import backup as copying
from jxc_xl.ledger.connection import Ledger
from jxc_xl.services import backup as service
from jxc_xl.services.verify import verify
from tests.e2e.shop import day, make, rows_of, run, type_rows
from tests.e2e.test_post import PURCHASE
from tests.gui.books import documents, ledger_of, tamper

LATER = {**PURCHASE, "date": day("2026-03-02")}
NOW = datetime(2026, 11, 22, 18, 30)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A shop that has posted a receipt."""
    path = make(tmp_path / "我的 店.xlsx", purchases=[PURCHASE])
    assert run("post", path)["ok"]
    return path


def backups(book: Path) -> list[Path]:
    """What is in the folder of the backups."""
    return sorted((book.parent / "备份").iterdir())


def post_another(book: Path, row: int = 1) -> None:
    """One more receipt, after the backup."""
    type_rows(book, "purchases", [LATER], at=row)
    assert run("post", book)["ok"]


def test_a_backup_is_a_single_whole_ledger_named_by_its_time(book: Path) -> None:
    """It stands beside the ledger, proves itself, and has no helpers that could be forgotten."""
    answer = run("backup", book)
    (file,) = backups(book)
    assert (answer["exit"], answer["backup"], answer["documents_in_it"]) == (0, str(file), 1)
    assert file.name.startswith("我的 店-2026")
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert run("verify", "--ledger", file)["ok"]


def test_a_backup_goes_where_it_is_told_and_overwrites_nothing(book: Path) -> None:
    """-o names the file; a second one with the same name is refused, a missing folder too."""
    target = book.with_name("U盘.db")
    assert run("backup", book, "-o", target)["backup"] == str(target)
    before = target.read_bytes()
    assert run("backup", book, "-o", target)["exit"] == 3
    assert (
        run("backup", "--ledger", ledger_of(book), "-o", book.parent / "无" / "x.db")["exit"] == 3
    )
    assert target.read_bytes() == before
    assert not (book.parent / "备份").exists()


def test_a_ledger_that_does_not_prove_itself_is_no_backup(book: Path) -> None:
    """Exit status 1, what is wrong is listed, and nothing is left lying about."""
    tamper(book)
    answer = run("backup", book)
    assert (answer["exit"], answer["ok"]) == (1, False)
    assert {found["code"] for found in answer["problems"]} == {"verify_chain"}
    assert backups(book) == []


def test_only_the_newest_stay(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest make room, also of one second; other files in the folder are left alone."""
    monkeypatch.setattr(service, "KEPT", 3)
    (book.parent / "备份").mkdir()
    other = book.parent / "备份" / "别人-20200101-000000.db"
    other.write_text("")
    with Ledger.open(ledger_of(book)) as ledger:
        for minutes in (0, 0, 1, 2):
            report = service.backup(ledger, now=NOW + timedelta(minutes=minutes))
    assert report.extra["removed"] == ["我的 店-20261122-183000.db"]
    assert [file.name for file in backups(book)] == [
        "别人-20200101-000000.db",
        "我的 店-20261122-183000-2.db", "我的 店-20261122-183100.db", "我的 店-20261122-183200.db",
    ]  # fmt: skip


def test_a_backup_keeps_nobody_waiting(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While it is copied somebody posts: both succeed, and the copy is one state of the books."""
    posted: list[bool] = []

    def clerk() -> None:
        with closing(sqlite3.connect(ledger_of(book), isolation_level=None, timeout=0)) as other:
            other.execute("BEGIN IMMEDIATE")
            other.execute("INSERT INTO meta VALUES ('x', 'y')")
            other.execute("COMMIT")
            posted.append(True)

    def copied(source: sqlite3.Connection, target: Path) -> None:
        with closing(sqlite3.connect(target)) as connection:
            source.backup(connection, pages=1, progress=lambda *_: None if posted else run_clerk())
            connection.execute("PRAGMA journal_mode = DELETE")

    def run_clerk() -> None:
        thread = threading.Thread(target=clerk)
        thread.start()
        thread.join()

    monkeypatch.setattr(service, "copy", copied)
    with Ledger.open(ledger_of(book)) as ledger:
        assert service.backup(ledger, now=NOW).ok
        assert posted == [True]


def test_restore_says_what_would_be_lost_and_changes_nothing(book: Path) -> None:
    """Without --yes: exit status 1, the documents posted since are listed."""
    run("backup", book)
    (file,) = backups(book)
    post_another(book)
    before = ledger_of(book).read_bytes()
    answer = run("restore", book, file)
    assert (answer["exit"], answer["problems"][0]["code"]) == (1, "restore_asks")
    assert [(row["number"], row["total"]) for row in answer["lost"]] == [
        ("CGRK20260302-001", "154.00")
    ]
    assert ledger_of(book).read_bytes() == before
    assert backups(book) == [file]


def test_what_a_restore_takes_away_is_kept_and_can_be_posted_again(book: Path) -> None:
    """The present ledger is kept aside; the rows of lost documents are new, and post alike."""
    run("backup", book)
    (file,) = backups(book)
    post_another(book)
    answer = run("restore", book, file, "--yes")
    assert (answer["exit"], documents(book)) == (0, ["CGRK20260301-001"])
    kept = Path(answer["kept"])
    assert kept.parent == book.parent / "备份"
    assert run("verify", "--ledger", kept)["checked"]["documents"] == 2
    assert run("verify", book)["ok"]  # the workbook remembers the head of the backup
    assert [row["status"] for row in rows_of(book, "purchases")] == ["已过账", None]
    assert file.exists()
    (document,) = run("post", book)["documents"]
    assert (document["number"], document["total"]) == ("CGRK20260302-001", "154.00")
    assert run("reconcile", book)["ok"]
    assert not list(book.parent.glob(".*"))


def damaged(path: Path) -> None:
    """The disk has eaten the middle of the file."""
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)


@pytest.mark.parametrize("loss", [damaged, Path.unlink])
def test_a_lost_or_damaged_ledger_is_put_back(book: Path, loss: Any) -> None:
    """Nobody can say what it had besides the backup; what is left of it is kept."""
    run("backup", book)
    (file,) = backups(book)
    loss(ledger_of(book))
    assert run("restore", book, file)["present_readable"] is False
    answer = run("restore", book, file, "--yes")
    assert (answer["exit"], answer["present_readable"]) == (0, False)
    assert ("kept" in answer) == (loss is damaged)
    assert run("reconcile", book)["ok"]


def _another_shop(book: Path) -> Path:
    other = make(book.with_name("other.xlsx"), purchases=[PURCHASE])
    run("post", other)
    return ledger_of(other)


def _damaged_copy(book: Path) -> Path:
    file = shutil.copyfile(ledger_of(book), book.with_name("copy.db"))
    damaged(file)
    return file


def _touched_copy(book: Path) -> Path:
    run("backup", book, "-o", book.with_name("touched.db"))
    tamper(book.with_name("touched.xlsx"))
    return book.with_name("touched.db")


def _text(book: Path) -> Path:
    book.with_name("note.txt").write_text("no ledger")
    return book.with_name("note.txt")


@pytest.mark.parametrize(
    ("wrong", "exit_status"),
    [(_another_shop, 3), (_damaged_copy, 3), (_touched_copy, 3), (_text, 3), (ledger_of, 2),
     (lambda book: book.with_name("nothing.db"), 3), (lambda book: book.parent, 3)],
)  # fmt: skip
def test_what_is_no_good_backup_of_this_shop_is_refused(
    book: Path, wrong: Any, exit_status: int
) -> None:
    """In words, with nothing changed and nothing left behind."""
    file = wrong(book)
    before = ledger_of(book).read_bytes()
    answer = run("restore", book, file, "--yes")
    assert (answer["exit"], answer["ok"]) == (exit_status, False)
    assert answer["problems"][0]["hint"]
    assert ledger_of(book).read_bytes() == before
    assert not list(book.parent.glob(".*"))


def test_nobody_is_interrupted_by_a_restore(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While somebody posts it says so and changes nothing."""
    run("backup", book)
    (file,) = backups(book)
    monkeypatch.setattr("jxc_xl.ledger.connection.BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(ledger_of(book), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = run("restore", book, file, "--yes")
    assert (answer["exit"], documents(book)) == (3, ["CGRK20260301-001"])
    assert backups(book) == [file]


def test_the_state_is_that_of_one_moment(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy that is torn on the way is found on trial, and does not count."""

    def torn(source: sqlite3.Connection, target: Path) -> None:
        copying.copy(source, target)
        damaged(target)

    monkeypatch.setattr(service, "copy", torn)
    with Ledger.open(ledger_of(book)) as ledger:
        with pytest.raises(CannotWork):
            service.backup(ledger, now=NOW)
        assert verify(ledger).ok
    assert backups(book) == []
