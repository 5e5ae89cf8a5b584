"""The buttons of 分析: what follows from the books, and what to do about it."""

from datetime import date

from jxc_xl.domain.tables import table_named
from jxc_xl.i18n import gettext as _
from jxc_xl.macros.desk import Desk, macro
from jxc_xl.macros.selection import selected_item
from jxc_xl.macros.telling import tell
from jxc_xl.services.purchase_plan import plan as planning
from jxc_xl.services.recompute.run import recompute as recompute_sheets
from jxc_xl.workbook import view


@macro
def recompute(desk: Desk) -> str:
    """重算: fill every result sheet anew."""
    desk.say(_("Recomputing …"))
    with desk.ledger() as ledger:
        report = recompute_sheets(desk.workbook, ledger, today=date.today())
    return tell(desk, report)


@macro
def plan(desk: Desk) -> str:
    """采购计划: draft the orders that 补货建议 proposes, and go to the first of them."""
    desk.say(_("Planning purchases …"))
    with desk.ledger() as ledger:
        report = planning.plan(desk.workbook, ledger, today=date.today())
    for document in report.documents[:1]:
        header = table_named("purchases").header("quantity")
        view.go_to_cell(desk.book, document["sheet"], document["rows"][0], header)
    return tell(desk, report)


@macro
def trend(desk: Desk) -> str:
    """走势: draw how the selected item sells, and go there."""
    from jxc_xl.services.trend import trend as show_trend

    item = selected_item(desk)
    desk.say(_("Looking at {item} …").format(item=item))
    with desk.ledger() as ledger:
        report = show_trend(desk.workbook, ledger, item, today=date.today())
    view.go_to_sheet(desk.book, desk.workbook.read_table("trend").sheet)
    return tell(desk, report)
