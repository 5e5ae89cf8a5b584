"""LibreOffice is found, started, spoken to and ended; what is not as it must be is said in words."""

import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest

from jxc_xl.hosts.libreoffice import connection, installation
from jxc_xl.hosts.libreoffice.connection import connect, pipe_file, within
from jxc_xl.hosts.libreoffice.documents import find_document, has_open, lock_of
from jxc_xl.hosts.libreoffice.errors import (
    LibreOfficeMissing,
    NoSuchOffice,
    OfficeDidNotStart,
    OfficeDoesNotAnswer,
    PythonDoesNotFit,
)
from jxc_xl.hosts.libreoffice.installation import find_installation
from jxc_xl.hosts.libreoffice.office import OwnOffice
from jxc_xl.hosts.libreoffice.python_uno import check_python
from jxc_xl.i18n import set_language

_SECONDS = 60.0


def _until(done: Callable[[], bool]) -> bool:
    """Look again and again; False if it did not come true in time."""
    deadline = time.monotonic() + _SECONDS
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _program(folder: Path, text: str) -> Path:
    """A program called ``soffice`` that is a shell script."""
    folder.mkdir(parents=True, exist_ok=True)
    soffice = folder / "soffice"
    soffice.write_text(f"#!/bin/sh\n{text}\n")
    soffice.chmod(0o755)
    return soffice


@pytest.fixture
def office() -> Iterator[OwnOffice]:
    """A LibreOffice of our own."""
    office = OwnOffice()
    yield office
    office.stop()


