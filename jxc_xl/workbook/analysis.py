"""Sheets of several small tables, each below its title: 经营分析 and 走势."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from string import ascii_uppercase
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_range
from xlsxwriter.worksheet import Worksheet

from jxc_xl.domain.tables import analysis
from jxc_xl.domain.tables.analysis import ANALYSIS_TABLES
from jxc_xl.domain.tables.columns import Cell, Column, Role, Table
from jxc_xl.domain.tables.trend import TREND, TREND_ITEM, TREND_TABLES
from jxc_xl.workbook import styles
from jxc_xl.workbook.cached import Content, Row, Value, number
from jxc_xl.workbook.charts import trend_chart
from jxc_xl.workbook.sheets import PROTECTION, set_up_page, text_company, write_value
from jxc_xl.workbook.styles import Styles
from jxc_xl.workbook.writer import RepeatingSheet

_GAP = 2.5
_ROW_PIXELS = 23
_ROOM_TO_GROW = 60
"""Rows that look like a table's before it has grown into them."""

_EXPLAINED = "不含税，销售额 − 销售成本 = 毛利。点「重算」刷新；滞销 = 销售成本 ÷ 库存金额最小的。"

_METRIC_FORMATS = {
    "毛利率": "0.0%",
    "销售单数": "#,##0",
    "周转率": '0.0" 次/年"',
    "可售天数": '#,##0" 天"',
}
_SHARE_CHANGE = "+0.0%;-0.0%;0.0%"
_POINT_CHANGE = '+0.0" 点";-0.0" 点";0.0" 点"'
_CHANGES = ("change", "year_change")

_STARTING: Content = {
    analysis.COMPARISON.name: [{"metric": metric} for metric in analysis.METRICS],
    analysis.TODO_LIST.name: [{"matter": matter} for matter in analysis.TODO],
    analysis.ABC_CURVE.name: [
        {"item_share": point / (analysis.CURVE - 1)} for point in range(analysis.CURVE)
    ],
}
"""What stands in the first column before anything was reckoned."""


def metric_format(metric: str) -> str:
    """The number format of a figure of the comparison: yuan unless it is something else."""
    return _METRIC_FORMATS.get(metric, styles.NUMBER_FORMATS[Cell.AMOUNT])


def change_format(metric: str) -> str:
    """The number format of its change: a share, or percentage points."""
    return _POINT_CHANGE if metric in analysis.RATES else _SHARE_CHANGE


def rows_of(content: Content, table: Table) -> Sequence[Row]:
    """The rows of one of these tables as they stand in a workbook with this content."""
    rows, starting = content.get(table.name, ()), _STARTING.get(table.name, ())
    rows = [*rows, *starting[len(rows) :]]
    return [*rows, *({} for _ in range(table.room - len(rows)))] or [{}]


def write_analysis(workbook: Workbook, styles_: Styles, content: Content) -> None:
    """Add 经营分析 with what the content has for each table."""
    _write_sheet(workbook, styles_, content, ANALYSIS_TABLES, _EXPLAINED)


def write_trend(workbook: Workbook, styles_: Styles, content: Content) -> None:
    """Add 走势; the chart lies between its two tables."""
    sheet = _write_sheet(workbook, styles_, content, TREND_TABLES, TREND.about)
    chart = trend_chart(workbook)
    top = TREND_ITEM.top + TREND_ITEM.room + 2
    chart.set_size({"width": 930, "height": (TREND.top - top - 2) * _ROW_PIXELS})
    sheet.insert_chart(top, 0, chart, {"object_position": 1})


def _write_sheet(
    workbook: Workbook, styles_: Styles, content: Content, tables: Sequence[Table], words: str
) -> Worksheet:
    name = tables[0].sheet
    sheet = workbook.add_worksheet(name, worksheet_class=RepeatingSheet)
    sheet.set_default_row(17.25)
    sheet.hide_gridlines(2)
    sheet.set_tab_color(styles.TAB[Role.RESULT])
    _set_widths(sheet, tables)
    sheet.set_row(0, 30)
    title = styles_.get(font_size=16, bold=True, font_color=styles.NAVY)
    sheet.write_string(0, 0, name, title)
    faint = styles_.get(font_size=9, font_color=styles.FAINT)
    sheet.write_string(1, 0, words, faint)
    for table in tables:
        _write_table(sheet, styles_, table, rows_of(content, table), content)
    set_up_page(sheet, name, text_company(content), 1)
    sheet.protect("", PROTECTION)
    return sheet


