"""The workbook on the screen of the clerk who clicked, and how a click on it runs."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from pathlib import Path

import xlwings as xw

from jxc_xl.buttons import TITLE
from jxc_xl.console import unexpected
from jxc_xl.errors import CannotWork, JxcError
from jxc_xl.i18n import gettext as _
from jxc_xl.ledger.connection import Ledger
from jxc_xl.services import shop
from jxc_xl.workbook import view
from jxc_xl.workbook.book import XlwingsBook

Work = Callable[["Desk"], str]


class Desk:
    """The workbook on the screen of the clerk who clicked."""

    def __init__(self, book: "xw.Book") -> None:
        self.book = book
        self.workbook = XlwingsBook(book)

    @contextmanager
    def ledger(self) -> Iterator[Ledger]:
        """The workbook's ledger, once it is sure that this is a master workbook.

        :class:`CannotWork` if it is not, was never saved, or the ledger cannot be opened.
        """
        with Ledger.open(self.ledger_path()) as ledger:
            yield ledger

    def ledger_path(self) -> Path:
        """Where the ledger of this master workbook is, or should be.

        :class:`CannotWork` if it is no master workbook or was never saved.
        """
        if not Path(self.book.fullname).is_absolute():
            raise CannotWork(
                _("This workbook has not been saved yet."),
                _("Save it in the folder of the shop, then press the button again."),
            )
        shop.check_layout(self.workbook)
        return shop.ledger_path(self.workbook)

    def say(self, text: str) -> None:
        """Show a text in the status bar; ``""`` takes it away."""
        self.workbook.status(text)

    def tell(self, message: str, hint: str = "") -> None:
        """Show what is wrong and what to do about it, and wait until it is read."""
        text = f"{message}\n\n{hint}" if hint else message
        self.book.app.alert(text, _(TITLE), "ok", "critical")

    def choose_files(
        self,
        title: str,
        patterns: Sequence[str],
        *,
        folder: Path | None = None,
        many: bool = False,
    ) -> list[Path]:
        """Let files be chosen that look like ``*.csv``; none if the clerk thinks better of it.

        The dialog begins in ``folder``, without one in the folder of the workbook.
        """
        return view.choose_files(self.book, title, patterns, folder, many=many)

    def show(self, message: str) -> None:
        """Show something that is not wrong, and wait until it is read."""
        self.book.app.alert(message, _(TITLE), "ok", "info")

    def agrees(self, question: str) -> bool:
        """Ask a question; True if the answer is yes."""
        return self.book.app.alert(question, _(TITLE), "yes_no", "info") == "yes"

    def asks(self, question: str) -> bool | None:
        """Ask a question that can be turned down; ``None`` if the clerk thinks better of it."""
        answer = self.book.app.alert(question, _(TITLE), "yes_no_cancel", "info")
        return {"yes": True, "no": False}.get(answer or "")


def macro(work: Work) -> Callable[[], str]:
    """Make a macro of what a button does."""

    @wraps(work)
    def run() -> str:
        try:
            desk = Desk(view.calling_book())
            with _as_before(desk.book.app):
                return _do(work, desk)
        except Exception as error:  # not even a dialog could be shown: who called says it
            raise unexpected(error) from error

    return run


def _do(work: Work, desk: Desk) -> str:
    """Do the work and say what came of it, be it a failure."""
    try:
        said = work(desk)
    except Exception as error:  # noqa: BLE001 - nobody at the counter can use a traceback
        failure = error if isinstance(error, JxcError) else unexpected(error)
        desk.say("")
        desk.tell(failure.message, failure.hint)
        return ""
    desk.say(said)
    return said


@contextmanager
def _as_before(app: "xw.App") -> Iterator[None]:
    """Leave the screen drawing and the sheets calculating as they were, whatever happens."""
    screen, calculation = app.screen_updating, app.calculation
    try:
        yield
    finally:
        if app.screen_updating != screen:
            app.screen_updating = screen
        if app.calculation != calculation:
            app.calculation = calculation
