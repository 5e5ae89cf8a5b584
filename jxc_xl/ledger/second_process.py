"""A second process that reads a ledger while the first is busy with it.

It is a plain one, started by hand and not through ``multiprocessing``: that would run the main
module of whatever program this is once more.
"""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)


def start(
    connection: sqlite3.Connection, module: str, words: Sequence[str], *, spoken_to: bool = False
) -> "subprocess.Popen[bytes] | None":
    """Run a module with the path of a connection's ledger and ``words``; it answers on its output.

    ``None`` where that cannot be done or one process has the machine to itself anyway.  With
    ``spoken_to`` it gets an input.
    """
    (path,) = (row[2] for row in connection.execute("PRAGMA database_list") if row[1] == "main")
    if not path or not sys.executable or (os.cpu_count() or 1) < 2:
        return None
    try:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", module, path, *words],
            stdin=subprocess.PIPE if spoken_to else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=_NO_WINDOW,
        )
    except OSError:
        return None


@contextmanager
def reading(path: str) -> Iterator[sqlite3.Connection]:
    """In the second process: one committed state of the ledger throughout."""
    with closing(
        sqlite3.connect(f"{Path(path).as_uri()}?mode=ro", uri=True, isolation_level=None)
    ) as connection:
        connection.execute("PRAGMA cache_size = -65536")
        connection.execute("BEGIN")
        yield connection
