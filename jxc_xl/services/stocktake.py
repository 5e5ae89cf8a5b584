"""jxc stocktake: make the workbook for a count, and keep in the ledger what it lists."""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from itertools import groupby
from pathlib import Path

from jxc_xl.domain.catalogue import problem
from jxc_xl.domain.cells import RawRows
from jxc_xl.domain.content import canonical
from jxc_xl.domain.directory import Directory
from jxc_xl.domain.master_rows import read_masters
from jxc_xl.domain.masters import Item, Warehouse
from jxc_xl.domain.months import last_day, month_of
from jxc_xl.domain.numbers import QUANTITY, plain
from jxc_xl.domain.parsing import Failure, fold
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.stocktaking import Line, Scope, chosen
from jxc_xl.domain.tables import table_named
from jxc_xl.domain.tables.stocktake import STOCKTAKE, Method, Moment
from jxc_xl.errors import CannotWork, UsageError
from jxc_xl.hosts.errors import reason
from jxc_xl.i18n import gettext as _
from jxc_xl.i18n import ngettext
from jxc_xl.lean import collector_at_rest
from jxc_xl.ledger import planned, stocktakes
from jxc_xl.ledger.closing import last_closed
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.masters import Masters
from jxc_xl.ledger.places import positions_at
from jxc_xl.ledger.source import Source
from jxc_xl.ledger.stocktakes import Listed, Plan, State, Stocktake
from jxc_xl.services import shop
from jxc_xl.services.posting import pool_label
from jxc_xl.services.report import Report
from jxc_xl.services.sheets import Sheet as EntrySheet
from jxc_xl.services.sheets import read_sheet
from jxc_xl.workbook.book import Book
from jxc_xl.workbook.stocktake import Head, Sheet, write_stocktake

_MOST_SEEDS = 1_000_000
_MOST_NAMED = 5
_READ = ("items", "warehouses", "settings")
_SHOWN = ("name", "spec", "category", "barcode", "position")
"""What the sheets of a stocktake say of an item; its unit cannot change any more."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks for; what is not said is: today, after its moves, everything.

    ``month`` is counted on its last day, the month of today today.  ``warehouses`` are codes or
    names.  A ``sample`` without a ``seed`` gets a new one.
    """

    month: str = ""
    day: date | None = None
    moment: Moment = Moment.END
    method: Method = Method.OPEN
    warehouses: tuple[str, ...] = ()
    scope: Scope = field(default_factory=Scope)
    barcodes: bool = False


@collector_at_rest()
def make_stocktake(
    book: Book, ledger: Ledger, wanted: Wanted, *, today: date, output: Path | None = None
) -> Report:
    """Make a stocktake: its workbook and its place in the ledger, both or neither.

    :class:`UsageError` for a warehouse, category or class that nobody has, and for a day in the
    future.  Refused, as problems, in a closed month, beside an open stocktake of the same warehouse
    and day, and where there is nothing to count.
    """
    workbook = shop.identify_workbook(book, ledger)
    maker = _Maker(book, ledger, wanted, today)
    report = Report("stocktake")
    report.summary = [_("No stocktake was made.")]
    try:
        with ledger.transaction():
            report.problems += maker.why_not()
            lines = [] if report.problems else maker.lines()
            report.problems += [] if report.problems else maker.findings(lines)
            report.ok = not any(found.is_error for found in report.problems)
            if report.ok:
                made = maker.record(lines, shop.source_of(workbook))
                path = output or book.path.with_name(_name(book.path, made))
                report.problems += maker.write(made, lines, path)
                _tell(report, made, maker.by_warehouse(lines), path)
                if maker.scope.abc:
                    words = _("ABC classes are those of {date}.")
                    report.summary.append(words.format(date=maker.classed))
    except BaseException:
        maker.take_back()
        raise
    return report


def cancel_stocktake(book: Book, ledger: Ledger, number: str) -> Report:
    """Cancel an open stocktake: its sheets count for nothing any more.

    :class:`UsageError` for a number that no stocktake has.
    """
    workbook = shop.identify_workbook(book, ledger)
    report = Report("stocktake")
    with ledger.transaction() as connection:
        found = stocktakes.stocktake(connection, number)
        if found is None:
            raise UsageError(
                _("There is no stocktake {number}.").format(number=number),
                _("Its number stands above the lines: 盘点单号."),
            )
        if found.state is State.OPEN:
            stocktakes.cancel(connection, found, shop.source_of(workbook))
        else:
            code = "stocktake_done" if found.state is State.COUNTED else "stocktake_gone"
            report.problems = [problem(code, sheet="", number=found.number)]
            report.ok = False
    report.extra = {"number": found.number}
    words = _("{number} is cancelled.") if report.ok else _("{number} was not cancelled.")
    report.summary = [words.format(number=found.number)]
    return report