def curve_value(field: str, row: Row, content: Content) -> Value:
    """What the formulas of ``abc_curve`` come to."""
    found = (number(line.get("running_share")) for line in content.get("abc", ()))
    shares = sorted(share for share in found if share is not None)
    wanted = (number(row.get("item_share")) or Decimal(0)) * len(shares)
    items = int(wanted.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    if field == "items":
        return items
    return shares[max(1, items) - 1] if shares and row.get("item_share") else 0


def _set_widths(sheet: Worksheet, tables: Sequence[Table]) -> None:
    """Tables that stand below each other share their columns: the widest counts."""
    widths: dict[int, float] = {}
    for table in tables:
        for position, column in enumerate(table.columns, table.left):
            widths[position] = max(column.width, widths.get(position, 0))
    for position in range(max(widths) + 1):
        sheet.set_column(position, position, widths.get(position, _GAP))


def _write_table(
    sheet: Worksheet, styles_: Styles, table: Table, rows: Sequence[Row], content: Content
) -> None:
    head = styles_.get(bold=True, font_size=11, font_color=styles.NAVY)
    sheet.write_string(table.top - 1, table.left, table.title, head)
    right = table.left + len(table.columns) - 1
    columns = [
        {
            "header": column.header,
            "header_format": styles_.header(column, table.role),
            "formula": column.formula,
        }
        for column in table.columns
    ]
    options = {"name": table.name, "columns": columns, "style": "Table Style Light 1"}
    area = (table.top, table.left, table.top + len(rows), right)
    sheet.add_table(*area, {**options, "autofilter": False})
    for offset in range(table.room or _ROOM_TO_GROW):
        row = rows[offset] if offset < len(rows) else {}
        _write_row(sheet, styles_, table, table.top + 1 + offset, row, content)
    _colour(sheet, styles_, table)


def _write_row(
    sheet: Worksheet, styles_: Styles, table: Table, place: int, row: Row, content: Content
) -> None:
    for position, column in enumerate(table.columns, table.left):
        look = _look(styles_, table, column, row)
        if column.formula:
            value = curve_value(column.field, row, content)
            sheet.write_formula(place, position, column.formula, look, value)
        else:
            sheet.write_blank(place, position, None, look)
            write_value(sheet, place, position, row.get(column.field), look)


def _look(styles_: Styles, table: Table, column: Column, row: Row) -> Format:
    """The format of a cell: figures of the comparison are not all money."""
    side = styles.alignment(column)
    look: dict[str, Any] = {"align": side, "num_format": styles.number_format(column, table.role)}
    if side == "left":
        look["indent"] = 1
    if column.field in _CHANGES:
        look["num_format"] = change_format(str(row.get("metric", "")))
    elif table is analysis.COMPARISON and column.cell is Cell.AMOUNT:
        look["num_format"] = metric_format(str(row["metric"]))
    if column.field == "which":
        return styles_.get(font_color=styles.INK, indent=1)
    if table.room:  # lines in rows that a table may grow into would be printed
        look |= {"border": 1, "border_color": styles.LINE}
    return styles_.get(font_color=styles.INK, **look)


def _colour(sheet: Worksheet, styles_: Styles, table: Table) -> None:
    """Green where it grew, red where it fell; a text is neither."""
    for field in _CHANGES:
        if field in table.by_field:
            position = table.left + table.position(field)
            last = table.top + (table.room or _ROOM_TO_GROW)
            area = xl_range(table.top + 1, position, last, position)
            metrics = table.left if table is analysis.COMPARISON else None
            colour_change(sheet, styles_, area, metrics)


def colour_change(sheet: Worksheet, styles_: Styles, area: str, metrics: int | None = None) -> None:
    """Lay green over what grew in some cells and red over what fell.

    With the column in which figures are named, only where more is better.
    """
    first = area.partition(":")[0]
    judged = ""
    if metrics is not None:
        name = f"${xl_col_to_name(metrics)}{first.lstrip(ascii_uppercase)}"
        named = ",".join(f'{name}="{metric}"' for metric in analysis.MORE_IS_BETTER)
        judged = f",OR({named})"
    looks: Mapping[str, str] = {">": "#00703C", "<": "#C00000"}
    for sign, colour in looks.items():
        options = {
            "type": "formula",
            "criteria": f"=AND(ISNUMBER({first}),{first}{sign}0{judged})",
            "format": styles_.mark(font_color=colour),
        }
        sheet.conditional_format(area, options)
    nothing = {
        "type": "formula",
        "criteria": f'={first}="{analysis.NONE}"',
        "format": styles_.mark(font_color="#A6A6A6"),
    }
    sheet.conditional_format(area, nothing)
