"""jxc open: the workbook in a window, with the buttons working."""

from pathlib import Path

from jxc_xl.hosts.errors import WorkbookMissing
from jxc_xl.hosts.file.storage import read
from jxc_xl.hosts.libreoffice.users_office import check_screen, show_document
from jxc_xl.i18n import gettext as _
from jxc_xl.services.report import Report
from jxc_xl.services.setup import Extension, is_set_up, set_up


def show(path: Path, extension: Extension) -> Report:
    """Show the workbook in LibreOffice; return as soon as LibreOffice runs.

    The extension is installed first where it is missing or of another version.
    """
    if not path.exists():
        raise WorkbookMissing(path)
    read(path)  # what is no workbook is said here, rather than in a window
    check_screen()
    report = Report("open")
    if not is_set_up(extension):
        report.summary += set_up(extension).summary
    was_open = show_document(path.absolute())
    said = (
        _("{file} was open in LibreOffice already.")
        if was_open
        else _("{file} is being opened in LibreOffice.")
    )
    report.summary.append(said.format(file=path.name))
    report.extra = {"host": "libreoffice", "workbook": str(path), "was_open": was_open}
    return report
