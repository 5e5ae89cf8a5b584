"""Where the files that are not Python lie: in an installed wheel, or in a checkout."""

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

_PACKAGE = Path(__file__).resolve().parent


def workbooks() -> Path:
    """Return the folder with the sources of the master workbook."""
    return _folder("workbooks")


def udfs() -> Path:
    """Return the folder with the worksheet functions."""
    return _folder("udfs")


def worksheet_functions() -> ModuleType:
    """Return ``jxc_functions``, a package apart: it also runs where this one is not installed."""
    folder = str(udfs())
    if folder not in sys.path:
        sys.path.append(folder)
    return import_module("jxc_functions")


def _folder(name: str) -> Path:
    """Prefer the wheel's copy inside the package: a folder beside the package may be anybody's."""
    packed = _PACKAGE / f"_{name}"
    return packed if packed.is_dir() else _PACKAGE.parent / name
