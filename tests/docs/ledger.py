"""docs/ledger.md: what stands in the ledger, and questions to it with their answers."""

import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path

from jxc_xl.ledger import planned
from jxc_xl.ledger.connection import Ledger
from jxc_xl.services.post import post
from tests.docs.markdown import FOLDER, code, table
from tests.docs.meanings import COMMON, FACTS, MASTERS, PROJECTIONS, VIEWS
from tests.fake_book import FakeBook

DOCUMENT = FOLDER / "ledger.md"
Meanings = Mapping[str, tuple[str, Mapping[str, str]]]

_HEAD = """\
# The ledger
Made from the ledger itself by `python -m tests.docs`; do not edit. The ledger is one SQLite file that
any tool may read: Datasette, Power Query, pandas, the command `sqlite3`. Only `jxc` may write it.

## Numbers
The ledger computes in integers: quantities × 10⁴ end in `_e4`, unit prices and rates × 10⁶ in
`_e6`, money in fen in `_fen`. In the views each figure stands a second time as a number for
people, under its plain name (`quantity` is `quantity_e4 / 10000.0`). Such a number is a floating-point
one: good to look at, not to add up. Sum the integer and divide once, at the end:
`sum(amount_fen) / 100.0`.

Dates are texts like `2026-03-05`, so they compare and sort as they are. Quantities are in the item's
own unit; a line also has the unit it was typed in. Nothing is ever deleted: a reversed document and
its reversal both stay. `NOT void` leaves both out of `v_moves`; elsewhere `reversed_by IS NULL` and
`kind <> 'reversal'` do.

"""

EXAMPLES = (
    (
        "What stock is worth, by warehouse",
        """\
SELECT warehouse_name, sum(amount_fen) / 100.0 AS worth
  FROM v_stock
 GROUP BY warehouse_name
 ORDER BY worth DESC""",
    ),
    (
        "What each delivery earned",
        """\
SELECT l.number, l.item_name, l.amount,
       (l.amount_fen + sum(m.cost_fen)) / 100.0 AS margin
  FROM v_lines l
  JOIN v_moves m ON m.line_id = l.id
 WHERE l.kind = 'delivery' AND NOT m.void
 GROUP BY l.id
 ORDER BY l.id""",
    ),
    (
        "Which receipts the goods came from, first in first out",
        """\
SELECT number, layer, layer_date, quantity, amount
  FROM v_costs
 WHERE kind = 'delivery'
 ORDER BY move_id, layer_date""",
    ),
    (
        "What customers still wait for, and how much of it is there",
        """\
SELECT o.number, o.partner_name, o.item_name, o.due, o.open_quantity, s.quantity AS on_hand
  FROM v_orders o
  LEFT JOIN v_stock s ON s.item = o.item AND s.warehouse = o.warehouse
 WHERE o.kind = 'sales_order' AND o.open_quantity_e4 > 0
 ORDER BY o.due""",
    ),
    (
        "A month of one warehouse: opening + received − issued = closing",
        """\
SELECT item_name, opening_amount, received_amount, issued_amount, closing_amount
  FROM v_period
 WHERE month = '2026-03' AND warehouse = 'CK01'
 ORDER BY item""",
    ),
)

_APRIL, _MAY = (
    planned.Expected(date(2026, 4, 1), 30, 126_0000),
    planned.Expected(date(2026, 5, 1), 31, 130_2000),
)
_PLANNED = (planned.Planned("YL001", "A", "X", 4_2000, 6_0000, 35_4000, 96_0000, (_APRIL, _MAY)),)
"""As if 重算 had found this on the last day of March."""


