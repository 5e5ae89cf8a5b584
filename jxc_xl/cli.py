"""The ``jxc`` command: five-line functions over :mod:`jxc_xl.services`.

Services are imported inside the commands, so that ``jxc --help`` starts at once.
"""

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jxc_xl.command_line import Group, Option, wanted_host, wants_json
from jxc_xl.console import show as show_report
from jxc_xl.console import show_failure, unexpected
from jxc_xl.errors import JxcError, UsageError
from jxc_xl.i18n import N_
from jxc_xl.i18n import gettext as _
from jxc_xl.lean import lean_imports

if TYPE_CHECKING:
    from datetime import date, datetime

    from jxc_xl.ledger.connection import Ledger
    from jxc_xl.services.report import Report
    from jxc_xl.services.setup import Extension
    from jxc_xl.workbook.book import XlwingsBook


@click.group(
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=N_("Purchases, sales and stock of a small business, in a workbook with an exact ledger."),
)
@click.version_option(
    package_name="jxc-xl",
    message="%(prog)s %(version)s",
    cls=Option,
    help=N_("Show the version and do nothing else."),
)
def cli() -> None:
    """Hold the commands together."""


def main() -> None:
    """Start here: ``jxc`` on the command line."""
    cli()


_BOOK = click.argument("book", type=click.Path(path_type=Path))
_BOOK_OR_LEDGER = click.argument("book", type=click.Path(path_type=Path), required=False)
_LEDGER = click.option(
    "--ledger",
    "ledger_file",
    type=click.Path(path_type=Path),
    cls=Option,
    help=N_("The ledger file, instead of the one the workbook names."),
)


@cli.command(help=N_("Make an empty master workbook and its ledger."))
@_BOOK
@click.option("--sample", is_flag=True, cls=Option, help=N_("Fill in a sample shop."))
def new(book: Path, sample: bool) -> "Report":
    """Make a workbook."""
    with lean_imports():
        from jxc_xl.services.new import new as service
    return service(book, sample=sample, today=_today())


@cli.command(help=N_("Look for mistakes in the rows without posting them."))
@_BOOK
@_LEDGER
def check(book: Path, ledger_file: Path | None) -> "Report":
    """Validate."""
    with lean_imports():
        from jxc_xl.services.post import check as service
    with _Opened(book, ledger_file) as (workbook, ledger):
        return service(workbook, ledger, today=_today())


@cli.command(help=N_("Check the rows and post the good documents into the ledger."))
@_BOOK
@_LEDGER
def post(book: Path, ledger_file: Path | None) -> "Report":
    """Validate and post."""
    with lean_imports():
        from jxc_xl.services.post import post as service
    with _Opened(book, ledger_file) as (workbook, ledger):
        return service(workbook, ledger, today=_today())


@cli.command(
    "import",
    help=N_(
        "Bring the rows of a file (CSV, xlsx, xls, ods) into a sheet.\n\nTABLE is a sheet of the"
        " workbook (采购, sales …); or 库存表, an old stock list, which becomes 商品 and 期初库存;"
        " or 网店订单, the orders that an online mall exports. Columns are found by their headers."
        " What was understood and the first rows are shown; with --preview nothing is changed."
        " Lines that are there already are not brought twice."
    ),
)
@_BOOK
@click.argument("source", type=click.Path(path_type=Path))
@click.option(
    "--into", required=True, cls=Option, metavar="TABLE", help=N_("The table the rows are for.")
)
@click.option(
    "--map",
    "map_file",
    type=click.Path(path_type=Path),
    cls=Option,
    metavar="FILE",
    help=N_("A text file that says, line by line: column of ours = header of the file."),
)
@click.option("--sheet", cls=Option, metavar="NAME", help=N_("Which sheet of a workbook."))
@click.option(
    "--to-ledger", is_flag=True, cls=Option, help=N_("Post the rows at once, past the sheet.")
)
@click.option("--preview", is_flag=True, cls=Option, help=N_("Only show what would be done."))
@click.option(
    "--again", is_flag=True, cls=Option, help=N_("Bring lines too that are there already.")
)
@_LEDGER
def import_rows(book: Path, source: Path, ledger_file: Path | None, **wishes: Any) -> "Report":
    """Import a file."""
    with lean_imports():
        from jxc_xl.services.importing.run import Wish, import_file
    with _Opened(book, ledger_file) as (workbook, ledger):
        return import_file(workbook, ledger, Wish(source, **wishes), today=_today())


