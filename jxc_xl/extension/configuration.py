"""LibreOffice's configuration as XML: what a .xcu is made of."""

from collections.abc import Mapping
from typing import Final
from xml.etree import ElementTree

from jxc_xl.i18n import translate

_OOR: Final = "http://openoffice.org/2001/registry"
_XS: Final = "http://www.w3.org/2001/XMLSchema"
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"

Value = str | int | bool | tuple[str, ...] | Mapping[str, str]
"""A property's value; a mapping has one text for each locale, as ``zh-CN``."""

ElementTree.register_namespace("oor", _OOR)


def component(package: str, name: str, *nodes: ElementTree.Element) -> bytes:
    """A whole .xcu for the component ``package.name``."""
    root = ElementTree.Element(
        f"{{{_OOR}}}component-data",
        {"xmlns:xs": _XS, f"{{{_OOR}}}package": package, f"{{{_OOR}}}name": name},
    )
    root.extend(nodes)
    return document(root)


def node(
    name: str,
    *nodes: ElementTree.Element,
    op: str = "",
    **properties: Value,
) -> ElementTree.Element:
    """A node with its properties and nodes; ``op="replace"`` for a member of a set."""
    made = ElementTree.Element("node", {f"{{{_OOR}}}name": name})
    if op:
        made.set(f"{{{_OOR}}}op", op)
    made.extend(_property(key, value) for key, value in properties.items())
    made.extend(nodes)
    return made


def in_every_language(message: str) -> dict[str, str]:
    """A text marked for translation, by locale as LibreOffice names them."""
    return {"en-US": translate(message, "en"), "zh-CN": translate(message, "zh")}


def document(root: ElementTree.Element) -> bytes:
    """The bytes of an XML file, the same for the same tree."""
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written + b"\n"


def _property(name: str, value: Value) -> ElementTree.Element:
    made = ElementTree.Element("prop", {f"{{{_OOR}}}name": name, f"{{{_OOR}}}type": _type(value)})
    if isinstance(value, Mapping):
        for language, text in value.items():
            ElementTree.SubElement(made, "value", {_LANG: language}).text = text
    elif isinstance(value, tuple):
        entries = ElementTree.SubElement(made, "value")
        for text in value:
            ElementTree.SubElement(entries, "it").text = text
    else:
        text = str(value).lower() if isinstance(value, bool) else str(value)
        ElementTree.SubElement(made, "value").text = text
    return made


def _type(value: Value) -> str:
    if isinstance(value, bool):
        return "xs:boolean"
    if isinstance(value, tuple):
        return "oor:string-list"
    return "xs:int" if isinstance(value, int) else "xs:string"
