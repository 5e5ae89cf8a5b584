"""By which method stock is valued since when: facts of their own, with a chain of hashes over them.

Books begin with first in first out.  An event says from which day on another method holds (设置
计价方法); one that comes later goes before those that were written before it.
"""

import sqlite3
from collections.abc import Iterator
from typing import Any, NamedTuple

from jxc_xl.domain.averaging import Change, in_force
from jxc_xl.i18n import gettext as _
from jxc_xl.ledger import chain
from jxc_xl.ledger.proof import Difference
from jxc_xl.ledger.source import Source

_COLUMNS = (
    "id", "since", "average", "document_id", "head", "user", "machine", "workbook_id", "workbook",
    "at",
)  # fmt: skip


class Decision(NamedTuple):
    """A :class:`Change`, and who decided it where and when."""

    since: str
    average: bool
    user: str
    workbook: str
    at: str


def changes(connection: sqlite3.Connection) -> list[Change]:
    """The methods in force, by the day from which they hold; empty where it is always FIFO."""
    return in_force(
        Change(since, bool(average))
        for since, average in connection.execute(
            "SELECT since, average FROM valuation_event ORDER BY id"
        )
    )


def decisions(connection: sqlite3.Connection) -> int:
    """How many times the method was changed."""
    (count,) = connection.execute("SELECT count(*) FROM valuation_event").fetchone()
    return int(count)


def last_decision(connection: sqlite3.Connection) -> Decision | None:
    """The latest change, ``None`` where the method was never changed."""
    row = connection.execute(
        "SELECT since, average, user, workbook, at FROM valuation_event ORDER BY id DESC LIMIT 1"
    ).fetchone()
    return Decision(row[0], bool(row[1]), *row[2:]) if row else None


def record(connection: sqlite3.Connection, change: Change, source: Source) -> list[int]:
    """Write a change down, inside a transaction; the items whose costs it may change."""
    (last, before) = connection.execute(
        "SELECT ifnull(max(id), 0), (SELECT hash FROM valuation_event ORDER BY id DESC LIMIT 1)"
        " FROM valuation_event"
    ).fetchone()
    event = (
        last + 1, change.since, int(change.average), chain.last_document(connection),
        chain.head(connection), source.user, source.machine, source.workbook_id, source.workbook,
        source.at,
    )  # fmt: skip
    connection.execute(
        f"INSERT INTO valuation_event ({', '.join(_COLUMNS)}, hash)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*event, chain.event_hash(before or chain.GENESIS, event, ())),
    )
    rows = connection.execute(
        "SELECT DISTINCT item_id FROM move WHERE date >= ? ORDER BY item_id", (change.since,)
    )
    return [row[0] for row in rows]


def prove(connection: sqlite3.Connection) -> Iterator[Difference]:
    """Whether what was decided is what is there."""
    before = chain.GENESIS
    for *event, stored in connection.execute(
        f"SELECT {', '.join(_COLUMNS)}, hash FROM valuation_event ORDER BY id"
    ).fetchall():
        said: dict[str, Any] = dict(zip(_COLUMNS, event, strict=True))
        if chain.event_hash(before, event, ()) != stored:
            message = _("What was written when the method of valuation was changed was changed.")
            yield Difference("valuation", said["since"], message)
        if chain.head_at(connection, said["document_id"]) != said["head"]:
            message = _("The documents up to which stock was valued otherwise are not those here.")
            yield Difference("valuation", said["since"], message)
        before = stored
