"""The worksheet functions of a macro workbook, generated from the declarations in ``udfs/``.

A wrapper for each: its name, its arguments, what the function wizard says.  Nothing has to be
imported or trusted in Excel, and a function that is declared is there.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from jxc_xl.i18n import Language, translate
from jxc_xl.resources import worksheet_functions
from jxc_xl.vba import is_reserved
from jxc_xl.workbook.technical import LEDGER_FILE, LEDGER_ID

if TYPE_CHECKING:
    from jxc_functions import Function, Parameter

PREFIX: Final = "JXC_"
LONGEST_TEXT: Final = 255
"""What the function wizard takes of a description."""

_GENERATED_LINE = 200


def function_wrappers(language: Language) -> str:
    """The Subs and Functions, as text."""
    declared = list(worksheet_functions().FUNCTIONS.values())
    wrappers = [_wrapper(function, language) for function in declared]
    return "\n".join(("", *wrappers, _descriptions(declared, language)))


def decoded(text: str) -> str:
    """An expression of VBA whose value is ``text``, in ASCII."""
    escaped = "".join(char if char.isascii() else f"\\u{ord(char):04X}" for char in text)
    pieces = re.findall(rf".{{1,{_GENERATED_LINE}}}", escaped)
    continued = " & _\n        "
    return f"Decoded({continued.join(map(_quoted, pieces))})"


def _quoted(text: str) -> str:
    return '"{}"'.format(text.replace('"', '""'))


def argument_name(parameter: "Parameter") -> str:
    """What the argument is called in VBA, where some words are taken."""
    return f"{parameter.name}_" if is_reserved(parameter.name) else parameter.name


def _wrapper(function: "Function", language: Language) -> str:
    name = f"{PREFIX}{function.name}"
    names = [argument_name(parameter) for parameter in function.parameters]
    head = ", ".join(
        f"{'Optional ' if parameter.optional else ''}ByVal {argument} As Variant"
        for argument, parameter in zip(names, function.parameters, strict=True)
    )
    ledger = f'JxcNamed("{LEDGER_FILE}"), JxcNamed("{LEDGER_ID}")'
    asked = [f'"{function.name}", "{language}", ThisWorkbook.FullName, {ledger}']
    asked.append(", ".join(f"JxcCells({argument})" for argument in names))
    continued = ", _\n        "
    return (
        f"Public Function {name}({head}) As Variant\n"
        f"Attribute {name}.VB_Description = {_quoted(translate(function.text, 'en'))}\n"
        f"    {name} = JxcAnswer(Array({continued.join(asked)}), {function.explains})\n"
        "End Function\n"
    )


def _descriptions(functions: "list[Function]", language: Language) -> str:
    lines = "".join(
        f"    {line}\n" for function in functions for line in _description(function, language)
    )
    return f"Public Sub JxcDescribeAll()\n{lines}End Sub\n"


def _description(function: "Function", language: Language) -> Iterator[str]:
    texts = [decoded(translate(parameter.text, language)) for parameter in function.parameters]
    yield f'JxcDescribe "{PREFIX}{function.name}", _'
    yield f"    {decoded(translate(function.text, language))}, _"
    continued = ", _\n        "
    yield f"    Array({continued.join(texts)})"
