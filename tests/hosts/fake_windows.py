"""A Windows of dictionaries: a registry that forgets, shortcuts as files, programs that are noted."""

from collections.abc import Callable, Sequence
from pathlib import Path

from jxc_xl.hosts.excel.system import Value

APP_PATH = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"


class FakeWindows:
    """The System protocol; keys and names are without case, as in Windows."""

    def __init__(self, desktop: Path) -> None:
        self._desktop = desktop
        self._desktop.mkdir(exist_ok=True)
        self.registry: dict[str, dict[str, Value]] = {}
        self.shortcuts: dict[Path, tuple[Path, str]] = {}
        self.started: list[list[str]] = []
        self.announced = 0
        self.on_start: Callable[[Sequence[str]], None] = lambda _words: None

    def read(self, key: str, name: str = "") -> Value | None:
        """A value."""
        return self.registry.get(key.lower(), {}).get(name.lower())

    def write(self, key: str, name: str, value: Value) -> None:
        """Only the user's part may be written."""
        assert key.startswith("HKCU\\")
        self.set(key, name, value)

    def set(self, key: str, name: str, value: Value) -> None:
        """What other programs wrote."""
        self.registry.setdefault(key.lower(), {})[name.lower()] = value

    def keys(self, key: str) -> list[str]:
        """The keys directly below."""
        start = key.lower() + "\\"
        found = (
            name[len(start) :].split("\\")[0] for name in self.registry if name.startswith(start)
        )
        return [name.title() if "." not in name else name for name in dict.fromkeys(found)]

    def forget(self, key: str, name: str = "") -> None:
        """Remove a value or a key."""
        assert key.startswith("HKCU\\")
        if name:
            self.registry.get(key.lower(), {}).pop(name.lower(), None)
        else:
            self.registry.pop(key.lower(), None)

    def announce(self) -> None:
        """Count."""
        self.announced += 1

    def desktop(self) -> Path:
        """A folder of the test."""
        return self._desktop

    def shortcut(self, place: Path, target: Path, words: str, note: str) -> None:
        """A file with the tip in it."""
        place.write_text(note, "utf-8")
        self.shortcuts[place] = (target, words)

    def start(self, words: Sequence[str], *, hidden: bool = False) -> None:
        """Note it, and let the test play the program."""
        self.started.append([*words, "hidden"] if hidden else list(words))
        self.on_start(words)
