"""Commands about the books: what they say, whether they are right, months and backups."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jxc_xl.cli.group import cli
from jxc_xl.cli.opened import BOOK, BOOK_OR_LEDGER, LEDGER, Opened, now, opened_ledger, today
from jxc_xl.command_line import Option, wanted_host
from jxc_xl.i18n import N_
from jxc_xl.lean import lean_imports

if TYPE_CHECKING:
    from jxc_xl.services.report import Report


_MONTH = click.argument("month", metavar="YYYY-MM")


@cli.command(help=N_("Compare workbook and ledger (账表核对), and the ledger with itself."))
@BOOK
@LEDGER
@click.option(
    "--restore",
    is_flag=True,
    cls=Option,
    help=N_("Write what was posted back into the sheets first."),
)
def reconcile(book: Path, ledger_file: Path | None, restore: bool) -> "Report":
    """Find and explain differences."""
    with lean_imports():
        from jxc_xl.services.reconcile import reconcile as service
    with Opened(book, ledger_file) as (workbook, ledger):
        return service(workbook, ledger, today=today(), restore=restore)


_AS_OF = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    cls=Option,
    metavar="DATE",
    help=N_("The day, as 2026-01-05."),
)


@cli.command(help=N_("Fill 库存, 预警, ABC分析, 补货建议 and all other result sheets anew (重算)."))
@BOOK
@LEDGER
@_AS_OF
def recompute(book: Path, ledger_file: Path | None, as_of: Any) -> "Report":
    """Recompute the result sheets."""
    with lean_imports():
        from jxc_xl.services.recompute.run import recompute as service
    day = as_of.date() if as_of else None
    with Opened(book, ledger_file) as (workbook, ledger):
        return service(workbook, ledger, today=today(), as_of=day)


@cli.command(help=N_("Fill 走势: how an item sold week by week, and how it will go on."))
@BOOK
@click.argument("item")
@LEDGER
def trend(book: Path, item: str, ledger_file: Path | None) -> "Report":
    """Show the course of an item."""
    with lean_imports():
        from jxc_xl.services.trend import trend as service
    with Opened(book, ledger_file) as (workbook, ledger):
        report = service(workbook, ledger, item, today=today())
        workbook.save()
    return report


@cli.command(help=N_("Show what is in stock, now or at the end of a day."))
@BOOK_OR_LEDGER
@LEDGER
@_AS_OF
@click.option(
    "--item", "items", multiple=True, cls=Option, metavar="CODE", help=N_("Only this item code.")
)
def stock(
    book: Path | None, ledger_file: Path | None, as_of: Any, items: tuple[str, ...]
) -> "Report":
    """Query the position."""
    with lean_imports():
        from jxc_xl.services.stock import query_stock
    day = as_of.date() if as_of else None
    with opened_ledger(book, ledger_file)[0] as ledger:
        return query_stock(ledger, as_of=day, items=items)


@cli.command(help=N_("Let the ledger prove itself: replay everything and compare to the fen."))
@BOOK_OR_LEDGER
@LEDGER
def verify(book: Path | None, ledger_file: Path | None) -> "Report":
    """Verify the ledger."""
    with lean_imports():
        from jxc_xl.services.verify import verify as service
    ledger, head = opened_ledger(book, ledger_file)
    with ledger:
        return service(ledger, expected_head=head)


@cli.command(help=N_("Lock a month (结账): back up, keep its figures, take no more documents."))
@BOOK
@_MONTH
@LEDGER
def close(book: Path, month: str, ledger_file: Path | None) -> "Report":
    """Close a month."""
    with lean_imports():
        from jxc_xl.services.closing import close as service
    with Opened(book, ledger_file) as (workbook, ledger):
        return service(workbook, ledger, month, today=today(), now=now())


@cli.command(help=N_("Unlock the last closed month (反结账)."))
@BOOK
@_MONTH
@LEDGER
def reopen(book: Path, month: str, ledger_file: Path | None) -> "Report":
    """Reopen a month."""
    with lean_imports():
        from jxc_xl.services.closing import reopen as service
    with Opened(book, ledger_file) as (workbook, ledger):
        return service(workbook, ledger, month)


@cli.command(help=N_("Copy the ledger, and prove the copy before it counts."))
@BOOK_OR_LEDGER
@LEDGER
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    cls=Option,
    metavar="FILE",
    help=N_("Where to, instead of the folder 备份 beside the ledger."),
)
def backup(book: Path | None, ledger_file: Path | None, output: Path | None) -> "Report":
    """Back the ledger up."""
    with lean_imports():
        from jxc_xl.services.backup import backup as service
    with opened_ledger(book, ledger_file)[0] as ledger:
        return service(ledger, output, now=now())


@cli.command(help=N_("Put a backup in the place of the ledger, which is kept aside."))
@BOOK
@click.argument("file", type=click.Path(path_type=Path))
@LEDGER
@click.option("--yes", is_flag=True, cls=Option, help=N_("Do it, whatever would be lost."))
def restore(book: Path, file: Path, ledger_file: Path | None, yes: bool) -> "Report":
    """Say what would be lost; with --yes put the backup in place."""
    with lean_imports():
        from jxc_xl.services.restore import restore as service
        from jxc_xl.services.shop import ledger_path, open_master

        workbook = open_master(book, wanted_host())
    with closing(workbook):
        path = ledger_file or ledger_path(workbook)
        return service(workbook, path, file, confirmed=yes, today=today(), now=now())
