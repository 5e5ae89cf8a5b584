"""The lines of a sheet that came back: what was counted of which item, and what is wrong."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from jxc_xl.domain.catalogue import problem
from jxc_xl.domain.counting.sheet import CountSheet
from jxc_xl.domain.directory import Directory
from jxc_xl.domain.masters import Item, Warehouse
from jxc_xl.domain.numbers import QUANTITY, RATE, divide, plain
from jxc_xl.domain.parsing import (
    LARGEST_NUMBER,
    Failure,
    Parts,
    fold,
    name_of,
    quantity_of,
    read_column,
    text_of,
)
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.rules.quantities import item_label, unit_factor
from jxc_xl.domain.tables.stocktake import STOCKTAKE

Key = tuple[str, str, str]
"""Warehouse and item by code, and the batch."""


class Counted(NamedTuple):
    """A line that was counted; the quantity is in the item's own unit."""

    sheet: str
    row: int
    warehouse: Warehouse
    item: Item
    batch: str
    quantity_e4: int
    recounted: bool
    counter: str
    reason: str
    note: str

    @property
    def key(self) -> Key:
        """The place that was counted."""
        return (self.warehouse.code, self.item.code, self.batch)


class Asked(NamedTuple):
    """What a sheet asks to count: the items of its lines in their order, and its batches.

    ``batches`` says for an item how each of its batches is written, by the folded batch.
    """

    items: Sequence[str]
    batches: Mapping[str, Mapping[str, str]]


