"""The sheet 首页."""

from datetime import date

from xlsxwriter import Workbook

from jxc_xl.workbook.cached import Content
from jxc_xl.workbook.sheets import text_company
from jxc_xl.workbook.styles import Styles

SHEET = "首页"


def write_home(workbook: Workbook, styles_: Styles, content: Content, today: date) -> None:
    """Add the sheet."""
    sheet = workbook.add_worksheet(SHEET)
    sheet.write_string(0, 0, text_company(content), styles_.get(bold=True, font_size=16))
    sheet.write_datetime(1, 0, today, styles_.get(num_format="yyyy-mm-dd"))
