"""--host: the same command, the same outcome, whichever program works on the workbook."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from jxc_xl.cli import cli
from jxc_xl.hosts.libreoffice.documents import desktop_of, lock_of
from jxc_xl.hosts.libreoffice.engine.bridge import properties
from jxc_xl.hosts.libreoffice.errors import OfficeGone
from jxc_xl.hosts.libreoffice.office import OwnOffice
from jxc_xl.workbook.book import XlwingsBook, open_book
from jxc_xl.workbook.errors import host_failure
from tests.e2e.shop import day, make, rows_of, run
from tests.e2e.test_post import PURCHASE
from tests.hosts.files import parts

pytestmark = pytest.mark.xdist_group("office")

SALE = {"date": day("2026-03-05"), "partner": "小王店", "item": "A1", "quantity": 10}
WRONG = {**PURCHASE, "date": day("2026-03-02"), "item": "A9", "quantity": "三"}
_IDS = "行号"  # random by design
_SECONDS = 120.0

Tables = dict[str, tuple[tuple[str, ...], int, int, list[list[Any]]]]


def _tables(path: Path) -> Tables:
    """Every table with its place and its rows, row ids told by whether there is one."""
    book = open_book(path, read_only=True)
    found: Tables = {}
    try:
        for name in book.table_names():
            data = book.read_table(name)
            rows = [
                [
                    bool(value) if header == _IDS else value
                    for header, value in zip(data.headers, row, strict=True)
                ]
                for row in data.rows
            ]
            found[name] = data.headers, data.first_row, data.table_rows, rows
    finally:
        book.close()
    return found


def _copy(book: Path, folder: Path) -> Path:
    """The same workbook and the same ledger in another folder."""
    folder.mkdir()
    for path in (book, book.with_suffix(".db")):
        shutil.copy(path, folder)
    return folder / book.name


def test_the_sample_shop_is_posted_alike_in_libreoffice_and_in_the_file(tmp_path: Path) -> None:
    """A year of trade: the same documents, the same values in every cell of every table, once."""
    book = tmp_path / "shop.xlsx"
    assert run("new", book, "--sample")["ok"]
    other = _copy(book, tmp_path / "other")
    there, here = run("post", book, "--host", "libreoffice"), run("post", other, "--host", "file")
    assert there["ok"]
    assert len(there["documents"]) > 900
    assert there == here
    assert _tables(book) == _tables(other)
    assert run("verify", book)["ok"]


def test_wrong_rows_are_marked_alike_and_a_second_post_posts_nothing(tmp_path: Path) -> None:
    """The same problems, the same words in the same cells, drafts left alone; once is enough."""
    draft = {**PURCHASE, "date": day("2026-03-03"), "status": "草稿"}
    book = make(tmp_path / "shop.xlsm", purchases=[PURCHASE, WRONG, draft], sales=[SALE])
    other = _copy(book, tmp_path / "other")
    there, here = run("post", book, "--host", "libreoffice"), run("post", other, "--host", "file")
    assert there == here
    assert (there["exit"], len(there["documents"])) == (1, 2)
    assert _tables(book) == _tables(other)
    kept = "xl/vbaProject.bin", "customUI/customUI14.xml"
    assert {name: parts(book)[name] for name in kept} == {name: parts(other)[name] for name in kept}
    assert rows_of(book, "purchases")[1]["error_columns"] == "|商品编码|数量|"
    rows = rows_of(book, "purchases")
    again = run("post", book, "--host", "libreoffice")
    assert (again["exit"], again["documents"]) == (1, [])
    assert rows_of(book, "purchases") == rows
    assert run("verify", book)["ok"]


def test_excel_is_not_everywhere(tmp_path: Path) -> None:
    """Where there is no Excel that is said, and what to do instead."""
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE])
    answer = run("post", book, "--host", "excel")
    assert answer["exit"] == 3
    assert "--host file" in answer["problems"][0]["hint"]


@pytest.mark.parametrize(
    ("harm", "word"),
    [
        (lambda path: path.unlink(), "找不到"),
        (lambda path: path.chmod(0o444), "只读"),
        (lambda path: path.write_bytes(b"a,b\n1,2\n"), "不是"),
        (lambda path: path.write_bytes(path.read_bytes()[:9000]), "损坏"),
        (lambda path: path.with_name(f"~${path.name}").write_text("clerk"), "另一个程序"),
        (lambda path: lock_of(path).write_text(",clerk,office,,;"), "另一个程序"),
    ],
)  # fmt: skip
def test_what_the_file_host_refuses_libreoffice_refuses(
    tmp_path: Path, harm: Callable[[Path], object], word: str
) -> None:
    """Missing, read-only, no workbook, cut off, open elsewhere: in the same words, unchanged."""
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE])
    harm(book)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    there, here = run("post", book, "--host", "libreoffice"), run("post", book, "--host", "file")
    assert there == here
    assert there["exit"] == 3
    assert word in there["problems"][0]["message"]
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.fixture
def clerk(office: OwnOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The document of a shop that a clerk has open in LibreOffice."""
    monkeypatch.setenv("JXC_PIPE", office._pipe)
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE], sales=[SALE])
    desktop = desktop_of(office.context)
    document = desktop.loadComponentFromURL(
        book.as_uri(), "_blank", 0, properties(MacroExecutionMode=0)
    )
    yield document
    document.close(True)


