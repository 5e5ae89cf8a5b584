"""What is asked of a clerk who is to choose files."""

from pathlib import Path
from typing import NamedTuple


class FileQuestion(NamedTuple):
    """The words over the dialog, the names that are offered, as ``*.xlsx``, and the first folder.

    ``any_file`` are the words for letting all files be seen, ``many`` says that several may be
    chosen.
    """

    title: str
    patterns: tuple[str, ...]
    any_file: str
    folder: Path
    many: bool = False

    @property
    def offered(self) -> str:
        """The patterns as the dialogs list them."""
        return "; ".join(self.patterns)
