"""Around each saving of a master workbook: what Calc loses is kept before and put back after.

LibreOffice tells the job before it writes and after; what it loses lies beside the file meanwhile,
so that it can still be put back when the next thing that happens is a power cut.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, Callable

import jxc_keeping as keeping  # type: ignore[import-not-found]  # beside it in the .oxt
import unohelper
from com.sun.star.awt import XCallback

from .office import Office, is_master_workbook
from .service import DocumentJob

_FORMATS = (".xlsx", ".xlsm")
_LOG = Path.home() / ".jxc" / "libreoffice.log"


class Saved(DocumentJob):
    """The job of the events around saving, and of ``OnLoad`` for a saving that was cut short."""

    IMPLEMENTATION_NAME = "jxc_xl.Saved"

    def happened(self, event: str, document: Any) -> None:
        """Do what an event calls for; nothing that goes wrong here must stop the saving."""
        step = _STEPS.get(event)
        if step is None or not is_master_workbook(document):
            return
        try:
            step(document)
        except Exception as error:  # noqa: BLE001 - said in words, written down in full
            self._tell(document, error)

    def _tell(self, document: Any, error: Exception) -> None:
        """Say it afterwards: LibreOffice is not done with the saving until this returns."""
        _log().error("%s", document.URL, exc_info=error)
        office = Office(self._context)
        words = office.file("saving.json")[office.language()]
        message = words["not_put_back"].format(log=_LOG)
        frame = document.CurrentController and document.CurrentController.Frame
        if frame is not None:
            later = office.service("com.sun.star.awt.AsyncCallback")
            later.addCallback(_Message(office, frame, message), None)


class _Message(unohelper.Base, XCallback):
    """Shown by LibreOffice itself as soon as it has time for it."""

    def __init__(self, office: Office, frame: Any, text: str) -> None:
        self._said = office, frame, text

    def notify(self, _data: Any) -> None:
        """Show it, and wait until it is read; LibreOffice goes on working meanwhile."""
        office, frame, text = self._said
        office.show_error(frame, text)


_saved_as: dict[str, Any] = {}
"""The file that is being saved under another name and what it had, by the document's id."""

_owed: dict[str, Any] = {}
"""What could not be put back into a document's file, as when it was saved with a password."""


def _before(document: Any) -> None:
    path = _file(document)
    if path is not None:
        keeping.begin(path, document)


def _after(document: Any) -> None:
    path = _file(document)
    if path is not None:
        keeping.finish(path)


def _saved(document: Any) -> None:
    """Pay what is owed since an earlier saving, too."""
    _after(document)
    path = _file(document)
    if path is not None:
        _put_back(document, path, _owed.get(document.RuntimeUID))


def _before_another(document: Any) -> None:
    path = _file(document)
    if path is not None:
        keeping.begin(path, document)
        owed = _owed.get(document.RuntimeUID)
        _saved_as[document.RuntimeUID] = path, owed or keeping.remember(path, document)


def _after_another(document: Any) -> None:
    before, snapshot = _saved_as.pop(document.RuntimeUID, (None, None))
    path = _file(document)
    if before is not None:
        keeping.finish(before)
    if path is not None and path != before:
        _put_back(document, path, snapshot)


def _put_back(document: Any, path: Path, snapshot: Any) -> None:
    if snapshot is not None:
        _owed[document.RuntimeUID] = snapshot
        keeping.put_back(path, snapshot)
        del _owed[document.RuntimeUID]


_STEPS: dict[str, Callable[[Any], None]] = {
    "OnLoad": _after,
    "OnSave": _before,
    "OnSaveDone": _saved,
    "OnSaveFailed": _after,
    "OnSaveAs": _before_another,
    "OnSaveAsDone": _after_another,
    "OnSaveAsFailed": _after_another,
}


def _file(document: Any) -> Path | None:
    """The file of a document, if it is one of Excel's formats on this machine."""
    if not document.URL.startswith("file:"):
        return None
    path = Path(unohelper.fileUrlToSystemPath(document.URL))
    return path if path.suffix.lower() in _FORMATS else None


def _log() -> logging.Logger:
    logger = logging.getLogger("jxc_saving")
    if not logger.handlers:
        _LOG.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(_LOG, encoding="utf-8", delay=True)
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        logger.addHandler(handler)
        logger.propagate = False
    return logger
