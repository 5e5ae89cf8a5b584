"""账表核对: the workbook against the ledger, and the ledger against itself."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from jxc_xl.domain.catalogue import problem
from jxc_xl.domain.cells import Raw, RowState
from jxc_xl.domain.content import canonical
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.tables import table_named
from jxc_xl.i18n import gettext as _
from jxc_xl.i18n import ngettext
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.origins import Expected, expected
from jxc_xl.ledger.periods import broken_months
from jxc_xl.ledger.rows import PostedRow, posted_rows
from jxc_xl.services import shop
from jxc_xl.services.differences import (
    ELSEWHERE,
    LEDGER,
    Finding,
    changed_cells,
    lost_formulas,
    of_rows,
)
from jxc_xl.services.marks import Marks, mark_posted, status_of, write_marks
from jxc_xl.services.posted_cells import differing, posted_cells
from jxc_xl.services.report import Report
from jxc_xl.services.sheets import EntrySheet
from jxc_xl.services.showing import settled_sheets, show_posted
from jxc_xl.services.verify import verify
from jxc_xl.workbook.book import Book
from jxc_xl.workbook.errors import LayoutError, TableBlocked


def reconcile(book: Book, ledger: Ledger, *, today: date, restore: bool = False) -> Report:
    """Find and explain every difference, and list them in the sheet 账表核对.

    With ``restore`` the posted values go back into the sheets first: changed cells, rows that
    are gone, marks and formulas; what remains is listed.  ``ok`` is False if anything does.
    """
    shop.check_belongs(book, ledger)
    report = Report("reconcile")
    if restore:
        report.extra["restored_rows"] = restored = put_back(_compare(book, ledger), book)
        words = ngettext("{n} row put back.", "{n} rows put back.", restored)
        report.summary.append(words.format(n=restored))
    compared = _compare(book, ledger)
    findings = [*_of_ledger(book, ledger), *compared.findings(book)]
    with book.batch():
        warning = _show(book, findings, compared.expected.elsewhere)
        show_posted(book, compared.sheets)
        book.write_name("jxc_refreshed", today.isoformat())
    book.save()
    report.ok = not findings and not compared.unusable
    report.problems = [*compared.unusable, *(found.problem for found in findings), *warning]
    report.extra |= _figures(compared, findings)
    report.summary += _summary(compared, findings)
    return report


def restorable(book: Book, ledger: Ledger) -> int:
    """How many rows :func:`reconcile` with ``restore`` would write into; writes nothing."""
    shop.check_belongs(book, ledger)
    compared = _compare(book, ledger)
    marks = (_marks_to_restore(book, sheet, compared.missing) for sheet in compared.sheets)
    return sum(len(found.cells.keys() | found.formulas.keys()) for found in marks)


@dataclass(slots=True)
class _Compared:
    """The entry sheets beside what the ledger expects of them."""

    sheets: list[EntrySheet]
    unusable: list[Problem]
    expected: Expected
    missing: list[PostedRow]

    def findings(self, book: Book) -> Iterator[Finding]:
        """What differs, sheet by sheet."""
        for sheet in self.sheets:
            yield from of_rows(book, sheet, self.missing, self.expected.foreign)


def _compare(book: Book, ledger: Ledger) -> _Compared:
    problems: list[Problem] = []
    sheets = settled_sheets(book, ledger, problems)
    unusable = [found for found in problems if found.code != "row_apart"]  # told by its sheet
    shown = {line.row_id for sheet in sheets for line in sheet.posted.values()}
    names = [sheet.table.name for sheet in sheets]
    workbook = shop.identify_workbook(book, ledger)
    with ledger.reading() as connection:
        wanted = expected(connection, workbook, names, shown)
        lines = posted_rows(connection, wanted.missing)
    missing = [lines[row_id] for row_id in wanted.missing]
    for sheet in sheets:
        missing = _recognise(sheet, missing)
    return _Compared(sheets, unusable, wanted, missing)


def _recognise(sheet: EntrySheet, missing: Iterable[PostedRow]) -> list[PostedRow]:
    """Take rows that lost their id, but say all that was posted, for the lines; what is left."""
    numbers = sheet.raw.column("number")
    waiting: dict[str, list[int]] = {}
    for row, state in enumerate(sheet.states):
        if state is RowState.NEW:
            waiting.setdefault(canonical(numbers[row]), []).append(row)
    left = []
    for line in missing:
        rows = waiting.get(line.number, []) if line.sheet == sheet.table.name else []
        found = next(
            (r for r in rows if not differing(sheet.table, line, sheet.sheet.cells(r))), None
        )
        if found is None:
            left.append(line)
            continue
        rows.remove(found)
        sheet.posted[found] = line
        sheet.adopted |= {found}
        sheet.keep_as_posted([found])
    return left


def _of_ledger(book: Book, ledger: Ledger) -> Iterator[Finding]:
    """What the ledger finds wrong with itself."""
    head = str(book.read_name("jxc_chain_head") or "")
    wrong = verify(ledger, expected_head=head).problems
    yield from (Finding(LEDGER, found) for found in wrong)
    if wrong:  # its figures cannot be right then
        return
    with ledger.reading() as connection:
        broken = list(broken_months(connection))
    for month, item, warehouse in broken:
        code = "month_broken" if month else "stock_broken"
        said = problem(code, sheet="", item=item, warehouse=warehouse, month=month)
        yield Finding(LEDGER, said)


def put_back(compared: _Compared, book: Book) -> int:
    """Write what was posted back into the sheets; the number of rows written into.

    Lines whose row is gone get a new one below the last entry, where there is room.
    """
    rows = 0
    with book.batch():
        for sheet in compared.sheets:
            marks = _marks_to_restore(book, sheet, compared.missing)
            _make_room(book, sheet, marks)
            rows += len(marks.cells.keys() | marks.formulas.keys())
            write_marks(book, sheet, marks)
    return rows


def _marks_to_restore(book: Book, sheet: EntrySheet, missing: Iterable[PostedRow]) -> Marks:
    marks = Marks()
    mark_posted(marks, sheet, {row: sheet.posted[row] for row in sheet.adopted}, {})
    for row, _line, cells in changed_cells(sheet):
        marks.put(row, **cells)
    gone = [line for line in missing if line.sheet == sheet.table.name]
    for row, line in enumerate(gone, sheet.sheet.used):
        marks.put(row, **posted_cells(sheet.table, line))
        words = {"status": status_of(line), "hint": None, "error_columns": None}
        marks.put(row, **words, row_id=line.row_id)
    lost: dict[int, list[str]] = {}
    for name, rows in lost_formulas(book, sheet).items():
        for row in rows:
            if row not in marks.cells:
                lost.setdefault(row, []).append(name)
    marks.formulas = {row: tuple(fields) for row, fields in lost.items()}
    return marks


def _make_room(book: Book, sheet: EntrySheet, marks: Marks) -> None:
    """Let the table hold the rows that come back; where it cannot, they stay away and listed."""
    last = max(marks.cells, default=-1)
    if last >= sheet.sheet.data.table_rows:
        try:
            book.grow_table(sheet.table.name, last + 1)
        except TableBlocked:
            for row in range(sheet.sheet.used, last + 1):
                del marks.cells[row]


def _show(book: Book, findings: Sequence[Finding], elsewhere: dict[str, int]) -> list[Problem]:
    """Fill the sheet 账表核对; a warning if it is gone."""
    table = table_named("differences")
    rows = [_row(found) for found in findings]
    rows += [_elsewhere(workbook, count) for workbook, count in elsewhere.items()]
    try:
        book.replace_table(
            table.name,
            [
                {table.header(name): value for name, value in {"position": n, **row}.items()}
                for n, row in enumerate(rows, 1)
            ],
        )
    except LayoutError as error:
        sheet = table.sheet
        return [problem("differences_not_shown", sheet=sheet, missing=sheet, why=error.message)]
    return []


def _row(found: Finding) -> dict[str, Raw]:
    said = found.problem
    return {
        "category": found.category,
        "number": found.number or None,
        "sheet": said.sheet or None,
        "row": said.row,
        "column": said.column,
        "in_sheet": found.in_sheet or None,
        "in_ledger": found.in_ledger or None,
        "explanation": said.message,
        "remedy": said.hint,
    }


def _elsewhere(workbook: str, count: int) -> dict[str, Raw]:
    """No difference, but the reason why the books say more than the sheets."""
    said = ngettext(
        "{n} document was posted from {workbook}.",
        "{n} documents were posted from {workbook}.",
        count,
    )
    return {
        "category": ELSEWHERE,
        "number": None,
        "sheet": None,
        "row": None,
        "column": None,
        "in_sheet": None,
        "in_ledger": None,
        "explanation": said.format(n=count, workbook=workbook),
        "remedy": _("Nothing to be done: its rows stand there."),
    }


def _figures(compared: _Compared, findings: Sequence[Finding]) -> dict[str, object]:
    return {
        "differences": [
            {
                "category": found.category,
                "code": found.problem.code,
                "number": found.number,
                "sheet": found.problem.sheet,
                "row": found.problem.row,
                "column": found.problem.column,
                "in_sheet": found.in_sheet,
                "in_ledger": found.in_ledger,
            }
            for found in findings
        ],
        "expected_lines": compared.expected.lines,
        "draft_lines": sum(sheet.states.count(RowState.DRAFT) for sheet in compared.sheets),
        "elsewhere": compared.expected.elsewhere,
    }


def _summary(compared: _Compared, findings: Sequence[Finding]) -> list[str]:
    if findings or compared.unusable:
        count = len(findings) + len(compared.unusable)
        words = ngettext(
            "{n} difference between workbook and books; see the sheet 账表核对.",
            "{n} differences between workbook and books; see the sheet 账表核对.",
            count,
        )
        said = [words.format(n=count)]
    else:
        words = _("Workbook and books agree: {n} posted rows, the ledger checked to the fen.")
        said = [words.format(n=compared.expected.lines)]
    elsewhere = sum(compared.expected.elsewhere.values())
    if elsewhere:
        words = ngettext(
            "{n} document was posted elsewhere.", "{n} documents were posted elsewhere.", elsewhere
        )
        said.append(words.format(n=elsewhere))
    return said
