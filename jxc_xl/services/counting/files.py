"""The files of a stocktake that come back: which stocktake they are of, and what they say."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from jxc_xl.domain.catalogue import problem
from jxc_xl.domain.counting.lines import Asked, Counted, Reading, without_repeated
from jxc_xl.domain.counting.sheet import CountSheet, missing_columns, read_sheet
from jxc_xl.domain.dates import date_parser
from jxc_xl.domain.directory import Directory
from jxc_xl.domain.masters import Warehouse
from jxc_xl.domain.parsing import Failure, code_of, fold, name_of, text_of
from jxc_xl.domain.problems import Problem
from jxc_xl.errors import CannotWork
from jxc_xl.foreign import is_workbook, read_bytes
from jxc_xl.i18n import gettext as _
from jxc_xl.ledger import stocktakes
from jxc_xl.ledger.stocktakes import Listed, State, Stocktake


class NoWorkbook(CannotWork):
    """A file that is no spreadsheet."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("{path} is not a workbook.").format(path=path.name),
            _("Give the stocktake as .xlsx, .xls or .ods; nothing was changed."),
        )


@dataclass(slots=True)
class Returned:
    """What came back of a stocktake.

    ``listed`` is what it asked for.  ``lines`` were counted, each place once; what is wrong stands
    in ``problems``, with ``left_out`` of the files and lines that say nothing therefore.
    """

    stocktake: Stocktake | None = None
    listed: list[Listed] = field(default_factory=list)
    lines: list[Counted] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_files(
    connection: sqlite3.Connection,
    paths: Sequence[Path],
    directory: Directory,
    today: date,
    first_open: date | None,
) -> Returned:
    """Read all files of one stocktake; every problem of all of them at once."""
    returned = Returned()
    for sheet, calculated in _sheets(paths, returned.problems):
        warehouse = _recognised(connection, sheet, directory, returned)
        if warehouse is not None:
            asked = _asked(connection, returned, warehouse)
            reading = Reading(sheet, warehouse, asked, directory, returned.problems)
            returned.lines += reading.lines(calculated)
    if returned.stocktake is not None:
        returned.problems += _of_time(returned.stocktake, paths[0].name, today, first_open)
    returned.lines = without_repeated(returned.lines, returned.problems)
    return returned


def _sheets(
    paths: Sequence[Path], problems: list[Problem]
) -> Iterator[tuple[CountSheet, Iterable[tuple[int, int]]]]:
    """The sheets of all files, each with its cells that hold a formula."""
    from jxc_xl.foreign.spreadsheet import formula_cells, read_sheets

    seen: dict[bytes, str] = {}
    for path in paths:
        data = read_bytes(path)
        if not is_workbook(data):
            raise NoWorkbook(path)
        if data in seen:
            said = problem("count_file_twice", sheet="", file=path.name, other=seen[data])
            problems.append(said)
            continue
        seen[data] = path.name
        grids = read_sheets(path, data)
        found = {name: sheet for name, grid in grids.items() if (sheet := read_sheet(grid))}
        if not found:
            problems.append(problem("count_no_sheet", sheet=path.name))
        for name, sheet in found.items():
            missing = missing_columns(sheet)
            problems += missing
            if not missing:
                yield sheet, formula_cells(path, data, name, grids[name])


def _recognised(
    connection: sqlite3.Connection, sheet: CountSheet, directory: Directory, returned: Returned
) -> Warehouse | None:
    """The warehouse of a sheet of the stocktake that is read; ``None`` after a complaint."""
    said = returned.problems
    number = code_of(sheet.head.get("number"))
    if not isinstance(number, str):
        said.append(sheet.say_head("count_no_number", "number"))
        return None
    first = returned.stocktake
    if first is not None and fold(first.number) != fold(number):
        params = {"number": number, "first": first.number}
        said.append(sheet.say_head("count_other_stocktake", "number", **params))
        return None
    found = first or stocktakes.stocktake(connection, number)
    if found is None:
        said.append(sheet.say_head("count_unknown", "number", number=number))
        return None
    fingerprint = text_of(sheet.head.get("fingerprint"))
    if fingerprint != found.fingerprint:
        text = fingerprint if isinstance(fingerprint, str) else ""
        said.append(sheet.say_head("count_other_shop", "number", number=number, text=text))
        return None
    if first is None:
        returned.stocktake = found
        returned.listed = stocktakes.lines_of(connection, found.number)
    wrong = _changed_head(sheet, found)
    said += wrong
    return None if wrong else _warehouse(sheet, directory, found, said)


def _changed_head(sheet: CountSheet, made: Stocktake) -> list[Problem]:
    """What the head says otherwise than the stocktake was made for."""
    day = date_parser(made.day)(sheet.head.get("date"))
    moment = text_of(sheet.head.get("moment"))
    said = {"date": (day, made.day), "moment": (moment, made.moment.value)}
    return [
        sheet.say_head(
            "count_head_changed", name, text=text_of(sheet.head.get(name)) or "", expected=expected
        )
        for name, (found, expected) in said.items()
        if found != expected
    ]


def _warehouse(
    sheet: CountSheet, directory: Directory, made: Stocktake, said: list[Problem]
) -> Warehouse | None:
    name = name_of(sheet.head.get("warehouse"))
    found = directory.warehouse(name) if isinstance(name, str) else name
    if isinstance(found, Failure):
        said.append(sheet.say_head(found.code, "warehouse", **found.params))
        return None
    if found is None or found.code not in made.warehouses:
        known = [directory.warehouse(code) for code in made.warehouses]
        expected = "、".join(one.name for one in known if isinstance(one, Warehouse))
        params = {"text": name or "", "expected": expected}
        said.append(sheet.say_head("count_head_changed", "warehouse", **params))
        return None
    return found


def _of_time(made: Stocktake, file: str, today: date, first_open: date | None) -> Iterator[Problem]:
    """Why the stocktake cannot be counted now."""
    if made.state is State.CANCELLED:
        yield problem("count_cancelled", sheet=file, number=made.number)
    elif first_open is not None and made.day < first_open:
        yield problem("count_closed", sheet=file, number=made.number, date=made.day)
    elif made.day > today:
        yield problem("count_too_early", sheet=file, number=made.number, date=made.day)


def _asked(connection: sqlite3.Connection, returned: Returned, warehouse: Warehouse) -> Asked:
    """What the sheet of a warehouse asks for."""
    items = [line.item for line in returned.listed if line.warehouse == warehouse.code]
    batches: dict[str, dict[str, str]] = {}
    for code, batch in connection.execute(
        "SELECT i.code, s.batch FROM balance s JOIN item i ON i.id = s.item_id WHERE s.batch <> ''"
    ):
        batches.setdefault(code, {})[fold(batch)] = batch
    for line in returned.listed:
        if line.batch:
            batches.setdefault(line.item, {})[fold(line.batch)] = line.batch
    return Asked(items, batches)
