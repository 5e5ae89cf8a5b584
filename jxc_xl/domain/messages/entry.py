"""What stands in the error catalogue under one code."""

from typing import NamedTuple

WARNING = "warning"


class Entry(NamedTuple):
    """The texts of one code: msgids with named placeholders.

    ``suggestion`` replaces ``hint`` when there are candidates to offer.
    """

    message: str
    hint: str
    severity: str = "error"
    suggestion: str = ""
