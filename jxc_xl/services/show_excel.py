"""jxc open in Excel: the warm server first, then Excel itself with the workbook."""

import os
import sys
from pathlib import Path

from jxc_xl.hosts.errors import WorkbookMissing
from jxc_xl.hosts.excel import macos
from jxc_xl.hosts.excel.errors import ExcelNotHere, ExcelNotInstalled
from jxc_xl.hosts.excel.installation import find_excel
from jxc_xl.hosts.excel.places import refuse_place
from jxc_xl.hosts.excel.server import start_server, wait_for_server
from jxc_xl.hosts.excel.system import System
from jxc_xl.hosts.file.storage import read
from jxc_xl.i18n import gettext as _
from jxc_xl.services.report import Report
from jxc_xl.services.setup_excel import is_set_up_for, set_up_excel

READY = ("jxc_xl.macros", "jxc_xl.excel_functions")
"""What the server has imported before the first click."""


def show_in_excel(path: Path, system: System | None, home: Path) -> Report:
    """Show the workbook in Excel; return as soon as Excel has been started.

    What is missing on the computer is set up first. ``PlaceRefused`` where Excel's macros cannot
    work.
    """
    if not path.exists():
        raise WorkbookMissing(path)
    read(path)
    refuse_place(path.absolute(), os.environ)
    report = Report("open", extra={"host": "excel", "workbook": str(path)})
    if system is not None:
        _on_windows(path.absolute(), system, home, report)
    elif sys.platform == "darwin":
        if not macos.is_installed():
            raise ExcelNotInstalled
        report.summary += set_up_excel(None, None, home).summary
        macos.show_in_excel(path)
    else:
        raise ExcelNotHere
    if path.suffix.lower() == ".xlsx":
        report.summary.append(
            _("An .xlsx has no buttons; jxc new BOOK.xlsm makes a workbook that has them.")
        )
    report.summary.append(_("{file} is being opened in Excel.").format(file=path.name))
    return report


def _on_windows(path: Path, system: System, home: Path, report: Report) -> None:
    excel = find_excel(system)
    if not is_set_up_for(path, system):
        report.summary += set_up_excel(path, system, home).summary
    started = start_server(system, home, READY)
    if started and not wait_for_server(home):
        report.summary.append(
            _(
                "The server for the buttons has not started; they work, but slowly. "
                "Ask jxc doctor why."
            )
        )
    report.extra["server"] = "started" if started else "running"
    system.start([str(excel.program), str(path)])
