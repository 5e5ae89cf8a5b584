"""Copies of a ledger that count: taken while others post, put back on trial, and proven."""

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.verify import Verified, verify


def copy(source: sqlite3.Connection, target: Path) -> None:
    """One state of a ledger in a single file; whoever posts meanwhile is not kept waiting."""
    with closing(sqlite3.connect(target, isolation_level=None)) as connection:
        source.backup(connection)
        connection.execute("PRAGMA journal_mode = DELETE")


def copy_of_file(file: Path, target: Path) -> None:
    """The same of a ledger that nobody has open; the file is only read.

    :class:`sqlite3.Error` if it cannot be read.
    """
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as source:
        copy(source, target)


def put_back_on_trial(file: Path) -> Verified:
    """Restore a copy into a scratch file beside it, open that as a ledger, and verify it."""
    with TemporaryDirectory(prefix=".", dir=file.parent) as folder:
        scratch = Path(folder, "restored.db")
        copy_of_file(file, scratch)
        with Ledger.open(scratch) as ledger:
            return verify(ledger.connection)
