"""What a table's new rows take from those above them, as in Excel: formulas and formats."""

from typing import Any

from jxc_xl.hosts.libreoffice.engine.areas import Area
from jxc_xl.hosts.libreoffice.engine.formulas import moved

_LOOKS = (
    "CellStyle",
    "NumberFormat",
    "CellBackColor",
    "CellProtection",
    "CharColor",
    "CharFontName",
    "CharFontNameAsian",
    "CharHeight",
    "CharHeightAsian",
    "CharWeight",
    "CharWeightAsian",
    "CharPosture",
    "CharPostureAsian",
    "HoriJustify",
    "VertJustify",
    "IsTextWrapped",
    "ParaIndent",
    "TopBorder2",
    "BottomBorder2",
    "LeftBorder2",
    "RightBorder2",
    "Validation",
)


def fill_down(table: Any, body: Area, area: Area) -> None:
    """Fill the rows from below a table's former body to the end of its new area.

    Cells that hold something keep it. A column is calculated where its last row that is not a mere
    value holds a formula.
    """
    sheet = table.parent
    bottom = area.bottom - bool(table.show_totals)
    new = Area(body.bottom + 1, body.left, bottom, min(area.right, body.right))
    with sheet.book.document.writing(sheet.uno):
        _fill_formats(sheet, body, new)
        _fill_formulas(sheet, body, new)


def _fill_formats(sheet: Any, body: Area, new: Area) -> None:
    for column in range(new.left, new.right + 1):
        last = sheet.range((body.bottom, column)).uno
        cells = sheet.range((new.top, column), (new.bottom, column)).uno
        both = sheet.range((body.bottom, column), (new.bottom, column)).uno
        if both.getUniqueCellFormatRanges().getCount() > 1:
            cells.setPropertyValues(_LOOKS, last.getPropertyValues(_LOOKS))


def _fill_formulas(sheet: Any, body: Area, new: Area) -> None:
    rows = _formulas(_cells(sheet, body))
    below = _cells(sheet, new).getFormulaArray()
    for index in range(new.width):
        source = next((row for row in range(len(rows) - 1, -1, -1) if rows[row][index]), None)
        if source is None or _is_array(sheet, body.top + source, body.left + index):
            continue
        free = [row for row, line in enumerate(below) if line[index] == ""]
        distance = body.height - source
        for first, last in _runs(free):
            area = Area(new.top + first, body.left + index, new.top + last, body.left + index)
            lines = [
                (moved(rows[source][index], distance + row),) for row in range(first, last + 1)
            ]
            _cells(sheet, area).setFormulaArray(tuple(lines))


def _formulas(cells: Any) -> list[list[str]]:
    """The formulas of cells, ``""`` for a value; a text may begin with ``=`` as well."""
    texts, values = cells.getFormulaArray(), cells.getDataArray()
    return [
        [
            text if text[:1] == "=" and text != value else ""
            for text, value in zip(line, row, strict=True)
        ]
        for line, row in zip(texts, values, strict=True)
    ]


def _cells(sheet: Any, area: Area) -> Any:
    return sheet.uno.getCellRangeByPosition(*area.position)


def _is_array(sheet: Any, row: int, column: int) -> bool:
    return bool(_cells(sheet, Area(row, column, row, column)).getArrayFormula())


def _runs(rows: list[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and row == found[-1][1] + 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found
