"""Write the stocktake workbook: for clerks with a keyboard, and for clerks with a pencil."""

import re
import warnings
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_range
from xlsxwriter.worksheet import Worksheet

from jxc_xl.domain.numbers import QUANTITY
from jxc_xl.domain.stocktaking import Line
from jxc_xl.domain.tables.columns import Cell, Column
from jxc_xl.domain.tables.stocktake import FOOT, HEAD, STOCKTAKE, Method, Moment
from jxc_xl.workbook import styles
from jxc_xl.workbook.barcodes import PIXELS_A_MODULE, PIXELS_HIGH, barcode
from jxc_xl.workbook.sheets import PROTECTION, set_up_page
from jxc_xl.workbook.styles import FONT, SIZE, Styles

EMPTY_LINES = 12
"""For goods that are found and are not on the list."""

_TYPED = ("counted", "recounted", "counter", "reason", "note")
_HINT = (
    "空着 = 没有盘；0 = 一件也没有了；可以写 3箱5瓶。表上没有的货写在最后的空行，编码栏可以扫条码。"
)
_TITLE, _FIRST_HEAD, _SECOND_HEAD, _HINTS, _HEADERS, _LINES = range(6)
_PLACES = {
    "number": (_FIRST_HEAD, "item"),
    "date": (_FIRST_HEAD, "name"),
    "moment": (_FIRST_HEAD, "position"),
    "method": (_FIRST_HEAD, "counted"),
    "warehouse": (_SECOND_HEAD, "item"),
    "fingerprint": (_SECOND_HEAD, "name"),
}
"""Row and column of each label of the head; its value stands to the right."""

_SIGNED = {"counter": "name", "observer": "position", "checker": "counted", "signed": "counter"}
"""The column of each label of the foot."""

_ROW_PIXELS, _BARCODE_ROW_PIXELS, _BARS_PIXELS = 24, 54, 32
_BARCODE_WIDTH = 30.0
_PIXELS_A_CHARACTER = 7
_MODULE_PIXELS = 1.25
_BAD_IN_NAMES = re.compile(r"[\[\]:*?/\\]+")
_LONGEST_NAME = 31
_GREY_LINE = "#A6A6A6"


class Head(NamedTuple):
    """What stands above the lines of every sheet."""

    company: str
    number: str
    day: date
    moment: Moment
    method: Method
    fingerprint: str


class Sheet(NamedTuple):
    """The lines of a warehouse, which is named."""

    warehouse: str
    lines: Sequence[Line]


def write_stocktake(
    target: BytesIO, head: Head, sheets: Sequence[Sheet], *, barcodes: bool = False
) -> list[str]:
    """Write the workbook; the codes of which ``barcodes`` can draw no picture.

    The same input gives the same bytes.  A sheet is protected without a password: head and headers
    are not to be typed over, while lines can be filled in, sorted and filtered.
    """
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": {"font_name": FONT, "font_size": SIZE},
    }
    workbook = Workbook(target, options)
    undrawn: list[str] = []
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        title = STOCKTAKE.sheet
        created = datetime(*head.day.timetuple()[:3])
        workbook.set_properties({"title": f"{title} {head.number}", "created": created})
        styles_ = Styles(workbook)
        names = _sheet_names([sheet.warehouse for sheet in sheets])
        for name, sheet in zip(names, sheets, strict=True):
            page = _Page(workbook.add_worksheet(name), styles_, head, barcodes=barcodes)
            page.write(sheet)
            undrawn += page.undrawn
        workbook.close()
    return list(dict.fromkeys(undrawn))


def _sheet_names(warehouses: Sequence[str]) -> list[str]:
    """Names that a workbook allows, each once."""
    names: list[str] = []
    for warehouse in warehouses:
        stem = _BAD_IN_NAMES.sub(" ", warehouse).strip("' ") or STOCKTAKE.sheet
        name, number = stem[:_LONGEST_NAME], 1
        while name.casefold() in {"history", *(taken.casefold() for taken in names)}:
            number += 1
            name = f"{stem[: _LONGEST_NAME - 4]} {number}"
        names.append(name)
    return names


