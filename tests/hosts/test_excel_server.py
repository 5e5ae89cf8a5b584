"""`jxc open` in Excel: one warm server, a real process, and then Excel with the workbook."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from jxc_xl import __version__
from jxc_xl.hosts.excel import server as warm
from jxc_xl.services.setup_excel import ENVIRONMENT, PYTHON, take_out_excel
from jxc_xl.services.show_excel import READY, show_in_excel
from tests.e2e.shop import make
from tests.hosts.excel_computer import book, windows
from tests.hosts.fake_windows import APP_PATH, FakeWindows

__all__ = ["book", "windows"]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Excel itself is not touched")

_SERVE = """
import sys
from pathlib import Path
from jxc_xl.hosts.excel.server import serve
serve(Path(sys.argv[1]), sys.argv[2:], sys.stdin.read)
"""


@pytest.fixture
def servers(windows: FakeWindows) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """The processes that the fake Windows starts as servers; they end with the test."""
    started: list[subprocess.Popen[bytes]] = []

    def play(words: Sequence[str]) -> None:
        if words[1:3] == ["-m", warm.__name__]:
            started.append(
                subprocess.Popen([sys.executable, "-c", _SERVE, *words[3:]], stdin=subprocess.PIPE)
            )

    windows.on_start = play
    yield started
    for process in started:
        process.kill()
        process.communicate()


def test_open_starts_one_server_and_then_excel(
    windows: FakeWindows,
    servers: list["subprocess.Popen[bytes]"],
    book: Path,
    tmp_path: Path,
) -> None:
    """The first time everything is set up; a second workbook finds the server warm."""
    report = show_in_excel(book, windows, tmp_path)
    assert report.extra["server"] == "started"
    assert windows.read(ENVIRONMENT, PYTHON) == sys.executable
    server, excel = windows.started
    assert server[3:] == [str(tmp_path), *READY, "hidden"]
    assert excel == [windows.read(APP_PATH), str(book)]
    assert warm.runs(tmp_path)
    assert show_in_excel(book, windows, tmp_path).extra["server"] == "running"
    assert len(servers) == 1
    assert "server" in take_out_excel(windows, tmp_path).extra["removed"]
    assert servers[0].wait(60) != 0
    assert not warm.runs(tmp_path)


def test_a_server_of_another_version_is_replaced(
    windows: FakeWindows, servers: list["subprocess.Popen[bytes]"], tmp_path: Path
) -> None:
    """After an update the buttons must not run the old program."""
    warm.start_server(windows, tmp_path, [])
    assert warm.wait_for_server(tmp_path, 60)
    mark = tmp_path / ".jxc/server"
    mark.write_text(mark.read_text().replace(__version__, "0"))
    assert warm.start_server(windows, tmp_path, [])
    assert servers[0].wait(60) != 0


def test_a_second_server_ends_at_once(tmp_path: Path) -> None:
    """Two clicks on the icon in a row."""
    inner: list[bool] = []
    first = warm.serve(
        tmp_path, [], lambda: inner.append(warm.serve(tmp_path, [], lambda: pytest.fail("second")))
    )
    assert (first, inner) == (True, [False])


def test_a_server_that_does_not_start_is_told_of(
    windows: FakeWindows, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An anti-virus program ended it: the workbook opens all the same."""
    monkeypatch.setattr(warm.wait_for_server, "__defaults__", (0.0,))
    report = show_in_excel(book, windows, tmp_path)
    assert any("jxc doctor" in line for line in report.summary)
    assert windows.started[-1][-1] == str(book)


def test_an_xlsx_opens_with_a_word_about_buttons(windows: FakeWindows, tmp_path: Path) -> None:
    """It has no macros, so there is no tab."""
    (tmp_path / "店").mkdir()
    book = make(tmp_path / "店/shop.xlsx")
    warm.serve(
        tmp_path,
        [],
        lambda: windows.started.append(show_in_excel(book, windows, tmp_path).summary),
    )
    assert any(".xlsm" in line for line in windows.started[-1])
