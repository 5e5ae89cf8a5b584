"""jxc demo: a believable shop with a year of trade, posted and proven."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from jxc_xl.domain.months import first_day, month_of
from jxc_xl.domain.numbers import money
from jxc_xl.domain.problems import Problem
from jxc_xl.errors import CannotWork
from jxc_xl.hosts.errors import reason
from jxc_xl.i18n import gettext as _
from jxc_xl.ledger.connection import Ledger
from jxc_xl.services.new import new_with
from jxc_xl.services.post import post
from jxc_xl.services.recompute.run import recompute
from jxc_xl.services.report import Report
from jxc_xl.services.sample import Sample, sample_shop
from jxc_xl.services.shop import open_shop
from jxc_xl.services.stocktake import Wanted, make_stocktake
from jxc_xl.services.verify import verify

WORKBOOK = "示例商店.xlsx"


def demo(folder: Path, *, today: date, say: Callable[[str], None]) -> Report:
    """Make the sample shop in a folder, post its rows, let the ledger prove itself.

    ``say`` is told what is going on.  The rows are the same for the same day; some of
    today's are wrong as clerks make them, and stay refused: that is what is to be seen.  The sheets
    to count the end of the last month are beside it.
    """
    path = folder / WORKBOOK
    _make(folder)
    say(_("Making up a shop with a year of trade …"))
    sample = sample_shop(today)
    new_with(path, sample.content(sample.history, sample.today))
    say(_("Checking and posting {n} rows …").format(n=_rows(sample)))
    book, ledger = open_shop(path)
    try:
        posted = post(book, ledger, today=today)
        say(_("Filling the result sheets …"))
        figures = recompute(book, ledger, today=today)
        say(_("Letting the ledger prove itself …"))
        proof = verify(ledger)
        value = _stock_value(ledger)
        say(_("Making the stocktake of the last month …"))
        counting = make_stocktake(book, ledger, Wanted(month=_last_month(today)), today=today)
    finally:
        ledger.close()
        book.close()
    report = Report("demo", ok=proof.ok, documents=posted.documents, problems=posted.problems)
    report.extra = {"workbook": str(path), "rows": _rows(sample), **posted.extra, **proof.extra}
    report.extra["stocktake"] = counting.extra
    report.extra["recompute"] = figures.extra
    report.summary = [
        *_refused(posted.problems),
        "",
        *posted.summary,
        *figures.summary,
        *proof.summary,
        *counting.summary,
        _("Stock value {value}.").format(value=value),
        "",
        *_next_steps(path, today),
    ]
    return report


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWork(
            _("{path} cannot be written ({error}).").format(path=folder, error=reason(error)),
            _("Choose a folder that is there and may be written."),
        ) from error


def _rows(sample: Sample) -> int:
    return sum(len(rows) for part in (sample.history, sample.today) for rows in part.values())


def _refused(problems: list[Problem]) -> list[str]:
    count = sum(problem.is_error for problem in problems)
    return [_("These mistakes were made on purpose ({n} errors).").format(n=count)]


def _stock_value(ledger: Ledger) -> str:
    (fen,) = ledger.connection.execute("SELECT ifnull(sum(value_fen), 0) FROM balance").fetchone()
    return f"{money(fen):,}"


def _next_steps(path: Path, today: date) -> list[str]:
    return [
        _("Made {workbook}. Try next:").format(workbook=path),
        _("  1. Open it and look at 首页, 销售 and 补货建议; wrong rows are red and say why."),
        _("  2. Correct a red row, save, close, and run: jxc post {workbook}").format(
            workbook=path
        ),
        _("  3. Ask what was there a month ago: jxc stock {workbook} --as-of {day}").format(
            workbook=path, day=_a_month_before(today)
        ),
    ]


def _last_month(today: date) -> str:
    return month_of(first_day(month_of(today)) - timedelta(days=1))


def _a_month_before(day: date) -> date:
    month = (day.month - 2) % 12 + 1
    return date(day.year - (day.month == 1), month, min(day.day, 28))
