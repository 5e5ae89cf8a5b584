"""The charts on 首页 and 走势 over tables that keep their place: native ones, as live as cells."""

from collections.abc import Mapping
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart

from jxc_xl.domain.tables import analysis
from jxc_xl.domain.tables.columns import Table
from jxc_xl.domain.tables.trend import TREND
from jxc_xl.workbook import styles

_BLUE, _AMBER, _GREEN, _TEAL = "#2E75B6", "#E0A030", "#5FA04E", "#3A9188"
_GREY = "#C9CED6"
_GRID = "#E6E9EE"
_AXIS = "#BFC6D0"
_FONT: Mapping[str, Any] = {"name": styles.FONT, "size": 8, "color": "#595959"}
_TITLE: Mapping[str, Any] = {"name": styles.FONT, "size": 10, "bold": True, "color": styles.NAVY}


def trade_chart(workbook: Workbook) -> Chart:
    """销售额 and 采购额 of each month side by side, 毛利 as a line over them."""
    chart = workbook.add_chart({"type": "column"})
    chart.add_series(_series(analysis.MONTHLY, "month", "revenue", _BLUE) | {"gap": 60})
    chart.add_series(_series(analysis.MONTHLY, "month", "purchases", _AMBER))
    line = workbook.add_chart({"type": "line"})
    margin = _series(analysis.MONTHLY, "month", "margin", _GREEN)
    line.add_series(margin | {"line": {"color": _GREEN, "width": 2.25}})
    chart.combine(line)
    return _dressed(chart, "每月销售、采购和毛利", legend=True)


def stock_chart(workbook: Workbook) -> Chart:
    """What the stock was worth at the end of each month."""
    chart = workbook.add_chart({"type": "column"})
    chart.add_series(_series(analysis.MONTHLY, "month", "stock_value", _TEAL) | {"gap": 45})
    _dressed(chart, "月末库存金额")
    chart.set_x_axis(_axis(lines=False) | {"interval_unit": 2})
    return chart


def curve_chart(workbook: Workbook) -> Chart:
    """How much of all sales the first tenth, fifth … of the items make."""
    chart = workbook.add_chart({"type": "line"})
    curve = _series(analysis.ABC_CURVE, "item_share", "value_share", _BLUE)
    marker = {"type": "circle", "size": 5, "fill": {"color": _BLUE}, "border": {"none": True}}
    chart.add_series(curve | {"line": {"color": _BLUE, "width": 2.25}, "marker": marker})
    _dressed(chart, "ABC 曲线：前几成商品占多少金额")
    chart.set_y_axis(_axis() | {"min": 0, "max": 1, "major_unit": 0.2, "num_format": "0%"})
    chart.set_x_axis(_axis(lines=False) | {"num_format": "0%"})
    return chart


def best_chart(workbook: Workbook) -> Chart:
    """What the best ten brought in thirty days, the best one on top."""
    return _bars(workbook, analysis.TOP_ITEMS, "revenue", _BLUE, "畅销前十（近 30 天销售额）")


def slow_chart(workbook: Workbook) -> Chart:
    """How much money lies in the slowest ten, the slowest one on top."""
    return _bars(workbook, analysis.SLOW_ITEMS, "value", _AMBER, "滞销前十（压着的库存金额）")


def trend_chart(workbook: Workbook) -> Chart:
    """What an item sold week by week, without promotions too, and what is expected of it."""
    chart = workbook.add_chart({"type": "line"})
    looks = {
        "sold": (_GREY, 3.0),
        "base": (_BLUE, 1.5),
        "fitted": (_GREEN, 1.0),
        "expected": (_AMBER, 3.0),
    }
    for field, (colour, width) in looks.items():
        line = {"color": colour, "width": width}
        if field == "fitted":
            line["dash_type"] = "dash"
        chart.add_series(_series(TREND, "week", field, colour) | {"line": line})
    _dressed(chart, "每周销量与预测", legend=True)
    chart.set_x_axis(_axis(lines=False) | {"num_format": "yyyy-mm-dd", "interval_unit": 4})
    return chart


def _bars(workbook: Workbook, table: Table, field: str, colour: str, title: str) -> Chart:
    chart = workbook.add_chart({"type": "bar"})
    labels = {"value": True, "num_format": "#,##0;-#,##0;", "font": dict(_FONT)}
    series = _series(table, "name", field, colour)
    chart.add_series(series | {"gap": 35, "data_labels": labels})
    _dressed(chart, title)
    chart.set_y_axis(_axis(lines=False) | {"reverse": True, "interval_unit": 1})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    return chart


def _series(table: Table, over: str, field: str, colour: str) -> dict[str, Any]:
    """One series; it is called what its column is called."""
    return {
        "name": [table.sheet, table.top, table.left + table.position(field)],
        "categories": _cells(table, over),
        "values": _cells(table, field),
        "fill": {"color": colour},
    }


def _cells(table: Table, field: str) -> list[str | int]:
    column = table.left + table.position(field)
    return [table.sheet, table.top + 1, column, table.top + table.room, column]


def _dressed(chart: Chart, title: str, *, legend: bool = False) -> Chart:
    chart.set_title({"name": title, "name_font": dict(_TITLE), "overlay": False})
    place = {"position": "top", "font": dict(_FONT)} if legend else {"none": True}
    chart.set_legend(place)
    chart.set_y_axis(_axis() | {"num_format": "#,##0"})
    chart.set_x_axis(_axis(lines=False))
    chart.set_chartarea({"border": {"color": _GRID}, "fill": {"color": styles.WHITE}})
    chart.set_plotarea({"fill": {"none": True}})
    chart.show_blanks_as("gap")
    return chart


def _axis(*, lines: bool = True) -> dict[str, Any]:
    grid = {"visible": lines, "line": {"color": _GRID, "width": 0.75}}
    return {
        "num_font": dict(_FONT),
        "line": {"color": _AXIS},
        "major_gridlines": grid,
        "major_tick_mark": "none",
        "minor_tick_mark": "none",
    }
