"""The ribbon tab of a macro workbook, from the declaration of the buttons."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from itertools import groupby
from string import Template
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring
from xml.sax.saxutils import escape

from jxc_xl import resources
from jxc_xl.buttons import BUTTONS, TITLE, Button, Group
from jxc_xl.i18n import Language, translate

_OFFICE: Final = "http://schemas.microsoft.com/office"
PARTS: Final = {
    "customUI/customUI.xml": (
        f"{_OFFICE}/2006/01/customui",
        f"{_OFFICE}/2006/relationships/ui/extensibility",
    ),
    "customUI/customUI14.xml": (
        f"{_OFFICE}/2009/07/customui",
        f"{_OFFICE}/2007/relationships/ui/extensibility",
    ),
}
"""Each part's namespace and the kind of relationship that leads to it."""

RELATIONSHIPS: Final = "_rels/.rels"
LARGE: Final = 3
"""How many buttons of a group are large; the others stand below each other beside them."""


def callback(button: Button) -> str:
    """The name of the Sub that the ribbon calls."""
    return f"jxc_{button.id}"


def ribbon_xml(namespace: str, language: Language) -> str:
    """The ribbon in one of the two namespaces."""
    frame = Template((resources.workbooks() / "ribbon.xml").read_text("utf-8"))
    title = escape(translate(TITLE, language), {'"': "&quot;"})
    groups = "\n        ".join(_groups(language))
    return frame.substitute(namespace=namespace, title=title, groups=groups)


def add_ribbon(package: bytes, language: Language) -> bytes:
    """Return the workbook's package with the ribbon in it; the same input gives the same bytes."""
    target = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(package)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for part in source.infolist():
            content = source.read(part)
            if part.filename == RELATIONSHIPS:
                content = _with_relationships(content)
            made.writestr(part, content, zipfile.ZIP_DEFLATED)
        for name, (namespace, _kind) in PARTS.items():
            entry = zipfile.ZipInfo(name)
            made.writestr(entry, ribbon_xml(namespace, language), zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _with_relationships(content: bytes) -> bytes:
    links = "".join(
        f'<Relationship Id="jxcRibbon{number}" Type="{kind}" Target="{name}"/>'
        for number, (name, (_namespace, kind)) in enumerate(PARTS.items(), 1)
    )
    end = b"</Relationships>"
    return content.replace(end, links.encode() + end)


def _groups(language: Language) -> Iterator[str]:
    for group, buttons in groupby(BUTTONS, key=lambda button: button.group):
        made = Element("group", id=f"jxc_{group.name.lower()}", label=_title(group, language))
        for number, button in enumerate(buttons):
            SubElement(made, "button", _attributes(button, language, large=number < LARGE))
        indent(made, "  ", 4)
        yield tostring(made, "unicode")


def _title(group: Group, language: Language) -> str:
    return translate(group.value, language)


def _attributes(button: Button, language: Language, *, large: bool) -> dict[str, str]:
    return {
        "id": callback(button),
        "label": button.label_in(language),
        "size": "large" if large else "normal",
        "imageMso": button.image_mso,
        "screentip": button.tip_in(language),
        "supertip": button.teaching_in(language),
        "keytip": button.keytip,
        "onAction": callback(button),
    }
