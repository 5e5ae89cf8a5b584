"""An xlwings engine over UNO: LibreOffice Calc behind the objects of xlwings.

It knows nothing of any product. ``attach`` takes a running office by its component context and
gives an ``xlwings.App``; ``book_of`` gives the ``xlwings.Book`` of a document that is open in it.
``engine`` is what xlwings registers; with ``engine.apps.start`` set, ``xlwings.App()`` starts
offices. What is not written raises ``NotImplementedError``: never a wrong answer.

``uno`` must be importable before anything is called.
"""

from typing import Any

import xlwings as xw

from jxc_xl.hosts.libreoffice.engine.apps import App, Apps, Stop
from jxc_xl.hosts.libreoffice.engine.values import clean, prepare

__all__ = ["Engine", "attach", "book_of", "engine"]


class Engine:
    """What xlwings asks an engine for."""

    name = "libreoffice"
    type = "desktop"

    def __init__(self) -> None:
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:
        """Turn what a caller writes into what a cell takes."""
        del options
        return prepare(value)

    clean_value_data = staticmethod(clean)


engine = Engine()


def attach(context: Any, stop: Stop | None = None) -> xw.App:
    """Take a running office by its component context; ``stop`` ends it when the app is quit."""
    return xw.App(impl=engine.apps.attach(context, stop))


def book_of(app: xw.App, document: Any) -> xw.Book:
    """The book of a document that is open in an app's office."""
    impl: App = app.impl
    return xw.Book(impl=impl.books.of(document))
