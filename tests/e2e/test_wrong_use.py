"""A command line that is wrong: exit status 2, said in the language asked for, as JSON if wanted."""

import json
import re
from typing import Any

import pytest
from click.testing import CliRunner, Result

from jxc_xl.cli import cli

WRONG = [
    ("post", "BOOK"),
    ("post --frob shop.xlsx", "--frob"),
    ("post shop.xlsx more.xlsx", ""),
    ("reverse shop.xlsx", "NUMBERS"),
    ("stock --as-of 2026-13-01 shop.xlsx", "2026-01-05"),
    ("stock shop.xlsx --as-of", "--as-of"),
    ("post shop.xlsx --json=1", "--json"),
    ("post shop.xlsx --host word", "libreoffice"),
    ("stock", ""),
    ("new shop.txt", ".xlsx"),
]
_CHINESE = re.compile("[一-龥]")


def _run(*words: str) -> Result:
    return CliRunner().invoke(cli, words, prog_name="jxc")


@pytest.mark.parametrize(("words", "named"), WRONG)
def test_wrong_use_is_told_in_one_language(words: str, named: str) -> None:
    """What is wrong is named in Chinese, or in English on request; nothing goes to stdout."""
    command, *rest = words.split()
    for language in ("zh", "en"):
        result = _run(command, "--lang", language, *rest)
        assert (result.exit_code, result.stdout) == (2, "")
        assert named in result.stderr
        assert bool(_CHINESE.search(result.stderr)) == (language == "zh")


@pytest.mark.parametrize("words", [words for words, _named in WRONG])
def test_wrong_use_as_json(words: str) -> None:
    """Machines get the same object as from a command that could not work."""
    result = _run(*words.split(), "--json")
    answer: dict[str, Any] = json.loads(result.stdout)
    assert (result.exit_code, answer["ok"], answer["documents"]) == (2, False, [])
    (problem,) = answer["problems"]
    assert problem["code"] == "usage"
    assert set(problem) == {"code", "sheet", "row", "column", "message", "hint", "severity"}


def test_an_unknown_command_is_named() -> None:
    """The clerk sees which word was not understood, and where the commands are listed."""
    result = _run("frob")
    assert result.exit_code == 2
    assert "frob" in result.stderr
    assert "jxc --help" in result.stderr


@pytest.mark.parametrize("command", [None, *cli.commands])
def test_help_is_in_chinese(command: str | None) -> None:
    """Headings and options too, not only the description."""
    result = _run(*filter(None, [command]), "--help")
    assert result.exit_code == 0
    for english in ("Usage", "Options", "Commands", "Show", "exit"):
        assert english not in result.stdout
