"""Every item of Online Retail is counted: the sheet goes out, comes back, and sets the balances."""

from datetime import date
from pathlib import Path

from jxc_xl.domain.directory import Directory
from jxc_xl.domain.master_rows import Masters as SheetMasters
from jxc_xl.domain.masters import Settings
from jxc_xl.domain.tables.stocktake import Method, Moment
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.masters import Masters
from jxc_xl.ledger.stocktakes import Plan
from jxc_xl.ledger.verify import verify
from jxc_xl.services.counting.confirm import post_count
from jxc_xl.services.counting.look import look
from tests.counted import SOURCE, begin, listed, returned, sheet
from tests.real.checks import Checks

_LAST = date(2011, 12, 31)
_TODAY = date(2012, 1, 1)
_EVERY = 20
"""One item of so many is counted with one piece more or less than the books have."""


def run(path: Path, scratch: Path, checks: Checks) -> list[str]:
    """Count what the ledger has at the end; what there is to say about it, in Markdown."""
    print("online_retail, counted")
    with Ledger.open(path) as ledger:
        known = Masters(ledger.connection)
        (place,) = known.warehouses()
        plan = Plan(_LAST, Moment.END, Method.OPEN, {"warehouses": [place.code]})
        made = begin(ledger, plan)
        rows = listed(ledger, made, place.code)
        there = {row["item"] for row in rows}
        rows += [{"item": one.code, "book": 0} for one in known.items() if one.code not in there]
        rows = [
            {**row, "counted": max(0, row["book"] + _slip(number)), "reason": "记错数量"}
            for number, row in enumerate(rows)
        ]
        file = returned(scratch / "盘点表.xlsx", sheet(made, place.name, rows))
        items, settings = known.items(), Settings()
        masters = SheetMasters(
            items, [], [], [place], settings, Directory(items, [], [], [place]), []
        )
        with ledger.transaction() as connection:
            seen = look(connection, [file], masters, _TODAY)
            post_count(connection, made, seen.good, settings, SOURCE)
        wanted = {row["item"]: round(row["counted"] * 10_000) for row in rows}
        kept = dict(ledger.connection.execute("SELECT item, quantity_e4 FROM v_stock"))
        differing = sum(row["counted"] != row["book"] for row in rows)
        checks.equal(
            "nothing is wrong with the sheet", [p for p in seen.problems if p.is_error], []
        )
        checks.equal(
            "items that differ", sum(bool(one.difference_e4) for one in seen.lines), differing
        )
        checks.equal("stock is what was counted", {k: v for k, v in wanted.items() if v},
                     {k: v for k, v in kept.items() if v})  # fmt: skip
        worth = sum(one.value_fen for one in seen.lines)
        (posted,) = ledger.connection.execute(
            "SELECT sum(cost_fen) FROM v_moves WHERE kind = 'count'"
        ).fetchone()
        checks.equal("what the preview said it is worth", posted, worth)
        checks.equal("the ledger proves itself", verify(ledger.connection).differences, [])
        again = look(ledger.connection, [file], masters, _TODAY)
        checks.equal("counted twice it stands once", (again.posted, again.lines), (made.number, []))
    return [
        "",
        f"Counted at the end: {len(rows):,} items, {differing} of them otherwise than in the books.",
    ]


def _slip(number: int) -> int:
    """How far a line is off: now one more, now one less."""
    return 0 if number % _EVERY else (1 if number % (2 * _EVERY) else -1)
