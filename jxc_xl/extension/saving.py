"""What keeps a workbook whole when the clerk saves it in Calc, as parts of the extension."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final, get_args
from xml.etree import ElementTree

from jxc_xl.extension.configuration import component, document, node
from jxc_xl.extension.parts import COMPONENTS, CONFIGURATION, Part
from jxc_xl.i18n import N_, Language, translate

_HERE: Final = Path(__file__).parent
_ENTRY: Final = "saving.py"
_JOB: Final = "jxc_xl.saved"
_IMPLEMENTATION: Final = "jxc_xl.Saved"
_ROOM: Final = "jxc_xl.hosts.libreoffice.keeping"
_PACKAGE: Final = "jxc_keeping"
"""What the room is called inside LibreOffice, where the rest of this program is not."""

EVENTS: Final = (
    "OnLoad", "OnSave", "OnSaveDone", "OnSaveFailed", "OnSaveAs", "OnSaveAsDone", "OnSaveAsFailed",
)  # fmt: skip

WORDS: Final = {
    "not_put_back": N_(
        "The workbook was saved, but without some of what Excel had in it, such as macros and the"
        " look of tables. No figures are concerned.\n\n"
        "Save it once more, without a password. If this message comes back, send this file to"
        " whoever looks after the program:\n{log}"
    ),
}


def parts() -> list[Part]:
    """The files that take part in saving."""
    return [
        Part("saving.components", _registration(), COMPONENTS),
        Part("Saving.xcu", _jobs(), CONFIGURATION),
        Part("saving.json", _words()),
        Part(f"components/{_ENTRY}", (_HERE / "components" / _ENTRY).read_bytes()),
        *_keeping(),
    ]


def _registration() -> bytes:
    root = ElementTree.Element("components", {"xmlns": "http://openoffice.org/2010/uno-components"})
    file = ElementTree.SubElement(
        root, "component", {"loader": "com.sun.star.loader.Python", "uri": f"components/{_ENTRY}"}
    )
    implementation = ElementTree.SubElement(file, "implementation", {"name": _IMPLEMENTATION})
    ElementTree.SubElement(implementation, "service", {"name": "com.sun.star.task.Job"})
    return document(root)


def _jobs() -> bytes:
    job = node(_JOB, op="replace", Service=_IMPLEMENTATION)
    events = [node(event, node("JobList", node(_JOB, op="replace")), op="fuse") for event in EVENTS]
    return component("org.openoffice.Office", "Jobs", node("Jobs", job), node("Events", *events))


def _words() -> bytes:
    said = {
        language: {key: translate(message, language) for key, message in WORDS.items()}
        for language in get_args(Language)
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _keeping() -> Iterator[Part]:
    """The room of the host that does the work, under the name that it has there."""
    for file in sorted((_HERE.parent / "hosts" / "libreoffice" / "keeping").glob("*.py")):
        source = file.read_bytes().replace(_ROOM.encode(), _PACKAGE.encode())
        yield Part(f"components/pythonpath/{_PACKAGE}/{file.name}", source)
