"""The rows that provoke each code, as they stand in the Markdown files beside this one.

A section is named after its code.  It holds tables under the name of their sheet; 账上 is what
the ledger has, and two lines say more of the past: 首个开放日 DATE, 这张已过账为 NUMBER.  Lines
that begin with ``>`` are what is then said, in Chinese and in English.  A section may tell of a
file instead: see :mod:`tests.errors.files`.
"""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from jxc_xl import i18n
from jxc_xl.domain.click import Click
from jxc_xl.domain.facts import BatchDates, OpenLine, PostedDocument, PostedLine, PostedMove
from jxc_xl.domain.judge import Judged, fingerprint
from jxc_xl.domain.kinds import KINDS
from jxc_xl.domain.numbers import QUANTITY, RATE, amount_fen
from jxc_xl.domain.parameters import read_parameters
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.tables.entry import ENTRY_TABLES
from tests.domain.shop import SHOP, judged, open_shop, sections
from tests.domain.tables import TABLES, markdown, raw_rows
from tests.errors.files import has_file, problems_of_file
from tests.fakes import FakeFacts

FOLDER = Path(__file__).parent
_ENTRY_SHEETS = [table.sheet for table in ENTRY_TABLES]


class Case(NamedTuple):
    """One section: a code, what provokes it, and what is said."""

    file: str
    code: str
    body: str
    golden: str

    @property
    def tables(self) -> dict[str, str]:
        """The tables of the section by sheet, 账上 among them."""
        found = re.findall(r"^(\S+)\n((?:\|.*\n?)+)", self.body, re.MULTILINE)
        return dict(found)


def read_cases() -> list[Case]:
    """Every section of every file."""
    return [
        _case(path.name, code, text)
        for path in sorted(FOLDER.glob("*.md"))
        for code, text in sections(path.read_text(encoding="utf-8")).items()
    ]


def _case(file: str, code: str, text: str) -> Case:
    said = [line for line in text.splitlines() if line.startswith(">")]
    told = [line for line in text.splitlines() if not line.startswith(">")]
    return Case(file, code, "\n".join(told).strip() + "\n", "\n".join(said))


def said(case: Case) -> str:
    """What the program says to the rows of a section, in both languages."""
    spoken = []
    for language in ("zh", "en"):
        i18n.set_language("zh" if language == "zh" else "en")
        spoken.append([_line(case.code, found) for found in provoked(case)])
    i18n.set_language("zh")
    return "\n".join(line for pair in zip(*spoken, strict=True) for line in pair)


def _line(code: str, found: Problem) -> str:
    place = " ".join(str(part) for part in (found.sheet, found.row, found.column) if part)
    mark = "" if found.code == code else f" [{found.code}]"
    mark += "" if found.is_error else " (warning)"
    return f"> {place}{mark}: {found.message} {found.hint}"


def provoked(case: Case) -> list[Problem]:
    """The problems of a section's masters and rows, or of its file."""
    if has_file(case.body):
        return problems_of_file(case.body)
    tables = case.tables
    changes = "".join(f"## {sheet}\n{body}\n" for sheet, body in tables.items())
    masters = {sheet for sheet in tables if sheet in TABLES and sheet not in _ENTRY_SHEETS}
    changed = "".join(
        f"## {sheet}\n{body}\n" for sheet, body in sections(changes).items() if sheet in masters
    )
    shop = open_shop(SHOP, changed)
    past, click = facts(case), Click()
    found = list(shop.problems)
    if "设置" in tables:
        raw = raw_rows(TABLES["设置"], markdown(tables["设置"]))
        found += [entry for entry in read_parameters(raw)[1] if entry not in found]
    for sheet in _ENTRY_SHEETS:
        if sheet not in tables:
            continue
        if number := re.search(r"这张已过账为 (\S+)", case.body):
            before: Judged = judged(sheet, tables[sheet], past, shop)
            past.fingerprints = {fingerprint(doc): number[1] for doc in before.documents}
        found += judged(sheet, tables[sheet], past, shop, click).problems
    return found


def facts(case: Case) -> FakeFacts:
    """The past of a section."""
    past = FakeFacts()
    if day := re.search(r"首个开放日 (\S+)", case.body):
        past.first_open = date.fromisoformat(day[1])
    if "账上" in case.tables:
        headers, *rows = markdown(case.tables["账上"])
        for place, row in enumerate(rows):
            _remember(past, place, dict(zip(headers, row, strict=True)))
    return past


def _remember(past: FakeFacts, place: int, row: dict[str, str]) -> None:
    """One posted line; rows with the same number are one document."""
    number, item, batch = row["单据编号"], row["商品编码"], row.get("批号", "")
    quantity = int(row["数量"]) * QUANTITY
    still_open = int(row.get("未退") or row["数量"]) * QUANTITY
    unit = row.get("单位") or "瓶"
    price = int(float(row.get("单价") or 2) * 1_000_000)
    move = PostedMove(100 + place, batch, quantity, still_open, amount_fen(quantity, price))
    expected = int(row.get("未执行") or 0) * QUANTITY
    warehouse, day = row.get("仓库") or "01", date.fromisoformat(row["单据日期"])
    line = PostedLine(10 + place, item, warehouse, price, RATE, unit, RATE, 0, (move,), expected)
    before: Sequence[PostedLine] = past.documents[number].lines if number in past.documents else ()
    kind = next(kind.key for kind in KINDS.values() if kind.label == row["类型"])
    past.documents[number] = PostedDocument(
        number,
        kind,
        day,
        row["往来单位"],
        row.get("冲销", ""),
        (*before, line),
        row.get("关闭", ""),
    )
    if expected:
        past.lines.append(
            OpenLine(number, kind, row["往来单位"], item, warehouse, expected, None, day)
        )
    if row.get("对方单号"):
        past.counterparts[row["往来单位"], row["对方单号"]] = number
    if row.get("生产日期"):
        made, expires = (date.fromisoformat(row[name]) for name in ("生产日期", "有效期至"))
        past.batches[item, batch] = BatchDates(made, expires)
