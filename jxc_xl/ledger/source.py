"""Where a posting comes from: workbook, user, machine and time."""

import getpass
import platform
from datetime import datetime
from typing import NamedTuple


class Source(NamedTuple):
    """Who posted from where; it stands in every document."""

    workbook_id: str
    workbook: str
    user: str
    machine: str
    at: str


def this_source(workbook_id: str, workbook: str) -> Source:
    """The person and machine that run the program now."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):
        user = "?"
    at = datetime.now().astimezone().isoformat(timespec="seconds")
    return Source(workbook_id, workbook, user, platform.node(), at)
