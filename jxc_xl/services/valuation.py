"""设置 计价方法 taken up: a change is a fact of the ledger, and open months are costed anew."""

import sqlite3
from collections.abc import Sequence
from typing import Any, NamedTuple

from jxc_xl.domain.averaging import Change
from jxc_xl.domain.catalogue import problem
from jxc_xl.domain.cells import RawRows
from jxc_xl.domain.masters import Costing
from jxc_xl.domain.months import first_day, month_after
from jxc_xl.domain.parsing import name_of
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.tables.settings import ALL_SETTINGS, SETTINGS
from jxc_xl.i18n import gettext as _
from jxc_xl.ledger import valuation
from jxc_xl.ledger.closing import last_closed
from jxc_xl.ledger.costs import change_method
from jxc_xl.ledger.source import Source

_KEY = next(setting.key for setting in ALL_SETTINGS if setting.field == "costing_method")


class TakenUp(NamedTuple):
    """What came of the setting: a change with the codes of the items costed anew, or a warning."""

    change: Change | None = None
    items: Sequence[str] = ()
    problems: Sequence[Problem] = ()

    @property
    def summary(self) -> list[str]:
        """The change in a sentence."""
        if self.change is None:
            return []
        words = _("Stock is valued by {method} from {since} on; items costed anew: {n}.")
        if not self.change.since:
            words = _("Stock is valued by {method} from the beginning; items costed anew: {n}.")
        method = _word(average=self.change.average)
        return [words.format(method=method, since=self.change.since, n=len(self.items))]

    @property
    def extra(self) -> dict[str, Any]:
        """The change for machines; ``since`` is ``""`` for the beginning."""
        if self.change is None:
            return {}
        method = {"method": _word(average=self.change.average), "since": self.change.since}
        return {"costing_method": {**method, "items": list(self.items)}}


def take_up(
    connection: sqlite3.Connection,
    wanted: Costing | None,
    source: Source,
    settings: RawRows | None,
) -> TakenUp:
    """Follow the setting, inside a transaction; ``None`` where it says nothing that can be read.

    It holds from the month after the last closed one, from the beginning where none is closed.
    Each workbook has its own 设置: one that still says what it said before another workbook
    changed the method changes nothing, and is warned.
    """
    if wanted is None:
        return TakenUp()
    decided = valuation.last_decision(connection)
    holds = Costing.AVERAGE if decided is not None and decided.average else Costing.FIFO
    said = _said_before(connection, source)
    if wanted is not holds and (decided is None or said not in (None, wanted)):
        _remember(connection, source, wanted)
        return _change(connection, wanted, source)
    if wanted is not holds and decided is not None:
        return TakenUp(problems=[_stale(settings, wanted, decided)])
    if decided is not None and said != wanted:
        _remember(connection, source, wanted)
    return TakenUp()


def _change(connection: sqlite3.Connection, wanted: Costing, source: Source) -> TakenUp:
    month = last_closed(connection)
    since = first_day(month_after(month)).isoformat() if month else ""
    change = Change(since, wanted is Costing.AVERAGE)
    codes = dict(connection.execute("SELECT id, code FROM item"))
    return TakenUp(change, [codes[item] for item in change_method(connection, change, source)])


def _stale(settings: RawRows | None, wanted: Costing, decided: valuation.Decision) -> Problem:
    rows = {} if settings is None else dict(
        zip(map(name_of, settings.column("key")), settings.numbers, strict=True)
    )  # fmt: skip
    return problem(
        "costing_elsewhere",
        sheet=SETTINGS.sheet,
        row=rows.get(_KEY),
        column=SETTINGS.header("value"),
        method=_word(average=decided.average),
        text=wanted,
        user=decided.user,
        workbook=decided.workbook,
        date=decided.at[:10],
    )


def _word(*, average: bool) -> str:
    return str(Costing.AVERAGE if average else Costing.FIFO)


def _said_before(connection: sqlite3.Connection, source: Source) -> str | None:
    """What the workbook's setting was when it was last agreed upon, ``None`` if it never was."""
    row = connection.execute(
        "SELECT value FROM meta WHERE key = ?", (f"costing_method {source.workbook_id}",)
    ).fetchone()
    return str(row[0]) if row else None


def _remember(connection: sqlite3.Connection, source: Source, word: Costing) -> None:
    connection.execute(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
        (f"costing_method {source.workbook_id}", str(word)),
    )
