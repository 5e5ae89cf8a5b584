"""Looking at what came back of a stocktake: the files, and the books beside them."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from jxc_xl.domain.counting.lines import said
from jxc_xl.domain.master_rows import Masters as SheetMasters
from jxc_xl.domain.numbers import QUANTITY, plain
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.rules.quantities import item_label
from jxc_xl.ledger.count_results import Result, results
from jxc_xl.ledger.counts import counts_of
from jxc_xl.ledger.facts import LedgerFacts
from jxc_xl.ledger.masters import Masters
from jxc_xl.ledger.stocktakes import Listed
from jxc_xl.services.counting.compare import Compared, compare
from jxc_xl.services.counting.files import Returned, read_files


@dataclass(slots=True)
class Seen:
    """What came back of a stocktake, beside the books.

    ``posted`` is the number of the count that stands in the books already, with its ``results``.
    """

    returned: Returned
    lines: list[Compared] = field(default_factory=list)
    posted: str = ""
    results: list[Result] = field(default_factory=list)

    @property
    def problems(self) -> list[Problem]:
        """Everything that is wrong or worth a warning, of the files first."""
        return [*self.returned.problems, *(p for line in self.lines for p in line.problems)]

    @property
    def wrong(self) -> bool:
        """Whether anything stands in the way."""
        return any(found.is_error for found in self.problems)

    @property
    def good(self) -> list[Compared]:
        """The lines with nothing wrong in them."""
        return [line for line in self.lines if not line.refused]

    @property
    def never_counted(self) -> list[Listed]:
        """What the sheets ask for and no file says."""
        keys = {line.key for line in self.returned.lines}
        return [
            line
            for line in self.returned.listed
            if (line.warehouse, line.item, line.batch) not in keys
        ]


def look(
    connection: sqlite3.Connection, files: Sequence[Path], masters: SheetMasters, today: date
) -> Seen:
    """Read the files of a stocktake and hold them against the books; changes nothing."""
    facts = LedgerFacts(connection, Masters(connection))
    returned = read_files(connection, files, masters.directory, today, facts.first_open_date())
    made = returned.stocktake
    seen = Seen(returned)
    if made is None:
        return seen
    seen.posted = next(iter(counts_of(connection, made.number)), "")
    if seen.posted:
        seen.results = list(results(connection, seen.posted))
        returned.problems += _otherwise(seen, made.number)
    else:
        settings = masters.settings
        seen.lines = compare(connection, made, returned.listed, returned.lines, settings)
    return seen


def _otherwise(seen: Seen, number: str) -> list[Problem]:
    """The lines that say something else than the count that is in the books."""
    before = {(one.warehouse, one.item, one.batch): one.counted_e4 for one in seen.results}
    return [
        said(
            "count_done", line, "counted", number=number, other=seen.posted,
            item=item_label(line.item), unit=line.item.unit,
            quantity="–" if line.key not in before else plain(before[line.key], QUANTITY),
        )
        for line in seen.returned.lines
        if before.get(line.key) != line.quantity_e4
    ]  # fmt: skip
