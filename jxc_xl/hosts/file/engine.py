"""An xlwings engine over a closed workbook, in the manner of xlwings' own ``_xlwindows.py``.

What is not here raises ``NotImplementedError`` (from the base classes): never a wrong answer.
Differences to Excel: a text that is written is always text, one apostrophe in front of it is
Excel's sign for that and does not belong to it; formulas are set through ``formula`` only. An error
is read as an ``ErrorValue`` with ``err_to_str=True`` and as ``None`` without, as with Excel.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from xlwings import base_classes

from jxc_xl.hosts.file.areas import Area
from jxc_xl.hosts.file.cells import ErrorValue
from jxc_xl.hosts.file.document import Document
from jxc_xl.hosts.file.sheets import Range, Sheet, Sheets
from jxc_xl.hosts.file.structure import DefinedName

_process_ids = count(1)


class Engine:
    """What xlwings asks an engine for."""

    name = "file"
    type = "desktop"

    def __init__(self) -> None:
        self.apps = Apps()

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:
        """Turn what a caller writes into what a cell takes."""
        del options
        return value.replace(tzinfo=None) if isinstance(value, dt.datetime) else value

    @staticmethod
    def clean_value_data(
        data: Sequence[Sequence[Any]],
        dates: Callable[..., Any],
        empty: Any,
        numbers: Callable[[float], Any] | None,
        err_to_str: bool,
    ) -> list[list[Any]]:
        """Turn what cells show into what a caller asked for."""

        def clean(value: Any) -> Any:
            if value is None or value == "":
                return empty
            if isinstance(value, dt.datetime):
                return _date(value, dates)
            if isinstance(value, ErrorValue):
                return value if err_to_str else None
            if numbers is not None and isinstance(value, float):
                return numbers(value)
            return value

        # Most cells hold plain text, or numbers that are wanted as they are: no call for these.
        plain = {str} if numbers is not None else {str, float}
        return [
            [value if value and type(value) in plain else clean(value) for value in row]
            for row in data
        ]


class Apps(base_classes.Apps):
    """The running applications: objects of this process."""

    def __init__(self) -> None:
        self._apps: dict[int, App] = {}

    def keys(self) -> list[int]:
        return list(self._apps)

    def add(
        self, spec: Any = None, add_book: Any = None, xl: Any = None, visible: Any = None
    ) -> Any:
        del spec, add_book, xl, visible
        app = App()
        self._apps[app.pid] = app
        return app

    def forget(self, app: "App") -> None:
        self._apps.pop(app.pid, None)

    def __iter__(self) -> Iterator[Any]:
        return iter(list(self._apps.values()))

    def __len__(self) -> int:
        return len(self._apps)

    def __getitem__(self, pid: int) -> Any:
        return self._apps[pid]


class App(base_classes.App):
    """A place where workbooks are open. What concerns a screen may be set and does nothing.

    With ``calculation`` set to ``manual``, formulas show what they came to before, as in Excel,
    until ``calculate`` is called; what is saved is always calculated.
    """

    visible = False
    screen_updating = True
    display_alerts = True
    enable_events = True
    interactive = True
    status_bar: Any = False
    calculation: Any = "automatic"
    version = "1.0"
    pid: int = 0
    books: Any = None

    def __init__(self) -> None:
        self.pid = next(_process_ids)
        self.books = Books(self)

    @property
    def engine(self) -> Any:
        return engine

    @property
    def api(self) -> Any:
        return self

    def calculate(self) -> None:
        for book in self.books:
            book.document.calculate()

    def quit(self) -> None:
        for book in self.books:
            book.close()
        engine.apps.forget(self)

    kill = quit


class Books(base_classes.Books):
    """The open workbooks of an app."""

    def __init__(self, app: App) -> None:
        self.app = app
        self._books: list[Book] = []

    @property
    def api(self) -> Any:
        return self

    @property
    def active(self) -> Any:
        return self._books[-1]

    def __call__(self, name_or_index: str | int) -> Any:
        if isinstance(name_or_index, int):
            return self._books[name_or_index - 1]
        for book in self._books:
            if book.name == name_or_index:
                return book
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        return len(self._books)

    def __iter__(self) -> Iterator[Any]:
        return iter(list(self._books))

    def open(
        self, fullname: str, update_links: Any = None, read_only: Any = None, *others: Any
    ) -> Any:
        if update_links or any(others):
            raise NotImplementedError("only fullname and read_only")
        book = Book(self.app, Document(Path(fullname), read_only=bool(read_only)))
        self._books.append(book)
        return book

    def forget(self, book: "Book") -> None:
        if book in self._books:
            self._books.remove(book)


class Book(base_classes.Book):
    """An open workbook."""

    app: Any = None

    def __init__(self, app: App, document: Document) -> None:
        self.app = app
        self.document = document

    @property
    def api(self) -> Any:
        return self.document

    @property
    def name(self) -> str:
        return self.document.path.name

    @property
    def fullname(self) -> str:
        return str(self.document.path)

    @property
    def sheets(self) -> Any:
        return Sheets(self)

    @property
    def names(self) -> Any:
        return Names(self)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        if password is not None:
            raise NotImplementedError("passwords")
        self.document.save(None if path is None else Path(path))

    def close(self) -> None:
        self.app.books.forget(self)

    def activate(self) -> None:
        """Nothing is seen, hence nothing to bring to the front."""


class Names(base_classes.Names):
    """The defined names of a workbook."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def api(self) -> Any:
        return self

    def snapshot(self) -> list[tuple[str, Any]]:
        return [(name.full_name, Name(self.book, name)) for name in self.book.document.names]

    def __call__(self, name_or_index: str | int) -> Any:
        if isinstance(name_or_index, int):
            return self.snapshot()[name_or_index - 1][1]
        for full_name, name in self.snapshot():
            if full_name.casefold() == name_or_index.casefold():
                return name
        raise KeyError(name_or_index)

    def contains(self, name_or_index: str | int) -> bool:
        names = {full_name.casefold() for full_name, _ in self.snapshot()}
        return isinstance(name_or_index, str) and name_or_index.casefold() in names

    def __len__(self) -> int:
        return len(self.book.document.names)


class Name(base_classes.Name):
    """A defined name."""

    def __init__(self, book: Book, defined: DefinedName) -> None:
        self._book = book
        self._defined = defined

    @property
    def api(self) -> Any:
        return self

    @property
    def name(self) -> Any:
        return self._defined.full_name

    @name.setter
    def name(self, value: str) -> None:
        raise NotImplementedError(f"name = {value}")

    @property
    def refers_to(self) -> Any:
        return "=" + self._defined.refers_to

    @refers_to.setter
    def refers_to(self, value: Any) -> None:
        raise NotImplementedError(f"refers_to = {value}")

    @property
    def refers_to_range(self) -> Any:
        sheet, address = self._defined.cells
        return Range(Sheet(self._book, sheet), Area.parse(address))


def _date(value: dt.datetime, builder: Callable[..., Any]) -> Any:
    if builder is dt.datetime:
        return value
    day = {"year": value.year, "month": value.month, "day": value.day}
    time = {"hour": value.hour, "minute": value.minute, "second": value.second}
    return builder(**day, **time, microsecond=value.microsecond, tzinfo=None)


engine = Engine()
