"""The workbook among the documents that a running LibreOffice has open."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from jxc_xl.hosts.libreoffice.connection import (
    ANSWER_SECONDS,
    connect,
    pipe_file,
    pipe_name,
    within,
)
from jxc_xl.hosts.libreoffice.errors import LibreOfficeError, OfficeDoesNotAnswer
from jxc_xl.hosts.libreoffice.python_uno import load_uno

_SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"


class OpenDocument(NamedTuple):
    """A document, and the component context of the LibreOffice that has it open."""

    context: Any
    document: Any


def lock_of(path: Path) -> Path:
    """The file that LibreOffice puts beside a workbook that it has open for writing."""
    return path.with_name(f".~lock.{path.name}#")


def has_open(path: Path) -> bool:
    """Tell whether this user's LibreOffice has the workbook open.

    Costs nothing where no LibreOffice listens. One that hangs, or that this Python cannot speak to,
    counts only if the workbook's lock says that it may well be the one.
    """
    if not may_have_open(path):
        return False
    try:
        return find_document(path) is not None
    except OfficeDoesNotAnswer:
        if lock_of(path).exists():
            raise
        return False
    except LibreOfficeError:
        return False


def may_have_open(path: Path) -> bool:
    """Tell, without asking anybody, whether a LibreOffice may have the workbook open."""
    return pipe_file(pipe_name()) is not None or lock_of(path).exists()


def find_document(path: Path) -> OpenDocument | None:
    """Find the workbook in this user's running LibreOffice; None if it is not open there."""
    context = connect(pipe_name())
    if context is None:
        return None
    document = within(ANSWER_SECONDS, lambda: _document(context, path))
    return None if document is None else OpenDocument(context, document)


def desktop_of(context: Any) -> Any:
    """The desktop of a LibreOffice, which opens documents and knows the open ones."""
    return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)


def _document(context: Any, path: Path) -> Any | None:
    wanted = path.resolve()
    for document in _spreadsheets(context):
        url = document.getURL()
        if url.startswith("file:") and Path(_system_path(url)).resolve() == wanted:
            return document
    return None


def _spreadsheets(context: Any) -> Iterator[Any]:
    components = desktop_of(context).getComponents().createEnumeration()
    while components.hasMoreElements():
        component = components.nextElement()
        if hasattr(component, "supportsService") and component.supportsService(_SPREADSHEET):
            yield component


def _system_path(url: str) -> str:
    path: str = load_uno().fileUrlToSystemPath(url)
    return path
