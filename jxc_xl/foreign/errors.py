"""Why a file cannot be read at all; each class owns its sentence."""

from pathlib import Path

from jxc_xl.errors import CannotWork
from jxc_xl.i18n import gettext as _


class FileMissing(CannotWork):
    """There is no such file."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("The file {path} is not there.").format(path=path),
            _("Check its name and folder; nothing was changed."),
        )


class FileUnreadable(CannotWork):
    """The file is there and cannot be read."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            _("The file {path} cannot be read ({error}).").format(path=path.name, error=why),
            _("Open it in the program it came from and save it again; nothing was changed."),
        )


class FileLocked(CannotWork):
    """A workbook that asks for a password."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("The file {path} is protected by a password.").format(path=path.name),
            _("Save a copy without the password and import that; nothing was changed."),
        )


class WebPage(CannotWork):
    """A web page that only calls itself a workbook, as many shops export it."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("{path} is a web page, whatever its name says.").format(path=path.name),
            _("Open it in Excel or WPS and save it as .xlsx; nothing was changed."),
        )


class SheetMissing(CannotWork):
    """The workbook has no sheet of this name, or none at all."""

    def __init__(self, path: Path, sheet: str, sheets: str) -> None:
        super().__init__(
            _("{path} has no sheet {sheet}.").format(path=path.name, sheet=sheet),
            _("It has {sheets}; nothing was changed.").format(sheets=sheets),
        )
