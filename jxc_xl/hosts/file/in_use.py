"""Whether some program has a workbook's file open, as far as a system lets one see."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from jxc_xl.hosts.errors import WorkbookOpenElsewhere
from jxc_xl.hosts.file.storage import refuse_if_not_ours


def is_in_use(path: Path) -> bool:
    """Tell whether a program has the file open: its lock, the system's, or an open handle.

    Without a lock file only Windows and Linux can say it, and the latter only of programs of the
    same user.
    """
    try:
        refuse_if_not_ours(path)
    except WorkbookOpenElsewhere:
        return True
    except Exception:  # noqa: BLE001 - what else is wrong is said when it is opened
        return False
    return sys.platform == "linux" and _has_handle(path)


def _has_handle(path: Path) -> bool:
    wanted = str(path.resolve())
    own = str(os.getpid())
    for process in _entries("/proc"):
        if not process.isdigit() or process == own:
            continue
        folder = f"/proc/{process}/fd"
        for handle in _entries(folder):
            try:
                found = os.readlink(f"{folder}/{handle}")  # noqa: PTH115 - ten thousands of them
            except OSError:
                continue
            if found == wanted:
                return True
    return False


def _entries(folder: str) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            yield from (entry.name for entry in entries)
    except OSError:  # another user's, or it has just ended
        return
