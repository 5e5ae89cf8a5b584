"""The file dialog of Excel: Excel's own on Windows, the system's on macOS.

Nothing here has been seen in Excel; what a person has to look at stands in docs/excel-checklist.md.
"""

import subprocess
import sys
from pathlib import Path
from typing import Any

import xlwings as xw

from jxc_xl.hosts.choosing import FileQuestion

_FILE_PICKER = 3
"""``msoFileDialogFilePicker``."""

_CHOSEN = -1

_APPLE_SCRIPT = """
on run asked
    set kinds to rest of rest of rest of asked
    activate
    set chosen to choose file with prompt (item 1 of asked) of type kinds ¬
        default location (POSIX file (item 2 of asked)) ¬
        multiple selections allowed (item 3 of asked is "many")
    set paths to {}
    repeat with one in (chosen as list)
        set end of paths to POSIX path of one
    end repeat
    set AppleScript's text item delimiters to linefeed
    return paths as text
end run
"""
"""``activate`` brings the dialog before Excel; cancelling it ends the script with an error."""


def choose_files(app: xw.App, question: FileQuestion) -> list[Path]:
    """Ask for files and wait for the answer; none if the clerk thinks better of it."""
    if sys.platform == "darwin":
        return by_apple_script(question)
    return by_excel(app.api, question)


def by_excel(excel: Any, question: FileQuestion) -> list[Path]:
    """Ask through Excel's object model, whose dialog knows in which folder to begin."""
    dialog = excel.FileDialog(_FILE_PICKER)
    dialog.Title = question.title
    dialog.AllowMultiSelect = question.many
    dialog.InitialFileName = f"{question.folder}\\"
    dialog.Filters.Clear()
    dialog.Filters.Add(question.offered, question.offered)
    dialog.Filters.Add(question.any_file, "*.*")
    dialog.FilterIndex = 1
    if dialog.Show() != _CHOSEN:
        return []
    chosen = dialog.SelectedItems
    return [Path(chosen.Item(number + 1)) for number in range(chosen.Count)]


def by_apple_script(question: FileQuestion, program: str = "osascript") -> list[Path]:
    """Ask through the system; the endings of the patterns say what can be chosen."""
    how_many = "many" if question.many else "one"
    endings = [pattern.rpartition(".")[2] for pattern in question.patterns]
    answer = subprocess.run(
        [program, "-", question.title, str(question.folder), how_many, *endings],
        input=_APPLE_SCRIPT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    return [Path(line) for line in answer.stdout.splitlines()] if answer.returncode == 0 else []
