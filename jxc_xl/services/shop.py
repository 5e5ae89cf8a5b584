"""A workbook and the ledger it belongs to."""

import uuid
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from jxc_xl.domain.cells import RawRows
from jxc_xl.domain.content import canonical
from jxc_xl.domain.master_rows import Masters
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.tables import table_named
from jxc_xl.errors import CannotWork, UsageError
from jxc_xl.hosts import host_of
from jxc_xl.i18n import gettext as _
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.source import Source, this_source
from jxc_xl.services.sheets import read_sheet
from jxc_xl.services.sync import SHARED, settle_masters
from jxc_xl.workbook.book import Book, XlwingsBook, open_book
from jxc_xl.workbook.errors import NameMissing
from jxc_xl.workbook.layout import LAYOUT

MASTERS = (*SHARED, "settings")
LEDGER_SETTING = "账套文件"


def identify_workbook(book: Book, ledger: Ledger) -> tuple[str, str]:
    """The workbook's id and path, once it is sure that the two belong together.

    A new workbook has no id.  It gets one that follows from ledger and path, so that it is the
    same again if the power goes before the workbook is saved.
    """
    check_belongs(book, ledger)
    path = str(book.path)
    own = _named(book, "jxc_workbook_id")
    if not own:
        own = uuid.uuid5(uuid.UUID(ledger.id), path).hex
        book.write_name("jxc_workbook_id", own)
    return own, path


def check_belongs(book: Book, ledger: Ledger) -> None:
    """Refuse the ledger of another shop."""
    expected = _named(book, "jxc_ledger_id")
    if expected and expected != ledger.id:
        raise CannotWork(
            _("{ledger} is not the ledger that {workbook} was posted into.").format(
                ledger=ledger.path.name, workbook=book.path.name
            ),
            _("Say the right one in 设置 账套文件; nothing was changed."),
        )


def check_layout(book: Book) -> None:
    """Refuse a workbook that is not a master workbook, or of another layout."""
    try:
        layout = int(_named(book, "jxc_layout") or 0)
    except (NameMissing, ValueError):
        layout = 0
    if layout == LAYOUT:
        return
    if layout > LAYOUT:
        raise CannotWork(
            _("{workbook} was made by a newer version of this program.").format(
                workbook=book.path.name
            ),
            _("Update the program, then try again."),
        )
    raise CannotWork(
        _("{workbook} is not a master workbook of this version.").format(workbook=book.path.name),
        _("Make one with: jxc new BOOK; copy the rows over from the old one."),
    )


def _named(book: Book, name: str) -> str:
    value = book.read_name(name)
    if isinstance(value, float):
        return str(int(value))
    return str(value).strip() if value is not None else ""


def source_of(workbook: tuple[str, str]) -> Source:
    """Who posts from where."""
    return this_source(*workbook)


def ledger_path(book: Book) -> Path:
    """Where the workbook's ledger is: what 设置 says, else beside the workbook."""
    return ledger_at(book.path, setting(book, LEDGER_SETTING))


def ledger_at(workbook: Path, said: str) -> Path:
    """The ledger of a workbook whose 设置 says this of it, perhaps nothing."""
    if said:
        return workbook.parent / Path(said.replace("\\", "/")).expanduser()
    return default_ledger(workbook)


def default_ledger(workbook: Path) -> Path:
    """The ledger's place when nothing else is said."""
    return workbook.with_suffix(".db")


def setting(book: Book, key: str) -> str:
    """One value of 设置 as text, ``""`` when it is blank or not there."""
    sheet = read_sheet(book, table_named("settings"))
    if isinstance(sheet, list) or sheet.problems:
        return ""
    return settings_of(sheet.raw).get(key, "")


def settings_of(rows: RawRows | None) -> dict[str, str]:
    """设置 as the ledger remembers it: every key with its value as text."""
    if rows is None:
        return {}
    return {
        canonical(key): canonical(value)
        for key, value in zip(rows.column("key"), rows.column("value"), strict=True)
        if canonical(key)
    }


def master_rows(book: Book, problems: list[Problem]) -> dict[str, RawRows]:
    """The rows of the master sheets and 设置; what is missing is added to ``problems``."""
    found = {}
    for name in MASTERS:
        sheet = read_sheet(book, table_named(name))
        if isinstance(sheet, list):
            problems += sheet
        else:
            problems += sheet.problems
            found[name] = sheet.raw
    return found


def masters_of(rows: Mapping[str, RawRows], ledger: Ledger, today: date) -> Masters:
    """The masters as they count: the sheets' rows, and the ledger's where those are newer."""
    return settle_masters(rows, ledger.connection, today).masters


def open_shop(
    path: Path, ledger_file: Path | None = None, host: str | None = None
) -> tuple[XlwingsBook, Ledger]:
    """Open a master workbook for writing, and its ledger.

    Without a ``host`` it is the program in which the workbook is open, else the closed file.
    """
    book = open_master(path, host)
    try:
        return book, Ledger.open(ledger_file or ledger_path(book))
    except BaseException:
        book.close()
        raise


def open_master(path: Path, host: str | None = None) -> XlwingsBook:
    """Open a master workbook for writing, whatever became of its ledger."""
    book = open_book(path, host or host_of(path))
    try:
        check_layout(book)
    except BaseException:
        book.close()
        raise
    return book


def open_ledger(
    path: Path | None, ledger_file: Path | None, host: str | None = None
) -> tuple[Ledger, str]:
    """Open a ledger by its file or by its workbook, which may be open elsewhere meanwhile.

    Also returns the head of the chain as the workbook remembers it, ``""`` without one.
    """
    if path is None:
        if ledger_file is None:
            raise UsageError(
                _("Say which workbook, or which ledger."),
                _("Give BOOK, or --ledger FILE."),
            )
        return Ledger.open(ledger_file), ""
    book = open_book(path, host or host_of(path), read_only=True)
    try:
        check_layout(book)
        ledger = Ledger.open(ledger_file or ledger_path(book))
        try:
            check_belongs(book, ledger)
        except BaseException:
            ledger.close()
            raise
        return ledger, _named(book, "jxc_chain_head")
    finally:
        book.close()
