"""Reading the workbook's sheets as raw rows, and knowing what each entry row is."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from jxc_xl.domain.catalogue import problem
from jxc_xl.domain.cells import Raw, RawRows, RowState
from jxc_xl.domain.content import blank_rows, canonical, typed_fingerprints
from jxc_xl.domain.identity import Identity, adopt, identify
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.tables.columns import Table
from jxc_xl.domain.tables.entry import COMPUTED
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.rows import PostedRow, orphan_lines, posted_rows
from jxc_xl.services.posted_cells import differing
from jxc_xl.workbook.book import Book, TableData
from jxc_xl.workbook.errors import TableBlocked, TableMissing

DRAFT = "草稿"
_SPARE_ROWS = 200


@dataclass(slots=True)
class Sheet:
    """One table as it was read; ``problems`` say why it cannot be used."""

    table: Table
    data: TableData
    raw: RawRows
    problems: list[Problem] = field(default_factory=list)

    @property
    def used(self) -> int:
        """How many rows there are."""
        return len(self.raw.numbers)

    def cells(self, row: int) -> dict[str, Raw]:
        """The cells of one row by field."""
        return {name: column[row] for name, column in self.raw.cells.items()}


def read_sheet(book: Book, table: Table) -> Sheet | list[Problem]:
    """A table by field; the problems instead when it is not there at all."""
    try:
        data = book.read_table(table.name)
    except TableMissing:
        return [problem("table_missing", sheet=table.sheet, missing=table.sheet)]
    if data.sheet != table.sheet:  # the clerk gave it another name: that is what to say
        table = replace(table, sheet=data.sheet)
    places = {header: place for place, header in enumerate(data.headers)}
    cells: dict[str, list[Raw]] = {}
    problems = []
    for column in table.columns:
        place = places.get(column.header)
        if place is None:
            problems.append(
                problem(
                    "column_missing", sheet=data.sheet, row=data.header_row, missing=column.header
                )
            )
        else:
            cells[column.field] = [row[place] for row in data.rows]
    numbers = range(data.first_row, data.first_row + len(data.rows))
    raw = RawRows(table, numbers, cells, [RowState.NEW] * len(data.rows))
    return Sheet(table, data, raw, problems)


def rows_left_out(sheet: Sheet) -> list[Problem]:
    """Tell of entries that stand too far below their table to belong to it.

    A note or a signature down there has no item with a quantity.
    """
    headers = sheet.data.headers
    places = [headers.index(sheet.table.header(name)) for name in ("item", "quantity")]
    return [
        problem("row_apart", sheet=sheet.table.sheet, row=number)
        for number, cells in sheet.data.apart
        if all(cells[place] is not None for place in places)
    ]


@dataclass(slots=True)
class EntrySheet:
    """An entry table with what its rows are to the ledger.

    ``posted`` has the ledger's line behind each posted row, adopted ones included;
    ``fingerprints`` say what each new row says; ``settled_now`` are those of them that an
    earlier round of this click has posted.
    """

    sheet: Sheet
    raw: RawRows
    states: list[RowState]
    identity: Identity
    posted: dict[int, PostedRow]
    adopted: frozenset[int]
    fingerprints: dict[int, int]
    settled_now: set[int] = field(default_factory=set)

    @property
    def table(self) -> Table:
        """The declaration of the sheet."""
        return self.sheet.table

    def keep_as_drafts(self, rows: Iterable[int]) -> None:
        """Rows that continue a draft are drafts as well."""
        for row in rows:
            self.states[row] = RowState.DRAFT

    def keep_as_posted(self, rows: Iterable[int]) -> None:
        """Rows that have just become lines of the ledger are not judged again."""
        for row in rows:
            self.states[row] = RowState.POSTED
            self.settled_now.add(row)

    def looked_at(self) -> list[int]:
        """The rows that were new when the click began, drafts apart."""
        return [
            row
            for row, state in enumerate(self.states)
            if state is RowState.NEW or row in self.settled_now
        ]


def settle(
    book: Book, ledger: Ledger, workbook: tuple[str, str], sheet: Sheet, carried: frozenset[str]
) -> EntrySheet:
    """Find out what each row of an entry table is; writes nothing.

    ``workbook`` is its id and path, ``carried`` every row id on any sheet of it.
    """
    table = sheet.table
    ids = [_text(cell) for cell in sheet.raw.column("row_id")]
    lines = {
        row_id: line
        for row_id, line in posted_rows(
            ledger.connection, (row_id for row_id in ids if row_id)
        ).items()
        if line.sheet == table.name
    }
    identity = identify(
        ids, frozenset(lines), lambda row, row_id: _likeness(sheet, row, lines[row_id])
    )
    for row, row_id in list(identity.repeats.items()):
        if lines[row_id].reversed_by:  # entered again after its reversal
            identity.copies[row] = identity.repeats.pop(row)
    posted = {row: lines[row_id] for row, row_id in identity.posted.items()}
    raw = _without_copied_words(book, sheet, identity, lines)
    states = _states(raw, identity)
    raw = raw._replace(states=states)
    new = [row for row, state in enumerate(states) if state is RowState.NEW]
    gone = [row for row, line in posted.items() if line.reversed_by]  # perhaps corrected
    fingerprints = typed_fingerprints(raw, new + gone)
    orphans = orphan_lines(ledger.connection, fingerprints.values(), workbook, table.name, carried)
    adopted = adopt(fingerprints, orphans)
    found = posted_rows(ledger.connection, adopted.values())
    for row, row_id in adopted.items():
        posted[row] = found[row_id]
        states[row] = RowState.POSTED
    return EntrySheet(sheet, raw, states, identity, posted, frozenset(adopted), fingerprints)


def _text(cell: Raw) -> str:
    return cell.strip() if isinstance(cell, str) else ""


def _likeness(sheet: Sheet, row: int, line: PostedRow) -> tuple[int, bool]:
    different = len(differing(sheet.table, line, sheet.cells(row)))
    return -different, different == 0


def _states(raw: RawRows, identity: Identity) -> list[RowState]:
    states = []
    statuses = raw.column("status")
    for row, blank in enumerate(blank_rows(raw)):
        if row in identity.posted or row in identity.repeats:
            states.append(RowState.POSTED)
        elif blank:
            states.append(RowState.SKIP)
        elif canonical(statuses[row]) == DRAFT:
            states.append(RowState.DRAFT)
        else:
            states.append(RowState.NEW)
    return states


def _without_copied_words(
    book: Book, sheet: Sheet, identity: Identity, lines: dict[str, PostedRow]
) -> RawRows:
    """The rows as the clerk means them: copies lose what the program had written into the
    original, and a computed cell that still holds its formula counts as blank."""
    raw = sheet.raw
    cells = {name: list(column) for name, column in raw.cells.items()}
    computed = [c.header for c in sheet.table.columns if c.field in COMPUTED and c.formula]
    own = [row for row in range(sheet.used) if row not in identity.posted]
    if own:
        found = book.formula_cells(sheet.table.name, computed, first=own[0], last=own[-1])
        for header, held in found.items():
            column = cells[sheet.table.by_header[header].field]
            for row in held:
                column[row] = None
    for row, row_id in identity.copies.items():
        line = lines[row_id]
        if canonical(cells["number"][row]) == line.number:
            cells["number"][row] = None
        if canonical(cells["status"][row]) != DRAFT:
            cells["status"][row] = None
        figures = {"amount": line.amount_fen, "tax": line.tax_fen, "total": line.total_fen}
        for name, fen in figures.items():
            if name in cells and canonical(cells[name][row]) == canonical(fen / 100):
                cells[name][row] = None
    return raw._replace(cells=cells)


def carried_ids(sheets: Iterable[Sheet]) -> frozenset[str]:
    """Every row id that stands on any of the sheets."""
    return frozenset(_text(cell) for sheet in sheets for cell in sheet.raw.column("row_id") if cell)


def make_room(book: Book, sheet: Sheet, more: int = 0) -> None:
    """Let the table have some hundred empty rows below its last entry and ``more`` of them.

    Where something stands below it, it grows only over the rows that were pasted or will be used.
    """
    has, needed = sheet.data.table_rows, sheet.used + more
    if has - needed >= _SPARE_ROWS // 2:
        return
    try:
        book.grow_table(sheet.table.name, needed + _SPARE_ROWS)
    except TableBlocked:
        if needed > has:
            book.grow_table(sheet.table.name, needed)
