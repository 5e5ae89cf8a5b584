"""The macro workbook: ribbon, VBA, Python and buttons fit together, and nothing of it is lost."""

import inspect
import re
import zipfile
from dataclasses import replace
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
from openxml_audit import OpenXmlValidator

from jxc_xl import macros
from jxc_xl.buttons import BUTTONS, TITLE, Group
from jxc_xl.i18n import Language, translate
from jxc_xl.vba import Kind
from jxc_xl.workbook import visual_basic
from jxc_xl.workbook.ribbon import PARTS, add_ribbon, callback
from jxc_xl.workbook.template import build
from tests.workbook.lint import lint
from tests.workbook.macro_lint import PROJECT, Macros, callbacks, read_macros

LANGUAGES: tuple[Language, ...] = ("zh", "en")


def _build() -> bytes:
    target = BytesIO()
    build(target, macros=True)
    return target.getvalue()


@pytest.fixture(scope="module")
def workbook() -> bytes:
    """A macro workbook."""
    return _build()


@pytest.fixture(scope="module")
def vba(workbook: bytes) -> Macros:
    """Its VBA."""
    with zipfile.ZipFile(BytesIO(workbook)) as package:
        found = read_macros(package)
    assert found is not None
    return found


def test_excel_has_nothing_to_repair(workbook: bytes, tmp_path: Path) -> None:
    """Neither our lint nor the schemas find anything."""
    assert lint(BytesIO(workbook)) == []
    path = tmp_path / "店.xlsm"
    path.write_bytes(workbook)
    assert OpenXmlValidator().validate(str(path)).errors == []


def test_second_build_is_the_same(workbook: bytes) -> None:
    """Byte for byte, project and ribbon too."""
    assert _build() == workbook


def test_plain_workbook_has_no_macros() -> None:
    """An .xlsx has no trace of VBA, ribbon or settings of xlwings."""
    target = BytesIO()
    build(target)
    with zipfile.ZipFile(target) as package:
        names = package.namelist()
        assert PROJECT not in names
        assert not any(name.startswith("customUI") for name in names)
        for name in ("xl/workbook.xml", "[Content_Types].xml", "_rels/.rels"):
            assert not re.search(
                rb"codeName|macroEnabled|xlwings|extensibility", package.read(name)
            )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", PARTS)
def test_ribbon_shows_every_button(part: str, language: Language) -> None:
    """Each button stands in its group, in order, with its words, icon and key."""
    root = _ribbon(part, language)
    (tab,) = root.iter(_tag(part, "tab"))
    assert tab.attrib["label"] == translate(TITLE, language)
    groups = list(tab)
    assert [group.attrib["label"] for group in groups] == [
        translate(group.value, language) for group in Group
    ]
    shown = [button.attrib for button in root.iter(_tag(part, "button"))]
    assert [(b["onAction"], b["label"], b["screentip"], b["supertip"]) for b in shown] == [
        (callback(b), b.label_in(language), b.tip_in(language), b.teaching_in(language))
        for b in BUTTONS
    ]
    assert [(b["imageMso"], b["keytip"]) for b in shown] == [
        (b.image_mso, b.keytip) for b in BUTTONS
    ]


def test_ribbon_callbacks_and_subs_are_the_same(vba: Macros) -> None:
    """Every button of the ribbon calls a Sub, and no Sub waits for a button that is not there."""
    assert callbacks(vba) == {
        element.attrib["onAction"]
        for element in _ribbon("customUI/customUI14.xml", "zh").iter()
        if "onAction" in element.attrib
    }


def test_subs_and_python_are_the_same(vba: Macros) -> None:
    """Each Sub of a button is one line, to its macro; each macro has a button."""
    bodies = re.findall(
        r"Public Sub (jxc_\w+?)(_key)?\([^)]*\)\r\n"
        r'    JxcRun "from jxc_xl import macros; macros\.(\w+)\(\)"\r\nEnd Sub',
        vba.sources["JxcButtons"],
    )
    called = [(name, macro) for name, key, macro in bodies if not key]
    assert called == [(callback(button), button.macro) for button in BUTTONS]
    assert {name for name, key, _macro in bodies if key} == {
        callback(b) for b in BUTTONS if b.shortcut
    }
    assert {macro for _name, macro in called} == _macros()


def test_keys_come_and_go_together(vba: Macros) -> None:
    """What is set when the workbook comes to the front is taken back when it leaves."""
    text = vba.sources["JxcButtons"]
    keys = {(b.shortcut.lower(), f"{callback(b)}_key") for b in BUTTONS if b.shortcut}
    assert keys
    assert set(re.findall(r'JxcKey "(\w)", "(\w+)"', text)) == keys
    assert set(re.findall(r'JxcNoKey "(\w)"', text)) == {letter for letter, _sub in keys}
    for event in ("Workbook_Open", "Workbook_Activate", "Workbook_Deactivate"):
        assert f"Private Sub {event}()" in vba.sources["ThisWorkbook"]


