"""Excel's host as far as no Excel is needed: a fake registry, real files, a real server process."""

import struct
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

import pytest
import xlwings as xw

from jxc_xl import __version__
from jxc_xl.errors import CannotWork
from jxc_xl.hosts import failure_in_words, open_workbook
from jxc_xl.hosts.excel import ClerksBook, find_book, has_open, macos
from jxc_xl.hosts.excel import server as warm
from jxc_xl.hosts.excel.errors import (
    EqualsInName,
    ExcelGone,
    ExcelNotHere,
    ExcelNotInstalled,
    InTheCloud,
)
from jxc_xl.hosts.excel.installation import bits_of, find_excel, wps_in_place_of_excel
from jxc_xl.hosts.excel.places import is_from_outside, refuse_place
from jxc_xl.hosts.excel.trust import distrust, is_trusted, macros_are_forbidden, trust
from jxc_xl.services.doctor import Check, doctor
from jxc_xl.services.doctor_excel import looks_at_excel
from jxc_xl.services.setup import Extension
from jxc_xl.services.setup_excel import (
    ENVIRONMENT,
    PYTHON,
    TooWide,
    set_up_excel,
    take_out_excel,
    usual_program,
)
from jxc_xl.services.show_excel import READY, show_in_excel
from tests.e2e.shop import make, run
from tests.hosts.fake_windows import APP_PATH, FakeWindows
from tests.hosts.files import make_shop

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Excel itself is not touched")

_OFFICE = r"HKCU\Software\Microsoft\Office"
_SERVE = """
import sys
from pathlib import Path
from jxc_xl.hosts.excel.server import serve
serve(Path(sys.argv[1]), sys.argv[2:], sys.stdin.read)
"""


def _program(path: Path, machine: int) -> Path:
    """The beginning of a Windows program."""
    head = b"MZ" + bytes(0x3A) + struct.pack("<I", 0x80) + bytes(0x40)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(head + b"PE\0\0" + struct.pack("<H", machine) + bytes(100))
    return path


