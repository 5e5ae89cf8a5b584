"""Rows of a master sheet that are probably one and the same thing, written twice."""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from jxc_xl.domain.cells import RawRows
from jxc_xl.domain.content import canonical
from jxc_xl.i18n import N_

Cells = Mapping[str, str]


class Alike(NamedTuple):
    """Rows of one table, counted from 0, and what they have in common (a message id)."""

    why: str
    rows: tuple[int, ...]


def likely_duplicates(raw: RawRows) -> list[Alike]:
    """Rows that look alike, those that agree in most first; rows with mistakes among them.

    What was merged before is left out, and so is a pair that an earlier reason has named.
    """
    rows = {row: cells for row, cells in _rows(raw) if not cells.get("merged_into")}
    found: list[Alike] = []
    named: set[frozenset[int]] = set()
    for why, key_of in _REASONS:
        groups: dict[str, list[int]] = defaultdict(list)
        for row, cells in rows.items():
            if key := key_of(cells):
                groups[key].append(row)
        for group in groups.values():
            if len(group) > 1 and not any(set(group) <= before for before in named):
                named.add(frozenset(group))
                found.append(Alike(why, tuple(group)))
    return found


def bare(text: str) -> str:
    """A name without what people write now this way, now that: width, case, blanks, signs.

    >>> bare("可口 可乐（500ＭＬ）") == bare("可口可乐 500ml")
    True
    """
    return "".join(
        sign
        for sign in unicodedata.normalize("NFKC", text).casefold()
        if unicodedata.category(sign)[0] not in "PSZC"
    )


def _name(cells: Cells) -> str:
    return bare(cells["name"] + cells.get("spec", ""))


def _barcode(cells: Cells) -> str:
    """A bar code without the zeros in front, which a spreadsheet takes away."""
    return bare(cells.get("barcode", "")).lstrip("0")


def _tax_number(cells: Cells) -> str:
    return bare(cells.get("tax_number", ""))


def _mobile(cells: Cells) -> str:
    return bare(cells.get("mobile", ""))


_REASONS: tuple[tuple[str, Callable[[Cells], str]], ...] = (
    (N_("the same bar code"), _barcode),
    (N_("the same taxpayer number"), _tax_number),
    (N_("the same name"), _name),
    (N_("the same mobile number"), _mobile),
)


def _rows(raw: RawRows) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows that have a name, their cells as text."""
    columns = {name: raw.column(name) for name in raw.table.by_field}
    for row in range(len(raw.numbers)):
        cells = {name: canonical(column[row]) for name, column in columns.items()}
        if cells["name"]:
            yield row, cells
