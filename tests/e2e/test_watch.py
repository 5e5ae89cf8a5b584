"""jxc watch: a real watcher beside a real workbook that somebody types into, saves and closes."""

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

import pytest

from jxc_xl.hosts.exclusive import held_alone, is_held
from tests.e2e.shop import make, rows_of, run, type_rows
from tests.e2e.test_post import PURCHASE

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")

_SECONDS = 60.0
SECOND = {**PURCHASE, "item": "007", "quantity": 5, "price": 4}

_HOLD = "import sys; f = open(sys.argv[1], 'r+b'); print('held', flush=True); sys.stdin.read()"


class Watcher:
    """A process that watches, and the lines that it says, as they come."""

    def __init__(self, book: Path, *words: str) -> None:
        command = [sys.executable, "-m", "jxc_xl", "watch", str(book), "--lang", "en", *words]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self.lines: Queue[str] = Queue()
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.put(line)

    def hears(self, words: str) -> str:
        """The next line with these words in it."""
        heard: list[str] = []
        deadline = time.monotonic() + _SECONDS
        while True:
            try:
                line = self.lines.get(timeout=max(deadline - time.monotonic(), 0.01))
            except Empty:
                pytest.fail(f"{words!r} was not said, but {heard}")
            if words in line:
                return line
            heard.append(line)

    def ends(self, number: signal.Signals) -> int:
        """The exit status after a signal."""
        self.process.send_signal(number)
        return self.process.wait(_SECONDS)

    def close(self) -> None:
        """Leave no process behind."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self._reader.join(_SECONDS)
        assert self.process.stdout
        self.process.stdout.close()


Watch = Callable[..., Watcher]


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Start watchers; all are ended after the test."""
    started: list[Watcher] = []

    def start(book: Path, *words: str) -> Watcher:
        started.append(Watcher(book, *words))
        return started[-1]

    yield start
    for watcher in started:
        watcher.close()


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A shop with one purchase that is not posted yet."""
    return make(tmp_path / "shop.xlsx", purchases=[PURCHASE])


def _states(book: Path) -> list[object]:
    return [row["status"] for row in rows_of(book, "purchases") if row["item"]]


def _typed_and_saved_beside(book: Path) -> bytes:
    """The bytes of the workbook after a clerk has typed one more row."""
    draft = book.parent / "draft.xlsx"
    shutil.copy(book, draft)
    type_rows(draft, "purchases", [SECOND])
    data = draft.read_bytes()
    draft.unlink()
    return data


def test_each_saving_is_posted_once_until_ctrl_c(book: Path, watch: Watch) -> None:
    """What was there already, then each saving; the marks are in the file, and nothing is left."""
    watcher = watch(book)
    watcher.hears("Watching shop.xlsx")
    watcher.hears("Documents posted: 1")
    assert _states(book) == ["已过账"]
    type_rows(book, "purchases", [SECOND])
    watcher.hears("Documents posted: 1")
    assert _states(book) == ["已过账", "已过账"]
    assert watcher.ends(signal.SIGINT) == 0
    watcher.hears("posted 2 times")
    assert run("verify", book)["ok"]
    assert sorted(path.name for path in book.parent.iterdir()) == ["shop.db", "shop.xlsx"]


@pytest.mark.parametrize("lock", ["~${name}", ".~lock.{name}#", ".~{name}"])
def test_an_open_workbook_is_left_alone_until_it_is_closed(
    book: Path, watch: Watch, lock: str
) -> None:
    """Locks of Excel, LibreOffice, WPS: the person is asked to close it, once; then it is posted."""
    mark = book.with_name(lock.format(name=book.name))
    mark.write_text("clerk")
    before = book.read_bytes()
    watcher = watch(book)
    watcher.hears("saved and closed. Ctrl-C")
    watcher.hears("is open")
    assert book.read_bytes() == before
    mark.unlink()
    watcher.hears("Documents posted: 1")
    assert _states(book) == ["已过账"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not show open handles")
def test_a_program_without_a_lock_file_is_seen_by_its_handle(book: Path, watch: Watch) -> None:
    """Some programs leave no lock; the open handle says that they are there."""
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(book)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as program:
        assert program.stdout
        assert program.stdout.readline() == b"held\n"
        watcher = watch(book)
        watcher.hears("is open")
        assert _states(book) == [None]
        program.communicate()
        watcher.hears("Documents posted: 1")


def test_a_half_written_workbook_is_never_posted(book: Path, watch: Watch) -> None:
    """What is cut off is left as it is and told of; whole again, it is posted."""
    watcher = watch(book)
    watcher.hears("Documents posted: 1")
    whole = _typed_and_saved_beside(book)
    ledger = book.with_suffix(".db").read_bytes()
    book.write_bytes(whole[: len(whole) // 2])
    watcher.hears("is damaged")
    assert book.read_bytes() == whole[: len(whole) // 2]
    assert book.with_suffix(".db").read_bytes() == ledger
    book.write_bytes(whole)
    watcher.hears("Documents posted: 1")
    assert _states(book) == ["已过账", "已过账"]


def test_a_workbook_that_is_gone_is_waited_for(book: Path, watch: Watch) -> None:
    """Programs that save by deleting and renaming, or a clerk who moves it away and back."""
    watcher = watch(book)
    watcher.hears("Documents posted: 1")
    whole = _typed_and_saved_beside(book)
    book.unlink()
    watcher.hears("is not there")
    book.write_bytes(whole)
    watcher.hears("Documents posted: 1")


def test_there_is_one_watcher_a_workbook_and_a_killed_one_is_no_hindrance(
    book: Path, watch: Watch
) -> None:
    """The second is refused with exit status 3; after a kill the next one works at once."""
    first = watch(book)
    first.hears("Documents posted: 1")
    second = watch(book)
    second.hears("being watched already")
    assert second.process.wait(_SECONDS) == 3
    type_rows(book, "purchases", [SECOND])
    first.hears("Documents posted: 1")
    assert first.ends(signal.SIGKILL) == -signal.SIGKILL
    third = watch(book)
    third.hears("Documents posted: 0")
    assert third.ends(signal.SIGTERM) == 0
    assert run("verify", book)["ok"]


def test_what_cannot_be_posted_is_told_and_tried_again(book: Path, watch: Watch) -> None:
    """The ledger is away: said once; when it is back the workbook is posted without a new saving."""
    ledger = book.with_suffix(".db")
    away = ledger.rename(book.parent / "away")
    watcher = watch(book)
    watcher.hears("shop.db")
    away.rename(ledger)
    watcher.hears("Documents posted: 1")
    assert _states(book) == ["已过账"]


def test_machines_get_an_object_a_line(book: Path, watch: Watch) -> None:
    """One for each post, and one at the end."""
    watcher = watch(book, "--json")
    assert '"posted_lines": 1' in watcher.hears('"command": "post"')
    assert watcher.ends(signal.SIGINT) == 0
    assert '"posts": 1' in watcher.hears('"command": "watch"')


def test_what_cannot_be_watched_is_said_at_once(tmp_path: Path) -> None:
    """No workbook; a host that is none for closed files."""
    assert run("watch", tmp_path / "none.xlsx")["exit"] == 3
    answer = run("watch", tmp_path / "none.xlsx", "--host", "libreoffice")
    assert answer["exit"] == 2
    assert answer["problems"][0]["hint"]


def test_a_file_is_held_by_one_and_gone_in_the_end(tmp_path: Path) -> None:
    """Its content is what the holder wrote; nobody else gets it meanwhile."""
    path = tmp_path / "held"
    assert not is_held(path)
    with held_alone(path, b"me") as first:
        assert first
        assert path.read_bytes() == b"me"
        assert is_held(path)
        with held_alone(path) as second:
            assert not second
        assert path.exists()
    assert not path.exists()
    path.touch()
    assert not is_held(path)
    assert [left.name for left in tmp_path.iterdir()] == ["held"]
