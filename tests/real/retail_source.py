"""Online Retail as entry rows: which line of the file is what, day by day."""

import csv
import gzip
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

FIRST_LINE = 2
"""Line 1 of the file holds the column names."""

NOT_GOODS = frozenset(
    {"POST", "DOT", "C2", "M", "D", "S", "BANK CHARGES", "AMAZONFEE", "CRUK"}
)  # fmt: skip
"""Stock codes that are no goods: postage, carriage, manual entries, discounts, samples, fees.

Nothing of them is ever in stock, and the books have no lines without goods yet.  (``B``, the
bad debts, is left to the validation, which does not know it.)
"""


class SourceLine(NamedTuple):
    """One line of the file, as text; ``number`` is its line number."""

    number: int
    invoice: str
    code: str
    description: str
    quantity: str
    day: str
    price: str
    customer: str
    country: str

    @property
    def is_cancellation(self) -> bool:
        """Whether goods came back."""
        return self.invoice.startswith("C")

    @property
    def is_adjustment(self) -> bool:
        """Whether goods were written off: a negative quantity that no customer gave back."""
        return self.quantity.startswith("-") and not self.is_cancellation


def read_lines(path: Path, limit: int | None = None) -> Iterator[SourceLine]:
    """The lines of the file one after the other, the first ``limit`` of them.

    What stands in many cells is one text.
    """
    one: dict[str, str] = {}
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        for number, row in enumerate(islice(rows, limit), FIRST_LINE):
            row[4] = row[4][:10]
            invoice, code, description, quantity, day, price, customer, country = [
                one.setdefault(text, text) for text in row
            ]
            yield SourceLine(
                number, invoice, code, description, quantity, day, price, customer, country
            )


def in_chunks(lines: Iterable[SourceLine], least: int) -> Iterator[list[SourceLine]]:
    """Chunks of whole days with at least ``least`` lines.

    Days only go up in the file, and every invoice has one day: so invoices stay whole, also
    542806, whose lines stand apart with another invoice between them.
    """
    chunk: list[SourceLine] = []
    for line in lines:
        if len(chunk) >= least and line.day != chunk[-1].day:
            yield chunk
            chunk = []
        chunk.append(line)
    if chunk:
        yield chunk
