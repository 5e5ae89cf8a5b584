"""A screen of our own: an X server that nobody looks at, a window manager, keys, mouse, eyes."""

import json
import os
import re
import select
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from typing import IO, Any

from tests.gui.waiting import until

PICTURES = Path("build/gui")
_SIZE = "1600x1000x24"
_ENDS_WITH_US = ("setpriv", "--pdeathsig", "KILL")  # even when we are killed
_READER = Path(__file__).with_name("screen_reader.py")
_SYSTEM_PYTHON = "/usr/bin/python3"
_UNUSED_KEY = re.compile(r"^keycode +(\d+) = *(?:XF86.*)?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Seen:
    """A window or a part of one: what it is, what stands on it, where it is on the screen."""

    role: str
    name: str
    x: int
    y: int
    width: int
    height: int
    children: "tuple[Seen, ...]"

    @classmethod
    def of(cls, read: dict[str, Any]) -> "Seen":
        """From what the screen reader says."""
        return cls(**{**read, "children": tuple(map(cls.of, read["children"]))})

    def __iter__(self) -> "Iterator[Seen]":
        """Itself and everything in it."""
        yield self
        for child in self.children:
            yield from child

    def find(self, role: str, name: str | None = None) -> "Seen | None":
        """The first part of a role and a name that can be seen."""
        for part in self:
            if part.role == role and name in (None, part.name) and part.width and part.height:
                return part
        return None

    @property
    def middle(self) -> tuple[int, int]:
        """Where to click."""
        return self.x + self.width // 2, self.y + self.height // 2


class Screen:
    """An X server with a window manager and a session bus; ends all it started when closed."""

    def __init__(self) -> None:
        self._ended = ExitStack()
        self.folder = Path(tempfile.mkdtemp(prefix="jxc-screen-"))
        self._ended.callback(rmtree, self.folder, ignore_errors=True)
        self._learnt: set[str] = set()
        self._pictures = 0
        try:
            self._start()
        except BaseException:
            self.close()
            raise

    def _start(self) -> None:
        self.environment = self._environment()
        server = ["Xvfb", "-displayfd", "1", "-screen", "0", _SIZE, "-nolisten", "tcp"]
        number = _first_line(self._run([*server, "-nocursor"]))
        self.environment["DISPLAY"] = f":{number}"
        bus = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"]
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = _first_line(self._run(bus))
        ready = self.folder / "ready"
        self._run(["openbox", "--startup", f"touch {ready}"])
        until(ready.exists, "the window manager")
        address = self.environment["DBUS_SESSION_BUS_ADDRESS"]
        self._reader = self._run([_SYSTEM_PYTHON, str(_READER), address])

    def _environment(self) -> dict[str, str]:
        """A clerk's session in which nothing of ours is found and nothing is left behind."""
        home, runtime = self.folder / "home", self.folder / "runtime"
        home.mkdir()
        runtime.mkdir(mode=0o700)
        kept = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ")
        return {
            **{name: os.environ[name] for name in kept if name in os.environ},
            "LC_CTYPE": "C.UTF-8",
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(runtime),
            "SAL_USE_VCLPLUGIN": "gtk3",
            "GTK_IM_MODULE": "gtk-im-context-simple",
            "GTK_THEME": "Adwaita",
        }

    def _run(self, words: Sequence[str]) -> "subprocess.Popen[str]":
        log = self._ended.enter_context((self.folder / "messages").open("a"))
        process = subprocess.Popen(
            [*_ENDS_WITH_US, *words], env=self.environment, text=True, start_new_session=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
        )  # fmt: skip
        self._ended.callback(_end, process)
        return process

    def close(self) -> None:
        """End everything."""
        self._ended.close()

    def windows(self, what: str = "all") -> list[Seen]:
        """Every window with what is in it; of ``dialogs`` only, which is quicker."""
        stdin, stdout = self._reader.stdin, self._reader.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(f"{what}\n")
        stdin.flush()
        line = stdout.readline()
        assert line, (self.folder / "messages").read_text()
        return [Seen.of(read) for read in json.loads(line)]

    def press(self, *keys: str) -> None:
        """Press keys one after the other, as ``ctrl+s``."""
        self._xdotool("key", "--delay", "5", *keys)

    def type(self, text: str, *keys: str) -> None:
        """Type a text, Chinese as well, then press keys."""
        self._learn(text)
        pressed = ("key", "--delay", "5", *keys) if keys else ()
        self._xdotool("type", "--delay", "5", "--args", "1", text, *pressed)

    def click(self, place: tuple[int, int], *held: str) -> None:
        """Click with the left button of the mouse, keys held down meanwhile."""
        x, y = map(str, place)
        down, up = ([word for key in held for word in (how, key)] for how in ("keydown", "keyup"))
        self._xdotool("mousemove", x, y, *down, "click", "1", *up)

    def copy(self, text: str) -> None:
        """Have a text on the clipboard, as if copied in another program."""
        subprocess.run(
            ["xclip", "-selection", "clipboard", "-t", "UTF8_STRING"],
            input=text, text=True, env=self.environment, check=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def picture(self, name: str) -> Path:
        """Keep what is on the screen as ``build/gui/<name>.png``."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        path = PICTURES / f"{name}.png"
        subprocess.run(
            ["import", "-window", "root", str(path)], env=self.environment, check=True, timeout=60
        )
        return path

    def _xdotool(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self.environment, check=True, timeout=60)

    def _learn(self, text: str) -> None:
        """Put what no key has onto keys that have nothing.

        Left to itself, xdotool moves one key from character to character while they are typed; a
        busy program, which asks what a key means when it comes to it, then reads the wrong ones.
        """
        new = {c for c in text if not c.isascii()} - self._learnt
        if not new:
            return
        keys = subprocess.run(
            ["xmodmap", "-pke"], env=self.environment, check=True, capture_output=True, text=True
        ).stdout
        free = _UNUSED_KEY.findall(keys)
        assert len(free) >= len(new), "too many different characters for one keyboard"
        pairs = zip(free, sorted(new), strict=False)
        orders = "\n".join(f"keycode {key} = U{ord(character):04X}" for key, character in pairs)
        subprocess.run(["xmodmap", "-"], input=orders, text=True, env=self.environment, check=True)
        self._learnt |= new


def _first_line(process: "subprocess.Popen[str]") -> str:
    """What a server says as soon as it is ready."""
    stream: IO[str] | None = process.stdout
    assert stream is not None
    ready, _, _ = select.select([stream], [], [], 30)
    line = stream.readline().strip() if ready else ""
    assert line, "a server of the screen did not start"
    return line


def _end(process: "subprocess.Popen[str]") -> None:
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
