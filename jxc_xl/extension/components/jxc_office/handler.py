"""What LibreOffice asks for the URLs of our buttons, ``vnd.jxc:post`` and so on."""

from __future__ import annotations

from typing import Any

from com.sun.star.frame import FeatureStateEvent, XDispatch, XDispatchProvider
from com.sun.star.lang import XInitialization

from .clicks import clicks_of
from .service import Service

PROTOCOL = "vnd.jxc:"


class Handler(Service, XInitialization, XDispatchProvider, XDispatch):
    """Dispatches the buttons of one window."""

    IMPLEMENTATION_NAME = "jxc_xl.Handler"
    SERVICES = ("com.sun.star.frame.ProtocolHandler",)

    def __init__(self, context: Any) -> None:
        self._context = context
        self._frame: Any = None

    def initialize(self, arguments: tuple[Any, ...]) -> None:
        """Take the window."""
        if arguments:
            self._frame = arguments[0]

    def queryDispatch(self, url: Any, _target: str, _flags: int) -> Any:  # noqa: N802
        """Say who does what a URL stands for."""
        return self if url.Complete.startswith(PROTOCOL) else None

    def queryDispatches(self, requests: tuple[Any, ...]) -> tuple[Any, ...]:  # noqa: N802
        """Do the same for several."""
        return tuple(
            self.queryDispatch(request.FeatureURL, request.FrameName, request.SearchFlags)
            for request in requests
        )

    def dispatch(self, url: Any, _arguments: tuple[Any, ...]) -> None:
        """Begin the work and return at once."""
        if self._frame is not None:
            clicks_of(self._context).click(url.Complete[len(PROTOCOL) :], self._frame)

    def addStatusListener(self, listener: Any, url: Any) -> None:  # noqa: N802
        """Say that the button may be pressed; nothing ever changes that."""
        state = FeatureStateEvent()
        state.FeatureURL = url
        state.IsEnabled = True
        listener.statusChanged(state)

    def removeStatusListener(self, _listener: Any, _url: Any) -> None:  # noqa: N802
        """Nobody is told anything later."""
