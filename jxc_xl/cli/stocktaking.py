"""Commands about counting the goods."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jxc_xl.cli.group import cli
from jxc_xl.cli.opened import BOOK, LEDGER, Opened, today
from jxc_xl.command_line import Option
from jxc_xl.errors import CannotWork, UsageError
from jxc_xl.i18n import N_
from jxc_xl.i18n import gettext as _
from jxc_xl.lean import lean_imports

if TYPE_CHECKING:
    from datetime import datetime

    from jxc_xl.services.report import Report
    from jxc_xl.services.stocktake import Wanted


@cli.command(
    help=N_(
        "Make the workbook for a stocktake (盘点表). Counted is what there is at the end of today;"
        " of a past month, at the end of its last day. The file stands beside the workbook, named"
        " after the stocktake, which is open until it is counted or cancelled."
    )
)
@BOOK
@LEDGER
@click.option(
    "--month",
    default="",
    cls=Option,
    metavar="YYYY-MM",
    help=N_("The month to count at its end; today's if not said."),
)
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    cls=Option,
    metavar="DATE",
    help=N_("Or any day that has come, as 2026-01-05."),
)
@click.option(
    "--before", is_flag=True, cls=Option, help=N_("Before the day's moves (日初), not after them.")
)
@click.option(
    "--warehouse",
    "warehouses",
    multiple=True,
    cls=Option,
    metavar="W",
    help=N_("Only this warehouse, by code or name; may be said several times."),
)
@click.option(
    "--class",
    "abc",
    type=click.Choice(["A", "B", "C"], case_sensitive=False),
    cls=Option,
    help=N_("Only items of this ABC class, as the last recompute (重算) found it."),
)
@click.option(
    "--category",
    default="",
    cls=Option,
    metavar="NAME",
    help=N_("Only items of this category (类别)."),
)
@click.option(
    "--sample",
    type=click.IntRange(min=1),
    cls=Option,
    metavar="N",
    help=N_("Only so many items, drawn at random; the seed is kept."),
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=0,
    cls=Option,
    metavar="SEED",
    help=N_("Draw the same items as with this seed before."),
)
@click.option(
    "--all",
    "all_items",
    is_flag=True,
    cls=Option,
    help=N_("Also goods that are sold out and have not moved for three months."),
)
@click.option(
    "--blind", is_flag=True, cls=Option, help=N_("暗盘: nothing of what the books have is in it.")
)
@click.option(
    "--barcodes", is_flag=True, cls=Option, help=N_("Draw each item's barcode to be scanned.")
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    cls=Option,
    metavar="FILE",
    help=N_("The file to be made; one that is there is not overwritten."),
)
@click.option(
    "--cancel",
    default="",
    cls=Option,
    metavar="NUMBER",
    help=N_("Make none, and cancel this open one."),
)
def stocktake(book: Path, ledger_file: Path | None, cancel: str, **asked: Any) -> "Report":
    """Make a stocktake, or cancel one."""
    with lean_imports():
        from jxc_xl.services.stocktake import cancel_stocktake, make_stocktake
    with Opened(book, ledger_file) as (workbook, ledger):
        if cancel:
            return cancel_stocktake(workbook, ledger, cancel)
        output = _new_workbook(asked.pop("output"))
        return make_stocktake(workbook, ledger, _wanted(**asked), today=today(), output=output)


def _new_workbook(path: Path | None) -> Path | None:
    """The file to be made; refused before anything else is done if it cannot be one."""
    if path is None:
        return None
    if path.suffix.lower() != ".xlsx":
        raise UsageError(
            _("{name} does not end in .xlsx.").format(name=path.name),
            _("Use a name that ends in .xlsx."),
        )
    if path.exists():
        raise CannotWork(
            _("{path} is there already; nothing was overwritten.").format(path=path),
            _("Choose another name."),
        )
    return path


def _wanted(
    *,
    month: str,
    day: "datetime | None",
    before: bool,
    warehouses: tuple[str, ...],
    blind: bool,
    barcodes: bool,
    abc: str | None,
    **scope: Any,
) -> "Wanted":
    """What the options ask for."""
    from jxc_xl.domain.stocktaking import Scope
    from jxc_xl.domain.tables.stocktake import Method, Moment
    from jxc_xl.services.stocktake import Wanted

    return Wanted(
        month,
        day and day.date(),
        Moment.START if before else Moment.END,
        Method.BLIND if blind else Method.OPEN,
        warehouses,
        Scope(abc or "", **scope),
        barcodes,
    )


@cli.command(
    help=N_(
        "Read the files of a stocktake that was counted and show the differences to the books:"
        " surplus, loss, what they are worth and where to look for the cause. Several files may be"
        " parts of one stocktake. Nothing changes until --confirm."
    )
)
@BOOK
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="FILE…")
@LEDGER
@click.option(
    "--confirm",
    is_flag=True,
    cls=Option,
    help=N_("Post what was counted: one document that sets the balances."),
)
@click.option(
    "--skip",
    is_flag=True,
    cls=Option,
    help=N_("With --confirm: leave out the lines and files with mistakes, post the others."),
)
@click.option(
    "--history",
    "past",
    is_flag=True,
    cls=Option,
    help=N_("Show how right the books were at each stocktake, by warehouse and class."),
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    cls=Option,
    metavar="FILE",
    help=N_(
        "Also write the 盘盈盘亏表 of what is posted, to be printed and signed; a file that"
        " is there is not overwritten."
    ),
)
def count(
    book: Path,
    files: tuple[Path, ...],
    ledger_file: Path | None,
    confirm: bool,
    skip: bool,
    past: bool,
    output: Path | None,
) -> "Report":
    """Read a stocktake back, or show what earlier ones found."""
    with lean_imports():
        from jxc_xl.services.counting.count import confirm as post_it
        from jxc_xl.services.counting.count import preview, print_posted
        from jxc_xl.services.counting.history import history
    if not files and not past:
        raise UsageError(_("Say which files came back."), _("Give them after BOOK, or --history."))
    output = _new_workbook(output)
    with Opened(book, ledger_file) as (workbook, ledger):
        if past:
            return history(ledger)
        if confirm:
            report = post_it(workbook, ledger, files, today=today(), skip=skip)
        else:
            report = preview(workbook, ledger, files, today=today())
        if output is not None:
            print_posted(workbook, ledger, report, output)
        return report
