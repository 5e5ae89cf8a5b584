"""The bench on which a table's rows are judged: what every rule may look at and say."""

from datetime import date

from jxc_xl.domain.catalogue import problem
from jxc_xl.domain.cells import RawRows
from jxc_xl.domain.click import Click, Goods, Place
from jxc_xl.domain.directory import Directory
from jxc_xl.domain.entry_rows import EntryRows
from jxc_xl.domain.facts import BatchDates, Facts, OpenLine, Value
from jxc_xl.domain.kinds import Kind
from jxc_xl.domain.masters import Partner, Settings
from jxc_xl.domain.messages.entry import WARNING
from jxc_xl.domain.parsing import Failure, fold
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.rules.policy import Policy
from jxc_xl.domain.tables.entry import ENTRY_TABLES
from jxc_xl.i18n import gettext as _


class Bench:
    """One table on its way through the rules.

    ``bad`` are the rows with an error, ``unread`` the cells that have been complained of
    and stand as blank since, ``told`` the items and partners that have been warned of.  The
    rest is the document being judged: its ``kind`` and ``policy``, ``day`` and ``partner``, its
    红字 rows (``red``), and what it would add to the click: ``claims`` on ledger moves, what of
    orders it has ``fulfilled``, ``values`` onto goods, and ``new_batches``.  ``orders`` are the
    open lines of orders by kind, partner and item.
    """

    def __init__(
        self,
        raw: RawRows,
        rows: EntryRows,
        directory: Directory,
        settings: Settings,
        facts: Facts,
        today: date,
        click: Click,
    ) -> None:
        self.raw = raw
        self.rows = rows
        self.directory = directory
        self.settings = settings
        self.facts = facts
        self.today = today
        self.click = click
        self.found: list[tuple[int, Problem]] = []
        self.bad: set[int] = set()
        self.told: set[str] = set()
        self.unread: set[tuple[int, str]] = set()
        self.default_warehouse = directory.default_warehouse(settings.default_warehouse)
        self.first_open = facts.first_open_date()
        self.kind: Kind
        self.policy: Policy
        self.day: date
        self.partner: Partner | None
        self.red: set[int] = set()
        self._rows_of_numbers: dict[str, int] | None = None
        self.claims: dict[int, int] = {}
        self.values: dict[Goods, list[Value]] = {}
        self.fulfilled: dict[tuple[str, str], int] = {}
        self.new_batches: dict[tuple[str, str], BatchDates] = {}
        self.orders: dict[tuple[str, str, str], list[OpenLine]] = {}
        for line in facts.open_lines():
            key = (line.kind, line.partner_code, line.item_code)
            self.orders.setdefault(key, []).append(line)
        self.prices_wanted = raw.table.name == "sales" and None in rows.price
        name = "" if self.default_warehouse is None else self.default_warehouse.name
        self.default_words = _("warehouse “{name}” by default").format(name=name)
        name = directory.default_customer.name
        self.customer_words = _("customer “{name}” by default").format(name=name)

    def begin(self) -> None:
        """Forget what the document before wanted to give back or make known."""
        self.claims = {}
        self.values = {}
        self.fulfilled = {}
        self.new_batches = {}

    def say(self, row: int, field: str, code: str, **params: object) -> None:
        """Complain of, or warn of, one cell; ``row`` is an index."""
        table = self.raw.table
        column = table.header(field) if field in table.by_field else None
        said = problem(
            code,
            sheet=table.sheet,
            row=self.raw.numbers[row],
            column=column,
            **params,
        )
        self.found.append((row, said))
        if said.severity != WARNING:
            self.bad.add(row)

    def required(self, row: int, field: str) -> None:
        """Complain of a blank cell, unless it is only unreadable."""
        if (row, field) not in self.unread:
            self.say(row, field, "required")

    def place(self, row: int) -> Place:
        """A row as messages name it."""
        return Place(self.raw.table.sheet, self.raw.numbers[row])

    def row_of_number(self, number: str) -> int | None:
        """The first row of this table that carries a document number."""
        if self._rows_of_numbers is None:
            self._rows_of_numbers = {}
            for row, typed in enumerate(self.rows.number):
                if isinstance(typed, str):
                    self._rows_of_numbers.setdefault(fold(typed), row)
        return self._rows_of_numbers.get(fold(number))

    def complain_of_cells(self, judged: list[int]) -> None:
        """Say what could not be read in the rows to be judged, and make it blank."""
        wanted = set(judged)
        for field, column in self.rows.columns().items():
            if Failure not in set(map(type, column)):
                continue
            for row, value in enumerate(column):
                if type(value) is Failure:
                    column[row] = None
                    if row in wanted:
                        self.unread.add((row, field))
                        self.say(row, field, value.code, **_localised(value.params))


_SHEETS = {table.name: table.sheet for table in ENTRY_TABLES}


def _localised(params: dict[str, str]) -> dict[str, str]:
    """Parameters with table names as their sheets."""
    if "sheet_of_kind" not in params:
        return params
    return params | {"sheet_of_kind": _SHEETS[params["sheet_of_kind"]]}
