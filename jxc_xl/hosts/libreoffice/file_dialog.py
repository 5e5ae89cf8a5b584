"""The file dialog of a running LibreOffice."""

from pathlib import Path
from typing import Any

import xlwings as xw

from jxc_xl.hosts.choosing import FileQuestion
from jxc_xl.hosts.libreoffice.engine.bridge import uno

_SERVICE = "com.sun.star.ui.dialogs.FilePicker"
_CHOSEN = 1


def choose_files(app: xw.App, question: FileQuestion) -> list[Path]:
    """Ask for files and wait for the answer; none if the clerk thinks better of it."""
    picker = app.impl.service(_SERVICE)
    try:
        _prepare(picker, question)
        if picker.execute() != _CHOSEN:
            return []
        return [Path(uno().fileUrlToSystemPath(url)) for url in picker.getSelectedFiles()]
    finally:
        picker.dispose()


def _prepare(picker: Any, question: FileQuestion) -> None:
    picker.setTitle(question.title)
    picker.setMultiSelectionMode(question.many)
    picker.setDisplayDirectory(uno().systemPathToFileUrl(str(question.folder)))
    picker.appendFilter(question.offered, ";".join(question.patterns))
    picker.appendFilter(question.any_file, "*.*")
    picker.setCurrentFilter(question.offered)
