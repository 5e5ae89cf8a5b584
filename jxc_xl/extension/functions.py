"""The worksheet functions as parts: their types, what the function wizard says, and their code.

All of it is made from the declarations in ``udfs/``.  Calc sees a function by two things: an
interface that has a method for each (``XJxc``), and CalcAddIns.xcu with names and descriptions.
LibreOffice reads the interface from its source text (.idl) as well as from a compiled library, so
nothing needs LibreOffice's development tools.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree

from jxc_xl.extension.configuration import component, in_every_language, node
from jxc_xl.extension.parts import COMPONENTS, CONFIGURATION, TYPES, Part
from jxc_xl.extension.registration import FOLDER, registration, words
from jxc_xl.resources import udfs, worksheet_functions

if TYPE_CHECKING:
    from jxc_functions import Function

_ENTRY: Final = "functions_component.py"
_PYTHONPATH: Final = "components/pythonpath"

SERVICE: Final = "JXC"
"""What stands before the point in a formula."""

_IMPLEMENTATIONS: Final = {"jxc_xl.Functions": ("com.sun.star.sheet.AddIn", SERVICE)}


def parts() -> list[Part]:
    """The files of the add-in."""
    functions = list(worksheet_functions().FUNCTIONS.values())
    return [
        Part("XJxc.idl", _interface(functions), TYPES),
        Part("CalcAddIns.xcu", _wizard(functions), CONFIGURATION),
        Part("functions.components", registration(_ENTRY, _IMPLEMENTATIONS), COMPONENTS),
        Part("functions.json", _texts(functions)),
        Part(f"components/{_ENTRY}", (FOLDER / _ENTRY).read_bytes()),
        *_sources(),
    ]


def _interface(functions: "list[Function]") -> bytes:
    """A method for each function; Calc fills in the document, which the user does not see."""
    lines = [
        f"  sequence< sequence< any > > {function.name}("
        + ", ".join(
            [
                "[in] com::sun::star::beans::XPropertySet document",
                *(f"[in] any {parameter.name}" for parameter in function.parameters),
            ]
        )
        + ");"
        for function in functions
    ]
    head = "module jxc { interface XJxc: com::sun::star::uno::XInterface {"
    return "\n".join([head, *lines, "}; };\n"]).encode()


def _wizard(functions: "list[Function]") -> bytes:
    """What the function wizard shows of each function."""
    declared = [
        node(
            function.name,
            _parameters(function),
            op="replace",
            DisplayName=_same(f"{SERVICE}.{function.name}"),
            Description=in_every_language(function.text),
            Category="Add-In",
            CompatibilityName=_same(f"{SERVICE}.{function.name}"),
        )
        for function in functions
    ]
    add_in = node(SERVICE, node("AddInFunctions", *declared), op="replace")
    return component("org.openoffice.Office", "CalcAddIns", node("AddInInfo", add_in))


def _parameters(function: "Function") -> ElementTree.Element:
    return node(
        "Parameters",
        *(
            node(
                parameter.name,
                op="replace",
                DisplayName=in_every_language(parameter.label),
                Description=in_every_language(parameter.text),
            )
            for parameter in function.parameters
        ),
    )


def _same(name: str) -> dict[str, str]:
    """A name that is the same in every language."""
    return {"en-US": name}


def _texts(functions: "list[Function]") -> bytes:
    """Everything that is said inside LibreOffice, by language and English text."""
    messages = dict.fromkeys(worksheet_functions().MESSAGES)
    for function in functions:
        messages[function.text] = None
        for parameter in function.parameters:
            messages |= dict.fromkeys((parameter.label, parameter.text))
    return words(messages.keys())


def _sources() -> Iterator[Part]:
    """The functions themselves, as they lie in ``udfs/``."""
    for file in sorted(udfs().glob("*/*.py")):
        yield Part(f"{_PYTHONPATH}/{file.parent.name}/{file.name}", file.read_bytes())
