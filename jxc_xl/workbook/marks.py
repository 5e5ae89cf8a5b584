"""Colours that follow what stands in the row: conditional formats over whole columns.

The program writes words (状态, 错误列), the colours follow by themselves: clearing the word
brings back whatever colours the clerk had chosen.  Several programs apply only the first rule
that fits, so the rules stand in order of importance and stop at the first.
"""

from typing import Any, Final

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_range
from xlsxwriter.worksheet import Worksheet

from jxc_xl.domain.tables.columns import Cell, Role, Table
from jxc_xl.workbook import styles
from jxc_xl.workbook.styles import Styles

LAST_ROW: Final = 1_048_575
"""The last row of a sheet, counted from 0."""

_LAST_DATE: Final = 2_958_465
"""9999-12-31, the last day that a spreadsheet can show."""

GREEN = {"bg_color": "#C6EFCE", "font_color": "#006100"}
RED = {"bg_color": "#FFC7CE", "font_color": "#9C0006", "bold": True}
BLUE = {"bg_color": "#BDD7EE", "font_color": "#1F4E79"}
ORANGE = {"bg_color": "#FFDCA8", "font_color": "#7F4F00"}
YELLOW = {"bg_color": "#FFF2B3", "font_color": "#7F6000"}
GREY = {"bg_color": "#DADADA", "font_color": "#595959"}

STATUS_CELLS: dict[str, dict[str, Any]] = {
    "已过账": GREEN,
    "有误": RED,
    "草稿": BLUE,
    "已改动": ORANGE,
    "重复": ORANGE,
    "部分执行": BLUE,
    "已完成": GREEN,
    "已冲销": GREY,
    "已关闭": GREY,
    "停用": GREY,
    "待完善": ORANGE,
}
"""How the 状态 cell looks by its word; also the legend on 首页."""

_DONE = {"bg_color": styles.WHITE, "font_color": "#404040"}
_VOID = {"bg_color": "#F4F4F4", "font_color": "#9A9A9A"}
_ROWS: tuple[tuple[tuple[str, ...], dict[str, Any]], ...] = (
    (("有误",), {"bg_color": "#FDECEA"}),
    (("草稿",), {"bg_color": "#E6F0FA"}),
    (("已改动", "重复"), {"bg_color": "#FFF3E0"}),
    (("已冲销", "已关闭"), {**_VOID, "font_strikeout": True}),
    (("已过账", "已完成", "部分执行"), _DONE),
)

_RESULT_WORDS: dict[tuple[str, str], dict[str, dict[str, Any]]] = {
    ("alerts", "alert"): {
        "缺货": RED,
        "过期": RED,
        "低于下限": ORANGE,
        "临期": YELLOW,
        "高于上限": BLUE,
        "呆滞": GREY,
    },
    ("abc", "abc"): {"A": GREEN, "B": YELLOW, "C": GREY},
    ("reorder", "abc"): {"A": GREEN, "B": YELLOW, "C": GREY},
    ("stocktake_results", "abc"): {"A": GREEN, "B": YELLOW, "C": GREY},
    ("reorder", "urgency"): {
        "已断货": RED,
        "紧急": ORANGE,
        "该订货": YELLOW,
        "无需补货": GREEN,
    },
    ("supplier_scores", "grade"): {"A": GREEN, "B": GREEN, "C": YELLOW, "D": RED},
    ("open_orders", "status"): STATUS_CELLS,
}
_RED_BELOW_ZERO = {
    "stock": ("on_hand", "available"),
    "slow_movers": ("profit",),
    "stocktake_results": ("difference_value",),
    "abc": ("margin",),
    "sales": ("margin",),
}
_RED_ABOVE_ZERO = {"open_orders": ("overdue_days",), "stocktake_results": ("loss",)}
_UNIQUE = {"items": "code", "suppliers": "name", "customers": "name", "warehouses": "code"}


