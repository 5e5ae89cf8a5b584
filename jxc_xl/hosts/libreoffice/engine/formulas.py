"""Formulas as Excel writes them, and as Calc's own interface takes and shows them.

Calc parses structured references only in its own notation, hence texts are translated and no parser
is asked: arguments part at ``;``, sheets end in a dot, unions are ``~`` and intersections ``!``,
columns of an array constant part at ``;`` and its rows at ``|``.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from jxc_xl.hosts.libreoffice.engine.areas import (
    LAST_COLUMN,
    LAST_ROW,
    column_name,
    column_number,
)

_TOKEN = re.compile(
    r"""
    (?P<text>"(?:[^"]|"")*")
  | (?P<error>\#(?:N/A|NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|GETTING_DATA))
  | (?P<quoted>\$?'(?:[^']|'')*')
  | (?P<space>\s+)
  | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?(?![\w.$!:]))
  | (?P<word>[\w$\\.?]+)
  | (?P<bracket>\[)
  | (?P<sign><=|>=|<>|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_THIS_ROW = "[#This Row]"
_PLAIN_SHEET = re.compile(r"[^\W\d]\w*")
_LOOKS_LIKE_CELL = re.compile(r"[A-Za-z]{1,3}[0-9]+|[RrCc]|[Rr][0-9]+(?:[Cc][0-9]*)?|[Cc][0-9]+")


class _Token(NamedTuple):
    kind: str
    text: str


class UnknownNotation(NotImplementedError):
    """A part of a formula that Calc has no notation for."""

    def __init__(self, formula: str, part: str) -> None:
        super().__init__(f"{part} in the formula {formula}")


def _tokens(formula: str) -> Iterator[_Token]:
    """Part a formula, without its ``=``; a structured reference's brackets are one token."""
    position = 0
    while position < len(formula):
        found = _TOKEN.match(formula, position)
        if found is None or found.lastgroup is None:
            raise UnknownNotation(formula, formula[position:])
        if found.lastgroup == "bracket":
            end = _closing(formula, position)
            yield _Token("bracket", formula[position:end])
            position = end
        else:
            yield _Token(found.lastgroup, found[0])
            position = found.end()


def _closing(formula: str, start: int) -> int:
    """Where the bracket that opens at ``start`` has closed; ``'`` escapes the next character."""
    depth, position = 0, start
    while position < len(formula):
        character = formula[position]
        if character == "'":
            position += 1
        elif character == "[":
            depth += 1
        elif character == "]":
            depth -= 1
            if not depth:
                return position + 1
        position += 1
    raise UnknownNotation(formula, formula[start:])


# to Calc


def to_calc(formula: str, table_here: Callable[[], str | None]) -> str:
    """Translate a formula of Excel; anything that does not begin with ``=`` stays as it is.

    ``table_here`` names the table in which the formula will stand, for references without a name.
    ``NotImplementedError`` for what Calc does not know: other workbooks, spilled ranges.
    """
    if not formula.startswith("=") or len(formula) == 1:
        return formula
    if "[" in formula and _without_table(formula):
        return _to_calc(formula, table_here())
    return _to_calc(formula, None)


def _without_table(formula: str) -> bool:
    before = ""
    for token in _tokens(formula[1:]):
        if token.kind == "bracket" and before != "word":
            return True
        before = token.kind
    return False


@lru_cache(maxsize=4096)
def _to_calc(formula: str, table: str | None) -> str:
    tokens = list(_tokens(formula[1:]))
    parts: list[str] = ["="]
    open_brackets: list[str] = []
    for index, token in enumerate(tokens):
        before = tokens[index - 1] if index else _Token("start", "")
        after = tokens[index + 1] if index + 1 < len(tokens) else _Token("end", "")
        if token.kind == "bracket":
            parts.append(_bracket_to_calc(formula, token.text, before, table))
        elif token.kind == "space":
            parts.append(_space_to_calc(before, after, token.text))
        elif token.kind in ("word", "quoted") and after.text == "!":
            parts.append(_sheet_to_calc(token.text))
        elif token.kind == "word" and token.text.upper() in ("TRUE", "FALSE"):
            parts.append(token.text + "()" * (after.text != "("))
        elif token.kind == "sign":
            parts.append(_sign_to_calc(formula, token.text, before, after, open_brackets))
        else:
            parts.append(token.text)
    return "".join(parts)


def _sign_to_calc(
    formula: str, sign: str, before: _Token, after: _Token, open_brackets: list[str]
) -> str:
    if sign in "({":
        open_brackets.append("call" if sign == "(" and before.kind == "word" else sign)
    elif sign in ")}" and open_brackets:
        open_brackets.pop()
    inside = open_brackets[-1] if open_brackets else ""
    if sign == ",":
        return ";" if inside in ("call", "{") else "~"
    if sign == ";" and inside == "{":
        return "|"
    if sign == "!":
        if before.kind not in ("word", "quoted") or after.kind not in ("word", "bracket", "error"):
            raise UnknownNotation(formula, sign)
        return "."
    if sign in "@#":
        raise UnknownNotation(formula, sign)
    return sign


def _sheet_to_calc(text: str) -> str:
    name = text[1:-1] if text.startswith("'") else text.replace("'", "''")
    if "[" in name:
        raise UnknownNotation(text, "another workbook")
    return f"$'{name}'"


def _space_to_calc(before: _Token, after: _Token, text: str) -> str:
    """A space between two references is Excel's intersection."""
    ends = before.kind in ("word", "bracket", "error") or before.text == ")"
    begins = after.kind in ("word", "quoted", "error") or after.text == "("
    return "!" if ends and begins else text


def _bracket_to_calc(formula: str, text: str, before: _Token, table: str | None) -> str:
    if before.kind != "word" and table is None:
        raise UnknownNotation(formula, text)
    name = "" if before.kind == "word" else table
    inner = text[1:-1].strip()
    if inner.startswith("@"):
        column = inner[1:].strip()
        parts = _THIS_ROW
        if column:
            parts += ";" + (column if column.startswith("[") else f"[{column}]")
        return f"{name}[{parts}]"
    if inner.startswith("#"):
        return f"{name}[[{inner}]]"
    if inner.startswith("["):
        return f"{name}[{_separated(inner, ',', ';')}]"
    return f"{name}{text}"


def _separated(inner: str, found: str, wanted: str) -> str:
    """Exchange the separators between the bracketed parts of a structured reference."""
    parts, position = [], 0
    while position < len(inner):
        if inner[position] == "[":
            end = _closing(inner, position)
            parts.append(inner[position:end])
            position = end
        else:
            parts.append(inner[position].replace(found, wanted).strip())
            position += 1
    return "".join(parts)


# to Excel


class Names:
    """What the text of a formula alone does not tell: the sheets, and Excel's names of functions.

    ``functions`` are by the names, in capitals, that Calc's interface has for them.
    """

    def __init__(self, sheets: frozenset[str], functions: dict[str, str]) -> None:
        self.sheets = sheets
        self.functions = functions


@lru_cache(maxsize=4096)
def to_excel(formula: str, names: Names) -> str:
    """Translate a formula of Calc; text that is no formula loses Calc's apostrophe."""
    if not formula.startswith("="):
        return formula.removeprefix("'")
    tokens = list(_tokens(formula[1:]))
    parts: list[str] = ["="]
    open_brackets: list[str] = []
    sheet_before = False
    for index, token in enumerate(tokens):
        before = tokens[index - 1] if index else _Token("start", "")
        after = tokens[index + 1] if index + 1 < len(tokens) else _Token("end", "")
        if token.kind == "bracket":
            parts.append(_bracket_to_excel(token.text))
        elif token.kind == "quoted":
            sheet_before = True
            parts.append(_sheet_to_excel(token.text.lstrip("$")[1:-1].replace("''", "'")))
        elif token.kind == "word":
            text = token.text[1:] if sheet_before and token.text[:1] == "." else token.text
            parts.append(_word_to_excel(text, after, names))
            sheet_before = False
        elif token.kind == "sign":
            parts.append(_sign_to_excel(token.text, before, open_brackets))
        else:
            parts.append(token.text)
    return "".join(parts)


def _word_to_excel(text: str, after: _Token, names: Names) -> str:
    if after.text == "(":
        return names.functions.get(text.upper(), text)
    sheet, dot, rest = text.rpartition(".")
    if dot and sheet.removeprefix("$") in names.sheets:
        return _sheet_to_excel(sheet.removeprefix("$")) + rest
    return text


def _sheet_to_excel(name: str) -> str:
    plain = _PLAIN_SHEET.fullmatch(name) and not _LOOKS_LIKE_CELL.fullmatch(name)
    return f"{name}!" if plain else f"{quoted(name)}!"


def quoted(name: str) -> str:
    """The name of a sheet in apostrophes."""
    return "'" + name.replace("'", "''") + "'"


def _sign_to_excel(sign: str, before: _Token, open_brackets: list[str]) -> str:
    if sign in "({":
        open_brackets.append("call" if sign == "(" and before.kind == "word" else sign)
    elif sign in ")}" and open_brackets:
        open_brackets.pop()
    inside = open_brackets[-1] if open_brackets else ""
    if sign in ";~":
        return ","
    if sign == "|" and inside == "{":
        return ";"
    if sign == "!":
        return " "
    return sign


def _bracket_to_excel(text: str) -> str:
    inner = text[1:-1]
    if not inner.startswith("["):
        return text
    if _closing(inner, 0) == len(inner):  # [[#All]] and [[a]]
        return inner
    return f"[{_separated(inner, ';', ',')}]"


# moving


@lru_cache(maxsize=65536)
def moved(formula: str, rows: int, columns: int = 0) -> str:
    """A formula, in either notation, as it reads so many rows and columns further on.

    References that would leave the sheet become ``#REF!``.
    """
    if not formula.startswith("=") or not (rows or columns):
        return formula
    tokens = list(_tokens(formula[1:]))
    parts = ["="]
    for index, token in enumerate(tokens):
        before = tokens[index - 1].text if index else ""
        after = tokens[index + 1].text if index + 1 < len(tokens) else ""
        if token.kind in ("word", "number") and after not in ("(", "!") and after[:1] != "[":
            parts.append(_moved(token.text, rows, columns, in_pair=":" in (before, after)))
        else:
            parts.append(token.text)
    return "".join(parts)


_MOVING = re.compile(r"(\$?)([A-Za-z]{0,3})(\$?)([0-9]*)")


def _moved(word: str, rows: int, columns: int, *, in_pair: bool) -> str:
    sheet, dot, reference = word.rpartition(".")
    found = _MOVING.fullmatch(reference)
    if found is None or not (found[2] or found[4]):
        return word
    if not (found[2] and found[4]) and not in_pair:
        return word
    column_fixed, letters, row_fixed, digits = found.groups()
    if not letters:
        column_fixed, row_fixed = "", column_fixed
    if letters and not column_fixed:
        number = column_number(letters) + columns
        if not 1 <= number <= LAST_COLUMN:
            return "#REF!"
        letters = column_name(number)
    if digits and not row_fixed:
        number = int(digits) + rows
        if not 1 <= number <= LAST_ROW:
            return "#REF!"
        digits = str(number)
    return f"{sheet}{dot}{column_fixed}{letters}{row_fixed}{digits}"
