"""jxc stocktake on a real workbook: its options, its words, and the pages that come out of it."""

import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
import zxingcpp
from click.testing import CliRunner

from jxc_xl.cli import cli
from jxc_xl.domain.documents import Document
from jxc_xl.domain.kinds import KINDS
from jxc_xl.domain.messages.stocktake import ENTRIES
from jxc_xl.hosts.libreoffice.office import OwnOffice
from jxc_xl.hosts.libreoffice.python_uno import load_uno
from jxc_xl.i18n import Language
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.masters import Masters
from jxc_xl.ledger.posting import Writer
from jxc_xl.ledger.source import Source
from jxc_xl.services.new import new_with
from tests.e2e.shop import MASTERS, day, make, run
from tests.office import office

__all__ = ["office"]

GOLDEN = Path(__file__).with_name("stocktake_messages.md")
"""What each code says, in Chinese and in English."""
TODAY = f"PDD{date.today():%Y%m%d}"
BOUGHT = [
    {"date": day("2026-03-01"), "partner": "百事", "item": item, "quantity": quantity, "price": 2,
     "warehouse": "W1", "batch": batch}
    for item, quantity, batch in (("A1", 30, None), ("A2", 5, "批1"), ("007", 7.5, None))
]  # fmt: skip


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Three items in the main warehouse."""
    path = make(tmp_path / "shop.xlsx", purchases=BOUGHT)
    assert run("post", path)["ok"]
    return path


def test_a_stocktake_is_made_and_cancelled(book: Path, tmp_path: Path) -> None:
    """By options; the answer for machines says what was made."""
    file = tmp_path / "三月.xlsx"
    answer = run(
        "stocktake", book, "--month", "2026-03", "--warehouse", "主仓库", "--blind", "--barcodes",
        "--sample", 2, "--seed", 4, "-o", file,
    )  # fmt: skip
    number = "PDD20260331-001"
    assert {key: answer[key] for key in ("exit", "ok", "number", "file", "date", "moment")} == {
        "exit": 0, "ok": True, "number": number, "file": str(file), "date": "2026-03-31",
        "moment": "日终",
    }  # fmt: skip
    assert answer["scope"] == {"warehouses": ["W1"], "sample": 2, "seed": 4}
    assert answer["sheets"] == [{"warehouse": "W1", "name": "主仓库", "lines": 2}]
    assert openpyxl.load_workbook(file)["主仓库"]["K2"].value == "暗盘"
    assert run("verify", book)["ok"]
    assert run("stocktake", book, "--cancel", number)["number"] == number


def test_other_days_and_parts(book: Path) -> None:
    """Before the moves of a day, a category, sold-out goods; what nobody has is exit status 2."""
    answer = run("stocktake", book, "--date", "2026-03-01", "--before", "--all")
    assert answer["sheets"] == [{"warehouse": "W1", "name": "主仓库", "lines": 3}]
    assert answer["moment"] == "日初"
    for wrong in (
        ("--category", "家电"), ("--warehouse", "九号"), ("--month", "2099-01"), ("--month", "三月"),
        ("--date", "2099-01-01"), ("--cancel", "PDD1"), ("--sample", "0"),
    ):  # fmt: skip
        assert run("stocktake", book, *wrong)["exit"] == 2


def test_help_says_which_day_is_counted() -> None:
    """In both languages."""
    for language, words in (("zh", "日终"), ("en", "end of today")):
        text = CliRunner().invoke(cli, ["stocktake", "--help", "--lang", language]).stdout
        assert words in " ".join(text.split())


def said(language: Language, book: Path, *words: object) -> set[tuple[str, str]]:
    """What comes of a stocktake: codes, and what is said."""
    answer = run("stocktake", book, *words, "--lang", language)
    return {
        (found["code"], f"> {found['message']} {found['hint']}") for found in answer["problems"]
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_code_is_said_in_these_words(language: Language, tmp_path: Path) -> None:
    """Whatever may be said of a stocktake: of a shop that sold too much, and of one in order."""
    found = [*said_of_wrong_stock(language, tmp_path), *said_of_closed_books(language, tmp_path)]
    assert {code for code, _words in found} == ENTRIES.keys()
    assert dict(found) == golden(language)


def said_of_wrong_stock(language: Language, folder: Path) -> set[tuple[str, str]]:
    """What is less than nothing or has no barcode, counted twice at once, and nowhere."""
    sold = {"date": day("2026-03-02"), "item": "007", "quantity": 9, "price": 3, "warehouse": "W1"}
    unnamed = {"code": "中文", "name": "没有条码的", "unit": "个"}
    path = folder / "wrong.xlsx"
    content = {
        **MASTERS,
        "items": [*MASTERS["items"], unnamed],
        "purchases": [*BOUGHT, {**BOUGHT[0], "item": "中文"}],
        "sales": [sold],
        "settings": [{"key": "负库存", "value": "允许"}],
    }
    new_with(path, content)
    assert run("post", path)["ok"]
    april = ("--date", "2026-04-01")
    found = said(language, path, *april, "--barcodes") | said(language, path, *april)
    found |= said(language, path, "--class", "a")
    return found | said(language, path, "--warehouse", "W2", "--date", "2026-04-02")


def said_of_closed_books(language: Language, folder: Path) -> set[tuple[str, str]]:
    """A closed month, a stocktake that is cancelled twice, and one that was counted."""
    path = make(folder / "shop.xlsx", purchases=BOUGHT)
    assert run("post", path)["ok"]
    assert run("close", path, "2026-03")["ok"]
    numbers = [run("stocktake", path, "--date", f"2026-04-0{n}")["number"] for n in (1, 2)]
    run("stocktake", path, "--cancel", numbers[0])
    with Ledger.open(path.with_suffix(".db")) as ledger, ledger.transaction() as connection:
        writer = Writer(connection, Masters(connection), Source("", "", "", "", ""), lambda *_: "")
        counted = Document(KINDS["count"], date(2026, 4, 2), None, [])
        counted.number, counted.phase = numbers[1], 2
        writer.add(counted, "")
        writer.write()
    found = said(language, path, "--month", "2026-03")
    return found.union(*(said(language, path, "--cancel", number) for number in numbers))


def golden(language: Language) -> dict[str, str]:
    """The words that are kept, by code."""
    sections = GOLDEN.read_text(encoding="utf-8").split("\n## ")[1:]
    parts = (section.strip().splitlines() for section in sections)
    return {code: chinese if language == "zh" else english for code, chinese, english in parts}


@pytest.mark.xdist_group("office")
def test_the_printed_barcodes_can_be_scanned(book: Path, tmp_path: Path, office: OwnOffice) -> None:
    """LibreOffice prints the sheet; every code is read from the picture of the page."""
    file = tmp_path / "codes.xlsx"
    assert run("stocktake", book, "--barcodes", "-o", file)["ok"]
    printed = tmp_path / "codes.pdf"
    print_as_pdf(office, file, printed)
    page = tmp_path / "page"
    subprocess.run(
        ["pdftoppm", "-r", "300", "-gray", "-singlefile", str(printed), str(page)], check=True
    )
    seen = {code.text for code in zxingcpp.read_barcodes(grey(page.with_suffix(".pgm")))}
    assert seen == {"A1", "A2", "007"}


@pytest.mark.xdist_group("office")
def test_lines_can_be_sorted_in_libreoffice(book: Path, tmp_path: Path, office: OwnOffice) -> None:
    """The sheet is protected; its lines move all the same, and its head stays as it is."""
    file = tmp_path / "sorted.xlsx"
    assert run("stocktake", book, "-o", file)["ok"]
    document = opened(office, file)
    sheet = document.Sheets.getByIndex(0)
    assert sheet.isProtected()
    select_and_do(office, document, "A6:O8", "DataSort", ByRows=True, HasHeader=False, Col1=2,
                  Ascending1=False)  # fmt: skip
    select_and_do(office, document, "K6", "EnterString", StringName="3箱5瓶")
    assert [sheet.getCellRangeByName(cell).String for cell in ("B6", "B7", "B8", "K6")] == [
        "A2", "A1", "007", "3箱5瓶",
    ]  # fmt: skip
    document.close(True)


def select_and_do(
    office: OwnOffice, document: Any, cells: str, command: str, **words: object
) -> None:
    """Do to some cells what a menu does; protection holds it back where it holds a clerk back."""
    helper = office.context.ServiceManager.createInstance("com.sun.star.frame.DispatchHelper")
    frame = document.CurrentController.Frame
    for name, said in (("GoToCell", {"ToPoint": cells}), (command, words)):
        values = tuple(property_value(key, value=value) for key, value in said.items())
        helper.executeDispatch(frame, f".uno:{name}", "", 0, values)


def opened(office: OwnOffice, file: Path) -> Any:
    """A document, out of sight."""
    desktop = office.context.ServiceManager.createInstance("com.sun.star.frame.Desktop")
    hidden = property_value("Hidden", value=True)
    return desktop.loadComponentFromURL(file.as_uri(), "_blank", 0, (hidden,))


def print_as_pdf(office: OwnOffice, file: Path, printed: Path) -> None:
    """What the printer would get."""
    document = opened(office, file)
    document.storeToURL(printed.as_uri(), (property_value("FilterName", value="calc_pdf_Export"),))
    document.close(True)


def property_value(name: str, *, value: object) -> object:
    """A named value of LibreOffice."""
    made = load_uno().createUnoStruct("com.sun.star.beans.PropertyValue")
    made.Name, made.Value = name, value
    return made


def grey(page: Path) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    """A picture of grey dots (PGM) as rows of numbers."""
    content = page.read_bytes()
    _kind, width, height, _white = content.split(None, 4)[:4]
    dots = np.frombuffer(content[-int(width) * int(height) :], np.uint8)
    return dots.reshape(int(height), int(width))
