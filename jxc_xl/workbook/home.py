"""The sheet 首页: today, what to do, how the month goes, in figures and charts.

One screen and one A4 page.  The figures are formulas, so they are right without the program; what
they compare and draw stands on 经营分析.
"""

from datetime import date
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from jxc_xl.buttons import BUTTONS, TITLE
from jxc_xl.domain.tables import ALL_TABLES, formulas
from jxc_xl.i18n import translate
from jxc_xl.workbook import charts, figures, marks, styles
from jxc_xl.workbook.analysis import change_format, colour_change, metric_format
from jxc_xl.workbook.cached import Content, Value
from jxc_xl.workbook.figures import CARDS, TASKS, Figure
from jxc_xl.workbook.sheets import set_up_page, text_company
from jxc_xl.workbook.styles import Styles
from jxc_xl.workbook.technical import REFRESHED

SHEET: Final = "首页"
_ABOUT = {table.sheet: table.about for table in ALL_TABLES}

_WIDTH, _NARROW = 12.0, 1.5
_GAPS = (8, 13)
_FIRST, _LAST = 1, 17
_TODO, _COMPARED, _PLACES = (1, 7), (9, 12), (14, 17)
_CARDS_A_ROW = 5
_COLUMNS = tuple(column for column in range(_FIRST, _LAST + 1) if column not in _GAPS)
_PIXELS, _GAP_PIXELS = 89, 16
"""The widths of these columns."""

_LOW, _HIGH = 141.0, 165.0
"""The heights of the rows that charts cover, in points."""

_BUTTONS_A_ROW = 5

_LEGEND: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("表头", {"bg_color": styles.HEADER_REQUIRED, "font_color": styles.WHITE}, "必须填的列"),
    ("表头", {"bg_color": styles.HEADER_OPTIONAL, "font_color": styles.WHITE}, "可以不填的列"),
    ("表头", {"bg_color": styles.HEADER_PROGRAM, "font_color": styles.WHITE}, "自动填写的列"),
    ("", {"bg_color": styles.INPUT}, "在这里录入"),
    ("", {"bg_color": styles.PROGRAM}, "公式、程序填"),
    ("数量", marks.RED, "有误，请改"),
    ("已过账", marks.STATUS_CELLS["已过账"], "已经入账"),
    ("有误", marks.STATUS_CELLS["有误"], "没有入账"),
    ("草稿", marks.STATUS_CELLS["草稿"], "先放着"),
    ("已改动", marks.STATUS_CELLS["已改动"], "入账后又改过"),
    ("部分执行", marks.STATUS_CELLS["部分执行"], "订单没执行完"),
    ("已冲销", marks.STATUS_CELLS["已冲销"], "抵掉了，不算"),
)


def write_home(workbook: Workbook, styles_: Styles, content: Content, today: date) -> None:
    """Add the sheet; it must be the workbook's first."""
    sheet = workbook.add_worksheet(SHEET)
    sheet.hide_gridlines(2)
    sheet.hide_row_col_headers()
    sheet.set_zoom(85)
    sheet.set_tab_color(styles.NAVY)
    sheet.set_column(0, 0, _NARROW)
    sheet.set_column(_FIRST, _LAST, _WIDTH, styles_.get())
    for gap in _GAPS:
        sheet.set_column(gap, gap, _NARROW)
    page = _Page(sheet, styles_, content, today)
    page.title()
    page.cards()
    page.lists()
    page.charts(workbook)
    page.legend()
    page.buttons()
    set_up_page(sheet, SHEET, text_company(content), 1)
    sheet.fit_to_pages(1, 1)
    sheet.set_column(_LAST + 1, _LAST + 1, _NARROW / 2)  # what lies over the last edge prints too
    sheet.print_area(0, 0, page.row - 1, _LAST + 1)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.activate()
    sheet.set_first_sheet()


