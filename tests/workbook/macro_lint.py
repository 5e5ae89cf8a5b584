"""What Excel repairs, drops or cannot compile in the macros and the ribbon of a workbook.

Excel says of a bad project only that it has repaired the file, and throws all macros away.
"""

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError, fromstring

from tests.vba.readers import sources, streams

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CONTENT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
PROJECT = "xl/vbaProject.bin"
OFFICE = "http://schemas.microsoft.com/office/"
BOOK_TYPE = "application/vnd.{}.main+xml"
BOOK_TYPES = {
    False: BOOK_TYPE.format("openxmlformats-officedocument.spreadsheetml.sheet"),
    True: BOOK_TYPE.format("ms-excel.sheet.macroEnabled"),
}
RIBBONS = {
    f"{OFFICE}2006/relationships/ui/extensibility": f"{{{OFFICE}2006/01/customui}}",
    f"{OFFICE}2007/relationships/ui/extensibility": f"{{{OFFICE}2009/07/customui}}",
}
"""The namespace that a ribbon part has, by the kind of relationship that leads to it."""

_CODE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,30}", re.ASCII)
_CALLBACK = re.compile(r"^(?:Public )?Sub (\w+)\(control As (?:Object|IRibbonControl)\)", re.M)
_LONGEST = {"label": 1024, "screentip": 1024, "supertip": 1024, "id": 1024, "imageMso": 1024}
_SIZES = ("normal", "large")


class Macros(NamedTuple):
    """The VBA of a workbook: its modules' text by name, and which of them are documents."""

    sources: dict[str, str]
    documents: list[str]


def macro_findings(package: zipfile.ZipFile) -> Iterator[str]:
    """Every finding, one line each; nothing for a workbook without macros and ribbon."""
    macros = read_macros(package)
    yield from _package(package, has_macros=macros is not None)
    if macros is not None:
        yield from _modules(macros)
        yield from _code_names(package, macros)
    yield from _ribbons(package, macros)


def read_macros(package: zipfile.ZipFile) -> Macros | None:
    """The VBA of the workbook; None without."""
    if PROJECT not in package.namelist():
        return None
    project = package.read(PROJECT)
    listed = streams(project)["PROJECT"].decode("ascii")
    documents = re.findall(r"^Document=(\w+)/&H00000000\r$", listed, re.M)
    others = re.findall(r"^(?:Module|Class)=(\w+)\r$", listed, re.M)
    found = sources(project)
    missing = {*documents, *others} ^ found.keys()
    assert not missing, f"PROJECT and the streams differ: {missing}"
    return Macros(found, documents)


def callbacks(macros: Macros) -> set[str]:
    """The Subs that a ribbon can call."""
    standard = (text for name, text in macros.sources.items() if name not in macros.documents)
    return {name for text in standard for name in _CALLBACK.findall(text)}


def _package(package: zipfile.ZipFile, *, has_macros: bool) -> Iterator[str]:
    """Parts, their content types and what leads to them."""
    names = package.namelist()
    for name, count in Counter(name.casefold() for name in names).items():
        if count > 1:
            yield f"part {name} twice"
    types = fromstring(package.read("[Content_Types].xml"))
    overrides = {
        e.attrib["PartName"][1:]: e.attrib["ContentType"] for e in types.iter(f"{CONTENT}Override")
    }
    defaults = {e.attrib["Extension"].lower() for e in types.iter(f"{CONTENT}Default")}
    for name in overrides.keys() - names:
        yield f"content type of {name}, which is not there"
    for name in names:
        if name not in overrides and name.rpartition(".")[2].lower() not in defaults | {"xml]"}:
            yield f"{name} has no content type"
    if overrides.get("xl/workbook.xml") != BOOK_TYPES[has_macros]:
        yield f"workbook {'with' if has_macros else 'without'} macros of the wrong content type"
    if has_macros:
        if "application/vnd.ms-office.vbaProject" not in _types_of(types, PROJECT):
            yield "vbaProject.bin of the wrong content type"
        links = fromstring(package.read("xl/_rels/workbook.xml.rels"))
        targets = {
            link.attrib["Target"] for link in links if link.attrib["Type"].endswith("/vbaProject")
        }
        if targets != {"vbaProject.bin"}:
            yield "no relationship leads to vbaProject.bin"


def _types_of(types: Element, part: str) -> set[str]:
    """The content types that a part has by its name and by its ending."""
    ending = part.rpartition(".")[2]
    return {
        e.attrib["ContentType"]
        for e in types
        if e.get("PartName") == f"/{part}" or e.get("Extension", "").lower() == ending
    }


