"""The parts of a workbook's package: untouched ones are written back byte for byte."""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from copy import copy
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree
from xml.parsers import expat

from jxc_xl.hosts.errors import WorkbookDamaged, WouldLose
from jxc_xl.i18n import gettext as _

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_CONTENT_TYPES = "[Content_Types].xml"


class Relationship(NamedTuple):
    """A part that another part refers to."""

    id: str
    kind: str  # the last word of the relationship's type: worksheet, table, styles
    target: str  # a part's name


class Package:
    """A zip of parts, read lazily. What cannot be read raises ``WorkbookDamaged``."""

    def __init__(self, path: Path, data: bytes) -> None:
        self._path = path
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise WorkbookDamaged(self._path, str(error)) from error
        self._infos = {info.filename: info for info in self._zip.infolist()}
        if len(self._infos) != len(self._zip.infolist()):
            raise WorkbookDamaged(self._path, _("the same part stands in it twice"))
        self._read: dict[str, bytes] = {}

    @property
    def names(self) -> list[str]:
        """The names of all parts, in the order of the file."""
        return list(self._infos)

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    def __getitem__(self, name: str) -> bytes:
        if name not in self._read:
            try:
                self._read[name] = self._zip.read(name)
            except KeyError:
                raise WorkbookDamaged(
                    self._path, _("{name} is missing").format(name=name)
                ) from None
            except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
                raise WorkbookDamaged(self._path, f"{name}: {error}") from error
        return self._read[name]

    def get(self, name: str) -> bytes | None:
        """Return a part, ``None`` if there is no such part."""
        if name in self:
            return self[name]
        return None

    def xml(self, name: str) -> ElementTree.Element:
        """Return the root of a small XML part."""
        try:
            return ElementTree.fromstring(self[name])
        except ElementTree.ParseError as error:
            raise WorkbookDamaged(self._path, f"{name}: {error}") from error

    def related(self, name: str) -> Iterator[Relationship]:
        """Yield what a part (``""``: the package itself) refers to inside of the package."""
        relationships = _relationships(name)
        if relationships not in self:
            return
        folder = posixpath.dirname(name)
        for entry in self.xml(relationships).iter(_RELATIONSHIP):
            if entry.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, entry.get("Target", "")))
                kind = entry.get("Type", "").rsplit("/", 1)[-1]
                yield Relationship(entry.get("Id", ""), kind, target.lstrip("/"))

    def content_type(self, name: str) -> str:
        """Return the content type that the package declares for a part."""
        for entry in self.xml(_CONTENT_TYPES):
            if entry.get("PartName", "").lstrip("/") == name:
                return entry.get("ContentType", "")
        return ""

    def without(self, part: str, owner: str) -> dict[str, bytes | None]:
        """Return the changes that take out a part to which only ``owner`` refers."""
        changes: dict[str, bytes | None] = {part: None}
        file = re.escape(posixpath.basename(part)).encode()
        mention = re.compile(rb'<(?:Override|Relationship)\b[^>]*"[^"]*\b' + file + rb'"[^>]*/>')
        for name in (_CONTENT_TYPES, _relationships(owner)):
            changes[name] = mention.sub(b"", self[name])
        return changes

    def render(self, changes: Mapping[str, bytes | None], *, compress: bool = True) -> bytes:
        """Return the package with some parts replaced (``None``: left out), all others the same.

        Each part is checked against its check sum on the way; ``compress=False`` is for a copy that
        is read again at once.
        """
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as package:
            for name, info in self._infos.items():
                data = changes.get(name, b"") if name in changes else self[name]
                if data is None:
                    continue
                entry = copy(info)
                entry.flag_bits &= 0x800  # UTF-8 names; the rest is for the writer to say
                entry.extra = b""
                if not compress:
                    entry.compress_type = zipfile.ZIP_STORED
                package.writestr(entry, data)
        return target.getvalue()

    def verify(self, written: bytes, changes: Mapping[str, bytes | None]) -> None:
        """Raise ``WouldLose`` unless ``written`` is this package with these changes only."""
        with zipfile.ZipFile(io.BytesIO(written)) as package:
            infos = {info.filename: info for info in package.infolist()}
        gone = {name for name, data in changes.items() if data is None}
        if infos.keys() != self._infos.keys() - gone:
            raise WouldLose(self._path, _("the parts are not the same as before"))
        for name, info in infos.items():
            if name not in changes:
                before = self._infos[name]
                if (info.CRC, info.file_size) != (before.CRC, before.file_size):
                    raise WouldLose(
                        self._path, _("{name} is not the same as before").format(name=name)
                    )
        for name, data in changes.items():
            if data is not None and name.endswith((".xml", ".rels")):
                self._parse(name, data)

    def _parse(self, name: str, data: bytes) -> None:
        try:
            expat.ParserCreate().Parse(data, True)
        except expat.ExpatError as error:
            raise WouldLose(self._path, f"{name}: {error}") from error


def _relationships(name: str) -> str:
    folder, file = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{file}.rels")
