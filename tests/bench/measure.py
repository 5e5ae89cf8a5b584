"""Measuring two things against each other on a machine that also does other things."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

Timed = Callable[[], float]
"""Does something once and says how many seconds its measured part took."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One ratio: ``seconds`` of ``what`` against ``base_seconds`` of ``against``."""

    what: str
    against: str
    seconds: float
    base_seconds: float
    limit: float
    aim: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float:
        """How many times as long it takes."""
        return self.seconds / self.base_seconds

    @property
    def is_reached(self) -> bool:
        """Whether the ratio stays within the limit."""
        return self.ratio <= self.limit


@dataclass(frozen=True, slots=True)
class Latency:
    """How long somebody waits, in seconds of this machine; there is nothing to hold it against."""

    what: str
    median_seconds: float
    worst_seconds: float
    aim: float
    note: str

    @property
    def is_reached(self) -> bool:
        """Whether it usually takes no longer than it should."""
        return self.median_seconds <= self.aim


def interleaved(first: Timed, second: Timed, times: int) -> tuple[float, float]:
    """The medians of two things done in turns, so that a slow minute hits both."""
    seconds = [(first(), second()) for _ in range(times)]
    return median(a for a, _b in seconds), median(b for _a, b in seconds)


def stopwatch(action: Callable[[], object]) -> float:
    """Seconds that an action takes."""
    start = perf_counter()
    action()
    return perf_counter() - start
