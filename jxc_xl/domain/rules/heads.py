"""Rules on a document's head: date, type, partner, numbers."""

from datetime import date

from jxc_xl.domain.kinds import KINDS, Kind, Party
from jxc_xl.domain.masters import LateDocuments, Partner, Status
from jxc_xl.domain.parsing import OWN_NUMBER, Failure, fold
from jxc_xl.domain.rows import Group
from jxc_xl.domain.rules.bench import Bench

_EARLIEST = date(2000, 1, 1)
_BY_PREFIX = {kind.prefix: kind for kind in KINDS.values()}


def judge_date(bench: Bench, group: Group) -> date | None:
    """The document's date in the books; a late one may be moved to the first open day."""
    row, day = group.rows[0], group.head.date
    if not isinstance(day, date):
        if not isinstance(day, Failure):
            bench.required(row, "date")
        return None
    row = group.head.named.get("date", row)
    if day > bench.today:
        bench.say(row, "date", "date_future", date=day, today=bench.today)
    elif day < _EARLIEST:
        bench.say(row, "date", "date_too_old", date=day)
    elif bench.first_open is not None and day < bench.first_open:
        if bench.settings.late_documents is LateDocuments.MOVE:
            return bench.first_open
        bench.say(row, "date", "date_closed", date=day, first_open=bench.first_open)
    return day


def judge_kind(bench: Bench, group: Group) -> Kind | None:
    """The document's kind, if it is given."""
    if group.kind is None and not isinstance(group.head.kind, Failure):
        bench.required(group.rows[0], "kind")
    return group.kind


def judge_partner(bench: Bench, group: Group, kind: Kind) -> Partner | None:
    """The document's partner: required, in use unless something comes back."""
    row, partner = group.head.named.get("partner", group.rows[0]), group.head.partner
    if kind.party is Party.NOBODY:
        if isinstance(partner, Partner):
            bench.say(row, "partner", "partner_not_allowed", kind=kind.label)
        return None
    if not isinstance(partner, Partner):
        if partner is None:
            bench.required(row, "partner")
        return None
    if partner.status is Status.STOPPED and not bench.policy.lenient:
        bench.say(row, "partner", "partner_stopped", name=partner.name)
    elif partner.status is Status.INCOMPLETE and partner.name not in bench.told:
        bench.told.add(partner.name)
        bench.say(row, "partner", "partner_incomplete", name=partner.name)
    return partner


def judge_number(bench: Bench, group: Group, kind: Kind) -> None:
    """A typed number must be free, and should not look like another kind's."""
    head, row = group.head, group.head.first
    number = head.number
    if (posted := bench.facts.document(number)) is not None:
        label = KINDS[posted.kind].label
        bench.say(row, "number", "number_used", number=number, kind=label, date=posted.date)
    elif (place := bench.click.numbers.get(fold(number))) is not None:
        where = {"other_sheet": place.sheet, "other_row": place.row}
        bench.say(row, "number", "number_used_twice", number=number, **where)
    if found := OWN_NUMBER.fullmatch(number):
        meant = _BY_PREFIX.get(found[1])
        if meant is not None and meant is not kind and meant is not head.kind:
            params = {"prefix_kind": meant.label, "kind": kind.label}
            bench.say(row, "number", "number_prefix", number=number, **params)


def judge_counterpart_number(bench: Bench, group: Group, partner: Partner) -> str:
    """The supplier's own number: one a document, and never twice on a receipt."""
    numbers = bench.rows.counterpart_number
    given = [(row, text) for row in group.rows if isinstance(text := numbers[row], str)]
    if not given:
        return ""
    first, number = given[0]
    for row, text in given:
        if fold(text) != fold(number):
            where = {"first": number, "other_row": bench.raw.numbers[first]}
            bench.say(row, "counterpart_number", "counterpart_number_differs", text=text, **where)
            return ""
    if group.kind is KINDS["receipt"]:
        _judge_seen_before(bench, first, number, partner)
    return number


def _judge_seen_before(bench: Bench, row: int, number: str, partner: Partner) -> None:
    params = {"name": partner.name, "text": number}
    if known := bench.facts.counterpart_number(partner.code, number):
        bench.say(row, "counterpart_number", "counterpart_number_used", number=known, **params)
    elif place := bench.click.counterpart_numbers.get((partner.code, fold(number))):
        bench.say(
            row, "counterpart_number", "counterpart_number_twice", other_row=place.row, **params
        )
