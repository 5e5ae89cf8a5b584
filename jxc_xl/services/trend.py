"""走势: how one item sold week by week, and how it will probably go on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from jxc_xl.domain.catalogue import problem
from jxc_xl.domain.cells import Raw
from jxc_xl.domain.masters import Item
from jxc_xl.domain.numbers import QUANTITY
from jxc_xl.domain.parsing import Failure
from jxc_xl.domain.tables.trend import AHEAD, HISTORY, TREND, TREND_ITEM
from jxc_xl.errors import UsageError
from jxc_xl.i18n import gettext as _
from jxc_xl.ledger import daily
from jxc_xl.ledger.connection import Ledger
from jxc_xl.services import shop
from jxc_xl.services.recompute.dashboard import filled_up
from jxc_xl.services.recompute.inputs import Inputs, Rows, Sheets
from jxc_xl.services.report import Report
from jxc_xl.workbook.book import Book

if TYPE_CHECKING:
    from jxc_xl.planning.forecast import Course

_WEEK = timedelta(7)


@dataclass(frozen=True, slots=True)
class Weeks:
    """An item's whole weeks, the oldest first, in its own unit.

    ``sold`` is what was sold and not returned; ``base`` the same without promotions and days
    without stock, ``None`` where a week says nothing.  ``course`` is missing before the first week.
    """

    starts: Sequence[date]
    sold: Sequence[float]
    base: Sequence[float | None]
    course: "Course | None"


def trend(book: Book, ledger: Ledger, text: str, *, today: date) -> Report:
    """Fill the sheet 走势 for the item that ``text`` means; the workbook is not stored.

    :class:`UsageError` if no item or more than one is meant.
    """
    shop.check_belongs(book, ledger)
    sheets = Sheets(book)
    with ledger.transaction() as connection:
        daily.bring_up_to_date(connection)
    with ledger.reading() as connection:
        inputs = sheets.inputs(connection, today)
        item = _item(inputs, text)
        weeks = weeks_of(inputs, item)
    rows = week_rows(weeks)
    with book.batch():
        for table, own in ((TREND_ITEM, [_head(item, weeks)]), (TREND, rows)):
            cells = filled_up(table, own)
            book.replace_table(
                table.name, [{table.header(f): v for f, v in row.items()} for row in cells]
            )
    return _report(item, weeks, rows)


def _item(inputs: Inputs, text: str) -> Item:
    found = inputs.masters.directory.item(text)
    if isinstance(found, Failure):
        params: Mapping[str, object] = found.params
        said = problem(found.code, sheet="", row=None, column=None, **params)
        raise UsageError(said.message, said.hint)
    return found


def weeks_of(inputs: Inputs, item: Item) -> Weeks:
    """The weeks of one item that 设置 分析天数 looks at, and what is expected after them."""
    from jxc_xl.planning.demand import Period
    from jxc_xl.planning.forecast import course
    from jxc_xl.services.recompute.sales import sales_of

    sales = sales_of(inputs)
    place = [other.code for other in sales.items].index(item.code)
    demand, known = sales.periods(Period.WEEK)
    says = known[place].tolist()
    if True not in says:
        return Weeks((), (), (), None)
    first = says.index(True)  # before, nobody could have bought it
    parts, says = sales.span.periods(Period.WEEK)[first:], says[first:]
    base = (demand[place, first:] / QUANTITY).tolist()
    return Weeks(
        [sales.span.day(start) for start, _end in parts],
        [float(sales.demand[place, start:end].sum()) / QUANTITY for start, end in parts],
        [value if told else None for value, told in zip(base, says, strict=True)],
        course(base, Period.WEEK.in_a_year, AHEAD, says),
    )


def week_rows(weeks: Weeks) -> Rows:
    """The rows of the table ``trend``: the latest weeks that were, then those that come."""
    fitted = weeks.course.fitted if weeks.course else [None] * len(weeks.starts)
    past = zip(weeks.starts, weeks.sold, weeks.base, fitted, strict=True)
    rows = [_row(start, sold, base, then, None) for start, sold, base, then in past][-HISTORY:]
    for number, expected in enumerate(_ahead(weeks), 1):
        rows.append(_row(weeks.starts[-1] + number * _WEEK, None, None, None, expected))
    return rows


def _row(
    start: date,
    sold: float | None,
    base: float | None,
    fitted: float | None,
    expected: float | None,
) -> Mapping[str, Raw]:
    return {
        "week": datetime.combine(start, time()),
        "sold": sold,
        "base": _rounded(base),
        "fitted": _rounded(fitted),
        "expected": _rounded(expected),
    }


def _head(item: Item, weeks: Weeks) -> Mapping[str, Raw]:
    found, latest = weeks.course, [base for base in weeks.base if base is not None][-AHEAD:]
    return {
        "item": item.code,
        "unit": item.unit,
        "method": found.method if found else None,
        "error": found.mase if found else None,
        "weekly": _rounded(sum(latest) / len(latest)) if latest else None,
        "expected": _rounded(sum(_ahead(weeks))) if found else None,
        "name": f"{item.name} {item.spec}".strip(),
    }


def _ahead(weeks: Weeks) -> Sequence[float]:
    return [max(value, 0.0) for value in weeks.course.ahead] if weeks.course else ()


def _rounded(value: float | None) -> float | None:
    """An estimate as people read it."""
    return None if value is None else round(value, 1)


def _report(item: Item, weeks: Weeks, rows: Rows) -> Report:
    head = _head(item, weeks)
    report = Report("trend")
    report.extra = {**head, "weeks": rows}
    if weeks.course is None:
        said = _("{name} has not sold for a whole week yet: there is nothing to forecast from.")
    else:
        said = _("{name}: {expected} {unit} are expected in the next {n} weeks ({method}).")
    report.summary = [
        said.format(
            name=head["name"],
            expected=f"{head['expected']:g}" if weeks.course else "",
            unit=item.unit,
            n=AHEAD,
            method=head["method"],
        )
    ]
    return report
