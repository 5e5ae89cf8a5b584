"""jxc setup --host excel: what a clerk's computer needs so that Excel's buttons find the program.

On Windows: a folder that Excel trusts, an environment variable that names the Python (so that no
path, perhaps a Chinese one, stands in any file), and a shortcut. On macOS: xlwings' script and a
line in its settings. Workbooks bring their own settings along.
"""

import os
import subprocess
import sys
from pathlib import Path

from jxc_xl.errors import CannotWork
from jxc_xl.hosts.errors import WorkbookMissing
from jxc_xl.hosts.excel import macos
from jxc_xl.hosts.excel.errors import ExcelNotHere, ExcelNotInstalled
from jxc_xl.hosts.excel.installation import find_excel
from jxc_xl.hosts.excel.places import refuse_place
from jxc_xl.hosts.excel.server import stop_server
from jxc_xl.hosts.excel.system import System, this_system
from jxc_xl.hosts.excel.trust import distrust, is_trusted, trust
from jxc_xl.i18n import gettext as _
from jxc_xl.services.icons import forget, remember
from jxc_xl.services.report import Report

__all__ = ["is_set_up_for", "set_up_excel", "take_out_excel", "this_system", "usual_program"]

ENVIRONMENT = r"HKCU\Environment"
PYTHON = "JXC_PYTHON"
FOLDER = "jxc-books"


class TooWide(CannotWork):
    """Trusting the folder would trust whatever falls into it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            _("Excel should not trust all of {folder}.").format(folder=folder),
            _("Move the workbook and its ledger to a folder of their own, and do it again."),
        )


def usual_program() -> str:
    """The host whose buttons are meant when nothing is said: Excel where it is installed."""
    try:
        system = this_system()
        if system is not None:
            find_excel(system)
            return "excel"
    except ExcelNotInstalled:
        return "libreoffice"
    return "excel" if sys.platform == "darwin" and macos.is_installed() else "libreoffice"


def set_up_excel(book: Path | None, system: System | None, home: Path) -> Report:
    """Set up Excel for the user, and for a workbook if one is given; what is right stays.

    ``ExcelNotHere`` where there can be none, ``ExcelNotInstalled`` where there is none.
    """
    if book is not None:
        if not book.exists():
            raise WorkbookMissing(book)
        refuse_place(book.absolute(), os.environ)
    if system is not None:
        return _on_windows(book, system, home)
    if sys.platform == "darwin":
        return _on_macos(home)
    raise ExcelNotHere


def _on_windows(book: Path | None, system: System, home: Path) -> Report:
    find_excel(system)
    folder = home / FOLDER if book is None else book.absolute().parent
    if folder in (home, Path(folder.anchor), home / "Downloads", system.desktop()):
        raise TooWide(folder)
    folder.mkdir(parents=True, exist_ok=True)
    report = Report("setup")
    changed = []
    if trust(system, folder):
        changed.append("trust")
        report.summary.append(_("Excel now trusts the macros in {folder}.").format(folder=folder))
    if system.read(ENVIRONMENT, PYTHON) != sys.executable:
        system.write(ENVIRONMENT, PYTHON, sys.executable)
        system.announce()
        changed.append("python")
        report.summary.append(
            _("Excel's buttons now find the program. Close Excel and start it again.")
        )
    if book is not None:
        shortcut = system.desktop() / f"{book.stem}.lnk"
        words = ["-m", "jxc_xl", "open", str(book.absolute()), "--host", "excel"]
        system.shortcut(shortcut, Path(sys.executable), subprocess.list2cmdline(words), book.stem)
        remember(home, [shortcut])
        report.summary.append(_("On the desktop now: {names}.").format(names=book.stem))
    report.summary.append(
        _("Excel is set up.") if changed else _("Excel was set up already; nothing to change.")
    )
    report.extra = {"host": "excel", "changed": changed, "folder": str(folder)}
    return report


def _on_macos(home: Path) -> Report:
    if not macos.is_installed():
        raise ExcelNotInstalled
    changed = []
    if macos.install_script(home):
        changed.append("script")
    if macos.name_python(home, Path(sys.executable)):
        changed.append("python")
    report = Report("setup", extra={"host": "excel", "changed": changed})
    report.summary = [
        _("Excel is set up.") if changed else _("Excel was set up already; nothing to change.")
    ]
    return report


def is_set_up_for(book: Path, system: System) -> bool:
    """Tell whether Excel on Windows finds this program and trusts the workbook's folder."""
    return system.read(ENVIRONMENT, PYTHON) == sys.executable and is_trusted(
        system, book.absolute().parent
    )


def take_out_excel(system: System | None, home: Path) -> Report:
    """Take back everything that ``set_up_excel`` did; workbooks, ledgers and their folder stay."""
    if system is None and sys.platform != "darwin":
        raise ExcelNotHere
    removed = []
    if system is None:
        if macos.name_python(home, None):
            removed.append("python")
    else:
        if distrust(system):
            removed.append("trust")
        if system.read(ENVIRONMENT, PYTHON) is not None:
            system.forget(ENVIRONMENT, PYTHON)
            system.announce()
            removed.append("python")
        if stop_server(home):
            removed.append("server")
    if forget(home):
        removed.append("icons")
    report = Report("setup", extra={"host": "excel", "removed": removed})
    report.summary = [
        _("Excel knows nothing of this program any more. Workbooks and ledgers are untouched.")
    ]
    return report
