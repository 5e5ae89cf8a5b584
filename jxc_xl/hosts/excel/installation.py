"""Which Excel is there: its program, its bits, and whether WPS answers in its name."""

import struct
from pathlib import Path
from typing import NamedTuple

from jxc_xl.hosts.excel.errors import ExcelNotInstalled
from jxc_xl.hosts.excel.system import System

_PROGRAM = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
_CLASS = r"HKCR\Excel.Application\CLSID"
_SERVER = r"HKCR\CLSID\{class_id}\LocalServer32"
_WPS = ("\\et.exe", "wps office", "kingsoft")
_BITS = {0x8664: 64, 0xAA64: 64, 0x014C: 32}


class Excel(NamedTuple):
    """An installed Excel; ``bits`` is 32, 64, or 0 if its program file does not say."""

    program: Path
    bits: int

    @property
    def is_from_store(self) -> bool:
        """Excel from the Store is locked in: it sees neither our registry nor our server."""
        return "windowsapps" in str(self.program).lower()


def find_excel(system: System) -> Excel:
    """The Excel of this computer. ``ExcelNotInstalled`` if there is none, or WPS in its place."""
    said = system.read(_PROGRAM)
    program = Path(str(said or "").strip('"'))
    if not said or _is_wps(str(program)) or not program.is_file():
        raise ExcelNotInstalled
    return Excel(program, bits_of(program))


def wps_in_place_of_excel(system: System) -> str:
    """The program of WPS if that answers when somebody calls for Excel, else ``""``."""
    class_id = system.read(_CLASS)
    if not isinstance(class_id, str):
        return ""
    server = str(system.read(_SERVER.format(class_id=class_id)) or "")
    return server if _is_wps(server) else ""


def _is_wps(program: str) -> bool:
    return any(word in program.lower() for word in _WPS)


def bits_of(program: Path) -> int:
    """Whether a program of Windows is for 32 or 64 bits; 0 if it cannot be told."""
    try:
        with program.open("rb") as file:
            head = file.read(0x40)
            if len(head) < 0x40 or not head.startswith(b"MZ"):
                return 0
            file.seek(struct.unpack_from("<I", head, 0x3C)[0])
            signature = file.read(6)
    except OSError:
        return 0
    if len(signature) < 6 or not signature.startswith(b"PE\0\0"):
        return 0
    return _BITS.get(struct.unpack_from("<H", signature, 4)[0], 0)
