"""What a table's new rows take from those above them, as in Excel: formulas and formats."""

from typing import Any

from jxc_xl.hosts.libreoffice.engine.areas import Area
from jxc_xl.hosts.libreoffice.engine.formulas import moved, to_calc

_LOOKS = (
    "BottomBorder2",
    "CellBackColor",
    "CellProtection",
    "CellStyle",
    "CharColor",
    "CharFontName",
    "CharFontNameAsian",
    "CharHeight",
    "CharHeightAsian",
    "CharPosture",
    "CharPostureAsian",
    "CharWeight",
    "CharWeightAsian",
    "HoriJustify",
    "IsTextWrapped",
    "LeftBorder2",
    "NumberFormat",
    "ParaIndent",
    "RightBorder2",
    "TopBorder2",
    "Validation",
    "VertJustify",
)


def fill_down(table: Any, body: Area, area: Area) -> None:
    """Fill the rows from below a table's former body to the end of its new area.

    Cells that hold something keep it. A column is calculated where the stored workbook declares it,
    or, where that says nothing of it, where its last cell is.
    """
    sheet = table.parent
    bottom = area.bottom - bool(table.show_totals)
    new = Area(body.bottom + 1, body.left, bottom, min(area.right, body.right))
    with sheet.book.document.writing(sheet.uno):
        _fill_formats(sheet, body, new)
        _fill_formulas(table, body, new)


def _fill_formats(sheet: Any, body: Area, new: Area) -> None:
    for column in range(new.left, new.right + 1):
        last = sheet.range((body.bottom, column)).uno
        cells = sheet.range((new.top, column), (new.bottom, column)).uno
        both = sheet.range((body.bottom, column), (new.bottom, column)).uno
        if both.getUniqueCellFormatRanges().getCount() > 1:
            cells.setPropertyValues(_LOOKS, last.getPropertyValues(_LOOKS))


def _fill_formulas(table: Any, body: Area, new: Area) -> None:
    sheet = table.parent
    rows = _formulas(_cells(sheet, body))
    below = _cells(sheet, new).getFormulaArray()
    for index, declared in enumerate(_declared(table, new.width)):
        column = [row[index] for row in rows]
        source = _source(column, declared)
        if source is not None and _is_array(sheet, body.top + source, body.left + index):
            continue
        formula = declared or "" if source is None else column[source]
        if formula in ("", "="):
            continue
        distance = 0 if source is None else body.height - source
        free = [row for row, line in enumerate(below) if line[index] == ""]
        for first, last in _runs(free):
            area = Area(new.top + first, body.left + index, new.top + last, body.left + index)
            lines = [(moved(formula, distance + row),) for row in range(first, last + 1)]
            _cells(sheet, area).setFormulaArray(tuple(lines))


def _source(column: list[str], declared: str | None) -> int | None:
    """Which row of a column has the formula to carry down; None if none has.

    In a column of plain values that is none, whatever somebody typed into a cell; where nothing is
    declared it is the last row or none.
    """
    if declared is None:
        return len(column) - 1 if column and column[-1] else None
    if declared == "":
        return None
    return next((row for row in range(len(column) - 1, -1, -1) if column[row]), None)


def _declared(table: Any, width: int) -> list[str | None]:
    """What the stored workbook says of each column: a formula, ``""`` for plain values, None.

    One that depends on its place does not say which place that is: "=" then, so that only a cell's
    own formula is carried.
    """
    header = table.header_row_range
    known: dict[str, str] = table.parent.book.document.declared(table.name)
    names = [] if header is None else header.uno.getDataArray()[0][:width]
    found: list[str | None] = [known.get(str(name)) for name in names] or [None] * width
    return [formula and _anywhere(formula, str(table.name)) for formula in found]


def _anywhere(formula: str, table: str) -> str:
    return to_calc(formula, lambda: table) if moved(formula, 1) == formula else "="


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
