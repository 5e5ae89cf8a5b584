"""Which sheet and which table of the new file was which of the old one.

In Calc sheets and tables may have been renamed, moved, copied or deleted.  What speaks for two
being the same is weighed: a table is hardly ever moved to another sheet, a name may be given anew.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from jxc_xl.hosts.libreoffice.keeping.structure import Sheet, Table, Workbook

_TABLE, _CODE_NAME, _NAME, _DEFINED, _LOOK = 8, 6, 4, 2, 3
_ALIKE = 0.5
_SHEET_OF = re.compile(r"^(?:'((?:[^']|'')+)'|([^'!()]+))!")


def same_sheets(old: Workbook, new: Workbook) -> list[tuple[Sheet, Sheet]]:
    """Return the pairs of sheets that are the same; a sheet stands in one pair at most."""
    defined = _defined(old, new)
    weights = [
        (weight, -abs(i - j), i, j)
        for i, before in enumerate(old.sheets)
        for j, after in enumerate(new.sheets)
        if (weight := _weight(before, after, defined))
    ]
    pairs: dict[int, int] = {}
    for *_weight_and_distance, i, j in sorted(weights, reverse=True):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return [(old.sheets[i], new.sheets[j]) for i, j in sorted(pairs.items())]


def _weight(old: Sheet, new: Sheet, defined: dict[tuple[str, str], int]) -> float:
    tables = {table.name.casefold() for table in old.tables}
    shared = sum(table.name.casefold() in tables for table in new.tables)
    weight: float = _TABLE * shared
    if old.code_name and old.code_name == new.code_name:
        weight += _CODE_NAME
    if old.name.casefold() == new.name.casefold():
        weight += _NAME
    weight += _DEFINED * min(2, defined.get((old.name, new.name), 0))
    alike = _likeness(old, new)
    return weight + _LOOK * alike if weight or alike > _ALIKE else 0


def _defined(old: Workbook, new: Workbook) -> dict[tuple[str, str], int]:
    """Count the defined names that stood for cells of one sheet and now do for one of another."""
    counted: dict[tuple[str, str], int] = {}
    after = new.names
    for name, refers_to in old.names.items():
        pair = _sheet_of(refers_to), _sheet_of(after.get(name, ""))
        if all(pair):
            counted[pair] = counted.get(pair, 0) + 1
    return counted


def _sheet_of(refers_to: str) -> str:
    found = _SHEET_OF.match(refers_to)
    return (found[1] or found[2]).replace("''", "'") if found else ""


def _likeness(old: Sheet, new: Sheet) -> float:
    """Say from 0 to 1 how much of what stands around the cells is the same."""
    one, other = _marks(old), _marks(new)
    return len(one & other) / len(one | other) if one and other else 0


def _marks(sheet: Sheet) -> set[tuple[str, str]]:
    marks = {("merge", each.get("ref")) for each in sheet.frame.everywhere("mergeCell")}
    marks |= {("link", each.get("location")) for each in sheet.frame.everywhere("hyperlink")}
    marks |= {("prompt", each.get("prompt")) for each in sheet.frame.everywhere("dataValidation")}
    marks |= {("rule", each.text) for each in sheet.frame.everywhere("formula")}
    for column in sheet.frame.below("cols"):
        if float(column.get("width", "0")) != 0:
            marks.add(("width", f"{column.get('min')} {float(column.get('width')):.1f}"))
    return marks


def same_tables(old: Sequence[Table], new: Sequence[Table]) -> list[tuple[Table, Table]]:
    """Return the pairs of tables that are the same: by name, and renamed ones by their columns."""
    named = {table.name.casefold(): table for table in old}
    pairs = [
        (named.pop(table.name.casefold()), table) for table in new if table.name.casefold() in named
    ]
    found = {id(table) for _old, table in pairs}
    for table in new:
        if id(table) not in found:
            renamed = [each for each in named.values() if each.columns == table.columns]
            if len(renamed) == 1:
                pairs.append((named.pop(renamed[0].name.casefold()), table))
    return pairs
