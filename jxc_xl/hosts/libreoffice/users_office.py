"""The user's own LibreOffice, with the user's profile: running, or started for a moment."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from jxc_xl.hosts.libreoffice.connection import (
    ANSWER_SECONDS,
    accept_option,
    pipe_file,
    pipe_name,
    wait_for,
    within,
)
from jxc_xl.hosts.libreoffice.documents import desktop_of, find_document
from jxc_xl.hosts.libreoffice.environment import office_environment
from jxc_xl.hosts.libreoffice.errors import NoScreen, OfficeDidNotStart, OfficeDoesNotAnswer
from jxc_xl.hosts.libreoffice.installation import find_installation
from jxc_xl.hosts.libreoffice.profile import profile_said
from jxc_xl.hosts.libreoffice.python_uno import load_uno
from jxc_xl.i18n import gettext as _

START_SECONDS = 90.0
_END_SECONDS = 30.0
_NEVER = 0  # MacroExecMode.NEVER_EXECUTE
_TOKEN = "JXC_STARTED"
# Without a window it would take over every workbook that the clerk opens later, unseen: so it ends
# with us even when we are killed, which the end of the guard's input says.
_GUARD = """
exec 3<&0
(trap '' TERM; cat <&3 >/dev/null; kill -TERM 0) &
"$0" "$@" 3<&- </dev/null
"""


@contextmanager
def users_office() -> Iterator[tuple[Any, bool]]:
    """Give the component context of the user's LibreOffice, and whether it runs for the user.

    One that runs with the user's profile takes over from the one that is started here, and is left
    running; where none does, the one started here, without a window, is ended.
    """
    token, pipe = uuid.uuid4().hex, f"jxc-setup-{uuid.uuid4().hex}"
    process = launch([
        "--headless", "--norestore", "--nologo", "--nodefault",
        f"-env:{_TOKEN}={token}", accept_option(pipe),
    ], ends_with_us=True)  # fmt: skip
    try:
        context = wait_until_ready(process, pipe)
        runs_already = _started_with(context) != token
        try:
            yield context, runs_already
        finally:
            if not runs_already:
                _end(context, process)
    finally:
        if process.stdin is not None:
            process.stdin.close()


def launch(words: Sequence[str], *, ends_with_us: bool = False) -> "subprocess.Popen[bytes]":
    """Start LibreOffice with the user's profile; one that runs takes the words over.

    It goes on when we end, unless it ``ends_with_us``, when the input that it is given is closed.
    """
    soffice = find_installation().soffice
    profile = profile_said()
    where = [] if profile is None else [f"-env:UserInstallation={profile.as_uri()}"]
    guard = ["/bin/sh", "-c", _GUARD] if ends_with_us and sys.platform != "win32" else []
    try:
        return subprocess.Popen(
            [*guard, str(soffice), *where, *words],
            stdin=subprocess.PIPE if guard else subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=office_environment(),
            start_new_session=True,
        )
    except OSError as error:
        raise OfficeDidNotStart(error.strerror or str(error)) from error


def wait_until_ready(process: "subprocess.Popen[bytes]", pipe: str) -> Any:
    """Wait until LibreOffice listens: the one started, or one that ran and took over from it."""
    context = wait_for(pipe, START_SECONDS, lambda: process.poll() in (None, 0))
    if context is None:
        status = process.poll()
        if status:
            raise OfficeDidNotStart(_("it ended with status {status}").format(status=status))
        raise OfficeDidNotStart(_("it was not ready in time"))
    return context


def check_screen() -> None:
    """Raise ``NoScreen`` where no window can be shown."""
    if sys.platform in ("win32", "darwin"):
        return
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise NoScreen


def _started_with(context: Any) -> str:
    """The token that a LibreOffice was started with, ``""`` if with none."""
    expander = context.getValueByName("/singletons/com.sun.star.util.theMacroExpander")
    token: str = expander.expandMacros("${" + _TOKEN + "}")
    return token


def _end(context: Any, process: "subprocess.Popen[bytes]") -> None:
    with suppress(Exception):  # it is gone already
        within(ANSWER_SECONDS, lambda: desktop_of(context).terminate())
    try:
        process.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        process.terminate()
        process.wait()


def show_document(path: Path) -> bool:
    """Show a workbook in a window of the user's LibreOffice; whether it was open there already.

    It returns as soon as LibreOffice runs and listens on the user's pipe.
    """
    if pipe_file(pipe_name()) is not None:
        found = find_document(path)
        if found is not None:
            _bring_to_front(found.document)
            return True
    has_macros = path.suffix.lower() == ".xlsm"
    process = launch([accept_option(pipe_name()), *([] if has_macros else [str(path)])])
    context = wait_until_ready(process, pipe_name())
    if has_macros:
        _load_without_macros(context, path)
    return False


def _load_without_macros(context: Any, path: Path) -> None:
    """Load a workbook with Excel's macros at rest, so that LibreOffice does not warn of them.

    It may have something else to ask; who reads the question need not be waited for.
    """
    asking = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.task.InteractionHandler", context
    )
    uno = load_uno()
    named = uno.getClass("com.sun.star.beans.PropertyValue")
    direct = uno.Enum("com.sun.star.beans.PropertyState", "DIRECT_VALUE")
    properties = (
        named("MacroExecutionMode", -1, _NEVER, direct),
        named("InteractionHandler", -1, asking, direct),
    )
    with suppress(OfficeDoesNotAnswer):
        within(
            START_SECONDS,
            lambda: desktop_of(context).loadComponentFromURL(
                path.as_uri(), "_default", 0, properties
            ),
        )


def _bring_to_front(document: Any) -> None:
    window = document.getCurrentController().getFrame().getContainerWindow()
    window.setVisible(True)
    window.toFront()
