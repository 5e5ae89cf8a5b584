"""What is said of a count: the differences line by line, and what they come to."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from jxc_xl.domain.numbers import QUANTITY, money, plain
from jxc_xl.domain.tables import table_named
from jxc_xl.i18n import gettext as _
from jxc_xl.i18n import ngettext
from jxc_xl.ledger.count_results import Result
from jxc_xl.ledger.posting import Posted
from jxc_xl.services.counting.compare import Compared
from jxc_xl.services.counting.look import Seen
from jxc_xl.services.post import described
from jxc_xl.services.report import Report

_SHOWN = (
    "item", "name", "warehouse", "batch", "book", "counted", "surplus", "loss",
    "difference_value", "reason", "likely_cause",
)  # fmt: skip


class Line(NamedTuple):
    """A counted line in numbers: quantities × 10⁴, value in fen."""

    item: str
    name: str
    warehouse: str
    batch: str
    book_e4: int
    counted_e4: int
    value_fen: int
    reason: str
    cause: str

    @property
    def difference_e4(self) -> int:
        """Above 0 a surplus, below 0 a loss."""
        return self.counted_e4 - self.book_e4


def told(seen: Seen, *, posted: Posted | None = None, confirmed: bool = False) -> Report:
    """The report of a preview, or of what was posted."""
    report = Report("count", problems=seen.problems)
    made = seen.returned.stocktake
    lines = list(_of_results(seen.results) if seen.posted else _of_compared(seen.lines))
    report.ok = made is not None and (posted is not None or not seen.wrong)
    report.documents = [described(posted)] if posted is not None else []
    differing = [line for line in lines if line.difference_e4]
    if differing:
        table = table_named("stocktake_results")
        headers = tuple(table.header(name) for name in _SHOWN)
        report.table = [headers, *map(_cells, differing)]
    report.extra = {
        "stocktake": made.number if made else "",
        "posted": posted.number if posted else seen.posted,
        "counted_lines": len(lines),
        "differing_lines": len(differing),
        "lines_over_tolerance": sum(line.exceeds for line in seen.lines),
        "refused_lines": sum(line.refused for line in seen.lines),
        **{f"{name}_value": money(fen) for name, fen in _sums(lines).items()},
        "differences": [_plain(line) for line in differing],
        "never_counted": [
            {"warehouse": one.warehouse, "item": one.item, "batch": one.batch}
            for one in seen.never_counted
        ],
    }
    report.summary = list(_sentences(seen, lines, posted, confirmed=confirmed))
    return report


def _of_compared(lines: Iterable[Compared]) -> Iterable[Line]:
    for line in lines:
        counted = line.counted
        yield Line(
            counted.item.code, counted.item.name, counted.warehouse.name, counted.batch,
            line.position.book_e4, counted.quantity_e4, line.value_fen, counted.reason, line.cause,
        )  # fmt: skip


def _of_results(found: Iterable[Result]) -> Iterable[Line]:
    for one in found:
        yield Line(
            one.item, one.name, one.warehouse_name, one.batch, one.book_e4, one.counted_e4,
            one.value_fen, one.details.get("reason", ""), one.details.get("cause", ""),
        )  # fmt: skip


def _sums(lines: Iterable[Line]) -> dict[str, int]:
    values = [line.value_fen for line in lines if line.difference_e4]
    gained = sum(value for value in values if value > 0)
    return {"surplus": gained, "loss": gained - sum(values)}


def _sentences(
    seen: Seen, lines: list[Line], posted: Posted | None, *, confirmed: bool
) -> Iterable[str]:
    made = seen.returned.stocktake
    if made is None:
        yield _("No stocktake of these books was found in the files; nothing was changed.")
        return
    sums = {name: money(fen) for name, fen in _sums(lines).items()}
    words = _(
        "{number} of {date} ({moment}): {n} counted, {differing} differ; surplus {surplus}, loss"
        " {loss}."
    )
    yield words.format(
        number=made.number, date=made.day, moment=made.moment.value, n=len(lines),
        differing=sum(1 for line in lines if line.difference_e4), **sums,
    )  # fmt: skip
    beyond = sum(line.exceeds for line in seen.lines)
    if beyond:
        said = ngettext(
            "{n} difference is more than 盘点容差.",
            "{n} differences are more than 盘点容差.",
            beyond,
        )
        yield said.format(n=beyond)
    missing = len(seen.never_counted)
    if missing:
        said = ngettext(
            "{n} line of the list was not counted: it stays as it is in the books.",
            "{n} lines of the list were not counted: they stay as they are in the books.",
            missing,
        )
        yield said.format(n=missing)
    yield from _fate(seen, posted, confirmed=confirmed)


def _fate(seen: Seen, posted: Posted | None, *, confirmed: bool) -> Iterable[str]:
    """What became of it, and what to do next."""
    refused = sum(line.refused for line in seen.lines)
    if posted is not None:
        yield _("Posted as {number}.").format(number=posted.number)
        if refused:
            said = ngettext("{n} line was left out.", "{n} lines were left out.", refused)
            yield said.format(n=refused)
    elif seen.posted:
        yield _("It is in the books as {number}; nothing was posted.").format(number=seen.posted)
    elif seen.wrong:
        yield _("Nothing was posted: put right what is wrong, or leave it out with --skip.")
    elif confirmed or not seen.lines:
        yield _("Nothing was counted, so nothing was posted.")
    else:
        yield _("Nothing was posted yet; --confirm posts it.")


def _quantity(value: int) -> str:
    return f"{plain(value, QUANTITY):f}"


def _cells(line: Line) -> tuple[str, ...]:
    difference = line.difference_e4
    return (
        line.item, line.name, line.warehouse, line.batch, _quantity(line.book_e4),
        _quantity(line.counted_e4), _quantity(difference) if difference > 0 else "",
        _quantity(-difference) if difference < 0 else "", str(money(line.value_fen)),
        line.reason, line.cause,
    )  # fmt: skip


def _plain(line: Line) -> dict[str, Any]:
    return {
        "item": line.item,
        "warehouse": line.warehouse,
        "batch": line.batch,
        "book": plain(line.book_e4, QUANTITY),
        "counted": plain(line.counted_e4, QUANTITY),
        "difference": plain(line.difference_e4, QUANTITY),
        "value": money(line.value_fen),
        "reason": line.reason,
        "likely_cause": line.cause,
    }
