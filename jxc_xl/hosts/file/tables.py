"""A table (ListObject) as a part of the package: where it lies, and letting it grow or shrink."""

import re
from dataclasses import InitVar, dataclass, field
from xml.etree import ElementTree

from jxc_xl.hosts.file.areas import Area
from jxc_xl.hosts.file.text import from_cell

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OPENING = re.compile(rb"<table\b[^>]*>", re.DOTALL)
_FILTER = re.compile(rb"<(?:autoFilter|sortState)\b[^>]*>", re.DOTALL)
_REF = re.compile(rb'(\sref=")([^"]*)(")')


@dataclass
class TablePart:
    """One table of a sheet."""

    part: str
    sheet: str
    xml: bytes
    root: InitVar[ElementTree.Element]
    name: str = field(init=False)
    area: Area = field(init=False)
    header_rows: int = field(init=False)
    totals_rows: int = field(init=False)
    column_formulas: list[str | None] = field(init=False)

    def __post_init__(self, root: ElementTree.Element) -> None:
        self.name = _plain(root.get("displayName") or root.get("name") or "")
        self.area = self._written = Area.parse(root.get("ref", ""))
        self.header_rows = int(root.get("headerRowCount", "1"))
        self.totals_rows = int(root.get("totalsRowCount", "0"))
        columns = root.iterfind(f"{_MAIN}tableColumns/{_MAIN}tableColumn")
        self.column_formulas = [_formula(column) for column in columns]

    @property
    def header(self) -> Area | None:
        """The row with the headers, unless they are switched off."""
        return self.area._replace(bottom=self.area.top) if self.header_rows else None

    @property
    def body(self) -> Area | None:
        """The data rows, without header and totals."""
        top, bottom = self.area.top + self.header_rows, self.area.bottom - self.totals_rows
        return self.area._replace(top=top, bottom=bottom) if top <= bottom else None

    @property
    def changed(self) -> bool:
        """Whether the part has to be written."""
        return self.area != self._written

    def render(self) -> bytes:
        """Return the part with the table's new place, and that of its filter, in it.

        The filter and its sorting reach as far as the table did: they follow it when they ended
        where it ended, and are cut where it now ends.
        """
        opening = _OPENING.search(self.xml)
        if opening is None:
            raise ValueError("a table without a beginning")
        head = _with_ref(opening[0], self.area.address)
        rest = _FILTER.sub(lambda match: self._follow(match[0]), self.xml[opening.end() :])
        return self.xml[: opening.start()] + head + rest

    def _follow(self, tag: bytes) -> bytes:
        found = _REF.search(tag)
        if found is None:
            return tag
        area = Area.parse(found[2].decode())
        last, before = self.area.bottom - self.totals_rows, self._written.bottom - self.totals_rows
        if area.bottom == before or area.bottom > last:
            return _with_ref(tag, area._replace(bottom=last).address)
        return tag


def _with_ref(tag: bytes, address: str) -> bytes:
    return _REF.sub(lambda match: match[1] + address.encode() + match[3], tag, count=1)


def _plain(name: str) -> str:
    return from_cell(name.replace("&", "&amp;").encode())


def _formula(column: ElementTree.Element) -> str | None:
    formula = column.find(_MAIN + "calculatedColumnFormula")
    if formula is None or formula.get("array") in ("1", "true"):
        return None
    return formula.text