@pytest.fixture
def windows(tmp_path: Path) -> FakeWindows:
    """A Windows with 64-bit Excel, which its user has started once."""
    system = FakeWindows(tmp_path / "desktop")
    system.set(APP_PATH, "", str(_program(tmp_path / "Office16/EXCEL.EXE", 0x8664)))
    system.set(_OFFICE + r"\16.0\Excel\Options", "x", 1)
    return system


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A macro workbook in a folder of its own with a Chinese name."""
    folder = tmp_path / "店"
    folder.mkdir()
    return make(folder / "我的店.xlsm")


def test_setup_trusts_names_python_and_makes_a_shortcut_once(
    windows: FakeWindows, book: Path, tmp_path: Path
) -> None:
    """Again changes nothing; what others have trusted is left alone, also by taking out."""
    others = _OFFICE + r"\16.0\Excel\Security\Trusted Locations\Location0"
    windows.set(others, "Path", "C:\\others\\")
    report = set_up_excel(book, windows, tmp_path)
    assert report.extra["changed"] == ["trust", "python"]
    assert windows.read(ENVIRONMENT, PYTHON) == sys.executable
    assert windows.announced == 1
    assert is_trusted(windows, book.parent)
    assert not is_trusted(windows, book.parent / "below")
    shortcut = windows.desktop() / "我的店.lnk"
    assert windows.shortcuts[shortcut][1] == f"-m jxc_xl open {book} --host excel"
    registry = {key: dict(values) for key, values in windows.registry.items()}
    assert set_up_excel(book, windows, tmp_path).extra["changed"] == []
    assert windows.registry == registry

    content = {file: file.read_bytes() for file in book.parent.iterdir()}
    removed = take_out_excel(windows, tmp_path).extra["removed"]
    assert removed == ["trust", "python", "icons"]
    assert windows.read(others, "Path") == "C:\\others\\"
    assert windows.read(ENVIRONMENT, PYTHON) is None
    assert not shortcut.exists()
    assert {file: file.read_bytes() for file in book.parent.iterdir()} == content
    assert take_out_excel(windows, tmp_path).extra["removed"] == []


def test_without_a_workbook_a_private_folder_is_made_and_trusted(
    windows: FakeWindows, tmp_path: Path
) -> None:
    """Workbooks made there need no question; taking out leaves the folder and what is in it."""
    folder = Path(set_up_excel(None, windows, tmp_path).extra["folder"])
    assert folder == tmp_path / "jxc-books"
    make(folder / "shop.xlsm")
    assert is_trusted(windows, folder)
    take_out_excel(windows, tmp_path)
    assert (folder / "shop.xlsm").exists()


@pytest.mark.parametrize("folder", ["", "Downloads", "desktop"])
def test_folders_where_everything_falls_into_are_not_trusted(
    windows: FakeWindows, tmp_path: Path, folder: str
) -> None:
    """Home, downloads, desktop: a macro that came by mail would run there."""
    place = tmp_path / folder
    place.mkdir(exist_ok=True)
    book = make(place / "shop.xlsm")
    with pytest.raises(TooWide, match=r".") as refused:
        set_up_excel(book, windows, tmp_path)
    assert refused.value.hint
    assert not is_trusted(windows, place)
    assert windows.read(ENVIRONMENT, PYTHON) is None


def test_every_excel_of_the_user_gets_the_trust(windows: FakeWindows, tmp_path: Path) -> None:
    """Two versions side by side; without any trace of one, the usual version."""
    windows.set(_OFFICE + r"\15.0\Excel\Options", "x", 1)
    windows.set(_OFFICE + r"\15.0\Word\Options", "x", 1)
    assert trust(windows, tmp_path)
    assert not trust(windows, tmp_path)
    assert distrust(windows) == 2
    fresh = FakeWindows(tmp_path / "fresh")
    assert trust(fresh, tmp_path)
    assert "16.0" in next(iter(fresh.registry))


def test_forbidden_macros_are_seen(windows: FakeWindows) -> None:
    """By the user's own setting, and by the company's."""
    assert not macros_are_forbidden(windows)
    windows.set(r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security", "VBAWarnings", 4)
    assert macros_are_forbidden(windows)


@pytest.mark.parametrize(("machine", "bits"), [(0x8664, 64), (0x014C, 32), (0xAA64, 64), (1, 0)])
def test_bits_are_read_from_the_program(tmp_path: Path, machine: int, bits: int) -> None:
    """A file that is no program, or none at all, has none."""
    assert bits_of(_program(tmp_path / "excel.exe", machine)) == bits
    (tmp_path / "text").write_text("MZ")
    assert bits_of(tmp_path / "text") == bits_of(tmp_path / "nothing") == 0


def test_excel_from_the_store_wps_and_none_are_told_apart(
    windows: FakeWindows, tmp_path: Path
) -> None:
    """WPS may answer in Excel's name while Excel is there, or stand in its place."""
    assert not find_excel(windows).is_from_store
    store = _program(tmp_path / "WindowsApps/Office/EXCEL.EXE", 0x8664)
    windows.set(APP_PATH, "", f'"{store}"')
    assert find_excel(windows).is_from_store
    windows.set(r"HKCR\Excel.Application\CLSID", "", "{1}")
    windows.set(r"HKCR\CLSID\{1}\LocalServer32", "", r"C:\Office16\EXCEL.EXE /automation")
    assert wps_in_place_of_excel(windows) == ""
    windows.set(r"HKCR\CLSID\{1}\LocalServer32", "", r"C:\Kingsoft\WPS Office\et.exe /Automation")
    assert "et.exe" in wps_in_place_of_excel(windows)
    for program in (r"C:\Kingsoft\WPS Office\et.exe", str(tmp_path / "gone.exe"), ""):
        windows.set(APP_PATH, "", program)
        with pytest.raises(ExcelNotInstalled):
            find_excel(windows)


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("/home/店/a=b.xlsm", EqualsInName),
        ("/home/a=b/shop.xlsm", EqualsInName),
        ("/clouds/mine/shop.xlsm", InTheCloud),
        ("/home/OneDrive - 公司/shop.xlsm", InTheCloud),
        ("/home/onedrive/店/shop.xlsm", InTheCloud),
        ("/Users/a/Library/CloudStorage/OneDrive-Personal/shop.xlsm", InTheCloud),
        ("https://a.sharepoint.com/shop.xlsm", InTheCloud),
    ],
)
def test_places_that_excel_cannot_find_are_refused(path: str, error: type[CannotWork]) -> None:
    """An equals sign, OneDrive by its folder or by the environment, an address on the web."""
    with pytest.raises(error) as refused:
        refuse_place(Path(path), {"OneDrive": "/clouds/mine"})
    assert refused.value.hint


