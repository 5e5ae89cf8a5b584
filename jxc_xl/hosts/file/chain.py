"""The calculation chain and the order to calculate: what Excel wants to know about formulas."""

import re
from collections.abc import Set

from jxc_xl.hosts.file.areas import Area, column_letters

_CELL = re.compile(rb"<c\b([^>]*?)/>")
_ATTRIBUTE = re.compile(rb'(\w+)="([^"]*)"')
_SHEET = re.compile(rb'\si="[^"]*"')
_SETTINGS = re.compile(rb"<calcPr\b([^>]*?)(/?>)")
_ON_LOAD = re.compile(rb'\sfullCalcOnLoad="[^"]*"')
_BEFORE_SETTINGS = (
    b"</definedNames>",
    b"</externalReferences>",
    b"</functionGroups>",
    b"</sheets>",
)

Entry = tuple[int, int, int]  # the sheet's id, row, column


def update(part: bytes, gone: Set[Entry], new: Set[Entry]) -> bytes | None:
    """Return the chain without the cells that lost their formula and with those that got one.

    An entry for a cell without a formula makes Excel repair the file. ``None``: nothing is left.
    """
    sheet = b"0"
    kept = []
    first = last = -1
    for match in _CELL.finditer(part):
        first, last = (match.start() if first < 0 else first), match.end()
        found = dict(_ATTRIBUTE.findall(match[1]))
        sheet = found.get(b"i", sheet)
        area = Area.parse(found[b"r"].decode())
        if (int(sheet), area.top, area.left) not in gone:
            # An entry inherits the sheet of the one before: say it, the one before may be gone.
            kept.append(b'<c%b i="%b"/>' % (_SHEET.sub(b"", match[1]), sheet))
    for sheet_id, row, column in sorted(new):
        kept.append(b'<c r="%b" i="%d"/>' % (f"{column_letters(column)}{row}".encode(), sheet_id))
    if not kept:
        return None
    return part[:first] + b"".join(kept) + part[last:] if first >= 0 else part


def calculate_on_load(workbook: bytes) -> bytes:
    """Return the workbook part with the order to calculate everything when it is opened."""
    found = _SETTINGS.search(workbook)
    if found is not None:
        settings = _ON_LOAD.sub(b"", found[1]) + b' fullCalcOnLoad="1"'
        tag = b"<calcPr" + settings + found[2]
        return workbook[: found.start()] + tag + workbook[found.end() :]
    for before in _BEFORE_SETTINGS:
        position = workbook.find(before)
        if position >= 0:
            position += len(before)
            return workbook[:position] + b'<calcPr fullCalcOnLoad="1"/>' + workbook[position:]
    return workbook
