"""Why a workbook cannot be worked on in Excel; each class owns the sentence that says so."""

from pathlib import Path

from jxc_xl.errors import CannotWork
from jxc_xl.i18n import gettext as _


class ExcelError(CannotWork):
    """Excel cannot be used."""


class ExcelNotHere(ExcelError):
    """Excel runs on Windows and macOS only."""

    def __init__(self) -> None:
        super().__init__(
            _("Excel can be worked with on Windows and macOS only."),
            _("Use --host libreoffice, or close the workbook and use --host file."),
        )


class ExcelNotInstalled(ExcelError):
    """There is no Excel on this computer, or WPS stands in its place."""

    def __init__(self) -> None:
        super().__init__(
            _("Excel was not found on this computer."),
            _("Install it; or use --host libreoffice; or work with WPS and jxc watch BOOK."),
        )


class NotOpenInExcel(ExcelError):
    """Excel does not have the workbook open."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("{file} is not open in Excel.").format(file=path.name),
            _("Open it with: jxc open BOOK; or use --host file while it is closed."),
        )


class ExcelGone(ExcelError):
    """Excel was closed, or takes no orders while a cell is edited or a dialog is open."""

    def __init__(self) -> None:
        super().__init__(
            _("Excel was closed or is busy."),
            _("Press Enter, close dialogs and try again; nothing is posted twice."),
        )


class PlaceRefused(ExcelError):
    """A workbook of this name or in this place cannot call the program from Excel."""


class EqualsInName(PlaceRefused):
    """Excel's macros cannot find a workbook with ``=`` in its path."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("{path} has = in it; the buttons in Excel cannot work there.").format(path=path),
            _("Give the workbook or its folder a name without =, while it is closed."),
        )


class InTheCloud(PlaceRefused):
    """Excel gives a workbook in OneDrive or SharePoint an address on the web instead of a path."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _(
                "{file} lies in OneDrive or SharePoint; the buttons in Excel cannot work there."
            ).format(file=path.name),
            _("Move the workbook and its ledger to a folder of this computer, as C:\\jxc-books."),
        )
