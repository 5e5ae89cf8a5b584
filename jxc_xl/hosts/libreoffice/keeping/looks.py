"""Differential formats and table styles: what tables are coloured with, numbered in styles.xml."""

from __future__ import annotations

from jxc_xl.hosts.libreoffice.keeping.structure import Workbook
from jxc_xl.hosts.libreoffice.keeping.tree import Node

_ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs",
    "tableStyles", "colors", "extLst",
)  # fmt: skip


class Looks:
    """Brings formats of the old file into the new one, where each has another number."""

    def __init__(self, old: Workbook, new: Workbook) -> None:
        self._new = new
        self._part = new.one("styles")
        self._tree = new.package.tree(self._part) if self._part else Node("styleSheet")
        self._old = old.package.tree(old.one("styles")) if old.one("styles") else Node("styleSheet")
        self._changed = False

    def number(self, old_number: str) -> str | None:
        """Return the number that a format of the old file has in the new one."""
        formats = self._old.below("dxfs").all("dxf")
        if not self._part or not old_number.isdigit() or int(old_number) >= len(formats):
            return None
        wanted = formats[int(old_number)]
        there = self._tree.find("dxfs")
        if there is None:
            there = Node("dxfs")
            self._tree.place(there, _ORDER)
        written = [each.written() for each in there.all("dxf")]
        if wanted.written() in written:
            return str(written.index(wanted.written()))
        there.children.append(wanted.copy())
        there.attributes["count"] = str(len(written) + 1)
        self._changed = True
        return str(len(written))

    def put_back_table_styles(self) -> None:
        """Bring the table styles of one's own, and which style new tables get."""
        styles = self._old.find("tableStyles")
        if styles is None or not self._part:
            return
        there = self._tree.find("tableStyles")
        if there is None:
            there = Node("tableStyles", {"count": "0", **styles.attributes})
            self._tree.place(there, _ORDER)
            self._changed = True
        taken = {each.get("name") for each in there}
        for style in styles:
            if style.get("name") not in taken:
                there.children.append(self._renumbered(style))
                self._changed = True
        there.attributes["count"] = str(len(list(there)))

    def _renumbered(self, style: Node) -> Node:
        style = style.copy()
        for element in style.all("tableStyleElement"):
            number = self.number(element.get("dxfId", "-"))
            if number is None:
                element.attributes.pop("dxfId", None)
            else:
                element.attributes["dxfId"] = number
        return style

    def write(self) -> None:
        """Write the part if anything was brought."""
        if self._changed:
            self._new.package.write_tree(self._part, self._tree)
