"""The package stands alone: the standard library of an older Python is all it needs."""

import ast
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jxc_functions import FUNCTIONS, MESSAGES, Result
from jxc_functions.directory import fold
from jxc_functions.movements import KINDS as MOVING
from jxc_functions.movements import Movement
from jxc_functions.words import say, speak

from jxc_xl import resources
from jxc_xl.domain import parsing
from jxc_xl.domain.kinds import KINDS, LOSS, SURPLUS, Effect
from jxc_xl.i18n import translate

FILES = sorted(resources.udfs().rglob("*.py"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_it_runs_in_libreoffices_own_python(file: Path) -> None:
    """Python 3.8 understands it, and it imports the standard library and itself only."""
    tree = ast.parse(file.read_text(encoding="utf-8"), feature_version=(3, 8))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        else:
            continue
        for name in names:
            assert name.split(".")[0] in {*sys.stdlib_module_names, "jxc_functions"}


def test_each_function_says_what_it_takes_and_gives() -> None:
    """The first argument is the item, the others may be left out; every text is in Chinese too."""
    assert set(FUNCTIONS) == {
        "STOCK", "AVAILABLE", "COST", "VALUE", "PRICE", "NAME", "LOTS", "MOVES",
        "ABC", "ROP", "EOQ", "FORECAST", "HINT",
    }  # fmt: skip
    for function in FUNCTIONS.values():
        first, *others = function.parameters
        assert first.name == "item"
        assert not first.optional
        assert all(parameter.optional for parameter in others)
        assert bool(function.columns) == (function.result is Result.BLOCK)
        texts = [function.text, *(p.text for p in function.parameters)]
        texts += [p.label for p in function.parameters]
        assert all(translate(text, "zh") != text for text in texts)


def test_the_sentences_can_be_said_in_chinese() -> None:
    """The host puts the texts in; without any they are English."""
    missing = "The ledger has no warehouse {text}."
    assert missing in MESSAGES
    assert say(missing, text="X") == "The ledger has no warehouse X."
    speak({message: translate(message, "zh") for message in MESSAGES})
    try:
        assert say(missing, text="X") == "账本里没有仓库 X。"
    finally:
        speak({})


@given(st.text(alphabet=st.sampled_from("aAßＡ１ 　\u200b\ufeff\xa0可乐-－ İ"), max_size=8))
def test_words_are_compared_as_in_the_sheets(text: str) -> None:
    """Width, case and blanks count for as little here as they do when rows are read."""
    assert fold(text) == parsing.fold(text)


def test_documents_are_called_as_in_the_sheets() -> None:
    """Every kind that moves goods has the word that 类型 has for it; a count by what it found."""
    still = {Effect.ORDER, Effect.VALUE, Effect.COUNT}
    assert {
        key: kind.label
        for key, kind in KINDS.items()
        if kind.effect not in still or key == "reversal"
    } == MOVING
    found = [Movement("2026-03-31", "PDD1", "count", "W", "", sign).label for sign in (1, -1)]
    assert found == [SURPLUS, LOSS]
