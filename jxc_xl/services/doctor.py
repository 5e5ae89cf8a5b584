"""jxc doctor: whether all that the program needs is there, and what to do where it is not."""

import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from jxc_xl import __version__
from jxc_xl.errors import JxcError
from jxc_xl.hosts import host_of
from jxc_xl.hosts.file.storage import refuse_if_not_ours
from jxc_xl.hosts.libreoffice.installation import find_installation
from jxc_xl.hosts.libreoffice.profile import installed_extension, version_of
from jxc_xl.hosts.libreoffice.python_uno import load_uno
from jxc_xl.i18n import gettext as _
from jxc_xl.services.report import Report
from jxc_xl.services.setup import Extension, is_set_up
from jxc_xl.services.shop import open_ledger

_OLDEST_OFFICE = (7, 4)


class Check(NamedTuple):
    """One thing that was looked at; ``name`` stays the same in every language."""

    name: str
    ok: bool
    message: str
    hint: str = ""

    @property
    def line(self) -> str:
        """The check as people read it."""
        return f"{'✓' if self.ok else '✗'} {self.message} {self.hint}".rstrip()


def doctor(
    extension: Extension,
    book: Path | None,
    ledger: Path | None,
    program: str = "libreoffice",
    excel: Iterable[tuple[str, Callable[[], tuple[bool, str, str] | str]]] = (),
) -> Report:
    """Look at everything that must be there; nothing is changed.

    ``program`` is the one whose buttons are meant, ``excel`` the looks that Excel is worth.
    """
    looks: list[tuple[str, Callable[[], tuple[bool, str, str] | str]]] = [("python", _python)]
    if program == "libreoffice":
        looks += [
            ("libreoffice", _libreoffice),
            ("bridge", _bridge),
            ("extension", lambda: _extension(extension)),
            ("fonts", _fonts),
        ]
    looks += excel
    checks = [_looked_at(name, look) for name, look in looks]
    checks += _books(book, ledger)
    report = Report("doctor", ok=all(check.ok for check in checks))
    report.summary = [check.line for check in checks]
    report.extra = {"version": __version__, "checks": [check._asdict() for check in checks]}
    return report


def _looked_at(name: str, look: Callable[[], tuple[bool, str, str] | str]) -> Check:
    """What a look found; the sentence of an exception that it ended with is a finding too."""
    try:
        found = look()
    except JxcError as error:
        return Check(name, False, error.message, error.hint)
    return Check(name, True, found) if isinstance(found, str) else Check(name, *found)


def _python() -> str:
    return _("jxc {version} with Python {python}, in {place}.").format(
        version=__version__, python=platform.python_version(), place=sys.prefix
    )


def _libreoffice() -> tuple[bool, str, str] | str:
    office = find_installation()
    said = _("LibreOffice {version} in {place}.").format(
        version=office.version or "?", place=office.program
    )
    numbers = [int(number) for number in office.version.split(".") if number]
    if numbers and tuple(numbers[:2]) < _OLDEST_OFFICE:
        oldest = ".".join(map(str, _OLDEST_OFFICE))
        return False, said, _("It is older than {oldest}: update it.").format(oldest=oldest)
    return said


def _bridge() -> str:
    load_uno()
    return _("LibreOffice and this Python fit together.")


def _extension(extension: Extension) -> tuple[bool, str, str] | str:
    installed = installed_extension(extension.identifier)
    do = _("Run: jxc setup --host libreoffice")
    if installed is None:
        return False, _("The buttons are not installed in LibreOffice."), do
    version = version_of(installed)
    if not is_set_up(extension):
        said = _("The buttons in LibreOffice ({installed}) do not belong to this jxc ({own}).")
        return False, said.format(installed=version, own=__version__), do
    return _("The buttons are installed in LibreOffice ({version}).").format(version=version)


def _fonts() -> tuple[bool, str, str] | str:
    found = _("There is a font for Chinese.")
    if sys.platform in ("win32", "darwin"):
        return found
    lister = shutil.which("fc-list")
    if lister is None:
        return (
            False,
            _("Whether there is a font for Chinese cannot be told: fc-list is missing."),
            _("Install fontconfig: sudo apt install fontconfig, or sudo dnf install fontconfig."),
        )
    fonts = subprocess.run(
        [lister, ":lang=zh-cn", "family"], capture_output=True, check=False, timeout=60
    )
    if fonts.stdout.strip():
        return found
    return (
        False,
        _("There is no font for Chinese."),
        _(
            "Debian and Ubuntu: sudo apt install fonts-noto-cjk. "
            "Fedora: sudo dnf install google-noto-sans-cjk-fonts."
        ),
    )


def _books(book: Path | None, ledger: Path | None) -> Iterator[Check]:
    if book is not None:
        yield _looked_at("workbook", lambda: _workbook(book))
    if book is not None or ledger is not None:
        yield _looked_at("ledger", lambda: _ledger(book, ledger))


def _workbook(book: Path) -> str:
    host = host_of(book)
    if host == "file":
        refuse_if_not_ours(book)
        return _("{file} can be read and written.").format(file=book.name)
    if host == "excel":
        return _("{file} is open in Excel.").format(file=book.name)
    return _("{file} is open in LibreOffice.").format(file=book.name)


def _ledger(book: Path | None, ledger_file: Path | None) -> str:
    ledger, _head = open_ledger(book, ledger_file)
    with ledger:
        return _("The ledger {ledger} can be read and written.").format(ledger=ledger.path.name)
