"""Saving in Calc: what the clerk changed there stays changed, and nothing is lost half-way."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from openxml_audit import OpenXmlValidator

from jxc_xl.hosts.libreoffice.keeping import (
    NotPutBack,
    Snapshot,
    begin,
    finish,
    keeping,
    put_back,
    remember,
)
from jxc_xl.hosts.libreoffice.office import OwnOffice
from tests.e2e.shop import make, rows_of, run, type_rows
from tests.hosts.calc_workbooks import (
    MAIN,
    as_macro_workbook,
    kept_bytes,
    kept_sheets,
    kept_tables,
    make_totals,
    opened,
    shown,
    trip,
    type_into,
)
from tests.hosts.files import make_shop, parts, rewrite
from tests.workbook.lint import lint

pytestmark = pytest.mark.xdist_group("office")

ROW = {"date": "2026-01-05", "partner": "S1", "item": "A1", "quantity": 10, "price": 2}


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    """A shop's workbook with macros, code names, a lock and a sheet that is never shown."""
    make(tmp_path / "店.xlsx", purchases=[ROW])
    path = as_macro_workbook(tmp_path / "店.xlsx", tmp_path / "店.xlsm", "_jxc")
    (tmp_path / "店.xlsx").unlink()
    return path


@pytest.fixture
def totals(tmp_path: Path) -> Path:
    """Two sheets with tables that have totals, a style of their own, and filters."""
    return make_totals(tmp_path / "明细.xlsx")


def test_a_workbook_from_calc_is_posted(locked: Path, office: OwnOffice) -> None:
    """Rows typed in Calc are read and posted by the closed-file host; the marks come back to Calc."""
    trip(office, locked, type_into("采购", "M2", 12))
    answer = run("post", locked)
    assert (answer["exit"], len(answer["documents"])) == (0, 1)
    trip(office, locked)
    [row] = [row for row in rows_of(locked, "purchases") if row["status"]]
    assert (row["status"], row["quantity"]) == ("已过账", 12)
    type_rows(locked, "purchases", [{**ROW, "date": "2026-01-06"}])
    assert run("post", locked)["exit"] == 0
    assert _sound(locked)


# what was changed in Calc stays changed


def _do(*steps: Callable[[Any], None]) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        for step in steps:
            step(document)

    return change


def _insert_rows(sheet: str, at: int, count: int) -> Callable[[Any], None]:
    return lambda document: document.Sheets.getByName(sheet).Rows.insertByIndex(at, count)


def _insert_columns(sheet: str, at: int, count: int) -> Callable[[Any], None]:
    return lambda document: document.Sheets.getByName(sheet).Columns.insertByIndex(at, count)


_OURS = re.compile(r"SUBTOTAL|filters another range|^module |code ?name|customUI|link to")
"""What the lint holds our own template to and Excel does not."""


def _sound(path: Path) -> bool:
    faults = [str(error) for error in OpenXmlValidator().validate(str(path)).errors]
    return faults + [fault for fault in lint(str(path)) if not _OURS.search(fault)] == []


def test_sheets_that_were_renamed_moved_and_deleted_keep_what_is_theirs(
    locked: Path, office: OwnOffice
) -> None:
    """Code names, panes and headings go with the sheet, by its tables or its look, not by place."""

    def change(document: Any) -> None:
        sheets = document.Sheets
        sheets.getByName("采购").Name = "进货"
        sheets.getByName("首页").Name = "封面"
        sheets.moveByName("进货", 7)
        sheets.removeByName("促销日历")
        sheets.copyByName("仓库", "仓库 2", 0)
        sheets.insertNewByName("新", 3)

    before = kept_sheets(locked)
    trip(office, locked, change)
    after = kept_sheets(locked)
    for old, new in (("采购", "进货"), ("首页", "封面"), ("销售", "销售"), ("仓库", "仓库")):
        for what in ("code name", "panes", "showRowColHeaders", "rules", "ignored"):
            assert after[new][what] == before[old][what], (new, what)
    assert "促销日历" not in after
    assert (after["新"]["code name"], after["仓库 2"]["code name"]) == (None, None)
    assert ("_jxc", "veryHidden") in shown(locked)
    assert "promotion_days" not in kept_tables(locked)
    assert _sound(locked)


def test_a_table_that_grew_and_moved_keeps_totals_where_they_are_now(
    totals: Path, office: OwnOffice
) -> None:
    """Two rows and a column more: the new place is Calc's, style and totals are the old ones."""
    change = _do(
        _insert_rows("明细", 4, 2),
        _insert_columns("明细", 3, 1),
        type_into("明细", "D3", "折扣"),
        type_into("明细", "B8", "李"),
    )
    trip(office, totals, change)
    table = _table(totals, "tt")
    assert table["ref"] == "B3:F9"
    assert table["filter"] == "B3:F8"
    assert table["style"] == "TableStyleMedium4"
    assert table["columns"] == {
        "品名": (None, "合计", None),
        "数量": ("sum", None, None),
        "折扣": (None, None, None),
        "单价": ("average", None, None),
        "金额": ("sum", None, "tt[[#This Row],[数量]]*tt[[#This Row],[单价]]"),
    }
    assert _sound(totals)


