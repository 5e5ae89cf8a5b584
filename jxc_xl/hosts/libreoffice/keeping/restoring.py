"""The new package with what Calc lost put back into it."""

from __future__ import annotations

from collections.abc import Iterable

from jxc_xl.hosts.libreoffice.keeping import frames, rows, tables
from jxc_xl.hosts.libreoffice.keeping.cells import Shown
from jxc_xl.hosts.libreoffice.keeping.fonts import Fonts
from jxc_xl.hosts.libreoffice.keeping.formulas import Meanings
from jxc_xl.hosts.libreoffice.keeping.looks import Looks
from jxc_xl.hosts.libreoffice.keeping.matching import same_sheets, same_tables
from jxc_xl.hosts.libreoffice.keeping.package import NotAPackage, Package
from jxc_xl.hosts.libreoffice.keeping.structure import Sheet, Table, Workbook
from jxc_xl.hosts.libreoffice.keeping.tree import Node

_ORDER = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets",
    "functionGroups", "externalReferences", "definedNames", "calcPr", "oleSize",
    "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing",
    "fileRecoveryPr", "webPublishObjects", "extLst",
)  # fmt: skip
_WINDOW = ("xWindow", "yWindow", "windowWidth", "windowHeight", "tabRatio")


def restored(before: Package, after: Package, stand_ins: Iterable[str]) -> bytes | None:
    """Return ``after`` with what it lost of ``before``; ``None`` if there is nothing to do.

    ``stand_ins`` are fonts that are LibreOffice's own. What cannot be read, or would come out
    unsound, raises ``NotAPackage``.
    """
    old, new = Workbook(before), Workbook(after)
    if not new.is_calcs:
        return None
    faults = after.faults()
    _Restoring(old, new).run(Fonts(old, new, stand_ins))
    unsound = set(after.faults()) - set(faults)
    if unsound:
        raise NotAPackage("; ".join(sorted(unsound)))
    return after.render() if after.is_changed else None


