"""The ledger's answers to what validation and acceptance ask."""

import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import Any

from jxc_xl.domain.acceptance import MOVE_PHASE, Later, StockBatch
from jxc_xl.domain.averaging import replay_by
from jxc_xl.domain.costing import Event, What
from jxc_xl.domain.facts import (
    BatchDates,
    LastPrice,
    Layer,
    OpenLine,
    PostedDocument,
    PostedLine,
    PostedMove,
    Value,
)
from jxc_xl.domain.kinds import ORDERS
from jxc_xl.domain.months import first_day, month_after
from jxc_xl.ledger import orders, valuation
from jxc_xl.ledger.closing import last_closed
from jxc_xl.ledger.costs import item_events
from jxc_xl.ledger.masters import Masters
from jxc_xl.ledger.standing import STANDING_MOVE, TURN, UNREVERSED


class LedgerFacts:
    """Reads the ledger as it stands; one object serves one click."""

    def __init__(self, connection: sqlite3.Connection, masters: Masters) -> None:
        self._connection = connection
        self._run = connection.execute
        self._masters = masters
        self._documents: dict[str, PostedDocument | None] = {}
        self._last: dict[tuple[str, str], int] = {}
        self._open_lines: list[OpenLine] | None = None

    # What validation asks

    def document(self, number: str) -> PostedDocument | None:
        """The document of a number, or ``None`` when the number is free."""
        if number not in self._documents:
            self._documents[number] = self._read_document(number)
        return self._documents[number]

    def leave_out(self, *numbers: str) -> None:
        """Take numbers for free: what has them is being corrected."""
        self._documents |= dict.fromkeys(numbers)

    def _read_document(self, number: str) -> PostedDocument | None:
        row = self._run(
            "SELECT d.id, d.number, d.kind, d.date, ifnull(p.code, ''), ifnull(r.number, '')"
            " FROM document d LEFT JOIN partner p ON p.id = d.partner_id"
            " LEFT JOIN document r ON r.reverses = d.id WHERE d.number = ?",
            (number,),
        ).fetchone()
        if row is None:
            return None
        id_, number, kind, day, partner, reversed_by = row
        lines = tuple(self._posted_lines(id_))
        closed_by = orders.closed_by(self._connection, number) if kind in ORDERS else ""
        return PostedDocument(
            number, kind, date.fromisoformat(day), partner, reversed_by, lines, closed_by
        )

    def _posted_lines(self, document: int) -> list[PostedLine]:
        rows = self._run(
            "SELECT l.id, i.code, w.code, l.unit_price_e6, l.share_e6, l.unit, l.factor_e6,"
            " l.tax_rate_e6, ifnull(o.open_e4, 0), ifnull(o.due, '')"
            " FROM line l JOIN item i ON i.id = l.item_id"
            " JOIN warehouse w ON w.id = l.warehouse_id LEFT JOIN order_line o ON o.line_id = l.id"
            " WHERE l.document_id = ? ORDER BY l.id",
            (document,),
        ).fetchall()
        return [
            PostedLine._make((*row, self._posted_moves(row[0]), still_open, _day(due)))
            for *row, still_open, due in rows
        ]

    def _posted_moves(self, line: int) -> tuple[PostedMove, ...]:
        rows = self._run(
            "SELECT id, batch, abs(quantity_e4), abs(quantity_e4) - ifnull((SELECT"
            " sum(abs(m.quantity_e4)) FROM move m WHERE m.link = move.id AND m.what = 0"
            f" AND {STANDING_MOVE}), 0), ifnull(value_fen, 0)"
            " FROM move WHERE line_id = ? AND pair IS NULL ORDER BY id",
            (line,),
        )
        return tuple(map(PostedMove._make, rows))

    def counterpart_number(self, supplier_code: str, number: str) -> str | None:
        """The number of the standing document that already has this 对方单号."""
        partner = self._masters.partner_id("supplier", supplier_code)
        return self._one(
            "SELECT number FROM document d WHERE partner_id = ? AND counterpart_number = ?"
            " AND counterpart_number <> ''"  # else SQLite leaves the partial index alone
            f" AND {UNREVERSED}",
            (partner, number),
        )

    def same_document(self, fingerprint: str) -> str | None:
        """The number of a standing document with the same content, if there is one."""
        return self._one(
            "SELECT number FROM document d WHERE fingerprint = ? AND fingerprint <> ''"
            f" AND {UNREVERSED}",
            (fingerprint,),
        )

    def last_sale_price(self, customer_code: str, item_code: str) -> LastPrice | None:
        """What this customer last paid for the item; gifts do not count."""
        customer = self._masters.partner_id("customer", customer_code)
        item = self._masters.item_id(item_code)
        row = self._run(
            "SELECT l.unit_price_e6, l.unit, l.factor_e6, m.date"
            " FROM move m JOIN line l ON l.id = m.line_id"
            " WHERE m.customer_id = ? AND m.item_id = ? AND m.quantity_e4 < 0"
            f" AND l.unit_price_e6 > 0 AND {STANDING_MOVE}"
            " ORDER BY m.date DESC, m.phase DESC, m.id DESC LIMIT 1",
            (customer, item),
        ).fetchone()
        return _price(row)

    def last_purchase_price(self, item_code: str) -> LastPrice | None:
        """What the item was last bought at, from anybody; gifts do not count."""
        item = self._masters.item_id(item_code)
        found = []
        for warehouse in self._masters.all_warehouse_ids():
            found += self._run(
                "SELECT m.date, m.id, l.unit_price_e6, l.unit, l.factor_e6"
                " FROM move m JOIN line l ON l.id = m.line_id"
                " JOIN document d ON d.id = l.document_id"
                " WHERE m.item_id = ? AND m.warehouse_id = ? AND m.quantity_e4 > 0"
                f" AND d.kind = 'receipt' AND l.unit_price_e6 > 0 AND {STANDING_MOVE}"
                " ORDER BY m.date DESC, m.phase DESC, m.id DESC LIMIT 1",
                (item, warehouse),
            ).fetchall()
        if not found:
            return None
        day, _id, *price = max(found)
        return _price((*price, day))

    def first_open_date(self) -> date | None:
        """The first day that is not in a closed month; ``None`` when none is closed."""
        month = last_closed(self._connection)
        return first_day(month_after(month)) if month else None

    def batch(self, item_code: str, batch: str) -> BatchDates | None:
        """The dates of a known batch; letter case does not matter."""
        row = self._run(
            "SELECT made, expires, batch FROM batch"
            " WHERE item_id = :item AND batch = :batch COLLATE NOCASE UNION ALL"
            " SELECT NULL, NULL, batch FROM balance"
            " WHERE item_id = :item AND batch = :batch COLLATE NOCASE LIMIT 1",
            {"item": self._masters.item_id(item_code), "batch": batch},
        ).fetchone()
        if row is None:
            return None
        made, expires = (date.fromisoformat(day) if day else None for day in row[:2])
        return BatchDates(made, expires, row[2])

    def values_on(self, move: int) -> Sequence[Value]:
        """The values that were put onto the goods of a receipt's move since, by date."""
        rows = self._run(
            "SELECT date, value_fen FROM move m WHERE link = ? AND what = 1"
            f" AND {STANDING_MOVE} ORDER BY date, phase, id",
            (move,),
        )
        return [Value(date.fromisoformat(day), fen) for day, fen in rows]

    def layers(self, item_code: str, warehouse_code: str, batch: str, day: date) -> list[Layer]:
        """The layers that a place has after the moves of a day, oldest first."""
        item = self._masters.item_id(item_code)
        place = (self._masters.warehouse_id(warehouse_code) or 0, batch)
        until = (day.isoformat(), MOVE_PHASE)
        events = item_events(self._connection, item or 0)
        replay = replay_by(valuation.changes(self._connection))
        replay.run(event for event in events if event[1:3] <= until)
        replay.apply(Event(0, *until, What.VALUE, *place, 0, value_fen=0))  # as a value finds them
        return [Layer(lot.left_e4, lot.left_fen) for lot in replay.pools[place].open()]

    def open_lines(self) -> Sequence[OpenLine]:
        """Every order line that is not fulfilled, those that are due first before others."""
        if self._open_lines is None:
            self._open_lines = [
                OpenLine(
                    line.number, line.kind, line.partner, line.item, line.warehouse,
                    line.open_e4, line.due, line.date,
                )
                for line in orders.open_lines(self._connection)
            ]  # fmt: skip
        return self._open_lines

    def on_hand(self, item: str, warehouse: str) -> int:
        """The quantity of an item in a warehouse now, all batches together."""
        (quantity,) = self._run(
            "SELECT ifnull(sum(quantity_e4), 0) FROM balance"
            " WHERE item_id = ? AND warehouse_id = ?",
            (self._masters.item_id(item), self._masters.warehouse_id(warehouse)),
        ).fetchone()
        return int(quantity)

    def numbers(self, prefix: str, day: date) -> Sequence[str]:
        """The numbers already given for a prefix and a day."""
        stem = f"{prefix}{day:%Y%m%d}-"
        rows = self._run(
            "SELECT number FROM document WHERE number >= ? AND number < ?", (stem, stem[:-1] + ".")
        )
        return [row[0] for row in rows]

    def next_number(self, prefix: str, day: date) -> str:
        """A number nobody has, ``CGRK20261122-001`` and on; each call gives another."""
        stem = f"{prefix}{day:%Y%m%d}-"
        key = (prefix, stem)
        if key not in self._last:
            ends = [number[len(stem) :] for number in self.numbers(prefix, day)]
            self._last[key] = max((int(end) for end in ends if end.isdecimal()), default=0)
        self._last[key] += 1
        return f"{stem}{self._last[key]:03d}"

    def reserve(self, numbers: Sequence[str]) -> None:
        """Keep numbers that clerks typed in this click out of :meth:`next_number`."""
        for number in numbers:
            stem, dash, end = number.rpartition("-")
            prefix = stem.rstrip("0123456789")
            key = (prefix, stem + dash)
            if dash and end.isdecimal() and len(stem) == len(prefix) + 8:
                if key not in self._last:
                    try:
                        day = date.fromisoformat(stem[len(prefix) :])
                    except ValueError:
                        continue
                    self.next_number(prefix, day)
                    self._last[key] -= 1
                self._last[key] = max(self._last[key], int(end))

    # What acceptance asks

    def balance(self, item: str, warehouse: str, batch: str) -> int:
        """The quantity now, after everything posted."""
        row = self._run(
            "SELECT quantity_e4 FROM balance WHERE item_id = ? AND warehouse_id = ? AND batch = ?",
            (self._masters.item_id(item), self._masters.warehouse_id(warehouse), batch),
        ).fetchone()
        return row[0] if row else 0

    def later(self, item: str, warehouse: str, batch: str, day: str) -> list[Later]:
        """The events after the moves of ``day``, in order."""
        rows = self._run(
            "SELECT id, date, phase, what, quantity_e4, batch FROM move m"
            " WHERE item_id = ? AND warehouse_id = ? AND (date, phase) > (?, 1)"
            f" AND date >= ? AND what <> 1 AND {STANDING_MOVE} ORDER BY date, phase, {TURN}, id",
            (self._masters.item_id(item), self._masters.warehouse_id(warehouse), day, day),
        )
        return [
            Later(at, phase, what, self._count_effect(id_), quantity)
            if what == What.COUNT
            else Later(at, phase, what, quantity)
            for id_, at, phase, what, quantity, its_batch in rows
            if its_batch == batch
        ]

    def _count_effect(self, move: int) -> int:
        (effect,) = self._run(
            "SELECT ifnull((SELECT sum(quantity_e4) FROM lot"
            "  WHERE id >= :move << 20 AND id < (:move + 1) << 20), 0)"
            " - ifnull((SELECT sum(quantity_e4) FROM cost"
            "  WHERE move_id = :move AND lot_id <> 0), 0)",
            {"move": move},
        ).fetchone()
        return int(effect)

    def batches(self, item: str, warehouse: str) -> list[StockBatch]:
        """The batches that a warehouse has now."""
        rows = self._run(
            "SELECT s.batch, ifnull(b.expires, ''), ifnull((SELECT min(age_date) FROM lot l"
            "  WHERE l.item_id = s.item_id AND l.warehouse_id = s.warehouse_id"
            "  AND l.batch = s.batch AND l.left_e4 <> 0), '')"
            " FROM balance s LEFT JOIN batch b ON b.item_id = s.item_id AND b.batch = s.batch"
            " WHERE s.item_id = ? AND s.warehouse_id = ? AND s.quantity_e4 > 0",
            (self._masters.item_id(item), self._masters.warehouse_id(warehouse)),
        )
        return [StockBatch(*row) for row in rows]

    def elsewhere(self, item: str) -> list[tuple[str, int]]:
        """Warehouse names and what they have of an item, the most first."""
        rows = self._run(
            "SELECT w.name, sum(s.quantity_e4) AS quantity FROM balance s"
            " JOIN warehouse w ON w.id = s.warehouse_id WHERE s.item_id = ?"
            " GROUP BY w.id HAVING quantity > 0 ORDER BY quantity DESC, w.name",
            (self._masters.item_id(item),),
        )
        return rows.fetchall()

    def _one(self, sql: str, parameters: tuple[Any, ...]) -> str | None:
        row = self._run(sql + " LIMIT 1", parameters).fetchone()
        return None if row is None or row[0] is None else str(row[0])


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _price(row: tuple[Any, ...] | None) -> LastPrice | None:
    if row is None:
        return None
    price, unit, factor, day = row
    return LastPrice(price, unit, factor, date.fromisoformat(day))
