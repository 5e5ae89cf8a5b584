"""What can be wrong with a workbook's file; each class owns the sentence that says so.

All of them are raised before anything was changed, or leave the file as it was.
"""

import errno
from pathlib import Path

from jxc_xl.errors import CannotWork
from jxc_xl.i18n import N_
from jxc_xl.i18n import gettext as _

_NOT_ALLOWED = N_("writing there is not allowed")
_REASONS = {
    errno.ENOENT: N_("there is no such folder"),
    errno.ENOTDIR: N_("a part of the path is no folder"),
    errno.EACCES: _NOT_ALLOWED,
    errno.EPERM: _NOT_ALLOWED,
    errno.EROFS: _NOT_ALLOWED,
    errno.ENOSPC: N_("the disk is full"),
    errno.ENAMETOOLONG: N_("the name is too long"),
}


def reason(error: OSError) -> str:
    """Why a file cannot be written, in words; the system's own where it has rarer ones."""
    known = _REASONS.get(error.errno or 0)
    return _(known) if known else error.strerror or type(error).__name__


class WorkbookError(CannotWork):
    """The workbook cannot be read or written."""


class WorkbookMissing(WorkbookError):
    """There is no such file."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("There is no workbook {file}.").format(file=path),
            _("Check the folder and the name, letter by letter."),
        )


class NotAWorkbook(WorkbookError):
    """The file is something else than an Excel workbook."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("{file} is not an Excel workbook.").format(file=path.name),
            _("It must be an .xlsx or .xlsm file."),
        )


class WorkbookDamaged(WorkbookError):
    """The file is cut off or otherwise broken; ``detail`` is for the log and the expert."""

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(
            _("{file} is damaged: {detail}.").format(file=path.name, detail=detail),
            _("Fetch it again, or take the last good copy from the backups."),
        )


class WorkbookEncrypted(WorkbookError):
    """The file is protected by a password to open."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("{file} is locked with a password.").format(file=path.name),
            _("Take the password to open off in Excel (File, Info, Protect) and save."),
        )


class OldWorkbookFormat(WorkbookError):
    """The file is in a format that was replaced in 2007, or in the binary one."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("{file} is in a format that is not supported.").format(file=path.name),
            _("Open it in Excel and save it as .xlsx or .xlsm."),
        )


class WorkbookReadOnly(WorkbookError):
    """The file or its folder must not be written."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("{file} is read-only.").format(file=path.name),
            _("Take away the read-only mark, or ask for the right to write in {folder}.").format(
                folder=path.parent
            ),
        )


class WorkbookOpenElsewhere(WorkbookError):
    """Another program has the file open; ``lock`` is the file that says so, if there is one."""

    def __init__(self, path: Path, lock: Path | None = None) -> None:
        hint = _("Close it there and try again.")
        if lock is not None:
            hint = _(
                "Close it there and try again. If no program has it open, delete {lock}."
            ).format(lock=lock.name)
        super().__init__(_("{file} is open in another program.").format(file=path.name), hint)


class WorkbookChanged(WorkbookError):
    """Somebody saved the file after it was read."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("{file} was changed by somebody else meanwhile; it was not overwritten.").format(
                file=path.name
            ),
            _("Do the same again: the new content will be read first."),
        )


class DiskFull(WorkbookError):
    """There is no room for the new file; the old one is untouched."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("The disk is full: {file} was not saved and is as it was.").format(file=path.name),
            _("Make room in {folder} and try again.").format(folder=path.parent),
        )


class WouldLose(WorkbookError):
    """The change cannot be made without losing or breaking something else in the workbook.

    ``detail`` says what, in technical words.
    """

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(
            _("{file} cannot be changed without loss: {detail}.").format(
                file=path.name, detail=detail
            ),
            _("Open it in Excel and do it there."),
        )


class UnknownHost(WorkbookError):
    """The program that was asked for is none that can be worked with, or is not there."""

    def __init__(self, host: str) -> None:
        super().__init__(
            _("The workbook cannot be opened with {host}.").format(host=host),
            _("Use one of: file, libreoffice, excel."),
        )
