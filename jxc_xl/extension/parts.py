"""What the extension is made of: files, each with what LibreOffice shall take it for.

A module of this room that brings files has a function ``parts() -> list[Part]`` and stands in
``build.PART_MODULES``.
"""

from typing import NamedTuple

CONFIGURATION = "application/vnd.sun.star.configuration-data"
"""A .xcu: settings that are added to LibreOffice's own."""
COMPONENTS = "application/vnd.sun.star.uno-components"
"""A .components: says which services which file implements, so that none is run to find out."""
TYPES = "application/vnd.sun.star.uno-typelibrary;type=RDB"
"""An .rdb: interfaces of our own."""


class Part(NamedTuple):
    """One file of the extension.

    ``path`` is its place in it, with ``/``; ``media_type`` is set for what LibreOffice registers
    (one of the constants above), and ``None`` for what merely lies there.
    """

    path: str
    content: bytes
    media_type: str | None = None
