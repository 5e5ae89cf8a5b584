"""What happens when a document is opened: formulas are calculated, ``jxc`` is let in."""

from __future__ import annotations

from typing import Any

import unohelper
from com.sun.star.lang import XServiceInfo
from com.sun.star.task import XJob

from .clicks import clicks_of
from .fresh import opened
from .office import is_master_workbook


class Opened(unohelper.Base, XServiceInfo, XJob):
    """The job of the event ``OnLoad``."""

    NAME = "jxc_xl.Opened"
    SERVICES = ("com.sun.star.task.Job",)

    def __init__(self, context: Any) -> None:
        self._context = context

    def execute(self, arguments: tuple[Any, ...]) -> None:
        """Calculate; open the pipe, so that ``jxc post`` finds the workbook where it is open."""
        named = {argument.Name: argument.Value for argument in arguments}
        environment = {entry.Name: entry.Value for entry in named.get("Environment", ())}
        document = environment.get("Model")
        if document is None:
            return
        opened(document)
        if is_master_workbook(document):
            _arrange_view(document)
            clicks_of(self._context).office.pipe()

    def getImplementationName(self) -> str:  # noqa: N802
        """Its name."""
        return self.NAME

    def supportsService(self, name: str) -> bool:  # noqa: N802
        """Whether it is one of these."""
        return name in self.SERVICES

    def getSupportedServiceNames(self) -> tuple[str, ...]:  # noqa: N802
        """What it is."""
        return self.SERVICES


def _arrange_view(document: Any) -> None:
    """Show row numbers on every sheet, as what is wrong is said by row, and no page breaks.

    Calc takes what the sheet in front says, 首页 without numbers, for all of them.
    """
    controller = document.getCurrentController()
    if controller is not None:
        controller.HasColumnRowHeaders = True
        controller.ShowPageBreaks = False
