"""The buttons that lead to a sheet."""

from datetime import date

from jxc_xl.errors import CannotWork
from jxc_xl.i18n import gettext as _
from jxc_xl.macros.desk import Desk, macro
from jxc_xl.macros.telling import tell
from jxc_xl.services import shop
from jxc_xl.services.stock import show_stock
from jxc_xl.workbook import view

_HELP_SHEET = "说明"


@macro
def stock(desk: Desk) -> str:
    """库存: fill the sheet from the ledger and go there."""
    desk.say(_("Reading the stock …"))
    with desk.ledger() as ledger:
        report = show_stock(desk.workbook, ledger, today=date.today())
    view.go_to_sheet(desk.book, desk.workbook.read_table("stock").sheet)
    return tell(desk, report)


@macro
def settings(desk: Desk) -> str:
    """设置: go to the sheet."""
    shop.check_layout(desk.workbook)
    view.go_to_sheet(desk.book, desk.workbook.read_table("settings").sheet)
    return ""


@macro
def help(desk: Desk) -> str:
    """帮助: go to the sheet 说明."""
    if not view.go_to_sheet(desk.book, _HELP_SHEET):
        raise CannotWork(
            _("There is no sheet {sheet} in this workbook.").format(sheet=_HELP_SHEET),
            _("Every workbook that jxc new makes has one."),
        )
    return ""
