"""Asking a ledger as a cell would."""

from pathlib import Path
from typing import Any

from jxc_functions import FUNCTIONS, CellError, books_at, calculate

Shown = float | str | None


def ask(ledger: Path, name: str, *arguments: Any) -> Any:
    """What a function shows: a value for a cell, rows for a range or a block; errors as text."""
    rows = [[_shown(cell) for cell in row] for row in cells(ledger, name, *arguments)]
    return rows if len(rows) > 1 or len(rows[0]) > 1 else rows[0][0]


def cells(ledger: Path, name: str, *arguments: Any) -> list[list[float | str | CellError]]:
    """The rows of cells that a function gives."""
    return calculate(FUNCTIONS[name], arguments, lambda: books_at(str(ledger)))


def _shown(cell: float | str | CellError) -> float | str:
    return cell.trouble.value if isinstance(cell, CellError) else cell
