"""What is to be imported: the file, what its columns are, the rows they become."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from jxc_xl.domain.cells import RawRows
from jxc_xl.domain.importing.headers import recogniser
from jxc_xl.domain.importing.lines import Lines, read_lines
from jxc_xl.domain.importing.mapping import Mapping, read_mapping
from jxc_xl.domain.importing.presets import Made, made_of
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.tables import table_named
from jxc_xl.domain.tables.columns import Table
from jxc_xl.domain.tables.entry import ENTRY_TABLES, MOVEMENTS, SALES
from jxc_xl.domain.tables.foreign import FOREIGN_TABLES, MALL_ORDERS, STOCK_LIST
from jxc_xl.domain.tables.masters import MASTER_TABLES
from jxc_xl.errors import UsageError
from jxc_xl.foreign import read_bytes, read_file
from jxc_xl.foreign.text import decoded
from jxc_xl.i18n import gettext as _

_TARGETS = (*ENTRY_TABLES, *MASTER_TABLES, *FOREIGN_TABLES)


BESIDE: dict[str, tuple[Table, ...]] = {
    **{table.sheet: (table,) for table in (*ENTRY_TABLES, *MASTER_TABLES)},
    SALES.sheet: (SALES, MALL_ORDERS),
    MOVEMENTS.sheet: (MOVEMENTS, STOCK_LIST),
    table_named("stock").sheet: (STOCK_LIST,),
}
"""What a file may be that is meant for a sheet."""


@dataclass(slots=True)
class Source:
    """A file that was read: its lines and the rows that they become in our tables.

    ``sheet`` is what messages call it, ``to_ledger`` says where the rows go.  With one of the
    ``problems``, which are of the file as a whole, there are no rows.
    """

    sheet: str
    table: Table
    to_ledger: bool = False
    problems: list[Problem] = field(default_factory=list)
    lines: Lines | None = None
    made: Made = field(default_factory=lambda: Made([]))

    @property
    def tables(self) -> list[RawRows]:
        """The rows by table."""
        return self.made.tables


def targets_of(sheet: str) -> tuple[Table, ...]:
    """What a file may be that is imported while a sheet is in front; nothing for most sheets."""
    return BESIDE.get(sheet, ())


def target(word: str) -> Table:
    """The table that a word names: a table's or a sheet's name; ``UsageError`` otherwise."""
    for table in _TARGETS:
        if word.strip().casefold() in (table.name, table.sheet):
            return table
    names = "、".join(f"{table.sheet} ({table.name})" for table in _TARGETS)
    raise UsageError(
        _("There is no table {table} to import into.").format(table=word),
        _("Choose one of: {names}.").format(names=names),
    )


def read_source(
    path: Path, table: Table, map_file: Path | None, sheet: str | None, today: date
) -> Source:
    """Read a file for a table; what is wrong with it as a whole stands in ``problems``."""
    source = Source(path.name, table)
    mapping: Mapping = {}
    if map_file is not None:
        text = decoded(read_bytes(map_file), map_file.name)
        if isinstance(text, Problem):
            source.problems = [text]
            return source
        mapping, source.problems = read_mapping(text.removeprefix("\ufeff"), map_file.name, table)
    named = [header for entry in mapping.values() for header in entry.headers]
    grid = read_file(path, recogniser(table, named), sheet)
    if isinstance(grid, Problem):
        source.problems.append(grid)
        return source
    map_name = "" if map_file is None else map_file.name
    source.lines = read_lines(grid, table, mapping, map_name, today)
    source.sheet = grid.name
    source.problems += source.lines.problems
    if not source.problems:
        source.made = made_of(source.lines.raw, today)
    return source
