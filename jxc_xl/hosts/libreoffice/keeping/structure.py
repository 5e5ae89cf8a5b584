"""What stands in a workbook's package: its sheets without their cells, its tables, its names."""

from __future__ import annotations

import re
from typing import NamedTuple

from jxc_xl.hosts.libreoffice.keeping.package import NotAPackage, Package
from jxc_xl.hosts.libreoffice.keeping.tree import Node, NotXml, parse

_LINK = "id"
_CELLS = re.compile(rb"<((?:[\w.-]+:)?)sheetData\b[^>]*?(/?)>")
_EMPTY = b"<sheetData/>"
_TRUTH = re.compile(rb'(<c [^>]*t="b"[^>]*>)<f[^>]*>(?:TRUE|FALSE)\(\)</f>')


class Cells(NamedTuple):
    """A sheet's part in two: all but the cells, and the cells as they are written."""

    frame: bytes
    rows: bytes

    @property
    def whole(self) -> bytes:
        """The part again."""
        return self.frame.replace(_EMPTY, self.rows, 1)


def cut(data: bytes) -> Cells:
    """Take the cells out of a sheet's part."""
    opening = _CELLS.search(data)
    if opening is None:
        raise NotAPackage("a sheet without cells")
    end = opening.end()
    if not opening[2]:
        closing = b"</" + opening[1] + b"sheetData>"
        end = data.rindex(closing) + len(closing)
    empty = b"<" + opening[1] + b"sheetData/>"
    return Cells(data[: opening.start()] + empty + data[end:], data[opening.start() : end])


class Table:
    """A table of a sheet."""

    def __init__(self, part: str, root: Node) -> None:
        self.part = part
        self.root = root
        self.name = root.get("displayName") or root.get("name")
        self.columns = [column.get("name") for column in root.below("tableColumns")]


class Sheet:
    """A worksheet. ``frame`` is its part without the cells."""

    def __init__(self, part: str, entry: Node, cells: Cells, tables: list[Table]) -> None:
        self.part = part
        self.entry = entry
        self.name = entry.get("name")
        self.cells = cells
        self.tables = tables
        try:
            self.frame = parse(cells.frame)
        except NotXml as error:
            raise NotAPackage(f"{part}: {error}") from error

    @property
    def code_name(self) -> str:
        """The name by which macros know the sheet."""
        return self.frame.below("sheetPr").get("codeName")

    def render(self) -> bytes:
        """Return the part with what was changed in the frame."""
        rows = self.cells.rows
        if rows.startswith(b"<sheetData"):
            if b't="b"' in rows:  # Calc makes a formula of each TRUE and FALSE
                rows = _TRUTH.sub(rb"\1", rows)
            return Cells(self.frame.render(), rows).whole
        raise NotAPackage("cells with a prefix")


class Workbook:
    """A package, read as a workbook. What is none raises ``NotAPackage``."""

    def __init__(self, package: Package) -> None:
        self.package = package
        roots = [each.target for each in package.related("", "officeDocument")]
        if len(roots) != 1 or roots[0] not in package:
            raise NotAPackage("no workbook")
        self.part = roots[0]
        self.root = package.tree(self.part)
        links = {each.id: each for each in package.related(self.part)}
        self.sheets: list[Sheet] = []
        for entry in self.root.below("sheets").all("sheet"):
            link = links.get(_reference(entry))
            if link is not None and link.kind == "worksheet":
                self.sheets.append(self._sheet(link.target, entry))

    def _sheet(self, part: str, entry: Node) -> Sheet:
        tables = [
            Table(each.target, self.package.tree(each.target))
            for each in self.package.related(part, "table")
        ]
        return Sheet(part, entry, cut(self.package[part]), tables)

    @property
    def tables(self) -> list[Table]:
        """The tables of all sheets."""
        return [table for sheet in self.sheets for table in sheet.tables]

    @property
    def names(self) -> dict[str, str]:
        """The defined names that are known everywhere, and what each refers to."""
        return {
            name.get("name"): name.text
            for name in self.root.below("definedNames")
            if not name.get("localSheetId")
        }

    @property
    def has_macros(self) -> bool:
        """Whether the file may hold macros."""
        return "macroEnabled" in self.package.content_type(self.part)

    @property
    def is_calcs(self) -> bool:
        """Whether LibreOffice wrote the file, and nothing was put back since."""
        return self.root.below("fileVersion").get("appName") in ("Calc", "LibreOffice")

    def one(self, kind: str) -> str:
        """Return the part of a kind (styles, theme, sharedStrings), ``""`` when there is none."""
        return next((each.target for each in self.package.related(self.part, kind)), "")


def _reference(entry: Node) -> str:
    """Return the id by which a node refers to a part; its prefix is ``r`` nearly always."""
    marks = (value for name, value in entry.attributes.items() if name.endswith(f":{_LINK}"))
    return next(marks, "")
