"""Masters in several workbooks on one ledger: each keeps the others current.

Beside each master row stands, hidden, what it said when workbook and ledger last agreed: a
fingerprint.  A row that says something else since goes up into the ledger, a ledger row that does
comes down into the sheet, and where both do neither goes: a person must look.
"""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from jxc_xl.domain.catalogue import problem
from jxc_xl.domain.cells import Raw, RawRows, RowState
from jxc_xl.domain.content import blank_rows, canonical
from jxc_xl.domain.master_cells import Cells, master_cells
from jxc_xl.domain.master_rows import Master, Masters, Settled, read_masters
from jxc_xl.domain.parsing import fold
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.tables import table_named
from jxc_xl.ledger.master_changes import Key, changes_since
from jxc_xl.ledger.master_rows import StoredMaster, stored, stored_masters
from jxc_xl.ledger.masters import Masters as Known
from jxc_xl.ledger.queries import settled_items
from jxc_xl.services.appending import append_rows, sheets_of
from jxc_xl.workbook.book import Book
from jxc_xl.workbook.layout import MASTERS_SEEN

SHARED = ("items", "suppliers", "customers", "warehouses", "quotes", "promotion_days")


@dataclass(slots=True)
class Synced:
    """The masters as they count now, and what is to be written into the sheets for it.

    By table: ``down`` are cells by row index, ``added`` the cells of rows that the sheet lacks,
    ``stamps`` what each row says on which sheet and ledger agree once it is posted,
    ``emptied`` the rows of what was deleted in another workbook.  ``gone`` are the ledger's
    masters that were deleted here and that nothing refers to.
    """

    masters: Masters
    problems: list[Problem] = field(default_factory=list)
    down: dict[str, dict[int, Cells]] = field(default_factory=dict)
    added: dict[str, list[Cells]] = field(default_factory=dict)
    stamps: dict[str, dict[int, StoredMaster]] = field(default_factory=dict)
    emptied: dict[str, list[int]] = field(default_factory=dict)
    gone: list[StoredMaster] = field(default_factory=list)


def settle_masters(
    rows: Mapping[str, RawRows], connection: sqlite3.Connection, today: date, seen: str = ""
) -> Synced:
    """Read the master sheets and compare them with the ledger's masters; writes nothing.

    ``seen`` is how far the workbook has followed the ledger's masters.  Without it nothing
    counts as deleted: what only one of the two has is new there.
    """
    settled = {
        fold(code): Settled(unit, managed) for code, unit, managed in settled_items(connection)
    }
    synced = Synced(read_masters(rows, today, settled))
    there = stored_masters(connection)
    past = _Past(connection, changes_since(connection, seen))
    adjusted = {}
    for name in SHARED:
        if name in rows and "synced" in rows[name].cells:
            comparison = _Comparison(rows[name], there.get(name, {}), synced, past)
            adjusted[name] = comparison.adjusted()
    if any(map(any, (synced.down.values(), synced.added.values(), synced.emptied.values()))):
        synced.masters = read_masters({**rows, **adjusted}, today, settled)
    return synced


class _Past(NamedTuple):
    """What the ledger knows of its masters, and which came or went since the workbook looked."""

    connection: sqlite3.Connection
    changes: Mapping[Key, bool] | None

    def had(self, key: Key) -> bool:
        """Whether the ledger had a master when the workbook looked, which now has it no more."""
        return self.changes is not None and key not in self.changes

    def went(self, key: Key) -> bool:
        """Whether a master was deleted since."""
        return self.changes is not None and self.changes.get(key) is False


