"""Which column of a file is which column of ours, and in which row the headers stand."""

import re
from collections.abc import Callable, Iterable, Sequence

from jxc_xl.domain.cells import Raw
from jxc_xl.domain.parsing import half_width
from jxc_xl.domain.tables.columns import Column, Role, Table
from jxc_xl.domain.tables.entry import COMPUTED
from jxc_xl.domain.tables.synonyms import names_of

_BRACKETS = re.compile(r"\(.*?\)|\[.*?\]|【.*?】")
_PUNCTUATION = re.compile(r"[\W_]+")
_TITLE_ROWS = 30
"""So many rows may stand above the headers: a company's name, a date, who printed it."""


def plain_header(cell: Raw) -> str:
    """A header without what people add to it: units in brackets, stars, blanks, letter case.

    >>> plain_header(" *单价（元） "), plain_header("unitPrice"), plain_header("Unit_Price")
    ('单价', 'unitprice', 'unitprice')
    """
    if not isinstance(cell, str):
        return ""
    text = half_width(cell).casefold()
    return _PUNCTUATION.sub("", _BRACKETS.sub("", text)) or _PUNCTUATION.sub("", text)


def importable(table: Table) -> list[Column]:
    """The columns that a file may fill: what the program fills in itself is not among them."""
    return [
        column
        for column in table.columns
        if (not column.filled or column.field in COMPUTED)
        and not (table.role is Role.ENTRY and column.field == "status")
    ]


def matched(table: Table, headers: Sequence[Raw]) -> dict[str, int]:
    """The place in ``headers`` of each field that is found there; each place is used once.

    A surer name goes before a less sure one, whatever the order of the columns.
    """
    places: dict[str, int] = {}
    for number, header in enumerate(headers):
        places.setdefault(plain_header(header), number)
    places.pop("", None)
    found: dict[str, int] = {}
    names = {column.field: names_of(table, column) for column in importable(table)}
    for rank in range(max(map(len, names.values()))):
        for field, words in names.items():
            if field in found or rank >= len(words):
                continue
            place = places.get(plain_header(words[rank]))
            if place is not None and place not in found.values():
                found[field] = place
    return found


def recogniser(table: Table, more: Iterable[str] = ()) -> Callable[[Sequence[Raw]], int]:
    """A function that says how many cells of a row look like headers of the table.

    ``more`` are headers that somebody has named in a mapping file.
    """
    known = {plain_header(word) for column in importable(table) for word in names_of(table, column)}
    known |= {plain_header(word) for word in more}
    known.discard("")
    return lambda row: len({plain_header(cell) for cell in row} & known)


def header_row(rows: Sequence[Sequence[Raw]], recognise: Callable[[Sequence[Raw]], int]) -> int:
    """The index of the row with the headers among the first rows, -1 if there is none.

    A row with one known word only is a title, unless the file has a single column.
    """
    counts = [recognise(row) for row in rows[:_TITLE_ROWS]]
    best = max(counts, default=0)
    if best == 0:
        return -1
    place = counts.index(best)
    filled = sum(cell is not None for cell in rows[place])
    return place if best > 1 or filled == 1 else -1
