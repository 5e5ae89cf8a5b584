"""The lint sees each fault in macros and ribbon that Excel would repair or drop."""

import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest

from jxc_xl.vba import Module, project
from jxc_xl.workbook import visual_basic
from jxc_xl.workbook.template import build
from tests.workbook.lint import lint
from tests.workbook.macro_lint import PROJECT

RIBBON = "customUI/customUI14.xml"
TYPES = "[Content_Types].xml"


@pytest.fixture(scope="module")
def sound() -> dict[str, bytes]:
    """The parts of a macro workbook without faults."""
    target = BytesIO()
    build(target, macros=True)
    with zipfile.ZipFile(target) as package:
        return {name: package.read(name) for name in package.namelist()}


PLANTED = {
    "sheet's codename": ("xl/worksheets/sheet2.xml", 'codeName="Sheet_purchases"', 'codeName="Sheet_buying"', "codename Sheet_buying has no module"),
    "sheet without codename": ("xl/worksheets/sheet2.xml", 'codeName="Sheet_purchases"', "", "sheet2.xml has no codename"),
    "codename twice": ("xl/worksheets/sheet2.xml", 'codeName="Sheet_purchases"', 'codeName="Sheet_sales"', "codename Sheet_sales twice"),
    "illegal codename": ("xl/worksheets/sheet2.xml", 'codeName="Sheet_purchases"', 'codeName="_1"', "codename '_1'"),
    "workbook's codename": ("xl/workbook.xml", ' codeName="ThisWorkbook"', "", "xl/workbook.xml has no codename"),
    "workbook's type": (TYPES, "ms-excel.sheet.macroEnabled.main", "openxmlformats-officedocument.spreadsheetml.sheet.main", "with macros of the wrong content type"),
    "project's type": (TYPES, "application/vnd.ms-office.vbaProject", "application/octet-stream", "vbaProject.bin of the wrong content type"),
    "project's link": ("xl/_rels/workbook.xml.rels", "/2006/relationships/vbaProject", "/2006/relationships/other", "no relationship leads to vbaProject.bin"),
    "type of nothing": (TYPES, "/xl/styles.xml", "/xl/style.xml", "content type of xl/style.xml, which is not there"),
    "sheet of Python": ("xl/workbook.xml", 'name="xlwings.conf"', 'name="xlwings.py"', "ask for a licence"),
    "callback of nothing": (RIBBON, 'onAction="jxc_post"', 'onAction="jxc_posts"', "jxc_post: no Sub jxc_posts(control As Object)"),
    "button that does nothing": (RIBBON, 'onAction="jxc_post"', "", "jxc_post does nothing"),
    "id twice": (RIBBON, 'id="jxc_post"', 'id="jxc_check"', "id jxc_check twice"),
    "illegal id": (RIBBON, 'id="jxc_post"', 'id="过账"', "id '过账'"),
    "keytip": (RIBBON, 'keytip="G"', 'keytip="GUOZ"', "keytip 'GUOZ'"),
    "size": (RIBBON, 'size="large"', 'size="huge"', "size 'huge'"),
    "supertip": (RIBBON, 'supertip="', f'supertip="{"长" * 1024}', "supertip longer than 1024"),
    "namespace": (RIBBON, "2009/07/customui", "2006/01/customui", "customUI14.xml in the wrong namespace"),
    "not XML": (RIBBON, "</tab>", "", "customUI14.xml: mismatched tag"),
    "ribbon's link": ("_rels/.rels", RIBBON, "customUI/customUI15.xml", "relationship to customUI/customUI15.xml, which is not there"),
    "ribbon without link": ("_rels/.rels", "2007/relationships/ui/extensibility", "2007/relationships/ui/other", f"no relationship leads to {RIBBON}"),
}  # fmt: skip


@pytest.mark.parametrize("fault", PLANTED)
def test_planted_fault_is_found(sound: dict[str, bytes], fault: str) -> None:
    """One change in one part, one finding that names it."""
    part, old, new, finding = PLANTED[fault]
    text = sound[part].decode()
    assert old in text
    parts = {**sound, part: text.replace(old, new, 1).encode()}
    assert finding in "\n".join(lint(_package(parts)))


def _line(text: str, extra: str) -> str:
    return f"{text}{extra}\r\n"


IN_CODE: dict[str, tuple[str, Callable[[str], str], str]] = {
    "line ends": ("JxcWords", lambda text: text.replace("\r\n", "\n"), "line ends that are not CRLF"),
    "name": ("JxcWords", lambda text: text.replace("JxcWords", "Words", 1), "JxcWords does not begin with its name"),
    "long line": ("JxcWords", lambda text: _line(text, f"' {'x' * 1022}"), "a line longer than 1023"),
    "continued": ("JxcWords", lambda text: text + "x = 1 _\r\n" * 25 + "\r\n", "continued more than 24 times"),
    "sub twice": ("JxcButtons", lambda text: _line(_line(text, "Sub JXC_POST()"), "End Sub"), "jxc_post twice in JxcButtons"),
    "sub like a module": ("JxcButtons", lambda text: _line(_line(text, "Sub jxcwords()"), "End Sub"), "has the name of a module"),
    "callback of two": ("JxcButtons", lambda text: text.replace("jxc_post(control As Object)", "jxc_post(control As Object, more)"), "no Sub jxc_post(control As Object)"),
}  # fmt: skip


@pytest.mark.parametrize("fault", IN_CODE)
def test_fault_in_the_code_is_found(sound: dict[str, bytes], fault: str) -> None:
    """A project with one module that the writer would never have made."""
    name, change, finding = IN_CODE[fault]
    modules = [_changed(each, name, change) for each in _modules()]
    parts = {**sound, PROJECT: project(modules)}
    assert finding in "\n".join(lint(_package(parts)))


def test_module_without_a_sheet_is_found(sound: dict[str, bytes]) -> None:
    """A document in the project that no sheet claims."""
    modules = [
        replace(each, name="Sheet_lost", source=each.source.replace("Sheet_home", "Sheet_lost"))
        if each.name == "Sheet_home"
        else each
        for each in _modules()
    ]
    findings = "\n".join(lint(_package({**sound, PROJECT: project(modules)})))
    assert "module Sheet_lost belongs to no sheet" in findings
    assert "codename Sheet_home has no module" in findings


def test_plain_workbook_of_a_macro_type_is_found(sound: dict[str, bytes]) -> None:
    """An .xlsm whose project was dropped, as some programs leave it."""
    parts = {name: content for name, content in sound.items() if name != PROJECT}
    assert "workbook without macros of the wrong content type" in lint(_package(parts))


def _modules() -> list[Module]:
    return list(visual_basic.modules(list(visual_basic.CODE_NAMES), "zh"))


def _changed(module: Module, name: str, change: Callable[[str], str]) -> Module:
    return replace(module, source=change(module.source)) if module.name == name else module


def _package(parts: dict[str, bytes]) -> BytesIO:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target
