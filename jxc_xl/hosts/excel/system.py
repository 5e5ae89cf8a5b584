"""What is asked of Windows: a few thin calls, so that everything else can be tried anywhere."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

Value = str | int


class System(Protocol):
    """Windows, as far as this program uses it.

    Keys of the registry begin with ``HKCU`` (the user's part), ``HKLM`` (the machine's) or ``HKCR``
    (what programs are there). Nothing but the user's own part is ever written.
    """

    def read(self, key: str, name: str = "") -> Value | None:
        """A value of the registry, the key's own without a name; None where there is none."""

    def write(self, key: str, name: str, value: Value) -> None:
        """Set a value; the key is made where it is missing."""

    def keys(self, key: str) -> list[str]:
        """The names of the keys below a key; none where there is no such key."""

    def forget(self, key: str, name: str = "") -> None:
        """Remove a value, or without a name the key; what is not there is as good as removed."""

    def announce(self) -> None:
        """Tell running programs that the environment variables have changed."""

    def desktop(self) -> Path:
        """The folder whose files stand on the user's desktop."""

    def shortcut(self, place: Path, target: Path, words: str, note: str) -> None:
        """Write a shortcut to a program, with the rest of its command line and a tip."""

    def start(self, words: Sequence[str], *, hidden: bool = False) -> None:
        """Start a program on its own, ``hidden`` without a window."""


def this_system() -> System | None:
    """The Windows that this runs on, None elsewhere."""
    if sys.platform == "win32":
        from jxc_xl.hosts.excel.windows import Windows

        return Windows()
    return None
