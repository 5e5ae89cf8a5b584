"""The buttons of 分析: what follows from the books."""

from datetime import date

from jxc_xl.i18n import gettext as _
from jxc_xl.macros.desk import Desk, macro
from jxc_xl.macros.telling import tell
from jxc_xl.services.recompute.run import recompute as recompute_sheets


@macro
def recompute(desk: Desk) -> str:
    """重算: fill every result sheet anew."""
    desk.say(_("Recomputing …"))
    with desk.ledger() as ledger:
        report = recompute_sheets(desk.workbook, ledger, today=date.today())
    return tell(desk, report)
