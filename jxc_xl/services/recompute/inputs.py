"""What 重算 works on: read once, handed to each module."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from hashlib import blake2b

from jxc_xl import __version__
from jxc_xl.domain.cells import Raw, RawRows
from jxc_xl.domain.master_rows import Masters
from jxc_xl.domain.masters import Item
from jxc_xl.domain.numbers import QUANTITY
from jxc_xl.domain.parameters import Parameters, read_parameters
from jxc_xl.domain.parsing import fold
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.quotes import Quote, in_use
from jxc_xl.i18n import language
from jxc_xl.ledger.chain import head
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.idle import IdleStock, idle_stock
from jxc_xl.ledger.queries import StockRow, stock
from jxc_xl.ledger.valuation import decisions
from jxc_xl.services import shop
from jxc_xl.services.sync import settle_masters
from jxc_xl.workbook.book import Book

Rows = Sequence[Mapping[str, Raw]]
"""Rows of a result table by field."""


@dataclass(slots=True)
class Position:
    """What is there of one item over all warehouses, promised and under way; × 10⁴, and fen."""

    on_hand_e4: int = 0
    reserved_e4: int = 0
    on_order_e4: int = 0
    value_fen: int = 0

    @property
    def available_e4(self) -> int:
        """What is not promised to anybody."""
        return self.on_hand_e4 - self.reserved_e4


@dataclass
class Inputs:
    """Masters, parameters and the ledger as of ``today``; ``items`` narrows it to some codes.

    ``as_of`` is the same day in ISO where it lies in the past, else empty.
    """

    connection: sqlite3.Connection
    today: date
    masters: Masters
    parameters: Parameters
    items: tuple[str, ...] = ()
    as_of: str = ""

    @cached_property
    def stock(self) -> list[StockRow]:
        """The position by item, warehouse and batch; in the past without promises and orders."""
        return stock(self.connection, as_of=self.as_of, items=self.items)

    @cached_property
    def positions(self) -> dict[str, Position]:
        """The position by folded item code."""
        found: dict[str, Position] = {}
        for row in self.stock:
            position = found.setdefault(fold(row.item), Position())
            position.on_hand_e4 += row.quantity_e4
            position.reserved_e4 += row.reserved_e4
            position.on_order_e4 += row.on_order_e4
            position.value_fen += row.value_fen
        return found

    @cached_property
    def idle(self) -> list[IdleStock]:
        """What has not been sold for 设置 呆滞天数."""
        return idle_stock(self.connection, self.today, self.parameters.idle_days, self.items)

    @cached_property
    def quotes(self) -> list[Quote]:
        """The quotes of suppliers and items that can still be bought."""
        return in_use(self.masters.quotes, self.masters.directory)

    @cached_property
    def supplier_names(self) -> dict[str, str]:
        """The names of suppliers by code."""
        return {partner.code: partner.name for partner in self.masters.suppliers}


def stated_e4(item: Item, field: str) -> int:
    """A quantity × 10⁴ that 商品 says of an item in words of its own; 0 for none."""
    text = item.details.get(field)
    return max(int(Decimal(text) * QUANTITY), 0) if text else 0


def inputs_about(
    connection: sqlite3.Connection,
    rows: Mapping[str, RawRows],
    masters: Masters,
    today: date,
    codes: Iterable[str],
) -> Inputs | None:
    """The inputs for some items, with 设置 out of the master rows; ``None`` if there are none."""
    items = tuple(dict.fromkeys(code for code in codes if code))
    if not items:
        return None
    parameters, _problems = read_parameters(rows.get("settings"))
    return Inputs(connection, today, masters, parameters, items)


class Sheets:
    """The tables of the workbook that the figures depend on, as they were typed."""

    def __init__(self, book: Book) -> None:
        self.problems: list[Problem] = []
        self.rows: dict[str, RawRows] = shop.master_rows(book, self.problems)

    def fingerprint(self, ledger: Ledger, today: date) -> str:
        """A word for all that the figures follow from: the same word, the same figures.

        It begins and ends with a letter, so that no program takes it for a number.
        """
        (changes,) = ledger.connection.execute(
            "SELECT ifnull(max(id), 0) FROM master_change"
        ).fetchone()
        said = [__version__, language(), today.isoformat(), head(ledger.connection), str(changes)]
        said.append(str(decisions(ledger.connection)))  # another method makes other costs
        said += [repr((name, raw.cells)) for name, raw in self.rows.items()]
        return f"r{blake2b(chr(10).join(said).encode(), digest_size=12).hexdigest()}z"

    def inputs(self, connection: sqlite3.Connection, today: date, as_of: str = "") -> Inputs:
        """What they say, and all that is wrong with it in :attr:`problems`."""
        synced = settle_masters(self.rows, connection, today)
        parameters, wrong = read_parameters(self.rows.get("settings"))
        said = [*synced.masters.problems, *synced.problems, *wrong]
        self.problems += dict.fromkeys(said)  # 设置 is read twice
        return Inputs(connection, today, synced.masters, parameters, as_of=as_of)