class _Maker:
    """Makes one stocktake from what the sheets and the books say."""

    def __init__(self, book: Book, ledger: Ledger, wanted: Wanted, today: date) -> None:
        self.ledger, self.wanted = ledger, wanted
        self.written: Path | None = None
        rows = {name: sheet.raw for name, sheet in _sheets(book).items()}
        self.company = shop.settings_of(rows.get("settings")).get("公司名称", "")
        self.day = _day(wanted, today)
        stored = Masters(ledger.connection)
        places = {name: found for name, found in rows.items() if name == "warehouses"}
        typed = read_masters(places, today)
        self.directory = Directory(warehouses=[*stored.warehouses(), *typed.warehouses])
        self.warehouses = self._warehouses()
        items = stored.items()
        if not _same_said(rows.get("items"), items):
            items = [*items, *shop.masters_of(rows, ledger, today).items]
        self.items = {fold(item.code): item for item in items}
        self.scope = _scope(wanted.scope, items)
        self.classes, self.classed = planned.classes(ledger.connection)

    def _warehouses(self) -> dict[str, Warehouse]:
        """The wanted warehouses by code, all of them when none is named."""
        everything = {each.code: each for each in self.directory.warehouses.by_code.values()}
        if not self.wanted.warehouses:
            return everything
        found = {}
        for text in self.wanted.warehouses:
            warehouse = self.directory.warehouse(text)
            if isinstance(warehouse, Failure):
                names = "、".join(each.name for each in everything.values())
                raise UsageError(
                    _("There is no warehouse {name}.").format(name=text),
                    _("There are: {names}").format(names=names),
                )
            found[warehouse.code] = warehouse
        return found

    def why_not(self) -> Iterator[Problem]:
        """What stands in the way, whatever there is."""
        if self.scope.abc and self.classed is None:
            yield problem("stocktake_unclassed", sheet="")
        closed = last_closed(self.ledger.connection)
        if closed and month_of(self.day) <= closed:
            yield problem("stocktake_closed", sheet="", date=self.day, month=closed)
        for begun in stocktakes.open_stocktakes(self.ledger.connection):
            shared = [code for code in begun.warehouses if code in self.warehouses]
            if begun.day == self.day and shared:
                names = "、".join(self.warehouses[code].name for code in shared)
                number = begun.number
                yield problem(
                    "stocktake_open", sheet="", warehouse=names, date=self.day, number=number
                )

    def lines(self) -> list[Line]:
        """What is to be counted."""
        positions = positions_at(
            self.ledger.connection, self.day, self.wanted.moment, self.warehouses
        )
        return chosen(
            positions,
            lambda code: self.items[fold(code)],
            lambda code: self.classes.get(code, ""),
            self.scope,
        )

    def findings(self, lines: Sequence[Line]) -> Iterator[Problem]:
        """What is to be known of these lines; that there are none where some are wanted."""
        filled = {line.position.warehouse for line in lines}
        named = self.warehouses if self.wanted.warehouses or not lines else {}
        for code, warehouse in named.items():
            if code not in filled:
                yield problem(
                    "stocktake_nothing", sheet="", warehouse=warehouse.name, date=self.day
                )
        for line in lines:
            if line.position.quantity_e4 < 0:
                place = self.warehouses[line.position.warehouse].name
                yield problem(
                    "stocktake_negative",
                    sheet="",
                    item=line.item.code,
                    warehouse=pool_label(place, line.position.batch),
                    quantity=plain(line.position.quantity_e4, QUANTITY),
                )

    def record(self, lines: Sequence[Line], source: Source) -> Stocktake:
        """Put it into the ledger."""
        scope = {"warehouses": list(self.by_warehouse(lines)), **self.scope.said()}
        plan = Plan(self.day, self.wanted.moment, self.wanted.method, scope)
        listed = [
            Listed(place.warehouse, place.item, place.batch, line.abc, place.quantity_e4)
            for line in lines
            for place in [line.position]
        ]
        return stocktakes.make(self.ledger.connection, self.ledger.id, plan, listed, source)

    def by_warehouse(self, lines: Sequence[Line]) -> dict[str, Sheet]:
        """The sheets by the warehouse's code."""
        return {
            code: Sheet(self.warehouses[code].name, list(group))
            for code, group in groupby(lines, key=lambda line: line.position.warehouse)
        }

    def write(self, made: Stocktake, lines: Sequence[Line], path: Path) -> Iterator[Problem]:
        """Write the workbook to a new file; what of it could not be drawn."""
        head = Head(self.company, made.number, made.day, made.moment, made.method, made.fingerprint)
        target = BytesIO()
        sheets = list(self.by_warehouse(lines).values())
        undrawn = write_stocktake(target, head, sheets, barcodes=self.wanted.barcodes)
        _put(target.getvalue(), path)
        self.written = path
        if undrawn:
            named = "、".join(undrawn[:_MOST_NAMED]) + ("…" if len(undrawn) > _MOST_NAMED else "")
            yield problem("stocktake_undrawn", sheet="", items=named)

    def take_back(self) -> None:
        """Delete the workbook of a stocktake that the ledger did not take."""
        if self.written is not None:
            self.written.unlink(missing_ok=True)


