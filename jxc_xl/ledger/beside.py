"""The facts of a large ledger are proved by a second process while the first replays them.

Proof and replay only read, and neither needs the other.  The second process answers with JSON.
"""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from jxc_xl.i18n import language, set_language
from jxc_xl.ledger import second_process
from jxc_xl.ledger.proof import Difference, Proof, prove

_LARGE = 50_000
"""Moves from which a second process is worth its start, some tenths of a second."""


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
    if not _is_large(connection):
        return None
    return second_process.start(connection, __name__, [expected_head, language()])


def _is_large(connection: sqlite3.Connection) -> bool:
    (last,) = connection.execute("SELECT ifnull(max(id), 0) FROM move").fetchone()
    return bool(last >= _LARGE)


def _main(words: Sequence[str]) -> None:
    path, expected_head, spoken = words
    set_language("en" if spoken == "en" else "zh")
    with second_process.reading(path) as connection:
        json.dump(prove(connection, expected_head), sys.stdout)


if __name__ == "__main__":
    _main(sys.argv[1:])
