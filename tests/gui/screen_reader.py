"""Says what stands in the windows of a screen, and where, as it is read out to the blind.

It runs in the distribution's Python, which has ``python3-dbus``; argument: the address of the
screen's session bus. For each line of its input it writes one line: the windows as JSON, each
``{"role", "name", "x", "y", "width", "height", "children"}`` in pixels of the screen. The line
``dialogs`` leaves out what is in LibreOffice's own windows, which takes most of the time.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import dbus  # type: ignore[import-not-found]

_ACCESSIBLE = "org.a11y.atspi.Accessible"
_COMPONENT = "org.a11y.atspi.Component"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_LEAVES = {"menu", "menu item", "table", "document spreadsheet", "combo box"}
_GONE = ("UnknownObject", "UnknownMethod", "NoReply", "ServiceUnknown", "Disconnected", "Failed")
_SECONDS = 10


class Reader:
    """The windows of all programs of a session."""

    def __init__(self, session: str) -> None:
        bus = dbus.bus.BusConnection(session)
        address = bus.get_object("org.a11y.Bus", "/org/a11y/bus").GetAddress(
            dbus_interface="org.a11y.Bus"
        )
        self._bus = dbus.bus.BusConnection(address)
        self._leaves = _LEAVES

    def windows(self, request: str) -> list[dict[str, Any]]:
        """The windows with what is in them."""
        self._leaves = _LEAVES | {"root pane"} if request == "dialogs" else _LEAVES
        root = self._object("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
        return [
            read
            for program in self._children(root)
            for window in self._children(program)
            if (read := self._read(window, (0, 0), (0, 0)))
        ]

    def _read(
        self, thing: Any, parent: tuple[int, int], offset: tuple[int, int]
    ) -> dict[str, Any] | None:
        """A part with its parts; None if it is gone by now."""
        try:
            role = str(thing.GetRoleName(dbus_interface=_ACCESSIBLE, timeout=_SECONDS))
            name = thing.Get(_ACCESSIBLE, "Name", dbus_interface=_PROPERTIES, timeout=_SECONDS)
            x, y, width, height = map(
                int,
                thing.GetExtents(dbus.UInt32(0), dbus_interface=_COMPONENT, timeout=_SECONDS),
            )
        except dbus.DBusException as error:
            _let_pass(error)
            return None
        if role == "root pane":
            # LibreOffice's own part begins where its parent does; it forgets the menu bar.
            offset = (parent[0] - x, parent[1] - y)
        parts = () if role in self._leaves else self._children(thing)
        read = (self._read(part, (x, y), offset) for part in parts)
        return {
            "role": role,
            "name": str(name),
            "x": x + offset[0],
            "y": y + offset[1],
            "width": width,
            "height": height,
            "children": [part for part in read if part],
        }

    def _children(self, thing: Any) -> list[Any]:
        try:
            found = thing.GetChildren(dbus_interface=_ACCESSIBLE, timeout=_SECONDS)
        except dbus.DBusException as error:
            _let_pass(error)
            return []
        return [self._object(bus, path) for bus, path in found]

    def _object(self, bus: str, path: str) -> Any:
        return self._bus.get_object(bus, path, introspect=False)


def _let_pass(error: dbus.DBusException) -> None:
    """Do not mind something that was closed while it was read."""
    if not error.get_dbus_name().endswith(_GONE):
        raise error


def main() -> None:
    """Answer until the input ends."""
    reader = Reader(sys.argv[1])
    for request in sys.stdin:
        sys.stdout.write(json.dumps(reader.windows(request.strip())) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
