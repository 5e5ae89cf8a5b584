"""Whether what new rows refer to is there: all of them in one pass.

SQLite would look row by row while they come in, at twice the price; so it is told not to
(``PRAGMA foreign_keys``), and whoever writes asks here before the transaction ends.  What is
referred to is never deleted.
"""

import json
import sqlite3
from collections.abc import Iterable
from functools import cache


def check_new(connection: sqlite3.Connection, table: str, first: int) -> None:
    """Raise :class:`sqlite3.IntegrityError` if a row from id ``first`` on refers to nothing."""
    keys = connection.execute(f"PRAGMA foreign_key_list({table})").fetchall()
    sql = _dangling(table, frozenset((key[3], key[2]) for key in keys))
    row = connection.execute(sql, (first,)).fetchone()
    if row is not None:
        raise sqlite3.IntegrityError(f"{table} {row[0]} refers to something that is not there")


@cache
def _dangling(table: str, keys: frozenset[tuple[str, str]]) -> str:
    """The first row of a table with a reference to a row that is not there; NULL refers to none."""
    wrong = " OR ".join(f"{column} NOT IN (SELECT id FROM {to})" for column, to in sorted(keys))
    return f"SELECT id FROM {table} WHERE id >= ? AND ({wrong}) LIMIT 1"


def referred(connection: sqlite3.Connection, table: str, ids: Iterable[int]) -> set[int]:
    """Those of some rows of a table that a row of any other one refers to."""
    wanted = json.dumps(list(ids))
    names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    found: set[int] = set()
    for (name,) in names:
        for key in connection.execute(f"PRAGMA foreign_key_list({name})").fetchall():
            if key[2] == table:
                sql = f"SELECT DISTINCT {key[3]} FROM {name} WHERE {key[3]} IN {_LISTED}"
                found |= {id_ for (id_,) in connection.execute(sql, (wanted,))}
    return found


_LISTED = "(SELECT value FROM json_each(?))"
