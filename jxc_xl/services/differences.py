"""账表核对: where the rows of a workbook and the ledger say different things, and why."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from jxc_xl.domain.catalogue import problem
from jxc_xl.domain.cells import Raw, RowState
from jxc_xl.domain.content import canonical
from jxc_xl.domain.numbers import QUANTITY, plain
from jxc_xl.domain.problems import Problem
from jxc_xl.i18n import gettext as _
from jxc_xl.ledger.rows import PostedRow
from jxc_xl.services.marks import formulas_of, repeated
from jxc_xl.services.posted_cells import differing_from, posted_cells
from jxc_xl.services.sheets import EntrySheet, rows_left_out
from jxc_xl.workbook.book import Book

CHANGED, DELETED, REPEATED, UNPOSTED = "已改动", "已删除", "重复", "未过账"
UNMARKED, ELSEWHERE, FORMULA, LEDGER = "标记丢失", "他处过账", "公式被改", "账本"
"""类别 of a difference, as it stands in the sheet 账表核对."""

_COPIED = ("name", "spec")
"""What posting copied from the master data: it does not follow them, and nobody types it."""


class Finding(NamedTuple):
    """One difference: its 类别, what is wrong and what to do, and the two values."""

    category: str
    problem: Problem
    number: str = ""
    in_sheet: str = ""
    in_ledger: str = ""


def of_rows(
    book: Book, sheet: EntrySheet, missing: Iterable[PostedRow], foreign: Mapping[str, str]
) -> list[Finding]:
    """Every difference of one entry sheet, in the order of its rows; what is gone comes last.

    ``missing`` are lines of the sheet that no row stands for, ``foreign`` the workbooks of lines
    that were posted from another one.
    """
    found = [
        *_changed(sheet), *_unmarked(sheet), *_foreign(sheet, foreign), *_repeated(sheet),
        *_unposted(sheet), *_formulas(book, sheet),
    ]  # fmt: skip
    found.sort(key=lambda finding: finding.problem.row or 0)
    return [*found, *(_deleted(sheet, line) for line in missing if line.sheet == sheet.table.name)]


def changed_cells(sheet: EntrySheet) -> Iterator[tuple[int, PostedRow, dict[str, Raw]]]:
    """Rows that no longer say what was posted, with the posted values of the fields that differ."""
    for row, line in sheet.posted.items():
        if row not in sheet.adopted:
            posted, here = posted_cells(sheet.table, line), sheet.sheet.cells(row)
            fields = differing_from(posted, line, here)
            fields += [name for name in _COPIED if canonical(here[name]) != canonical(posted[name])]
            if fields:
                yield row, line, {name: posted[name] for name in fields}


def lost_formulas(book: Book, sheet: EntrySheet) -> dict[str, list[int]]:
    """Fields whose formula is gone, with the rows; not what was typed over on purpose.

    Rows that are posted hold values, and so does what was one of them until it was emptied; rows
    pasted below the table have no formulas yet.
    """
    table = sheet.table
    fields = [column.field for column in table.columns if column.formula]
    rows = sheet.sheet.data.table_rows
    held = book.formula_cells(table.name, [table.header(name) for name in fields])
    calculating = set().union(*held.values())
    found: dict[str, list[int]] = {}
    for name in fields:
        has = set(held[table.header(name)])
        wanting = (row for row in range(rows) if row not in has)
        lost = [row for row in wanting if _wants(sheet, row, name, row in calculating)]
        if lost:
            found[name] = lost
    return found


def _wants(sheet: EntrySheet, row: int, field: str, calculates: bool) -> bool:
    """Whether a cell should hold its formula; ``calculates`` if another one of its row does."""
    state = sheet.states[row] if row < sheet.sheet.used else RowState.SKIP
    if state is RowState.SKIP:
        return calculates
    return state is not RowState.POSTED and field in formulas_of(sheet, row)


def _changed(sheet: EntrySheet) -> Iterator[Finding]:
    for row, line, posted in changed_cells(sheet):
        code = "row_changed_reversed" if line.reversed_by else "row_changed"
        for name, value in posted.items():
            said = problem(
                code,
                sheet=sheet.table.sheet,
                row=sheet.raw.numbers[row],
                column=sheet.table.header(name),
                posted=canonical(value),
                other=line.reversed_by,
            )
            here = canonical(sheet.sheet.cells(row)[name])
            yield Finding(CHANGED, said, line.number, here, canonical(value))


def _unmarked(sheet: EntrySheet) -> Iterator[Finding]:
    for row in sheet.adopted:
        number = sheet.posted[row].number
        yield Finding(UNMARKED, _at(sheet, row, "row_unmarked", number=number), number)


def _foreign(sheet: EntrySheet, foreign: Mapping[str, str]) -> Iterator[Finding]:
    for row, line in sheet.posted.items():
        if workbook := foreign.get(line.row_id):
            said = _at(sheet, row, "row_of_another_workbook", workbook=workbook)
            yield Finding(ELSEWHERE, said, line.number)


def _repeated(sheet: EntrySheet) -> Iterator[Finding]:
    numbers = {line.row_id: line.number for line in sheet.posted.values()}
    for said, row_id in zip(repeated(sheet), sheet.identity.repeats.values(), strict=True):
        yield Finding(REPEATED, said, numbers[row_id])


def _unposted(sheet: EntrySheet) -> Iterator[Finding]:
    for row, state in enumerate(sheet.states):
        if state is RowState.NEW:
            number = canonical(sheet.raw.column("number")[row])
            yield Finding(UNPOSTED, _at(sheet, row, "row_unposted"), number)
    for said in rows_left_out(sheet.sheet):
        yield Finding(UNPOSTED, said)


def _formulas(book: Book, sheet: EntrySheet) -> Iterator[Finding]:
    """One finding for each run of neighbouring rows."""
    first = sheet.sheet.data.first_row
    for name, rows in lost_formulas(book, sheet).items():
        for run in _runs(rows):
            said = problem(
                "formula_lost",
                sheet=sheet.table.sheet,
                row=first + run[0],
                column=sheet.table.header(name),
                last=first + run[-1],
            )
            used = run[0] < sheet.sheet.used
            here = canonical(sheet.sheet.cells(run[0])[name]) if used else ""
            yield Finding(FORMULA, said, "", here, _("a formula"))


def _runs(rows: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for row in rows:
        if runs and runs[-1][-1] == row - 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return runs


def _deleted(sheet: EntrySheet, line: PostedRow) -> Finding:
    said = problem(
        "row_deleted",
        sheet=sheet.table.sheet,
        number=line.number,
        item=line.name,
        quantity=f"{plain(line.quantity_e4, QUANTITY):f}",
        unit=line.unit,
    )
    return Finding(DELETED, said, line.number)


def _at(sheet: EntrySheet, row: int, code: str, **params: str) -> Problem:
    return problem(code, sheet=sheet.table.sheet, row=sheet.raw.numbers[row], **params)
