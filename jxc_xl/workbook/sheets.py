"""One sheet with one table: formats, drop-downs, messages, print set-up."""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from jxc_xl.domain.tables.columns import Column, Role, Table
from jxc_xl.domain.tables.settings import ALL_SETTINGS, SETTINGS
from jxc_xl.workbook import styles
from jxc_xl.workbook.cached import Content, Lookups, Row, Value, setting_values
from jxc_xl.workbook.marks import LAST_ROW, mark_table
from jxc_xl.workbook.styles import Styles
from jxc_xl.workbook.writer import RepeatingSheet

EMPTY_ROWS = {Role.ENTRY: 200, Role.MASTER: 100, Role.RESULT: 0, Role.SETTINGS: 0}
"""Empty rows below the last one that is used; every table has at least one row."""

UNPOSTED = ("", "草稿", "有误", "重复")
"""The 状态 words of rows that still hold formulas; in all others history stands in values."""

PROTECTION = {
    "sort": True,
    "autofilter": True,
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
}

_A4 = 9
_CHARACTERS_A_PAGE = 255
"""How many characters of 10 points, reduced to not quite 60 %, stand across a landscape A4 page."""


def write_table(workbook: Workbook, styles_: Styles, table: Table, content: Content) -> Worksheet:
    """Add the sheet of ``table`` with the content's rows and the empty ones below them."""
    sheet = workbook.add_worksheet(table.sheet, worksheet_class=RepeatingSheet)
    rows = _setting_rows(content) if table.role is Role.SETTINGS else content.get(table.name, ())
    count = max(1, len(rows) + EMPTY_ROWS[table.role])
    _format_columns(sheet, styles_, table)
    _add_table(sheet, styles_, table, count)
    _write_rows(sheet, styles_, table, rows, count, Lookups(content))
    if table.role is Role.SETTINGS:
        _dress_settings(sheet, styles_, content)
    elif table.role is not Role.RESULT:
        for position, column in enumerate(table.columns):
            _help_typing(sheet, position, column)
    mark_table(sheet, styles_, table)
    _arrange(sheet, table)
    set_up_page(sheet, table.sheet, text_company(content), _pages_wide(table))
    if _pages_wide(table) > 1:
        sheet.repeat_columns(0, table.position(table.frozen))
    if table.role is Role.RESULT:
        sheet.protect("", PROTECTION)
    return sheet


def write_value(
    sheet: Worksheet, row: int, column: int, value: Value, look: Format | None = None
) -> None:
    """Write one value; a text stays text whatever it starts with.

    Without ``look`` the cell has its column's format.
    """
    if value is None or value == "":
        return
    if isinstance(value, str):
        sheet.write_string(row, column, value, look)
    elif isinstance(value, bool):
        raise TypeError("a cell holds no truth values; write 是 or 否")
    elif isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime(*value.timetuple()[:3])
        sheet.write_datetime(row, column, moment, look)
    else:
        sheet.write_number(row, column, float(value), look)


def text_company(content: Content) -> str:
    """The shop's name, as 设置 has it."""
    return str(setting_values(content)["公司名称"] or "")


def set_up_page(sheet: Worksheet, title: str, company: str, pages_wide: int) -> None:
    """A4 landscape with the company and the sheet's name on top, page numbers below."""
    font = f'&"{styles.FONT},Regular"'
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.6)
    sheet.set_header(
        f"&L{font}&10{company.replace('&', '&&')}&C{font}&14&B{title}&R{font}&9&D", {"margin": 0.35}
    )
    sheet.set_footer(f"&C{font}&9第 &P 页 共 &N 页", {"margin": 0.3})
    sheet.fit_to_pages(pages_wide, 0)
    sheet.center_horizontally()


def _setting_rows(content: Content) -> list[Row]:
    values = setting_values(content)
    known: list[Row] = [
        {"key": setting.key, "value": values.pop(setting.key), "meaning": setting.meaning}
        for setting in ALL_SETTINGS
    ]
    return known + [{"key": key, "value": value, "meaning": ""} for key, value in values.items()]


def _format_columns(sheet: Worksheet, styles_: Styles, table: Table) -> None:
    sheet.set_default_row(17.25)
    sheet.hide_gridlines(2)
    sheet.outline_settings(True, False, False, False)
    columns = table.columns
    for position, column in enumerate(columns):
        options: dict[str, bool | int] = {}
        if column.technical:
            options = {"hidden": True}
        elif column.hidden:
            options = {"hidden": True, "level": 1}
        elif position + 1 < len(columns) and columns[position + 1].hidden:
            options = {"collapsed": not columns[position + 1].technical}
        body = styles_.body(column, table.role)
        sheet.set_column(position, position, column.width, body, options)


