"""What `jxc doctor` sees of Excel: a line for each look, and what to do where something is wrong."""

import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from jxc_xl.services.doctor import Check, doctor
from jxc_xl.services.doctor_excel import looks_at_excel
from jxc_xl.services.setup import Extension
from jxc_xl.services.setup_excel import ENVIRONMENT, PYTHON, set_up_excel
from tests.e2e.shop import run
from tests.hosts.excel_computer import book, program_file, windows
from tests.hosts.fake_windows import APP_PATH, FakeWindows

__all__ = ["book", "windows"]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Excel itself is not touched")


def _found(windows: FakeWindows, home: Path, book: Path | None = None) -> dict[str, Check]:
    """What doctor says of Excel, by the name of each look."""
    report = doctor(
        Extension("", lambda path: path), None, None, "excel", looks_at_excel(windows, home, book)
    )
    checks = {check["name"]: Check(**check) for check in report.extra["checks"]}
    assert all(check.ok or check.hint for check in checks.values())
    return checks


def test_doctor_finds_nothing_wrong_where_nothing_is(
    windows: FakeWindows, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Excel, its library, our Python, the folder's trust: a line for each."""
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    (tmp_path / f"xlwings64-{version('xlwings')}.dll").touch()
    set_up_excel(book, windows, tmp_path)
    checks = _found(windows, tmp_path, book)
    assert list(checks) == [
        "python", "excel", "wps", "xlwings", "interpreter", "server", "protection",
        "place", "origin", "trust",
    ]  # fmt: skip
    assert all(check.ok for check in checks.values())


def test_doctor_says_what_is_wrong_and_what_to_do(
    windows: FakeWindows, book: Path, tmp_path: Path
) -> None:
    """All at once: not set up, WPS in front, the library gone, blocked, in a bad place."""
    windows.set(r"HKCR\Excel.Application\CLSID", "", "{1}")
    windows.set(r"HKCR\CLSID\{1}\LocalServer32", "", r"C:\Kingsoft\WPS Office\et.exe")
    windows.set(r"HKCU\Software\Microsoft\Office\16.0\Excel\Security", "VBAWarnings", 4)
    Path(f"{book}:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=3\n")
    checks = _found(windows, tmp_path, book)
    wrong = [name for name, check in checks.items() if not check.ok]
    assert wrong == ["wps", "xlwings", "interpreter", "protection", "origin", "trust"]
    windows.set(ENVIRONMENT, PYTHON, "C:/other/python.exe")
    assert "C:/other" in _found(windows, tmp_path)["interpreter"].message
    assert not _found(windows, tmp_path, book.with_name("a=b.xlsm"))["place"].ok
    windows.set(APP_PATH, "", str(program_file(tmp_path / "WindowsApps/EXCEL.EXE", 0x14C)))
    checks = _found(windows, tmp_path)
    assert "32" in checks["excel"].message
    assert not checks["excel"].ok
    assert "xlwings32" in checks["xlwings"].message


@pytest.mark.parametrize(
    ("key", "name"),
    [
        (r"ASR\Rules", "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b"),
        (r"ASR\Rules", "d4f940ab-401b-4efc-aadc-ad5f3c50688a"),
        ("Controlled Folder Access", "EnableControlledFolderAccess"),
    ],
)
def test_doctor_knows_the_rules_of_defender(
    windows: FakeWindows, tmp_path: Path, key: str, name: str
) -> None:
    """Written as a number or as a text; 0 and 2 (only noted down) are no hindrance."""
    guard = r"HKLM\SOFTWARE\Microsoft\Windows Defender\Windows Defender Exploit Guard"
    for value, is_fine in ((0, True), ("2", True), (1, False), ("1", False)):
        windows.set(f"{guard}\\{key}", name, value)
        assert _found(windows, tmp_path)["protection"].ok == is_fine


def test_on_linux_doctor_looks_at_libreoffice_only() -> None:
    """Unless Excel is asked for: then it is said that there is none."""
    assert run("doctor", "--host", "excel")["exit"] == 3
