"""The ids by which rows of a sheet know their lines in the ledger."""

import secrets

_LETTERS = "abcdefghijkmnpqrstuvwxyz"
_SIGNS = _LETTERS + "23456789"
_PAIRS = [first + second for first in _SIGNS for second in _SIGNS]
_STEM_SIGNS = 6
_COUNT = len(_PAIRS) ** 2


class RowIds:
    """Random ids that begin and end with a letter, so that fill-down makes no new ones.

    Those of one click share a random beginning and count on from a random number: in the
    ledger's index they lie side by side.  (Ids random in every place cost a click in a long
    history a page of the index for each line, a third of all it writes.)
    """

    def __init__(self) -> None:
        signs = (secrets.choice(_SIGNS) for _place in range(_STEM_SIGNS))
        self._stem = secrets.choice(_LETTERS) + "".join(signs)
        self._next = secrets.randbelow(_COUNT)

    def take(self, count: int) -> tuple[str, ...]:
        """The next ``count`` ids; a million before one comes again."""
        first = self._next
        self._next += count
        return tuple(self._id(number % _COUNT) for number in range(first, first + count))

    def _id(self, number: int) -> str:
        high, low = divmod(number, len(_PAIRS))
        return f"{self._stem}{_PAIRS[high]}{_PAIRS[low]}{_LETTERS[number * 7 % len(_LETTERS)]}"
