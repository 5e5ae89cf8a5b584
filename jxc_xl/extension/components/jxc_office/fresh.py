"""Figures in cells stay those of the ledger: a sheet is calculated again when somebody has posted.

Calc calculates a formula again when its arguments change, and a ledger is none of them.  So each
document remembers what its formulas have seen, and is asked about it when it is opened, before it
is saved, when its window is turned to and after each click.  Asking costs next to nothing.
"""

from __future__ import annotations

from contextlib import suppress
from threading import RLock
from typing import Any, Sequence

import unohelper
from com.sun.star.document import XDocumentEventListener
from jxc_functions import CellError, Function, calculate, close_books
from jxc_functions.calculation import Grid

from .office import Office
from .own_ledger import OwnLedger, forget_ledgers, ledger_of

_TURNING = ("OnFocus", "OnSave", "OnSaveAs")
_SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"

_lock = RLock()
"""Formulas are calculated while LibreOffice holds its own lock: nothing is asked of it in here."""

_seen: dict[str, object] = {}
"""By the document's URL: which state of which ledger its formulas show; ``None`` for errors."""


def answer(function: Function, document: Any, arguments: Sequence[Any]) -> Grid:
    """The cells that a formula in a document gives."""
    own = ledger_of(document)
    with _lock:
        _seen[own.url] = _state(own)
        return calculate(function, arguments, own.books, own.epoch)


def refresh(document: Any) -> None:
    """Calculate a document again if its formulas show what is no longer so."""
    if document.getURL() not in _seen:
        return
    forget_ledgers()
    own = ledger_of(document)
    with _lock:
        changed = _state(own) != _seen[own.url]
    if changed:
        document.calculateAll()


def refresh_all(office: Office) -> None:
    """Do so for every open document."""
    documents = office.desktop.getComponents().createEnumeration()
    while documents.hasMoreElements():
        document = documents.nextElement()
        with suppress(Exception):  # its window may be closing just now
            if _is_spreadsheet(document):
                refresh(document)


def opened(document: Any) -> None:
    """Calculate a document that was just opened: its file holds the figures of another day."""
    forget_ledgers()
    if _is_spreadsheet(document):
        own = ledger_of(document)
        with _lock:
            found = _state(own)
        if found is not None:
            document.calculateAll()


def watch(office: Office) -> None:
    """Hear of what happens to documents from now on."""
    broadcaster = office.singleton("com.sun.star.frame.theGlobalEventBroadcaster")
    broadcaster.addDocumentEventListener(_Listener())


class _Listener(unohelper.Base, XDocumentEventListener):
    def documentEventOccured(self, event: Any) -> None:  # noqa: N802 - LibreOffice's own slip
        """Something happened to a document; whatever goes wrong here must not stop it."""
        with suppress(Exception):
            if event.EventName in _TURNING and _is_spreadsheet(event.Source):
                refresh(event.Source)
            elif event.EventName == "OnUnload":
                _let_go(event.Source.getURL())

    def disposing(self, _event: Any) -> None:
        """LibreOffice ends."""
        with _lock:
            close_books()


def _let_go(url: str) -> None:
    """Keep no ledger open for a document that is closed."""
    forget_ledgers()
    with _lock:
        if _seen.pop(url, None) is not None:
            close_books()


def _is_spreadsheet(document: Any) -> bool:
    supports = getattr(document, "supportsService", None)
    return supports is not None and bool(supports(_SPREADSHEET))


def _state(own: OwnLedger) -> object:
    try:
        return own.books().state
    except CellError:
        return None
