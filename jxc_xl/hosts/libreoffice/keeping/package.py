"""A workbook's package: its parts, what refers to what, and writing it anew."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from copy import copy
from typing import NamedTuple

from jxc_xl.hosts.libreoffice.keeping.tree import Node, NotXml, parse

_CONTENT_TYPES = "[Content_Types].xml"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"


class NotAPackage(Exception):
    """The bytes are no package, or a damaged one."""


class Relationship(NamedTuple):
    """What a part (its ``owner``; ``""`` is the package itself) says of another one."""

    owner: str
    id: str
    type: str
    target: str  # a part's name, without a leading "/"

    @property
    def kind(self) -> str:
        """The last word of the type: worksheet, table, vbaProject."""
        return self.type.rsplit("/", 1)[-1]


class Package:
    """The parts of a package. Changes stay in memory until ``render``."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise NotAPackage(str(error)) from error
        self._infos = {info.filename: info for info in self._zip.infolist()}
        self._changes: dict[str, bytes | None] = {}
        self._trees: dict[str, Node] = {}

    @property
    def names(self) -> list[str]:
        """The names of all parts."""
        kept = [name for name in self._infos if self._changes.get(name, b"") is not None]
        new = (name for name, data in self._changes.items() if data is not None)
        return kept + [name for name in new if name not in self._infos]

    @property
    def is_changed(self) -> bool:
        """Whether ``render`` would give another package."""
        return bool(self._changes)

    def __contains__(self, name: str) -> bool:
        if name in self._changes:
            return self._changes[name] is not None
        return name in self._infos

    def __getitem__(self, name: str) -> bytes:
        data = self._changes[name] if name in self._changes else self._read(name)
        if data is None:
            raise NotAPackage(f"{name} is missing")
        return data

    def __setitem__(self, name: str, data: bytes) -> None:
        if name not in self or self[name] != data:
            self._changes[name] = data
            self._trees.pop(name, None)

    def _read(self, name: str) -> bytes:
        try:
            return self._zip.read(name)
        except KeyError:
            raise NotAPackage(f"{name} is missing") from None
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
            raise NotAPackage(f"{name}: {error}") from error

    def tree(self, name: str) -> Node:
        """Return a part's tree. Who changes it calls ``write_tree``."""
        if name not in self._trees:
            try:
                self._trees[name] = parse(self[name])
            except NotXml as error:
                raise NotAPackage(f"{name}: {error}") from error
        return self._trees[name]

    def write_tree(self, name: str, tree: Node) -> None:
        """Make a tree the content of a part."""
        self[name] = tree.render()
        self._trees[name] = tree

    # what refers to what

    def related(self, owner: str, kind: str = "") -> Iterator[Relationship]:
        """Yield what a part refers to inside of the package, of one kind or all."""
        part = relationships_of(owner)
        if part not in self:
            return
        for entry in self.tree(part).all("Relationship"):
            if entry.get("TargetMode") != "External":
                found = Relationship(
                    owner, entry.get("Id"), entry.get("Type"), _absolute(owner, entry.get("Target"))
                )
                if kind in ("", found.kind):
                    yield found

    def relate(self, owner: str, type_: str, target: str) -> None:
        """Add a relationship unless it is there."""
        if any((each.type, each.target) == (type_, target) for each in self.related(owner)):
            return
        part = relationships_of(owner)
        empty = Node("Relationships", {"xmlns": _RELATIONSHIPS})
        tree = self.tree(part) if part in self else empty
        taken = {entry.get("Id") for entry in tree}
        free = next(name for number in range(1, 10**6) if (name := f"rId{number}") not in taken)
        tree.children.append(
            Node("Relationship", {"Id": free, "Type": type_, "Target": _relative(owner, target)})
        )
        self.write_tree(part, tree)

    def unrelate(self, relationship: Relationship) -> None:
        """Take a relationship out."""
        part = relationships_of(relationship.owner)
        tree = self.tree(part)
        for entry in tree.all("Relationship"):
            if entry.get("Id") == relationship.id:
                tree.remove(entry)
        self.write_tree(part, tree)

    # content types

    def content_type(self, name: str) -> str:
        """Return what kind of content a part has."""
        types = self.tree(_CONTENT_TYPES)
        for entry in types.all("Override"):
            if entry.get("PartName").lstrip("/").casefold() == name.casefold():
                return entry.get("ContentType")
        extension = name.rpartition(".")[2].casefold()
        for entry in types.all("Default"):
            if entry.get("Extension").casefold() == extension:
                return entry.get("ContentType")
        return ""

    def declare(self, name: str, content_type: str) -> None:
        """Say what kind of content a part has."""
        if content_type and self.content_type(name) != content_type:
            types = self.tree(_CONTENT_TYPES)
            for entry in types.all("Override"):
                if entry.get("PartName").lstrip("/").casefold() == name.casefold():
                    types.remove(entry)
            types.children.append(
                Node("Override", {"PartName": f"/{name}", "ContentType": content_type})
            )
            self.write_tree(_CONTENT_TYPES, types)

    def take(self, other: Package, name: str, *, taken: frozenset[str] = frozenset()) -> None:
        """Take a part from another package, with its content type and all that it refers to."""
        if name in other and name not in taken:
            self[name] = other[name]
            self.declare(name, other.content_type(name))
            if relationships_of(name) in other:
                self[relationships_of(name)] = other[relationships_of(name)]
            for relationship in other.related(name):
                self.take(other, relationship.target, taken=taken | {name})

    # writing

    def faults(self) -> list[str]:
        """Return what would make the package unsound: parts that are missing or not declared."""
        found = [f"{name}: content" for name in self.names if not self._is_declared(name)]
        owners = ["", *(name for name in self.names if not name.endswith(".rels"))]
        for owner in owners:
            found += [f"{owner} -> {r.target}" for r in self.related(owner) if r.target not in self]
        return found

    def _is_declared(self, name: str) -> bool:
        return name == _CONTENT_TYPES or name.endswith("/") or bool(self.content_type(name))

    def render(self) -> bytes:
        """Return the package with its changes."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
            for name in self.names:
                package.writestr(self._entry(name), self[name])
        return target.getvalue()

    def _entry(self, name: str) -> zipfile.ZipInfo:
        if name not in self._infos:
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            return entry
        entry = copy(self._infos[name])
        entry.flag_bits &= 0x800  # UTF-8 names; the rest is for the writer to say
        entry.extra = b""
        return entry


def relationships_of(owner: str) -> str:
    """Return the name of the part with the relationships of a part."""
    folder, file = posixpath.split(owner)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def _absolute(owner: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(owner), target)).lstrip("/")


def _relative(owner: str, target: str) -> str:
    return posixpath.relpath(f"/{target}", posixpath.join("/", posixpath.dirname(owner)))
