"""The worker and the end of it that lies in LibreOffice: one JSON line asked, one answered."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from jxc_xl.errors import CannotWork
from jxc_xl.extension.components.jxc_office.worker import Worker, WorkerLost, WorkerNotStarted
from jxc_xl.extension.worker import FindBook, answer, serve
from tests.e2e.shop import make, rows_of
from tests.e2e.test_post import PURCHASE
from tests.screen import Screen, patched, show

__all__ = ["patched"]

_FAKE = """
import json, sys
print(json.dumps({"ready": True}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    if request["macro"] == "die":
        sys.exit(9)
    print(json.dumps({"ok": True, "seen": request}), flush=True)
"""
_STUBBORN = """
import json, time
print(json.dumps({"ready": True}), flush=True)
print(json.dumps({"ok": True}), flush=True)
time.sleep(600)
"""


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Worker]:
    """A worker that answers with what it was asked, and ends when asked to die."""
    made = Worker([sys.executable, "-c", _FAKE], tmp_path / "logs" / "worker.log")
    yield made
    made.end()


def request(macro: str, **others: str) -> dict[str, str]:
    """What LibreOffice asks for at a click."""
    return {"macro": macro, "document": "7", "pipe": "p", "language": "zh", **others}


def test_it_starts_at_the_first_click_and_stays(worker: Worker) -> None:
    """Nothing runs before; later clicks find the same process, Chinese arrives whole."""
    assert not worker.running
    assert worker.ask(request("过账"))["seen"]["macro"] == "过账"
    first = worker._process
    assert worker.ask(request("post"))["ok"]
    assert worker._process is first


def test_a_worker_that_dies_is_told_and_replaced(worker: Worker) -> None:
    """The click in the middle of which it dies says so; the next one has a new worker."""
    worker.ask(request("post"))
    with pytest.raises(WorkerLost):
        worker.ask(request("die"))
    assert not worker.running
    assert worker.ask(request("post"))["ok"]


def test_a_worker_that_died_between_clicks_is_replaced_quietly(worker: Worker) -> None:
    """Nobody was waiting for it."""
    worker.ask(request("post"))
    assert worker._process is not None
    worker._process.kill()
    worker._process.wait()
    assert worker.ask(request("post"))["ok"]


@pytest.mark.parametrize("command", [["/no/such/python"], [sys.executable, "-c", "import nothing"]])
def test_a_worker_that_cannot_start_says_so(tmp_path: Path, command: list[str]) -> None:
    """Whatever it complained of stands in the log."""
    log = tmp_path / "worker.log"
    with pytest.raises(WorkerNotStarted):
        Worker(command, log).ask(request("post"))
    if len(command) > 1:
        assert "ModuleNotFoundError" in log.read_text()


def test_libreoffices_own_python_settings_do_not_mislead_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LibreOffice for Windows sets PYTHONHOME for its own Python; another one would not start."""
    monkeypatch.setenv("PYTHONHOME", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    worker = Worker([sys.executable, "-c", _FAKE], tmp_path / "worker.log")
    assert worker.ask(request("post"))["ok"]
    worker.end()


def test_it_ends_also_when_it_will_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The office does not wait for a worker that hangs."""
    monkeypatch.setattr("jxc_xl.extension.components.jxc_office.worker._SECONDS_TO_END", 0.05)
    worker = Worker([sys.executable, "-c", _STUBBORN], tmp_path / "worker.log")
    worker.ask(request("post"))
    process = worker._process
    worker.end()
    worker.end()
    assert process is not None
    assert process.returncode is not None


def finder(screen: Screen) -> FindBook:
    """An office with one document, number 7."""

    def find_book(pipe: str, number: str) -> xw.Book:
        assert pipe == "p"
        if number != "7":
            raise CannotWork("gone", "open it")
        return screen.book

    return find_book


def test_requests_are_answered_line_by_line(tmp_path: Path, patched: pytest.MonkeyPatch) -> None:
    """It says that it is ready, runs each macro on the clicked workbook, ends with its input."""
    path = make(tmp_path / "shop.xlsx", purchases=[PURCHASE])
    screen = show(path, patched)
    asked = "".join(json.dumps(request(name)) + "\n" for name in ("post", "settings"))
    answers = io.StringIO()
    serve(io.StringIO(asked), answers, finder(screen))
    said = [json.loads(line) for line in answers.getvalue().splitlines()]
    assert said == [{"ready": True}, {"ok": True}, {"ok": True}]
    assert rows_of(path, "purchases")[0]["status"] == "已过账"
    assert screen.sheet == "设置"


def test_it_speaks_the_offices_language(tmp_path: Path, patched: pytest.MonkeyPatch) -> None:
    """Each click brings the language along."""
    screen = show(make(tmp_path / "shop.xlsx"), patched)
    answer(request("check", language="en"), finder(screen))
    assert screen.status == "Documents ready to post: 0; rows with mistakes: 0."
    answer(request("check"), finder(screen))
    assert screen.status.startswith("可过账")


def test_a_closed_document_is_told_in_words(tmp_path: Path, patched: pytest.MonkeyPatch) -> None:
    """Where no macro could tell it, the answer does."""
    screen = show(make(tmp_path / "shop.xlsx"), patched)
    said = answer(request("post", document="8"), finder(screen))
    assert said == {"ok": False, "message": "gone\n\nopen it"}


def test_what_nobody_foresaw_is_told_in_words(tmp_path: Path, patched: pytest.MonkeyPatch) -> None:
    """A button of another version, say: the log file is named, the worker goes on."""
    patched.setenv("HOME", str(tmp_path))
    screen = show(make(tmp_path / "shop.xlsx"), patched)
    said = answer(request("no such button"), finder(screen))
    assert not said["ok"]
    assert str(tmp_path / ".jxc" / "jxc.log") in said["message"]


def test_the_process_is_lean_and_ends_with_its_input() -> None:
    """The end of LibreOffice is the end of its input; pandas and numpy stay out."""
    code = (
        "import sys; from jxc_xl.extension import worker; worker.main();"
        "print(sorted({'pandas', 'numpy'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input="", capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONWARNINGS": "error"}, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    answers: list[Any] = [json.loads(line) for line in done.stdout.splitlines()]
    assert answers == [{"ready": True}]
    assert done.stderr.splitlines()[-1] == "[]"
