"""The worker: a process of the program's own Python that does what a click asks for.

It is started at the first click and stays, so that later clicks need not wait for Python.  It
reads one JSON object a line and answers with one; when its input ends, it ends.  The input is a
pipe from LibreOffice, so that it ends with LibreOffice however that comes about.
"""

from __future__ import annotations

import json
import os
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

_NOT_FOR_IT = ("PYTHONHOME", "PYTHONPATH", "PYTHONUNBUFFERED", "LD_LIBRARY_PATH")
"""What LibreOffice sets for its own Python would mislead another one."""


_SECONDS_TO_END = 2.0


class WorkerNotStarted(Exception):
    """The worker could not be started, or ended before it was ready."""


class WorkerLost(Exception):
    """The worker ended in the middle of the work."""


class Worker:
    """One worker process; ``command`` is how it is started, ``log`` takes what it complains of."""

    def __init__(self, command: list[str], log: Path) -> None:
        self._command = command
        self._log = log
        self._process: subprocess.Popen[str] | None = None

    @property
    def running(self) -> bool:
        """Whether it has been started and has not ended."""
        return self._process is not None and self._process.poll() is None

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Hand over one request and wait for its answer.

        :class:`WorkerNotStarted` or :class:`WorkerLost` if none comes.
        """
        process = self._process
        if process is None or not self.running:
            process = self._start()
        try:
            stdin, stdout = _pipes(process)
            stdin.write(json.dumps(request) + "\n")
            stdin.flush()
            answer: dict[str, Any] = json.loads(stdout.readline())
        except (OSError, ValueError) as error:
            self.end()
            raise WorkerLost(str(error)) from error
        return answer

    def end(self) -> None:
        """End it, at once if it does not go by itself; ending it twice does no harm."""
        process, self._process = self._process, None
        if process is None:
            return
        stdin, stdout = _pipes(process)
        with suppress(OSError):  # what was not written yet has nobody to read it
            stdin.close()
        try:
            process.wait(_SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        stdout.close()  # not before: where another thread still reads, closing waits for it

    def _start(self) -> subprocess.Popen[str]:
        self.end()
        environment = {key: text for key, text in os.environ.items() if key not in _NOT_FOR_IT}
        try:
            self._log.parent.mkdir(parents=True, exist_ok=True)
            with self._log.open("a", encoding="utf-8") as log:
                self._process = process = subprocess.Popen(
                    self._command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    env=environment,
                    encoding="utf-8",
                    creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                )
            json.loads(_pipes(process)[1].readline())  # it says that it is ready
        except (OSError, ValueError) as error:
            self.end()
            raise WorkerNotStarted(str(error)) from error
        return process


def _pipes(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    if process.stdin is None or process.stdout is None:
        raise WorkerLost("no pipes")
    return process.stdin, process.stdout
