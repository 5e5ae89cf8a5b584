"""From rows to documents: which rows belong together."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from jxc_xl.domain.cells import RawRows as RawRows
from jxc_xl.domain.cells import RowState as RowState
from jxc_xl.domain.entry_rows import EntryRows
from jxc_xl.domain.kinds import DEFAULT_KIND, KINDS, Kind
from jxc_xl.domain.masters import Partner, Warehouse
from jxc_xl.domain.parsing import Failure, Parts, fold

RED_LETTER = frozenset({"receipt", "delivery", "other_receipt", "other_issue"})
"""The kinds that a negative quantity turns into their opposite."""

_TOGETHER = {
    "purchase_return": "receipt",
    "sales_return": "delivery",
    "other_issue": "other_receipt",
}
"""Kinds that may stand together (换货), each under the one that names the pair."""


HeadCells = tuple[object, object, object, object]
"""Number, kind, date and partner of a row, as they were read."""


@dataclass(slots=True, eq=False)
class Head:
    """What the rows of a document, or of two documents standing together, have in common.

    A field is ``None`` when it is blank everywhere or could not be read; ``named`` are the
    rows in which date, partner and kind were first given, ``cells`` those of its first row.
    """

    first: int
    number: str = ""
    cells: "HeadCells" = (None, None, None, None)
    date: date | Failure | None = None
    partner: Partner | Failure | None = None
    kind: Kind | Failure | None = None
    named: dict[str, int] = field(default_factory=dict)
    groups: list["Group"] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Group:
    """The rows of one document: ``kind`` after 红字, ``rows`` as indices, ``red`` the 红字 ones.

    ``continued`` gives each row with a blank head the row above whose warehouse it shares.
    """

    head: Head
    kind: Kind | None
    rows: list[int]
    warehouse: Warehouse | Failure | None = None
    red: set[int] = field(default_factory=set)
    continued: dict[int, int] = field(default_factory=dict)


class Finding(NamedTuple):
    """Something wrong with how a row stands: its index, the field, a code and parameters.

    ``other`` is the index of the row it clashes with.
    """

    row: int
    field: str
    code: str
    params: dict[str, str]
    other: int | None = None


class Grouping(NamedTuple):
    """Rows as documents.  ``orphans`` belong to none, ``drafts`` continue a draft."""

    heads: list[Head]
    findings: list[Finding]
    orphans: list[int]
    drafts: list[int]


def group_rows(
    states: Sequence[RowState],
    numbers: Sequence[int],
    rows: EntryRows,
    table: str,
    walk_in: Partner | None,
    default_warehouse: Warehouse | None,
) -> Grouping:
    """Find the documents among the NEW rows of a table.

    ``walk_in`` is the partner of a blank cell; each of its rows is a document of its own
    unless it has a number or is continued.
    """
    grouper = _Grouper(rows, table, walk_in, default_warehouse)
    last = None
    new, skip = RowState.NEW, RowState.SKIP
    for index, (state, number) in enumerate(zip(states, numbers, strict=True)):
        if last is not None and number != last + 1:
            grouper.gap()
        last = number
        if state is new:
            grouper.new(index)
        elif state is skip:
            grouper.gap()
        else:
            grouper.settled(index, state)
    grouper.finish()
    return Grouping(grouper.heads, grouper.findings, grouper.orphans, grouper.drafts)


_BLANK_HEAD: HeadCells = (None, None, None, None)


class _Grouper:
    """Walks down a sheet; ``above`` is the document, or the state, of the row above."""

    def __init__(
        self,
        rows: EntryRows,
        table: str,
        walk_in: Partner | None,
        default_warehouse: Warehouse | None,
    ) -> None:
        self.rows = rows
        self.walk_in = walk_in
        self.default_warehouse = default_warehouse
        self.has_partner = table != "movements"
        self.default_kind = KINDS.get(DEFAULT_KIND.get(table, ""))
        self.heads: list[Head] = []
        self.findings: list[Finding] = []
        self.orphans: list[int] = []
        self.drafts: list[int] = []
        self.above: Head | RowState | None = None
        self.kind_above: Kind | Failure | None = None
        self.row_above = 0
        self.posted_head = 0
        self.numbered: dict[str, Head] = {}
        self.draft_numbers: dict[str, int] = {}

    def gap(self) -> None:
        """An empty row ends what stands above it."""
        self.above = None

    def settled(self, index: int, state: RowState) -> None:
        """A row that is posted already, or a draft."""
        self.above = state
        number = self.rows.number[index]
        if self._head_cells(index) != _BLANK_HEAD:
            self.posted_head = index
        if state is RowState.DRAFT and isinstance(number, str):
            self.draft_numbers.setdefault(fold(number), index)

    def new(self, index: int) -> None:
        """A row to be judged."""
        cells = self._head_cells(index)
        if cells == _BLANK_HEAD:
            self._continue(index)
            return
        number, kind = self.rows.number[index], self.rows.kind[index]
        if isinstance(number, str):
            head = self._numbered(index, number, cells)
            kind = kind or head.kind or self.default_kind
            self._place(head, index, kind)
        else:
            kind = kind or self.default_kind
            head = self._neighbour(index, kind)
            self._place(head, index, kind, apart=True)
        self.above, self.kind_above, self.row_above = head, kind, index

    def _head_cells(self, index: int) -> HeadCells:
        rows = self.rows
        return rows.number[index], rows.kind[index], rows.date[index], rows.partner[index]

    def _continue(self, index: int) -> None:
        """A row with a blank head continues the row above."""
        above = self.above
        if isinstance(above, Head):
            group = self._place(above, index, self.kind_above)
            if self.rows.warehouse[index] is not None:
                self.row_above = index
            group.continued[index] = self.row_above
        elif above is RowState.DRAFT:
            self.drafts.append(index)
        elif above is RowState.POSTED and self._is_other_half(index):
            self._begin_other_half(index)
        else:
            code = "continues_posted" if above is RowState.POSTED else "no_header"
            self.findings.append(Finding(index, "date", code, {}))
            self.orphans.append(index)

    def _is_other_half(self, index: int) -> bool:
        """Whether a row below a posted one is the other half of an exchange (换货)."""
        kind = self.rows.kind[self.posted_head] or self.default_kind
        return isinstance(kind, Kind) and kind.key in RED_LETTER and self._is_negative(index)

    def _begin_other_half(self, index: int) -> None:
        """A document of the same day and partner as the posted one above."""
        rows, first = self.rows, self.posted_head
        head = self._head(index, "")
        head.date, head.partner = rows.date[first], rows.partner[first] or self.walk_in
        head.kind = rows.kind[first] or self.default_kind
        self._place(head, index, head.kind)
        self.above, self.kind_above, self.row_above = head, head.kind, index

    def _numbered(self, index: int, number: str, cells: HeadCells) -> Head:
        """The document of a typed number, wherever in the sheet its other rows stand."""
        above = self.above
        if isinstance(above, Head) and cells == above.cells:
            return above
        rows, key = self.rows, fold(number)
        head = self.numbered.get(key)
        if head is None:
            head = self.numbered[key] = self._head(index, number)
            head.cells = cells
        for name in ("date", "partner", "kind"):
            value = getattr(rows, name)[index]
            if value is None:
                continue
            known = getattr(head, name)
            if name not in head.named:
                setattr(head, name, value)
                head.named[name] = index
            elif value is not known and not _agree(value, known):
                self._differs(index, name, number, head)
        return head

    def _differs(self, index: int, name: str, number: str, head: Head) -> None:
        here, first = getattr(self.rows, name)[index], getattr(head, name)
        shown = {"date": "date", "partner": "name", "kind": "kind"}[name]
        params = {"number": number, shown: _word(here), "first": _word(first)}
        found = Finding(index, name, f"number_{name}_differs", params, head.named[name])
        self.findings.append(found)

    def _neighbour(self, index: int, kind: Kind | Failure | None) -> Head:
        """The document of the row above if it is of the same day, type and partner."""
        rows = self.rows
        day = rows.date[index]
        partner = rows.partner[index] or self.walk_in
        above = self.above
        if (
            isinstance(above, Head)
            and not above.number
            and above.date == day
            and above.partner is partner
            and (partner is not self.walk_in or not self.has_partner)
            and (above.kind is kind or _pair(above.kind) == _pair(kind))
        ):
            return above
        head = self._head(index, "")
        head.date, head.partner, head.kind = day, partner, kind
        return head

    def _head(self, index: int, number: str) -> Head:
        head = Head(index, number)
        self.heads.append(head)
        return head

    def _place(
        self,
        head: Head,
        index: int,
        kind: Kind | Failure | None,
        apart: bool = False,
    ) -> Group:
        """Put a row into the group of its kind after 红字.

        Neighbours without a number stand ``apart`` if their warehouses differ: a number or
        a blank head says plainly what belongs together.
        """
        typed = None if isinstance(kind, Failure) else kind
        red = typed is not None and typed.key in RED_LETTER and self._is_negative(index)
        effective = KINDS[typed.opposite] if red and typed is not None else typed
        group = head.groups[-1] if head.groups else None
        if group is not None and group.kind is not effective:
            group = next((g for g in reversed(head.groups) if g.kind is effective), None)
        warehouse = self.rows.warehouse[index] or self.default_warehouse
        if group is None or (apart and group.warehouse is not warehouse):
            group = Group(head, effective, [], warehouse)
            head.groups.append(group)
        group.rows.append(index)
        if red:
            group.red.add(index)
        return group

    def _is_negative(self, index: int) -> bool:
        quantity = self.rows.quantity[index]
        if isinstance(quantity, Parts):
            quantity = quantity.parts[0][0]
        return type(quantity) is int and quantity < 0

    def finish(self) -> None:
        """Fill in what numbered documents left blank everywhere, and find their drafts."""
        for key, head in self.numbered.items():
            head.partner = head.partner or self.walk_in
            head.kind = head.kind or self.default_kind
            if key in self.draft_numbers:
                found = Finding(
                    head.first,
                    "number",
                    "number_draft",
                    {"number": head.number},
                    self.draft_numbers[key],
                )
                self.findings.append(found)


def _agree(value: object, known: object) -> bool:
    """Whether two heads under one number go together; what cannot be read is said anyway."""
    if isinstance(value, Failure) or isinstance(known, Failure):
        return True
    if isinstance(value, Kind) and isinstance(known, Kind):
        return _pair(value) == _pair(known)
    return value == known


def _pair(kind: Kind | Failure | None) -> object:
    return _TOGETHER.get(kind.key, kind.key) if isinstance(kind, Kind) else kind


def _word(value: object) -> str:
    if isinstance(value, Kind):
        return value.label
    return value.name if isinstance(value, Partner) else str(value)
