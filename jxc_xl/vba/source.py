"""The text of modules, as a VBA project keeps it: attributes first, CRLF, pure ASCII.

The editor reads text in the machine's code page, so anything but ASCII would be another text on
another machine.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

LONGEST_NAME: Final = 31
LONGEST_LINE: Final = 1023
MOST_CONTINUATIONS: Final = 24


class SourceError(ValueError):
    """A text that no VBA project can hold; the sentence names the module, the line and the rule."""


class Kind(Enum):
    """What a module is; the value is the class it stands for, empty for a standard module."""

    STANDARD = ""
    CLASS = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"
    WORKBOOK = "0{00020819-0000-0000-C000-000000000046}"
    SHEET = "0{00020820-0000-0000-C000-000000000046}"

    @property
    def document(self) -> bool:
        """Whether the module belongs to the workbook or one of its sheets."""
        return self in (Kind.WORKBOOK, Kind.SHEET)


@dataclass(frozen=True, slots=True)
class Module:
    """One module; ``source`` is its whole text, attributes and all.  Made by ``module``."""

    name: str
    kind: Kind
    source: str


_LANGUAGE = """
abs addressof and any array as attribute boolean byref byte byval call case cbool cbyte ccur
cdate cdbl cdec cint circle clng clnglng clngptr close const csng cstr currency cvar cverr
date debug decimal declare defbool defbyte defcur defdate defdbl defint deflng defobj defsng
defstr defvar dim do doevents double each else elseif empty end endif enum eqv erase event
exit false fix for friend function get global go gosub goto if imp implements in inputb
instr int integer is lbound len lenb let like line lock long longlong longptr loop lset me
mod new next not nothing null object on open option optional or paramarray preserve print
private psetset public put raiseevent redim rem resume return rset scale seek select set sgn
shared single spc static stop string sub tab then to true type typeof ubound unlock until
variant wend while with withevents write xor
"""
_RESERVED = dict.fromkeys(_LANGUAGE.split(), "a word of the language") | {
    "vbaproject": "the name of the project",
    "dir": "a stream of the project",
}
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)
_ATTRIBUTE = re.compile(r"Attribute (VB_\w+) = (.*)")
_ORDER = (
    "VB_Name",
    "VB_Base",
    "VB_GlobalNameSpace",
    "VB_Creatable",
    "VB_PredeclaredId",
    "VB_Exposed",
    "VB_TemplateDerived",
    "VB_Customizable",
)


def module(name: str, kind: Kind, code: str = "") -> Module:
    """Make a module of ``code`` without attributes; its line ends may be of any kind."""
    return _made(name, kind, {}, _lines(code))


def exported(text: str, kind: Kind) -> Module:
    """Make a module of the text of a ``.bas`` or ``.cls`` file as the editor exports it."""
    lines = _lines(text)
    if text.startswith("VERSION "):
        lines = lines[lines.index("END") + 1 :]
    attributes: dict[str, str] = {}
    while lines and (found := _ATTRIBUTE.fullmatch(lines[0].rstrip())):
        attributes[found[1]] = found[2]
        del lines[0]
    if "VB_Name" not in attributes:
        raise SourceError("an exported module without Attribute VB_Name")
    return _made(attributes["VB_Name"].strip('"'), kind, attributes, lines)


def is_reserved(name: str) -> bool:
    """Whether a word cannot name an argument or a procedure, in whatever case."""
    return name.lower() in _RESERVED


def check_together(modules: Sequence[Module]) -> None:
    """``SourceError`` where two modules have one name, in whatever case."""
    seen: set[str] = set()
    for each in modules:
        if each.name.lower() in seen:
            raise SourceError(f"two modules named {each.name}")
        seen.add(each.name.lower())


def _made(name: str, kind: Kind, given: dict[str, str], code: Sequence[str]) -> Module:
    _check_name(name)
    attributes = {"VB_Name": f'"{name}"'}
    if kind is not Kind.STANDARD:
        attributes |= {
            "VB_Base": f'"{kind.value}"',
            "VB_GlobalNameSpace": "False",
            "VB_Creatable": "False",
            "VB_PredeclaredId": str(kind.document),
            "VB_Exposed": str(kind.document),
            "VB_TemplateDerived": "False",
            "VB_Customizable": str(kind.document),
        }
    attributes |= given
    ordered = sorted(attributes, key=lambda key: _ORDER.index(key) if key in _ORDER else 99)
    lines = [f"Attribute {key} = {attributes[key]}" for key in ordered]
    lines += code
    _check_lines(name, lines)
    return Module(name, kind, "".join(f"{line}\r\n" for line in lines))


def _lines(text: str) -> list[str]:
    """The lines of a text whose line ends may be of any kind."""
    lines = re.split("\r\n|\r|\n", text)
    return lines if lines[-1] else lines[:-1]


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise SourceError(
            f"a module cannot be named {name!r}: a letter first, then letters, digits and _"
        )
    if len(name) > LONGEST_NAME:
        raise SourceError(f"the module name {name} is longer than {LONGEST_NAME} characters")
    if taken := _RESERVED.get(name.lower()):
        raise SourceError(f"a module cannot be named {name}: that is {taken}")


def _check_lines(name: str, lines: Sequence[str]) -> None:
    continued = 0
    for number, line in enumerate(lines, 1):
        where = f"module {name}, line {number}"
        if not line.isascii() or not line.replace("\t", "").isprintable():
            raise SourceError(f"{where}: only printable ASCII is allowed: {line!r}")
        if len(line) > LONGEST_LINE:
            raise SourceError(f"{where}: longer than {LONGEST_LINE} characters")
        continued = continued + 1 if line.endswith(" _") else 0
        if continued > MOST_CONTINUATIONS:
            raise SourceError(f"{where}: continued over more than {MOST_CONTINUATIONS} lines")
