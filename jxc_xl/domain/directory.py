"""The directory of masters: what a clerk's word for an item, partner or warehouse means."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from heapq import nlargest
from typing import Generic, Protocol, TypeVar

from jxc_xl.domain.kinds import Party
from jxc_xl.domain.masters import Item, Partner, Warehouse
from jxc_xl.domain.parsing import Failure, fold, shown

_MOST_CANDIDATES = 5
_MOST_HEIRS = 20
_MOST_GUESSES = 200
"""After so many unknown words nobody reads suggestions any more, and they cost time."""


class _Master(Protocol):
    @property
    def code(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def details(self) -> dict[str, str]: ...


M = TypeVar("M", bound=_Master)


class Register(Generic[M]):
    """One kind of master, found by code or by what else ``aliases`` says it is called.

    A code goes before every alias, an alias of an earlier rank before one of a later.
    ``faulty`` are the folded codes and names of rows with mistakes.
    """

    def __init__(
        self,
        noun: str,
        masters: Iterable[M],
        aliases: Callable[[M], tuple[str, ...]],
        faulty: Iterable[str] = (),
    ) -> None:
        self._noun = noun
        self._aliases = aliases
        self._faulty = frozenset(faulty)
        self._ranks: list[dict[str, list[M]]] | None = None
        self._characters: dict[str, frozenset[str]] = {}
        self._guessed = 0
        self._found: dict[str, M | Failure] = {}
        self.by_code: dict[str, M] = {}
        for master in masters:
            self.by_code.setdefault(fold(master.code), master)

    def find(self, text: str) -> M | Failure:
        """The master that ``text`` means, or why it is unknown or ambiguous."""
        key = fold(text)
        found = self.by_code.get(key) or self._found.get(key)
        if found is None:
            found = self._found[key] = self._search(text, key)
        return found

    def _search(self, text: str, key: str) -> M | Failure:
        wanted = _squeezed(key)
        for rank in self._alias_ranks():
            named = rank.get(wanted, [])
            if len(named) == 1:
                return named[0]
            if named:
                listed = "、".join(_label(master) for master in named[:_MOST_CANDIDATES])
                return self._failure("ambiguous", text, listed)
        if key in self._faulty:
            return self._failure("faulty", text)
        return self._failure("unknown", text, self._guess(key))

    def _failure(self, what: str, text: str, candidates: str = "") -> Failure:
        return Failure(f"{self._noun}_{what}", {"text": shown(text), "candidates": candidates})

    def _alias_ranks(self) -> list[dict[str, list[M]]]:
        """What each alias means, rank by rank; made when first something is not a code."""
        if self._ranks is None:
            ranks: list[dict[str, list[M]]] = []
            for master in self.by_code.values():
                for rank, alias in enumerate(self._aliases(master)):
                    if rank == len(ranks):
                        ranks.append(defaultdict(list))
                    named = ranks[rank][_squeezed(fold(alias))] if alias else []
                    if alias and (heir := self._heir(master)) not in named:
                        named.append(heir)
            self._ranks = ranks
        return self._ranks

    def _heir(self, master: M) -> M:
        """Who has taken a master over: its names are his from then on, its code is not."""
        for _step in range(_MOST_HEIRS):
            into = self.by_code.get(fold(master.details.get("merged_into", "")))
            if into is None:
                break
            master = into
        return master

    def _guess(self, key: str) -> str:
        """Up to three masters whose code or name looks like ``key``."""
        self._guessed += 1
        if self._guessed > _MOST_GUESSES:
            return ""
        if not self._characters:
            for code, master in self.by_code.items():
                self._characters[code] = frozenset(code)
                self._characters.setdefault(fold(master.name), frozenset(fold(master.name)))
        letters = frozenset(key)
        likely = nlargest(
            60, self._characters, key=lambda word: len(self._characters[word] & letters)
        )
        close = [word for word in likely if word.lstrip("0") == key]  # a spreadsheet made 007 a 7
        close += get_close_matches(key, likely, n=3, cutoff=0.6 if key.isascii() else 0.5)
        masters = [self.by_code.get(word) or self._named(word) for word in close]
        return "、".join(dict.fromkeys(_label(master) for master in masters if master))

    def _named(self, name: str) -> M | None:
        return next((m for m in self.by_code.values() if fold(m.name) == name), None)


def _squeezed(key: str) -> str:
    """A folded name without any blanks: 可乐 500ml is 可乐500ml."""
    return key.replace(" ", "")


def _label(master: _Master) -> str:
    """A master as a message names it."""
    if master.name == master.code:
        return master.name
    spec = getattr(master, "spec", "")
    return " ".join(part for part in (master.code, master.name, spec) if part)


def _item_aliases(item: Item) -> tuple[str, ...]:
    full = f"{item.name}{item.spec}" if item.spec else ""
    return (item.barcode, item.mnemonic, item.name, full)


def _name_alias(master: Partner | Warehouse) -> tuple[str, ...]:
    return (master.name,)


class Directory:
    """All masters.  The default customer (散客) is there even without a row of its own.

    ``faulty`` names, by table, the folded codes and names of master rows with mistakes.
    """

    def __init__(
        self,
        items: Iterable[Item] = (),
        suppliers: Iterable[Partner] = (),
        customers: Iterable[Partner] = (),
        warehouses: Iterable[Warehouse] = (),
        default_customer: str = "散客",
        faulty: Mapping[str, Iterable[str]] | None = None,
    ) -> None:
        faulty = faulty or {}
        self.items = Register("item", items, _item_aliases, faulty.get("items", ()))
        self.suppliers = Register("supplier", suppliers, _name_alias, faulty.get("suppliers", ()))
        self.warehouses = Register(
            "warehouse", warehouses, _name_alias, faulty.get("warehouses", ())
        )
        self.customers, self.default_customer = _with_walk_ins(
            list(customers), default_customer, faulty.get("customers", ())
        )

    def item(self, text: str) -> Item | Failure:
        """An item by code, 条码, 助记码, 名称 or 名称+规格."""
        return self.items.find(text)

    def partner(self, party: Party, text: str) -> Partner | Failure:
        """A supplier or customer by code or name."""
        return (self.suppliers if party is Party.SUPPLIER else self.customers).find(text)

    def warehouse(self, text: str) -> Warehouse | Failure:
        """A warehouse by code or name."""
        return self.warehouses.find(text)

    def default_warehouse(self, setting: str) -> Warehouse | None:
        """The warehouse of a blank cell: what 设置 says, else the only one there is."""
        if setting:
            found = self.warehouses.find(setting)
            return None if isinstance(found, Failure) else found
        only = list(self.warehouses.by_code.values())
        return only[0] if len(only) == 1 else None


def _with_walk_ins(
    customers: list[Partner], name: str, faulty: Iterable[str]
) -> tuple[Register[Partner], Partner]:
    """The customers and the default one among them, added when it has no row."""
    register = Register("customer", customers, _name_alias, faulty)
    found = register.find(name)
    if not isinstance(found, Failure):
        return register, found
    walk_in = Partner(Party.CUSTOMER, name, name)
    return Register("customer", [*customers, walk_in], _name_alias, faulty), walk_in
