"""What can be missing in a workbook that opens well; each class owns the sentence that says so."""

from jxc_xl.errors import CannotWork
from jxc_xl.hosts import failure_in_words as host_failure
from jxc_xl.i18n import gettext as _

__all__ = [
    "ColumnMissing",
    "LayoutError",
    "NameMissing",
    "TableBlocked",
    "TableMissing",
    "host_failure",
]


class LayoutError(CannotWork):
    """The workbook is not laid out as it must be."""


class TableMissing(LayoutError):
    """No sheet has a table of this name."""

    def __init__(self, table: str) -> None:
        super().__init__(
            _("The workbook has no table {table}.").format(table=table),
            _("Its sheet was deleted, or it was turned into a range: take it from a new workbook."),
        )


class ColumnMissing(LayoutError):
    """The table has no column with this header."""

    def __init__(self, table: str, sheet: str, header: str) -> None:
        super().__init__(
            _("The table {table} on the sheet {sheet} has no column {column}.").format(
                table=table, sheet=sheet, column=header
            ),
            _("Give the header its name back; columns may be moved and hidden, not renamed."),
        )


class NameMissing(LayoutError):
    """The workbook does not define this name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("The workbook has no name {name}.").format(name=name),
            _("It was deleted in the name manager; take it from a new workbook."),
        )


class TableBlocked(LayoutError):
    """The table must grow, and something stands below it."""

    def __init__(self, table: str, sheet: str, row: int) -> None:
        super().__init__(
            _("The table {table} on the sheet {sheet} cannot grow: row {row} is in use.").format(
                table=table, sheet=sheet, row=row
            ),
            _("Move what stands below the table to another place."),
        )
