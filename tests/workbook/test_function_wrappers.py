"""The worksheet functions of Excel: a wrapper for each that is declared, and what Python answers."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest

from jxc_xl.excel_functions import ERROR, answer
from jxc_xl.i18n import Language, translate
from jxc_xl.resources import worksheet_functions
from jxc_xl.workbook.function_wrappers import LONGEST_TEXT, argument_name, function_wrappers
from tests.e2e.shop import make, rows_of, run
from tests.udfs.test_planned import COLA, plan

FUNCTIONS = worksheet_functions().FUNCTIONS
LANGUAGES: tuple[Language, ...] = ("zh", "en")

WRAPPER = re.compile(
    r"^Public Function (JXC_\w+)\(([^)]*)\) As Variant\n"
    r'Attribute \1\.VB_Description = "([^"\n]+)"\n'
    r'    \1 = JxcAnswer\(Array\("(\w+)", "(\w\w)", ThisWorkbook\.FullName, '
    r'JxcNamed\("jxc_ledger_file"\), JxcNamed\("jxc_ledger_id"\), _\n'
    r"        ([^\n]*)\), (True|False)\)\n"
    r"End Function\n",
    re.M,
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_function_has_its_wrapper(language: Language) -> None:
    """Names, arguments in order, which of them are optional; and no wrapper without a function."""
    found = WRAPPER.findall(function_wrappers(language))
    assert len(found) == function_wrappers(language).count("Public Function ")
    assert [(name, asked) for name, _head, _text, asked, *_rest in found] == [
        (f"JXC_{name}", name) for name in FUNCTIONS
    ]
    for _name, head, text, asked, spoken, given, explains in found:
        function = FUNCTIONS[asked]
        names = [argument_name(parameter) for parameter in function.parameters]
        assert head.split(", ") == [
            f"{'Optional ' if parameter.optional else ''}ByVal {name} As Variant"
            for name, parameter in zip(names, function.parameters, strict=True)
        ]
        assert given.split(", ") == [f"JxcCells({name})" for name in names]
        assert (text, spoken, explains) == (function.text, language, str(function.explains))


def test_no_function_looks_like_a_cell() -> None:
    """Excel would read a name such as JXC1 as an address."""
    assert [name for name in FUNCTIONS if not re.fullmatch(r"[A-Z][A-Z_]*", name)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_wizard_describes_functions_and_arguments(language: Language) -> None:
    """A sentence for each, no longer than the wizard shows."""
    text = function_wrappers(language)
    described = re.findall(r'^    JxcDescribe "JXC_(\w+)", _\n(.*?)\)\)$', text, re.M | re.S)
    assert [name for name, _texts in described] == list(FUNCTIONS)
    for name, texts in described:
        said = [_decoded(part) for part in re.findall(r"Decoded\(((?:[^()]|\n)*)\)?", texts)]
        function = FUNCTIONS[name]
        wanted = [function.text, *(parameter.text for parameter in function.parameters)]
        assert said == [translate(each, language) for each in wanted]
        assert [each for each in said if not 0 < len(each) <= LONGEST_TEXT] == []


def _decoded(expression: str) -> str:
    text = "".join(re.findall(r'"([^"]*)"', expression))
    return re.sub(r"\\u([0-9A-F]{4})", lambda found: chr(int(found[1], 16)), text)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten bottles at 2 yuan, posted on 2026-01-05."""
    path = tmp_path_factory.mktemp("shop") / "店.xlsm"
    row = {"date": date(2026, 1, 5), "partner": "S1", "item": "A1", "quantity": 10, "price": 2}
    make(path, purchases=[row])
    assert run("post", path)["exit"] == 0
    assert rows_of(path, "purchases")[0]["status"] == "已过账"
    return path


def test_one_cell_is_answered(shop: Path) -> None:
    """As Excel hands it over: the values of one cell, nothing for what was left out."""
    assert answer("STOCK", "zh", str(shop), None, None, [["A1"]], [[None]], [[None]]) == [[10.0]]
    assert answer("COST", "zh", str(shop), "店.db", "", [["a1"]], [["W1"]]) == [[2.0]]
    assert answer("NAME", "zh", str(shop), "", "", [["可乐"]]) == [["可乐"]]


def test_a_range_is_answered_at_once(shop: Path) -> None:
    """A column of items gives a column; a blank stays blank, an unknown item is an error."""
    rows = [["A1"], [None], ["没有"], ["007"]]
    answered = answer("STOCK", "zh", str(shop), "", "", rows)
    assert answered == [[10.0], [""], [f"{ERROR}#N/A"], [0.0]]


@pytest.mark.parametrize("day", [datetime(2026, 1, 4), 46026.0, "2026-01-04"])
def test_dates_are_understood(shop: Path, day: object) -> None:
    """A date, its serial number and a text: the day before the purchase there was nothing."""
    assert answer("STOCK", "zh", str(shop), "", "", [["A1"]], [[None]], [[day]]) == [[0.0]]


def test_layers_spill(shop: Path) -> None:
    """A row for each layer, with the date as a number that the cell's format shows."""
    ((day, document, *rest),) = answer("LOTS", "zh", str(shop), "", "", [["A1"]])
    assert (day, document[:12], rest) == (46027.0, "CGRK20260105", ["主仓库", "", 10.0, 2.0, 20.0])


def test_what_the_last_recompute_found_is_answered(shop: Path) -> None:
    """A text, a number and, before 重算 knew the item, an error."""
    plan(shop.with_suffix(".db"), COLA)
    asked = [answer(name, "zh", str(shop), "", "", [["A1"]]) for name in ("ABC", "ROP", "EOQ")]
    assert asked == [[["A"]], [[12.5]], [[48.0]]]
    assert answer("FORECAST", "zh", str(shop), "", "", [["A1"]], [["2026-3-31"]]) == [[21.0]]
    assert answer("ABC", "zh", str(shop), "", "", [["007"]]) == [[f"{ERROR}#N/A"]]


@pytest.mark.parametrize(
    ("language", "words"), [("zh", "账本里没有商品"), ("en", "The ledger has no item")]
)
def test_errors_have_a_hint_in_words(shop: Path, language: Language, words: str) -> None:
    """JXC_HINT says why, in the workbook's language; it is no error itself."""
    ((hint,),) = answer("HINT", language, str(shop), "", "", [["没有"]])
    assert words in hint


def test_ledger_of_another_shop_is_an_error(shop: Path, tmp_path: Path) -> None:
    """A wrong ledger and none at all: #N/A in every cell, and no figure of somebody else."""
    assert answer("STOCK", "zh", str(shop), "", "another", [["A1"]]) == [[f"{ERROR}#N/A"]]
    lost = str(tmp_path / "别处.xlsm")
    assert answer("STOCK", "zh", lost, "", "", [["A1"], ["A2"]]) == [[f"{ERROR}#N/A"]] * 2


def test_marks_are_those_that_vba_knows() -> None:
    """The text after the mark becomes an error of Excel in JxcFunctions."""
    text = (Path(__file__).parents[2] / "workbooks/vba/JxcFunctions.bas").read_text("ascii")
    known = re.findall(r'Case Chr\$\(MARK\) & "([^"]+)"', text)
    assert known == [trouble.value for trouble in worksheet_functions().Trouble]
    assert f"MARK As Long = {ord(ERROR)}" in text
