"""Master data in the ledger: taken over from the sheets, with its old values kept."""

import sqlite3
from collections.abc import Iterable, Mapping
from typing import TypeVar

from jxc_xl.domain.master_rows import Master
from jxc_xl.domain.masters import Item, Partner, Warehouse
from jxc_xl.domain.promotions import PromotionDays
from jxc_xl.domain.quotes import Quote
from jxc_xl.ledger.master_rows import COLUMNS, StoredMaster, read_table, stored
from jxc_xl.ledger.references import referred
from jxc_xl.ledger.source import Source

M = TypeVar("M", bound=Master)


class Masters:
    """The ids of master data by code, and the objects behind them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        run = connection.execute
        self._ids: dict[str, dict[str, int]] = {
            table: {code.casefold(): id_ for code, id_ in run(f"SELECT code, id FROM {table}")}
            for table in COLUMNS
            if table != "partner"
        }
        self._ids["partner"] = {
            f"{party}|{code.casefold()}": id_
            for party, code, id_ in run("SELECT party, code, id FROM partner")
        }
        self._items, self._warehouses = self._ids["item"], self._ids["warehouse"]
        self._partners = self._ids["partner"]
        self._stored: dict[str, dict[int, StoredMaster]] = {}

    def item_id(self, code: str) -> int | None:
        """The id of an item; letter case does not matter."""
        return self._items.get(code.casefold())

    def warehouse_id(self, code: str) -> int | None:
        """The id of a warehouse."""
        return self._warehouses.get(code.casefold())

    def partner_id(self, party: str, code: str) -> int | None:
        """The id of a supplier or customer."""
        return self._partners.get(f"{party}|{code.casefold()}")

    def all_warehouse_ids(self) -> list[int]:
        """The ids of every warehouse."""
        return list(self._warehouses.values())

    def items(self) -> list[Item]:
        """Every item the ledger knows, by code."""
        return sorted(self._all("item", Item), key=lambda item: item.code.casefold())

    def partners(self) -> list[Partner]:
        """Every supplier and customer the ledger knows."""
        return self._all("partner", Partner)

    def warehouses(self) -> list[Warehouse]:
        """Every warehouse the ledger knows."""
        return self._all("warehouse", Warehouse)

    def quotes(self) -> list[Quote]:
        """Every quote the ledger knows, also those that hold no longer."""
        return self._all("quote", Quote)

    def promotion_days(self) -> list[PromotionDays]:
        """The calendar of promotions, past and to come."""
        return self._all("promotion", PromotionDays)

    def _all(self, table: str, kind: type[M]) -> list[M]:
        found = (entry.master() for _id, entry in read_table(self._connection, table))
        return [master for master in found if isinstance(master, kind)]

    def take_over(
        self,
        source: Source,
        masters: Iterable[Master] = (),
        settings: Mapping[str, str] | None = None,
    ) -> None:
        """Insert what is new and update what differs, keeping the old values."""
        for master in masters:
            self._take(source, master)
        for key, value in (settings or {}).items():
            self._take_setting(source, key, value)

    def used(self, masters: Iterable[StoredMaster]) -> list[StoredMaster]:
        """Those of some masters that anything in the books refers to."""
        by_table: dict[str, dict[int, StoredMaster]] = {}
        for master in masters:
            by_table.setdefault(master.table, {})[self._ids[master.table][_key(master)]] = master
        return [
            ids[id_]
            for table, ids in by_table.items()
            for id_ in sorted(referred(self._connection, table, ids))
        ]

    def delete(self, source: Source, masters: Iterable[StoredMaster]) -> None:
        """Take masters out that nothing refers to; what they said is kept."""
        for master in masters:
            id_ = self._ids[master.table].pop(_key(master))
            self._connection.execute(f"DELETE FROM {master.table} WHERE id = ?", (id_,))
            self._note(source, master.table, master.code, master.words, "")

    def _take(self, source: Source, master: Master) -> None:
        new, run = stored(master), self._connection.execute
        names, key = COLUMNS[new.table], _key(new)
        id_ = self._ids[new.table].get(key)
        known = self._stored_in(new.table)
        if id_ is None:
            marks = ", ".join("?" * len(names))
            cursor = run(f"INSERT INTO {new.table} ({', '.join(names)}) VALUES ({marks})", new.row)
            self._note(source, new.table, master.code, "", new.words)
            id_ = self._ids[new.table][key] = int(cursor.lastrowid or 0)
        elif (old := known[id_]) != new:
            assignments = ", ".join(f"{name} = ?" for name in names)
            run(f"UPDATE {new.table} SET {assignments} WHERE id = ?", (*new.row, id_))
            self._note(source, new.table, master.code, old.words, new.words)
        known[id_] = new

    def _take_setting(self, source: Source, key: str, value: str) -> None:
        run = self._connection.execute
        old = run("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
        if old != (value,):
            run("INSERT OR REPLACE INTO setting VALUES (?, ?)", (key, value))
            self._note(source, "setting", key, old[0] if old else "", value)

    def _stored_in(self, table: str) -> dict[int, StoredMaster]:
        """The rows of a table by id, read in one go the first time that they are asked for."""
        if table not in self._stored:
            self._stored[table] = dict(read_table(self._connection, table))
        return self._stored[table]

    def _note(self, source: Source, table: str, code: str, old: str, new: str) -> None:
        self._connection.execute(
            'INSERT INTO master_change (at, user, workbook, "table", code, old, new)'
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (source.at, source.user, source.workbook, table, code, old, new),
        )


def _key(master: StoredMaster) -> str:
    """By what an id is found; suppliers and customers may have the same code."""
    key = master.code.casefold()
    return f"{master.row[0]}|{key}" if master.table == "partner" else key
