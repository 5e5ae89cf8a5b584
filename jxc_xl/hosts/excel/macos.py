"""Excel for macOS: two files of the user let its buttons find Python; there are no functions."""

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

_APPLICATION = Path("/Applications/Microsoft Excel.app")
_KEY = '"INTERPRETER_MAC"'


def is_installed() -> bool:
    """Tell whether Excel is there."""
    return _APPLICATION.exists()


def install_script(home: Path) -> bool:
    """Put the script that Excel may run where it looks for it; False if it was there already."""
    spec = find_spec("xlwings")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("xlwings is not installed")
    (script,) = Path(spec.submodule_search_locations[0]).glob("xlwings-*.applescript")
    target = home / "Library/Application Scripts/com.microsoft.Excel" / script.name
    if target.exists() and target.read_bytes() == script.read_bytes():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(script, target)
    return True


def name_python(home: Path, python: Path | None) -> bool:
    """Say in the user's settings of xlwings which Python it is, None to take it out again.

    Other lines stay. False if the file is right already.
    """
    file = home / "Library/Containers/com.microsoft.Excel/Data/xlwings.conf"
    before = file.read_text("utf-8").splitlines() if file.exists() else []
    after = [line for line in before if not line.startswith(_KEY)]
    if python is not None:
        after.append(f'{_KEY},"{python}"')
    if after == before:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(f"{line}\n" for line in after), "utf-8")
    return True


def show_in_excel(path: Path) -> None:
    """Open the workbook in Excel."""
    subprocess.run(["open", "-a", str(_APPLICATION), str(path)], check=True)
