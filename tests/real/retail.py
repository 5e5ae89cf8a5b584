"""Online Retail into a ledger: every line through the same validation as a clerk's rows.

Run as a process of its own, so that its memory is its own:
``python -m tests.real.retail FILE LEDGER [LIMIT]`` prints what became of the lines as JSON.
"""

import json
import resource
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from time import perf_counter

from jxc_xl.domain.cells import RawRows
from jxc_xl.domain.directory import Directory
from jxc_xl.domain.master_rows import Masters
from jxc_xl.domain.masters import Settings, Warehouse
from jxc_xl.domain.tables.entry import PURCHASES
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.source import Source
from jxc_xl.ledger.verify import verify
from jxc_xl.services.posting import Outcome, judge_tables, write_documents
from tests.real.retail_chunks import SUPPLIER, Chunk, prepared

TODAY = date(2012, 1, 1)
_MAIN = Warehouse("MAIN", "主仓库")
_SOURCE = Source("online-retail", "online_retail.csv.gz", "real", "real", "2012-01-01T00:00:00")


@dataclass(slots=True)
class Result:
    """What became of the lines.

    ``refused`` are (line, stock code, why, message) of the lines of the file, a line refused
    because of another of its invoice among them; ``warnings`` are counted by code.
    """

    lines_in: int = 0
    posted: Counter[str] = field(default_factory=Counter)
    refused: list[tuple[int, str, str, str]] = field(default_factory=list)
    warnings: Counter[str] = field(default_factory=Counter)
    documents: Counter[str] = field(default_factory=Counter)
    invented_lines: int = 0
    invented_refused: int = 0
    transactions: int = 0
    differences: list[str] = field(default_factory=list)
    seconds_posting: float = 0.0
    seconds_verifying: float = 0.0
    peak_mib: int = 0


def post_chunk(ledger: Ledger, chunk: Chunk, result: Result) -> None:
    """Post a chunk in one transaction and count what became of its lines."""
    result.lines_in += chunk.lines
    result.refused += [(number, code, "not_goods", "") for number, code in chunk.not_goods]
    if not chunk.rows:
        return
    masters, tables = _masters(chunk), chunk.tables()
    with ledger.transaction():
        outcome = judge_tables(ledger, tables, masters, TODAY)
        write_documents(ledger, outcome, masters, _SOURCE, row_ids=False)
    result.transactions += 1
    _count(result, tables, outcome)


def _masters(chunk: Chunk) -> Masters:
    settings = Settings()
    directory = Directory(
        chunk.items, [SUPPLIER], chunk.customers, [_MAIN], settings.default_customer
    )
    return Masters(chunk.items, [SUPPLIER], chunk.customers, [_MAIN], settings, directory, [])


def _count(result: Result, tables: Sequence[RawRows], outcome: Outcome) -> None:
    for posted in outcome.posted:
        document = posted.document
        result.documents[document.kind.key] += 1
        if document.table == PURCHASES.name:
            result.invented_lines += len(document.lines)
        else:
            result.posted[document.kind.key] += len(document.lines)
    said = {}
    for problem in outcome.problems:
        if problem.is_error:
            said[problem.sheet, problem.row] = (problem.code, problem.message)
        else:
            result.warnings[problem.code] += 1
    for raw in tables:
        for index in sorted(outcome.refused.get(raw.table.name, ())):
            number = raw.numbers[index]
            if raw.table is PURCHASES:
                result.invented_refused += 1
            else:
                code, message = said.get((raw.table.sheet, number), ("with_its_invoice", ""))
                result.refused.append((number, str(raw.cells["item"][index]), code, message))


def post_file(path: Path, ledger: Ledger, limit: int | None = None) -> Result:
    """Everything from the file to a committed and verified ledger."""
    result = Result()
    start = perf_counter()
    with prepared(path, limit) as chunks:
        for chunk in chunks:
            post_chunk(ledger, chunk, result)
    posted = perf_counter()
    result.differences = [str(found) for found in verify(ledger.connection).differences]
    result.seconds_posting = posted - start
    result.seconds_verifying = perf_counter() - posted
    result.refused.sort()
    return result


def _peak_mib() -> int:
    """The most memory this process had, and the largest of those that helped it."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(which).ru_maxrss for which in who) // 1024


def main(words: Sequence[str]) -> None:
    """Post and print the result."""
    path, target = Path(words[0]), Path(words[1])
    with Ledger.create(target) as ledger:
        result = post_file(path, ledger, int(words[2]) if len(words) > 2 else None)
    result.peak_mib = _peak_mib()
    found = {entry.name: getattr(result, entry.name) for entry in fields(result)}
    json.dump(found, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main(sys.argv[1:])
