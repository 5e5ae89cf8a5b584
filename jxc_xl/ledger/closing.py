"""Closed months: facts of their own, with the figures of the day they were closed.

A chain of hashes runs over them as over documents.  Each event holds the head of the documents'
chain, so that what was closed, and on which documents, can be proven ever after.
"""

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from jxc_xl.i18n import gettext as _
from jxc_xl.ledger import chain
from jxc_xl.ledger.periods import Amount, Figures, figures_of
from jxc_xl.ledger.proof import Difference
from jxc_xl.ledger.source import Source
from jxc_xl.ledger.standing import STANDING_MOVE

_COLUMNS = ("id", "month", "closed", "document_id", "head", "user", "machine", "workbook", "at")
_FIGURES = (
    "event_id", "item_id", "warehouse_id", "opening_e4", "opening_fen", "received_e4",
    "received_fen", "issued_e4", "issued_fen", "closing_e4", "closing_fen",
)  # fmt: skip
_LAST_WORDS = "id IN (SELECT max(id) FROM period_event GROUP BY month)"


class Negative(NamedTuple):
    """A place that had less than nothing at the end of a month."""

    item: str
    warehouse: str
    batch: str
    quantity_e4: int


class Provisional(NamedTuple):
    """A standing line at an estimated price (暂估)."""

    number: str
    date: str
    partner: str
    item: str
    amount_fen: int


def last_closed(connection: sqlite3.Connection) -> str | None:
    """The latest closed month, ``None`` if none is."""
    (month,) = connection.execute(
        f"SELECT max(month) FROM period_event WHERE closed = 1 AND {_LAST_WORDS}"
    ).fetchone()
    return str(month) if month else None


def first_month(connection: sqlite3.Connection) -> str | None:
    """The month of the first document that moves anything, ``None`` in empty books."""
    (day,) = connection.execute(f"SELECT min(date) FROM move m WHERE {STANDING_MOVE}").fetchone()
    return str(day)[:7] if day else None


def record(connection: sqlite3.Connection, month: str, *, closed: bool, source: Source) -> str:
    """Write that a month is closed, with its figures, or open again; the head of the documents.

    Inside a transaction; whether it may be is for the caller to know.
    """
    (last, before) = connection.execute(
        "SELECT ifnull(max(id), 0), (SELECT hash FROM period_event ORDER BY id DESC LIMIT 1)"
        " FROM period_event"
    ).fetchone()
    head = chain.head(connection)
    event = (
        last + 1, month, int(closed), chain.last_document(connection), head, source.user,
        source.machine, source.workbook, source.at,
    )  # fmt: skip
    figures = figures_of(connection, [month])[month] if closed else []
    rows = [_row(event[0], entry) for entry in figures]
    connection.execute(
        f"INSERT INTO period_event ({', '.join(_COLUMNS)}, hash) VALUES (?,?,?,?,?,?,?,?,?,?)",
        (*event, chain.event_hash(before or chain.GENESIS, event, rows)),
    )
    connection.executemany(
        f"INSERT INTO period_figure ({', '.join(_FIGURES)}) VALUES (?,?,?,?,?,?,?,?,?,?,?)", rows
    )
    return head


def _row(event: int, entry: Figures) -> tuple[int, ...]:
    return (event, *entry[:2], *entry.opening, *entry.received, *entry.issued, *entry.closing)


def negative_at(connection: sqlite3.Connection, day: str) -> list[Negative]:
    """Where there was less than nothing at the end of an ISO day."""
    rows = connection.execute(
        "SELECT i.code, w.name, e.batch, sum(e.quantity_e4) FROM v_effects e"
        " JOIN item i ON i.id = e.item_id JOIN warehouse w ON w.id = e.warehouse_id"
        " WHERE e.date <= ? AND NOT e.void GROUP BY e.item_id, e.warehouse_id, e.batch"
        " HAVING sum(e.quantity_e4) < 0 ORDER BY i.code, w.id, e.batch",
        (day,),
    )
    return [Negative._make(row) for row in rows]


def provisional_at(connection: sqlite3.Connection, day: str) -> list[Provisional]:
    """The lines dated up to an ISO day whose invoice is still to come."""
    rows = connection.execute(
        "SELECT d.number, d.date, d.partner_name, l.item, l.amount_fen FROM v_lines l"
        " JOIN document d ON d.number = l.number"
        " WHERE l.provisional AND l.reversed_by IS NULL AND d.reverses IS NULL AND d.date <= ?"
        " ORDER BY l.id",
        (day,),
    )
    return [Provisional._make(row) for row in rows]


def closed_figures(connection: sqlite3.Connection) -> dict[str, list[Figures]]:
    """The figures of every month that is closed now, as they were when it was closed."""
    rows = connection.execute(
        f"SELECT e.month, {', '.join(f'f.{name}' for name in _FIGURES[1:])} FROM period_event e"
        " LEFT JOIN period_figure f ON f.event_id = e.id"
        f" WHERE e.closed = 1 AND e.{_LAST_WORDS}"
        " ORDER BY e.month, f.item_id, f.warehouse_id"
    )
    found: dict[str, list[Figures]] = {}
    for month, item, place, *rest in rows:
        entries = found.setdefault(month, [])
        if item is not None:
            amounts = (Amount(*rest[n : n + 2]) for n in range(0, 8, 2))
            entries.append(Figures(item, place, *amounts))
    return found


def prove(connection: sqlite3.Connection) -> Iterator[Difference]:
    """Whether the events say what was written, and closed months are what they were."""
    before = chain.GENESIS
    for *event, stored in connection.execute(
        f"SELECT {', '.join(_COLUMNS)}, hash FROM period_event ORDER BY id"
    ).fetchall():
        rows = connection.execute(
            f"SELECT {', '.join(_FIGURES)} FROM period_figure WHERE event_id = ?"
            " ORDER BY item_id, warehouse_id",
            event[:1],
        ).fetchall()
        _id, month, _closed, document, head, *_who = event
        if chain.event_hash(before, event, rows) != stored:
            message = _("What was written when the month was closed or reopened was changed.")
            yield Difference("period", month, message)
        if chain.head_at(connection, document) != head:
            message = _("The documents on which the month was closed are not those of the ledger.")
            yield Difference("period", month, message)
        before = stored
    closed = closed_figures(connection)
    if closed:
        now = figures_of(connection, closed)
        for month, figures in closed.items():
            if figures != now[month]:
                message = _("The figures of the closed month are not what they were.")
                yield Difference("period", month, message)
