"""LibreOffice compiles and runs our VBA: the only Basic there is on a machine without Excel.

It runs nothing of a project with the real module of xlwings, so a stub stands in for that one; all
other modules are those of the product.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from jxc_xl.buttons import BUTTONS
from jxc_xl.hosts.libreoffice.office import OwnOffice
from jxc_xl.hosts.libreoffice.python_uno import load_uno
from jxc_xl.i18n import Language, translate
from jxc_xl.resources import worksheet_functions
from jxc_xl.vba import Kind, Module, module, project
from jxc_xl.workbook import visual_basic
from jxc_xl.workbook.technical import Identity
from jxc_xl.workbook.template import build

pytestmark = pytest.mark.xdist_group("office")

FUNCTIONS = worksheet_functions().FUNCTIONS
STUBS = Path(__file__).parent / "stubs"
ALWAYS_EXECUTE = 4
SHORT = "import sys; sys.excepthook = lambda *error: print(error[1], file=sys.stderr); "
LOOK = '"/bin/sh" -c "import jxc_xl"'
POST = (
    "import jxc_xl.i18n; jxc_xl.i18n.set_language('zh'); from jxc_xl import macros; macros.post()"
)


@pytest.fixture(scope="module")
def office() -> Iterator[OwnOffice]:
    """A LibreOffice of our own."""
    office = OwnOffice()
    yield office
    office.stop()


def _open(office: OwnOffice, path: Path) -> Any:
    properties = load_uno().getClass("com.sun.star.beans.PropertyValue")
    mode = properties()
    mode.Name, mode.Value = "MacroExecutionMode", ALWAYS_EXECUTE
    document = office.desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, (mode,))
    assert document is not None
    return document


def test_modules_are_listed(office: OwnOffice, tmp_path: Path) -> None:
    """The workbook opens, and each module stands in its library with its text."""
    path = tmp_path / "店.xlsm"
    build(path, macros=True)
    document = _open(office, path)
    try:
        library = document.BasicLibraries.getByName("VBAProject")
        sheets = list(visual_basic.CODE_NAMES)
        modules = {each.name: each.source for each in visual_basic.modules(sheets, "zh")}
        assert set(library.ElementNames) == modules.keys()
        for name, source in modules.items():
            code = [line for line in source.splitlines() if not line.startswith("Attribute ")]
            kept = library.getByName(name).rstrip("\n")
            assert kept.endswith("\n".join(code).rstrip("\n")), name
    finally:
        document.close(True)


@dataclass
class Clicked:
    """A workbook in LibreOffice whose Python is a stub."""

    document: Any

    def click(self, sub: str, *, told: str = "", ribbon: bool = False) -> list[str]:
        """Run a Sub, as a key or as the ribbon does; what the stub was asked and what was shown."""
        sheet = self._tell(told)
        self.call(sub, *((sheet,) if ribbon else ()))  # any object: the Subs do not look at it
        return self._noted()

    def ask(self, function: str, *arguments: object, told: str = "") -> tuple[Any, list[str]]:
        """What a worksheet function gives, and what the stub was asked."""
        self._tell(told)
        return self.call(f"JxcFunctions.{function}", *arguments), self._noted()

    def call(self, procedure: str, *arguments: object) -> Any:
        """Run a procedure of the project and return what it gives."""
        url = f"vnd.sun.star.script:VBAProject.{procedure}?language=Basic&location=document"
        return self.document.getScriptProvider().getScript(url).invoke(arguments, (), ())[0]

    def _tell(self, told: str) -> Any:
        sheet = self.document.Sheets.getByName("_jxc")
        sheet.getCellRangeByName("A101:A120").clearContents(1023)
        sheet.getCellRangeByName("B100").String = told
        return sheet

    def _noted(self) -> list[str]:
        sheet = self.document.Sheets.getByName("_jxc")
        noted = (row[0] for row in sheet.getCellRangeByName("A101:A120").getDataArray())
        return [str(text) for text in noted if text]


@pytest.fixture
def clicked(
    office: OwnOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Clicked]:
    """The product's workbook with the stub in the place of xlwings."""

    def stubbed(sheets: list[str], language: Language) -> bytes:
        return project(map(_stub, visual_basic.modules(sheets, language)))

    monkeypatch.setattr(visual_basic, "vba_project", stubbed)
    path = tmp_path / "张三's 店.xlsm"
    settings = [{"key": "账套文件", "value": "店.db"}]
    build(path, {"settings": settings}, identity=Identity(ledger_id="0123"), macros=True)
    document = _open(office, path)
    yield Clicked(document)
    document.close(True)


