"""Where LibreOffice is on this machine, and in which version."""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from jxc_xl.hosts.libreoffice.errors import LibreOfficeMissing, NoSuchOffice

_PRODUCT = re.compile(r"^ProductKey=.*?([0-9]+(?:\.[0-9]+)+)", re.MULTILINE)
_LIBPYTHON = re.compile(rb"(?:libpython|python|Versions/)(3)\.?([0-9]{1,2})\b")
_USUAL = {
    "linux": (
        "/usr/lib/libreoffice/program/soffice",
        "/usr/lib64/libreoffice/program/soffice",
        "/opt/libreoffice*/program/soffice",
        "/snap/bin/libreoffice",
    ),
    "darwin": ("/Applications/LibreOffice.app/Contents/MacOS/soffice",),
}


class Installation(NamedTuple):
    """A LibreOffice: the program that starts it, and the folder in which it really is."""

    soffice: Path
    program: Path

    @property
    def version(self) -> str:
        """The version as ``7.4``; ``""`` where the installation does not say."""
        for place in (self.program, self.program.parent / "Resources"):
            for name in ("bootstraprc", "bootstrap.ini"):
                try:
                    text = (place / name).read_text(encoding="utf-8", errors="replace")
                except OSError:
                    continue
                found = _PRODUCT.search(text)
                if found:
                    return found[1]
        return ""

    @property
    def python(self) -> str | None:
        """The Python that the bridge was made for, as ``3.11``; None if it does not say."""
        places = (self.program, self.program.parent / "Frameworks")
        names = ("libpyuno.so", "libpyuno.dylib", "pyuno.pyd")
        for file in (place / name for place in places for name in names):
            try:
                found = _LIBPYTHON.search(file.read_bytes())
            except OSError:
                continue
            if found:
                return f"{found[1].decode()}.{found[2].decode()}"
        return None


def find_installation() -> Installation:
    """Find LibreOffice: what ``JXC_SOFFICE`` says, else on the path, else in the usual places."""
    said = os.environ.get("JXC_SOFFICE")
    if said:
        soffice = Path(said).expanduser()
        if not soffice.is_file():
            raise NoSuchOffice(soffice)
        return _installation(soffice)
    for soffice in _candidates():
        if soffice.is_file():
            return _installation(soffice)
    raise LibreOfficeMissing


def _installation(soffice: Path) -> Installation:
    return Installation(soffice, soffice.resolve().parent)


def _candidates() -> Iterator[Path]:
    for name in ("soffice", "libreoffice"):
        found = shutil.which(name)
        if found:
            yield Path(found)
    if sys.platform == "win32":
        for folder in ("PROGRAMFILES", "PROGRAMFILES(X86)"):
            if os.environ.get(folder):
                yield Path(os.environ[folder]) / "LibreOffice" / "program" / "soffice.exe"
    for pattern in _USUAL.get(sys.platform, ()):
        yield from sorted(Path("/").glob(pattern.lstrip("/")), reverse=True)
