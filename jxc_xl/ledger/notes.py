"""The notes of what masters and settings said before, and the proof that none was changed.

Each note begins with what the one before it ended with, and the last says what stands today.
"""

import json
import sqlite3
from collections.abc import Iterator

from jxc_xl.i18n import gettext as _
from jxc_xl.ledger.master_rows import COLUMNS, read_table
from jxc_xl.ledger.proof import Difference


def prove(connection: sqlite3.Connection) -> Iterator[Difference]:
    """Every master and setting whose notes do not lead from nothing to what it says now."""
    said: dict[tuple[str, str], str] = {}
    broken: dict[tuple[str, str], str] = {}
    for _id, _at, _user, _workbook, table, code, old, new in connection.execute(
        'SELECT id, at, user, workbook, "table", code, old, new FROM master_change ORDER BY id'
    ):
        key = (table, _key(table, code, new or old))
        if said.get(key, "") != old:
            broken[key] = code
        said[key] = new
    broken |= {
        key: code for key, code, words in _standing(connection) if said.pop(key, "") != words
    }
    broken |= {key: key[1] for key, words in said.items() if words}  # the others were deleted
    for (table, _same), code in broken.items():
        message = _("What was noted of earlier changes does not lead to what stands now.")
        yield Difference("note", f"{table} {code}", message)


def _standing(connection: sqlite3.Connection) -> Iterator[tuple[tuple[str, str], str, str]]:
    """Key, code and words of every master and setting there is."""
    for table, columns in COLUMNS.items():
        place = columns.index("code")
        for _id, entry in read_table(connection, table):
            code = entry.row[place]
            yield (table, _key(table, code, entry.words)), code, entry.words
    for key, value in connection.execute("SELECT key, value FROM setting"):
        yield ("setting", _key("setting", key, value)), key, value


def _key(table: str, code: str, words: str) -> str:
    """What tells it from the others of its table: a supplier and a customer may share a code."""
    return f"{json.loads(words)[0]}|{code.casefold()}" if table == "partner" else code.casefold()