class _Page:
    """One sheet.  ``undrawn`` are the codes without a picture."""

    def __init__(self, sheet: Worksheet, styles_: Styles, head: Head, *, barcodes: bool) -> None:
        self.sheet, self.styles, self.head, self.barcodes = sheet, styles_, head, barcodes
        self.undrawn: list[str] = []
        blind = head.method is Method.BLIND
        self.columns = [c for c in STOCKTAKE.columns if not (blind and c.field == "book")]
        self.place = {column.field: place for place, column in enumerate(self.columns)}

    def write(self, sheet: Sheet) -> None:
        """Fill the sheet with all there is to it."""
        count = len(sheet.lines)
        self._set_up()
        self._write_head(sheet.warehouse)
        self._write_lines(sheet.lines)
        self._write_empty_lines(_LINES + count)
        if self.barcodes:
            self._draw_barcodes(sheet.lines)
        self._help_typing(count)
        last = _LINES + count + EMPTY_LINES - 1
        self.sheet.autofilter(_HEADERS, 0, last, len(self.columns) - 1)
        self._write_foot(last + 2)
        self.sheet.print_area(0, 0, last + 2, len(self.columns) - 1)
        self.sheet.protect("", PROTECTION)

    def _set_up(self) -> None:
        sheet, font = self.sheet, f'&"{FONT},Regular"&9'
        set_up_page(sheet, "", "", 1)
        sheet.set_header("")
        sheet.set_margins(left=0.4, right=0.4, top=0.45, bottom=0.6)
        sheet.set_footer(
            f"&L{font}{self.head.number}&C{font}第 &P 页 共 &N 页&R{font}本页签字：____________",
            {"margin": 0.3},
        )
        sheet.repeat_rows(_TITLE, _HEADERS)
        sheet.freeze_panes(_LINES, self.place["name"] + 1)
        sheet.hide_gridlines(2)
        sheet.set_default_row(_points(_BARCODE_ROW_PIXELS if self.barcodes else _ROW_PIXELS))
        for place, column in enumerate(self.columns):
            wide = self.barcodes and column.field == "barcode"
            sheet.set_column(place, place, _BARCODE_WIDTH if wide else column.width)
        for row, points in ((_TITLE, 27), (_FIRST_HEAD, 19), (_SECOND_HEAD, 19), (_HINTS, 16)):
            sheet.set_row(row, points)
        sheet.set_row(_HEADERS, 30)

    def _write_head(self, warehouse: str) -> None:
        sheet, get = self.sheet, self.styles.get
        title = " ".join(part for part in (self.head.company, STOCKTAKE.sheet) if part)
        sheet.write_string(_TITLE, 0, title, get(bold=True, font_size=16))
        values = {**self.head._asdict(), "warehouse": warehouse, "date": self.head.day}
        for column in HEAD:
            row, field = _PLACES[column.field]
            self._label(row, field, column)
            look = get(bold=True, align="left", num_format=styles.NUMBER_FORMATS[column.cell])
            value = values[column.field]
            if column.cell is Cell.DATE:
                sheet.write_datetime(row, self.place[field] + 1, value, look)
            else:
                sheet.write_string(row, self.place[field] + 1, str(value), look)
        sheet.write_string(_HINTS, 0, _HINT, get(font_color=styles.FAINT, font_size=9))
        for place, column in enumerate(self.columns):
            look = get(
                bold=True, bg_color="#DCE6F1", border=1, border_color=_GREY_LINE, text_wrap=True,
                align="center",
            )  # fmt: skip
            sheet.write_string(_HEADERS, place, column.header, look)

    def _label(self, row: int, field: str, column: Column) -> None:
        look = self.styles.get(align="right", font_color=styles.FAINT)
        self.sheet.write_string(row, self.place[field], column.header, look)

    def _look(self, column: Column, *, typed: bool) -> Format:
        wanted: dict[str, Any] = {
            "align": "center" if column.cell is Cell.INTEGER else styles.alignment(column),
            "num_format": styles.NUMBER_FORMATS[column.cell],
            "border": 1,
            "border_color": _GREY_LINE,
            "locked": False,
        }
        if wanted["align"] != "center":
            wanted["indent"] = 1
        if typed:
            wanted["bg_color"] = styles.INPUT
        if column.field in ("name", "spec", "note"):
            wanted["text_wrap"] = True
        if self.barcodes and column.field == "barcode":
            wanted |= {"valign": "bottom", "align": "center", "font_size": 8, "indent": 0}
        return self.styles.get(**wanted)

    def _write_lines(self, lines: Sequence[Line]) -> None:
        """One call a cell: this is where the time goes."""
        looks = [self._look(c, typed=c.field in _TYPED) for c in self.columns]
        string, number = self.sheet.write_string, self.sheet.write_number
        blank = self.sheet.write_blank
        fields = [column.field for column in self.columns]
        for row, line in enumerate(lines, _LINES):
            values = _values(line)
            values["position_number"] = row - _LINES + 1
            for place, field in enumerate(fields):
                value = values.get(field)
                if not value and value != 0:
                    blank(row, place, None, looks[place])
                elif isinstance(value, str):
                    string(row, place, value, looks[place])
                else:
                    number(row, place, value, looks[place])

    def _write_empty_lines(self, first: int) -> None:
        for place, column in enumerate(self.columns):
            look = self._look(column, typed=not column.filled)
            for row in range(first, first + EMPTY_LINES):
                self.sheet.write_blank(row, place, None, look)

    def _write_foot(self, row: int) -> None:
        line = {"bottom": 1, "locked": False}
        self.sheet.set_row(row, 24)
        for column in FOOT:
            field = _SIGNED[column.field]
            self._label(row, field, column)
            look = self.styles.get(num_format=styles.NUMBER_FORMATS[column.cell], **line)
            self.sheet.write_blank(row, self.place[field] + 1, None, look)

    def _help_typing(self, count: int) -> None:
        """A drop-down for the reason, no count below zero, and listed goods stay what they are."""
        last = _LINES + count + EMPTY_LINES - 1
        for column in self.columns:
            place = self.place[column.field]
            options: dict[str, Any] = {"validate": "any"}
            if column.field in ("counted", "recounted"):
                cell = f"{xl_col_to_name(place)}{_LINES + 1}"
                options = {
                    "validate": "custom",
                    "value": f"=OR(ISTEXT({cell}),{cell}>=0)",
                    "error_title": column.header,
                    "error_message": "数量不能是负数。没有了写 0，没有盘就空着。",
                }
            elif column.suggest:
                options = {"validate": "list", "source": [*column.suggest], "show_error": False}
            first = _LINES
            if column.field not in _TYPED and count:
                self._keep(place, count)
                first += count
            if column.tip:
                options |= {"input_title": column.header, "input_message": column.tip}
                self.sheet.data_validation(first, place, last, place, options)
        everything = xl_range(0, 0, last + 2, len(self.columns) - 1)
        self.sheet.ignore_errors({"number_stored_as_text": everything})

    def _keep(self, place: int, count: int) -> None:
        """Listed goods are not typed over; a locked cell would forbid sorting as well."""
        self.sheet.data_validation(
            _LINES, place, _LINES + count - 1, place,
            {
                "validate": "custom",
                "value": "=FALSE",
                "error_title": "这一格不用改",
                "error_message": "表上没有的货，写在最后的空行。",
            },
        )  # fmt: skip

    def _draw_barcodes(self, lines: Sequence[Line]) -> None:
        """A picture in each row, as wide as its code needs, as long as the column has room."""
        room = _BARCODE_WIDTH * _PIXELS_A_CHARACTER
        place = self.place["barcode"]
        for row, line in enumerate(lines, _LINES):
            text = line.item.barcode or line.item.code
            drawn = barcode(text)
            if drawn is None:
                self.undrawn.append(line.item.code)
                continue
            wide = min(drawn.modules * _MODULE_PIXELS, room)
            options = {
                "image_data": drawn.stream,
                "x_scale": wide / (drawn.modules * PIXELS_A_MODULE),
                "y_scale": _BARS_PIXELS / PIXELS_HIGH,
                "x_offset": (room - wide) / 2,
                "y_offset": 3,
                "object_position": 1,
                "description": text,
            }
            self.sheet.insert_image(row, place, f"{text}.png", options)


def _values(line: Line) -> dict[str, str | float]:
    """The cells of a line by field, as far as the program fills them in."""
    item = line.item
    return {
        "item": item.code,
        "barcode": item.barcode,
        "name": item.name,
        "spec": item.spec,
        "unit": item.unit,
        "position": item.details.get("position", ""),
        "batch": line.position.batch,
        "abc": line.abc,
        "book": line.position.quantity_e4 / QUANTITY,
    }


def _points(pixels: int) -> float:
    return pixels * 0.75
