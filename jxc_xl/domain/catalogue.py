"""The error catalogue: every code, what it says and what it advises."""

from jxc_xl.domain.messages import (
    cells,
    control,
    counts,
    documents,
    importing,
    lines,
    masters,
    merging,
    orders,
    planning,
    stock,
    stocktake,
    values,
)
from jxc_xl.domain.messages.entry import Entry
from jxc_xl.domain.problems import Problem
from jxc_xl.i18n import gettext as _

CATALOGUE: dict[str, Entry] = (
    cells.ENTRIES
    | documents.ENTRIES
    | importing.ENTRIES
    | lines.ENTRIES
    | masters.ENTRIES
    | merging.ENTRIES
    | stock.ENTRIES
    | values.ENTRIES
    | control.ENTRIES
    | counts.ENTRIES
    | orders.ENTRIES
    | stocktake.ENTRIES
    | planning.ENTRIES
)
"""Every code with its texts (msgids); rendered in the language in force."""


def problem(
    code: str, *, sheet: str, row: int | None = None, column: str | None = None, **params: object
) -> Problem:
    """A problem of the catalogue, said in the language in force.

    ``params`` fill the texts' placeholders, and so does ``column``.  A non-empty
    ``candidates`` chooses the hint that offers them.
    """
    entry = CATALOGUE[code]
    hint = entry.suggestion if entry.suggestion and params.get("candidates") else entry.hint
    return Problem(
        code,
        sheet,
        row,
        column,
        _(entry.message).format(column=column, **params),
        _(hint).format(column=column, **params),
        entry.severity,
    )
