"""What a command works on: a workbook, a ledger, today."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from jxc_xl.command_line import Option, wanted_host
from jxc_xl.i18n import N_
from jxc_xl.lean import lean_imports

if TYPE_CHECKING:
    from datetime import date, datetime

    from jxc_xl.ledger.connection import Ledger
    from jxc_xl.workbook.book import XlwingsBook

BOOK = click.argument("book", type=click.Path(path_type=Path))
BOOK_OR_LEDGER = click.argument("book", type=click.Path(path_type=Path), required=False)
NUMBERS = click.argument("numbers", nargs=-1, required=True)
LEDGER = click.option(
    "--ledger",
    "ledger_file",
    type=click.Path(path_type=Path),
    cls=Option,
    help=N_("The ledger file, instead of the one the workbook names."),
)


class Opened:
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


def opened_ledger(book: Path | None, ledger_file: Path | None) -> "tuple[Ledger, str]":
    """A ledger by workbook or file, and the head of its chain as the workbook remembers it."""
    with lean_imports():
        from jxc_xl.services.shop import open_ledger

        return open_ledger(book, ledger_file, wanted_host())


def today() -> "date":
    """The day on which the command runs."""
    from datetime import date

    return date.today()


def now() -> "datetime":
    """The time at which it runs."""
    from datetime import datetime

    return datetime.now()