@pytest.mark.parametrize(
    ("platform", "words"),
    [
        ("linux", ("sudo apt install libreoffice-calc python3-uno", "sudo dnf install")),
        ("win32", ("winget install", "soffice.exe")),
        ("darwin", ("brew install --cask libreoffice",)),
    ],
)
def test_where_there_is_none_the_hint_says_what_to_install(
    platform: str, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Each system has its own command, in both languages."""
    monkeypatch.delenv("JXC_SOFFICE", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(installation, "_USUAL", {})
    monkeypatch.setattr(sys, "platform", platform)
    for language in ("zh", "en"):
        set_language(language)
        with pytest.raises(LibreOfficeMissing) as caught:
            find_installation()
        for word in words:
            assert word in caught.value.hint


def test_the_program_on_the_path_and_the_one_that_is_named_are_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The environment variable goes before the path, and one that names nothing is said."""
    on_path = _program(tmp_path / "bin", "exit 0")
    named = _program(tmp_path / "named", "exit 0")
    (named.parent / "bootstraprc").write_text("[Bootstrap]\nProductKey=LibreOffice 24.8\n")
    monkeypatch.setenv("PATH", str(on_path.parent))
    monkeypatch.delenv("JXC_SOFFICE", raising=False)
    assert find_installation().soffice == on_path
    assert find_installation().version == ""
    monkeypatch.setenv("JXC_SOFFICE", str(named))
    assert (find_installation().soffice, find_installation().version) == (named, "24.8")
    monkeypatch.setenv("JXC_SOFFICE", str(tmp_path / "nothing"))
    with pytest.raises(NoSuchOffice, match="nothing"):
        find_installation()


def test_a_bridge_for_another_python_is_refused_before_it_is_loaded(tmp_path: Path) -> None:
    """The sentence names both versions, the hint the command that makes a fitting environment."""
    soffice = _program(tmp_path / "program", "exit 0")
    (soffice.parent / "libpyuno.so").write_bytes(b"\x7fELF\0libpython3.9.so.1.0\0")
    other = installation.Installation(soffice, soffice.parent)
    assert other.python == "3.9"
    with pytest.raises(PythonDoesNotFit) as caught:
        check_python(other)
    for version in ("3.9", f"{sys.version_info.major}.{sys.version_info.minor}"):
        assert version in caught.value.message
    assert "python3.9 -m venv" in caught.value.hint
    check_python(find_installation())


_NO_BRIDGE = """
import os, sys
from pathlib import Path
from jxc_xl.hosts.libreoffice import python_uno
from jxc_xl.hosts.libreoffice.errors import BridgeMissing
python_uno._PACKAGES = ()
try:
    python_uno.load_uno()
except BridgeMissing as error:
    print(error.hint)
"""


def test_a_missing_bridge_is_said_with_the_package_that_brings_it(tmp_path: Path) -> None:
    """LibreOffice is there, python3-uno is not."""
    soffice = _program(tmp_path / "program", "exit 0")
    answer = subprocess.run(
        [sys.executable, "-c", _NO_BRIDGE],
        env={**os.environ, "JXC_SOFFICE": str(soffice)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "sudo apt install python3-uno" in answer.stdout


def test_an_office_of_our_own_leaves_nothing_behind() -> None:
    """It answers; stopped, its process, its folder and its pipe are gone. Twice is once."""
    office = OwnOffice()
    process = office._process
    assert process is not None
    assert office.desktop.getComponents() is not None
    assert pipe_file(office._pipe) is not None
    office.stop()
    office.stop()
    assert process.poll() is not None
    assert not office.room.exists()
    assert pipe_file(office._pipe) is None


def test_an_office_that_does_not_start_is_said_with_its_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it wrote before it ended is the best explanation that there is."""
    soffice = _program(tmp_path, "echo 'no such library' >&2\nexit 3")
    monkeypatch.setenv("JXC_SOFFICE", str(soffice))
    with pytest.raises(OfficeDidNotStart, match="no such library"):
        OwnOffice()
    _program(tmp_path, "exit 3")
    with pytest.raises(OfficeDidNotStart, match="3"):
        OwnOffice()


_KILLED = """
import os, signal
from jxc_xl.hosts.libreoffice.office import OwnOffice

office = OwnOffice()
print(office.room, office._pipe, office._process.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_an_office_ends_with_a_process_that_is_killed() -> None:
    """Nobody is left to stop it but its guard, which also clears up."""
    child = subprocess.run([sys.executable, "-c", _KILLED], stdout=subprocess.PIPE, check=False)
    assert child.returncode == -signal.SIGKILL
    room, pipe, group = child.stdout.decode().split()

    def is_gone() -> bool:
        try:
            os.killpg(int(group), 0)
        except ProcessLookupError:
            return not Path(room).exists() and pipe_file(pipe) is None
        return False

    assert _until(is_gone)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGSTOP on Windows")
def test_an_office_that_hangs_is_not_waited_for_without_end(office: OwnOffice) -> None:
    """Neither connecting nor a call waits longer than it was told to."""
    process = office._process
    assert process is not None
    os.killpg(process.pid, signal.SIGSTOP)
    try:
        with pytest.raises(OfficeDoesNotAnswer):
            connect(office._pipe, 0.2)
        with pytest.raises(OfficeDoesNotAnswer):
            within(0.2, lambda: office.desktop.getComponents())  # noqa: PLW0108 - asking for the attribute hangs as well
    finally:
        os.killpg(process.pid, signal.SIGCONT)


def test_nobody_listens_on_a_pipe_that_was_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file of a LibreOffice that was killed is no LibreOffice; nor is no file at all."""
    monkeypatch.setattr(connection, "_PIPE_FOLDERS", (str(tmp_path),))
    assert connect("jxc-test-nobody") is None
    left = tmp_path / f"OSL_PIPE_{os.getuid()}_jxc-test-nobody"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(left))
    assert pipe_file("jxc-test-nobody") == left
    assert connect("jxc-test-nobody") is None


def test_a_workbook_is_found_where_it_is_open(
    office: OwnOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its place, also through a link; a closed one is not, whatever its lock says."""
    path, other = tmp_path / "店铺 1.xlsx", tmp_path / "other.xlsx"
    link = tmp_path / "link.xlsx"
    link.symlink_to(path)
    document = office.desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, ())
    filter_name = _property("FilterName", "Calc MS Excel 2007 XML")
    document.storeAsURL(path.as_uri(), (filter_name,))
    monkeypatch.setenv("JXC_PIPE", office._pipe)
    assert has_open(path)
    assert has_open(link)
    found = find_document(path)
    assert found is not None
    assert found.document.getSheets().getCount() == 1
    assert not has_open(other)
    lock_of(other).write_text(",clerk,office,22.11.2026 09:00,file:///profile;")
    assert not has_open(other)
    document.close(True)
    assert not has_open(path)


def _property(name: str, value: object) -> object:
    import uno

    return uno.createUnoStruct("com.sun.star.beans.PropertyValue", name, 0, value, 0)


class _Dropping:
    """Listens on a pipe and hangs up on the first who call, as LibreOffice does now and then.

    Whoever calls after them is put through to the pipe behind.
    """

    def __init__(self, pipe: str, behind: Path, calls: int) -> None:
        self._file = behind.with_name(f"OSL_PIPE_{os.getuid()}_{pipe}")
        self._behind = behind
        self._calls = calls
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(self._file))
        self._listening.listen()
        Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            for _call in range(self._calls):
                self._listening.accept()[0].close()
            while True:
                ends = self._listening.accept()[0], socket.socket(socket.AF_UNIX)
                ends[1].connect(str(self._behind))
                Thread(target=self._put_through, args=ends, daemon=True).start()

    @classmethod
    def _put_through(cls, here: socket.socket, there: socket.socket) -> None:
        with here, there:
            back = Thread(target=cls._copy, args=(there, here), daemon=True)
            back.start()
            cls._copy(here, there)
            back.join()

    @staticmethod
    def _copy(here: socket.socket, there: socket.socket) -> None:
        with suppress(OSError):
            while data := here.recv(65536):
                there.sendall(data)
        with suppress(OSError):
            there.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """Stop listening."""
        self._listening.close()
        self._file.unlink()


@pytest.mark.skipif(sys.platform == "win32", reason="pipes are no files on Windows")
@pytest.mark.parametrize(("calls", "answers"), [(2, True), (3, False)])
def test_a_bridge_that_falls_over_is_built_again(
    office: OwnOffice, calls: int, answers: bool
) -> None:
    """LibreOffice may drop a new connection; it still has the workbook open. Not for ever, though."""
    behind = pipe_file(office._pipe)
    assert behind is not None
    pipe = f"jxc-dropping-{uuid.uuid4().hex}"
    dropping = _Dropping(pipe, behind, calls)
    try:
        assert (connect(pipe) is not None) is answers
    finally:
        dropping.close()
