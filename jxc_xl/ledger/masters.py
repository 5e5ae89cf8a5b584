"""Master data in the ledger: taken over from the sheets, with its old values kept."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import fields
from hashlib import blake2b
from typing import Any, NamedTuple

from jxc_xl.domain.kinds import Party
from jxc_xl.domain.masters import Item, Partner, Status, Warehouse
from jxc_xl.domain.parsing import fold
from jxc_xl.ledger.source import Source

_NAMES = {kind: tuple(entry.name for entry in fields(kind)) for kind in (Item, Partner, Warehouse)}
_ITEM_COLUMNS = ("code", "name", "spec", "unit", "sub_unit", "factor_e6", "batch_managed")
_COLUMNS = {
    "item": (*_ITEM_COLUMNS, "data"),
    "partner": ("party", "code", "name", "data"),
    "warehouse": ("code", "name", "data"),
}
Master = Item | Partner | Warehouse


class Masters:
    """The ids of master data by code, and the objects behind them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        run = connection.execute
        self._items = {code.casefold(): id_ for code, id_ in run("SELECT code, id FROM item")}
        self._warehouses = {
            code.casefold(): id_ for code, id_ in run("SELECT code, id FROM warehouse")
        }
        self._partners = {
            (party, code.casefold()): id_
            for party, code, id_ in run("SELECT party, code, id FROM partner")
        }
        self._stored: dict[str, dict[int, tuple[Any, ...]]] = {}

    def item_id(self, code: str) -> int | None:
        """The id of an item; letter case does not matter."""
        return self._items.get(code.casefold())

    def warehouse_id(self, code: str) -> int | None:
        """The id of a warehouse."""
        return self._warehouses.get(code.casefold())

    def partner_id(self, party: str, code: str) -> int | None:
        """The id of a supplier or customer."""
        return self._partners.get((party, code.casefold()))

    def all_warehouse_ids(self) -> list[int]:
        """The ids of every warehouse."""
        return list(self._warehouses.values())

    def items(self) -> list[Item]:
        """Every item the ledger knows, by code."""
        rows = self._connection.execute(
            f"SELECT {', '.join(_ITEM_COLUMNS)}, data FROM item ORDER BY code"
        )
        return [_item(row) for row in rows]

    def partners(self) -> list[Partner]:
        """Every supplier and customer the ledger knows."""
        rows = self._connection.execute("SELECT party, code, name, data FROM partner ORDER BY id")
        return [
            Partner(Party(party), code, name, **_status(json.loads(data)))
            for party, code, name, data in rows
        ]

    def warehouses(self) -> list[Warehouse]:
        """Every warehouse the ledger knows."""
        rows = self._connection.execute("SELECT code, name, data FROM warehouse ORDER BY id")
        return [Warehouse(code, name, **_status(json.loads(data))) for code, name, data in rows]

    def take_over(
        self,
        source: Source,
        items: Iterable[Item] = (),
        partners: Iterable[Partner] = (),
        warehouses: Iterable[Warehouse] = (),
        settings: Mapping[str, str] | None = None,
    ) -> None:
        """Insert what is new and update what differs, keeping the old values."""
        for item in items:
            self._take_item(source, item)
        for partner in partners:
            self._take_partner(source, partner)
        for warehouse in warehouses:
            self._take_warehouse(source, warehouse)
        for key, value in (settings or {}).items():
            self._take_setting(source, key, value)

    def _take_item(self, source: Source, item: Item) -> None:
        id_ = self.item_id(item.code)
        self._items[item.code.casefold()] = self._store(
            source, "item", item.code, id_, _COLUMNS["item"], _row_of(item)
        )

    def _take_partner(self, source: Source, partner: Partner) -> None:
        key = (partner.party.value, partner.code)
        id_ = self.partner_id(*key)
        self._partners[key[0], key[1].casefold()] = self._store(
            source, "partner", partner.code, id_, _COLUMNS["partner"], _row_of(partner)
        )

    def _take_warehouse(self, source: Source, warehouse: Warehouse) -> None:
        id_ = self.warehouse_id(warehouse.code)
        self._warehouses[warehouse.code.casefold()] = self._store(
            source, "warehouse", warehouse.code, id_, _COLUMNS["warehouse"], _row_of(warehouse)
        )

    def _take_setting(self, source: Source, key: str, value: str) -> None:
        run = self._connection.execute
        old = run("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
        if old != (value,):
            run("INSERT OR REPLACE INTO setting VALUES (?, ?)", (key, value))
            self._note(source, "setting", key, old[0] if old else "", value)

    def _store(
        self,
        source: Source,
        table: str,
        code: str,
        id_: int | None,
        names: tuple[str, ...],
        row: tuple[Any, ...],
    ) -> int:
        run, stored = self._connection.execute, self._stored_in(table, names)
        if id_ is None:
            marks = ", ".join("?" * len(row))
            cursor = run(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", row)
            self._note(source, table, code, "", _words(row))
            id_ = int(cursor.lastrowid or 0)
        elif (old := stored[id_]) != row:
            run(
                f"UPDATE {table} SET {', '.join(f'{name} = ?' for name in names)} WHERE id = ?",
                (*row, id_),
            )
            self._note(source, table, code, _words(old), _words(row))
        stored[id_] = row
        return id_

    def _stored_in(self, table: str, names: tuple[str, ...]) -> dict[int, tuple[Any, ...]]:
        """The rows of a table by id, read in one go the first time that they are asked for."""
        if table not in self._stored:
            rows = self._connection.execute(f"SELECT id, {', '.join(names)} FROM {table}")
            self._stored[table] = {row[0]: row[1:] for row in rows}
        return self._stored[table]

    def _note(self, source: Source, table: str, code: str, old: str, new: str) -> None:
        self._connection.execute(
            'INSERT INTO master_change (at, user, workbook, "table", code, old, new)'
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (source.at, source.user, source.workbook, table, code, old, new),
        )


class StoredMaster(NamedTuple):
    """One master as the ledger has it: its row, and the fingerprint of what that says."""

    kind: str
    row: tuple[Any, ...]

    @property
    def fingerprint(self) -> str:
        """Equal to :func:`fingerprint_of` of a master that says the same."""
        return _fingerprint(self.row)

    def master(self) -> Master:
        """The master itself."""
        if self.kind == "item":
            return _item(self.row)
        data = _status(json.loads(self.row[-1]))
        if self.kind == "partner":
            return Partner(Party(self.row[0]), self.row[1], self.row[2], **data)
        return Warehouse(self.row[0], self.row[1], **data)


def stored_masters(connection: sqlite3.Connection) -> dict[str, dict[str, StoredMaster]]:
    """Every master of the ledger, by the table of its sheet and by folded code."""
    found: dict[str, dict[str, StoredMaster]] = {}
    for kind, columns in _COLUMNS.items():
        place = columns.index("code")
        for row in connection.execute(f"SELECT {', '.join(columns)} FROM {kind} ORDER BY id"):
            table = f"{row[0]}s" if kind == "partner" else f"{kind}s"
            found.setdefault(table, {})[fold(row[place])] = StoredMaster(kind, row)
    return found


def fingerprint_of(master: Master) -> str:
    """A short word for all that a master says.

    It begins and ends with a letter, so that filling cells down does not make another one.
    """
    return _fingerprint(_row_of(master))


def _fingerprint(row: tuple[Any, ...]) -> str:
    return f"m{blake2b(_words(row).encode(), digest_size=6).hexdigest()}z"


def _row_of(master: Master) -> tuple[Any, ...]:
    """A master as it is stored; see ``_COLUMNS``."""
    if isinstance(master, Item):
        head = (
            master.code, master.name, master.spec, master.unit, master.sub_unit, master.factor_e6,
            int(master.batch_managed),
        )  # fmt: skip
        return (*head, _data(master, {*_ITEM_COLUMNS}))
    if isinstance(master, Partner):
        data = _data(master, {"party", "code", "name"})
        return (master.party.value, master.code, master.name, data)
    return (master.code, master.name, _data(master, {"code", "name"}))


def _data(thing: Item | Partner | Warehouse, without: set[str]) -> str:
    """Everything about a master object that has no column of its own."""
    values = {name: getattr(thing, name) for name in _NAMES[type(thing)] if name not in without}
    kept = {key: value for key, value in values.items() if value not in (None, "", {})}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def _words(row: tuple[Any, ...]) -> str:
    return json.dumps(row, ensure_ascii=False)


def _status(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "status": Status(data.get("status", Status.ACTIVE))}


def _item(row: tuple[Any, ...]) -> Item:
    values: dict[str, Any] = dict(zip(_ITEM_COLUMNS, row, strict=False))
    values["batch_managed"] = bool(values["batch_managed"])
    return Item(**values, **_status(json.loads(row[-1])))
