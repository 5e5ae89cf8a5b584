"""What happens when a document is opened: formulas are calculated, ``jxc`` is let in."""

from __future__ import annotations

from typing import Any

from .clicks import clicks_of
from .fresh import opened
from .office import is_master_workbook
from .service import DocumentJob


class Opened(DocumentJob):
    """The job of the event ``OnLoad``."""

    IMPLEMENTATION_NAME = "jxc_xl.Opened"

    def happened(self, _event: str, document: Any) -> None:
        """Calculate; open the pipe, so that ``jxc post`` finds the workbook where it is open."""
        opened(document)
        if is_master_workbook(document):
            _arrange_view(document)
            clicks_of(self._context).office.pipe()


def _arrange_view(document: Any) -> None:
    """Show row numbers on every sheet, as what is wrong is said by row, and no page breaks.

    Calc takes what the sheet in front says, 首页 without numbers, for all of them.
    """
    controller = document.getCurrentController()
    if controller is not None:
        controller.HasColumnRowHeaders = True
        controller.ShowPageBreaks = False
