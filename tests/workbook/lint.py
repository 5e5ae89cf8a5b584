"""Rules that no schema knows and that Excel punishes by repairing the file.

``lint`` reads the parts of a workbook as they are stored and says, one line each, what Excel
would stumble over.  It believes nothing that a library says about the file.
"""

import re
import zipfile
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import PurePosixPath
from typing import IO, NamedTuple
from xml.etree.ElementTree import Element, fromstring

from tests.workbook.macro_lint import macro_findings

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

FUNCTIONS = frozenset(
    {
        "AND",
        "COUNT",
        "COUNTIF",
        "FIND",
        "IF",
        "IFERROR",
        "INDEX",
        "ISNUMBER",
        "MATCH",
        "MAX",
        "MOD",
        "N",
        "OR",
    }
    | {"ROUND", "ROW", "SEARCH", "SMALL", "SUM", "SUMIFS", "SUMPRODUCT", "TEXT", "TODAY"}
)
"""What our formulas may use: Excel 2010 and LibreOffice 7.4 know all of them."""

_CELL_ADDRESS = re.compile(r"[A-Za-z]{1,3}[0-9]+$|[Rr]([0-9]*)[Cc]([0-9]*)$|[RrCc]$")
_NAME = re.compile(r"[^\W\d][\w.\\]*$|_[\w.\\]*$|\\[\w.\\]*$")
_CALL = re.compile(r"([A-Za-z_][A-Za-z0-9_.]*)\(")
_COLUMN_OF = re.compile(r"(\w+)\[(?!\[|#)([^\[\]]+)\]")
_PART_OF = re.compile(r"(\w+)\[\[#(?:This Row|Headers)\],\[([^\[\]]+)\]\]")
_SHEET_OF = re.compile(r"(?:'([^']+)'|([^\W\d][\w.]*))!")


