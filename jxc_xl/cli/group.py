"""What all commands belong to."""

import click

from jxc_xl.command_line import Group, Option
from jxc_xl.i18n import N_


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
