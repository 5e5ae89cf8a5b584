"""The heart of 过账: rows of any origin → judged, accepted, in the ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from jxc_xl.domain.acceptance import Acceptance, Shortage, in_replay_order
from jxc_xl.domain.catalogue import problem
from jxc_xl.domain.cells import RawRows
from jxc_xl.domain.click import Click
from jxc_xl.domain.documents import Document, Line
from jxc_xl.domain.judge import judge
from jxc_xl.domain.master_rows import Masters as SheetMasters
from jxc_xl.domain.masters import Negative, Reserved
from jxc_xl.domain.numbers import QUANTITY, plain
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.reservations import Lack, Reservations
from jxc_xl.i18n import gettext as _
from jxc_xl.lean import collector_at_rest
from jxc_xl.ledger import counts
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.facts import LedgerFacts
from jxc_xl.ledger.masters import Masters
from jxc_xl.ledger.posting import Posted, Writer
from jxc_xl.ledger.replaying import replaying
from jxc_xl.ledger.source import Source
from jxc_xl.services.changed_counts import changed_counts
from jxc_xl.services.promises import on_order, promise_problem


@dataclass(slots=True)
class Outcome:
    """What became of some tables' NEW rows: lines in = lines of documents + refused + drafts.

    ``refused`` and ``drafts`` are row indices by table name, ``tables`` the rows themselves;
    ``recosted`` are the codes of items whose costs may have changed all over.
    """

    problems: list[Problem] = field(default_factory=list)
    refused: dict[str, set[int]] = field(default_factory=dict)
    drafts: dict[str, set[int]] = field(default_factory=dict)
    documents: list[Document] = field(default_factory=list)
    posted: list[Posted] = field(default_factory=list)
    tables: Mapping[str, RawRows] = field(default_factory=dict)
    recosted: Sequence[str] = ()

    def refuse(self, document: Document) -> None:
        """Keep a document out: all its rows stay as they are."""
        rows = self.refused.setdefault(document.table, set())
        rows.update(line.row for line in document.lines)

    def follow(self, later: "Outcome") -> None:
        """Go on with a later round, which judged every row again that was not posted."""
        self.problems += later.problems
        self.refused = later.refused
        for name, rows in later.drafts.items():
            self.drafts.setdefault(name, set()).update(rows)
        self.documents += later.documents
        self.posted += later.posted


@collector_at_rest()
def judge_tables(
    ledger: Ledger, tables: Sequence[RawRows], masters: SheetMasters, today: date
) -> Outcome:
    """Everything short of writing: what is wrong with the NEW rows, and what stock allows."""
    facts = LedgerFacts(ledger.connection, Masters(ledger.connection))
    outcome = Outcome()
    click = Click()
    for raw in tables:
        judged = judge(raw, masters.directory, masters.settings, facts, today, click)
        outcome.problems += judged.problems
        outcome.refused[raw.table.name] = set(judged.refused_rows)
        outcome.drafts[raw.table.name] = set(judged.drafts)
        outcome.documents += judged.documents
    outcome.tables = by_name = {raw.table.name: raw for raw in tables}
    promised = Reservations(facts, outcome.documents, masters.directory.default_customer)
    acceptance = Acceptance(facts, masters.settings.negative_stock)
    _accept(outcome, by_name, acceptance, promised, masters.settings.reserved_stock)
    return outcome


def _accept(
    outcome: Outcome,
    tables: Mapping[str, RawRows],
    acceptance: Acceptance,
    promised: Reservations,
    control: Reserved,
) -> None:
    """Keep the documents that stock allows, in the order in which they will be replayed."""
    accepted = []
    refused: set[int] = set()
    for document in in_replay_order(outcome.documents):
        leaning = [line for line in document.lines if id(line.leans_on) in refused]
        if leaning:
            raw = tables[document.table]
            outcome.problems += [_price_of_refused(raw, line) for line in leaning]
            outcome.refuse(document)
            refused.add(id(document))
            continue
        lacks = promised.lacks(document) if promised.matter else ()
        found = [_promise(tables, document, lack, control) for lack in lacks]
        if any(entry.is_error for entry in found):
            outcome.problems += found
            outcome.refuse(document)
            refused.add(id(document))
            continue
        shortages = acceptance.accept(document)
        if shortages and acceptance.negative is not Negative.ALLOW:
            raw = tables[document.table]
            outcome.problems += [_shortage(raw, short, acceptance, promised) for short in shortages]
        if shortages and acceptance.forbids:
            outcome.refuse(document)
            refused.add(id(document))
        else:
            outcome.problems += found
            accepted.append(document)
            if promised.matter:
                promised.take(document)
    outcome.documents = accepted


def _promise(
    tables: Mapping[str, RawRows], document: Document, lack: Lack, control: Reserved
) -> Problem:
    forbids = control is Reserved.FORBID
    return promise_problem(tables[document.table], document, lack, forbids=forbids)


def _price_of_refused(raw: RawRows, line: Line) -> Problem:
    source = line.leans_on.lines[0].row if line.leans_on else 0
    return problem(
        "price_of_refused",
        sheet=raw.table.sheet,
        row=raw.numbers[line.row],
        column=raw.table.header("price"),
        other_row=raw.numbers[source],
    )


def _shortage(
    raw: RawRows, short: Shortage, acceptance: Acceptance, promised: Reservations
) -> Problem:
    item = short.line.item
    coming = on_order(promised.coming(short.line), item.unit)
    amounts = {
        "wanted": short.wanted_e4,
        "available": short.available_e4,
        "short": short.wanted_e4 - short.available_e4,
    }
    elsewhere = "、".join(
        f"{name} {plain(quantity, QUANTITY):f} {item.unit}" for name, quantity in short.elsewhere
    )
    code = "shortage_allowed"
    if acceptance.forbids:
        code = "shortage_expired" if short.expired else "shortage_coming" if coming else "shortage"
    return problem(
        code,
        sheet=raw.table.sheet,
        row=raw.numbers[short.line.row],
        column=raw.table.header("quantity"),
        name=item.name,
        unit=item.unit,
        warehouse=pool_label(short.warehouse.name, short.batch),
        since=short.since,
        candidates=elsewhere,
        coming=coming,
        batches="、".join(batch for batch, _quantity in short.expired),
        **{name: f"{plain(amount, QUANTITY):f}" for name, amount in amounts.items()},
    )


def pool_label(warehouse: str, batch: str) -> str:
    """A warehouse as messages name it, with the batch where there is one."""
    if not batch:
        return warehouse
    return _("{warehouse} (batch {batch})").format(warehouse=warehouse, batch=batch)


@collector_at_rest()
def write_documents(
    ledger: Ledger,
    outcome: Outcome,
    masters: SheetMasters,
    source: Source,
    *,
    row_ids: bool,
    settings: Mapping[str, str] | None = None,
) -> None:
    """Put the accepted documents into the ledger, inside a transaction that is open already.

    ``row_ids`` for lines that stand in a sheet, so that their rows can carry them;
    ``settings`` are 设置 as they are now, remembered with their old values like the masters.
    """
    known = Masters(ledger.connection)
    known.take_over(source, masters.everything(), settings)
    facts = LedgerFacts(ledger.connection, known)
    facts.reserve([document.number for document in outcome.documents if document.number])
    writer = Writer(ledger.connection, known, source, facts.next_number)
    lines = sum(len(document.lines) for document in outcome.documents)
    goods = _before_a_count(ledger, outcome.documents)
    with (
        changed_counts(ledger.connection, goods) as changed,
        replaying(ledger.connection, lines) as beside,
    ):
        outcome.posted = [
            writer.add(document, document.fingerprint, row_ids=row_ids)
            for document in outcome.documents
        ]
        writer.write(beside)
    for change in changed:
        document, line = goods[change.item]
        raw = outcome.tables[document.table]
        outcome.problems.append(
            change.problem(raw.table.sheet, raw.numbers[line.row], raw.table.header("item"))
        )


def _before_a_count(
    ledger: Ledger, documents: Sequence[Document]
) -> dict[str, tuple[Document, Line]]:
    """By item the first line of documents that are dated before some count, or on its day."""
    since = min((document.date for document in documents), default=None)
    if since is None or not counts.any_since(ledger.connection, since.isoformat()):
        return {}
    lines = ((document, line) for document in documents for line in document.lines)
    return {line.item.code: (document, line) for document, line in reversed([*lines])}