@cli.command(
    "add-masters",
    help=N_("List the items and partners that rows name and nobody knows; --yes adds them."),
)
@_BOOK
@click.option("--yes", is_flag=True, cls=Option, help=N_("Add them to their sheets as 待完善."))
@_LEDGER
def add_masters(book: Path, yes: bool, ledger_file: Path | None) -> "Report":
    """Make unknown items and partners known."""
    with lean_imports():
        from jxc_xl.services.add_masters import add_masters as service
    with _Opened(book, ledger_file) as (workbook, ledger):
        return service(workbook, ledger, today=_today(), write=yes)


@cli.command(help=N_("Let KEEP take over its DUPLICATE: an item, a supplier or a customer."))
@_BOOK
@click.argument("keep")
@click.argument("duplicate")
@click.option("--yes", is_flag=True, cls=Option, help=N_("Do it; else it is only said."))
@_LEDGER
def merge(book: Path, keep: str, duplicate: str, yes: bool, ledger_file: Path | None) -> "Report":
    """Merge duplicates."""
    with lean_imports():
        from jxc_xl.services.merge import merge as service
    with _Opened(book, ledger_file) as (workbook, ledger):
        return service(workbook, ledger, keep, duplicate, today=_today(), write=yes)


@cli.command(help=N_("Reverse documents (冲销): post their opposite at the original date."))
@_BOOK
@click.argument("numbers", nargs=-1, required=True)
@_LEDGER
def reverse(book: Path, numbers: tuple[str, ...], ledger_file: Path | None) -> "Report":
    """Reverse documents."""
    with lean_imports():
        from jxc_xl.services.reverse import reverse_in_book as service
    with _Opened(book, ledger_file) as (workbook, ledger):
        return service(workbook, ledger, numbers, today=_today())


@cli.command(
    help=N_("Correct documents (更正): post them again as their changed rows say, at their place.")
)
@_BOOK
@click.argument("numbers", nargs=-1, required=True)
@_LEDGER
def amend(book: Path, numbers: tuple[str, ...], ledger_file: Path | None) -> "Report":
    """Correct documents."""
    with lean_imports():
        from jxc_xl.services.amend import amend as service
    with _Opened(book, ledger_file) as (workbook, ledger):
        return service(workbook, ledger, numbers, today=_today())


@cli.command(help=N_("Compare workbook and ledger (账表核对), and the ledger with itself."))
@_BOOK
@_LEDGER
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
    with _Opened(book, ledger_file) as (workbook, ledger):
        return service(workbook, ledger, today=_today(), restore=restore)


@cli.command("close-order", help=N_("End what is still open of orders."))
@_BOOK
@click.argument("numbers", nargs=-1, required=True)
@_LEDGER
def close_order(book: Path, numbers: tuple[str, ...], ledger_file: Path | None) -> "Report":
    """Close orders."""
    with lean_imports():
        from jxc_xl.services.orders import close_orders_in_book as service
    with _Opened(book, ledger_file) as (workbook, ledger):
        return service(workbook, ledger, numbers, today=_today())


@cli.command(help=N_("Turn what is open of orders into receipt or delivery rows, 草稿 (引单)."))
@_BOOK
@click.argument("numbers", nargs=-1, required=True)
@_LEDGER
def fulfil(book: Path, numbers: tuple[str, ...], ledger_file: Path | None) -> "Report":
    """Fetch open orders."""
    with lean_imports():
        from jxc_xl.services.orders import fulfil as service
    with _Opened(book, ledger_file) as (workbook, ledger):
        return service(workbook, ledger, numbers, today=_today())


@cli.command(help=N_("Show what is in stock, now or at the end of a day."))
@_BOOK_OR_LEDGER
@_LEDGER
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    cls=Option,
    metavar="DATE",
    help=N_("The day, as 2026-01-05."),
)
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
    with _opened_ledger(book, ledger_file)[0] as ledger:
        return query_stock(ledger, as_of=day, items=items)


