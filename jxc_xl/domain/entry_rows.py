"""The cells of an entry table, read column by column."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from jxc_xl.domain.cells import Raw, RawRows, RowState
from jxc_xl.domain.dates import date_parser
from jxc_xl.domain.directory import Directory
from jxc_xl.domain.kinds import KINDS, Kind, Party, kind_named, kinds_of
from jxc_xl.domain.masters import Item, Partner, Warehouse
from jxc_xl.domain.parsing import (
    Failure,
    Parts,
    V,
    amount_of,
    as_text,
    code_of,
    half_width,
    name_of,
    number_of,
    price_of,
    quantity_of,
    rate_of,
    read_column,
    share_of,
    text_of,
)
from jxc_xl.domain.tables.columns import Cell, Table

T = TypeVar("T")

_BY_PROGRAM = frozenset({"盘点", "盘盈入库", "盘亏出库", "冲销"})
_HEAD = frozenset({"date", "number", "kind", "partner"})
_MONEY = frozenset({"amount", "tax", "total"})
_OWN_PARSER = frozenset({"unit", "item", "warehouse", "to_warehouse", "quantity", "price"}) | {
    "share", "tax_rate", "batch", "made", "expires", "link", "counterpart_number",
}  # fmt: skip
_NOT_DETAILS = _HEAD | _MONEY | _OWN_PARSER | {"status"}

Texts = list[str | Failure | None]
Dates = list[date | Failure | None]
Amounts = list[int | Failure | None]
Column = list[Any]
"""One place a row: a value, ``None`` for blank, or a ``Failure``."""


@dataclass(slots=True)
class EntryRows:
    """The columns of an entry table as values; ``details`` are the remaining filled ones.

    Rows that are not NEW have only the columns of their head, to judge what stands below.
    Fields without a column share one list of blanks.
    """

    date: Dates
    number: Texts
    kind: list[Kind | Failure | None]
    partner: list[Partner | Failure | None]
    item: list[Item | Failure | None]
    unit: Texts
    warehouse: list[Warehouse | Failure | None]
    to_warehouse: list[Warehouse | Failure | None]
    batch: Texts
    made: Dates
    expires: Dates
    quantity: list[int | Parts | Failure | None]
    price: Amounts
    share: Amounts
    amount: Amounts
    tax_rate: Amounts
    tax: Amounts
    total: Amounts
    link: Texts
    counterpart_number: Texts
    details: dict[str, Texts]

    def columns(self) -> dict[str, Column]:
        """Every column by its field."""
        own = {
            field: getattr(self, field) for field in self.__dataclass_fields__ if field != "details"
        }
        return own | self.details


def read_entry_rows(raw: RawRows, directory: Directory, today: date) -> EntryRows:
    """Parse and look up the cells of an entry table, each different cell of a column once."""
    fresh = _only_new(raw)
    dates = date_parser(today)
    table = raw.table
    party = Party.SUPPLIER if table.name == "purchases" else Party.CUSTOMER
    blank: Column = [None] * len(raw.numbers)

    def column(field: str, parser: Callable[[Raw], T]) -> list[T]:
        if field not in raw.cells:
            return blank
        return read_column(raw.column(field) if field in _HEAD else fresh(field), parser)

    return EntryRows(
        date=column("date", dates),
        number=column("number", number_of),
        kind=column("kind", _kind_parser(table)),
        partner=column("partner", _lookup(lambda text: directory.partner(party, text))),
        item=column("item", _lookup(directory.item)),
        unit=column("unit", code_of),
        warehouse=column("warehouse", _lookup(directory.warehouse)),
        to_warehouse=column("to_warehouse", _lookup(directory.warehouse)),
        batch=column("batch", code_of),
        made=column("made", dates),
        expires=column("expires", dates),
        quantity=column("quantity", quantity_of),
        price=column("price", price_of),
        share=column("share", share_of),
        amount=column("amount", amount_of),
        tax_rate=column("tax_rate", rate_of),
        tax=column("tax", amount_of),
        total=column("total", amount_of),
        link=column("link", number_of),
        counterpart_number=column("counterpart_number", code_of),
        details=_details(table, fresh, dates),
    )


def _only_new(raw: RawRows) -> Callable[[str], list[Raw]]:
    """The cells of a field, blank in rows that are not NEW: nobody asks what stands there."""
    states = raw.states
    if states.count(RowState.NEW) == len(states):
        return lambda field: list(raw.column(field))

    def cells(field: str) -> list[Raw]:
        return [
            cell if state is RowState.NEW else None
            for cell, state in zip(raw.column(field), states, strict=True)
        ]

    return cells


def _details(
    table: Table, fresh: Callable[[str], list[Raw]], dates: Callable[[Raw], date | Failure | None]
) -> dict[str, list[str | Failure | None]]:
    """The columns that only travel along, as canonical text, where any of them is filled."""
    read = {}
    for column in table.columns:
        if column.field in _NOT_DETAILS or column.filled:
            continue
        cells = fresh(column.field)
        if cells.count(None) < len(cells):
            read[column.field] = read_column(cells, _detail_parser(column.cell, dates))
    return {field: values for field, values in read.items() if any(values)}


def _detail_parser(
    cell: Cell, dates: Callable[[Raw], date | Failure | None]
) -> Callable[[Raw], str | Failure | None]:
    if cell is Cell.DATE:
        return as_text(dates, date.isoformat)
    if cell is Cell.AMOUNT:
        return as_text(amount_of, _yuan)
    return code_of if cell is Cell.CODE else text_of


def _yuan(fen: int) -> str:
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02}"


def _lookup(find: Callable[[str], V | Failure]) -> Callable[[Raw], V | Failure | None]:
    """A parser that looks up what the cell names."""

    def parse(raw: Raw) -> V | Failure | None:
        text = name_of(raw)
        return find(text) if isinstance(text, str) else text

    return parse


def _kind_parser(table: Table) -> Callable[[Raw], Kind | Failure | None]:
    """A parser of 类型: a label of the table's drop-down or a synonym."""

    def parse(raw: Raw) -> Kind | Failure | None:
        text = text_of(raw)
        if not isinstance(text, str):
            return text
        word = "".join(half_width(text).split())
        return kind_named(table.name, word) or _wrong_kind(table, word)

    return parse


def _wrong_kind(table: Table, word: str) -> Failure:
    if word in _BY_PROGRAM:
        return Failure("kind_by_program", {"text": word})
    for other in KINDS.values():
        if other.typed and other.table != table.name and kind_named(other.table, word):
            return Failure("kind_other_sheet", {"text": word, "sheet_of_kind": other.table})
    labels = [kind.label for kind in kinds_of(table.name)]
    close = [label for label in labels if len(set(label) & set(word)) * 2 > len(set(label))]
    return Failure(
        "kind_unknown",
        {"text": word[:30], "kinds": "、".join(labels), "candidates": "、".join(close[:2])},
    )