def _modules(macros: Macros) -> Iterator[str]:
    names = Counter(name.casefold() for name in macros.sources)
    yield from (f"module {name} twice" for name, count in names.items() if count > 1)
    for name, text in macros.sources.items():
        if not _CODE_NAME.fullmatch(name):
            yield f"module name {name!r}"
        if not text.isascii():
            yield f"module {name} is not pure ASCII"
        if re.search(r"(?<!\r)\n|\r(?!\n)", text):
            yield f"module {name} has line ends that are not CRLF"
        if not text.startswith(f'Attribute VB_Name = "{name}"\r\n'):
            yield f"module {name} does not begin with its name"
        if any(len(line) > 1023 for line in text.splitlines()):
            yield f"module {name} has a line longer than 1023"
        if re.search(r"(?: _\r\n[^\r\n]*){25}", text):
            yield f"module {name} has a line continued more than 24 times"
        subs = re.findall(r"^(?:Public )?(?:Sub|Function) (\w+)\(", text, re.M)
        for sub in {sub for sub in subs if sub.casefold() in names}:
            yield f"{sub} in {name} has the name of a module"
        for sub, count in Counter(sub.casefold() for sub in subs).items():
            if count > 1 and name != "xlwings":  # which has some twice, one for each system
                yield f"{sub} twice in {name}"


def _code_names(package: zipfile.ZipFile, macros: Macros) -> Iterator[str]:
    """Each sheet and the workbook have a codename, each codename a document, and the reverse."""
    found = []
    for name in package.namelist():
        if name == "xl/workbook.xml" or re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
            root = fromstring(package.read(name))
            tag = "workbookPr" if name == "xl/workbook.xml" else "sheetPr"
            properties = root.find(MAIN + tag)
            code_name = "" if properties is None else properties.get("codeName", "")
            found.append(code_name)
            if not code_name:
                yield f"{name} has no codename"
            elif not _CODE_NAME.fullmatch(code_name):
                yield f"codename {code_name!r}"
            elif code_name not in macros.documents:
                yield f"codename {code_name} has no module"
    for code_name, count in Counter(found).items():
        if code_name and count > 1:
            yield f"codename {code_name} twice"
    yield from (
        f"module {name} belongs to no sheet" for name in macros.documents if name not in found
    )


def _ribbons(package: zipfile.ZipFile, macros: Macros | None) -> Iterator[str]:
    parts = {
        name
        for name in package.namelist()
        if name.startswith("customUI/") and name.endswith(".xml")
    }
    for link in fromstring(package.read("_rels/.rels")):
        if not link.attrib["Type"].endswith("/ui/extensibility"):
            continue
        name = link.attrib["Target"].lstrip("/")
        if name not in parts:
            yield f"relationship to {name}, which is not there"
            continue
        parts.discard(name)
        try:
            root = fromstring(package.read(name))
        except ParseError as error:
            yield f"{name}: {error}"
            continue
        if root.tag != f"{RIBBONS[link.attrib['Type']]}customUI":
            yield f"{name} in the wrong namespace"
        yield from (f"{name}: {finding}" for finding in _ribbon(root, macros))
    yield from (f"no relationship leads to {name}" for name in parts)


def _ribbon(root: Element, macros: Macros | None) -> Iterator[str]:
    ids = Counter(element.attrib["id"] for element in root.iter() if "id" in element.attrib)
    yield from (f"id {id_} twice" for id_, count in ids.items() if count > 1)
    yield from (
        f"id {id_!r}" for id_ in ids if not re.fullmatch(r"[A-Za-z_][\w.-]*", id_, re.ASCII)
    )
    known = callbacks(macros) if macros is not None else set()
    for element in root.iter():
        where = element.get("id", element.tag.rpartition("}")[2])
        for attribute, limit in _LONGEST.items():
            if len(element.get(attribute, "")) > limit:
                yield f"{where}: {attribute} longer than {limit}"
        if not re.fullmatch(r"[A-Z0-9]{1,3}", element.get("keytip", "A")):
            yield f"{where}: keytip {element.get('keytip')!r}"
        if element.get("size", "normal") not in _SIZES:
            yield f"{where}: size {element.get('size')!r}"
        if element.tag.endswith("}button") and "onAction" not in element.attrib:
            yield f"{where} does nothing"
        if (action := element.get("onAction")) and action not in known:
            yield f"{where}: no Sub {action}(control As Object)"