def _stub(each: Module) -> Module:
    if each.name == "xlwings":
        return module("xlwings", Kind.STANDARD, (STUBS / "xlwings.bas").read_text("ascii"))
    if each.kind is Kind.CLASS:
        return module("StubServer", Kind.CLASS, (STUBS / "StubServer.cls").read_text("ascii"))
    return each


def _says(function: str) -> str:
    return f"进销存: {translate(visual_basic.WORDS[function], 'zh')}"


@pytest.mark.parametrize(("sub", "ribbon"), [("jxc_post", True), ("jxc_post_key", False)])
def test_server_is_asked(clicked: Clicked, sub: str, ribbon: bool) -> None:
    """A click of the ribbon and the key reach the server that is there; this workbook calls."""
    assert clicked.click(f"JxcButtons.{sub}", told="server", ribbon=ribbon) == [
        "xlwings._xlwindows.BOOK_CALLER = 张三's 店.xlsm",
        "calculation -4105",
        POST,
    ]


def test_python_is_started_where_there_is_no_server(clicked: Clicked) -> None:
    """Then one Python for this click, with nothing of the workbook's folder on its path.

    Whether it has the program is looked at the first time only.
    """
    name = "张三's 店.xlsm"
    started = ["started /bin/sh", f"false;{name};{name};;;", SHORT + POST]
    assert clicked.click("JxcButtons.jxc_post_key", told="python") == [LOOK, *started]
    assert clicked.click("JxcButtons.jxc_post_key", told="python") == started


def test_python_without_the_program_is_said_in_words(clicked: Clicked) -> None:
    """JXC_PYTHON names another environment: what to do, and nothing of a traceback."""
    noted = clicked.click("JxcButtons.jxc_post_key", told="python alone")
    assert noted == [LOOK, _says("WordsNoProgram")]


def test_missing_python_is_said_in_words(clicked: Clicked) -> None:
    """Neither server nor interpreter: what to do, in Chinese, and no error of Basic."""
    assert clicked.click("JxcButtons.jxc_post_key") == [_says("WordsNoPython")]


def test_a_sentence_of_ours_is_said_as_it_is(clicked: Clicked) -> None:
    """Without the name of its class, and without advice for what nobody foresaw."""
    assert clicked.click("JxcButtons.jxc_post_key", told="server refuses")[-1] == (
        "进销存: press Enter: now"
    )


def test_everything_is_as_before_after_a_failure(clicked: Clicked) -> None:
    """Python breaks: words with the reason; calculation and screen are back; the next click works."""
    failed = clicked.click("JxcButtons.jxc_post_key", told="server fails")
    assert failed[-1] == f"{_says('WordsFailed')}\n\nit broke"
    assert clicked.document.isAutomaticCalculationEnabled()
    assert not clicked.document.hasControllersLocked()
    noted = clicked.click("JxcButtons.jxc_post_key", told="server")
    assert noted[1:] == ["calculation -4105", POST]


def test_every_sub_of_a_button_compiles_and_runs(clicked: Clicked) -> None:
    """Each callback of the ribbon asks for its own macro."""
    for button in BUTTONS:
        noted = clicked.click(f"JxcButtons.jxc_{button.id}", told="server", ribbon=True)
        assert noted[-1].endswith(f"from jxc_xl import macros; macros.{button.macro}()")
    clicked.click("JxcButtons.JxcKeysOn")
    clicked.click("JxcButtons.JxcKeysOff")


@pytest.mark.parametrize(
    ("function", "arguments", "given"),
    [
        ("JXC_STOCK", ("A1",), 12.5),
        ("JXC_STOCK", ("A1", "W1"), 12.5),
        ("JXC_NAME", ("A1",), ("#N/A", None)),
        ("JXC_LOTS", ("A1",), ((1, "W1"), (2, None))),
        ("JXC_COST", ("A1",), None),
        ("JXC_HINT", ("A1",), "it broke"),
        ("JXC_AVAILABLE", ("A1",), None),
    ],
)
def test_worksheet_functions_hand_figures_on(
    clicked: Clicked, function: str, arguments: tuple[object, ...], given: object
) -> None:
    """A figure, a row, a table; an error (None on this way out) for a marked text and a failure."""
    found, noted = clicked.ask(function, *arguments, told="server")
    assert found == given
    (asked,) = noted
    name = function.removeprefix("JXC_")
    count = 4 + len(FUNCTIONS[name].parameters)
    assert asked == f"jxc_xl.excel_functions.answer {name} zh 店.db 0123 {count}"


def test_worksheet_functions_without_a_server(clicked: Clicked) -> None:
    """An error, and the hint says in words what is missing."""
    assert clicked.ask("JXC_STOCK", "A1") == (None, [])
    words = translate(visual_basic.WORDS["WordsNoServer"], "zh")
    assert clicked.ask("JXC_HINT", "A1") == (words, [])
