"""Fonts: the one that LibreOffice shows Chinese in, where it lacks the workbook's, stays its own.

On a computer without 微软雅黑 Calc shows Chinese in a stand-in and saves that as the font of the
cells; texts of two scripts become rich texts in two fonts.  The stand-in is known from the open
document; a font that the clerk chose is another one and is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from jxc_xl.hosts.libreoffice.keeping.package import Package
from jxc_xl.hosts.libreoffice.keeping.structure import Workbook
from jxc_xl.hosts.libreoffice.keeping.tree import Node, parse

_RICH = re.compile(rb"<si><r>.*?</si>", re.DOTALL)
_TYPEFACE = ("name", "rFont", "family", "charset", "scheme")
_AT_FACE = ("name", "family", "charset")


def stand_ins(document: Any) -> list[str]:
    """Return the fonts that an open document (UNO) shows scripts in that its fonts may lack."""
    style = document.StyleFamilies.getByName("CellStyles").getByName("Default")
    return sorted({style.CharFontNameAsian, style.CharFontNameComplex} - {style.CharFontName})


class Fonts:
    """Gives the cells of the new file the fonts of the old one again."""

    def __init__(self, old: Workbook, new: Workbook, stand_in_fonts: Iterable[str]) -> None:
        before = _fonts(old)
        known = {font.below("name").get("val") for font in before}
        self._before = before
        self._new = new
        self._stand_ins = set(stand_in_fonts) - known

    def put_back(self) -> None:
        """Rename the stand-ins in the styles, and make plain again what became rich by them."""
        if not self._stand_ins:
            return
        part = self._new.one("styles")
        fonts = [font for font in _fonts(self._new) if self._is_stand_in(font)]
        if fonts:
            for font in fonts:
                self._rename(font)
            self._new.package.write_tree(part, self._new.package.tree(part))
        strings = self._new.one("sharedStrings")
        if strings:
            self._make_plain(self._new.package, strings)

    def _is_stand_in(self, font: Node) -> bool:
        return font.below("name").get("val") in self._stand_ins

    def _rename(self, font: Node) -> None:
        """Give a font the face of the one that looked like it, if only one face did."""
        alike = [each for each in self._before if _is_alike(each, font)]
        if len({each.below("name").get("val") for each in alike}) == 1:
            font.children = [child for child in font if child.name not in _AT_FACE]
            faces = (alike[0].find(name) for name in _AT_FACE)
            font.children += [face.copy() for face in faces if face is not None]

    def _make_plain(self, package: Package, part: str) -> None:
        data = package[part]
        if any(font.encode() in data for font in self._stand_ins):
            package[part] = _RICH.sub(lambda match: self._plain(match[0]), data)

    def _plain(self, written: bytes) -> bytes:
        runs = parse(written).all("r")
        looks = {_look(run.below("rPr")) for run in runs}
        names = {run.below("rPr", "rFont").get("val") for run in runs}
        if len(looks) > 1 or not names & self._stand_ins or len(names - self._stand_ins) > 1:
            return written
        text = "".join(run.below("t").text for run in runs)
        entry = Node("si", {}, [Node("t", {"xml:space": "preserve"}, [text])])
        return entry.written().encode()


def _fonts(workbook: Workbook) -> list[Node]:
    part = workbook.one("styles")
    return workbook.package.tree(part).below("fonts").all("font") if part else []


def _look(font: Node) -> str:
    """Return all of a font but its face."""
    said = sorted(child.written() for child in font if child.name not in _TYPEFACE)
    return "".join(said).replace('"true"', '"1"').replace(' val="1"', "")


def _is_alike(old: Node, new: Node) -> bool:
    """Say whether a font of the old file looks as one of the new, a colour of the theme as any."""
    if not {"theme", "indexed"} & set(old.below("color").attributes):
        return _look(old) == _look(new)
    return _look(_without_colour(old)) == _look(_without_colour(new))


def _without_colour(font: Node) -> Node:
    return Node(font.name, {}, [child for child in font if child.name != "color"])
