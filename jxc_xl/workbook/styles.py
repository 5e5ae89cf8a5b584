"""Colours, fonts and number formats of the master workbook."""

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from jxc_xl.domain.tables.columns import Cell, Column, Role

FONT = "微软雅黑"
SIZE = 10

INK = "#262626"
FAINT = "#7F7F7F"
LINE = "#DDDDD5"
INPUT = "#FFFBE3"
PROGRAM = "#F0F1F3"
WHITE = "#FFFFFF"
NAVY = "#1F3B5C"

HEADER_REQUIRED = "#1F4E79"
HEADER_OPTIONAL = "#6B8CAE"
HEADER_PROGRAM = "#8A9099"
HEADER_RESULT = "#4E8060"

TAB = {
    Role.ENTRY: "#2E75B6",
    Role.RESULT: "#5FA04E",
    Role.MASTER: "#E0A030",
    Role.SETTINGS: "#7F7F7F",
}
"""Tab colours: blue to type in, green to look at, amber for master data."""

NUMBER_FORMATS = {
    Cell.TEXT: "@",
    Cell.CODE: "@",
    Cell.CHOICE: "@",
    Cell.DATE: "yyyy-mm-dd",
    # "#,##0.####" would leave a dot behind 12.
    Cell.QUANTITY: "General",
    Cell.FACTOR: "General",
    Cell.PRICE: "#,##0.00####",
    Cell.AMOUNT: "#,##0.00",
    Cell.SHARE: "0.0##",
    # The two usual rates that are not whole percents; "0.##%" would leave a dot behind 13.
    Cell.RATE: "[=0.015]0.0%;[=0.005]0.0%;0%",
    Cell.DAYS: "0",
    Cell.INTEGER: "0",
    Cell.PERCENT: "0.0%",
    Cell.RATIO: "0.00",
}

_CENTRED = (Cell.DATE, Cell.CHOICE)
_CENTRED_FIELDS = (
    "unit",
    "sub_unit",
    "status",
    "abc",
    "xyz",
    "grade",
    "urgency",
    "alert",
    "batch_managed",
)
_LEFT = (Cell.TEXT, Cell.CODE)


def number_format(column: Column, role: Role) -> str:
    """The number format of a column's cells.

    Texts that the clerk types are ``@``, so that 007 and 1-2 stay what they are.  Where the
    program writes into an entry sheet it must not be: a formula typed into such a cell would
    stay text.
    """
    if column.cell is Cell.TEXT and column.filled and role is not Role.RESULT:
        return "General"
    return NUMBER_FORMATS[column.cell]


def alignment(column: Column) -> str:
    """Numbers right, texts left, short words and dates in the middle."""
    if column.cell in _CENTRED or column.field in _CENTRED_FIELDS:
        return "center"
    return "left" if column.cell in _LEFT else "right"


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def get(self, **properties: Any) -> Format:
        """A cell format in the workbook's font."""
        wanted = {"font_name": FONT, "font_size": SIZE, "valign": "vcenter", **properties}
        return self._format(wanted)

    def mark(self, **properties: Any) -> Format:
        """A format for a conditional format: only what it changes."""
        return self._format(properties)

    def header(self, column: Column, role: Role) -> Format:
        """The header cell of a column.

        Dark where something must stand, grey where nothing may; green over results.
        """
        fill = HEADER_RESULT if role is Role.RESULT else HEADER_OPTIONAL
        if column.filled:
            fill = HEADER_PROGRAM
        elif column.required:
            fill = HEADER_REQUIRED
        return self.get(
            bold=True,
            font_color=WHITE,
            bg_color=fill,
            border=1,
            border_color=WHITE,
            text_wrap=True,
            align="center",
        )

    def body(self, column: Column, role: Role, align: str = "") -> Format:
        """The cells under the header, in the whole column."""
        side = align or alignment(column)
        look: dict[str, Any] = {"align": side, "num_format": number_format(column, role)}
        if side == "left":
            look["indent"] = 1
        if role is not Role.RESULT:
            look["bg_color"] = PROGRAM if column.filled else INPUT
        return self.get(font_color=INK, border=1, border_color=LINE, **look)

    def _format(self, properties: dict[str, Any]) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(properties)
        return self._made[key]
