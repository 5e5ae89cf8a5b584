"""The sheet 首页: today's figures, what to do, what the colours mean, where everything is.

One screen and one A4 page.  The figures are formulas, so they are right without the program.
"""

from datetime import date
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from jxc_xl.buttons import BUTTONS, TITLE
from jxc_xl.domain.tables import ALL_TABLES, formulas
from jxc_xl.domain.tables.columns import Role
from jxc_xl.i18n import translate
from jxc_xl.workbook import marks, styles
from jxc_xl.workbook.cached import Content
from jxc_xl.workbook.figures import FIGURES, Figure
from jxc_xl.workbook.sheets import set_up_page, text_company
from jxc_xl.workbook.styles import Styles
from jxc_xl.workbook.technical import REFRESHED

SHEET: Final = "首页"
_ABOUT = {table.sheet: table.about for table in ALL_TABLES}
_FIRST, _LAST = 1, 15
_CARDS_A_ROW = 5
_CARD_WIDTH = 3

_STEPS = (
    ("登记资料", "登记「商品」「供应商」「客户」「仓库」；第一次用，在「出入库」录入期初库存。"),
    ("每天录入", "在「采购」「销售」「出入库」里一行一行填黄色格子；没写完的行选「草稿」。"),
    ("校验、过账", "点「过账」：没错的入账变绿，有错的变红，「提示」里写着怎么改。"),
    ("看结果", "「库存」写着现在有多少货、值多少钱；销售行里有成本和毛利。"),
    ("改错", "还没入账的直接改；已入账的改对后选中，点「更正」；整张不要的点「冲销」。"),
)
_STEPS_END = 8

_LEGEND: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("表头", {"bg_color": styles.HEADER_REQUIRED, "font_color": styles.WHITE}, "必须填的列"),
    ("表头", {"bg_color": styles.HEADER_OPTIONAL, "font_color": styles.WHITE}, "可以不填的列"),
    ("表头", {"bg_color": styles.HEADER_PROGRAM, "font_color": styles.WHITE}, "自动填写，不用管"),
    ("", {"bg_color": styles.INPUT}, "在这里录入"),
    ("", {"bg_color": styles.PROGRAM}, "公式或程序填写"),
    ("数量", marks.RED, "这一格有误，请改"),
    ("已过账", marks.STATUS_CELLS["已过账"], "已经入账"),
    ("有误", marks.STATUS_CELLS["有误"], "没有入账，看提示"),
    ("草稿", marks.STATUS_CELLS["草稿"], "先放着，不入账"),
    ("已改动", marks.STATUS_CELLS["已改动"], "入账后又被改过"),
    ("部分执行", marks.STATUS_CELLS["部分执行"], "订单完成了一部分"),
    ("已冲销", marks.STATUS_CELLS["已冲销"], "已抵掉，不算数"),
)


def write_home(workbook: Workbook, styles_: Styles, content: Content, today: date) -> None:
    """Add the sheet; it must be the workbook's first."""
    sheet = workbook.add_worksheet(SHEET)
    sheet.hide_gridlines(2)
    sheet.hide_row_col_headers()
    sheet.set_tab_color(styles.NAVY)
    sheet.set_column(0, 0, 1.5)
    sheet.set_column(_FIRST, _LAST, 11.6, styles_.get())
    page = _Page(sheet, styles_)
    page.title(content, today)
    page.cards(content, today)
    page.steps_and_legend()
    page.places()
    page.buttons()
    set_up_page(sheet, SHEET, text_company(content), 1)
    sheet.fit_to_pages(1, 1)
    sheet.print_area(0, 0, page.row, _LAST)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.activate()
    sheet.set_first_sheet()


