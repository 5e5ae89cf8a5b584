"""Tables: their style, totals and calculated columns, in the place and size that they have now."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jxc_xl.hosts.libreoffice.keeping.cells import Shown, column_number
from jxc_xl.hosts.libreoffice.keeping.formulas import Meanings
from jxc_xl.hosts.libreoffice.keeping.looks import Looks
from jxc_xl.hosts.libreoffice.keeping.structure import Table
from jxc_xl.hosts.libreoffice.keeping.tree import Node

_ORDER = ("autoFilter", "sortState", "tableColumns", "tableStyleInfo", "extLst")
_COLUMN_ORDER = ("calculatedColumnFormula", "totalsRowFormula", "xmlColumnPr", "extLst")
_OF_A_QUERY = ("tableType", "connectionId", "insertRow", "insertRowShift")
_TOTALS = {
    "average": "101", "countNums": "102", "count": "103", "max": "104", "min": "105",
    "stdDev": "107", "sum": "109", "var": "110",
}  # fmt: skip
_SUBTOTAL = re.compile(r"^SUBTOTAL\((\d+),")
_AREA = re.compile(r"^([A-Z]+)(\d+):([A-Z]+)(\d+)$")


class Place:
    """The cells that a table covers, and its rows for headers and totals."""

    def __init__(self, root: Node) -> None:
        found = _AREA.match(root.get("ref"))
        if found is None:
            raise ValueError(root.get("ref"))
        self.left, self.right = column_number(found[1]), column_number(found[3])
        self.top, self.bottom = int(found[2]), int(found[4])
        self.totals = int(root.get("totalsRowCount", "0"))
        self.header = int(root.get("headerRowCount", "1"))
        self._letters = found[1], found[3]

    @property
    def ref(self) -> str:
        """The address of the whole."""
        return self._address(self.bottom)

    @property
    def filtered(self) -> str:
        """The address of header and data, which is what a filter covers."""
        return self._address(self.bottom - self.totals)

    def _address(self, bottom: int) -> str:
        return f"{self._letters[0]}{self.top}:{self._letters[1]}{bottom}"


def mend(old: Table, new: Table, shown: Shown, meanings: Meanings, looks: Looks) -> Node:
    """Return the new table with what the old one had besides its place and its columns."""
    place = Place(new.root)
    root = Node("table", _attributes(old.root, new.root, looks))
    for name in ("autoFilter", "sortState"):
        child = _filter(old.root, new.root, place) if name == "autoFilter" else _sorting(old, new)
        if child is not None:
            root.place(child, _ORDER)
    root.place(_columns(old, new, place, _Column(shown, meanings, looks, new.name)), _ORDER)
    for name in ("tableStyleInfo", "extLst"):
        child = old.root.find(name)
        if child is not None:
            root.place(child.copy(), _ORDER)
    return root


def mend_filter(new: Table) -> None:
    """Let a table's filter end above its totals: Calc includes them, and Excel objects to that."""
    there = new.root.find("autoFilter")
    if there is not None:
        there.attributes["ref"] = Place(new.root).filtered


def _attributes(old: Node, new: Node, looks: Looks) -> dict[str, str]:
    kept = {name: value for name, value in old.attributes.items() if name not in _OF_A_QUERY}
    for name in ("headerRowCount", "totalsRowCount"):
        kept.pop(name, None)
    for name in ("id", "name", "displayName", "ref"):
        kept[name] = new.get(name)
    if new.get("headerRowCount", "1") == "0":
        kept["headerRowCount"] = "0"
    if new.get("totalsRowCount", "0") != "0":
        kept["totalsRowCount"] = new.get("totalsRowCount")
        kept.pop("totalsRowShown", None)
    _renumber(kept, looks)
    return kept


def _renumber(attributes: dict[str, str], looks: Looks) -> None:
    """Give the formats the numbers that they have in the new file."""
    for name in [each for each in attributes if each.endswith("DxfId")]:
        number = looks.number(attributes[name])
        if number is None:
            del attributes[name]
        else:
            attributes[name] = number