def _day(wanted: Wanted, today: date) -> date:
    """The day whose stock is counted."""
    if wanted.day is not None:
        day = wanted.day
    elif not wanted.month or wanted.month == month_of(today):
        day = today
    else:
        try:
            day = last_day(wanted.month)
        except ValueError as error:
            raise UsageError(
                _("{text} is not a month.").format(text=wanted.month),
                _("Write it like 2026-03."),
            ) from error
    if day > today:
        raise UsageError(
            _("{date} has not come yet.").format(date=day),
            _("Nobody can count what will be there; today is {today}.").format(today=today),
        )
    return day


def _sheets(book: Book) -> dict[str, EntrySheet]:
    """The sheets of the masters that matter here, as far as they are there."""
    found = {name: read_sheet(book, table_named(name)) for name in _READ}
    return {name: sheet for name, sheet in found.items() if not isinstance(sheet, list)}


def _same_said(rows: RawRows | None, stored: Iterable[Item]) -> bool:
    """Whether the sheet 商品 says of the books' items what the books say, as far as it is shown.

    Then the sheet, which takes longer, need not be understood.
    """
    if rows is None:
        return True
    known = {
        item.code: [canonical(getattr(item, name, item.details.get(name))) for name in _SHOWN]
        for item in stored
    }
    cells = [rows.column(name) for name in ("code", *_SHOWN)]
    for code, *said in zip(*cells, strict=True):
        there = known.get(canonical(code))
        if there is not None and there != list(map(canonical, said)):
            return False
    return True


def _scope(scope: Scope, items: Sequence[Item]) -> Scope:
    """The scope, once it is sure that it means something; a sample with its seed."""
    categories = {fold(item.category): item.category for item in items if item.category}
    if scope.category and fold(scope.category) not in categories:
        raise UsageError(
            _("There is no category {name}.").format(name=scope.category),
            _("There are: {names}").format(names="、".join(sorted(categories.values()))),
        )
    if scope.sample is not None and not scope.seed:
        return scope._replace(seed=1 + secrets.randbelow(_MOST_SEEDS))
    return scope


def _name(book: Path, made: Stocktake) -> str:
    """What the workbook is called unless it is said; several shops may share a folder."""
    return f"{book.stem}-{STOCKTAKE.sheet}-{made.number}.xlsx"


def _put(content: bytes, path: Path) -> None:
    """Write a file that is not there yet, and all of it."""
    try:
        with path.open("xb") as file:
            try:
                file.write(content)
            except OSError:
                path.unlink()
                raise
    except FileExistsError as error:
        raise CannotWork(
            _("{path} is there already; nothing was overwritten.").format(path=path),
            _("Choose another name."),
        ) from error
    except OSError as error:
        raise CannotWork(
            _("{path} cannot be written ({error}).").format(path=path, error=reason(error)),
            _("Choose a folder that is there and may be written."),
        ) from error


def _tell(report: Report, made: Stocktake, sheets: dict[str, Sheet], path: Path) -> None:
    """Say what was made."""
    count = sum(len(sheet.lines) for sheet in sheets.values())
    report.extra = {
        "number": made.number,
        "file": str(path),
        "date": made.day,
        "moment": made.moment,
        "method": made.method,
        "scope": made.scope,
        "sheets": [
            {"warehouse": code, "name": sheet.warehouse, "lines": len(sheet.lines)}
            for code, sheet in sheets.items()
        ],
    }
    words = ngettext(
        "{number}: {n} line to count, in {path}", "{number}: {n} lines to count, in {path}", count
    )
    report.summary = [words.format(number=made.number, n=count, path=path)]
    if seed := made.scope.get("seed"):
        report.summary.append(_("Drawn at random; the seed is {seed}.").format(seed=seed))
