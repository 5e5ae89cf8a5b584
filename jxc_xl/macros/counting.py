"""The buttons of the count: sheets go out and come back."""

from datetime import date

from jxc_xl.domain.tables.stocktake import Method
from jxc_xl.i18n import gettext as _
from jxc_xl.macros.desk import Desk, macro
from jxc_xl.macros.telling import tell
from jxc_xl.services import stocktake as making


@macro
def stocktake(desk: Desk) -> str:
    """盘点表: make the sheets of every warehouse as of today, blind or open as the clerk says."""
    with desk.ledger() as ledger:
        question = _(
            "Make the stocktake sheets of today for all warehouses?\n\nYes: 暗盘, nothing of what"
            " the books have stands on them.\nNo: 明盘, the quantities in the books stand on them."
        )
        blind = desk.asks(question)
        if blind is None:
            return _("No stocktake was made.")
        desk.say(_("Making the stocktake sheets …"))
        wanted = making.Wanted(method=Method.BLIND if blind else Method.OPEN)
        report = making.make_stocktake(desk.workbook, ledger, wanted, today=date.today())
    return tell(desk, report)
