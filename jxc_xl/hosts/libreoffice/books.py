"""The two ways in which LibreOffice has a workbook: the clerk's own document, or one of ours."""

import uuid
from contextlib import suppress
from pathlib import Path
from typing import Any

from xlwings import XlwingsError

from jxc_xl.hosts.errors import WouldLose
from jxc_xl.hosts.file import storage
from jxc_xl.hosts.libreoffice.connection import ANSWER_SECONDS, within
from jxc_xl.hosts.libreoffice.engine import engine
from jxc_xl.hosts.libreoffice.engine.apps import App
from jxc_xl.hosts.libreoffice.engine.books import Book
from jxc_xl.hosts.libreoffice.engine.document import Document
from jxc_xl.hosts.libreoffice.errors import NotKept, NotSaved
from jxc_xl.hosts.libreoffice.keeping import NotPutBack, keeping, put_back
from jxc_xl.hosts.libreoffice.keeping.fonts import stand_ins
from jxc_xl.hosts.libreoffice.keeping.snapshot import taken_of
from jxc_xl.hosts.libreoffice.office import OwnOffice


class LiveBook(Book):
    """The document that the clerk has open: it stays open, and saving stores it in its place."""

    def close(self) -> None:
        """Let go of it; the clerk goes on working with it."""
        engine.apps.forget(self.app)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Store it as the clerk would, without losing what Calc does not know."""
        if path is not None or password is not None:
            super().save(path, password)
            return
        place = Path(self.fullname)
        try:
            with keeping(place, self.document.model):
                super().save()
        except XlwingsError as error:
            raise NotSaved(place) from error
        except NotPutBack as error:
            raise NotKept(place, str(error)) from error


class OwnBook(Book):
    """A copy that a LibreOffice of our own has open; only saving touches the workbook itself.

    So nothing locks the workbook, and it is replaced in one step or not at all, as by the file
    host. ``stored`` are the bytes that were opened.
    """

    def __init__(
        self,
        app: App,
        model: Any,
        office: OwnOffice,
        path: Path,
        stored: storage.Stored,
        *,
        read_only: bool,
    ) -> None:
        super().__init__(app, Document(model))
        self._office = office
        self._path = path
        self._stored = stored
        self._read_only = read_only

    @property
    def name(self) -> str:
        """The workbook's name, not the copy's."""
        return self._path.name

    @property
    def fullname(self) -> str:
        """Where the workbook is, not the copy."""
        return str(self._path)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Put what it is now in the place of the workbook."""
        if path is not None or password is not None:
            super().save(path, password)
            return
        if self._read_only:
            raise ValueError("the workbook was opened for reading only")
        storage.refuse_if_not_ours(self._path)
        data = self._rendered()
        storage.refuse_if_changed(self._path, self._stored)
        self._stored = storage.replace(self._path, data)

    def close(self) -> None:
        """Throw the copy away and end the LibreOffice that has it."""
        engine.apps.forget(self.app)
        with suppress(Exception):  # it may be gone already, or hang: it is ended all the same
            within(ANSWER_SECONDS, lambda: self.document.model.close(True))
        self._office.stop()

    def _rendered(self) -> bytes:
        """The copy as Calc writes it, with all that Calc does not know put back."""
        target = self._office.room / f"{uuid.uuid4().hex}{self._path.suffix}"
        try:
            super().save(str(target))
            put_back(target, taken_of(self._stored.data, stand_ins(self.document.model)))
            return target.read_bytes()
        except (XlwingsError, FileNotFoundError) as error:
            raise NotSaved(self._path) from error
        except NotPutBack as error:
            raise WouldLose(self._path, str(error)) from error