class _Page:
    """Writes the sheet from top to bottom."""

    def __init__(self, sheet: Worksheet, styles_: Styles, content: Content, today: date) -> None:
        self._sheet = sheet
        self._styles = styles_
        self._content = content
        self._today = today
        self.row = 0

    def title(self) -> None:
        self._space(6)
        band = {"bg_color": styles.NAVY, "font_color": styles.WHITE}
        name = self._styles.get(**band, font_size=18, bold=True, indent=1)
        self._sheet.set_row(self.row, 34)
        self._merge(_FIRST, 11, name)
        company = f'=IFERROR({formulas.setting("公司名称")},"")'
        self._sheet.write_formula(self.row, _FIRST, company, name, text_company(self._content))
        day = self._styles.get(
            **band,
            font_size=12,
            align="right",
            indent=1,
            num_format='[$-804]yyyy"年"m"月"d"日"  dddd',
        )
        self._merge(12, _LAST, day)
        serial = (self._today - date(1899, 12, 30)).days
        self._sheet.write_formula(self.row, 12, "=TODAY()", day, serial)
        self.row += 1
        self._refreshed()

    def _refreshed(self) -> None:
        small = self._styles.get(font_size=9, font_color=styles.FAINT, indent=1)
        right = self._styles.get(font_size=9, font_color=styles.FAINT, align="right", indent=1)
        self._sheet.set_row(self.row, 17)
        self._merge(_FIRST, 10, small)
        self._sheet.write_string(
            self.row,
            _FIRST,
            "销售额、采购额不含税。今天的数字随过账自动变，其余的点「重算」；点名称跳到那张表。",
            small,
        )
        self._merge(11, _LAST, right)
        never = "还没有过账。"
        formula = f'=IF({REFRESHED}="","{never}","库存更新于 "&TEXT({REFRESHED},"yyyy-mm-dd"))'
        self._sheet.write_formula(self.row, 11, formula, right, never)
        self.row += 1

    def cards(self) -> None:
        wide = len(_COLUMNS) // _CARDS_A_ROW
        for start in range(0, len(CARDS), _CARDS_A_ROW):
            self._sheet.set_row(self.row, 17)
            self._sheet.set_row(self.row + 1, 27)
            for place, figure in enumerate(CARDS[start : start + _CARDS_A_ROW]):
                own = _COLUMNS[place * wide : (place + 1) * wide]
                self._card(own[0], own[-1], figure)
            self.row += 2
            self._space(5)

    def _card(self, left: int, right: int, figure: Figure) -> None:
        edge = {"bg_color": "#EDF2F8", "left": 5, "left_color": styles.WHITE}
        label = self._styles.get(**edge, font_color="#44546A", indent=1, underline=0)
        shown = self._styles.get(
            **edge,
            font_size=16,
            bold=True,
            align="left",
            indent=1,
            font_color=styles.NAVY,
            num_format=figure.look,
        )
        self._merge(left, right, label)
        self._link(left, figure.sheet, f"{figure.label} ›", label)
        self._sheet.merge_range(self.row + 1, left, self.row + 1, right, "", shown)
        self._figure(self.row + 1, left, figure, shown)
        if figure.alarm:
            self._alarm(self.row, left, self.row + 1, right, (self.row + 1, left))

    def _alarm(self, top: int, left: int, bottom: int, right: int, count: tuple[int, int]) -> None:
        """Red while the count is not zero."""
        cell = xl_rowcol_to_cell(*count, row_abs=True, col_abs=True)
        look = self._styles.mark(font_color="#C00000", bg_color="#FDECEA")
        options = {"type": "formula", "criteria": f"=N({cell})>0", "format": look}
        self._sheet.conditional_format(top, left, bottom, right, options)

    def lists(self) -> None:
        """Beside each other: what to do, how the month goes, who sells what where."""
        self._space(4)
        self._heading(*_TODO, "待办")
        self._headers(_COMPARED, ("本月对比", "本月", "比上月同期", "比去年同期"))
        self._headers(_PLACES, ("本月谁卖的", "销售额", "比上月同期", "比去年同期"))
        self.row += 1
        rows = zip(TASKS, figures.COMPARED, figures.PLACES, strict=True)
        for task, metric, (kind, rank) in rows:
            self._sheet.set_row(self.row, 18)
            self._task(task)
            self._comparison(metric)
            self._place(kind, rank)
            self.row += 1
        for column, metrics in (
            (_COMPARED[0] + 2, _COMPARED[0]),
            (_COMPARED[1], _COMPARED[0]),
            (_PLACES[0] + 2, None),
            (_PLACES[1], None),
        ):
            area = xl_range(self.row - len(TASKS), column, self.row - 1, column)
            colour_change(self._sheet, self._styles, area, metrics)
        self._space(6)

    def _task(self, task: figures.Task) -> None:
        left, right = _TODO
        line = {"bottom": 1, "bottom_color": styles.LINE}
        label = self._styles.get(**line, font_color=styles.NAVY, indent=1, underline=0)
        count = self._styles.get(**line, bold=True, align="center", num_format="#,##0")
        which = self._styles.get(**line, font_color=styles.INK, font_size=9)
        self._link(left, task.figure.sheet, f"{task.figure.label} ›", label)
        self._figure(self.row, left + 1, task.figure, count)
        self._merge(left + 2, right, which)
        self._figure(self.row, left + 2, task.which, which)
        self._alarm(self.row, left, self.row, left + 1, (self.row, left + 1))

    def _comparison(self, metric: str) -> None:
        left = _COMPARED[0]
        self._sheet.write_string(self.row, left, metric, self._cell(""))
        for offset, field in enumerate(figures.COMPARED_FIELDS, 1):
            look = metric_format(metric) if field == "now" else change_format(metric)
            figure = figures.compared(metric, field)
            self._figure(self.row, left + offset, figure, self._cell(look))

    def _place(self, kind: str, rank: int) -> None:
        left = _PLACES[0]
        looks = {"revenue": figures.MONEY, "name": ""}
        for offset, field in enumerate(figures.PLACE_FIELDS):
            look = self._cell(looks.get(field, change_format("")))
            self._figure(self.row, left + offset, figures.placed(kind, rank, field), look)

    def _cell(self, number_format: str) -> Format:
        """A cell of a list: a word at the left, or a figure at the right."""
        line = {"bottom": 1, "bottom_color": styles.LINE, "font_color": styles.INK}
        if not number_format:
            return self._styles.get(**line, indent=1, shrink=True)
        return self._styles.get(**line, align="right", num_format=number_format)

    def charts(self, workbook: Workbook) -> None:
        """Two rows of charts over the whole width."""
        upper = {
            _TODO: charts.trade_chart,
            _COMPARED: charts.stock_chart,
            _PLACES: charts.curve_chart,
        }
        lower = {_TODO: charts.best_chart, (_COMPARED[0], _LAST): charts.slow_chart}
        for points, row in ((_LOW, upper), (_HIGH, lower)):
            self._sheet.set_row(self.row, points)
            for (left, right), make in row.items():
                self._chart(make(workbook), left, right, points)
            self.row += 1
            self._space(5)

    def _chart(self, chart: Chart, left: int, right: int, points: float) -> None:
        """Lay a chart over the row, from one column to the end of another.

        It ends where the next column begins: programs do not agree on how wide a column is.
        """
        gaps = sum(gap in range(left, right) for gap in _GAPS)
        width = (right - left + 1 - gaps) * _PIXELS + gaps * _GAP_PIXELS
        chart.set_size({"width": width, "height": int(points * 4 / 3)})
        self._sheet.insert_chart(self.row, left, chart, {"object_position": 1})

    def legend(self) -> None:
        self._heading(_FIRST, _LAST, "颜色是什么意思")
        self.row += 1
        a_row = len(_LEGEND) // 2
        for start in (0, a_row):
            self._sheet.set_row(self.row, 18)
            for place, (word, look, says) in enumerate(_LEGEND[start : start + a_row]):
                column, beside = _COLUMNS[2 * place : 2 * place + 2]
                swatch = self._styles.get(
                    **look, align="center", border=1, border_color=styles.LINE
                )
                self._sheet.write_string(self.row, column, word, swatch)
                self._sheet.write_string(self.row, beside, says, self._styles.get(indent=1))
            self.row += 1
        self._space(4)

    def buttons(self) -> None:
        keys = "，".join(
            f"{button.label_in('zh')} Ctrl+Alt+{button.shortcut}"
            for button in BUTTONS
            if button.shortcut
        )
        where = (
            f"按钮（「{translate(TITLE, 'zh')}」选项卡或工具栏；{keys}；没有按钮的地方看「说明」）"
        )
        self._heading(_FIRST, _LAST, where)
        self.row += 1
        name = self._styles.get(bold=True, font_color=styles.NAVY, font_size=9, indent=1)
        tip = self._styles.get(font_size=9, shrink=True)
        wide = len(_COLUMNS) // _BUTTONS_A_ROW
        for start in range(0, len(BUTTONS), _BUTTONS_A_ROW):
            self._sheet.set_row(self.row, 15.75)
            for place, button in enumerate(BUTTONS[start : start + _BUTTONS_A_ROW]):
                own = _COLUMNS[place * wide : (place + 1) * wide]
                self._sheet.write_string(self.row, own[0], button.label_in("zh"), name)
                self._merge(own[0] + 1, own[-1], tip, button.tip_in("zh"))
            self.row += 1

    def _figure(self, row: int, column: int, figure: Figure, look: Format) -> None:
        """Write a figure with the value it comes to, or words that are always the same."""
        value = figure.value(self._content, self._today)
        if figure.formula:
            self._sheet.write_formula(row, column, figure.formula, look, _stored(value))
        else:
            self._sheet.write_string(row, column, str(value), look)

    def _headers(self, place: tuple[int, int], words: tuple[str, ...]) -> None:
        """A heading whose other words stand over columns of figures."""
        left, right = place
        self._heading(left, right, "")
        for offset, word in enumerate(words):
            look = self._heading_look(size=9, align="right") if offset else self._heading_look()
            self._sheet.write_string(self.row, left + offset, word, look)

    def _heading(self, left: int, right: int, words: str) -> None:
        self._sheet.set_row(self.row, 20)
        if not words:
            return
        self._merge(left, right, self._heading_look(), words)

    def _heading_look(self, *, size: int = 11, align: str = "left") -> Format:
        return self._styles.get(
            bold=True,
            font_size=size,
            align=align,
            font_color=styles.NAVY,
            bottom=2,
            bottom_color=styles.NAVY,
        )

    def _merge(self, left: int, right: int, look: Format, words: str = "") -> None:
        self._sheet.merge_range(self.row, left, self.row, right, words, look)

    def _link(self, column: int, sheet: str, words: str, look: Format) -> None:
        target = f"internal:'{sheet}'!A1"
        self._sheet.write_url(self.row, column, target, look, words, _ABOUT.get(sheet))

    def _space(self, points: float) -> None:
        self._sheet.set_row(self.row, points)
        self.row += 1


def _stored(value: Value) -> str | float:
    return value if isinstance(value, str) else float(value or 0)  # type: ignore[arg-type]
