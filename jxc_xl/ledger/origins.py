"""Where documents were posted from, and which rows a workbook is expected to have of them."""

import json
import sqlite3
from collections import Counter
from collections.abc import Collection
from typing import NamedTuple

from jxc_xl.ledger.counts import DIFFERENCE
from jxc_xl.ledger.standing import UNREVERSED

_STANDING = f"d.reverses IS NULL AND {UNREVERSED}"


_DIFFERS = f"EXISTS (SELECT 1 FROM move m WHERE m.line_id = l.id AND {DIFFERENCE} <> 0)"
"""The line ``l`` of a count has a row, for it makes a difference."""


class Expected(NamedTuple):
    """What a workbook is expected to show of the ledger.

    ``missing`` are the ids of lines whose row is gone, in posting order; ``foreign`` the workbook
    of shown lines that were posted from another one; ``elsewhere`` counts the standing documents
    that are not expected here, by the workbook they came from.
    """

    lines: int
    missing: list[str]
    foreign: dict[str, str]
    elsewhere: dict[str, int]


def expected(
    connection: sqlite3.Connection,
    workbook: tuple[str, str],
    sheets: Collection[str],
    shown: Collection[str],
) -> Expected:
    """Compare the rows of a workbook (id and path) with the standing documents.

    ``sheets`` are the entry tables that could be read, ``shown`` the ids of the lines that their
    rows stand for.  A workbook that was moved or copied has another path than it had: what was
    posted at an earlier path is expected up to the last document of it that is still shown.
    """
    own, path = workbook
    rows = connection.execute(
        "SELECT l.row_id, d.id, d.workbook, d.sheet FROM document d"
        " JOIN line l ON l.document_id = d.id"
        f" AND (d.kind <> 'count' OR {_DIFFERS})"
        f" WHERE d.workbook_id = ? AND l.row_id IS NOT NULL AND {_STANDING} ORDER BY l.id",
        (own,),
    ).fetchall()
    last = {at: document for row_id, document, at, _sheet in rows if row_id in shown}
    here = [row for row in rows if row[2] == path or row[1] <= last.get(row[2], 0)]
    lines = [row_id for row_id, _document, _at, sheet in here if sheet in sheets]
    missing = [row_id for row_id in lines if row_id not in shown]
    elsewhere = _elsewhere(connection, {document for _id, document, _at, _sheet in here})
    foreign = _foreign(connection, own, set(shown) - {row[0] for row in rows})
    return Expected(len(lines), missing, foreign, elsewhere)


def _foreign(connection: sqlite3.Connection, own: str, ids: Collection[str]) -> dict[str, str]:
    found = connection.execute(
        "SELECT l.row_id, d.workbook FROM json_each(?) e JOIN line l ON l.row_id = e.value"
        " JOIN document d ON d.id = l.document_id WHERE d.workbook_id <> ?",
        (json.dumps(sorted(ids)), own),
    )
    return dict(found.fetchall())


def _elsewhere(connection: sqlite3.Connection, here: Collection[int]) -> dict[str, int]:
    found = connection.execute(
        f"SELECT d.id, d.workbook FROM document d WHERE {_STANDING} AND d.kind <> 'order_closing'"
    )  # a closing stands in no sheet, it shows in the rows of its order
    return dict(sorted(Counter(at for document, at in found if document not in here).items()))
