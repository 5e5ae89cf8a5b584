"""A second process that proves the facts of a large ledger while the first replays them.

Proof and replay only read, and neither needs the other.  The second process is a plain one that
answers with JSON, started by hand and not through ``multiprocessing``: that would run the main
module of whatever program this is once more.
"""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from jxc_xl.i18n import language, set_language
from jxc_xl.ledger.proof import Difference, Proof, prove

_LARGE = 50_000
"""Moves from which a second process is worth its start, some tenths of a second."""

_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)


class Beside:
    """The proof on its way."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process

    def proof(self) -> Proof | None:
        """Wait for the proof; ``None`` if the process could not do it."""
        answer, _nothing = self._process.communicate()
        try:
            documents, lines, head, differences = json.loads(answer)
            return Proof(documents, lines, head, [Difference(*words) for words in differences])
        except (ValueError, TypeError):
            return None


@contextmanager
def proving(connection: sqlite3.Connection, expected_head: str) -> Iterator[Beside | None]:
    """Prove the ledger of a connection beside what is done inside.

    ``None`` where it is not worth it or cannot be done.
    """
    process = _start(connection, expected_head)
    if process is None:
        yield None
        return
    with process:
        try:
            yield Beside(process)
        finally:
            process.kill()


def _start(connection: sqlite3.Connection, expected_head: str) -> "subprocess.Popen[bytes] | None":
    (path,) = (row[2] for row in connection.execute("PRAGMA database_list") if row[1] == "main")
    if not path or not sys.executable or (os.cpu_count() or 1) < 2 or not _is_large(connection):
        return None
    words = [sys.executable, "-P", "-m", __name__, path, expected_head, language()]
    try:
        return subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=_NO_WINDOW,
        )
    except OSError:
        return None


def _is_large(connection: sqlite3.Connection) -> bool:
    (last,) = connection.execute("SELECT ifnull(max(id), 0) FROM move").fetchone()
    return bool(last >= _LARGE)


def _main(words: Sequence[str]) -> None:
    path, expected_head, spoken = words
    set_language("en" if spoken == "en" else "zh")
    with closing(
        sqlite3.connect(f"{Path(path).as_uri()}?mode=ro", uri=True, isolation_level=None)
    ) as connection:
        connection.execute("PRAGMA cache_size = -65536")
        connection.execute("BEGIN")
        json.dump(prove(connection, expected_head), sys.stdout)


if __name__ == "__main__":
    _main(sys.argv[1:])
