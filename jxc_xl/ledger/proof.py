"""What a ledger proves of its facts: the file is whole, and the hash chain holds."""

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from jxc_xl.i18n import gettext as _
from jxc_xl.lean import collector_at_rest
from jxc_xl.ledger.chain import GENESIS, Walk


class Difference(NamedTuple):
    """Something in the ledger that is not as it must be; ``where`` names item or document."""

    check: str
    where: str
    message: str


class Proof(NamedTuple):
    """What was looked at, up to which head, and every difference; nothing in a damaged file."""

    documents: int
    lines: int
    head: str
    differences: list[Difference]


def damage(error: Exception) -> Difference:
    """What it means that the file cannot be read."""
    return Difference("file", "", str(error))


UNREADABLE = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What reading a damaged file may raise."""


@collector_at_rest()
def prove(connection: sqlite3.Connection, expected_head: str) -> Proof:
    """Check the file and compute every hash again; ``head`` is empty in a damaged file."""
    try:
        differences = list(_file(connection))
        if not differences:
            return _chain(connection, expected_head)
    except UNREADABLE as error:
        differences = [damage(error)]
    return Proof(0, 0, "", differences)


def _file(connection: sqlite3.Connection) -> Iterator[Difference]:
    """Whether SQLite itself finds the file whole."""
    for (message,) in connection.execute("PRAGMA integrity_check"):
        if message != "ok":
            yield Difference("file", "", message)
    for table, row, *_rest in connection.execute("PRAGMA foreign_key_check"):
        yield Difference(
            "file", table, _("Row {row} refers to something that is not there.").format(row=row)
        )


def _chain(connection: sqlite3.Connection, expected_head: str) -> Proof:
    """Whether the rows say what was hashed when they were written."""
    differences: list[Difference] = []
    head, documents, lines = GENESIS, 0, 0
    seen_head = expected_head in ("", GENESIS)
    walk = Walk(connection)
    for number, count, stored, computed in walk:
        if computed != stored:
            message = _("The document or one before it was changed after posting.")
            differences.append(Difference("chain", number, message))
        head = stored
        seen_head = seen_head or stored == expected_head
        documents += 1
        lines += count
    if walk.rest:
        message = _("There are lines or moves that belong to no document.")
        differences.append(Difference("chain", "", message))
    if not seen_head:
        message = _("The workbook remembers a document that the ledger no longer has.")
        differences.append(Difference("head", expected_head[:12], message))
    return Proof(documents, lines, head, differences)
