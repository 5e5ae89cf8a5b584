"""Icons on the desktop for one workbook: for WPS, and whoever wants no ribbon and no command line.

An icon asks to save and close the workbook, does its work on the file, and shows it again in the
program that the system uses.
"""

import os
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from jxc_xl.buttons import BUTTONS
from jxc_xl.errors import CannotWork
from jxc_xl.hosts.desktop import desktop_folder, show_file
from jxc_xl.hosts.errors import WorkbookMissing, reason
from jxc_xl.hosts.excel.system import System, this_system
from jxc_xl.hosts.file.in_use import is_in_use
from jxc_xl.i18n import N_, language
from jxc_xl.i18n import gettext as _
from jxc_xl.services.post import check, post
from jxc_xl.services.report import Report
from jxc_xl.services.shop import open_ledger, open_shop
from jxc_xl.services.verify import verify

ACTIONS = ("check", "post", "verify")
"""What an icon does, by the button that does it elsewhere."""
_WATCH = "watch"
_WATCH_LABEL = N_("Post whenever closed")
_RECORD = Path(".jxc") / "icons"


def click(
    action: str, path: Path, say: Callable[[str], None], *, today: date, pause: float = 0.5
) -> Report:
    """Do what an icon does: wait until the workbook is closed, work on it, show it again.

    It is shown again also when the work could not be done.
    """
    if not path.exists():
        raise WorkbookMissing(path)
    if is_in_use(path):
        say(_("{file} is open: please save and close it. Waiting …").format(file=path.name))
    while is_in_use(path):
        time.sleep(pause)
    say(_("Working on {file} …").format(file=path.name))
    try:
        return _work(action, path, today)
    finally:
        show_file(path)


def _work(action: str, path: Path, today: date) -> Report:
    if action == "verify":
        ledger, chain_head = open_ledger(path, None, "file")
        with ledger:
            return verify(ledger, expected_head=chain_head)
    book, ledger = open_shop(path, None, "file")
    try:
        return (post if action == "post" else check)(book, ledger, today=today)
    finally:
        ledger.close()
        book.close()


def icons_of(book: Path, home: Path) -> Report:
    """Put the icons of a workbook on the desktop of this computer."""
    system = this_system()
    desktop = desktop_folder(home, os.environ) if system is None else system.desktop()
    return make_icons(book, home, desktop, system)


def make_icons(book: Path, home: Path, desktop: Path, system: System | None) -> Report:
    """Put the icons of a workbook on the desktop; a second time renews them.

    ``system`` is Windows, None elsewhere.
    """
    if not book.exists():
        raise WorkbookMissing(book)
    book = book.absolute()
    try:
        desktop.mkdir(parents=True, exist_ok=True)
        made = [
            _icon(action, label, book, home, desktop, system) for action, label in _labels().items()
        ]
        remember(home, made)
    except OSError as error:
        raise CannotWork(
            _("{path} cannot be written ({error}).").format(path=desktop, error=reason(error)),
            _("Choose a folder that is there and may be written."),
        ) from error
    report = Report("setup")
    names = _("; ").join(file.stem for file in made)
    report.summary = [_("On the desktop now: {names}.").format(names=names)]
    report.extra = {"icons": [str(file) for file in made]}
    return report


def remove_icons(home: Path) -> Report:
    """Take every icon away that this program has made; workbooks and ledgers stay."""
    gone = forget(home)
    report = Report("setup", summary=[_("Icons removed: {n}.").format(n=len(gone))])
    report.extra = {"icons": [], "removed": [str(file) for file in gone]}
    return report


def _labels() -> dict[str, str]:
    labels = {button.command: button.label_in(language()) for button in BUTTONS}
    return {**{action: labels[action] for action in ACTIONS}, _WATCH: _(_WATCH_LABEL)}


def _icon(
    action: str, label: str, book: Path, home: Path, desktop: Path, system: System | None
) -> Path:
    words = [sys.executable, "-m", "jxc_xl", *([] if action == _WATCH else ["icon"]), action]
    words += [str(book), "--lang", language()]
    name = f"{label} {book.stem}"
    if system is not None:
        return _for_windows(desktop / f"{name}.lnk", words, system)
    if sys.platform == "darwin":
        return _script(desktop / f"{name}.command", words)
    return _for_linux(desktop / f"{name}.desktop", name, words, home)


def _for_windows(place: Path, words: Sequence[str], system: System) -> Path:
    """A shortcut, whose text no code page can spoil; /k leaves the outcome to be read."""
    rest = f'/k "{subprocess.list2cmdline(words)}"'
    system.shortcut(place, Path(r"C:\Windows\System32\cmd.exe"), rest, place.stem)
    return place


def _script(place: Path, words: Sequence[str]) -> Path:
    wait = shlex.quote(_("Press Enter to close this window. "))
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(f"#!/bin/sh\n{shlex.join(words)}\nprintf %s {wait}\nread -r _\n", "utf-8")
    place.chmod(0o755)
    return place


def _for_linux(place: Path, name: str, words: Sequence[str], home: Path) -> Path:
    script = _script(home / _RECORD.parent / "scripts" / f"{name}.sh", words)
    remember(home, [script])
    command = str(script).replace("\\", "\\\\\\\\").replace('"', '\\\\"')
    command = command.replace("`", "\\\\`").replace("$", "\\\\$").replace("%", "%%")
    place.write_text(
        "[Desktop Entry]\nType=Application\nTerminal=true\nIcon=x-office-spreadsheet\n"
        f'Name={name}\nExec=sh "{command}"\n',
        "utf-8",
    )
    place.chmod(0o755)
    return place


def remember(home: Path, made: Sequence[Path]) -> None:
    """Note which files were made on the desktop, so that they can be taken away again."""
    record = home / _RECORD
    record.parent.mkdir(parents=True, exist_ok=True)
    lines = dict.fromkeys([*_remembered(record), *map(str, made)])
    record.write_text("".join(f"{line}\n" for line in lines), "utf-8")


def forget(home: Path) -> list[Path]:
    """Take away the files that were made; which ones were still there."""
    record = home / _RECORD
    found = [Path(line) for line in _remembered(record) if Path(line).exists()]
    for file in found:
        file.unlink(missing_ok=True)
    record.unlink(missing_ok=True)
    return found


def _remembered(record: Path) -> list[str]:
    return record.read_text("utf-8").splitlines() if record.exists() else []