def test_totals_say_what_stands_in_their_cells(totals: Path, office: OwnOffice) -> None:
    """A total that was typed over, changed or emptied in Calc is described as it is now."""
    change = _do(
        type_into("明细", "B7", "总计"),
        type_into("明细", "C7", "=SUBTOTAL(101;C4:C6)"),
        type_into("明细", "E7", ""),
    )
    trip(office, totals, change)
    columns = _table(totals, "tt")["columns"]
    assert [columns[name][:2] for name in columns] == [
        (None, "总计"),
        ("custom", None),
        ("average", None),
        (None, None),
    ]
    assert _sound(totals)


def test_renamed_and_deleted_tables_stay_so(totals: Path, office: OwnOffice) -> None:
    """The formula of a column speaks of the table by its new name; one that is gone is gone."""

    def change(document: Any) -> None:
        document.DatabaseRanges.getByName("tt").Name = "lines"
        document.DatabaseRanges.removeByName("plain")

    trip(office, totals, change)
    assert set(kept_tables(totals)) == {"lines", "filtered"}
    table = _table(totals, "lines")
    assert table["style"] == "TableStyleMedium4"
    formula = table["columns"]["金额"][2]
    assert formula == "lines[[#This Row],[数量]]*lines[[#This Row],[单价]]"
    assert _sound(totals)


def test_a_header_typed_anew_keeps_its_column(totals: Path, office: OwnOffice) -> None:
    """The total and the format go with the column; formulas use its new name or are left out."""
    trip(office, totals, type_into("明细", "C3", "件数"))
    table = _table(totals, "tt")
    assert table["columns"]["件数"][0] == "sum"
    formula = table["columns"]["金额"][2]
    assert formula is None or "[件数]" in formula
    assert _sound(totals)


def _table(path: Path, name: str) -> dict[str, Any]:
    """A table in few words: of each column its total's function and label, and its formula."""
    for part, data in parts(path).items():
        root = ElementTree.fromstring(data) if part.startswith("xl/tables/") else None
        if root is not None and root.get("name") == name:
            style, filtered = root.find(f"{MAIN}tableStyleInfo"), root.find(f"{MAIN}autoFilter")
            return {
                "ref": root.get("ref"),
                "style": None if style is None else style.get("name"),
                "filter": None if filtered is None else filtered.get("ref"),
                "columns": {
                    c.attrib["name"]: (
                        c.get("totalsRowFunction"),
                        c.get("totalsRowLabel"),
                        c.findtext(f"{MAIN}calculatedColumnFormula"),
                    )
                    for c in root.iter(f"{MAIN}tableColumn")
                },
            }
    raise KeyError(name)


def test_panes_and_prompts_that_were_changed_stay_changed(locked: Path, office: OwnOffice) -> None:
    """Unfrozen in Calc is unfrozen; a workbook that was never shown is frozen as before."""
    before = kept_sheets(locked)

    def unfreeze(document: Any) -> None:
        view = document.CurrentController
        view.setActiveSheet(document.Sheets.getByName("销售"))
        view.freezeAtPosition(0, 0)

    trip(office, locked, unfreeze)
    after = kept_sheets(locked)
    assert after["销售"]["panes"] == []
    assert after["采购"]["panes"] == before["采购"]["panes"] != []
    shutil.copy(trip(office, locked, Hidden=True), locked.with_name("hidden.xlsm"))
    assert kept_sheets(locked)["采购"]["panes"] == before["采购"]["panes"]


# the file, at each moment


def test_libreoffice_sees_the_file_that_it_saved(locked: Path, office: OwnOffice) -> None:
    """Its time stamp and lock are left, so the next saving warns of nothing, and it arrives."""
    document = opened(office, locked)
    lock = locked.with_name(f".~lock.{locked.name}#")
    try:
        for text in ("一", "二", "三"):
            type_into("采购", "B30", text)(document)
            snapshot = remember(locked, document)
            document.store()
            saved = locked.stat()
            assert snapshot is not None
            assert put_back(locked, snapshot)
            assert locked.stat().st_mtime_ns == saved.st_mtime_ns
            assert locked.stat().st_mode == saved.st_mode
            assert lock.exists()
            assert text.encode() in parts(locked)["xl/sharedStrings.xml"]
            assert not put_back(locked, snapshot)
    finally:
        document.close(True)
    assert not lock.exists()


