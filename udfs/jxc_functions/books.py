"""A ledger file kept open for reading, with what a sheet full of formulas asks for in memory.

A worksheet asks thousands of times between two changes of the ledger: everything read is kept until
SQLite says that somebody has committed (``PRAGMA data_version``) or that there is another file.
"""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path
from time import monotonic
from types import ModuleType
from typing import TYPE_CHECKING, Callable, TypeVar

from jxc_functions.directory import (
    Customer,
    Item,
    Register,
    Warehouse,
    customers_of,
    items_of,
    warehouses_of,
)
from jxc_functions.errors import CellError, unknown
from jxc_functions.movements import Movement, movements
from jxc_functions.planned import Planned, planned_items
from jxc_functions.positions import (
    NOTHING,
    History,
    Layer,
    Places,
    Position,
    current_positions,
    current_reservations,
    items_since,
    last_line,
    layers,
)
from jxc_functions.prices import Prices
from jxc_functions.words import (
    LEDGER_FOREIGN,
    LEDGER_MISSING,
    LEDGER_UNREADABLE,
    NO_SQLITE,
    PLACE_UNKNOWN,
    say,
)

if TYPE_CHECKING:
    from sqlite3 import Connection

_BUSY_SECONDS = 1.0
"""A reader waits for nobody but a ledger that is just being put in order; the window waits too."""

_CACHE_KIB = 65_536
"""The past of many items lies all over a large ledger, and SQLite's own 2 MB hold little of it."""

_SECONDS_GIVEN_UP = 0.5
"""A ledger that could not be read is not tried again for each of a sheet's cells."""

_openings = count()

T = TypeVar("T")


