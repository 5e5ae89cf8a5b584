"""What `jxc setup` does for Excel: trust, Python, shortcut; and how all of it is taken back."""

import sys
from pathlib import Path

import pytest

from jxc_xl.hosts.excel import macos
from jxc_xl.hosts.excel.trust import distrust, is_trusted, macros_are_forbidden, trust
from jxc_xl.services.setup_excel import ENVIRONMENT, PYTHON, TooWide, set_up_excel, take_out_excel
from tests.e2e.shop import make
from tests.hosts.excel_computer import OFFICE, book, windows
from tests.hosts.fake_windows import FakeWindows

__all__ = ["book", "windows"]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Excel itself is not touched")


def test_setup_trusts_names_python_and_makes_a_shortcut_once(
    windows: FakeWindows, book: Path, tmp_path: Path
) -> None:
    """Again changes nothing; what others have trusted is left alone, also by taking out."""
    others = OFFICE + r"\16.0\Excel\Security\Trusted Locations\Location0"
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
    windows.set(OFFICE + r"\15.0\Excel\Options", "x", 1)
    windows.set(OFFICE + r"\15.0\Word\Options", "x", 1)
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
