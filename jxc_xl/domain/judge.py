"""From an entry table's rows to documents that can be posted, and what is wrong with the rest."""

from datetime import date
from hashlib import blake2b
from typing import NamedTuple

from jxc_xl.domain.cells import RawRows, RowState
from jxc_xl.domain.click import Click
from jxc_xl.domain.directory import Directory
from jxc_xl.domain.documents import Document, Line
from jxc_xl.domain.entry_rows import read_entry_rows
from jxc_xl.domain.facts import Facts, LastPrice
from jxc_xl.domain.kinds import Effect
from jxc_xl.domain.masters import Item, Settings, Status
from jxc_xl.domain.parsing import fold
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.rows import Group, Head, group_rows
from jxc_xl.domain.rules.amounts import judge_amounts
from jxc_xl.domain.rules.batches import judge_batch
from jxc_xl.domain.rules.bench import Bench
from jxc_xl.domain.rules.heads import (
    judge_counterpart_number,
    judge_date,
    judge_kind,
    judge_number,
    judge_partner,
)
from jxc_xl.domain.rules.links import judge_link
from jxc_xl.domain.rules.orders import judge_due, judge_unlinked
from jxc_xl.domain.rules.places import (
    NO_DETAILS,
    details_of,
    judge_to_warehouse,
    judge_warehouse,
)
from jxc_xl.domain.rules.policy import POLICIES
from jxc_xl.domain.rules.prices import judge_price
from jxc_xl.domain.rules.quantities import item_label, judge_alone, judge_price_alone, measure
from jxc_xl.domain.rules.values import judge_value
from jxc_xl.i18n import gettext as _

_ACTIVE, _ORDER, _TRANSFER, _VALUE = Status.ACTIVE, Effect.ORDER, Effect.TRANSFER, Effect.VALUE
"""Asked of every line; members of an enumeration are slow to look up before Python 3.12."""


class Judged(NamedTuple):
    """What became of a table's NEW rows; rows are indices into the ``RawRows``.

    Each NEW row is in a line of ``documents``, or in ``refused_rows``, or in ``drafts``
    (it continues a draft).  ``problems`` stand in the order of the sheet, warnings on good
    documents among them.
    """

    documents: list[Document]
    problems: list[Problem]
    refused_rows: list[int]
    drafts: list[int]


def judge(
    raw: RawRows,
    directory: Directory,
    settings: Settings,
    facts: Facts,
    today: date,
    click: Click | None = None,
) -> Judged:
    """Judge the NEW rows of one entry table: every rule except the stock on hand.

    Pass the same ``click`` for all tables of one 过账, so that a number or a return is not
    used in two of them.
    """
    rows = read_entry_rows(raw, directory, today)
    bench = Bench(raw, rows, directory, settings, facts, today, click or Click())
    walk_in = directory.default_customer if raw.table.name == "sales" else None
    grouping = group_rows(
        raw.states, raw.numbers, rows, raw.table.name, walk_in, bench.default_warehouse
    )
    drafts, new = set(grouping.drafts), RowState.NEW
    judged = [row for row, state in enumerate(raw.states) if state is new and row not in drafts]
    bench.complain_of_cells(judged)
    for finding in grouping.findings:
        where = {} if finding.other is None else {"other_row": raw.numbers[finding.other]}
        bench.say(finding.row, finding.field, finding.code, **finding.params, **where)
    documents = [document for head in grouping.heads for document in _judge_head(bench, head)]
    accepted = {line.row for document in documents for line in document.lines}
    refused = [row for row in judged if row not in accepted]
    bench.found.sort(key=lambda found: found[0])
    return Judged(documents, [said for _row, said in bench.found], refused, grouping.drafts)


def _judge_head(bench: Bench, head: Head) -> list[Document]:
    """The good documents of one head: issue and return standing together are two.

    Under a typed number they are taken or refused together, so that the number stays free.
    """
    accepted = []
    if head.number:
        bench.begin()
        documents = [_judge_group(bench, group) for group in head.groups]
        accepted = [document for document in documents if document is not None]
        if len(accepted) < len(documents):
            return []
        for other in accepted[1:]:
            other.number = ""
        for found in accepted:
            _accept(bench, found)
        return accepted
    for group in head.groups:
        bench.begin()
        if (document := _judge_group(bench, group)) is not None:
            _accept(bench, document)
            accepted.append(document)
    return accepted


def _judge_group(bench: Bench, group: Group) -> Document | None:
    """One document, or ``None`` if anything in any of its rows is wrong."""
    bench.red = group.red
    kind = judge_kind(bench, group)
    if kind is None:
        return None
    bench.kind, bench.policy = kind, POLICIES[kind.key]
    day = judge_date(bench, group)
    bench.day = day or bench.today
    bench.partner = judge_partner(bench, group, kind)
    if group.head.number and group is group.head.groups[0]:
        judge_number(bench, group, kind)
    counterpart = ""
    if bench.partner is not None:
        counterpart = judge_counterpart_number(bench, group, bench.partner)
    lines = [line for row in group.rows if (line := _judge_line(bench, row, group)) is not None]
    if day is None or not bench.bad.isdisjoint(group.rows):
        return None
    _say_customer(bench, group, lines)
    moved = day != group.head.date
    if moved:
        words = _("dated {date}, the first open day; the paper says {paper}")
        lines[0].filled.append(words.format(date=day, paper=group.head.date))
    return Document(
        kind,
        day,
        bench.partner,
        lines,
        group.head.number,
        counterpart,
        bench.raw.table.name,
        {"paper_date": str(group.head.date)} if moved else {},
    )


