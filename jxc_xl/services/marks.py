"""What a click writes into an entry sheet: figures, status, hint, marked cells, row ids."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from jxc_xl.domain.catalogue import problem
from jxc_xl.domain.cells import Raw, RowState
from jxc_xl.domain.content import canonical
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.rules.prices import PROVISIONAL
from jxc_xl.domain.tables.columns import Table
from jxc_xl.domain.tables.entry import COMPUTED
from jxc_xl.i18n import gettext as _
from jxc_xl.ledger.rows import PostedRow
from jxc_xl.services.posted_cells import (
    BY_NAME,
    DERIVED,
    Cells,
    code_of,
    differing_from,
    posted_cells,
)
from jxc_xl.services.sheets import EntrySheet, make_room
from jxc_xl.workbook.book import Book

POSTED, WRONG, CHANGED, REVERSED, REPEATED = "已过账", "有误", "已改动", "已冲销", "重复"
PARTLY, FULFILLED, CLOSED = "部分执行", "已完成", "已关闭"
UNTOUCHED = "未执行"
"""What 订单跟踪 says of an order of which nothing has come yet."""
STANDING = frozenset({POSTED, CHANGED, PARTLY, FULFILLED, CLOSED})
"""What the rows of a document that holds may say."""


@dataclass(slots=True)
class Marks:
    """Cells to be written, by row index and field; fields that get their formula back."""

    cells: dict[int, dict[str, Raw]] = field(default_factory=dict)
    formulas: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def put(self, row: int, **cells: Raw) -> None:
        """Write cells of a row; a later word about the same cell counts."""
        self.cells.setdefault(row, {}).update(cells)


def mark_posted(
    marks: Marks, sheet: EntrySheet, rows: Mapping[int, PostedRow], notes: Mapping[int, str]
) -> None:
    """Rows that became lines of the ledger just now: everything the ledger says of them."""
    for row, line in rows.items():
        cells = posted_cells(sheet.table, line)
        for name in BY_NAME:
            if name in cells and canonical(sheet.raw.column(name)[row]) == code_of(line, name):
                del cells[name]
        marks.formulas.pop(row, None)
        marks.put(row, **cells)
        words = {"status": status_of(line), "hint": notes.get(row), "error_columns": None}
        marks.put(row, **words, row_id=line.row_id)


def status_of(line: PostedRow) -> str:
    """状态 of a row that is as it was posted."""
    if line.closed:
        return CLOSED
    if not line.fulfilled_e4:
        return POSTED
    return PARTLY if line.open_e4 else FULFILLED


_MOVING = ("fulfilled", "open", "cost", "margin")
"""What later documents change in a posted row."""
_IN_ORDER = STANDING - {CHANGED}


def refresh_posted(marks: Marks, sheet: EntrySheet, lines: Mapping[int, PostedRow]) -> None:
    """Rows that were posted before: what became of them, and their cost as it is now."""
    for row, line in lines.items():
        cells = sheet.sheet.cells(row)
        new = posted_cells(sheet.table, line)
        moving = DERIVED if line.kind == "count" else _MOVING
        wanted: dict[str, Raw] = {name: new[name] for name in moving if name in new}
        wanted |= _state_of(sheet.table, line, new, cells)
        if not line.provisional and _(PROVISIONAL) in canonical(cells.get("hint")):
            wanted.setdefault("hint", _("No longer provisional: the cost is that of the invoice."))
        for name, value in wanted.items():
            if canonical(cells[name]) != canonical(value):
                marks.put(row, **{name: value})


def _state_of(
    table: Table, line: PostedRow, posted: Cells, cells: Mapping[str, Raw]
) -> dict[str, Raw]:
    """Status and hint of a posted row; 状态 is never trusted, the ledger is."""
    if line.reversed_by:
        text = _("Reversed by {number}.").format(number=line.reversed_by)
        return {"status": REVERSED, "hint": text, "error_columns": None}
    fields = differing_from(posted, line, cells)
    if fields:
        headers = [table.header(name) for name in fields]
        text = _(
            "No longer as posted: {columns}. Press 更正 to correct the books as well, or put the"
            " posted values back."
        ).format(columns="、".join(headers))
        return {"status": CHANGED, "hint": text, "error_columns": _bars(headers)}
    status = status_of(line)
    before = canonical(cells.get("status"))
    if before == status:
        return {}
    if before in _IN_ORDER:
        return {"status": status}
    return {"status": status, "hint": None, "error_columns": None}


def mark_new(
    marks: Marks, sheet: EntrySheet, problems: Iterable[Problem], refused: Iterable[int]
) -> None:
    """Rows that were looked at and not posted: their problems, and what copies lose."""
    by_row = problems_by_row(sheet, problems)
    refused_rows = set(refused)
    for row in sheet.looked_at():
        found = by_row.get(row, [])
        wrong = row in refused_rows
        marks.put(
            row,
            status=WRONG if wrong else None,
            hint=hint_of(found) or _with_the_rest(wrong),
            error_columns=_bars([p.column for p in found if p.column and p.is_error]),
            row_id=None,
        )
        marks.formulas[row] = formulas_of(sheet, row)
    for row in sheet.identity.copies:
        marks.put(row, number=sheet.raw.column("number")[row], row_id=None)
        marks.formulas[row] = formulas_of(sheet, row)
        if sheet.states[row] is RowState.DRAFT:
            marks.put(row, hint=None, error_columns=None)
    for row in sheet.identity.repeats:
        marks.put(row, status=REPEATED, hint=hint_of(by_row.get(row, [])))


def mark_refused(
    marks: Marks, rows: Iterable[int], by_row: Mapping[int, Sequence[Problem]]
) -> None:
    """Posted rows that were changed and cannot be corrected like this: why not."""
    for row in rows:
        found = by_row.get(row, [])
        if found:
            columns = [p.column for p in found if p.column and p.is_error]
            marks.put(row, hint=hint_of(found), error_columns=_bars(columns))


def formulas_of(sheet: EntrySheet, row: int) -> tuple[str, ...]:
    """The fields of an unposted row that are formulas: not what was typed over on purpose."""
    return tuple(
        column.field
        for column in sheet.table.columns
        if column.formula
        and (column.field not in COMPUTED or sheet.raw.column(column.field)[row] is None)
    )


def repeated(sheet: EntrySheet) -> list[Problem]:
    """A warning for each identical copy of a posted row."""
    rows = {row_id: row for row, row_id in sheet.identity.posted.items()}
    return [
        problem(
            "repeated_row",
            sheet=sheet.table.sheet,
            row=sheet.raw.numbers[row],
            other_row=sheet.raw.numbers[rows[row_id]],
        )
        for row, row_id in sheet.identity.repeats.items()
    ]


def _with_the_rest(wrong: bool) -> str:
    """What a row is told that has no problem of its own."""
    if wrong:
        return _("Another row of this document is wrong, so none of it was posted.")
    return _("Checked, nothing wrong.")


def problems_by_row(sheet: EntrySheet, problems: Iterable[Problem]) -> dict[int, list[Problem]]:
    """The problems of a sheet by row index."""
    found: dict[int, list[Problem]] = {}
    first = sheet.raw.numbers[0] if len(sheet.raw.numbers) else 0
    for entry in problems:
        if entry.sheet == sheet.table.sheet and entry.row is not None:
            found.setdefault(entry.row - first, []).append(entry)
    return found


def hint_of(problems: Sequence[Problem]) -> str | None:
    """All problems of a row in words, errors first."""
    ordered = sorted(problems, key=lambda entry: not entry.is_error)
    return " ".join(words_of(entry) for entry in ordered) or None


def words_of(entry: Problem) -> str:
    """What is wrong and what to do, in one breath."""
    return _("{message} {hint}").format(message=entry.message, hint=entry.hint).strip()


def _bars(headers: Sequence[str]) -> str | None:
    """``|数量|单价|``: what the sheet's conditional format looks for."""
    return "|" + "|".join(dict.fromkeys(headers)) + "|" if headers else None


def write_marks(book: Book, sheet: EntrySheet, marks: Marks) -> None:
    """Write everything, and give the table empty rows below the last entry again."""
    table = sheet.table
    make_room(book, sheet.sheet)
    by_fields: dict[tuple[str, ...], list[int]] = {}
    for row, cells in marks.cells.items():
        by_fields.setdefault(tuple(sorted(cells)), []).append(row)
    for fields, rows in by_fields.items():
        rows.sort()
        columns = {table.header(name): [marks.cells[row][name] for row in rows] for name in fields}
        book.write_columns(table.name, columns, rows=rows)
    by_formulas: dict[tuple[str, ...], list[int]] = {}
    for row, fields in marks.formulas.items():
        by_formulas.setdefault(fields, []).append(row)
    for fields, rows in by_formulas.items():
        formulas = {table.header(name): table.by_field[name].formula for name in fields}
        book.write_formulas(table.name, formulas, sorted(rows))
