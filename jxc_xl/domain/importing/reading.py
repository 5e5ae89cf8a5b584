"""Which rows of a file can be read at all, and which must stay out together."""

from collections.abc import Iterable
from datetime import date
from functools import partial

from jxc_xl.domain.catalogue import problem
from jxc_xl.domain.cells import RawRows
from jxc_xl.domain.content import HEAD_FIELDS
from jxc_xl.domain.directory import Directory
from jxc_xl.domain.entry_rows import read_entry_rows
from jxc_xl.domain.importing.lines import digits_lost
from jxc_xl.domain.parsing import Failure, fold, shown
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.tables import table_named
from jxc_xl.domain.tables.columns import Cell

_UNKNOWN = tuple(
    f"{noun}_{what}"
    for noun in ("item", "supplier", "customer", "warehouse")
    for what in ("unknown", "ambiguous", "faulty")
)


def cut_codes(raw: RawRows) -> list[Problem]:
    """Codes of which a spreadsheet has lost digits: ``6.91234E+12``."""
    return [
        problem(
            "digits_lost",
            sheet=raw.table.sheet,
            row=raw.numbers[row],
            column=raw.table.header(name),
            text=shown(str(cell)),
        )
        for name, cells in raw.cells.items()
        if raw.table.by_field[name].cell is Cell.CODE
        for row, cell in enumerate(cells)
        if digits_lost(cell)
    ]


def unreadable(raw: RawRows, today: date) -> list[Problem]:
    """What cannot be read in the rows of an entry table, and what no row can do without.

    Whether items and partners are known is not asked: a clerk can still make them known.
    """
    table = raw.table

    def say(code: str, name: str, row: int, **params: str) -> Problem:
        place = partial(problem, code, sheet=table.sheet, row=raw.numbers[row])
        return partial(place, column=table.header(name))(**params)

    found = []
    for name, values in read_entry_rows(raw, Directory(), today).columns().items():
        for row, value in enumerate(values):
            if isinstance(value, Failure) and value.code not in _UNKNOWN:
                params = {**value.params}
                if "sheet_of_kind" in params:
                    params["sheet_of_kind"] = table_named(params["sheet_of_kind"]).sheet
                found.append(say(value.code, name, row, **params))
    for name in ("item", "quantity"):
        if not table.by_field[name].required:
            continue
        for row, cell in enumerate(raw.column(name)):
            if cell is None:
                found.append(say("required", name, row))
    return found


def with_mates(raw: RawRows, wrong: Iterable[int]) -> tuple[set[int], list[Problem]]:
    """All rows of documents with a wrong row, and a word for each that has no fault of its own.

    ``wrong`` are row indices.  A document comes whole or not at all.
    """
    own = set(wrong)
    groups = _documents(raw)
    bad = {groups[row] for row in own}
    refused = {row for row, group in enumerate(groups) if group in bad}
    mates = [
        problem("line_of_refused", sheet=raw.table.sheet, row=raw.numbers[row])
        for row in sorted(refused - own)
    ]
    return refused, mates


def _documents(raw: RawRows) -> list[object]:
    """For each row what names its document: its number, or the row that began it."""
    heads = [raw.column(name) for name in HEAD_FIELDS]
    numbers = raw.column("number")
    names: list[object] = []
    for row, number in enumerate(numbers):
        if number is not None:
            names.append(fold(str(number)))
        elif names and all(head[row] is None for head in heads):
            names.append(names[-1])
        else:
            names.append(row)
    return names