class _Restoring:
    def __init__(self, old: Workbook, new: Workbook) -> None:
        self._old = old
        self._new = new
        self._sheets = same_sheets(old, new)
        self._looks = Looks(old, new)

    def run(self, fonts: Fonts) -> None:
        """Put back everything."""
        self._mend_workbook()
        fonts.put_back()
        self._mend_tables()
        self._mend_sheets()
        self._looks.put_back_table_styles()
        self._looks.write()
        self._put_back_parts()

    # parts that Calc drops, moves or writes anew

    def _put_back_parts(self) -> None:
        for relationship in self._old.package.related("", "extensibility"):
            self._put_back("", relationship.type, relationship.target)
        self._move_custom_xml()
        for kind in ("customXml", "theme"):
            for relationship in self._old.package.related(self._old.part, kind):
                self._put_back(self._new.part, relationship.type, relationship.target)
        if self._new.has_macros:
            for relationship in self._old.package.related(self._old.part, "vbaProject"):
                self._put_back(self._new.part, relationship.type, relationship.target)

    def _put_back(self, owner: str, type_: str, part: str) -> None:
        new = self._new.package
        if part not in self._old.package:
            return
        for relationship in list(new.related(owner)):
            if relationship.type == type_ and relationship.target != part:
                if type_.endswith("/customXml"):
                    continue  # there may be several
                new.unrelate(relationship)
        new.take(self._old.package, part)
        new.relate(owner, type_, part)

    def _move_custom_xml(self) -> None:
        """Calc hangs them on the package itself instead of on the workbook."""
        known = {each.target for each in self._old.package.related("", "customXml")}
        for relationship in list(self._new.package.related("", "customXml")):
            if relationship.target not in known:
                self._new.package.unrelate(relationship)
                self._new.package.relate(self._new.part, relationship.type, relationship.target)

    # the workbook

    def _mend_workbook(self) -> None:
        old, new = self._old.root, self._new.root
        for name in ("fileVersion", "workbookPr"):
            self._mend_element(name)
        self._mend_calculation()
        lock = old.find("workbookProtection")
        if lock is not None and not new.below("workbookProtection").is_on("lockStructure"):
            new.place(lock.copy(), _ORDER)
        view, there = old.below("bookViews", "workbookView"), new.below("bookViews", "workbookView")
        for name in _WINDOW:
            if name in view.attributes:
                there.attributes[name] = view.get(name)
        for before, after in self._sheets:
            if (before.entry.get("state"), after.entry.get("state")) == ("veryHidden", "hidden"):
                after.entry.attributes["state"] = "veryHidden"
        self._mend_names()
        self._new.package.write_tree(self._new.part, new)

    def _mend_calculation(self) -> None:
        """Whether Excel calculates by itself."""
        before, there = self._old.root.below("calcPr"), self._new.root.below("calcPr")
        for name in ("calcMode", "calcOnSave", "fullPrecision"):
            if name in before.attributes:
                there.attributes.setdefault(name, before.get(name))

    def _mend_element(self, name: str) -> None:
        before, there = self._old.root.below(name), self._new.root.find(name)
        kept = {key: value for key, value in before.attributes.items() if ":" not in key}
        if there is None:
            there = Node(name)
            self._new.root.place(there, _ORDER)
        if name == "fileVersion":
            there.attributes = kept or {"appName": "xl"}
        else:
            there.attributes = {**kept, **there.attributes}

    def _mend_names(self) -> None:
        """Names that were hidden, and what was noted beside a name."""
        old = {_key(name): name for name in self._old.root.below("definedNames")}
        for name in self._new.root.below("definedNames"):
            before = old.get(_key(name))
            if before is not None and not name.get("localSheetId"):
                for attribute in ("comment", "description"):
                    if attribute in before.attributes:
                        name.attributes.setdefault(attribute, before.get(attribute))
                if before.is_on("hidden"):
                    name.attributes["hidden"] = "1"

    # sheets and tables

    def _mend_sheets(self) -> None:
        styles = self._new.one("styles")
        never_shown = not any(frames.is_frozen(after.frame) for _before, after in self._sheets)
        taken = {before.code_name for before, _after in self._sheets}
        matched = {id(after) for _before, after in self._sheets}
        for sheet in self._new.sheets:
            if id(sheet) not in matched and sheet.code_name in taken:
                sheet.frame.below("sheetPr").attributes.pop("codeName", None)
        for before, after in self._sheets:
            frames.mend(before.frame, after.frame)
            if never_shown:
                frames.mend_panes(before.frame, after.frame)
            if styles:
                rows.trim(before, after, self._new.package.tree(styles))
        for sheet in self._new.sheets:
            self._new.package[sheet.part] = sheet.render()

    def _mend_tables(self) -> None:
        pairs = same_tables(self._old.tables, self._new.tables)
        meanings = Meanings(self._new, {old.name: new.name for old, new in pairs})
        before = {id(new): old for old, new in pairs}
        _number(self._new.tables, before)
        for sheet in self._new.sheets:
            sheet.cells = sheet.cells._replace(rows=meanings.in_cells(sheet.cells.rows))
            shown = self._shown(sheet)
            for table in sheet.tables:
                old = before.get(id(table))
                if old is not None:
                    tree = tables.mend(old, table, shown, meanings, self._looks)
                    self._new.package.write_tree(table.part, tree)
                else:
                    tables.mend_filter(table)
                    self._new.package.write_tree(table.part, table.root)

    def _shown(self, sheet: Sheet) -> Shown:
        return Shown(sheet.cells.rows, self._new.package, self._new.one("sharedStrings"))


def _number(now: list[Table], before: dict[int, Table]) -> None:
    """Give tables the numbers that they had; a new one whose number that was gets another."""
    taken = {old.root.get("id") for old in before.values()}
    free = (str(number) for number in range(1, 10**6) if str(number) not in taken)
    for table in now:
        old = before.get(id(table))
        table.root.attributes["id"] = next(free) if old is None else old.root.get("id")


def _key(name: Node) -> tuple[str, str]:
    return name.get("name").casefold(), name.get("localSheetId")