class Books:
    """The figures of one ledger; every method may raise :class:`CellError`."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._opened = next(_openings)
        self._file = _identity(path)
        self._connection = self._connect()
        try:
            self.ledger_id = self._ask(_ledger_id)
            self.version = self._data_version()
            self._last_line = self._ask(last_line)
        except BaseException:
            self._connection.close()
            raise
        self._items: Register[Item] | None = None
        self._warehouses: Register[Warehouse] | None = None
        self._customers: Register[Customer] | None = None
        self._now: dict[str, Places] | None = None
        self._reserved: dict[str, dict[str | None, int]] | None = None
        self._planned: dict[str, Planned] | None = None
        self._histories: dict[str, History] = {}
        self._quantities: dict[str, History] = {}
        self._prices: dict[str, Prices] = {}

    @property
    def state(self) -> tuple[object, ...]:
        """What changes whenever the figures may have changed.

        SQLite counts for each connection anew, so the connection belongs to it.
        """
        return self._opened, self.version

    def refresh(self) -> bool:
        """Notice what was committed since; ``True`` if there was something."""
        version = self._data_version()
        if version == self.version:
            return False
        self.version = version
        self._forget()
        return True

    def replaced(self) -> bool:
        """Whether the file is gone, or another one stands in its place."""
        try:
            return _identity(self.path) != self._file
        except CellError:
            return True

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()

    def item(self, text: str) -> Item:
        """The item that a word means."""
        if self._items is None:
            self._items = self._ask(items_of)
        return self._items.find(text)

    def warehouse(self, text: str) -> Warehouse:
        """The warehouse that a word means."""
        return self._all_warehouses().find(text)

    def customer(self, text: str) -> Customer:
        """The customer that a word means."""
        return self._all_customers().find(text)

    def place(self, text: str) -> Warehouse | Customer:
        """The warehouse that a word means, or else the customer."""
        for register in (self._all_warehouses(), self._all_customers()):
            if register.knows(text):
                return register.find(text)
        raise unknown(say(PLACE_UNKNOWN, text=text))

    def warehouse_name(self, code: str) -> str:
        """What a warehouse is called."""
        return self._all_warehouses().find(code).name

    def quantity_e4(self, item: Item, warehouse: Warehouse | None, day: str) -> int:
        """How much is on hand: as :meth:`position`, for less where a day is asked for."""
        return self._position(item, warehouse, day, values=False).quantity_e4

    def position(self, item: Item, warehouse: Warehouse | None, day: str) -> Position:
        """What is on hand: in one warehouse or in all, at the end of an ISO day or (``""``) now."""
        return self._position(item, warehouse, day, values=True)

    def reserved_e4(self, item: Item, warehouse: Warehouse | None) -> int:
        """What of the stock is promised to customers (占用), as of now."""
        if self._reserved is None:
            self._reserved = self._ask(current_reservations)
        place = warehouse.code if warehouse else None
        return self._reserved.get(item.code, {}).get(place, 0)

    def planned(self, item: Item) -> Planned | None:
        """What the last 重算 found of an item; ``None`` where it did not know it."""
        if self._planned is None:
            self._planned = self._ask(planned_items)
        return self._planned.get(item.code)

    def layers(self, item: Item, warehouse: Warehouse | None, day: str) -> list[Layer]:
        """The FIFO layers, the next to be taken first."""
        place = warehouse.code if warehouse else None
        return self._ask(lambda connection: layers(connection, item.code, place, day))

    def movements(self, item: Item, warehouse: Warehouse | None, day: str) -> list[Movement]:
        """What came and went up to the end of an ISO day, ``""`` for all, in its order."""
        place = warehouse.code if warehouse else None
        return self._ask(lambda connection: movements(connection, item.code, place, day))

    def price_e6(self, item: Item, customer: Customer | None, day: str) -> int | None:
        """What the item was last bought at, or sold at to a customer; ``None`` for never.

        Per the item's own unit (× 10⁶), at the end of an ISO day or (``""``) now.
        """
        if item.code not in self._prices:
            self._prices[item.code] = self._ask(lambda connection: Prices(connection, item.code))
        return self._prices[item.code].at(customer.code if customer else None, day)

    def _position(
        self, item: Item, warehouse: Warehouse | None, day: str, *, values: bool
    ) -> Position:
        place = warehouse.code if warehouse else None
        if not day:
            if self._now is None:
                self._now = self._ask(current_positions)
            return self._now.get(item.code, {}).get(place, NOTHING)
        known = self._histories if values else self._quantities
        history = known.get(item.code)
        if history is None:
            history = known[item.code] = self._ask(
                lambda connection: History(connection, item.code, values=values)
            )
        return history.at(place, day)

    def _all_warehouses(self) -> Register[Warehouse]:
        if self._warehouses is None:
            self._warehouses = self._ask(warehouses_of)
        return self._warehouses

    def _all_customers(self) -> Register[Customer]:
        if self._customers is None:
            self._customers = self._ask(customers_of)
        return self._customers

    def _forget(self) -> None:
        """Read again what may be another now: quantities and prices only of items that moved."""
        self._items = self._warehouses = self._customers = None
        self._now = self._reserved = self._planned = None
        self._histories = {}
        known, self._last_line = self._last_line, self._ask(last_line)
        for item in self._ask(lambda connection: items_since(connection, known)):
            self._quantities.pop(item, None)
            self._prices.pop(item, None)

    def _connect(self) -> Connection:
        """Open the file for reading; it must be there already.

        Not ``mode=ro``: the last one to leave tidies up the write-ahead log, and a read-only
        connection could not.  ``query_only`` keeps every change of the books away.
        """
        sqlite3 = _sqlite3()
        uri = Path(self.path).resolve().as_uri() + "?mode=rw"
        try:
            connection: Connection = sqlite3.connect(
                uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            connection.execute("PRAGMA query_only = ON")
            connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        except sqlite3.Error as error:
            raise self._unreadable(error) from error
        return connection

    def _data_version(self) -> int:
        return int(self._ask(lambda run: run.execute("PRAGMA data_version").fetchone()[0]))

    def _ask(self, question: Callable[[Connection], T]) -> T:
        sqlite3 = _sqlite3()
        try:
            return question(self._connection)
        except (sqlite3.Error, ValueError) as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: Exception) -> CellError:
        return unknown(say(LEDGER_UNREADABLE, path=self.path, error=error))


_open: dict[str, Books] = {}
_failed: dict[str, tuple[float, CellError]] = {}


def books_at(path: str, ledger_id: str = "") -> Books:
    """The books in a file, as they are now; the file stays open for the next question.

    ``ledger_id`` is the ledger that the workbook belongs to, ``""`` if it does not say.
    """
    failed_at, failure = _failed.get(path, (0.0, None))
    if failure is not None and monotonic() - failed_at < _SECONDS_GIVEN_UP:
        raise failure
    try:
        books = _current(path)
    except CellError as error:
        _failed[path] = (monotonic(), error)
        raise
    if ledger_id and books.ledger_id != ledger_id:
        raise unknown(say(LEDGER_FOREIGN, path=path))
    return books


def close_books() -> None:
    """Let every file go."""
    _failed.clear()
    while _open:
        _open.popitem()[1].close()


def _current(path: str) -> Books:
    """The open books, or newly opened ones where there are none or another file came."""
    books = _open.get(path)
    if books is not None and books.replaced():
        _open.pop(path).close()
        books = None
    if books is None:
        books = _open[path] = Books(path)
    else:
        books.refresh()
    return books


def _ledger_id(connection: Connection) -> str:
    row = connection.execute("SELECT value FROM meta WHERE key = 'ledger_id'").fetchone()
    if row is None:
        raise ValueError("no ledger_id")
    return str(row[0])


def _identity(path: str) -> tuple[int, int]:
    """Which file stands at a path."""
    try:
        status = os.stat(path)  # noqa: PTH116 - asked before each cell: no Path is made for it
    except (OSError, ValueError) as error:
        raise unknown(say(LEDGER_MISSING, path=path)) from error
    return status.st_dev, status.st_ino


def _sqlite3() -> ModuleType:
    """The module sqlite3, where there is one."""
    try:
        import sqlite3
    except ImportError as error:  # LibreOffice for Windows may come without it
        raise unknown(say(NO_SQLITE)) from error
    return sqlite3