@pytest.mark.parametrize(
    "path", ["/home/店/我的 店.xlsm", "/home/OneDriver/shop.xlsm", "/OneDrive.xlsm"]
)
def test_other_places_are_fine(path: str) -> None:
    """Blanks, Chinese, names that only begin alike."""
    refuse_place(Path(path), {"OneDrive": "", "OneDriveConsumer": "/clouds/mine"})


def test_the_mark_of_the_web_is_read(tmp_path: Path) -> None:
    """Mail and browsers leave zone 3 or 4; our own files have no mark, trusted sites zone 2."""
    path = make_shop(tmp_path / "shop.xlsx")
    assert not is_from_outside(path)
    mark = tmp_path / "shop.xlsx:Zone.Identifier"
    mark.write_text("[ZoneTransfer]\r\nZoneId=3\r\nHostUrl=about:internet\r\n")
    assert is_from_outside(path)
    mark.write_text("[ZoneTransfer]\r\nZoneId=2\r\n")
    assert not is_from_outside(path)


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


def test_without_excel_everything_says_so(tmp_path: Path) -> None:
    """On a system that has none; in a Windows that has none."""
    book = make(tmp_path / "shop.xlsm")
    for words in (
        ["post", book],
        ["stock", book],
        ["open", book],
        ["setup"],
        ["setup", "--remove"],
    ):
        answer = run(*words, "--host", "excel")
        assert answer["exit"] == 3
        assert "libreoffice" in answer["problems"][0]["hint"]
    with pytest.raises(ExcelNotHere):
        open_workbook(book, "excel")
    assert not has_open(book)
    assert usual_program() == "libreoffice"
    empty = FakeWindows(tmp_path / "desktop")
    with pytest.raises(ExcelNotInstalled):
        set_up_excel(None, empty, tmp_path)
    assert empty.registry == {}


def test_the_workbook_is_found_among_the_open_ones_and_left_open(tmp_path: Path) -> None:
    """With the file host as the program that has it open; the path may be written otherwise."""
    path = make_shop(tmp_path / "shop.xlsx")
    opened = open_workbook(path)
    (tmp_path / "sub").mkdir()
    found = find_book([opened.app], tmp_path / "sub/../shop.xlsx")
    assert found is not None
    assert find_book([opened.app], tmp_path / "other.xlsx") is None
    clerks = ClerksBook(impl=found.impl)
    clerks.close()
    assert clerks.sheets[0].name == "采购"
    assert isinstance(clerks, xw.Book)
    opened.close()


def test_what_windows_reports_is_said_in_words() -> None:
    """pywin32's exception is known by its name, for it is not there on other systems."""
    error = type("com_error", (Exception,), {})()
    assert isinstance(failure_in_words(error), ExcelGone)


def test_on_macos_the_script_and_the_settings_are_put_in_place(tmp_path: Path) -> None:
    """Once; other settings stay; without Python the line goes."""
    assert macos.install_script(tmp_path)
    assert not macos.install_script(tmp_path)
    (script,) = (tmp_path / "Library/Application Scripts/com.microsoft.Excel").iterdir()
    assert script.suffix == ".applescript"
    file = tmp_path / "Library/Containers/com.microsoft.Excel/Data/xlwings.conf"
    file.parent.mkdir(parents=True)
    file.write_text('"SHOW CONSOLE","False"\n"INTERPRETER_MAC","/old"\n')
    assert macos.name_python(tmp_path, Path("/venv/bin/python"))
    assert not macos.name_python(tmp_path, Path("/venv/bin/python"))
    assert file.read_text().splitlines() == [
        '"SHOW CONSOLE","False"',
        '"INTERPRETER_MAC","/venv/bin/python"',
    ]
    assert macos.name_python(tmp_path, None)
    assert file.read_text() == '"SHOW CONSOLE","False"\n'


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
    windows.set(APP_PATH, "", str(_program(tmp_path / "WindowsApps/EXCEL.EXE", 0x14C)))
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
