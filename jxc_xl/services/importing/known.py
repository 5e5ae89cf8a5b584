"""What is there already: a file that is imported twice brings nothing twice."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import partial
from typing import TypeVar

from jxc_xl.domain.catalogue import problem
from jxc_xl.domain.cells import Raw, RawRows
from jxc_xl.domain.content import blank_rows, canonical, typed_fingerprints
from jxc_xl.domain.importing.headers import importable
from jxc_xl.domain.kinds import KINDS
from jxc_xl.domain.parsing import count_of, fold
from jxc_xl.domain.problems import Problem
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.rows import opening_lines, posted_like
from jxc_xl.services.sheets import Sheet

_KEYS = {
    "items": ("code",),
    "suppliers": ("code", "name"),
    "customers": ("code", "name"),
    "warehouses": ("code",),
}
"""By which fields a master row is known; the others are known by all that they say."""


def entries_there(raw: RawRows, sheet: Sheet, ledger: Ledger) -> set[int]:
    """The rows of a file that stand in the sheet or in the books already, by index.

    They are counted: of three equal rows, of which two are there, one is new.
    """
    marks = typed_fingerprints(raw, range(len(raw.numbers)))
    there = posted_like(ledger.connection, raw.table.name, marks.values())
    unposted = [
        row
        for row, (row_id, blank) in enumerate(
            zip(sheet.raw.column("row_id"), blank_rows(sheet.raw), strict=True)
        )
        if not row_id and not blank
    ]
    there.update(typed_fingerprints(sheet.raw, unposted).values())
    return _taken(marks, there)


def openings_there(raw: RawRows, sheet: Sheet, ledger: Ledger) -> set[int]:
    """The same for 期初库存 out of an old list, which often says no day: any day counts."""
    there: Counter[Opening] = Counter(
        (fold(item), fold(batch), quantity)
        for item, batch, quantity in opening_lines(ledger.connection)
    )
    for row, row_id in enumerate(sheet.raw.column("row_id")):
        if not row_id and canonical(sheet.raw.column("kind")[row]) == KINDS["opening"].label:
            there[_opening(sheet.raw, row)] += 1
    return _taken({row: _opening(raw, row) for row in range(len(raw.numbers))}, there)


Opening = tuple[str, str, object]
"""Item, batch and quantity × 10⁴ of an opening balance."""


def _opening(raw: RawRows, row: int) -> Opening:
    item, batch = (fold(canonical(raw.column(name)[row])) for name in ("item", "batch"))
    return item, batch, count_of(raw.column("quantity")[row])


K = TypeVar("K")


def _taken(marks: Mapping[int, K], there: Counter[K]) -> set[int]:
    found = set()
    for row, mark in marks.items():
        if there[mark] > 0:
            there[mark] -= 1
            found.add(row)
    return found


def masters_there(raw: RawRows, sheet: Sheet) -> tuple[set[int], list[Problem]]:
    """The rows of a file that a master sheet has already, and those that contradict it.

    Only what the file says is compared: a blank cell contradicts nothing.
    """
    own: dict[str, int] = {}
    for row in range(sheet.used):
        own.setdefault(_key(sheet.raw, row), row)
    same, differing = set(), []
    for row in range(len(raw.numbers)):
        there = own.get(_key(raw, row))
        if there is None:
            continue
        wrong = list(_contradictions(raw, row, sheet, there))
        differing += wrong
        if not wrong:
            same.add(row)
    return same, differing


def _key(raw: RawRows, row: int) -> str:
    fields = _KEYS.get(raw.table.name)
    if fields is None:
        columns = importable(raw.table)
        return "\0".join(canonical(raw.column(column.field)[row]) for column in columns)
    cells = (raw.column(name)[row] for name in fields)
    return fold(next((canonical(cell) for cell in cells if canonical(cell)), ""))


def _contradictions(raw: RawRows, row: int, sheet: Sheet, there: int) -> Iterable[Problem]:
    say = partial(problem, "import_differs", sheet=raw.table.sheet, row=raw.numbers[row])
    for name in raw.cells:
        here, before = raw.column(name)[row], sheet.raw.column(name)[there]
        if here is None or _same(here, before):
            continue
        yield say(
            column=raw.table.header(name),
            item=_key(sheet.raw, there),
            other_row=sheet.raw.numbers[there],
            first=canonical(before) or "–",
            text=canonical(here),
        )


def _same(here: Raw, before: Raw) -> bool:
    return fold(canonical(here)) == fold(canonical(before))
