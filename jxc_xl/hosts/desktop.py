"""The user's desktop: the folder behind it, and the program that the system shows a file with."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from jxc_xl.errors import CannotWork
from jxc_xl.i18n import gettext as _

_SAID = re.compile(r'^XDG_DESKTOP_DIR="(?:(\$HOME)/?)?([^"]*)"', re.MULTILINE)


class CannotShow(CannotWork):
    """The system knows no program for the file."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("No program was found to show {file} with.").format(file=path.name),
            _("The work is done; open the workbook by hand."),
        )


def desktop_folder(home: Path, environment: Mapping[str, str]) -> Path:
    """The folder of the desktop on Linux and macOS, also where it has a Chinese name."""
    settings = Path(environment.get("XDG_CONFIG_HOME") or home / ".config") / "user-dirs.dirs"
    try:
        said = _SAID.search(settings.read_text("utf-8"))
    except OSError:
        said = None
    if said is None:
        return home / "Desktop"
    return home / said[2] if said[1] else Path(said[2])


def show_file(path: Path) -> None:
    """Show a file in the program that the system uses for it. ``CannotShow`` if that fails."""
    try:
        if sys.platform == "win32":
            os.startfile(path)
            return
        program = "open" if sys.platform == "darwin" else "xdg-open"
        subprocess.run(
            [program, str(path)],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise CannotShow(path) from error
