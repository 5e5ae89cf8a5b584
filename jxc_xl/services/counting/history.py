"""How well the books matched the shelves, stocktake by stocktake: whether it gets better."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from jxc_xl.domain.numbers import divide, money
from jxc_xl.i18n import gettext as _
from jxc_xl.i18n import ngettext
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.count_results import Result, results
from jxc_xl.services.report import Report

_PER_MILLE = 1000


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How much of what was counted was as the books said, of one warehouse and class.

    ``apart_fen`` is what all differences are worth, surplus and loss added up.
    """

    number: str
    date: str
    warehouse: str
    abc: str
    lines: int
    right: int
    apart_fen: int

    @property
    def per_mille(self) -> int:
        """Lines without a difference, of a thousand."""
        return divide(self.right * _PER_MILLE, self.lines)


def accuracies(found: Iterable[Result]) -> list[Accuracy]:
    """The accuracy of each count by warehouse and class, the oldest count first."""
    ordered = sorted(found, key=lambda one: (one.date, *_group(one)))
    return [_accuracy(*key, list(lines)) for key, lines in groupby(ordered, key=_group)]


def history(ledger: Ledger) -> Report:
    """How right the books were at each stocktake."""
    with ledger.reading() as connection:
        found = accuracies(results(connection))
    report = Report("count")
    report.extra = {
        "history": [
            {
                "stocktake": one.number,
                "date": one.date,
                "warehouse": one.warehouse,
                "class": one.abc,
                "lines": one.lines,
                "right": one.right,
                "accuracy": f"{one.per_mille / 10:.1f}%",
                "difference_value": money(one.apart_fen),
            }
            for one in found
        ]
    }
    if found:
        headers = (
            _("Date"), _("Stocktake"), _("Warehouse"), _("Class"), _("Lines"), _("Right"),
            _("Accuracy"), _("Differences"),
        )  # fmt: skip
        report.table = [headers, *map(_cells, found)]
    count = len({one.number for one in found})
    words = ngettext("{n} stocktake was posted.", "{n} stocktakes were posted.", count)
    report.summary = [words.format(n=count)]
    return report


def _group(one: Result) -> tuple[str, str, str, str]:
    return (one.number, one.date, one.warehouse_name, one.abc)


def _accuracy(number: str, day: str, warehouse: str, abc: str, lines: list[Result]) -> Accuracy:
    right = sum(1 for line in lines if line.difference_e4 == 0)
    apart = sum(abs(line.value_fen) for line in lines)
    return Accuracy(number, day, warehouse, abc, len(lines), right, apart)


def _cells(one: Accuracy) -> tuple[str, ...]:
    return (
        one.date, one.number, one.warehouse, one.abc, str(one.lines), str(one.right),
        f"{one.per_mille / 10:.1f}%", str(money(one.apart_fen)),
    )  # fmt: skip
