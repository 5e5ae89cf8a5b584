"""What became of masters since a workbook last agreed with the ledger.

A row that the ledger has and the sheet has not is either new or was deleted in the sheet, and one
that only the sheet has is new or was deleted elsewhere.  The list of changes tells which; how far
a workbook has followed it, the workbook itself remembers, so that one that was closed without
saving or came out of a backup is not taken for one whose rows were deleted.
"""

import json
import sqlite3
from typing import Any

from jxc_xl.domain.parsing import fold
from jxc_xl.ledger.master_rows import COLUMNS, StoredMaster

Key = tuple[str, str]
"""The table of a sheet, and the folded code of a master in it."""

_NEWEST = """
SELECT id, at FROM master_change WHERE "table" <> 'setting' ORDER BY id DESC LIMIT 1"""


def newest_change(connection: sqlite3.Connection) -> str:
    """A word for how far the list of changes goes now, empty while there is none."""
    found = connection.execute(_NEWEST).fetchone()
    return _word(*found) if found else ""


def _word(id_: int, at: str) -> str:
    """A number, and the time that belongs to it: in a ledger that was put back it is another."""
    return f"{id_}@{at}"


def changes_since(connection: sqlite3.Connection, seen: str) -> dict[Key, bool] | None:
    """Which masters came (True) or went (False) since; None if nobody can say."""
    number, _at, _time = seen.partition("@")
    if not number.isdecimal():
        return None
    run = connection.execute
    known = run("SELECT id, at FROM master_change WHERE id = ?", (int(number),)).fetchone()
    if known is None or _word(*known) != seen:
        return None
    changes: dict[Key, bool] = {}
    for table, old, new in run(
        'SELECT "table", old, new FROM master_change'
        " WHERE id > ? AND (old = '' OR new = '') ORDER BY id",
        (int(number),),
    ):
        if table in COLUMNS:
            row: tuple[Any, ...] = tuple(json.loads(new or old))
            master = StoredMaster(table, row)
            changes[master.sheets_table, fold(master.code)] = bool(new)
    return changes
