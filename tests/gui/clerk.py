"""What a clerk does: go to a cell, type, paste, click, read what is on the screen."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from jxc_xl.domain.tables.columns import Table
from tests.gui.office import Cell, Office
from tests.gui.screen import Screen, Seen
from tests.gui.waiting import until

TOOLBAR = "进销存"
_FORMULA_BAR = "公式工具栏"
Cells = Mapping[str, str]

_DIALOGS = ("alert", "dialog")


def in_order(table: Table, cells: Cells) -> list[str]:
    """A row's texts in the order of the columns, as far as the last one."""
    texts = [cells.get(column.field, "") for column in table.columns]
    while texts and not texts[-1]:
        texts.pop()
    return texts


class Clerk:
    """Somebody in front of the screen."""

    def __init__(self, screen: Screen, office: Office) -> None:
        self.screen = screen
        self.office = office
        self._name_box: Seen | None = None

    def go_to(self, sheet: str, cell: str) -> None:
        """Click the tab of a sheet and go to a cell by the Name Box, which takes the keys at once.

        The keys that lead into it (Ctrl+Shift+T) may be overtaken by what is typed after them.
        """
        if self.office.active_sheet != sheet:
            self.screen.click(self._see("page tab", sheet).middle)
            until(lambda: self.office.active_sheet == sheet, f"the sheet {sheet}")
        if self._name_box is None:
            self._name_box = self._see("tool bar", _FORMULA_BAR).find("panel")
        assert self._name_box is not None
        self.screen.click(self._name_box.middle)
        self.screen.press("ctrl+a")
        self.screen.type(cell, "Return")
        until(lambda: self._stands_at(cell), f"the cursor at {cell}")

    def _stands_at(self, cells: str) -> bool:
        selected = self.office.selection.rpartition(".")[2].replace("$", "")
        return selected == cells

    def type_rows(self, table: Table, row: int, rows: Sequence[Cells]) -> None:
        """Type rows by field, from a row of the sheet on, from cell to cell with Tab and Return.

        Like a clerk it looks where the cursor is: LibreOffice drops keys that come too quickly.
        """
        self.go_to(table.sheet, f"A{row}")
        for cells in rows:
            for text in in_order(table, cells):
                self._move_on(text, "Tab")
            self._move_on("", "Return")

    def paste_rows(self, table: Table, row: int, rows: Sequence[Cells]) -> None:
        """Paste rows that were copied as text in another program, and accept how they are read."""
        self.go_to(table.sheet, f"A{row}")
        lines = [in_order(table, cells) for cells in rows]
        self.screen.copy("\n".join("\t".join(line) for line in lines) + "\n")
        self.screen.press("ctrl+v")
        self.answer("确定")

    def _move_on(self, text: str, key: str) -> None:
        before = self.office.selection
        if text:
            self.screen.type(text, key)
        else:
            self.screen.press(key)
        until(lambda: self.office.selection != before, f"leaving {before} after {text!r}")

    def save(self) -> None:
        """Save with the keys, and answer that the file is to stay one of Excel's."""
        self.screen.press("ctrl+s")
        self.answer("使用 Excel")

    def click_button(self, label: str) -> None:
        """Click a button of our toolbars with the mouse."""
        button = self._at_rest(partial(self._button, label), f"the button {label}")
        self.screen.click(button.middle)

    def wait_until_done(self) -> None:
        """Wait until the click has been worked on to its end."""
        until(lambda: self.office.is_idle, "the end of the click")

    def _button(self, label: str) -> Seen | None:
        bars = (
            part
            for window in self.screen.windows()
            for part in window
            if part.role == "tool bar" and part.name.startswith(TOOLBAR)
        )
        return next(filter(None, (bar.find("push button", label) for bar in bars)), None)

    def dialog(self) -> Seen:
        """The dialog that is open, as soon as there is one."""
        return self._at_rest(self._dialog, "a dialog")

    def has_no_dialog(self) -> bool:
        """Whether nothing asks for an answer."""
        return self._dialog() is None

    def _dialog(self) -> Seen | None:
        for window in self.screen.windows("dialogs"):
            for role in _DIALOGS:
                found = window.find(role)
                if found is not None:
                    return found
        return None

    def words_of(self, dialog: Seen) -> str:
        """What a dialog says."""
        return "\n".join(part.name for part in dialog if part.role in ("static", "label"))

    def answer(self, button: str, picture: str = "") -> str:
        """Click the button of the open dialog that begins so; what the dialog said."""
        dialog = self.dialog()
        if picture:
            self.screen.picture(picture)
        buttons = [part for part in dialog if part.role == "push button"]
        found = next((part for part in buttons if part.name.startswith(button)), None)
        assert found is not None, [part.name for part in buttons]
        self.screen.click(found.middle)
        until(lambda: self._is_gone(dialog), "the end of the dialog")
        return self.words_of(dialog)

    def _is_gone(self, dialog: Seen) -> bool:
        """Whether a dialog is no longer open; the next one may be there already."""
        now = self._dialog()
        return now is None or (now.name, self.words_of(now)) != (dialog.name, self.words_of(dialog))

    def choose(self, *names: str, picture: str = "") -> None:
        """Choose files by name in LibreOffice's file dialog, which is or will be open."""
        for number, name in enumerate(names):
            cell = self._at_rest(partial(self._listed, name), f"the file {name}")
            self.screen.click(cell.middle, *(["ctrl"] if number else []))
        self.answer("打开", picture)

    def _listed(self, name: str) -> Seen | None:
        dialog = self._dialog()
        return dialog.find("table cell", name) if dialog else None

    def rows(self, table: Table) -> list[dict[str, Cell]]:
        """The rows of a table's sheet by header, as they stand there now."""
        cells = self.office.cells(table.sheet)
        first = next(row for row, line in enumerate(cells) if table.columns[0].header in line)
        headers = [str(cell) for cell in cells[first]]
        return [dict(zip(headers, row, strict=True)) for row in cells[first + 1 :]]

    def _see(self, role: str, name: str) -> Seen:
        def look() -> Seen | None:
            return next(filter(None, (w.find(role, name) for w in self.screen.windows())), None)

        return self._at_rest(look, f"{role} {name}")

    @staticmethod
    def _at_rest(look: Callable[[], Seen | None], what: str) -> Seen:
        """What is to be seen, once it no longer moves: a window arranges itself for a while."""
        seen: list[Seen | None] = [None]

        def look_again() -> Seen | None:
            seen.append(look())
            return seen[-1] if seen[-1] == seen[-2] else None

        return until(look_again, what)
