"""The hostile day: locked, damaged, foreign and full; killed at the worst moment."""

import shutil
import signal
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.table import TableColumn

from tests.e2e.shop import day, make, rows_of, run
from tests.e2e.test_post import PURCHASE

SALE = {"date": day("2026-03-05"), "partner": "小王店", "item": "A1", "quantity": 10}

_KILL = """
import os, signal, sys
from pathlib import Path
import {module}
def die(*words, **more):
    os.kill(os.getpid(), signal.SIGKILL)
{module}.{name} = die
from jxc_xl.cli import cli
cli(["post", sys.argv[1]])
"""
BEFORE_COMMIT = ("jxc_xl.services.post", "head")
AFTER_COMMIT = ("jxc_xl.services.post", "_mark")
WHILE_SAVING = ("os", "replace")


@pytest.mark.parametrize("place", [BEFORE_COMMIT, AFTER_COMMIT, WHILE_SAVING])
def test_killed_at_any_time_each_document_is_there_once(
    tmp_path: Path, place: tuple[str, str]
) -> None:
    """After a kill the workbook opens, and the next post puts ledger and marks right."""
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE], sales=[SALE])
    module, name = place
    child = subprocess.run(
        [sys.executable, "-c", _KILL.format(module=module, name=name), str(book)], check=False
    )
    assert child.returncode == -signal.SIGKILL
    ledger = sqlite3.connect(book.with_suffix(".db"))
    (count,) = ledger.execute("SELECT count(*) FROM document").fetchone()
    ledger.close()
    assert count == (0 if place is BEFORE_COMMIT else 2)
    answer = run("post", book)
    assert answer["ok"]
    assert len(answer["documents"]) == (2 if place is BEFORE_COMMIT else 0)
    assert [row["status"] for row in rows_of(book, "purchases")] == ["已过账"]
    assert [row["number"] for row in rows_of(book, "sales")] == ["XSCK20260305-001"]
    (stock,) = run("stock", book)["stock"]
    assert stock["quantity"] == "67"
    assert run("verify", book)["ok"]


def _unchanged(book: Path, *words: str) -> str:
    """Run a command that cannot work; what it says, once it is sure that nothing changed."""
    before = {path: path.read_bytes() for path in book.parent.iterdir() if path.is_file()}
    answer = run("post", book, *words)
    assert (answer["exit"], answer["ok"]) == (3, False)
    after = {path: path.read_bytes() for path in book.parent.iterdir() if path.is_file()}
    assert after == before
    problem = answer["problems"][0]
    assert problem["hint"]
    return str(problem["message"])


def test_a_missing_workbook(tmp_path: Path) -> None:
    """The message names the file."""
    assert "none.xlsx" in _unchanged(tmp_path / "none.xlsx")


@pytest.mark.parametrize(
    "content", [b"", b"not a workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9]
)
def test_a_file_that_is_no_workbook(tmp_path: Path, content: bytes) -> None:
    """Empty, text, or an old or encrypted file: said in words."""
    book = tmp_path / "shop.xlsx"
    book.write_bytes(content)
    assert "shop.xlsx" in _unchanged(book)


def test_a_truncated_workbook(tmp_path: Path) -> None:
    """Half a file is refused."""
    book = make(tmp_path / "shop.xlsx")
    book.write_bytes(book.read_bytes()[:20_000])
    assert "shop.xlsx" in _unchanged(book)


def test_another_workbook(tmp_path: Path) -> None:
    """A workbook that is no master workbook is refused."""
    book = tmp_path / "shop.xlsx"
    openpyxl.Workbook().save(book)
    assert "shop.xlsx" in _unchanged(book)


@pytest.mark.parametrize("lock", ["~$shop.xlsx", ".~lock.shop.xlsx#"])
def test_a_workbook_that_is_open_elsewhere(tmp_path: Path, lock: str) -> None:
    """Excel's or LibreOffice's lock beside it: nothing is posted."""
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE])
    (tmp_path / lock).write_bytes(b",clerk,pc,22.11.2026 10:00,file:///x;")
    assert "shop.xlsx" in _unchanged(book)


def test_a_missing_ledger(tmp_path: Path) -> None:
    """Only jxc new makes a ledger; a missing one is not replaced by an empty one."""
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE])
    book.with_suffix(".db").unlink()
    assert "shop.db" in _unchanged(book)


