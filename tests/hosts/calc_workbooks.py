"""Workbooks for Calc to open and save, and what of a workbook must be there again afterwards."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import xlsxwriter
import xlwings

from jxc_xl.hosts.libreoffice.keeping import keeping
from jxc_xl.hosts.libreoffice.office import OwnOffice
from jxc_xl.hosts.libreoffice.python_uno import load_uno
from tests.hosts.files import parts, rewrite

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_MICROSOFT = "http://schemas.microsoft.com/office"
_END = b"</Relationships>"
TEMPLATES = Path(xlwings.__file__).parent
"""Where xlwings keeps its own workbooks."""
_LOCK = (
    b'<workbookProtection workbookAlgorithmName="SHA-512" workbookHashValue="q0bMDXMqBcq+fzPVzTzL'
    b'DBZhHhVoMFIXVCjsDBV8HzE=" workbookSaltValue="rF1Y6GzrkyG5OXV9bZzxlg==" '
    b'workbookSpinCount="100000" lockStructure="1"/>'
)


# through Calc and back


def opened(office: OwnOffice, path: Path, **properties: object) -> Any:
    """The document, open in LibreOffice."""
    uno = load_uno()
    given = []
    for name, value in {"MacroExecutionMode": 0, **properties}.items():
        given.append(uno.createUnoStruct("com.sun.star.beans.PropertyValue"))
        given[-1].Name, given[-1].Value = name, value
    return office.desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, tuple(given))


def trip(
    office: OwnOffice,
    path: Path,
    change: Callable[[Any], None] = lambda _: None,
    **properties: object,
) -> Path:
    """Open a workbook in Calc, change something, save it, and put back what was lost."""
    document = opened(office, path, **properties)
    try:
        change(document)
        with keeping(path, document):
            document.store()
    finally:
        document.close(True)
    return path


def type_into(sheet: str, address: str, what: str | float) -> Callable[[Any], None]:
    """A change: one cell."""

    def change(document: Any) -> None:
        cell = document.Sheets.getByName(sheet).getCellRangeByName(address)
        if isinstance(what, str):
            cell.setFormula(what)
        else:
            cell.setValue(what)

    return change


# workbooks


def as_macro_workbook(book: Path, target: Path, never_shown: str) -> Path:
    """Make an .xlsm of an .xlsx, with all that only Excel understands: see the parts below."""
    shutil.copy(book, target)
    vba = parts(TEMPLATES / "quickstart_standalone.xlsm")["xl/vbaProject.bin"]
    item = f"{_OFFICE}/relationships/customXml".encode()
    project = f"{_MICROSOFT}/2006/relationships/vbaProject".encode()
    ribbon = b"".join(
        b'<Relationship Id="ui%s" Type="%s/%s/relationships/ui/extensibility" Target="customUI/%s"/>'
        % (year, _MICROSOFT.encode(), year, name)
        for year, name in ((b"2006", b"customUI.xml"), (b"2007", b"customUI14.xml"))
    )
    sheet = re.compile(rb"worksheets/sheet(\d+)\.xml$")
    changes: dict[str, bytes | Callable[[bytes], bytes]] = {
        "xl/vbaProject.bin": vba,
        "customUI/customUI.xml": _ribbon("2006/01", "过账"),
        "customUI/customUI14.xml": _ribbon("2009/07", "过账"),
        "customXml/item1.xml": b'<note xmlns="urn:shop">kept</note>',
        "customXml/itemProps1.xml": _item_properties(),
        "customXml/_rels/item1.xml.rels": _relationships(
            f"{_OFFICE}/relationships/customXmlProps", "itemProps1.xml"
        ),
        "_rels/.rels": lambda xml: xml.replace(_END, ribbon + _END),
        "xl/_rels/workbook.xml.rels": lambda xml: xml.replace(
            _END,
            b'<Relationship Id="c1" Type="%s" Target="../customXml/item1.xml"/>' % item
            + b'<Relationship Id="v1" Type="%s" Target="vbaProject.bin"/>' % project
            + _END,
        ),
        "[Content_Types].xml": _macro_types,
        "xl/workbook.xml": lambda xml: _locked(xml, never_shown),
    }
    for name in parts(book):
        if found := sheet.search(name.encode()):
            changes[name] = _with_code_name(found[1])
    rewrite(target, changes)
    return target


def _with_code_name(number: bytes) -> Callable[[bytes], bytes]:
    def named(xml: bytes) -> bytes:
        given = b'<sheetPr codeName="Sheet%s"' % number
        if b"<sheetPr" in xml:
            return xml.replace(b"<sheetPr", given, 1)
        return re.sub(rb"(<worksheet\b[^>]*>)", rb"\1" + given + b"/>", xml, count=1)

    return named


def _locked(xml: bytes, never_shown: str) -> bytes:
    xml = re.sub(rb"<workbookPr\b", b'<workbookPr codeName="ThisWorkbook"', xml)
    xml = re.sub(rb"(<workbookPr\b[^>]*/>)", rb"\1" + _LOCK, xml)
    sheet = f'<sheet name="{never_shown}"'.encode()
    xml = re.sub(rb'(name="%s"[^>]*?) state="hidden"' % never_shown.encode(), rb"\1", xml)
    return xml.replace(sheet, sheet + b' state="veryHidden"')


def _macro_types(xml: bytes) -> bytes:
    book = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    added = (
        b'<Override PartName="/xl/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
        b'<Override PartName="/customXml/itemProps1.xml" ContentType="application/'
        b'vnd.openxmlformats-officedocument.customXmlProperties+xml"/></Types>'
    )
    macros = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    return xml.replace(book, macros).replace(b"</Types>", added)


def _ribbon(year: str, label: str) -> bytes:
    return (
        f'<customUI xmlns="{_MICROSOFT}/{year}/customui"><ribbon><tabs><tab id="jxc" label="店">'
        f'<group id="g" label="g"><button id="b" label="{label}" onAction="post"/></group></tab>'
        "</tabs></ribbon></customUI>"
    ).encode()


def _item_properties() -> bytes:
    return (
        f'<ds:datastoreItem xmlns:ds="{_OFFICE}/customXml" '
        'ds:itemID="{AE5D3B4D-2C5A-4B0B-9C50-0D3E3C1D5C11}"><ds:schemaRefs/></ds:datastoreItem>'
    ).encode()


def _relationships(kind: str, target: str) -> bytes:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    entry = f'<Relationship Id="rId1" Type="{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{space}">{entry}</Relationships>'.encode()


def make_totals(path: Path) -> Path:
    """Tables with totals, coloured columns, a style of their own, filters and hidden buttons."""
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("明细")
        money = workbook.add_format({"num_format": "0.00", "bg_color": "#FFEECC"})
        columns: list[dict[str, object]] = [
            {"header": "品名", "total_string": "合计"},
            {"header": "数量", "total_function": "sum", "format": money},
            {"header": "单价", "total_function": "average"},
            {"header": "金额", "formula": "=tt[[#This Row],[数量]]*tt[[#This Row],[单价]]",
             "total_function": "sum"},
        ]  # fmt: skip
        whole = {"name": "tt", "total_row": True, "style": "Table Style Medium 4"}
        sheet.add_table("B3:E7", {**whole, "columns": columns})
        for number, row in enumerate((("苹果", 1, 2), ("梨", 3, 4), ("桃", 5, 6)), 3):
            sheet.write_row(number, 1, row)
        pair = [{"header": "x"}, {"header": "y"}]
        sheet.add_table("H3:I5", {"name": "plain", "autofilter": False, "columns": pair})
        sheet.add_table("K3:L6", {"name": "filtered", "columns": pair})
        sheet.write_column("K4", [1, 2, 3])
        workbook.add_worksheet("汇总").write("A1", "=SUM(tt[金额])")
        for kind in ("sheet", "workbook"):
            workbook.set_custom_property(kind, "kept")
    own = b'<tableStyles count="1" defaultTableStyle="TableStyleMedium9"><tableStyle name="own" '
    own += b'pivot="0" count="1"><tableStyleElement type="headerRow" dxfId="0"/></tableStyle>'
    filtered = b'<filterColumn colId="0"><filters><filter val="2"/></filters></filterColumn>'
    hidden = b'<filterColumn colId="1" hiddenButton="1"/>'
    empty, whole_filter = b'<autoFilter ref="K3:L6"/>', b'<autoFilter ref="K3:L6">'
    rewrite(
        path,
        {
            # as Excel writes them: XlsxWriter leaves the table out in its totals
            "xl/worksheets/sheet1.xml": lambda xml: re.sub(rb"(SUBTOTAL\(\d+,)\[", rb"\1tt[", xml),
            "xl/tables/table2.xml": lambda xml: xml.replace(b"TableStyleMedium9", b"own"),
            "xl/tables/table3.xml": lambda xml: xml.replace(
                empty, whole_filter + filtered + hidden + b"</autoFilter>"
            ),
            "xl/styles.xml": lambda xml: re.sub(
                rb"<tableStyles[^>]*/>", own + b"</tableStyles>", xml
            ),
        },
    )
    return path


# what must be there again


def kept_bytes(path: Path) -> dict[str, bytes]:
    """The parts that must come back byte for byte."""
    same = re.compile(r"^(customUI|customXml)/(?!_rels)|vbaProject\.bin$|theme\d*\.xml$")
    return {name: data for name, data in parts(path).items() if same.search(name)}


def kept_tables(path: Path) -> dict[str, object]:
    """Each table, with the formats that it refers to in the place of their numbers."""
    content = parts(path)
    looks = list(ElementTree.fromstring(content["xl/styles.xml"]).iter(f"{MAIN}dxf"))
    found: dict[str, object] = {}
    for name in content:
        if re.match(r"xl/tables/table\d+\.xml$", name):
            table = ElementTree.fromstring(content[name])
            found[table.attrib["name"]] = _plain(table, looks)
    return found


def _plain(element: Element, looks: list[Element]) -> tuple[object, ...]:
    """An element with all below it, false and 0 left out."""
    said = {}
    for name, value in element.items():
        if name.endswith("xfId"):
            said[name] = str(_plain(looks[int(value)], []))
        elif value not in ("0", "false") or name == "val":
            said[name] = {"true": "1"}.get(value, value)
    below = [_plain(child, looks) for child in element]
    return element.tag, sorted(said.items()), (element.text or "").strip(), below


def kept_workbook(path: Path) -> dict[str, object]:
    """What the workbook part says."""
    root = ElementTree.fromstring(parts(path)["xl/workbook.xml"])
    lock = root.find(f"{MAIN}workbookProtection")
    names = root.iter(f"{MAIN}definedName")
    return {
        "version": dict(_one(root, "fileVersion").items()),
        "code name": _one(root, "workbookPr").get("codeName"),
        "lock": {} if lock is None else dict(lock.items()),
        "sheets": shown(path),
        "window": [_one(root, "bookViews")[0].get(name) for name in ("xWindow", "windowWidth")],
        "names": sorted((n.attrib["name"], n.get("localSheetId", ""), n.text) for n in names),
    }


def shown(path: Path) -> list[tuple[str, str]]:
    """The sheets, and whether each is visible, hidden or veryHidden."""
    root = ElementTree.fromstring(parts(path)["xl/workbook.xml"])
    sheets = root.iter(f"{MAIN}sheet")
    return [(sheet.attrib["name"], sheet.get("state", "visible")) for sheet in sheets]


def _one(root: Element, tag: str) -> Element:
    found = root.find(MAIN + tag)
    return Element(tag) if found is None else found


def frames(path: Path) -> dict[str, Element]:
    """The worksheets by name."""
    content = parts(path)
    links = ElementTree.fromstring(content["xl/_rels/workbook.xml.rels"])
    targets = {link.attrib["Id"]: link.attrib["Target"] for link in links}
    root = ElementTree.fromstring(content["xl/workbook.xml"])
    return {
        sheet.attrib["name"]: ElementTree.fromstring(content["xl/" + targets[sheet.attrib[_LINK]]])
        for sheet in root.iter(f"{MAIN}sheet")
    }


def kept_sheets(path: Path) -> dict[str, dict[str, object]]:
    """What stands around the cells of each sheet."""
    return {name: dict(_around(frame)) for name, frame in frames(path).items()}


def _around(frame: Element) -> Iterator[tuple[str, object]]:
    properties, views = _one(frame, "sheetPr"), _one(frame, "sheetViews")
    yield "code name", properties.get("codeName")
    yield "fold", [_plain(child, []) for child in properties if child.tag.endswith("outlinePr")]
    yield "colour", [child.get("rgb") for child in properties if child.tag.endswith("tabColor")]
    yield "panes", [sorted(pane.items()) for pane in views.iter(f"{MAIN}pane")]
    for mark in ("showRowColHeaders", "showGridLines"):
        yield mark, [view.get(mark, "1") in ("1", "true") for view in views]
    yield "row height", _one(frame, "sheetFormatPr").get("customHeight")
    yield "folded", sorted(_folded(frame))
    yield "merged", sorted(cell.attrib["ref"] for cell in frame.iter(f"{MAIN}mergeCell"))
    yield "rules", [_rule(rule) for rule in _in_order(frame)]
    yield "prompts", sorted(map(_prompt, frame.iter(f"{MAIN}dataValidation")))
    links = frame.iter(f"{MAIN}hyperlink")
    yield "links", sorted((k.get("ref"), k.get("location"), k.get("tooltip")) for k in links)
    yield "header", [child.text for child in _one(frame, "headerFooter") if child.text]
    yield "margins", sorted(_one(frame, "pageMargins").items())
    yield "ignored", [sorted(cell.items()) for cell in frame.iter(f"{MAIN}ignoredError")]
    yield "protected", _plain(_one(frame, "sheetProtection"), [])[1]
    yield "extensions", sorted(ext.attrib["uri"] for ext in _one(frame, "extLst"))
    yield "bars", [sorted(bar.items()) for bar in frame.iter() if bar.tag.endswith("}dataBar")]


def _folded(frame: Element) -> Iterator[tuple[int, str, bool, bool]]:
    for column in _one(frame, "cols"):
        how = [column.get(name, "0") in ("1", "true") for name in ("hidden", "collapsed")]
        level = column.get("outlineLevel", "0")
        if any(how) or level != "0":
            for number in range(int(column.attrib["min"]), int(column.attrib["max"]) + 1):
                yield number, level, how[0], how[1]


def _in_order(frame: Element) -> list[Element]:
    return sorted(frame.iter(f"{MAIN}cfRule"), key=lambda rule: int(rule.attrib["priority"]))


def _rule(rule: Element) -> tuple[object, ...]:
    formulas = [formula.text for formula in rule.iter(f"{MAIN}formula")]
    return rule.get("type"), rule.get("operator"), rule.get("stopIfTrue"), *formulas


def _prompt(one: Element) -> tuple[str, ...]:
    kind = one.get("type", "none")
    listed = one.findtext(f"{MAIN}formula1", "") if kind != "none" else ""
    style = one.get("errorStyle", "stop")
    return (
        one.attrib["sqref"],
        kind,
        style,
        listed,
        one.get("promptTitle", ""),
        one.get("prompt", ""),
    )
