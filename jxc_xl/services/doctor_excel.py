"""jxc doctor on Windows: what can stand between Excel and the program, and what to do about it."""

import os
import struct
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

from jxc_xl.hosts.excel import macos, server
from jxc_xl.hosts.excel.errors import ExcelNotHere
from jxc_xl.hosts.excel.installation import find_excel, wps_in_place_of_excel
from jxc_xl.hosts.excel.places import is_from_outside, refuse_place
from jxc_xl.hosts.excel.system import System, this_system
from jxc_xl.hosts.excel.trust import is_trusted, macros_are_forbidden
from jxc_xl.i18n import gettext as _
from jxc_xl.services.setup_excel import ENVIRONMENT, PYTHON

Found = tuple[bool, str, str] | str
"""What a look found: whether it is right, the sentence, the hint; or that of what is right."""
Looks = Iterator[tuple[str, Callable[[], Found]]]

_GUARD = r"HKLM\SOFTWARE\Microsoft\Windows Defender\Windows Defender Exploit Guard"
_FOLDERS = _GUARD + r"\Controlled Folder Access"
_RULES = _GUARD + r"\ASR\Rules"
_NO_CHILDREN = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
"""Defender's rule that Office may start no program."""
_NO_LIBRARIES = "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b"
"""Defender's rule that macros may call no library, which is how they reach Python."""


def looks_here(home: Path, book: Path | None) -> list[tuple[str, Callable[[], Found]]]:
    """What is looked at on this computer. ``ExcelNotHere`` where there can be no Excel."""
    system = this_system()
    if system is not None:
        return list(looks_at_excel(system, home, book))
    if not macos.is_installed():
        raise ExcelNotHere
    return [("place", lambda: _place(book))] if book is not None else []


def looks_at_excel(system: System, home: Path, book: Path | None) -> Looks:
    """Everything that is looked at, by a name that stays the same in every language."""
    yield "excel", lambda: _excel(system)
    yield "wps", lambda: _wps(system)
    yield "xlwings", lambda: _library(system)
    yield "interpreter", lambda: _interpreter(system)
    yield "server", lambda: _server(home)
    yield "protection", lambda: _protection(system)
    if book is not None:
        yield "place", lambda: _place(book)
        yield "origin", lambda: _origin(book)
        yield "trust", lambda: _trust(system, book)


def _excel(system: System) -> Found:
    excel = find_excel(system)
    said = _("Excel with {bits} bits, Python with {own}: {program}.").format(
        bits=excel.bits or "?", own=struct.calcsize("P") * 8, program=excel.program
    )
    if excel.is_from_store:
        return (
            False,
            said,
            _("Excel from the Store is locked in: install Office from Microsoft's site instead."),
        )
    return said


def _wps(system: System) -> Found:
    program = wps_in_place_of_excel(system)
    if not program:
        return _("No other program answers in Excel's name.")
    return (
        False,
        _("WPS answers in Excel's name ({program}).").format(program=program),
        _(
            "In WPS's settings (配置工具, 兼容设置) take off that it stands in for Office; "
            "or work with WPS and jxc watch BOOK."
        ),
    )


def _library(system: System) -> Found:
    bits = find_excel(system).bits or 64
    name = f"xlwings{bits}-{version('xlwings')}.dll"
    if (Path(sys.prefix) / name).exists():
        return _("xlwings has its library for this Excel ({name}).").format(name=name)
    return (
        False,
        _("{name} is missing in {folder}.").format(name=name, folder=sys.prefix),
        _(
            "An anti-virus program may have taken it: take it out of quarantine and allow the "
            "folder, then run: pip install --force-reinstall --no-deps xlwings"
        ),
    )


def _interpreter(system: System) -> Found:
    said = system.read(ENVIRONMENT, PYTHON)
    do = _("Run: jxc setup --host excel")
    if not said:
        return False, _("Excel's buttons do not know where the program is."), do
    if said != sys.executable:
        other = _("Excel's buttons use another Python ({python}).").format(python=said)
        return False, other, do
    if "windowsapps" in str(said).lower() or "windowsapps" in sys.base_prefix.lower():
        return (
            False,
            _("This Python is from the Store; Excel cannot start it."),
            _("Install the Python of its makers, then the environment and jxc setup again."),
        )
    return _("Excel's buttons use this Python.")


def _server(home: Path) -> Found:
    if server.runs(home):
        return _("The server for the buttons is running.")
    return _(
        "The server for the buttons is not running; jxc open starts it. If it ends at once, an "
        "anti-virus program may end it: allow {python}."
    ).format(python=Path(sys.executable).with_name("pythonw.exe"))


def _protection(system: System) -> Found:
    if macros_are_forbidden(system):
        return (
            False,
            _("Macros are switched off without a question."),
            _("Excel: 文件, 选项, 信任中心, 宏设置: choose 禁用并发出通知; or ask who set it."),
        )
    if _is_on(system, _RULES, _NO_LIBRARIES):
        return (
            False,
            _("Windows Defender forbids macros to call libraries."),
            _("Ask who looks after the computers for an exception, or use jxc watch BOOK."),
        )
    if _is_on(system, _RULES, _NO_CHILDREN):
        return (
            False,
            _("Windows Defender forbids Excel to start programs."),
            _("Open the workbook with jxc open, so that Excel need not start any."),
        )
    if _is_on(system, _FOLDERS, "EnableControlledFolderAccess"):
        return (
            False,
            _("Windows protects folders from programs that it does not know."),
            _("Allow {python} there, or keep the workbook outside Documents and Desktop.").format(
                python=sys.executable
            ),
        )
    return _("Neither Excel's settings nor Windows Defender stand in the way.")


def _is_on(system: System, key: str, name: str) -> bool:
    return str(system.read(key, name)) == "1"


def _place(book: Path) -> Found:
    refuse_place(book.absolute(), os.environ)
    return _("Excel's buttons can work in {folder}.").format(folder=book.absolute().parent)


def _origin(book: Path) -> Found:
    if not is_from_outside(book):
        return _("{file} bears no mark of coming from outside.").format(file=book.name)
    return (
        False,
        _("{file} came from outside, by mail or WeChat for example: macros are blocked.").format(
            file=book.name
        ),
        _("Right-click it, 属性, tick 解除锁定; only if you know who sent it."),
    )


def _trust(system: System, book: Path) -> Found:
    folder = book.absolute().parent
    if is_trusted(system, folder):
        return _("Excel trusts the macros in {folder}.").format(folder=folder)
    return (
        False,
        _("Excel does not trust the macros in {folder}.").format(folder=folder),
        _("Run: jxc setup {book} --host excel").format(book=book.name),
    )
