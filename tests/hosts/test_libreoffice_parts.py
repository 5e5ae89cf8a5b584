"""What LibreOffice loses from a workbook when it saves it stands in it again afterwards."""

import re
import shutil
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from openxml_audit import OpenXmlValidator

from jxc_xl.hosts.libreoffice.office import OwnOffice
from tests.e2e.shop import make, run
from tests.hosts.calc_workbooks import (
    TEMPLATES,
    as_macro_workbook,
    kept_bytes,
    kept_sheets,
    kept_tables,
    kept_workbook,
    make_totals,
    trip,
    type_into,
)
from tests.hosts.files import make_rich_shop, parts
from tests.vba.readers import sources
from tests.workbook.lint import lint

pytestmark = pytest.mark.xdist_group("office")

ROW = {"date": "2026-01-05", "partner": "S1", "item": "A1", "quantity": 10, "price": 2}


class Trip(NamedTuple):
    """A workbook before and after it went through Calc."""

    before: Path
    after: Path


def _sample(folder: Path) -> Path:
    """The sample shop with our own ribbon and macros."""
    path = folder / "店.xlsm"
    assert run("new", path, "--sample")["exit"] == 0
    return path


def _locked_shop(folder: Path) -> Path:
    """A shop with xlwings' macros, code names, customXml, a lock and a sheet hidden for good."""
    return as_macro_workbook(make(folder / "a.xlsx", purchases=[ROW]), folder / "a.xlsm", "_jxc")


MAKERS: dict[str, Callable[[Path], Path]] = {
    "sample": _sample,
    "locked": _locked_shop,
    "rich": lambda folder: make_rich_shop(folder / "店.xlsm"),
    "totals": lambda folder: make_totals(folder / "明细.xlsx"),
    "xlwings": lambda folder: Path(shutil.copy(TEMPLATES / "quickstart.xlsm", folder)),
}
SHEETS = {
    "sample": "采购",
    "locked": "采购",
    "rich": "采购",
    "totals": "明细",
    "xlwings": "Sheet1",
}


@pytest.fixture(scope="module", params=list(MAKERS))
def gone(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, office: OwnOffice
) -> Trip:
    """Each kind of workbook, opened in Calc, one cell changed, saved and mended."""
    folder = tmp_path_factory.mktemp(request.param)
    path = MAKERS[request.param](folder)
    after = folder / f"after{path.suffix}"
    shutil.copy(path, after)
    trip(office, after, type_into(SHEETS[request.param], "A30", "改过"))
    return Trip(path, after)


def test_the_change_arrives(gone: Trip) -> None:
    """What was typed in Calc is in the file: it is Calc's file, not the old one."""
    book = openpyxl.load_workbook(gone.after, read_only=True)
    assert any(sheet["A30"].value == "改过" for sheet in book.worksheets)
    book.close()


def test_macros_ribbon_and_notes_are_the_same_bytes(gone: Trip) -> None:
    """vbaProject.bin, customUI, customXml and the theme, with all that refers to them."""
    before, after = kept_bytes(gone.before), kept_bytes(gone.after)
    assert after == before
    if "xl/vbaProject.bin" in before:
        assert sources(after["xl/vbaProject.bin"]) == sources(before["xl/vbaProject.bin"]) != {}
    relations = parts(gone.after)
    for name in before:
        mentions = [n for n, d in relations.items() if n.endswith(".rels") and _says(d, name)]
        assert len(mentions) == 1


def _says(relationships: bytes, part: str) -> bool:
    return f'{part.rpartition("/")[2]}"'.encode() in relationships


def test_tables_are_as_they_were(gone: Trip) -> None:
    """Place, style, totals, formulas of columns, filters, ids; formats by what they look like."""
    assert kept_tables(gone.after) == kept_tables(gone.before)


def test_charts_stand_over_the_same_cells(gone: Trip) -> None:
    """Each chart draws what it drew before."""
    assert _drawn(gone.after) == _drawn(gone.before)


def _drawn(path: Path) -> list[list[bytes]]:
    charts = {name: part for name, part in parts(path).items() if "/charts/chart" in name}
    return sorted(re.findall(rb"<c:f>([^<]*)</c:f>", part) for part in charts.values())


def test_the_workbook_is_locked_named_and_hidden_as_it_was(gone: Trip) -> None:
    """Code name, lock on the structure with its password, veryHidden, names, window."""
    assert kept_workbook(gone.after) == kept_workbook(gone.before)


def test_what_stands_around_the_cells_is_as_it_was(gone: Trip) -> None:
    """Code names, panes, headings, rules that stop, prompts to the last row, tips, headers."""
    before, after = kept_sheets(gone.before), kept_sheets(gone.after)
    assert list(after) == list(before)
    for name in before:
        assert after[name] == before[name], name


def test_excel_has_nothing_to_repair(gone: Trip) -> None:
    """The schema's rules and ours find no more in the mended file than in the one before."""
    assert [str(error) for error in OpenXmlValidator().validate(str(gone.after)).errors] == []
    assert set(lint(str(gone.after))) <= set(lint(str(gone.before)))
    assert _read(gone.after).sheetnames == _read(gone.before).sheetnames


def test_fonts_and_rows_are_no_more_than_there_were(gone: Trip) -> None:
    """No stand-in for a font that this computer lacks, no thousand empty rows below a table."""
    before, after = _read(gone.before), _read(gone.after)
    for sheet in before.worksheets:
        there = after[sheet.title]
        assert there.max_row <= max(sheet.max_row, 30, *_bottoms(sheet))
        for row in sheet.iter_rows(max_row=40):
            for cell in row:
                if isinstance(cell.value, str):
                    assert there[cell.coordinate].font.name == cell.font.name, cell.coordinate


def _read(path: Path) -> openpyxl.Workbook:
    with warnings.catch_warnings():  # it says that it would lose what it does not know
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path)


def _bottoms(sheet: Any) -> list[int]:
    return [int(table.ref.rpartition(":")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
            for table in sheet.tables.values()]  # fmt: skip


def test_a_second_time_changes_nothing_more(gone: Trip, office: OwnOffice, tmp_path: Path) -> None:
    """All of the above holds after the next saving too."""
    again = Path(shutil.copy(gone.after, tmp_path / f"again{gone.after.suffix}"))
    trip(office, again)
    for kept in (kept_bytes, kept_tables, kept_workbook, kept_sheets):
        assert kept(again) == kept(gone.after)
    assert _names(again) == _names(gone.after)


def _names(path: Path) -> set[str]:
    """The parts, charts without the number that goes up with each."""
    return {re.sub(r"chart\d+", "chart", name) for name in parts(path)}
