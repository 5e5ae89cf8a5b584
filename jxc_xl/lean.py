"""Starting quickly, and not working for nothing."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

_HEAVY = ("pandas", "numpy", "matplotlib", "PIL")


@contextmanager
def lean_imports() -> Iterator[None]:
    """Inside, ``import pandas`` and its like fail, as if they were not installed.

    xlwings and sqlite-utils import them when they can, which takes a second.  Modules that
    are already imported stay.
    """
    blocked = [name for name in _HEAVY if name not in sys.modules]
    nothing: dict[str, ModuleType | None] = dict.fromkeys(blocked)
    modules: dict[str, ModuleType | None] = sys.modules  # type: ignore[assignment]
    modules.update(nothing)
    try:
        yield
    finally:
        for name in blocked:
            if modules.get(name) is None:
                modules.pop(name, None)


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Inside, nobody looks for garbage that refers to itself.

    A large posting makes some hundred thousand objects that live until its end and hardly a
    cycle; looking through them again and again took a quarter of its time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