class Reading:
    """Reads the lines of one sheet; what is wrong is added to ``problems``."""

    def __init__(
        self,
        sheet: CountSheet,
        warehouse: Warehouse,
        asked: Asked,
        directory: Directory,
        problems: list[Problem],
    ) -> None:
        self._sheet = sheet
        self._warehouse = warehouse
        self._asked = asked
        self._directory = directory
        self._problems = problems

    def lines(self, calculated: Iterable[tuple[int, int]] = ()) -> list[Counted]:
        """The lines that say how much there is; ``calculated`` are cells with a formula."""
        sheet = self._sheet
        first = read_column(sheet.column("counted"), quantity_of)
        again = read_column(sheet.column("recounted"), quantity_of)
        items = read_column(sheet.column("item"), name_of)
        words = {name: read_column(sheet.column(name), text_of)
                 for name in ("counter", "reason", "note")}  # fmt: skip
        formulas = self._formulas(calculated)
        found = []
        for row, cell in enumerate(items):
            field = "counted" if again[row] is None else "recounted"
            quantity = first[row] if field == "counted" else again[row]
            if (row, field) in formulas:
                self._of_formula(row, field, quantity)
            if quantity is None:
                continue
            item = self._item(row, cell)
            counted = self._quantity(row, field, quantity, item)
            if item is None or counted is None or (batch := self._batch(row, item)) is None:
                continue
            said = (self._word(row, name, column[row]) for name, column in words.items())
            found.append(
                Counted(
                    sheet.name, sheet.numbers[row], self._warehouse, item, batch, counted,
                    field == "recounted", *said,
                )
            )  # fmt: skip
        return found

    def _say(self, code: str, row: int, field: str, **params: object) -> None:
        self._problems.append(self._sheet.say(code, row, field, **params))

    def _fail(self, row: int, field: str, failure: Failure) -> None:
        self._say(failure.code, row, field, **failure.params)

    def _formulas(self, calculated: Iterable[tuple[int, int]]) -> set[tuple[int, str]]:
        """The lines and fields in which a formula stands for the count."""
        fields = {
            self._sheet.places[name]: name
            for name in ("counted", "recounted")
            if name in self._sheet.places
        }
        wanted = {(row, fields[place]) for row, place in calculated if place in fields}
        if not wanted:
            return set()
        index = {number - 1: row for row, number in enumerate(self._sheet.numbers)}
        return {(index[row], field) for row, field in wanted if row in index}

    def _of_formula(self, row: int, field: str, quantity: int | Parts | Failure | None) -> None:
        if quantity is None:
            self._say("count_formula_empty", row, field)
        elif not isinstance(quantity, Failure):
            self._say("count_formula", row, field, text=text_of(self._sheet.column(field)[row]))

    def _item(self, row: int, cell: str | Failure | None) -> Item | None:
        if cell is None:
            self._say("required", row, "item")
            return None
        found = cell if isinstance(cell, Failure) else self._directory.item(cell)
        if isinstance(found, Failure):
            self._fail(row, "item", found)
            return None
        listed = self._listed(row)
        if listed and fold(listed) != fold(found.code):
            self._say("count_code_changed", row, "item", item=item_label(found), listed=listed)
            return None
        return found

    def _listed(self, row: int) -> str:
        """The item that the sheet asked for in a line, by its 序号; empty in an empty line."""
        number = self._sheet.column("position_number")[row]
        if not isinstance(number, int | float) or not 0 < number <= len(self._asked.items):
            return ""
        return self._asked.items[int(number) - 1]

    def _quantity(
        self, row: int, field: str, quantity: int | Parts | Failure, item: Item | None
    ) -> int | None:
        """The count in the item's unit; the row may be in either unit, or in both: ``3箱5瓶``."""
        if isinstance(quantity, Failure):
            self._fail(row, field, quantity)
            return None
        parts = quantity.parts if isinstance(quantity, Parts) else ((quantity, ""),)
        if any(part < 0 for part, _unit in parts):
            self._say("count_negative", row, field)
            return None
        if item is None:
            return None
        base = 0
        for part, unit in parts:
            word = unit or self._unit(row) or item.unit
            factor = unit_factor(item, word)
            if factor is None:
                units = "、".join(filter(None, (item.unit, item.sub_unit)))
                where = field if unit else "unit"
                self._say("unit_unknown", row, where, item=item_label(item), text=word, units=units)
                return None
            base += part * factor
        counted = divide(base, RATE)
        if counted > LARGEST_NUMBER * QUANTITY:
            text, limit = f"{plain(counted, QUANTITY)} {item.unit}", f"{LARGEST_NUMBER:,}"
            self._say("number_too_large", row, field, text=text, limit=limit)
            return None
        return counted

    def _unit(self, row: int) -> str:
        unit = text_of(self._sheet.column("unit")[row])
        return unit if isinstance(unit, str) else ""

    def _batch(self, row: int, item: Item) -> str | None:
        """The batch as the sheet or the books write it; empty for what is not kept by batch."""
        if not item.batch_managed:
            return ""
        batch = name_of(self._sheet.column("batch")[row])
        if isinstance(batch, Failure):
            self._fail(row, "batch", batch)
            return None
        if batch is None:
            self._say("count_batch_missing", row, "batch", item=item_label(item))
            return None
        return self._asked.batches.get(item.code, {}).get(fold(batch), batch)

    def _word(self, row: int, field: str, text: str | Failure | None) -> str:
        if isinstance(text, Failure):
            self._fail(row, field, text)
            return ""
        return text or ""


def without_repeated(lines: Sequence[Counted], problems: list[Problem]) -> list[Counted]:
    """The lines whose place was counted once; of the others each is shown beside the other."""
    by_key: dict[Key, list[Counted]] = {}
    for line in lines:
        by_key.setdefault(line.key, []).append(line)
    for same in by_key.values():
        for line, other in zip(same, [*same[1:], same[0]], strict=True):
            if line is not other:
                problems.append(_twice(line, other))
    return [same[0] for same in by_key.values() if len(same) == 1]


def _twice(line: Counted, other: Counted) -> Problem:
    return said(
        "count_twice", line, "counted",
        item=item_label(line.item), unit=line.item.unit,
        quantity=plain(line.quantity_e4, QUANTITY),
        other=plain(other.quantity_e4, QUANTITY), place=other.sheet, other_row=other.row,
    )  # fmt: skip


def said(code: str, line: Counted, field: str, **params: object) -> Problem:
    """A problem in a counted line."""
    return problem(code, sheet=line.sheet, row=line.row, column=STOCKTAKE.header(field), **params)
