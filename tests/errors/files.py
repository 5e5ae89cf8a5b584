"""Files that provoke a code, as they stand in the Markdown beside this module.

A section has the words 文件 NAME ENCODING → TABLE and the file's text in a fence; 对照 and a fence are
a mapping file.  In ENCODING, a second one behind ``+`` holds for every other line.
"""

import re
from datetime import date

from jxc_xl.domain.importing.headers import recogniser
from jxc_xl.domain.importing.lines import read_lines
from jxc_xl.domain.importing.mapping import read_mapping
from jxc_xl.domain.importing.presets import made_of
from jxc_xl.domain.importing.reading import cut_codes, unreadable, with_mates
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.tables.columns import Role
from jxc_xl.foreign.text import read_text
from jxc_xl.services.importing.source import target

_FILE = re.compile(r"文件 (\S+) (\S+) → (\S+)\n```\n(.*?)```", re.DOTALL)
_MAP = re.compile(r"对照\n```\n(.*?)```", re.DOTALL)
TODAY = date(2026, 11, 22)


def has_file(body: str) -> bool:
    """Whether a section tells of a file."""
    return _FILE.search(body) is not None


def problems_of_file(body: str) -> list[Problem]:
    """What is said of the file of a section."""
    told = _FILE.search(body)
    assert told is not None
    name, encodings, into, text = told.groups()
    table = target(into)
    said = _MAP.search(body)
    mapping, problems = read_mapping(said[1] if said else "", "对照.txt", table)
    named = [header for source in mapping.values() for header in source.headers]
    grid = read_text(_encoded(text, encodings.split("+")), name, recogniser(table, named))
    if isinstance(grid, Problem):
        return [*problems, grid]
    lines = read_lines(grid, table, mapping, "对照.txt", TODAY)
    made = made_of(lines.raw, TODAY)
    problems += [*lines.problems, *lines.broken, *lines.left_out, *made.left_out, *made.refused]
    for raw in made.tables if not lines.problems else ():
        found = cut_codes(raw)
        if raw.table.role is Role.ENTRY:
            found += unreadable(raw, TODAY)
            wrong = {
                row for row, number in enumerate(raw.numbers) for p in found if p.row == number
            }
            found += with_mates(raw, wrong)[1]
        problems += found
    return problems


def _encoded(text: str, encodings: list[str]) -> bytes:
    lines = text.splitlines(keepends=True)
    parts = [encodings[place % len(encodings)] for place in range(len(lines))]
    if len(encodings) == 1:
        return text.encode(encodings[0])
    return b"".join(line.encode(part) for line, part in zip(lines, parts, strict=True))
