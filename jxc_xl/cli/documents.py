"""Commands that bring rows into the books and correct what is there."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jxc_xl.cli.group import cli
from jxc_xl.cli.opened import BOOK, LEDGER, NUMBERS, Opened, today
from jxc_xl.command_line import Option
from jxc_xl.i18n import N_
from jxc_xl.lean import lean_imports

if TYPE_CHECKING:
    from jxc_xl.services.report import Report


@cli.command(help=N_("Make an empty master workbook and its ledger."))
@BOOK
@click.option("--sample", is_flag=True, cls=Option, help=N_("Fill in a sample shop."))
def new(book: Path, sample: bool) -> "Report":
    """Make a workbook."""
    with lean_imports():
        from jxc_xl.services.new import new as service
    return service(book, sample=sample, today=today())


@cli.command(help=N_("Look for mistakes in the rows without posting them."))
@BOOK
@LEDGER
def check(book: Path, ledger_file: Path | None) -> "Report":
    """Validate."""
    with lean_imports():
        from jxc_xl.services.post import check as service
    with Opened(book, ledger_file) as (workbook, ledger):
        return service(workbook, ledger, today=today())


@cli.command(help=N_("Check the rows and post the good documents into the ledger."))
@BOOK
@LEDGER
def post(book: Path, ledger_file: Path | None) -> "Report":
    """Validate and post."""
    with lean_imports():
        from jxc_xl.services.post import post as service
    with Opened(book, ledger_file) as (workbook, ledger):
        return service(workbook, ledger, today=today())


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
@BOOK
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
@LEDGER
def import_rows(book: Path, source: Path, ledger_file: Path | None, **wishes: Any) -> "Report":
    """Import a file."""
    with lean_imports():
        from jxc_xl.services.importing.run import Wish, import_file
    with Opened(book, ledger_file) as (workbook, ledger):
        return import_file(workbook, ledger, Wish(source, **wishes), today=today())


@cli.command(
    "add-masters",
    help=N_("List the items and partners that rows name and nobody knows; --yes adds them."),
)
@BOOK
@click.option("--yes", is_flag=True, cls=Option, help=N_("Add them to their sheets as 待完善."))
@LEDGER
def add_masters(book: Path, yes: bool, ledger_file: Path | None) -> "Report":
    """Make unknown items and partners known."""
    with lean_imports():
        from jxc_xl.services.add_masters import add_masters as service
    with Opened(book, ledger_file) as (workbook, ledger):
        return service(workbook, ledger, today=today(), write=yes)


@cli.command(
    help=N_(
        "Let KEEP take over its DUPLICATE: an item, a supplier or a customer.\n\nWithout the two it"
        " lists the rows that look as if they had been entered twice: same name and 规格 but for"
        " blanks, signs, width and case, same bar code, same taxpayer or mobile number."
    )
)
@BOOK
@click.argument("keep", required=False)
@click.argument("duplicate", required=False)
@click.option("--yes", is_flag=True, cls=Option, help=N_("Do it; else it is only said."))
@LEDGER
def merge(
    book: Path, keep: str | None, duplicate: str | None, yes: bool, ledger_file: Path | None
) -> "Report":
    """Merge duplicates, or list what may be some."""
    with lean_imports():
        from jxc_xl.services.duplicates import list_duplicates, name_two
        from jxc_xl.services.merge import merge as service
    with Opened(book, ledger_file) as (workbook, ledger):
        if keep is None and not yes:
            return list_duplicates(workbook)
        kept, doubled = name_two(keep, duplicate)
        return service(workbook, ledger, kept, doubled, today=today(), write=yes)


@cli.command(help=N_("Reverse documents (冲销): post their opposite at the original date."))
@BOOK
@NUMBERS
@LEDGER
def reverse(book: Path, numbers: tuple[str, ...], ledger_file: Path | None) -> "Report":
    """Reverse documents."""
    with lean_imports():
        from jxc_xl.services.reverse import reverse_in_book as service
    with Opened(book, ledger_file) as (workbook, ledger):
        return service(workbook, ledger, numbers, today=today())


@cli.command(
    help=N_("Correct documents (更正): post them again as their changed rows say, at their place.")
)
@BOOK
@NUMBERS
@LEDGER
def amend(book: Path, numbers: tuple[str, ...], ledger_file: Path | None) -> "Report":
    """Correct documents."""
    with lean_imports():
        from jxc_xl.services.amend import amend as service
    with Opened(book, ledger_file) as (workbook, ledger):
        return service(workbook, ledger, numbers, today=today())


@cli.command("close-order", help=N_("End what is still open of orders."))
@BOOK
@NUMBERS
@LEDGER
def close_order(book: Path, numbers: tuple[str, ...], ledger_file: Path | None) -> "Report":
    """Close orders."""
    with lean_imports():
        from jxc_xl.services.orders import close_orders_in_book as service
    with Opened(book, ledger_file) as (workbook, ledger):
        return service(workbook, ledger, numbers, today=today())


@cli.command(help=N_("Turn what is open of orders into receipt or delivery rows, 草稿 (引单)."))
@BOOK
@NUMBERS
@LEDGER
def fulfil(book: Path, numbers: tuple[str, ...], ledger_file: Path | None) -> "Report":
    """Fetch open orders."""
    with lean_imports():
        from jxc_xl.services.orders import fulfil as service
    with Opened(book, ledger_file) as (workbook, ledger):
        return service(workbook, ledger, numbers, today=today())


@cli.command(
    help=N_(
        "Write the proposals of 补货建议 as 采购订单 rows into 采购, 草稿, grouped by supplier.\n\n"
        "Nothing is posted. Each item is ordered from its 默认供应商, else from who quotes least,"
        " at the quoted price of its quantity; the others stand in 备注. With --budget each yuan"
        " goes first to where it avoids most: the chance that the item runs out before new goods"
        " come, times its sale price, for its cost. Orders in 采购 that are not posted count as on"
        " order and against the budget, so that planning again orders nothing twice."
    )
)
@BOOK
@click.option(
    "--budget",
    cls=Option,
    metavar="N",
    help=N_("How much the orders may cost, in yuan with tax; else what 设置 采购预算 says."),
)
@LEDGER
def plan(book: Path, budget: str | None, ledger_file: Path | None) -> "Report":
    """Plan purchases."""
    with lean_imports():
        from jxc_xl.services.purchase_plan.plan import budget_of
        from jxc_xl.services.purchase_plan.plan import plan as service
    budget_fen = None if budget is None else budget_of(budget)
    with Opened(book, ledger_file) as (workbook, ledger):
        return service(workbook, ledger, today=today(), budget_fen=budget_fen)
