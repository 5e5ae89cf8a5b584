"""jxc watch: post a closed workbook each time that somebody has saved and closed it.

For WPS, which no program can drive, and for everybody who works without buttons. The file is looked
at once a second; nothing is posted before it has stopped changing and no program has it open, and
what is read must be a whole workbook, so a half-written one is never posted.
"""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from jxc_xl.errors import CannotWork
from jxc_xl.hosts.errors import (
    WorkbookChanged,
    WorkbookDamaged,
    WorkbookMissing,
    WorkbookOpenElsewhere,
    reason,
)
from jxc_xl.hosts.exclusive import held_alone
from jxc_xl.hosts.file.in_use import is_in_use
from jxc_xl.i18n import gettext as _
from jxc_xl.services.post import post
from jxc_xl.services.report import Report
from jxc_xl.services.shop import open_shop

_PASSING = (WorkbookChanged, WorkbookDamaged, WorkbookMissing, WorkbookOpenElsewhere)
"""What is so for a moment while a program saves; told only when it stays."""
_TRIES_IN_SILENCE = 3
_LONGEST_REST = 30.0


class Teller(Protocol):
    """Who is told what happens; the command line in practice."""

    def say(self, text: str) -> None:
        """Say what is being waited for."""

    def posted(self, report: Report) -> None:
        """Show what a post did."""

    def failed(self, error: Exception) -> None:
        """Show why one could not be done; it is tried again."""


class AlreadyWatched(CannotWork):
    """Another watcher has the workbook."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("{file} is being watched already.").format(file=path.name),
            _("One window with jxc watch is enough; it must stay open."),
        )


class Stamp(NamedTuple):
    """What differs between two states of a file."""

    changed_ns: int
    size: int
    number: int


def watch(
    path: Path,
    ledger_file: Path | None,
    teller: Teller,
    *,
    today: Callable[[], date],
    pause: float = 1.0,
) -> Report:
    """Post now, and whenever the workbook was saved and closed, until the person ends it (Ctrl-C).

    ``pause`` is the number of seconds between two looks. ``AlreadyWatched`` if another does it.
    """
    if not path.exists():
        raise WorkbookMissing(path)
    with _only_watcher(path), _until_interrupted() as goes_on:
        teller.say(
            _("Watching {file}: it is posted when it is saved and closed. Ctrl-C ends.").format(
                file=path.name
            )
        )
        watcher = _Watcher(path, ledger_file, teller, today)
        while goes_on():
            watcher.look()
            time.sleep(pause)
    return watcher.report()


@dataclass(slots=True)
class _Watcher:
    path: Path
    ledger_file: Path | None
    teller: Teller
    today: Callable[[], date]
    posted: Stamp | None = None
    """The state of the file that is in the books, as far as it goes there."""
    seen: Stamp | None = None
    said: str = ""
    failures: int = 0
    try_at: float = 0.0
    posts: int = 0
    documents: list[dict[str, Any]] = field(default_factory=list)

    def look(self) -> None:
        """Look at the file once, and post it if it is time."""
        before, self.seen = self.seen, _stamp(self.path)
        if self.seen is None:
            self._wait(_("{file} is not there; waiting until it is back."))
        elif self.seen == self.posted:
            self.said = ""
        elif self.seen != before:
            self.failures, self.try_at = 0, 0.0  # it changes: look again in a moment
        elif is_in_use(self.path):
            self._wait(_("{file} is open: it is posted once it is saved and closed."))
        elif time.monotonic() >= self.try_at:
            self._post()

    def report(self) -> Report:
        """What was done until the end."""
        done = _("No longer watching {file}; posted {n} times.")
        report = Report("watch", documents=self.documents)
        report.summary = [done.format(file=self.path.name, n=self.posts)]
        report.extra = {"workbook": str(self.path), "posts": self.posts}
        return report

    def _wait(self, words: str) -> None:
        if words != self.said:
            self.said = words
            self.teller.say(_at_this_hour(words.format(file=self.path.name)))

    def _post(self) -> None:
        try:
            book, ledger = open_shop(self.path, self.ledger_file, "file")
            try:
                report = post(book, ledger, today=self.today())
            finally:
                ledger.close()
                book.close()
        except Exception as error:  # noqa: BLE001 - whatever it was, the next saving is watched
            self._failed(error)
            return
        self.posted, self.said, self.failures = _stamp(self.path), "", 0
        self.posts += 1
        self.documents += report.documents
        report.summary[:1] = [_at_this_hour(line) for line in report.summary[:1]]
        self.teller.posted(report)

    def _failed(self, error: Exception) -> None:
        self.failures += 1
        self.try_at = time.monotonic() + min(2.0**self.failures, _LONGEST_REST)
        if isinstance(error, _PASSING) and self.failures < _TRIES_IN_SILENCE:
            return
        if str(error) != self.said:
            self.said = str(error)
            self.teller.failed(error)


def _stamp(path: Path) -> Stamp | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return Stamp(found.st_mtime_ns, found.st_size, found.st_ino)


def _at_this_hour(words: str) -> str:
    return f"{datetime.now():%H:%M:%S} {words}"


@contextmanager
def _only_watcher(path: Path) -> Iterator[None]:
    mark = path.resolve()
    mark = mark.with_name(f".{mark.name}.watched")
    try:
        holding = held_alone(mark)
        is_alone = holding.__enter__()
    except OSError as error:
        raise CannotWork(
            _("{path} cannot be written ({error}).").format(path=mark, error=reason(error)),
            _("Choose a folder that is there and may be written."),
        ) from error
    try:
        if not is_alone:
            raise AlreadyWatched(path)
        yield
    finally:
        holding.__exit__(None, None, None)


@contextmanager
def _until_interrupted() -> Iterator[Callable[[], bool]]:
    """Give a function that is True until Ctrl-C; a post that has begun is done to its end."""
    ended: list[int] = []
    before = {}
    with suppress(ValueError):  # only the main thread hears of signals
        for number in (signal.SIGINT, signal.SIGTERM):
            before[number] = signal.signal(number, lambda got, _frame: ended.append(got))
    try:
        yield lambda: not ended
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
