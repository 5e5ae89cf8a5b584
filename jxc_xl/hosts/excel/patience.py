"""How long Excel is asked while it takes no orders: a cell is being edited, a dialog is open."""

import sys
from importlib import import_module
from typing import Final

ATTEMPTS: Final = 10_000
"""How often one order is repeated before it fails: some seconds, for Excel refuses at once.

xlwings' own 0 means for ever for a cell, and for a method not even once: a refused one would pass
for done.
"""


def bound_waiting(
    engine: str = "xlwings._xlwindows", *, is_windows: bool = sys.platform == "win32"
) -> None:
    """Let every order to Excel fail in the end; what Windows then reports is ``ExcelGone``."""
    if is_windows:
        import_module(engine).N_COM_ATTEMPTS = ATTEMPTS  # type: ignore[attr-defined]
