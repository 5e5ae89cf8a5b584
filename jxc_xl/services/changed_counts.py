"""What documents dated back change of counts: the difference, never what was counted."""

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from jxc_xl.domain.catalogue import problem
from jxc_xl.domain.numbers import QUANTITY, plain
from jxc_xl.domain.problems import Problem
from jxc_xl.ledger.counts import Difference, differences


class Change(NamedTuple):
    """A count whose difference is another one now."""

    before: Difference
    now: Difference

    @property
    def item(self) -> str:
        """The code of the item that was counted."""
        return self.now.item

    def problem(self, sheet: str, row: int | None = None, column: str | None = None) -> Problem:
        """A warning beside the document that brought it about."""
        counted = self.now
        return problem(
            "count_changed", sheet=sheet, row=row, column=column, number=counted.number,
            item=f"{counted.item} {counted.name}", unit=counted.unit,
            counted=plain(counted.counted_e4, QUANTITY),
            before=_signed(self.before.difference_e4), now=_signed(counted.difference_e4),
        )  # fmt: skip


@contextmanager
def changed_counts(
    connection: sqlite3.Connection, items: Collection[str]
) -> Iterator[list[Change]]:
    """The counts of some items, by code, whose differences change inside; filled in the end."""
    changed: list[Change] = []
    before = differences(connection, items) if items else {}
    yield changed
    if before:
        now = differences(connection, items)
        changed += [
            Change(was, now[move])
            for move, was in before.items()
            if move in now and was.difference_e4 != now[move].difference_e4
        ]


def _signed(quantity_e4: int) -> str:
    """A difference with its sign, ``+10`` and ``-2.5``; 0 has none.

    >>> _signed(100_000), _signed(0)
    ('+10', '0')
    """
    return f"{plain(quantity_e4, QUANTITY):+f}" if quantity_e4 else "0"
