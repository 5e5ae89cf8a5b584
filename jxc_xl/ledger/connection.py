"""Opening a ledger file safely: one writer at a time, waiting a bounded while."""

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from errno import ENOSPC
from pathlib import Path

from jxc_xl.errors import CannotWork
from jxc_xl.i18n import gettext as _
from jxc_xl.ledger.schema import VERSION, migrate

BUSY_SECONDS = 10.0
"""How long a click waits for another one to finish."""

_CHECKPOINT_PAGES = 4_000
"""A click in a long history touches a page for each pool, some 900 for 100 documents: with
SQLite's 1,000 every click would be copied into the file at once, now several together."""


class _Rehearsed(Exception):
    """Ends a rehearsal."""


class Ledger:
    """An open ledger file.

    ``id`` is the ledger's own name: a workbook remembers it, so that the books of another
    shop are never written into.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.connection = connection
        self.id = self.meta("ledger_id")

    @classmethod
    def create(cls, path: Path) -> "Ledger":
        """Make an empty ledger; it stands there whole or not at all."""
        for taken in (path, path.with_name(f"{path.name}-wal")):
            if _there(taken):  # SQLite would play the log of a lost ledger into the new one
                raise CannotWork(
                    _("There is already a ledger at {path}.").format(path=taken),
                    _("Choose another name, or use the workbook that belongs to it."),
                )
        scratch = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
        try:
            with closing(sqlite3.connect(scratch, isolation_level=None)) as connection:
                migrate(connection)
                connection.execute("INSERT INTO meta VALUES ('ledger_id', ?)", (uuid.uuid4().hex,))
            scratch.replace(path)
        except (OSError, sqlite3.Error) as error:
            raise _cannot_write(path, error) from error
        finally:
            scratch.unlink(missing_ok=True)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path, *, busy_seconds: float | None = None) -> "Ledger":
        """Open an existing ledger, bringing an older version up to date.

        Raises :class:`CannotWork` when it is missing, damaged, from a newer version or busy.
        """
        if not _there(path):
            raise CannotWork(
                _("The ledger {path} is not there.").format(path=path),
                _("Put it back from a backup, or say where it is in 设置 账套文件."),
            )
        wait = BUSY_SECONDS if busy_seconds is None else busy_seconds
        try:
            connection = sqlite3.connect(path, isolation_level=None, timeout=wait)
        except sqlite3.Error as error:
            raise _cannot_read(path, error) from error
        try:
            _prepare(connection, path)
            return cls(path, connection)
        except (sqlite3.Error, UnicodeDecodeError) as error:
            connection.close()
            raise _cannot_read(path, error) from error
        except BaseException:
            connection.close()
            raise

    def meta(self, key: str) -> str:
        """A fact about the ledger itself."""
        row = self.connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        if row is None:
            raise CannotWork(
                _("{path} is not a ledger of this program.").format(path=self.path),
                _("Say where the ledger is in 设置 账套文件."),
            )
        return str(row[0])

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing, and nobody else writes meanwhile."""
        try:
            self.connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            raise _cannot_read(self.path, error) from error
        try:
            yield self.connection
            self.connection.execute("COMMIT")
        except sqlite3.Error as error:
            self._roll_back()
            raise _cannot_write(self.path, error) from error
        except BaseException:
            self._roll_back()
            raise

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """See one state of the ledger throughout, and change nothing."""
        self.connection.execute("BEGIN")
        try:
            yield self.connection
        except sqlite3.Error as error:
            raise _cannot_read(self.path, error) from error
        finally:
            self._roll_back()

    @contextmanager
    def rehearsal(self) -> Iterator[sqlite3.Connection]:
        """Write as in a transaction, and take it all back in the end."""
        try:
            with self.transaction() as connection:
                yield connection
                raise _Rehearsed
        except _Rehearsed:
            return

    def _roll_back(self) -> None:
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")

    def close(self) -> None:
        """Let the file go."""
        self.connection.close()

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()


def _there(path: Path) -> bool:
    """Whether a file is there; a folder that may not be looked into is no answer."""
    try:
        return path.exists()
    except OSError as error:
        raise _cannot_write(path, error) from error


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    names = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'move'")
    if version == 0 or not names.fetchone()[0]:
        raise CannotWork(
            _("{path} is not a ledger of this program.").format(path=path),
            _("Say where the ledger is in 设置 账套文件."),
        )
    if version > VERSION:
        raise CannotWork(
            _("The ledger {path} was made by a newer version of this program.").format(path=path),
            _("Update the program, then try again."),
        )
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA recursive_triggers = ON")
    connection.execute("PRAGMA foreign_keys = OFF")  # see jxc_xl.ledger.references
    connection.execute("PRAGMA cache_size = -65536")
    connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
    if version < VERSION:
        migrate(connection)


def _cannot_read(path: Path, error: Exception) -> CannotWork:
    """What an SQLite error on opening or beginning means to a person."""
    if "locked" in str(error) or "busy" in str(error):
        return CannotWork(
            _("The ledger {path} is busy: somebody else is posting.").format(path=path),
            _("Wait a moment and click again; nothing was changed."),
        )
    if isinstance(error, sqlite3.OperationalError) and (
        "unable to open" in str(error) or "readonly" in str(error)
    ):
        return _cannot_write(path, error)
    return CannotWork(
        _("The ledger {path} is damaged or not a ledger ({error}).").format(path=path, error=error),
        _("Do not post. Put the last backup in its place."),
    )


def _cannot_write(path: Path, error: Exception) -> CannotWork:
    """What an error while writing means to a person."""
    if "disk is full" in str(error) or getattr(error, "errno", None) == ENOSPC:
        return CannotWork(
            _("The disk is full; nothing was posted to {path}.").format(path=path),
            _("Free some space and click again."),
        )
    if isinstance(error, sqlite3.DatabaseError) and "malformed" in str(error):
        return CannotWork(
            _("The ledger {path} is damaged or not a ledger ({error}).").format(
                path=path, error=error
            ),
            _("Do not post. Put the last backup in its place."),
        )
    return CannotWork(
        _("The ledger {path} cannot be written ({error}); nothing was posted.").format(
            path=path, error=error
        ),
        _("Look whether the folder may be written and the disk is there, then click again."),
    )
