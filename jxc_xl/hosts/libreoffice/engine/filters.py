# ruff: noqa: D102 - the methods are those of xlwings' engine interface, which says what each does
"""The filter of a table: which rows are shown."""

from typing import Any

from xlwings import base_classes
from xlwings.base_classes import empty_autofilter_criteria

from jxc_xl.hosts.libreoffice.engine.bridge import struct

_EQUAL = 2  # com.sun.star.sheet.FilterOperator2.EQUAL
_STRING = 1  # com.sun.star.sheet.FilterFieldType.STRING


class AutoFilter(base_classes.AutoFilter):
    """The filter of a table, by the texts that cells show."""

    def __init__(self, table: Any) -> None:
        self._table = table

    @property
    def criteria(self) -> Any:
        found = [empty_autofilter_criteria(field + 1) for field in range(self._table.area.width)]
        for entry in self._entries():
            criteria = found[entry.Field]
            if entry.Operator == _EQUAL and not any(value.IsNumeric for value in entry.Values):
                criteria["type"] = "values"
                criteria["values"] = [value.StringValue for value in entry.Values]
            else:
                criteria["type"] = "unknown"
        return found

    def apply_values(self, field: Any, values: Any) -> None:
        entry = struct("sheet.TableFilterField3")
        entry.Field = field - 1
        entry.Operator = _EQUAL
        entry.Values = tuple(_text(value) for value in values)
        self._filter([*self._others(field), entry])

    def clear(self, field: Any) -> None:
        self._filter([] if field is None else self._others(field))

    def _entries(self) -> list[Any]:
        """What is asked of the columns now."""
        entries = list(self._table.uno.getFilterDescriptor().getFilterFields3())
        for entry in entries:  # it forgets to say that its texts are texts
            entry.Values = tuple(
                value if value.IsNumeric else _text(value.StringValue) for value in entry.Values
            )
        return entries

    def _others(self, field: int) -> list[Any]:
        return [entry for entry in self._entries() if entry.Field != field - 1]

    def _filter(self, entries: list[Any]) -> None:
        """Show the rows that fit; all of them if nothing is asked.

        Only a database range takes several values for a column, and only cells take nothing.
        """
        table = self._table
        cells = table.range.uno
        descriptor = (
            table.uno.getFilterDescriptor() if entries else cells.createFilterDescriptor(True)
        )
        descriptor.ContainsHeader = bool(table.show_headers)
        if entries:
            descriptor.setFilterFields3(tuple(entries))
            table.uno.refresh()
        else:
            cells.filter(descriptor)


def _text(value: str) -> Any:
    made = struct("sheet.FilterFieldValue")
    made.FilterType = _STRING
    made.StringValue = value
    return made