def mark_table(sheet: Worksheet, styles_: Styles, table: Table) -> None:
    """Lay the conditional formats of ``table`` over its sheet."""
    painter = _Painter(sheet, styles_, table)
    if table.role is Role.ENTRY:
        painter.dates_without_dashes()
        painter.error_cells()
        painter.status_rows()
    if table.role in (Role.ENTRY, Role.MASTER) and "status" in table.by_field:
        painter.words("status", STATUS_CELLS)
    for (name, field), words in _RESULT_WORDS.items():
        if name == table.name:
            painter.words(field, words)
    for field in _RED_BELOW_ZERO.get(table.name, ()):
        painter.compare(field, "<", 0)
    for field in _RED_ABOVE_ZERO.get(table.name, ()):
        painter.compare(field, ">", 0)
    if table.name in _UNIQUE:
        painter.duplicates(_UNIQUE[table.name])


class _Painter:
    def __init__(self, sheet: Worksheet, styles_: Styles, table: Table) -> None:
        self._sheet = sheet
        self._styles = styles_
        self._table = table

    def dates_without_dashes(self) -> None:
        """Show 20260105 as typed: as a date it is a year far away and fills the cell with #."""
        look = self._styles.mark(num_format="0")
        for column in self._table.columns:
            if column.cell is Cell.DATE:
                self._above(column.field, _LAST_DATE, look)

    def error_cells(self) -> None:
        """Red where 错误列 names the column: it reads ``|数量|单价|``."""
        errors = xl_col_to_name(self._table.position("error_columns"))
        self._rule(f'=ISNUMBER(FIND("|"&A$1&"|",${errors}2))', RED, *self._rows())

    def status_rows(self) -> None:
        """A light tint over the whole row, by 状态."""
        status = xl_col_to_name(self._table.position("status"))
        for words, look in _ROWS:
            tests = ",".join(f'${status}2="{word}"' for word in words)
            self._rule(f"=OR({tests})" if len(words) > 1 else f"={tests}", look, *self._rows())

    def words(self, field: str, looks: dict[str, dict[str, Any]]) -> None:
        """A colour for each word in one column."""
        name = xl_col_to_name(self._table.position(field))
        for word, look in looks.items():
            self._rule(f'=${name}2="{word}"', look, self._column(field))

    def compare(self, field: str, sign: str, bound: int) -> None:
        """Red figures on the wrong side of ``bound``."""
        look = self._styles.mark(font_color="#C00000", bold=True)
        if sign == ">":
            self._above(field, bound, look)
            return
        options = {"type": "cell", "criteria": sign, "value": bound, "format": look}
        self._sheet.conditional_format(self._column(field), options)

    def _above(self, field: str, bound: int, look: Format) -> None:
        """Numbers only: a text counts as greater than every number."""
        name = xl_col_to_name(self._table.position(field))
        criteria = f"=AND(ISNUMBER(${name}2),${name}2>{bound})"
        options = {"type": "formula", "criteria": criteria, "format": look}
        self._sheet.conditional_format(self._column(field), options)

    def duplicates(self, field: str) -> None:
        """Orange where a key stands twice."""
        options = {"type": "duplicate", "format": self._styles.mark(**ORANGE)}
        self._sheet.conditional_format(self._column(field), options)

    def _rule(self, criteria: str, look: dict[str, Any], *ranges: str) -> None:
        options = {
            "type": "formula",
            "criteria": criteria,
            "format": self._styles.mark(**look),
            "stop_if_true": True,
        }
        if len(ranges) > 1:
            options["multi_range"] = " ".join(ranges)
        self._sheet.conditional_format(ranges[0], options)

    def _rows(self) -> tuple[str, ...]:
        """All columns but 状态, which has colours of its own."""
        status = self._table.position("status")
        last = len(self._table.columns) - 1
        parts = ((0, status - 1), (status + 1, last))
        return tuple(xl_range(1, first, LAST_ROW, end) for first, end in parts if first <= end)

    def _column(self, field: str) -> str:
        position = self._table.position(field)
        return str(xl_range(1, position, LAST_ROW, position))
