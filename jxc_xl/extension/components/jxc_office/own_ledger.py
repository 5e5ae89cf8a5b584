"""Which ledger a document's formulas ask: the one that the buttons post into."""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple

import unohelper
from jxc_functions.errors import unknown
from jxc_functions.words import LEDGER_NOWHERE, say

_SETTINGS = "settings"
_KEY, _VALUE = "项目", "值"
_LEDGER_SETTING = "账套文件"
_LEDGER_ID = "jxc_ledger_id"
_SECONDS_KEPT = 1.0
"""A recalculation asks thousands of times, and 设置 does not change meanwhile."""


class OwnLedger(NamedTuple):
    """A document's ledger; ``id`` is the one it was posted into, ``""`` before the first time."""

    path: str
    id: str


_known: dict[str, tuple[float, OwnLedger]] = {}


def ledger_of(document: Any) -> OwnLedger:
    """The ledger of a document; :class:`CellError` for one that was never saved in a folder."""
    url = document.getURL()
    found_at, found = _known.get(url, (0.0, None))
    if found is not None and monotonic() - found_at < _SECONDS_KEPT:
        return found
    if not url.startswith("file:"):
        raise unknown(say(LEDGER_NOWHERE))
    workbook = Path(unohelper.fileUrlToSystemPath(url))
    found = OwnLedger(str(_path(workbook, _setting(document))), _name(document, _LEDGER_ID))
    _known[url] = (monotonic(), found)
    return found


def forget_ledgers() -> None:
    """Look again at the next question."""
    _known.clear()


def _path(workbook: Path, said: str) -> Path:
    """Where 设置 says, else beside the workbook."""
    if said:
        return workbook.parent / Path(said.replace("\\", "/")).expanduser()
    return workbook.with_suffix(".db")


def _setting(document: Any) -> str:
    """What 设置 says of the ledger's place."""
    if not document.DatabaseRanges.hasByName(_SETTINGS):
        return ""
    area = document.DatabaseRanges.getByName(_SETTINGS).DataArea
    sheet = document.Sheets.getByIndex(area.Sheet)
    headers, *rows = sheet.getCellRangeByPosition(
        area.StartColumn, area.StartRow, area.EndColumn, area.EndRow
    ).getDataArray()
    if _KEY not in headers or _VALUE not in headers:
        return ""
    key, value = headers.index(_KEY), headers.index(_VALUE)
    said = (row[value] for row in rows if str(row[key]).strip() == _LEDGER_SETTING)
    return str(next(said, "")).strip()


def _name(document: Any, name: str) -> str:
    """What stands in the cell of a defined name."""
    if not document.NamedRanges.hasByName(name):
        return ""
    cells = document.NamedRanges.getByName(name).getReferredCells()
    return "" if cells is None else str(cells.getDataArray()[0][0]).strip()
