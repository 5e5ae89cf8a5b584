"""A mapping file: what is taken from where, when the headers alone do not say it.

One line for each column of ours: its header (or field), ``=``, and the header of the file.  Several
headers, separated by ``|``, are tried in turn, row by row; a text in quotes is the same for every
row; nothing behind the ``=`` means that the column is not taken.  ``#`` begins a remark::

    单据日期 = 付款时间 | 创建时间
    客户 = "网店散客"
    备注 =
"""

from typing import NamedTuple

from jxc_xl.domain.catalogue import problem
from jxc_xl.domain.importing.headers import importable, plain_header
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.tables.columns import Table


class Source(NamedTuple):
    """Where a field comes from: headers tried in turn, or a text that is always the same."""

    line: int
    headers: tuple[str, ...] = ()
    fixed: str | None = None


Mapping = dict[str, Source]


def read_mapping(text: str, name: str, table: Table) -> tuple[Mapping, list[Problem]]:
    """The mapping that a file describes, by field, and what is wrong with its lines."""
    fields = {plain_header(column.header): column.field for column in importable(table)}
    fields |= {plain_header(column.field): column.field for column in importable(table)}
    mapping: Mapping = {}
    problems = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        ours, equals, theirs = line.replace("＝", "=").partition("=")
        field = fields.get(plain_header(ours))
        if not equals:
            problems.append(problem("map_line", sheet=name, row=number, text=line.strip()[:40]))
        elif field is None:
            known = "、".join(column.header for column in importable(table))
            problems.append(
                problem("map_column", sheet=name, row=number, text=ours.strip(), columns=known)
            )
        else:
            mapping[field] = _source(number, theirs.strip())
    return mapping, problems


def _source(number: int, theirs: str) -> Source:
    for left, right in ('""', "''", "“”"):
        if len(theirs) >= 2 and theirs[0] == left and theirs[-1] == right:
            return Source(number, fixed=theirs[1:-1].strip())
    return Source(number, tuple(word.strip() for word in theirs.split("|") if word.strip()))
