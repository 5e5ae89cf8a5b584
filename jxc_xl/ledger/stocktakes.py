"""Stocktakes that were begun: what was listed, with the books' quantity at that time.

Facts of their own with a chain of hashes over them, as over closed months.  A stocktake is *open*
until a document of the kind ``count`` bears its number (the 盘点 that says what was counted; once
that is reversed it is open again) or until it is cancelled; both are events, nothing is ever
changed.  A file that was made for it
carries number and fingerprint.  Who reads one back asks :func:`stocktake` for the number and
compares the fingerprint: it differs on a sheet of another shop, whose numbers look the same.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from hashlib import blake2b
from typing import Any, NamedTuple

from jxc_xl.domain.kinds import KINDS
from jxc_xl.domain.months import last_day
from jxc_xl.domain.tables.stocktake import Method, Moment
from jxc_xl.i18n import gettext as _
from jxc_xl.ledger import chain
from jxc_xl.ledger.proof import Difference
from jxc_xl.ledger.references import check_new
from jxc_xl.ledger.source import Source

_COLUMNS = (
    "id", "number", "cancelled", "date", "moment", "method", "scope", "fingerprint",
    "document_id", "head", "user", "machine", "workbook", "at",
)  # fmt: skip
_LINES = ("id", "event_id", "warehouse_id", "item_id", "batch", "abc", "book_e4")
_FIRST_LINE = "SELECT ifnull(max(id), 0) + 1 FROM stocktake_line"


class State(StrEnum):
    """What became of a stocktake."""

    OPEN = "open"
    COUNTED = "counted"
    CANCELLED = "cancelled"


class Listed(NamedTuple):
    """A line of a stocktake: what is to be counted, and how much the books had of it then.

    ``warehouse`` and ``item`` are codes; ``abc`` is the item's class, empty if it had none.
    """

    warehouse: str
    item: str
    batch: str
    abc: str
    book_e4: int


class Stocktake(NamedTuple):
    """A stocktake that was made.

    ``scope`` says what it is of: ``warehouses`` (codes, one sheet each) and, where given,
    ``abc``, ``category``, ``sample`` (so many items) with its ``seed``.  ``document`` is the id of
    the last document in the books when it was made: those after it were posted since.
    """

    id: int
    number: str
    day: date
    moment: Moment
    method: Method
    scope: Mapping[str, Any]
    fingerprint: str
    document: int
    user: str
    at: str
    state: State

    @property
    def warehouses(self) -> tuple[str, ...]:
        """The codes of the warehouses, in the order of the sheets."""
        return tuple(self.scope["warehouses"])


class Plan(NamedTuple):
    """A stocktake that is about to be made."""

    day: date
    moment: Moment
    method: Method
    scope: Mapping[str, Any]


def stocktake(connection: sqlite3.Connection, number: str) -> Stocktake | None:
    """A stocktake by its number; letter case does not matter."""
    row = connection.execute(f"{_STOCKTAKES} WHERE number = ?", (number,)).fetchone()
    return _stocktake(row) if row else None


def open_stocktakes(connection: sqlite3.Connection, month: str = "") -> list[Stocktake]:
    """The stocktakes that are neither counted nor cancelled, of a month or before it."""
    until = last_day(month).isoformat() if month else "9999"
    rows = connection.execute(
        f"{_STOCKTAKES} WHERE state = 'open' AND date <= ? ORDER BY id", (until,)
    )
    return [_stocktake(row) for row in rows]


def lines_of(connection: sqlite3.Connection, number: str) -> list[Listed]:
    """What a stocktake lists, as it stands on the sheets: by warehouse, then place and code."""
    rows = connection.execute(
        "SELECT w.code, i.code, l.batch, l.abc, l.book_e4 FROM stocktake_line l"
        " JOIN stocktake_event e ON e.id = l.event_id"
        " JOIN warehouse w ON w.id = l.warehouse_id JOIN item i ON i.id = l.item_id"
        " WHERE e.number = ? ORDER BY l.id",
        (number,),
    )
    return [Listed._make(row) for row in rows]


def make(
    connection: sqlite3.Connection,
    ledger_id: str,
    plan: Plan,
    lines: Iterable[Listed],
    source: Source,
) -> Stocktake:
    """Write down that a stocktake was made, under the next number of its day.

    Inside a transaction; whether it may be is for the caller to know.
    """
    number = _next_number(connection, plan.day)
    lines = list(lines)
    scope = json.dumps(plan.scope, ensure_ascii=False, sort_keys=True)
    said = (number, plan.day.isoformat(), plan.moment, plan.method, scope)
    fingerprint = _fingerprint(ledger_id, said, lines)
    _record(connection, (number, 0, *said[1:], fingerprint), lines, source)
    made = stocktake(connection, number)
    assert made is not None
    return made


def cancel(connection: sqlite3.Connection, found: Stocktake, source: Source) -> None:
    """Write down that an open stocktake will not be counted any more; inside a transaction."""
    scope = json.dumps(found.scope, ensure_ascii=False, sort_keys=True)
    said = (found.day.isoformat(), found.moment, found.method, scope, found.fingerprint)
    _record(connection, (found.number, 1, *said), (), source)


def prove(connection: sqlite3.Connection) -> Iterator[Difference]:
    """Whether what was written about stocktakes is what is there."""
    before = chain.GENESIS
    lines = ", ".join(_LINES)
    for *event, stored in connection.execute(
        f"SELECT {', '.join(_COLUMNS)}, hash FROM stocktake_event ORDER BY id"
    ).fetchall():
        rows = connection.execute(
            f"SELECT {lines} FROM stocktake_line WHERE event_id = ? ORDER BY id", event[:1]
        )
        said = dict(zip(_COLUMNS, event, strict=True))
        if chain.event_hash(before, event, rows) != stored:
            message = _("What was written about the stocktake was changed.")
            yield Difference("stocktake", said["number"], message)
        if chain.head_at(connection, said["document_id"]) != said["head"]:
            message = _("The documents on which the stocktake was made are not those there are.")
            yield Difference("stocktake", said["number"], message)
        before = stored


_STOCKTAKES = (
    "SELECT id, number, date, moment, method, scope, fingerprint, document_id, user, at, state"
    " FROM v_stocktakes"
)


def _stocktake(row: tuple[Any, ...]) -> Stocktake:
    id_, number, day, moment, method, scope, fingerprint, document, user, at, state = row
    return Stocktake(
        id_, number, date.fromisoformat(day), Moment(moment), Method(method), json.loads(scope),
        fingerprint, document, user, at, State(state),
    )  # fmt: skip


def _next_number(connection: sqlite3.Connection, day: date) -> str:
    """``PDD20261130-001`` and on; also counts documents, should one bear such a number."""
    stem = f"{KINDS['count'].prefix}{day:%Y%m%d}-"
    rows = connection.execute(
        "SELECT number FROM stocktake_event WHERE number >= :from AND number < :to"
        " UNION SELECT number FROM document WHERE number >= :from AND number < :to",
        {"from": stem, "to": stem[:-1] + "."},
    )
    ends = [number[len(stem) :] for (number,) in rows]
    return f"{stem}{max((int(end) for end in ends if end.isdecimal()), default=0) + 1:03d}"


def _fingerprint(ledger_id: str, said: tuple[Any, ...], lines: Iterable[Listed]) -> str:
    """Which sheets belong to the stocktake; nothing of what the books have goes into it.

    It begins and ends with a letter, so that no spreadsheet takes it for a number.
    """
    listed = [line[:3] for line in lines]
    text = json.dumps((ledger_id, said, listed), ensure_ascii=False)
    return f"p{blake2b(text.encode(), digest_size=6).hexdigest()}z"


def _record(
    connection: sqlite3.Connection,
    said: tuple[Any, ...],
    lines: Iterable[Listed],
    source: Source,
) -> None:
    """Add an event with its lines to the chain."""
    (last, before) = connection.execute(
        "SELECT ifnull(max(id), 0), (SELECT hash FROM stocktake_event ORDER BY id DESC LIMIT 1)"
        " FROM stocktake_event"
    ).fetchone()
    head = (chain.last_document(connection), chain.head(connection))
    event = (last + 1, *said, *head, source.user, source.machine, source.workbook, source.at)
    rows = list(_line_rows(connection, event[0], lines))
    marks = ", ".join("?" * (len(_COLUMNS) + 1))
    connection.execute(
        f"INSERT INTO stocktake_event ({', '.join(_COLUMNS)}, hash) VALUES ({marks})",
        (*event, chain.event_hash(before or chain.GENESIS, event, rows)),
    )
    connection.executemany(
        f"INSERT INTO stocktake_line ({', '.join(_LINES)}) VALUES (?, ?, ?, ?, ?, ?, ?)", rows
    )
    if rows:
        check_new(connection, "stocktake_line", rows[0][0])


def _line_rows(
    connection: sqlite3.Connection, event: int, lines: Iterable[Listed]
) -> Iterator[tuple[Any, ...]]:
    """The lines as they are stored."""
    run = connection.execute
    items = {code.casefold(): id_ for code, id_ in run("SELECT code, id FROM item")}
    warehouses = {code.casefold(): id_ for code, id_ in run("SELECT code, id FROM warehouse")}
    (first,) = run(_FIRST_LINE).fetchone()
    for id_, (warehouse, item, *rest) in enumerate(lines, first):
        place = (warehouses[warehouse.casefold()], items[item.casefold()])
        yield (id_, event, *place, *rest)