def test_the_ledger_of_another_shop(tmp_path: Path) -> None:
    """A workbook that was posted into one ledger is not posted into another."""
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE])
    run("post", book)
    other = make(tmp_path / "other.xlsx")
    shutil.copyfile(other.with_suffix(".db"), book.with_suffix(".db"))
    assert "shop.db" in _unchanged(book)


def test_a_damaged_ledger(tmp_path: Path) -> None:
    """Rubbish in the ledger's place is named; it is not overwritten."""
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE])
    book.with_suffix(".db").write_bytes(b"rubbish" * 1000)
    assert "shop.db" in _unchanged(book)


def test_a_ledger_of_a_newer_version(tmp_path: Path) -> None:
    """A ledger from the future is left alone."""
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE])
    connection = sqlite3.connect(book.with_suffix(".db"))
    connection.execute("PRAGMA user_version = 999")
    connection.commit()
    connection.close()
    assert "shop.db" in _unchanged(book)


def test_a_busy_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else is posting: after a bounded wait it says so."""
    monkeypatch.setattr("jxc_xl.ledger.connection.BUSY_SECONDS", 0.05)
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE])
    other = sqlite3.connect(book.with_suffix(".db"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    answer = run("post", book)
    other.execute("ROLLBACK")
    other.close()
    assert answer["exit"] == 3
    assert rows_of(book, "purchases")[0]["status"] is None
    assert run("post", book)["ok"]


def _rename_header(book: Path, old: str, new: str) -> None:
    """Change a header as a clerk does: in the cell and in the table."""
    changed = book.with_name("changed.xlsx")
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(changed, "w") as target:
        for entry in source.infolist():
            text = source.read(entry)
            if entry.filename.startswith(("xl/tables/", "xl/sharedStrings")):
                text = text.replace(f">{old}<".encode(), f">{new}<".encode())
                text = text.replace(f'name="{old}"'.encode(), f'name="{new}"'.encode())
            target.writestr(entry, text)
    changed.replace(book)


def test_a_renamed_header_stops_its_sheet_only(tmp_path: Path) -> None:
    """The missing column is named; nothing of that sheet is posted, the others are."""
    opening = {"date": day("2026-01-01"), "kind": "期初库存", "item": "A1", "quantity": 5}
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE], movements=[opening])
    _rename_header(book, "对方单号", "单号2")
    answer = run("post", book)
    assert answer["exit"] == 1
    assert [(p["code"], p["sheet"]) for p in answer["problems"]] == [("column_missing", "采购")]
    assert "对方单号" in answer["problems"][0]["message"]
    assert [d["kind"] for d in answer["documents"]] == ["opening"]
    assert rows_of(book, "purchases")[0]["status"] is None


def test_a_deleted_column_stops_its_sheet(tmp_path: Path) -> None:
    """Without 单价 a price would be guessed; so nothing of the sheet is posted."""
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE])
    _rename_header(book, "单价", "Unit")
    answer = run("post", book)
    assert (answer["exit"], answer["documents"]) == (1, [])
    assert {p["code"] for p in answer["problems"]} == {"column_missing"}


def test_columns_of_the_clerks_own_are_kept(tmp_path: Path) -> None:
    """A column that the clerk added to the table and the cells in it survive posting."""
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE])
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["采购"]
    table = sheet.tables["purchases"]
    first, last = table.ref.split(":")
    column = sheet[last].column + 1
    sheet.cell(sheet[first].row, column, "我的备忘")
    sheet.cell(sheet[first].row + 1, column, "问老板")
    table.tableColumns.append(
        TableColumn(id=1 + max(c.id for c in table.tableColumns), name="我的备忘")
    )
    table.ref = f"{first}:{sheet.cell(sheet[last].row, column).coordinate}"
    table.autoFilter.ref = table.ref
    workbook.save(book)
    assert run("post", book)["ok"]
    (row,) = rows_of(book, "purchases")
    assert (row["status"], row["我的备忘"]) == ("已过账", "问老板")


def test_a_workbook_changed_while_posting_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody saves the workbook meanwhile: their work stays, the next click heals."""
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE])
    theirs = make(tmp_path / "theirs.xlsx", purchases=[PURCHASE, {**PURCHASE, "item": "A2"}])

    from jxc_xl.services import post as service

    mark = service._mark

    def meanwhile(*words: object) -> None:
        mark(*words)  # type: ignore[arg-type]
        shutil.copyfile(theirs, book)

    monkeypatch.setattr(service, "_mark", meanwhile)
    answer = run("post", book)
    assert answer["exit"] == 3
    assert book.read_bytes() == theirs.read_bytes()
    assert "1 张单据" in answer["problems"][0]["message"]