def test_an_open_workbook_is_worked_on_where_it_is_open(clerk: Any, tmp_path: Path) -> None:
    """Every command; what the clerk has typed and not saved is posted, and all is saved."""
    book = tmp_path / "shop.xlsx"
    (typed,) = (
        cell
        for cell in _cells(clerk.getSheets().getByName("采购"), 0, 40)
        if cell.getString() == "3箱5瓶"
    )
    typed.setString("2箱")
    assert run("check", book)["ok"]
    assert rows_of(book, "purchases")[0]["status"] is None
    typed.setString("3箱")
    answer = run("post", book)
    assert (answer["ok"], len(answer["documents"])) == (True, 2)
    assert not clerk.isModified()
    (row,) = rows_of(book, "purchases")
    assert (row["quantity"], row["status"]) == (72, "已过账")
    assert run("reverse", book, "XSCK20260305-001", "--host", "libreoffice")["ok"]
    assert rows_of(book, "sales")[0]["status"] == "已冲销"
    (stock,) = run("stock", book)["stock"]
    assert stock["quantity"] == "72"
    assert run("verify", book)["ok"]
    assert run("post", book)["documents"] == []


def _cells(sheet: Any, first: int, last: int) -> Iterator[Any]:
    for column in range(first, last):
        for row in range(1, 4):
            yield sheet.getCellByPosition(column, row)


def test_an_open_workbook_is_not_worked_on_behind_the_clerks_back(
    clerk: Any, tmp_path: Path
) -> None:
    """--host file is refused while LibreOffice has it, and the file stays as it was."""
    book = tmp_path / "shop.xlsx"
    before = book.read_bytes()
    answer = run("post", book, "--host", "file")
    assert answer["exit"] == 3
    assert lock_of(book).name in answer["problems"][0]["hint"]
    assert book.read_bytes() == before
    assert not clerk.isModified()


def test_a_workbook_that_is_open_for_reading_only_is_refused(
    office: OwnOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Said before anything is posted; what only reads still works."""
    monkeypatch.setenv("JXC_PIPE", office._pipe)
    book = make(tmp_path / "shop.xlsx", purchases=[PURCHASE])
    document = desktop_of(office.context).loadComponentFromURL(
        book.as_uri(), "_blank", 0, properties(MacroExecutionMode=0, ReadOnly=True)
    )
    try:
        answer = run("post", book)
        assert answer["exit"] == 3
        assert "shop.xlsx" in answer["problems"][0]["message"]
        assert run("stock", book)["stock"] == []
        assert run("verify", book)["ok"]
    finally:
        document.close(True)


def test_a_libreoffice_that_is_gone_in_the_middle_is_said_in_words(tmp_path: Path) -> None:
    """Not with a traceback; the workbook is as it was and nothing is left of the other program."""
    path = make(tmp_path / "shop.xlsx", purchases=[PURCHASE])
    before = path.read_bytes()
    book = open_book(path, "libreoffice")
    office: OwnOffice = book._book.impl._office
    try:
        with pytest.raises(Exception, match=r".") as caught:
            _write(book, office)
        assert isinstance(host_failure(caught.value), OfficeGone)
    finally:
        book.close()
    assert path.read_bytes() == before
    assert not office.room.exists()


def _write(book: XlwingsBook, office: OwnOffice) -> None:
    with book.batch():
        book.write_columns("purchases", {"数量": [1]}, rows=[0])
        assert office._process is not None
        os.killpg(office._process.pid, signal.SIGKILL)
        book.write_columns("purchases", {"数量": [2]}, rows=[0])


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Programs started here listen to Ctrl-C, also where these tests run behind a shell's ``&``."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT for one process on Windows")
@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_ends_the_libreoffice_too(tmp_path: Path) -> None:
    """Stopped while LibreOffice has the copy: said so, nothing changed, nothing left running."""
    path = make(tmp_path / "shop.xlsx", purchases=[PURCHASE])
    before = path.read_bytes()
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    words = [sys.executable, "-m", "jxc_xl", "post", str(path), "--host", "libreoffice"]
    with subprocess.Popen(
        words, env={**os.environ, "TMPDIR": str(scratch)}, stderr=subprocess.PIPE
    ) as command:
        deadline = time.monotonic() + _SECONDS
        while not list(scratch.glob("jxc-office-*/workbook/shop.xlsx")):
            assert time.monotonic() < deadline
            assert command.poll() is None
            time.sleep(0.01)
        command.send_signal(signal.SIGINT)
        _out, said = command.communicate(timeout=_SECONDS)
    assert command.returncode == 3
    assert "Traceback" not in said.decode()
    assert list(scratch.iterdir()) == []
    assert path.read_bytes() == before
    assert run("stock", path)["stock"] == []


def test_the_help_names_the_hosts() -> None:
    """Whoever asks is told which there are."""
    result = CliRunner().invoke(cli, ["post", "--help"])
    assert "libreoffice" in result.stdout
