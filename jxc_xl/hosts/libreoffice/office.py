"""A LibreOffice without a window that belongs to this process: it ends with it, whatever happens.

It has a profile and a folder of its own that are thrown away, so it meets neither the clerk's
LibreOffice nor its settings, and leaves nothing behind.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Any

from jxc_xl.hosts.libreoffice.connection import accept_option, pipe_file, wait_for, within
from jxc_xl.hosts.libreoffice.documents import desktop_of
from jxc_xl.hosts.libreoffice.environment import office_environment
from jxc_xl.hosts.libreoffice.errors import OfficeDidNotStart, OfficeDoesNotAnswer
from jxc_xl.hosts.libreoffice.installation import find_installation
from jxc_xl.hosts.libreoffice.python_uno import load_uno
from jxc_xl.i18n import gettext as _

START_SECONDS = 60.0
_END_SECONDS = 5.0
_QUIET = ("--norestore", "--nologo", "--nodefault", "--nolockcheck")
# The guard outlives us for a moment when we are killed: the end of its input tells it so.
_GUARD = """
exec 3<&0
room=$0 pipe=$1
shift
(
  trap '' TERM
  cat <&3 >/dev/null
  kill -TERM 0
  rm -rf "$room" || { sleep 1; rm -rf "$room"; }
  rm -f /tmp/OSL_PIPE_*_"$pipe"
) &
"$@" 3<&- </dev/null
"""


class OwnOffice:
    """A running LibreOffice of our own.

    ``room`` is its folder, ``context`` its component context. ``OfficeDidNotStart`` and what
    ``find_installation`` and ``load_uno`` raise say why there is none.
    """

    def __init__(self) -> None:
        soffice = find_installation().soffice
        load_uno()
        self.room = Path(tempfile.mkdtemp(prefix="jxc-office-"))
        self._pipe = f"jxc-own-{uuid.uuid4().hex}"
        self._process: subprocess.Popen[bytes] | None = None
        try:
            self._process = self._start(soffice)
            self.context = self._connect(self._process)
        except BaseException:
            self.stop()
            raise

    @property
    def desktop(self) -> Any:
        """The desktop, which opens documents."""
        return desktop_of(self.context)

    def stop(self) -> None:
        """End it and throw away its folder; a second call does nothing."""
        process, self._process = self._process, None
        if process is not None:
            with suppress(Exception):  # it may be gone already, or hang
                within(_END_SECONDS, self._terminate)
            self._end(process)
        left = pipe_file(self._pipe)
        if left is not None:
            left.unlink(missing_ok=True)
        shutil.rmtree(self.room, ignore_errors=True)

    def _terminate(self) -> None:
        self.desktop.terminate()

    def _start(self, soffice: Path) -> "subprocess.Popen[bytes]":
        scratch = self.room / "tmp"
        scratch.mkdir()
        profile = (self.room / "profile").as_uri()
        words = [str(soffice), "--headless", *_QUIET, f"-env:UserInstallation={profile}"]
        words.append(accept_option(self._pipe))
        if sys.platform != "win32":
            words = ["/bin/sh", "-c", _GUARD, str(self.room), self._pipe, *words]
        try:
            with self._messages.open("wb") as messages:
                return subprocess.Popen(
                    words,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    stderr=messages,
                    env={**office_environment(), "TMPDIR": str(scratch)},
                    start_new_session=True,  # Ctrl-C is for us; we end it in order
                )
        except OSError as error:
            raise OfficeDidNotStart(error.strerror or str(error)) from error

    @property
    def _messages(self) -> Path:
        """What it says to nobody while it starts."""
        return self.room / "messages"

    def _connect(self, process: "subprocess.Popen[bytes]") -> Any:
        try:
            context = wait_for(self._pipe, START_SECONDS, lambda: process.poll() is None)
        except OfficeDoesNotAnswer:
            context = None
        if context is not None:
            return context
        status = process.poll()
        if status is None:
            raise OfficeDidNotStart(_("it was not ready in time"))
        words = self._messages.read_text(encoding="utf-8", errors="replace").strip()
        ended = _("it ended with status {status}").format(status=status)
        raise OfficeDidNotStart(words.splitlines()[-1] if words else ended)

    @staticmethod
    def _end(process: "subprocess.Popen[bytes]") -> None:
        try:
            process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            _kill(process)
            process.wait()
        if process.stdin is not None:
            process.stdin.close()


def _kill(process: "subprocess.Popen[bytes]") -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
