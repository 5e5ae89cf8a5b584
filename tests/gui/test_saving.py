"""The clerk saves in the window: nothing is asked, nothing is lost, and if it is, it is said."""

from functools import partial
from pathlib import Path

import pytest

from jxc_xl.hosts.libreoffice.python_uno import load_uno
from tests.e2e import shop
from tests.gui.conftest import OpenBook
from tests.gui.waiting import until
from tests.hosts.calc_workbooks import kept_bytes, kept_tables, kept_workbook
from tests.hosts.files import parts


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A small shop's workbook."""
    return shop.make(tmp_path / "店.xlsx")


def test_the_clerk_saves_twice_and_excel_finds_everything(open_book: OpenBook, book: Path) -> None:
    """LibreOffice does not take the mended file for one changed by others, and overwrites it."""
    before = kept_bytes(book), kept_tables(book), kept_workbook(book)
    clerk = open_book(book)
    for cell, text in (("B3", "一"), ("B4", "二")):
        clerk.go_to("采购", cell)
        clerk.screen.type(text)
        clerk.screen.press("Return")
        if text == "一":
            clerk.save()
        else:  # LibreOffice asks for the format once
            clerk.screen.press("ctrl+s")
        until(partial(_is_saved, book, text), f"{text} in the file")
        assert clerk.has_no_dialog()
        assert (kept_bytes(book), kept_tables(book), kept_workbook(book)) == before
        until(partial(_lies_alone, book), "only LibreOffice's lock beside the file")


def test_under_another_name_it_is_whole_too_and_what_cannot_be_mended_is_said(
    open_book: OpenBook, book: Path
) -> None:
    """Save as: the copy has everything, an .ods is left alone; one with a password is told of."""
    before = kept_tables(book)
    as_it_was = book.read_bytes()
    clerk = open_book(book)
    copy, encrypted = book.with_name("副本.xlsx"), book.with_name("密.xlsx")
    filter_ = ("FilterName", "Calc MS Excel 2007 XML")
    clerk.office.document.storeAsURL(copy.as_uri(), _given(filter_))
    assert kept_tables(copy) == before
    assert book.read_bytes() == as_it_was
    clerk.office.document.storeAsURL(
        encrypted.as_uri(), _given(filter_, ("EncryptionData", _key("x")))
    )
    said = clerk.answer("确定", picture="not-put-back")
    assert "宏" in said
    assert "libreoffice.log" in said
    clerk.office.document.storeAsURL(
        book.with_name("再.xlsx").as_uri(), _given(filter_, ("EncryptionData", _key("")))
    )
    assert kept_tables(book.with_name("再.xlsx")) == before
    clerk.office.document.storeAsURL(
        book.with_name("表.ods").as_uri(), _given(("FilterName", "calc8"))
    )
    assert clerk.has_no_dialog()
    assert not list(book.parent.glob(".*.kept"))
    log = Path(clerk.screen.environment["HOME"], ".jxc", "libreoffice.log")
    assert "NotPutBack" in log.read_text(encoding="utf-8")


def _key(password: str) -> object:
    """A password to open, as Excel's formats take it; ``""`` takes away the one that there was."""
    uno = load_uno()
    said = (("CryptoType", "Standard"), ("OOXPassword", password)) if password else ()
    values = tuple(uno.createUnoStruct("com.sun.star.beans.NamedValue", *each) for each in said)
    return uno.Any("[]com.sun.star.beans.NamedValue", values)


def _lies_alone(book: Path) -> bool:
    return {path.name for path in book.parent.glob(".*")} == {f".~lock.{book.name}#"}


def _is_saved(book: Path, text: str) -> bool:
    content = parts(book)
    is_mended = b'appName="xl"' in content["xl/workbook.xml"]
    return is_mended and text.encode() in content["xl/sharedStrings.xml"]


def _given(*properties: tuple[str, object]) -> tuple[object, ...]:
    uno = load_uno()
    made = []
    for name, value in properties:
        made.append(uno.createUnoStruct("com.sun.star.beans.PropertyValue"))
        made[-1].Name, made[-1].Value = name, value
    return tuple(made)
