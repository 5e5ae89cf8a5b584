"""Writing documents into the ledger: facts, hash chain, costs; all inside one transaction."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from jxc_xl.domain.acceptance import MOVE_PHASE
from jxc_xl.domain.costing import Event, What
from jxc_xl.domain.documents import Document, Line, Move
from jxc_xl.domain.kinds import Effect, Party
from jxc_xl.domain.masters import Item, Warehouse
from jxc_xl.ledger import batches, chain, costs, orders, references
from jxc_xl.ledger.chain import DOCUMENT_COLUMNS, LINE_COLUMNS, MOVE_COLUMNS, Row
from jxc_xl.ledger.masters import Masters
from jxc_xl.ledger.replaying import Replaying
from jxc_xl.ledger.row_ids import RowIds
from jxc_xl.ledger.source import Source


class Posted(NamedTuple):
    """A document that now stands in the ledger; ``row_ids`` go with its lines."""

    document: Document
    number: str
    row_ids: tuple[str, ...]


class Writer:
    """Collects the rows of documents and writes them with few statements.

    ``next_number`` gives a free number for a kind's prefix and a day.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        masters: Masters,
        source: Source,
        next_number: Callable[[str, Any], str],
    ) -> None:
        self._connection = connection
        self._masters = masters
        self._source = source
        self._next_number = next_number
        self._document = _last_id(connection, "document")
        self._line = _last_id(connection, "line")
        self._move = _last_id(connection, "move")
        self._first = {
            "document": self._document + 1, "line": self._line + 1, "move": self._move + 1,
        }  # fmt: skip
        self._hash = chain.head(connection)
        self._documents: list[Row] = []
        self._lines: list[Row] = []
        self._moves: list[Row] = []
        self._batches: list[batches.Row] = []
        self._reversed_batches: set[batches.Key] = set()
        self._orders: set[str] = set()
        self._events: defaultdict[int, list[Event]] = defaultdict(list)
        self._item_ids: dict[Item, int] = {}
        self._warehouse_ids: dict[Warehouse, int] = {}
        self._reversed_items: set[int] = set()
        self._row_ids = RowIds()
        self._turn: int | None = None
        self._phase = MOVE_PHASE

    def add(
        self,
        document: Document,
        fingerprint: str,
        *,
        row_ids: bool = True,
        turn: int | None = None,
    ) -> Posted:
        """Take one accepted document in; it is written by :meth:`write`.

        ``turn`` is the move whose place in the day a correction takes.
        """
        self._document += 1
        self._turn, self._phase = turn, document.phase
        kind = document.kind
        number = document.number or self._next_number(kind.prefix, document.date)
        partner = document.partner
        partner_id = None
        if partner is not None:
            partner_id = self._masters.partner_id(partner.party, partner.code)
            if partner_id is None:
                self._masters.take_over(self._source, [partner])
                partner_id = self._masters.partner_id(partner.party, partner.code)
        day = document.date.isoformat()
        ids = self._row_ids.take(len(document.lines)) if row_ids else ()
        customer = partner_id if kind.party is Party.CUSTOMER else None
        move_row = self._value_row if kind.effect is Effect.VALUE else self._move_row
        if kind.effect is Effect.COUNT:
            move_row = self._count_row
        if kind.effect is Effect.ORDER:
            self._orders.add(number)
        lines: list[Row] = []
        moves: list[Row] = []
        for place, line in enumerate(document.lines):
            self._line += 1
            item = self._item_id(line.item)
            lines.append(self._line_row(line, item, ids[place] if ids else None))
            if line.link:
                self._orders.add(line.link)
            if line.batch and (line.made or line.expires) and batches.says(kind.key, line.link):
                self._batches.append((item, line.batch, _iso(line.made), _iso(line.expires)))
            moves += [move_row(move, item, day, customer) for move in line.moves]
        row = (
            self._document, number, kind.key, day, partner_id,
            partner.name if partner else "", document.counterpart_number,
            _json(document.details), None, fingerprint, document.table, *self._source,
        )  # fmt: skip
        self._take(row, lines, moves)
        return Posted(document, number, ids)

    def _take(self, row: Row, lines: list[Row], moves: list[Row]) -> None:
        self._hash = chain.link(self._hash, row, lines, moves)
        self._documents.append((*row, self._hash))
        self._lines += lines
        self._moves += moves

    def _item_id(self, item: Item) -> int:
        """The item's id; an item is looked up once."""
        known = self._item_ids.get(item)
        if known is None:
            known = self._item_ids[item] = self._masters.item_id(item.code) or 0
        return known

    def _warehouse_id(self, warehouse: Warehouse) -> int:
        """The warehouse's id, in the same way."""
        known = self._warehouse_ids.get(warehouse)
        if known is None:
            known = self._masters.warehouse_id(warehouse.code) or 0
            self._warehouse_ids[warehouse] = known
        return known

    def _line_row(self, line: Line, item: int, row_id: str | None) -> Row:
        to_warehouse = line.to_warehouse
        return (
            self._line, self._document, row_id, line.typed, item or None, line.item.name,
            line.item.spec, self._warehouse_id(line.warehouse) or None, line.warehouse.name,
            self._warehouse_id(to_warehouse) if to_warehouse else None,
            to_warehouse.name if to_warehouse else "", line.batch,
            line.made and line.made.isoformat(), line.expires and line.expires.isoformat(),
            line.unit, line.factor_e6, line.quantity_e4, line.base_e4, line.price_e6,
            line.share_e6, line.tax_rate_e6, line.amount_fen, line.tax_fen, line.total_fen,
            line.basis_fen, int(line.provisional), line.link,
            _json(line.details) if line.details else "{}",
        )  # fmt: skip

    def _move_row(self, move: Move, item: int, day: str, customer: int | None) -> Row:
        self._move += 1
        id_ = self._move
        place, batch, quantity, value, link, arrives, estimate = move
        warehouse = self._warehouse_id(place)
        pair = id_ - 1 if arrives else None
        self._events[item].append(
            Event(
                id_, day, 1, What.QUANTITY, warehouse, batch, quantity, value, link, pair,
                customer, estimate, self._turn,
            )
        )  # fmt: skip
        return (
            id_, self._line, item, day, 1, What.QUANTITY, warehouse, batch, quantity, value, link,
            pair, customer, estimate, None, self._turn,
        )  # fmt: skip

    def _value_row(self, move: Move, item: int, day: str, _customer: int | None) -> Row:
        """A value without quantity, onto the goods of a posted move or of a place."""
        self._move += 1
        place = (item, self._warehouse_id(move.warehouse), move.batch)
        if move.link is not None:
            place = self._connection.execute(
                "SELECT item_id, warehouse_id, batch FROM move WHERE id = ?", (move.link,)
            ).fetchone()
        item, warehouse, batch = place
        event = Event(
            self._move, day, 1, What.VALUE, warehouse, batch, 0, move.value_fen, move.link,
            turn=self._turn,
        )  # fmt: skip
        return self._event_row(event, item)

    def _count_row(self, move: Move, item: int, day: str, _customer: int | None) -> Row:
        """What was counted: the balance of a place, before or after the day's moves."""
        self._move += 1
        warehouse = self._warehouse_id(move.warehouse)
        event = Event(
            self._move, day, self._phase, What.COUNT, warehouse, move.batch, move.quantity_e4,
            move.value_fen, estimate_e6=move.estimate_e6,
        )  # fmt: skip
        return self._event_row(event, item)

    def _event_row(self, event: Event, item: int) -> Row:
        """An event as it is stored, kept for the replay."""
        self._events[item].append(event)
        return (
            event.id, self._line, item, event.date, event.phase, event.what, event.warehouse,
            event.batch, event.quantity_e4, event.value_fen, event.link, None, None,
            event.estimate_e6, None, event.turn,
        )  # fmt: skip

    def reverse(self, document_id: int, number: str, on: str = "") -> None:
        """Take the opposite of a posted document in, at its date; replay skips both.

        With an ISO day ``on`` it is dated then, for a document of a closed month: the past stays,
        and the opposite is a return of what came, or a taking back of what went.
        """
        run = self._connection.execute
        columns = ", ".join(DOCUMENT_COLUMNS)
        old = run(f"SELECT {columns} FROM document WHERE id = ?", (document_id,)).fetchone()
        original = dict(zip(DOCUMENT_COLUMNS, old, strict=True))
        self._document += 1
        self._orders.add(original["number"])
        row = (
            self._document, number, "reversal", on or original["date"], original["partner_id"],
            original["partner_name"], "", "{}", document_id, "", original["sheet"], *self._source,
        )  # fmt: skip
        lines: list[Row] = []
        moves: list[Row] = []
        ids: dict[int, int] = {}
        for line in run(
            f"SELECT {', '.join(LINE_COLUMNS)} FROM line WHERE document_id = ? ORDER BY id",
            (document_id,),
        ).fetchall():
            self._line += 1
            ids[line[0]] = self._line
            lines.append(self._opposite_line(line))
        old_moves = run(
            f"SELECT {', '.join(f'm.{name}' for name in MOVE_COLUMNS)} FROM move m"
            " JOIN line l ON l.id = m.line_id WHERE l.document_id = ? ORDER BY m.id",
            (document_id,),
        ).fetchall()
        if on:
            moves += self._returning_moves(old_moves, ids, on)
        else:
            moves += [self._opposite_move(move, ids) for move in old_moves]
        self._take(row, lines, moves)

    def _opposite_line(self, line: Row) -> Row:
        values = dict(zip(LINE_COLUMNS, line, strict=True))
        values |= {"id": self._line, "document_id": self._document, "row_id": None, "typed": None}
        self._orders.add(values["link"])
        if values["batch"]:
            self._reversed_batches.add((values["item_id"], values["batch"]))
        for name in ("quantity_e4", "base_e4", "amount_fen", "tax_fen", "total_fen", "basis_fen"):
            values[name] = None if values[name] is None else -values[name]
        return tuple(values.values())

    def _returning_moves(self, old: list[Row], line_ids: dict[int, int], day: str) -> Iterator[Row]:
        """The moves of a return of everything; what a transfer carried goes back the same way.

        Of a count it is the difference that it made: in a closed month that does not change.
        """
        named = [dict(zip(MOVE_COLUMNS, move, strict=True)) for move in old]
        for values in named:
            if values["what"] == What.COUNT:
                values |= {"what": What.QUANTITY, "quantity_e4": self._difference(values["id"])}
        named = [v for v in named if v["quantity_e4"] or v["what"] == What.VALUE]
        arrived = {values["pair"]: values for values in named if values["pair"] is not None}
        for values in named:
            partner = arrived.get(values["id"])
            if partner is not None:
                yield self._returning_move(partner, line_ids, day, partner["id"], None)
                yield self._returning_move(values, line_ids, day, None, self._move)
            elif values["pair"] is None:
                back_to = values["link"] if values["what"] == What.VALUE else values["id"]
                yield self._returning_move(values, line_ids, day, back_to, None)

    def _difference(self, count: int) -> int:
        """What a count changed the balance by."""
        (found,) = self._connection.execute(
            "SELECT quantity_e4 FROM v_effects WHERE id = ?", (count,)
        ).fetchone()
        return int(found)

    def _returning_move(
        self,
        values: dict[str, Any],
        line_ids: dict[int, int],
        day: str,
        link: int | None,
        pair: int | None,
    ) -> Row:
        self._move += 1
        self._reversed_items.add(values["item_id"])
        is_value = values["what"] == What.VALUE
        goes = values["quantity_e4"] > 0
        changed = {
            "id": self._move,
            "line_id": line_ids[values["line_id"]],
            "date": day,
            "phase": MOVE_PHASE,
            "quantity_e4": -values["quantity_e4"],
            "value_fen": -values["value_fen"] if is_value else None,
            "link": link,
            "pair": pair,
            "customer_id": None if goes else values["customer_id"],
            "reverses": None,
            "turn": None,
        }
        return tuple((values | changed).values())

    def _opposite_move(self, move: Row, line_ids: dict[int, int]) -> Row:
        self._move += 1
        values = dict(zip(MOVE_COLUMNS, move, strict=True))
        self._reversed_items.add(values["item_id"])
        value = values["value_fen"]
        values |= {
            "reverses": values["id"],
            "id": self._move,
            "line_id": line_ids[values["line_id"]],
            "quantity_e4": -values["quantity_e4"],
            "value_fen": None if value is None else -value,
            "link": None,
            "pair": None,
            "turn": None,
        }
        return tuple(values.values())

    def write(self, beside: Replaying | None = None) -> None:
        """Write everything taken in, and what follows from it for cost and stock.

        ``beside`` works out the costs meanwhile, if it can.
        """
        first = self._first["move"]
        if beside is not None:
            beside.ask(self._events, first)
        self._write_facts()
        changes = beside.changes() if beside is not None else None
        if changes is None:
            changes = costs.changes_of(self._connection, self._events, first)
        costs.record(self._connection, changes, self._reversed_items)

    def _write_facts(self) -> None:
        run = self._connection.executemany
        run(_insert("document", (*DOCUMENT_COLUMNS, "hash")), self._documents)
        run(_insert("line", LINE_COLUMNS), self._lines)
        run(_insert("move", MOVE_COLUMNS), self._moves)
        for table, first in self._first.items():
            references.check_new(self._connection, table, first)
        batches.add(self._connection, self._batches)
        batches.renew(self._connection, self._reversed_batches)
        orders.renew(self._connection, self._orders)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _json(details: Mapping[str, str]) -> str:
    return json.dumps(dict(details), ensure_ascii=False, sort_keys=True) if details else "{}"


def _insert(table: str, columns: Sequence[str]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


def _last_id(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT ifnull(max(id), 0) FROM {table}").fetchone()[0])
