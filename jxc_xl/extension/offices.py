"""The worker's way to the workbook in which a button was clicked."""

from jxc_xl.errors import CannotWork
from jxc_xl.hosts.libreoffice.connection import connect
from jxc_xl.hosts.libreoffice.errors import OfficeGone
from jxc_xl.i18n import gettext as _
from jxc_xl.lean import lean_imports

with lean_imports():
    import xlwings as xw

    from jxc_xl.hosts.libreoffice.engine import attach, engine


class Offices:
    """The offices that send clicks: the one that started the worker.

    From now on ``xlwings.apps`` are LibreOffices, as macros that were written for Excel expect.
    """

    def __init__(self) -> None:
        self._apps: dict[str, xw.App] = {}
        active = xw.main.Engine(impl=engine)
        xw.engines.add(active)
        xw.engines.active = active  # type: ignore[assignment]  # typed as None, its first value

    def find_book(self, pipe: str, number: str) -> xw.Book:
        """The open document that the office behind a pipe knows by a number.

        ``OfficeGone`` if nobody listens on the pipe, ``CannotWork`` if the document was closed.
        """
        app = self._apps.get(pipe)
        if app is None:
            context = connect(pipe)
            if context is None:
                raise OfficeGone
            app = self._apps[pipe] = attach(context)
        for book in app.books:
            if book.api.RuntimeUID == number:
                return book
        raise CannotWork(
            _("The workbook was closed before the click was worked on."),
            _("Open it and press the button again."),
        )
