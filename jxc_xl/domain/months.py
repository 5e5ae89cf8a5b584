"""Months as texts, ``2026-03``: they compare and sort as they are."""

from calendar import monthrange
from datetime import date


def month_of(day: date) -> str:
    """The month of a day."""
    return f"{day:%Y-%m}"


def first_day(month: str) -> date:
    """The first day of a month; ``ValueError`` if the text is none."""
    return date.fromisoformat(f"{month}-01")


def last_day(month: str) -> date:
    """The last day of a month."""
    first = first_day(month)
    return first.replace(day=monthrange(first.year, first.month)[1])


def month_after(month: str) -> str:
    """The next month.

    >>> month_after("2026-12")
    '2027-01'
    """
    return month_of(date.fromordinal(last_day(month).toordinal() + 1))