class _Comparison:
    """One master table against the ledger."""

    def __init__(
        self, raw: RawRows, stored: Mapping[str, StoredMaster], synced: Synced, past: _Past
    ) -> None:
        self.raw, self.stored, self.synced, self.past = raw, stored, synced, past
        self.name = raw.table.name
        self.emptied = synced.emptied.setdefault(self.name, [])
        self.down: dict[int, Cells] = synced.down.setdefault(self.name, {})
        self.stamps = synced.stamps.setdefault(self.name, {})
        walk_in = synced.masters.directory.default_customer
        self.nobody = {fold(walk_in.code)} if self.name == "customers" else set()

    def adjusted(self) -> RawRows:
        """The rows with what comes down; what each row is to the ledger is noted on the way."""
        masters: Sequence[Master] = getattr(self.synced.masters, self.name)
        rows = self.synced.masters.rows.get(self.name, ())
        here = {fold(master.code) for master in masters}
        for row, master in zip(rows, masters, strict=True):
            self._compare(row, master, self.stored.get(fold(master.code)))
        unread = _Unread.of(self.raw, set(range(len(self.raw.numbers))).difference(rows))
        absent = {
            key: found
            for key, found in self.stored.items()
            if key not in here and key not in self.nobody and not unread.may_be(key, found)
        }
        added = self._not_deleted(absent)
        cells = [master_cells(self.raw.table, found.master()) for found in added]
        self.synced.added[self.name] = [
            {**row, "synced": found.fingerprint} for row, found in zip(cells, added, strict=True)
        ]
        return self._with(cells)

    def _not_deleted(self, absent: Mapping[str, StoredMaster]) -> list[StoredMaster]:
        """What the sheet lacks and is to have; what was deleted here goes unless it is used."""
        whole = self.raw.table.by_field.keys() <= self.raw.cells.keys()
        deleted = [
            found for key, found in absent.items() if whole and self.past.had((self.name, key))
        ]
        used = Known(self.past.connection).used(deleted) if deleted else []
        unused = [found for found in deleted if found not in used]
        self.synced.gone += unused
        sheet = self.raw.table.sheet
        for found in unused:
            said = problem("master_deleted", sheet=sheet, text=_label(found))
            self.synced.problems.append(said)
        added = [found for found in absent.values() if found not in unused]
        last = self.raw.numbers[-1] if len(self.raw.numbers) else 1
        for number, found in enumerate(added, last + 1):
            if found in used:
                said = problem("master_used", sheet=sheet, row=number, text=_label(found))
                self.synced.problems.append(said)
        return added

    def _compare(self, row: int, master: Master, there: StoredMaster | None) -> None:
        said = stored(master)
        if said == there:
            self.stamps[row] = said
            return
        here = said.fingerprint
        base = canonical(self.raw.column("synced")[row])
        if there is None and base == here and self.past.went((self.name, fold(master.code))):
            self.emptied.append(row)
            sheet, number = self.raw.table.sheet, self.raw.numbers[row]
            self.synced.problems.append(
                problem("master_deleted_elsewhere", sheet=sheet, row=number, text=_label(said))
            )
            return
        if there is None or base == there.fingerprint:
            self.stamps[row] = said
            return
        cells = master_cells(self.raw.table, there.master())
        self.down[row] = cells
        if base == here:
            self.stamps[row] = there
        else:
            self.synced.problems += self._conflict(row, master, cells)

    def _conflict(self, row: int, master: Master, cells: Cells) -> Iterator[Problem]:
        """Both values of each field in which the two differ."""
        table = self.raw.table
        own = master_cells(table, master)
        for name, value in cells.items():
            if canonical(own[name]) != canonical(value):
                yield problem(
                    "master_conflict",
                    sheet=table.sheet,
                    row=self.raw.numbers[row],
                    column=table.header(name),
                    text=canonical(own[name]) or "–",
                    stored=canonical(value) or "–",
                )

    def _with(self, added: Sequence[Cells]) -> RawRows:
        """The rows as they count: the ledger's word where the sheet has not the last one."""
        raw, count = self.raw, len(self.raw.numbers)
        columns: dict[str, Sequence[Raw]] = {}
        for name, cells in raw.cells.items():
            column = list(cells)
            for row, new in self.down.items():
                if name in new:
                    column[row] = new[name]
            for row in self.emptied:
                column[row] = None
            columns[name] = [*column, *(row.get(name) for row in added)]
        last = raw.numbers[-1] if count else 1
        numbers = [*raw.numbers, *range(last + 1, last + 1 + len(added))]
        return RawRows(raw.table, numbers, columns, [*raw.states, *[RowState.NEW] * len(added)])


def _label(master: StoredMaster) -> str:
    """A master as a message names it."""
    cells = master_cells(table_named(master.sheets_table), master.master())
    named = (cells.get(name) for name in ("code", "supplier", "start", "item", "name"))
    return " ".join(filter(None, map(canonical, named)))


class _Unread(NamedTuple):
    """Rows with mistakes: nobody can say which masters they are, but which they may be."""

    keys: frozenset[str]
    stamps: frozenset[str]

    @classmethod
    def of(cls, raw: RawRows, rows: Iterable[int]) -> "_Unread":
        """From the cells of the rows: a code or a name, and what they said last."""
        blank = blank_rows(raw)
        rows = [row for row in rows if not blank[row]]
        keys = set()
        if "code" in raw.table.by_field:
            codes, names = raw.column("code"), raw.column("name")
            keys = {fold(canonical(codes[row]) or canonical(names[row])) for row in rows}
        stamps = raw.column("synced")
        return cls(frozenset(keys), frozenset(canonical(stamps[row]) for row in rows))

    def may_be(self, key: str, there: StoredMaster) -> bool:
        """Whether one of them may be a master of the ledger."""
        return key in self.keys or there.fingerprint in self.stamps


def write_synced(book: Book, rows: Mapping[str, RawRows], synced: Synced, newest: str = "") -> None:
    """Write into the master sheets what came down, and on what both now agree.

    ``newest`` is how far the workbook has then followed the ledger's masters; without it the
    next post will tell what was deleted.
    """
    with book.batch():
        for name, stamps in synced.stamps.items():
            raw, table = rows[name], table_named(name)
            new = {
                row: stamp
                for row, said in stamps.items()
                if canonical(raw.column("synced")[row]) != (stamp := said.fingerprint)
            }
            if new:
                marks = {table.header("synced"): list(new.values())}
                book.write_columns(name, marks, rows=list(new))
            _write_down(book, raw, synced.down[name], stamps)
            if emptied := synced.emptied[name]:
                nothing = [None] * len(emptied)
                book.write_columns(name, {c.header: nothing for c in table.columns}, rows=emptied)
            if added := synced.added[name]:
                sheet = sheets_of(book, [name])[name]
                cells = {c.field: [row.get(c.field) for row in added] for c in table.columns}
                states = [RowState.NEW] * len(added)
                append_rows(
                    book, sheet, RawRows(table, range(len(added)), cells, states), range(len(added))
                )
        if newest:
            book.write_name(MASTERS_SEEN, newest)


def _write_down(
    book: Book, raw: RawRows, down: Mapping[int, Cells], stamps: Collection[int]
) -> None:
    """Write the ledger's values over rows that nobody changed here; disputed ones stay."""
    coming = [row for row in sorted(down) if row in stamps]
    if not coming:
        return
    columns = {
        raw.table.header(name): [down[row][name] for row in coming]
        for name in raw.cells
        if name in down[coming[0]]
        and any(canonical(down[row][name]) != canonical(raw.cells[name][row]) for row in coming)
    }
    book.write_columns(raw.table.name, columns, rows=coming)
