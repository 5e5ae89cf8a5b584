"""What the workbook part says: sheets, names, where the shared parts are, how to calculate."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from jxc_xl.hosts.errors import NotAWorkbook, OldWorkbookFormat, WouldLose
from jxc_xl.hosts.file.package import Package
from jxc_xl.i18n import gettext as _

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_WORKBOOK_TYPES = (
    "sheet.main+xml",
    "sheet.macroEnabled.main+xml",
    "template.main+xml",
    "template.macroEnabled.main+xml",
)


@dataclass(frozen=True)
class DefinedName:
    """A name for a cell or a formula; ``sheet`` is set if it is known on one sheet only."""

    name: str
    refers_to: str  # without "="
    sheet: str | None

    @property
    def full_name(self) -> str:
        """The name as xlwings gives it, with its sheet in front if it belongs to one."""
        return self.name if self.sheet is None else f"{self.sheet}!{self.name}"

    @property
    def cells(self) -> tuple[str, str]:
        """The sheet and the address that the name stands for, if it stands for one rectangle."""
        sheet, mark, address = self.refers_to.rpartition("!")
        if not mark or "," in sheet or "(" in sheet:
            raise NotImplementedError(f"{self.name} does not stand for one rectangle of cells")
        if sheet.startswith("'"):
            sheet = sheet[1:-1].replace("''", "'")
        return sheet, address


@dataclass(frozen=True)
class Structure:
    """The workbook part, read. Parts are given by name, ``""`` when there is none."""

    part: str
    sheets: dict[str, str]  # the worksheets' parts by name, in the order of the tabs
    sheet_ids: dict[str, int]
    styles: str
    strings: str
    chain: str
    names: list[DefinedName]
    from_1904: bool
    calculates_on_load: bool


def read_structure(path: Path, package: Package) -> Structure:
    """Read the workbook part; what is no workbook, or one of an odd kind, is refused."""
    part = _workbook_part(path, package)
    root = package.xml(part)
    entries = list(root.iterfind(f"{_MAIN}sheets/{_MAIN}sheet"))
    if not entries:  # "Strict Open XML" has other namespaces
        raise OldWorkbookFormat(path)
    related = {item.id: item for item in package.related(part)}
    targets = {item.kind: item.target for item in related.values()}
    every = [entry.get("name", "") for entry in entries]
    return Structure(
        part,
        {
            entry.get("name", ""): item.target
            for entry in entries
            if (item := related.get(entry.get(_RELATION_ID, ""))) and item.kind == "worksheet"
        },
        {entry.get("name", ""): int(entry.get("sheetId", "0")) for entry in entries},
        targets.get("styles", ""),
        targets.get("sharedStrings", ""),
        targets.get("calcChain", ""),
        list(_names(root, every)),
        _is_on(root.find(_MAIN + "workbookPr"), "date1904"),
        _is_on(root.find(_MAIN + "calcPr"), "fullCalcOnLoad"),
    )


def _workbook_part(path: Path, package: Package) -> str:
    related = list(package.related(""))
    roots = [item.target for item in related if item.kind == "officeDocument"]
    if not roots:
        raise NotAWorkbook(path)
    if any(item.kind == "origin" for item in related):
        raise WouldLose(path, _("it is digitally signed"))
    kind = package.content_type(roots[0])
    if "binary" in kind:
        raise OldWorkbookFormat(path)
    if not kind.endswith(_WORKBOOK_TYPES):
        raise NotAWorkbook(path)
    return roots[0]


def _names(root: ElementTree.Element, sheets: list[str]) -> Iterator[DefinedName]:
    for entry in root.iterfind(f"{_MAIN}definedNames/{_MAIN}definedName"):
        scope = entry.get("localSheetId")
        sheet = None if scope is None else sheets[int(scope)]
        yield DefinedName(entry.get("name", ""), entry.text or "", sheet)


def _is_on(element: ElementTree.Element | None, attribute: str) -> bool:
    return element is not None and element.get(attribute) in ("1", "true")
