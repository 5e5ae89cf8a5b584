"""Where a workbook lies: whether Excel's macros work there, and whether Windows distrusts it."""

import re
from collections.abc import Mapping
from pathlib import Path

from jxc_xl.hosts.excel.errors import EqualsInName, InTheCloud

_CLOUDS = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
_CLOUD_FOLDER = re.compile(r"^(OneDrive|SharePoint)( - |-|$)", re.IGNORECASE)
_ADDRESS = re.compile(r"^https?:[\\/]", re.IGNORECASE)
_FROM_OUTSIDE = re.compile(r"^ZoneId\s*=\s*[34]", re.MULTILINE)


def refuse_place(path: Path, environment: Mapping[str, str]) -> None:
    """Raise ``PlaceRefused`` for a place where Excel's macros cannot find the workbook.

    ``environment`` says where OneDrive is.
    """
    if "=" in str(path):
        raise EqualsInName(path)
    if _in_cloud(path, environment):
        raise InTheCloud(path)


def _in_cloud(path: Path, environment: Mapping[str, str]) -> bool:
    if _ADDRESS.match(str(path)):
        return True
    clouds = [Path(environment[name]) for name in _CLOUDS if environment.get(name)]
    if any(path.is_relative_to(cloud) for cloud in clouds):
        return True
    return any(_CLOUD_FOLDER.match(part) for part in path.parts[:-1])


def is_from_outside(path: Path) -> bool:
    """Tell whether the file bears the mark of the web: it came by mail, WeChat or a browser.

    Windows keeps the mark in a stream beside the content.
    """
    try:
        mark = Path(f"{path}:Zone.Identifier").read_text("utf-8", "replace")
    except OSError:
        return False
    return bool(_FROM_OUTSIDE.search(mark))
