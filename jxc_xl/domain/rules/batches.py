"""Rules on batches: number, made and expiry dates, what may come in."""

from datetime import date, timedelta

from jxc_xl.domain.documents import Line
from jxc_xl.domain.facts import BatchDates
from jxc_xl.domain.parsing import fold
from jxc_xl.domain.rules.bench import Bench
from jxc_xl.domain.rules.quantities import item_label
from jxc_xl.i18n import gettext as _


def judge_batch(bench: Bench, line: Line) -> None:
    """Give the line its batch, made and expiry dates.

    Blank on an issue stays blank: which batch leaves is decided when it is posted.
    """
    rows, row = bench.rows, line.row
    batch, made, expires = rows.batch[row], rows.made[row], rows.expires[row]
    if batch is None and made is None and expires is None and not line.item.batch_managed:
        return
    line.made = made if isinstance(made, date) else None
    line.expires = expires if isinstance(expires, date) else None
    if not line.item.batch_managed:
        if isinstance(batch, str):
            line.details = dict(line.details) | {"batch": batch}
            item = item_label(line.item)
            bench.say(row, "batch", "batch_not_managed", item=item, batch=batch)
    elif isinstance(batch, str):
        line.batch = batch
        known = _known(bench, line)
        line.batch = known.name if known is not None and known.name else batch
    elif line.links:
        _batch_of_links(line)
    elif bench.policy.receives:
        if (row, "batch") not in bench.unread:
            bench.say(row, "batch", "batch_required", item=item_label(line.item))
        return
    if bench.policy.receives:
        _judge_dates(bench, line)


def _batch_of_links(line: Line) -> None:
    """The batch of what is given back; of several, each link keeps its own."""
    batches = {batch for _move, batch, _quantity in line.links}
    if len(batches) == 1:
        line.batch = batches.pop()
        text = _("batch {batch} as on {number}").format(batch=line.batch, number=line.link)
        line.filled.append(text)


def _judge_dates(bench: Bench, line: Line) -> None:
    """Made and expiry dates: what the batch is known for, shelf life, and good sense."""
    if line.batch:
        _compare_with_known(bench, line)
    if line.expires is None and line.made is not None and line.item.shelf_days:
        line.expires = _after(line.made, line.item.shelf_days)
        text = _("expires on {date} by shelf life").format(date=line.expires)
        line.filled.append(text)
    row, made, expires, day = line.row, line.made, line.expires, bench.day
    if made is not None and expires is not None and made > expires:
        bench.say(row, "made", "made_after_expires", made=made, expires=expires)
    elif made is not None and made > day:
        bench.say(row, "made", "made_in_future", made=made, date=day)
    elif expires is not None and expires < day:
        refused = bench.kind.key in ("receipt", "other_receipt")
        code = "expired" if refused else "expired_kept"
        bench.say(row, "expires", code, expires=expires, date=day)


def _after(made: date, days: int) -> date:
    return date.max if days >= (date.max - made).days else made + timedelta(days=days)


def _compare_with_known(bench: Bench, line: Line) -> None:
    """A batch has one made and one expiry date, from its first receipt on."""
    known = _known(bench, line)
    if known is None:
        key = (line.item.code, fold(line.batch))
        bench.new_batches[key] = BatchDates(line.made, line.expires, line.batch)
        return
    line.made = _same(bench, line, "made", line.made, known.made)
    line.expires = _same(bench, line, "expires", line.expires, known.expires)


def _known(bench: Bench, line: Line) -> BatchDates | None:
    """The batch as the ledger, this click or this document knows it; case does not matter."""
    key = (line.item.code, fold(line.batch))
    return (
        bench.facts.batch(line.item.code, line.batch)
        or bench.click.batches.get(key)
        or bench.new_batches.get(key)
    )


def _same(
    bench: Bench, line: Line, field: str, typed: date | None, known: date | None
) -> date | None:
    if typed is not None and known is not None and typed != known:
        names = {"item": item_label(line.item), "batch": line.batch}
        bench.say(line.row, field, "batch_dates_differ", known=known, date=typed, **names)
    return typed if known is None else known
