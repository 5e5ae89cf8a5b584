"""What keeps a workbook whole when the clerk saves it in Calc, as parts of the extension."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from jxc_xl.extension.configuration import component, node
from jxc_xl.extension.parts import COMPONENTS, CONFIGURATION, Part
from jxc_xl.extension.registration import FOLDER, registration, words
from jxc_xl.i18n import N_

_KEEPING: Final = Path(__file__).parent.parent / "hosts" / "libreoffice" / "keeping"
_ENTRY: Final = "saving.py"
_JOB: Final = "jxc_xl.saved"
_IMPLEMENTATION: Final = "jxc_xl.Saved"
_SERVICE: Final = "com.sun.star.task.Job"
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
        Part("saving.components", registration(_ENTRY, {_IMPLEMENTATION: [_SERVICE]}), COMPONENTS),
        Part("Saving.xcu", _jobs(), CONFIGURATION),
        Part("saving.json", words(WORDS)),
        Part(f"components/{_ENTRY}", (FOLDER / _ENTRY).read_bytes()),
        *_keeping(),
    ]


def _jobs() -> bytes:
    job = node(_JOB, op="replace", Service=_IMPLEMENTATION)
    events = [node(event, node("JobList", node(_JOB, op="replace")), op="fuse") for event in EVENTS]
    return component("org.openoffice.Office", "Jobs", node("Jobs", job), node("Events", *events))


def _keeping() -> Iterator[Part]:
    """The room of the host that does the work, under the name that it has there."""
    for file in sorted(_KEEPING.glob("*.py")):
        source = file.read_bytes().replace(_ROOM.encode(), _PACKAGE.encode())
        yield Part(f"components/pythonpath/{_PACKAGE}/{file.name}", source)
