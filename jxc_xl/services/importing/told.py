"""What an import tells: where each column went, the first rows, and what became of every line."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from jxc_xl.domain.catalogue import problem
from jxc_xl.domain.cells import Raw, RawRows
from jxc_xl.domain.content import canonical
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.tables import table_named
from jxc_xl.i18n import gettext as _
from jxc_xl.services.importing.source import Source
from jxc_xl.services.report import Report

_FIRST_ROWS = 5
_MOST_COLUMNS = 12


@dataclass(slots=True)
class Fate:
    """What becomes of the lines of a file: line numbers, and what is said of them.

    ``there`` are by table the lines that it has already; ``written`` those that were written (or
    would be, in a preview).
    """

    problems: list[Problem] = field(default_factory=list)
    refused: set[int] = field(default_factory=set)
    there: dict[str, set[int]] = field(default_factory=dict)
    written: set[int] = field(default_factory=set)

    def refuse(self, found: Sequence[Problem]) -> None:
        """Keep out the lines of which something is wrong."""
        self.problems += found
        self.refused |= {said.row for said in found if said.is_error and said.row is not None}

    def news(self, raw: RawRows) -> list[int]:
        """The row indices of a table's rows that are good and not there yet."""
        out = self.refused | self.there.get(raw.table.name, set())
        return [row for row, number in enumerate(raw.numbers) if number not in out]


def told(source: Source, fate: Fate, *, preview: bool) -> Report:
    """The report: lines in the file = written + there already + left out + refused."""
    report = Report("import")
    lines = source.lines
    if source.problems or lines is None:
        report.ok = False
        report.problems = source.problems
        report.summary = [_("Nothing was imported.")]
        return report
    left_out = [*lines.left_out, *source.made.left_out]
    passed = {said.row for said in left_out}
    known = set(lines.raw.numbers) - passed - fate.refused - fate.written
    report.ok = not fate.refused
    report.problems = sorted(
        [*fate.problems, *left_out], key=lambda said: (said.row or 0, not said.is_error)
    )
    if lines.not_taken:
        columns = "、".join(lines.not_taken)
        said = problem(
            "column_not_taken", sheet=source.sheet, row=lines.header_line, columns=columns
        )
        report.problems.insert(0, said)
    if known:
        again = problem("import_again", sheet=source.sheet, n=len(known), lines=ranges(known))
        report.problems.append(again)
    counts = {
        "lines": lines.count,
        "written": len(fate.written),
        "already_there": len(known),
        "left_out": len(left_out),
        "refused": len(fate.refused),
    }
    report.extra = {"preview": preview, **counts, **_shown(source)}
    report.table = _first_rows(source)
    report.summary = [*_mapping(source), _counted(counts, preview), *_next(source, fate, preview)]
    return report


def _shown(source: Source) -> dict[str, Any]:
    assert source.lines is not None
    mapping = [
        {"column": theirs, "field": name, "header": source.table.header(name)}
        for theirs, name in source.lines.taken
    ]
    rows = [
        {name: canonical(cells[row]) for name, cells in source.lines.raw.cells.items()}
        for row in range(min(_FIRST_ROWS, len(source.lines.raw.numbers)))
    ]
    return {"mapping": mapping, "not_taken": source.lines.not_taken, "first_rows": rows}


def _mapping(source: Source) -> list[str]:
    assert source.lines is not None
    pairs = [
        _("{theirs} → {ours}").format(theirs=theirs, ours=source.table.header(name))
        for theirs, name in source.lines.taken
    ]
    return [
        _("Headers in line {line}; understood as: {pairs}.").format(
            line=source.lines.header_line, pairs=_("; ").join(pairs)
        )
    ]


def _first_rows(source: Source) -> list[tuple[str, ...]]:
    """The first rows as they are understood, under our headers."""
    assert source.lines is not None
    raw = source.lines.raw
    count = min(_FIRST_ROWS, len(raw.numbers))
    shown = [
        name
        for name, cells in raw.cells.items()
        if any(cells[row] is not None for row in range(count))
    ][:_MOST_COLUMNS]
    if not shown:
        return []
    headers = (_("line"), *(source.table.header(name) for name in shown))
    rows = [
        (str(raw.numbers[row]), *(_brief(raw.cells[name][row]) for name in shown))
        for row in range(count)
    ]
    return [headers, *rows]


def _brief(cell: Raw) -> str:
    text = canonical(cell)
    return text if len(text) <= 20 else text[:19] + "…"


def _counted(counts: dict[str, int], preview: bool) -> str:
    words = (
        _(
            "Of {lines} lines {written} would be written, {already_there} are there already,"
            " {left_out} are left out, {refused} are refused. Nothing was changed."
        )
        if preview
        else _(
            "Of {lines} lines {written} were written, {already_there} were there already,"
            " {left_out} were left out, {refused} were refused."
        )
    )
    return words.format(**counts)


def _next(source: Source, fate: Fate, preview: bool) -> list[str]:
    """Where the rows are now, and what comes next."""
    if preview or not fate.written or source.to_ledger:
        return []
    sheets = "、".join(table_named(raw.table.name).sheet for raw in source.tables)
    return [_("They stand in {sheets}; check and post them next.").format(sheets=sheets)]


def ranges(lines: set[int]) -> str:
    """Line numbers in few words.

    >>> ranges({9, 2, 3, 4, 5})
    '2–5、9'
    """
    words: list[str] = []
    first = last = 0
    for line in [*sorted(lines), 0]:
        if line == last + 1 and first:
            last = line
            continue
        if first:
            words.append(str(first) if first == last else f"{first}–{last}")
        first = last = line
    return "、".join(words)
