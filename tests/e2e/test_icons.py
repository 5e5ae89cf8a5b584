"""The icons on the desktop: their scripts run here, on a real workbook, under a real shell."""

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from jxc_xl.hosts.desktop import desktop_folder
from jxc_xl.services.icons import make_icons, remove_icons
from tests.e2e.shop import make, rows_of, run
from tests.e2e.test_post import PURCHASE
from tests.hosts.fake_windows import FakeWindows

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="each system has its own icons")

_SECONDS = 60.0


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with a Chinese desktop, and a program of the system that notes what it shows."""
    home = tmp_path / "家 'of' $clerk"
    programs = tmp_path / "bin"
    for folder in (home / ".config", programs):
        folder.mkdir(parents=True)
    (home / ".config/user-dirs.dirs").write_text('XDG_DESKTOP_DIR="$HOME/桌面"\n', "utf-8")
    opener = programs / "xdg-open"
    opener.write_text('#!/bin/sh\nprintf "%s" "$1" > "$HOME/shown"\n')
    opener.chmod(0o755)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    return home


@pytest.fixture
def book(home: Path) -> Path:
    """A shop with one row, under a name that shells and desktops stumble over."""
    return make(home / "我的 店's 100%.xlsx", purchases=[PURCHASE])


def _press(icon: Path) -> "subprocess.Popen[str]":
    """What a desktop does with an icon, without the terminal around it."""
    lines = icon.read_text("utf-8").splitlines()
    (command,) = (line.removeprefix("Exec=") for line in lines if line.startswith("Exec="))
    # The file's own escapes first; what is left is quoted as for a shell.
    unescaped = command.replace("\\\\", "\\").replace("%%", "%")
    return subprocess.Popen(
        ["sh", "-c", f"exec {unescaped}"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, encoding="utf-8",
    )  # fmt: skip


def _icons(home: Path, book: Path) -> dict[str, Path]:
    answer = run("setup", book, "--icons")
    assert answer["ok"]
    icons = {Path(file).stem.partition(" ")[0]: Path(file) for file in answer["icons"]}
    assert all(icon.parent == home / "桌面" for icon in icons.values())
    return icons


def test_the_icon_posts_and_shows_the_marks(home: Path, book: Path) -> None:
    """The outcome is said, the workbook is shown, and the window waits until it was read."""
    icons = _icons(home, book)
    assert list(icons) == ["校验", "过账", "验账", "关闭时自动过账"]
    said, _ = _press(icons["校验"]).communicate("\n", _SECONDS)
    assert "可过账" in said
    assert rows_of(book, "purchases")[0]["status"] is None
    said, _ = _press(icons["过账"]).communicate("\n", _SECONDS)
    assert "按回车" in said
    assert rows_of(book, "purchases")[0]["status"] == "已过账"
    assert (home / "shown").read_text() == str(book)
    (home / "shown").unlink()
    said, _ = _press(icons["验账"]).communicate("\n", _SECONDS)
    assert "Traceback" not in said
    assert (home / "shown").exists()


def test_an_open_workbook_is_asked_to_be_closed(home: Path, book: Path) -> None:
    """Nothing happens while it is open; then it goes on by itself."""
    icons = _icons(home, book)
    lock = book.with_name(f".~{book.name}")
    lock.touch()
    pressed = _press(icons["过账"])
    assert pressed.stdout
    assert "请保存并关闭" in pressed.stdout.readline()
    assert rows_of(book, "purchases")[0]["status"] is None
    lock.unlink()
    pressed.communicate("\n", _SECONDS)
    assert rows_of(book, "purchases")[0]["status"] == "已过账"


def test_the_workbook_is_shown_again_when_nothing_could_be_done(home: Path, book: Path) -> None:
    """The clerk closed it for us; what was wrong is said, and it is back on the screen."""
    icons = _icons(home, book)
    book.with_suffix(".db").unlink()
    said, _ = _press(icons["过账"]).communicate("\n", _SECONDS)
    assert "✗" in said
    assert (home / "shown").read_text() == str(book)


def test_the_watching_icon_watches(home: Path, book: Path) -> None:
    """It is jxc watch in a window of its own."""
    icons = _icons(home, book)
    pressed = _press(icons["关闭时自动过账"])
    assert pressed.stdout
    assert "正在守候" in pressed.stdout.readline()
    deadline = time.monotonic() + _SECONDS
    while rows_of(book, "purchases")[0]["status"] is None and time.monotonic() < deadline:
        time.sleep(0.2)
    assert rows_of(book, "purchases")[0]["status"] == "已过账"
    watchers = _children(pressed.pid)
    for watcher in watchers:
        subprocess.run(["kill", "-INT", str(watcher)], check=True)
    pressed.communicate("\n", _SECONDS)


def _children(parent: int) -> list[int]:
    return [
        int(word) for word in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    ]


def test_icons_are_renewed_and_taken_away(home: Path, book: Path) -> None:
    """Twice is once; afterwards the desktop is empty, and workbook and ledger are untouched."""
    _icons(home, book)
    first = {file.name: file.read_bytes() for file in (home / "桌面").iterdir()}
    _icons(home, book)
    assert {file.name: file.read_bytes() for file in (home / "桌面").iterdir()} == first
    assert run("setup", "--icons", "--remove")["ok"]
    assert list((home / "桌面").iterdir()) == []
    assert book.exists()
    assert book.with_suffix(".db").exists()
    assert not list((home / ".jxc/scripts").iterdir())


def test_on_windows_they_are_shortcuts(tmp_path: Path) -> None:
    """No text file that a code page could spoil; the window stays until it was read."""
    book = make(tmp_path / "我的店.xlsm")
    system = FakeWindows(tmp_path / "desktop")
    made = make_icons(book, tmp_path, system.desktop(), system).extra["icons"]
    assert [Path(file).suffix for file in made] == [".lnk"] * 4
    target, words = system.shortcuts[Path(made[1])]
    assert target.name.endswith("cmd.exe")
    assert words.startswith('/k "')
    assert f"-m jxc_xl icon post {book} --lang zh" in words
    remove_icons(tmp_path)
    assert not any(Path(file).exists() for file in made)


@pytest.mark.parametrize("words", [("setup", "--icons"), ("setup", "none.xlsx", "--icons")])
def test_icons_need_a_workbook(home: Path, words: tuple[str, ...]) -> None:
    """It is said which is missing, and no icon is made."""
    answer: dict[str, Any] = run(*words)
    assert not answer["ok"]
    assert answer["problems"][0]["hint"]
    assert not (home / "桌面").exists()


def test_without_settings_the_desktop_is_where_it_usually_is(tmp_path: Path) -> None:
    """Also one outside the home folder."""
    assert desktop_folder(tmp_path, {}) == tmp_path / "Desktop"
    (tmp_path / "user-dirs.dirs").write_text('XDG_DESKTOP_DIR="/srv/desktop"\n')
    assert desktop_folder(tmp_path, {"XDG_CONFIG_HOME": str(tmp_path)}) == Path("/srv/desktop")
