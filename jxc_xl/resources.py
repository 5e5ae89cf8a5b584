"""Where the files that are not Python lie: in an installed wheel, or in a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def workbooks() -> Path:
    """Return the folder with the sources of the master workbook."""
    return _folder("workbooks")


def udfs() -> Path:
    """Return the folder with the worksheet functions."""
    return _folder("udfs")


def _folder(name: str) -> Path:
    """Prefer the wheel's copy inside the package: a folder beside the package may be anybody's."""
    packed = _PACKAGE / f"_{name}"
    return packed if packed.is_dir() else _PACKAGE.parent / name
