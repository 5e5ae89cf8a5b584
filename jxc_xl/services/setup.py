"""jxc setup: the toolbar, the menu and the functions in the user's LibreOffice."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from jxc_xl.hosts.libreoffice.extensions import install, remove
from jxc_xl.hosts.libreoffice.installation import find_installation
from jxc_xl.hosts.libreoffice.profile import installed_extension, is_same, version_of
from jxc_xl.hosts.libreoffice.python_uno import check_python
from jxc_xl.hosts.libreoffice.users_office import users_office
from jxc_xl.i18n import gettext as _
from jxc_xl.services.report import Report

FILE_NAME = "jxc.oxt"


class Extension(NamedTuple):
    """What is installed: its name among LibreOffice's extensions, and how its file is made."""

    identifier: str
    build: Callable[[Path], Path]


def set_up(extension: Extension) -> Report:
    """Install the extension for the user, or bring it up to date; what is right is left alone."""
    check_python(find_installation())
    with TemporaryDirectory(prefix="jxc-setup-") as folder:
        package = extension.build(Path(folder) / FILE_NAME)
        before = installed_extension(extension.identifier)
        if before is not None and is_same(before, package):
            return _report("unchanged", version_of(before), _("The buttons are installed already."))
        with users_office() as (context, runs):
            install(context, package, extension.identifier)
    after = installed_extension(extension.identifier)
    version = "" if after is None else version_of(after)
    if before is None:
        done, words = "installed", _("The buttons are installed in LibreOffice.")
    else:
        done, words = "updated", _("The buttons in LibreOffice are up to date now.")
    return _report(done, version, words, restart=runs)


def take_out(extension: Extension) -> Report:
    """Remove the extension; workbooks and ledgers are left alone."""
    before = installed_extension(extension.identifier)
    if before is None:
        return _report("unchanged", "", _("The buttons are not installed; nothing to remove."))
    with users_office() as (context, runs):
        remove(context, extension.identifier, before.name)
    return _report("removed", "", _("The buttons are removed from LibreOffice."), restart=runs)


def is_set_up(extension: Extension) -> bool:
    """Tell whether the user's LibreOffice has the extension as this program makes it."""
    installed = installed_extension(extension.identifier)
    if installed is None:
        return False
    with TemporaryDirectory(prefix="jxc-setup-") as folder:
        return is_same(installed, extension.build(Path(folder) / FILE_NAME))


def _report(done: str, version: str, words: str, *, restart: bool = False) -> Report:
    report = Report("setup", summary=[words])
    if restart:
        report.summary.append(
            _("LibreOffice is running: close all its windows and start it again to see the change.")
        )
    report.extra = {"host": "libreoffice", "extension": done, "version": version}
    return report
