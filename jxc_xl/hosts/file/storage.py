"""The file on disk: read whole, never half written, never taken from under another program."""

import errno
import hashlib
import os
import stat
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from jxc_xl.hosts.errors import (
    DiskFull,
    NotAWorkbook,
    OldWorkbookFormat,
    WorkbookChanged,
    WorkbookDamaged,
    WorkbookEncrypted,
    WorkbookMissing,
    WorkbookOpenElsewhere,
    WorkbookReadOnly,
)
from jxc_xl.i18n import gettext as _

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SUFFIX = ".saving"
_HOUR = 3600
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_LOCKS = ("~${name}", ".~lock.{name}#", ".~{name}")  # Excel's, LibreOffice's, WPS's
_SHARING_VIOLATION = {32, 33}  # Windows: another process has the file, or a part of it


class Stored(NamedTuple):
    """The bytes of a file as they were read, and what they hash to."""

    data: bytes
    digest: str


def read(path: Path) -> Stored:
    """Read a workbook's bytes; what is plainly no workbook is refused by name."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise WorkbookMissing(path) from None
    except IsADirectoryError:
        raise NotAWorkbook(path) from None
    except PermissionError as error:
        raise _denied(path, error) from error
    if data.startswith(_OLE):
        raise WorkbookEncrypted(path) if _ENCRYPTED in data else OldWorkbookFormat(path)
    if not data:
        raise WorkbookDamaged(path, _("it is empty"))
    if not data.startswith(b"PK"):
        raise NotAWorkbook(path)
    return Stored(data, _digest(data))


def refuse_if_not_ours(path: Path) -> None:
    """Raise if the file must not be written, or if another program says that it has it open."""
    for lock in _LOCKS:
        file = path.with_name(lock.format(name=path.name))
        if file.exists():
            raise WorkbookOpenElsewhere(path, file)
    try:
        mode = path.stat().st_mode
        if not mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
            raise WorkbookReadOnly(path)
        with path.open("r+b"):
            pass
    except FileNotFoundError:
        raise WorkbookMissing(path) from None
    except IsADirectoryError:
        raise NotAWorkbook(path) from None
    except PermissionError as error:
        raise _denied(path, error) from error


def refuse_if_changed(path: Path, stored: Stored) -> None:
    """Raise if the file is no longer what was read; a new time stamp alone is no change."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise WorkbookChanged(path) from None
    except PermissionError as error:
        raise _denied(path, error) from error
    if len(data) != len(stored.data) or _digest(data) != stored.digest:
        raise WorkbookChanged(path)


def replace(path: Path, data: bytes) -> Stored:
    """Put ``data`` in the place of the file in one step, with the old one's permissions.

    Whatever happens on the way, the disk holds the old file whole or the new file whole.
    """
    try:
        temporary = _write_beside(path, data)
    except PermissionError as error:
        raise WorkbookReadOnly(path) from error
    except OSError as error:
        raise _no_room(path, error) from error
    try:
        os.replace(temporary, path)  # noqa: PTH105 - the step that the tests stop at
    except OSError as error:
        temporary.unlink(missing_ok=True)
        if isinstance(error, PermissionError):
            raise _denied(path, error) from error
        raise _no_room(path, error) from error
    _sync_folder(path.parent)
    _sweep(path)
    return Stored(data, _digest(data))


def _write_beside(path: Path, data: bytes) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=_SUFFIX, dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _like(path, temporary)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _like(path: Path, temporary: Path) -> None:
    """Give the new file the permissions and, where we may, the owner of the old one."""
    try:
        old = path.stat()
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
        return
    temporary.chmod(stat.S_IMODE(old.st_mode))
    if hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(temporary, old.st_uid, old.st_gid)


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut, where the system can be told to."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sweep(path: Path) -> None:
    """Remove what earlier attempts left behind that were killed between writing and renaming."""
    with suppress(OSError):
        for left in path.parent.glob(f".{_literal(path.name)}.*{_SUFFIX}"):
            if left.stat().st_mtime < time.time() - _HOUR:
                left.unlink()


def _literal(name: str) -> str:
    return "".join(f"[{character}]" if character in "*?[" else character for character in name)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _denied(path: Path, error: OSError) -> WorkbookOpenElsewhere | WorkbookReadOnly:
    if getattr(error, "winerror", None) in _SHARING_VIOLATION:
        return WorkbookOpenElsewhere(path)
    return WorkbookReadOnly(path)


def _no_room(path: Path, error: OSError) -> Exception:
    if error.errno in _NO_ROOM:
        return DiskFull(path)
    if error.errno == errno.EROFS:
        return WorkbookReadOnly(path)
    return error
