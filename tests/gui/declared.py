"""Which buttons the tests click: a button without a click fails one of them."""

from collections.abc import Callable
from typing import TypeVar

from jxc_xl.buttons import BUTTONS, Button

Test = TypeVar("Test", bound=Callable[..., None])

CLICKED: set[str] = set()
"""The ids of the buttons that a test says it clicks."""


def clicks(button: str) -> Callable[[Test], Test]:
    """Say of a test which button it is for."""
    CLICKED.add(button)
    return lambda test: test


def label_of(button: str) -> str:
    """What stands on a button."""
    return declared(button).label_in("zh")


def declared(button: str) -> Button:
    """A button by its id."""
    return next(entry for entry in BUTTONS if entry.id == button)
