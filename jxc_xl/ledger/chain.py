"""The hash chain over documents: each hash is over the one before and all that a document says.

What is hashed is JSON text without blanks, ``["hash before",[document],[[line],…],[[move],…]]``,
each row an array of its columns as they stand below.  SQLite's ``json_array`` writes the very
same text, so that anybody can compute the chain again with SQLite and SHA-256 alone.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import orjson

GENESIS = "0" * 64
"""The hash before the first document."""

DOCUMENT_COLUMNS = (
    "id", "number", "kind", "date", "partner_id", "partner_name", "counterpart_number",
    "details", "reverses", "fingerprint", "sheet", "workbook_id", "workbook", "user", "machine",
    "posted_at",
)  # fmt: skip
LINE_COLUMNS = (
    "id", "document_id", "row_id", "typed", "item_id", "item_name", "item_spec", "warehouse_id",
    "warehouse_name", "to_warehouse_id", "to_warehouse_name", "batch", "made", "expires",
    "unit", "factor_e6", "quantity_e4",
    "base_e4", "unit_price_e6", "share_e6", "tax_rate_e6", "amount_fen", "tax_fen",
    "total_fen", "basis_fen", "provisional", "link", "details",
)  # fmt: skip
MOVE_COLUMNS = (
    "id", "line_id", "item_id", "date", "phase", "what", "warehouse_id", "batch",
    "quantity_e4", "value_fen", "link", "pair", "customer_id", "estimate_e6", "reverses",
    "turn",
)  # fmt: skip

Row = tuple[Any, ...]

_json = orjson.dumps


def link(before: str, document: Row, lines: Sequence[Row], moves: Sequence[Row]) -> str:
    """The hash of a document that is about to be written."""
    return _hash(_json((before, document, lines, moves)))


def head(connection: sqlite3.Connection) -> str:
    """The hash of the last document: the head of the chain."""
    row = connection.execute("SELECT hash FROM document ORDER BY id DESC LIMIT 1").fetchone()
    return str(row[0]) if row else GENESIS


def head_at(connection: sqlite3.Connection, document: int) -> str | None:
    """The hash of a document by its id, for 0 where the chain begins; ``None`` without one."""
    if not document:
        return GENESIS
    row = connection.execute("SELECT hash FROM document WHERE id = ?", (document,)).fetchone()
    return str(row[0]) if row else None


def last_document(connection: sqlite3.Connection) -> int:
    """The id of the last document, 0 in empty books."""
    (found,) = connection.execute("SELECT ifnull(max(id), 0) FROM document").fetchone()
    return int(found)


def event_hash(before: str, event: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    """The hash of an event that is no document: over the one before, the event and its rows."""
    return _hash(_json((before, event, list(rows))))


class Link(NamedTuple):
    """A document as it stands in the ledger: its hash, and what the hash must be."""

    number: str
    lines: int
    stored: str
    computed: str


class Walk:
    """Walks along the chain and computes every hash again from what the rows say.

    ``rest`` tells afterwards whether there are lines or moves that belong to no document.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lines = _Rows(connection, "line", "document_id", LINE_COLUMNS)
        self._moves = _Rows(connection, "move", "line_id", MOVE_COLUMNS)

    def __iter__(self) -> Iterator[Link]:
        before = GENESIS
        for id_, number, stored, document in self._connection.execute(
            f"SELECT id, number, hash, {_json_array(DOCUMENT_COLUMNS)} FROM document ORDER BY id"
        ):
            lines = self._lines.up_to(id_)
            moves = self._moves.up_to(self._lines.last)
            text = f'["{before}",{document},[{",".join(lines)}],[{",".join(moves)}]]'
            yield Link(number, len(lines), stored, _hash(text.encode()))
            before = stored

    @property
    def rest(self) -> bool:
        """Whether rows are left."""
        return self._lines.rest or self._moves.rest


class _Rows:
    """The rows of a table as JSON by id, as far as their owners have come.

    Owners only grow with the id: what a document says is written at once and never again.
    ``last`` is the id of the last row that was given out.
    """

    def __init__(
        self, connection: sqlite3.Connection, table: str, owner: str, columns: Sequence[str]
    ) -> None:
        self._rows: Iterator[tuple[int, str, int]] = connection.execute(
            f"SELECT {owner}, {_json_array(columns)}, id FROM {table} ORDER BY id"
        )
        self._next = next(self._rows, None)
        self.last = 0

    @property
    def rest(self) -> bool:
        """Whether there are more rows."""
        return self._next is not None

    def up_to(self, owner: int) -> list[str]:
        """The next rows, up to the last one that belongs to ``owner`` or one before it."""
        found: list[str] = []
        row = self._next
        while row is not None and row[0] <= owner:
            found.append(row[1])
            self.last = row[2]
            row = next(self._rows, None)
        self._next = row
        return found


def _json_array(columns: Sequence[str]) -> str:
    return f"json_array({', '.join(columns)})"


def _hash(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()
