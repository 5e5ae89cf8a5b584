"""Values that lean on others: a cut that only a raise before it has made possible."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from jxc_xl.domain.acceptance import MOVE_PHASE
from jxc_xl.domain.averaging import Change, replay_by
from jxc_xl.domain.costing import Event, What
from jxc_xl.ledger import valuation
from jxc_xl.ledger.costs import item_events

_OWN = "SELECT m.id, m.item_id FROM move m JOIN line l ON l.id = m.line_id WHERE l.document_id = ?"
_NUMBERS = """
SELECT DISTINCT d.number FROM document d JOIN line l ON l.document_id = d.id
  JOIN move m ON m.line_id = l.id WHERE m.id IN ({marks}) ORDER BY d.id"""


def leaning_on(connection: sqlite3.Connection, document: int, since: str = "") -> list[str]:
    """The numbers of the documents whose values would make goods worth less than nothing.

    That is, if a document were not there, or were undone on the ISO day ``since`` and not before.
    """
    rows = connection.execute(f"{_OWN} AND m.what = {What.VALUE}", (document,)).fetchall()
    own = {move for move, _item in rows}
    methods = valuation.changes(connection) if own else []
    short: set[int] = set()
    for item in sorted({item for _move, item in rows}):
        events = list(item_events(connection, item))
        before = _cut_short(events, methods)
        if since:
            short |= _undone(events, own, since, methods) - before
        else:
            short |= _cut_short([e for e in events if e.id not in own], methods) - before
    return _numbers(connection, short)


@contextmanager
def cuts_found(connection: sqlite3.Connection, document: int) -> Iterator[list[str]]:
    """Numbers of the documents whose values what happens inside cuts short; filled at the end.

    Looked at are the items that a document puts values onto.
    """
    rows = connection.execute(f"{_OWN} AND m.what = {What.VALUE}", (document,)).fetchall()
    items = {item for _move, item in rows}
    before = _cut_now(connection, items)
    found: list[str] = []
    yield found
    found += _numbers(connection, _cut_now(connection, items) - before)


def _cut_now(connection: sqlite3.Connection, items: Iterable[int]) -> set[int]:
    methods = valuation.changes(connection)
    return {move for item in items for move in _cut_short(item_events(connection, item), methods)}


def _numbers(connection: sqlite3.Connection, short: set[int]) -> list[str]:
    if not short:
        return []
    marks = ", ".join("?" * len(short))
    return [row[0] for row in connection.execute(_NUMBERS.format(marks=marks), sorted(short))]


def _cut_short(events: Iterable[Event], methods: list[Change]) -> set[int]:
    return replay_by(methods).run(events).cut_short


def _undone(events: list[Event], own: set[int], day: str, methods: list[Change]) -> set[int]:
    """The cuts that stand in the way of taking values back at the end of a day's moves."""
    last = max(event.id for event in events)
    back = {
        last + nth: event._replace(
            id=last + nth, date=day, phase=MOVE_PHASE, value_fen=-(event.value_fen or 0), turn=None
        )
        for nth, event in enumerate((e for e in events if e.id in own), 1)
    }
    found = _cut_short(sorted([*events, *back.values()], key=lambda e: e.order), methods)
    refused = [back[id_] for id_ in found & back.keys()]
    cuts = {
        event.id
        for event in events
        for other in refused
        if event.what == What.VALUE and (event.value_fen or 0) < 0 and _same_goods(event, other)
    }
    return (found - back.keys()) | cuts


def _same_goods(one: Event, other: Event) -> bool:
    return (one.link, one.warehouse, one.batch) == (other.link, other.warehouse, other.batch)
