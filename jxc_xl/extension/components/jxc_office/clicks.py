"""One click at a time, each in a thread of its own.

LibreOffice waits in its main thread for ``dispatch`` to return, and the worker asks that same
thread for everything it reads and writes: a dispatch that waited would wait for ever.
"""

from __future__ import annotations

from threading import Lock, Thread, Timer
from typing import Any

import unohelper
from com.sun.star.frame import XTerminateListener

from .fresh import refresh_all
from .office import Office
from .worker import Worker, WorkerLost, WorkerNotStarted

_SECONDS_SHOWN = 15.0
"""How long a message stays in the status bar, which shows sums and selections otherwise."""


class Clicks:
    """Takes the clicks of all windows of one office."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self._busy = Lock()
        self._worker: Worker | None = None
        self._status = Status()

    def click(self, macro: str, frame: Any) -> None:
        """Begin what a button is for, and return at once."""
        if not self._busy.acquire(False):
            self._status.show(frame, self.office.text("busy"))
            return
        self.office.end_typing(frame)
        Thread(target=self._run, args=(macro, frame), name="jxc " + macro, daemon=True).start()

    def end(self) -> None:
        """The office ends: so do the worker and the pipes."""
        if self._worker is not None:
            self._worker.end()
        self.office.close_pipes()

    def _run(self, macro: str, frame: Any) -> None:
        try:
            wrong = self._outcome(macro, frame)
            refresh_all(self.office)
            self._status.clear_later(frame)
            if wrong:
                self.office.show_error(frame, wrong)
        finally:
            self._busy.release()

    def _outcome(self, macro: str, frame: Any) -> str:
        """Have the work done; what went wrong that nobody has said yet, ``""`` if nothing."""
        document = self.office.current_document(frame)
        if document.isReadonly():
            return self.office.text("read_only")
        self._status.show(frame, self.office.text("working"))
        try:
            answer = self._ask(macro, document)
        except WorkerNotStarted:
            self._status.show(frame, "")
            return self.office.text("not_started", log=self.office.log())
        except WorkerLost:
            self._status.show(frame, "")
            self.office.release(document)
            return self.office.text("lost", log=self.office.log())
        return "" if answer["ok"] else str(answer["message"])

    def _ask(self, macro: str, document: Any) -> dict[str, Any]:
        if self._worker is None:
            python = self.office.file("worker.json")["python"]
            if not python:
                return {"ok": False, "message": self.office.text("not_set_up")}
            command = [python, "-m", "jxc_xl.extension.worker"]
            self._worker = Worker(command, self.office.log())
        request = {
            "macro": macro,
            "document": document.RuntimeUID,
            "pipe": self.office.pipe(),
            "language": self.office.language(),
        }
        return self._worker.ask(request)


class Status:
    """The status bar of a window, which the worker writes into as well."""

    def __init__(self) -> None:
        self._timer: Timer | None = None

    def show(self, frame: Any, text: str) -> None:
        """Show a text; ``""`` takes away what is shown."""
        self._forget_timer()
        controller = frame.getController()
        if controller is None:  # the window was closed meanwhile
            return
        indicator = controller.getStatusIndicator()
        if text:
            indicator.start(text, 0)
        else:
            indicator.end()

    def clear_later(self, frame: Any) -> None:
        """Leave what is shown for a while."""
        self._forget_timer()
        self._timer = Timer(_SECONDS_SHOWN, self.show, (frame, ""))
        self._timer.daemon = True
        self._timer.start()

    def _forget_timer(self) -> None:
        timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()


class Ending(unohelper.Base, XTerminateListener):
    """Hears that the office is being closed."""

    def __init__(self, clicks: Clicks) -> None:
        self._clicks = clicks

    def queryTermination(self, _event: Any) -> None:  # noqa: N802
        """It may."""

    def notifyTermination(self, _event: Any) -> None:  # noqa: N802
        """It does."""
        self._clicks.end()

    def disposing(self, _event: Any) -> None:
        """Nothing is kept."""


_clicks: Clicks | None = None


def clicks_of(context: Any) -> Clicks:
    """The one taker of clicks in this office."""
    global _clicks
    if _clicks is None:
        _clicks = Clicks(Office(context))
        _clicks.office.desktop.addTerminateListener(Ending(_clicks))
    return _clicks
