"""Make the extension's file, ``jxc.oxt``, from its source.

Pure Python, so that an installed program can make it for the Python that it runs in.
``python -m jxc_xl.extension.build FILE`` makes one from the command line.
"""

import json
import sys
import zipfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from jxc_xl import __version__
from jxc_xl.extension.configuration import document, in_every_language
from jxc_xl.extension.parts import Part
from jxc_xl.i18n import N_

IDENTIFIER: Final = "jxc-xl.extension"
"""The extension's name among LibreOffice's extensions; it stays the same in every version."""

PART_MODULES: Final = ("toolbar", "component", "saving", "functions")
"""The modules of this room whose ``parts()`` go into the file."""

WORKER_FILE: Final = "worker.json"
"""Says which Python has this program installed: ``{"python": "/path/to/python"}``."""

_NAME: Final = N_("Stock and trade (jxc)")
_OLDEST_OFFICE: Final = "7.0"
_CREATED: Final = (2026, 1, 1, 0, 0, 0)


def build(target: Path, *, python: Path | str | None = None) -> Path:
    """Write the extension to ``target``, overwriting what is there; returns ``target``.

    ``python`` is the interpreter that the toolbar's buttons start, the one of the environment in
    which this program is installed.  Without it a click says that ``jxc setup`` is needed.  The
    same version and the same ``python`` give the same bytes.
    """
    parts = all_parts(python)
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for part in sorted(parts):
            entry = zipfile.ZipInfo(part.path, _CREATED)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, part.content)
    return target


def all_parts(python: Path | str | None = None) -> list[Part]:
    """Every file of the extension."""
    parts = [part for name in PART_MODULES for part in _parts_of(name)]
    settings = {"python": None if python is None else str(python)}
    parts.append(Part(WORKER_FILE, json.dumps(settings).encode()))
    parts.append(Part("description.xml", _description()))
    parts.append(Part("META-INF/manifest.xml", _manifest(parts)))
    return parts


def _parts_of(name: str) -> list[Part]:
    parts: list[Part] = import_module(f"jxc_xl.extension.{name}").parts()
    return parts


def _manifest(parts: Sequence[Part]) -> bytes:
    """Say what LibreOffice shall register."""
    space = "http://openoffice.org/2001/manifest"
    ElementTree.register_namespace("manifest", space)
    root = ElementTree.Element(f"{{{space}}}manifest")
    for part in sorted(parts):
        if part.media_type:
            ElementTree.SubElement(
                root,
                f"{{{space}}}file-entry",
                {f"{{{space}}}media-type": part.media_type, f"{{{space}}}full-path": part.path},
            )
    return document(root)


def _description() -> bytes:
    space = "http://openoffice.org/extensions/description/2006"
    root = ElementTree.Element("description", {"xmlns": space})
    ElementTree.SubElement(root, "identifier", {"value": IDENTIFIER})
    ElementTree.SubElement(root, "version", {"value": __version__})
    root.set("xmlns:lo", "http://libreoffice.org/extensions/description/2011")
    needed = ElementTree.SubElement(root, "dependencies")
    ElementTree.SubElement(needed, "lo:LibreOffice-minimal-version", {"value": _OLDEST_OFFICE})
    named = ElementTree.SubElement(root, "display-name")
    for locale, text in in_every_language(_NAME).items():
        ElementTree.SubElement(named, "name", {"lang": locale}).text = text
    return document(root)


if __name__ == "__main__":
    build(Path(sys.argv[1]), python=sys.executable)
