"""When batches were made and expire: what the first standing receipt said of them.

Made and expiry date are looked for one by one, so that a receipt may leave one out.  The
table ``batch`` is a projection: a wrong date goes with the receipt that said it.
"""

import sqlite3
from collections.abc import Iterable

from jxc_xl.domain.kinds import KINDS, Effect
from jxc_xl.ledger.standing import UNREVERSED

Key = tuple[int, str]
Dates = tuple[str | None, str | None]
Row = tuple[int, str, str | None, str | None]

_RECEIPTS = tuple(kind.key for kind in KINDS.values() if kind.effect is Effect.RECEIPT)

_SAID = f"""
SELECT l.item_id, l.batch, l.made, l.expires
  FROM line l
  JOIN document d ON d.id = l.document_id
 WHERE l.batch <> '' AND (l.made IS NOT NULL OR l.expires IS NOT NULL)
   AND d.kind IN {_RECEIPTS} AND (d.kind <> 'sales_return' OR l.link = '')
   AND {UNREVERSED}
   {{only}}
 ORDER BY l.id"""


def says(kind: str, link: str) -> bool:
    """Whether a line dates its batch; any other only repeats what is known of it."""
    return kind in _RECEIPTS and (kind != "sales_return" or not link)


def add(connection: sqlite3.Connection, said: Iterable[Row]) -> None:
    """Take over what new receipts say, in their order, where nothing was said before."""
    connection.executemany(
        "INSERT INTO batch VALUES (?,?,?,?) ON CONFLICT DO UPDATE SET"
        " made = ifnull(made, excluded.made), expires = ifnull(expires, excluded.expires)",
        said,
    )


def renew(connection: sqlite3.Connection, keys: Iterable[Key]) -> None:
    """Look anew at batches of which a receipt was reversed."""
    for key in sorted(keys):
        connection.execute("DELETE FROM batch WHERE item_id = ? AND batch = ?", key)
        only = "AND l.item_id = ? AND l.batch = ?"
        add(connection, connection.execute(_SAID.format(only=only), key).fetchall())


def dates_said(connection: sqlite3.Connection) -> dict[Key, Dates]:
    """The dates of every batch, from the documents."""
    found: dict[Key, Dates] = {}
    for item, batch, made, expires in connection.execute(_SAID.format(only="")):
        known = found.get((item, batch), (None, None))
        found[item, batch] = (known[0] or made, known[1] or expires)
    return found


def dates_stored(connection: sqlite3.Connection) -> dict[Key, Dates]:
    """The dates of every batch, as they are stored."""
    rows = connection.execute("SELECT item_id, batch, made, expires FROM batch")
    return {(item, batch): (made, expires) for item, batch, made, expires in rows}
