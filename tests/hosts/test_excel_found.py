"""Which Excel there is, which workbook is open in it, and where its macros can work."""

import sys
from pathlib import Path

import pytest
import xlwings as xw

from jxc_xl.errors import CannotWork
from jxc_xl.hosts import failure_in_words, open_workbook
from jxc_xl.hosts.excel import ClerksBook, find_book, has_open
from jxc_xl.hosts.excel.errors import (
    EqualsInName,
    ExcelGone,
    ExcelNotHere,
    ExcelNotInstalled,
    InTheCloud,
)
from jxc_xl.hosts.excel.installation import bits_of, find_excel, wps_in_place_of_excel
from jxc_xl.hosts.excel.places import is_from_outside, refuse_place
from jxc_xl.services.setup_excel import set_up_excel, usual_program
from tests.e2e.shop import make, run
from tests.hosts.excel_computer import program_file, windows
from tests.hosts.fake_windows import APP_PATH, FakeWindows
from tests.hosts.files import make_shop

__all__ = ["windows"]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Excel itself is not touched")


@pytest.mark.parametrize(("machine", "bits"), [(0x8664, 64), (0x014C, 32), (0xAA64, 64), (1, 0)])
def test_bits_are_read_from_the_program(tmp_path: Path, machine: int, bits: int) -> None:
    """A file that is no program, or none at all, has none."""
    assert bits_of(program_file(tmp_path / "excel.exe", machine)) == bits
    (tmp_path / "text").write_text("MZ")
    assert bits_of(tmp_path / "text") == bits_of(tmp_path / "nothing") == 0


def test_excel_from_the_store_wps_and_none_are_told_apart(
    windows: FakeWindows, tmp_path: Path
) -> None:
    """WPS may answer in Excel's name while Excel is there, or stand in its place."""
    assert not find_excel(windows).is_from_store
    store = program_file(tmp_path / "WindowsApps/Office/EXCEL.EXE", 0x8664)
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