@contextmanager
def example_ledger() -> Iterator[sqlite3.Connection]:
    """The ledger of a small shop: two receipts, a transfer, two deliveries, one more month, an order."""
    book = FakeBook()
    for code_, name in (("CK01", "主仓库"), ("CK02", "门店")):
        book.type("warehouses", code=code_, name=name)
    book.type("items", code="YL001", name="可乐", unit="瓶")
    book.type("items", code="YL002", name="雪碧", unit="瓶")
    book.type("suppliers", code="G1", name="明光商贸")
    book.type("customers", code="K1", name="王店")
    for day, item, quantity, price in (
        (datetime(2026, 2, 20), "YL001", 100, 2.0),
        (datetime(2026, 3, 2), "YL001", 50, 2.3),
        (datetime(2026, 3, 2), "YL002", 24, 1.8),
    ):
        book.type(
            "purchases", date=day, partner="明光商贸", item=item, quantity=quantity, price=price
        )
    book.type(
        "movements", date=datetime(2026, 3, 3), kind="调拨", item="YL002", quantity=10,
        to_warehouse="门店",
    )  # fmt: skip
    for day, quantity in ((datetime(2026, 3, 5), 80), (datetime(2026, 3, 9), 40)):
        book.type("sales", date=day, partner="王店", item="YL001", quantity=quantity, price=3.0)
    book.type(
        "sales", date=datetime(2026, 3, 10), kind="销售订单", partner="王店", item="YL002",
        quantity=20, price=2.5, due=datetime(2026, 4, 2),
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger.create(Path(folder) / "shop.db")
        with closing(ledger):
            report = post(book, ledger, today=date(2026, 3, 31))
            assert report.ok, report.problems
            with ledger.transaction() as connection:
                planned.store(connection, date(2026, 3, 31), _PLANNED)
            yield ledger.connection


def ledger_page() -> str:
    """The whole page."""
    with example_ledger() as connection:
        parts = [_HEAD, "## Questions, and what they give in a small shop\n"]
        for title, sql in EXAMPLES:
            parts.append(f"{title}:\n\n```sql\n{sql}\n```\n\n{_answer(connection, sql)}\n")
        parts.append(
            "## Views\nStable but for the last two: columns may be added, none is changed or"
            " removed without a line in the changelog.\n"
        )
        parts += _section(connection, VIEWS)
        parts.append(
            "\n## Facts\nInserted and never changed or deleted; triggers see to it, and the hash"
            " chain shows it.\n"
        )
        parts += _section(connection, FACTS)
        parts.append("\n## Master data\nAs the sheets said it last.\n")
        parts += _section(connection, MASTERS)
        parts.append(
            "\n## Projections\nDerived from the facts and stored for speed; `jxc verify` derives"
            " them again and compares.\n"
        )
        parts += _section(connection, PROJECTIONS)
        _complete(connection)
    return "".join(parts)


def _answer(connection: sqlite3.Connection, sql: str) -> str:
    cursor = connection.execute(sql)
    headers = [column[0] for column in cursor.description]
    return table(headers, [[_shown(value) for value in row] for row in cursor])


def _shown(value: object) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _section(connection: sqlite3.Connection, meanings: Meanings) -> Iterator[str]:
    for name, (about, own) in meanings.items():
        yield f"\n### `{name}`\n{about}\n\n"
        found = connection.execute("SELECT name FROM pragma_table_info(?)", (name,))
        yield table(("column", "meaning"), _rows(name, [column for (column,) in found], own))


def _rows(name: str, columns: Sequence[str], own: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """A row for each column; an exact figure and the one for people share theirs."""
    left = list(columns)
    while left:
        column = left.pop(0)
        shown = _for_people(column, left)
        if shown:
            left.remove(shown)
        meaning = own.get(shown or column) or COMMON.get(shown or column)
        assert meaning, f"say in tests/docs/meanings.py what {name}.{column} means"
        yield ", ".join(code(each) for each in (column, shown) if each), meaning
    assert not own.keys() - set(columns), f"{name} has no {own.keys() - set(columns)}"


def _for_people(column: str, others: Sequence[str]) -> str:
    """The column that shows the same figure as an exact one."""
    stem, _underscore, scale = column.rpartition("_")
    if scale not in ("e4", "e6", "fen"):
        return ""
    return next((name for name in (stem, f"{stem}_amount") if name in others), "")


def _complete(connection: sqlite3.Connection) -> None:
    """Every table and view stands on the page; those of SQLite and sqlite-utils do not."""
    there = {
        name
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
        )
        if not name.startswith(("_", "sqlite_"))
    }
    said = {*VIEWS, *FACTS, *MASTERS, *PROJECTIONS}
    assert there == said, f"say in tests/docs/meanings.py what these are: {there ^ said}"
