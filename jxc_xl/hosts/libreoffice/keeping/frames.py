"""What stands around the cells of a sheet: mended where Calc lost it, left where it was changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from jxc_xl.hosts.libreoffice.keeping.tree import Node

ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr",
    "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState",
    "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting",
    "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter",
    "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects",
    "controls", "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
_PROPERTIES = ("tabColor", "outlinePr", "pageSetUpPr")
_LAST_ROW = 1_048_576
_RANGE = re.compile(r"^([A-Z]+)(\d+):([A-Z]+)(\d+)$")
_CODES = re.compile(r'&"[^"]*"|&K[0-9A-Fa-f]{6}|&K\d\d[+-]\d{3}|&\d+|&[BIUESXY]')


def mend(old: Node, new: Node) -> None:
    """Put into the frame of a sheet what its old frame had and Calc lost."""
    for part in (
        _properties, _views, _format, _columns, _rules, _bars, _validations, _links, _header,
        _ignored,
    ):  # fmt: skip
        part(old, new)


def mend_panes(old: Node, new: Node) -> None:
    """Freeze a sheet again that Calc saved without ever showing it."""
    view, there = _view(old), _view(new)
    pane = view.find("pane")
    if pane is not None and there.find("pane") is None:
        for name in ("zoomScale", "zoomScaleNormal"):
            if view.get(name):
                there.attributes[name] = view.get(name)
        there.children = [each.copy() for each in view if each.name in ("pane", "selection")]


def is_frozen(frame: Node) -> bool:
    """Say whether a sheet has panes."""
    return _view(frame).find("pane") is not None


def _view(frame: Node) -> Node:
    return frame.below("sheetViews", "sheetView")


def _properties(old: Node, new: Node) -> None:
    """The code name; which way outlines fold; the tab's colour, lost where a sheet is protected."""
    before = old.below("sheetPr")
    there = new.find("sheetPr")
    if there is None:
        there = Node("sheetPr")
        new.place(there, ORDER)
    for name, value in before.attributes.items():
        if ":" not in name:
            there.attributes.setdefault(name, value)
    if before.get("codeName"):
        there.attributes["codeName"] = before.get("codeName")
    lost = ["outlinePr"]
    if old.find("sheetProtection") is not None:
        lost.append("tabColor")
    for name in lost:
        child = before.find(name)
        if child is not None and there.find(name) is None:
            there.place(child.copy(), _PROPERTIES)


def _views(old: Node, new: Node) -> None:
    """Whether row and column headings are shown: Calc has one answer for all sheets."""
    view = _view(new)
    if view.attributes:
        view.attributes["showRowColHeaders"] = (
            "1" if _view(old).is_on("showRowColHeaders", default=True) else "0"
        )


def _format(old: Node, new: Node) -> None:
    """The height of rows that were never touched."""
    before, there = old.below("sheetFormatPr"), new.below("sheetFormatPr")
    if before.get("defaultRowHeight") == there.get("defaultRowHeight"):
        for name in ("customHeight", "thickTop", "thickBottom"):
            if before.is_on(name):
                there.attributes[name] = "1"


def _columns(old: Node, new: Node) -> None:
    """The mark of a column beside folded ones, if all columns are folded as before."""
    before, after = _by_number(old), _by_number(new)
    folded = {number for number, column in before.items() if column.is_on("collapsed")}
    if not folded or _folding(before) != _folding(after):
        return
    there = new.below("cols")
    there.children = [
        piece for column in there for piece in _split(column, lambda number: number in folded)
    ]


def _by_number(frame: Node) -> dict[int, Node]:
    return {
        number: column
        for column in frame.below("cols")
        for number in _numbers(column)
        if int(column.get("max", "0")) < 16_384
    }


def _numbers(column: Node) -> range:
    return range(int(column.get("min", "1")), int(column.get("max", "0")) + 1)


def _folding(columns: dict[int, Node]) -> dict[int, tuple[str, bool]]:
    every = {
        number: (column.get("outlineLevel", "0"), column.is_on("hidden"))
        for number, column in columns.items()
    }
    return {number: how for number, how in every.items() if how != ("0", False)}


def _split(column: Node, is_folded: Callable[[int], bool]) -> Iterator[Node]:
    numbers = _numbers(column)
    if not any(is_folded(number) for number in numbers):
        yield column
        return
    for number in numbers:
        piece = column.copy()
        piece.attributes.update(min=str(number), max=str(number))
        if is_folded(number):
            piece.attributes["collapsed"] = "1"
        yield piece


def _rules(old: Node, new: Node) -> None:
    """Conditional formats after which no other is looked at: Calc has no such mark."""
    before, after = _in_order(old), _in_order(new)
    said: dict[tuple[str, ...], set[bool]] = {}
    for rule in before:
        said.setdefault(_meaning(rule), set()).add(rule.is_on("stopIfTrue"))
    same = [_kind(rule) for rule in before] == [_kind(rule) for rule in after]
    for index, rule in enumerate(after):
        stops = said.get(_meaning(rule), set())
        if same:
            stops = {before[index].is_on("stopIfTrue")}
        if stops == {True}:
            rule.attributes["stopIfTrue"] = "1"


