"""A workbook in memory: what services ask of a ``Book``, and what clerks do to its rows."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jxc_xl.domain.tables import ALL_TABLES, table_named
from jxc_xl.domain.tables.settings import ALL_SETTINGS
from jxc_xl.workbook.book import TableData
from jxc_xl.workbook.errors import NameMissing, TableMissing
from jxc_xl.workbook.layout import LAYOUT

Row = dict[str, Any]


class Formula(str):
    """What a cell holds that calculates; it shows nothing here."""

    __slots__ = ()

    def __str__(self) -> str:
        """What is seen of it."""
        return ""


class FakeBook:
    """Tables as lists of rows by header; ``saved`` is the state that was stored last."""

    def __init__(self, path: Path = Path("shop.xlsx")) -> None:
        self._path = path
        self.tables: dict[str, list[Row]] = {table.name: [] for table in ALL_TABLES}
        self.tables["settings"] = [
            {"项目": entry.key, "值": entry.default, "说明": None} for entry in ALL_SETTINGS
        ]
        self.names: dict[str, Any] = {
            "jxc_layout": float(LAYOUT),
            "jxc_workbook_id": "book",
            "jxc_ledger_id": None,
            "jxc_chain_head": None,
            "jxc_masters_seen": None,
        }
        self.headers = {
            table.name: tuple(column.header for column in table.columns) for table in ALL_TABLES
        }
        self.apart: dict[str, Row] = {}
        self.saves = 0

    @property
    def path(self) -> Path:
        """Where it would be stored."""
        return self._path

    def type(self, table: str, **cells: Any) -> Row:
        """A clerk types a row below the last one; cells by field."""
        return self.type_cells(
            table, {table_named(table).header(field): value for field, value in cells.items()}
        )

    def type_cells(self, table: str, cells: Row) -> Row:
        """The same; cells by header."""
        row: Row = dict.fromkeys(self.headers[table])
        row |= {c.header: Formula(c.formula) for c in table_named(table).columns if c.formula}
        self.tables[table].append(row | cells)
        return self.tables[table][-1]

    def table_names(self) -> list[str]:
        """Every table there is."""
        return list(self.tables)

    def read_table(self, name: str) -> TableData:
        """The rows as they stand."""
        if name not in self.tables:
            raise TableMissing(name)
        headers = self.headers[name]
        rows = [[_seen(row.get(header)) for header in headers] for row in self.tables[name]]
        below = self.apart.get(name, {})
        apart = [(300, [below.get(header) for header in headers])]
        sheet = table_named(name).sheet
        return TableData(name, sheet, 1, 2, headers, rows, len(rows), apart)

    def write_columns(
        self,
        name: str,
        columns: Mapping[str, Sequence[Any]],
        *,
        rows: Sequence[int] | None = None,
    ) -> None:
        """Write cells."""
        for header, values in columns.items():
            for row, value in zip(rows or range(len(values)), values, strict=True):
                self._row(name, row)[header] = value

    def write_formulas(self, name: str, formulas: Mapping[str, str], rows: Sequence[int]) -> None:
        """Put formulas into rows."""
        for row in rows:
            self._row(name, row).update({h: Formula(text) for h, text in formulas.items()})

    def _row(self, name: str, place: int) -> Row:
        """A row of a table, made if nothing stood there yet."""
        while len(self.tables[name]) <= place:
            self.type_cells(name, {})
        return self.tables[name][place]

    def formula_cells(
        self, name: str, headers: Sequence[str], *, first: int = 0, last: int | None = None
    ) -> dict[str, list[int]]:
        """Say where formulas stand."""
        rows = list(enumerate(self.tables[name]))[first : None if last is None else last + 1]
        return {
            header: [place for place, row in rows if isinstance(row.get(header), Formula)]
            for header in headers
        }

    def grow_table(self, name: str, rows: int) -> None:
        """There is always room, but rows are only made when something comes to stand in them."""

    def replace_table(self, name: str, rows: Sequence[Any]) -> None:
        """New rows for a result table."""
        if name not in self.tables:
            raise TableMissing(name)
        self.tables[name] = [dict(row) for row in rows]

    def read_name(self, name: str) -> Any:
        """The cell of a defined name."""
        if name not in self.names:
            raise NameMissing(name)
        return self.names[name]

    def write_name(self, name: str, value: Any) -> None:
        """Write the cell of a defined name."""
        self.names[name] = value

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Nothing is calculated anyway."""
        yield

    def save(self) -> None:
        """Count how often it was stored."""
        self.saves += 1

    def close(self) -> None:
        """Nothing to close."""

    def status(self, text: str) -> None:
        """Nobody looks."""


def _seen(cell: Any) -> Any:
    return None if isinstance(cell, Formula) else cell
