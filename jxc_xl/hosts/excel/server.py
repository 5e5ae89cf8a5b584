"""The warm server: the Python that Excel's buttons and functions ask, started before Excel.

Run as a module with the names of the modules to have ready, it serves until the user logs off.
There is one for each user.
"""

import os
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from jxc_xl import __version__
from jxc_xl.hosts.excel.system import System
from jxc_xl.hosts.exclusive import held_alone, is_held

START_SECONDS = 20.0
_POLL_SECONDS = 0.1


def start_server(system: System, home: Path, modules: Sequence[str]) -> bool:
    """Start the server, and wait a while until it is there; True unless it ran already.

    One of another version of this program is ended first.
    """
    mark = _mark(home)
    if is_held(mark):
        if _version_of(mark) == __version__:
            return False
        stop_server(home)
    python = Path(sys.executable).with_name("pythonw.exe")
    program = python if python.exists() else Path(sys.executable)
    system.start([str(program), "-m", __name__, str(home), *modules], hidden=True)
    return True


def wait_for_server(home: Path, seconds: float = START_SECONDS) -> bool:
    """Wait until the server is there; False if it is not in time, or ends at once."""
    deadline = time.monotonic() + seconds
    while not runs(home):
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_SECONDS)
    return True


def runs(home: Path) -> bool:
    """Tell whether the user's server runs."""
    return is_held(_mark(home))


def stop_server(home: Path) -> bool:
    """End the user's server; False if none ran."""
    mark = _mark(home)
    if not is_held(mark):
        return False
    with suppress(OSError, ValueError, IndexError):
        os.kill(int(mark.read_text("ascii").split()[0]), 15)
    return True


def serve(home: Path, modules: Sequence[str], forever: Callable[[], None]) -> bool:
    """Be the user's server until ``forever`` returns; False at once if there is one already."""
    mark = _mark(home)
    mark.parent.mkdir(parents=True, exist_ok=True)
    for module in modules:
        import_module(module)  # so that the first click need not wait for it
    with held_alone(mark, f"{os.getpid()} {__version__}".encode("ascii")) as is_first:
        if is_first:
            forever()
        return is_first


def _mark(home: Path) -> Path:
    return home / ".jxc" / "server"


def _version_of(mark: Path) -> str:
    try:
        return mark.read_text("ascii").split()[-1]
    except (OSError, IndexError):
        return ""


if __name__ == "__main__":
    if sys.platform == "win32":
        forever: Callable[[], None] = import_module("xlwings").serve
        serve(Path(sys.argv[1]), sys.argv[2:], forever)
