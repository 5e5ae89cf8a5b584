# ruff: noqa: D102 - the methods are those of xlwings' engine interface, which says what each does
"""Documents of Calc as xlwings' books: opening, saving in the known formats, closing."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from xlwings import XlwingsError, base_classes

from jxc_xl.hosts.libreoffice.engine.bridge import exception, properties, uno
from jxc_xl.hosts.libreoffice.engine.document import Document
from jxc_xl.hosts.libreoffice.engine.names import Names
from jxc_xl.hosts.libreoffice.engine.sheets import Sheets

_SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"
_FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xltx": "Calc MS Excel 2007 XML Template",
    ".xls": "MS Excel 97",
    ".xlt": "MS Excel 97 Vorlage/Template",
    ".ods": "calc8",
    ".ots": "calc8_template",
    ".fods": "OpenDocument Spreadsheet Flat XML",
    ".csv": "Text - txt - csv (StarCalc)",
    ".html": "HTML (StarCalc)",
}
_CSV = "44,34,76,1,,0,false,true,false"  # comma, quotes, UTF-8, as shown
_NO_MACROS = 0  # com.sun.star.document.MacroExecMode.NEVER_EXECUTE
_NO_LINKS = 0  # com.sun.star.document.UpdateDocMode.NO_UPDATE


class Books(base_classes.Books):
    """The spreadsheets that an office has open, in the order in which they were met."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self._books: dict[str, Book] = {}

    @property
    def api(self) -> Any:
        return self.app.desktop.getComponents()

    def of(self, model: Any) -> "Book":
        """The book of a document."""
        uid = model.RuntimeUID
        if uid not in self._books:
            self._books[uid] = Book(self.app, Document(model))
        return self._books[uid]

    def forget(self, book: "Book") -> None:
        self._books.pop(book.document.uid, None)

    def path_of(self, url: str) -> str:
        """The path that a URL stands for; an address on the net stays as it is."""
        path: str = uno().fileUrlToSystemPath(url) if url.startswith("file:") else url
        return path

    def _open(self) -> list["Book"]:
        found = set()
        components = self.app.desktop.getComponents().createEnumeration()
        while components.hasMoreElements():
            component = components.nextElement()
            if component.supportsService(_SPREADSHEET):
                found.add(self.of(component).document.uid)
        self._books = {uid: book for uid, book in self._books.items() if uid in found}
        return list(self._books.values())

    def calculate_by_hand(self) -> bool:
        """Whether all books that were met before only calculate when they are told to."""
        running = []
        for book in list(self._books.values()):
            try:
                running.append(book.document.model.isAutomaticCalculationEnabled())
            except (exception("uno.RuntimeException"), AttributeError):
                self.forget(book)  # it was closed
        return bool(running) and not any(running)

    @property
    def active(self) -> Any:
        current = self.app.desktop.getCurrentComponent()
        if current is not None and current.supportsService(_SPREADSHEET):
            return self.of(current)
        books = self._open()
        if not books:
            raise XlwingsError("No workbook is open.")
        return books[-1]

    def __call__(self, name_or_index: str | int) -> Any:
        books = self._open()
        if isinstance(name_or_index, int):
            return books[name_or_index - 1]
        for book in books:
            if book.name.casefold() == name_or_index.casefold():
                return book
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        return len(self._open())

    def __iter__(self) -> Iterator[Any]:
        return iter(self._open())

    def add(self) -> Any:
        return self._load("private:factory/scalc")

    def open(
        self,
        fullname: str,
        update_links: Any = None,
        read_only: Any = None,
        format: Any = None,
        password: Any = None,
        *others: Any,
    ) -> Any:
        if update_links or format is not None or any(other is not None for other in others):
            raise NotImplementedError("only fullname, read_only and password")
        wanted: dict[str, Any] = {"ReadOnly": bool(read_only)}
        if password is not None:
            wanted["Password"] = password
        if Path(fullname).suffix.casefold() == ".csv":
            wanted |= {"FilterName": _FILTERS[".csv"], "FilterOptions": _CSV}
        url = uno().systemPathToFileUrl(os.fspath(fullname))
        return self._load(url, MacroExecutionMode=_NO_MACROS, UpdateDocMode=_NO_LINKS, **wanted)

    def _load(self, url: str, **wanted: Any) -> "Book":
        model = self.app.desktop.loadComponentFromURL(url, "_blank", 0, properties(**wanted))
        if model is None:
            raise XlwingsError(
                f"LibreOffice did not open {self.path_of(url)} and does not say why."
            )
        book = self.of(model)
        if not self.app.visible:
            book.show(False)
        self.app.join(model)
        return book


class Book(base_classes.Book):
    """An open spreadsheet."""

    app: Any = None

    def __init__(self, app: Any, document: Document) -> None:
        self.app = app
        self.document = document

    @property
    def api(self) -> Any:
        return self.document.model

    @property
    def name(self) -> str:
        url = self.document.model.getURL()
        if url:
            return Path(self.app.books.path_of(url)).name
        return str(self.document.model.getTitle())

    @property
    def fullname(self) -> str:
        url = self.document.model.getURL()
        path: str = self.app.books.path_of(url) if url else self.name
        return path

    @property
    def sheets(self) -> Any:
        return Sheets(self)

    @property
    def names(self) -> Any:
        return Names(self)

    @property
    def controller(self) -> Any:
        """What shows the document; None where nothing does."""
        return self.document.model.getCurrentController()

    @property
    def window(self) -> Any:
        """The window in which the document is shown."""
        return self.controller.getFrame().getContainerWindow()

    def show(self, visible: bool) -> None:
        """Show or hide the window."""
        self.window.setVisible(visible)

    def activate(self) -> None:
        self.app.apps.to_front(self.app)
        self.controller.getFrame().activate()
        self.app.desktop.setActiveFrame(self.controller.getFrame())

    def close(self) -> None:
        self.app.books.forget(self)
        self.document.model.close(True)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        if password is not None:
            raise NotImplementedError("saving with a password")
        model = self.document.model
        try:
            if path is None and model.hasLocation():
                model.store()
                return
            target = Path.cwd() / (path or f"{self.name}.xlsx")
            self._store(target.absolute())
        except exception("io.IOException") as error:
            raise XlwingsError(f"LibreOffice could not save {path or self.fullname}.") from error

    def _store(self, target: Path) -> None:
        suffix = target.suffix.casefold()
        if suffix not in _FILTERS:
            raise NotImplementedError(f"saving as {suffix or 'a file without suffix'}")
        if not target.parent.is_dir():
            raise XlwingsError(f"There is no folder {target.parent}.")
        wanted: dict[str, Any] = {"FilterName": _FILTERS[suffix], "Overwrite": True}
        if suffix == ".csv":
            wanted["FilterOptions"] = _CSV
        url = uno().systemPathToFileUrl(os.fspath(target))
        self.document.model.storeAsURL(url, properties(**wanted))

    def to_pdf(self, path: str, quality: str) -> None:
        reduce = quality == "minimum"
        data = properties(ReduceImageResolution=reduce, Quality=75 if reduce else 90)
        options = properties(
            FilterName="calc_pdf_Export",
            FilterData=uno().Any("[]com.sun.star.beans.PropertyValue", data),
        )
        self.document.model.storeToURL(uno().systemPathToFileUrl(os.fspath(path)), options)