@cli.command(help=N_("Let the ledger prove itself: replay everything and compare to the fen."))
@_BOOK_OR_LEDGER
@_LEDGER
def verify(book: Path | None, ledger_file: Path | None) -> "Report":
    """Verify the ledger."""
    with lean_imports():
        from jxc_xl.services.verify import verify as service
    ledger, head = _opened_ledger(book, ledger_file)
    with ledger:
        return service(ledger, expected_head=head)


_MONTH = click.argument("month", metavar="YYYY-MM")


@cli.command(help=N_("Lock a month (结账): back up, keep its figures, take no more documents."))
@_BOOK
@_MONTH
@_LEDGER
def close(book: Path, month: str, ledger_file: Path | None) -> "Report":
    """Close a month."""
    with lean_imports():
        from jxc_xl.services.closing import close as service
    with _Opened(book, ledger_file) as (workbook, ledger):
        return service(workbook, ledger, month, today=_today(), now=_now())


@cli.command(help=N_("Unlock the last closed month (反结账)."))
@_BOOK
@_MONTH
@_LEDGER
def reopen(book: Path, month: str, ledger_file: Path | None) -> "Report":
    """Reopen a month."""
    with lean_imports():
        from jxc_xl.services.closing import reopen as service
    with _Opened(book, ledger_file) as (workbook, ledger):
        return service(workbook, ledger, month)


@cli.command(help=N_("Copy the ledger, and prove the copy before it counts."))
@_BOOK_OR_LEDGER
@_LEDGER
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
    with _opened_ledger(book, ledger_file)[0] as ledger:
        return service(ledger, output, now=_now())


@cli.command(help=N_("Put a backup in the place of the ledger, which is kept aside."))
@_BOOK
@click.argument("file", type=click.Path(path_type=Path))
@_LEDGER
@click.option("--yes", is_flag=True, cls=Option, help=N_("Do it, whatever would be lost."))
def restore(book: Path, file: Path, ledger_file: Path | None, yes: bool) -> "Report":
    """Say what would be lost; with --yes put the backup in place."""
    with lean_imports():
        from jxc_xl.services.restore import restore as service
        from jxc_xl.services.shop import ledger_path, open_master

        workbook = open_master(book, wanted_host())
    with closing(workbook):
        path = ledger_file or ledger_path(workbook)
        return service(workbook, path, file, confirmed=yes, today=_today(), now=_now())


@cli.command(help=N_("Post the workbook each time it is saved and closed, until Ctrl-C."))
@_BOOK
@_LEDGER
def watch(book: Path, ledger_file: Path | None) -> "Report":
    """Watch the closed file."""
    with lean_imports():
        from jxc_xl.services.watch import watch as service
    _refuse_other_than_file()
    return service(book, ledger_file, _Teller(), today=_today)


@cli.command(help=N_("Do what an icon on the desktop does, once the workbook is closed."))
@click.argument("action", type=click.Choice(["check", "post", "verify"]))
@_BOOK
def icon(action: str, book: Path) -> "Report":
    """Work on the closed file, and show it again."""
    with lean_imports():
        from jxc_xl.services.icons import click as service
    _refuse_other_than_file()
    return service(action, book, _Teller().say, today=_today())


@cli.command("open", help=N_("Show the workbook in a window, with the buttons working."))
@_BOOK
def show(book: Path) -> "Report":
    """Open the workbook in a window."""
    with lean_imports():
        from jxc_xl.services.setup_excel import this_system
        from jxc_xl.services.show import show as service
        from jxc_xl.services.show_excel import show_in_excel
    if _program() == "excel":
        return show_in_excel(book, this_system(), Path.home())
    return service(book, _extension())


