"""How a master is stored: its row in the ledger, what the row says in short, and back again."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from hashlib import blake2b
from typing import Any, NamedTuple, get_args

from jxc_xl.domain.kinds import Party
from jxc_xl.domain.master_rows import Master
from jxc_xl.domain.masters import Item, Partner, Status, Warehouse
from jxc_xl.domain.parsing import fold
from jxc_xl.domain.promotions import PromotionDays
from jxc_xl.domain.quotes import Quote

_NAMES = {kind: tuple(entry.name for entry in fields(kind)) for kind in get_args(Master)}
_HEADS: dict[type[Master], tuple[str, tuple[str, ...]]] = {
    Item: ("item", ("code", "name", "spec", "unit", "sub_unit", "factor_e6", "batch_managed")),
    Partner: ("partner", ("party", "code", "name")),
    Warehouse: ("warehouse", ("code", "name")),
    Quote: ("quote", ("code", "supplier", "item", "break_e4", "price_e6", "valid_until")),
    PromotionDays: ("promotion", ("code", "start", "end", "item", "category")),
}
"""The table of each kind, and what has a column of its own there; ``data`` takes the rest."""

_RENAMED = {"start": "first_day", "end": "last_day"}  # END is a word of SQL
COLUMNS = {
    table: (*(_RENAMED.get(name, name) for name in names), "data")
    for table, names in _HEADS.values()
}
_KINDS = {table: kind for kind, (table, _names) in _HEADS.items()}
_DATES = ("valid_until", "start", "end")
_PLAINLY = json.JSONEncoder(ensure_ascii=False)
_IN_ORDER = json.JSONEncoder(ensure_ascii=False, sort_keys=True)


class StoredMaster(NamedTuple):
    """One master as the ledger has it: its table and its row there, see ``COLUMNS``."""

    table: str
    row: tuple[Any, ...]

    @property
    def fingerprint(self) -> str:
        """Equal to :func:`fingerprint_of` of a master that says the same.

        It begins and ends with a letter, so that filling cells down does not make another one.
        """
        return f"m{blake2b(self.words.encode(), digest_size=6).hexdigest()}z"

    @property
    def words(self) -> str:
        """All that it says."""
        return _PLAINLY.encode(self.row)

    @property
    def code(self) -> str:
        """What it is known by."""
        return str(self.row[COLUMNS[self.table].index("code")])

    @property
    def sheets_table(self) -> str:
        """The table of its sheet."""
        if self.table == "promotion":
            return "promotion_days"
        return f"{self.row[0] if self.table == 'partner' else self.table}s"

    def master(self) -> Master:
        """The master itself."""
        kind = _KINDS[self.table]
        values = dict(zip(_HEADS[kind][1], self.row, strict=False)) | json.loads(self.row[-1])
        for name in values.keys() & set(_DATES):
            values[name] = date.fromisoformat(values[name]) if values[name] else None
        if "status" in _NAMES[kind]:
            values["status"] = Status(values.get("status", Status.ACTIVE))
        if kind is Item:
            values["batch_managed"] = bool(values["batch_managed"])
        elif kind is Partner:
            values["party"] = Party(values["party"])
        elif kind in (Quote, PromotionDays):
            del values["code"]
        return kind(**values)


def stored(master: Master) -> StoredMaster:
    """A master as the ledger has it once it is taken over."""
    kind = type(master)
    table, names = _HEADS[kind]
    head = [getattr(master, name) for name in names]
    rest = {name: getattr(master, name) for name in _NAMES[kind] if name not in names}
    kept = {key: value for key, value in rest.items() if value not in (None, "", {})}
    data = _IN_ORDER.encode(kept)
    return StoredMaster(table, (*map(_plain, head), data))


def _plain(value: Any) -> Any:
    """A value as SQLite keeps it."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, Party):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def fingerprint_of(master: Master) -> str:
    """A short word for all that a master says."""
    return stored(master).fingerprint


def read_table(connection: sqlite3.Connection, table: str) -> Iterator[tuple[int, StoredMaster]]:
    """Every row of one of the tables, with its id."""
    for id_, *row in connection.execute(
        f"SELECT id, {', '.join(COLUMNS[table])} FROM {table} ORDER BY id"
    ):
        yield id_, StoredMaster(table, tuple(row))


def stored_masters(connection: sqlite3.Connection) -> dict[str, dict[str, StoredMaster]]:
    """Every master of the ledger, by the table of its sheet and by folded code."""
    found: dict[str, dict[str, StoredMaster]] = {}
    for table in COLUMNS:
        for _id, entry in read_table(connection, table):
            found.setdefault(entry.sheets_table, {})[fold(entry.code)] = entry
    return found