class _Page:
    """Writes the sheet from top to bottom."""

    def __init__(self, sheet: Worksheet, styles_: Styles) -> None:
        self._sheet = sheet
        self._styles = styles_
        self.row = 0

    def title(self, content: Content, today: date) -> None:
        self._space(6)
        band = {"bg_color": styles.NAVY, "font_color": styles.WHITE}
        name = self._styles.get(**band, font_size=20, bold=True, indent=1)
        self._sheet.set_row(self.row, 38)
        self._merge(_FIRST, 10, name)
        company = f'=IFERROR({formulas.setting("公司名称")},"")'
        self._sheet.write_formula(self.row, _FIRST, company, name, text_company(content))
        day = self._styles.get(
            **band,
            font_size=12,
            align="right",
            indent=1,
            num_format='[$-804]yyyy"年"m"月"d"日"  dddd',
        )
        self._merge(11, _LAST, day)
        serial = (today - date(1899, 12, 30)).days
        self._sheet.write_formula(self.row, 11, "=TODAY()", day, serial)
        self.row += 1
        self._refreshed()
        self._space(6)

    def _refreshed(self) -> None:
        small = self._styles.get(font_size=9, font_color=styles.FAINT, indent=1)
        right = self._styles.get(font_size=9, font_color=styles.FAINT, align="right", indent=1)
        self._merge(_FIRST, 8, small)
        self._sheet.write_string(
            self.row,
            _FIRST,
            "今天的数字随录入和过账自动变化；点数字上面的名称，跳到那张表。",
            small,
        )
        self._merge(9, _LAST, right)
        never = "还没有过账。"
        formula = f'=IF({REFRESHED}="","{never}","库存更新于 "&TEXT({REFRESHED},"yyyy-mm-dd"))'
        self._sheet.write_formula(self.row, 9, formula, right, never)
        self.row += 1

    def cards(self, content: Content, today: date) -> None:
        for start in range(0, len(FIGURES), _CARDS_A_ROW):
            self._sheet.set_row(self.row, 18)
            self._sheet.set_row(self.row + 1, 30)
            for place, figure in enumerate(FIGURES[start : start + _CARDS_A_ROW]):
                left = _FIRST + place * _CARD_WIDTH
                self._card(left, figure, float(figure.value(content, today)))
            self.row += 2
            self._space(5)

    def _card(self, left: int, figure: Figure, value: float) -> None:
        right = left + _CARD_WIDTH - 1
        edge = {"bg_color": "#EDF2F8", "left": 5, "left_color": styles.WHITE}
        label = self._styles.get(**edge, font_color="#44546A", indent=1, underline=0)
        shown = self._styles.get(
            **edge,
            font_size=16,
            bold=True,
            align="left",
            indent=1,
            font_color=styles.NAVY,
            num_format="#,##0.00" if figure.money else "#,##0",
        )
        self._merge(left, right, label)
        self._link(left, figure.sheet, f"{figure.label} ›", label)
        self._sheet.merge_range(self.row + 1, left, self.row + 1, right, "", shown)
        self._sheet.write_formula(self.row + 1, left, figure.formula, shown, value)
        if figure.alarm:
            alarm = self._styles.mark(font_color="#C00000", bg_color="#FDECEA")
            cell = xl_rowcol_to_cell(self.row + 1, left, row_abs=True, col_abs=True)
            self._sheet.conditional_format(
                self.row,
                left,
                self.row + 1,
                right,
                {"type": "formula", "criteria": f"={cell}>0", "format": alarm},
            )

    def steps_and_legend(self) -> None:
        self._space(4)
        self._heading(_FIRST, _STEPS_END, "怎么做")
        self._heading(10, _LAST, "颜色是什么意思")
        self.row += 1
        top = self.row
        for index in range(len(_LEGEND) // 2):
            self._sheet.set_row(self.row, 20)
            self._legend(10, *_LEGEND[index])
            self._legend(13, *_LEGEND[index + len(_LEGEND) // 2])
            self.row += 1
        self._steps(top)

    def _steps(self, row: int) -> None:
        digit = self._styles.get(bold=True, font_size=12, font_color=styles.NAVY, align="center")
        name = self._styles.get(bold=True, font_color=styles.NAVY)
        for index, (title, what) in enumerate(_STEPS):
            self._sheet.write_number(row + index, _FIRST, index + 1, digit)
            self._sheet.write_string(row + index, _FIRST + 1, title, name)
            text = self._styles.get(font_color=styles.INK)
            self._sheet.merge_range(row + index, _FIRST + 2, row + index, _STEPS_END, what, text)
        more = self._styles.get(font_color=styles.NAVY, underline=0, font_size=9)
        self._sheet.write_url(
            row + len(_STEPS),
            _FIRST + 2,
            "internal:'说明'!A1",
            more,
            "详细的写法和办法在「说明」里 ›",
        )

    def _legend(self, column: int, word: str, look: dict[str, Any], says: str) -> None:
        swatch = self._styles.get(**look, align="center", border=1, border_color=styles.LINE)
        self._sheet.write_string(self.row, column, word, swatch)
        self._merge(column + 1, column + 2, self._styles.get(indent=1), says)

    def places(self) -> None:
        self._space(6)
        self._heading(_FIRST, _LAST, "去哪里")
        self.row += 1
        groups = (
            ("录入", Role.ENTRY, ()),
            ("查看", Role.RESULT, ()),
            ("资料", Role.MASTER, ("设置", "说明")),
        )
        for label, role, more in groups:
            sheets = dict.fromkeys(table.sheet for table in ALL_TABLES if table.role is role)
            self._sheet.set_row(self.row, 22)
            tab = {"font_color": styles.WHITE, "bg_color": styles.TAB[role], "align": "center"}
            self._sheet.write_string(self.row, _FIRST, label, self._styles.get(bold=True, **tab))
            link = self._styles.get(
                font_color=styles.NAVY,
                align="center",
                underline=0,
                bg_color="#F4F6F9",
                left=1,
                left_color=styles.WHITE,
                bottom=1,
                bottom_color=styles.WHITE,
            )
            for column, sheet in enumerate([*sheets, *more], start=_FIRST + 1):
                self._link(column, sheet, sheet, link)
            self.row += 1

    def buttons(self) -> None:
        self._space(6)
        keys = "，".join(
            f"{button.label_in('zh')} Ctrl+Alt+{button.shortcut}"
            for button in BUTTONS
            if button.shortcut
        )
        where = (
            f"按钮（在「{translate(TITLE, 'zh')}」选项卡或工具栏里；{keys}；没有按钮的地方，"
            "存盘关闭后运行右边的命令，例如 jxc post 工作簿.xlsx）"
        )
        self._heading(_FIRST, _LAST, where)
        self.row += 1
        name = self._styles.get(bold=True, font_color=styles.NAVY, indent=1)
        command = self._styles.get(font_color=styles.FAINT, font_size=9)
        a_row = 3
        for start in range(0, len(BUTTONS), a_row):
            self._sheet.set_row(self.row, 19)
            for place, button in enumerate(BUTTONS[start : start + a_row]):
                left = _FIRST + place * 5
                self._sheet.write_string(self.row, left, button.label_in("zh"), name)
                self._merge(left + 1, left + 3, self._styles.get(), button.tip_in("zh"))
                verb = f"jxc {button.command}" if button.command else ""
                self._sheet.write_string(self.row, left + 4, verb, command)
            self.row += 1

    def _heading(self, left: int, right: int, words: str) -> None:
        look = self._styles.get(
            bold=True,
            font_size=11,
            font_color=styles.NAVY,
            bottom=2,
            bottom_color=styles.NAVY,
        )
        self._sheet.set_row(self.row, 22)
        self._merge(left, right, look, words)

    def _merge(self, left: int, right: int, look: Format, words: str = "") -> None:
        self._sheet.merge_range(self.row, left, self.row, right, words, look)

    def _link(self, column: int, sheet: str, words: str, look: Format) -> None:
        target = f"internal:'{sheet}'!A1"
        self._sheet.write_url(self.row, column, target, look, words, _ABOUT.get(sheet))

    def _space(self, points: float) -> None:
        self._sheet.set_row(self.row, points)
        self.row += 1
