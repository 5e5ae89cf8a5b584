"""Commands about this computer: windows, buttons, icons, what is installed."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jxc_xl.cli.group import cli
from jxc_xl.cli.opened import BOOK, BOOK_OR_LEDGER, LEDGER, today
from jxc_xl.command_line import Option, wanted_host, wants_json
from jxc_xl.console import show as show_report
from jxc_xl.console import show_failure, unexpected
from jxc_xl.errors import JxcError, UsageError
from jxc_xl.i18n import N_
from jxc_xl.i18n import gettext as _
from jxc_xl.lean import lean_imports

if TYPE_CHECKING:
    from jxc_xl.services.report import Report
    from jxc_xl.services.setup import Extension


@cli.command(help=N_("Post the workbook each time it is saved and closed, until Ctrl-C."))
@BOOK
@LEDGER
def watch(book: Path, ledger_file: Path | None) -> "Report":
    """Watch the closed file."""
    with lean_imports():
        from jxc_xl.services.watch import watch as service
    _refuse_other_than_file()
    return service(book, ledger_file, _Teller(), today=today)


@cli.command(help=N_("Do what an icon on the desktop does, once the workbook is closed."))
@click.argument("action", type=click.Choice(["check", "post", "verify"]))
@BOOK
def icon(action: str, book: Path) -> "Report":
    """Work on the closed file, and show it again."""
    with lean_imports():
        from jxc_xl.services.icons import click as service
    _refuse_other_than_file()
    return service(action, book, _Teller().say, today=today())


@cli.command("open", help=N_("Show the workbook in a window, with the buttons working."))
@BOOK
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
@BOOK_OR_LEDGER
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
@BOOK_OR_LEDGER
@LEDGER
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
    return service(folder, today=today(), say=lambda text: click.echo(text, err=True))


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