def _in_order(frame: Node) -> list[Node]:
    rules = [rule for group in frame.all("conditionalFormatting") for rule in group.all("cfRule")]
    return sorted(rules, key=lambda rule: int(rule.get("priority", "0")))


def _kind(rule: Node) -> tuple[str, ...]:
    return rule.get("type"), rule.get("operator"), str(len(rule.all("formula")))


def _meaning(rule: Node) -> tuple[str, ...]:
    return rule.get("type"), rule.get("operator"), *(each.text for each in rule.all("formula"))


def _bars(old: Node, new: Node) -> None:
    """Data bars that are otherwise as before keep their borders, lengths and axis."""
    before = {key: (bar, more) for key, bar, more in _bars_of(old)}
    for key, bar, more in _bars_of(new):
        if key in before:
            old_bar, old_more = before[key]
            bar.attributes = dict(old_bar.attributes)
            if more is not None and old_more is not None:
                more.attributes = dict(old_more.attributes)
                more.children = old_more.copy().children


def _bars_of(frame: Node) -> Iterator[tuple[tuple[str, ...], Node, Node | None]]:
    more = {rule.get("id"): rule.find("x14:dataBar") for rule in frame.everywhere("x14:cfRule")}
    for group in frame.all("conditionalFormatting"):
        for rule in group.all("cfRule"):
            bar = rule.find("dataBar")
            if bar is not None:
                ids = [each.text.strip() for each in rule.everywhere("x14:id")]
                what = (group.get("sqref"), *(_scale(each) for each in bar))
                yield what, bar, more.get(ids[0]) if ids else None


def _scale(node: Node) -> str:
    if node.name == "cfvo":
        kind = node.get("type")
        return kind if kind in ("min", "max") else f"{kind} {node.get('val')}"
    return " ".join(f"{name}={value}" for name, value in sorted(node.attributes.items()))


def _validations(old: Node, new: Node) -> None:
    """Drop-downs and prompts reach to the last row again: Calc cuts them below the cells."""
    before = [_RANGE.match(area) for area in _areas(old)]
    to_the_end = {(a[1], a[3]) for a in before if a and int(a[4]) == _LAST_ROW}
    cut_at = _cut_at(new)
    for validation in new.below("dataValidations"):
        areas = validation.get("sqref").split()
        validation.attributes["sqref"] = " ".join(_reach(a, to_the_end, cut_at) for a in areas)
        if validation.get("type") == "none":
            validation.children = []


def _areas(frame: Node) -> Iterator[str]:
    for validation in frame.below("dataValidations"):
        yield from validation.get("sqref").split()


def _cut_at(frame: Node) -> int:
    """Return the row at which Calc cut what reached to the end: the last that any reaches."""
    ends = (int(found[4]) for found in map(_RANGE.match, _areas(frame)) if found)
    last = re.findall(r"\d+", frame.below("dimension").get("ref"))
    cut_at = max(ends, default=0)
    return cut_at if last and cut_at >= int(last[-1]) else 0


def _reach(area: str, to_the_end: set[tuple[str, str]], cut_at: int) -> str:
    found = _RANGE.match(area)
    if found and int(found[4]) == cut_at and (found[1], found[3]) in to_the_end:
        return f"{found[1]}{found[2]}:{found[3]}{_LAST_ROW}"
    return area


def _links(old: Node, new: Node) -> None:
    """The tips of links."""
    tips = {
        (link.get("location"), link.get("display")): link.get("tooltip")
        for link in old.below("hyperlinks")
        if link.get("tooltip")
    }
    for link in new.below("hyperlinks"):
        tip = tips.get((link.get("location"), link.get("display")))
        if tip:
            link.attributes.setdefault("tooltip", tip)


def _header(old: Node, new: Node) -> None:
    """The fonts of headers and footers whose words are the same."""
    before, there = old.below("headerFooter"), new.below("headerFooter")
    for child in there:
        was = before.below(child.name).text
        if was and _words(was) == _words(child.text):
            child.children = [was]
    margins = new.below("pageMargins")
    for name, margin in (("oddHeader", "header"), ("oddFooter", "footer")):
        if not there.below(name).text and margin in old.below("pageMargins").attributes:
            margins.attributes[margin] = old.below("pageMargins").get(margin)


def _words(text: str) -> tuple[str, str, str]:
    """Return what a header says left, in the middle and right."""
    said = {"L": "", "C": "", "R": ""}
    place = "C"
    for piece in re.split(r"(&[LCR])", _CODES.sub("", text)):
        if piece in ("&L", "&C", "&R"):
            place = piece[1]
        else:
            said[place] += piece
    return said["L"], said["C"], said["R"]


def _ignored(old: Node, new: Node) -> None:
    """The cells that Excel shall not mark as doubtful."""
    before = old.find("ignoredErrors")
    if before is not None and new.find("ignoredErrors") is None:
        plain = [each.copy() for each in before if each.name == "ignoredError"]
        new.place(Node("ignoredErrors", {}, plain), ORDER)
