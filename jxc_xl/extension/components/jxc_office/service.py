"""What LibreOffice wants of whatever it loads: a name, the services it stands for, its events."""

from __future__ import annotations

from typing import Any

import unohelper
from com.sun.star.lang import XServiceInfo
from com.sun.star.task import XJob


class Service(unohelper.Base, XServiceInfo):
    """An implementation that is registered under a name for some services."""

    IMPLEMENTATION_NAME: str
    SERVICES: tuple[str, ...]

    def getImplementationName(self) -> str:  # noqa: N802
        """Its name."""
        return self.IMPLEMENTATION_NAME

    def supportsService(self, name: str) -> bool:  # noqa: N802
        """Whether it is one of these."""
        return name in self.SERVICES

    def getSupportedServiceNames(self) -> tuple[str, ...]:  # noqa: N802
        """What it is."""
        return self.SERVICES


class DocumentJob(Service, XJob):
    """A job of events that happen to documents."""

    SERVICES = ("com.sun.star.task.Job",)

    def __init__(self, context: Any) -> None:
        self._context = context

    def execute(self, arguments: tuple[Any, ...]) -> None:
        """Take the event and its document out of what LibreOffice hands over."""
        named = {argument.Name: argument.Value for argument in arguments}
        environment = {entry.Name: entry.Value for entry in named.get("Environment", ())}
        document = environment.get("Model")
        if document is not None:
            self.happened(environment.get("EventName", ""), document)

    def happened(self, event: str, document: Any) -> None:
        """Do what an event calls for."""
        raise NotImplementedError
