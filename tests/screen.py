"""A screen for the closed-file host: macros can be seen to ask, tell, select and filter."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw
from xlwings.base_classes import empty_autofilter_criteria

from jxc_xl.hosts.choosing import FileQuestion
from jxc_xl.hosts.file import engine, open_workbook
from jxc_xl.hosts.file.engine import App
from jxc_xl.hosts.file.sheets import Range, Sheet, Sheets, Table
from jxc_xl.workbook import view


@dataclass
class Screen:
    """What a clerk sees and does: ``answers`` to questions, the ``selection``, the sheet in front.

    ``chosen`` are the files for the next file dialog, ``asked`` what the file dialogs said;
    ``told`` are the dialogs with their buttons, ``cursor`` where the macro put it, ``filters`` the
    values that are shown by table and field.
    """

    book: xw.Book
    answers: list[str] = field(default_factory=list)
    chosen: list[list[Path]] = field(default_factory=list)
    asked: list[FileQuestion] = field(default_factory=list)
    told: list[tuple[str, str]] = field(default_factory=list)
    sheet: str = ""
    selection: tuple[str, str] = ("首页", "$A$1")
    cursor: str = ""
    filters: dict[tuple[str, int], list[str]] = field(default_factory=dict)

    @property
    def status(self) -> Any:
        """What the status bar shows; False for nothing."""
        return self.book.app.status_bar


class _Filter:
    def __init__(self, screen: Screen, table: Any) -> None:
        self._screen = screen
        self._table = table

    @property
    def criteria(self) -> list[dict[str, Any]]:
        fields = range(1, self._table.range.shape[1] + 1)
        found = [empty_autofilter_criteria(number) for number in fields]
        for (_table, number), values in self._screen.filters.items():
            found[number - 1] |= {"type": "values", "values": values}
        return found

    def apply_values(self, field: int, values: list[str]) -> None:
        self._screen.filters[self._table.name, field] = values

    def clear(self, field: int) -> None:
        del self._screen.filters[self._table.name, field]


def show(path: Path, patch: pytest.MonkeyPatch) -> Screen:
    """Open a workbook on a screen, as the one in which a button was clicked."""
    patch.setattr(engine.apps, "_apps", {})  # what other tests left open is not on this screen
    screen = Screen(open_workbook(path))

    def alert(_app: Any, prompt: str, _title: str, buttons: str, *_others: Any) -> str:
        screen.told.append((prompt, buttons))
        return "ok" if buttons == "ok" else screen.answers.pop(0)

    def choose_files(_app: xw.App, question: FileQuestion) -> list[Path]:
        screen.asked.append(question)
        return screen.chosen.pop(0)

    def selection(app: App) -> Any:
        sheet, address = screen.selection
        return next(iter(app.books)).sheets(sheet).range(address)

    def activate(sheet: Sheet) -> None:
        screen.sheet = sheet.name

    def select(cells: Range) -> None:
        screen.cursor = f"{cells.sheet.name}!{cells.address}"

    patch.setattr(App, "alert", alert)
    patch.setattr(view, "ask_for_files", choose_files)
    patch.setattr(App, "selection", property(selection))
    patch.setattr(App, "activate", lambda _app, _steal_focus=False: None)
    patch.setattr(Sheet, "activate", activate)
    patch.setattr(Sheets, "active", property(lambda sheets: sheets(screen.sheet)))
    patch.setattr(Range, "select", select)
    patch.setattr(Table, "autofilter", property(lambda table: _Filter(screen, table)))
    patch.setattr(xw.engines, "active", xw.main.Engine(impl=engine))
    patch.setattr(xw.Book, "_mock_caller", screen.book, raising=False)
    return screen


@pytest.fixture
def patched() -> Iterator[pytest.MonkeyPatch]:
    """Changes to classes that are taken back in the end."""
    with pytest.MonkeyPatch.context() as patch:
        yield patch
