"""A LibreOffice profile as it is after its first days: in Chinese, no welcome, no tips."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.gui.screen import Screen

_SETTINGS = {
    "/org.openoffice.Setup/L10N": {"ooLocale": "zh-CN", "ooSetupSystemLocale": "zh-CN"},
    "/org.openoffice.Setup/Product": {"ooSetupLastVersion": "99.9"},
    "/org.openoffice.Office.Linguistic/General": {"UILocale": "zh-CN"},
    "/org.openoffice.Office.Common/Misc": {
        "FirstRun": "false",
        "ShowTipOfTheDay": "false",
        "CrashReport": "false",
        "LastTipOfTheDayShown": "99999",
        "UseSystemFileDialog": "false",  # GTK's searches in the background for what is typed
    },
}
_FILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
{items}
</oor:items>
"""
_ITEM = (
    '<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>"
)


def make_profile(folder: Path) -> Path:
    """Write a profile that LibreOffice completes when it starts."""
    items = [
        _ITEM.format(path=path, name=name, value=value)
        for path, settings in _SETTINGS.items()
        for name, value in settings.items()
    ]
    (folder / "user").mkdir(parents=True)
    settings = _FILE.format(items="\n".join(items))
    (folder / "user" / "registrymodifications.xcu").write_text(settings, encoding="utf-8")
    return folder


def profile_with_buttons(screen: Screen, kept: Path) -> Path:
    """The profile of a clerk after ``jxc setup``, kept as ``kept``."""
    used = Path(screen.environment["HOME"], ".config", "libreoffice", "4")
    make_profile(used)
    subprocess.run(
        [sys.executable, "-m", "jxc_xl", "setup", "--host", "libreoffice"],
        env=screen.environment, check=True, timeout=300, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    shutil.copytree(used, kept)
    return kept
