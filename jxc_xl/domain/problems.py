"""Problems: what is wrong with a clerk's data, said as values."""

from typing import NamedTuple


class Problem(NamedTuple):
    """One thing that is wrong, where it is and what to do about it.

    ``row`` is the sheet's row number as Excel shows it, ``column`` the header as it
    stands in the sheet.  ``severity`` is ``error`` (the document is not posted) or
    ``warning`` (it is).
    """

    code: str
    sheet: str
    row: int | None
    column: str | None
    message: str
    hint: str
    severity: str = "error"

    @property
    def is_error(self) -> bool:
        """Whether it holds its document back."""
        return self.severity == "error"