def test_what_a_power_cut_left_undone_is_done_at_the_next_saving_or_opening(
    locked: Path, office: OwnOffice
) -> None:
    """Killed after Calc saved: what it lost lies beside the file, and comes back from there."""
    before = kept_bytes(locked)
    document = opened(office, locked)
    _begin_and_be_killed(locked)
    document.store()
    assert kept_bytes(locked) != before
    type_into("采购", "B30", "二")(document)
    with keeping(locked, document):
        document.store()
    assert kept_bytes(locked) == before
    _begin_and_be_killed(locked)
    type_into("采购", "B30", "三")(document)
    document.store()
    document.close(True)
    assert finish(locked)
    assert kept_bytes(locked) == before
    assert not finish(locked)
    assert not list(locked.parent.glob(".*.kept"))


def _begin_and_be_killed(path: Path) -> None:
    """A process that ends before LibreOffice has saved, so that only the file beside is left."""
    program = (
        "import sys; from pathlib import Path; from jxc_xl.hosts.libreoffice import keeping;"
        " keeping.begin(Path(sys.argv[1]))"
    )
    subprocess.run([sys.executable, "-c", program, str(path)], check=True)


def test_a_command_in_calc_first_puts_back_what_is_missing(locked: Path, office: OwnOffice) -> None:
    """A post after a saving that was cut short leaves a workbook with everything in it."""
    before = kept_bytes(locked)
    document = opened(office, locked)
    _begin_and_be_killed(locked)
    document.store()
    document.close(True)
    assert kept_bytes(locked) != before
    assert run("post", locked, "--host", "libreoffice")["exit"] == 0
    assert kept_bytes(locked) == before


KILLED = """
import os, signal, sys
from pathlib import Path
from jxc_xl.hosts.libreoffice import keeping
os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
keeping.finish(Path(sys.argv[1]))
"""


def test_killed_while_putting_back_leaves_calcs_file_whole(locked: Path, office: OwnOffice) -> None:
    """The file is Calc's until the last step; afterwards it can still be mended."""
    before = kept_bytes(locked)
    document = opened(office, locked)
    _begin_and_be_killed(locked)
    document.store()
    document.close(True)
    saved = locked.read_bytes()
    ended = subprocess.run([sys.executable, "-c", KILLED, str(locked)], check=False)
    assert ended.returncode == -9
    assert locked.read_bytes() == saved
    assert finish(locked)
    assert kept_bytes(locked) == before


def test_a_file_that_somebody_else_saved_is_left_alone(tmp_path: Path) -> None:
    """Only what Calc wrote is mended: Excel's file needs nothing, and a stale memory is dropped."""
    path = make_shop(tmp_path / "a.xlsx")
    begin(path)
    make_shop(path, [(45000, "008", 1, 1)])
    as_it_was = path.read_bytes()
    assert not finish(path)
    assert path.read_bytes() == as_it_was
    assert list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_put_back_is_said_and_the_file_left(tmp_path: Path) -> None:
    """A damaged file, a damaged memory, no file: NotPutBack, and nothing was written."""
    path = make_shop(tmp_path / "a.xlsx")
    snapshot = remember(path)
    assert snapshot is not None
    for damaged in (b"", b"PK cut off", path.read_bytes()[:-200]):
        path.write_bytes(damaged)
        with pytest.raises(NotPutBack, match=r"a\.xlsx"):
            put_back(path, snapshot)
        assert path.read_bytes() == damaged
    path.unlink()
    with pytest.raises(NotPutBack):
        put_back(path, snapshot)
    make_shop(path)
    with pytest.raises(NotPutBack):
        put_back(path, Snapshot(b"no zip"))


def test_where_no_file_can_be_kept_the_memory_serves(tmp_path: Path) -> None:
    """Something stands where the file beside would: it is saved and mended all the same."""
    path = make_shop(tmp_path / "a.xlsx")
    as_before = path.read_bytes()
    for obstacle in (b"damaged", None):
        beside = tmp_path / ".a.xlsx.kept"
        if obstacle is None:
            beside.mkdir()
        else:
            beside.write_bytes(obstacle)
        with keeping(path):
            path.write_bytes(as_before)
            rewrite(path, {"xl/workbook.xml": lambda xml: xml.replace(b'"xl"', b'"Calc"')})
        assert b'appName="xl"' in parts(path)["xl/workbook.xml"]
    assert sorted(tmp_path.iterdir()) == [beside, path]


def test_what_is_no_workbook_is_not_remembered(tmp_path: Path) -> None:
    """No file, a folder, some text: there is nothing to be lost, and saving goes on."""
    (tmp_path / "text.xlsx").write_text("a;b")
    for path in (tmp_path / "none.xlsx", tmp_path, tmp_path / "text.xlsx"):
        assert remember(path) is None
        with keeping(path):
            pass


def test_the_memory_is_small_and_can_be_stored(locked: Path) -> None:
    """It holds no cells and no texts; read again from its bytes it is the same."""
    snapshot = remember(locked)
    assert snapshot is not None
    assert len(snapshot.data) < 200_000
    again = Snapshot(snapshot.data)
    assert again.package.names == snapshot.package.names
    assert "xl/sharedStrings.xml" not in again.package
    assert b"<row" not in again.package["xl/worksheets/sheet2.xml"]
