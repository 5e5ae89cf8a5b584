"""The VBA of a macro workbook: our modules, xlwings' own, and one for each sheet.

The text lies in ``workbooks/vba``; what follows from the declarations is generated here.  A button
is one line of Python, and that is all that VBA knows of it.
"""

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from jxc_xl import resources
from jxc_xl.buttons import BUTTONS, TITLE, Button
from jxc_xl.domain.tables import ALL_TABLES, analysis, trend
from jxc_xl.i18n import N_, Language, translate
from jxc_xl.vba import Kind, Module, exported, module, project
from jxc_xl.workbook import help as help_sheet
from jxc_xl.workbook import home, technical, xlwings_sheet
from jxc_xl.workbook.function_wrappers import decoded, function_wrappers
from jxc_xl.workbook.ribbon import callback

WORKBOOK: Final = "ThisWorkbook"
"""The codename of the workbook."""

CODE_NAMES: Final = {
    home.SHEET: "Sheet_home",
    **{table.sheet: f"Sheet_{table.name}" for table in ALL_TABLES},
    analysis.SHEET: "Sheet_analysis",
    trend.SHEET: "Sheet_trend",
    help_sheet.SHEET: "Sheet_help",
    technical.SHEET: "Sheet_jxc",
    xlwings_sheet.SHEET: "Sheet_xlwings",
}
"""The codename of each sheet; Excel repairs a workbook with a codename that has no module."""

WORDS: Final = {
    "WordsTitle": TITLE,
    "WordsAtWork": N_("A button is still at work. One moment, please."),
    "WordsEditing": N_("Press Enter to finish the cell first, then press the button again."),
    "WordsNoPython": N_(
        "The program was not found on this computer. Run jxc setup, then start Excel anew."
        " (The environment variable JXC_PYTHON says where its python.exe is.)"
    ),
    "WordsNoProgram": N_(
        "The Python that JXC_PYTHON names does not have the program. Run jxc setup, then start"
        " Excel anew; jxc doctor says what else is missing."
    ),
    "WordsNoServer": N_(
        "Worksheet functions need Excel for Windows, and a workbook that jxc open has opened."
    ),
    "WordsFailed": N_(
        "The program could not be run. Press the button again: nothing is ever posted twice."
        " If it happens again, show this to whoever looks after the computer:"
    ),
}
"""What VBA itself says, by the function that says it."""


def vba_project(sheets: Sequence[str], language: Language) -> bytes:
    """Return ``vbaProject.bin`` for a workbook with these sheets, speaking ``language``.

    ``KeyError`` for a sheet without a codename.
    """
    return project(modules(sheets, language))


def modules(sheets: Sequence[str], language: Language) -> Iterator[Module]:
    """Every module of the project."""
    yield module(WORKBOOK, Kind.WORKBOOK, _text("ThisWorkbook.cls"))
    yield from (module(CODE_NAMES[sheet], Kind.SHEET) for sheet in sheets)
    yield module("JxcButtons", Kind.STANDARD, _text("JxcButtons.bas") + _buttons())
    yield module("JxcRunning", Kind.STANDARD, _text("JxcRunning.bas"))
    functions = _text("JxcFunctions.bas") + function_wrappers(language)
    yield module("JxcFunctions", Kind.STANDARD, functions)
    yield module("JxcWords", Kind.STANDARD, _text("JxcWords.bas") + _words(language))
    xlwings = _xlwings()
    yield exported((xlwings / "xlwings.bas").read_text("ascii"), Kind.STANDARD)
    yield exported((xlwings / "addin" / "Dictionary.cls").read_text("ascii"), Kind.CLASS)


def _text(name: str) -> str:
    return (resources.workbooks() / "vba" / name).read_text("ascii")


def _xlwings() -> Path:
    """The folder of the installed xlwings, found without importing it, which takes long."""
    spec = find_spec("xlwings")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("xlwings is not installed")
    return Path(spec.submodule_search_locations[0])


def _buttons() -> str:
    keys = [button for button in BUTTONS if button.shortcut]
    subs = [_sub(f"{callback(button)}(control As Object)", [_run(button)]) for button in BUTTONS]
    subs += [_sub(f"{callback(button)}_key()", [_run(button)]) for button in keys]
    on = [f'JxcKey "{_letter(button)}", "{callback(button)}_key"' for button in keys]
    off = [f'JxcNoKey "{_letter(button)}"' for button in keys]
    return "\n".join(("", *subs, _sub("JxcKeysOn()", on), _sub("JxcKeysOff()", off)))


def _run(button: Button) -> str:
    return f'JxcRun "from jxc_xl import macros; macros.{button.macro}()"'


def _letter(button: Button) -> str:
    return button.shortcut.lower()


def _sub(head: str, lines: Sequence[str]) -> str:
    body = "".join(f"    {line}\n" for line in lines)
    return f"Public Sub {head}\n{body}End Sub\n"


def _words(language: Language) -> str:
    functions = [
        _function(name, decoded(translate(text, language))) for name, text in WORDS.items()
    ]
    line = f"import jxc_xl.i18n; jxc_xl.i18n.set_language('{language}'); "
    return "\n".join(("", *functions, _function("JxcLanguageLine", f'"{line}"')))


def _function(name: str, value: str) -> str:
    return f"Public Function {name}() As String\n    {name} = {value}\nEnd Function\n"
