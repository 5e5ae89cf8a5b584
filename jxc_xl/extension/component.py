"""What runs inside LibreOffice, as parts: the Python files, their registration, their words."""

from collections.abc import Iterator
from typing import Final

from jxc_xl.buttons import TITLE
from jxc_xl.extension.configuration import component, node
from jxc_xl.extension.parts import COMPONENTS, CONFIGURATION, Part
from jxc_xl.extension.registration import FOLDER, registration, words
from jxc_xl.extension.toolbar import PROTOCOL
from jxc_xl.i18n import N_

_ENTRY: Final = "component.py"
_PACKAGE: Final = "jxc_office"

IMPLEMENTATIONS: Final = {
    "jxc_xl.Handler": ("com.sun.star.frame.ProtocolHandler",),
    "jxc_xl.Opened": ("com.sun.star.task.Job",),
}
"""What ``component.py`` registers: implementation and services."""

WORDS: Final = {
    "title": TITLE,
    "busy": N_("The last click is still being worked on; wait until it is done."),
    "working": N_("Working …"),
    "lost": N_(
        "The program behind the buttons was ended in the middle of its work.\n\n"
        "Nothing is half-posted: a document is in the books as a whole or not at all. Press the"
        " button again; what is in the books already is recognised and not posted twice.\n\n"
        "If this happens again, send the file {log} to whoever looks after the program."
    ),
    "not_started": N_(
        "The program behind the buttons could not be started.\n\n"
        "Run this once on the command line: jxc setup --host libreoffice\n"
        "If it does not help, send the file {log} to whoever looks after the program."
    ),
    "read_only": N_(
        "This workbook is open for reading only, so nothing can be written into it.\n\n"
        "Close it, see to it that nobody else has it open, and open it again."
    ),
    "not_set_up": N_(
        "The toolbar does not know yet where the program is.\n\n"
        "Run this once on the command line: jxc setup --host libreoffice"
    ),
}
"""The sentences that are said inside LibreOffice, where there is no gettext."""


def parts() -> list[Part]:
    """The files of the components."""
    return [
        Part("component.components", registration(_ENTRY, IMPLEMENTATIONS), COMPONENTS),
        Part("ProtocolHandler.xcu", _protocol(), CONFIGURATION),
        Part("Jobs.xcu", _jobs(), CONFIGURATION),
        Part("words.json", words(WORDS)),
        *_sources(),
    ]


def _protocol() -> bytes:
    handler = node("jxc_xl.Handler", op="replace", Protocols=(f"{PROTOCOL}*",))
    return component("org.openoffice.Office", "ProtocolHandler", node("HandlerSet", handler))


def _jobs() -> bytes:
    """Have ``Opened`` called for each document that is loaded."""
    job = node("jxc_xl.opened", op="replace", Service="jxc_xl.Opened")
    event = node("OnLoad", node("JobList", node("jxc_xl.opened", op="replace")), op="fuse")
    return component("org.openoffice.Office", "Jobs", node("Jobs", job), node("Events", event))


def _sources() -> Iterator[Part]:
    yield Part(f"components/{_ENTRY}", (FOLDER / _ENTRY).read_bytes())
    for file in sorted((FOLDER / _PACKAGE).glob("*.py")):
        path = f"components/pythonpath/{_PACKAGE}/{file.name}"
        yield Part(path, file.read_bytes())
