"""Text files: their encoding and separator are found by looking, and doubts are said."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from io import StringIO

from jxc_xl.domain.catalogue import problem
from jxc_xl.domain.cells import Raw
from jxc_xl.domain.importing.grid import Grid
from jxc_xl.domain.problems import Problem

_SEPARATORS = ",;\t|"
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_CHINESE_UTF8 = re.compile(rb"(?:[\xe3-\xe9][\x80-\xbf]{2}){2}")
"""Two Chinese characters in UTF-8: six bytes that practically never are three in GBK."""

_FORMULA_TEXT = re.compile(r'="(.*)"', re.DOTALL)
_APOSTROPHE = re.compile(r"'(\d.*)", re.DOTALL)
_LOOKED_AT = 60
_LONGEST_CELL = 1_000_000


def read_text(data: bytes, name: str, recognise: Callable[[Sequence[Raw]], int]) -> Grid | Problem:
    """The rows of a text file, or what is wrong with its encoding or its quotation marks."""
    text = decoded(data, name)
    if isinstance(text, Problem):
        return text
    separator = _separator(text, recognise)
    rows: list[list[Raw]] = []
    numbers: list[int] = []
    for number, cells, lines in _records(text, separator):
        if lines > 1 and _swallowed(cells, separator):
            return problem("quote_open", sheet=name, row=number)
        row: list[Raw] = [_cell(cell) for cell in cells]
        if any(cell is not None for cell in row):
            rows.append(row)
            numbers.append(number)
    return Grid(name, rows, numbers)


def decoded(data: bytes, name: str) -> str | Problem:
    """The text of a file in UTF-8, UTF-16 or GBK (GB18030); a problem where it is none of them."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding, name)
    if encoding := _utf16_without_mark(data):
        return _strictly(data, encoding, name)
    try:
        return _whole(data.decode("utf-8"), name)
    except UnicodeDecodeError:
        return _mixed(data, name) or _strictly(data, "gb18030", name)


def _strictly(data: bytes, encoding: str, name: str) -> str | Problem:
    try:
        return _whole(data.decode(encoding), name)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return problem("encoding_unknown", sheet=name, row=line)


def _whole(text: str, name: str) -> str | Problem:
    """The text, unless it holds what no text holds."""
    place = text.find("\0")
    if place < 0:
        return text
    return problem("encoding_unknown", sheet=name, row=text.count("\n", 0, place) + 1)


def _utf16_without_mark(data: bytes) -> str:
    """Which UTF-16 a file is that does not say so: every other byte of plain letters is zero."""
    start = data[:2000]
    even, odd = start[::2].count(0), start[1::2].count(0)
    if len(start) < 4 or max(even, odd) * 5 < len(start) // 2:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _mixed(data: bytes, name: str) -> Problem | None:
    """The first line of the rarer encoding when some lines are UTF-8 and others are not."""
    kinds: dict[str, list[int]] = {"UTF-8": [], "GBK": []}
    for number, line in enumerate(data.splitlines(), 1):
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            kinds["GBK"].append(number)
        else:
            if _CHINESE_UTF8.search(line):
                kinds["UTF-8"].append(number)
    rare, common = sorted(kinds, key=lambda kind: len(kinds[kind]))
    if not kinds[rare]:
        return None
    return problem("encodings_mixed", sheet=name, row=kinds[rare][0], here=rare, there=common)


def _separator(text: str, recognise: Callable[[Sequence[Raw]], int]) -> str:
    """The separator with which most headers are found, else that of the most even columns."""
    start = "\n".join(text.splitlines()[:_LOOKED_AT])

    def quality(separator: str) -> tuple[int, int, int]:
        rows = [cells for _number, cells, _lines in _records(start, separator)]
        headers = max((recognise(row) for row in rows), default=0)
        widths = Counter(len(row) for row in rows if len(row) > 1)
        width, often = max(widths.items(), key=lambda item: item[1], default=(1, 0))
        return headers, often, width

    return max(_SEPARATORS, key=quality)


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str], int]]:
    """The records of a text: the line in which each begins, its cells, how many lines it takes."""
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    before = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:  # a cell without end
            cells = [separator.join(("\n", "\n"))]
        yield before + 1, cells, reader.line_num - before
        before = reader.line_num


def _swallowed(cells: Sequence[str], separator: str) -> bool:
    """Whether a cell over several lines looks like whole lines behind an open quotation mark."""
    return any(
        "\n" in cell and any(separator in line for line in cell.splitlines()[1:]) for cell in cells
    )


def _cell(text: str) -> str | None:
    """A cell without the tricks that keep spreadsheets from taking numbers for numbers."""
    stripped = text.strip()
    for trick in (_FORMULA_TEXT, _APOSTROPHE):
        if found := trick.fullmatch(stripped):
            stripped = found[1].strip()
    return stripped or None
