"""The file dialogs of Excel for Windows and of macOS, as far as they can be tried without either."""

from pathlib import Path
from typing import Any

import pytest

from jxc_xl.hosts.choosing import FileQuestion
from jxc_xl.hosts.excel.file_dialog import by_apple_script, by_excel

QUESTION = FileQuestion("选择文件", ("*.csv", "*.xlsx"), "所有文件", Path("/店"), many=True)


class List:
    """A list as Excel has them: counted from 1."""

    def __init__(self, *entries: Any) -> None:
        self.entries = list(entries)

    @property
    def Count(self) -> int:  # noqa: N802 - Excel's name
        """How many there are."""
        return len(self.entries)

    def Item(self, number: int) -> Any:  # noqa: N802
        """The first one is 1."""
        assert number > 0
        return self.entries[number - 1]

    def Clear(self) -> None:  # noqa: N802
        """Nothing is left."""
        self.entries.clear()

    def Add(self, *entry: str) -> None:  # noqa: N802
        """One more."""
        self.entries.append(entry)


class Dialog:
    """Excel's FileDialog; ``chosen`` is what the clerk chooses."""

    Title = InitialFileName = ""
    FilterIndex = 0
    AllowMultiSelect = False

    def __init__(self, *chosen: str) -> None:
        self.Filters = List("what Excel offers itself")
        self.SelectedItems = List(*chosen)

    def Show(self) -> int:  # noqa: N802
        """-1 is a choice."""
        return -1 if self.SelectedItems.entries else 0


class Excel:
    """An Excel with one dialog."""

    def __init__(self, dialog: Dialog) -> None:
        self.dialog = dialog

    def FileDialog(self, kind: int) -> Dialog:  # noqa: N802
        """3 is the one that only chooses."""
        assert kind == 3
        return self.dialog


def test_excels_own_dialog_is_told_what_to_show() -> None:
    """Title, folder and endings go in, the paths come out; cancelled, nothing does."""
    dialog = Dialog("/店/甲.csv", "/店/乙.xlsx")
    assert by_excel(Excel(dialog), QUESTION) == [Path("/店/甲.csv"), Path("/店/乙.xlsx")]
    assert (dialog.Title, dialog.AllowMultiSelect, dialog.FilterIndex) == ("选择文件", True, 1)
    assert dialog.InitialFileName == "/店\\"
    offered = [("*.csv; *.xlsx", "*.csv; *.xlsx"), ("所有文件", "*.*")]
    assert dialog.Filters.entries == offered
    assert by_excel(Excel(Dialog()), QUESTION) == []


@pytest.mark.parametrize(("status", "chosen"), [(0, [Path("/店/甲.csv")]), (1, [])])
def test_the_dialog_of_macos_gets_words_as_arguments(
    tmp_path: Path, status: int, chosen: list[Path]
) -> None:
    """No text of ours can become a command of the script; an error is a clerk who cancelled."""
    said = tmp_path / "said"
    program = tmp_path / "osascript"
    program.write_text(
        f'#!/bin/sh\nprintf "%s\\n" "$@" > "{said}"\ncat >> "{said}"\n'
        f"echo /店/甲.csv\nexit {status}\n"
    )
    program.chmod(0o755)
    assert by_apple_script(QUESTION, str(program)) == chosen
    lines = said.read_text("utf-8").splitlines()
    assert lines[:6] == ["-", "选择文件", "/店", "many", "csv", "xlsx"]
    assert "on run asked" in lines
