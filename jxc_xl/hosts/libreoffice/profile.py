"""The user's LibreOffice profile, as it lies on the disk: which extensions are installed in it."""

import os
import re
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

_VERSION = "{http://openoffice.org/extensions/description/2006}version"
_INSTALLED = "user/uno_packages/cache/uno_packages.pmap"
_UNPACKED = "user/uno_packages/cache/uno_packages"
_ENTRY = rb"\xff?\n([^\xff\n]+)\xff([^\xff\n]+)\xff"


def profile_said() -> Path | None:
    """The profile that ``JXC_OFFICE_PROFILE`` names, for those who keep it elsewhere."""
    said = os.environ.get("JXC_OFFICE_PROFILE")
    return Path(said).expanduser().absolute() if said else None


def user_profile() -> Path:
    """The folder of the user's profile, whether it exists yet or not."""
    said = profile_said()
    if said is not None:
        return said
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", Path.home())) / "LibreOffice" / "4"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "LibreOffice" / "4"
    settings = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return settings / "libreoffice" / "4"


def installed_extension(identifier: str) -> Path | None:
    """The folder into which LibreOffice has unpacked an extension; None if it is not installed.

    Folders of earlier versions may lie beside it; the list of what is installed says which counts.
    """
    profile = user_profile()
    try:
        listed = (profile / _INSTALLED).read_bytes()
    except OSError:
        return None
    entry = re.search(re.escape(identifier.encode()) + _ENTRY, listed)
    if entry is None:
        return None
    return profile / _UNPACKED / f"{entry[1].decode()}_" / entry[2].decode()


def version_of(extension: Path) -> str:
    """The version of an unpacked extension, ``""`` if it does not say."""
    try:
        entry = ElementTree.parse(extension / "description.xml").find(_VERSION)
    except (OSError, ElementTree.ParseError):
        return ""
    return "" if entry is None else entry.get("value", "")


def is_same(extension: Path, package: Path) -> bool:
    """Tell whether an unpacked extension is what a package would install, byte for byte."""
    with zipfile.ZipFile(package) as parts:
        for name in parts.namelist():
            try:
                if (extension / name).read_bytes() != parts.read(name):
                    return False
            except OSError:
                return False
    return True
