"""补建资料: the items and partners that entry rows name and no master sheet has."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from jxc_xl.domain.cells import Raw, RawRows, RowState
from jxc_xl.domain.click import Place
from jxc_xl.domain.content import canonical
from jxc_xl.domain.directory import Directory
from jxc_xl.domain.entry_rows import read_entry_rows
from jxc_xl.domain.masters import Status
from jxc_xl.domain.parsing import LONGEST_CODE, Failure, fold, name_of
from jxc_xl.domain.tables.columns import Table
from jxc_xl.domain.tables.masters import CUSTOMERS, ITEMS, SUPPLIERS

_TABLES: dict[str, Table] = {
    "item_unknown": ITEMS,
    "supplier_unknown": SUPPLIERS,
    "customer_unknown": CUSTOMERS,
}
_BESIDE = ("name", "spec", "unit")
"""What a pasted row may say of its item in cells of its own."""


@dataclass(slots=True)
class Newcomer:
    """An item or partner that somebody has typed and nobody has made known.

    ``text`` is what was typed, ``places`` where; ``cells`` are its master row by field.
    ``alike`` are known ones that look like it; ``only_zeros`` says that one differs by leading
    zeros alone, which a spreadsheet has lost: that is no newcomer.
    """

    table: Table
    text: str
    cells: dict[str, Raw]
    places: list[Place] = field(default_factory=list)
    alike: str = ""
    only_zeros: bool = False


def newcomers(entries: Iterable[RawRows], directory: Directory, today: date) -> list[Newcomer]:
    """Everybody unknown in the NEW rows of the entry tables, each once, in the order of rows."""
    found: dict[tuple[str, str], Newcomer] = {}
    for raw in entries:
        for row, column, failure in _unknown(raw, directory, today):
            typed = name_of(raw.column(column)[row])
            table = _TABLES[failure.code]
            text = typed if isinstance(typed, str) else failure.params["text"]
            key = (table.name, fold(text))
            if key not in found:
                found[key] = _made(table, text, failure, directory)
            found[key].places.append(Place(raw.table.sheet, raw.numbers[row]))
            if table is ITEMS:
                _take_beside(found[key], raw, row)
    for newcomer in found.values():
        if newcomer.table is ITEMS:
            newcomer.cells["name"] = newcomer.cells.get("name") or newcomer.text
    return list(found.values())


def _unknown(raw: RawRows, directory: Directory, today: date) -> Iterator[tuple[int, str, Failure]]:
    """Row, column and reason of every cell that names something unknown."""
    rows = read_entry_rows(raw, directory, today)
    columns: Sequence[tuple[str, Sequence[object]]] = (
        ("partner", rows.partner),
        ("item", rows.item),
    )
    for row, state in enumerate(raw.states):
        for name, values in columns if state is RowState.NEW else ():
            value = values[row]
            if isinstance(value, Failure) and value.code in _TABLES:
                yield row, name, value


def _made(table: Table, text: str, failure: Failure, directory: Directory) -> Newcomer:
    register = directory.items if table is ITEMS else None
    cells: dict[str, Raw] = {"status": Status.INCOMPLETE.value}
    cells |= {"code": text[:LONGEST_CODE]} if table is ITEMS else {"name": text}
    zeros = register is not None and any(
        code.lstrip("0") == fold(text) for code in register.by_code
    )
    return Newcomer(table, text, cells, [], failure.params.get("candidates", ""), zeros)


def _take_beside(newcomer: Newcomer, raw: RawRows, row: int) -> None:
    """What the row's own cells say of the item; the first row that says it counts."""
    for name in _BESIDE:
        if name not in newcomer.cells and (text := canonical(raw.column(name)[row])):
            newcomer.cells[name] = text
