"""Puts back into a workbook what LibreOffice loses when it saves it.

Calc drops or rewrites what it does not know: the VBA project and the code names, the style, totals
and calculated columns of tables, sheets that are hidden for good, the lock on the structure, and
more.  ``keeping`` stands around its saving::

    with keeping(path, document):
        document.store()

Nothing here needs more than Python's standard library and nothing imports from outside of this
room: the same modules run inside of LibreOffice, as a part of the extension.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from jxc_xl.hosts.libreoffice.keeping import disk
from jxc_xl.hosts.libreoffice.keeping.fonts import stand_ins
from jxc_xl.hosts.libreoffice.keeping.package import NotAPackage, Package
from jxc_xl.hosts.libreoffice.keeping.restoring import restored
from jxc_xl.hosts.libreoffice.keeping.snapshot import Snapshot, taken_of

__all__ = ["NotPutBack", "Snapshot", "begin", "finish", "keeping", "put_back", "remember"]


class NotPutBack(Exception):
    """The file is as LibreOffice saved it: sound, but it lacks what Excel had in it.

    The text says why, in technical words.  What is missing is kept beside the file and is put back
    when it is next opened or saved.
    """


def remember(path: Path, document: Any = None) -> Snapshot | None:
    """Return what LibreOffice would lose from a workbook; ``None`` if it is none or not there.

    ``document`` is the workbook as it is open in LibreOffice (UNO): it says which fonts are not
    the workbook's own but stand in for some that LibreOffice lacks.
    """
    try:
        return taken_of(path.read_bytes(), () if document is None else stand_ins(document))
    except (NotAPackage, OSError):
        return None


def put_back(path: Path, snapshot: Snapshot) -> bool:
    """Mend a workbook that LibreOffice saved; say whether it had to be.

    The file is replaced in one step and keeps its time stamp.  ``NotPutBack`` is raised if that
    is not possible; the file is then as it was.
    """
    path = path.resolve()
    try:
        known = path.stat()
        data = restored(snapshot.package, Package(path.read_bytes()), snapshot.stand_ins)
        if data is None:
            return False
        disk.replace(path, data, known)
    except (NotAPackage, disk.ChangedMeanwhile, OSError, ValueError) as error:
        raise NotPutBack(f"{path.name}: {error}") from error
    return True


@contextmanager
def keeping(path: Path, document: Any = None) -> Iterator[None]:
    """Stand around the saving of a workbook by LibreOffice, where ``document`` is open.

    What will be lost lies on disk before the saving begins, so that it can still be put back by
    ``finish`` if the program or the computer stops in between.
    """
    begin(path, document)
    try:
        yield
    except BaseException:
        with suppress(NotPutBack):
            finish(path)
        raise
    finish(path)


def begin(path: Path, document: Any = None) -> None:
    """Keep beside a workbook what saving it will lose.

    If something from an earlier saving still lies there, that is what has to be put back.
    """
    with suppress(NotPutBack):
        finish(path)
    path = path.resolve()
    if _kept(path) is None:
        snapshot = remember(path, document)
        if snapshot is not None:
            _in_memory[path] = snapshot
            disk.keep(_kept_beside(path), snapshot.data)


def finish(path: Path) -> bool:
    """Put back what was kept of a workbook; say whether there was something to put back."""
    path = path.resolve()
    snapshot = _kept(path)
    done = snapshot is not None and put_back(path, snapshot)
    _in_memory.pop(path, None)
    with suppress(OSError):
        _kept_beside(path).unlink()
    return done


_in_memory: dict[Path, Snapshot] = {}
"""What is being saved at the moment, where no file can be written beside it."""


def _kept(path: Path) -> Snapshot | None:
    if path in _in_memory:
        return _in_memory[path]
    try:
        snapshot = Snapshot(_kept_beside(path).read_bytes())
        return snapshot if snapshot.package.names else None
    except (OSError, NotAPackage):
        return None


def _kept_beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.kept")
