"""Which ledger a document's formulas ask: the one that the buttons post into."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple

import unohelper
from jxc_functions import Books, books_at
from jxc_functions.errors import unknown
from jxc_functions.words import LEDGER_NOWHERE, say

_SETTINGS = "settings"
_KEY, _VALUE = "项目", "值"
_LEDGER_SETTING = "账套文件"
_LEDGER_ID = "jxc_ledger_id"
_SECONDS_KEPT = 0.5
"""A recalculation asks thousands of times, and 设置 does not change meanwhile."""


class OwnLedger(NamedTuple):
    """The ledger of the document at ``url``.

    ``path`` is ``""`` for a document that was never saved in a folder; ``id`` is the ledger it was
    posted into, ``""`` before the first time; ``epoch`` the day from which it counts dates.
    """

    url: str
    path: str
    id: str
    epoch: date

    def books(self) -> Books:
        """Its figures; :class:`CellError` where there are none."""
        if not self.path:
            raise unknown(say(LEDGER_NOWHERE))
        return books_at(self.path, self.id)


_known: dict[str, tuple[float, OwnLedger]] = {}


def ledger_of(document: Any) -> OwnLedger:
    """Which ledger belongs to a document."""
    url = document.getURL()
    found_at, found = _known.get(url, (0.0, None))
    if found is None or monotonic() - found_at > _SECONDS_KEPT:
        path = _path(document, url) if url.startswith("file:") else ""
        day = document.NullDate
        found = OwnLedger(url, path, _id(document), date(day.Year, day.Month, day.Day))
        _known[url] = (monotonic(), found)
    return found


def forget_ledgers() -> None:
    """Look again at the next question."""
    _known.clear()


def _path(document: Any, url: str) -> str:
    """Where 设置 says, else beside the workbook."""
    workbook = Path(unohelper.fileUrlToSystemPath(url))
    said = _setting(document)
    if said:
        return str(workbook.parent / Path(said.replace("\\", "/")).expanduser())
    return str(workbook.with_suffix(".db"))


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


def _id(document: Any) -> str:
    """The ledger that the workbook was posted into."""
    if not document.NamedRanges.hasByName(_LEDGER_ID):
        return ""
    cells = document.NamedRanges.getByName(_LEDGER_ID).getReferredCells()
    return "" if cells is None else str(cells.getDataArray()[0][0]).strip()
