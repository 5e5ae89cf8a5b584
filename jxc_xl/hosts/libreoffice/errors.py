"""What can be wrong with LibreOffice itself; each class owns the sentence that says so."""

import sys
from collections.abc import Iterator
from pathlib import Path

from jxc_xl.hosts.errors import WorkbookError
from jxc_xl.i18n import N_
from jxc_xl.i18n import gettext as _

_INSTALL = {
    "linux": N_(
        "Install it. Debian and Ubuntu: sudo apt install libreoffice-calc python3-uno. "
        "Fedora: sudo dnf install libreoffice-calc libreoffice-pyuno. "
        "If it is there already, say where its program is: JXC_SOFFICE=/path/to/soffice."
    ),
    "win32": N_(
        "Install it: winget install TheDocumentFoundation.LibreOffice. "
        "If it is there already, say where its program is: JXC_SOFFICE=C:\\path\\to\\soffice.exe."
    ),
    "darwin": N_(
        "Install it: brew install --cask libreoffice. "
        "If it is there already, say where its program is: JXC_SOFFICE=/path/to/soffice."
    ),
}
_INSTALL_BRIDGE = {
    "linux": N_(
        "Install it. Debian and Ubuntu: sudo apt install python3-uno. "
        "Fedora: sudo dnf install libreoffice-pyuno."
    ),
    "win32": N_("Install LibreOffice again and leave the Python bridge switched on."),
    "darwin": N_("Install LibreOffice again: brew reinstall --cask libreoffice."),
}

# What the bridge says when it is asked for something after the other end has gone.
_GONE = ("illegal object given", "disposed")


def how_to_install() -> str:
    """Say what to install on this kind of machine."""
    return _(_INSTALL.get(sys.platform, _INSTALL["linux"]))


class LibreOfficeError(WorkbookError):
    """LibreOffice cannot do what it is asked for."""


class LibreOfficeMissing(LibreOfficeError):
    """No LibreOffice was found."""

    def __init__(self) -> None:
        super().__init__(_("LibreOffice is not installed."), how_to_install())


class NoSuchOffice(LibreOfficeError):
    """The environment names a program that is not there."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("JXC_SOFFICE says {path}, and there is no such program.").format(path=path),
            _("Put it right or take it away; the usual places are then looked through."),
        )


class BridgeMissing(LibreOfficeError):
    """LibreOffice is there, what connects it with Python is not."""

    def __init__(self) -> None:
        super().__init__(
            _("What connects LibreOffice with Python is not installed."),
            _(_INSTALL_BRIDGE.get(sys.platform, _INSTALL_BRIDGE["linux"])),
        )


class BridgeBroken(LibreOfficeError):
    """The bridge is there and cannot be loaded; ``detail`` is for the expert."""

    def __init__(self, detail: str) -> None:
        super().__init__(
            _("What connects LibreOffice with Python cannot be loaded: {detail}.").format(
                detail=detail
            ),
            _("Install LibreOffice and its Python bridge again, both in the same version."),
        )


class PythonDoesNotFit(LibreOfficeError):
    """LibreOffice's bridge is made for another version of Python than the one that runs."""

    def __init__(self, wanted: str) -> None:
        super().__init__(
            _("This LibreOffice works with Python {wanted} only, and this is Python {own}.").format(
                wanted=wanted, own=f"{sys.version_info.major}.{sys.version_info.minor}"
            ),
            _(
                "Make the environment anew with that Python: python{wanted} -m venv .venv, "
                "and install the program into it; needed is Python 3.11 or newer."
            ).format(wanted=wanted),
        )


class OfficeDidNotStart(LibreOfficeError):
    """LibreOffice was started and ended at once, or did not get ready in time."""

    def __init__(self, detail: str) -> None:
        super().__init__(
            _("LibreOffice did not start: {detail}.").format(detail=detail),
            _("Start it once by hand and see what it says; then try again."),
        )


class OfficeDoesNotAnswer(LibreOfficeError):
    """A LibreOffice is running and does not answer in time."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            _("LibreOffice is running but has not answered for {n} seconds.").format(
                n=round(seconds)
            ),
            _("Answer the question that it may be showing, or close it, and try again."),
        )


class OfficeGone(LibreOfficeError):
    """LibreOffice ended, or the document was closed, in the middle of the work."""

    def __init__(self) -> None:
        super().__init__(
            _("LibreOffice was closed in the middle of the work."),
            _("Open the workbook again and do the same once more: nothing is posted twice."),
        )


class OfficeRefuses(LibreOfficeError):
    """LibreOffice does not open the workbook, without saying why."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("LibreOffice cannot open {file}.").format(file=path.name),
            _("Open it by hand and see what LibreOffice asks or says; then try again."),
        )


class OpenForReading(LibreOfficeError):
    """LibreOffice has the workbook open in a way in which nothing can be changed."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("{file} is open in LibreOffice for reading only.").format(file=path.name),
            _("Switch on Edit Mode there (menu Edit), or close it; then do the same again."),
        )


class OfficeFailed(LibreOfficeError):
    """LibreOffice refuses something while it works; ``detail`` is what it says."""

    def __init__(self, detail: str) -> None:
        super().__init__(
            _("LibreOffice could not do it: {detail}.").format(detail=detail.rstrip(".")),
            _("Look at the workbook in LibreOffice, then do the same again."),
        )


class NotSaved(LibreOfficeError):
    """LibreOffice could not store the workbook; what is on disk is as it was."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("LibreOffice could not save {file}.").format(file=path.name),
            _("Save it by hand and see what LibreOffice says; then do the same again."),
        )


class NotKept(LibreOfficeError):
    """The workbook is stored, but lacks what Excel had in it; ``detail`` is for the expert."""

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(
            _("{file} was saved, but without all that Excel had in it: {detail}.").format(
                file=path.name, detail=detail
            ),
            _("What is missing is kept beside the file; save once more and it is put back."),
        )


class NoScreen(LibreOfficeError):
    """A window is wanted where there is no screen."""

    def __init__(self) -> None:
        super().__init__(
            _("There is no screen on which LibreOffice could show a window."),
            _(
                "Run this where you see a desktop. Without one, check, post and all other commands "
                "work on the closed workbook."
            ),
        )


class ExtensionRefused(LibreOfficeError):
    """LibreOffice does not take the extension in or out; ``detail`` is what it says."""

    def __init__(self, detail: str) -> None:
        super().__init__(
            _("LibreOffice refuses the extension: {detail}.").format(detail=detail),
            _("Close LibreOffice, then run jxc setup again."),
        )


def failure(error: BaseException) -> LibreOfficeError:
    """What LibreOffice, or the engine that drives it, reported while it worked, as a sentence."""
    if any(_says_gone(each) for each in _chain(error)):
        return OfficeGone()
    return OfficeFailed(" ".join(str(error).split()))


def _says_gone(error: BaseException) -> bool:
    if type(error).__name__.endswith("DisposedException"):
        return True
    said = str(error)
    return any(words in said for words in _GONE)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An exception and those that it came from.

    The bridge's own exceptions do not survive a context manager of Python: they come out of it as
    another one, which says something about tracebacks.
    """
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