def _add_table(sheet: Worksheet, styles_: Styles, table: Table, count: int) -> None:
    columns = [
        {
            "header": column.header,
            "header_format": styles_.header(column, table.role),
            "formula": column.formula,
        }
        for column in table.columns
    ]
    sheet.set_row(0, 24)
    sheet.add_table(
        0,
        0,
        count,
        len(columns) - 1,
        {"name": table.name, "columns": columns, "style": "Table Style Light 1"},
    )


def _write_rows(
    sheet: Worksheet,
    styles_: Styles,
    table: Table,
    rows: Sequence[Row],
    count: int,
    lookups: Lookups,
) -> None:
    """Write the rows; a formula stays where its column has no value and the row is not posted."""
    formulas = [(i, c) for i, c in enumerate(table.columns) if c.formula]
    positions = {column.field: i for i, column in enumerate(table.columns)}
    for index, row in enumerate(rows, start=1):
        for field, value in row.items():
            write_value(sheet, index, positions[field], value)
        posted = str(row.get("status") or "") not in UNPOSTED
        for position, column in formulas:
            if row.get(column.field) is not None:
                continue
            value = lookups.value(column.field, row)
            if posted:
                kept = None if column.field == "available" or value == "" else value
                sheet.write_blank(index, position, None, styles_.body(column, table.role))
                write_value(sheet, index, position, kept)
            else:
                shown = float(value) if isinstance(value, Decimal) else value
                sheet.write_formula(index, position, column.formula, None, shown)
    for index in range(len(rows) + 1, count + 1):
        for position, column in formulas:
            sheet.write_formula(index, position, column.formula, None, "")


def _help_typing(sheet: Worksheet, position: int, column: Column) -> None:
    """A drop-down and an input message over the whole column; nothing typed is ever blocked."""
    options: dict[str, object] = {"validate": "any", "ignore_blank": True}
    words = column.choices or column.suggest
    if column.source:
        options |= {"validate": "list", "source": f"={column.source}", "show_error": False}
    elif words:
        options |= {"validate": "list", "source": list(words), "show_error": False}
    if column.choices and column.field != "kind":
        options |= {
            "show_error": True,
            "error_type": "information",
            "error_title": column.header,
            "error_message": f"一般写：{'、'.join(column.choices)}，或者空着。",
        }
    if column.tip:
        required = "（必填）" if column.required else ""
        options |= {"input_title": f"{column.header}{required}", "input_message": column.tip}
    if column.tip or column.source or words:
        sheet.data_validation(xl_range(1, position, LAST_ROW, position), options)


def _dress_settings(sheet: Worksheet, styles_: Styles, content: Content) -> None:
    """Each value in the format of its kind; where a setting is a choice it is one.

    Here, unlike in the entry sheets, a wrong word is not let in: it would do harm everywhere.
    """
    values = setting_values(content)
    for row, setting in enumerate(ALL_SETTINGS, start=1):
        column = replace(SETTINGS.by_field["value"], cell=setting.cell)
        look = styles_.body(column, Role.SETTINGS, align="left")
        sheet.write_blank(row, 1, None, look)
        write_value(sheet, row, 1, values[setting.key], look)
        options: dict[str, object] = {}
        if setting.choices:
            options = {
                "validate": "list",
                "source": list(setting.choices),
                "error_title": setting.key,
                "error_message": f"请选：{'、'.join(setting.choices)}。",
            }
        elif setting.source:
            options = {"validate": "list", "source": f"={setting.source}", "show_error": False}
        if options:
            sheet.data_validation(row, 1, row, 1, options)


def _arrange(sheet: Worksheet, table: Table) -> None:
    sheet.set_tab_color(styles.TAB[table.role])
    sheet.freeze_panes(1, table.position(table.frozen) + 1)
    sheet.repeat_rows(0)
    everything = xl_range(0, 0, LAST_ROW, len(table.columns) - 1)
    sheet.ignore_errors(
        {
            "number_stored_as_text": everything,
            "calculated_column": everything,
            "formula_differs": everything,
            "formula_unlocked": everything,
            "list_data_validation": everything,
            "two_digit_text_year": everything,
        }
    )


def _pages_wide(table: Table) -> int:
    """How many pages beside each other keep the print readable; the frozen columns repeat."""
    shown = [column.width for column in table.columns if not column.hidden]
    frozen = sum(shown[: table.position(table.frozen) + 1])
    return max(1, math.ceil((sum(shown) - frozen) / (_CHARACTERS_A_PAGE - frozen)))
