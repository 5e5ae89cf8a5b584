"""Opening a workbook: found in the running LibreOffice, or in a new one without a window."""

from contextlib import suppress
from pathlib import Path
from xml.etree import ElementTree

import xlwings as xw

from jxc_xl.hosts.errors import WorkbookDamaged
from jxc_xl.hosts.file import storage
from jxc_xl.hosts.file.package import Package
from jxc_xl.hosts.file.structure import read_structure
from jxc_xl.hosts.libreoffice.books import LiveBook, OwnBook
from jxc_xl.hosts.libreoffice.connection import ANSWER_SECONDS, within
from jxc_xl.hosts.libreoffice.documents import OpenDocument, find_document, may_have_open
from jxc_xl.hosts.libreoffice.engine import attach
from jxc_xl.hosts.libreoffice.engine.document import Document
from jxc_xl.hosts.libreoffice.errors import OfficeRefuses, OpenForReading
from jxc_xl.hosts.libreoffice.keeping import NotPutBack, finish
from jxc_xl.hosts.libreoffice.office import OwnOffice


def live_book(path: Path, *, read_only: bool) -> xw.Book | None:
    """The workbook as the user's running LibreOffice has it open; None if it is not."""
    found = find_document(path) if may_have_open(path) else None
    if found is None:
        return None
    if not read_only:
        if found.document.isReadonly():
            raise OpenForReading(path)
        _take_over_typing(found)
    app = attach(found.context)
    return xw.Book(impl=LiveBook(app.impl, Document(found.document)))


def _take_over_typing(found: OpenDocument) -> None:
    """Put into the cell what is being typed into it, which would be overlooked otherwise."""
    controller = found.document.getCurrentController()
    if controller is not None:
        service = "com.sun.star.frame.DispatchHelper"
        helper = found.context.ServiceManager.createInstanceWithContext(service, found.context)
        frame = controller.getFrame()
        within(
            ANSWER_SECONDS,
            lambda: helper.executeDispatch(frame, ".uno:AcceptFormula", "", 0, ()),
        )


def own_book(path: Path, *, read_only: bool) -> xw.Book:
    """The workbook in a LibreOffice of our own, which is given a copy of it."""
    path = path.resolve()
    if not read_only:
        storage.refuse_if_not_ours(path)
        with suppress(NotPutBack):  # of a saving that was cut short; it is kept for the next time
            finish(path)
    stored = storage.read(path)
    _refuse_if_damaged(path, stored.data)
    office = OwnOffice()
    try:
        copy = office.room / "workbook" / path.name
        copy.parent.mkdir()
        copy.write_bytes(stored.data)
        app = attach(office.context, office.stop)
        try:
            model = app.impl.books.open(str(copy)).document.model
        except xw.XlwingsError as error:
            raise OfficeRefuses(path) from error
        model.calculateAll()
        book = OwnBook(app.impl, model, office, path, stored, read_only=read_only)
        return xw.Book(impl=book)
    except BaseException:
        office.stop()
        raise


def _refuse_if_damaged(path: Path, data: bytes) -> None:
    """Look at every part: Calc would repair what it can, and leave out the rest in silence."""
    package = Package(path, data)
    try:
        read_structure(path, package)
    except ElementTree.ParseError as error:
        raise WorkbookDamaged(path, str(error)) from error
    for name in package.names:
        package[name]