class Area(NamedTuple):
    """A range of cells, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int

    def meets(self, other: "Area") -> bool:
        """Whether they share a cell."""
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )


def lint(file: str | IO[bytes]) -> list[str]:
    """Everything in the workbook that Excel would repair; nothing for a sound one."""
    with zipfile.ZipFile(file) as package:
        return [*_Workbook(package).findings(), *macro_findings(package)]


class _Sheet(NamedTuple):
    name: str
    root: Element
    tables: list[Element]


class _Workbook:
    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self._book = self._xml("xl/workbook.xml")
        links = self._links("xl/workbook.xml")
        self._sheets = [
            self._sheet(sheet.attrib["name"], links[sheet.attrib[LINK]])
            for sheet in self._book.iter(f"{MAIN}sheet")
        ]
        self._strings = self._shared_strings()
        self._names = list(self._book.iter(f"{MAIN}definedName"))
        self._columns = {
            table.attrib["displayName"]: [
                c.attrib["name"] for c in table.iter(f"{MAIN}tableColumn")
            ]
            for sheet in self._sheets
            for table in sheet.tables
        }

    def findings(self) -> Iterator[str]:
        """Every rule over every part."""
        yield from self._check_sheet_names()
        yield from self._check_names()
        yield from self._check_table_names()
        yield from self._check_styles()
        for sheet in self._sheets:
            for rule in (
                self._check_tables,
                self._check_areas,
                self._check_validations,
                self._check_indices,
                self._check_formulas,
                self._check_page,
            ):
                for finding in rule(sheet):
                    yield f"{sheet.name}: {finding}"

    def _check_sheet_names(self) -> Iterator[str]:
        names = [sheet.name for sheet in self._sheets]
        for name in names:
            if name.casefold().endswith(".py"):
                yield f"sheet {name!r} would make xlwings ask for a licence"
            if (
                not 0 < len(name) <= 31
                or re.search(r"[\[\]:*?/\\]", name)
                or "'" in (name[0], name[-1])
            ):
                yield f"sheet name {name!r}"
        yield from _twice("sheet name", [name.casefold() for name in names])

    def _check_names(self) -> Iterator[str]:
        scoped = []
        for name in self._names:
            word, formula = name.attrib["name"], name.text or ""
            scoped.append((word.casefold(), name.get("localSheetId")))
            if not _legal_name(word):
                yield f"defined name {word!r}"
            if int(name.get("localSheetId", "0")) >= len(self._sheets):
                yield f"defined name {word!r} belongs to no sheet"
            yield from (f"defined name {word}: {fault}" for fault in self._faults(formula))
        yield from _twice("defined name", scoped)

    def _check_table_names(self) -> Iterator[str]:
        tables = [table for sheet in self._sheets for table in sheet.tables]
        names = [table.attrib["displayName"].casefold() for table in tables]
        yield from _twice("table name", names)
        yield from _twice("table id", [table.attrib["id"] for table in tables])
        for name in names:
            if not _legal_name(name):
                yield f"table name {name!r}"
        for defined in self._names:
            if defined.attrib["name"].casefold() in names:
                yield f"{defined.attrib['name']!r} is a table and a name"

    def _check_styles(self) -> Iterator[str]:
        styles = self._xml("xl/styles.xml")
        own = {int(f.attrib["numFmtId"]) for f in styles.iter(f"{MAIN}numFmt")}
        sizes = {"fontId": "fonts", "fillId": "fills", "borderId": "borders"}
        for xf in styles.iter(f"{MAIN}xf"):
            for attribute, collection in sizes.items():
                if int(xf.get(attribute, "0")) >= _size(styles, collection):
                    yield f"style with {attribute} out of range"
            number_format = int(xf.get("numFmtId", "0"))
            if number_format >= 164 and number_format not in own:
                yield f"style with unknown number format {number_format}"

    def _check_tables(self, sheet: _Sheet) -> Iterator[str]:
        for table in sheet.tables:
            name, reference = table.attrib["displayName"], table.attrib["ref"]
            area = _area(reference)
            columns = self._columns[name]
            if area.bottom <= area.top:
                yield f"table {name} has no data row"
            if area.right - area.left + 1 != len(columns):
                yield f"table {name} has not as many columns as its range"
            filtered = table.find(f"{MAIN}autoFilter")
            if filtered is not None and filtered.attrib["ref"] != reference:
                yield f"table {name} filters another range"
            yield from _twice(f"column of {name}", [column.casefold() for column in columns])
            yield from _twice(
                f"column id of {name}", [c.attrib["id"] for c in table.iter(f"{MAIN}tableColumn")]
            )
            for offset, column in enumerate(columns):
                if (shown := self._text(sheet, area.top, area.left + offset)) != column:
                    yield f"table {name}: header cell {shown!r} over column {column!r}"
            for formula in table.iter(f"{MAIN}calculatedColumnFormula"):
                yield from (f"table {name}: {fault}" for fault in self._faults(formula.text or ""))

    def _check_areas(self, sheet: _Sheet) -> Iterator[str]:
        areas = [_area(table.attrib["ref"]) for table in sheet.tables]
        areas += [_area(merge.attrib["ref"]) for merge in sheet.root.iter(f"{MAIN}mergeCell")]
        yield from _overlaps("tables and merged cells", areas)
        columns = [
            (int(c.attrib["min"]), int(c.attrib["max"])) for c in sheet.root.iter(f"{MAIN}col")
        ]
        if any(after[0] <= before[1] for before, after in pairwise(columns)):
            yield "column ranges out of order"

    def _check_validations(self, sheet: _Sheet) -> Iterator[str]:
        areas = []
        limits = {"promptTitle": 32, "prompt": 255, "errorTitle": 32, "error": 225}
        for validation in sheet.root.iter(f"{MAIN}dataValidation"):
            where = validation.attrib["sqref"]
            areas += [_area(part) for part in where.split()]
            for attribute, limit in limits.items():
                if len(validation.get(attribute, "")) > limit:
                    yield f"validation {where}: {attribute} longer than {limit}"
            formula = validation.findtext(f"{MAIN}formula1", "")
            if formula.startswith('"') and len(formula) - 2 > 255:
                yield f"validation {where}: list longer than 255"
            listed = validation.get("type") == "list" and not formula.startswith('"')
            if listed and formula not in {name.attrib["name"] for name in self._names}:
                yield f"validation {where}: no defined name {formula!r}"
        yield from _overlaps("validations", areas)

    def _check_indices(self, sheet: _Sheet) -> Iterator[str]:
        styles = self._xml("xl/styles.xml")
        formats, looks = _size(styles, "cellXfs"), _size(styles, "dxfs")
        for tag, attribute in (("c", "s"), ("row", "s"), ("col", "style")):
            for element in sheet.root.iter(MAIN + tag):
                if int(element.get(attribute, "0")) >= formats:
                    yield f"{tag} with style {element.attrib[attribute]} out of range"
        rules = list(sheet.root.iter(f"{MAIN}cfRule"))
        yield from _twice("priority", [rule.attrib["priority"] for rule in rules])
        for rule in rules:
            if int(rule.get("dxfId", "0")) >= looks:
                yield "conditional format with a look out of range"
        for table in sheet.tables:
            for element in table.iter():
                if any(k.endswith("xfId") and int(v) >= looks for k, v in element.items()):
                    yield "table with a look out of range"

    def _check_formulas(self, sheet: _Sheet) -> Iterator[str]:
        seen = {cell.text or "" for cell in sheet.root.iter(f"{MAIN}f")}
        seen |= {rule.text or "" for rule in sheet.root.iter(f"{MAIN}formula")}
        for formula in sorted(seen):
            yield from (f"{formula[:60]}: {fault}" for fault in self._faults(formula))
        names = {other.name for other in self._sheets}
        for link in sheet.root.iter(f"{MAIN}hyperlink"):
            target = link.get("location", "")
            if target and target.rpartition("!")[0].strip("'") not in names:
                yield f"link to {target}"

    def _check_page(self, sheet: _Sheet) -> Iterator[str]:
        for tag in ("oddHeader", "oddFooter"):
            if len(sheet.root.findtext(f".//{MAIN}{tag}", "")) > 255:
                yield f"{tag} longer than 255"

    def _faults(self, formula: str) -> Iterator[str]:
        """What is wrong with one formula, stored without its leading ``=``."""
        if formula.startswith("="):
            yield "begins with ="
        if len(formula) > 8192:
            yield "longer than 8192"
        bare = re.sub(r'"[^"]*"', "", formula)
        if '"' in bare:
            yield "unbalanced quotes"
        for opening, closing in ("()", "[]"):
            if bare.count(opening) != bare.count(closing):
                yield f"unbalanced {opening}{closing}"
        unknown = sorted(set(_CALL.findall(bare)) - FUNCTIONS)
        if unknown:
            yield f"functions {unknown}"
        if "@" in bare:
            yield "short form of a structured reference"
        for table, column in _COLUMN_OF.findall(bare) + _PART_OF.findall(bare):
            if column not in self._columns.get(table, ()):
                yield f"no column {table}[{column}]"
        for quoted, plain in _SHEET_OF.findall(bare):
            if (quoted or plain) not in {sheet.name for sheet in self._sheets}:
                yield f"no sheet {quoted or plain}"

    def _sheet(self, name: str, part: str) -> _Sheet:
        root, links = self._xml(part), self._links(part)
        tables = [self._xml(links[t.attrib[LINK]]) for t in root.iter(f"{MAIN}tablePart")]
        return _Sheet(name, root, tables)

    def _text(self, sheet: _Sheet, row: int, column: int) -> str | None:
        for cell in sheet.root.iter(f"{MAIN}c"):
            if _area(cell.attrib["r"])[:2] == (row, column):
                value = cell.findtext(f"{MAIN}v", "")
                return self._strings[int(value)] if cell.get("t") == "s" else value
        return None

    def _shared_strings(self) -> list[str]:
        if "xl/sharedStrings.xml" not in self._package.namelist():
            return []
        strings = self._xml("xl/sharedStrings.xml").iter(f"{MAIN}si")
        return ["".join(t.text or "" for t in string.iter(f"{MAIN}t")) for string in strings]

    def _links(self, part: str) -> dict[str, str]:
        path = PurePosixPath(part)
        links = str(path.parent / "_rels" / f"{path.name}.rels")
        if links not in self._package.namelist():
            return {}
        return {
            link.attrib["Id"]: _resolved(path.parent, link.attrib["Target"])
            for link in self._xml(links)
        }

    def _xml(self, part: str) -> Element:
        return fromstring(self._package.read(part))


def _resolved(folder: PurePosixPath, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    parts: list[str] = list(folder.parts)
    for piece in PurePosixPath(target).parts:
        if piece == "..":
            parts.pop()
        else:
            parts.append(piece)
    return "/".join(parts)


def _legal_name(word: str) -> bool:
    return bool(_NAME.match(word)) and not _CELL_ADDRESS.match(word) and len(word) <= 255


def _size(styles: Element, collection: str) -> int:
    found = styles.find(MAIN + collection)
    return 0 if found is None else len(found)


def _area(reference: str) -> Area:
    first, _colon, last = reference.replace("$", "").partition(":")
    return Area(*_cell(first), *_cell(last or first))


def _cell(address: str) -> tuple[int, int]:
    letters = address.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(address[len(letters) :]), column


def _twice(what: str, values: Sequence[object]) -> Iterator[str]:
    for value in {value for value in values if values.count(value) > 1}:
        yield f"{what} {value!r} twice"


def _overlaps(what: str, areas: list[Area]) -> Iterator[str]:
    for index, area in enumerate(areas):
        if any(area.meets(other) for other in areas[index + 1 :]):
            yield f"{what} overlap at {area}"
