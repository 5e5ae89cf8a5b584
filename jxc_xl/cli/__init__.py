"""The ``jxc`` command: five-line functions over :mod:`jxc_xl.services`.

Services are imported inside the commands, so that ``jxc --help`` starts at once.
"""

from jxc_xl.cli import documents, ledger, programs, stocktaking
from jxc_xl.cli.group import cli

__all__ = ["cli", "documents", "ledger", "main", "programs", "stocktaking"]


def main() -> None:
    """Start here: ``jxc`` on the command line."""
    cli()
