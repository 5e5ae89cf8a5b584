"""Posting a count: one document that says how much there was."""

import sqlite3
from collections.abc import Sequence

from jxc_xl.domain.counting.reasons import input_tax_rate_e6
from jxc_xl.domain.documents import Document, Line, Move
from jxc_xl.domain.kinds import KINDS
from jxc_xl.domain.masters import Settings
from jxc_xl.ledger.facts import LedgerFacts
from jxc_xl.ledger.masters import Masters
from jxc_xl.ledger.posting import Posted, Writer
from jxc_xl.ledger.source import Source
from jxc_xl.ledger.stocktakes import Stocktake
from jxc_xl.services.counting.compare import Compared, estimate_of


def post_count(
    connection: sqlite3.Connection,
    made: Stocktake,
    lines: Sequence[Compared],
    settings: Settings,
    source: Source,
) -> Posted:
    """Put what was counted into the books under the stocktake's number, inside a transaction."""
    masters = Masters(connection)
    facts = LedgerFacts(connection, masters)
    document = Document(
        KINDS["count"],
        made.day,
        None,
        [_line(row, line, settings) for row, line in enumerate(lines)],
        _free_number(facts, made.number),
        table="movements",
        details={"stocktake": made.number},
        phase=made.moment.phase,
    )
    writer = Writer(connection, masters, source, facts.next_number)
    posted = writer.add(document, "")
    writer.write()
    return posted


def _free_number(facts: LedgerFacts, number: str) -> str:
    """The stocktake's number; counted again after a reversal it gets ``-2`` and so on."""
    found, times = number, 1
    while facts.document(found) is not None:
        times += 1
        found = f"{number}-{times}"
    return found


def _line(row: int, compared: Compared, settings: Settings) -> Line:
    counted = compared.counted
    item = counted.item
    rate = settings.default_tax_rate_e6 if item.tax_rate_e6 is None else item.tax_rate_e6
    value, estimate = estimate_of(item, settings)
    words = {"reason": counted.reason, "handler": counted.counter, "note": counted.note}
    return Line(
        row,
        item,
        counted.warehouse,
        counted.quantity_e4,
        counted.quantity_e4,
        item.unit,
        tax_rate_e6=input_tax_rate_e6(counted.reason, rate, deducts=settings.general_taxpayer),
        batch=counted.batch,
        details={
            **{name: text for name, text in words.items() if text},
            **({"cause": compared.cause} if compared.cause else {}),
            **({"recounted": "1"} if counted.recounted else {}),
        },
        moves=[Move(counted.warehouse, counted.batch, counted.quantity_e4, value,
                    estimate_e6=estimate)],
    )  # fmt: skip
