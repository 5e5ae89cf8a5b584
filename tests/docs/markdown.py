"""Markdown tables."""

from collections.abc import Iterable, Sequence
from pathlib import Path

FOLDER = Path(__file__).parent.parent.parent / "docs"


def table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Headers and rows of a table; a line break stays one, a bar does not end a cell."""
    lines = [headers, ["---"] * len(headers), *rows]
    return "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", "<br>")


def code(text: str) -> str:
    """A name as it stands in the program, nothing for none."""
    return f"`{text}`" if text else ""
