"""Formulas as text: copying one to another row, as Excel does when it fills down."""

import re
from functools import lru_cache

from jxc_xl.hosts.file.areas import LAST_COLUMN, LAST_ROW, column_letters, column_number

# Strings, quoted sheet names and structured references hold no cell addresses; a name before "(" is
# a function and one before "!" a sheet, whatever it looks like.
_TOKEN = re.compile(
    r"""(?P<text>"(?:[^"]|"")*"|'(?:[^']|'')*')
      | (?P<bracket>\[)
      | (?P<name>[\w.\\?$]+)(?P<after>\s*[(!\[])?
    """,
    re.VERBOSE,
)
_REFERENCE = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})")


@lru_cache(maxsize=4096)
def shift(formula: str, rows: int, columns: int = 0) -> str:
    """Return the formula as it reads ``rows`` further down and ``columns`` further right."""
    pieces = []
    position = 0
    while token := _TOKEN.search(formula, position):
        pieces.append(formula[position : token.start()])
        end = token.end()
        if token["bracket"]:
            end = _closing(formula, token.start())
            pieces.append(formula[token.start() : end])
        elif token["name"] and (token["after"] or "").strip() not in ("(", "!", "["):
            pieces.append(_moved(token["name"], rows, columns) + (token["after"] or ""))
        elif token["name"] and (token["after"] or "").endswith("["):
            end -= 1
            pieces.append(formula[token.start() : end])
        else:
            pieces.append(token[0])
        position = end
    return "".join(pieces) + formula[position:]


def is_same_in_each_row(formula: str) -> bool:
    """Tell whether the formula has no address that would move when it is filled down."""
    return shift(formula, 1) == formula


def _closing(formula: str, start: int) -> int:
    """Return the end of the bracket that opens at ``start``; ``'`` escapes inside of brackets."""
    depth = 0
    index = start
    while index < len(formula):
        character = formula[index]
        if character == "'":
            index += 1
        elif character == "[":
            depth += 1
        elif character == "]":
            depth -= 1
            if not depth:
                return index + 1
        index += 1
    return len(formula)


def _moved(name: str, rows: int, columns: int) -> str:
    match = _REFERENCE.fullmatch(name)
    if match is None:
        return name
    column, row = column_number(match[2]), int(match[4])
    if not 1 <= row <= LAST_ROW or column > LAST_COLUMN:
        return name  # a defined name such as ABCD1234567
    column += 0 if match[1] else columns
    row += 0 if match[3] else rows
    if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
        return "#REF!"
    return f"{match[1]}{column_letters(column)}{match[3]}{row}"
