"""Waiting for what must come true: looking again until a deadline, never a fixed time."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

SECONDS = 60.0
"""More than anything takes on a busy machine."""

_POLL_SECONDS = 0.02


def until(look: Callable[[], T | None], what: str, seconds: float = SECONDS) -> T:
    """Look until there is something to be seen, and return it; fail with ``what`` was waited for."""
    deadline = time.monotonic() + seconds
    while True:
        seen = look()
        if seen:
            return seen
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds:.0f} s in vain: {what}")
        time.sleep(_POLL_SECONDS)
