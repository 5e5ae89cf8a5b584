"""The worksheet functions as Excel calls them: VBA asks, one call for a cell or a range.

The functions themselves are those of ``udfs/``; nothing but the way in and out is here.  Runs in
the server that ``jxc open`` starts, on Windows only.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from jxc_xl.i18n import Language, translate
from jxc_xl.lean import lean_imports
from jxc_xl.resources import worksheet_functions

with lean_imports():
    import xlwings as xw

    from jxc_xl.services.shop import ledger_at

ERROR: Final = "\x01"
"""Stands before an error, so that no text of a clerk is taken for one."""


@xw.func
@xw.arg("*arguments", ndim=2)
def answer(
    name: str, language: Any, workbook: str, ledger: Any, ledger_id: Any, *arguments: Any
) -> list[Any]:
    """Rows of cells for a function and its arguments; an error is a text after ``ERROR``.

    ``language`` is that of the hints, ``workbook`` the full path of the workbook, ``ledger`` what
    设置 says of its ledger, and ``ledger_id`` the ledger it was posted into; the last two are
    ``None`` or ``""`` where nothing is said.
    """
    functions = worksheet_functions()
    functions.words.speak(_texts(language))
    path = str(ledger_at(Path(workbook), ledger or ""))
    grid = functions.calculate(
        functions.FUNCTIONS[name], arguments, lambda: functions.books_at(path, ledger_id or "")
    )
    return [[_shown(functions, cell) for cell in row] for row in grid]


def _shown(functions: Any, cell: Any) -> Any:
    return f"{ERROR}{cell.trouble.value}" if isinstance(cell, functions.CellError) else cell


@cache
def _texts(language: Language) -> Mapping[str, str]:
    """The sentences of JXC_HINT."""
    return {text: translate(text, language) for text in worksheet_functions().MESSAGES}
