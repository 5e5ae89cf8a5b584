"""The few things of LibreOffice's own types that the engine needs.

``uno`` must be importable by the time they are used: making it so is the caller's part. Nothing is
imported from ``com.sun.star``, hence the import hook that ``uno`` installs is not needed.
"""

from importlib import import_module
from typing import Any

from xlwings import XlwingsError


def uno() -> Any:
    """The module ``uno``; an ``XlwingsError`` in words where there is none."""
    try:
        return import_module("uno")
    except ImportError as error:
        raise XlwingsError(
            "LibreOffice's bridge to Python (the module uno) cannot be imported."
        ) from error


def struct(name: str, *values: Any) -> Any:
    """A struct of ``com.sun.star``."""
    return uno().createUnoStruct(f"com.sun.star.{name}", *values)


def enum(name: str, value: str) -> Any:
    """A value of an enumeration of ``com.sun.star``."""
    return uno().Enum(f"com.sun.star.{name}", value)


def properties(**values: Any) -> tuple[Any, ...]:
    """Named arguments as LibreOffice takes them."""
    direct = enum("beans.PropertyState", "DIRECT_VALUE")
    return tuple(
        struct("beans.PropertyValue", name, -1, value, direct) for name, value in values.items()
    )


def exception(name: str) -> type[Exception]:
    """The class of an exception of ``com.sun.star``."""
    found: type[Exception] = uno().getClass(f"com.sun.star.{name}")
    return found


def common(cells: Any, name: str) -> Any:
    """A property that all cells have alike; None where they differ.

    Calc itself answers with the default where they differ.
    """
    if cells.getPropertyState(name).value == "AMBIGUOUS_VALUE":
        return None
    return cells.getPropertyValue(name)
