"""A macro workbook is posted while it is closed: ribbon and VBA come through untouched."""

import zipfile
from datetime import date
from pathlib import Path

import pytest

from tests.e2e.shop import make, rows_of, run
from tests.workbook.lint import lint

GOOD = {"date": date(2026, 1, 5), "partner": "S1", "item": "A1", "quantity": 10, "price": 2}
BAD = {**GOOD, "date": date(2026, 1, 6), "item": "没有"}


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_post_keeps_ribbon_and_vba(tmp_path: Path) -> None:
    """check and post work; nothing but sheets and tables has changed, and Excel repairs nothing."""
    path = make(tmp_path / "店.xlsm", purchases=[GOOD, BAD])
    before = _parts(path)
    assert run("check", path)["exit"] == 1
    answer = run("post", path)
    assert (answer["exit"], len(answer["documents"])) == (1, 1)
    assert [row["status"] for row in rows_of(path, "purchases")[:2]] == ["已过账", "有误"]
    after = _parts(path)
    assert list(after) == list(before)
    changed = {name for name in before if before[name] != after[name]}
    assert {name.rpartition("/")[0] for name in changed} <= {"xl/worksheets", "xl/tables"}
    assert lint(str(path)) == []


@pytest.mark.xdist_group("office")
def test_post_in_libreoffice_keeps_ribbon_and_vba(tmp_path: Path) -> None:
    """Calc would rewrite the VBA and lose the codenames: afterwards Excel repairs nothing."""
    path = make(tmp_path / "店.xlsm", purchases=[GOOD])
    before = _parts(path)
    answer = run("post", path, "--host", "libreoffice")
    assert (answer["exit"], len(answer["documents"])) == (0, 1)
    after = _parts(path)
    kept = ("xl/vbaProject.bin", "customUI/customUI.xml", "customUI/customUI14.xml")
    assert [after[name] for name in kept] == [before[name] for name in kept]
    assert lint(str(path)) == []
    assert rows_of(path, "purchases")[0]["status"] == "已过账"


def test_two_new_workbooks_are_the_same_file(tmp_path: Path) -> None:
    """Byte for byte: what tells one workbook from another comes with its first post."""
    books = []
    for folder in ("一", "二"):
        (tmp_path / folder).mkdir()
        books.append(tmp_path / folder / "demo.xlsm")
        assert run("new", books[-1])["exit"] == 0
    assert books[0].read_bytes() == books[1].read_bytes()


@pytest.mark.parametrize("name", ["店.XLSM", "店.xlsm"])
def test_new_makes_macros_by_the_ending(tmp_path: Path, name: str) -> None:
    """Upper or lower case; with the sample shop too, whose workbook is as sound."""
    assert run("new", tmp_path / name, "--sample")["exit"] == 0
    parts = _parts(tmp_path / name)
    assert {"xl/vbaProject.bin", "customUI/customUI.xml", "customUI/customUI14.xml"} < parts.keys()
    assert lint(str(tmp_path / name)) == []
