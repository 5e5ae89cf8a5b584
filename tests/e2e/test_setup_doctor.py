"""jxc setup, doctor and open: what a person is told who installs the program."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from jxc_xl import __version__
from jxc_xl.cli import cli
from jxc_xl.extension.build import IDENTIFIER
from jxc_xl.hosts.libreoffice.profile import installed_extension
from tests.e2e.shop import make, run
from tests.gui.waiting import until

pytestmark = pytest.mark.xdist_group("office")


@pytest.fixture(autouse=True)
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A LibreOffice profile of the test's own, which nobody has used yet."""
    profile = tmp_path / "profile"
    monkeypatch.setenv("JXC_OFFICE_PROFILE", str(profile))
    monkeypatch.setenv("JXC_PIPE", "jxc-test-nobody")
    return profile


def _checks(*words: object) -> dict[str, dict[str, Any]]:
    answer = run("doctor", *words)
    checks = {check["name"]: check for check in answer["checks"]}
    assert answer["ok"] == all(check["ok"] for check in checks.values())
    assert answer["exit"] == (0 if answer["ok"] else 1)
    assert all(check["ok"] or check["hint"] for check in checks.values())
    return checks


def test_the_buttons_are_installed_kept_renewed_and_removed() -> None:
    """Twice is once; what does not belong to this program is renewed; doctor knows all of it."""
    assert "jxc setup" in _checks()["extension"]["hint"]
    assert run("setup")["extension"] == "installed"
    assert all(check["ok"] for check in _checks().values())
    again = run("setup", "--host", "libreoffice")
    assert (again["extension"], again["version"]) == ("unchanged", __version__)
    installed = installed_extension(IDENTIFIER)
    assert installed is not None
    (installed / "worker.json").write_text('{"python": "/another/python"}')
    assert not _checks()["extension"]["ok"]
    assert run("setup")["extension"] == "updated"
    assert _checks()["extension"]["ok"]
    assert run("setup", "--remove")["extension"] == "removed"
    assert installed_extension(IDENTIFIER) is None
    assert run("setup", "--remove")["extension"] == "unchanged"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_a_setup_that_is_killed_leaves_no_libreoffice_behind(profile: Path, tmp_path: Path) -> None:
    """One without a window would take over whatever the clerk opens next, and nobody sees it."""
    words = [sys.executable, "-m", "jxc_xl", "setup"]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL) as command:
        until(lambda: _offices(profile), "LibreOffice")
        command.kill()
    until(lambda: not _offices(profile), "the end of LibreOffice")


def _offices(profile: Path) -> list[str]:
    """The processes of LibreOffice that use a profile."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if profile.as_uri().encode() in words and b"soffice.bin" in words.split(b"\0")[0]:
            found.append(process.name)
    return found


def test_the_workbook_and_its_ledger_are_looked_at(tmp_path: Path) -> None:
    """Both in order; the workbook open elsewhere; the ledger gone; a ledger alone."""
    book = make(tmp_path / "shop.xlsx")
    before = {path: path.read_bytes() for path in (book, book.with_suffix(".db"))}
    checks = _checks(book)
    assert checks["workbook"]["ok"]
    assert checks["ledger"]["ok"]
    assert {path: path.read_bytes() for path in before} == before
    lock = book.with_name(f"~${book.name}")
    lock.write_text("clerk")
    checks = _checks(book)
    assert lock.name in checks["workbook"]["hint"]
    assert checks["ledger"]["ok"]
    lock.unlink()
    assert "workbook" not in _checks("--ledger", book.with_suffix(".db"))
    book.with_suffix(".db").unlink()
    assert "shop.db" in _checks(book)["ledger"]["message"]
    assert not _checks(tmp_path / "none.xlsx")["workbook"]["ok"]


def test_without_libreoffice_doctor_says_what_to_install(tmp_path: Path) -> None:
    """Every line says what is wrong and what to do, and the others are still looked at."""
    words = [sys.executable, "-m", "jxc_xl", "doctor", "--lang", "en"]
    environment = {**os.environ, "JXC_SOFFICE": str(tmp_path / "soffice")}
    answer = subprocess.run(
        words, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert (answer.returncode, answer.stderr) == (1, "")
    python, libreoffice, bridge, extension, fonts = answer.stdout.splitlines()
    assert python.startswith("✓ jxc")
    assert libreoffice.startswith("✗ JXC_SOFFICE says")
    assert bridge.startswith("✗")
    assert extension.startswith("✗")
    assert "Chinese" in fonts


def test_a_machine_that_cannot_tell_its_fonts_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command that lists fonts is missing: that is said, with what brings it."""
    monkeypatch.setenv("PATH", str(tmp_path))
    fonts = _checks()["fonts"]
    assert not fonts["ok"]
    assert "fontconfig" in fonts["hint"]


def test_a_font_list_without_chinese_is_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hint names the fonts of Debian and of Fedora."""
    lister = tmp_path / "fc-list"
    lister.write_text("#!/bin/sh\nexit 0\n")
    lister.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    fonts = _checks()["fonts"]
    assert not fonts["ok"]
    assert "fonts-noto-cjk" in fonts["hint"]


def test_without_a_screen_nothing_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said before anything is installed or started; a missing workbook even before that."""
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    book = make(tmp_path / "shop.xlsx")
    answer = run("open", book)
    assert answer["exit"] == 3
    assert answer["problems"][0]["hint"]
    assert installed_extension(IDENTIFIER) is None
    assert "none.xlsx" in run("open", tmp_path / "none.xlsx")["problems"][0]["message"]


@pytest.mark.parametrize("words", [("open", "shop.xlsx"), ("setup",)])
@pytest.mark.parametrize(("host", "status"), [("file", 2), ("excel", 3)])
def test_a_closed_file_has_no_buttons_and_linux_no_excel(
    words: tuple[str, ...], host: str, status: int
) -> None:
    """Each is said, with what to do instead."""
    answer = run(*words, "--host", host)
    assert (answer["exit"], answer["ok"]) == (status, False)
    assert answer["problems"][0]["hint"]


def test_doctor_speaks_both_languages() -> None:
    """A line for each thing that was looked at, in Chinese or in English."""
    chinese = CliRunner().invoke(cli, ["doctor"]).stdout
    english = CliRunner().invoke(cli, ["doctor", "--lang", "en"]).stdout
    assert len(chinese.splitlines()) == len(english.splitlines()) == 5
    assert "字体" in chinese
    assert english.isascii() or set(english) - set(map(chr, range(128))) <= {"✓", "✗"}