@cli.command(help=N_("Install the buttons in Excel or LibreOffice, or bring them up to date."))
@_BOOK_OR_LEDGER
@click.option("--remove", is_flag=True, cls=Option, help=N_("Take the buttons out again."))
@click.option(
    "--icons", is_flag=True, cls=Option, help=N_("Icons for BOOK on the desktop instead.")
)
def setup(book: Path | None, remove: bool, icons: bool) -> "Report":
    """Install what the buttons need."""
    with lean_imports():
        from jxc_xl.services.setup import set_up, take_out
        from jxc_xl.services.setup_excel import set_up_excel, take_out_excel, this_system
    if icons:
        return _icons(book, remove)
    if _program() == "excel":
        system, home = this_system(), Path.home()
        return take_out_excel(system, home) if remove else set_up_excel(book, system, home)
    if book is not None:
        raise UsageError(
            _("In LibreOffice the buttons are installed for all workbooks."), _("Leave out BOOK.")
        )
    return take_out(_extension()) if remove else set_up(_extension())


@cli.command(help=N_("Look whether all that is needed is there, and say what to do if not."))
@_BOOK_OR_LEDGER
@_LEDGER
def doctor(book: Path | None, ledger_file: Path | None) -> "Report":
    """Diagnose."""
    with lean_imports():
        from jxc_xl.services.doctor import doctor as service
        from jxc_xl.services.doctor_excel import looks_here
    program = wanted_host() or _program()
    excel = looks_here(Path.home(), book) if program == "excel" else ()
    return service(_extension(), book, ledger_file, program, excel)


@cli.command(help=N_("Make a sample shop with a year of trade and post it."))
@click.argument("folder", type=click.Path(path_type=Path), default=Path("demo"))
def demo(folder: Path) -> "Report":
    """Make the sample shop."""
    with lean_imports():
        from jxc_xl.services.demo import demo as service
    return service(folder, today=_today(), say=lambda text: click.echo(text, err=True))


def _extension() -> "Extension":
    """What ``setup`` installs: its buttons start the Python that runs now."""
    from jxc_xl.extension.build import IDENTIFIER, build
    from jxc_xl.services.setup import Extension

    return Extension(IDENTIFIER, lambda target: build(target, python=sys.executable))


def _icons(book: Path | None, remove: bool) -> "Report":
    with lean_imports():
        from jxc_xl.services.icons import icons_of, remove_icons
    _refuse_other_than_file()
    if remove:
        return remove_icons(Path.home())
    if book is None:
        raise UsageError(_("Say which workbook."), _("Give BOOK."))
    return icons_of(book, Path.home())


def _program() -> str:
    """Whose buttons are meant: what was said, else Excel where it is, else LibreOffice."""
    with lean_imports():
        from jxc_xl.services.setup_excel import usual_program
    host = wanted_host()
    if host == "file":
        raise UsageError(_("A closed file has no buttons."), _("Use --host libreoffice."))
    return host or usual_program()


def _refuse_other_than_file() -> None:
    """What waits for a closed workbook works on its file."""
    if wanted_host() not in (None, "file"):
        raise UsageError(_("This works on the closed file only."), _("Leave out --host."))


class _Teller:
    """Tells what happens while a command goes on; with --json an object a line."""

    def __init__(self) -> None:
        self._as_json = wants_json()

    def say(self, text: str) -> None:
        click.echo(text, err=True)

    def posted(self, report: "Report") -> None:
        show_report(report, as_json=self._as_json)

    def failed(self, error: Exception) -> None:
        known = error if isinstance(error, JxcError) else unexpected(error)
        show_failure("watch", known, as_json=self._as_json)


def _now() -> "datetime":
    from datetime import datetime

    return datetime.now()


def _today() -> "date":
    from datetime import date

    return date.today()


class _Opened:
    """A workbook and its ledger, both closed in the end."""

    def __init__(self, book: Path, ledger_file: Path | None) -> None:
        self._path = book
        self._ledger_file = ledger_file

    def __enter__(self) -> "tuple[XlwingsBook, Ledger]":
        with lean_imports():
            from jxc_xl.services.shop import open_shop

            self._book, self._ledger = open_shop(self._path, self._ledger_file, wanted_host())
        return self._book, self._ledger

    def __exit__(self, *_exception: object) -> None:
        self._ledger.close()
        self._book.close()


def _opened_ledger(book: Path | None, ledger_file: Path | None) -> "tuple[Ledger, str]":
    """A ledger by workbook or file, and the head of its chain as the workbook remembers it."""
    with lean_imports():
        from jxc_xl.services.shop import open_ledger

        return open_ledger(book, ledger_file, wanted_host())
