"""The header and the totals of a table: shown, hidden, and what formulas say of it meanwhile."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from jxc_xl.hosts.libreoffice.engine.areas import Area, column_name
from jxc_xl.hosts.libreoffice.engine.bridge import enum, struct
from jxc_xl.hosts.libreoffice.engine.document import Document

_CONTENT = 1 | 2 | 4 | 16  # com.sun.star.sheet.CellFlags: numbers, dates, text, formulas
_SUM, _COUNT = 109, 103  # of SUBTOTAL


def place_of(sheet: Any, area: Area) -> Any:
    """An area of a sheet as Calc takes it."""
    return struct("table.CellRangeAddress", sheet.index - 1, *area.position)


def _cells(sheet: Any, area: Area) -> Any:
    return sheet.uno.getCellRangeByPosition(*area.position)


def name_columns(sheet: Any, area: Area) -> None:
    """Give columns without a header one, as a table must have it: ``Column1``."""
    header = _cells(sheet, area._replace(bottom=area.top))
    texts = header.getDataArray()[0]
    taken = {str(text).casefold() for text in texts}
    for index, text in enumerate(texts):
        if text == "":
            number = 1
            while f"column{number}" in taken:
                number += 1
            taken.add(f"column{number}")
            header.getCellByPosition(index, 0).setString(f"Column{number}")


def hide_headers(table: Any) -> None:
    """Take the header row out of the table and empty it; its texts are kept for coming back."""
    area, sheet = table.area, table.parent
    document = sheet.book.document
    header = _cells(sheet, area._replace(bottom=area.top))
    with document.writing(sheet.uno), rewritten(document, table.name):
        document.hidden_headers[table.name] = header.getDataArray()
        table.uno.ContainsHeader = False
        table.put(area._replace(top=area.top + 1))
        header.clearContents(_CONTENT)


def show_headers(table: Any) -> None:
    """Put the header row back above the data.

    Without headers Calc calls the columns ``Column1`` and so on; given their names back, formulas
    follow.
    """
    area, sheet = table.area, table.parent
    document = sheet.book.document
    above = area._replace(top=area.top - 1, bottom=area.top - 1)
    with document.writing(sheet.uno):
        with rewritten(document, table.name):
            if area.top == 1 or _holds_something(sheet, above):
                above = area._replace(bottom=area.top)
                _shift(sheet, above, "DOWN")
            name_columns(sheet, above)
            table.put(above._replace(bottom=above.top + area.height))
            table.uno.ContainsHeader = True
        known = document.hidden_headers.pop(table.name, None)
        if known is not None and len(known[0]) == area.width:
            _cells(sheet, above).setDataArray(known)


def show_totals(table: Any) -> None:
    """Add the totals row with a label and, as Excel does, the total of the last column."""
    area, body, sheet = table.area, table.body, table.parent
    document = sheet.book.document
    below = area._replace(top=area.bottom + 1, bottom=area.bottom + 1)
    with document.writing(sheet.uno), rewritten(document, table.name):
        if _holds_something(sheet, below):
            _shift(sheet, below, "DOWN")
        table.put(area._replace(bottom=below.bottom))
        table.uno.TotalsRow = True
        cells = _cells(sheet, below)
        last = _cells(sheet, body._replace(left=body.right))
        values = [row[0] for row in last.getDataArray()]
        kind = _SUM if all(type(value) is float for value in values) else _COUNT
        address = body._replace(left=body.right).address(False, False)
        cells.getCellByPosition(below.width - 1, 0).setFormula(f"=SUBTOTAL({kind};{address})")
        if below.width > 1:
            cells.getCellByPosition(0, 0).setString("Total")


def hide_totals(table: Any) -> None:
    """Take the totals row away."""
    area, sheet = table.area, table.parent
    document = sheet.book.document
    with document.writing(sheet.uno), rewritten(document, table.name):
        table.uno.TotalsRow = False
        table.put(area._replace(bottom=area.bottom - 1))
        _cells(sheet, area._replace(top=area.bottom)).clearContents(_CONTENT)


@contextmanager
def left_behind(table: Any, rows: Area) -> Iterator[None]:
    """Give rows that a table leaves behind addresses for the references to their own row.

    As Excel does. In Calc such a formula would otherwise be an error, and take those above it that
    it was filled down from along.
    """
    sheet = table.parent
    texts = _cells(sheet, rows).getFormulaArray()
    header = table.header_row_range
    names = [] if header is None else list(header.uno.getDataArray()[0])
    kept = []
    for index, column in enumerate(zip(*texts, strict=True)):
        if any(text[:1] == "=" and "[" in text for text in column):
            cells = _cells(sheet, rows._replace(left=rows.left + index, right=rows.left + index))
            kept.append((cells, column))
            cells.clearContents(_CONTENT)
    yield
    for cells, column in kept:
        lines = [
            (_by_address(text, table.name, names, rows.left, rows.top + row),)
            for row, text in enumerate(column)
        ]
        cells.setFormulaArray(tuple(lines))


def _by_address(text: str, table: str, names: list[Any], left: int, row: int) -> str:
    """A formula of Calc with the references to its own row of a table as addresses."""

    def address(found: re.Match[str]) -> str:
        columns = [re.sub("'(.)", r"\1", name) for name in found.groups() if name is not None]
        if any(name not in names for name in columns):
            return found[0]
        places = [f"{column_name(left + names.index(name))}{row}" for name in columns]
        return ":".join(places)

    reference = rf"(?<![\w.$]){re.escape(table)}\[\[#This Row\];\[({_NAME})\](?::\[({_NAME})\])?\]"
    return re.sub(reference, address, text, flags=re.IGNORECASE) if text[:1] == "=" else text


_NAME = r"(?:'.|[^'\]])+"


def _holds_something(sheet: Any, area: Area) -> bool:
    return any(_cells(sheet, area).queryContentCells(_CONTENT).getRangeAddresses())


def _shift(sheet: Any, area: Area, way: str) -> None:
    sheet.uno.insertCells(place_of(sheet, area), enum("sheet.CellInsertMode", way))


@contextmanager
def rewritten(document: Document, table: str, renamed: str | None = None) -> Iterator[None]:
    """Enter the formulas that speak of a table anew once it is changed.

    Calc otherwise lets them mean what they meant, and forgets a table that has another name.
    """
    word = re.compile(rf"(?<![\w.$]){re.escape(table)}(?=\[)", re.IGNORECASE)
    sheets = [document.sheet(name) for name in document.sheet_names()]
    found = [(sheet, list(_formulas_with(sheet, word))) for sheet in sheets]
    yield
    for sheet, formulas in found:
        with document.writing(sheet):
            for column, row, formula in formulas:
                text = word.sub(lambda _: renamed or table, formula)
                sheet.getCellByPosition(column, row).setFormula(text)


def _formulas_with(sheet: Any, word: re.Pattern[str]) -> Iterator[tuple[int, int, str]]:
    cursor = sheet.createCursor()
    cursor.gotoStartOfUsedArea(False)
    cursor.gotoEndOfUsedArea(True)
    place = cursor.getRangeAddress()
    for row, line in enumerate(cursor.getFormulaArray(), place.StartRow):
        for column, formula in enumerate(line, place.StartColumn):
            if formula[:1] == "=" and word.search(formula):
                yield column, row, formula