def _judge_status(bench: Bench, row: int, item: Item) -> None:
    """A stopped item only comes back or is counted; an incomplete one is warned of once."""
    if item.status is Status.STOPPED:
        into = item.details.get("merged_into", "")
        if not bench.policy.lenient:
            code = "item_merged" if into else "item_stopped"
            bench.say(row, "item", code, item=item_label(item), into=into)
    elif item.code not in bench.told:
        bench.told.add(item.code)
        bench.say(row, "item", "item_incomplete", item=item_label(item))


def _judge_line(bench: Bench, row: int, group: Group) -> Line | None:
    """One line with everything filled in, or ``None`` if its basics are missing."""
    if bench.kind.effect is _VALUE:
        return judge_value(bench, row, group)
    rows = bench.rows
    item = rows.item[row]
    filled: list[str] = []
    warehouse = judge_warehouse(bench, row, group, filled)
    if not isinstance(item, Item):
        bench.required(row, "item")
        judge_alone(bench, row, row in group.red)
        return None
    if item.status is not _ACTIVE:
        _judge_status(bench, row, item)
    measured = measure(bench, row, item, row in group.red, filled)
    if measured is None or warehouse is None:
        judge_price_alone(bench, row)
        return None
    if row in group.red:
        filled.append(_("negative quantity posted as {kind}").format(kind=bench.kind.label))
    details = details_of(bench, row) if rows.details else NO_DETAILS
    line = Line(row, item, warehouse, *measured, details=details, filled=filled)
    if rows.to_warehouse[row] is not None or bench.kind.effect is _TRANSFER:
        judge_to_warehouse(bench, line)
    original = None
    if rows.link[row] is not None:
        original = judge_link(bench, line)
    elif bench.orders:
        judge_unlinked(bench, line)
    if details and bench.kind.effect is _ORDER:
        judge_due(bench, line)
    priced = judge_price(bench, line, original)
    if bench.policy.money:
        judge_amounts(bench, line, original, priced)
    judge_batch(bench, line)
    return line


def _say_customer(bench: Bench, group: Group, lines: list[Line]) -> None:
    """Tell of the default customer beside the row that left the cell blank."""
    row = group.rows[0]
    walk_in = bench.directory.default_customer
    blank = bench.rows.partner[row] is None and row not in group.continued
    if blank and bench.partner is walk_in and "partner" not in group.head.named:
        lines[0].filled.append(bench.customer_words)


def _accept(bench: Bench, document: Document) -> None:
    """Remember a good document for those after it, and warn if it looks entered twice."""
    click, place = bench.click, bench.place(document.lines[0].row)
    partner = "" if document.partner is None else document.partner.code
    if document.number:
        click.numbers.setdefault(fold(document.number), place)
    if document.counterpart_number and document.kind.key == "receipt":
        key = (partner, fold(document.counterpart_number))
        click.counterpart_numbers.setdefault(key, place)
    for move_id, quantity in bench.claims.items():
        click.claims[move_id] = click.claims.get(move_id, 0) + quantity
    for goods, values in bench.values.items():
        click.values.setdefault(goods, []).extend(values)
    for order, quantity in bench.fulfilled.items():
        click.fulfilled[order] = click.fulfilled.get(order, 0) + quantity
    click.batches.update(bench.new_batches)
    bench.begin()
    document.fingerprint = fingerprint(document)
    if document.partner is not bench.directory.default_customer:
        _warn_of_double(bench, document)
    if bench.prices_wanted and document.kind.key == "delivery":
        for line in document.lines:
            if line.price_e6 == 0:
                continue  # a gift says nothing about the price
            price = LastPrice(line.price_e6, line.unit, line.factor_e6, document.date)
            click.sale_prices[partner, line.item.code] = (price, document)


def _warn_of_double(bench: Bench, document: Document) -> None:
    content = document.fingerprint
    row = document.lines[0].row
    here = bench.click.fingerprints.setdefault(content, bench.place(row))
    if here != bench.place(row):
        bench.say(row, "date", "possible_double_here", other_row=here.row)
    elif (number := bench.facts.same_document(content)) is not None:
        bench.say(row, "date", "possible_double", number=number)


def fingerprint(document: Document) -> str:
    """What two entries of the same paper have in common, in 32 hexadecimal digits.

    Kind, partner, date and the sorted (item, base quantity, total) of the lines.
    """
    partner = "" if document.partner is None else document.partner.code
    lines = sorted(f"{line.item.code}\0{line.base_e4}\0{line.total_fen}" for line in document.lines)
    head = (document.kind.key, partner, document.date.isoformat())
    return blake2b("\n".join((*head, *lines)).encode(), digest_size=16).hexdigest()