def test_nothing_happens_while_a_clerk_works_in_cells(vba: Macros) -> None:
    """A macro clears what may be undone: none runs when cells are selected, changed or calculated."""
    ours = {
        name: text for name, text in vba.sources.items() if name not in ("xlwings", "Dictionary")
    }
    handled = {
        event
        for text in ours.values()
        for event in re.findall(r"Sub ((?:Workbook|Worksheet|App)_\w+)\(", text)
    }
    assert handled == {"Workbook_Open", "Workbook_Activate", "Workbook_Deactivate"}
    assert not any("WithEvents" in text for text in ours.values())


def test_words_are_written_in_ascii_and_are_all_used(vba: Macros) -> None:
    """Each sentence of the catalogue comes out of its escapes; the code says each somewhere."""
    for language in LANGUAGES:
        modules = {each.name: each.source for each in visual_basic.modules((), language)}
        functions = re.findall(
            r"Public Function (\w+)\(\) As String\r\n    \1 = Decoded\(((?:.|\r\n)*?)\)\r\nEnd",
            modules["JxcWords"],
        )
        said = {name: _value(expression) for name, expression in functions}
        assert said == {
            name: translate(text, language) for name, text in visual_basic.WORDS.items()
        }
    code = vba.sources["JxcRunning"] + vba.sources["JxcFunctions"]
    assert [name for name in visual_basic.WORDS if f"{name}()" not in code] == []


def _value(expression: str) -> str:
    literals = re.findall(r'"((?:[^"]|"")*)"', expression)
    text = "".join(literals).replace('""', '"')
    return re.sub(r"\\u([0-9A-F]{4})", lambda found: chr(int(found[1], 16)), text)


def test_xlwings_is_the_installed_one(vba: Macros) -> None:
    """The VBA asks for a DLL by its version: it must be that of the installed package."""
    installed = version("xlwings")
    assert f'XLWINGS_VERSION As String = "{installed}"' in vba.sources["xlwings"]
    assert f"xlwings64-{installed}.dll" in vba.sources["xlwings"]
    assert "Public Function Exists(" in vba.sources["Dictionary"]


def test_what_our_code_takes_from_xlwings_is_there(vba: Macros) -> None:
    """The functions of the stand-alone module that our modules call, with as many arguments."""
    for head in (
        "Public Function RunPython(PythonCommand As String)",
        "Function XLPy()",
        "Function GetConfig(configKey As String, Optional",
        "Function FileExists(ByVal FileSpec As String) As Boolean",
        "Function ExecuteWindows(IsFrozen As Boolean, PythonCommand As String, PYTHON_WIN As String, _",
        "Function WScript(Optional CreateNew As Boolean) As Object",
    ):
        assert head in vba.sources["xlwings"]


def test_every_sheet_has_a_codename_of_its_own() -> None:
    """A sheet that is added to the contract must be given one: the build would end in a KeyError."""
    names = list(visual_basic.CODE_NAMES.values())
    assert len({name.lower() for name in names}) == len(names)
    with pytest.raises(KeyError):
        list(visual_basic.modules(["新表"], "zh"))


def test_words_with_the_characters_of_xml_arrive(monkeypatch: pytest.MonkeyPatch) -> None:
    """A label may have quotes and angle brackets."""
    odd = replace(BUTTONS[0], id="odd", label='<A & "B">')
    monkeypatch.setattr("jxc_xl.workbook.ribbon.BUTTONS", (*BUTTONS, odd))
    root = _ribbon("customUI/customUI.xml", "en")
    (label,) = [e.attrib["label"] for e in root.iter() if e.get("id") == "jxc_odd"]
    assert label == '<A & "B">'


def test_modules_are_of_their_kind() -> None:
    """Documents are documents, Dictionary is a class, the rest are standard modules."""
    kinds = {each.name: each.kind for each in visual_basic.modules(["首页"], "zh")}
    assert kinds == {
        "ThisWorkbook": Kind.WORKBOOK,
        "Sheet_home": Kind.SHEET,
        "JxcButtons": Kind.STANDARD,
        "JxcFunctions": Kind.STANDARD,
        "JxcRunning": Kind.STANDARD,
        "JxcWords": Kind.STANDARD,
        "xlwings": Kind.STANDARD,
        "Dictionary": Kind.CLASS,
    }


def _macros() -> set[str]:
    """The public functions of the room of macros that are made there."""
    return {
        name
        for name, made in inspect.getmembers(macros, inspect.isfunction)
        if made.__module__.startswith(f"{macros.__name__}.") and not name.startswith("_")
    }


def _ribbon(part: str, language: Language) -> Element:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("_rels/.rels", "<Relationships></Relationships>")
    with zipfile.ZipFile(BytesIO(add_ribbon(target.getvalue(), language))) as package:
        return fromstring(package.read(part))


def _tag(part: str, name: str) -> str:
    return f"{{{PARTS[part][0]}}}{name}"
