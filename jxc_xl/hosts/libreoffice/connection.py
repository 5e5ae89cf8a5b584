"""Speaking to a LibreOffice through the pipe that it listens on; every wait has an end."""

import os
import sys
import time
from collections.abc import Callable
from getpass import getuser
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

from jxc_xl.hosts.libreoffice.errors import OfficeDoesNotAnswer
from jxc_xl.hosts.libreoffice.python_uno import load_uno

T = TypeVar("T")

ANSWER_SECONDS = 10.0
_POLL_SECONDS = 0.02
_ATTEMPTS = 3
_PIPE_FOLDERS = ("/tmp", "/var/tmp")


def pipe_name() -> str:
    """The pipe of this user's LibreOffice: ``jxc-<uid>``, or what ``JXC_PIPE`` says."""
    said = os.environ.get("JXC_PIPE")
    if said:
        return said
    return f"jxc-{getuser() if sys.platform == 'win32' else os.getuid()}"


def accept_option(pipe: str) -> str:
    """The option that lets a LibreOffice listen on a pipe."""
    return f"--accept=pipe,name={pipe};urp;StarOffice.ComponentContext"


def pipe_file(pipe: str) -> Path | None:
    """The file that stands for a pipe while somebody listens on it, or that was left behind.

    None where there is none, and on systems where pipes are no files.
    """
    if sys.platform == "win32":
        return None
    files = (Path(folder) / f"OSL_PIPE_{os.getuid()}_{pipe}" for folder in _PIPE_FOLDERS)
    return next((file for file in files if file.exists()), None)


def connect(pipe: str, seconds: float = ANSWER_SECONDS) -> Any | None:
    """Connect to the LibreOffice that listens on a pipe: its component context, None if none does.

    ``OfficeDoesNotAnswer`` if one listens and does not answer in time.
    """
    load_uno()
    return within(seconds, lambda: _resolve(pipe))


def wait_for(pipe: str, seconds: float, is_coming: Callable[[], bool]) -> Any | None:
    """Connect as soon as a LibreOffice listens; None once it no longer ``is_coming``, or too late.

    ``is_coming`` is asked after each attempt.
    """
    deadline = time.monotonic() + seconds
    while True:
        left = deadline - time.monotonic()
        context = connect(pipe, max(left, _POLL_SECONDS))
        if context is not None or left <= 0 or not is_coming():
            return context
        time.sleep(_POLL_SECONDS)


def within(seconds: float, call: Callable[[], T]) -> T:
    """Return what a call to LibreOffice returns; ``OfficeDoesNotAnswer`` if it takes longer.

    A call that does not come back cannot be taken back: its thread ends with LibreOffice.
    """
    outcome: list[T] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            outcome.append(call())
        except BaseException as error:  # noqa: BLE001 - handed over to the caller below
            failure.append(error)

    thread = Thread(target=run, name="office", daemon=True)
    thread.start()
    thread.join(seconds)
    if failure:
        raise failure[0]
    if not outcome:
        raise OfficeDoesNotAnswer(seconds)
    return outcome[0]


def _resolve(pipe: str) -> Any | None:
    uno = load_uno()
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    for _attempt in range(_ATTEMPTS):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except uno.getClass("com.sun.star.connection.NoConnectException"):
            break
        except uno.getClass("com.sun.star.uno.RuntimeException"):
            continue  # LibreOffice ended, or only dropped a bridge that it took for an unused one
    return None
