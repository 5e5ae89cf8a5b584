"""What a word in a cell means: an item or a warehouse of the ledger.

The same rules as in the sheets: the code goes before everything else, then 条码, 助记码, 名称 and
名称+规格; letter case, full width and blanks do not matter.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Callable, Generic, NamedTuple, TypeVar

from jxc_functions.errors import CellError, unknown
from jxc_functions.words import (
    CUSTOMER_AMBIGUOUS,
    CUSTOMER_UNKNOWN,
    ITEM_AMBIGUOUS,
    ITEM_UNKNOWN,
    WAREHOUSE_AMBIGUOUS,
    WAREHOUSE_UNKNOWN,
    say,
)

if TYPE_CHECKING:
    from sqlite3 import Connection

_MOST_CANDIDATES = 5
_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)}
_WIDTH.update({0x3000: 0x20, 0xA0: 0x20})
_INVISIBLE = {0x200B: None, 0xFEFF: None}


class Item(NamedTuple):
    """An item of the ledger."""

    code: str
    name: str


class Warehouse(NamedTuple):
    """A warehouse of the ledger."""

    code: str
    name: str


class Customer(NamedTuple):
    """A customer of the ledger."""

    code: str
    name: str


M = TypeVar("M", bound="Item | Warehouse | Customer")


def fold(text: str) -> str:
    """The form in which codes and names are compared.

    >>> fold(" Ａ－01 ")
    'a-01'
    """
    if not text.isascii():
        text = text.translate(_WIDTH).translate(_INVISIBLE)
    return " ".join(text.split()).casefold()


class Register(Generic[M]):
    """One kind of master data; ``ranks`` gives the aliases, the most telling ones first."""

    def __init__(
        self,
        masters: list[M],
        ranks: Callable[[], list[list[tuple[str, M]]]],
        unknown_text: str,
        ambiguous_text: str,
    ) -> None:
        self._by_code: dict[str, M] = {}
        for master in masters:
            self._by_code.setdefault(fold(master.code), master)
        self._ranks = ranks
        self._aliases: list[dict[str, list[M]]] | None = None
        self._unknown_text = unknown_text
        self._ambiguous_text = ambiguous_text

    def find(self, text: str) -> M:
        """The master that ``text`` means; :class:`CellError` if there is none or more than one."""
        key = fold(text)
        found = self._by_code.get(key)
        return self._named(text, key.replace(" ", "")) if found is None else found

    def knows(self, text: str) -> bool:
        """Whether ``text`` means something here, be it more than one."""
        key = fold(text)
        return key in self._by_code or any(key.replace(" ", "") in rank for rank in self._by_rank())

    def _named(self, text: str, key: str) -> M:
        for rank in self._by_rank():
            named = rank.get(key, [])
            if len(named) == 1:
                return named[0]
            if named:
                raise self._ambiguous(text, named)
        raise unknown(say(self._unknown_text, text=text))

    def _by_rank(self) -> list[dict[str, list[M]]]:
        if self._aliases is None:
            self._aliases = [_by_alias(rank) for rank in self._ranks()]
        return self._aliases

    def _ambiguous(self, text: str, named: list[M]) -> CellError:
        listed = "、".join(f"{master.code} {master.name}" for master in named[:_MOST_CANDIDATES])
        return unknown(say(self._ambiguous_text, text=text, candidates=listed))


def _by_alias(rank: list[tuple[str, M]]) -> dict[str, list[M]]:
    found: dict[str, list[M]] = {}
    for alias, master in rank:
        if alias:
            found.setdefault(fold(alias).replace(" ", ""), []).append(master)
    return found


def items_of(connection: Connection) -> Register[Item]:
    """The items of a ledger."""
    rows = connection.execute("SELECT code, name, spec, data FROM item").fetchall()

    def ranks() -> list[list[tuple[str, Item]]]:
        found: list[list[tuple[str, Item]]] = [[], [], [], []]
        for code, name, spec, data in rows:
            more = json.loads(data)
            full = f"{name}{spec}" if spec else ""
            names = (more.get("barcode", ""), more.get("mnemonic", ""), name, full)
            for rank, alias in zip(found, names):
                rank.append((alias, Item(code, name)))
        return found

    items = [Item(row[0], row[1]) for row in rows]
    return Register(items, ranks, ITEM_UNKNOWN, ITEM_AMBIGUOUS)


def warehouses_of(connection: Connection) -> Register[Warehouse]:
    """The warehouses of a ledger."""
    rows = connection.execute("SELECT code, name FROM warehouse ORDER BY id")
    return _named([Warehouse(*row) for row in rows], WAREHOUSE_UNKNOWN, WAREHOUSE_AMBIGUOUS)


def customers_of(connection: Connection) -> Register[Customer]:
    """The customers of a ledger."""
    rows = connection.execute("SELECT code, name FROM partner WHERE party = 'customer' ORDER BY id")
    return _named([Customer(*row) for row in rows], CUSTOMER_UNKNOWN, CUSTOMER_AMBIGUOUS)


def _named(masters: list[M], unknown_text: str, ambiguous_text: str) -> Register[M]:
    """Masters that have a name beside their code, and nothing else they are known by."""
    return Register(
        masters,
        lambda: [[(master.name, master) for master in masters]],
        unknown_text,
        ambiguous_text,
    )
