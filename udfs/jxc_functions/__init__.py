"""Worksheet functions over the ledger: JXC.STOCK and its sisters.

They run inside LibreOffice's own Python and behind Excel, so they need the standard library only,
of Python 3.8 or newer, and read nothing but the ledger's file.  A function is declared once, in
:mod:`jxc_functions.functions`, for one cell; :func:`calculate` runs it over cells and ranges.
The spreadsheet's side (the LibreOffice add-in, the manual) is made from :data:`FUNCTIONS`.
"""

from jxc_functions import functions  # noqa: F401 - declares them
from jxc_functions.books import Books, books_at, close_books
from jxc_functions.calculation import calculate
from jxc_functions.declaration import FUNCTIONS, Function, Parameter, Result
from jxc_functions.errors import CellError, Trouble
from jxc_functions.words import MESSAGES

__all__ = [
    "FUNCTIONS",
    "MESSAGES",
    "Books",
    "CellError",
    "Function",
    "Parameter",
    "Result",
    "Trouble",
    "books_at",
    "calculate",
    "close_books",
]
