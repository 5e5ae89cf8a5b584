"""Which row of a sheet is which line of the ledger.

A posted row carries the line's random id in its last column.  Clerks copy, sort, paste and
fill rows, close without saving and go back to old copies, so an id alone proves nothing:
of several rows with one id the row that says what the ledger says is the posted one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Likeness = Callable[[int, str], tuple[int, bool]]
"""How many fields of a row say what the line of an id says, and whether all do."""


@dataclass(slots=True)
class Identity:
    """What the rows of one sheet are, by row index.

    ``posted`` rows are lines of the ledger, ``repeats`` are identical copies of a posted
    row, ``copies`` carry an id that is not theirs: they are new rows, and the id they lost
    is kept here.
    """

    posted: dict[int, str] = field(default_factory=dict)
    repeats: dict[int, str] = field(default_factory=dict)
    copies: dict[int, str] = field(default_factory=dict)


def identify(row_ids: Sequence[str], known: frozenset[str], likeness: Likeness) -> Identity:
    """Tell posted rows from copies.

    ``row_ids`` has the id that each row carries or ``""``; ``known`` are those that the
    ledger has for this sheet.  An unknown id counts as none.
    """
    rows: dict[str, list[int]] = {}
    for row, row_id in enumerate(row_ids):
        if row_id in known:
            rows.setdefault(row_id, []).append(row)
    result = Identity()
    for row_id, carriers in rows.items():
        if len(carriers) == 1:
            result.posted[carriers[0]] = row_id
            continue
        likenesses = [likeness(row, row_id) for row in carriers]
        best = max(range(len(carriers)), key=lambda place: (likenesses[place], -place))
        for place, row in enumerate(carriers):
            equal = likenesses[place][1]
            if place == best:
                result.posted[row] = row_id
            elif equal:
                result.repeats[row] = row_id
            else:
                result.copies[row] = row_id
    return result


def adopt(fingerprints: Mapping[int, int], orphans: Iterable[tuple[int, str]]) -> dict[int, str]:
    """Give new rows the ledger lines that say the same and that no row carries.

    ``orphans`` are (fingerprint, id) of such lines, counted as multisets: two equal lines
    adopt two equal rows.  After a crash between commit and marks this heals the sheet.
    """
    waiting: dict[int, list[str]] = {}
    for mark, row_id in orphans:
        waiting.setdefault(mark, []).append(row_id)
    adopted: dict[int, str] = {}
    for row in sorted(fingerprints):
        ids = waiting.get(fingerprints[row])
        if ids:
            adopted[row] = ids.pop(0)
    return adopted