def _filter(old: Node, new: Node, place: Place) -> Node | None:
    """Return Calc's filter; the old one where Calc dropped it; buttons that were hidden stay so."""
    before, after = old.find("autoFilter"), new.find("autoFilter")
    if before is None and after is None:
        return None
    same_columns = len(list(old.below("tableColumns"))) == len(list(new.below("tableColumns")))
    columns = list(after) if after is not None else []
    if before is not None and same_columns:
        taken = {column.get("colId") for column in columns}
        hidden = (column for column in before if after is None or not list(column))
        columns += [each.copy() for each in hidden if each.get("colId") not in taken]
        columns.sort(key=lambda each: int(each.get("colId", "0")))
    return Node("autoFilter", {"ref": place.filtered}, columns)


def _sorting(old: Table, new: Table) -> Node | None:
    """Return the order in which the rows were sorted, if Calc says it or nothing has moved."""
    after = new.root.find("sortState")
    if after is None and old.root.get("ref") == new.root.get("ref"):
        after = old.root.find("sortState")
    return None if after is None else after.copy()


def _columns(old: Table, new: Table, place: Place, mend_column: _Column) -> Node:
    before = dict(_same_columns(old, new))
    entries = new.root.below("tableColumns").all("tableColumn")
    taken = {int(each.get("id", "0")) for each in before.values()}
    fresh = (number for number in range(1, 10**6) if number not in taken)
    result = Node("tableColumns", {"count": str(len(entries))})
    for index, entry in enumerate(entries):
        column = before[index].copy() if index in before else Node("tableColumn")
        column.attributes.setdefault("id", str(next(fresh)))
        column.attributes["name"] = entry.get("name")
        mend_column(column, place, place.left + index)
        result.children.append(column)
    return result


def _same_columns(old: Table, new: Table) -> Iterator[tuple[int, Node]]:
    """Yield each column of the new table that was there before, by its index, and as it was.

    Columns are the same by name; one whose header was typed anew, by its place, if none was added.
    """
    before = old.root.below("tableColumns").all("tableColumn")
    named = {column.get("name").casefold(): column for column in before}
    after = [name.casefold() for name in new.columns]
    for index, name in enumerate(after):
        if name in named:
            yield index, named[name]
        elif len(before) == len(after) and before[index].get("name").casefold() not in after:
            yield index, before[index]


class _Column:
    """Puts right what a column says of its cells."""

    def __init__(self, shown: Shown, meanings: Meanings, looks: Looks, table: str) -> None:
        self._shown = shown
        self._meanings = meanings
        self._looks = looks
        self._table = table

    def __call__(self, column: Node, place: Place, number: int) -> None:
        column.attributes.pop("queryTableFieldId", None)
        _renumber(column.attributes, self._looks)
        self._calculated(column, place, number)
        self._total(column, place, number)

    def _calculated(self, column: Node, place: Place, number: int) -> None:
        """Keep the column's formula; where it means nothing now, take that of its first cell."""
        before = column.find("calculatedColumnFormula")
        if before is None:
            return
        formula = self._meanings.brought(before.text, self._table)
        if formula is None:
            formula = self._shown.formula(place.top + place.header, number)
            if "#This Row" not in formula or not self._meanings.are_known(formula, self._table):
                column.remove(before)
                return
        before.children = [formula]

    def _total(self, column: Node, place: Place, number: int) -> None:
        """Say of the total what stands in its cell, or else Excel repairs the file."""
        before = column.attributes.pop("totalsRowFunction", "none")
        own = column.find("totalsRowFormula")
        column.attributes.pop("totalsRowLabel", None)
        if own is not None:
            column.remove(own)
        if not place.totals:
            return
        formula = self._shown.formula(place.bottom, number)
        subtotal = _SUBTOTAL.match(formula)
        if subtotal and subtotal[1] == _TOTALS.get(before):
            column.attributes["totalsRowFunction"] = before
        elif formula:
            column.attributes["totalsRowFunction"] = "custom"
            column.place(Node("totalsRowFormula", {}, [formula]), _COLUMN_ORDER)
        elif text := self._shown.text(place.bottom, number):
            column.attributes["totalsRowLabel"] = text
