"""The file on disk: whole at every moment, and for LibreOffice the one that it saved itself."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

_SUFFIX = ".keeping"


class ChangedMeanwhile(Exception):
    """Another program wrote the file while it was being mended; it was left alone."""


def write_beside(path: Path, data: bytes) -> Path:
    """Write bytes to a new file next to ``path``, safely on the disk; returns the new file."""
    handle, name = tempfile.mkstemp(prefix=".jxc-", suffix=_SUFFIX, dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return beside


def keep(path: Path, data: bytes) -> None:
    """Write a file that may be there already, whole or not at all; where that fails, do nothing."""
    with suppress(OSError):
        beside = write_beside(path, data)
        try:
            beside.replace(path)
        except OSError:
            beside.unlink(missing_ok=True)


def replace(path: Path, data: bytes, known: os.stat_result) -> None:
    """Put ``data`` in the place of a file in one step, with its permissions and its time.

    LibreOffice remembers the time of the file that it has open and asks before it overwrites a
    younger one; what it holds open itself stays readable, for it is another file by then.
    ``known`` is the file as it was when it was read.
    """
    beside = write_beside(path, data)
    try:
        beside.chmod(stat.S_IMODE(known.st_mode))
        if hasattr(os, "chown"):
            with suppress(OSError):
                os.chown(beside, known.st_uid, known.st_gid)
        os.utime(beside, ns=(known.st_atime_ns, known.st_mtime_ns))
        if _is_another(path.stat(), known):
            raise ChangedMeanwhile(str(path))
        os.replace(beside, path)  # noqa: PTH105 - the step that the tests stop at
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _is_another(now: os.stat_result, known: os.stat_result) -> bool:
    return (now.st_size, now.st_mtime_ns) != (known.st_size, known.st_mtime_ns)


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut, where the system can be told to."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
