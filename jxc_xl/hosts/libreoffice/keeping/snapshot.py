"""What Calc will lose from a workbook: a small package of the parts that matter, without cells."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from contextlib import suppress

from jxc_xl.hosts.libreoffice.keeping.package import NotAPackage, Package
from jxc_xl.hosts.libreoffice.keeping.structure import cut

_LEFT_OUT = re.compile(
    r"(?:^|/)(?:sharedStrings|calcChain|comments\d*|threadedComment\d*)\.xml$"
    r"|/(?:drawings|charts|media|embeddings|printerSettings|pivotCache|pivotTables)/"
    r"|^docProps/"
)
_SHEET = re.compile(r"/worksheets/[^/]+\.xml$")


_FONTS = "kept/fonts.txt"


class Snapshot:
    """What a workbook had. ``data`` can be kept in a file and read again."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    @property
    def stand_ins(self) -> list[str]:
        """The fonts that LibreOffice put in the place of some that it lacks."""
        package = self.package
        return package[_FONTS].decode().splitlines() if _FONTS in package else []

    @property
    def package(self) -> Package:
        """The parts, anew each time."""
        return Package(self.data)


def taken_of(data: bytes, stand_ins: Iterable[str] = ()) -> Snapshot:
    """Return the snapshot of a workbook. What is no package raises ``NotAPackage``.

    ``stand_ins`` are the fonts that LibreOffice shows Chinese in where it lacks the workbook's.
    """
    package = Package(data)
    if next(package.related("", "officeDocument"), None) is None:
        raise NotAPackage("no workbook")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as small:
        for name in package.names:
            if not _LEFT_OUT.search(name) and not name.endswith("/"):
                part = package[name]
                if _SHEET.search(name):
                    with suppress(NotAPackage):  # a dialog sheet has no cells
                        part = cut(part).frame
                small.writestr(name, part)
        small.writestr(_FONTS, "\n".join(stand_ins))
    return Snapshot(target.getvalue())
