"""Rules on 关联单据: what a return gives back, and which order is meant."""

from jxc_xl.domain.documents import Line
from jxc_xl.domain.facts import PostedDocument, PostedLine, PostedMove
from jxc_xl.domain.kinds import KINDS, Party
from jxc_xl.domain.masters import Partner
from jxc_xl.domain.numbers import QUANTITY, plain
from jxc_xl.domain.parsing import Failure, fold
from jxc_xl.domain.rules.bench import Bench
from jxc_xl.domain.rules.orders import fulfil
from jxc_xl.domain.rules.quantities import item_label


def judge_link(bench: Bench, line: Line) -> PostedLine | None:
    """Resolve 关联单据; the line of that document which price and tax come from, if any.

    A return gets ``line.links``: its open moves, earliest first, the return's own warehouse
    before others, less what other documents of this click give back.
    """
    number = bench.rows.link[line.row]
    if not isinstance(number, str):
        return None
    line.link = number
    posted = bench.facts.document(number)
    if posted is None:
        complain_unknown(bench, line.row, number)
        return None
    line.link = posted.number
    wanted = bench.policy.returns or bench.policy.fulfils
    if not wanted:
        return None
    if not fits(bench, line, posted, wanted):
        return None
    own = [found for found in posted.lines if found.item_code == line.item.code]
    if not own:
        item = item_label(line.item)
        bench.say(line.row, "link", "link_item", item=item, number=posted.number)
        return None
    if not bench.policy.returns:
        return fulfil(bench, line, posted, own)
    own.sort(key=lambda found: found.warehouse_code != line.warehouse.code)
    return _give_back(bench, line, posted, own)


def complain_unknown(bench: Bench, row: int, number: str) -> None:
    """Say that the ledger has no such document; where it matters that is an error."""
    other = bench.row_of_number(number)
    if other is not None:
        where = {"other_row": bench.raw.numbers[other]}
        bench.say(row, "link", "link_not_posted", number=number, **where)
        return
    matters = bench.policy.returns or bench.policy.fulfils or bench.policy.values
    bench.say(row, "link", "link_unknown" if matters else "link_not_found", number=number)


def fits(bench: Bench, line: Line, posted: PostedDocument, wanted: str) -> bool:
    """Whether the named document is of the right kind, partner and time, and stands.

    Freight may be from another partner than the goods: that is only said.
    """
    row, number = line.row, posted.number
    partner = bench.partner
    if posted.reversed_by:
        bench.say(row, "link", "link_reversed", number=number, reversed_by=posted.reversed_by)
    elif posted.kind != wanted:
        kinds = {"kind": KINDS[posted.kind].label, "this_kind": bench.kind.label}
        bench.say(row, "link", "link_kind", number=number, wanted=KINDS[wanted].label, **kinds)
    elif posted.closed_by:
        bench.say(row, "link", "link_closed", number=number, closed_by=posted.closed_by)
    elif posted.date > bench.day:
        bench.say(row, "link", "link_later", number=number, date=posted.date)
    elif partner is not None and posted.partner_code != partner.code:
        name = _partner_name(bench, posted.partner_code)
        code = "value_partner" if bench.policy.values else "link_partner"
        bench.say(row, "link", code, number=number, name=name)
        return bool(bench.policy.values)
    else:
        return True
    return False


def _partner_name(bench: Bench, code: str) -> str:
    supplier = bench.kind.party is Party.SUPPLIER
    found: Partner | Failure = bench.directory.partner(
        Party.SUPPLIER if supplier else Party.CUSTOMER, code
    )
    return code if isinstance(found, Failure) else found.name


def _give_back(
    bench: Bench, line: Line, posted: PostedDocument, own: list[PostedLine]
) -> PostedLine | None:
    """Choose the moves that the line returns and claim them."""
    moves = [(found, move) for found in own for move in found.moves]
    batch = bench.rows.batch[line.row]
    if line.item.batch_managed and isinstance(batch, str):
        known = "、".join(dict.fromkeys(move.batch for _line, move in moves if move.batch))
        moves = [pair for pair in moves if fold(pair[1].batch) == fold(batch)]
        if not moves:
            params = {"item": item_label(line.item), "number": posted.number}
            bench.say(line.row, "batch", "link_batch", batch=batch, candidates=known, **params)
            return None
    chosen: list[tuple[int, str, int]] = []
    original = None
    still = line.base_e4
    for found, move in moves:
        part = min(still, _open(bench, move))
        if part > 0:
            chosen.append((move.id, move.batch, part))
            original = original or found
            still -= part
    if still:
        _complain_too_large(bench, line, posted, moves, line.base_e4 - still)
        return None
    for move_id, _batch, part in chosen:
        bench.claims[move_id] = bench.claims.get(move_id, 0) + part
    line.links = tuple(chosen)
    return original


def _open(bench: Bench, move: PostedMove) -> int:
    claimed = bench.click.claims.get(move.id, 0) + bench.claims.get(move.id, 0)
    return move.open_e4 - claimed


def _complain_too_large(
    bench: Bench,
    line: Line,
    posted: PostedDocument,
    moves: list[tuple[PostedLine, PostedMove]],
    still_open: int,
) -> None:
    bench.say(
        line.row,
        "quantity",
        "return_too_large",
        number=posted.number,
        delivered=plain(sum(move.quantity_e4 for _line, move in moves), QUANTITY),
        open=plain(still_open, QUANTITY),
        quantity=plain(line.base_e4, QUANTITY),
        unit=line.item.unit,
    )
