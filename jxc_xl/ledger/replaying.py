"""What a large posting costs is worked out by a second process while the first writes its lines.

Costs follow from the new events and from what was committed before them, and that the second
process can read for itself.  Both speak ``marshal``, which two runs of one Python share.
"""

import marshal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Thread

from jxc_xl.domain.costing import Event
from jxc_xl.lean import collector_at_rest
from jxc_xl.ledger import second_process, valuation
from jxc_xl.ledger.costs import Changes, changes_of

_LARGE = 20_000
"""Lines from which a second process is worth its start, some tenths of a second."""

Events = Mapping[int, Sequence[Event]]


class Replaying:
    """The process, and the changes on their way."""

    def __init__(self, process: "subprocess.Popen[bytes]", decisions: int) -> None:
        self._process = process
        self._decisions = decisions
        self._answer = b""
        self._talk: Thread | None = None

    def ask(self, events: Events, first_move: int) -> None:
        """Let it replay events; those from ``first_move`` on are new."""
        rows = {item: [event[:] for event in new] for item, new in events.items()}
        question = marshal.dumps((first_move, self._decisions, rows))
        self._talk = Thread(target=self._ask, args=(question,), daemon=True)
        self._talk.start()

    def _ask(self, question: bytes) -> None:
        self._answer, _nothing = self._process.communicate(question)

    def changes(self) -> Changes | None:
        """Wait for the changes; ``None`` if the process could not say."""
        if self._talk is not None:
            self._talk.join()
        try:
            return Changes(*marshal.loads(self._answer))
        except (EOFError, ValueError, TypeError):
            return None


@contextmanager
def replaying(connection: sqlite3.Connection, lines: int) -> Iterator[Replaying | None]:
    """Start a process for a posting of so many lines; ``None`` where it is not worth it."""
    process = None
    if lines >= _LARGE:
        process = second_process.start(connection, __name__, (), spoken_to=True)
    if process is None:
        yield None
        return
    with process:
        try:
            yield Replaying(process, valuation.decisions(connection))
        finally:
            process.kill()


@collector_at_rest()
def _main(words: Sequence[str]) -> None:
    """Answer with the changes, or with nothing if not all that went before is committed."""
    (path,) = words
    first_move, decisions, rows = marshal.load(sys.stdin.buffer)
    events = {item: list(map(Event._make, new)) for item, new in rows.items()}
    with second_process.reading(path) as connection:
        (last,) = connection.execute("SELECT ifnull(max(id), 0) FROM move").fetchone()
        if (last, valuation.decisions(connection)) == (first_move - 1, decisions):
            marshal.dump(tuple(changes_of(connection, events, first_move)), sys.stdout.buffer)


if __name__ == "__main__":
    _main(sys.argv[1:])
